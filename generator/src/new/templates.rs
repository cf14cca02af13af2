//! The texts of new files, and what of them nobody has changed yet.

use std::ops::Range;
use std::sync::LazyLock;

pub(super) const STORY: &str = include_str!("story.md");
pub(super) const EVENT: &str = include_str!("event.md");
pub(super) const PAGE: &str = include_str!("page.md");
pub(super) const HOME: &str = include_str!("home.md");
pub(super) const TRANSLATION: &str = include_str!("translation.md");

/// What stands before everything that is to be changed.
const MARK: &str = "CHANGE ";

/// As many words behind the mark tell it from a writer's own "CLIMATE CHANGE".
const WORDS: usize = 3;

/// The beginnings of all that is to be changed, the longest first.
static MARKED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut marked: Vec<_> =
        [STORY, EVENT, PAGE, HOME, TRANSLATION].into_iter().flat_map(beginnings).collect();
    marked.sort_unstable_by_key(|words| (std::cmp::Reverse(words.len()), *words));
    marked.dedup();
    marked
});

fn beginnings(template: &'static str) -> impl Iterator<Item = &'static str> {
    template.match_indices(MARK).map(|(at, _)| {
        let words = &template[at..];
        let end = words.find(|c: char| !c.is_alphanumeric() && c != ' ').unwrap_or(words.len());
        let blanks = words[..end].match_indices(' ').map(|(blank, _)| blank);
        let end = blanks.skip(1).chain([end]).nth(WORDS - 1).unwrap_or(end);
        words[..end].trim_end()
    })
}

/// Where words stand in a file that a new file has to be changed, and which; comments of its head aren't published.
pub(crate) fn unchanged(text: &str) -> Box<[(Range<usize>, &'static str)]> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(MARK) {
        let line = &text[text[..at].rfind('\n').map_or(0, |newline| newline + 1)..at];
        let words = MARKED.iter().find(|words| text[at..].starts_with(**words));
        if let Some(words) = words.filter(|_| !line.trim_start().starts_with("# ")) {
            found.push((at..at + words.len(), *words));
        }
    }
    found.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_of_each_template_is_known_again_and_nothing_else() {
        for template in [STORY, EVENT, PAGE, HOME, TRANSLATION] {
            let marks = template.matches(MARK).count();
            assert!(marks > 1 && unchanged(template).len() == marks, "{template}");
        }
        assert!(MARKED.iter().all(|words| words.split(' ').count() > 2), "{:?}", *MARKED);
        assert!(unchanged("We CHANGE the world. CLIMATE CHANGE and the city").is_empty());
        assert_eq!(&*unchanged("title: CHANGE the title: Bread"), [(7..23, "CHANGE the title")]);
    }
}
