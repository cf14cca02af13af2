//! The texts of new files, made of the declarations of keys, and what of them nobody has changed yet.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

use super::{HeadKey, Kind, Must, Role, Shape};

/// What stands before everything that is to be changed.
const MARK: &str = "CHANGE ";

/// As many words behind the mark tell it from a writer's own "CLIMATE CHANGE".
const WORDS: usize = 3;

/// Where the notes behind values begin, so that they stand below each other.
const COLUMN: usize = 28;

/// The text of a new source. What stands between two `@` is put in by the caller.
pub(crate) fn source(kind: Kind, is_home: bool) -> String {
    let mut text = "---\n# Everything after a # is a note for you; the site doesn't show it.\n".to_owned();
    let words = |key: &&HeadKey| key.role == Role::Word;
    let is_new = |key: &HeadKey| key.in_new.is_some();
    kind.keys()
        .filter(words)
        .filter(|key| has_beside(kind, key, is_new))
        .for_each(|key| line(&mut text, key, ""));
    for key in kind.keys().filter(|key| key.name == "draft") {
        let is_needed =
            if is_home { "remove this line to publish: no site is built without its front page" } else { "" };
        noted(&mut text, key, is_needed);
    }
    text.push_str("@source@");
    let _ = writeln!(text, "# The facts stand only here, in the first language of the {}.", kind.name());
    kind.own_keys().iter().filter(|key| !words(key)).for_each(|key| line(&mut text, key, ""));
    text.push_str("---\n\n");
    text.push_str(match is_home {
        true => "CHANGE this text. The next events and the newest stories follow by themselves.\n",
        false => kind.new_text(),
    });
    text
}

/// The text of a new translation: words only. Those that not every document has are comments.
pub(crate) fn translation(kind: Kind) -> String {
    let mut text =
        "---\n# A translation carries words only: the facts are taken from the first language.\n".to_owned();
    let words = kind.keys().filter(|key| key.role == Role::Word && has_beside(kind, key, |_| true));
    for key in words {
        match key.in_new.filter(|_| matches!(key.must, Must::Everywhere | Must::InLists)) {
            Some(_) => line(&mut text, key, ""),
            None => {
                let _ = writeln!(text, "# {}", key.line());
            }
        }
    }
    padded(&mut text, "review: machine", "human, when a person has read it against the source");
    text.push_str(
        "# When it says what the source says: spaces status --accept THIS-FILE --reviewed-by \"WHO\"\n",
    );
    text.push_str("---\n\nCHANGE this text.\n");
    text
}

/// Whether the kind has the other key that a key says something about, if it is about one.
fn has_beside(kind: Kind, key: &HeadKey, is_offered: impl FnOnce(&HeadKey) -> bool) -> bool {
    key.beside.is_none_or(|other| kind.key(other).is_some_and(is_offered))
}

/// A key as a new file has it, if it has it.
fn line(text: &mut String, key: &HeadKey, indent: &str) {
    let Some(value) = key.in_new else { return };
    let (comment, value) = value.strip_prefix("# ").map_or(("", value), |value| ("# ", value));
    let written = match value {
        // Its keys stand below it.
        "" => format!("{indent}{comment}{}:", key.name),
        value if value.starts_with('\n') => format!("{indent}{comment}{}:{value}", key.name),
        value => format!("{indent}{comment}{}: {value}", key.name),
    };
    let note = key.note.map(str::to_owned).or_else(|| others(key.shape, value));
    padded(text, &written, note.as_deref().unwrap_or_default());
    if value.is_empty() {
        key.group().iter().for_each(|key| line(text, key, &format!("{indent}  ")));
    }
}

fn noted(text: &mut String, key: &HeadKey, note: &str) {
    match note {
        "" => line(text, key, ""),
        note => padded(text, &format!("{}: {}", key.name, key.in_new.unwrap_or(key.example)), note),
    }
}

fn padded(text: &mut String, written: &str, note: &str) {
    let _ = match note {
        "" => writeln!(text, "{written}"),
        note => writeln!(text, "{written:<width$}# {note}", width = COLUMN.max(written.len() + 1)),
    };
}

/// The other words that could stand there; of a value that is put in later, its name tells which fits.
fn others(shape: Shape, value: &str) -> Option<String> {
    let Shape::Choice(words) = shape else { return None };
    if value.contains('@') {
        return None;
    }
    let others: Vec<&str> = words.iter().copied().filter(|word| *word != value).collect();
    Some(others.join(" "))
}

/// The beginnings of all that is to be changed, the longest first.
static MARKED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut marked: Vec<_> = all().iter().flat_map(|template| beginnings(template)).collect();
    marked.sort_unstable_by(|a, b| (b.len(), a).cmp(&(a.len(), b)));
    marked.dedup();
    marked
});

/// Every text that a new file may have.
fn all() -> Vec<String> {
    let sources = Kind::ALL.map(|kind| source(kind, false));
    let translations = Kind::ALL.map(translation);
    sources.into_iter().chain(translations).chain([source(Kind::Page, true)]).collect()
}

fn beginnings(template: &str) -> impl Iterator<Item = String> {
    template.match_indices(MARK).map(|(at, _)| {
        let words = &template[at..];
        let end = words.find(|c: char| !c.is_alphanumeric() && c != ' ').unwrap_or(words.len());
        let blanks = words[..end].match_indices(' ').map(|(blank, _)| blank);
        let end = blanks.skip(1).chain([end]).nth(WORDS - 1).unwrap_or(end);
        words[..end].trim_end().to_owned()
    })
}

/// Where words stand in a file that a new file has to be changed, and which; comments of its head aren't published.
pub(crate) fn unchanged(text: &str) -> Box<[(Range<usize>, &'static str)]> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(MARK) {
        let line = &text[text[..at].rfind('\n').map_or(0, |newline| newline + 1)..at];
        let words = MARKED.iter().find(|words| text[at..].starts_with(words.as_str()));
        if let Some(words) = words.filter(|_| !line.trim_start().starts_with("# ")) {
            found.push((at..at + words.len(), words.as_str()));
        }
    }
    found.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_of_each_template_is_known_again_and_nothing_else() {
        for template in all() {
            let marks = template.matches(MARK).count();
            assert!(marks > 1 && unchanged(&template).len() == marks, "{template}");
        }
        assert!(MARKED.iter().all(|words| words.split(' ').count() > 2), "{:?}", *MARKED);
        assert!(unchanged("We CHANGE the world. CLIMATE CHANGE and the city").is_empty());
        assert_eq!(&*unchanged("title: CHANGE the title: Bread"), [(7..23, "CHANGE the title")]);
    }

    #[test]
    fn a_new_file_reads_like_a_form() {
        let expected = "\
---
# Everything after a # is a note for you; the site doesn't show it.
title: CHANGE the title
summary: CHANGE one or two sentences for lists and link previews, at most 200 characters.
displayName: CHANGE the name as the person wants it
";
        let story = source(Kind::Story, false);
        assert!(story.contains("business:\n  sector: food              # trade beauty"), "{story}");
        assert!(story.contains("\n# picture: { src: picture.jpg,"), "{story}");
        assert!(
            story
                .replace("# alt: What the picture shows, for those who don't see it\n", "")
                .starts_with(expected),
            "{story}"
        );
    }
}
