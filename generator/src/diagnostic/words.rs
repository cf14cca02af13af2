//! The sentences about problems in the languages of those who edit sites: `words/da.yaml` and its neighbours, written like
//! the words of an interface. English is complete; what another language lacks is said in English.

use std::sync::LazyLock;

use forms::Texts;

/// Languages, each with its file, English first.
const FILES: [(&str, &str); 5] = [
    ("en", include_str!("words/en.yaml")),
    ("da", include_str!("words/da.yaml")),
    ("fi", include_str!("words/fi.yaml")),
    ("nb", include_str!("words/nb.yaml")),
    ("sv", include_str!("words/sv.yaml")),
];

static CATALOGUE: LazyLock<[Texts; FILES.len()]> = LazyLock::new(|| {
    FILES.map(|(lang, yaml)| Texts::parse(lang, yaml).expect("a test reads the files that are compiled in"))
});

/// The sentences of one language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words(usize);

impl Words {
    /// What every sentence has.
    pub const ENGLISH: Words = Words(0);

    /// The tags of the languages: `en`, `da` …
    pub const LANGS: [&str; FILES.len()] = [FILES[0].0, FILES[1].0, FILES[2].0, FILES[3].0, FILES[4].0];

    /// Those for a language tag, if there are some: `da`, `da-DK`.
    #[must_use]
    pub fn of(tag: &str) -> Option<Words> {
        let lang = tag.split('-').next().unwrap_or(tag);
        Self::LANGS.iter().position(|known| known.eq_ignore_ascii_case(lang)).map(Words)
    }

    /// The tag of the language.
    #[must_use]
    pub fn lang(self) -> &'static str {
        Self::LANGS[self.0]
    }

    /// The sentences as they stand in the file.
    #[must_use]
    pub fn texts(self) -> &'static Texts {
        &CATALOGUE[self.0]
    }

    /// A sentence without arguments.
    #[must_use]
    pub fn text(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A sentence with its arguments; in English if this language doesn't have it yet.
    #[must_use]
    pub fn with(self, key: &str, args: &[(&str, &str)]) -> String {
        self.texts().find(key, args).unwrap_or_else(|| Self::ENGLISH.texts().with(key, args))
    }

    pub(super) fn has(self, key: &str) -> bool {
        self.texts().get(key).is_some()
    }
}
