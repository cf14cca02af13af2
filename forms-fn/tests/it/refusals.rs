//! Whatever can't be stored says why, in the reader's language, and nothing is stored.

use axum::http::Method;

use crate::site::{Answer, FORM, ask, site};

/// Event, status, code, words, Arabic words.
const STATES: [(&str, u16, &str, &str, &str); 8] = [
    (
        "soon",
        409,
        "not-open-yet",
        "Registration opens on Monday 11 January, 09:00.",
        "موعد بدء التسجيل: الاثنين 11 يناير",
    ),
    (
        "closed",
        410,
        "closed",
        "Registration closed on Saturday 9 January, 12:00.",
        "انتهى التسجيل: السبت 9 يناير",
    ),
    ("past", 410, "past", "This event is over.", "انتهت هذه الفعالية."),
    ("cancelled", 410, "cancelled", "This event is cancelled.", "أُلغيت هذه الفعالية."),
    (
        "postponed",
        409,
        "postponed",
        "This event is postponed. The new date is not decided yet.",
        "تأجلت هذه الفعالية",
    ),
    ("full", 409, "full", "All places are taken. Look at the other events.", "كل الأماكن محجوزة."),
    ("nowhere", 404, "event-unknown", "We cannot find this event.", "لم نجد هذه الفعالية."),
    ("", 404, "event-unknown", "We cannot find this event.", "لم نجد هذه الفعالية."),
];

/// A language that we don't have is answered in the site's first one, and so is an address that isn't UTF-8.
#[tokio::test]
async fn an_address_that_nobody_answers_is_refused_in_its_language() {
    let site = site();
    for (url, lang) in [
        ("/en/nothing", "en"),
        ("/ar/nothing", "ar"),
        ("/ar/forms/nothing", "ar"),
        ("/ar", "ar"),
        ("/xx/forms/registration", "en"),
        ("/ar/forms/%ff", "en"),
        ("/", "en"),
    ] {
        let answer = site.get(url).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-language")), (404, lang), "{url}");
    }
}

#[tokio::test]
async fn an_event_without_a_form_is_not_called_unknown() {
    let mut parts = crate::site::parts();
    let mut manifest = crate::site::manifest();
    manifest.events.get_mut("ten").unwrap().form = None;
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    let mut site = site();
    let forms = forms_fn::FormsFolder::from_parts(&parts).unwrap();
    site.app = forms_fn::App::new(
        forms,
        site.desk.clone(),
        forms_fn::Clock::Fixed(crate::site::time("2027-01-10T12:00:00Z")),
    );
    let sent = site.register("event=ten&full_name=A").await;
    assert_eq!(sent.status, 404);
    sent.assert_has(&["This event takes no forms.", "<html lang=en>"]);
    let json = site.json("{\"event\":\"ten\",\"full_name\":\"A\"}").await;
    assert_problem(&json, 404, "event-without-form", "This event takes no forms.");
}

#[tokio::test]
async fn an_event_that_takes_nobody_says_why() {
    for (event, status, code, words, arabic) in STATES {
        let site = site();
        let sent = site.register(&format!("event={event}&full_name=A")).await;
        assert_eq!(sent.status, status, "{event}");
        sent.assert_has(&[words, "<html lang=en>"]);
        // What is wrong in a form that nobody can send is not worth correcting.
        let faulty = site.register(&format!("event={event}")).await;
        assert_eq!(faulty.status, status, "{event}");
        let shown = site.get(&format!("/en/forms/registration?event={event}")).await;
        assert_eq!(shown.status, status, "{event}");
        shown.assert_has(&[words]);
        let arabic_page = site.get(&format!("/ar/forms/registration?event={event}")).await;
        arabic_page.assert_has(&[arabic, "<html lang=ar>"]);
        let json = site.json(&format!("{{\"event\":\"{event}\",\"full_name\":\"A\"}}")).await;
        assert_problem(&json, status, code, words);
        if status != 404 {
            let (title, back) =
                (format!("<h1>Dinner {event} &amp; more</h1>"), format!("href=\"/en/events/{event}/\""));
            sent.assert_has(&[&title, &back]);
            // The old date of what is postponed would only mislead.
            let dated = sent.body.contains("Thursday 21 January 2027");
            assert_eq!(dated, code != "postponed", "{event}");
        }
        site.assert_nothing_stored().await;
    }
}

