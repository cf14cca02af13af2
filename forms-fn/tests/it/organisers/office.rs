//! A store and a site in a folder, to let the program loose on.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use forms::{Definition, Facts, OfferRules, OrganisationInfo, Values};
use forms_fn::secret::{self, KeyProvider};
use forms_fn::{Desk, Nonce, Outcome, Reference, Registration, Step, Store, Terms};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tempfile::TempDir;

use crate::site::time;

/// Events of this site never end, so that the clock of the machine doesn't matter.
const NEVER: &str = "9999-12-29T18:00:00+01:00[Europe/Oslo]";
/// What the fixture's form doesn't ask.
pub(crate) const MORE: &str = "
  - { name: phone, group: you, kind: phone, label: { en: Telephone, ar: هاتف }, minDigits: 6, maxDigits: 15, personal: true, purpose: guest_list, keep: { days: 30, after: event_end } }
  - { name: country, group: you, kind: country, label: { en: Country, ar: بلد }, personal: true, purpose: guest_list, keep: count }
  - name: stage
    group: you
    kind: choice
    label: { en: How far are you?, ar: مرحلة }
    options:
      - { value: idea, label: { en: An idea, ar: فكرة } }
      - { value: open, label: { en: Open for business, ar: مفتوح } }
    personal: true
    purpose: guest_list
    keep: { days: 90, after: event_end }
  - { name: latin_name, group: you, kind: text, role: latin_name, label: { en: Name in Latin letters, ar: لاتيني }, maxLength: 120, personal: true, purpose: guest_list, keep: { days: 90, after: event_end } }
";

pub(crate) struct Office {
    folder: TempDir,
    pub(crate) desk: Desk,
    /// The registration form as it is now.
    pub(crate) form: Definition,
    sent: std::cell::Cell<u32>,
}

pub(crate) fn office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let store = Store::open(&data).unwrap();
    let keyring = Arc::new(secret::load_or_create(&data).unwrap());
    let keys = Store::open_keys(&data).unwrap();
    let desk = Desk::new(store, keys, Arc::clone(&keyring), KeyProvider::File(keyring));
    let office = Office { form: define(&yaml()), folder, desk, sent: std::cell::Cell::new(0) };
    office.write_site();
    office
}

/// The fixture's form with more questions.
pub(crate) fn yaml() -> String {
    let fixture = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixture/registration.yaml");
    std::fs::read_to_string(fixture).unwrap() + MORE
}

pub(crate) fn define(yaml: &str) -> Definition {
    Definition::parse("registration", yaml, &["en", "ar"]).unwrap()
}

pub(crate) fn now() -> Timestamp {
    time("2025-06-10T12:00:00Z")
}

/// An event that is open at any time.
pub(crate) fn terms(event: &str, capacity: u32) -> Terms {
    let never = NEVER.parse::<jiff::Zoned>().unwrap().timestamp();
    let offer = OfferRules::default();
    let zone = TimeZone::get("Europe/Oslo").unwrap();
    let capacity = Some(capacity);
    Terms {
        event: event.to_owned(),
        capacity,
        waitlist: true,
        starts: never,
        ends: never,
        zone,
        offer,
        full: false,
        cancelled: false,
    }
}

