use std::sync::Arc;

use super::*;
use crate::drafts::DraftId;
use crate::person::Person;
use crate::tried::{Place, get, post};
use crate::words::Words;

const DINNER: &str = "content/events/dinner/index.en.md";

fn nothing() -> Vec<(String, String)> {
    Vec::new()
}

fn status(word: &str) -> Vec<(String, String)> {
    vec![("status".to_owned(), word.to_owned())]
}

#[test]
fn cancelling_says_how_many_are_told_and_changes_status_and_sequence() {
    let place = Place::new(&[]);
    let mut desk = place.desk();
    let words = Words::of("da").unwrap();
    let form = get(&desk, "da", "/edit/w/events/dinner/da").1;
    assert!(form.contains("href=\"/edit/cancel/events/dinner\""), "{form}");
    assert!(!get(&desk, "da", "/edit/w/stories/bread/da").1.contains("/edit/cancel/"));
    let page = get(&desk, "da", "/edit/cancel/events/dinner").1;
    assert!(
        page.contains(&words.text("cancel.letters")) && page.contains("Fortællemiddag i København"),
        "{page}"
    );
    let asked_for = Arc::new(parking_lot::Mutex::new(String::new()));
    let heard = Arc::clone(&asked_for);
    desk.registered = Some(Arc::new(move |_: &Person, id: &str| {
        id.clone_into(&mut heard.lock());
        Some(People::Exactly(43))
    }));
    let page = get(&desk, "da", "/edit/cancel/events/dinner").1;
    assert!(page.contains("43 personer er tilmeldt og får et brev."), "{page}");
    assert_eq!(*asked_for.lock(), "dinner");
    for (people, said) in
        [(People::AtLeast(40), "Mindst 40 personer"), (People::Few, "Færre end fem personer")]
    {
        desk.registered = Some(Arc::new(move |_: &Person, _: &str| Some(people)));
        assert!(get(&desk, "da", "/edit/cancel/events/dinner").1.contains(said));
    }
    desk.registered = Some(Arc::new(|_: &Person, _: &str| None));
    assert!(get(&desk, "da", "/edit/cancel/events/dinner").1.contains(&words.text("cancel.letters")));

    // Looking changes nothing.
    assert!(desk.drafts().all().unwrap().is_empty());
    let to = post(&desk, "da", "/edit/cancel/events/dinner", status("cancelled")).unwrap();
    let draft = desk.drafts().all().unwrap().remove(0);
    assert_eq!(to, format!("/edit/d/{}", draft.id));
    assert_eq!(draft.title, "Fortællemiddag i København: aflyst");
    let page = get(&desk, "da", &to).1;
    assert!(!page.contains("/cancel/events/dinner"), "it is cancelled already: {page}");
    assert!(page.contains(&words.text("draft.ready")), "{page}");
    let version =
        desk.publisher.publish(&draft.id, &desk.person("da"), desk.now()).unwrap().version.to_string();
    let lines = place.lines(&format!("{version}^"), &version, "content/events");
    assert_eq!(lines, ["-status: scheduled", "+status: cancelled"], "nothing was noted of it before");
    assert_eq!(get(&desk, "da", "/edit/cancel/events/dinner").0, 409);
    assert!(!get(&desk, "da", "/edit/w/events/dinner/da").1.contains("/edit/cancel/"));
    // Put back it is a change of what is noted now: calendars have to take it.
    let again = post(&desk, "da", &format!("/edit/c/{version}/undo"), nothing()).unwrap();
    let id = DraftId::parse(again.rsplit('/').next().unwrap()).unwrap();
    let undone = desk.publisher.publish(&id, &desk.person("da"), desk.now()).unwrap().version.to_string();
    let lines = place.lines(&version, &undone, DINNER);
    assert_eq!(lines, ["-status: cancelled", "+status: scheduled", "-sequence: 0", "+sequence: 1"]);
    let title = get(&desk, "da", &format!("/edit/c/{undone}")).1;
    assert!(title.contains("<h1>Fortrudt: Fortællemiddag i København: aflyst</h1>"), "{title}");
}

#[test]
fn postponing_goes_into_the_draft_that_is_open_and_what_nobody_knows_isnt_cancelled() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let text = place.read(DINNER).replacen("capacity: 40", "capacity: 30", 1);
    let new = place.read("content/events/online/index.en.md").replacen("title: ", "title: Another ", 1);
    let files = BTreeMap::from([
        (DINNER.to_owned(), Some(text.into_bytes())),
        ("content/events/another/index.en.md".to_owned(), Some(new.into_bytes())),
    ]);
    let draft = desk.drafts().begin("Fewer seats", &files, &desk.person("en"), 1).unwrap();
    let address = format!("/edit/d/{}", draft.id);
    let page = get(&desk, "en", &address).1;
    assert!(page.contains(&format!("{address}/cancel/events/dinner")), "{page}");
    assert!(!page.contains("/cancel/events/another"), "nobody has seen it yet");
    assert_eq!(get(&desk, "en", &format!("{address}/cancel/events/another")).0, 409);
    let to = post(&desk, "en", &format!("{address}/cancel/events/dinner"), status("postponed")).unwrap();
    assert_eq!(to, address);
    let saved = desk.drafts().get(&draft.id).unwrap().unwrap();
    assert_eq!(saved.title, "Fewer seats");
    let lines = place.lines(draft.tip.as_str(), saved.tip.as_str(), "content");
    assert_eq!(lines, ["-status: scheduled", "+status: postponed"]);
    for word in ["scheduled", "", "gone"] {
        let (code, _) = post(&desk, "en", "/edit/cancel/events/dinner", status(word)).unwrap_err();
        assert_eq!(code, 404, "{word}");
    }
    assert_eq!(post(&desk, "en", "/edit/cancel/stories/bread", status("cancelled")).unwrap_err().0, 404);
    assert_eq!(desk.drafts().all().unwrap().len(), 1);
}
