//! The server: two addresses, one for the pages and one on which drafts are shown. A request goes through `guard` (by which name we are
//! called, whether a page of ours sends it), the doors (who asks), `limits` and the nonce to the pages.

mod beside;
mod fetching;
pub(crate) mod guard;
mod limits;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use forms_fn::console;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;

use crate::desk::{Around, Desk};
use crate::doors::kept::{self, Why};
use crate::doors::{self, Accounts, Doors};
use crate::nonce::Given;
use crate::options::{EditOptions, Origin};
use crate::pages::{self, Answer, Asked};
use crate::person::Person;
use crate::pictures::received::{HELD, WAS, received};
use crate::words::Words;
use crate::{nonce, see};
use beside::Forms;
use guard::Guard;
use limits::{Counted, Limits};

/// The longest form, in bytes. A text may have 64 KiB, so that whoever pastes a longer one is told so in the form, with all that they
/// wrote.
const MAX_FORM: usize = 1024 * 1024;

/// All that a request needs.
pub(crate) struct Server {
    pub(crate) desk: Arc<Desk>,
    doors: Doors,
    guard: Guard,
    limits: Limits,
    /// How browsers call it: `https://edit.example.org`.
    url: String,
    forms: Forms,
}

/// Opens the editor, and returns when the process is asked to stop.
///
/// # Errors
/// A sentence when others could reach it without signing in, there is no repository, or an address is taken.
pub fn run(options: &EditOptions) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(serve(options))
}

async fn serve(options: &EditOptions) -> Result<(), String> {
    let running = Running::start(options).await?;
    let url = &running.server.url;
    println!("{url}/edit/");
    eprintln!("a page of the site: {url}/edit/?page=ADDRESS, such as {url}/edit/?page=/da/");
    eprintln!("drafts are shown at {}; stop with Ctrl-C", running.server.desk.see);
    running.until(stop).await
}

/// An editor that listens.
pub struct Running {
    server: Arc<Server>,
    pages: TcpListener,
    shown: TcpListener,
    see: Origin,
}

impl Running {
    /// Opens all that belongs to an editor, and listens. Answers begin with [`Running::until`].
    ///
    /// # Errors
    /// As for [`run`].
    pub async fn start(options: &EditOptions) -> Result<Self, String> {
        options.check()?;
        let pages = listen(options.addr, "--addr").await?;
        let shown = listen(options.see_addr(), "--see-addr").await?;
        let (addr, see_addr) = (address(&pages)?, address(&shown)?);
        let see = options.many.as_ref().map_or_else(|| Origin::of_machine(see_addr), |many| many.see.clone());
        let server = Server::open(options, addr, &see).await?;
        Ok(Self { server, pages, shown, see })
    }

    /// Where it listens: for the pages, and for drafts.
    ///
    /// # Errors
    /// When the system doesn't say.
    pub fn addresses(&self) -> Result<(SocketAddr, SocketAddr), String> {
        Ok((address(&self.pages)?, address(&self.shown)?))
    }

    /// Answers until `stop` ends, of which there is one for each address.
    ///
    /// # Errors
    /// When the system doesn't let it.
    pub async fn until<S>(self, stop: impl Fn() -> S) -> Result<(), String>
    where
        S: Future<Output = ()> + Send + 'static,
    {
        let Self { server, pages, shown, see } = self;
        warm(&server);
        let fetching = server.desk.is_shared.then(|| fetching::start(Arc::clone(&server.desk)));
        let guard = Guard::new(see_names(&see, address(&shown)?));
        let of_drafts =
            see::router(Arc::clone(&server.desk)).layer(middleware::from_fn_with_state(guard, guard::called));
        let serve = |listener, router: Router| {
            // No page of another site can have us compress what it guesses beside a secret: the cookie is `SameSite=Strict`.
            let router = router.layer(CompressionLayer::new());
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            let stop = stop();
            async move {
                axum::serve(listener, service).with_graceful_shutdown(stop).await.map_err(|e| e.to_string())
            }
        };
        let served = tokio::try_join!(serve(pages, whole(server)), serve(shown, of_drafts));
        fetching.iter().for_each(tokio::task::JoinHandle::abort);
        served.map(drop)
    }
}

fn address(listener: &TcpListener) -> Result<SocketAddr, String> {
    listener.local_addr().map_err(|error| error.to_string())
}

/// On a machine of one's own a browser may call it by any name of that machine.
fn see_names(see: &Origin, addr: SocketAddr) -> Vec<String> {
    match see.is_loopback() {
        true => names_of_machine(addr.port()),
        false => vec![see.to_string()],
    }
}

