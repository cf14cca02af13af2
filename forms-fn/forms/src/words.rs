//! A stored or sent value in the words that the person saw.

use crate::definition::Kind;
use crate::{Field, Texts};

impl Field {
    /// The label of an option, the name of a country or language, "yes" for a tick; what was written as it was written.
    /// `languages` are the site's languages, as id and own name.
    #[must_use]
    pub fn word(&self, value: &str, texts: &Texts, languages: &[(String, String)]) -> String {
        self.known_word(value, texts, languages).unwrap_or_else(|| value.to_owned())
    }

    fn known_word(&self, value: &str, texts: &Texts, languages: &[(String, String)]) -> Option<String> {
        match &self.kind {
            Kind::Choice { options, .. } | Kind::Choices { options, .. } => {
                let option = options.iter().find(|option| option.value == value)?;
                Some(option.label.get(texts.lang()).to_owned())
            }
            Kind::Country if Field::COUNTRIES.contains(&value) => {
                Some(texts.text(&format!("form.countries.{value}")))
            }
            Kind::Language { .. } => {
                languages.iter().find(|(id, _)| id == value).map(|(_, name)| name.clone())
            }
            Kind::Checkbox { .. } if value == Field::TICKED => Some(texts.text("form.yes")),
            _ => None,
        }
    }
}
