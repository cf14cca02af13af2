//! Kinds of values in an editor's words: none of the library's names of types gets out of here.

use crate::diagnostic::{Sentence, say};

/// What is needed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Needed {
    Whole,
    Number,
    Truth,
    Choice,
    Text,
    List,
    Keys,
    One,
    Nothing,
    Other,
}

impl Needed {
    /// By the name that the type gives itself.
    pub(super) fn of(name: &str) -> Self {
        let is = |words: &[&str]| words.iter().any(|word| name.contains(word));
        match name {
            _ if is_whole(name) => Self::Whole,
            _ if is(&["float", "f32", "f64", "number"]) => Self::Number,
            _ if is(&["bool"]) => Self::Truth,
            _ if is(&["enum", "variant"]) => Self::Choice,
            _ if is(&["string", "str ", "char", "identifier"]) || name == "str" => Self::Text,
            _ if is(&["sequence", "tuple", "array", "list", "Vec"]) => Self::List,
            _ if is(&["map", "struct", "key"]) => Self::Keys,
            _ if is(&["scalar", "any"]) => Self::One,
            _ if is(&["unit", "null", "nothing"]) => Self::Nothing,
            _ => Self::Other,
        }
    }

    pub(super) fn said(self) -> Sentence {
        match self {
            Self::Whole => say!("value.whole"),
            Self::Number => say!("value.number"),
            Self::Truth => say!("value.truth"),
            Self::Choice => say!("value.choice"),
            Self::Text => say!("value.text"),
            Self::List => say!("value.list"),
            Self::Keys => say!("value.keys"),
            Self::One => say!("value.one"),
            Self::Nothing => say!("value.nothing"),
            Self::Other => say!("value.other"),
        }
    }

    /// What to write instead of `written`, if it can be told.
    pub(super) fn hint(self, written: &str) -> Option<Sentence> {
        let plain = written.trim_matches(['"', '\'', '“', '”', '„', '«', '»']).trim();
        match self {
            Self::Truth => Some(match forms::meant_truth(plain) {
                Some(value) => say!("value.writeHint", value),
                None => say!("value.truthHint"),
            }),
            Self::Whole => Some(match forms::meant_number(plain) {
                Some(value) => say!("value.writeHint", value),
                None => say!("value.digitsHint"),
            }),
            Self::Text if plain.starts_with("- ") => Some(say!("value.behindColonHint")),
            Self::Text if !plain.is_empty() && !plain.contains('\n') => Some(say!("value.quotesHint", plain)),
            Self::Keys if is_picture(plain) => {
                Some(say!("value.writeHint", value = &format!("{{ src: {plain}, people: false }}")))
            }
            Self::Keys => Some(say!("value.keysBelowHint")),
            Self::List => list(plain),
            _ => None,
        }
    }
}

/// Whether a text is the name of a picture, which stands in a group of keys.
fn is_picture(plain: &str) -> bool {
    let ending = plain.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    !plain.contains([' ', '\n']) && ["jpg", "jpeg", "png", "gif", "webp", "svg"].contains(&ending.as_str())
}

fn list(plain: &str) -> Option<Sentence> {
    match plain {
        _ if plain.starts_with('-') => Some(say!("value.blankAfterDashHint")),
        "null" | "Null" | "NULL" | "~" => Some(say!("value.emptyListHint")),
        _ if plain.contains(": ") => Some(say!("value.dashBeforeHint")),
        _ if !plain.is_empty() && !plain.contains(['\n', '{', '[']) => Some(say!("value.asListHint", plain)),
        _ => None,
    }
}

/// What stands there, as serde tells it: `integer `3``, `string "x"`.
pub(super) fn found(name: &str) -> Sentence {
    let value = name.split_once(['`', '"']).map(|(_, value)| value.trim_end_matches(['`', '"']));
    match (name, value) {
        (_, Some(value)) if name.starts_with("string") => say!("value.theText", value),
        (_, Some(value)) if name.starts_with(['i', 'f']) => say!("value.theNumber", value),
        (_, Some(value)) => say!("value.theValue", value),
        (name, None) if name.contains("sequence") => say!("value.list"),
        (name, None) if name.contains("map") || name.contains("struct") => say!("value.keys"),
        (name, None) if ["unit", "null", "nothing"].iter().any(|word| name.contains(word)) => {
            say!("value.nothing")
        }
        _ => say!("value.else"),
    }
}

fn is_whole(name: &str) -> bool {
    let digits = name.strip_prefix(['i', 'u']).unwrap_or_default();
    matches!(digits, "8" | "16" | "32" | "64" | "128" | "size")
        || name.contains("integer")
        || name.contains("int ")
}
