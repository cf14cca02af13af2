//! An answer in the words that the person saw, wherever it is shown: in a form, on a page, in a table.

use std::borrow::Cow;

use maud::html;
use serde_json::Value;

use crate::definition::{Choice, Kind};
use crate::html::Html;
use crate::{Field, Texts, email};

/// Where words come from, for whoever reads one language.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    /// The language.
    pub lang: &'a str,
    /// Its interface words. Without them a country keeps its code, and a tick its `yes`.
    pub texts: Option<&'a Texts>,
    /// The site's languages, as id and own name.
    pub languages: &'a [(String, String)],
}

/// One value in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerWord<'a> {
    /// What the form, the theme or the site calls it, in this language.
    #[expect(missing_docs, reason = "said in the line above")]
    Known { words: Cow<'a, str>, lang: &'a str },
    /// An e-mail address, as it is stored.
    Email(&'a str),
    /// A number, or a telephone's.
    Number(&'a str),
    /// What somebody wrote.
    Written(&'a str),
}

/// A stored answer as a browser sends it: one value, or one for each chosen option.
#[must_use]
pub fn as_sent(answer: &Value) -> Vec<String> {
    match answer {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Bool(true) => vec![Field::TICKED.to_owned()],
        Value::Array(values) => values.iter().flat_map(as_sent).collect(),
        Value::Bool(false) | Value::Null | Value::Object(_) => Vec::new(),
    }
}

impl Field {
    /// The label of an option, the name of a country or language, "yes" for a tick; what was written as it was written.
    #[must_use]
    pub fn word<'a>(&'a self, value: &'a str, wording: &Wording<'a>) -> AnswerWord<'a> {
        let text = |key: &str| wording.texts.map(|texts| Cow::Owned(texts.text(key)));
        let known = match &self.kind {
            Kind::Email { .. } => return AnswerWord::Email(value),
            Kind::Phone { .. } | Kind::Integer { .. } => return AnswerWord::Number(value),
            Kind::Text { .. } | Kind::LongText { .. } => None,
            Kind::Choice { options, .. } | Kind::Choices { options, .. } => label(options, value, wording),
            Kind::Checkbox { .. } if value == Field::TICKED => {
                text("form.yes").map(|yes| (yes, wording.lang))
            }
            Kind::Checkbox { .. } => None,
            Kind::Country if self.offered().contains(&value) => {
                text(&format!("form.countries.{value}")).map(|name| (name, wording.lang))
            }
            Kind::Country => None,
            Kind::Language { .. } => wording.own_name(value).map(|name| (Cow::Borrowed(name), value)),
        };
        known.map_or(AnswerWord::Written(value), |(words, lang)| AnswerWord::Known { words, lang })
    }
}

/// What an option is called, in this language or else in the form's first one.
fn label<'a>(options: &'a [Choice], value: &str, wording: &Wording<'a>) -> Option<(Cow<'a, str>, &'a str)> {
    let option = options.iter().find(|option| option.value == value)?;
    let (lang, words) = option.label.found(wording.lang)?;
    Some((Cow::Borrowed(words), lang))
}

impl<'a> Wording<'a> {
    fn own_name(&self, lang: &str) -> Option<&'a str> {
        self.languages.iter().find(|(id, _)| id == lang).map(|(_, name)| name.as_str())
    }
}

impl AnswerWord<'_> {
    /// On one line.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            AnswerWord::Known { words, .. } => words,
            AnswerWord::Email(text) | AnswerWord::Number(text) | AnswerWord::Written(text) => text,
        }
    }

    /// On a page in a language: what runs in another direction, or is in another language, is marked.
    #[must_use]
    pub fn html(&self, page: &str) -> Html {
        match self {
            AnswerWord::Known { words, lang } if *lang == page => html! { (words) },
            AnswerWord::Known { words, lang } => html! { span lang=(lang) dir="auto" { (words) } },
            // Addresses and numbers run from left to right in every language.
            AnswerWord::Email(address) => html! { bdi dir="ltr" { (email::shown(address)) } },
            AnswerWord::Number(number) => html! { bdi dir="ltr" { (number) } },
            AnswerWord::Written(text) => html! { div class="said" dir="auto" { (text) } },
        }
    }
}
