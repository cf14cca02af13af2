//! Words of forms that stand in a language's own file are laid into the tree of the form before it is read.
//!
//! Below `forms` that file has the ids of forms, and below each the keys of the form's file. What is a list there has the
//! ids, names or values of its parts as keys: `fields: { e_mail: { label: E-Mail } }`.

use std::ops::Range;

use crate::definition::Setting;
use crate::sentence::say;
use crate::texts::is_gap;
use crate::yaml::{self, Node, Value, Word};
use crate::{Fault, FaultCode};

/// Where they stand in the file of a language.
const FORMS: &str = "forms";
/// By which of its keys a part of a list is called.
const NAMES: [&str; 3] = ["id", "name", "value"];

/// The words of all forms that the file of one language has.
#[derive(Debug, Clone)]
pub struct FormWords {
    /// Whose file it is.
    pub lang: String,
    /// Bytes of the file.
    length: usize,
    forms: Vec<(Word, Node)>,
}

impl FormWords {
    /// Those of a file; none where it can't be read, which [`crate::Texts::parse`] tells.
    pub fn parse(lang: &str, yaml: &str) -> FormWords {
        let mut forms = Vec::new();
        if let Ok(Node { value: Value::Map(entries), .. }) = yaml::parse(yaml) {
            for (word, node) in entries {
                match (word.text.strip_prefix(FORMS), node.value) {
                    (Some(""), Value::Map(inner)) => forms.extend(inner),
                    (Some(rest), value) if rest.starts_with('.') => {
                        forms.extend(unfolded(&rest[1..], &word.span, Node { value, span: node.span }));
                    }
                    _ => {}
                }
            }
        }
        FormWords { lang: lang.to_owned(), length: yaml.len(), forms }
    }

    /// Whether a key at the top of a language's file begins words of forms.
    pub(crate) fn holds(key: &str) -> bool {
        key.strip_prefix(FORMS).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// The forms that it has words of, and where their ids stand.
    pub fn ids(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.forms.iter().map(|(word, _)| (word.text.as_str(), word.span.clone()))
    }
}

/// `registration.title: …` as the mapping that it stands for.
fn unfolded(path: &str, span: &Range<usize>, node: Node) -> Option<(Word, Node)> {
    let mut parts = path.rsplit('.').filter(|part| !part.is_empty());
    let word = |part: &str| Word { text: part.to_owned(), span: span.clone() };
    let last = (word(parts.next()?), node);
    Some(
        parts.fold(last, |inner, part| {
            (word(part), Node { value: Value::Map(vec![inner]), span: span.clone() })
        }),
    )
}

/// Lays the words of each language's file into a form. Their places lie behind the form's own text, one file after the
/// other, so that [`home`] finds the file again.
pub(super) fn lay(form: &mut Node, id: &str, length: usize, setting: &Setting<'_>) -> Vec<Fault> {
    let mut layer = Layer { languages: setting.languages, lang: "", faults: Vec::new() };
    let mut base = length + 1;
    for file in setting.words {
        layer.lang = &file.lang;
        for (_, words) in file.forms.iter().filter(|(word, _)| word.text == id) {
            layer.lay(form, moved(words, base), &Word::default());
        }
        base += file.length + 1;
    }
    layer.faults
}

/// Says of a fault in which file it is, and where there.
pub(super) fn home(mut fault: Fault, length: usize, setting: &Setting<'_>) -> Fault {
    let mut base = length + 1;
    for file in setting.words {
        let of_file = base..=base + file.length;
        if of_file.contains(&fault.offset.start) {
            fault.offset = fault.offset.start - base..fault.offset.end.max(fault.offset.start) - base;
            fault.words_of = Some(file.lang.clone());
            return fault;
        }
        base += file.length + 1;
    }
    fault
}

/// What in a form says something about its words, besides its own file.
pub(super) fn written<'s>(id: &'s str, setting: &'s Setting<'_>) -> impl Iterator<Item = String> + 's {
    let of_form = move |file: &'s FormWords| file.forms.iter().filter(move |(word, _)| word.text == id);
    setting.words.iter().flat_map(move |file| {
        of_form(file).map(move |(_, words)| format!("{}:{}", file.lang, plain(&words.value)))
    })
}

