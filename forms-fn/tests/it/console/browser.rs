//! A browser over the real router: it keeps cookies as browsers do, and says of its posts what browsers say.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode};
use forms_fn::accounts::{AccountId, Accounts, Grant, Role};
use forms_fn::mail::Transport;
use forms_fn::office::{Invitation, Scope};
use forms_fn::worker::{self, Post};
use forms_fn::{App, Editor};
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use mail_parser::MessageParser;
use tower::ServiceExt;

use crate::office::world::{World, everything, now};
use crate::site::{Answer, FORM};

/// How somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// By digits from a letter: enough for what a mailbox may be enough for.
    Code,
    /// As whoever has a passkey is: by the link of the machine, which counts as much.
    Strong,
}

/// Where browsers are.
const ABROAD: &str = "192.0.2.7:4711";
const HERE: &str = "127.0.0.1:4711";
/// By which name they call us.
const SITE: &str = "example.org";
const MACHINE: &str = "localhost:8080";
/// Where the editor is.
pub(crate) const EDITOR: &str = "https://edit.example.org";
const EDITOR_HOST: &str = "edit.example.org";

/// One browser.
pub(crate) struct Browser {
    app: App,
    /// The same without an editor as a server, once something was asked of it: to put all routes together takes longer than to answer.
    server: Option<axum::Router>,
    pub(crate) now: Timestamp,
    jar: BTreeMap<String, String>,
    pub(crate) host: &'static str,
    /// The program knows of this editor.
    pub(crate) editor: Option<Editor>,
    peer: &'static str,
    /// Said once more of each request, or instead of what a browser says by itself.
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Browser {
    /// Somewhere else than the machine, with an empty jar.
    pub(crate) fn new(world: &World) -> Self {
        let (app, jar) = (world.app(now()), BTreeMap::new());
        Self {
            app,
            server: None,
            now: now(),
            jar,
            host: SITE,
            editor: None,
            peer: ABROAD,
            headers: Vec::new(),
        }
    }

    /// On the machine on which the program runs.
    pub(crate) fn on_the_machine(world: &World) -> Self {
        Self { host: MACHINE, peer: HERE, ..Self::new(world) }
    }

    /// At the editor, which stands beside the pages of the desk.
    pub(crate) fn at_the_editor(world: &World) -> Self {
        let editor = Some(Editor::here([EDITOR]).unwrap());
        Self { host: EDITOR_HOST, editor, ..Self::new(world) }
    }

    /// The program as it stands behind this browser.
    pub(crate) fn app(&self) -> App {
        self.app.clone().with_editor(self.editor.clone())
    }

    /// What the browser says of itself with each request: its name for us, and its cookies.
    pub(crate) fn says(&self) -> axum::http::HeaderMap {
        let cookies: Vec<String> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let said = [("host", self.host.to_owned()), ("cookie", cookies.join("; "))];
        said.into_iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    /// On another machine that calls us by a name of its own.
    pub(crate) fn abroad_calling_us_localhost(world: &World) -> Self {
        Self { host: MACHINE, ..Self::new(world) }
    }

    /// Some time later. The site is the same.
    pub(crate) fn later(&mut self, world: &World, by: SignedDuration) {
        self.now += by;
        self.app = world.app(self.now);
        self.server = None;
    }

    pub(crate) async fn get(&mut self, url: &str) -> Answer {
        self.ask(Method::GET, url, String::new()).await
    }

    /// Sends a form.
    pub(crate) async fn post(&mut self, url: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask(Method::POST, url, body).await
    }

    /// Sends a form and follows where it leads; the post has to lead on.
    #[track_caller]
    pub(crate) fn submit<'a>(
        &'a mut self,
        url: &'a str,
        fields: &'a [(&'a str, &'a str)],
    ) -> impl Future<Output = Answer> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let answer = self.post(url, fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{caller}: {}", answer.body);
            let to = answer.header("location").to_owned();
            self.get(&to).await
        }
    }

