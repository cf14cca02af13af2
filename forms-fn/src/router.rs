//! Which address leads to which journey.
//!
//! ```text
//! POST /{lang}/forms/{form}                        send
//! GET  /{lang}/forms/{form}?event=ID               the form outside its page, with a nonce
//! GET  /{lang}/forms/{form}/nonce?event=ID         a nonce for a form on a static page
//! GET  /{lang}/forms/{form}/places               how much room is left at its events
//! GET  /{lang}/forms/{form}/received?ref=REFERENCE what became of it
//! GET  /{lang}/forms/{form}/my?t=TOKEN             a person's own page
//! POST /{lang}/forms/{form}/my                     what the person does there
//! GET  /{lang}/forms/{form}/my/data?t=TOKEN        everything that is held about the person
//! GET  /altcha                                     work for a device that wants to be trusted more
//! GET  /openapi.json                               all of this for programs
//! GET  /healthz                                    the program runs
//! GET  /readyz                                     all that the program promises can be done
//! ```
//!
//! All of them stand below the path of the site's address, if it has one: `/spaces/da/forms/registration`.

use axum::extract::{Request, State};
use axum::http::Uri;
use axum::{Router, middleware};

use crate::app::App;
use crate::openapi::{OfForm, Plain, Route};
use crate::problem::Problem;
use crate::refusal::Refusal;
use crate::{conversation, envelope, my, openapi, places, probes, received, show, submit};

/// Where a form is sent to.
pub(crate) const SENDING: &str = "/{lang}/forms/{form}";

/// The addresses of a form, in each language. The router and its description are made of this table and the next, so an
/// address that isn't here is answered by nobody.
pub(crate) const OF_FORMS: &[Route<OfForm>] = &[
    Route { pattern: SENDING, operations: &[show::SHOW, submit::SEND] },
    Route { pattern: "/{lang}/forms/{form}/received", operations: &[received::SHOW] },
    Route { pattern: "/{lang}/forms/{form}/my", operations: &[my::SHOW, my::ACT] },
    Route { pattern: "/{lang}/forms/{form}/my/data", operations: &[my::DATA] },
    Route { pattern: "/{lang}/forms/{form}/nonce", operations: &[show::NONCE] },
    Route { pattern: "/{lang}/forms/{form}/places", operations: &[places::SHOW] },
];

/// The others, which speak to programs.
pub(crate) const OTHERS: &[Route<Plain>] = &[
    #[cfg(feature = "altcha")]
    Route { pattern: "/altcha", operations: &[crate::challenge::CHALLENGE] },
    Route { pattern: "/openapi.json", operations: &[openapi::DESCRIBE] },
    Route { pattern: "/healthz", operations: &[probes::ALIVE] },
    Route { pattern: "/readyz", operations: &[probes::READY] },
];

/// The patterns of all addresses, for whoever puts the router behind a gateway and for the tests that ask each of them.
pub fn routes() -> impl Iterator<Item = &'static str> {
    OF_FORMS.iter().map(|route| route.pattern).chain(OTHERS.iter().map(|route| route.pattern))
}

/// The routes of the forms, to be merged into any other router. It has no fallback of its own.
pub fn router(app: App) -> Router {
    let of_forms = OF_FORMS
        .iter()
        .fold(Router::new(), |all, route| all.route(route.pattern, route.handlers().fallback(not_allowed)));
    let of_forms = of_forms.layer(middleware::from_fn_with_state(app.clone(), conversation::hold));
    let all = OTHERS.iter().fold(of_forms, |all, route| all.route(route.pattern, route.handlers()));
    all.layer(middleware::from_fn_with_state(app.clone(), envelope::wrap)).with_state(app)
}

/// The same as a whole server, which answers every other address with a page that says so.
pub fn server(app: App) -> Router {
    let others = Router::new()
        .fallback(unknown)
        .layer(middleware::from_fn_with_state(app.clone(), conversation::hold))
        .layer(middleware::from_fn_with_state(app.clone(), envelope::wrap));
    let all = router(app.clone()).merge(others);
    #[cfg(feature = "console")]
    let all = all.merge(crate::console::router(app.clone()));
    below_path(app, all)
}

async fn not_allowed() -> Problem {
    Refusal::MethodNotAllowed.into()
}

async fn unknown() -> Problem {
    Refusal::FormUnknown.into()
}

/// Answers addresses with the path of the site before them, as they stand on its pages, and those without it: a proxy
/// may take it away, and whoever asks whether the program runs needn't know it.
pub(crate) fn below_path(app: App, routes: Router) -> Router {
    Router::new().fallback_service(routes).layer(middleware::map_request_with_state(app, without_path))
}

/// The request as if the site had its host for itself.
async fn without_path(State(app): State<App>, mut request: Request) -> Request {
    let uri = request.uri();
    let whole = uri.path_and_query().map_or("/", |whole| whole.as_str());
    let below = whole.strip_prefix(app.forms().base_path()).filter(|below| below.starts_with('/'));
    if let Some(Ok(uri)) = below.filter(|below| below.len() < whole.len()).map(str::parse::<Uri>) {
        *request.uri_mut() = uri;
    }
    request
}