/// A value without its places.
fn plain(value: &Value) -> String {
    match value {
        Value::List(parts) => parts.iter().map(|part| format!("-{}\n", plain(&part.value))).collect(),
        Value::Map(entries) => {
            entries.iter().map(|(word, node)| format!("{}:{}\n", word.text, plain(&node.value))).collect()
        }
        other => format!("{other:?}"),
    }
}

fn moved(node: &Node, by: usize) -> Node {
    let along = |span: &Range<usize>| span.start + by..span.end + by;
    let value = match &node.value {
        Value::List(parts) => Value::List(parts.iter().map(|part| moved(part, by)).collect()),
        Value::Map(entries) => {
            let entry = |(word, node): &(Word, Node)| {
                (Word { text: word.text.clone(), span: along(&word.span) }, moved(node, by))
            };
            Value::Map(entries.iter().map(entry).collect())
        }
        other => other.clone(),
    };
    Node { value, span: along(&node.span) }
}

struct Layer<'l> {
    languages: &'l [&'l str],
    lang: &'l str,
    faults: Vec<Fault>,
}

impl Layer<'_> {
    /// Lays words into what stands at the same place of the form.
    fn lay(&mut self, form: &mut Node, words: Node, at: &Word) {
        if is_gap(&words) {
            return;
        }
        match (&mut form.value, words.value) {
            (Value::Map(texts), value) if is_text(texts, self.languages) => {
                texts.retain(|(word, _)| word.text != self.lang);
                let word = Word { text: self.lang.to_owned(), span: at.span.clone() };
                texts.push((word, Node { value, span: words.span }));
            }
            (Value::Map(keys), Value::Map(inner)) => {
                for (word, words) in inner {
                    match keys.iter_mut().find(|(key, _)| key.text == word.text) {
                        Some((_, node)) => self.lay(node, words, &word),
                        None => self.unknown(&word, keys.iter().map(|(key, _)| key.text.clone()).collect()),
                    }
                }
            }
            (Value::List(parts), Value::Map(inner)) => {
                for (word, words) in inner {
                    let names: Vec<String> =
                        parts.iter().enumerate().map(|(at, part)| name(part, at)).collect();
                    match names.iter().position(|name| *name == word.text) {
                        Some(at) => self.lay(&mut parts[at], words, &word),
                        None => self.unknown(&word, names),
                    }
                }
            }
            _ => self.unknown(at, Vec::new()),
        }
    }

    fn unknown(&mut self, word: &Word, known: Vec<String>) {
        let message = say!("front.unknownKey", field = &word.text);
        let fault = Fault::new(FaultCode::UnknownKey, word.span.clone(), message);
        self.faults
            .push(fault.about(&[self.lang]).did_you_mean(&word.text, known.iter().map(String::as_str)));
    }
}

/// Whether a mapping is a text in languages: has no other keys.
pub(super) fn is_text(entries: &[(Word, Node)], languages: &[&str]) -> bool {
    !entries.is_empty() && entries.iter().all(|(word, _)| languages.contains(&word.text.as_str()))
}

/// What a part of a list is called in the file of a language: its id, or its place.
pub(super) fn name(part: &Node, at: usize) -> String {
    let named = |key: &&str| match &part.value {
        Value::Map(entries) => entries.iter().find_map(|(word, node)| match &node.value {
            Value::Text(text) if word.text == *key => Some(text.clone()),
            _ => None,
        }),
        _ => None,
    };
    NAMES.iter().find_map(named).unwrap_or_else(|| at.to_string())
}
