//! Fields of heads as people write them by hand: nothing is lost that no field can show, and each edit is one.

use editor::form::{self, Form, Posted, Subject};
use editor::words::Words;
use generator::content::Kind;
use generator::write_back;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::documents::{changed, untouched};

/// A source of this kind without a site around it.
fn subject(kind: Kind) -> Subject<'static> {
    Subject {
        kind,
        path: "content/events/dinner/index.en.md",
        lang: "en",
        is_source: true,
        source: None,
        site: None,
        pictures: &[],
        words: Words::ENGLISH,
    }
}

fn html(text: &str) -> String {
    Form::of(subject(Kind::Event), text, &[], &[]).unwrap_or_else(|_| panic!("{text}")).html().0
}

fn sent(text: &str, with: &[(&str, &str)]) -> Posted {
    form::read(&subject(Kind::Event), text, &changed(&html(text), with)).unwrap()
}

#[test]
fn what_is_written_in_another_way_stays_as_it_is() {
    for line in [
        "starts: 2027-03-04 17:30",
        "starts: \"2027-03-04T17:30:00\"",
        "starts: \"2027-03-04T17:30+01:00\"",
        "starts: soon",
        "publish: 4 March",
        "capacity: \"30\"",
        "capacity: 30.5",
        "capacity: many",
        "waitlist: yes",
        "waitlist: \"true\"",
        "title: \"two  blanks and a\u{a0}hard one \"",
        "title: 12",
        "title: ~",
        "title: \"\"",
        "summary: |\n  two\n  lines",
        "title: |\n  two\n  lines",
        "interpretation: []",
        "hosts: []",
        "hosts: [1, 2]",
        "price: gratis",
        "price: 50",
        "price: { amount: 50, currency: DKK, of: kids }",
        "price: { amount: \"50\", currency: dkk }",
        "place: library",
        "place: { mode: in_person, where: here }",
        "place: { mode: in_person, name: \"A  B\" }",
        "programme: []",
        "programme: [{ time: 17.30, text: Doors }]",
        "programme: [{ time: \"17:30\" }, { text: Doors, by: us }]",
        "programme: [{ time: \"17:30\", text: \"a  b\" }, {}]",
        "aliases: [/a/, \"/b  c/\"]",
        "kind: picnic",
        "colour: green",
    ] {
        let text = format!("---\n{line}   # why\n# a note\nstatus: scheduled\n---\n\nText\n");
        let text = if line.contains('|') { text.replace("   # why", "") } else { text };
        let posted = sent(&text, &[]);
        assert_eq!((posted.text.as_str(), &posted.faults[..]), (text.as_str(), &[][..]), "{line}");
    }
}

