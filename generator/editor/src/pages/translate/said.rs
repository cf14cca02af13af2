//! The words of a source, piece by piece, each with the field of a translation's form in which it is said.

use std::collections::BTreeMap;

use generator::content::{HeadKey, Kind, Role};
use generator::write_back::Written;
use serde_json::Value;

use crate::merge;

/// The field of the text below the head.
pub(super) const BODY: &str = "body";

/// What a source says in one place: a key, the entries of a list, or the paragraphs of the body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Said {
    /// The field of the form, or of the list of fields: `title`, `placeName`, `programme`, `speakerRoles`, `body`.
    pub(super) field: String,
    /// What the field of each entry is called behind the number of its row; empty for a list of roles.
    pub(super) within: Option<&'static str>,
    pub(super) pieces: Vec<Piece>,
}

/// One of the pieces.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    /// By which an entry is known in each language: its time of day.
    pub(super) time: Option<String>,
}

/// All of them, in the order in which the kind declares its keys, the body last.
pub(super) fn of(kind: Kind, written: &Written) -> Vec<Said> {
    let mut all = Vec::new();
    for key in kind.keys() {
        let Some(value) = written.head.get(key.name) else { continue };
        match key.role {
            Role::Word => all.extend(of_word(key, value)),
            Role::Fact | Role::Note => all.extend(within_fact(key, value)),
        }
    }
    let paragraphs = merge::blocks(&written.body).into_iter().map(str::trim).filter(|text| !text.is_empty());
    let pieces: Vec<Piece> = paragraphs.map(|text| Piece { text: text.to_owned(), time: None }).collect();
    if !pieces.is_empty() {
        all.push(Said { field: BODY.to_owned(), within: None, pieces });
    }
    all
}

fn of_word(key: &'static HeadKey, value: &Value) -> Vec<Said> {
    let Some(entries) = value.as_array().filter(|_| !key.group().is_empty()) else {
        return vec![Said { field: key.name.to_owned(), within: None, pieces: vec![piece(value, None)] }];
    };
    let words = key.group().iter().filter(|below| below.role == Role::Word);
    let of_key = |below: &'static HeadKey| {
        let piece = |entry: &Value| Some(piece(entry.get(below.name)?, entry.get("time")));
        let pieces = entries.iter().filter_map(piece).collect();
        Said { field: key.name.to_owned(), within: Some(below.name), pieces }
    };
    words.map(of_key).collect()
}

/// What a translation says of a fact under a key of its own.
fn within_fact(key: &'static HeadKey, value: &Value) -> Vec<Said> {
    let entries = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let said = key.group().iter().filter_map(|below| Some((below, below.said_as?)));
    let pieces = |below: &HeadKey| -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for one in entries.iter().filter_map(|entry| Some(piece(entry.get(below.name)?, None))) {
            // Two speakers of one role have one translation.
            if !pieces.contains(&one) {
                pieces.push(one);
            }
        }
        pieces
    };
    let all = said.map(|(below, field)| {
        let within = value.is_array().then_some("");
        Said { field: field.to_owned(), within, pieces: pieces(below) }
    });
    all.filter(|said| !said.pieces.is_empty()).collect()
}

fn piece(value: &Value, time: Option<&Value>) -> Piece {
    Piece { text: merge::shown(value), time: time.and_then(Value::as_str).map(str::to_owned) }
}

/// Where the rows of a translation's lists are, by time.
pub(super) struct Rows(BTreeMap<String, Vec<Option<String>>>);

impl Rows {
    /// Those of a translation. A list that it doesn't have begins with the entries of the source.
    pub(super) fn of(translation: &Value) -> Self {
        let lists = translation.as_object().into_iter().flatten().filter_map(|(key, value)| {
            let time = |entry: &Value| entry.get("time").and_then(Value::as_str).map(str::to_owned);
            Some((key.clone(), value.as_array()?.iter().map(time).collect()))
        });
        Self(lists.collect())
    }

    /// The field of a piece of the source: that of the row with its time, or of all rows if there is none.
    pub(super) fn field(&self, said: &Said, at: usize) -> String {
        let Some(within) = said.within else { return said.field.clone() };
        if within.is_empty() {
            return format!("{}.{at}", said.field);
        }
        let row = match (self.0.get(&said.field), said.pieces.get(at).and_then(|piece| piece.time.as_ref())) {
            (None, _) => Some(at),
            (Some(rows), Some(time)) => rows.iter().position(|row| row.as_ref() == Some(time)),
            (Some(rows), None) => (at < rows.len()).then_some(at),
        };
        row.map_or_else(|| said.field.clone(), |row| format!("{}.{row}.{within}", said.field))
    }
}
