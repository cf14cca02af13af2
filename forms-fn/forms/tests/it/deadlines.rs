//! The times that a form promises: said once, and the same in every text and in what is done.

use std::time::Duration;

use forms::{Deadlines, Definition, FaultCode, Texts};

use crate::support::{FORM, definition, edited, parse};

const INTRO: &str = "intro: { en: Two minutes., ar: دقيقتان. }";
const WAITING: &str = "text: { en: \"Number {position}\", ar: \"{reference}\" }";

/// An intro that says the time in each form of both languages.
const SAID: &str = "intro:
  en: { count: undoMinutes, one: \"One, {undoMinutes}.\", other: \"Some, {undoMinutes}.\" }
  ar: { count: undoMinutes, zero: صفر, one: واحد, two: اثنان, few: \"{undoMinutes} دقائق\", many: \"{undoMinutes} دقيقة\", other: أخرى }";

fn said(deadlines: &str, intro: &str) -> Definition {
    parse(&edited(&[("about: event", &format!("about: event\n{deadlines}")), (INTRO, intro)]))
        .unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[test]
fn a_text_says_the_number_in_the_form_of_its_language() {
    for (minutes, en, ar) in [
        (1, "One, 1.", "واحد"),
        (2, "Some, 2.", "اثنان"),
        (3, "Some, 3.", "3 دقائق"),
        (11, "Some, 11.", "11 دقيقة"),
        (100, "Some, 100.", "أخرى"),
    ] {
        let form = said(&format!("deadlines: {{ undoMinutes: {minutes} }}"), SAID);
        assert_eq!((form.intro.get("en"), form.intro.get("ar")), (en, ar));
        assert_eq!(form.deadlines.undo(), Duration::from_secs(60 * minutes));
    }
}

#[test]
fn a_form_that_names_none_promises_what_all_did_before() {
    let form = said("", SAID);
    assert_eq!(form.deadlines, Deadlines::default());
    assert_eq!(form.intro.get("en"), "Some, 15.");
    let hours = |time: Duration| time.as_secs() / 3600;
    let Deadlines { undo_minutes, confirm_hours, answer_working_days, .. } = form.deadlines;
    assert_eq!((undo_minutes, confirm_hours, answer_working_days), (15, 48, 10));
    assert_eq!(hours(form.deadlines.confirm()), 48);
    assert_eq!(hours(form.deadlines.ask_again()), 24 * 182, "six months");
    assert_eq!(hours(form.deadlines.delete_after()), 24 * 30);
}

#[test]
fn a_definition_that_was_stored_before_there_were_deadlines_is_read_as_then() {
    let mut stored = serde_json::to_value(said("deadlines: { undoMinutes: 3 }", SAID)).unwrap();
    let own = stored.as_object_mut().unwrap().remove("deadlines").unwrap();
    assert_eq!(own["undo_minutes"], 3);
    let stored: Definition = serde_json::from_value(stored).unwrap();
    assert_eq!(stored.deadlines, Deadlines::default());
}

/// A form that stands alone says each of them in a letter and on a page.
#[test]
fn each_deadline_reaches_the_words_of_a_request() {
    let yaml = include_str!("request.yaml");
    let read = |yaml: &str| Definition::parse("request", yaml, &["en"]).unwrap();
    let form = read(yaml);
    let all = "Undo 15, confirm 48, answer 10, ask 6, delete 30.";
    assert_eq!(form.thanks.received.unwrap().text.get("en"), all);
    for (name, number) in [
        ("undoMinutes", "15"),
        ("confirmHours", "48"),
        ("answerWorkingDays", "10"),
        ("askAgainMonths", "6"),
        ("deleteAfterDays", "30"),
    ] {
        let form = read(&format!("{yaml}deadlines: {{ {name}: 7 }}\n"));
        let changed = all.replace(number, "7");
        assert_eq!(form.thanks.received.unwrap().text.get("en"), changed, "{name}");
        assert_eq!(form.mails["closed"].text.get("en"), changed, "{name}");
        let placeholders = form.deadlines.placeholders();
        let other: Vec<_> = placeholders.iter().filter(|(_, number)| number == "7").collect();
        assert_eq!(other, [&(name, "7".to_owned())]);
    }
}

#[test]
fn the_parts_of_a_list_are_sentences_and_in_a_letter_paragraphs() {
    let list = "en: [Come., { count: undoMinutes, one: One., other: \"{undoMinutes} minutes.\" }, Go.]";
    let arabic = "ar: تعال وكل";
    let form = said("", &format!("intro: {{ {list}, {arabic} }}"));
    assert_eq!(form.intro.get("en"), "Come. 15 minutes. Go.");
    let letter = format!("text: {{ {}, {arabic} }}", list.replace("Go.", "\"{position}\""));
    let form = parse(&edited(&[(WAITING, &letter)])).unwrap_or_else(|faults| panic!("{faults:#?}"));
    assert_eq!(form.mails["waiting"].text.get("en"), "Come.\n\n15 minutes.\n\n{position}");
}

/// What the intro says in English, the fault's code, the text that it points to, and its hint.
const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("\"{undoMinuts}\"", "form/unknown-placeholder", "\"{undoMinuts}\"", "did you mean `undoMinutes`?"),
    ("\"{confirmHours}\"", "form/unknown-placeholder", "\"{confirmHours}\"", "filled here: {undoMinutes}"),
    (
        "{ count: undoMinuts, one: A, other: B }",
        "form/unknown-placeholder",
        "undoMinuts",
        "did you mean `undoMinutes`?",
    ),
    ("{ count: position, one: A, other: B }", "form/unknown-placeholder", "position", "one of: undoMinutes"),
    (
        "{ count: undoMinutes, one: \"{undoMinuts}\", other: B }",
        "form/unknown-placeholder",
        "\"{undoMinuts}\"",
        "did you mean `undoMinutes`?",
    ),
    ("{ count: undoMinutes, other: B }", "text/plural", "count", "write `one` and `other`"),
    ("{ count: undoMinutes, one: A, few: B, other: C }", "text/plural", "count", "write `one` and `other`"),
    ("{ count: undoMinutes, one: A }", "text/plural", "en", "every language has the category `other`"),
    ("{ count: undoMinutes, one: A, other: B, manny: C }", "text/plural", "manny", "did you mean `many`?"),
    ("[A, { count: undoMinutes, other: B }]", "text/plural", "count", "write `one` and `other`"),
    ("{ one: A, other: B }", "front/missing", "one", "write `count: …` beside the keys that stand here"),
    ("{ count: undoMinutes, one: ' ', other: B }", "text/untranslated", "one", ""),
    ("{ count: undoMinutes, one: 1, other: B }", "front/value", "1", "put it in quotation marks: `\"1\"`"),
    ("[A, B]", "front/value", "[", "stands in quotation marks"),
    ("[A, {}]", "front/value", "{", "put the words in quotation marks"),
    ("{ count: undoMinutes, one: A, one: B, other: C }", "yaml/duplicate-key", "one", ""),
];

#[test]
fn what_is_wrong_with_a_text_is_said_once_at_its_place() {
    for (words, code, place, hint) in FAULTS {
        let yaml = edited(&[(INTRO, &format!("intro: {{ en: {words}, ar: دقيقتان. }}"))]);
        let faults = parse(&yaml).expect_err(words);
        let [fault] = faults.as_slice() else { panic!("`{words}` gives {faults:#?}") };
        assert_eq!((fault.code.as_str(), &yaml[fault.offset.clone()]), (*code, *place), "{fault:?}");
        assert!(fault.hint.as_deref().unwrap_or_default().contains(hint), "{fault:?}");
        let of_language = !matches!(fault.code, FaultCode::WrongType | FaultCode::UnknownPlaceholder);
        assert!(!of_language || fault.langs == ["en"], "{fault:?}");
    }
}

#[test]
fn each_deadline_has_a_range_and_belongs_to_one_kind_of_form() {
    let form = include_str!("request.yaml");
    for (name, least, most) in [
        ("undoMinutes", 1, 1440),
        ("confirmHours", 1, 336),
        ("answerWorkingDays", 1, 60),
        ("askAgainMonths", 1, 24),
        ("deleteAfterDays", 1, 365),
    ] {
        let read = |number: u32| {
            Definition::parse("request", &format!("{form}deadlines: {{ {name}: {number} }}\n"), &["en"])
        };
        assert!(read(least).is_ok() && read(most).is_ok(), "{name}");
        for number in [least - 1, most + 1, 70_000] {
            let faults = read(number).expect_err("out of range");
            let [fault] = faults.as_slice() else { panic!("{faults:#?}") };
            assert_eq!(fault.code, FaultCode::BadRange);
            assert_eq!(fault.message, format!("`deadlines.{name}` can't be {number}").as_str());
            let hint = format!("write a number from {least} to {most}");
            assert_eq!(fault.hint.as_deref(), Some(hint.as_str()));
        }
    }
    let event = edited(&[("about: event", "about: event\ndeadlines: { confirmHours: 2 }")]);
    let faults = parse(&event).expect_err("a registration has no address to confirm");
    assert_eq!(faults[0].message, "unknown key `confirmHours`");
}

#[test]
fn the_words_of_the_interface_may_be_a_list_too() {
    let yaml = "a: ['For {n}.', { count: n, one: 'One {thing}.', other: '{n} things.' }]";
    let texts = Texts::parse("en", yaml).unwrap();
    assert_eq!(texts.with("a", &[("n", "1"), ("thing", "cup")]), "For 1. One cup.");
    assert_eq!(texts.with("a", &[("n", "2")]), "For 2. 2 things.");
    let message = texts.get("a").unwrap();
    assert_eq!(message.placeholders(), ["n", "thing"].map(str::to_owned).into());
    assert_eq!(message.categories(), [["one", "other"].into()]);
    let json = serde_json::to_string(&texts).unwrap();
    let again: Texts = serde_json::from_str(&json).unwrap();
    assert_eq!(again.get("a"), texts.get("a"));
    let faults = Texts::parse("en", "a: [x, { count: n, one: y }]").expect_err("no `other`");
    assert_eq!(faults[0].message, "`a[1]` has no words for `other`");
}

/// No brace of a deadline is left for whoever shows the form.
#[test]
fn a_definition_carries_finished_words() {
    let json = serde_json::to_string(&said("", SAID)).unwrap();
    assert!(!json.contains("{undoMinutes}"));
    assert!(
        FORM.contains("{position}") && serde_json::to_string(&definition()).unwrap().contains("{position}")
    );
}
