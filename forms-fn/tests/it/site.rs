//! A small site in two languages, and one helper to ask it and to look into its store.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use forms::{
    Definition, Direction, EventInfo, EventStatus, EventTime, Facts, LanguageInfo, Manifest, Said, SitePages,
    SitePath, Texts, TicketStep, TicketWords, Tickets,
};
use forms_fn::secret::{self, KeyProvider, Keyring};
use forms_fn::{App, Clock, Counters, Desk, FormsFolder, Key, Store, Stored, Visible};
use http_body_util::BodyExt;
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
/// The shell shows where each hole is filled.
const SHELL: &str = "<!doctype html><html lang=LANG><title>@@title@@ | Site</title>\
    <a href=\"/en/@@path@@\">English</a><main>@@main@@</main></html>";
/// The time at which the fixture's events are open, closed or past.
const NOW: &str = "2027-01-10T12:00:00Z";
/// Name, status, opens, closes (day and hour of January), capacity, waiting list.
type Row = (&'static str, EventStatus, &'static str, &'static str, Option<u32>, bool);
const EVENTS: [Row; 10] = [
    ("ten", EventStatus::Scheduled, "01T09", "18T12", Some(10), true),
    ("two", EventStatus::Scheduled, "01T09", "18T12", Some(2), false),
    ("any", EventStatus::Scheduled, "01T09", "18T12", None, false),
    ("full", EventStatus::Full, "01T09", "18T12", Some(10), false),
    ("full-waitlist", EventStatus::Full, "01T09", "18T12", Some(10), true),
    ("closed", EventStatus::Scheduled, "01T09", "09T12", Some(10), true),
    ("soon", EventStatus::Scheduled, "11T09", "18T12", Some(10), true),
    ("cancelled", EventStatus::Cancelled, "01T09", "18T12", Some(10), true),
    ("postponed", EventStatus::Postponed, "01T09", "18T12", Some(10), true),
    ("past", EventStatus::Scheduled, "01T09", "02T12", Some(10), true),
];

/// What a browser sends along from a page of the site, unless a test says something else.
pub(crate) const BROWSER: [(&str, &str); 3] =
    [("sec-fetch-site", "same-origin"), ("user-agent", "Test/1"), ("accept-language", "en")];

pub(crate) struct Site {
    folder: TempDir,
    pub(crate) app: App,
    pub(crate) desk: Desk,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

pub(crate) fn site() -> Site {
    crate::logs::listen();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let keyring = Arc::new(secret::load_or_create(folder.path()).unwrap());
    let keys = Store::open_keys(folder.path()).unwrap();
    let desk = Desk::new(store, keys, Arc::clone(&keyring), KeyProvider::File(keyring));
    let forms = FormsFolder::from_parts(&parts()).unwrap();
    let app = App::new(forms, desk.clone(), Clock::Fixed(time(NOW)));
    Site { folder, app, desk }
}

/// A desk with keys of its own.
pub(crate) fn desk(store: Store) -> Desk {
    let keyring = Arc::new(Keyring::generate());
    Desk::new(store.clone(), store, Arc::clone(&keyring), KeyProvider::File(keyring))
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl Site {
    /// The same forms and store at another time.
    pub(crate) fn at(&self, now: &str) -> App {
        let forms = FormsFolder::from_parts(&parts()).unwrap();
        App::new(forms, self.desk.clone(), Clock::Fixed(time(now)))
    }

    pub(crate) async fn get(&self, url: &str) -> Answer {
        ask(&self.app, Method::GET, url, &[], "").await
    }

    /// Sends the registration form as a browser does.
    pub(crate) async fn register(&self, body: &str) -> Answer {
        self.post("/en/forms/registration", FORM, body.to_owned()).await
    }

    pub(crate) async fn post(&self, url: &str, kind: &str, body: impl Into<Body>) -> Answer {
        ask(&self.app, Method::POST, url, &[("content-type", kind)], body).await
    }

    pub(crate) async fn json(&self, body: &str) -> Answer {
        self.post("/en/forms/registration", "application/json", body.to_owned()).await
    }

    /// Every record, of all forms and events.
    pub(crate) async fn stored(&self) -> Vec<Stored> {
        let mut all = Vec::new();
        for (event, ..) in EVENTS {
            all.extend(self.list("registration", Some(event)).await);
        }
        all.extend(self.list("mentor-request", None).await);
        all
    }

    pub(crate) async fn list(&self, form: &str, event: Option<&str>) -> Vec<Stored> {
        self.desk.list(form, event, Visible::Everything, time(NOW)).await.unwrap()
    }

    pub(crate) async fn counters(&self, event: &str) -> Counters {
        self.desk.counters(event, time(NOW)).await.unwrap()
    }

    pub(crate) async fn assert_nothing_stored(&self) {
        let items = self.desk.store().scan(None, 10, time(NOW)).await.unwrap();
        let keys: Vec<Key> = items.into_iter().map(|item| item.key).collect();
        assert_eq!(keys, []);
    }

    /// A connection of our own to the store's file.
    pub(crate) fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder.path().join("submissions.sqlite")).unwrap()
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

pub(crate) async fn ask(
    app: &App,
    method: Method,
    url: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in BROWSER.iter().filter(|(name, _)| headers.iter().all(|(other, _)| name != other)) {
        request = request.header(*name, *value);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let router: Router = forms_fn::server(app.clone());
    let response = router.oneshot(request.body(body.into()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let body = String::from_utf8(bytes.to_vec()).unwrap();
    Answer { status: parts.status, headers: parts.headers, body }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The reference in the address that the answer leads to.
    pub(crate) fn reference(&self) -> String {
        let (_, query) = self.header("location").split_once("?ref=").unwrap();
        query.split('&').next().unwrap().to_owned()
    }

    #[track_caller]
    pub(crate) fn assert_has(&self, words: &[&str]) {
        for words in words {
            assert!(self.body.contains(words), "no `{words}` in:\n{}", self.body);
        }
    }
}

/// The text without a reference, and without the code that is drawn of it.
pub(crate) fn without(text: &str, reference: &str) -> String {
    let mut text = text.replace(reference, "REFERENCE");
    let drawn = "<path fill=\"#000\" d=\"";
    if let Some((at, _)) = text.match_indices(drawn).next() {
        let from = at + drawn.len();
        let to = from + text[from..].find('"').unwrap();
        text.replace_range(from..to, "CODE");
    }
    text
}

/// What the generator would have made.
pub(crate) fn parts() -> BTreeMap<String, Vec<u8>> {
    let fixture = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixture");
    let read = |name: &str| std::fs::read_to_string(fixture.join(name)).unwrap();
    let mut parts = BTreeMap::new();
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest()).unwrap());
    for form in ["registration", "mentor-request"] {
        let definition = Definition::parse(form, &read(&format!("{form}.yaml")), &["en", "ar"]).unwrap();
        parts.insert(format!("definitions/{form}.json"), serde_json::to_vec(&definition).unwrap());
    }
    for lang in ["en", "ar"] {
        let texts = Texts::parse(lang, &read(&format!("texts/{lang}.yaml"))).unwrap();
        parts.insert(format!("texts/{lang}.json"), serde_json::to_vec(&texts).unwrap());
        let tickets: Tickets = EVENTS.iter().map(|(id, ..)| ((*id).to_owned(), ticket(lang, id))).collect();
        parts.insert(format!("tickets/{lang}.json"), serde_json::to_vec(&tickets).unwrap());
        parts.insert(format!("shells/{lang}.html"), SHELL.replace("LANG", lang).into_bytes());
    }
    parts.insert("desk/shell.html".to_owned(), SHELL.replace("LANG", "@@lang@@").into_bytes());
    parts
}

pub(crate) fn manifest() -> Manifest {
    let language = |id: &str, name: &str, dir| LanguageInfo { id: id.to_owned(), name: name.to_owned(), dir };
    Manifest {
        version: 1,
        base_url: "https://example.org".to_owned(),
        languages: vec![language("en", "English", Direction::Ltr), language("ar", "العربية", Direction::Rtl)],
        default_language: "en".to_owned(),
        events: EVENTS.iter().map(|row| (row.0.to_owned(), event(row))).collect(),
        pages: SitePages { code_of_conduct: page("code-of-conduct"), privacy: page("privacy") },
        forms: vec!["registration".to_owned(), "mentor-request".to_owned()],
        ..Manifest::default()
    }
}

fn event(&(id, status, opens, closes, capacity, waitlist): &Row) -> EventInfo {
    let at = |text: &str| event_time(&format!("2027-01-{text}:00:00+01:00[Europe/Oslo]"));
    let day = if id == "past" { "03" } else { "21" };
    EventInfo {
        form: Some("registration".to_owned()),
        starts: at(&format!("{day}T18")),
        ends: at(&format!("{day}T21")),
        opens: Some(at(opens)),
        closes: Some(at(closes)),
        time_zone: at(opens).time_zone().clone().into(),
        capacity,
        waitlist,
        status,
        online: false,
        facts: Facts::from_iter(["food"]),
        title: both(&format!("Dinner {id} & more"), &format!("عشاء {id}")),
        url: page(&format!("events/{id}")),
        when: both("Thursday 21 January 2027, 18:00–21:00", "الخميس 21 يناير 2027"),
        opens_text: both("Monday 11 January, 09:00", "الاثنين 11 يناير"),
        closes_text: both("Saturday 9 January, 12:00", "السبت 9 يناير"),
        sequence: 0,
        place: BTreeMap::new(),
        country: Some("NO".to_owned()),
        kind: Some("storytelling_dinner".to_owned()),
        map_url: Some("https://maps.example/12".to_owned()),
        hosts: Vec::new(),
        was: Vec::new(),
    }
}

/// The day of an event in a language; the Arabic programme is borrowed from the English one.
fn ticket(lang: &str, id: &str) -> TicketWords {
    let said = |text: &str, lang: Option<&str>| Said { text: text.to_owned(), lang: lang.map(str::to_owned) };
    let ticket = |day: &str, directions: &str, borrowed| TicketWords {
        day: day.to_owned(),
        time: "18:00–21:00".to_owned(),
        address: vec!["House".to_owned(), "Street 1".to_owned()],
        directions: Some(said(directions, None)),
        languages: Some("English".to_owned()),
        interpretation: None,
        programme: vec![TicketStep { time: "18:00".to_owned(), text: said("Doors open", borrowed) }],
        calendar: format!("/{lang}/events/{id}/event.ics").parse().ok(),
    };
    match lang {
        "en" => ticket("Thursday 21 January 2027", "The door is in the yard.", None),
        _ => ticket("الخميس 21 يناير 2027", "الباب في الفناء.", Some("en")),
    }
}

/// A time as the generator writes it.
pub(crate) fn event_time(text: &str) -> EventTime {
    text.parse().unwrap()
}

/// A page in both languages.
fn page(name: &str) -> BTreeMap<String, SitePath> {
    ["en", "ar"].map(|lang| (lang.to_owned(), format!("/{lang}/{name}/").parse().unwrap())).into()
}

fn both(en: &str, ar: &str) -> BTreeMap<String, String> {
    [("en".to_owned(), en.to_owned()), ("ar".to_owned(), ar.to_owned())].into()
}
