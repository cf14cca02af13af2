//! The pages: GET shows, POST does and leads on. None of them needs a script.

mod cancel;
mod documents;
mod draft;
mod frame;
mod history;
mod home;
mod merge;
mod new;
mod pictures;
mod public;
mod review;
mod script;
mod told;
mod translate;
mod write;

use std::collections::BTreeMap;

use forms::Html;
use generator::content::Kind;
use generator::event::Event;
use generator::lang::Lang;
use generator::site::{AnyEntry, Entry, Site};
use jiff::Timestamp;
use maud::html;

use crate::desk::{Desk, NoSite};
use crate::drafts::{Draft, DraftId, NotAllowed};
use crate::person::Person;
use crate::repository::{GitFault, Version};
use crate::words::Words;

pub(crate) use frame::{bare, drawn};
pub(crate) use script::routes as scripts;

/// How pages look.
pub(crate) const STYLE: &str = include_str!("pages/style.css");

/// One request, when it is clear that it is ours.
pub(crate) struct Asked {
    /// Who asks.
    pub(crate) person: Person,
    /// In which language.
    pub(crate) words: Words,
    /// When.
    pub(crate) now: Timestamp,
    /// The parts of the address behind `/edit/`.
    pub(crate) path: Vec<String>,
    /// What stands behind the question mark.
    pub(crate) query: BTreeMap<String, String>,
    /// Names and values that a form sent, in their order; `None` for whoever only reads.
    pub(crate) posted: Option<Vec<(String, String)>>,
}

