//! What a new document begins with.

use std::collections::BTreeSet;

use generator::write_back;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::pages::write::tests::{asked, led_to, page, post};
use crate::pages::{self, Answer};
use crate::person::Rights;
use crate::tried::Place;

const EVENT: [(&str, &str); 3] = [("kind", "event"), ("title", "Soup in May"), ("lang", "da")];

/// The head of the only draft's only file.
fn begun(desk: &Desk, answer: Answer) -> Value {
    led_to(answer);
    let draft = desk.drafts().all().unwrap().remove(0);
    let path = draft.files.first().unwrap();
    let text = desk.repository.text(&draft.tip, path).unwrap().unwrap();
    assert!(path.ends_with("/index.da.md"), "{path}");
    write_back::written(&text).unwrap().head
}

fn new(desk: &Desk, more: &[(&str, &str)]) -> Answer {
    post(desk, "/edit/new", &[&EVENT[..], more].concat())
}

#[test]
fn an_event_like_the_last_one_has_its_facts_on_another_day_and_no_words() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let head = begun(&desk, new(&desk, &[("like", "events/dinner"), ("day", "2027-05-06")]));
    assert_eq!(head["starts"], "2027-05-06T17:30");
    assert_eq!(head["ends"], "2027-05-06T20:30");
    // As long before as it was.
    assert_eq!(head["registration"]["opens"], "2026-12-03T09:00");
    assert_eq!(head["registration"]["closes"], "2027-05-03T12:00");
    assert_eq!(head["hosts"], json!(["langbord", "nabobord"]));
    assert_eq!(
        (&head["title"], &head["source"], &head["status"]),
        (&json!("Soup in May"), &json!(true), &json!("scheduled"))
    );
    for not in ["summary", "programme", "speakers", "picture", "sequence", "id", "attendance"] {
        assert_eq!(head.get(not), None, "{not}");
    }
}

#[test]
fn without_a_day_an_event_begins_without_one() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let head = begun(&desk, new(&desk, &[("like", "events/dinner"), ("organisation", "nabobord")]));
    assert_eq!((head.get("starts"), head["registration"].get("closes")), (None, None));
    assert_eq!(head["timeZone"], "Europe/Copenhagen");
    assert_eq!(head["hosts"], json!(["langbord", "nabobord"]), "it is one of them already");
}

#[test]
fn whose_it_is_is_asked_where_there_are_several() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let (status, html) = page(&desk, new(&desk, &[]));
    assert_eq!(status, 422);
    for there in
        ["value=\"Soup in May\"", "Choose the organisation", "<option value=\"\">", "Langbord Fællesskab"]
    {
        assert!(html.contains(there), "{there}\n{html}");
    }
    assert!(desk.drafts().all().unwrap().is_empty());
    let head = begun(&desk, new(&desk, &[("organisation", "nabobord"), ("day", "2027-05-06")]));
    assert_eq!((&head["hosts"], &head["place"]["country"]), (&json!(["nabobord"]), &json!("NO")));
    // The time is still to be said, and the day isn't lost.
    assert_eq!(head["starts"], "2027-05-06");
}

#[test]
fn nothing_begins_for_an_organisation_of_others() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let mine = |more: &[(&str, &str)]| {
        let mut asked = asked(&desk, "/edit/new", desk.now(), Some(&[&EVENT[..], more].concat()));
        asked.person.rights = Rights { writes: BTreeSet::from(["nabobord".to_owned()]), ..Rights::default() };
        pages::answer(&desk, &asked)
    };
    let (status, html) = page(&desk, mine(&[("organisation", "langbord")]));
    assert!(status == 422 && !html.contains("Langbord Fællesskab"), "{html}");
    // One of theirs only: nothing has to be chosen.
    assert_eq!(begun(&desk, mine(&[]))["hosts"], json!(["nabobord"]));
}

#[test]
fn a_day_that_is_none_is_told_and_a_page_asks_for_no_organisation() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let (status, html) = page(&desk, new(&desk, &[("day", "in May"), ("organisation", "langbord")]));
    assert!(status == 422 && html.contains("This is no day.") && html.contains("in May"), "{html}");
    let posted = [("kind", "page"), ("title", "About us"), ("lang", "da")];
    assert_eq!(begun(&desk, post(&desk, "/edit/new", &posted))["kind"], "page");
}
