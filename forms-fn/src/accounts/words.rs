//! The languages of organisers, and the words of the letters to them. They are compiled in: whoever sends letters has them.

use std::sync::OnceLock;

use forms::Texts;

/// The languages in which the console speaks and letters to organisers are written, with their own names. An account of another
/// language reads the first.
pub const LANGUAGES: [(&str, &str); 5] =
    [("en", "English"), ("da", "Dansk"), ("fi", "Suomi"), ("nb", "Norsk bokmål"), ("sv", "Svenska")];

/// The one of ours that is meant by a BCP 47 tag: `nb-NO` and `no` are `nb`.
#[must_use]
pub fn language(tag: &str) -> Option<&'static str> {
    let wanted = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let wanted = if matches!(wanted.as_str(), "no" | "nn") { "nb" } else { wanted.as_str() };
    LANGUAGES.iter().map(|(id, _)| *id).find(|id| *id == wanted)
}

/// Words in each of [`LANGUAGES`], in their order; each file is read when it is first asked for.
#[derive(Debug)]
pub(crate) struct Tongues {
    files: [&'static str; 5],
    read: [OnceLock<Texts>; 5],
}

impl Tongues {
    pub(crate) const fn new(files: [&'static str; 5]) -> Self {
        Self { files, read: [const { OnceLock::new() }; 5] }
    }

    /// The words of a language; of the first where it is none of ours.
    pub(crate) fn of(&self, lang: &str) -> &Texts {
        let at = language(lang).and_then(|id| LANGUAGES.iter().position(|(known, _)| *known == id));
        let at = at.unwrap_or_default();
        self.read[at].get_or_init(|| {
            Texts::parse(LANGUAGES[at].0, self.files[at]).expect("a test reads each file of our own")
        })
    }
}

/// The words of the letters.
pub(crate) static LETTERS: Tongues = Tongues::new([
    include_str!("letters/en.yaml"),
    include_str!("letters/da.yaml"),
    include_str!("letters/fi.yaml"),
    include_str!("letters/nb.yaml"),
    include_str!("letters/sv.yaml"),
]);

/// That all languages have the same keys, and in each the same placeholders.
#[cfg(test)]
pub(crate) fn agree(tongues: &Tongues) {
    let shape = |lang: &str| -> Vec<(String, std::collections::BTreeSet<String>)> {
        let texts = tongues.of(lang);
        let key = |key: &str| {
            (key.to_owned(), texts.get(key).map(forms::Message::placeholders).unwrap_or_default())
        };
        texts.keys().map(key).collect()
    };
    let first = shape(LANGUAGES[0].0);
    assert!(!first.is_empty());
    for (lang, _) in LANGUAGES {
        assert_eq!(tongues.of(lang).lang(), lang);
        assert_eq!(shape(lang), first, "{lang}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_say_the_same_in_each_language() {
        agree(&LETTERS);
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        let found = ["nb-NO", "no", "DA", "ar", ""].map(language);
        assert_eq!(found, [Some("nb"), Some("nb"), Some("da"), None, None]);
    }
}
