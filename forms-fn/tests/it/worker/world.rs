//! A site whose events can be changed, a store that lives on, and a folder full of letters.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use axum::http::Method;
use forms::{Definition, EventInfo, EventStatus, Manifest, OrganisationInfo, Texts};
use forms_fn::mail::Transport;
use forms_fn::secret::{self, KeyProvider};
use forms_fn::worker::{self, Post, Report};
use forms_fn::{App, Changed, Clock, Desk, FormsFolder, Key, Reference, Status, Step, Store, Stored};
use mail_parser::{MessageParser, MimeHeaders};
use tempfile::TempDir;

use crate::site::{self, ask, time};

/// Noon in UTC, one o'clock in Oslo; the events are on 21 January from 18 to 21.
pub(crate) const NOW: &str = "2027-01-10T12:00:00Z";

const ZONES: &str = "
event: { moment: \"{when} ({zone})\" }
zone: { oslo: Oslo time, helsinki: Helsinki time }
";

const MORE_QUESTIONS: &str = "
  - name: heard
    group: you
    kind: choice
    label: { en: How did you hear of it?, ar: كيف }
    options:
      - { value: friend, label: { en: A friend, ar: صديق } }
      - { value: poster, label: { en: A poster, ar: ملصق } }
    personal: true
    purpose: guest_list
    keep: count
  - name: message_language
    group: you
    kind: language
    label: { en: Language, ar: اللغة }
    personal: true
    purpose: guest_list
    keep: { days: 90, after: event_end }
  - name: phone
    group: you
    kind: phone
    label: { en: Phone, ar: الهاتف }
    minDigits: 6
    maxDigits: 15
    personal: true
    purpose: guest_list
    keep: { days: 90, after: event_end }
";

const MORE_OF_A_REQUEST: &str = "
  - name: email
    group: you
    kind: email
    label: { en: E-mail, ar: البريد الإلكتروني }
    maxLength: 254
    personal: true
    purpose: contact
    keep: { days: 30, after: closing }
  - name: country
    group: you
    kind: country
    label: { en: Country, ar: البلد }
    personal: true
    purpose: contact
    keep: { days: 30, after: closing }
";

pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) desk: Desk,
    pub(crate) manifest: Manifest,
    /// What the forms promise: `deadlines` as their files say it, by form. What isn't there is as by default.
    pub(crate) deadlines: BTreeMap<&'static str, &'static str>,
}

/// A letter as its reader sees it.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    /// The name of its file, which is the left part of its Message-ID.
    pub(crate) id: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) lang: String,
    pub(crate) text: String,
    pub(crate) calendar: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

impl World {
    pub(crate) fn new() -> Self {
        crate::logs::listen();
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let mut manifest = site::manifest();
        let organisation = |name: &str, country: &str, email: Option<&str>| OrganisationInfo {
            name: name.to_owned(),
            email: email.map(str::to_owned),
            country: country.to_owned(),
            lang: "en".to_owned(),
        };
        manifest.organisations = [
            ("north".to_owned(), organisation("North", "NO", Some("norway@example.org"))),
            ("east".to_owned(), organisation("East", "FI", Some("finland@example.org"))),
            ("silent".to_owned(), organisation("Silent", "SE", None)),
        ]
        .into();
        manifest.events.retain(|id, _| id == "ten");
        let event = manifest.events.get_mut("ten").unwrap();
        event.hosts = vec!["north".to_owned()];
        event.place = both("The house, Oslo", "البيت، أوسلو");
        Self { folder, desk, manifest, deadlines: BTreeMap::new() }
    }

    /// The one event.
    pub(crate) fn event(&mut self) -> &mut EventInfo {
        self.manifest.events.get_mut("ten").unwrap()
    }

    pub(crate) fn app(&self, now: &str) -> App {
        self.app_of(&self.desk, now)
    }

    pub(crate) fn app_of(&self, desk: &Desk, now: &str) -> App {
        let mut parts = site::parts();
        parts.insert("manifest.json".to_owned(), serde_json::to_vec(&self.manifest).unwrap());
        let yaml = fs::read_to_string(fixture().join("texts/en.yaml")).unwrap();
        let texts = Texts::parse("en", &format!("{yaml}{ZONES}")).unwrap();
        parts.insert("texts/en.json".to_owned(), serde_json::to_vec(&texts).unwrap());
        for (form, more) in [("registration", MORE_QUESTIONS), ("mentor-request", MORE_OF_A_REQUEST)] {
            let yaml = fs::read_to_string(fixture().join(format!("{form}.yaml"))).unwrap();
            let deadlines = self.deadlines.get(form).copied().unwrap_or("{}");
            let yaml = format!("{yaml}{more}\ndeadlines: {deadlines}\n");
            let definition = Definition::parse(form, &yaml, &["en", "ar"]).unwrap();
            parts.insert(format!("definitions/{form}.json"), serde_json::to_vec(&definition).unwrap());
        }
        App::new(FormsFolder::from_parts(&parts).unwrap(), desk.clone(), Clock::Fixed(time(now)))
    }

    /// A desk of another process on the same store.
    pub(crate) fn other_desk(&self) -> Desk {
        desk(&self.folder)
    }

    pub(crate) fn post(&self) -> Post {
        Post { transport: Transport::Folder(self.mail_folder()), from: None }
    }

