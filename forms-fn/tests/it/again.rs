//! The same page sends other answers: a correction, or somebody else's form. And whoever cancelled registers again.

use axum::http::Method;
use forms_fn::{Status, Step};

use crate::site::{FORM, Site, ask, site, time};

const URL: &str = "/en/forms/registration";

/// A nonce of ours that is twenty seconds old when it is used at `LATER`.
async fn nonce(site: &Site) -> String {
    let fresh = site.get(&format!("{URL}/nonce?event=ten")).await;
    fresh.json()["nonce"].as_str().unwrap().to_owned()
}

const LATER: &str = "2027-01-10T12:00:20Z";

async fn send(site: &Site, now: &str, body: String) -> crate::site::Answer {
    ask(&site.at(now), Method::POST, URL, &[("content-type", FORM)], body).await
}

#[tokio::test]
async fn going_back_to_correct_an_address_corrects_it() {
    let site = site();
    let nonce = nonce(&site).await;
    let typo = format!("event=ten&nonce={nonce}&full_name=Amina&email=amina%40exmaple.org");
    let first = send(&site, LATER, typo).await;
    assert_eq!(first.status, 303, "{}", first.body);
    let right = format!("event=ten&nonce={nonce}&full_name=Amina&email=amina%40example.org");
    let asked = send(&site, LATER, right.clone()).await;
    assert_eq!(asked.status, 409);
    asked.assert_has(&[
        "You have sent this form before",
        "name=\"again\" value=\"correction\">Correct what I sent",
        "name=\"again\" value=\"another\">Send it for another person",
        "amina@example.org",
    ]);
    assert_eq!(site.stored().await[0].answers["email"], "amina@exmaple.org", "nothing has changed yet");
    let corrected = send(&site, LATER, format!("{right}&again=correction")).await;
    assert_eq!(corrected.status, 303, "{}", corrected.body);
    assert_ne!(corrected.reference(), first.reference(), "whoever reads the wrong mailbox has no part in it");
    let stored = site.stored().await;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].answers["email"], "amina@example.org");
    assert_eq!(stored[0].record.status(), Status::Confirmed);
    assert_eq!(site.get(first.header("location")).await.status, 404);
    let again = send(&site, LATER, right.clone()).await;
    assert_eq!(again.reference(), corrected.reference(), "sent again it is the same");
    let diet = send(&site, LATER, format!("{right}&diet=meat&again=correction")).await;
    assert_eq!(
        diet.reference(),
        corrected.reference(),
        "with the same address it stays the same registration"
    );
    let counters = site.desk.counters("ten", time(LATER)).await.unwrap();
    assert_eq!((counters.confirmed, counters.offered, counters.registered), (1, 0, 1));
    let verified = forms_fn::transfer::verify(site.desk.store(), time(LATER)).await.unwrap();
    assert_eq!(verified.faults, []);
}

#[tokio::test]
async fn going_back_for_another_person_registers_that_person() {
    let site = site();
    let nonce = nonce(&site).await;
    let body = |name: &str| format!("event=ten&nonce={nonce}&full_name={name}");
    let first = send(&site, LATER, body("Leila")).await;
    let omar = send(&site, LATER, format!("{}&again=another", body("Omar"))).await;
    assert_eq!(omar.status, 303, "{}", omar.body);
    assert_ne!(omar.reference(), first.reference());
    let twice = send(&site, LATER, format!("{}&again=another", body("Omar"))).await;
    assert_eq!(twice.reference(), omar.reference(), "a double click is one");
    assert_eq!(site.stored().await.len(), 2);
}

