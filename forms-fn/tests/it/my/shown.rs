//! What the page shows.

use axum::http::Method;
use forms_fn::Reference;
use forms_fn::secret::LinkPurpose;
use serde_json::json;

use super::world::{AMINA, MY, reference, world};
use crate::site::ask;

#[tokio::test]
async fn the_page_shows_everything_in_the_words_of_the_form() {
    let world = world();
    let amina = world.register(AMINA).await;
    let page = world.get(&world.link(LinkPurpose::See, &amina)).await;
    assert_eq!(page.status, 200);
    page.assert_has(&[
        "<h1>Your registration</h1>",
        "<a href=\"/en/events/ten/\">Dinner ten &amp; more</a>",
        "You have a place",
        &amina.to_string(),
        "<dt>Your name</dt><dd><div class=\"said\" dir=\"auto\">Amina</div></dd>",
        "<dd><bdi dir=\"ltr\">amina@example.org</bdi></dd>",
        "<section class=\"ticket\">",
        "<b>Thursday 21 January 2027</b>",
        "<dt>What do you not eat?</dt><dd>Meat</dd>",
        "<li>Will be deleted: 2027-02-04<br><small>What do you not eat?</small></li>",
        "<dd>I have an idea</dd>",
        "<p id=\"yes-0\">You may use what I do not eat</p>",
        "You said yes: 2027-01-10 13:00",
        "Our messages to you",
        "aria-describedby=\"yes-0\">Take back my yes</button>",
        ">Cancel my registration</a>",
        ">Change my answers</a>",
        ">Delete everything</a>",
    ]);
    assert_eq!(page.body.matches("<h1").count(), 1);
    assert!(!page.body.contains("<script"), "it works without a script");
    for (name, value) in
        [("cache-control", "no-store"), ("referrer-policy", "no-referrer"), ("x-robots-tag", "noindex")]
    {
        assert_eq!(page.header(name), value);
    }
}

#[tokio::test]
async fn the_page_speaks_the_readers_language_and_marks_other_ones() {
    let world = world();
    let amina = world.register(AMINA).await;
    let page = world.get(&world.link(LinkPurpose::See, &amina).replace("/en/", "/ar/")).await;
    page.assert_has(&[
        "<html lang=ar>",
        "<h1>تسجيلك</h1>",
        "<dd>اللحم</dd>",
        "<p id=\"yes-0\" lang=\"en\" dir=\"auto\">You may use what I do not eat</p>",
    ]);
    assert!(page.body.contains("href=\"/en/forms/registration/my?t="), "the switcher keeps the link");
}

#[tokio::test]
async fn the_place_on_the_list_is_told() {
    let world = world();
    world.fill(10).await;
    let amina = world.register(AMINA).await;
    let page = world.get(&world.link(LinkPurpose::See, &amina)).await;
    page.assert_has(&["You are number 1 on the waiting list", ">Leave the waiting list</a>"]);
}

#[tokio::test]
async fn what_was_typed_never_becomes_markup() {
    let world = world();
    // A page would ask the sender to look at this again; a program's is held for an organiser.
    let body = json!({
        "event": "ten", "full_name": "<script>@@main@@", "email": "a@example.org", "adult": true,
    });
    let headers = [("content-type", "application/json")];
    let sent = ask(&world.app, Method::POST, "/en/forms/registration", &headers, body.to_string()).await;
    let amina = reference(&sent);
    let page = world.get(&world.link(LinkPurpose::See, &amina)).await;
    assert!(!page.body.contains("<script"), "{}", page.body);
    page.assert_has(&["&lt;script&gt;@@main@@", "A person looks at it first"]);
    assert_eq!(page.body.matches("<h1").count(), 1);
}

#[tokio::test]
async fn programs_get_the_facts_and_a_token_for_each_act() {
    let world = world();
    let amina = world.register(AMINA).await;
    let answer = world.get_json(&world.link(LinkPurpose::See, &amina)).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let facts = answer.json();
    assert_eq!(facts["status"], "confirmed");
    assert_eq!(facts["answers"]["diet"], json!(["meat"]));
    assert_eq!(facts["consents"][0]["text"], "You may use what I do not eat");
    let acts: Vec<&String> = facts["acts"].as_object().unwrap().keys().collect();
    assert_eq!(acts, ["cancel", "change", "erase", "withdraw"]);

    let body = json!({ "action": "cancel", "t": facts["acts"]["cancel"] }).to_string();
    let headers = [("content-type", "application/json")];
    let done = ask(&world.app, Method::POST, MY, &headers, body.clone()).await;
    assert_eq!((done.status.as_u16(), &done.json()["status"]), (200, &json!("cancelled")));
    let late = json!({ "action": "accept", "t": world.token(LinkPurpose::Accept, &amina) }).to_string();
    let late = ask(&world.app, Method::POST, MY, &headers, late).await;
    assert_eq!((late.status.as_u16(), &late.json()["code"]), (409, &json!("too-late")));
    assert_eq!(late.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn after_the_event_nothing_is_offered_but_to_see_to_take_along_and_to_erase() {
    let world = world();
    let amina = world.register(AMINA).await;
    let later = world.at("2027-01-22T12:00:00Z");
    let page = ask(&later, Method::GET, &world.link(LinkPurpose::See, &amina), &[], "").await;
    assert_eq!(page.status, 200);
    page.assert_has(&["This event is over.", ">Delete everything</a>", ">For computers (JSON)</a>"]);
    assert!(!page.body.contains("Cancel my registration"));
    assert!(!page.body.contains("Change my answers"));

    let much_later = world.at("2028-02-01T12:00:00Z");
    let own = own_link(&world, &amina).await;
    let gone = ask(&much_later, Method::GET, &own, &[], "").await;
    assert_eq!(gone.status, 403, "the last answer was deleted");
}

/// The link that the page gives for keeping.
async fn own_link(world: &super::world::World, reference: &Reference) -> String {
    let facts = world.get_json(&world.link(LinkPurpose::See, reference)).await;
    facts.json()["link"].as_str().unwrap().to_owned()
}
