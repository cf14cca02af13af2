//! Words to avoid → one pattern for all of a language, which reads a text once.

use std::ops::Range;

use regex::Regex;

use crate::yaml::Located;

/// Before a word: the beginning, or a letter of no word. An apostrophe belongs to a word only between two letters, as in
/// `об’єкт`; anywhere else it is a quotation mark. All of it is taken along, since a pattern that looks around itself is
/// many times slower in texts that aren't English.
const BEFORE: &str = r"(?:^|[^\w'’ʼ]|(?:^|\W)['’ʼ])";
/// Behind a word.
const BEHIND: &str = r"(?:$|[^\w'’ʼ]|['’ʼ](?:\W|$))";
/// Any ending of a word.
const ENDING: &str = r"(?:['’ʼ]?\w)*";

/// The words to avoid in one language.
#[derive(Clone, Debug)]
pub(super) struct Avoided {
    /// With a group for each word.
    pattern: Regex,
    words: Vec<AvoidedWord>,
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

impl Avoided {
    pub(super) fn new(words: Vec<(&Located<String>, AvoidedWord)>) -> Self {
        let groups: Vec<String> =
            words.iter().map(|(avoid, _)| format!("({})", pattern(&avoid.value))).collect();
        let pattern = format!("(?i){BEFORE}(?:{}){BEHIND}", groups.join("|"));
        let pattern = Regex::new(&pattern).expect("words are escaped, and a few hundred of them are small");
        Self { pattern, words: words.into_iter().map(|(_, word)| word).collect() }
    }

    /// Where they stand in a text, from its beginning on.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, &AvoidedWord)> {
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(groups) = self.pattern.captures_at(text, at) {
            let mut of_words = groups.iter().skip(1).zip(&self.words);
            let Some((span, word)) = of_words.find_map(|(group, word)| Some((group?.range(), word))) else {
                break;
            };
            // What stands behind it stands before the next word, too.
            at = span.end;
            found.push((span, word));
        }
        found
    }
}

/// The pattern of a word, or of several in a row, which may stand on two lines.
pub(super) fn pattern(avoid: &str) -> String {
    let words = avoid.split_whitespace().map(|word| match word.strip_suffix('*') {
        Some(stem) => format!("{}{ENDING}", regex::escape(stem)),
        None => regex::escape(word),
    });
    words.collect::<Vec<_>>().join(r"\s+")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(avoid: &[&str], text: &str) -> Vec<String> {
        let words: Vec<Located<String>> =
            avoid.iter().map(|word| Located { value: (*word).to_owned(), span: 0..0 }).collect();
        let word = |term: &str| AvoidedWord { term: term.to_owned(), say: String::new(), rule: 0..0 };
        let avoided = Avoided::new(words.iter().map(|it| (it, word(&it.value))).collect());
        let found = avoided.find(text);
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
        assert_eq!(found(&["a.b"], "axb a.b"), ["a.b: a.b"]);
    }
}
