//! The sentences about problems in the languages of those who edit sites: `words/da.yaml` and its neighbours, written like
//! the words of an interface. Each has all of them; those about faults of forms stand in the crate `forms`.

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

/// English is asked for with each problem, the others only when somebody reads in them.
static CATALOGUE: [LazyLock<Texts>; FILES.len()] = [
    LazyLock::new(|| read(0)),
    LazyLock::new(|| read(1)),
    LazyLock::new(|| read(2)),
    LazyLock::new(|| read(3)),
    LazyLock::new(|| read(4)),
];

/// A language's own file, and what is said about faults of forms.
fn read(at: usize) -> Texts {
    let (lang, yaml) = FILES[at];
    let mut texts = Texts::parse(lang, yaml).expect("a test reads the files that are compiled in");
    texts.extend(forms::fault_words(lang).expect("faults are told in the same languages").clone());
    texts
}

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

    /// A sentence with its arguments.
    #[must_use]
    pub fn with(self, key: &str, args: &[(&str, &str)]) -> String {
        self.texts().with(key, args)
    }
}
