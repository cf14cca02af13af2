//! An editor for many people, asked over real sockets by browsers that know its name; people sign in with accounts in SQLite.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::thread;

use editor::{EditOptions, Many, Publish, Running};
use forms_fn::accounts::{AccountId, Grant, Role};
use forms_fn::installation::{self, Make};
use forms_fn::mail::Transport;
use forms_fn::office::{Access, Invitation, Office, Organiser, Purpose, Scope};
use forms_fn::worker::{self, Post};
use forms_fn::{App, Clock, Desk, Editor};
use generator::build::BuildOptions;
use generator::cache::Cache;
use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::place::{Place, git, now};

pub(crate) const ORIGIN: &str = "https://edit.example.org";
pub(crate) const HOST: &str = "edit.example.org";
pub(crate) const SEE: &str = "https://see.example.org";
pub(crate) const SEE_HOST: &str = "see.example.org";
pub(crate) const FORM: &str = "/edit/w/events/dinner/da";

/// An editor that runs, a host from which its site comes, and the desk of its accounts as another program has it.
pub(crate) struct Hosted {
    pub(crate) place: Place,
    pub(crate) pages: SocketAddr,
    pub(crate) see: SocketAddr,
    pub(crate) desk: Desk,
    app: App,
    runtime: Runtime,
    stop: watch::Sender<bool>,
    ended: JoinHandle<Result<(), String>>,
}

pub(crate) fn options(place: &Place) -> EditOptions {
    let data = place.folder.path().join("data");
    fs::create_dir_all(&data).unwrap();
    let many = Many {
        origin: ORIGIN.parse().unwrap(),
        see: SEE.parse().unwrap(),
        repository: Some(place.host().to_str().unwrap().parse().unwrap()),
        branch: "main".to_owned(),
        publish: Publish::Push,
        then: None,
        ask: None,
        clock: Timestamp::now,
        data,
    };
    EditOptions {
        build: BuildOptions {
            cache: Cache::at(place.folder.path().join("cache")),
            ..BuildOptions::new(".", now())
        },
        addr: "127.0.0.1:0".parse().unwrap(),
        see_addr: None,
        many: Some(many),
        clock: std::sync::Arc::new(now),
    }
}

impl Hosted {
    pub(crate) fn start() -> Self {
        let place = Place::with_host();
        let options = options(&place);
        Self::with(place, options)
    }