    pub(crate) fn mail_folder(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    /// One pass; nothing of it may fail.
    pub(crate) async fn tick(&self, now: &str) -> Report {
        // Days pass between two looks; that a clock which leaps is doubted, `clock.rs` tries.
        self.desk.confirm_clock(time(now)).await.unwrap();
        let report = worker::tick(&self.app(now), &self.post(), time(now)).await;
        assert_eq!(report.failures, 0, "{report:?}");
        report
    }

    /// Sends the registration form; an address is made of the name.
    pub(crate) async fn register(&self, now: &str, name: &str) -> Reference {
        self.send(now, "registration", &format!("event=ten&full_name={name}&email={name}@example.net")).await
    }

    pub(crate) async fn send(&self, now: &str, form: &str, body: &str) -> Reference {
        let headers = [("content-type", site::FORM)];
        let url = format!("/en/forms/{form}");
        let answer = ask(&self.app(now), Method::POST, &url, &headers, body.to_owned()).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        Reference::parse(&answer.reference()).unwrap()
    }

    pub(crate) async fn step(&self, now: &str, reference: &Reference, step: Step) {
        let terms = self.terms();
        let changed = self.desk.change(reference, step, Some(&terms), time(now)).await.unwrap();
        assert!(matches!(changed, Changed::Done(_)), "{changed:?}");
    }

    pub(crate) fn terms(&self) -> forms_fn::Terms {
        let info = &self.manifest.events["ten"];
        forms_fn::Terms {
            event: "ten".to_owned(),
            capacity: info.capacity,
            waitlist: info.waitlist,
            starts: info.starts.timestamp(),
            ends: info.ends.timestamp(),
            zone: info.starts.time_zone().clone(),
            offer: self.manifest.offer.clone(),
            full: info.status == EventStatus::Full,
            cancelled: info.status == EventStatus::Cancelled,
        }
    }

    pub(crate) async fn find(&self, reference: &Reference, now: &str) -> Option<Stored> {
        self.desk.find(reference, time(now)).await.unwrap()
    }

    pub(crate) async fn status(&self, reference: &Reference, now: &str) -> Status {
        self.find(reference, now).await.unwrap().record.status()
    }

    /// The names of all items whose partition begins so.
    pub(crate) async fn keys(&self, partition: &str, now: &str) -> Vec<Key> {
        let items = self.desk.store().scan(None, 10_000, time(now)).await.unwrap();
        items.into_iter().map(|item| item.key).filter(|key| key.pk.starts_with(partition)).collect()
    }

    /// All letters so far, by their ids.
    pub(crate) fn mails(&self) -> Vec<Mail> {
        let Ok(entries) = fs::read_dir(self.mail_folder()) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        // What is being written isn't a letter yet.
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
        paths.sort();
        paths
            .iter()
            .map(|path| mail(path.file_stem().unwrap().to_str().unwrap(), fs::read(path).unwrap()))
            .collect()
    }

    /// The occasions of the letters to one person, in the order in which they were written.
    pub(crate) fn letters_to(&self, name: &str) -> Vec<String> {
        let address = format!("{name}@example.net");
        let mut letters: Vec<(u32, String)> =
            self.mails().iter().filter(|mail| mail.to == address).map(Mail::number_and_occasion).collect();
        letters.sort();
        letters.into_iter().map(|(_, occasion)| occasion).collect()
    }

    /// The newest letter of an occasion to one person.
    #[track_caller]
    pub(crate) fn letter(&self, name: &str, occasion: &str) -> Mail {
        let address = format!("{name}@example.net");
        let mut mails = self.mails();
        mails.retain(|mail| mail.to == address && mail.number_and_occasion().1 == occasion);
        mails.sort_by_key(Mail::number_and_occasion);
        mails.pop().unwrap_or_else(|| panic!("no letter `{occasion}` to {name}"))
    }
}

impl Mail {
    fn number_and_occasion(&self) -> (u32, String) {
        let mut parts = self.id.split('.').skip(1);
        (parts.next().unwrap().parse().unwrap_or_default(), parts.next().unwrap_or_default().to_owned())
    }

    /// The value of a line in the calendar entry.
    pub(crate) fn entry(&self, name: &str) -> String {
        let calendar = self.calendar.as_ref().unwrap_or_else(|| panic!("no calendar in {}", self.id));
        let unfolded = calendar.replace("\r\n ", "");
        // The description of the zone has lines of the same names.
        let (head, event) = unfolded.split_once("BEGIN:VEVENT").unwrap();
        let mut lines = event.lines().chain(head.lines());
        let line = lines.find(|line| line.starts_with(name) && line[name.len()..].starts_with([':', ';']));
        line.unwrap_or_else(|| panic!("no {name} in {unfolded}"))[name.len() + 1..].to_owned()
    }
}

fn mail(id: &str, bytes: Vec<u8>) -> Mail {
    let message = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(message.message_id(), Some(format!("{id}@example.org").as_str()));
    let calendar = message.parts.iter().find(|part| part.is_content_type("text", "calendar"));
    Mail {
        id: id.to_owned(),
        to: message.to().unwrap().first().unwrap().address().unwrap().to_owned(),
        subject: message.subject().unwrap().to_owned(),
        lang: message.header_raw("Content-Language").unwrap().trim().to_owned(),
        text: message.body_text(0).unwrap().into_owned(),
        calendar: calendar.map(|part| part.text_contents().unwrap().to_owned()),
        bytes: bytes.clone(),
    }
}

fn fixture() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixture")
}

pub(crate) fn both(en: &str, ar: &str) -> BTreeMap<String, String> {
    [("en".to_owned(), en.to_owned()), ("ar".to_owned(), ar.to_owned())].into()
}

fn desk(folder: &TempDir) -> Desk {
    let store = Store::open(folder.path()).unwrap();
    let keyring = Arc::new(secret::load_or_create(folder.path()).unwrap());
    Desk::new(store.clone(), store, Arc::clone(&keyring), KeyProvider::File(keyring))
}
