//! The words of the pages: `words/da.yaml` and its neighbours. What a key of a document is called and what it is for stands in
//! `words/fields.da.yaml` and its neighbours.

mod moments;

use std::sync::LazyLock;

use forms::Texts;

/// Languages, each with its words and the names of fields; English first.
const FILES: [(&str, &str, &str); 7] = [
    ("en", include_str!("words/en.yaml"), include_str!("words/fields.en.yaml")),
    ("da", include_str!("words/da.yaml"), include_str!("words/fields.da.yaml")),
    ("fi", include_str!("words/fi.yaml"), include_str!("words/fields.fi.yaml")),
    ("nb", include_str!("words/nb.yaml"), include_str!("words/fields.nb.yaml")),
    ("sv", include_str!("words/sv.yaml"), include_str!("words/fields.sv.yaml")),
    ("ar", include_str!("words/ar.yaml"), include_str!("words/fields.ar.yaml")),
    ("uk", include_str!("words/uk.yaml"), include_str!("words/fields.uk.yaml")),
];

/// The tags of the languages: `en`, `da` …
pub const LANGS: [&str; FILES.len()] =
    [FILES[0].0, FILES[1].0, FILES[2].0, FILES[3].0, FILES[4].0, FILES[5].0, FILES[6].0];

static CATALOGUE: LazyLock<Vec<Texts>> = LazyLock::new(|| FILES.iter().map(read).collect());

fn read((lang, words, fields): &(&'static str, &'static str, &'static str)) -> Texts {
    let parse = |yaml| Texts::parse(lang, yaml).expect("a test reads the files that are compiled in");
    let mut texts = parse(words);
    texts.extend(parse(fields));
    texts
}

/// The words of one language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words(usize);

impl Words {
    /// What every sentence has.
    pub const ENGLISH: Words = Words(0);

    /// Those for a language tag, if there are some: `da`, `da-DK`.
    #[must_use]
    pub fn of(tag: &str) -> Option<Words> {
        let lang = tag.split('-').next().unwrap_or(tag);
        LANGS.iter().position(|known| known.eq_ignore_ascii_case(lang)).map(Words)
    }

    /// The tag of the language.
    #[must_use]
    pub fn lang(self) -> &'static str {
        LANGS[self.0]
    }

    /// From which side it is read: `ltr` or `rtl`.
    #[must_use]
    pub fn dir(self) -> &'static str {
        if self.lang() == "ar" { "rtl" } else { "ltr" }
    }

    /// Whether there are words behind a key.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        CATALOGUE[self.0].get(key).is_some()
    }

    /// A sentence without arguments.
    #[must_use]
    pub fn text(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A sentence with its arguments.
    #[must_use]
    pub fn with(self, key: &str, args: &[(&str, &str)]) -> String {
        CATALOGUE[self.0].with(key, args)
    }

    /// What problems of the content are told in.
    #[must_use]
    pub fn of_problems(self) -> generator::diagnostic::Words {
        generator::diagnostic::Words::of(self.lang()).unwrap_or(generator::diagnostic::Words::ENGLISH)
    }
}

#[cfg(test)]
mod tests {
    use forms::{Message, plural_categories};
    use generator::content::{HeadKey, Kind, Shape};

    use super::*;

    #[test]
    fn each_language_has_all_words_with_the_same_arguments() {
        let english = &CATALOGUE[0];
        for (of, lang) in CATALOGUE.iter().zip(LANGS) {
            assert_eq!(of.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{lang}");
            for key in english.keys() {
                let placeholders = |texts: &Texts| texts.get(key).map(|message| message.placeholders());
                assert_eq!(placeholders(of), placeholders(english), "{lang}: {key}");
            }
        }
    }

    #[test]
    fn each_plural_has_the_forms_of_its_language() {
        for (of, lang) in CATALOGUE.iter().zip(LANGS) {
            for key in of.keys() {
                for forms in of.get(key).into_iter().flat_map(Message::categories) {
                    assert_eq!(forms, plural_categories(lang), "{lang}: {key}");
                }
            }
        }
    }

    #[test]
    fn each_field_of_each_form_has_a_name_and_a_help_and_each_choice_a_name() {
        let mut missing = Vec::new();
        for kind in Kind::ALL {
            for key in kind.keys() {
                needed(kind, key.name, key, &mut |known| {
                    if !known.iter().any(|known| Words::ENGLISH.has(known)) {
                        missing.push(known.join(" or "));
                    }
                });
            }
        }
        assert_eq!(missing, Vec::<String>::new());
    }

    /// The words that the field of a key and those of the group within it need: of each one or the other.
    fn needed(kind: Kind, path: &str, key: &HeadKey, each: &mut impl FnMut([String; 2])) {
        for what in ["label", "help"] {
            each([format!("field.{}.{path}.{what}", kind.name()), format!("field.{path}.{what}")]);
        }
        for below in key.group() {
            needed(kind, &format!("{path}.{}", below.name), below, each);
        }
        let choices: &[&str] = match key.shape {
            Shape::Choice(choices) => choices,
            Shape::List(Shape::Choice(choices)) => choices,
            _ => &[],
        };
        for word in choices {
            each([format!("choice.{path}.{word}"), format!("choice.{word}")]);
        }
    }
}
