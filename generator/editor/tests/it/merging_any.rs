//! Two people in any document of the site, at random.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use editor::drafts::kind_of;
use editor::merge::{Answer, Merged, Place, answered, changes, document};
use generator::content::Kind;
use generator::status::fingerprint;
use generator::write_back::{self, Edit, PathStep};
use proptest::prelude::*;
use serde_json::Value;

use crate::place::project;

/// Path and text of every document of the site.
static ALL: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut all = Vec::new();
    gather(&project().join("content"), &mut all);
    assert!(all.len() > 200, "{}", all.len());
    all
});

fn gather(folder: &Path, all: &mut Vec<(String, String)>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            gather(&path, all);
        } else if path.extension().is_some_and(|end| end == "md") {
            let name = path.strip_prefix(project()).unwrap().to_string_lossy().into_owned();
            all.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// One thing that somebody does to a document.
#[derive(Clone, Debug)]
enum Deed {
    /// Other words at one of the texts of the head.
    Say(usize, String),
    /// One of the keys away.
    Drop(usize),
    /// Another paragraph in the place of one, before one, or none.
    Paragraph(usize, usize, String),
}

fn words() -> impl Strategy<Value = String> {
    // A word that stands nowhere else, among signs that YAML and Markdown are touchy about.
    let signs = prop::sample::select(vec![
        "",
        ": ",
        " # ",
        "'",
        "\"",
        "{ a",
        "- ",
        "مرحبا ",
        "\u{200f}",
        "no",
        "0150 ",
    ]);
    (signs, "[a-z]{3}", 0..1_000_000_u32).prop_map(|(sign, word, n)| format!("{sign}{word}{n}x"))
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        4 => (any::<usize>(), words()).prop_map(|(at, words)| Deed::Say(at, words)),
        1 => any::<usize>().prop_map(Deed::Drop),
        3 => (any::<usize>(), 0..3_usize, words()).prop_map(|(at, how, words)| Deed::Paragraph(at, how, words)),
    ];
    prop::collection::vec(deed, 1..5)
}

/// The ways to all texts of a head.
fn texts(value: &Value, path: &mut Vec<PathStep>, found: &mut Vec<Vec<PathStep>>) {
    match value {
        Value::String(_) => found.push(path.clone()),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, value)| {
            path.push(PathStep::At(at));
            texts(value, path, found);
            path.pop();
        }),
        Value::Object(keys) => keys.iter().for_each(|(key, value)| {
            path.push(PathStep::Key(key.clone()));
            texts(value, path, found);
            path.pop();
        }),
        _ => {}
    }
}

fn doing(kind: Kind, text: &str, deeds: &[Deed]) -> String {
    let mut text = text.to_owned();
    for deed in deeds {
        let written = write_back::written(&text).unwrap();
        let new = match deed {
            Deed::Say(at, words) => {
                let mut found = Vec::new();
                texts(&written.head, &mut Vec::new(), &mut found);
                let path = found[at % found.len()].clone();
                write_back::head(&text, kind, &[Edit::set(path, words.as_str())])
            }
            Deed::Drop(at) => {
                let keys: Vec<&String> = written.head.as_object().unwrap().keys().collect();
                // A head without any key is none.
                if keys.len() < 3 {
                    continue;
                }
                write_back::head(&text, kind, &[Edit::remove([keys[at % keys.len()].as_str()])])
            }
            Deed::Paragraph(at, how, words) => {
                let mut all: Vec<String> = written.body.split("\n\n").map(str::to_owned).collect();
                let at = at % all.len();
                match how {
                    0 => all[at] = format!("{words} {words}"),
                    1 => all.insert(at, words.clone()),
                    _ => _ = all.remove(at),
                }
                write_back::body(&text, &all.join("\n\n"))
            }
        };
        // What the writer refuses is not done.
        text = new.unwrap_or(text);
    }
    text
}

/// A document, and what two people make of it.
fn three() -> impl Strategy<Value = (usize, Vec<Deed>, Vec<Deed>)> {
    (0..ALL.len(), deeds(), deeds())
}

fn together(kind: Kind, base: &str, ours: &str, theirs: &str) -> Merged {
    document(kind, Some(base), Some(ours), Some(theirs)).unwrap()
}

fn said(text: &str) -> BTreeSet<String> {
    let written = write_back::written(text).unwrap();
    let mut all = format!("{} {}", spoken(&written.head), written.body);
    all.retain(|c| c != '\u{feff}');
    all.split_whitespace().map(str::to_owned).collect()
}

