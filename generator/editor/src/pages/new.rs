//! A new document: what, in which language, called what, and like which earlier one.

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use forms::Html;
use generator::content::Kind;
use generator::event::Event;
use generator::site::{AnyEntry, Entry, Site};
use jiff::civil::Date;
use maud::html;

use super::{Answer, Asked, Refused, form_address, hidden, page_with, title_of};
use super::{told, write};
use crate::desk::Desk;
use crate::drafts::NotSaved;
use crate::form::{self, Beginning, NotBegun};

/// The words of a kind: `kind.one.story`.
fn name(asked: &Asked, kind: Kind) -> String {
    asked.t(&format!("kind.one.{}", kind.name()))
}

pub(super) fn ask(desk: &Desk, asked: &Asked) -> Result<Answer, Refused> {
    form(desk, asked, None)
}

/// What stands in the way, and at which field.
type Fault<'a> = (&'a str, &'a str);

fn form(desk: &Desk, asked: &Asked, fault: Option<Fault<'_>>) -> Result<Answer, Refused> {
    let base = desk.base()?;
    let Some(site) = base.shown.site() else { return Ok(super::refused(asked, 409, "refused.errors")) };
    let chosen = |name: &str, value: &str| asked.field(name) == value;
    let is_wrong = |name: &str| fault.is_some_and(|(at, _)| at == name).then_some("true");
    Ok(page_with(
        if fault.is_some() { 422 } else { 200 },
        asked.t("new.title"),
        html! {
            form method="post" action="/edit/new" {
                (hidden(desk, asked))
                @if let Some((at, why)) = fault { div class="problems" role="alert" { p { a href=(format!("#f-{at}")) { (why) } } } }
                fieldset class="boxes" {
                    legend { (asked.t("new.what")) }
                    @for (at, kind) in [Kind::Event, Kind::Story, Kind::Post, Kind::Page].into_iter().enumerate() {
                        label { input type="radio" name="kind" value=(kind.name()) checked[chosen("kind", kind.name()) || (asked.posted.is_none() && at == 0)]; " " (name(asked, kind)) }
                    }
                }
                div class="field" {
                    label for="f-title" { (asked.t("new.called")) }
                    input id="f-title" name="title" required maxlength="120" value=(asked.field("title")) aria-invalid=[is_wrong("title")] dir="auto";
                }
                div class="field" {
                    label for="f-lang" { (asked.t("new.language")) }
                    p class="help" { (asked.t("new.languageHelp")) }
                    select id="f-lang" name="lang" {
                        @for language in &site.config.languages {
                            @let id = language.id.as_str();
                            option value=(id) selected[chosen("lang", id) || (asked.posted.is_none() && id == asked.words.lang())] { (language.name) }
                        }
                    }
                }
                (organisations(asked, site, is_wrong("organisation")))
                div class="field" {
                    label for="f-like" { (asked.t("new.like")) }
                    p class="help" { (asked.t("new.likeHelp")) }
                    select id="f-like" name="like" aria-invalid=[is_wrong("like")] {
                        option value="" { (asked.t("new.likeNone")) }
                        @for (id, title) in earlier(asked, site) { option value=(id) selected[chosen("like", &id)] { (title) } }
                    }
                }
                div class="field" {
                    label for="f-day" { (asked.t("form.day")) }
                    p class="help" { (asked.t("form.dayHelp")) }
                    input id="f-day" name="day" type="date" value=(asked.field("day")) aria-invalid=[is_wrong("day")];
                }
                button { (asked.t("new.begin")) }
            }
        },
    ))
}

/// Whose it is: of the organisations for which they write. Where there are several, none is chosen for them.
fn organisations(asked: &Asked, site: &Site, is_wrong: Option<&str>) -> Html {
    let theirs = asked.person.rights.begins_for();
    let all = site.organisations.iter().filter(|one| theirs.is_empty() || theirs.contains(&one.id));
    let all: Vec<_> = all.collect();
    html! {
        div class="field" {
            label for="f-organisation" { (asked.t("form.organisation")) }
            p class="help" { (asked.t("form.organisationHelp")) }
            select id="f-organisation" name="organisation" aria-invalid=[is_wrong] {
                @if all.len() != 1 { option value="" { (asked.t("form.unsaid")) } }
                @for one in all { option value=(one.id) selected[asked.field("organisation") == one.id] { (one.name) } }
            }
        }
    }
}

