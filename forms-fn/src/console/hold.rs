//! What surrounds every page of the console: who asks, in which language, whether there is room, and what a page of another site
//! may not do.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::cookie::{self, Cookie};
use super::refused::{self, Refused};
use super::visitor::{Asker, Visitor};
use super::words::WORDS;
use crate::accounts::words::language;
use crate::accounts::{Accounts, Visit};
use crate::answer;
use crate::app::App;
use crate::envelope::RequestId;
use crate::sender::Sender;

/// The middleware.
pub(super) async fn hold(
    State(app): State<App>,
    Extension(request_id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let folder = app.forms();
    // Before forms are loaded that can be used there is no page to put anything into.
    if folder.desk_shell().is_err() {
        return answer::nothing_loaded();
    }
    let (mut parts, body) = request.into_parts();
    let is_read = matches!(parts.method, Method::GET | Method::HEAD);
    let now = app.now();
    let found = match Cookie::Session.read(&parts.headers) {
        Some(token) => Accounts::new(app.desk.clone()).visit(&token, now).await,
        None => Ok(None),
    };
    let (visit, failed) = match found {
        Ok(visit) => (visit, None),
        Err(error) => (None, Some(Refused::from(error))),
    };
    let lang = lang(visit.as_ref(), &parts.headers, &folder.manifest().default_language);
    let sender = Sender::from_request_parts(&mut parts, &app).await;
    let is_own_machine = cookie::is_own_machine(&parts.headers)
        && sender.as_ref().is_ok_and(|sender| sender.address.is_some_and(|address| address.is_loopback()));
    let asker = Asker {
        folder: Arc::clone(&folder),
        lang,
        texts: WORDS.of(lang),
        now,
        request_id,
        headers: parts.headers.clone(),
        is_own_machine,
        editor: app.editor().cloned(),
    };
    let visitor = visit.map(|visit| Visitor { asker: asker.clone(), visit });
    parts.extensions.insert(asker.clone());
    if let Some(visitor) = &visitor {
        parts.extensions.insert(visitor.clone());
    }
    let response = match (failed, app.admit()) {
        (Some(refused), _) => refused.into_response(),
        (None, None) => Refused::Busy.into_response(),
        // A link of a letter or of another page may lead here; only what changes something has to come from ours.
        (None, Some(_)) if !is_read && sender.as_ref().map_or(true, Sender::is_neighbour) => {
            Refused::OtherSite.into_response()
        }
        (None, Some(_admitted)) => next.run(Request::from_parts(parts, body)).await,
    };
    in_words(&asker, visitor.as_ref(), is_read, response)
}

/// The language of the account; of whoever has none what was chosen, or what the browser asks for first.
fn lang(visit: Option<&Visit>, headers: &HeaderMap, of_site: &str) -> &'static str {
    let of_account = visit.and_then(|visit| language(&visit.account.lang));
    let chosen = || Cookie::Lang.read(headers).as_deref().and_then(language);
    let asked = || {
        let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        header.split(',').find_map(|range| language(range.split(';').next()?.trim()))
    };
    of_account.or_else(chosen).or_else(asked).or_else(|| language(of_site)).unwrap_or("en")
}

fn in_words(asker: &Asker, visitor: Option<&Visitor>, is_read: bool, mut response: Response) -> Response {
    match response.extensions_mut().remove::<Arc<Refused>>() {
        Some(refused) => refused::answer(asker, visitor, &refused, is_read),
        None => response,
    }
}
