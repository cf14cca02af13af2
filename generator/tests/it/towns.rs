//! Towns in the reader's words: on pages and in calendars and letters, and what is said where a language has none.

use forms::Manifest;
use generator::diagnostic::{Code, Diagnostic};
use generator::render::{File, Output};

use crate::site;

fn output() -> Output {
    let produced = site::produce(site::whole());
    assert!(produced.diagnostics.is_empty(), "{:#?}", produced.diagnostics);
    produced.output.unwrap()
}

fn text(output: &Output, path: &str) -> String {
    let File::Bytes(bytes) = &output.files[path] else { panic!("`{path}` isn't made here") };
    String::from_utf8_lossy(bytes).into_owned()
}

fn manifest(output: &Output) -> Manifest {
    Manifest::read(text(output, "forms/manifest.json").as_bytes()).unwrap()
}

#[test]
fn every_page_calls_a_town_as_its_readers_do() {
    let output = output();
    for page in ["events/dinner/", "events/", "events/dinner/poster/"] {
        let of = |lang: &str| text(&output, &format!("public/{lang}/{page}index.html"));
        assert!(of("en").contains("Copenhagen N</bdi>"), "{page}");
        assert!(of("ar").contains("كوبنهاغن N</bdi>"), "{page}");
        assert!(of("da").contains("København N</bdi>"), "{page}");
    }
    for page in ["stories/bread/", "stories/"] {
        let arabic = text(&output, &format!("public/ar/{page}index.html"));
        assert!(arabic.contains("<bdi>مالمو</bdi>، السويد"), "{page}");
    }
    let organisations = text(&output, "public/uk/organisations/index.html");
    assert!(organisations.contains("<bdi>Копенгаген</bdi>"), "{organisations}");
}

#[test]
fn programs_get_the_towns_own_name_and_the_address_as_it_is() {
    let arabic = text(&output(), "public/ar/events/dinner/index.html");
    assert!(arabic.contains("\"addressLocality\":\"København N\""), "{arabic}");
    assert!(arabic.contains("<bdi>Eksempelgade 12</bdi>"), "{arabic}");
}

/// A letter says that an event is elsewhere if its place is another one in every language: a town that gets words has
/// those of before in its own.
#[test]
fn letters_and_calendars_say_the_place_in_the_readers_words() {
    let output = output();
    let place = &manifest(&output).events["dinner"].place;
    assert!(place["en"].ends_with(", 2200 Copenhagen N, Denmark"), "{place:?}");
    assert!(place["da"].ends_with(", 2200 København N, Danmark"), "{place:?}");
    assert!(place["ar"].ends_with("، 2200 كوبنهاغن N، الدنمارك"), "{place:?}");
    assert!(!place["ar"].contains(", "), "{place:?}");
    let calendar = text(&output, "public/ar/events/dinner/event.ics").replace("\r\n ", "");
    assert!(calendar.contains(&format!("LOCATION:{}", place["ar"])), "{calendar}");

    let without = site::copied();
    std::fs::remove_file(without.path().join("content/towns.yaml")).unwrap();
    let before = site::produce(without.path()).output.unwrap();
    let before = &manifest(&before).events["dinner"].place;
    assert_eq!(before["da"], place["da"]);
    assert_ne!(before["en"], place["en"]);
}

/// What is said of a site without a word for any town.
pub(crate) fn untranslated() -> Vec<Diagnostic> {
    let site = site::copied();
    std::fs::remove_file(site.path().join("content/towns.yaml")).unwrap();
    site::produce(site.path()).diagnostics
}

#[test]
fn a_town_that_readers_with_other_letters_cannot_read_is_named_once() {
    let found = untranslated();
    assert!(found.iter().all(|problem| problem.code == Code::TownUntranslated), "{found:#?}");
    let oslo: Vec<_> = found.iter().filter(|problem| problem.message.contains("`Oslo`")).collect();
    assert_eq!(oslo.len(), 1, "{found:#?}");
    assert_eq!(
        &*oslo[0].message,
        "readers in `ar` and `uk` can't read `Oslo`: their language has other letters"
    );
    let hint = "write its name in their words into `content/towns.yaml`: `- { name: Oslo, words: { ar: …, uk: … } }`";
    assert_eq!(&*oslo[0].hints[0], hint);

    let site = site::copied();
    site::change(site.path(), "content/towns.yaml", "uk: Осло", "da: Oslo");
    let found = site::produce(site.path()).diagnostics;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].langs, ["uk"]);
}
