//! Bodies that no form of ours sends.

use axum::body::Body;
use axum::http::Method;

use crate::refusals::assert_problem;
use crate::site::{FORM, ask, site};

const JSON: &str = "application/json";
const UNREADABLE: &str = "We could not read what was sent. Nothing was stored.";

#[tokio::test]
async fn sixty_four_kilobytes_are_the_limit() {
    let site = site();
    let body = |length: usize| format!("event=ten&full_name={}", "a".repeat(length - 20));
    assert_eq!(site.register(&body(64 * 1024)).await.status, 422, "the name is too long, the body isn't");
    let answer = site.register(&body(64 * 1024 + 1)).await;
    assert_eq!(answer.status, 413);
    answer.assert_has(&["Your answers are too long to send. Nothing was stored."]);
    let answer = site.post("/en/forms/registration", JSON, body(6_000_000)).await;
    assert_problem(&answer, 413, "too-large", "Nothing was stored.");
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn a_length_that_is_announced_is_believed() {
    let site = site();
    let headers = [("content-type", FORM), ("content-length", "6000000")];
    let answer = ask(&site.app, Method::POST, "/en/forms/registration", &headers, "event=ten").await;
    assert_eq!(answer.status, 413);
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn only_utf8_is_read() {
    let bodies: [&[u8]; 6] = [
        b"event=ten&full_name=%FF",
        b"event=ten&full_name=%C3",
        b"event=ten&full_name=%C3&email=",
        b"event=ten&full_name=%ED%A0%80",
        b"event=ten&full_name=\xff",
        b"event=ten&%C3=1&full_name=A",
    ];
    for body in bodies {
        let site = site();
        let answer = site.post("/en/forms/registration", FORM, Body::from(body)).await;
        assert_eq!(answer.status, 400, "{}", body.escape_ascii());
        answer.assert_has(&[UNREADABLE]);
        site.assert_nothing_stored().await;
    }
    let site = site();
    let kept = site.register("event=ten&full_name=%EF%BF%BD%C3%A6").await;
    assert_eq!(kept.status, 303, "U+FFFD itself is a character that somebody may send");
}

#[tokio::test]
async fn json_is_one_flat_object() {
    let deep = format!("{{\"event\":\"ten\",\"full_name\":{}1{}}}", "[".repeat(129), "]".repeat(129));
    let long: String = (0..100_000).map(|i| format!("\"f{i}\":1,")).collect::<String>();
    let bodies = [
        "",
        "[]",
        "\"x\"",
        "{\"event\":\"ten\"",
        "{\"event\":\"ten\",\"full_name\":{\"a\":1}}",
        "{\"event\":\"ten\",\"full_name\":[[\"a\"]]}",
        "{\"event\":\"ten\",\"full_name\":\"\\ud800\"}",
        "{\"event\":\"ten\",\"full_name\":\"A\",\"full_name\":\"A\"}",
        "{\"event\":\"ten\",\"event\":\"two\",\"full_name\":\"A\"}",
        "{\"event\":[\"ten\",\"two\"],\"full_name\":\"A\"}",
        "{\"event\":\"ten\",\"full_name\":\"A\"} x",
        &deep,
    ];
    let site = site();
    for body in bodies {
        assert_problem(&site.json(body).await, 400, "bad-request", UNREADABLE);
    }
    assert_eq!(site.json(&format!("{{{long}\"event\":\"ten\"}}")).await.status, 413);
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn a_key_counts_once() {
    let site = site();
    for body in [
        "event=ten&event=two&full_name=A",
        "event=ten&nonce=0123456789abcdef&nonce=0123456789abcdef&full_name=A",
    ] {
        let answer = site.register(body).await;
        assert_eq!(answer.status, 400, "{body}");
        answer.assert_has(&[UNREADABLE]);
    }
    let answer = site.register("event=ten&full_name=A&full_name=B").await;
    assert_eq!(answer.status, 422);
    answer.assert_has(&["was sent more than once"]);
    let many: String = (0..201).map(|_| "&diet=meat").collect();
    assert_eq!(site.register(&format!("event=ten&full_name=A{many}")).await.status, 400);
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn the_address_never_fills_in_the_form() {
    let site = site();
    let answer = site.post("/en/forms/registration?event=ten", FORM, "full_name=A").await;
    assert_eq!(answer.status, 404);
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn other_types_are_refused() {
    let site = site();
    let types = [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded; charset=iso-8859-1",
        "application/jsonx",
        "",
    ];
    for kind in types {
        let answer = site.post("/en/forms/registration", kind, "event=ten&full_name=A").await;
        assert_eq!(answer.status, 415, "{kind}");
        answer.assert_has(&["The form was sent in a way that we cannot receive. Nothing was stored."]);
    }
    let none = ask(&site.app, Method::POST, "/en/forms/registration", &[], "event=ten&full_name=A").await;
    assert_eq!(none.status, 415);
    let packed = [("content-type", FORM), ("content-encoding", "gzip")];
    let packed = ask(&site.app, Method::POST, "/en/forms/registration", &packed, "event=ten").await;
    assert_eq!(packed.status, 415);
    site.assert_nothing_stored().await;
    let shouted = "Application/X-WWW-Form-URLEncoded ; Charset=\"UTF-8\"";
    assert_eq!(site.post("/en/forms/registration", shouted, "event=ten&full_name=A").await.status, 303);
}

#[tokio::test]
async fn a_nonce_that_is_none_is_refused() {
    let site = site();
    for nonce in
        ["short", &"x".repeat(65), "0123456789abcdef%20", "%D8%B9%D8%A7%D8%A6%D8%B4%D8%A9%D8%B9%D8%A7"]
    {
        let answer = site.register(&format!("event=ten&full_name=A&nonce={nonce}")).await;
        assert_eq!(answer.status, 400, "{nonce}");
    }
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn what_was_typed_never_becomes_markup_or_a_hole_of_the_page() {
    let site = site();
    let body = "event=ten&full_name=&email=@@main@@%3Cscript%3E&nonce=%22%3E%3Cscript%3Ealert%281%29";
    let answer = site.register(body).await;
    assert_eq!(answer.status, 422);
    assert!(!answer.body.contains("<script"), "{}", answer.body);
    answer.assert_has(&["value=\"@@main@@&lt;script&gt;\""]);
    assert_eq!(answer.body.matches("<h1").count(), 1);
}
