//! Spellings of one word that no reader tells apart → one of them, as the question is folded too (`word-forms.js`).
//!
//! Letters with marks need nothing here: Pagefind finds a word with and without them.

use std::collections::BTreeSet;

/// What is typed for an apostrophe: that of keyboards, quotation marks and accents that look like it, and the letters that
/// Unicode has for it (Ukrainian is written with U+02BC by those who know, and with all of these by the others).
const APOSTROPHES: [char; 9] =
    ['\'', '`', '\u{b4}', '\u{2018}', '\u{2b9}', '\u{2bb}', '\u{2bc}', '\u{2032}', '\u{ff07}'];

/// The one that stands in the index.
const APOSTROPHE: char = '\u{2019}';

/// Marks of drawing, not of spelling: the soft hyphen, and the line by which Arabic words are made longer.
const DRAWN: [char; 2] = ['\u{ad}', '\u{640}'];

/// The text with one spelling of each word.
pub(super) fn folded(text: String) -> String {
    if !text.contains(|c| APOSTROPHES.contains(&c) || DRAWN.contains(&c)) {
        return text;
    }
    let mut folded = String::with_capacity(text.len());
    let mut rest = text.chars().filter(|c| !DRAWN.contains(c)).peekable();
    let mut is_in_word = false;
    while let Some(c) = rest.next() {
        let is_within = is_in_word && rest.peek().is_some_and(|next| next.is_alphabetic());
        folded.push(if is_within && APOSTROPHES.contains(&c) { APOSTROPHE } else { c });
        is_in_word = c.is_alphabetic();
    }
    folded
}

/// Languages with two letters i. `I` and `İ` are both made small as `i` by whoever doesn't know the language, and a keyboard of
/// another country has no `ı`.
const TWO_LETTERS_I: [&str; 2] = ["az", "tr"];

/// The other spellings by which words with such a letter are asked for; nothing in other languages.
pub(super) fn spellings_of_i(lang: &str, text: &str) -> String {
    let is_one = |lang: &&str| TWO_LETTERS_I.contains(lang);
    if lang.split('-').next().filter(is_one).is_none() {
        return String::new();
    }
    let words = text.split(|c: char| !c.is_alphanumeric());
    let with_one = words.filter(|word| word.contains(['ı', 'I', 'İ']));
    let spellings: BTreeSet<String> = with_one
        .flat_map(|word| {
            let own = word.replace('I', "ı").replace('İ', "i").to_lowercase();
            let plain = own.replace('ı', "i");
            [own, plain]
        })
        .collect();
    spellings.into_iter().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{folded, spellings_of_i};

    #[test]
    fn turkish_words_are_found_with_either_letter_i() {
        assert_eq!(spellings_of_i("tr", "IŞIK, İstanbul ve balık"), "balik balık istanbul işik ışık");
        assert_eq!(spellings_of_i("tr-TR", "Isparta"), "isparta ısparta");
        assert_eq!(spellings_of_i("en", "In Istanbul"), "");
    }

    #[test]
    fn one_apostrophe_within_words_and_quotation_marks_as_they_are() {
        for word in ["п'ять", "п’ять", "пʼять", "п`ять", "пʹять", "п´ять", "п‘ять", "п′ять"]
        {
            assert_eq!(folded(word.to_owned()), "п’ять", "{word}");
        }
        assert_eq!(folded("say 'yes' now".to_owned()), "say 'yes' now");
        assert_eq!(folded("مرحـــبا so\u{ad}ja".to_owned()), "مرحبا soja");
    }
}
