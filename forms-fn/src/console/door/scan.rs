//! `/desk/door`: where the code on a ticket leads, and for whoever stands at the door the way to it.
//!
//! The guest's own phone opens the address, too: it says the same to everybody who isn't signed in, whatever the code is, and tells
//! neither a name nor whether it is one of ours.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::SignedDuration;
use maud::html;

use super::guests;
use crate::accounts::Right;
use crate::app::App;
use crate::console::refused::Refused;
use crate::console::sign_in::to;
use crate::console::visitor::{Asker, Visitor};
use crate::decode::Query;
use crate::office::Office;
use crate::secret::LinkPurpose;

/// The query parameter that holds the signed code.
const TOKEN: &str = "t";
/// Events that ended so long ago are in the list still: lists from paper are entered later.
const AFTER: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Events that begin so soon are in it already: lists are printed before.
const BEFORE: SignedDuration = SignedDuration::from_hours(24 * 14);

/// GET
pub(in crate::console) async fn scan(
    State(app): State<App>,
    asker: Asker,
    visitor: Option<axum::Extension<Visitor>>,
    query: Query,
) -> Result<Response, Refused> {
    let is_signed_in = visitor.is_some();
    let visitor = visitor.map(|axum::Extension(visitor)| visitor).filter(|visitor| visitor.may(Right::Door));
    match (visitor, query.get(TOKEN)) {
        (Some(visitor), Some(token)) => guest(&app, &visitor, token).await,
        (Some(visitor), None) => events(&app, &visitor).await,
        (None, _) if is_signed_in => Ok(nobody(&asker, query.get(TOKEN))),
        (None, _) => Ok(nobody(&guests::guest(&asker), query.get(TOKEN))),
    }
}

/// What anybody sees. Some browsers send no cookies along when another program opens an address, so there is a way on.
fn nobody(asker: &Asker, token: Option<&str>) -> Response {
    let title = asker.t("door.scan.title");
    let token =
        token.filter(|token| token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
    let on = token.map_or_else(|| "/desk/door".to_owned(), |token| format!("/desk/door?t={token}"));
    let main = html! {
        div dir=(guests::direction(asker.lang)) {
            h1 { (title) } "\n"
            p { (asker.t("door.scan.text")) } "\n"
            p { (asker.t("door.scan.organiser")) " " a href=(on) { (asker.t("door.scan.on")) } " · "
                a href="/desk/sign-in" { (asker.t("door.scan.signIn")) } } "\n"
        } "\n"
    };
    asker.page(StatusCode::OK, &title, &main)
}

/// Opens the door of the guest's event. What isn't a code of ours, or is of an event that one may not see, isn't there.
async fn guest(app: &App, visitor: &Visitor, token: &str) -> Result<Response, Refused> {
    let reference =
        app.desk.keyring().open(LinkPurpose::Door, token, visitor.now()).ok_or(Refused::NotThere)?;
    let access = visitor.access(Right::Door, &visitor.t("door.why.look"))?;
    let event = visitor.office(app).event_at_door(&access, &reference).await?.take().await?.0;
    Ok(to(&visitor.asker, &format!("/events/{event}/door?guest={reference}")))
}

/// The events that are near.
async fn events(app: &App, visitor: &Visitor) -> Result<Response, Refused> {
    let access = visitor.access(Right::Door, &visitor.t("door.why.look"))?;
    let office: Office = visitor.office(app);
    let lines = office.events(&access).await?.take().await?.0;
    let folder = &visitor.asker.folder;
    let is_near = |id: &String| {
        let terms = folder.terms(id).filter(|terms| !terms.has_no_date());
        terms.is_some_and(|terms| visitor.now() < terms.ends + AFTER && visitor.now() + BEFORE > terms.starts)
    };
    let near: Vec<String> = lines.into_iter().map(|line| line.event).filter(is_near).collect();
    let title = visitor.t("door.which");
    let main = html! {
        h1 { (title) } "\n"
        @if near.is_empty() { p { (visitor.t("door.none")) } "\n" }
        ul class="desk-cards" {
            @for id in &near {
                li {
                    p { a href=(format!("/desk/events/{id}/door")) { (visitor.event_title(id)) } }
                    @if let Some(event) = folder.event(id) { p { (event.when(visitor.asker.lang)) } }
                } "\n"
            }
        } "\n"
    };
    Ok(visitor.page(&title, &main))
}
