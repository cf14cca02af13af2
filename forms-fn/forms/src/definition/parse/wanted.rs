//! Kinds of values that a key needs, and what to write where another kind stands.

use crate::Sentence;
use crate::sentence::say;
use crate::yaml::Value;
use crate::yaml::meant::{meant_number, meant_truth};

/// What a key needs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    Keys,
    List,
    Number,
    Text,
    Truth,
}

impl Wanted {
    pub(super) fn said(self) -> Sentence {
        match self {
            Self::Keys => say!("value.keys"),
            Self::List => say!("value.list"),
            Self::Number => say!("value.wholeFromZero"),
            Self::Text => say!("value.text"),
            Self::Truth => say!("value.truth"),
        }
    }

    /// The value as it should be, if that can be told.
    pub(super) fn hint(self, found: &Value) -> Option<Sentence> {
        let written = match found {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
            _ => String::new(),
        };
        Some(match (self, found) {
            (Self::Keys, Value::Null) => say!("value.keysBelowHint"),
            (_, Value::Null) => say!("value.behindColonOrRemoveHint"),
            (Self::Number, _) => match meant_number(&written) {
                Some(value) => say!("value.writeHint", value),
                None => say!("value.digitsHint"),
            },
            (Self::Truth, _) => match meant_truth(&written) {
                Some(value) => say!("value.writeHint", value),
                None => say!("value.truthHint"),
            },
            (Self::Text, Value::Integer(_) | Value::Bool(_)) => say!("value.quoteItHint", written),
            (Self::Text, Value::Number) => say!("value.quoteHint"),
            (Self::Text, Value::List(_) | Value::Map(_)) => say!("value.markedHint", brace = "{"),
            (Self::List, Value::Text(text)) if text.starts_with('-') => say!("value.blankAfterDashHint"),
            (Self::List, _) if !written.is_empty() => say!("value.asListHint", plain = &written),
            (Self::List, Value::Map(_)) => say!("value.dashBeforeHint"),
            (Self::Keys, Value::Text(text)) if text.contains(':') => say!("value.colonBlankHint"),
            (Self::Keys, Value::List(_)) => say!("value.takeDashHint"),
            _ => return None,
        })
    }
}
