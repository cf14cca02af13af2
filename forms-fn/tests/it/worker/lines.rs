//! What people read who stand in line, and what the worker makes of it.

use axum::http::Method;
use forms_fn::Status;

use super::world::{NOW, World};
use crate::line::rush;
use crate::site::{FORM, ask, time};

#[tokio::test]
async fn the_page_says_that_it_is_stored_and_the_letter_how_it_stands() {
    let mut world = World::new();
    world.event().capacity = Some(1);
    rush(&world.desk, "ten", time(NOW)).await;
    let app = world.app(NOW);
    let headers = [("content-type", FORM)];
    let body = "event=ten&full_name=ada&email=ada@example.net".to_owned();
    let answer = ask(&app, Method::POST, "/en/forms/registration", &headers, body).await;
    assert_eq!(answer.status, 303);
    let page = ask(&app, Method::GET, answer.header("location"), &[], "").await;
    page.assert_has(&["<h1>Your form is stored</h1>", "In a few minutes it is known"]);
    let body = r#"{"event":"ten","full_name":"bo"}"#;
    let app = world.app("2027-01-10T12:00:01Z");
    let told =
        ask(&app, Method::POST, "/en/forms/registration", &[("content-type", "application/json")], body)
            .await;
    assert_eq!(told.json()["status"], "in_line");
    // Without an address there is a link, and what it leads to says the same.
    let own = ask(&app, Method::GET, told.json()["link"].as_str().unwrap(), &[], "").await;
    own.assert_has(&["In a few minutes it is known"]);
    assert!(!own.body.contains("A person looks at it first"));

    let report = world.tick(NOW).await;
    assert_eq!((report.seated, report.sent), (2, 1));
    assert_eq!(world.letters_to("ada"), ["confirmed"]);
    let page = ask(&app, Method::GET, answer.header("location"), &[], "").await;
    page.assert_has(&["<h1>A place is reserved for you</h1>"]);
    let reference = forms_fn::Reference::parse(told.json()["reference"].as_str().unwrap()).unwrap();
    assert_eq!(world.status(&reference, NOW).await, Status::Waiting);
    assert_eq!(world.tick(NOW).await.seated, 0);
}
