//! An event as a sheet of paper for a wall, in every language; none for what is over or won't happen.

use forms_fn::code::CodeDrawing;
use serde::Serialize;
use tera::Value;

use super::frame::{self, PageHeading};
use super::inputs;
use super::job::{Bodies, Job};
use super::page::TemplatePage;
use super::shelf::Shelf;
use crate::cache::Cache;
use crate::config::Section;
use crate::event::{Event, POSTER, State};
use crate::keep::CacheKey;
use crate::lang::Lang;
use crate::site::{Entry, Site};
use crate::view::{self, Crumb, Ctx, EventPage};

/// From how many characters on a title is set smaller.
const LONG_TITLE: usize = 36;

/// The posters of one language.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> impl Iterator<Item = Job<'s>> {
    let site = shelf.ctx.site;
    let hung = shelf.events.iter().filter(|(entry, _)| has_poster(site, &entry.facts));
    hung.map(move |(entry, row)| {
        let url = shelf.ctx.url_of(entry).join(POSTER);
        Job::page(shelf, &url, move || Ok(poster(shelf, entry, row))).shows(Bodies::Of(&entry.id))
    })
}

/// Whether people can still come on the day that a poster would name.
pub(super) fn has_poster(site: &Site, event: &Event) -> bool {
    !matches!(
        event.state(site.now),
        State::Past | State::Cancelled | State::Postponed | State::Full | State::Closed
    )
}

/// The invitation in short, for those for whom somebody interprets: they can't read the rest of the sheet.
#[derive(Serialize)]
struct Invitation {
    lang: String,
    dir: &'static str,
    title: String,
    when: String,
    interpretation: String,
}

impl Invitation {
    fn new(ctx: &Ctx<'_>, entry: &Entry<Event>) -> Option<Invitation> {
        let text = ctx.text_of(entry);
        (text.lang == *ctx.lang()).then(|| Invitation {
            lang: ctx.lang().to_string(),
            dir: ctx.dir(ctx.lang()),
            title: text.title.clone(),
            when: view::when(ctx, &entry.facts),
            interpretation: ctx
                .texts
                .with("event.interpretation", &[("languages", &ctx.name("language", ctx.lang().as_str()))]),
        })
    }
}

/// One for each language of the site that is interpreted, but for the one of this sheet.
fn invitations(ctx: &Ctx<'_>, entry: &Entry<Event>) -> Vec<Invitation> {
    let others = entry.facts.interpretation.iter().filter(|lang| lang.as_str() != ctx.lang().as_str());
    others.filter_map(|lang| Invitation::new(&ctx.in_language(lang)?, entry)).collect()
}

fn poster<'s>(shelf: &'s Shelf<'_>, entry: &Entry<Event>, row: &Value) -> TemplatePage<'s> {
    let ctx = &shelf.ctx;
    let (text, url) = (ctx.text_of(entry), ctx.url_of(entry));
    let mut breadcrumbs = frame::crumbs(ctx, Some(Section::Events));
    breadcrumbs.push(Crumb { title: text.title.clone(), url: url.clone() });
    let heading = PageHeading {
        template: "poster",
        title: ctx.texts.with("poster.title", &[("title", &ctx.outward_title(entry))]),
        description: text.summary.clone(),
        breadcrumbs,
    };
    let mut frame = frame::helper(shelf, url.join(POSTER), "", heading);
    for switch in &mut frame.languages {
        switch.url = entry.url(&Lang::new(&switch.id)).join(POSTER);
    }
    let address = ctx.absolute(url);
    let shown = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest).trim_end_matches('/');
    TemplatePage::new(shelf, frame)
        .with("event", &EventPage::view(ctx, &shelf.labels, entry, row))
        .with("text_lang", text.lang.as_str())
        .with("text_dir", ctx.dir(&text.lang))
        .with("invitations", &invitations(ctx, entry))
        .with("long", &(text.title.chars().count() >= LONG_TITLE))
        .with("event_url", url)
        .with("address", shown)
        .later(Some(inputs::of(&address)), move || {
            vec![("code", Value::from_serializable(&code(shelf.cache, &address)))]
        })
}

/// The code of an address. To find the mask that suits it takes longer than all else of a poster, so it is kept.
fn code(cache: &Cache, address: &str) -> Option<CodeDrawing> {
    let key = CacheKey::new(&[b"code", address.as_bytes()]);
    if let Some(code) = cache.get(&key).and_then(|kept| serde_json::from_slice(&kept).ok()) {
        return Some(code);
    }
    let code = CodeDrawing::new(address)?;
    cache.put(&key, &serde_json::to_vec(&code).expect("a number and a text are JSON"));
    Some(code)
}