fn names_of_machine(port: u16) -> Vec<String> {
    ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("http://{name}:{port}")).to_vec()
}

impl Server {
    /// Opens all that belongs to it.
    async fn open(options: &EditOptions, addr: SocketAddr, see: &Origin) -> Result<Arc<Self>, String> {
        let around = Around { see: see.to_string(), clock: Arc::clone(&options.clock) };
        let build = options.build.clone();
        let many = options.many.clone();
        let opened = tokio::task::spawn_blocking(move || match &many {
            Some(many) => Desk::of_data(&build, many, around),
            None => Desk::of_folder(&build, around),
        });
        let mut desk = opened.await.map_err(|error| error.to_string())??;
        let (doors, origins, url) = match &options.many {
            Some(many) => {
                let accounts = Accounts::open(many).await?;
                desk.registered = Some(accounts.registered());
                let url = many.origin.to_string();
                (Doors::Accounts(Box::new(accounts)), vec![url.clone()], url)
            }
            None => {
                let url = format!("http://{addr}");
                (Doors::OwnMachine(desk.person("en")), names_of_machine(addr.port()), url)
            }
        };
        let (guard, limits, forms) = (Guard::new(origins), Limits::default(), Forms::default());
        Ok(Arc::new(Self { desk: Arc::new(desk), doors, guard, limits, url, forms }))
    }
}

async fn listen(addr: SocketAddr, option: &str) -> Result<TcpListener, String> {
    TcpListener::bind(addr)
        .await
        .map_err(|error| format!("cannot listen on `{addr}`: {error}; choose another with `{option}`"))
}

async fn stop() {
    // Without a signal to wait for it simply runs until it is killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The pages and, for many, those on which people sign in.
fn whole(server: Arc<Server>) -> Router {
    let guard = server.guard.clone();
    let pages = router(Arc::clone(&server));
    let whole = match &server.doors {
        Doors::OwnMachine(_) => pages.fallback(nowhere),
        Doors::Accounts(accounts) => {
            let app = accounts.app().clone();
            let pages = pages.merge(beside::router(Arc::clone(&server)));
            console::beside(app.clone(), pages)
                .layer(middleware::from_fn_with_state(Arc::clone(&server), beside::with_forms))
        }
    };
    whole.layer(middleware::from_fn_with_state(guard, guard::called))
}

async fn nowhere(uri: Uri) -> Response {
    if uri.path() == "/" {
        Redirect::to("/edit/").into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

/// Reads the site before somebody asks for it.
fn warm(server: &Arc<Server>) {
    let server = Arc::clone(server);
    tokio::task::spawn_blocking(move || {
        server.bring_forms();
        drop(server.desk.base());
    });
}

/// The pages.
pub(crate) fn router(server: Arc<Server>) -> Router {
    let guard = server.guard.clone();
    Router::new()
        .route(
            "/edit/style.css",
            axum::routing::get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], pages::STYLE)),
        )
        .merge(pages::scripts())
        .route("/edit", axum::routing::any(answer))
        .route("/edit/", axum::routing::any(answer))
        .route("/edit/{*path}", axum::routing::any(answer))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(middleware::from_fn_with_state(Arc::clone(&server), pictures))
        .layer(middleware::from_fn_with_state(guard, guard::hold))
        .with_state(server)
}

/// The pages of a desk whose owner asks, called by a host.
#[cfg(test)]
pub(crate) fn tried(desk: Arc<Desk>, host: &str) -> Router {
    let url = format!("http://{host}");
    let (doors, guard) = (Doors::OwnMachine(desk.person("en")), Guard::new(vec![url.clone()]));
    router(Arc::new(Server { desk, doors, guard, limits: Limits::default(), url, forms: Forms::default() }))
}

/// A form with a picture in it becomes one of words. Only for whoever may write is it decoded.
async fn pictures(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    // Most requests bring none, and needn't ask twice who sends them.
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let who = server.doors.who(request.headers()).await.ok().flatten();
    let desk = who.filter(|person| person.rights.writes()).map(|_| Arc::clone(&server.desk));
    received(desk, request, next).await
}

