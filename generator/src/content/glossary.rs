//! `glossary.yaml` → which words the site has for a thing, and which ones are another thing's or nobody's.
//!
//! A word that changes makes readers think that the thing has changed. Where they are
//! looked for is said in `site::avoided`.

mod avoid;
mod check;
mod cut;

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;

use serde::Deserialize;
use xxhash_rust::xxh3::Xxh3;

use crate::config::Config;
use crate::content::{ByLanguage, Shaped as _, group, needed};
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::yaml::{self, Located};

use avoid::Avoided;
pub(crate) use avoid::AvoidedWord;
use cut::CutText;

/// Where the glossary stands.
pub const PATH: &str = "content/glossary.yaml";

/// The words of the site.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    avoided: BTreeMap<String, Avoided>,
    /// The same for the same file.
    number: u64,
}

impl Glossary {
    /// What comes of it hangs on this and on the text that is looked through.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Where words stand in a text that are to be avoided in its language.
    pub(crate) fn find<'a>(&'a self, lang: &str, text: &str) -> Vec<(Range<usize>, &'a AvoidedWord)> {
        self.avoided.get(lang).map(|avoided| avoided.find(&CutText::of(text))).unwrap_or_default()
    }

    /// Where words stand in a text that are to be avoided in some language, with that language.
    pub(crate) fn find_in_all<'a>(&'a self, text: &str) -> Vec<(&'a str, (Range<usize>, &'a AvoidedWord))> {
        if self.avoided.is_empty() {
            return Vec::new();
        }
        let text = CutText::of(text);
        let in_one = |(lang, avoided): (&'a String, &'a Avoided)| {
            avoided.find(&text).into_iter().map(|found| (lang.as_str(), found)).collect::<Vec<_>>()
        };
        self.avoided.iter().flat_map(in_one).collect()
    }
}

group! {
    /// A thing and its words, as it is written.
    WrittenTerm {
        /// The thing, in the language of the site's sources.
        Fact "term" term: Located<String> = "mentor day" .required();
        /// What it is, in a line for editors.
        Fact "meaning" meaning: Located<String> = "A day on which one asks several people" .required();
        /// Its words in each language.
        Fact "words" words: ByLanguage<WrittenWords> = "{ da: { use: mentordag, avoid: [mentorens dag] } }" .required();
    }
}

group! {
    /// The words for a thing in one language, as they are written.
    WrittenWords {
        /// The word to write; several with commas between them.
        Fact "use" say: Located<String> = "mentordag" .required();
        /// What not to write in its place. Only whole words are found, with small or capital letters; a `*` at the end of a word
        /// stands for any ending.
        #[serde(default)]
        Fact "avoid" avoid: Vec<Located<String>> = "[mentorens dag, mentordøgn*]";
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(transparent)]
struct WrittenGlossary(Vec<WrittenTerm>);

/// The glossary; without the file it is empty.
#[must_use]
pub fn parse(source: &Source, config: &Config) -> (Glossary, Vec<Diagnostic>) {
    let Some(text) = source.texts.get(PATH) else { return (Glossary::default(), Vec::new()) };
    let WrittenGlossary(written) = match yaml::parse(PATH, text) {
        Ok(written) => written,
        Err(problem) => {
            let needed = needed(&WrittenTerm::SHAPE, "*.");
            return (Glossary::default(), yaml::missing(PATH, text, problem, &needed));
        }
    };
    let problems = check::all(&written, config);
    if !problems.is_empty() {
        return (Glossary::default(), problems);
    }
    let mut hasher = Xxh3::new();
    text.hash(&mut hasher);
    (Glossary { avoided: avoided(&written), number: hasher.finish() }, problems)
}

/// The words to avoid by their languages.
fn avoided(written: &[WrittenTerm]) -> BTreeMap<String, Avoided> {
    let mut words = BTreeMap::<String, Vec<(&Located<String>, AvoidedWord)>>::new();
    for term in written {
        for (lang, of_lang) in &term.words.0 {
            let word = |avoid: &Located<String>| AvoidedWord {
                term: term.term.value.clone(),
                say: of_lang.say.value.clone(),
                rule: avoid.span.clone(),
            };
            let all = of_lang.avoid.iter().map(|avoid| (avoid, word(avoid)));
            words.entry(lang.value.clone()).or_default().extend(all);
        }
    }
    words.retain(|_, words| !words.is_empty());
    words.into_iter().map(|(lang, words)| (lang, Avoided::new(words))).collect()
}
