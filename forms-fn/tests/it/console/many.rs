//! One act upon many: named before, with who is passed over, and one entry for all.

use axum::http::StatusCode;
use forms_fn::{Action, AuditOutcome, Status, Step};

use super::lists::{host, names};
use crate::office::world::{everything, now, world_on};
use crate::stage::{Stage, on_every_store};

on_every_store!(many_are_cancelled_after_they_were_named);

async fn many_are_cancelled_after_they_were_named(stage: Stage) {
    let world = world_on(stage.store.clone());
    let mut references = Vec::new();
    for name in ["Cem", "Anna", "Bo"] {
        references.push(world.guest("ten", name).await);
    }
    let other = world.guest("two", "Of another").await;
    let gone = world.office.step(&everything(), &references[2], Step::Cancel).await.unwrap();
    gone.take().await.unwrap();
    let mut browser = host(&world).await;
    let url = "/desk/events/ten/many";
    let list = browser.get("/desk/events/ten").await;
    list.assert_has(&[
        "action=\"/desk/events/ten/many\"",
        &format!("name=\"ref\" value=\"{}\"", references[0]),
    ]);

    let chosen: Vec<String> = references.iter().chain([&other]).map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = chosen.iter().map(|reference| ("ref", reference.as_str())).collect();
    fields.push(("act", "cancel"));
    let preview = browser.post(url, &fields).await;
    assert_eq!(preview.status, StatusCode::OK);
    preview.assert_has(&["With 2 people", "Not with 1 person", "They have no place and don't wait"]);
    assert_eq!(names(&preview), ["Anna", "Cem", "Bo"]);
    fields.push(("confirm", "yes"));
    let missing = browser.post(url, &fields).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    missing.assert_has(&["Say in a few words why."]);

    fields.push(("reason", "the room is too small"));
    let done = browser.submit(url, &fields).await;
    done.assert_has(&["Done with 2 people.", "1 was passed over"]);
    for reference in &references {
        let stored = world.desk.find(reference, now()).await.unwrap().unwrap();
        assert_eq!(stored.record.status(), Status::Cancelled);
    }
    let untouched = world.desk.find(&other, now()).await.unwrap().unwrap();
    assert_eq!(untouched.record.status(), Status::Confirmed);
    // One entry of all of them, and the reason in the history of each.
    let audits = world.desk.audits("2027-01", now()).await.unwrap();
    let of_many: Vec<_> =
        audits.iter().filter(|audit| audit.action == Action::Cancel && audit.reference.is_none()).collect();
    assert_eq!(of_many.len(), 1);
    assert_eq!((of_many[0].count, of_many[0].outcome), (2, AuditOutcome::Done));
    let page = browser.get(&format!("/desk/r/{}", references[0])).await;
    page.assert_has(&["Cancelled for the person", "the room is too small"]);
    let page = browser.get(&format!("/desk/r/{}", references[2])).await;
    assert!(!page.body.contains("the room is too small"), "{}", page.body);

    for (fields, status) in [
        (vec![("act", "erase")], StatusCode::BAD_REQUEST),
        (vec![("act", "cancel"), ("ref", "nobody")], StatusCode::BAD_REQUEST),
        (vec![("act", "cancel")], StatusCode::OK),
    ] {
        assert_eq!(browser.post(url, &fields).await.status, status, "{fields:?}");
    }
    assert_eq!(
        browser.post("/desk/events/two/many", &[("act", "cancel")]).await.status,
        StatusCode::NOT_FOUND
    );
}
