//! Where one begins: what is being written, what languages lack, what was published last.

use maud::html;

use super::{Answer, Asked, Refused, moment, page};
use crate::desk::Desk;

/// How many of the last publications are shown.
const LAST: usize = 10;

pub(super) fn show(desk: &Desk, asked: &Asked) -> Result<Answer, Refused> {
    // From a page of the site to its form.
    if !asked.query("page").is_empty() {
        return super::documents::of_page(desk, asked);
    }
    let drafts = desk.drafts().all()?;
    let base = desk.base().ok();
    let site = base.as_ref().and_then(|base| base.shown.site());
    let log = desk.repository.log(&desk.repository.head()?, None, 200)?;
    let published: Vec<_> = log.iter().filter(|saved| saved.trailer("Draft").is_some()).take(LAST).collect();
    let missing = site.map(super::documents::missing).unwrap_or_default();
    Ok(page(
        asked.t("home.title"),
        html! {
            @if site.is_none() { p class="warning" { (asked.t("home.errors")) } }
            p { a class="button" href="/edit/new" { (asked.t("nav.new")) } " " a class="button quiet" href="/edit/documents" { (asked.t("home.change")) } }
            h2 { (asked.t("home.drafts")) }
            @if drafts.is_empty() { p { (asked.t("home.noDrafts")) } } @else {
                ul class="list" {
                    @for draft in &drafts {
                        li {
                            a href=(format!("/edit/d/{}", draft.id)) { (draft.title) }
                            " " span class="about" { (asked.words.with("home.savedBy", &[("name", &draft.saved_by), ("when", &moment(asked.words, site, draft.saved_at))])) }
                        }
                    }
                }
            }
            @if !missing.is_empty() {
                h2 { (asked.t("home.languages")) }
                ul class="list" {
                    @for (lang, name, lacks, stale) in &missing {
                        li {
                            a href=(format!("/edit/documents?lang={lang}")) { (name) } ": "
                            (asked.words.with("home.lacks", &[("count", &lacks.to_string())])) ", "
                            (asked.words.with("home.stale", &[("count", &stale.to_string())]))
                        }
                    }
                }
            }
            @if !published.is_empty() {
                h2 { (asked.t("home.published")) }
                ul class="list" {
                    @for saved in published {
                        li {
                            a href=(format!("/edit/c/{}", saved.version)) { (super::history::title(saved)) }
                            " " span class="about" { (asked.words.with("home.savedBy", &[("name", &saved.by), ("when", &moment(asked.words, site, saved.at))])) }
                        }
                    }
                }
            }
        },
    ))
}
