//! How often a page asks DynamoDB. Each request is some ten milliseconds and a fraction of a cent, so no list needs more than a
//! handful, and none needs more for many people than for few. One page is looked at apart: whoever sees everything has what waits
//! today from the whole store, a request for each 500 items of it.

use axum::http::StatusCode;
use forms_fn::accounts::Role;
use forms_fn::office::Scope;
use forms_fn::{DynamoStore, Store};

use super::browser::{Browser, By};
use crate::emulator::{Emulator, table_name};
use crate::office::world::{World, now, organisation, world_on};
use crate::proxy::Proxy;
use crate::site::Answer;

/// What every page asks for: the session with its account; the entry in the audit, which is begun before anything is read, and
/// its end.
const EVERY_PAGE: u32 = 3;

/// A page, and how many requests it may take beyond [`EVERY_PAGE`].
struct Page {
    what: &'static str,
    url: fn(&World, &str) -> String,
    /// The fields of a search, which is posted.
    search: Option<(&'static str, &'static str)>,
    most: u32,
    why: &'static str,
}

const PAGES: [Page; 6] = [
    Page {
        what: "the list of an event",
        url: |_, _| "/desk/events/any".to_owned(),
        search: None,
        most: 4,
        why: "which forms it has; its records, two pages of DynamoDB at most; when it ends; the forms they were made by",
    },
    Page {
        what: "a filter of it",
        url: |_, _| "/desk/events/any?status=confirmed".to_owned(),
        search: None,
        most: 4,
        why: "the same: a filter chooses among what was read",
    },
    Page {
        what: "a search in it",
        url: |_, _| "/desk/events/any".to_owned(),
        search: Some(("words", "guest 7")),
        most: 4,
        why: "the same",
    },
    Page {
        what: "one registration",
        url: |_, reference| format!("/desk/r/{reference}"),
        search: None,
        most: 12,
        why: "whose events there are, where it is, itself, the end of its event, its place on the list; what may be done; its papers and the texts of its receipts, the door",
    },
    Page {
        what: "what waits today in one organisation",
        url: |_, _| "/desk".to_owned(),
        search: None,
        most: 8,
        why: "calls, letters given up, the list of events with their facts, each of its two events, requests",
    },
    Page {
        what: "the door with all names",
        url: |_, _| "/desk/events/any/door".to_owned(),
        search: Some(("all", "yes")),
        most: 6,
        why: "the records with what they hang on, who is there, who came without a registration, how many",
    },
];

/// A store with so many people, behind a wire that counts.
async fn filled(people: usize) -> (Proxy, World, String) {
    let table = table_name();
    DynamoStore::new(&Emulator::Dynoxide.aws(), &table).create_table().await.unwrap();
    let proxy = Proxy::to(Emulator::Dynoxide.address());
    let world = world_on(Store::DynamoDb(DynamoStore::new(&proxy.aws(), &table)));
    let mut reference = String::new();
    for number in 0..people {
        reference = world.guest("any", &format!("Guest {number:03}")).await.to_string();
    }
    (proxy, world, reference)
}

/// What the pages cost for so many people.
async fn costs(people: usize) -> Vec<u32> {
    let (proxy, world, reference) = filled(people).await;
    let mut organiser = world.organiser(&[(Role::Coordinator, organisation("fika"))], By::Strong).await;
    let mut costs = Vec::new();
    for page in &PAGES {
        // The first one reads what a process keeps: the forms that people answered.
        ask(&mut organiser, page, &(page.url)(&world, &reference)).await;
        let before = proxy.requests();
        let answer = ask(&mut organiser, page, &(page.url)(&world, &reference)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", page.what);
        costs.push(proxy.requests() - before);
    }
    costs
}

async fn ask(organiser: &mut Browser, page: &Page, url: &str) -> Answer {
    match page.search {
        Some(field) => organiser.post(url, &[field]).await,
        None => organiser.get(url).await,
    }
}

#[tokio::test]
async fn no_page_needs_more_than_a_handful_of_requests_however_many_people_there_are() {
    let (few, many) = (costs(2).await, costs(120).await);
    for ((page, few), many) in PAGES.iter().zip(few).zip(many) {
        let Page { what, most, why, .. } = page;
        assert_eq!(few, many, "{what}: as many requests for 120 people as for two");
        assert!(
            many <= EVERY_PAGE + most,
            "{what}: {many} requests; {EVERY_PAGE} for every page, and {most} for {why}"
        );
    }
}

#[tokio::test]
async fn what_waits_in_the_whole_store_takes_a_request_for_each_500_items() {
    let (proxy, world, _) = filled(120).await;
    let mut organiser = world.organiser(&[(Role::Coordinator, Scope::Everything)], By::Strong).await;
    organiser.get("/desk").await;
    let (before, items) = (proxy.requests(), world.items(now()).await as u32);
    let scanned = proxy.requests() - before;
    organiser.get("/desk").await;
    let cost = proxy.requests() - before - scanned;
    // Besides the scan: calls, letters given up, requests.
    assert!(cost <= EVERY_PAGE + 4 + items / 500, "{cost} requests for {items} items");
}
