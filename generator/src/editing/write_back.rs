//! A file's text and what is to be different in it → the same text with those values, and nothing else changed.
//!
//! The one writer of heads and YAML files that somebody has written. Comments, order, quotes and line ends stay; a value
//! stands in one line. What comes out is read again by the reader of the site: where it doesn't say exactly what was asked
//! for, the edit is refused and there is no new text.

mod lines;
mod order;
mod spelling;
mod tree;
mod wanted;

use std::fmt;

use serde_json::Value;

use crate::content::Kind;
use crate::{front_matter, yaml};

pub use order::Order;

/// One step on the way to a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PathStep {
    /// Into the value of a key.
    Key(String),
    /// To an entry of a list; the one behind the last is a new one.
    At(usize),
}

impl From<&str> for PathStep {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for PathStep {
    fn from(at: usize) -> Self {
        Self::At(at)
    }
}

/// A value that is to be another, or gone.
#[derive(Clone, PartialEq, Debug)]
pub struct Edit {
    path: Vec<PathStep>,
    /// `None` takes it away.
    value: Option<Value>,
}

impl Edit {
    /// Says a value; keys on the way to it that aren't there are made.
    pub fn set<S: Into<PathStep>>(path: impl IntoIterator<Item = S>, value: impl Into<Value>) -> Self {
        Self { path: path.into_iter().map(Into::into).collect(), value: Some(value.into()) }
    }

    /// Takes a key or an entry away, if it is there.
    pub fn remove<S: Into<PathStep>>(path: impl IntoIterator<Item = S>) -> Self {
        Self { path: path.into_iter().map(Into::into).collect(), value: None }
    }
}

/// Why a text stays as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// It can't be read as it is: what the reader says.
    Unreadable(String),
    /// Nothing can stand there: what is on the way is neither keys nor a list, or a list that ends before.
    NoPlace(String),
    /// Written by a program, something else would change, too.
    Unsafe(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(problem) => write!(f, "it can't be read: {problem}"),
            Self::NoPlace(path) => write!(f, "there is no place for `{path}` in it"),
            Self::Unsafe(path) => {
                write!(f, "`{path}` can't be written without changing something else: write it by hand")
            }
        }
    }
}

/// What a Markdown file says, without its types.
#[derive(Clone, PartialEq, Debug)]
pub struct Written {
    /// Its head: always keys and values.
    pub head: Value,
    /// The text below it, with line ends as `\n`.
    pub body: String,
}

/// Reads a Markdown file as [`head`] does.
///
/// # Errors
/// [`Refusal::Unreadable`] when it has no head that can be read.
pub fn written(text: &str) -> Result<Written, Refusal> {
    let plain = lines::plain(text);
    let parts = front_matter::split("", &plain).map_err(unreadable)?;
    let head = read(&plain[lines::first_mark(&plain)..parts.head.end])?;
    Ok(Written { head, body: plain[parts.body].to_owned() })
}

/// The same file with another text below its head, which stays as it is to the byte.
///
/// # Errors
/// [`Refusal::Unreadable`] when it has no head that can be read.
pub fn body(text: &str, body: &str) -> Result<String, Refusal> {
    let plain = lines::plain(text);
    let parts = front_matter::split("", &plain).map_err(unreadable)?;
    let new = format!("{}{}", &plain[..parts.body.start], lines::plain(body));
    Ok(if new == *plain { text.to_owned() } else { lines::restored(text, &plain, &new) })
}

/// Changes the head of a Markdown file. New keys stand where the kind's declaration has them.
///
/// # Errors
/// When it has no head that can be read, or the head can't be changed so; then nothing is to be written.
pub fn head(text: &str, kind: Kind, edits: &[Edit]) -> Result<String, Refusal> {
    let plain = lines::plain(text);
    let parts = front_matter::split("", &plain).map_err(unreadable)?;
    let opening = lines::first_mark(&plain);
    let old = &plain[opening..parts.head.end];
    let new = edited(old, Order::Declared(kind), edits)?;
    if new == old {
        return Ok(text.to_owned());
    }
    let new = format!("{}{new}{}", &plain[..opening], &plain[parts.head.end..]);
    // The marks are part of what is read, too.
    let again = front_matter::split("", &new).map_err(unreadable)?;
    if again.body.len() != parts.body.len() {
        return Err(Refusal::Unsafe(edits.first().map(path).unwrap_or_default()));
    }
    Ok(lines::restored(text, &plain, &new))
}

/// Changes a file of YAML.
///
/// # Errors
/// When it can't be read, or can't be changed so; then nothing is to be written.
pub fn yaml(text: &str, order: Order<'_>, edits: &[Edit]) -> Result<String, Refusal> {
    let plain = lines::plain(text);
    let new = edited(&plain, order, edits)?;
    Ok(if new == *plain { text.to_owned() } else { lines::restored(text, &plain, &new) })
}

/// The edits that change something, one after the other in one tree; then all of it is read again.
fn edited(old: &str, order: Order<'_>, edits: &[Edit]) -> Result<String, Refusal> {
    let before = read(old)?;
    let mut wanted = before.clone();
    let mut changing = Vec::new();
    for edit in edits {
        if wanted::apply(&mut wanted, edit)? {
            changing.push(edit);
        }
    }
    let Some(last) = changing.last() else { return Ok(old.to_owned()) };
    let new = match &before {
        // Nothing is there that could be lost.
        Value::Object(keys) if keys.is_empty() => format!("{old}{}", spelling::table(&wanted, order, &[])),
        _ => {
            let tree = tree::Tree::read(old)?;
            changing.iter().try_for_each(|edit| tree.apply(edit, order))?;
            tree.text()
        }
    };
    match read(&new) {
        Ok(said) if said == wanted => Ok(new),
        _ => Err(Refusal::Unsafe(path(last))),
    }
}

/// What the reader of the site reads; a text of comments has no keys.
fn read(text: &str) -> Result<Value, Refusal> {
    let is_comment = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(is_comment) {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    yaml::parse("", text).map_err(unreadable)
}

fn unreadable(problem: crate::diagnostic::Diagnostic) -> Refusal {
    Refusal::Unreadable(problem.message.to_string())
}

/// The way to a value in words: `place.street`, `programme[0].text`.
fn path(edit: &Edit) -> String {
    let mut said = String::new();
    for step in &edit.path {
        match step {
            PathStep::Key(key) if said.is_empty() => said.push_str(key),
            PathStep::Key(key) => said.extend([".", key]),
            PathStep::At(at) => said.push_str(&format!("[{at}]")),
        }
    }
    said
}
