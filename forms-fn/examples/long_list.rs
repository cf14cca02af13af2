//! How long the list of an event takes with 10,000 people: `cargo run --release -p forms-fn --example long_list`.
#![recursion_limit = "256"]
#![expect(
    clippy::disallowed_methods,
    reason = "measures with the machine's clock, and reads a form of the tests"
)]
#![expect(clippy::unwrap_used, reason = "a measurement that can't go on has failed")]
#![expect(clippy::print_stdout, reason = "prints what it measured")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use forms::{Definition, Facts, OfferRules, Values};
use forms_fn::export::Search;
use forms_fn::office::{Access, ListQuery, Office, Order, Organiser, Purpose, Scope, Which};
use forms_fn::secret::{KeyProvider, Keyring};
use forms_fn::{Desk, Nonce, Registration, Status, Store, Terms};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// As the program has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PEOPLE: usize = 10_000;
const TIMES: usize = 40;
const EVENT: &str = "dinner";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = Arc::new(Keyring::generate());
    let (store, keys) = (Store::open(folder.path()).unwrap(), Store::open_keys(folder.path()).unwrap());
    let desk = Desk::new(store, keys, Arc::clone(&keyring), KeyProvider::File(keyring));
    let now: Timestamp = "2027-01-10T12:00:00Z".parse().unwrap();
    fill(&desk, now).await;
    let office = Office::new(desk, None);
    let access = Access {
        organiser: Organiser::named("karin").unwrap(),
        scope: Scope::Everything,
        purpose: Purpose::new("to measure"),
        at: now,
    };
    let which = Which { form: Some("registration".to_owned()), event: Some(EVENT.to_owned()) };
    let page = || ListQuery {
        which: which.clone(),
        order: Order::Name(Some("da".to_owned())),
        limit: Some(50),
        ..ListQuery::default()
    };
    let waiting = ListQuery { statuses: vec![Status::Waiting], ..page() };
    let found = ListQuery { search: Search::new("oestergaard 77"), ..page() };
    for (what, query) in [("a page", page()), ("a filter", waiting), ("a search", found)] {
        let mut took = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let from = Instant::now();
            let (page, _) = office.list(&access, &query).await.unwrap().take().await.unwrap();
            took.push(from.elapsed());
            assert_eq!(page.counts.all(), PEOPLE);
        }
        took.sort_unstable();
        println!("{what}: median {:?}, p95 {:?}", took[TIMES / 2], took[TIMES * 95 / 100]);
    }
}

/// Half of them have a place, half wait.
async fn fill(desk: &Desk, now: Timestamp) {
    let yaml =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixture/registration.yaml"));
    let definition = Definition::parse("registration", &yaml.unwrap(), &["en", "ar"]).unwrap();
    let terms = Terms {
        event: EVENT.to_owned(),
        capacity: Some(5_000),
        waitlist: true,
        starts: "2027-02-01T17:00:00Z".parse().unwrap(),
        ends: "2027-02-01T20:00:00Z".parse().unwrap(),
        zone: TimeZone::UTC,
        offer: OfferRules::default(),
        full: false,
        cancelled: false,
    };
    let from = Instant::now();
    for number in 0..PEOPLE {
        let (name, email) = (format!("Åse Østergaard {number}"), format!("guest{number}@example.org"));
        let values =
            Values::from_iter([("full_name", name.as_str()), ("email", email.as_str()), ("diet", "pork")]);
        let submission = definition.check(&values, &Facts::from_iter(["food"])).unwrap();
        let new = Registration {
            submission: &submission,
            definition: &definition,
            terms: Some(&terms),
            lang: "en",
            nonce: Nonce::sent("registration", Some(EVENT), &format!("{number:032}")).unwrap(),
            doubts: Vec::new(),
            marks: Vec::new(),
            draws: Vec::new(),
        };
        desk.register(&new, now).await.unwrap();
    }
    println!("{PEOPLE} people came in in {:.0?}", from.elapsed().max(Duration::from_secs(1)));
}
