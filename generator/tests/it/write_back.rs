//! The one writer of heads and YAML files: what was asked for is read, and every other line is as it was.

use generator::content::Kind;
use generator::source;
use generator::write_back::{self, Edit, Order, PathStep, Refusal};
use generator::yaml;
use proptest::prelude::*;
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::site;

/// Texts that are something else in YAML, or end it.
const NASTY: [&str; 44] = [
    "no",
    "~",
    "null",
    "true",
    "0150",
    "1_000",
    "1.5",
    "1e3",
    "0x1F",
    "12:30",
    "2027-03-04",
    ".inf",
    "NaN",
    "",
    " ",
    "trailing blanks  ",
    "  before",
    "# x",
    "x # y",
    "a:",
    "a: b",
    "قهوة: ثلاثة أكواب",
    "two\nlines",
    "two\n\nlines\n",
    "\"both\" 'quotes'",
    "it's",
    "\"",
    "\\",
    "a\\n",
    "🎉",
    "🎉 cake",
    "- x",
    "-",
    "? x",
    "{ a: b }",
    "[x]",
    "a, b",
    "&a",
    "*b",
    "!t",
    "%",
    "@",
    "`",
    "|",
];

fn kind(path: &str) -> Kind {
    Kind::of_id(path.strip_prefix("content/").unwrap()).unwrap()
}

/// The head with its marks, and what follows.
fn parts(text: &str) -> (&str, &str) {
    text.split_at(4 + text[4..].find("\n---\n").unwrap())
}

fn read(text: &str) -> Value {
    yaml::parse("x", parts(text).0).unwrap_or_else(|problem| panic!("{text}\n{problem:?}"))
}

fn but_title(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').filter(|line| !line.starts_with("title:")).collect()
}

#[test]
fn a_title_of_any_kind_changes_its_own_line_in_every_head_of_the_site() {
    let source = source::read(&site::whole()).unwrap();
    let paths = source.documents();
    assert!(paths.len() > 40, "{}", paths.len());
    paths.into_par_iter().for_each(|path| {
        let text = source.text(path).unwrap();
        let before = read(&text);
        let keys = before.as_object().unwrap().iter();
        let same: Vec<Edit> = keys.map(|(key, value)| Edit::set([key.as_str()], value.clone())).collect();
        let unchanged = write_back::head(&text, kind(path), &same);
        assert_eq!(unchanged.as_deref(), Ok(&*text), "{path}: what is there stays as it is");
        for title in NASTY {
            let new = write_back::head(&text, kind(path), &[Edit::set(["title"], title)]);
            let new = new.unwrap_or_else(|refusal| panic!("{path}: {title:?}: {refusal}"));
            let mut wanted = before.clone();
            wanted["title"] = title.into();
            assert_eq!(read(&new), wanted, "{path}: {title:?}");
            assert_eq!(but_title(&new), but_title(&text), "{path}: {title:?}");
        }
    });
}

proptest! {
    #[test]
    fn any_text_is_read_as_it_was_given(title in any::<String>(), street in "[ -~æøåÄö]{0,30}", windows: bool) {
        let plain = "---\ntitle: Tea # black\nplace: { mode: in_person, street: 'Street 1' } # there\n# a note\nsummary: s\n---\nText\n";
        let text = if windows { plain.replace('\n', "\r\n") } else { plain.to_owned() };
        let edits = [Edit::set(["title"], title.as_str()), Edit::set(["place", "street"], street.as_str())];
        let new = write_back::head(&text, Kind::Event, &edits);
        let new = new.unwrap_or_else(|refusal| panic!("{title:?} {street:?}: {refusal}"));
        let said = read(&new.replace("\r\n", "\n"));
        prop_assert_eq!(&said["title"], &json!(title));
        prop_assert_eq!(&said["place"]["street"], &json!(street));
        prop_assert_eq!(new.lines().count(), text.lines().count());
        prop_assert_eq!(new.matches("\r\n").count(), text.matches("\r\n").count());
        prop_assert!(new.contains(" # black") && new.contains(" # there") && new.contains("# a note"), "{}", new);
        prop_assert_eq!(write_back::head(&new, Kind::Event, &edits), Ok(new.clone()));
    }
}

