//! The desk of organisers, as pages at `/desk`: a face of the office for a browser, also one without script on an old phone.
//!
//! A request travels like this: [`router()`] → `hold` (who asks, in which language, is there room) → the need of its route
//! ([`route`], one table) → its handler, which asks the office with the [`visitor::Visitor`]'s access → a page in the theme's shell, or
//! 303 to one. Every GET only reads, every change is a POST of a page of ours (`SameSite=Strict`, and what the browser says of
//! its origin). Whatever one may not see answers as what isn't there: the same page with 404.
//!
//! `sign_in` lets people in, `today` says what waits for somebody, `events`, `event` and `record` are the lists and what can be
//! done with one record, `door` lets people in and `sheet` prints lists, `volunteers` gives links
//! for a door and `volunteer` is where they lead, `people` says who may what, `log` who did what, `numbers` how
//! many, and `me` shows one's own sessions. The words stand in `words`, in five languages.

mod cookie;
mod done;
mod frame;
mod hold;
mod parts;
mod refused;
mod route;
mod signed_in;
mod visitor;
mod words;

mod demo;
mod door;
mod event;
mod events;
mod export;
mod letter;
mod link;
mod log;
mod many;
mod me;
mod numbers;
#[cfg(feature = "passkeys")]
mod passkey;
mod people;
mod record;
mod register;
mod requests;
mod rights;
mod sheet;
mod sign_in;
mod today;
mod volunteer;
mod volunteers;

use axum::{Router, middleware};

use crate::accounts::Accounts;
use crate::app::App;
use crate::envelope;
use crate::store::StoreError;

pub use demo::{DemoEvent, demo_guests};
pub use route::Need;
use route::ROUTES;
pub use sign_in::sign_in_path;
pub use signed_in::{PeopleTold, SignedIn, people_told, signed_in};

/// Where all pages begin.
const ROOT: &str = "/desk";

/// The path and query of a link that opens the console on this machine, once and within ten minutes, with all rights: for whoever
/// has just started the program and can read what it prints.
///
/// # Errors
/// When the store fails.
pub async fn opening(app: &App) -> Result<String, StoreError> {
    let (accounts, now) = (Accounts::new(app.desk.clone()), app.now());
    let lang = app.forms().manifest().default_language.clone();
    let account = accounts.of_machine(&lang, now).await?;
    Ok(app.forms().address(&format!("{ROOT}/open?k={}", accounts.opening(&account, now).await?)))
}

/// Method, pattern and need of every address, for whoever puts the console behind a gateway and for the tests that try each role
/// on each of them.
pub fn routes() -> impl Iterator<Item = (&'static str, &'static str, Need)> {
    ROUTES.iter().flat_map(|route| {
        route.operations.iter().map(|operation| (operation.method, route.pattern, operation.need))
    })
}

/// The pages, to be merged into any other router. The peer of each connection has to be known to it
/// (`into_make_service_with_connect_info`), or links of the machine itself open nothing.
pub fn router(app: App) -> Router {
    let pages = ROUTES.iter().fold(Router::new(), |all, route| all.route(route.pattern, route.handlers()));
    pages
        .route("/desk/{*rest}", axum::routing::any(refused::unknown))
        .layer(middleware::from_fn_with_state(app.clone(), hold::hold))
        .layer(middleware::from_fn_with_state(app.clone(), envelope::wrap))
        .with_state(app)
}

/// The same as a whole server, for a function that answers nothing else.
#[cfg(feature = "lambda")]
pub fn server(app: App) -> Router {
    crate::router::below_path(app.clone(), router(app))
}

/// The same beside the editor's pages, as a whole server: of a site below a path, each address is known with the path and without.
pub fn beside(app: App, editor: Router) -> Router {
    crate::router::below_path(app.clone(), editor.merge(router(app)))
}
