//! Three versions of a document → one, by key and by paragraph; and what differs between two.
//!
//! Two people begin with the same text, *base*: one writes *ours*, the other *theirs*. What only one of them changed is taken; a
//! key or a paragraph that both changed differently is a [`Conflict`], and then somebody has to say what stays. The result has the lines of
//! *theirs*, comments and quotes included, with our values in them.

mod align;
mod body;
mod changes;
mod comments;
mod edits;
mod keys;
mod lines;
mod three;

use generator::content::Kind;
use generator::write_back::{self, PathStep, Refusal, Written};
use serde_json::Value;

use keys::Clash;

pub(crate) use body::blocks;
pub use changes::{Change, changes};
pub use three::Three;

/// Where something stands in a document.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// A key, by its way from the top of the head: `place.street`, `programme.0.text`.
    Key(String),
    /// A paragraph of the body: how many stand before it in the text as it was.
    Paragraph(usize),
    /// The file as a whole.
    File,
}

/// What both changed, each in another way. `None` is for what somebody took away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// Where.
    pub place: Place,
    /// As it was.
    pub base: Option<String>,
    /// As we wrote it.
    pub ours: Option<String>,
    /// As they wrote it.
    pub theirs: Option<String>,
    /// Whether other words than these two can be written there.
    pub is_text: bool,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Merged {
    /// The text, with theirs where there is a conflict.
    pub text: String,
    /// What somebody has to decide.
    pub conflicts: Vec<Conflict>,
}

impl Merged {
    fn of(text: &str) -> Self {
        Self { text: text.to_owned(), conflicts: Vec::new() }
    }
}

/// How somebody decides a conflict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// As we wrote it.
    Ours,
    /// As they wrote it.
    Theirs,
    /// In other words. Nothing but blanks takes it away.
    Own(String),
}

/// Why answers make no text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotAnswered {
    /// There are so many conflicts, and another number of answers: the texts are others than those that were asked about.
    Number(usize),
    /// What stands there is no text, so there are no other words for it.
    NoWords(Place),
    /// It can't be written there.
    Refused(Refusal),
}

/// Puts a document together. `None` stands for a file that isn't there.
#[must_use]
pub fn document(kind: Kind, base: Option<&str>, ours: Option<&str>, theirs: Option<&str>) -> Option<Merged> {
    let together = Together::of(kind, base, ours, theirs);
    let conflicts = together.conflicts();
    match together {
        Together::Text(text) => text.map(Merged::of),
        Together::File { theirs, .. } => {
            Some(Merged { text: theirs.unwrap_or_default().to_owned(), conflicts })
        }
        Together::Parts { text, .. } => Some(Merged { text, conflicts }),
    }
}