impl Office {
    fn write_site(&self) {
        let mut manifest = crate::site::manifest();
        for (id, event) in &mut manifest.events {
            event.starts = crate::site::event_time(NEVER);
            event.ends = event.starts.clone();
            event.closes = None;
            event.opens = None;
            event.hosts = vec!["fika".to_owned()];
            event.place = [("en".to_owned(), format!("House of {id}"))].into();
        }
        let host = OrganisationInfo {
            name: "Fika & Friends".to_owned(),
            lang: "en".to_owned(),
            ..OrganisationInfo::default()
        };
        manifest.organisations = [("fika".to_owned(), host)].into();
        manifest.funding = [("en".to_owned(), "Nordplus <Adult> pays.".to_owned())].into();
        manifest.project_number = Some("NPAD-2020/10000".to_owned());
        let mut parts = crate::site::parts();
        parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
        let form = serde_json::to_vec(&self.form).unwrap();
        parts.insert("definitions/registration.json".to_owned(), form);
        for (path, bytes) in parts {
            let path = self.folder.path().join("forms").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }

    /// Changes the form on the site.
    pub(crate) fn change_form(&mut self, yaml: &str) {
        self.form = define(yaml);
        self.write_site();
    }

    /// A form with every kind of question, and with all letters.
    pub(crate) fn take_the_whole_form(&mut self) {
        let site = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../generator/tests/site");
        let path = site.join("content/forms/registration.yaml");
        let yaml = std::fs::read_to_string(path).unwrap();
        let languages = ["en", "da", "fi", "nb", "sv", "ar", "uk"];
        self.form = Definition::parse("registration", &yaml, &languages).unwrap();
        self.write_site();
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Registers somebody for the event `ten`.
    pub(crate) async fn register(&self, answers: &[(&str, &str)]) -> Reference {
        self.register_under(answers, &terms("ten", 10), Vec::new(), now()).await
    }

    pub(crate) async fn register_under(
        &self,
        answers: &[(&str, &str)],
        terms: &Terms,
        doubts: Vec<String>,
        now: Timestamp,
    ) -> Reference {
        let mut values = Values::new();
        for (name, value) in answers {
            values.insert(*name, *value);
        }
        let submission = self.form.check(&values, &Facts::from_iter(["food"])).unwrap();
        let new = Registration {
            submission: &submission,
            definition: &self.form,
            terms: Some(terms),
            lang: "en",
            nonce: self.nonce(&terms.event),
            doubts,
            marks: Vec::new(),
            draws: Vec::new(),
        };
        match self.desk.register(&new, now).await.unwrap() {
            Outcome::Stored(answered) => answered.reference,
            other => panic!("{other:?}"),
        }
    }

    /// Somebody who waited for the only seat of an event, and is offered it now.
    pub(crate) async fn offered(&self, answers: &[(&str, &str)], event: &str) -> Reference {
        let terms = terms(event, 1);
        let first = [("full_name", "First"), ("phone", "+4587654321")];
        let first = self.register_under(&first, &terms, Vec::new(), now()).await;
        let next = self.register_under(answers, &terms, Vec::new(), now()).await;
        self.desk.change(&first, Step::Cancel, Some(&terms), now()).await.unwrap();
        next
    }

    fn nonce(&self, event: &str) -> Nonce {
        self.sent.set(self.sent.get() + 1);
        Nonce::sent("registration", Some(event), &format!("{:032}", self.sent.get())).unwrap()
    }

    /// A request for a mentor that an organiser has seen.
    pub(crate) async fn request(&self) -> Reference {
        let parts = crate::site::parts();
        let definition: Definition =
            serde_json::from_slice(&parts["definitions/mentor-request.json"]).unwrap();
        let mut values = Values::new();
        values.insert("name", "Olena");
        values.insert("goal", "sell bread");
        let submission = definition.check(&values, &Facts::none()).unwrap();
        let nonce = self.nonce("");
        let (definition, submission) = (&definition, &submission);
        let new = Registration {
            submission,
            definition,
            terms: None,
            lang: "en",
            nonce,
            doubts: Vec::new(),
            marks: Vec::new(),
            draws: Vec::new(),
        };
        match self.desk.register(&new, now()).await.unwrap() {
            Outcome::Stored(answered) => answered.reference,
            other => panic!("{other:?}"),
        }
    }

    /// Runs the program as `karin`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut arguments = arguments.to_vec();
        let data = self.path().join("data");
        let forms = self.path().join("forms");
        arguments.extend(["--data", data.to_str().unwrap()]);
        let knows_site = !["report", "audit", "destroy-key", "rotate-keys"].contains(&arguments[0]);
        if knows_site {
            arguments.extend(["--forms", forms.to_str().unwrap()]);
        }
        arguments.extend(["--as", "karin"]);
        run(&arguments)
    }

    /// Runs the program for a purpose; it has to succeed, and returns what it prints.
    #[track_caller]
    pub(crate) fn ask(&self, arguments: &[&str]) -> String {
        let mut all = arguments.to_vec();
        all.extend(["--purpose", "order the food"]);
        let output = self.run(&all);
        assert!(output.status.success(), "{arguments:?}: {}", words(&output.stderr));
        words(&output.stdout)
    }

    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.ask(arguments)).unwrap()
    }

    /// Runs the program; it has to fail, and returns why.
    #[track_caller]
    pub(crate) fn refuse(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?}: {}", words(&output.stdout));
        assert_eq!(words(&output.stdout), "", "whoever is refused learns nothing");
        words(&output.stderr)
    }
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_forms-fn"))
        .args(arguments)
        .env_remove("AWS_LAMBDA_RUNTIME_API")
        .output()
        .unwrap()
}

pub(crate) fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
