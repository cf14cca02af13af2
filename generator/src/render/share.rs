//! The pictures for sharing of one language: of each story, event and post, and one for all other pages.

use std::sync::Arc;

use serde::Serialize;
use tera::Context;

use crate::cache::Cache;
use crate::content::kinds::KindFacts;
use crate::event::{Event, Mode};
use crate::front_matter::Picture;
use crate::pictures::{self, Recipe};
use crate::post::Post;
use crate::render::{File, OutPath};
use crate::share::{self, Drawing};
use crate::site::Entry;
use crate::story::Story;
use crate::theme::{TemplateProblem, Theme};
use crate::url::Url;
use crate::view::{Ctx, ShareImage};

/// What the theme's `share.svg` sees.
#[derive(Debug, Serialize)]
struct ShareWords {
    /// Language and direction of the page.
    lang: String,
    dir: &'static str,
    /// The name of the site.
    site_title: String,
    /// A word or two above the title: which kind of event, which trade.
    label: String,
    title: String,
    /// The title for who doesn't see the picture.
    #[serde(skip)]
    outward_title: String,
    /// The direction of the title, which may be in another language.
    text_dir: &'static str,
    /// Below the title: who tells the story, or when the event is.
    line: String,
    line_dir: &'static str,
    /// Below that: where.
    more: String,
    demo: bool,
    /// Whether `<image href="picture"/>` shows something.
    has_picture: bool,
}

/// A picture for sharing: how pages show it, and its file with the path where it stands.
pub(super) type Share = (ShareImage, (OutPath, File));

/// The picture for every page that has none of its own; `None` when the theme draws none.
pub(super) fn of_site(ctx: &Ctx<'_>, theme: &Theme, cache: &Cache) -> Result<Option<Share>, TemplateProblem> {
    draw(ctx, theme, cache, site(ctx), None)
}

/// The picture of a story.
pub(super) fn of_story(
    ctx: &Ctx<'_>,
    theme: &Theme,
    cache: &Cache,
    entry: &Entry<Story>,
) -> Result<Option<Share>, TemplateProblem> {
    draw(ctx, theme, cache, story(ctx, entry), entry.facts.picture.as_ref())
}

/// The picture of an event.
pub(super) fn of_event(
    ctx: &Ctx<'_>,
    theme: &Theme,
    cache: &Cache,
    entry: &Entry<Event>,
) -> Result<Option<Share>, TemplateProblem> {
    draw(ctx, theme, cache, event(ctx, entry), entry.facts.picture.as_ref())
}

/// The picture of a post.
pub(super) fn of_post(
    ctx: &Ctx<'_>,
    theme: &Theme,
    cache: &Cache,
    entry: &Entry<Post>,
) -> Result<Option<Share>, TemplateProblem> {
    draw(ctx, theme, cache, post(ctx, entry), entry.facts.picture.as_ref())
}

fn draw(
    ctx: &Ctx<'_>,
    theme: &Theme,
    cache: &Cache,
    mut words: ShareWords,
    picture: Option<&Picture>,
) -> Result<Option<Share>, TemplateProblem> {
    if !theme.draws() {
        return Ok(None);
    }
    let inset = picture.and_then(|picture| ctx.pictures.inset(&picture.src)).cloned();
    words.has_picture = inset.is_some();
    let context = Context::from_serialize(&words).expect("words have only text keys");
    let svg = theme.draw(ctx.lang(), &context)?;
    let (fonts, grounds) = (Arc::clone(&theme.fonts), Arc::clone(&theme.grounds));
    let drawing = Drawing { svg, inset, fonts, grounds };
    let extension = drawing.format().extension();
    let recipe = Recipe::drawn(drawing, cache);
    let url = Url::of(&format!("media/share-{}.{extension}", pictures::short(&recipe.key().hex())));
    let alt = [words.outward_title, words.line, words.site_title].into_iter().filter(|part| !part.is_empty());
    let image = ShareImage {
        url: ctx.absolute(&url),
        width: share::SIZE.0,
        height: share::SIZE.1,
        alt: alt.collect::<Vec<_>>().join(" · "),
    };
    Ok(Some((image, (OutPath::of(&url), File::Made(recipe.into())))))
}

fn story(ctx: &Ctx<'_>, entry: &Entry<Story>) -> ShareWords {
    let (text, facts) = (ctx.text_of(entry), &entry.facts);
    ShareWords {
        label: ctx.name("sector", facts.business.sector.as_str()),
        line: text.words.get("displayName").unwrap_or_default().to_owned(),
        line_dir: ctx.dir(&text.lang),
        more: place(ctx, facts.city.as_deref(), &facts.country),
        ..of(ctx, entry)
    }
}

fn event(ctx: &Ctx<'_>, entry: &Entry<Event>) -> ShareWords {
    let facts = &entry.facts;
    let online = facts.place.mode == Mode::Online;
    let mode = ctx.name("mode", facts.place.mode.as_str());
    ShareWords {
        label: ctx.name("kind", facts.kind.as_str()),
        line: ctx.locale.full_date(facts.starts.date()),
        line_dir: ctx.language.direction.as_str(),
        more: if online { mode } else { place(ctx, facts.place.city.as_deref(), &facts.place.country) },
        ..of(ctx, entry)
    }
}

/// Who wrote it stands where the name stands in a story, if somebody is named.
fn post(ctx: &Ctx<'_>, entry: &Entry<Post>) -> ShareWords {
    let (authors, date) = (ctx.locale.list(&entry.facts.authors), ctx.locale.date(entry.facts.date));
    let (line, more) = if authors.is_empty() { (date, String::new()) } else { (authors, date) };
    ShareWords { line, more, ..of(ctx, entry) }
}

/// For every page without a picture of its own.
fn site(ctx: &Ctx<'_>) -> ShareWords {
    let config = &ctx.site.config;
    let dir = ctx.language.direction.as_str();
    let site_title = config.title.get(ctx.lang()).to_owned();
    let title =
        config.tagline.as_ref().map_or_else(|| site_title.clone(), |line| line.get(ctx.lang()).to_owned());
    ShareWords {
        lang: ctx.lang().to_string(),
        dir,
        site_title,
        label: String::new(),
        title: title.clone(),
        outward_title: title,
        text_dir: dir,
        line: String::new(),
        line_dir: dir,
        more: String::new(),
        demo: false,
        has_picture: false,
    }
}

fn of<F: KindFacts>(ctx: &Ctx<'_>, entry: &Entry<F>) -> ShareWords {
    let text = ctx.text_of(entry);
    ShareWords {
        title: text.title.clone(),
        outward_title: ctx.outward_title(entry),
        text_dir: ctx.dir(&text.lang),
        demo: entry.facts.is_demo(),
        ..site(ctx)
    }
}

/// "Malmö, Sweden"
fn place(ctx: &Ctx<'_>, city: Option<&str>, country: &str) -> String {
    let country = ctx.name("country", country);
    let with = |city| format!("{}{}{country}", ctx.town(city), ctx.t("list.comma"));
    city.map_or_else(|| country.clone(), with)
}
