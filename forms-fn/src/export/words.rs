//! Answers in a table or a list: the values that are stored, or the words that the person saw.

use forms::{Field, Wording};
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
        let values = answer.map(forms::as_sent).unwrap_or_default();
        let texts: Vec<String> = values.iter().map(|value| self.text(field, value)).collect();
        texts.join(self.between)
    }

    /// The same as JSON: several options stay a list.
    #[must_use]
    pub fn json(&self, field: Option<&Field>, answer: &Value) -> Value {
        match answer {
            Value::String(text) => self.text(field, text).into(),
            Value::Array(_) => forms::as_sent(answer).iter().map(|value| self.text(field, value)).collect(),
            other => other.clone(),
        }
    }

    fn text(&self, field: Option<&Field>, value: &str) -> String {
        let Some(field) = field.filter(|_| self.labels) else { return value.to_owned() };
        let wording = match self.folder {
            Some(folder) => folder.wording(self.lang),
            None => Wording { lang: self.lang, texts: None, languages: &[] },
        };
        field.word(value, &wording).text().to_owned()
    }
}
