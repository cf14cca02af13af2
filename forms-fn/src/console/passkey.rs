//! `/desk/passkey`: adds a passkey, shows one, removes one. A small script takes the question of the page to the browser and the
//! answer into a form, which is then sent like any other.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use forms::Html;
use maud::html;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::cookie::Cookie;
use super::done::done;
use super::parts::REFERENCE;
use super::refused::Refused;
use super::sign_in::to;
use super::visitor::{Asker, Visitor};
use crate::accounts::{Accounts, NoPasskey, OwnPasskey, PasskeyDue, Site};
use crate::app::App;
use crate::decode::{Posted, Query};
use crate::reference::Reference;

const CREDENTIAL: &str = "credential";
const ID: &str = "id";

/// GET `/desk/passkey`
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    query: Query,
) -> Result<Response, Refused> {
    let known = accounts(&app).passkeys(&visitor.visit.account.id, visitor.now()).await?;
    let is_strong = visitor.visit.session.by.is_strong();
    let due = accounts(&app).passkey_due(&visitor.visit.account, visitor.now()).await?;
    let is_late = visitor.misses_passkey() && due == PasskeyDue::Over;
    let title = visitor.t("passkey.title");
    let main = html! {
        h1 { (title) } "\n"
        (done(&visitor, &query, &["passkey.added", "passkey.removed"]))
        p { (visitor.t("passkey.intro")) } "\n"
        @if known.is_empty() {
            (button("/desk/passkey/new", &visitor.t("passkey.new"), false)) "\n"
        } @else if !is_strong {
            (button("/desk/passkey/ask", &visitor.t("passkey.ask"), false)) "\n"
            p { (visitor.t("passkey.lost")) } "\n"
        } @else {
            ul class="desk-cards" {
                @for own in &known { li { (one(&visitor, own)) } "\n" }
            } "\n"
            (button("/desk/passkey/new", &visitor.t("passkey.another"), true)) "\n"
        }
        @if is_late { p class="notice" { (visitor.t("passkey.late")) } "\n" } @else if visitor.misses_passkey() { p { a href="/desk" { (visitor.t("passkey.later")) } } "\n" }
    };
    Ok(visitor.page(&title, &main))
}

fn button(action: &str, words: &str, is_quiet: bool) -> Html {
    html! { form method="post" action=(action) { p { button class=[is_quiet.then_some("quiet")] { (words) } } } }
}

fn one(visitor: &Visitor, own: &OwnPasskey) -> Html {
    html! {
        p {
            (visitor.with("passkey.since", &[("when", &visitor.moment(own.added_at))]))
            @if let Some(used) = own.used_at { br; (visitor.with("passkey.used", &[("when", &visitor.moment(used))])) }
            br; small { (own.browser) }
        }
        form method="post" action="/desk/passkey/remove" {
            input type="hidden" name=(ID) value=(own.id);
            button class="quiet" { (visitor.t("passkey.remove")) }
        }
    }
}

/// POST `/desk/passkey/new`
pub(super) async fn begin_new(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let site = site(&visitor.asker)?;
    let begun = accounts(&app).add_passkey(&site, &visitor.visit, visitor.now()).await?;
    let challenge = begun.map_err(why_not)?;
    question(
        &visitor,
        Asked { what: "create", action: "/desk/passkey/added", text: "passkey.newText", back: None },
        &challenge,
    )
}

/// POST `/desk/passkey/added`: whoever has just made a key has shown it.
pub(super) async fn added(
    State(app): State<App>,
    visitor: Visitor,
    sent: Posted,
) -> Result<Response, Refused> {
    let (site, made) = (site(&visitor.asker)?, credential(sent)?);
    let added = accounts(&app).passkey_added(&site, &visitor.visit, &made, visitor.now()).await?;
    Ok(entered(&visitor, &added.map_err(why_not)?, "/passkey?done=passkey.added"))
}

/// POST `/desk/passkey/ask`
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let back = back(&mut sent)?;
    let site = site(&visitor.asker)?;
    let begun = accounts(&app).ask_passkey(&site, &visitor.visit, visitor.now()).await?;
    let challenge = begun.map_err(why_not)?;
    question(
        &visitor,
        Asked { what: "get", action: "/desk/passkey/shown", text: "passkey.askText", back },
        &challenge,
    )
}

