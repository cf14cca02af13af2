//! People who register for one event, straight at the desk: for the tests of what the desk promises on every store.

use std::collections::BTreeMap;
use std::sync::Arc;

use forms::{Definition, Facts, OfferRules, Submission, Values};
use forms_fn::secret::{KeyProvider, Keyring};
use forms_fn::{
    Answered, Desk, Draw, Item, Key, Nonce, Outcome, Record, Reference, Registration, Store, StoreError,
    Terms,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::site::time;

pub(crate) const EVENT: &str = "dinner";
/// As many items as one step of a scan takes.
const PAGE: usize = 1000;

/// The form, the event and the keys of one test.
#[derive(Debug, Clone)]
pub(crate) struct Guests {
    pub(crate) definition: Arc<Definition>,
    pub(crate) terms: Terms,
    keyring: Arc<Keyring>,
    /// What each of them draws from.
    pub(crate) draws: Vec<Draw>,
}

/// What one person sends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sent {
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) nonce: String,
    pub(crate) news: bool,
    pub(crate) doubtful: bool,
}

impl Guests {
    pub(crate) fn new(capacity: Option<u32>) -> Self {
        let parts = crate::site::parts();
        let definition = serde_json::from_slice(&parts["definitions/registration.json"]).unwrap();
        let terms = Terms {
            event: EVENT.to_owned(),
            capacity,
            waitlist: true,
            starts: time("2027-01-21T17:00:00Z"),
            ends: time("2027-01-21T20:00:00Z"),
            zone: TimeZone::get("Europe/Oslo").unwrap(),
            offer: OfferRules::default(),
            full: false,
            cancelled: false,
        };
        Self {
            definition: Arc::new(definition),
            terms,
            keyring: Arc::new(Keyring::generate()),
            draws: Vec::new(),
        }
    }

    /// A desk on a store; always with the same keys.
    pub(crate) fn desk(&self, store: Store) -> Desk {
        Desk::new(
            store.clone(),
            store,
            Arc::clone(&self.keyring),
            KeyProvider::File(Arc::clone(&self.keyring)),
        )
    }

    pub(crate) fn submission(&self, sent: &Sent) -> Submission {
        let mut values = Values::from_iter([("full_name", sent.name.as_str()), ("diet", "pork")]);
        if let Some(email) = &sent.email {
            values.insert("email", email);
        }
        if sent.news {
            values.insert("news", "yes");
        }
        self.definition.check(&values, &Facts::from_iter(["food"])).unwrap()
    }

    pub(crate) async fn register(
        &self,
        desk: &Desk,
        sent: &Sent,
        now: Timestamp,
    ) -> Result<Outcome, StoreError> {
        let registration = Registration {
            submission: &self.submission(sent),
            definition: &self.definition,
            terms: Some(&self.terms),
            lang: "en",
            nonce: Nonce::sent("registration", Some(EVENT), &sent.nonce).unwrap(),
            doubts: if sent.doubtful { vec!["too-fast".to_owned()] } else { Vec::new() },
            marks: Vec::new(),
            draws: self.draws.clone(),
        };
        desk.register(&registration, now).await
    }

    /// The same answer, for whoever stands in line the one that the worker has for them: on a slow machine it is crowded soon.
    async fn seated(&self, desk: &Desk, answered: Answered, now: Timestamp) -> Answered {
        if !answered.in_line {
            return answered;
        }
        loop {
            desk.seat_line(&self.terms, now).await.unwrap();
            let stored = desk.find(&answered.reference, now).await.unwrap().unwrap();
            if !stored.record.is_in_line() {
                let (status, position) = (stored.record.status(), stored.position);
                return Answered { status, position, in_line: false, ..answered };
            }
        }
    }

    /// Registers somebody whose name and address are made of a number. Whoever is told that too many are there sends the form
    /// again, as people do: how long that takes is a matter of the machine.
    pub(crate) async fn arrive(&self, desk: &Desk, number: usize, now: Timestamp) -> Answered {
        loop {
            match self.register(desk, &guest(number), now).await {
                Ok(Outcome::Stored(answered)) => return self.seated(desk, answered, now).await,
                Err(error) if error.is_busy() => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

pub(crate) fn guest(number: usize) -> Sent {
    Sent {
        name: format!("Guest {number}"),
        email: Some(format!("guest{number}@example.org")),
        nonce: format!("nonce-of-guest-{number:04}"),
        ..Sent::default()
    }
}

/// Everything in the store.
pub(crate) async fn everything(store: &Store, now: Timestamp) -> BTreeMap<Key, Item> {
    let mut all = BTreeMap::new();
    let mut last: Option<Key> = None;
    loop {
        let items = store.scan(last.as_ref(), PAGE, now).await.unwrap();
        let is_end = items.len() < PAGE;
        last = items.last().map(|item| item.key.clone());
        for item in items {
            assert!(all.insert(item.key.clone(), item).is_none(), "a scan shows everything once");
        }
        if is_end {
            return all;
        }
    }
}

/// The records among everything, by their references.
pub(crate) fn records(items: &BTreeMap<Key, Item>) -> BTreeMap<Reference, Record> {
    let records =
        items.values().filter(|item| item.key.sk.starts_with("R#") && item.key.pk.starts_with("E#"));
    let records = records.map(|item| serde_json::from_value::<Record>(item.body.clone()).unwrap());
    records.map(|record| (record.reference.clone(), record)).collect()
}

/// How many items a partition's kind has: `P#` for example.
pub(crate) fn count(items: &BTreeMap<Key, Item>, pk: &str, sk: &str) -> usize {
    items.keys().filter(|key| key.pk.starts_with(pk) && key.sk.starts_with(sk)).count()
}
