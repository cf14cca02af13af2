//! Who asks: [`Asker`] is anybody, [`Visitor`] somebody who is signed in, with what they may.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use forms::{Html, Texts};
use jiff::Timestamp;
#[cfg(feature = "passkeys")]
use maud::html;

use super::frame;
use super::refused::Refused;
use crate::accounts::{self, Actor, Grant, Right, Role, Visit};
#[cfg(feature = "passkeys")]
use crate::accounts::{Accounts, PasskeyDue};
use crate::app::{App, Editor};
use crate::desk::Scope;
use crate::envelope::RequestId;
use crate::folder::FormsFolder;
use crate::office::{Access, Office, Organiser, Purpose};

/// Whoever asks, signed in or not. `hold` makes it, and handlers take it as an extractor.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    /// The site as it was when the request came.
    pub(super) folder: Arc<FormsFolder>,
    /// One of ours, as a BCP 47 tag.
    pub(super) lang: &'static str,
    /// Its words.
    pub(super) texts: &'static Texts,
    pub(super) now: Timestamp,
    pub(super) request_id: RequestId,
    pub(super) headers: HeaderMap,
    /// Whether the connection comes from the machine on which we run, and the browser calls us by a name of that machine.
    pub(super) is_own_machine: bool,
    /// Where editors write, as the program was told when it started.
    pub(super) editor: Option<Editor>,
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    pub(super) asker: Asker,
    pub(super) visit: Visit,
}

impl<S: Sync> FromRequestParts<S> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().expect("`hold` is around every route"))
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        parts.extensions.get::<Self>().cloned().ok_or(Refused::SignedOut)
    }
}

impl Asker {
    /// The words of a key.
    pub(super) fn t(&self, key: &str) -> String {
        self.texts.text(key)
    }

    /// The same with arguments.
    pub(super) fn with(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.texts.with(key, args)
    }

    /// What the browser calls itself.
    pub(super) fn browser(&self) -> &str {
        let agent = self.headers.get(axum::http::header::USER_AGENT);
        agent.and_then(|agent| agent.to_str().ok()).unwrap_or_default()
    }

    /// A page for somebody who isn't signed in.
    pub(super) fn page(&self, status: StatusCode, title: &str, main: &Html) -> Response {
        frame::page(self, None, status, title, main)
    }
}

impl Visitor {
    /// The words of a key.
    pub(super) fn t(&self, key: &str) -> String {
        self.asker.t(key)
    }

    /// The same with arguments.
    pub(super) fn with(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.asker.with(key, args)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.asker.now
    }

    /// A page.
    pub(super) fn page(&self, title: &str, main: &Html) -> Response {
        self.page_with(StatusCode::OK, title, main)
    }

    /// A page with another status, such as 422 for a form to be corrected.
    pub(super) fn page_with(&self, status: StatusCode, title: &str, main: &Html) -> Response {
        frame::page(&self.asker, Some(self), status, title, main)
    }

    /// Whether they came by a link for the door: then there is no account, and nothing of the desk but that door.
    pub(super) fn is_volunteer(&self) -> bool {
        self.visit.door_link.is_some()
    }

    /// Whoever the log names, in words.
    pub(super) fn actor(&self, actor: &str) -> String {
        match Actor::parse(actor) {
            Actor::Machine => self.t("actor.machine"),
            Actor::Volunteer(name) => self.with("actor.volunteer", &[("name", name)]),
            Actor::VolunteerOf(host) => self.with("actor.volunteerOf", &[("name", &self.actor(host))]),
            Actor::Named(name) => name.to_owned(),
        }
    }

    /// The office of this site and store.
    pub(super) fn office(&self, app: &App) -> Office {
        Office::new(app.desk.clone(), Some(Arc::clone(&self.asker.folder)))
    }

    /// The grants that count now.
    pub(super) fn grants(&self) -> impl Iterator<Item = &Grant> {
        grants(&self.visit, &self.asker.folder, self.now())
    }

    /// The roles of this site: those of the editor only where there is one.
    pub(super) fn roles(&self) -> impl Iterator<Item = Role> {
        let has_editor = self.asker.editor.is_some();
        Role::ALL.into_iter().filter(move |role| has_editor || !role.is_of_editor())
    }

    /// Whether they have anything to do in the editor.
    pub(super) fn edits(&self) -> bool {
        self.grants().any(|grant| grant.role.is_of_editor())
    }

    /// Whether all that they may is done in the editor.
    pub(super) fn only_edits(&self) -> bool {
        let mut grants = self.grants().peekable();
        grants.peek().is_some() && grants.all(|grant| grant.role.is_of_editor())
    }

    /// Whether a grant counts now, whoever has it.
    pub(super) fn counts(&self, grant: &Grant) -> bool {
        counts(grant, &self.asker.folder, self.now())
    }

