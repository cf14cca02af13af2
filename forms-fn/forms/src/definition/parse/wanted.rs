//! Kinds of values that a key needs, and what to write where another kind stands.

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
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Keys => "a set of keys",
            Self::List => "a list",
            Self::Number => "a whole number from 0",
            Self::Text => "a text",
            Self::Truth => "`true` or `false`",
        }
    }

    /// The value as it should be, if that can be told.
    pub(super) fn hint(self, found: &Value) -> Option<String> {
        let written = match found {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
            _ => String::new(),
        };
        Some(match (self, found) {
            (Self::Keys, Value::Null) => {
                "write its keys below it, each with two more blanks before it".to_owned()
            }
            (_, Value::Null) => "write it behind the colon, or remove the key".to_owned(),
            (Self::Number, _) => match meant_number(&written) {
                Some(number) => format!("write `{number}`"),
                None => "write digits and nothing else, such as `30`".to_owned(),
            },
            (Self::Truth, _) => match meant_truth(&written) {
                Some(truth) => format!("write `{truth}`"),
                None => "write `true` or `false`".to_owned(),
            },
            (Self::Text, Value::Integer(_) | Value::Bool(_)) => {
                format!("put it in quotation marks: `\"{written}\"`")
            }
            (Self::Text, Value::Number) => "put it in quotation marks".to_owned(),
            (Self::Text, Value::List(_) | Value::Map(_)) => {
                "a text that begins with `-`, `[` or `{`, or has a colon in it, stands in quotation marks"
                    .to_owned()
            }
            (Self::List, Value::Text(text)) if text.starts_with('-') => {
                "a blank must follow the dash of each entry: `- …`".to_owned()
            }
            (Self::List, _) if !written.is_empty() => format!("write `[{written}]`"),
            (Self::List, Value::Map(_)) => "put `- ` before each entry".to_owned(),
            (Self::Keys, Value::Text(text)) if text.contains(':') => {
                "a plain blank must follow each colon".to_owned()
            }
            (Self::Keys, Value::List(_)) => "take the `- ` or the `[` away".to_owned(),
            _ => return None,
        })
    }
}
