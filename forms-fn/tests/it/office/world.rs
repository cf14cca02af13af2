//! Two organisations in two countries, with events of their own and one together, and requests from both countries.

use std::sync::Arc;

use forms::{Definition, Facts, OrganisationInfo, Values};
use forms_fn::office::{Access, NewReport, Office, Organiser, Period, Purpose, Scope};
use forms_fn::secret::{self, KeyProvider};
use forms_fn::{App, Audit, Clock, Desk, FormsFolder, Nonce, Outcome, Reference, Registration, Store, Terms};
use jiff::Timestamp;
use tempfile::TempDir;

use crate::site::time;

const NOW: &str = "2027-01-10T12:00:00Z";

const COUNTRY: &str = "
  - { name: country, group: you, kind: country, label: { en: Country, ar: بلد }, personal: true, purpose: contact, keep: { days: 365, after: closing } }
";

pub(crate) struct World {
    pub(crate) desk: Desk,
    pub(crate) office: Office,
    site: Arc<FormsFolder>,
    folder: TempDir,
    sent: std::cell::Cell<u32>,
}

pub(crate) fn now() -> Timestamp {
    time(NOW)
}

/// Karin with a purpose.
pub(crate) fn access(scope: Scope) -> Access {
    let organiser = Organiser::named("karin").unwrap();
    Access { organiser, scope, purpose: Purpose::new("a look"), at: now() }
}

pub(crate) fn everything() -> Access {
    access(Scope::Everything)
}

pub(crate) fn organisation(id: &str) -> Scope {
    Scope::Organisation(id.to_owned())
}

pub(crate) fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let keyring = Arc::new(secret::load_or_create(folder.path()).unwrap());
    let keys = Store::open_keys(folder.path()).unwrap();
    of_desk(Desk::new(store, keys, Arc::clone(&keyring), KeyProvider::File(keyring)), folder)
}

/// The same on any store.
pub(crate) fn world_on(store: Store) -> World {
    of_desk(crate::site::desk(store), tempfile::tempdir().unwrap())
}

fn of_desk(desk: Desk, folder: TempDir) -> World {
    let site = Arc::new(site());
    let office = Office::new(desk.clone(), Some(Arc::clone(&site)));
    World { desk, office, site, folder, sent: std::cell::Cell::new(0) }
}

/// `ten` is Fika's, `two` is Havn's, `any` is of both.
fn site() -> FormsFolder {
    let mut parts = crate::site::parts();
    let mut manifest = crate::site::manifest();
    let hosts = [("ten", vec!["fika"]), ("two", vec!["havn"]), ("any", vec!["fika", "havn"])];
    manifest.events.retain(|id, _| hosts.iter().any(|(event, _)| event == id));
    for (event, hosts) in hosts {
        manifest.events.get_mut(event).unwrap().hosts = hosts.into_iter().map(str::to_owned).collect();
    }
    let partner = |name: &str, country: &str| OrganisationInfo {
        name: name.to_owned(),
        country: country.to_owned(),
        lang: "en".to_owned(),
        ..OrganisationInfo::default()
    };
    manifest.organisations =
        [("fika".to_owned(), partner("Fika", "NO")), ("havn".to_owned(), partner("Havn", "DK"))].into();
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    let yaml = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixture/mentor-request.yaml");
    let yaml = std::fs::read_to_string(yaml).unwrap() + COUNTRY;
    let yaml = yaml.replace("  - name: name\n", "  - name: name\n    role: name\n");
    let request = Definition::parse("mentor-request", &yaml, &["en", "ar"]).unwrap();
    parts.insert("definitions/mentor-request.json".to_owned(), serde_json::to_vec(&request).unwrap());
    FormsFolder::from_parts(&parts).unwrap()
}

impl World {
    /// The pages and forms of it at a moment.
    pub(crate) fn app(&self, now: Timestamp) -> App {
        App::new(site(), self.desk.clone(), Clock::Fixed(now))
    }