/// POST `/desk/passkey/shown`
pub(super) async fn shown(
    State(app): State<App>,
    visitor: Visitor,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let path = back(&mut sent)?.map_or_else(String::new, |reference| format!("/r/{reference}"));
    let (site, shown) = (site(&visitor.asker)?, credential(sent)?);
    let entered_by = accounts(&app).passkey_shown(&site, &visitor.visit, &shown, visitor.now()).await?;
    Ok(entered(&visitor, &entered_by.map_err(why_not)?, &path))
}

/// POST `/desk/passkey/remove`
pub(super) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let id = sent.take(ID)?.ok_or(Refused::Bad)?;
    let is_gone = accounts(&app).remove_passkey(&visitor.visit, &id, visitor.now()).await?;
    if is_gone { Ok(to(&visitor.asker, "/passkey?done=passkey.removed")) } else { Err(Refused::NotThere) }
}

/// GET `/desk/passkey.js`
pub(super) async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("passkey.js")).into_response()
}

fn accounts(app: &App) -> Accounts {
    Accounts::new(app.desk.clone())
}

/// Keys are made for the site's own address; on one's own machine for the name by which the browser calls us.
fn site(asker: &Asker) -> Result<Site, Refused> {
    let host = asker.headers.get(axum::http::header::HOST).and_then(|host| host.to_str().ok());
    let origin = match host.filter(|_| asker.is_own_machine) {
        Some(host) => format!("http://{host}"),
        None => asker.folder.base_url().to_owned(),
    };
    Site::of(&origin, asker.site_title()).ok_or(Refused::Told("passkey.noSite"))
}

fn credential<T: DeserializeOwned>(mut sent: Posted) -> Result<T, Refused> {
    let text = sent.take(CREDENTIAL)?.ok_or(Refused::Bad)?;
    serde_json::from_str(&text).map_err(|_| Refused::Bad)
}

fn why_not(no: NoPasskey) -> Refused {
    let key = match no {
        NoPasskey::Over => "passkey.over",
        NoPasskey::ShowOneFirst => "passkey.showFirst",
        NoPasskey::Number => "passkey.number",
    };
    Refused::Told(key)
}

fn entered(visitor: &Visitor, token: &str, path: &str) -> Response {
    let mut response = to(&visitor.asker, path);
    Cookie::Session.set(&visitor.asker.headers, &mut response, token);
    response
}

/// What the browser is asked.
struct Asked {
    /// `create` or `get`.
    what: &'static str,
    /// Where its answer goes.
    action: &'static str,
    /// The key of what is said about it.
    text: &'static str,
    /// The record to which somebody comes back.
    back: Option<Reference>,
}

/// The record from which somebody was sent here.
fn back(sent: &mut Posted) -> Result<Option<Reference>, Refused> {
    sent.take(REFERENCE)?.map(|text| Reference::parse(&text).ok_or(Refused::Bad)).transpose()
}

/// The page that has the question for the browser.
fn question(visitor: &Visitor, asked: Asked, challenge: &impl Serialize) -> Result<Response, Refused> {
    let Asked { what, action, text, back } = asked;
    let options = serde_json::to_string(challenge).map_err(|error| Refused::Broken(error.to_string()))?;
    let title = visitor.t("passkey.title");
    let main = html! {
        h1 { (title) } "\n"
        p { (visitor.t(text)) } "\n"
        noscript { p class="notice" { (visitor.t("passkey.noScript")) } } "\n"
        form method="post" action=(action) data-passkey=(what) data-options=(options) {
            input type="hidden" name=(CREDENTIAL);
            @if let Some(reference) = back { input type="hidden" name=(REFERENCE) value=(reference); }
            p { button { (visitor.t("passkey.go")) } }
        } "\n"
        p class="notice" role="alert" hidden data-passkey-failed { (visitor.t("passkey.failed")) } "\n"
        p { a href="/desk/passkey" { (visitor.t("passkey.back")) } } "\n"
        script src="/desk/passkey.js" defer {}
    };
    Ok(visitor.page_with(StatusCode::OK, &title, &main))
}
