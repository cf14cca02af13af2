//! What people and programs get when all is well.

use forms_fn::{Act, Status};
use serde_json::json;

use crate::site::{FORM, ask, site, time};

#[tokio::test]
async fn a_browser_is_led_to_a_page_that_says_what_happened() {
    let site = site();
    let answer =
        site.register("event=ten&full_name=Amina+%C3%98stby&email=a%40example.org&diet=meat&diet=pork").await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.body, "");
    let location = answer.header("location").to_owned();
    assert!(location.starts_with("/en/forms/registration/received?ref="), "{location}");

    let page = site.get(&location).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    page.assert_has(&[
        "<title>A place is reserved for you | Site</title>",
        "<h1>A place is reserved for you</h1>",
        "A place at Dinner ten &amp; more, Thursday 21 January 2027, 18:00–21:00, is reserved.",
        &format!("Your reference: <strong><bdi>{}</bdi></strong>", answer.reference()),
        "<h2>What happens next</h2>",
        "Open our letter.",
        "<a href=\"/en/events/ten/\">Back to the event</a>",
        &format!("href=\"/en/forms/registration/received?ref={}\"", answer.reference()),
    ]);
    assert!(!page.body.contains("Amina"), "a reference is told to others and must not open answers");

    let stored = site.stored().await;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].record.reference.to_string(), answer.reference());
    assert_eq!(
        json!(stored[0].answers),
        json!({ "full_name": "Amina Østby", "email": "a@example.org", "diet": ["meat", "pork"] })
    );
    assert_eq!((stored[0].record.event(), stored[0].record.lang.as_str()), (Some("ten"), "en"));
    assert_eq!(stored[0].record.submitted_at.to_string(), "2027-01-10T12:00:00Z");
}

#[tokio::test]
async fn the_page_speaks_the_readers_language() {
    let site = site();
    let answer =
        site.post("/ar/forms/registration", FORM, "event=ten&full_name=%D8%B9%D8%A7%D8%A6%D8%B4%D8%A9").await;
    assert_eq!(answer.header("content-language"), "ar");
    let page = site.get(answer.header("location")).await;
    assert_eq!(page.header("content-language"), "ar");
    page.assert_has(&["<html lang=ar>", "لك مكان", "تم حجز مكان لك.", "العودة إلى الفعالية"]);
    assert_eq!(site.stored().await[0].answers["full_name"], "عائشة");
}

#[tokio::test]
async fn a_program_gets_json() {
    let site = site();
    let body = r#"{"event":"two","full_name":"A","diet":["meat"],"news":true,"email":"a@example.org"}"#;
    let answer = site.post("/en/forms/registration", "Application/JSON; charset=UTF-8", body).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.json(), json!({ "reference": answer.reference(), "status": "reserved" }));
    let stored = &site.stored().await[0];
    assert_eq!(
        json!(stored.answers),
        json!({ "full_name": "A", "email": "a@example.org", "diet": ["meat"], "news": true })
    );
    let dossier =
        site.desk.dossier(&stored.record.reference, time("2027-01-10T12:00:00Z")).await.unwrap().unwrap();
    let (receipt, text) = &dossier.receipts[0];
    assert_eq!((receipt.field.as_str(), receipt.act, receipt.lang.as_str()), ("news", Act::Given, "en"));
    assert_eq!(text.as_ref().unwrap().hash(), receipt.text_hash);

    let accept = [("accept", "application/json")];
    let again = ask(&site.app, axum::http::Method::GET, answer.header("location"), &accept, "").await;
    assert_eq!(again.json(), answer.json());
}

#[tokio::test]
async fn a_form_may_be_sent_as_a_form_and_answered_as_json() {
    let site = site();
    let headers = [("content-type", FORM), ("accept", "text/html;q=0.5, application/json")];
    let method = axum::http::Method::POST;
    let answer =
        ask(&site.app, method, "/en/forms/mentor-request", &headers, "name=Olena&goal=a%0D%0Ab").await;
    assert_eq!(answer.status, 201);
    assert_eq!(
        answer.json()["status"],
        "held",
        "no address that could be confirmed: an organiser calls first"
    );
    let stored = &site.stored().await[0];
    assert_eq!(stored.record.status(), Status::Held);
    assert_eq!((stored.record.event(), &stored.answers["goal"]), (None, &json!("a\nb")));
    let page = site.get(answer.header("location")).await;
    page.assert_has(&[&answer.reference()]);
}