/// A mother registers herself, then her son from the same page, and then sees that she has mistyped his name.
#[tokio::test]
async fn after_a_form_for_another_person_a_correction_asks_whose_is_meant() {
    let site = site();
    let nonce = nonce(&site).await;
    let body =
        |name: &str| format!("event=ten&nonce={nonce}&full_name={name}&email={name}%40example.org&diet=meat");
    let first = send(&site, LATER, body("Leila")).await;
    let omar = send(&site, LATER, format!("{}&again=another", body("Omat"))).await;
    let asked = send(&site, LATER, format!("{}&again=correction", body("Omar"))).await;
    assert_eq!(asked.status, 409, "nobody knows which one is meant");
    let which = |sent: &crate::site::Answer| format!("correction:{}", sent.reference().replace('-', ""));
    asked.assert_has(&[
        &format!("value=\"{}\">Correct what I sent: \u{2068}Leila\u{2069}", which(&first)),
        &format!("value=\"{}\">Correct what I sent: \u{2068}Omat\u{2069}", which(&omar)),
        "value=\"another\"",
    ]);
    let names = async || {
        let stored = site.stored().await.into_iter();
        let mut names: Vec<String> =
            stored.map(|one| one.answers["full_name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names().await, ["Leila", "Omat"], "nothing has changed yet");
    let right = format!("{}&again={}", body("Omar"), which(&omar));
    let corrected = send(&site, LATER, right.clone()).await;
    assert_eq!(corrected.status, 303, "{}", corrected.body);
    assert_eq!(names().await, ["Leila", "Omar"]);
    assert_eq!(send(&site, LATER, right).await.reference(), corrected.reference(), "a double click is one");
    assert_eq!(send(&site, LATER, body("Leila")).await.reference(), first.reference());
    for wrong in ["correction:0000000000", "correction:x", "correct"] {
        let answer = send(&site, LATER, format!("{}&again={wrong}", body("Nobody"))).await;
        assert!([400, 409].contains(&answer.status.as_u16()), "{wrong}");
    }
    assert_eq!(names().await, ["Leila", "Omar"]);
    let verified = forms_fn::transfer::verify(site.desk.store(), time(LATER)).await.unwrap();
    assert_eq!(verified.faults, []);
}

#[tokio::test]
async fn ten_corrections_at_once_are_one_registration() {
    let site = site();
    let nonce = nonce(&site).await;
    let body = |name: &str| format!("event=ten&nonce={nonce}&full_name=A&email={name}%40example.org");
    send(&site, LATER, body("first")).await;
    let mut posts = tokio::task::JoinSet::new();
    for number in 0..10 {
        let body = format!("{}&again=correction", body(&format!("a{number}")));
        let app = site.at(LATER);
        posts.spawn(async move { ask(&app, Method::POST, URL, &[("content-type", FORM)], body).await });
    }
    for answer in posts.join_all().await {
        assert!([303, 409].contains(&answer.status.as_u16()), "{}", answer.body);
    }
    assert_eq!(site.stored().await.len(), 1);
    let counters = site.desk.counters("ten", time(LATER)).await.unwrap();
    assert_eq!((counters.confirmed, counters.registered), (1, 1));
    let verified = forms_fn::transfer::verify(site.desk.store(), time(LATER)).await.unwrap();
    assert_eq!(verified.faults, []);
}

#[tokio::test]
async fn whoever_corrects_an_address_keeps_the_place_on_the_list() {
    let site = site();
    let full = |name: &str| format!("event=full-waitlist&full_name={name}&email={name}%40example.org");
    let fresh = site.get(&format!("{URL}/nonce?event=full-waitlist")).await;
    let own = fresh.json()["nonce"].as_str().unwrap().to_owned();
    site.register(&full("first")).await;
    send(&site, LATER, format!("{}&nonce={own}", full("typo"))).await;
    site.register(&full("later")).await;
    let right = send(&site, LATER, format!("{}&nonce={own}&again=correction", full("right"))).await;
    let stored = site.list("registration", Some("full-waitlist")).await;
    let right = stored.iter().find(|one| one.record.reference.to_string() == right.reference()).unwrap();
    assert_eq!((right.record.status(), right.position), (Status::Waiting, Some(2)));
    let verified = forms_fn::transfer::verify(site.desk.store(), time(LATER)).await.unwrap();
    assert_eq!(verified.faults, []);
}

#[tokio::test]
async fn after_half_an_hour_nobody_corrects_from_the_page() {
    let site = site();
    let nonce = nonce(&site).await;
    send(&site, LATER, format!("event=ten&nonce={nonce}&full_name=Amina")).await;
    let late = "2027-01-10T12:31:00Z";
    let body = format!("event=ten&nonce={nonce}&full_name=Next");
    let asked = send(&site, late, body.clone()).await;
    assert_eq!(asked.status, 409);
    assert!(!asked.body.contains("value=\"correction\""));
    assert_eq!(send(&site, late, format!("{body}&again=correction")).await.status, 409);
    assert_eq!(site.stored().await[0].answers["full_name"], "Amina");
}

#[tokio::test]
async fn two_people_behind_a_program_with_a_constant_nonce_are_two() {
    let site = site();
    let json = |name: &str| format!(r#"{{"event":"ten","full_name":"{name}","nonce":"AAAAAAAAAAAAAAAA"}}"#);
    let (one, two) = (site.json(&json("One")).await, site.json(&json("Two")).await);
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (201, 201));
    assert_ne!(one.json()["reference"], two.json()["reference"]);
    assert_eq!(site.json(&json("One")).await.json(), one.json());
    assert_eq!(site.stored().await.len(), 2);
}

#[tokio::test]
async fn a_program_that_sends_other_answers_with_our_nonce_is_refused() {
    let site = site();
    let nonce = nonce(&site).await;
    let json = |name: &str| format!(r#"{{"event":"ten","full_name":"{name}","nonce":"{nonce}"}}"#);
    let headers = [("content-type", "application/json")];
    let app = site.at(LATER);
    ask(&app, Method::POST, URL, &headers, json("One")).await;
    let other = ask(&app, Method::POST, URL, &headers, json("Two")).await;
    assert_eq!((other.status.as_u16(), &other.json()["code"]), (409, &"sent-already".into()));
    assert_eq!(site.stored().await.len(), 1);
}

#[tokio::test]
async fn whoever_has_cancelled_can_register_again_with_the_same_answers() {
    let site = site();
    let body = "event=ten&full_name=A&email=a%40example.org";
    let first = site.register(body).await;
    let reference = forms_fn::Reference::parse(&first.reference()).unwrap();
    site.desk.change(&reference, Step::Cancel, None, time(LATER)).await.unwrap();
    let second = site.register(body).await;
    assert_ne!(second.reference(), first.reference());
    let statuses: Vec<Status> = site.stored().await.iter().map(|stored| stored.record.status()).collect();
    assert_eq!(statuses, [Status::Cancelled, Status::Confirmed]);
    // What is left of the first one goes without what the second one is known by.
    site.desk.erase(&reference, None, time(LATER)).await.unwrap();
    assert_eq!(site.register(body).await.reference(), second.reference());
}

/// Over a limit, a correction changes nothing, and the page says so and until when.
#[tokio::test]
async fn a_correction_over_a_limit_is_told_when_it_can_be_sent_again() {
    let site = site();
    let nonce = nonce(&site).await;
    let body = |number: u32| {
        format!("event=ten&nonce={nonce}&full_name=Amina+{number}&email=amina%40example.org&again=correction")
    };
    let mut last = 0;
    let refused = loop {
        let answer = send(&site, LATER, body(last)).await;
        if answer.status != 303 {
            break answer;
        }
        last += 1;
        assert!(last < 10, "nothing holds them");
    };
    assert_eq!((last, refused.status.as_u16()), (6, 409), "{}", refused.body);
    refused.assert_has(&["We cannot take the correction yet", "What you sent first still counts"]);
    assert!(!refused.body.contains("This cannot be done any more"), "{}", refused.body);
    assert_eq!(site.stored().await[0].answers["full_name"], format!("Amina {}", last - 1));
    let other =
        format!("event=ten&nonce={nonce}&full_name=Amina&email=amina%2B2%40example.org&again=correction");
    assert_eq!(send(&site, LATER, other).await.status, 409, "the same mailbox");
    assert_eq!(site.stored().await[0].record.status(), Status::Confirmed, "the seat stays");
    let later = send(&site, "2027-01-10T12:11:00Z", body(last)).await;
    assert_eq!(later.status, 303, "{}", later.body);
}