    pub(crate) fn with(place: Place, options: EditOptions) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let data = options.many.as_ref().unwrap().data.clone();
        let running = runtime.block_on(Running::start(&options)).unwrap();
        let (pages, see) = running.addresses().unwrap();
        let (stop, asked) = watch::channel(false);
        let until = move || {
            let mut asked = asked.clone();
            async move { drop(asked.wait_for(|stop| *stop).await) }
        };
        let ended = runtime.spawn(running.until(until));
        let desk =
            runtime.block_on(installation::open(&data, Make::WHERE_NOTHING_IS, Timestamp::now())).unwrap();
        let forms = runtime.block_on(async { forms(&options) });
        let app = App::new(forms, desk.clone(), Clock::System(Timestamp::now));
        let app = app.with_editor(Editor::elsewhere(ORIGIN).unwrap());
        Self { place, pages, see, desk, app, runtime, stop, ended }
    }

    /// Ends it, and gives what it worked on.
    pub(crate) fn stopped(self) -> Place {
        self.stop.send_replace(true);
        self.runtime.block_on(self.ended).unwrap().unwrap();
        self.place
    }

    fn access() -> Access {
        let organiser = Organiser::named("karin").unwrap();
        let purpose = Purpose::new("a test");
        Access { organiser, scope: Scope::Everything, purpose, at: Timestamp::now() }
    }

    pub(crate) fn invite(&self, name: &str, grant: Grant) -> AccountId {
        let office = Office::new(self.desk.clone(), None);
        let email = format!("{name}@example.org");
        let new = Invitation { name, email: &email, lang: "en", grant };
        self.runtime
            .block_on(async { office.invite(&Self::access(), &new).await.unwrap().take().await.unwrap() })
            .0
    }

    pub(crate) fn revoke(&self, id: &AccountId, grant: &Grant) {
        let office = Office::new(self.desk.clone(), None);
        self.runtime.block_on(async {
            office.revoke(&Self::access(), id, grant).await.unwrap().take().await.unwrap()
        });
    }

    pub(crate) fn disable(&self, id: &AccountId) {
        let office = Office::new(self.desk.clone(), None);
        self.runtime
            .block_on(async { office.disable(&Self::access(), id).await.unwrap().take().await.unwrap() });
    }

    /// The digits of the letter that the worker of the other program sends now.
    fn digits(&self) -> String {
        let folder: PathBuf = self.place.folder.path().join("mail");
        drop(fs::remove_dir_all(&folder));
        let post = Post { transport: Transport::Folder(folder.clone()), from: None };
        self.runtime.block_on(worker::tick(&self.app, &post, Timestamp::now()));
        for file in fs::read_dir(&folder).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            let text = text.replace("=\r\n", "").replace("=3D", "=");
            if let Some((_, after)) = text.split_once(&format!("{ORIGIN}/desk/code?digits=")) {
                return after[..8].to_owned();
            }
        }
        panic!("no letter with digits")
    }

    /// Somebody who has signed in, having wanted a page.
    pub(crate) fn signed_in(&self, name: &str, wanted: &str) -> Browser<'_> {
        let mut browser = Browser::new(self);
        let led = browser.get(wanted);
        assert_eq!(led.status, 303, "{}", led.text);
        let page = browser.get(led.location());
        assert_eq!(page.status, 200, "{}", page.text);
        let next = format!("name=\"next\" value=\"{wanted}\"");
        assert!(page.text.contains(&next), "{next}: {}", page.text);
        assert!(page.text.contains("<h1>Write for the site</h1>"), "{}", page.text);
        browser.post("/desk/sign-in", &[("email", &format!("{name}@example.org")), ("next", wanted)]);
        let entered = browser.post("/desk/code", &[("digits", &self.digits())]);
        assert_eq!((entered.status, entered.location()), (303, wanted), "{}", entered.text);
        browser
    }
}

/// The forms of the site, as `forms-fn serve` has them from a build.
fn forms(options: &EditOptions) -> forms_fn::FormsFolder {
    let root = options.many.as_ref().unwrap().data.join("edit/forms-of-test");
    let git_dir = options.many.as_ref().unwrap().data.join("edit/site.git");
    fs::create_dir_all(&root).unwrap();
    let of = |version: &str| {
        git(&git_dir, &["--work-tree", root.to_str().unwrap(), "checkout", "--quiet", version, "--", "."]);
        let build = BuildOptions { root: root.clone(), ..options.build.clone() };
        let preview = generator::serve::Preview::new(&build).ok().unwrap();
        preview.with(&generator::source::Overlay::new()).forms("https://spaces.example")
    };
    of("main").or_else(|| of("main~1")).unwrap()
}

/// A browser with its cookies.
pub(crate) struct Browser<'a> {
    editor: &'a Hosted,
    pub(crate) host: String,
    pub(crate) cookies: BTreeMap<String, String>,
    /// Further lines of each request.
    pub(crate) more: Vec<(String, String)>,
}

