//! Everything that is held, to take along.

use forms_fn::secret::Purpose;
use serde_json::json;

use super::world::{AMINA, link, world};

#[tokio::test]
async fn everything_comes_as_a_file() {
    let world = world();
    let amina = world.register(AMINA).await;
    let page = world.get(&world.link(Purpose::See, &amina)).await;
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
    let page = world.get(&world.link(Purpose::See, &amina)).await;
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
