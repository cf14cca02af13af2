//! One draft: what changes with it, what is missing, the real page, and publishing it.

use forms::Html;
use generator::diagnostic::{Diagnostic, Severity};
use generator::serve::Unsaved;
use generator::site::Site;
use maud::html;

use super::told::{self, Reader};
use super::{
    Answer, Asked, Refused, button, cancel, form_address, history, moment, page, page_with, pictures,
};
use crate::desk::Desk;
use crate::drafts::{Draft, kind_of};
use crate::merge;
use crate::publication::{NotPublished, Published};
use crate::see;

pub(super) fn show(desk: &Desk, asked: &Asked, draft: &Draft) -> Result<Answer, Refused> {
    let shown = desk.shown(draft)?;
    Ok(page(history::named(asked.words, &draft.title), body(desk, asked, draft, &shown, None)?))
}

pub(super) fn body(
    desk: &Desk,
    asked: &Asked,
    draft: &Draft,
    shown: &Unsaved,
    note: Option<Html>,
) -> Result<Html, Refused> {
    let errors: Vec<&Diagnostic> =
        shown.problems().iter().filter(|problem| problem.severity == Severity::Error).collect();
    let base = desk.base()?;
    // Of a draft with errors there is no site of its own; names and the clock are those of what is published.
    let site = shown.site().or(base.shown.site());
    let (mut files, mut pages) = (Vec::new(), Vec::new());
    for path in &draft.files {
        let (Some(kind), Some((folder, lang))) = (kind_of(path), super::of_path(path)) else { continue };
        let (old, new) = (desk.repository.text(&draft.base, path)?, desk.repository.text(&draft.tip, path)?);
        let changes = merge::changes(kind, old.as_deref(), new.as_deref());
        pages.extend(shown.address(path).map(|page| (changes.len(), page)));
        files.push(html! {
            section {
                h2 { bdi { (history::document(site, asked, folder, lang)) } }
                p {
                    a class="button quiet" href=(form_address(Some(draft), folder, lang)) { (asked.t("draft.write")) }
                    @if let Some(address) = shown.address(path) { " " a class="button quiet" href=(see::address(desk, draft, shown, address)) { (asked.t("draft.see")) } }
                }
                (told::changes(Reader { words: asked.words, site }, kind, lang, &changes))
            }
        });
    }
    let mut events: Vec<&str> = draft.files.iter().filter_map(|path| Some(super::of_path(path)?.0)).collect();
    events.dedup();
    let cancels: Result<Vec<Html>, Refused> =
        events.iter().map(|folder| cancel::link(desk, asked, Some(draft), shown, folder)).collect();
    let cancels = cancels?;
    let is_stopped = stops(desk, asked, draft, &errors)?;
    let address = format!("/edit/d/{}", draft.id);
    // The one that changes most: of a correction, a translation has nothing but a note that it is current.
    let first = pages.iter().rev().max_by_key(|(changes, _)| *changes).map(|(_, page)| *page);
    Ok(html! {
        (note.unwrap_or_default())
        p class="about" { (asked.words.with("home.savedBy", &[("name", &draft.saved_by), ("when", &moment(asked.words, site, draft.saved_at))])) }
        (problems(asked, draft, site, &errors))
        @if let Some(page) = first {
            p { (asked.t(if desk.is_shared { "server.link" } else { "draft.link" })) }
            p { input readonly value=(see::address(desk, draft, shown, page)) aria-label=(asked.t("draft.linkLabel")) dir="ltr"; }
        }
        @for file in files { (file) }
        (pictures::of_draft(desk, asked, draft)?)
        @if !is_stopped && !draft.files.is_empty() {
            (super::review::part(desk, asked, draft, site))
        } @else if !is_stopped {
            p { (asked.t("refused.nothingNew")) }
        } @else {
            p { (asked.t("draft.notReady")) }
        }
        @for link in cancels { (link) }
        p { a href=(format!("{address}/drop")) { (asked.t("draft.drop")) } }
    })
}