async fn answer(
    State(server): State<Arc<Server>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let posted = match method {
        Method::GET | Method::HEAD => None,
        Method::POST => Some(pairs(&body)),
        _ => return StatusCode::METHOD_NOT_ALLOWED.into_response(),
    };
    let words = doors::language(&headers);
    match server.doors.who(&headers).await {
        Ok(Some(person)) => {
            let asked = asked(&server, person, &uri, posted);
            let done = tokio::task::spawn_blocking(move || respond(&server, &asked, &uri)).await;
            done.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
        Ok(None) => signed_out(words, &uri, &headers, posted),
        Err(error) => {
            eprintln!("error: the accounts can't be read: {error}");
            // What was typed is worth more than the reason.
            match posted {
                Some(posted) => bare(
                    words,
                    StatusCode::SERVICE_UNAVAILABLE,
                    kept::body(words, Why::Busy, path_of(&uri), &posted, None),
                ),
                None => (StatusCode::SERVICE_UNAVAILABLE, words.text("server.busy")).into_response(),
            }
        }
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

fn path_of(uri: &Uri) -> &str {
    uri.path_and_query().map_or("/edit/", |path| path.as_str())
}

fn asked(server: &Server, person: Person, uri: &Uri, posted: Option<Vec<(String, String)>>) -> Asked {
    let query: BTreeMap<String, String> =
        pairs(uri.query().unwrap_or_default().as_bytes()).into_iter().collect();
    let path = uri.path().strip_prefix("/edit").unwrap_or("-");
    let path: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let words = Words::of(person.lang).unwrap_or(Words::ENGLISH);
    Asked { person, words, now: server.desk.now(), path, query, posted }
}

fn respond(server: &Server, asked: &Asked, uri: &Uri) -> Response {
    let desk = &server.desk;
    let answer = match &asked.posted {
        None if !asked.person.rights.any() => pages::refused(asked, 403, "server.noRights"),
        None => pages::answer(desk, asked),
        Some(_) => once(server, asked, uri),
    };
    match answer {
        Answer::Page(page) => {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::OK);
            (status, kind, pages::drawn(asked, page, desk)).into_response()
        }
        Answer::Go(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
        Answer::File { kind, bytes } => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
    }
}

/// What a form asks for, done once however often it comes.
fn once(server: &Server, asked: &Asked, uri: &Uri) -> Answer {
    let (desk, person) = (&server.desk, &asked.person);
    let sent = asked.field("nonce");
    let not_now = |status, why| {
        let nonce = desk.once.fresh(&desk.key, &person.id).unwrap_or_default();
        let posted = asked.posted.as_deref().unwrap_or_default();
        pages::kept(asked, status, kept::body(asked.words, why, path_of(uri), posted, Some(&nonce)))
    };
    if !person.rights.any() {
        return not_now(403, Why::NoRole);
    }
    match desk.once.given(&desk.key, &person.id, sent) {
        Given::Now => {}
        // It may have been done: whoever sends it again knows that.
        Given::Before => return not_now(403, Why::Before),
        Given::Never => return not_now(403, Why::OtherForm),
    }
    if desk.is_shared && !server.limits.count(&person.id, Counted::of(&asked.path), asked.now) {
        return not_now(429, Why::TooOften);
    }
    let led_to = |answer: &Answer| match answer {
        Answer::Go(address) => Some(address.clone()),
        Answer::Page(_) | Answer::File { .. } => None,
    };
    desk.once
        .act(&nonce::request(sent, uri.path(), said(asked)), || pages::answer(desk, asked), led_to)
        .unwrap_or_else(Answer::Go)
}

/// What a form says. A picture is named anew each time that it is sent.
fn said(asked: &Asked) -> impl Iterator<Item = (&str, &str)> {
    let posted = asked.posted.as_deref().unwrap_or_default();
    let pairs = posted.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    pairs.filter(|(name, _)| !["nonce", HELD, WAS].contains(name))
}

/// Whoever isn't signed in: a reader signs in and comes back, and what was written is kept until then.
fn signed_out(
    words: Words,
    uri: &Uri,
    headers: &HeaderMap,
    posted: Option<Vec<(String, String)>>,
) -> Response {
    if let Some(posted) = posted {
        let body = kept::body(words, Why::SignedOut, path_of(uri), &posted, None);
        return bare(words, StatusCode::UNAUTHORIZED, body);
    }
    // A browser that follows a link of another site keeps the cookie back; asked by a page of ours it sends it.
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    if site == Some("cross-site") {
        return bare_with(words, StatusCode::OK, kept::once_more(words, path_of(uri)), true);
    }
    Redirect::to(&console::sign_in_path(path_of(uri))).into_response()
}

fn bare(words: Words, status: StatusCode, body: forms::Html) -> Response {
    bare_with(words, status, body, false)
}

fn bare_with(words: Words, status: StatusCode, body: forms::Html, again: bool) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (status, kind, pages::bare(words, &body, again)).into_response()
}