const EVENT: &str = "---
# Everything after a # is a note.
title: Dinner            # the name
draft: true
hosts: [creatorium, 'crossing-borders'] # ids
starts: \"2027-03-04T17:30\"   # the clock at the place
place: { mode: in_person, name: \"The house\", city: Aarhus, country: \"DK\" }
programme:
  - { time: \"17:30\", text: Doors open } # early
  # then
  - time: \"18:00\"
    text: 'We eat'
status: scheduled
---
Text # not a comment
";

fn changed(edits: &[Edit]) -> String {
    write_back::head(EVENT, Kind::Event, edits).unwrap()
}

fn step(path: &[&str]) -> Vec<PathStep> {
    path.iter().map(|step| step.parse().map_or_else(|_| PathStep::from(*step), PathStep::At)).collect()
}

#[test]
fn values_within_braces_and_lists_change_where_they_stand() {
    let one = |path: &[&str], value: Value, old: &str, new: &str| {
        assert!(EVENT.contains(old), "{old}");
        assert_eq!(changed(&[Edit::set(step(path), value)]), EVENT.replace(old, new));
    };
    one(&["place", "name"], json!("Hus, 2. sal"), "\"The house\"", "\"Hus, 2. sal\"");
    one(&["place", "city"], json!("Oslo, øst"), "city: Aarhus", "city: \"Oslo, øst\"");
    one(&["hosts", "1"], json!("folk"), "'crossing-borders'", "'folk'");
    one(&["hosts", "2"], json!("folk"), "borders'] #", "borders', folk] #");
    one(&["hosts"], json!(["a", "b"]), "[creatorium, 'crossing-borders'] #", "[a, b] #");
    one(&["programme", "0", "text"], json!("Come: in"), "Doors open", "\"Come: in\"");
    one(&["programme", "1", "text"], json!("We sing"), "'We eat'", "'We sing'");
    one(&["programme", "1", "text"], json!("It's"), "'We eat'", "\"It's\"");
    one(&["draft"], json!(false), "draft: true", "draft: false");
}

#[test]
fn a_new_key_stands_where_its_declaration_has_it_and_as_its_example_is_written() {
    let one = |path: &[&str], value: Value, old: &str, new: &str| {
        assert!(EVENT.contains(old), "{old}");
        assert_eq!(changed(&[Edit::set(step(path), value)]), EVENT.replace(old, new));
    };
    one(&["sequence"], json!(1), "status: scheduled\n", "status: scheduled\nsequence: 1\n");
    one(&["ends"], json!("2027-03-04T20:30"), "at the place\n", "at the place\nends: \"2027-03-04T20:30\"\n");
    one(&["summary"], json!("Soup: hot"), "# the name\n", "# the name\nsummary: \"Soup: hot\"\n");
    one(&["place", "street"], json!("Street 1"), "\"The house\", ", "\"The house\", street: \"Street 1\", ");
    one(&["food", "served"], json!(true), "\nprogramme:", "\nfood: { served: true }\nprogramme:");
    one(&["topics"], json!(["a", "b"]), "status: scheduled\n", "status: scheduled\ntopics: [a, b]\n");
    let first = write_back::head("---\n# mine\nslug: te\n---\n", Kind::Page, &[Edit::set(["title"], "Te")]);
    assert_eq!(first.unwrap(), "---\n# mine\ntitle: Te\nslug: te\n---\n");
}

#[test]
fn what_is_taken_away_takes_its_line_or_its_place_in_the_braces() {
    let one = |path: &[&str], old: &str, new: &str| {
        assert!(EVENT.contains(old), "{old}");
        assert_eq!(changed(&[Edit::remove(step(path))]), EVENT.replace(old, new));
    };
    one(&["draft"], "draft: true\n", "");
    one(&["place", "name"], "name: \"The house\", ", "");
    one(&["hosts", "1"], ", 'crossing-borders'", "");
    one(&["recap"], "Text", "Text");
    one(&["food", "served"], "Text", "Text");
}

#[test]
fn line_ends_and_the_mark_of_byte_order_stay_and_a_new_line_has_the_first_ones_end() {
    let text = "\u{feff}---\r\ntitle: Te\r\nslug: te\n# note\r\n---\r\nText\nmore\r\n";
    let new =
        write_back::head(text, Kind::Story, &[Edit::set(["summary"], "Sort"), Edit::set(["slug"], "sort")]);
    assert_eq!(
        new.unwrap(),
        "\u{feff}---\r\ntitle: Te\r\nsummary: Sort\r\nslug: sort\r\n# note\r\n---\r\nText\nmore\r\n"
    );
}

#[test]
fn what_can_not_be_written_safely_is_refused() {
    let refused = |text: &str, edit: Edit| write_back::head(text, Kind::Event, &[edit]).unwrap_err();
    let none = refused("Text\n", Edit::set(["title"], "x"));
    assert!(matches!(none, Refusal::Unreadable(_)), "{none}");
    let twice = refused("---\ntitle: a\ntitle: b\n---\n", Edit::set(["title"], "x"));
    assert!(matches!(twice, Refusal::Unreadable(_)), "{twice}");
    let no_place = refused(EVENT, Edit::set(["title", "da"], "x"));
    assert_eq!(no_place.to_string(), "there is no place for `title.da` in it");
    let beyond = refused(EVENT, Edit::set(step(&["programme", "5", "text"]), "x"));
    assert_eq!(beyond, Refusal::NoPlace("programme[5].text".to_owned()));
    // What an anchor holds stands at another place, too.
    let anchor = "---\ntitle: &a Tea\nsummary: *a\n---\n";
    match write_back::head(anchor, Kind::Event, &[Edit::set(["title"], "Coffee")]) {
        Ok(new) => assert_eq!(read(&new), json!({ "title": "Coffee", "summary": "Tea" }), "{new}"),
        Err(refusal) => assert!(matches!(refusal, Refusal::Unsafe(_)), "{refusal}"),
    }
}

#[test]
fn a_table_that_a_program_keeps_has_a_line_for_each_key_and_keeps_what_people_wrote_beside() {
    let order = Order::Listed(&["en", "da", "ar"]);
    let new = [("b", json!({ "da": ["/da/b/"], "en": ["/en/b/"] })), ("a", json!({ "en": ["/en/a/"] }))];
    let new: Vec<Edit> = new.into_iter().map(|(id, value)| Edit::set([id], value)).collect();
    let first = write_back::yaml("# Addresses.\n", order, &new).unwrap();
    assert_eq!(first, "# Addresses.\na:\n  en: [/en/a/]\nb:\n  en: [/en/b/]\n  da: [/da/b/]\n");
    let noted = first.replace("en: [/en/a/]", "en: [/en/a/] # moved once");
    let edits = [
        Edit::set(["a".into(), "en".into(), PathStep::At(1)], "/en/aa/"),
        Edit::set(["a", "da"], vec!["/da/a/"]),
        Edit::set(["aa"], json!({ "ar": ["/ar/aa/"], "en": ["/en/aa b/"] })),
        Edit::set(["c", "en"], vec!["/en/c/"]),
    ];
    assert_eq!(
        write_back::yaml(&noted, order, &edits).unwrap(),
        "# Addresses.\na:\n  en: [/en/a/, /en/aa/] # moved once\n  da: [/da/a/]\naa:\n  en: [/en/aa b/]\n  ar: [/ar/aa/]\nb:\n  en: [/en/b/]\n  da: [/da/b/]\nc:\n  en: [/en/c/]\n"
    );
}