/// What came back.
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) text: String,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    /// The value of a field of a form.
    pub(crate) fn field(&self, name: &str) -> String {
        let (_, after) = self
            .text
            .split_once(&format!("name=\"{name}\""))
            .unwrap_or_else(|| panic!("{name}: {}", self.text));
        let (_, after) = after.split_once("value=\"").unwrap();
        unescaped(after.split_once('"').unwrap().0)
    }

    /// All that a form of this page would send, but for its buttons.
    pub(crate) fn fields(&self) -> Vec<(String, String)> {
        let names = self.text.split("<input").skip(1).filter_map(|input| {
            let tag = input.split_once('>')?.0;
            let of =
                |name: &str| Some(unescaped(tag.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0));
            Some((of("name")?, of("value").unwrap_or_default()))
        });
        names.collect()
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

impl<'a> Browser<'a> {
    pub(crate) fn new(editor: &'a Hosted) -> Self {
        Self { editor, host: HOST.to_owned(), cookies: BTreeMap::new(), more: Vec::new() }
    }

    pub(crate) fn get(&mut self, path: &str) -> Got {
        self.ask("GET", path, None)
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Got {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask("POST", path, Some(&body))
    }

    fn ask(&mut self, method: &str, path: &str, body: Option<&str>) -> Got {
        let mut lines = vec![
            format!("{method} {path} HTTP/1.1"),
            format!("host: {}", self.host),
            "connection: close".to_owned(),
        ];
        if !self.cookies.is_empty() {
            let all: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            lines.push(format!("cookie: {}", all.join("; ")));
        }
        if let Some(body) = body {
            lines.push("content-type: application/x-www-form-urlencoded".to_owned());
            lines.push(format!("content-length: {}", body.len()));
        }
        if !self.more.iter().any(|(name, _)| name == "sec-fetch-site") {
            lines.push("sec-fetch-site: same-origin".to_owned());
            lines.push(format!("origin: {ORIGIN}"));
        }
        lines.extend(self.more.iter().map(|(name, value)| format!("{name}: {value}")));
        let got = asked(self.editor.pages, &lines, body.unwrap_or_default());
        for (_, value) in got.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = value.split_once(';').unwrap().0.split_once('=').unwrap();
            match value {
                "" => drop(self.cookies.remove(name)),
                _ => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
        got
    }
}

/// One request over a socket of its own.
pub(crate) fn asked(addr: SocketAddr, lines: &[String], body: &str) -> Got {
    let mut stream = TcpStream::connect(addr).unwrap();
    stream.write_all(format!("{}\r\n\r\n{body}", lines.join("\r\n")).as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, text) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    Got { status, headers: headers.collect(), text: text.to_owned() }
}

pub(crate) fn everything(role: Role) -> Grant {
    Grant::new(role, Scope::Everything)
}

pub(crate) fn of(role: Role, organisation: &str) -> Grant {
    Grant::new(role, Scope::Organisation(organisation.to_owned()))
}

/// Saves another title in the form of the Danish dinner, and gives the address that it leads to.
pub(crate) fn saves(browser: &mut Browser<'_>, address: &str, title: &str) -> Got {
    let page = browser.get(address);
    assert_eq!(page.status, 200, "{}", page.text);
    let (nonce, from) = (page.field("nonce"), page.field("from"));
    browser.post(address, &[("nonce", &nonce), ("from", &from), ("title", title)])
}

#[test]
fn pages_are_compressed_for_slow_nets_and_the_site_of_a_draft_too() {
    let editor = Hosted::start();
    let line = |name: &str, value: &str| format!("{name}: {value}");
    for (addr, host, path) in [(editor.pages, HOST, "/desk/sign-in"), (editor.see, SEE_HOST, "/none")] {
        let get = |more: &[String]| {
            let begin = [format!("GET {path} HTTP/1.1"), line("host", host), line("connection", "close")];
            asked(addr, &[&begin[..], more].concat(), "")
        };
        let (plain, small) = (get(&[]), get(&[line("accept-encoding", "gzip")]));
        assert_eq!(plain.header("content-encoding"), "", "{path}");
        assert_eq!(small.header("content-encoding"), "gzip", "{path}");
        let varies = |(name, value): &(String, String)| name == "vary" && value == "accept-encoding";
        assert!(small.headers.iter().any(varies), "{path}: {:?}", small.headers);
    }
}

#[test]
fn who_signs_in_writes_and_publishes_in_their_name() {
    let editor = Hosted::start();
    let id = editor.invite("Ida", everything(Role::Publisher));
    let mut ida = editor.signed_in("Ida", FORM);
    let saved = saves(&mut ida, FORM, "Middag i København");
    assert_eq!(saved.status, 303, "{}", saved.text);
    let home = ida.get("/edit/");
    assert!(home.text.contains("Your drafts") && home.text.contains("Sign out"), "{}", home.text);
    // Nobody is registered, and a number so small is told to nobody who may not see the people.
    let cancel = ida.get("/edit/cancel/events/dinner");
    assert!(cancel.text.contains("Fewer than five people are registered"), "{}", cancel.text);
    let draft = saved.location().split('/').nth(3).unwrap().to_owned();
    let page = ida.get(&format!("/edit/d/{draft}"));
    assert!(page.text.contains(SEE) && page.text.contains("without signing in"), "{}", page.text);
    let published = ida.post(&format!("/edit/d/{draft}/publish"), &[("nonce", &page.field("nonce"))]);
    assert_eq!(published.status, 303, "{}", published.text);
    let host = editor.place.host();
    let told = git(&host, &["log", "-1", "--format=%an <%ae>", "main"]);
    assert_eq!(told.trim(), format!("Ida <{id}@editors.{HOST}>"));
    let text = git(&host, &["show", "main:content/events/dinner/index.da.md"]);
    assert!(text.contains("title: Middag i København\n"), "{text}");
    // Drafts are nobody's at the host.
    assert_eq!(git(&host, &["for-each-ref", "--format=%(refname)"]).trim(), "refs/heads/main");
}

#[test]
fn what_others_push_is_seen_when_something_is_published_and_at_the_next_start() {
    let editor = Hosted::start();
    editor.invite("Ida", everything(Role::Publisher));
    let push = |line: &str| {
        let other = editor.place.root();
        git(&other, &["pull", "--quiet", "--rebase"]);
        let path = other.join("content/events/dinner/index.en.md");
        fs::write(&path, format!("{}\n{line}\n", fs::read_to_string(&path).unwrap())).unwrap();
        git(&other, &["commit", "--quiet", "-am", "Other"]);
        git(&other, &["push", "--quiet"]);
    };
    push("Written by somebody else.");
    let mut ida = editor.signed_in("Ida", FORM);
    let saved = saves(&mut ida, FORM, "Middag");
    let draft = saved.location().split('/').nth(3).unwrap().to_owned();
    let nonce = ida.get(&format!("/edit/d/{draft}")).field("nonce");
    assert_eq!(ida.post(&format!("/edit/d/{draft}/publish"), &[("nonce", &nonce)]).status, 303);
    let text = git(&editor.place.host(), &["show", "main:content/events/dinner/index.en.md"]);
    assert!(text.contains("Written by somebody else."));
    push("Written once more.");
    let head = git(&editor.place.host(), &["rev-parse", "main"]);
    // A second one on the same folder would get into the way of the first.
    let refused = editor.runtime.block_on(Running::start(&options(&editor.place))).err().unwrap();
    assert!(refused.contains("runs already"), "{refused}");
    let form = ida.get(FORM);
    let cookies = ida.cookies.clone();
    let place = editor.stopped();
    let options = options(&place);
    let editor = Hosted::with(place, options);
    let here = editor.place.folder.path().join("data/edit/site.git");
    while git(&here, &["rev-parse", "main"]) != head {}
    // Who had a form open goes on, and what was pushed meanwhile stays.
    let mut ida = Browser { cookies, ..Browser::new(&editor) };
    let fields = [("nonce", &*form.field("nonce")), ("from", &*form.field("from")), ("title", "Aftensmad")];
    let kept = ida.post(FORM, &fields);
    assert_eq!(kept.status, 403, "{}", kept.text);
    let kept = kept.fields();
    assert!(kept.contains(&("title".to_owned(), "Aftensmad".to_owned())), "{kept:?}");
    let pairs: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (&**name, &**value)).collect();
    let saved = ida.post(FORM, &pairs);
    assert_eq!(saved.status, 303, "{}", saved.text);
}

#[test]
fn a_site_with_errors_lets_people_in_to_mend_it() {
    let place = Place::with_host();
    let path = place.root().join("content/events/dinner/index.en.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("title:", "titel:", 1)).unwrap();
    git(&place.root(), &["commit", "--quiet", "-am", "Break"]);
    git(&place.root(), &["push", "--quiet"]);
    let options = options(&place);
    let editor = Hosted::with(place, options);
    editor.invite("Ida", everything(Role::Publisher));
    let mut ida = editor.signed_in("Ida", "/edit/");
    let home = ida.get("/edit/");
    assert!(home.text.contains("has errors"), "{}", home.text);
}

#[test]
fn the_first_start_needs_a_repository_and_says_what_is_wrong_with_it() {
    let place = Place::with_host();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let start = |change: &dyn Fn(&mut Many)| {
        let mut options = options(&place);
        change(options.many.as_mut().unwrap());
        runtime.block_on(Running::start(&options)).err().unwrap()
    };
    let none = start(&|many| many.repository = None);
    assert!(none.contains("--repository"), "{none}");
    let gone = start(&|many| many.repository = Some("/no/such/folder".parse().unwrap()));
    assert!(gone.contains("`/no/such/folder`"), "{gone}");
    let branch = start(&|many| many.branch = "other".to_owned());
    assert!(branch.contains("`other`"), "{branch}");
    let edit = place.folder.path().join("data/edit");
    assert!(!edit.join("site.git").exists(), "nothing is left that looks like a repository");
    assert_eq!(fs::metadata(&edit).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn after_a_publication_a_program_runs_and_the_site_is_asked() {
    let place = Place::with_host();
    let site = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut options = options(&place);
    let (script, told) = (place.folder.path().join("then"), place.folder.path().join("told"));
    fs::write(&script, "echo \"$SPACES_VERSION\" > \"$1.part\" && mv \"$1.part\" \"$1\"\n").unwrap();
    let many = options.many.as_mut().unwrap();
    many.then = Some(format!("sh {} {}", script.display(), told.display()).parse().unwrap());
    many.ask = Some(format!("http://{}", site.local_addr().unwrap()));
    let editor = Hosted::with(place, options);
    editor.invite("Ida", everything(Role::Publisher));
    let mut ida = editor.signed_in("Ida", FORM);
    let saved = saves(&mut ida, FORM, "Middag i København");
    let draft = saved.location().split('/').nth(3).unwrap().to_owned();
    let draft = ida.get(&format!("/edit/d/{draft}"));
    let address = draft.text.split_once(&format!("value=\"{SEE}/")).unwrap().1.split_once('"').unwrap().0;
    let shown = see(&editor, &format!("/{address}"), SEE_HOST);
    assert_eq!(shown.status, 200);
    let path = draft.text.split_once("/publish\"").unwrap().0.rsplit_once('"').unwrap().1.to_owned();
    let published = ida.post(&format!("{path}/publish"), &[("nonce", &draft.field("nonce"))]);
    assert_eq!(published.status, 303, "{}", published.text);
    let version = published.location().rsplit_once('/').unwrap().1;
    while !told.exists() {}
    assert_eq!(fs::read_to_string(told).unwrap().trim(), version);

    // The site as it was, and as it is; what stands around the page may differ.
    let page = shown.text.replace(&format!("/{}", address.split_once('/').unwrap().0), "");
    let mut look = |body: &str| {
        thread::scope(|scope| {
            scope.spawn(|| serves(&site, body));
            ida.get(published.location()).text
        })
    };
    let old = look(&page.replace("Middag i København", "Middag"));
    assert!(old.contains("It isn't on the site yet") && old.contains("?look=again"), "{old}");
    let new = look(&page);
    assert!(new.contains("It is on the site:"), "{new}");
    drop(site);
    let gone = ida.get(published.location()).text;
    assert!(gone.contains("doesn't answer"), "{gone}");
}

/// Answers one request.
fn serves(site: &TcpListener, body: &str) {
    let (mut stream, _) = site.accept().unwrap();
    let mut asked = [0; 4096];
    assert!(stream.read(&mut asked).unwrap() > 0);
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
}

/// A page of a draft.
pub(crate) fn see(editor: &Hosted, path: &str, host: &str) -> Got {
    let lines = [format!("GET {path} HTTP/1.1"), format!("host: {host}"), "connection: close".to_owned()];
    asked(editor.see, &lines, "")
}