    /// Whether a right is theirs anywhere, by the way in which they signed in.
    pub(super) fn may(&self, right: Right) -> bool {
        self.scope(right).is_some()
    }

    /// Whether some of what their roles may is open only to whoever shows a passkey, and they came by digits.
    #[cfg(feature = "passkeys")]
    pub(super) fn misses_passkey(&self) -> bool {
        let needs = |grant: &Grant| grant.role.rights().iter().any(|right| right.needs_passkey());
        !self.visit.session.by.is_strong() && self.grants().any(needs)
    }

    /// The line that says how long they may be without a passkey, or what is closed until they make one.
    #[cfg(feature = "passkeys")]
    pub(super) async fn passkey_note(&self, app: &App) -> Result<Html, Refused> {
        if !self.misses_passkey() {
            return Ok(Html::default());
        }
        let due = Accounts::new(app.desk.clone()).passkey_due(&self.visit.account, self.now()).await?;
        let words = match due {
            PasskeyDue::Made => return Ok(Html::default()),
            PasskeyDue::Within(days) => self.with("passkey.days", &[("days", &days.to_string())]),
            PasskeyDue::Over => self.t("passkey.late"),
        };
        Ok(html! {
            p class="notice" { (words) " " a href="/desk/passkey" { (self.t("passkey.new")) } } "\n"
        })
    }

    #[cfg(not(feature = "passkeys"))]
    #[expect(clippy::unused_async, reason = "with passkeys the store is asked")]
    pub(super) async fn passkey_note(&self, _: &App) -> Result<Html, Refused> {
        Ok(Html::default())
    }

    /// How far a right goes.
    pub(super) fn scope(&self, right: Right) -> Option<Scope> {
        scope(&self.visit, right, &self.asker.folder, self.now())
    }

    /// Whether a right counts for an event of the site. What is done with it, the office looks at once more.
    pub(super) fn reaches(&self, right: Right, event: &str) -> bool {
        let hosts =
            self.asker.folder.event(event).map(|event| event.info.hosts.as_slice()).unwrap_or_default();
        self.scope(right).is_some_and(|scope| has_event(&scope, event, hosts))
    }

    /// What the office is asked with, for a reason that the page itself has.
    pub(super) fn access(&self, right: Right, reason: &str) -> Result<Access, Refused> {
        let scope = self.scope(right).ok_or(Refused::NotThere)?;
        let organiser = Organiser::named(&self.visit.account.name).ok_or(Refused::NotThere)?;
        Ok(Access { organiser, scope, purpose: Purpose::new(reason), at: self.now() })
    }
}

/// The grants of a session that count at a moment.
pub(super) fn grants<'a>(
    visit: &'a Visit,
    folder: &'a FormsFolder,
    now: Timestamp,
) -> impl Iterator<Item = &'a Grant> {
    visit.account.grants.iter().filter(move |grant| counts(grant, folder, now))
}

fn counts(grant: &Grant, folder: &FormsFolder, now: Timestamp) -> bool {
    accounts::counts(grant, now, |event| folder.terms(event).map(|terms| terms.ends))
}

/// How far a right goes by the way in which somebody signed in.
pub(super) fn scope(visit: &Visit, right: Right, folder: &FormsFolder, now: Timestamp) -> Option<Scope> {
    let is_strong = visit.session.by.is_strong();
    if right.needs_passkey() && !is_strong {
        return None;
    }
    let of_events = matches!(right, Right::Door | Right::Records | Right::Letters | Right::Publish);
    let scope = |grant: &Grant| match &grant.scope {
        // Requests are told in confidence, so a list of events has none of them.
        Scope::Organisation(id) if of_events && !(is_strong && grant.role.may(Right::Requests)) => {
            Scope::EventsOf(id.clone())
        }
        scope => scope.clone(),
    };
    let starts = |event: &str| folder.terms(event).map(|terms| terms.starts);
    let counts = |grant: &&Grant| grant.role.may(right) && accounts::has_begun(grant, now, starts);
    let mut scopes: Vec<Scope> = grants(visit, folder, now).filter(counts).map(scope).collect();
    if scopes.len() > 1 { Some(Scope::Several(scopes)) } else { scopes.pop() }
}

pub(super) fn has_event(scope: &Scope, event: &str, hosts: &[String]) -> bool {
    match scope {
        Scope::Everything => true,
        Scope::Event(id) => id == event,
        Scope::Organisation(id) | Scope::EventsOf(id) => hosts.contains(id),
        // No role counts for a country.
        Scope::Country(_) => false,
        Scope::Several(scopes) => scopes.iter().any(|scope| has_event(scope, event, hosts)),
    }
}
