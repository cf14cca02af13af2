//! A text → its words and where they stand.

use std::ops::Range;

/// An apostrophe belongs to a word between two letters only, as in `об’єкт`; anywhere else it is a quotation mark.
const APOSTROPHES: [char; 3] = ['\'', '’', 'ʼ'];

/// A text and the places of its words.
#[derive(Debug)]
pub(crate) struct CutText<'t> {
    text: &'t str,
    pub(super) words: Vec<Range<usize>>,
}

impl<'t> CutText<'t> {
    /// Cuts a text at whatever is neither a letter nor a digit.
    pub(crate) fn of(text: &'t str) -> Self {
        let mut end = 0;
        let pieces = text.split_inclusive(is_gap).map(|piece| {
            end += piece.len();
            let word = piece.trim_end_matches(is_gap).trim_start_matches(APOSTROPHES);
            let start = end - piece.trim_start_matches(APOSTROPHES).len();
            start..start + word.trim_end_matches(APOSTROPHES).len()
        });
        Self { text, words: pieces.filter(|word| !word.is_empty()).collect() }
    }

    /// The word with this number.
    pub(super) fn word(&self, number: usize) -> Option<&'t str> {
        self.words.get(number).map(|word| &self.text[word.clone()])
    }

    /// What stands between a word and the one before it, if there is one.
    pub(super) fn before(&self, number: usize) -> Option<&'t str> {
        let end = self.words.get(number.checked_sub(1)?)?.end;
        Some(&self.text[end..self.words.get(number)?.start])
    }
}

fn is_gap(letter: char) -> bool {
    !letter.is_alphanumeric() && letter != '_' && !APOSTROPHES.contains(&letter)
}