    pub(crate) async fn ask(&mut self, method: Method, url: &str, body: String) -> Answer {
        let (status, headers, bytes) = self.bytes(method, url, body).await;
        Answer { status, headers, body: String::from_utf8(bytes).unwrap() }
    }

    /// The same for what isn't text.
    pub(crate) async fn bytes(
        &mut self,
        method: Method,
        url: &str,
        body: String,
    ) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
        let is_post = method == Method::POST;
        let mut request = Request::builder().method(method).uri(url);
        let said = |name: &str| self.headers.iter().any(|(other, _)| *other == name);
        let usual = [
            ("host", Some(self.host)),
            ("user-agent", Some("Test/1 (phone)")),
            ("accept-language", Some("en")),
            ("sec-fetch-site", Some(if is_post { "same-origin" } else { "none" })),
            // Our pages have `Referrer-Policy: no-referrer`, and browsers then name no origin.
            ("origin", is_post.then_some("null")),
            ("content-type", is_post.then_some(FORM)),
        ];
        for (name, value) in usual {
            if let Some(value) = value.filter(|_| !said(name)) {
                request = request.header(name, value);
            }
        }
        for (name, value) in self.headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, value);
        }
        if !self.jar.is_empty() {
            let cookies: Vec<String> =
                self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        let peer: SocketAddr = self.peer.parse().unwrap();
        let request = request.extension(ConnectInfo(peer)).body(Body::from(body)).unwrap();
        let response = self.server().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all("set-cookie") {
            self.keep(set.to_str().unwrap());
        }
        (parts.status, parts.headers, body.collect().await.unwrap().to_bytes().to_vec())
    }

    fn server(&mut self) -> axum::Router {
        match &self.editor {
            Some(here) if here.is_here() => editor(self.app()),
            Some(_) => forms_fn::server(self.app()),
            None => self.server.get_or_insert_with(|| forms_fn::server(self.app.clone())).clone(),
        }
    }

    /// Keeps a cookie as browsers do, or forgets it.
    fn keep(&mut self, set: &str) {
        let mut parts = set.split("; ");
        let (name, value) = parts.next().unwrap().split_once('=').unwrap();
        let attributes: Vec<&str> = parts.collect();
        if name.starts_with("__Host-") {
            let is_kept = attributes.contains(&"Secure") && attributes.contains(&"Path=/");
            assert!(is_kept && !set.contains("Domain"), "no browser keeps this: {set}");
        }
        if attributes.contains(&"Max-Age=0") {
            self.jar.remove(name);
        } else {
            self.jar.insert(name.to_owned(), value.to_owned());
        }
    }

    /// The value of a cookie, whether its name has the prefix or not.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let own = self.jar.get(name).or_else(|| self.jar.get(&format!("__Host-{name}")));
        own.map(String::as_str)
    }

    /// Puts a cookie into the jar, as somebody at the same device could.
    pub(crate) fn plant(&mut self, name: &str, value: &str) {
        let prefix = if self.host == MACHINE { "" } else { "__Host-" };
        self.jar.insert(format!("{prefix}{name}"), value.to_owned());
    }

    /// Asks for digits and types those of the letter.
    pub(crate) async fn sign_in(&mut self, world: &World, address: &str) {
        let asked = self.submit("/desk/sign-in", &[("email", address)]).await;
        asked.assert_has(&["/desk/code"]);
        let digits = digits(world, address, self.now).await.unwrap();
        let desk = self.submit("/desk/code", &[("digits", &digits)]).await;
        assert_eq!(desk.status, StatusCode::OK, "{}", desk.body);
    }
}

/// The pages of the desk beside one of the editor.
fn editor(app: App) -> axum::Router {
    let pages = axum::Router::new().route("/edit/{*rest}", axum::routing::get(|| async { "the editor" }));
    let pages = pages.route("/edit/", axum::routing::get(|| async { "the editor" }));
    forms_fn::console::beside(app, pages)
}

