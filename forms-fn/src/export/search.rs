//! Finds a person by what somebody says on the telephone: a part of the name, of the address, or of the number.

use any_ascii::any_ascii;
use forms::{Definition, Field, Kind, Role, email};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::desk::Stored;
use crate::reference::Reference;

/// A part of a telephone number has at least so many digits: fewer stand in every other number.
const DIGITS: usize = 4;

/// What is searched for.
#[derive(Debug, Clone)]
pub struct Search {
    words: Vec<String>,
    digits: Option<String>,
    reference: Option<Reference>,
}

impl Search {
    /// Reads what somebody typed; `None` when there is nothing to look for in it.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let words: Vec<String> =
            text.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect();
        let only_number = !text.chars().any(|c| c.is_alphabetic() || c == '@');
        let digits = Some(number(text)).filter(|digits| only_number && digits.len() >= DIGITS);
        let reference = Reference::parse(text.trim());
        let any = !words.is_empty() || digits.is_some() || reference.is_some();
        any.then_some(Self { words, digits, reference })
    }

    /// Whether the record is about the person: each word is found in the name or the address, whatever the letters' case
    /// and accents are and in whichever script they are written.
    #[must_use]
    pub fn finds(&self, stored: &Stored, definition: &Definition) -> bool {
        if self.reference.as_ref() == Some(&stored.record.reference) {
            return true;
        }
        let answers = definition.fields.iter().filter_map(|field| {
            let text = stored.answers.get(&field.name).and_then(Value::as_str)?;
            Some((field, text))
        });
        let names: Vec<&Field> =
            [Role::Name, Role::LatinName].into_iter().filter_map(|role| definition.of_role(role)).collect();
        let (mut text, mut found) = (String::new(), false);
        for (field, answer) in answers {
            match &field.kind {
                Kind::Phone { .. } => {
                    found |= self.digits.as_ref().is_some_and(|digits| number(answer).contains(digits));
                }
                Kind::Email { .. } => {
                    text += &format!("{} {} ", folded(answer), folded(&email::shown(answer)));
                }
                Kind::Text { .. } if names.contains(&field) => {
                    text += &format!("{} ", folded(answer));
                }
                _ => {}
            }
        }
        found || (!self.words.is_empty() && self.words.iter().all(|word| text.contains(word.as_str())))
    }

    /// Whether each word is found in the name alone, or it is the reference: for those who don't see addresses and numbers.
    #[must_use]
    pub fn finds_name(&self, stored: &Stored, definition: &Definition) -> bool {
        if self.reference.as_ref() == Some(&stored.record.reference) {
            return true;
        }
        let names = [Role::Name, Role::LatinName].into_iter().filter_map(|role| definition.of_role(role));
        let texts = names.filter_map(|field| stored.answers.get(&field.name).and_then(Value::as_str));
        let text: String = texts.map(|text| folded(text) + " ").collect();
        !self.words.is_empty() && self.words.iter().all(|word| text.contains(word.as_str()))
    }
}

/// Small Latin letters without accents; `aa` is the `å` of those who have no such key.
fn folded(text: &str) -> String {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let latin = any_ascii(&plain).to_lowercase();
    let mut folded = String::with_capacity(latin.len());
    for c in latin.chars() {
        if !(c == 'a' && folded.ends_with('a')) {
            folded.push(c);
        }
    }
    folded
}

/// The digits of a telephone number, without the zeros of `0045` and `045`: others write `+45`.
fn number(text: &str) -> String {
    let digits: String = any_ascii(text).chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_folded_and_numbers_lose_what_people_write_around_them() {
        for (one, other) in [
            ("Åse", "aase"),
            ("Øystein", "OYSTEIN"),
            ("Éric", "eric"),
            ("Jörg", "jorg"),
            ("Олена", "olena"),
            ("لُبنى", "لبنى"),
            ("Çelik", "celik"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
        assert_eq!(number("+45 12 34-56"), number("0045123456"));
        assert_eq!(number("٠١٢٣٤٥"), "12345");
        assert!(Search::new(" \u{301} ").is_none());
    }
}