/// What something new may be like, with what it is called: events, the last one first, then stories and posts.
fn earlier(asked: &Asked, site: &Site) -> Vec<(String, String)> {
    let lang = asked.lang();
    let mut events: Vec<_> = site.entries.events.iter().collect();
    events.sort_by_key(|event| std::cmp::Reverse(event.facts.starts.timestamp()));
    let event = |event: &&Arc<Entry<Event>>| {
        let day = asked.words.day(event.facts.starts.date());
        (event.id.clone(), format!("{} ({day})", event.translation(&lang).1.title))
    };
    let stories =
        site.entries.all().filter(|entry| matches!(Kind::of_id(&entry.id), Some(Kind::Story | Kind::Post)));
    let story = |entry: &AnyEntry| (entry.id.clone(), title_of(entry, &lang));
    events.iter().map(event).chain(stories.map(story)).collect()
}

pub(super) fn begin(desk: &Desk, asked: &Asked) -> Result<Answer, Refused> {
    let base = desk.base()?;
    let Some(site) = base.shown.site() else { return Ok(super::refused(asked, 409, "refused.errors")) };
    let kind = Kind::named(asked.field("kind")).ok_or(Refused::NotThere)?;
    let day = match asked.field("day") {
        "" => None,
        text => match text.parse::<Date>() {
            Ok(day) => Some(day),
            Err(_) => return form(desk, asked, Some(("day", &asked.t("form.dayWrong")))),
        },
    };
    // Only a document of the same kind has the same facts.
    let like = site.entries.get(asked.field("like")).filter(|entry| Kind::of_id(&entry.id) == Some(kind));
    let text = |path: &str| base.preview.source().text(path).ok();
    let said_in = like.and_then(|entry| {
        let other = entry.translations.iter().find(|(lang, _)| lang.as_str() == asked.field("lang"))?;
        (*other.0 != entry.source).then(|| text(&other.1.path))?
    });
    let like = like.and_then(|entry| text(&entry.translations.get(&entry.source)?.path));
    let beginning = Beginning {
        kind,
        lang: asked.field("lang"),
        title: asked.field("title"),
        like: like.as_deref(),
        like_in: said_in.as_deref(),
        organisation: Some(asked.field("organisation")).filter(|id| !id.is_empty()),
        organisations: &asked.person.rights.begins_for(),
        day: day.filter(|_| kind == Kind::Event),
        today: write::today(desk, asked)?,
    };
    let drafts = desk.drafts().all()?;
    let is_taken = |folder: &str| {
        let is_below = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        base.preview.source().documents().iter().any(|path| is_below(path))
            || drafts.iter().flat_map(|draft| &draft.files).any(|path| is_below(path))
    };
    let (path, text) = match form::begin(&beginning, site, is_taken) {
        Ok(begun) => begun,
        Err(NotBegun::NoTitle) => return form(desk, asked, Some(("title", &asked.t("new.noTitle")))),
        Err(NotBegun::NoLanguage) => return Err(Refused::NotThere),
        Err(NotBegun::NoModel) => return form(desk, asked, Some(("like", &asked.t("new.noModel")))),
        Err(NotBegun::NoOrganisation) => {
            return form(desk, asked, Some(("organisation", &asked.t("form.organisationNeeded"))));
        }
    };
    let files = BTreeMap::from([(path.clone(), Some(text.into_bytes()))]);
    match desk.drafts().begin(beginning.title, &files, &asked.person, asked.now.as_second()) {
        Ok(draft) => {
            let (folder, lang) = super::of_path(&path).ok_or(Refused::NotThere)?;
            Ok(Answer::Go(form_address(Some(&draft), folder, lang)))
        }
        Err(NotSaved::NotAllowed(not)) => {
            form(desk, asked, Some(("title", &told::not_allowed(asked.words, &not))))
        }
        Err(NotSaved::Git(fault)) => Err(fault.into()),
        Err(NotSaved::Gone | NotSaved::Conflicts(_)) => Err(Refused::Gone),
    }
}
