//! `/desk/me`: one's own language, and where one is signed in.

use axum::extract::State;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::refused::Refused;
use super::sign_in::to;
use super::visitor::Visitor;
use crate::accounts::words::LANGUAGES;
use crate::accounts::{Accounts, Grant, Session, SessionId, words};
use crate::app::App;
use crate::decode::Posted;
use crate::desk::Scope;

const LANG: &str = "lang";
const SESSION: &str = "session";

/// GET
pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let account = &visitor.visit.account;
    let sessions = Accounts::new(app.desk.clone()).sessions(&account.id, visitor.now()).await?;
    let title = visitor.t("me.title");
    let note = visitor.passkey_note(&app).await?;
    let main = html! {
        h1 { (visitor.actor(&account.name)) } "\n"
        @if let Some(email) = &account.email { p { (email) } "\n" }
        (note)
        h2 { (visitor.t("me.roles")) } "\n"
        ul {
            @for grant in visitor.grants() {
                li { b { (visitor.t(&format!("role.{}", grant.role))) } " – " (visitor.place(&grant.scope)) (visitor.of_translator(grant)) } "\n"
            }
        } "\n"
        p { a href="/desk/rights" { (visitor.t("rights.title")) } } "\n"
        @if cfg!(feature = "passkeys") { p { a href="/desk/passkey" { (visitor.t("passkey.title")) } } "\n" }
        h2 { (visitor.t("me.language")) } "\n"
        form method="post" action="/desk/me" class="desk-row" {
            select name=(LANG) aria-label=(visitor.t("me.language")) {
                @for (id, name) in LANGUAGES {
                    option value=(id) lang=(id) selected[id == visitor.asker.lang] { (name) }
                }
            }
            button { (visitor.t("me.save")) }
        } "\n"
        h2 { (visitor.t("me.sessions")) } "\n"
        ul class="desk-cards" {
            @for (id, session) in &sessions { li { (one(&visitor, id, session)) } "\n" }
        }
    };
    Ok(visitor.page(&title, &main))
}

fn one(visitor: &Visitor, id: &SessionId, session: &Session) -> forms::Html {
    let is_this = *id == visitor.visit.id;
    html! {
        p {
            @if is_this { b { (visitor.t("me.thisBrowser")) } " · " }
            (visitor.with("me.since", &[("when", &visitor.moment(session.started_at))])) " · "
            (visitor.t(&format!("me.by.{}", session.by.as_str())))
            br; small { (session.browser) }
        }
        @if !is_this {
            form method="post" action="/desk/me" {
                input type="hidden" name=(SESSION) value=(id.as_str());
                button class="quiet" { (visitor.t("me.end")) }
            }
        }
    }
}

/// POST: another language, or the end of a session.
pub(super) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (accounts, account) = (Accounts::new(app.desk.clone()), &visitor.visit.account);
    if let Some(lang) = sent.take(LANG)? {
        let lang = words::language(&lang).ok_or(Refused::Bad)?;
        accounts.speak(&account.id, lang, visitor.now()).await?;
    }
    if let Some(session) = sent.take(SESSION)? {
        let session = SessionId::parse(&session).ok_or(Refused::Bad)?;
        accounts.end_session(&account.id, &session, visitor.now()).await?;
    }
    Ok(to(&visitor.asker, "/me"))
}

impl Visitor {
    /// Where a role counts, in words.
    pub(super) fn place(&self, scope: &Scope) -> String {
        let manifest = self.asker.folder.manifest();
        match scope {
            Scope::Everything => self.t("scope.everything"),
            Scope::Organisation(id) | Scope::EventsOf(id) => manifest
                .organisations
                .get(id)
                .map_or_else(|| id.clone(), |organisation| organisation.name.clone()),
            Scope::Event(id) => self.event_title(id),
            Scope::Country(code) => code.clone(),
            Scope::Several(scopes) => {
                scopes.iter().map(|scope| self.place(scope)).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// Into which languages a role counts, behind its place.
    pub(super) fn of_translator(&self, grant: &Grant) -> Html {
        let folder = &self.asker.folder;
        let name = |lang: &String| folder.language_name(lang).unwrap_or_else(|| lang.clone());
        let names: Vec<String> = grant.languages.iter().map(name).collect();
        html! { @if !names.is_empty() { ": " bdi { (names.join(", ")) } } }
    }

    /// The title of an event in the reader's language, or its id where the site has lost it.
    pub(super) fn event_title(&self, event: &str) -> String {
        let known = self.asker.folder.event(event);
        known.map_or_else(|| event.to_owned(), |event| event.title(self.asker.lang).to_owned())
    }

    /// A moment by the clock of the site.
    pub(super) fn moment(&self, at: jiff::Timestamp) -> String {
        let zone = self.asker.folder.zone();
        self.asker.folder.moment(self.asker.lang, &at.to_zoned(zone))
    }

    /// The day of a moment that was written down as a day.
    pub(super) fn date(&self, at: jiff::Timestamp) -> String {
        at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d").to_string()
    }
}
