//! A heading's words → the anchor that forges give it, since the links of documents are written for those.

use std::collections::BTreeMap;

/// Counts headings of the same words: the second one is `picture-1`.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    seen: BTreeMap<String, usize>,
}

impl Anchors {
    /// The anchor of the next heading: small letters, digits, `-` and `_`, with dashes for blanks and nothing for other marks.
    pub(crate) fn next(&mut self, words: &str) -> String {
        let mut anchor = String::new();
        for c in words.trim().chars().flat_map(char::to_lowercase) {
            match c {
                ' ' => anchor.push('-'),
                '-' | '_' => anchor.push(c),
                c if c.is_alphanumeric() => anchor.push(c),
                _ => {}
            }
        }
        let times = self.seen.entry(anchor.clone()).or_insert(0);
        *times += 1;
        if *times == 1 { anchor } else { format!("{anchor}-{}", *times - 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_forges() {
        let mut anchors = Anchors::default();
        for (words, anchor) in [
            ("One server, in ten commands", "one-server-in-ten-commands"),
            ("What isn't possible, and why", "what-isnt-possible-and-why"),
            ("In content/site.yaml", "in-contentsiteyaml"),
            ("picture", "picture"),
            ("picture", "picture-1"),
            ("picture", "picture-2"),
            ("event_end – Їжа", "event_end--їжа"),
        ] {
            assert_eq!(anchors.next(words), anchor);
        }
    }
}
