//! Everything goes, at once.

use axum::http::Method;
use forms_fn::secret::LinkPurpose;

use super::world::{AMINA, MY, button, link, world};
use crate::site::ask;

#[tokio::test]
async fn after_erasure_nothing_about_the_person_is_left() {
    let world = world();
    let amina = world.register(AMINA).await;
    let see = world.link(LinkPurpose::See, &amina);
    let question = world.get(&link(&world.get(&see).await, "Delete everything")).await;
    question.assert_has(&["<h1>Do you want to delete everything?</h1>", ">No, go back</a>"]);
    let body = format!("action=erase&t={}", button(&question, "erase"));
    let done = world.post(MY, &body).await;
    assert_eq!(done.status, 200);
    done.assert_has(&["<h1>Everything is deleted</h1>", "We have none of your answers any more"]);
    for item in world.items().await {
        let text = format!("{:?}", item.body);
        assert!(!text.contains("Amina") && !text.contains("amina@"), "{:?} {text}", item.key);
    }
    assert_eq!(world.get(&see).await.status, 403);
    assert_eq!(world.post(MY, &body).await.status, 403, "erasing twice finds nothing");
}

#[tokio::test]
async fn a_program_erases_too() {
    let world = world();
    let amina = world.register(AMINA).await;
    let body = serde_json::json!({ "action": "erase", "t": world.token(LinkPurpose::Erase, &amina) });
    let headers = [("content-type", "application/json")];
    let done = ask(&world.app, Method::POST, MY, &headers, body.to_string()).await;
    assert_eq!((done.status.as_u16(), done.json()["status"].as_str()), (200, Some("erased")));
    let gone = ask(&world.app, Method::POST, MY, &headers, body.to_string()).await;
    assert_eq!((gone.status.as_u16(), gone.json()["code"].as_str()), (403, Some("link-dead")));
}
