//! The private link of an event: those with a place see it on their own page, as long as it is there.

use axum::http::{Method, StatusCode};
use forms_fn::secret::LinkPurpose;
use forms_fn::{Reference, Step};
use jiff::SignedDuration;

use super::lists::host;
use crate::office::world::{World, everything, now, world_on};
use crate::site::ask;
use crate::stage::{Stage, on_every_store};

on_every_store!(a_link_is_shown_to_those_with_a_place_until_it_is_removed);

const URL: &str = "/desk/events/ten/link";
const ROOM: &str = "https://meet.example.net/j/123";

/// What somebody's own page says.
async fn page(world: &World, reference: &Reference) -> String {
    let until = now() + SignedDuration::from_hours(24);
    let token = world.desk.keyring().link(LinkPurpose::See, reference, until);
    let url = format!("/en/forms/registration/my?t={token}");
    ask(&world.app(now()), Method::GET, &url, &[], "").await.body
}

async fn a_link_is_shown_to_those_with_a_place_until_it_is_removed(stage: Stage) {
    let world = world_on(stage.store.clone());
    let anna = world.guest("ten", "Anna").await;
    for number in 1..10 {
        world.guest("ten", &format!("Guest {number}")).await;
    }
    let waits = world.guest("ten", "Wanda").await;
    let mut browser = host(&world).await;
    browser.get("/desk/events/ten").await.assert_has(&["/desk/events/ten/link"]);
    browser.get(URL).await.assert_has(&["There is none.", "doesn't say that people can take part online"]);
    for wrong in ["javascript:alert(1)", "http://meet.example.net", "meet.example.net", "https://a b"] {
        let refused = browser.post(URL, &[("url", wrong), ("meant", "yes")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        refused.assert_has(&["This is not a web address."]);
    }
    let unsure = browser.post(URL, &[("url", ROOM)]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    unsure.assert_has(&["Tick this", ROOM]);
    assert_eq!(world.desk.link("ten", now()).await.unwrap(), None);

    let set = browser.submit(URL, &[("url", ROOM), ("meant", "yes")]).await;
    set.assert_has(&["Done: the private link is changed.", ROOM, "Remove the link"]);
    assert!(page(&world, &anna).await.contains(ROOM));
    assert!(!page(&world, &waits).await.contains("meet.example.net"));
    let cancelled = world.office.step(&everything(), &anna, Step::Cancel).await.unwrap();
    cancelled.take().await.unwrap();
    assert!(!page(&world, &anna).await.contains("meet.example.net"));
    let accepted = world.office.step(&everything(), &waits, Step::Accept).await.unwrap();
    accepted.take().await.unwrap();
    assert!(page(&world, &waits).await.contains(ROOM));
    for _ in 0..2 {
        browser.submit(URL, &[("remove", "yes")]).await.assert_has(&["There is none."]);
    }
    assert!(!page(&world, &waits).await.contains("meet.example.net"));
    assert_eq!(browser.get("/desk/events/two/link").await.status, StatusCode::NOT_FOUND);
}
