//! Who comes, as organisers read it: by name, filtered by an address, searched by a post.

use axum::http::StatusCode;
use forms_fn::Step;
use forms_fn::accounts::Role;
use forms_fn::office::Scope;

use super::browser::{Browser, By};
use crate::office::world::{World, everything, organisation, world, world_on};
use crate::site::Answer;
use crate::stage::{Stage, on_every_store};

on_every_store!(a_host_reads_who_comes_by_name_and_by_filters, words_that_are_searched_for_stand_nowhere);

pub(super) async fn host(world: &World) -> Browser {
    world.organiser(&[(Role::Host, organisation("fika"))], By::Code).await
}

/// The names that a page links to a record, in its order.
pub(super) fn names(answer: &Answer) -> Vec<String> {
    let links = answer.body.split("<a href=\"/desk/r/").skip(1);
    links.filter_map(|link| Some(link.split_once("<bdi>")?.1.split_once("</bdi>")?.0.to_owned())).collect()
}

async fn a_host_reads_who_comes_by_name_and_by_filters(stage: Stage) {
    let world = world_on(stage.store.clone());
    let mut references = Vec::new();
    for name in ["Åse", "bo", "Østen", "<b>Anna"] {
        references.push(world.guest("ten", name).await);
    }
    world.guest("two", "Somebody of Havn").await;
    let cancelled = world.office.step(&everything(), &references[1], Step::Cancel).await.unwrap();
    cancelled.take().await.unwrap();
    let mut browser = host(&world).await;

    let events = browser.get("/desk/events").await;
    events.assert_has(&["Dinner ten &amp; more", "3 of 10 places taken", "/desk/events/ten"]);
    assert!(!events.body.contains("Dinner two"), "{}", events.body);

    let list = browser.get("/desk/events/ten").await;
    // Nobody reads Danish here, so the alphabet is English.
    assert_eq!(names(&list), ["&lt;b&gt;Anna", "Åse", "bo", "Østen"]);
    list.assert_has(&["3 of 10 places taken", "has cancelled", "?status=cancelled", "?not=cancelled"]);
    assert!(!list.body.contains("Pork") && !list.body.contains("pork"), "{}", list.body);
    let only = browser.get("/desk/events/ten?status=cancelled").await;
    assert_eq!(names(&only), ["bo"]);
    let others = browser.get("/desk/events/ten?not=cancelled").await;
    assert_eq!(names(&others), ["&lt;b&gt;Anna", "Åse", "Østen"]);
    browser
        .get("/desk/events/ten?status=waiting")
        .await
        .assert_has(&["There is nobody like this.", "Show all"]);
    browser.get("/desk/events/any").await.assert_has(&["Nobody has registered yet."]);

    // What is beyond the scope is as if it weren't there.
    let nothing = browser.get("/desk/nothing").await;
    for url in ["/desk/events/two", "/desk/events/never", "/desk/events/ten?status=never", "/desk/requests"] {
        let answer = browser.get(url).await;
        assert_eq!((answer.status, &answer.body), (StatusCode::NOT_FOUND, &nothing.body), "{url}");
    }
}

async fn words_that_are_searched_for_stand_nowhere(stage: Stage) {
    let world = world_on(stage.store.clone());
    let references = [world.guest("ten", "Åse Østergård").await, world.guest("ten", "Олена Коваль").await];
    let mut browser = host(&world).await;
    let reference = references[1].to_string();
    for (words, name) in [("aase", "Åse Østergård"), ("olena", "Олена Коваль"), (&reference, "Олена Коваль")]
    {
        let found = browser.post("/desk/events/ten", &[("words", words)]).await;
        assert_eq!((found.status, names(&found)), (StatusCode::OK, vec![name.to_owned()]), "{words}");
    }
    browser.post("/desk/events/ten", &[("words", "zzz")]).await.assert_has(&["There is nobody like this."]);
    let all = browser.post("/desk/events/ten", &[("words", " ")]).await;
    all.assert_has(&["Type a part of the name"]);
    assert_eq!(names(&all).len(), 2);
    let told = format!("{:?}", world.told().await);
    assert!(!told.contains("aase") && !told.contains("olena"), "{told}");
}

#[tokio::test]
async fn a_long_list_has_pages_of_fifty_that_miss_nobody() {
    let world = world();
    for number in 0..60 {
        world.guest("any", &format!("Guest {number:02}")).await;
    }
    let mut browser = host(&world).await;
    let first = browser.get("/desk/events/any").await;
    assert_eq!(names(&first).len(), 50);
    let (_, rest) = first.body.split_once("rel=\"next\" href=\"").unwrap();
    let next = rest.split('"').next().unwrap().to_owned();
    assert!(!next.contains("Guest"), "{next}");
    let second = browser.get(&next).await;
    let all: Vec<String> = [names(&first), names(&second)].concat();
    assert_eq!(all, (0..60).map(|number| format!("Guest {number:02}")).collect::<Vec<_>>());
    assert!(!second.body.contains("rel=\"next\""));
}

#[tokio::test]
async fn requests_are_those_of_the_country_and_only_for_whoever_may_read_them() {
    let world = world();
    world.request("Nora", "NO").await;
    world.request("Dagny", "DK").await;
    let coordinator = [(Role::Coordinator, organisation("fika"))];
    let mut browser = world.organiser(&coordinator, By::Strong).await;
    let list = browser.get("/desk/requests").await;
    assert_eq!(names(&list), ["Nora"]);
    browser.get("/desk/requests?status=held").await.assert_has(&["Nora", "somebody has to look"]);
    // A mailbox isn't enough.
    let mut browser = world.organiser(&coordinator, By::Code).await;
    assert_eq!(browser.get("/desk/requests").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_event_that_the_site_has_lost_is_told_to_whoever_sees_it() {
    let world = world();
    world.guest_of_lost("gone", "Amina").await;
    let mut browser = world.organiser(&[(Role::Coordinator, Scope::Everything)], By::Strong).await;
    browser.get("/desk/events").await.assert_has(&["not on the site", "1 person is registered"]);
    let list = browser.get("/desk/events/gone").await;
    assert_eq!(names(&list), ["Amina"]);
    list.assert_has(&["doesn't show this event any more"]);
    browser.get("/desk").await.assert_has(&["1 person is registered", "/desk/events/gone"]);
}
