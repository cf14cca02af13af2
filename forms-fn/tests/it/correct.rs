//! What has to be corrected: every error at once, and nothing that was typed is lost.

use serde_json::json;

use crate::site::{FORM, site};

#[tokio::test]
async fn the_whole_form_comes_back_with_what_was_typed() {
    let site = site();
    let answer = site.register("event=ten&full_name=&email=%22%3E%3Cb%3E&diet=pork").await;
    assert_eq!(answer.status, 422);
    answer.assert_has(&[
        "<title>Error: Register for this event – Dinner ten &amp; more | Site</title>",
        "id=\"error-summary\"",
        "There is a problem",
        "Fill in “Your name”",
        "Write an e-mail address like name@example.org",
        "value=\"&quot;&gt;&lt;b&gt;\"",
        "name=\"nonce\"",
        "href=\"/en/forms/registration?event=ten\"",
        "<a href=\"/en/events/ten/\">Dinner ten &amp; more</a>",
    ]);
    let checked = answer.body.split("<input").find(|input| input.contains("value=\"pork\"")).unwrap();
    assert!(checked.split('>').next().unwrap().contains("checked"), "{checked}");
    let (summary, field) = (answer.body.find("error-summary"), answer.body.find("id=\"f-full_name\""));
    assert!(summary < field, "the summary comes before the fields");
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn the_nonce_of_the_form_stays() {
    let site = site();
    let answer = site.register("event=ten&nonce=0123456789abcdef&full_name=").await;
    assert_eq!(answer.status, 422);
    answer.assert_has(&["name=\"nonce\" value=\"0123456789abcdef\""]);
}

#[tokio::test]
async fn the_reader_of_arabic_reads_arabic() {
    let site = site();
    let answer = site.post("/ar/forms/registration", FORM, "event=ten&full_name=").await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.header("content-language"), "ar");
    answer.assert_has(&["<html lang=ar>", "<title>خطأ: ", "هناك مشكلة", "يلزم ملء خانة «الاسم»"]);
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn a_program_gets_every_error_with_field_code_and_sentence() {
    let site = site();
    let body = r#"{"event":"ten","email":"x","children":2,"diet":["tofu"],"capacity":99,"full_name":" "}"#;
    let answer = site.json(body).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["status"], 422);
    assert_eq!(problem["type"], "about:blank");
    assert_eq!(problem["title"], "Unprocessable Entity");
    let errors = problem["errors"].as_array().unwrap();
    let found: Vec<_> = errors.iter().map(|e| (e["field"].clone(), e["code"].clone())).collect();
    let expected = [
        ("full_name", "required"),
        ("email", "email"),
        ("diet", "option"),
        ("children", "not-asked"),
        ("capacity", "unknown"),
    ];
    assert_eq!(found, expected.map(|(field, code)| (json!(field), json!(code))));
    assert_eq!(errors[1]["message"], "Write an e-mail address like name@example.org");
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn names_of_ours_are_unknown_fields() {
    for name in ["status", "position", "reference", "capacity", "taken", "lang", "submitted_at", "version"] {
        let site = site();
        let answer = site.register(&format!("event=ten&full_name=A&{name}=1")).await;
        assert_eq!(answer.status, 422, "{name}");
        site.assert_nothing_stored().await;
    }
    let site = site();
    let answer = site.post("/en/forms/mentor-request", FORM, "name=A&event=ten").await;
    assert_eq!(answer.status, 422, "a form about nothing has no event");
    site.assert_nothing_stored().await;
}

#[tokio::test]
async fn a_value_of_another_shape_is_no_answer() {
    let site = site();
    for wrong in [
        r#"{"event":"ten","full_name":["A"]}"#,
        r#"{"event":"ten","full_name":true}"#,
        r#"{"event":"ten","full_name":"A","diet":"meat"}"#,
        r#"{"event":"ten","full_name":"A","diet":[1]}"#,
        r#"{"event":"ten","full_name":"A","news":"yes"}"#,
        r#"{"event":["ten"],"full_name":"A"}"#,
    ] {
        assert_eq!(site.json(wrong).await.status, 400, "{wrong}");
    }
    site.assert_nothing_stored().await;
}
