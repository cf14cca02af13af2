//! Replacements in a text, which leave all else as it is and know where it stood.

use std::ops::Range;

/// Where the bytes of a changed text stood before.
#[derive(Debug, Default)]
pub(crate) struct Places(Vec<(usize, usize)>);

impl Places {
    /// The byte of the old text for one of the new.
    pub(crate) fn before(&self, at: usize) -> usize {
        let number = self.0.partition_point(|(new, _)| *new <= at);
        match number.checked_sub(1).and_then(|number| self.0.get(number)) {
            Some((new, old)) => old + (at - new),
            None => at,
        }
    }
}

/// What is to be replaced.
#[derive(Debug, Default)]
pub(crate) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(crate) fn replace(&mut self, range: Range<usize>, with: impl Into<String>) {
        self.0.push((range, with.into()));
    }

    /// The text with all of it; what lies within something that is replaced goes with it.
    pub(crate) fn apply(mut self, text: &str) -> (String, Places) {
        self.0.sort_by(|(a, _), (b, _)| {
            (a.start, std::cmp::Reverse(a.end)).cmp(&(b.start, std::cmp::Reverse(b.end)))
        });
        let mut out = String::with_capacity(text.len());
        let mut places = Vec::new();
        let mut at = 0;
        for (range, with) in self.0 {
            if range.start < at {
                continue;
            }
            out.push_str(&text[at..range.start]);
            places.push((out.len(), range.start));
            out.push_str(&with);
            places.push((out.len(), range.end));
            at = range.end;
        }
        out.push_str(&text[at..]);
        (out, Places(places))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_else_stays_and_is_found_again() {
        let text = "one two three four";
        let mut edits = Edits::default();
        edits.replace(8..13, "3");
        edits.replace(4..7, "zwei");
        edits.replace(9..10, "within");
        let (out, places) = edits.apply(text);
        assert_eq!(out, "one zwei 3 four");
        assert_eq!(&text[places.before(out.find("four").expect("it stays"))..], "four");
        assert_eq!(places.before(0), 0);
    }
}
