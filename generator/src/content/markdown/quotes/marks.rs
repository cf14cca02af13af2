//! Which mark stands where: a character for a character, by what is around it.

use memchr::memchr2_iter;

/// Opening and closing marks, and those for single marks or a quotation within a quotation.
struct Marks {
    outer: [char; 2],
    inner: [char; 2],
}

/// The apostrophe of all our languages.
const APOSTROPHE: char = '’';

/// The marks that each language's authority names first: Dansk Sprognævn, Språkrådet (nb),
/// Språkrådet (sv), Kotus, the Ukrainian orthography of 2019; for Arabic the common «…». Those of other languages are CLDR's;
/// French has “…”, since its « … » need blanks of their own.
fn marks(lang: &str) -> Marks {
    let [outer, inner] = match lang.split('-').next().unwrap_or_default() {
        "da" | "fi" | "sv" => [['”', '”'], ['’', '’']],
        "nb" | "nn" | "no" => [['«', '»'], ['‘', '’']],
        "uk" => [['«', '»'], ['„', '“']],
        "ar" | "ca" | "el" | "es" | "hy" | "it" => [['«', '»'], ['“', '”']],
        "be" | "ru" => [['«', '»'], ['„', '“']],
        "fa" => [['«', '»'], ['‹', '›']],
        "bg" | "cs" | "de" | "et" | "is" | "lt" | "mk" | "sk" | "sl" => [['„', '“'], ['‚', '‘']],
        "hu" => [['„', '”'], ['»', '«']],
        "pl" | "ro" => [['„', '”'], ['«', '»']],
        "bs" | "hr" | "sr" => [['„', '”'], ['’', '’']],
        "ka" => [['„', '“'], ['«', '»']],
        "he" => [['”', '”'], ['’', '’']],
        "ja" => [['「', '」'], ['『', '』']],
        "zh" if lang.contains("Hant") => [['「', '」'], ['『', '』']],
        _ => [['“', '”'], ['‘', '’']],
    };
    Marks { outer, inner }
}

/// A straight mark, by its byte, and the one that takes its place.
pub(super) type Replacement = (usize, char);

/// `text` with the marks of the language.
pub(in crate::content::markdown) fn curl_text(lang: &str, text: &str) -> String {
    replaced(text, 0, &curl(lang, text))
}

/// A text, which begins at the byte `start` of the one that was looked at, with its changes.
pub(super) fn replaced(text: &str, start: usize, changes: &[Replacement]) -> String {
    let mut new = String::with_capacity(text.len() + 2 * changes.len());
    let mut done = 0;
    for (at, mark) in changes.iter().map(|(at, mark)| (at - start, *mark)) {
        new.push_str(&text[done..at]);
        new.push(mark);
        done = at + 1;
    }
    new.push_str(&text[done..]);
    new
}

/// What becomes of the straight marks in `text`. One that closes nothing stays straight: it may be inches.
pub(super) fn curl(lang: &str, text: &str) -> Vec<Replacement> {
    let marks = marks(lang);
    let mut open: Vec<char> = Vec::new();
    let mut changes: Vec<Replacement> = Vec::new();
    for at in memchr2_iter(b'"', b'\'', text.as_bytes()) {
        let (left, right) = (&text[..at], &text[at + 1..]);
        let mark = if text[at..].starts_with('"') { '"' } else { '\'' };
        let before = left.chars().next_back().map(|written| match changes.last() {
            Some((last, now)) if last + 1 == at => (written, *now),
            _ => (written, written),
        });
        let after = right.chars().next();
        let nested = open.contains(&'"');
        let pair = if mark == '\'' || nested { marks.inner } else { marks.outer };
        if may_open(before, after) && (mark == '"' || closes_later(right)) {
            open.push(mark);
            changes.push((at, pair[0]));
        } else if open.contains(&mark) && may_close(mark, before, after) {
            while open.pop().is_some_and(|opened| opened != mark) {}
            let nested = mark == '\'' || open.contains(&'"');
            changes.push((at, if nested { marks.inner[1] } else { marks.outer[1] }));
        } else if mark == '\'' {
            changes.push((at, APOSTROPHE));
        }
    }
    changes
}

/// Whether a mark between these characters begins a quotation. `before` is the character as it was
/// written and as it is now: behind an opening mark another one may open.
fn may_open(before: Option<(char, char)>, after: Option<char>) -> bool {
    let free = before.is_none_or(|(written, now)| {
        let opened = matches!(written, '"' | '\'') && matches!(now, '“' | '«' | '‘' | '„');
        written.is_whitespace()
            || opened
            || matches!(written, '(' | '[' | '{' | '–' | '—' | '-' | '/' | '“' | '«' | '„')
    });
    free && after.is_some_and(|c| !c.is_whitespace())
}

fn may_close(mark: char, before: Option<(char, char)>, after: Option<char>) -> bool {
    let inside_word = |c: char| mark == '\'' && c.is_alphanumeric();
    before.is_some_and(|(written, _)| !written.is_whitespace()) && !after.is_some_and(inside_word)
}

/// Whether a single mark that opens before `rest` has an end: 'so', but not '90s.
fn closes_later(rest: &str) -> bool {
    rest.match_indices('\'').any(|(at, _)| {
        let ends_word = rest[..at].chars().next_back().is_some_and(|c| !c.is_whitespace());
        ends_word && rest[at + 1..].chars().next().is_none_or(|c| !c.is_alphanumeric())
    })
}