/// The same with an answer to each conflict that [`document`] found in these texts, in their order. `None` is a file that is gone.
///
/// # Errors
/// [`NotAnswered`].
pub fn answered(
    kind: Kind,
    base: Option<&str>,
    ours: Option<&str>,
    theirs: Option<&str>,
    answers: &[Answer],
) -> Result<Option<String>, NotAnswered> {
    let together = Together::of(kind, base, ours, theirs);
    let number = together.conflicts().len();
    if number != answers.len() {
        return Err(NotAnswered::Number(number));
    }
    match together {
        Together::Text(text) => Ok(text.map(str::to_owned)),
        Together::File { ours, theirs, .. } => Ok(match &answers[0] {
            Answer::Ours => ours.map(str::to_owned),
            Answer::Theirs => theirs.map(str::to_owned),
            Answer::Own(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        }),
        Together::Parts { text, clashes, body } => {
            let (keys, paragraphs) = answers.split_at(clashes.len());
            let mut edits = Vec::new();
            for (clash, answer) in clashes.iter().zip(keys) {
                let wanted = said(clash, answer)?;
                edits.extend(edits::between(&mut clash.path.clone(), clash.theirs.as_ref(), wanted.as_ref()));
            }
            let text = write_back::head(&text, kind, &edits).map_err(NotAnswered::Refused)?;
            let body = body.answered(&paragraphs.iter().collect::<Vec<_>>());
            write_back::body(&text, &body).map(Some).map_err(NotAnswered::Refused)
        }
    }
}

/// What is to stand at a key.
fn said(clash: &Clash, answer: &Answer) -> Result<Option<Value>, NotAnswered> {
    match answer {
        Answer::Ours => Ok(clash.ours.clone()),
        Answer::Theirs => Ok(clash.theirs.clone()),
        Answer::Own(text) => {
            if !clash.is_text() {
                return Err(NotAnswered::NoWords(Place::Key(named(&clash.path))));
            }
            let text = clash.lines_of(text);
            Ok((!text.is_empty()).then(|| Value::from(text)))
        }
    }
}

/// Three texts, as far as they go together.
enum Together<'a> {
    /// Nobody has to decide anything.
    Text(Option<&'a str>),
    /// Only as a whole.
    File { base: Option<&'a str>, ours: Option<&'a str>, theirs: Option<&'a str> },
    /// By key and by paragraph.
    Parts { text: String, clashes: Vec<Clash>, body: body::Body },
}

impl<'a> Together<'a> {
    fn of(kind: Kind, base: Option<&'a str>, ours: Option<&'a str>, theirs: Option<&'a str>) -> Self {
        if ours == theirs || ours == base {
            return Self::Text(theirs);
        }
        if theirs == base {
            return Self::Text(ours);
        }
        let whole = Self::File { base, ours, theirs };
        let (Some(base), Some(ours), Some(theirs)) = (base, ours, theirs) else { return whole };
        let read = |text| write_back::written(text);
        let parts = match (read(base), read(ours), read(theirs)) {
            (Ok(was), Ok(our), Ok(their)) => parts(kind, [base, ours, theirs], [&was, &our, &their]),
            // A head that can't be read has no keys.
            _ => lines::merge(base, ours, theirs).map(|text| {
                let body = body::merge("", "", "");
                Self::Parts { text, clashes: Vec::new(), body }
            }),
        };
        parts.unwrap_or(whole)
    }

    fn conflicts(&self) -> Vec<Conflict> {
        match self {
            Self::Text(_) => Vec::new(),
            Self::File { base, ours, theirs } => {
                let owned = |text: &Option<&str>| text.map(str::to_owned);
                let (base, ours, theirs) = (owned(base), owned(ours), owned(theirs));
                vec![Conflict { place: Place::File, base, ours, theirs, is_text: true }]
            }
            Self::Parts { clashes, body, .. } => {
                clashes.iter().map(Clash::conflict).chain(body.conflicts.iter().cloned()).collect()
            }
        }
    }
}

/// By key and by paragraph; `None` where that can't be written, or would lose a comment.
fn parts<'a>(kind: Kind, texts: [&str; 3], [was, our, their]: [&Written; 3]) -> Option<Together<'a>> {
    let (head, clashes) = keys::merge(kind, &was.head, &our.head, &their.head);
    let body = body::merge(&was.body, &our.body, &their.body);
    let edits = edits::between(&mut Vec::new(), Some(&their.head), Some(&head));
    let text = write_back::head(texts[2], kind, &edits).ok()?;
    let text = write_back::body(&text, &body.text()).ok()?;
    let text = comments::kept(texts, [was, our, their], &text, &clashes)?;
    Some(Together::Parts { text, clashes, body })
}

/// The names of all keys of some objects, each once, in the order of the last that has them.
fn names(of: &[&Value]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in of.iter().filter_map(|value| value.as_object()).flat_map(|keys| keys.keys()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// `programme.0.text`.
pub(crate) fn named(path: &[PathStep]) -> String {
    let step = |step: &PathStep| match step {
        PathStep::Key(key) => key.clone(),
        PathStep::At(at) => at.to_string(),
    };
    path.iter().map(step).collect::<Vec<_>>().join(".")
}

/// A value as people read it where nothing more is known of it.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(keys) => {
            keys.iter().map(|(key, value)| format!("{key}: {}", shown(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
