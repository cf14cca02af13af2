//! The log: what was done, in words, as far as somebody may see it.

use axum::http::StatusCode;
use forms_fn::accounts::Role;
use forms_fn::office::{ListQuery, Scope, Which};

use super::browser::By;
use crate::office::world::{access, everything, organisation, world};

fn of_event(event: &str) -> ListQuery {
    ListQuery { which: Which { form: None, event: Some(event.to_owned()) }, ..ListQuery::default() }
}

#[tokio::test]
async fn a_steward_reads_who_did_what_and_why_and_looks_for_one_person_event_or_record() {
    let world = world();
    let anna = world.guest("ten", "Anna").await;
    world.office.show(&everything(), &anna).await.unwrap().take().await.unwrap();
    world.office.list(&everything(), &of_event("two")).await.unwrap().take().await.unwrap();
    let mut steward = world.organiser(&[(Role::Steward, Scope::Everything)], By::Strong).await;
    let page = steward.get("/desk/log").await;
    let reference = anna.to_string();
    page.assert_has(&[
        "karin",
        "read everything about one person",
        "read a list",
        "a look",
        &reference,
        "Dinner two",
        "signed in",
        "gave a role",
        "1/2027",
    ]);
    assert!(!page.body.contains("Anna"), "the log tells of nobody by name");
    for (query, has, has_not) in [
        ("who=karin", "read a list", "signed in"),
        ("event=two", "read a list", "read everything"),
        (&*format!("ref={reference}"), "read everything", "read a list"),
        ("month=2026-12", "Nothing was written down", "karin"),
        ("who=nobody", "Nothing was written down", "read a list"),
    ] {
        let page = steward.get(&format!("/desk/log?{query}")).await;
        let (_, list) = page.body.split_once("</form>").unwrap();
        let (list, _) = list.split_once("<footer").unwrap();
        assert!(list.contains(has) && !list.contains(has_not), "{query}: {list}");
    }
    let wrong = steward.get("/desk/log?ref=%3Cb%3E&month=tomorrow").await;
    assert_eq!(wrong.status, StatusCode::OK);
    wrong.assert_has(&["This is not a reference"]);
}

#[tokio::test]
async fn a_steward_of_one_organisation_reads_what_was_done_with_its_own() {
    let world = world();
    let (anna, bea) = (world.guest("ten", "Anna").await, world.guest("two", "Bea").await);
    let dana = world.request("Dana", "DK").await;
    for reference in [&anna, &bea, &dana] {
        world.office.show(&everything(), reference).await.unwrap().take().await.unwrap();
    }
    // By somebody of Fika's, about something without an event.
    let nora = world.request("Nora", "NO").await;
    world.office.show(&access(organisation("fika")), &nora).await.unwrap().take().await.unwrap();
    let mut fika = world.organiser(&[(Role::Steward, organisation("fika"))], By::Strong).await;
    let page = fika.get("/desk/log").await;
    page.assert_has(&[&anna.to_string(), &nora.to_string(), "signed in"]);
    for hidden in [bea.to_string(), dana.to_string(), "Dinner two".to_owned()] {
        assert!(!page.body.contains(&hidden), "{hidden}");
    }
    // Not even that something was done with it.
    let none = fika.get(&format!("/desk/log?ref={bea}")).await;
    none.assert_has(&["Nothing was written down"]);
    assert!(!none.body.contains("Dinner two"));
}

#[tokio::test]
async fn who_opens_the_answers_of_many_on_one_day_is_named_on_top() {
    let world = world();
    for number in 0..31 {
        world.guest("any", &format!("Guest {number}")).await;
    }
    let mut steward = world.organiser(&[(Role::Steward, Scope::Everything)], By::Strong).await;
    world
        .office
        .open(&everything(), &ListQuery { limit: Some(30), ..of_event("any") })
        .await
        .unwrap()
        .take()
        .await
        .unwrap();
    let page = steward.get("/desk/log").await;
    assert!(!page.body.contains("Unusually many"), "{}", page.body);
    world
        .office
        .open(&everything(), &ListQuery { limit: Some(1), ..of_event("any") })
        .await
        .unwrap()
        .take()
        .await
        .unwrap();
    let page = steward.get("/desk/log?who=nobody").await;
    page.assert_has(&["Unusually many", "karin", "answers in confidence of 31 people"]);
}
