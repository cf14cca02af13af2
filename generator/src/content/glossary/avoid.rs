//! Words to avoid, and where they stand in a text.
//!
//! A pattern of `regex` for all words of a language takes longer to be compiled than the texts of a site to be read: here
//! a text is cut into words once, and each is compared with the few that begin with its letter.

use std::collections::HashMap;
use std::ops::Range;

use super::cut::CutText;
use crate::yaml::Located;

/// The words to avoid in one language.
#[derive(Clone, Debug)]
pub(super) struct Avoided {
    words: Vec<(Vec<Part>, AvoidedWord)>,
    /// The places of those among them that begin with a letter.
    by_letter: HashMap<char, Vec<usize>>,
}

/// A word to avoid, and what to write instead.
#[derive(Clone, Debug)]
pub(crate) struct AvoidedWord {
    /// The thing.
    pub(crate) term: String,
    /// Its word.
    pub(crate) say: String,
    /// Where the glossary says it.
    pub(crate) rule: Range<usize>,
}

/// One of several words in a row, in small letters.
#[derive(Clone, Debug)]
struct Part {
    stem: String,
    /// Whether it may end in any way.
    is_open: bool,
    /// What stands before it, if that isn't blanks: the dash of `бізнес-проєкт`.
    joint: Option<String>,
}

impl Part {
    /// The words in a row of which a word to avoid is made.
    fn all(avoid: &str) -> Vec<Self> {
        let cut = CutText::of(avoid);
        let part = |(number, place): (usize, &Range<usize>)| {
            let joint = cut.before(number).map(|joint| joint.trim_start_matches('*'));
            Self {
                stem: avoid[place.clone()].to_lowercase(),
                is_open: avoid[place.end..].starts_with('*'),
                joint: joint.filter(|joint| !joint.trim().is_empty()).map(str::to_owned),
            }
        };
        cut.words.iter().enumerate().map(part).collect()
    }

    fn is(&self, word: &str) -> bool {
        let mut letters = word.chars().flat_map(char::to_lowercase);
        let begins = self.stem.chars().all(|letter| letters.next() == Some(letter));
        begins && (self.is_open || letters.next().is_none())
    }

    fn is_joined(&self, before: &str) -> bool {
        self.joint.as_ref().map_or(before.trim().is_empty(), |joint| joint == before)
    }
}

impl Avoided {
    pub(super) fn new(words: Vec<(&Located<String>, AvoidedWord)>) -> Self {
        let words: Vec<_> = words.into_iter().map(|(avoid, word)| (Part::all(&avoid.value), word)).collect();
        let mut by_letter = HashMap::<char, Vec<usize>>::new();
        for (at, (parts, _)) in words.iter().enumerate() {
            let letter = parts.first().and_then(|part| part.stem.chars().next());
            letter.into_iter().for_each(|letter| by_letter.entry(letter).or_default().push(at));
        }
        Self { words, by_letter }
    }

    /// Where they stand in a text, from its beginning on.
    pub(super) fn find(&self, text: &CutText<'_>) -> Vec<(Range<usize>, &AvoidedWord)> {
        let (mut found, mut done) = (Vec::new(), 0);
        for at in 0..text.words.len() {
            let Some((end, word)) = self.at(text, at).filter(|_| at >= done) else { continue };
            done = end;
            found.push((text.words[at].start..text.words[end - 1].end, word));
        }
        found
    }

    /// What begins with a word of the text, and behind which word it ends.
    fn at(&self, text: &CutText<'_>, at: usize) -> Option<(usize, &AvoidedWord)> {
        let letter = text.word(at)?.chars().next()?.to_lowercase().next()?;
        let all = self.by_letter.get(&letter)?.iter().map(|place| &self.words[*place]);
        let stands_at = |part: &Part, n: usize| {
            let is_word = text.word(n).is_some_and(|word| part.is(word));
            is_word && (n == at || text.before(n).is_some_and(|before| part.is_joined(before)))
        };
        let stands = |parts: &[Part]| parts.iter().zip(at..).all(|(part, n)| stands_at(part, n));
        all.filter(|(parts, _)| stands(parts)).map(|(parts, word)| (at + parts.len(), word)).next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(avoid: &[&str], text: &str) -> Vec<String> {
        let words: Vec<Located<String>> =
            avoid.iter().map(|word| Located { value: (*word).to_owned(), span: 0..0 }).collect();
        let word = |term: &str| AvoidedWord { term: term.to_owned(), say: String::new(), rule: 0..0 };
        let avoided = Avoided::new(words.iter().map(|it| (it, word(&it.value))).collect());
        let found = avoided.find(&CutText::of(text));
        found.into_iter().map(|(span, word)| format!("{}: {}", word.term, &text[span])).collect()
    }

    #[test]
    fn whole_words_are_found_in_any_case() {
        assert_eq!(
            found(&["talk"], "Talk, talks and “TALK”; talk"),
            ["talk: Talk", "talk: TALK", "talk: talk"]
        );
        assert_eq!(found(&["подія"], "Подія, подіями; ПОДІЯ"), ["подія: Подія", "подія: ПОДІЯ"]);
        assert_eq!(found(&["قصة"], "القصة وقصة و«قصة»"), ["قصة: قصة"]);
        assert_eq!(found(&["a", "b"], "a b a"), ["a: a", "b: b", "a: a"]);
    }

    #[test]
    fn a_star_stands_for_any_ending_of_its_word() {
        let found = found(&["дня* менторів"], "На днях\n  менторів, на дняхменторів, дня  менторів.");
        assert_eq!(found, ["дня* менторів: днях\n  менторів", "дня* менторів: дня  менторів"]);
    }

    #[test]
    fn an_apostrophe_within_a_word_belongs_to_it() {
        assert_eq!(found(&["об", "host"], "об’єкт, 'host' isn't the host's"), ["host: host"]);
        assert_eq!(found(&["об’єкт*"], "'об’єктами'"), ["об’єкт*: об’єктами"]);
    }

    #[test]
    fn a_word_that_begins_another_one_hides_nothing() {
        assert_eq!(
            found(&["story", "story teller"], "A story tellers' story"),
            ["story: story", "story: story"]
        );
        assert_eq!(
            found(&["a.b", "go-cart*"], "axb a.b, go cart, Go-carts"),
            ["a.b: a.b", "go-cart*: Go-carts"]
        );
    }
}