#[tokio::test]
async fn the_form_stands_outside_its_page_too() {
    let site = site();
    let page = site.get("/en/forms/registration?event=ten").await;
    assert_eq!(page.status, 200);
    page.assert_has(&[
        "<title>Register for this event – Dinner ten &amp; more | Site</title>",
        "Register for this event</h1>",
        "<a href=\"/en/events/ten/\">Dinner ten &amp; more</a>",
        "Thursday 21 January 2027, 18:00–21:00",
        "action=\"/en/forms/registration#error-summary\"",
        "href=\"/en/forms/registration?event=ten\"",
        "id=\"f-diet",
    ]);
    assert!(!page.body.contains("f-children"), "the event has no child care");
    assert_eq!(hidden(&page.body, "event"), "ten");
    let nonce = hidden(&page.body, "nonce");
    assert_eq!(nonce.len(), 48, "signed, with its time");
    let other = site.get("/en/forms/registration?event=ten").await;
    assert_ne!(hidden(&other.body, "nonce"), nonce);

    // Nobody fills it in within the same second.
    let later = site.at("2027-01-10T12:00:20Z");
    let body = format!("event=ten&nonce={nonce}&full_name=A");
    let headers = [("content-type", FORM)];
    let sent = ask(&later, axum::http::Method::POST, "/en/forms/registration", &headers, body).await;
    assert_eq!(sent.status, 303);
}

#[tokio::test]
async fn a_reference_is_read_as_people_write_it() {
    let site = site();
    let reference = site.register("event=ten&full_name=A").await.reference();
    let sloppy = reference.to_lowercase().replace('-', "").replace('0', "o").replace('1', "l");
    let page = site.get(&format!("/en/forms/registration/received?ref={sloppy}")).await;
    assert_eq!(page.status, 200);
    page.assert_has(&[&reference]);
}

#[tokio::test]
async fn who_has_a_place_gets_a_ticket() {
    let site = site();
    let answer = site.register("event=two&full_name=A&email=a%40example.org").await;
    let location = answer.header("location").to_owned();
    // The code is an address for the door, which is good for three months after the event.
    let reference = forms_fn::Reference::parse(&answer.reference()).unwrap();
    let until = crate::site::time("2027-04-21T20:00:00Z");
    let token = site.desk.keyring().link(forms_fn::secret::LinkPurpose::Door, &reference, until);
    let drawn =
        forms_fn::code::CodeDrawing::new(&format!("https://example.org/desk/door?t={token}")).unwrap();
    let code = format!("<svg viewBox=\"0 0 {0} {0}\" aria-hidden=\"true\">", drawn.size);
    site.get(&location).await.assert_has(&[
        "<section class=\"ticket\">",
        "<h2><a href=\"/en/events/two/\">Dinner two &amp; more</a></h2>",
        "<b>Thursday 21 January 2027</b><br>18:00–21:00",
        "<a href=\"https://maps.example/12\" rel=\"noopener\">Show on a map</a>",
        "<dd><bdi>House</bdi><br><bdi>Street 1</bdi><br><a href=",
        "The door is in the yard.",
        "href=\"/en/events/two/event.ics\" type=\"text/calendar\">Add to your calendar</a>",
        "href=\"mailto:?subject=Dinner%20two",
        "<dt><bdi>18:00</bdi></dt>",
        &code,
        &drawn.path,
    ]);
    let arabic = site.get(&location.replace("/en/", "/ar/")).await;
    arabic.assert_has(&["<b>الخميس 21 يناير 2027</b>", "<span lang=\"en\" dir=\"auto\">Doors open</span>"]);

    // Later nobody is told whether the seat was kept, so there is no code for it.
    let later = site.at("2027-01-10T13:30:00Z");
    let page = ask(&later, axum::http::Method::GET, &location, &[], "").await;
    page.assert_has(&["<section class=\"ticket\">", &answer.reference()]);
    assert!(!page.body.contains("<svg"), "{}", page.body);
}

#[tokio::test]
async fn who_waits_gets_no_ticket() {
    let site = site();
    let answer = site.register("event=full-waitlist&full_name=A&email=a%40example.org").await;
    let page = site.get(answer.header("location")).await;
    page.assert_has(&["waiting list", &answer.reference()]);
    assert!(!page.body.contains("class=\"ticket\""), "{}", page.body);
}

/// The value of a hidden field of the page.
fn hidden(html: &str, name: &str) -> String {
    let (_, after) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    after.split_once('"').unwrap().0.to_owned()
}
