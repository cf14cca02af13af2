//! Everything that is held, to take along.

use forms_fn::secret::LinkPurpose;
use serde_json::json;

use super::world::{AMINA, link, world};

#[tokio::test]
async fn everything_comes_as_a_file() {
    let world = world();
    let amina = world.register(AMINA).await;
    let page = world.get(&world.link(LinkPurpose::See, &amina)).await;
    let file = world.get(&link(&page, "For computers (JSON)")).await;
    assert_eq!(file.header("content-type"), "application/json");
    assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{amina}.json\""));
    let data = file.json();
    assert_eq!(data["record"]["reference"], json!(amina));
    assert_eq!(data["record"]["submitted_at"], "2027-01-10T12:00:00Z");
    let diet = data["answers"].as_array().unwrap().iter().find(|answer| answer["field"] == "diet").unwrap();
    assert_eq!((&diet["value"], &diet["question"]), (&json!(["meat"]), &json!("What do you not eat?")));
    assert_eq!(diet["deleted_on"], "2027-02-04T20:00:00Z");
    assert_eq!(data["consents"][1]["text"], "Tell me about later events");
    assert_eq!(data["messages"][0]["occasion"], "confirmed");
    assert_eq!(data["audit"], json!([]));
    assert!(data["form_version"].is_string());
}

#[tokio::test]
async fn the_same_can_be_read_as_a_page() {
    let world = world();
    let amina = world.register(AMINA).await;
    let page = world.get(&world.link(LinkPurpose::See, &amina)).await;
    let page = world.get(&link(&page, "For reading (HTML)")).await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    page.assert_has(&[
        "<h1>Everything that we have about you</h1>",
        "<dt>Form sent</dt><dd>2027-01-10 13:00</dd>",
        "<dd>Meat</dd>",
        "You may use what I do not eat",
        "Our messages to you",
    ]);
    assert!(page.body.contains("href=\"/en/forms/registration/my/data?t="), "in other languages too");
}

#[tokio::test]
async fn a_message_that_nobody_needed_any_more_has_not_failed() {
    let world = world();
    let amina = world.register(AMINA).await;
    for (failed, words, other) in [
        ("not needed any more", "Not sent, because it was no longer needed", "Could not be delivered"),
        ("550 no such mailbox", "Could not be delivered", "no longer needed"),
    ] {
        let mut items = world.items().await.into_iter();
        let letter =
            items.find(|item| item.key.pk.starts_with("P#") && item.key.sk.starts_with("M#")).unwrap();
        let mut body = letter.body;
        (body["sent_at"], body["failed"]) = (json!(null), json!(failed));
        let change = forms_fn::Change::Put { body, expires: letter.expires };
        let write = forms_fn::Write { key: letter.key, expected: forms_fn::Expected::Anything, change };
        world.desk.store().commit(vec![write], crate::site::time(super::world::NOW)).await.unwrap();
        let page = world.get(&world.link(LinkPurpose::See, &amina)).await;
        let page = world.get(&link(&page, "For reading (HTML)")).await;
        page.assert_has(&[words]);
        assert!(!page.body.contains(other), "{}", page.body);
    }
}