/// A letter to an organiser.
#[derive(Debug)]
pub(crate) struct StaffMail {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// Everything that was written to organisers and has not been read yet, after a pass of the worker.
pub(crate) async fn letters(world: &World, now: Timestamp) -> Vec<StaffMail> {
    let folder = world.path().join("mail");
    let post = Post { transport: Transport::Folder(folder.clone()), from: None };
    let report = worker::tick(&world.app(now), &post, now).await;
    assert_eq!(report.failures, 0, "{report:?}");
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let ours = paths.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("desk."));
    ours.map(|path| {
        let bytes = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let message = MessageParser::default().parse(&bytes).unwrap();
        StaffMail {
            to: message.to().unwrap().first().unwrap().address().unwrap().to_owned(),
            subject: message.subject().unwrap().to_owned(),
            text: message.body_text(0).unwrap().into_owned(),
        }
    })
    .collect()
}

/// The digits of the letter that waits for an address; none when no letter with digits came.
pub(crate) async fn digits(world: &World, address: &str, now: Timestamp) -> Option<String> {
    let letters = letters(world, now).await;
    letters.iter().filter(|letter| letter.to == address).find_map(|letter| {
        let (_, rest) = letter.text.split_once("/desk/code?digits=")?;
        Some(rest.chars().take_while(char::is_ascii_digit).collect())
    })
}

impl World {
    /// An account with these roles; returns its address and id.
    pub(crate) async fn account(&self, grants: &[(Role, Scope)]) -> (String, AccountId) {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let address = format!("organiser{number}@example.org");
        let mut id = None;
        for (role, scope) in grants {
            let mut grant = Grant::new(*role, scope.clone());
            if *role == Role::Translator {
                grant.languages.insert("ar".to_owned());
            }
            let name = format!("Organiser {number}");
            let new = Invitation { name: &name, email: &address, lang: "en", grant };
            id = Some(self.office.invite(&everything(), &new).await.unwrap().take().await.unwrap().0);
        }
        (address, id.unwrap())
    }

    /// A browser in which somebody with these roles is signed in.
    pub(crate) async fn organiser(&self, grants: &[(Role, Scope)], by: By) -> Browser {
        self.organiser_later(grants, by, SignedDuration::ZERO).await
    }

    /// The same, signed in that much later.
    pub(crate) async fn organiser_later(
        &self,
        grants: &[(Role, Scope)],
        by: By,
        later: SignedDuration,
    ) -> Browser {
        let (address, id) = self.account(grants).await;
        match by {
            By::Code => {
                let mut browser = Browser::new(self);
                browser.later(self, later);
                browser.sign_in(self, &address).await;
                browser
            }
            By::Strong => self.strong_later(&id, later).await,
        }
    }

    /// A browser in which an account is signed in as if by its passkey.
    pub(crate) async fn strong(&self, account: &AccountId) -> Browser {
        self.strong_later(account, SignedDuration::ZERO).await
    }

    async fn strong_later(&self, account: &AccountId, later: SignedDuration) -> Browser {
        let mut browser = Browser::on_the_machine(self);
        browser.later(self, later);
        let key = Accounts::new(self.desk.clone()).opening(account, browser.now).await.unwrap();
        let desk = browser.submit("/desk/open", &[("k", &key)]).await;
        assert_eq!(desk.status, StatusCode::OK, "{}", desk.body);
        browser
    }

    /// How many items lie in the store.
    pub(crate) async fn items(&self, now: Timestamp) -> usize {
        self.desk.store().scan(None, 10_000, now).await.unwrap().len()
    }

    /// What the audit says was done with a record or by somebody, newest last: action, outcome, reason.
    pub(crate) async fn told(&self) -> Vec<(String, &'static str, &'static str, Option<String>)> {
        let audits = self.desk.audits("2027-01", now()).await.unwrap();
        let told = audits
            .into_iter()
            .map(|audit| (audit.actor, audit.action.as_str(), audit.outcome.as_str(), audit.purpose));
        told.collect()
    }
}