    pub(crate) fn terms(&self, event: &str) -> Terms {
        self.site.terms(event).unwrap()
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Registers somebody who eats no pork.
    pub(crate) async fn guest(&self, event: &str, name: &str) -> Reference {
        let email = format!("guest{}@example.org", self.sent.get());
        let answers = [("full_name", name), ("email", email.as_str()), ("diet", "pork")];
        self.send("registration", self.site.terms(event).as_ref(), &answers).await
    }

    /// The same for somebody who reads another language.
    pub(crate) async fn guest_in(&self, event: &str, name: &str, lang: &'static str) -> Reference {
        let email = format!("guest{}@example.org", self.sent.get());
        let answers = [("full_name", name), ("email", email.as_str())];
        let terms = self.site.terms(event);
        self.send_as("registration", terms.as_ref(), &answers, Vec::new(), lang).await
    }

    /// The same for somebody without a mailbox.
    pub(crate) async fn guest_by_phone(&self, event: &str, name: &str) -> Reference {
        self.send("registration", self.site.terms(event).as_ref(), &[("full_name", name)]).await
    }

    /// Somebody whom an organiser has to look at first.
    pub(crate) async fn doubtful(&self, event: &str, name: &str) -> Reference {
        let answers = [
            ("full_name", name),
            ("email", &format!("{}@example.org", name.to_lowercase().replace(' ', "."))),
        ];
        let doubts = vec!["too-fast".to_owned()];
        self.send_with("registration", self.site.terms(event).as_ref(), &answers, doubts).await
    }

    /// The same for an event that the site doesn't show.
    pub(crate) async fn guest_of_lost(&self, event: &str, name: &str) -> Reference {
        let terms = Terms { event: event.to_owned(), ..self.site.terms("ten").unwrap() };
        self.send("registration", Some(&terms), &[("full_name", name)]).await
    }

    pub(crate) async fn request(&self, name: &str, country: &str) -> Reference {
        self.send("mentor-request", None, &[("name", name), ("country", country)]).await
    }

    async fn send(&self, form: &str, terms: Option<&Terms>, answers: &[(&str, &str)]) -> Reference {
        self.send_with(form, terms, answers, Vec::new()).await
    }

    async fn send_with(
        &self,
        form: &str,
        terms: Option<&Terms>,
        answers: &[(&str, &str)],
        doubts: Vec<String>,
    ) -> Reference {
        self.send_as(form, terms, answers, doubts, "en").await
    }

    async fn send_as(
        &self,
        form: &str,
        terms: Option<&Terms>,
        answers: &[(&str, &str)],
        doubts: Vec<String>,
        lang: &str,
    ) -> Reference {
        self.sent.set(self.sent.get() + 1);
        let definition = self.site.definition(form).unwrap();
        let values = Values::from_iter(answers.iter().copied());
        let submission = definition.check(&values, &Facts::from_iter(["food"])).unwrap();
        let event = terms.map(|terms| terms.event.as_str());
        let new = Registration {
            submission: &submission,
            definition,
            terms,
            lang,
            nonce: Nonce::sent(form, event, &format!("{:032}", self.sent.get())).unwrap(),
            doubts,
            marks: Vec::new(),
            draws: Vec::new(),
        };
        match self.desk.register(&new, now()).await.unwrap() {
            Outcome::Stored(answered) => answered.reference,
            other => panic!("{other:?}"),
        }
    }

    /// Freezes a report of what a scope sees. Returns by which it is named.
    pub(crate) async fn report(&self, scope: Scope, period: &str) -> String {
        self.sent.set(self.sent.get() + 1);
        let nonce = format!("nonce-of-a-report-{:04}", self.sent.get());
        let period = Period::parse(period).unwrap();
        let new =
            NewReport { period, name: "A project", project: "NP-1", sentence: "Thanks.", nonce: &nonce };
        self.office.freeze(&access(scope), &new).await.unwrap().take().await.unwrap().0
    }

    /// What the audit says, by name, since all happens at one moment: action and outcome.
    pub(crate) async fn audit(&self) -> Vec<(&'static str, &'static str)> {
        let audits = self.desk.audits("2027-01", now()).await.unwrap();
        let entry = |audit: &Audit| (audit.action.as_str(), audit.outcome.as_str());
        let mut entries: Vec<_> = audits.iter().map(entry).collect();
        entries.sort_unstable();
        entries
    }
}