impl Asked {
    /// A posted value without blanks around it; empty where there is none.
    pub(crate) fn field(&self, name: &str) -> &str {
        let pairs = self.posted.as_deref().unwrap_or_default();
        pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    fn query(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    fn t(&self, key: &str) -> String {
        self.words.text(key)
    }

    /// The site's language in which names of the site are shown.
    fn lang(&self) -> Lang {
        Lang::new(self.words.lang())
    }
}

/// A page, or where to go after something was done.
pub(crate) enum Answer {
    Page(Page),
    Go(String),
    /// A file of a media type: a small copy of a picture.
    File {
        kind: &'static str,
        bytes: Vec<u8>,
    },
}

/// A page of the editor.
pub(crate) struct Page {
    /// 200, or why not.
    pub(crate) status: u16,
    /// In the title and as the first heading.
    title: String,
    /// What stands below the heading.
    body: Html,
}

fn page(title: impl Into<String>, body: Html) -> Answer {
    Answer::Page(Page { status: 200, title: title.into(), body })
}

fn page_with(status: u16, title: impl Into<String>, body: Html) -> Answer {
    Answer::Page(Page { status, title: title.into(), body })
}

/// The answer to a request.
pub(crate) fn answer(desk: &Desk, asked: &Asked) -> Answer {
    let parts: Vec<&str> = asked.path.iter().map(String::as_str).collect();
    let is_post = asked.posted.is_some();
    let found = match (parts.as_slice(), is_post) {
        ([], false) => home::show(desk, asked),
        (["new"], false) => new::ask(desk, asked),
        (["new"], true) => new::begin(desk, asked),
        (["documents"], false) => documents::show(desk, asked),
        (["in"], false) => Ok(page(asked.t("server.in"), html! { p { (asked.t("server.inHelp")) } })),
        (["people"], false) => home::people(desk, asked),
        (["help"], false) => Ok(page(asked.t("help.title"), frame::help(asked))),
        (["help", kind, section], false) => meaning(asked, kind, section),
        (["w", folder @ .., lang], false) => write::show(desk, asked, None, folder, lang),
        (["w", folder @ .., lang], true) => write::save(desk, asked, None, folder, lang),
        (["cancel", folder @ ..], false) => cancel::ask(desk, asked, None, folder),
        (["cancel", folder @ ..], true) => cancel::make(desk, asked, None, folder),
        (["p", folder @ ..], false) => pictures::show(desk, asked, None, folder),
        (["p", folder @ ..], true) => pictures::save(desk, asked, None, folder),
        (["picture", of @ ..], false) => pictures::small(desk, of),
        (["h", folder @ ..], false) => history::of_document(desk, asked, folder),
        (["c", version], false) => history::publication(desk, asked, version),
        (["c", version, "undo"], true) => history::undo(desk, asked, version),
        (["d", id, rest @ ..], _) => of_draft(desk, asked, id, rest),
        _ => Err(Refused::NotThere),
    };
    found.unwrap_or_else(|refused| refused.page(asked))
}

/// What belongs into the fields of a section.
fn meaning(asked: &Asked, kind: &str, section: &str) -> Result<Answer, Refused> {
    let kind = Kind::named(kind).ok_or(Refused::NotThere)?;
    let (title, body) = crate::form::meaning(asked.words, kind, section).ok_or(Refused::NotThere)?;
    Ok(page(title, body))
}

fn of_draft(desk: &Desk, asked: &Asked, id: &str, rest: &[&str]) -> Result<Answer, Refused> {
    let id = DraftId::parse(id).ok_or(Refused::NotThere)?;
    let Some(draft) = desk.drafts().get(&id)? else {
        return match (rest, asked.posted.is_some()) {
            // Whoever had the form open meanwhile keeps what they wrote.
            (["w", folder @ .., lang], true) => write::save(desk, asked, None, folder, lang),
            (["merge"], true) => merge::of_gone(desk, asked),
            (["p", folder @ ..], true) => pictures::save(desk, asked, None, folder),
            _ => Err(Refused::Gone),
        };
    };
    if !desk.may_open(&asked.person, &draft) {
        return Err(Refused::NotThere);
    }
    match (rest, asked.posted.is_some()) {
        ([], false) => draft::show(desk, asked, &draft),
        (["publish"], true) => draft::publish(desk, asked, &draft),
        (["merge"], false) => merge::show(desk, asked, &draft),
        (["merge"], true) => merge::decide(desk, asked, &draft),
        (["ask"], true) => review::ask(desk, asked, &draft),
        (["read"], true) => review::read(desk, asked, &draft),
        (["drop"], false) => Ok(draft::ask_to_drop(desk, asked, &draft)),
        (["drop"], true) => draft::drop(desk, asked, &draft),
        (["cancel", folder @ ..], false) => cancel::ask(desk, asked, Some(&draft), folder),
        (["cancel", folder @ ..], true) => cancel::make(desk, asked, Some(&draft), folder),
        (["w", folder @ .., lang], false) => write::show(desk, asked, Some(&draft), folder, lang),
        (["w", folder @ .., lang], true) => write::save(desk, asked, Some(&draft), folder, lang),
        (["p", folder @ ..], false) => pictures::show(desk, asked, Some(&draft), folder),
        (["p", folder @ ..], true) => pictures::save(desk, asked, Some(&draft), folder),
        _ => Err(Refused::NotThere),
    }
}

/// Why there is no such page, or nothing was done.
pub(crate) enum Refused {
    NotThere,
    /// The draft is published or thrown away.
    Gone,
    NotAllowed(NotAllowed),
    Site(NoSite),
}

impl From<GitFault> for Refused {
    fn from(fault: GitFault) -> Self {
        Self::Site(NoSite::Git(fault))
    }
}

impl From<NoSite> for Refused {
    fn from(no: NoSite) -> Self {
        Self::Site(no)
    }
}

impl Refused {
    fn page(&self, asked: &Asked) -> Answer {
        match self {
            Self::NotThere => refused(asked, 404, "refused.notThere"),
            Self::Gone => refused(asked, 410, "refused.gone"),
            Self::NotAllowed(not) => page_with(
                422,
                asked.t("refused.title"),
                html! { p class="error" { (told::not_allowed(asked.words, not)) } },
            ),
            Self::Site(NoSite::Git(fault)) => page_with(
                500,
                asked.t("refused.title"),
                html! { p class="error" { (asked.t("refused.git")) } pre { (fault.to_string()) } },
            ),
            Self::Site(NoSite::Unread(problems)) => page_with(
                500,
                asked.t("refused.title"),
                html! {
                    p class="error" { (asked.t("refused.unread")) }
                    ul { @for problem in problems { li { code { (problem.path) } ": " (problem.told(asked.words.of_problems()).message.to_string()) } } }
                },
            ),
        }
    }
}

/// A page that says no.
pub(crate) fn refused(asked: &Asked, status: u16, key: &str) -> Answer {
    page_with(status, asked.t("refused.title"), html! { p class="error" { (asked.t(key)) } })
}

/// A page with what somebody wrote and can't be taken now.
pub(crate) fn kept(asked: &Asked, status: u16, body: Html) -> Answer {
    page_with(status, asked.t("refused.title"), body)
}

/// What each form carries along.
fn hidden(desk: &Desk, asked: &Asked) -> Html {
    html! { input type="hidden" name="nonce" value=(desk.once.fresh(&desk.key, &asked.person.id).unwrap_or_default()); }
}

/// A button that is a form of its own.
fn button(desk: &Desk, asked: &Asked, action: &str, key: &str, class: &str) -> Html {
    html! {
        form method="post" action=(action) class="one" { (hidden(desk, asked)) button class=(class) { (asked.t(key)) } }
    }
}

/// Where the form of a document is.
fn form_address(draft: Option<&Draft>, folder: &str, lang: &str) -> String {
    match draft {
        Some(draft) => format!("/edit/d/{}/w/{folder}/{lang}", draft.id),
        None => format!("/edit/w/{folder}/{lang}"),
    }
}

/// The version that somebody has before them: the one that their form names, else that of the draft, else what is published.
fn version_of(desk: &Desk, draft: Option<&Draft>, from: Option<Version>) -> Result<Version, GitFault> {
    match (from, draft) {
        (Some(from), _) => Ok(from),
        (None, Some(draft)) => Ok(draft.tip.clone()),
        (None, None) => desk.repository.head(),
    }
}

/// The names of the files of a document, not of those below it.
fn files_of(desk: &Desk, at: &Version, folder: &str) -> Result<Vec<String>, GitFault> {
    let above = format!("content/{folder}/");
    let there = desk.repository.list(at, above.trim_end_matches('/'))?;
    let beside = there.iter().filter_map(|path| path.strip_prefix(&above)).filter(|name| !name.contains('/'));
    Ok(beside.map(str::to_owned).collect())
}

/// The folder and the language of a document's file: `content/events/dinner/index.da.md` → `events/dinner`, `da`.
fn of_path(path: &str) -> Option<(&str, &str)> {
    let (folder, name) = path.strip_prefix("content/")?.rsplit_once('/')?;
    Some((folder, name.strip_prefix("index.")?.strip_suffix(".md")?))
}

/// What a document is called, in the reader's language if it has that.
fn title_of(entry: &AnyEntry, lang: &Lang) -> String {
    entry.translation(lang).1.title.clone()
}

fn title_of_event(entry: &Entry<Event>, lang: &Lang) -> String {
    entry.translation(lang).1.title.clone()
}

/// A moment as people read it, by the site's clock.
fn moment(words: Words, site: Option<&Site>, at: i64) -> String {
    let at = Timestamp::from_second(at).unwrap_or_default();
    let zone = site.map_or(jiff::tz::TimeZone::UTC, |site| site.config.time_zone.clone());
    words.moment(at, &zone)
}
