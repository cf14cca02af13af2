//! The sentences about problems: every language has those it has with the same placeholders, and what it lacks is listed.

use std::collections::BTreeSet;
use std::path::Path;

use forms::Message;
use generator::diagnostic::{self, Diagnostic, Format, Words};
use regex::Regex;

use crate::front;

fn languages() -> impl Iterator<Item = Words> {
    Words::LANGS.iter().filter_map(|lang| Words::of(lang))
}

/// What stands in backticks.
fn named(message: &Message) -> BTreeSet<&str> {
    let texts: Vec<&String> = match message {
        Message::Plain(text) => vec![text],
        Message::Plural { forms, .. } => forms.values().collect(),
    };
    texts.into_iter().flat_map(|text| text.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_language_has_the_sentences_of_english_with_their_placeholders() {
    let english = Words::ENGLISH.texts();
    for words in languages() {
        let texts = words.texts();
        for key in texts.keys() {
            let ours = texts.get(key).unwrap();
            let theirs = english.get(key).unwrap_or_else(|| panic!("{}: `{key}` is unknown", words.lang()));
            assert_eq!(ours.placeholders(), theirs.placeholders(), "{}: `{key}`", words.lang());
            let (ours_named, theirs_named) = (named(ours), named(theirs));
            let lost: Vec<_> = theirs_named.difference(&ours_named).collect();
            assert!(lost.is_empty(), "{}: `{key}` doesn't name {lost:?}", words.lang());
            let categories = ours.categories();
            let asked = theirs.categories().map(|_| forms::plural_categories(words.lang()));
            assert_eq!(categories, asked, "{}: `{key}`", words.lang());
        }
    }
}

/// Groups of sentences, the words before the dot, that a language doesn't have yet: they are said in English. Whoever writes a
/// group takes it off here.
const LACKING: [(&str, &[&str]); 5] = [("en", &[]), ("da", &[]), ("fi", &[]), ("nb", &[]), ("sv", &[])];

#[test]
fn what_a_language_lacks_is_listed() {
    for (words, (lang, lacking)) in languages().zip(LACKING) {
        assert_eq!(words.lang(), lang);
        let has = |key: &&str| words.texts().get(key).is_some();
        let missing = Words::ENGLISH.texts().keys().filter(|key| !has(key));
        let groups: BTreeSet<&str> = missing.filter_map(|key| Some(key.split_once('.')?.0)).collect();
        assert_eq!(groups.into_iter().collect::<Vec<_>>(), lacking, "{lang}");
    }
}

/// Keys that stand in the sources.
fn used() -> BTreeSet<String> {
    let call = Regex::new(r#"say!\(\s*"([A-Za-z.]+)""#).unwrap();
    let quoted = Regex::new(r#""([a-z]+\.[A-Za-z]+)""#).unwrap();
    let mut used = BTreeSet::new();
    for file in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let path = file.unwrap().into_path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(path).unwrap();
            used.extend(call.captures_iter(&text).map(|found| found[1].to_owned()));
            let known = quoted.captures_iter(&text).map(|found| found[1].to_owned());
            let known = known.filter(|key| Words::ENGLISH.texts().get(key).is_some());
            used.extend(known);
        }
    }
    used
}

#[test]
fn the_catalogue_has_what_is_said_and_nothing_else() {
    let used = used();
    let english: BTreeSet<&str> = Words::ENGLISH.texts().keys().collect();
    let used: BTreeSet<&str> = used.iter().map(String::as_str).collect();
    let (not_there, never_said) = (&used - &english, &english - &used);
    assert!(
        not_there.is_empty() && never_said.is_empty(),
        "not there: {not_there:?}, never said: {never_said:?}"
    );
}

/// Kinds of problems of which some sentence isn't in the catalogue yet, and is said in English in every language. Whoever
/// writes all of a kind takes it off here.
const ENGLISH_ONLY: &[&str] = &[
    "config/base-url",
    "config/language",
    "config/no-home",
    "config/offer-hours",
    "config/theme",
    "consent/missing",
    "directive/attribute",
    "directive/content",
    "directive/misplaced",
    "directive/missing",
    "directive/not-closed",
    "directive/stray",
    "directive/syntax",
    "directive/unknown",
    "directive/value",
    "event/id",
    "fact/two-sources",
    "file/empty",
    "file/kind",
    "file/missing",
    "file/name",
    "file/no-document",
    "file/unread",
    "file/unused",
    "footnote/in-link",
    "footnote/twice",
    "footnote/undefined",
    "footnote/unused",
    "form/bad-condition",
    "form/bad-name",
    "form/bad-range",
    "form/bad-value",
    "form/consent-basis",
    "form/duplicate-id",
    "form/duplicate-name",
    "form/duplicate-option",
    "form/empty-list",
    "form/later-field",
    "form/no-event",
    "form/no-mails",
    "form/not-for-kind",
    "form/reserved-name",
    "form/sensitive-basis",
    "form/two-marks",
    "form/unknown-fact",
    "form/unknown-field",
    "form/unknown-group",
    "form/unknown-language",
    "form/unknown-option",
    "form/unknown-placeholder",
    "form/unknown-purpose",
    "front/capacity",
    "front/markup",
    "front/missing",
    "front/untranslated",
    "front/value",
    "heading/attribute",
    "heading/empty",
    "heading/id",
    "heading/level",
    "heading/skipped",
    "html/comment",
    "html/not-balanced",
    "html/refused",
    "link/empty",
    "link/undefined",
    "link/unused",
    "markup/blank",
    "markup/break",
    "menu/unknown",
    "picture/traces",
    "text/untranslated",
    "time/closes-late",
    "time/expire-early",
    "time/long",
    "time/meeting",
    "time/opens-late",
    "time/order",
    "time/programme",
    "time/publish-late",
    "time/weekday",
    "time/year",
    "time/zone",
    "url/alias",
    "url/gone",
    "url/recorded",
    "url/slug",
    "url/taken",
    "yaml/mark",
    "yaml/note",
    "yaml/syntax",
];

#[test]
fn what_is_not_in_the_catalogue_yet_is_listed() {
    let is_whole = |problem: &Diagnostic| {
        let labels = problem.see.iter().map(|(_, _, label)| label);
        let all = [&problem.message].into_iter().chain(&problem.hints).chain(&problem.label).chain(labels);
        all.into_iter().all(|sentence| sentence.key().is_some())
    };
    let mut only: BTreeSet<&str> = BTreeSet::new();
    for case in front::CASES.split("== ").skip(1) {
        let asked: String =
            case.lines().filter(|line| !line.starts_with("> ")).map(|line| format!("{line}\n")).collect();
        let problems = front::problems(&asked);
        only.extend(
            problems.iter().filter(|problem| !is_whole(problem)).map(|problem| problem.code.as_str()),
        );
    }
    assert_eq!(only.into_iter().collect::<Vec<_>>(), ENGLISH_ONLY);
}

#[test]
fn problems_are_told_in_danish_and_programs_read_the_same_codes() {
    let mut files = front::files();
    let tea = files.get_mut("content/stories/tea/index.en.md").unwrap();
    *tea = tea.replace("host: creatorium", "host: creatorum\ncontry: DK");
    let source = front::source(files);
    let (_, problems) = front::load(&source);
    let danish = Words::of("da-DK").unwrap();
    let human = diagnostic::draw_in(danish, &problems, &source.texts, Format::Human { color: false });
    assert!(human.contains("fejl[front/unknown-key]: nøglen `contry` kendes ikke"), "{human}");
    assert!(human.contains("= råd: mente du `country`?"), "{human}");
    let json = diagnostic::draw_in(danish, &problems, &source.texts, Format::Json);
    assert!(
        json.contains("\"code\":\"front/unknown-key\"") && json.contains("\"severity\":\"error\""),
        "{json}"
    );
    assert!(json.contains("mente du `country`?"), "{json}");
    let github = diagnostic::draw_in(danish, &problems, &source.texts, Format::Github);
    assert!(github.starts_with("::error ") && github.contains("%0Aråd: mente du `country`?"), "{github}");
}
