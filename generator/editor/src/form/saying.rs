//! A problem in words for somebody who sees a form, and neither the head of a file nor its keys.

use generator::content::{HeadKey, Kind};
use generator::diagnostic::{Code, Diagnostic};

use super::label;
use crate::words::Words;

/// Kinds of problems whose hints say how a line of the head is written: the field is that line.
const FIELD_SAYS_IT: [Code; 9] = [
    Code::AltMissing,
    Code::ConsentMissing,
    Code::FrontMissing,
    Code::FrontReview,
    Code::FrontUntranslated,
    Code::TranslationStale,
    Code::UrlRecorded,
    Code::UrlUnrecorded,
    Code::EventUnrecorded,
];

/// What is wrong and how to mend it, in which language.
pub(super) struct Saying {
    pub(super) text: String,
    pub(super) hints: Vec<String>,
    pub(super) lang: &'static str,
}

/// How the form of `field` says it.
pub(super) fn say(words: Words, kind: Kind, problem: &Diagnostic, field: &str) -> Saying {
    let of = words.of_problems();
    let told = problem.told(of);
    let named = |text: &str| named(words, kind, field, text);
    let key = format!("form.problem.{}", problem.code.as_str().replace('/', "-"));
    // An entry of a list has several fields, and only the sentence says which are meant.
    let is_one_field = field.rsplit('.').next().is_some_and(|last| last.parse::<usize>().is_err());
    let is_said = FIELD_SAYS_IT.contains(&problem.code);
    let hints = told.hints.iter().filter(|_| !is_said).map(|hint| named(&hint.to_string())).collect();
    match words.has(&key) && is_one_field && !matches!(field, "" | "body") {
        true => Saying { text: words.text(&key), hints, lang: words.lang() },
        false => Saying { text: named(&told.message.to_string()), hints, lang: of.lang() },
    }
}

/// The same text with what fields are called in the place of their keys. A word that is also a value stays one.
fn named(words: Words, kind: Kind, field: &str, text: &str) -> String {
    let own = field.rsplit('.').next().unwrap_or(field);
    let is_key = |name: &str| {
        let is_name = name == own || name.chars().any(char::is_uppercase);
        is_name && keys(kind).any(|key| key.name == name)
    };
    let parts: Vec<&str> = text.split('`').collect();
    let mut said = String::new();
    for (at, part) in parts.iter().enumerate() {
        match at % 2 {
            1 if at + 1 < parts.len() && is_key(part) => {
                let path = if *part == own { field } else { part };
                said.extend(["“", &label::label(words, kind, path), "”"]);
            }
            1 if at + 1 < parts.len() => said.extend(["`", part, "`"]),
            1 => said.extend(["`", part]),
            _ => said.push_str(part),
        }
    }
    said
}

/// All keys of a kind, those of groups too.
fn keys(kind: Kind) -> impl Iterator<Item = &'static HeadKey> {
    kind.keys().flat_map(|key| std::iter::once(key).chain(key.group()))
}

#[cfg(test)]
mod tests {
    use generator::content::Kind;

    use super::named;
    use crate::words::Words;

    #[test]
    fn keys_are_called_as_their_fields_and_values_stay() {
        let say = |field, text| named(Words::ENGLISH, Kind::Event, field, text);
        assert_eq!(say("topics", "there is no topic `food`"), "there is no topic `food`");
        assert_eq!(say("food", "`food` is missing"), "“Food” is missing");
        let said = say("starts", "`timeZone` has no `2027-03-28T02:30`");
        assert!(said.ends_with(" has no `2027-03-28T02:30`") && !said.contains("timeZone"), "{said}");
        assert_eq!(say("", "an odd ` mark"), "an odd ` mark");
    }
}
