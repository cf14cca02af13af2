//! Where one begins: what is being written, what languages lack, whose consent is to be asked for again, what was published last.
//! Everybody sees what is theirs to do.

use std::collections::BTreeSet;

use forms::Html;
use generator::diagnostic::Code;
use generator::site::Site;
use maud::html;

use super::{Answer, Asked, Refused, form_address, moment, page};
use crate::desk::{Base, Desk};
use crate::drafts::Draft;

/// How many of the last publications are shown.
const LAST: usize = 10;

pub(super) fn show(desk: &Desk, asked: &Asked) -> Result<Answer, Refused> {
    // From a page of the site to its form.
    if !asked.query("page").is_empty() {
        return super::documents::of_page(desk, asked);
    }
    let drafts = desk.drafts().all()?;
    let (mine, others): (Vec<&Draft>, Vec<&Draft>) =
        drafts.iter().partition(|draft| !desk.is_shared || draft.begun_by.0 == asked.person.id);
    let others: Vec<&Draft> =
        others.into_iter().filter(|draft| desk.may_open(&asked.person, draft)).collect();
    let base = desk.base().ok();
    let site = base.as_ref().and_then(|base| base.shown.site());
    Ok(page(
        asked.t("home.title"),
        html! {
            @if site.is_none() { p class="warning" { (asked.t("home.errors")) } }
            p {
                @if asked.person.rights.writes() { a class="button" href="/edit/new" { (asked.t("nav.new")) } " " }
                a class="button quiet" href="/edit/documents" { (asked.t("home.change")) }
            }
            (super::review::waiting(desk, asked, site)?)
            h2 { (asked.t(if desk.is_shared { "server.mine" } else { "home.drafts" })) }
            @if mine.is_empty() { p { (asked.t("home.noDrafts")) } } @else { (list(asked, site, &mine)) }
            @if !others.is_empty() {
                h2 { (asked.t("server.others")) }
                (list(asked, site, &others))
            }
            (languages(asked, site))
            (consents(asked, base.as_deref()))
            (published(desk, asked, site)?)
        },
    ))
}

fn list(asked: &Asked, site: Option<&Site>, drafts: &[&Draft]) -> Html {
    html! {
        ul class="list" {
            @for draft in drafts {
                li {
                    a href=(format!("/edit/d/{}", draft.id)) { (super::history::named(asked.words, &draft.title)) }
                    " " span class="about" { (asked.words.with("home.savedBy", &[("name", &draft.saved_by), ("when", &moment(asked.words, site, draft.saved_at))])) }
                }
            }
        }
    }
}

/// What languages lack into which somebody may translate.
fn languages(asked: &Asked, site: Option<&Site>) -> Html {
    let missing = site.map(super::documents::missing).unwrap_or_default();
    let missing: Vec<_> = missing.into_iter().filter(|(lang, ..)| asked.person.rights.speaks(lang)).collect();
    html! {
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
    }
}

/// Pages about people whose consent is to be asked for again, soon or before anything else can be published.
fn consents(asked: &Asked, base: Option<&Base>) -> Html {
    let problems = base.map(|base| base.shown.problems()).unwrap_or_default();
    let is_due = |code: Code| matches!(code, Code::ConsentReviewDue | Code::ConsentReviewSoon);
    let due: BTreeSet<(&str, String)> = problems
        .iter()
        .filter(|problem| is_due(problem.code))
        .map(|problem| (problem.path.as_str(), problem.told(asked.words.of_problems()).message.to_string()))
        .collect();
    html! {
        @if !due.is_empty() && asked.person.rights.writes() {
            h2 { (asked.t("server.consents")) }
            ul class="list" {
                @for (path, message) in &due {
                    li {
                        @if let Some((folder, lang)) = super::of_path(path) {
                            a href=(form_address(None, folder, lang)) { (folder) " (" (lang) ")" }
                        } @else { code { (path) } }
                        ": " (message)
                    }
                }
            }
        }
    }
}

fn published(desk: &Desk, asked: &Asked, site: Option<&Site>) -> Result<Html, Refused> {
    let log = desk.repository.log(&desk.repository.head()?, None, 200)?;
    let published: Vec<_> = log.iter().filter(|saved| saved.trailer("Draft").is_some()).take(LAST).collect();
    Ok(html! {
        @if !published.is_empty() {
            h2 { (asked.t("home.published")) }
            ul class="list" {
                @for saved in published {
                    li {
                        a href=(format!("/edit/c/{}", saved.version)) { (super::history::title(asked.words, saved)) }
                        " " span class="about" { (asked.words.with("home.savedBy", &[("name", &saved.by), ("when", &moment(asked.words, site, saved.at))])) }
                    }
                }
            }
        }
    })
}

/// To the desk's page of who may what, on the site itself: there passkeys are known.
pub(super) fn people(desk: &Desk, asked: &Asked) -> Result<Answer, Refused> {
    let url = desk.site_url().filter(|_| asked.person.rights.gives_roles).ok_or(Refused::NotThere)?;
    Ok(Answer::Go(format!("{url}/desk/people")))
}
