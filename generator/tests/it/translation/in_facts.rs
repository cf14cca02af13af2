//! Words that the source writes within its facts: where a translation says them, and where it doesn't.

use generator::render::Output;

use super::{pseudo, said, write};

const DANISH: &str = "---
title: En aften sammen
summary: Spis og lyt.
audience: Alle
directions: Gennem porten
foodNote: Suppe
childcareNote: Der er et legerum
accessNote: Elevatoren virker
photoNote: Ingen billeder
programme: [{ time: \"17:30\", text: Dørene åbner }]
@namesspeakerRoles: { A tailor: En skrædder }
review: machine
---
Kom ind.
";

/// The site with the event in Danish, and what it becomes.
fn build(names: &str) -> (Output, tempfile::TempDir) {
    let site = pseudo::site();
    let file = "content/events/evening/index.da.md";
    write(site.path(), file, &DANISH.replace("@names", names));
    said(site.path(), &["status", "--accept", file]);
    (pseudo::build(site.path(), false), site)
}

fn text(output: &Output, path: &str) -> String {
    let text = String::from_utf8(output.files[path].bytes().unwrap()).unwrap();
    text.replace("\r\n ", "").replace("\\,", ",")
}

#[test]
fn a_page_a_calendar_and_programs_get_the_words_of_the_translation() {
    let (output, _site) = build("placeName: Stuen\n");
    let page = text(&output, "public/da/events/evening/index.html");
    for shown in ["<bdi>Stuen</bdi>", "<bdi>En skrædder</bdi>", "\"name\":\"Stuen\"", "Storgata 1"] {
        assert!(page.contains(shown), "no {shown} in\n{page}");
    }
    assert!(!page.contains(">Room<") && !page.contains(">A tailor<"), "{page}");
    let calendar = text(&output, "public/da/events/evening/event.ics");
    assert!(calendar.contains("LOCATION:Stuen, Storgata 1"), "{calendar}");
    assert!(text(&output, "forms/manifest.json").contains("\"da\":\"Stuen, Storgata 1"));
    assert!(text(&output, "public/da/events/evening/poster/index.html").contains("<bdi>Stuen</bdi>"));
}

#[test]
fn a_name_that_is_the_same_in_every_language_needs_no_words() {
    let (output, _site) = build("");
    let page = text(&output, "public/da/events/evening/index.html");
    assert!(page.contains("<bdi>Room</bdi>") && page.contains("<bdi>En skrædder</bdi>"), "{page}");
}

/// Whoever changes a role has changed what was translated.
#[test]
fn another_role_in_the_source_makes_the_translation_stale() {
    let (_, site) = build("");
    let status = || said(site.path(), &["status", "--lang", "da"]);
    assert!(!status().contains("stale: events/evening in da"), "{}", status());
    for (old, new) in [("role: A tailor", "role: A baker"), ("name: Room", "name: House")] {
        super::change(site.path(), "content/events/evening/index.en.md", old, new);
        assert!(status().contains("stale: events/evening in da"), "{}", status());
        super::change(site.path(), "content/events/evening/index.en.md", new, old);
    }
    super::change(site.path(), "content/events/evening/index.en.md", "city: Oslo", "city: Bergen");
    assert!(!status().contains("stale: events/evening in da"), "a fact without words");
}
