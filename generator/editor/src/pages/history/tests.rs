use std::collections::BTreeMap;

use crate::tried::{Place, get};

const DINNER: &str = "content/events/dinner/index.en.md";

#[test]
fn history_says_who_when_and_what_in_the_readers_language() {
    let place = Place::new(&[]);
    let desk = place.desk();
    place.change(
        DINNER,
        &[
            ("starts: \"2027-03-04T17:30\"", "starts: \"2027-03-04T18:00\""),
            ("hosts: [langbord, nabobord]", "hosts: [nabobord]"),
            ("waitlist: true", "waitlist: false"),
        ],
    );
    let draft = {
        let text = place.read(DINNER);
        place.git(&["checkout", "--quiet", "--", DINNER]);
        let files = BTreeMap::from([
            (DINNER.to_owned(), Some(text.into_bytes())),
            ("content/events/dinner/hall.jpg".to_owned(), Some(b"a picture".to_vec())),
        ]);
        desk.drafts().begin("Later", &files, &desk.person("da"), desk.now().as_second()).unwrap()
    };
    // A draft says it in the same words.
    let page = get(&desk, "da", &format!("/edit/d/{}", draft.id)).1;
    assert!(page.contains("Owner, tirsdag 24. november 2026 kl. 13.00"), "by the clock of the site: {page}");
    place.git(&["merge", "--quiet", "--ff-only", draft.tip.as_str()]);
    let page = get(&desk, "da", "/edit/h/events/dinner").1;
    assert!(page.contains("Owner, tirsdag 24. november 2026 kl. 13.00"), "{page}");
    assert!(
        page.contains("torsdag 4. marts 2027 kl. <del>") && page.contains("</span>18.00</ins>"),
        "{page}"
    );
    assert!(!page.contains("2027-03-04T"), "{page}");
    let site = desk.base().ok().unwrap();
    let names = site.shown.site().unwrap().organisations.clone();
    let name = |id: &str| names.iter().find(|one| one.id == id).unwrap().name.clone();
    assert!(page.contains(&name("langbord")) && page.contains(&name("nabobord")), "{page}");
    assert!(page.contains("</span>Ja</del>") && page.contains("</span>Nej</ins>"), "{page}");
    assert!(page.contains("Billede: hall.jpg – nyt"), "{page}");
    assert!(page.contains("Historikken begynder her."), "{page}");
    let page = get(&desk, "da", &format!("/edit/c/{}", draft.tip)).1;
    assert!(page.contains("<h2><bdi>Fortællemiddag i København (English)</bdi></h2>"), "{page}");
    assert!(page.contains("Offentliggjort af Owner, tirsdag 24. november 2026 kl. 13.00."), "{page}");
}

#[test]
fn what_a_draft_is_called_is_read_as_what_it_does() {
    let named = |text: &str| super::named(crate::words::Words::ENGLISH, text);
    assert_eq!(named("Publish Dinner"), "Dinner");
    assert_eq!(named("Publish Undo: Publish Dinner"), "Taken back: Dinner");
    assert_eq!(named("Publish Undo: Publish Undo: Publish Dinner"), "Taken back: Taken back: Dinner");
    assert_eq!(named("Undo the work"), "Undo the work");
}
