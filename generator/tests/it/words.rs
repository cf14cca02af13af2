//! The sentences about problems: every language has all of them, with the same placeholders, and what is said fills these.

use std::collections::BTreeSet;

use forms::Message;
use generator::diagnostic::{self, Arg, Diagnostic, Format, Sentence, Words};
use regex::Regex;

use crate::{codes, front};

fn languages() -> impl Iterator<Item = Words> {
    Words::LANGS.iter().filter_map(|lang| Words::of(lang))
}

/// What stands in backticks.
fn named(message: &Message) -> BTreeSet<&str> {
    let texts: Vec<&String> = match message {
        Message::Plain(text) => vec![text],
        Message::Plural { forms, .. } => forms.values().collect(),
        Message::Parts(parts) => return parts.iter().flat_map(named).collect(),
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
            let asked = theirs
                .categories()
                .iter()
                .map(|_| forms::plural_categories(words.lang()))
                .collect::<Vec<_>>();
            assert_eq!(categories, asked, "{}: `{key}`", words.lang());
        }
    }
}

#[test]
fn no_language_lacks_a_sentence() {
    for words in languages() {
        let lacking: Vec<&str> =
            Words::ENGLISH.texts().keys().filter(|key| words.texts().get(key).is_none()).collect();
        assert!(lacking.is_empty(), "{}: {lacking:?}", words.lang());
    }
}

/// The text of each source file; a call over several lines begins as one on one line does.
fn sources() -> Vec<String> {
    let call = Regex::new(r"say!\(\s+").unwrap();
    let root = crate::generator_folder();
    // Faults of forms are found elsewhere, and told here.
    let folders = [root.join("src"), root.join("../forms-fn/forms/src")];
    let files = folders.iter().flat_map(walkdir::WalkDir::new);
    let paths = files.map(|file| file.unwrap().into_path());
    let paths = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let texts = paths.map(|path| std::fs::read_to_string(path).unwrap());
    texts.map(|text| call.replace_all(&text, "say!(").into_owned()).collect()
}

/// Keys that stand in the sources.
fn used() -> BTreeSet<String> {
    let call = Regex::new(r#"say!\("([A-Za-z.]+)""#).unwrap();
    let quoted = Regex::new(r#""([a-z]+\.[A-Za-z]+)""#).unwrap();
    let mut used = BTreeSet::new();
    for text in sources() {
        let calls = call.captures_iter(&text).map(|found| found[1].to_owned());
        used.extend(calls);
        let known = quoted.captures_iter(&text).map(|found| found[1].to_owned());
        used.extend(known.filter(|key| Words::ENGLISH.texts().get(key).is_some()));
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

/// Everything that the cases and the sites on disk provoke.
fn provoked() -> Vec<Diagnostic> {
    let cases = front::CASES.split("== ").skip(1);
    let asked = |case: &str| -> String {
        case.lines().filter(|line| !line.starts_with("> ")).map(|line| format!("{line}\n")).collect()
    };
    cases.flat_map(|case| front::problems(&asked(case))).chain(codes::provoked()).collect()
}

/// What a problem says, and what stands within that.
fn sentences(problem: &Diagnostic) -> Vec<&Sentence> {
    let labels = problem.see.iter().map(|(_, _, label)| label);
    let mut all: Vec<&Sentence> =
        [&problem.message].into_iter().chain(&problem.hints).chain(&problem.label).chain(labels).collect();
    let mut at = 0;
    while let Some(sentence) = all.get(at) {
        let inner = sentence.args().iter().filter_map(|(_, arg)| match arg {
            Arg::Words(sentence) => Some(sentence),
            Arg::Text(_) | Arg::Names(_) => None,
        });
        let inner: Vec<&Sentence> = inner.collect();
        all.extend(inner);
        at += 1;
    }
    all
}

/// Whose words are an argument as they are: of an operating system, of the template engine, of the reader of XML, and of
/// the data of languages. They have them in English only.
const OF_OTHERS: &[&str] = &["template/load", "template/render"];

#[test]
fn every_message_has_the_arguments_of_its_sentence_and_only_others_speak_english() {
    let mut of_others = BTreeSet::new();
    for problem in provoked() {
        for sentence in sentences(&problem) {
            let key = sentence.key();
            let asked = Words::ENGLISH.texts().get(key).map(forms::Message::placeholders);
            let asked = asked.unwrap_or_else(|| panic!("{}: no sentence `{key}`", problem.code));
            let given: BTreeSet<String> =
                sentence.args().iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(given, asked, "{}: `{key}`", problem.code);
            if key == "problem.said" {
                of_others.insert(problem.code.as_str());
            }
        }
    }
    assert_eq!(of_others.into_iter().collect::<Vec<_>>(), OF_OTHERS);
}

/// The names of the arguments in `say!(…)`, from what stands behind its bracket; the key first.
fn parts(call: &str) -> Vec<String> {
    let (mut depth, mut is_text, mut is_escaped) = (0, false, false);
    let mut parts = vec![String::new()];
    for c in call.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => is_text = !is_text,
            _ if is_text => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(c);
    }
    let name =
        |part: String| part.split(" = ").next().unwrap_or_default().trim().trim_matches('"').to_owned();
    parts.into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_call_gives_the_arguments_of_its_sentence() {
    for text in sources() {
        for (at, found) in text.match_indices("say!(\"") {
            let mut parts = parts(&text[at + found.len() - 1..]).into_iter();
            let key = parts.next().unwrap();
            let asked = Words::ENGLISH.texts().get(&key).unwrap_or_else(|| panic!("no sentence `{key}`"));
            assert_eq!(parts.collect::<BTreeSet<_>>(), asked.placeholders(), "`{key}`");
        }
    }
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
    assert!(json.contains("\"field\":\"contry\"") && json.contains("\"langs\":[\"en\"]"), "{json}");
    let github = diagnostic::draw_in(danish, &problems, &source.texts, Format::Github);
    assert!(github.starts_with("::error ") && github.contains("%0Aråd: mente du `country`?"), "{github}");
}
