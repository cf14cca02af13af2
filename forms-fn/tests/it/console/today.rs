//! What waits for a person, and for whom.

use forms_fn::accounts::Role;
use forms_fn::office::{Access, Scope};
use forms_fn::{Change, Expected, Key, Write};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::browser::By;
use super::lists::{host, names};
use crate::office::world::{everything, now, organisation, world, world_on};
use crate::stage::{Stage, on_every_store};

on_every_store!(what_waits_leads_to_where_it_is_done);

async fn what_waits_leads_to_where_it_is_done(stage: Stage) {
    let world = world_on(stage.store.clone());
    let mut browser = host(&world).await;
    browser.get("/desk").await.assert_has(&["Nothing waits for you."]);
    world.guest("ten", "Amina").await;
    world.doubtful("two", "Of another").await;
    browser.get("/desk").await.assert_has(&["Nothing waits for you."]);
    world.doubtful("ten", "Hella").await;
    let today = browser.get("/desk").await;
    today.assert_has(&["Look at these first", "/desk/events/ten"]);
    assert_eq!(names(&today), ["Hella"]);
    // Whoever lets people in has nothing to decide.
    let mut door = world.organiser(&[(Role::Door, Scope::Event("ten".to_owned()))], By::Code).await;
    let nothing = door.get("/desk").await;
    nothing.assert_has(&["Nothing waits for you."]);
    assert!(!nothing.body.contains("/desk/events"), "{}", nothing.body);
}

#[tokio::test]
async fn a_request_that_waits_longer_than_promised_stands_on_the_page_of_today() {
    let world = world();
    let nora = world.request("Nora", "NO").await;
    let mut browser = world.organiser(&[(Role::Coordinator, organisation("fika"))], By::Strong).await;
    browser.submit(&format!("/desk/r/{nora}"), &[("act", "called")]).await;
    browser.submit(&format!("/desk/r/{nora}"), &[("act", "release")]).await;
    assert_eq!(names(&browser.get("/desk").await), ["Nora"], "the letter has no address");
    browser.submit(&format!("/desk/r/{nora}"), &[("act", "called")]).await;
    browser.get("/desk").await.assert_has(&["Nothing waits for you."]);
    // Ten working days after a Sunday are over when the Saturday after next comes.
    for (days, late) in [(12, 0), (13, 1)] {
        let access = Access { at: now() + SignedDuration::from_hours(24 * days), ..everything() };
        let today = world.office.today(&access).await.unwrap().take().await.unwrap().0;
        assert_eq!((today.late.len(), today.is_empty()), (late, late == 0), "{days}");
    }
}

#[tokio::test]
async fn stewards_see_what_is_not_well_and_nothing_while_all_is() {
    let world = world();
    let ago = |minutes: i64| json!((now() - SignedDuration::from_mins(minutes)).to_string());
    let put = async |key: Key, body: Value| {
        let change = Change::Put { body, expires: None };
        let write = Write { key, expected: Expected::Anything, change };
        world.desk.store().commit(vec![write], now()).await.unwrap();
    };
    let pass = |at: i64| json!({ "at": ago(at), "failures": 0, "first": ago(60 * 24 * 30) });
    put(Key::new("PASS", "-"), pass(1)).await;
    put(Key::new("COPIED", "-"), ago(60 * 20)).await;
    let mut steward = world.organiser(&[(Role::Steward, Scope::Everything)], By::Code).await;
    steward.get("/desk").await.assert_has(&["Nothing waits for you."]);

    put(Key::new("PASS", "-"), pass(60)).await;
    let silent = steward.get("/desk").await;
    silent.assert_has(&["the worker doesn", "run"]);
    assert!(!silent.body.contains("Nothing waits for you.") && !silent.body.contains("No copy"));
    put(Key::new("COPIED", "-"), ago(60 * 24 * 5)).await;
    steward.get("/desk").await.assert_has(&["No copy of the records has been made since"]);
    // An invitation that nobody takes, of which nothing else tells.
    let staff = Key::new("STAFF-MAIL", format!("{}#1", ago(50).as_str().unwrap()));
    put(staff.clone(), json!({ "kind": "invited", "account": "x", "by": "anna" })).await;
    steward.get("/desk").await.assert_has(&["left since"]);
    world
        .desk
        .store()
        .commit(vec![Write { key: staff, expected: Expected::Anything, change: Change::Delete }], now())
        .await
        .unwrap();
    assert!(!steward.get("/desk").await.body.contains("left since"));
    let letter = json!({ "id": "1", "occasion": "confirmed", "reference": "00000-00000", "at": ago(50) });
    put(Key::new("OUT", format!("{}#1", ago(50).as_str().unwrap())), letter.clone()).await;
    let mut dead = letter;
    (dead["why"], dead["given_up_at"]) = ("no such mailbox".into(), ago(10));
    put(Key::new("DEAD", format!("{}#2", ago(10).as_str().unwrap())), dead).await;
    let all = steward.get("/desk").await;
    all.assert_has(&["left since", "Letters that were given up: 1"]);
    // Nobody else can do anything about it.
    let mut door = world.organiser(&[(Role::Door, Scope::Event("ten".to_owned()))], By::Code).await;
    assert!(!door.get("/desk").await.body.contains("given up"));
}

/// Whoever stands in line is seated by itself: nobody has anything to do.
#[tokio::test]
async fn nobody_has_to_look_at_who_stands_in_line() {
    let world = world();
    crate::line::rush(&world.desk, "any", now()).await;
    let reference = world.guest("any", "Ada").await;
    let record = world.desk.find(&reference, now()).await.unwrap().unwrap().record;
    assert_eq!((record.status(), record.is_in_line()), (forms_fn::Status::Held, true));
    let today = world.office.today(&everything()).await.unwrap().take().await.unwrap().0;
    assert_eq!(today.held, Vec::new());
}
