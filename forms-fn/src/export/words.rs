//! An answer in words: the values that are stored, or the labels that the person saw.

use forms::{Field, Kind};
use serde_json::Value;

use crate::folder::FormsFolder;

/// How answers are told.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The language of questions.
    pub lang: &'a str,
    /// Whether options are told by their labels, too.
    pub labels: bool,
    /// Knows the names of countries and languages.
    pub folder: Option<&'a FormsFolder>,
    /// What stands between several chosen options.
    pub between: &'a str,
}

impl Words<'_> {
    /// An answer on one line; nothing for no answer. `field` is the question as it was when it was answered.
    #[must_use]
    pub fn answer(&self, field: Option<&Field>, answer: Option<&Value>) -> String {
        match answer {
            None => String::new(),
            Some(Value::String(text)) => self.text(field, text),
            Some(Value::Bool(_)) => self.text(field, Field::TICKED),
            Some(Value::Array(values)) => {
                let texts = values.iter().filter_map(Value::as_str).map(|text| self.text(field, text));
                texts.collect::<Vec<_>>().join(self.between)
            }
            Some(other) => other.to_string(),
        }
    }

    /// The same as JSON: several options stay a list.
    #[must_use]
    pub fn json(&self, field: Option<&Field>, answer: &Value) -> Value {
        match answer {
            Value::String(text) => self.text(field, text).into(),
            Value::Array(values) => {
                values.iter().filter_map(Value::as_str).map(|text| self.text(field, text)).collect()
            }
            other => other.clone(),
        }
    }

    fn text(&self, field: Option<&Field>, value: &str) -> String {
        let label = field.filter(|_| self.labels).and_then(|field| self.label(field, value));
        label.unwrap_or_else(|| value.to_owned())
    }

    fn label(&self, field: &Field, value: &str) -> Option<String> {
        match &field.kind {
            Kind::Choice { options, .. } | Kind::Choices { options, .. } => {
                let option = options.iter().find(|option| option.value == value)?;
                Some(option.label.get(self.lang).to_owned())
            }
            Kind::Country if Field::COUNTRIES.contains(&value) => {
                let language = self.folder?.language(self.lang)?;
                Some(language.texts.text(&format!("form.countries.{value}")))
            }
            Kind::Language { .. } => self.folder?.language_name(value),
            _ => None,
        }
    }
}