#[tokio::test]
async fn what_we_never_heard_of_is_a_page_of_the_site() {
    let site = site();
    let words = "We cannot find this form.";
    for url in [
        "/en/forms/nothing",
        "/xx/forms/registration",
        "/en/forms/%FF",
        "/%FF/forms/registration",
        "/en/elsewhere",
        "/",
    ] {
        let shown = site.get(url).await;
        assert_eq!(shown.status, 404, "{url}");
        shown.assert_has(&[words, "<html lang=en>"]);
    }
    assert_eq!(site.post("/en/forms/nothing", FORM, "event=ten&full_name=A").await.status, 404);
    assert_eq!(site.post("/xx/forms/registration", FORM, "event=ten&full_name=A").await.status, 404);
    let arabic = site.get("/ar/forms/nothing").await;
    arabic.assert_has(&["لم نجد هذه الاستمارة", "<html lang=ar>"]);
    let json = site.post("/en/forms/nothing", "application/json", "{}").await;
    assert_problem(&json, 404, "form-unknown", words);
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn an_unknown_reference_looks_like_any_other_wrong_one() {
    let site = site();
    let reference = site.register("event=ten&full_name=A").await.reference();
    let mut bodies = Vec::new();
    for query in ["?ref=AAAAA-AAAAA", "?ref=", "", "?ref=%FF", "?ref=%3Cscript%3E", "?other=1"] {
        let answer = site.get(&format!("/en/forms/registration/received{query}")).await;
        assert_eq!(answer.status, 404, "{query}");
        bodies.push(answer.body);
    }
    let elsewhere = site.get(&format!("/en/forms/mentor-request/received?ref={reference}")).await;
    assert_eq!(elsewhere.status, 404, "the record of another form");
    bodies.push(elsewhere.body);
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
    assert!(bodies[0].contains("We cannot find this form."));
    let arabic = site.get("/ar/forms/registration/received?ref=AAAAA-AAAAA").await;
    arabic.assert_has(&["<html lang=ar>", "لم نجد"]);
}

#[tokio::test]
async fn other_methods_are_named_in_the_answer() {
    let site = site();
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = ask(&site.app, method, "/en/forms/registration", &[], "").await;
        assert_eq!(answer.status, 405);
        assert_eq!(answer.header("allow"), "GET,HEAD,POST");
        answer.assert_has(&["The form was sent in a way that we cannot receive."]);
    }
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn a_store_that_fails_says_that_nothing_was_stored() {
    let site = site();
    site.database().execute_batch("ALTER TABLE items RENAME TO gone").unwrap();
    let answer = site.register("event=ten&full_name=A").await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("retry-after"), "180");
    answer.assert_has(&["<h1>Sorry, there is a problem</h1>", "Nothing was stored. Wait a few minutes"]);
    assert!(!answer.body.contains("items"), "no detail leaves the log");
    let json = site.json(r#"{"event":"ten","full_name":"A"}"#).await;
    assert_problem(&json, 503, "failed", "Nothing was stored.");
    assert!(!json.body.contains("items"));
    let instance = json.json()["instance"].as_str().unwrap().to_owned();
    assert_eq!(instance, format!("urn:request:{}", json.header("x-request-id")));
    site.database().execute_batch("ALTER TABLE gone RENAME TO items").unwrap();
    site.assert_nothing_stored().await;
}

#[track_caller]
pub(crate) fn assert_problem(answer: &Answer, status: u16, code: &str, words: &str) {
    assert_eq!(answer.status, status);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    assert_eq!(problem["code"], code);
    assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()));
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(words)), "{problem}");
}
