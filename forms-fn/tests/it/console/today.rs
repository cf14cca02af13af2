//! What waits for a person, and for whom.

use forms_fn::accounts::Role;
use forms_fn::office::{Access, Scope};
use jiff::SignedDuration;

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
