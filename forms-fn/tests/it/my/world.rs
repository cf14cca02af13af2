//! A site whose forms ask for an address, a number and a consent, and a person with links of their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::Method;
use forms::Definition;
use forms_fn::secret::{KeyProvider, Keyring, LinkPurpose};
use forms_fn::{App, Clock, Desk, FormsFolder, Item, Reference, Status, Store};
use tempfile::TempDir;

use crate::site::{self, Answer, FORM, ask, time};

pub(crate) const NOW: &str = "2027-01-10T12:00:00Z";
pub(crate) const AMINA: &str = "event=ten&full_name=Amina&email=amina%40example.org&stage=idea&diet=meat&consent_needs=yes&news=yes&adult=yes";

pub(crate) struct World {
    _folder: TempDir,
    pub(crate) desk: Desk,
    pub(crate) app: App,
}

pub(crate) fn world() -> World {
    crate::logs::listen();
    let folder = tempfile::tempdir().unwrap();
    let keyring = Arc::new(Keyring::generate());
    let store = Store::open(folder.path()).unwrap();
    let desk = Desk::new(store.clone(), store, Arc::clone(&keyring), KeyProvider::File(keyring));
    let app = App::new(forms(), desk.clone(), Clock::Fixed(time(NOW)));
    World { _folder: folder, desk, app }
}

fn forms() -> FormsFolder {
    FormsFolder::from_parts(&parts()).unwrap()
}

/// The files of the site.
pub(crate) fn parts() -> BTreeMap<String, Vec<u8>> {
    let mut parts = site::parts();
    let yaml = [
        ("registration", include_str!("registration.yaml")),
        ("mentor-request", include_str!("mentor-request.yaml")),
    ];
    for (form, yaml) in yaml {
        let definition = Definition::parse(form, yaml, &["en", "ar"]).unwrap();
        parts.insert(format!("definitions/{form}.json"), serde_json::to_vec(&definition).unwrap());
    }
    parts
}

impl World {
    /// The same store at another time.
    pub(crate) fn at(&self, now: &str) -> App {
        App::new(forms(), self.desk.clone(), Clock::Fixed(time(now)))
    }

    pub(crate) async fn get(&self, url: &str) -> Answer {
        ask(&self.app, Method::GET, url, &[], "").await
    }

    pub(crate) async fn get_json(&self, url: &str) -> Answer {
        ask(&self.app, Method::GET, url, &[("accept", "application/json")], "").await
    }

    pub(crate) async fn post(&self, url: &str, body: &str) -> Answer {
        ask(&self.app, Method::POST, url, &[("content-type", FORM)], body.to_owned()).await
    }

    pub(crate) async fn register(&self, body: &str) -> Reference {
        let answer = self.post("/en/forms/registration", body).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        reference(&answer)
    }

    /// Guests who take `number` seats of the dinner with ten.
    pub(crate) async fn fill(&self, number: usize) {
        for guest in 0..number {
            let body = format!("event=ten&full_name=Guest&email=guest{guest}%40example.org&adult=yes");
            self.register(&body).await;
        }
    }

    pub(crate) fn token(&self, purpose: LinkPurpose, reference: &Reference) -> String {
        self.desk.keyring().link(purpose, reference, time("2027-02-01T00:00:00Z"))
    }

    /// The address of a link in a message.
    pub(crate) fn link(&self, purpose: LinkPurpose, reference: &Reference) -> String {
        format!("{MY}?t={}", self.token(purpose, reference))
    }

    /// Opens a link and presses the button for `action` on that page.
    pub(crate) async fn press(&self, url: &str, action: &str) -> Answer {
        let page = self.get(url).await;
        assert_eq!(page.status, 200, "{}", page.body);
        self.post(MY, &format!("action={action}&t={}", button(&page, action))).await
    }

    pub(crate) async fn status(&self, reference: &Reference) -> Status {
        self.desk.find(reference, time(NOW)).await.unwrap().unwrap().record.status()
    }

    /// Everything that is stored.
    pub(crate) async fn items(&self) -> Vec<Item> {
        self.desk.store().scan(None, 10_000, time(NOW)).await.unwrap()
    }
}

pub(crate) const MY: &str = "/en/forms/registration/my";

pub(crate) fn reference(answer: &Answer) -> Reference {
    let (_, query) = answer.header("location").split_once("?ref=").unwrap();
    Reference::parse(query.split('&').next().unwrap()).unwrap()
}

/// The token of the button for an act.
pub(crate) fn button(page: &Answer, action: &str) -> String {
    let button = format!("name=\"action\" value=\"{action}\"><input type=\"hidden\" name=\"t\" value=\"");
    let found = page.body.replace(">\n<input", "><input");
    let (_, after) = found.split_once(&button).unwrap_or_else(|| panic!("no {action} in {}", page.body));
    after.split_once('"').unwrap().0.to_owned()
}

/// The first link of the page whose words are these.
pub(crate) fn link(page: &Answer, words: &str) -> String {
    let (before, _) =
        page.body.split_once(&format!(">{words}</a>")).unwrap_or_else(|| panic!("{}", page.body));
    let (_, url) = before.rsplit_once("href=\"").unwrap();
    url.split_once('"').unwrap().0.replace("&amp;", "&")
}
