//! Which mark stands where: a character for a character, by what is around it.

/// Opening and closing marks, and those for single marks or a quotation within a quotation.
struct Marks {
    outer: [char; 2],
    inner: [char; 2],
}

/// The apostrophe of all our languages.
const APOSTROPHE: char = '’';

/// The marks that each language's authority names first: Dansk Sprognævn, Språkrådet (nb),
/// Språkrådet (sv), Kotus, the Ukrainian orthography of 2019; for Arabic the common «…».
fn marks(lang: &str) -> Marks {
    let [outer, inner] = match lang.split('-').next().unwrap_or_default() {
        "da" | "fi" | "sv" => [['”', '”'], ['’', '’']],
        "nb" | "nn" | "no" => [['«', '»'], ['‘', '’']],
        "uk" => [['«', '»'], ['„', '“']],
        "ar" => [['«', '»'], ['“', '”']],
        _ => [['“', '”'], ['‘', '’']],
    };
    Marks { outer, inner }
}

/// `text` with the marks of the language.
pub(in crate::markdown) fn curl_text(lang: &str, text: &str) -> String {
    curl(lang, &text.chars().collect::<Vec<_>>()).into_iter().collect()
}

/// The same characters with the marks of the language. A mark that closes nothing stays straight:
/// it may be inches.
pub(super) fn curl(lang: &str, chars: &[char]) -> Vec<char> {
    let marks = marks(lang);
    let mut open: Vec<char> = Vec::new();
    let mut curled = chars.to_vec();
    for (at, &mark) in chars.iter().enumerate() {
        if !matches!(mark, '"' | '\'') {
            continue;
        }
        let before = at.checked_sub(1).map(|before| (chars[before], curled[before]));
        let after = chars.get(at + 1).copied();
        let nested = open.contains(&'"');
        let pair = if mark == '\'' || nested { marks.inner } else { marks.outer };
        if may_open(before, after) && (mark == '"' || closes_later(&chars[at + 1..])) {
            open.push(mark);
            curled[at] = pair[0];
        } else if open.contains(&mark) && may_close(mark, before, after) {
            while open.pop().is_some_and(|opened| opened != mark) {}
            let nested = mark == '\'' || open.contains(&'"');
            curled[at] = if nested { marks.inner[1] } else { marks.outer[1] };
        } else if mark == '\'' {
            curled[at] = APOSTROPHE;
        }
    }
    curled
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

/// Whether a single mark that opens here has an end: 'so', but not '90s.
fn closes_later(rest: &[char]) -> bool {
    rest.iter().enumerate().skip(1).any(|(at, &c)| {
        c == '\'' && !rest[at - 1].is_whitespace() && rest.get(at + 1).is_none_or(|c| !c.is_alphanumeric())
    })
}
