//! The server on one's own machine: two ports of it, one for the pages and one on which drafts are shown.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use generator::build::BuildOptions;
use jiff::Timestamp;
use tokio::net::TcpListener;

use crate::desk::{Around, Desk};
use crate::pages::{self, Answer, Asked};
use crate::words::{LANGS, Words};
use crate::{nonce, see};

/// The longest form, in bytes: a text of 64 KiB, three bytes a letter, and its fields. The page of a conflict has it twice.
const MAX_FORM: usize = 512 * 1024;

/// What the pages may do in a browser: nothing that isn't ours.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What the editor is asked for.
#[derive(Clone)]
pub struct EditOptions {
    /// What is built, and how; its root is the folder of the site.
    pub build: BuildOptions,
    /// Where the pages are. Drafts are shown on the port behind it.
    pub addr: SocketAddr,
    /// Tells the time.
    pub clock: Clock,
}

/// Tells the time of each request.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Opens the editor for whoever works on this machine, and returns when the process is asked to stop.
///
/// # Errors
/// A sentence when others could reach it, the folder is no repository, or an address is taken.
pub fn run(options: &EditOptions) -> Result<(), String> {
    if !options.addr.ip().is_loopback() {
        return Err(format!(
            "nobody signs in here, so only this machine may ask: `{}` isn't an address of it; use `127.0.0.1:8090`",
            options.addr
        ));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(serve(options))
}

async fn serve(options: &EditOptions) -> Result<(), String> {
    let pages = listen(options.addr).await?;
    let addr = pages.local_addr().map_err(|error| error.to_string())?;
    let next = if options.addr.port() == 0 { 0 } else { options.addr.port().wrapping_add(1) };
    let shown = listen(SocketAddr::new(options.addr.ip(), next)).await?;
    let see = shown.local_addr().map_err(|error| error.to_string())?;
    let port = addr.port();
    let hosts = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")).to_vec();
    let around = Around { see: format!("http://{see}"), hosts, clock: Arc::clone(&options.clock) };
    let build = options.build.clone();
    let desk = tokio::task::spawn_blocking(move || Desk::of_folder(&build, around));
    let desk = Arc::new(desk.await.map_err(|error| error.to_string())??);
    println!("http://{addr}/edit/");
    eprintln!("drafts are shown at http://{see}; stop with Ctrl-C");
    let serve = |listener, router: Router| async {
        axum::serve(listener, router).with_graceful_shutdown(stop()).await.map_err(|error| error.to_string())
    };
    tokio::try_join!(serve(pages, router(Arc::clone(&desk))), serve(shown, see::router(desk)))?;
    Ok(())
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(addr)
        .await
        .map_err(|error| format!("cannot listen on `{addr}`: {error}; choose another with `--addr`"))
}

async fn stop() {
    // Without a signal to wait for it simply runs until it is killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The pages.
pub(crate) fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route(
            "/edit/style.css",
            axum::routing::get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], pages::STYLE)),
        )
        .merge(pages::scripts())
        .fallback(answer)
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), hold))
        .with_state(desk)
}

/// By which name we are called, and whether a page of ours sends this: a page of another site must reach nothing here.
async fn hold(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let is_ours = text(header::HOST).is_some_and(|host| desk.hosts.iter().any(|known| known == host));
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_neighbour = match (text(header::HeaderName::from_static("sec-fetch-site")), text(header::ORIGIN)) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => desk.hosts.iter().any(|host| origin == format!("http://{host}")),
        // Whoever sends neither is no browser, or one so old that the nonce has to do.
        (None, None) => true,
    };
    let mut response = match is_ours && (is_read || is_neighbour) {
        true => next.run(request).await,
        false => (StatusCode::FORBIDDEN, "This comes from elsewhere.\n").into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn answer(
    State(desk): State<Arc<Desk>>,
    method: Method,
    uri: axum::http::Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let done = tokio::task::spawn_blocking(move || asked(&desk, &method, &uri, &headers, &body)).await;
    done.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn asked(desk: &Desk, method: &Method, uri: &axum::http::Uri, headers: &HeaderMap, body: &[u8]) -> Response {
    let words = language(headers);
    let pairs = |text: &[u8]| form_urlencoded::parse(text).into_owned().collect::<Vec<(String, String)>>();
    let query: BTreeMap<String, String> =
        pairs(uri.query().unwrap_or_default().as_bytes()).into_iter().collect();
    let posted = match *method {
        Method::GET | Method::HEAD => None,
        Method::POST => Some(pairs(body)),
        _ => return StatusCode::METHOD_NOT_ALLOWED.into_response(),
    };
    let path = uri.path().strip_prefix("/edit").unwrap_or("-");
    let path: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let asked = Asked { person: desk.person(words.lang()), words, now: desk.now(), path, query, posted };
    let answer = match &asked.posted {
        None => pages::answer(desk, &asked),
        Some(_) => once(desk, &asked),
    };
    match answer {
        Answer::Page(page) => {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::OK);
            (status, kind, pages::drawn(&asked, page)).into_response()
        }
        Answer::Go(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
    }
}

/// What a form asks for, done once however often it comes.
fn once(desk: &Desk, asked: &Asked) -> Answer {
    let sent = asked.field("nonce");
    if !nonce::is_ours(&desk.key, &asked.person.id, sent) {
        return pages::refused(asked, 403, "refused.form");
    }
    let led_to = |answer: &Answer| match answer {
        Answer::Go(address) => Some(address.clone()),
        Answer::Page(_) => None,
    };
    desk.once.act(sent, || pages::answer(desk, asked), led_to).unwrap_or_else(Answer::Go)
}

/// What the browser asks for first of those that we have.
pub(crate) fn language(headers: &HeaderMap) -> Words {
    let asked =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tags = asked.split(',').filter_map(|range| range.split(';').next()).map(str::trim);
    tags.filter_map(Words::of).next().or_else(|| Words::of(LANGS[0])).unwrap_or(Words::ENGLISH)
}
