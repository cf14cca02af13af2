//! A new document: what, in which language, called what, and like which earlier one.

use std::collections::BTreeMap;

use generator::content::Kind;
use jiff::tz::TimeZone;
use maud::html;

use super::told;
use super::{Answer, Asked, Refused, form_address, hidden, page_with, title_of};
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

fn form(desk: &Desk, asked: &Asked, fault: Option<&str>) -> Result<Answer, Refused> {
    let base = desk.base()?;
    let Some(site) = base.shown.site() else { return Ok(super::refused(asked, 409, "refused.errors")) };
    let lang = asked.lang();
    let chosen = |name: &str, value: &str| asked.field(name) == value;
    Ok(page_with(
        if fault.is_some() { 422 } else { 200 },
        asked.t("new.title"),
        html! {
            form method="post" action="/edit/new" {
                (hidden(desk, asked))
                @if let Some(fault) = fault { div class="problems" role="alert" { p { a href="#f-title" { (fault) } } } }
                fieldset class="boxes" {
                    legend { (asked.t("new.what")) }
                    @for (at, kind) in [Kind::Event, Kind::Story, Kind::Page].into_iter().enumerate() {
                        label { input type="radio" name="kind" value=(kind.name()) checked[chosen("kind", kind.name()) || (asked.posted.is_none() && at == 0)]; " " (name(asked, kind)) }
                    }
                }
                div class="field" {
                    label for="f-title" { (asked.t("new.called")) }
                    input id="f-title" name="title" required maxlength="120" value=(asked.field("title")) dir="auto";
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
                div class="field" {
                    label for="f-like" { (asked.t("new.like")) }
                    p class="help" { (asked.t("new.likeHelp")) }
                    select id="f-like" name="like" {
                        option value="" { (asked.t("new.likeNone")) }
                        @for entry in site.entries.all().filter(|entry| Kind::of_id(&entry.id) != Some(Kind::Page)) {
                            option value=(entry.id) selected[chosen("like", &entry.id)] { (title_of(entry, &lang)) }
                        }
                    }
                }
                button { (asked.t("new.begin")) }
            }
        },
    ))
}

pub(super) fn begin(desk: &Desk, asked: &Asked) -> Result<Answer, Refused> {
    let base = desk.base()?;
    let Some(site) = base.shown.site() else { return Ok(super::refused(asked, 409, "refused.errors")) };
    let kind = Kind::named(asked.field("kind")).ok_or(Refused::NotThere)?;
    // Only a document of the same kind has the same facts.
    let like = site.entries.get(asked.field("like")).filter(|entry| Kind::of_id(&entry.id) == Some(kind));
    let like =
        like.and_then(|entry| base.preview.source().text(&entry.translations.get(&entry.source)?.path).ok());
    let beginning = Beginning {
        kind,
        lang: asked.field("lang"),
        title: asked.field("title"),
        like: like.as_deref(),
        organisations: &asked.person.rights.begins_for(),
        today: asked.now.to_zoned(TimeZone::UTC).date(),
    };
    let drafts = desk.drafts().all()?;
    let is_taken = |folder: &str| {
        let is_below = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        base.preview.source().documents().iter().any(|path| is_below(path))
            || drafts.iter().flat_map(|draft| &draft.files).any(|path| is_below(path))
    };
    let (path, text) = match form::begin(&beginning, site, is_taken) {
        Ok(begun) => begun,
        Err(NotBegun::NoTitle) => return form(desk, asked, Some(&asked.t("new.noTitle"))),
        Err(NotBegun::NoLanguage) => return Err(Refused::NotThere),
        Err(NotBegun::NoModel) => return form(desk, asked, Some(&asked.t("new.noModel"))),
    };
    let files = BTreeMap::from([(path.clone(), Some(text.into_bytes()))]);
    match desk.drafts().begin(beginning.title, &files, &asked.person, asked.now.as_second()) {
        Ok(draft) => {
            let (folder, lang) = super::of_path(&path).ok_or(Refused::NotThere)?;
            Ok(Answer::Go(form_address(Some(&draft), folder, lang)))
        }
        Err(NotSaved::NotAllowed(not)) => form(desk, asked, Some(&told::not_allowed(asked.words, &not))),
        Err(NotSaved::Git(fault)) => Err(fault.into()),
        Err(NotSaved::Gone | NotSaved::Conflicts(_)) => Err(Refused::Gone),
    }
}