fn spoken(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(spoken).collect::<Vec<_>>().join(" "),
        Value::Object(keys) => keys.values().map(spoken).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_of_anybody_is_lost((at, our, their) in three()) {
        let (path, base) = &ALL[at];
        let kind = kind_of(path).unwrap();
        let (ours, theirs) = (doing(kind, base, &our), doing(kind, base, &their));
        let both = together(kind, base, &ours, &theirs);
        let was = said(base);
        let mut kept = said(&both.text);
        for conflict in &both.conflicts {
            for text in [&conflict.ours, &conflict.theirs].into_iter().flatten() {
                kept.extend(text.split_whitespace().map(str::to_owned));
            }
        }
        for word in said(&ours).union(&said(&theirs)).filter(|word| !was.contains(*word)) {
            // Where a group or a list is to be decided as a whole, its words stand between commas; in a whole file between quotes.
            let bare = |word: &str| word.trim_matches([',', '"', '\'']).to_owned();
            let is_kept = kept.contains(word) || kept.iter().any(|one| bare(one) == bare(word));
            prop_assert!(is_kept, "{word} in {path}: {both:?}");
        }
    }

    #[test]
    fn who_comes_first_makes_no_difference_to_the_keys((at, our, their) in three()) {
        let (path, base) = &ALL[at];
        let kind = kind_of(path).unwrap();
        let (ours, theirs) = (doing(kind, base, &our), doing(kind, base, &their));
        let (one, other) = (together(kind, base, &ours, &theirs), together(kind, base, &theirs, &ours));
        // What the writer refuses in one order – a key behind a quoted ` #` on its line – is decided as a whole file.
        let is_whole = |both: &Merged| both.conflicts.iter().any(|conflict| conflict.place == Place::File);
        if is_whole(&one) || is_whole(&other) {
            return Ok(());
        }
        prop_assert_eq!(one.conflicts.len(), other.conflicts.len());
        if one.conflicts.is_empty() {
            let (one, other) = (write_back::written(&one.text).unwrap(), write_back::written(&other.text).unwrap());
            prop_assert_eq!(one.head, other.head, "{}", path);
            let sorted = |body: &str| { let mut all: Vec<String> = body.split("\n\n").map(|p| p.trim().to_owned()).collect(); all.sort(); all };
            prop_assert_eq!(sorted(&one.body), sorted(&other.body), "{}", path);
        }
    }

    #[test]
    fn an_answer_for_one_side_is_that_side_and_nothing_changed_is_theirs((at, our, their) in three()) {
        let (path, base) = &ALL[at];
        let kind = kind_of(path).unwrap();
        let (ours, theirs) = (doing(kind, base, &our), doing(kind, base, &their));
        prop_assert_eq!(&together(kind, base, base, &theirs).text, &theirs);
        prop_assert_eq!(&together(kind, base, &ours, base).text, &ours);
        let both = together(kind, base, &ours, &theirs);
        let answers = vec![Answer::Theirs; both.conflicts.len()];
        let text = answered(kind, Some(base), Some(&ours), Some(&theirs), &answers).unwrap().unwrap();
        prop_assert_eq!(&text, &both.text);
        let answers = vec![Answer::Ours; both.conflicts.len()];
        let text = answered(kind, Some(base), Some(&ours), Some(&theirs), &answers).unwrap().unwrap();
        let (head, our) = (write_back::written(&text).unwrap().head, write_back::written(&ours).unwrap().head);
        for conflict in &both.conflicts {
            match &conflict.place {
                Place::Key(path) => {
                    let pointer = format!("/{}", path.replace('.', "/"));
                    prop_assert_eq!(head.pointer(&pointer), our.pointer(&pointer), "{}", path);
                }
                Place::Paragraph(_) => prop_assert!(text.contains(conflict.ours.as_deref().unwrap_or_default())),
                Place::File => prop_assert_eq!(&text, &ours),
            }
        }
    }

    #[test]
    fn a_fact_makes_no_translation_old(at in any::<usize>(), n in 0..1000_i64, their in deeds()) {
        let is_source = |(path, _): &&(String, String)| path.contains("/events/") && path.ends_with("/index.en.md");
        let sources: Vec<_> = ALL.iter().filter(is_source).collect();
        let (path, base) = &sources[at % sources.len()];
        let kind = Kind::Event;
        let theirs = doing(kind, base, &their);
        let ours = write_back::head(base, kind, &[Edit::set(["capacity"], n), Edit::set(["place", "postcode"], "0001")]).unwrap();
        let both = together(kind, base, &ours, &theirs);
        if both.conflicts.is_empty() {
            prop_assert_eq!(fingerprint(path, &both.text), fingerprint(path, &theirs));
        }
    }

    #[test]
    fn what_changed_is_told_and_what_did_not_is_not(at in 0..ALL.len(), deeds in deeds()) {
        let (path, base) = &ALL[at];
        let kind = kind_of(path).unwrap();
        let new = doing(kind, base, &deeds);
        let found = changes(kind, Some(base), Some(&new));
        prop_assert_eq!(changes(kind, Some(&new), Some(&new)), []);
        let (was, is) = (write_back::written(base).unwrap(), write_back::written(&new).unwrap());
        let paragraphs = |body: &str| body.split("\n\n").map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect::<Vec<_>>();
        let is_same = was.head == is.head && paragraphs(&was.body) == paragraphs(&is.body);
        prop_assert_eq!(found.is_empty(), is_same, "{:?}", found);
    }
}

/// In every document of the site, two texts of one head: nobody is in another's way, and other lines stay as they are.
#[test]
fn two_keys_of_any_head_are_put_together_on_their_lines() {
    let mut pairs = 0;
    for (path, base) in ALL.iter().step_by(31) {
        let kind = kind_of(path).unwrap();
        let head = write_back::written(base).unwrap().head;
        let keys: Vec<&String> = head
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, value)| value.is_string())
            .map(|(key, _)| key)
            .collect();
        for (ours, theirs) in keys.iter().flat_map(|ours| keys.iter().map(move |theirs| (ours, theirs))) {
            if ours == theirs {
                continue;
            }
            let with =
                |key: &str| write_back::head(base, kind, &[Edit::set([key], format!("{key}, new"))]).unwrap();
            let their = with(theirs);
            let both = together(kind, base, &with(ours), &their);
            assert_eq!(both.conflicts, [], "{path}: {ours} and {theirs}");
            let others = both.text.lines().filter(|line| !their.contains(line)).count();
            assert_eq!(others, 1, "{path}: {ours} and {theirs}\n{}", both.text);
            pairs += 1;
        }
    }
    assert!(pairs > 496, "{pairs}");
}