const ROWS: &str = "\
---
title: Dinner
programme:
  # We open early
  - { time: \"17:30\", text: Doors open }
  - time: \"18:00\"   # sharp
    text: The evening begins
  - { time: \"20:00\", text: Bread }
---
";

#[test]
fn each_row_is_written_by_itself() {
    let of = |with: &[(&str, &str)]| {
        let posted = sent(ROWS, with);
        assert_eq!(posted.faults, []);
        posted.text
    };
    assert_eq!(of(&[("programme.1.time", "18.15")]), ROWS.replace("18:00", "18:15"));
    let gone = of(&[("programme.2.time", ""), ("programme.2.text", "")]);
    assert_eq!(gone, ROWS.replace("  - { time: \"20:00\", text: Bread }\n", ""));
    let gone = of(&[("programme.0.time", ""), ("programme.0.text", "")]);
    assert!(gone.contains("\"18:00\"   # sharp") && !gone.contains("Doors"), "{gone}");
    let more = of(&[("programme.3.time", "9.5"), ("programme.3.text", "Home"), ("programme.2.text", "Soup")]);
    assert!(more.contains("  # We open early\n") && more.contains("\"18:00\"   # sharp"), "{more}");
    let said = write_back::written(&more).unwrap().head;
    assert_eq!(said["programme"][2], json!({ "time": "20:00", "text": "Soup" }));
    assert_eq!(said["programme"][3], json!({ "time": "09:5", "text": "Home" }));
    let none: Vec<(String, String)> = untouched(&html(ROWS))
        .into_iter()
        .map(|(name, value)| {
            if name.starts_with("programme.") && name != "programme.n" {
                (name, String::new())
            } else {
                (name, value)
            }
        })
        .collect();
    assert_eq!(form::read(&subject(Kind::Event), ROWS, &none).unwrap().text, "---\ntitle: Dinner\n---\n");
}

#[test]
fn what_was_typed_and_can_t_be_saved_stands_in_the_form_again() {
    let text = "---\ntitle: Dinner\ncapacity: 30\nstarts: \"2027-03-04T17:30\"\nprice: free\n---\n";
    let with =
        [("capacity", "about 40"), ("starts-time", ""), ("price", "amount"), ("price-amount", "a coin")];
    let posted = sent(text, &with);
    let fields: Vec<&str> = posted.faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["starts", "capacity", "price"]);
    assert_eq!(posted.text, text);
    let form = Form::of(subject(Kind::Event), text, &[], &posted.faults).unwrap_or_else(|_| panic!());
    let again = untouched(&form.with(&posted).html().0);
    for (name, value) in with {
        let shown = again.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!(shown, Some(value), "{name}");
    }
}

#[test]
fn an_amount_without_a_choice_is_one() {
    let text = "---\ntitle: Dinner\n---\n";
    let posted = sent(text, &[("price-amount", "49,50"), ("price-currency", "dkk")]);
    assert_eq!(posted.head["price"], json!({ "amount": 49.5, "currency": "DKK" }));
}

const NASTY: [&str; 17] = [
    "no",
    "~",
    "# x",
    "{ a: b }",
    "0150",
    "1e3",
    "- x",
    "a: b",
    "null",
    "\"",
    "'",
    "عشاء: خبز",
    "@home",
    "%x",
    "a #b",
    "[x]",
    "> y",
];

/// A head with comments, in several styles.
const WRITTEN: &str = "\
---
# This is ours
title: 'Bread'   # the name
audience: anybody
place: { mode: in_person, name: Library, city: Aarhus, country: \"DK\" } # near
programme:
  - { time: \"17:30\", text: Doors open }   # early
  - { time: \"18:00\", text: Begin }
capacity: 30
languagesSpoken: [en, da]
starts: \"2027-03-04T17:30\"
---

Text.
";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_typed_is_what_is_read_and_nothing_else_changes(
        edits in prop::collection::vec((0..6_usize, prop_oneof![
            prop::sample::select(&NASTY[..]).prop_map(str::to_owned),
            "[ -~]{0,24}",
            "[a-zæøåгخ:#'\" ]{0,16}",
        ]), 1..5)
    ) {
        let names = ["title", "audience", "place.name", "place.city", "programme.0.text", "foodNote"];
        let mut text = WRITTEN.to_owned();
        for (at, value) in edits {
            let (name, before) = (names[at], text.clone());
            let clean = value.split_whitespace().collect::<Vec<_>>().join(" ");
            let posted = sent(&text, &[(name, &value)]);
            if !posted.faults.is_empty() {
                prop_assert_eq!(&posted.faults[0].field, name);
                prop_assert_eq!(&posted.text, &before);
                continue;
            }
            text = posted.text;
            let read = write_back::written(&text).unwrap().head;
            let mut wanted = write_back::written(&before).unwrap().head;
            let is = read.pointer(&format!("/{}", name.replace('.', "/")));
            prop_assert_eq!(is.and_then(Value::as_str).unwrap_or_default(), clean);
            prop_assert_eq!(&read, &posted.head);
            // But for that key, both say the same.
            let mut now = read.clone();
            for head in [&mut now, &mut wanted] {
                let (above, last) = name.rsplit_once('.').map_or(("", name), |(above, last)| (above, last));
                let place = format!("/{}", above.replace('.', "/"));
                let place = if above.is_empty() { Some(head) } else { head.pointer_mut(&place) };
                if let Some(keys) = place.and_then(Value::as_object_mut) { keys.remove(last); }
            }
            prop_assert_eq!(now, wanted);
            for comment in ["# This is ours", "# near", "# early"] {
                prop_assert!(text.contains(comment), "{}", text);
            }
            let lines: Vec<&str> = before.lines().collect();
            let new = text.lines().filter(|line| !lines.contains(line)).count();
            prop_assert!(new <= 1, "{}\n{}", before, text);
        }
    }
}