/// Whether errors stand in the way. A document that holds itself back may have some: nobody sees it yet.
fn stops(desk: &Desk, asked: &Asked, draft: &Draft, errors: &[&Diagnostic]) -> Result<bool, Refused> {
    let today =
        desk.base()?.shown.site().map_or(jiff::tz::TimeZone::UTC, |site| site.config.time_zone.clone());
    let today = asked.now.to_zoned(today).date();
    for error in errors {
        let folder = super::of_path(&error.path).map(|(folder, _)| format!("content/{folder}"));
        let Some(folder) = folder else { return Ok(true) };
        let mut is_early = false;
        for path in desk.repository.list(&draft.tip, &folder)?.iter().filter(|path| path.ends_with(".md")) {
            let text = desk.repository.text(&draft.tip, path)?;
            is_early = is_early || text.is_some_and(|text| see::early::is_early(&text, today));
        }
        if !is_early {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Errors, each with a link to the form in which it is mended.
fn problems(asked: &Asked, draft: &Draft, site: Option<&Site>, errors: &[&Diagnostic]) -> Html {
    html! {
        @if !errors.is_empty() {
            div class="problems" role="alert" tabindex="-1" {
                h2 { (asked.words.with("form.problems", &[("count", &errors.len().to_string())])) }
                ul {
                    @for problem in errors {
                        @let told = problem.told(asked.words.of_problems());
                        li {
                            @if let Some((folder, lang)) = super::of_path(&problem.path) {
                                a href=(form_address(Some(draft), folder, lang)) { (history::document(site, asked, folder, lang)) }
                            } @else { code { (problem.path) } }
                            ": " (told.message.to_string())
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn publish(desk: &Desk, asked: &Asked, draft: &Draft) -> Result<Answer, Refused> {
    let not = match desk.publisher.publish(&draft.id, &asked.person, asked.now) {
        Ok(Published { request: Some(_), .. }) => return Ok(Answer::Go(format!("/edit/d/{}", draft.id))),
        Ok(published) => {
            desk.after.published(&published.version);
            return Ok(Answer::Go(format!("/edit/c/{}", published.version)));
        }
        Err(not) => not,
    };
    let said = |key: &str, more: &str| html! { div class="problems" role="alert" tabindex="-1" { p { (asked.t(key)) } @if !more.is_empty() { pre { (more) } } } };
    let note = match &not {
        NotPublished::Conflicts(_) => return super::merge::at_publishing(desk, asked, draft),
        NotPublished::Problems { diagnostics, .. } => {
            let errors: Vec<&Diagnostic> =
                diagnostics.iter().filter(|problem| problem.severity == Severity::Error).collect();
            html! { (said("publish.problems", "")) (problems(asked, draft, desk.base()?.shown.site(), &errors)) }
        }
        NotPublished::NotAllowed(not) => {
            html! { div class="problems" role="alert" { p { (told::not_allowed(asked.words, not)) } } }
        }
        NotPublished::NeedsSecond => said("review.needsSecond", ""),
        NotPublished::ChangedThere => said("review.changedThere", ""),
        NotPublished::NoHost => said("review.noHost", ""),
        NotPublished::Faster => said("publish.faster", ""),
        NotPublished::Unreachable(words) => said("publish.unreachable", words),
        NotPublished::Refused(words) => said("publish.refused", words),
        NotPublished::Unsaved(paths) => said("publish.unsaved", &paths.join("\n")),
        NotPublished::Apart => said("publish.apart", ""),
        NotPublished::TakenBack(version) => said("publish.takenBack", version),
        NotPublished::Record(words) => said("publish.record", words),
        NotPublished::Gone => return Err(Refused::Gone),
        NotPublished::Git(fault) => return Err(fault.clone().into()),
    };
    let draft = &desk.drafts().get(&draft.id)?.ok_or(Refused::Gone)?;
    let shown = desk.shown(draft)?;
    let title = history::named(asked.words, &draft.title);
    Ok(page_with(409, title, body(desk, asked, draft, &shown, Some(note))?))
}

pub(super) fn ask_to_drop(desk: &Desk, asked: &Asked, draft: &Draft) -> Answer {
    page(
        asked.words.with("draft.dropTitle", &[("title", &history::named(asked.words, &draft.title))]),
        html! {
            p { (asked.t("draft.dropHelp")) }
            (button(desk, asked, &format!("/edit/d/{}/drop", draft.id), "draft.dropYes", "danger"))
            p { a href=(format!("/edit/d/{}", draft.id)) { (asked.t("draft.keep")) } }
        },
    )
}

pub(super) fn drop(desk: &Desk, asked: &Asked, draft: &Draft) -> Result<Answer, Refused> {
    desk.drafts().may_drop(draft, &asked.person).map_err(Refused::NotAllowed)?;
    match desk.drafts().drop(draft)? {
        true => Ok(Answer::Go("/edit/".to_owned())),
        false => Ok(super::refused(asked, 409, "draft.savedMeanwhile")),
    }
}
