//! `/desk/events/{event}/volunteer`: where the link of a volunteer leads. Six digits that are read out open the door of the event on
//! this telephone. What only opens the link, as mail programs do, uses up nothing.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::Html;
use jiff::Timestamp;
use maud::html;

use super::cookie::Cookie;
use super::refused::Refused;
use super::sign_in::to;
use super::visitor::Asker;
use crate::accounts::words::{LANGUAGES, language};
use crate::accounts::{Accounts, DoorLinkId, NotLetIn, door_is_open_after, door_opens};
use crate::app::App;
use crate::decode::{Posted, Query};

const KEY: &str = "k";
const DIGITS: &str = "digits";
const LANG: &str = "lang";

/// A link that can be used, at the event to which it belongs.
struct Opened<'a> {
    asker: &'a Asker,
    event: &'a str,
    key: &'a str,
    link: DoorLinkId,
}

/// GET
pub(super) async fn ask(
    State(app): State<App>,
    asker: Asker,
    Path(event): Path<String>,
    query: Query,
) -> Result<Response, Refused> {
    let key = query.get(KEY).ok_or(Refused::NotThere)?;
    let opened = match opened(&app, &asker, &event, key).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let chosen = query.get(LANG).and_then(language);
    Ok(match chosen {
        // The choice of a language changes nothing but what the browser remembers.
        Some(lang) if lang != asker.lang => {
            let mut response = to(&asker, &format!("/events/{event}/volunteer?k={key}"));
            Cookie::Lang.set(&asker.headers, &mut response, lang);
            response
        }
        _ => opened.page(StatusCode::OK, None),
    })
}

/// POST
pub(super) async fn enter(
    State(app): State<App>,
    asker: Asker,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (key, typed) = (sent.take(KEY)?.ok_or(Refused::NotThere)?, sent.take(DIGITS)?.unwrap_or_default());
    let opened = match opened(&app, &asker, &event, &key).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let accounts = Accounts::new(app.desk.clone());
    Ok(match accounts.enter_by_door_link(&opened.link, &typed, asker.browser(), asker.now).await? {
        Ok(token) => {
            let mut response = to(&asker, &format!("/events/{event}/door"));
            Cookie::Session.set_for(&asker.headers, &mut response, &token, seconds(&asker, &event));
            response
        }
        Err(NotLetIn::Wrong(left)) => opened.page(StatusCode::UNPROCESSABLE_ENTITY, Some(left)),
        Err(NotLetIn::Over) => over(&asker),
    })
}

/// What a link opens now; or the page that says why it opens nothing. What we didn't sign isn't there.
async fn opened<'a>(
    app: &App,
    asker: &'a Asker,
    event: &'a str,
    key: &'a str,
) -> Result<Result<Opened<'a>, Response>, Refused> {
    let found = Accounts::new(app.desk.clone()).look_at_door_link(event, key, asker.now).await?;
    let link = match found.ok_or(Refused::NotThere)? {
        Ok(link) => link,
        Err(_) => return Ok(Err(over(asker))),
    };
    let terms = asker.folder.terms(event).filter(|terms| !terms.has_no_date());
    Ok(match terms {
        Some(terms) if !door_is_open_after(terms.ends, asker.now) => Err(over(asker)),
        Some(terms) if asker.now < door_opens(terms.starts) => Err(early(asker, event, terms.starts)),
        Some(_) => Ok(Opened { asker, event, key, link }),
        None => Err(over(asker)),
    })
}

/// Until six hours after the event, as long as the link counts.
fn seconds(asker: &Asker, event: &str) -> i64 {
    let ends = asker.folder.terms(event).map_or(asker.now, |terms| terms.ends);
    ends.duration_since(asker.now).as_secs() + 6 * 3600
}

impl Opened<'_> {
    fn page(&self, status: StatusCode, wrong: Option<u8>) -> Response {
        let Self { asker, event, key, .. } = self;
        let title = asker.with("volunteer.title", &[("event", &title(asker, event))]);
        let main = html! {
            h1 { (title) } "\n"
            p { (asker.t("volunteer.intro")) } "\n"
            form class="form" method="post" action=(format!("/desk/events/{event}/volunteer")) novalidate {
                input type="hidden" name=(KEY) value=(key);
                p class="field" {
                    label for=(DIGITS) { (asker.t("volunteer.digits")) }
                    @if let Some(left) = wrong {
                        span class="field-error" id="digits-error" { (asker.with("volunteer.wrong", &[("left", &left.to_string())])) }
                    }
                    input id=(DIGITS) name=(DIGITS) inputmode="numeric" autocomplete="off" required
                        aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "digits-error")];
                }
                p { button { (asker.t("volunteer.enter")) } }
            } "\n"
            (self.languages()) "\n"
        };
        asker.page(status, &title, &main)
    }

    fn languages(&self) -> Html {
        let Self { asker, event, key, .. } = self;
        let link = |id: &str| format!("/desk/events/{event}/volunteer?k={key}&lang={id}");
        html! {
            nav class="desk-languages" aria-label=(asker.t("signIn.languages")) {
                ul {
                    @for (id, name) in LANGUAGES {
                        li { a href=(link(id)) lang=(id) aria-current=[(id == asker.lang).then_some("true")] { (name) } } "\n"
                    }
                }
            }
        }
    }
}

fn title(asker: &Asker, event: &str) -> String {
    asker.folder.event(event).map_or_else(String::new, |event| event.title(asker.lang).to_owned())
}

/// The evening hasn't begun. Nobody has to type anything twice for that.
fn early(asker: &Asker, event: &str, starts: Timestamp) -> Response {
    let zone = asker.folder.event(event).map_or_else(|| asker.folder.zone(), |event| event.zone().clone());
    let when = asker.folder.moment(asker.lang, &door_opens(starts).to_zoned(zone));
    let title = asker.with("volunteer.title", &[("event", &title(asker, event))]);
    let main = html! {
        h1 { (title) } "\n"
        p { (asker.with("volunteer.early", &[("when", &when)])) } "\n"
    };
    asker.page(StatusCode::OK, &title, &main)
}

fn over(asker: &Asker) -> Response {
    let title = asker.t("volunteer.overTitle");
    let main = html! {
        h1 { (title) } "\n"
        p { (asker.t("volunteer.over")) } "\n"
    };
    asker.page(StatusCode::GONE, &title, &main)
}
