//! Words that came into a source: no other language stops, the source's words are shown, and the translation is behind.

use generator::build::{self, BuildOptions};

use super::{change, pseudo, said, spaces, write};

const SOURCE: &str = "content/events/evening/index.en.md";
const DANISH: &str = "content/events/evening/index.da.md";

const TEXT: &str = "---
title: En aften sammen
summary: Spis og lyt.
audience: Alle
directions: Gennem porten
foodNote: Suppe
childcareNote: Der er et legerum
accessNote: Elevatoren virker
photoNote: Ingen billeder
programme: [{ time: \"17:30\", text: Dørene åbner }]
pictureCredit: Hendes søn
speakerRoles: { A tailor: En skrædder }
review: machine
---
Kom ind.
";

fn site() -> tempfile::TempDir {
    let site = pseudo::site();
    write(site.path(), DANISH, &TEXT.replace("pictureCredit: Hendes søn\n", ""));
    said(site.path(), &["status", "--accept", DANISH]);
    site
}

/// The Danish page after a change of the source, which is no error.
fn danish(site: &tempfile::TempDir) -> String {
    let produced = build::produce(&BuildOptions::new(site.path(), "2026-11-23T12:00:00Z".parse().unwrap()));
    let output = produced.output.unwrap();
    String::from_utf8(output.files["public/da/events/evening/index.html"].bytes().unwrap()).unwrap()
}

fn lacks(site: &tempfile::TempDir) -> serde_json::Value {
    let report = said(site.path(), &["status", "--lang", "da", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let documents = report["documents"].as_array().unwrap();
    let evening = documents.iter().find(|document| document["id"] == "events/evening").unwrap();
    let translation = &evening["translations"][0];
    assert_eq!(translation["state"], "stale", "{translation}");
    translation["lacks"].clone()
}

#[test]
fn a_line_of_the_programme_that_changed_is_said_as_the_source_says_it() {
    let site = site();
    change(
        site.path(),
        SOURCE,
        "programme: [{ time: \"17:30\",",
        "programme: [{ time: \"17:00\", text: Tea first }, { time: \"17:30\",",
    );
    let page = danish(&site);
    assert!(page.contains("<dd lang=\"en\" dir=\"ltr\">Tea first</dd>"), "{page}");
    assert!(page.contains("<dd>Dørene åbner</dd>"), "{page}");
    assert_eq!(lacks(&site), serde_json::json!(["programme"]));
    let table = said(site.path(), &["status", "--lang", "da"]);
    assert!(table.contains("lacks: events/evening in da: programme\n"), "{table}");
}

#[test]
fn a_new_picture_and_a_new_note_are_described_in_the_language_of_the_source() {
    let site = site();
    let drawing =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"><path d=\"M0 0h4v3z\"/></svg>";
    write(site.path(), "content/events/evening/pot.svg", drawing);
    let text = super::read(site.path(), SOURCE);
    assert!(!text.contains("picture:"), "{text}");
    change(
        site.path(),
        SOURCE,
        "demo: false",
        "demo: false\nalt: A pot of soup\nrecap: We ate it\npicture: { src: pot.svg }",
    );
    let page = danish(&site);
    assert!(
        page.contains("<div lang=\"en\" dir=\"ltr\">") && page.contains("alt=\"A pot of soup\""),
        "{page}"
    );
    assert!(page.contains("<p lang=\"en\" dir=\"ltr\">We ate it</p>"), "{page}");
    assert_eq!(lacks(&site), serde_json::json!(["alt", "recap"]));
    // Its source lacks it for every language.
    change(site.path(), SOURCE, "alt: A pot of soup\n", "");
    assert!(!spaces(site.path(), &["check"]).status.success());
}

#[test]
fn words_within_facts_that_came_went_or_changed_stop_nobody() {
    let site = site();
    change(site.path(), SOURCE, "role: A tailor", "role: A baker");
    assert!(danish(&site).contains("<bdi>A baker</bdi>"));
    assert_eq!(lacks(&site), serde_json::json!(["speakerRoles"]));
    change(
        site.path(),
        DANISH,
        "review: machine",
        "placeName: Stuen\npictureCredit: Hendes søn\nreview: machine",
    );
    assert!(danish(&site).contains("<bdi>Stuen</bdi>"));
}
