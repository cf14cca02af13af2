//! The interface words: keys, placeholders, plural forms, faults.

use std::collections::BTreeSet;

use forms::{Texts, plural_categories};

use crate::support::{EN, texts};

#[test]
fn nested_keys_become_dotted_ones() {
    let texts = texts("en");
    assert_eq!(texts.lang(), "en");
    assert_eq!(texts.text("form.summaryTitle"), "There is a problem");
    assert_eq!(texts.text("form.countries.NO"), "Norway");
    assert_eq!(texts.text("form.no"), "No");
    assert_eq!(texts.text("form.nothing"), "[form.nothing]");
    assert!(texts.keys().any(|key| key == "form.serverError.title"));
    assert!(texts.keys().all(|key| !key.ends_with(".other") || key.starts_with("form.countries")));
}

#[test]
fn placeholders_are_filled_once() {
    let texts = Texts::parse("en", "a: '{x} and {y}, { x }, {}'\n").expect("fine");
    assert_eq!(texts.with("a", &[("x", "{y}"), ("y", "2")]), "{y} and 2, { x }, {}");
    assert_eq!(texts.with("a", &[("x", "1")]), "1 and {y}, { x }, {}");
    let names = texts.get("a").expect("a").placeholders();
    assert_eq!(names, BTreeSet::from(["x".to_owned(), "y".to_owned()]));
}

#[test]
fn cldr_gives_the_categories() {
    let listed = |lang| plural_categories(lang).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(listed("en"), "one other");
    assert_eq!(listed("ar"), "few many one other two zero");
    assert_eq!(listed("uk"), "few many one other");
    assert_eq!(listed("nb"), "one other");
    assert_eq!(listed("qqq"), "other");
    assert_eq!(listed("not a language"), "other");
}

#[test]
fn plural_messages_follow_the_number() {
    let yaml = "places:\n  count: n\n  one: '{n} місце'\n  few: '{n} місця'\n  many: '{n} місць'\n  other: '{n} місця'\n";
    let texts = Texts::parse("uk", yaml).expect("fine");
    let places = |n: &str| texts.with("places", &[("n", n)]);
    let expected =
        [("1", "місце"), ("2", "місця"), ("5", "місць"), ("11", "місць"), ("21", "місце"), ("104", "місця")];
    for (number, word) in expected {
        assert_eq!(places(number), format!("{number} {word}"));
    }
    assert_eq!(places("many"), "many місця", "what is no number takes `other`");
    assert_eq!(texts.get("places").unwrap().categories(), [BTreeSet::from(["one", "few", "many", "other"])]);
}

#[test]
fn a_count_may_be_named_count() {
    assert_eq!(texts("en").with("form.placesLeft", &[("count", "1")]), "1 place left");
    assert_eq!(texts("ar").with("form.placesLeft", &[("count", "2")]), "مكانان متبقيان");
}

#[test]
fn positions_are_lines_and_columns() {
    let texts = Texts::parse("ar", "a: أ\nb: { c: ب, d: ت }\n").expect("fine");
    assert_eq!(texts.position("a"), Some((1, 4)));
    assert_eq!(texts.position("b.d"), Some((2, 15)));
    assert_eq!(texts.position("b"), None);
}

#[test]
fn json_keeps_the_words() {
    let texts = texts("ar");
    let json = serde_json::to_string(&texts).expect("JSON");
    let again: Texts = serde_json::from_str(&json).expect("the same");
    assert_eq!(again.keys().collect::<Vec<_>>(), texts.keys().collect::<Vec<_>>());
    assert!(texts.keys().all(|key| again.get(key) == texts.get(key)));
    assert_eq!(again.lang(), "ar");
}

#[test]
fn own_words_lie_over_those_of_the_theme() {
    let mut texts = texts("en");
    texts.extend(Texts::parse("en", "form: { optional: if you like }").expect("fine"));
    assert_eq!(
        (texts.text("form.optional"), texts.text("form.yes")),
        ("if you like".to_owned(), "Yes".to_owned())
    );
    assert_eq!(texts.position("form.optional"), Some((1, 19)));
}

#[test]
fn faults_point_to_their_place() {
    for (yaml, code, place) in [
        ("a: [", "yaml/syntax", "a: ["),
        ("- a", "front/value", ""),
        ("a: 1", "front/value", "1"),
        ("a: { b: [x] }", "front/value", "["),
        ("a: x\na: y", "yaml/duplicate-key", "a"),
        ("a: ''", "text/untranslated", "a"),
        ("a: 'x {y'", "text/placeholders", "'x {y'"),
        ("a: { count: n, won: x, other: y }", "text/plural", "won"),
        ("a: { count: n, one: x }", "text/plural", "a"),
    ] {
        let faults = Texts::parse("en", yaml).expect_err(yaml);
        let found: Vec<_> =
            faults.iter().map(|fault| (fault.code.as_str(), &yaml[fault.offset.clone()])).collect();
        assert_eq!(found, [(code, place)], "{yaml}");
    }
    assert!(Texts::parse("en", EN).is_ok() && Texts::parse("en", "").is_ok());
}
