//! Words that became code and weren't meant so.

use super::super::context::Ctx;
use crate::diagnostic::{Code, say};
use std::ops::Range;

/// The longest phrase that a hint shows whole, and how much of each end it shows of a longer one.
const LONG: usize = 60;
const END: usize = 25;

/// Words that stand before a shortened `and`: rock 'n' roll.
const PARTNERS: [&str; 9] = ["rock", "drum", "drums", "fish", "rhythm", "guns", "salt", "mac", "surf"];

/// Words that lose their end before a vowel: l'Aquila. Before other words a blank was forgotten.
const ELIDED: [&str; 12] = ["d", "l", "c", "j", "m", "n", "t", "qu", "o", "dell", "nell", "sull"];

/// Ends of shortened words: isn't. One letter or two behind code are its own ending otherwise: `Vec`s.
const SHORTENED: [&str; 5] = ["t", "ll", "re", "ve", "m"];

/// `d`Oro and l`Aquila`: marks of code in place of apostrophes, of which two make code of what stands between.
pub(super) fn span(ctx: &mut Ctx<'_>, span: &Range<usize>) {
    let source = ctx.source(span);
    let inner = source.trim_matches('`');
    if !is_prose(inner) {
        return;
    }
    let (before, behind) = (&ctx.text[..span.start], &ctx.text[span.end..]);
    let start = before.trim_end_matches(char::is_alphabetic).len();
    let end = ctx.text.len() - behind.trim_start_matches(char::is_alphabetic).len();
    let phrase = if is_shortened(source, before) {
        let start = before.trim_end().rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
        let next = behind.len() - behind.trim_start().len() + span.end;
        let length = ctx.text[next..].find(|c: char| !c.is_alphabetic()).unwrap_or(0);
        &ctx.text[start..next + length]
    } else if is_possessive(&before[start..], inner, &ctx.text[span.end..end])
        || is_within(&before[start..], inner, &ctx.text[span.end..end])
    {
        &ctx.text[start..end]
    } else {
        return;
    };
    let mended = shown(&phrase.replace("``", "'").replace('`', "'"));
    let message = say!("markup.apostrophes");
    ctx.warning(Code::MarkupCode, span, message, say!("markup.apostrophesHint", mended));
}

/// Whether the marks around `inner` stand within words, as apostrophes do; the parts of words outside come with it.
fn is_within(before: &str, inner: &str, behind: &str) -> bool {
    let joins = |one: Option<char>, other: Option<char>| {
        let pair = one.zip(other).filter(|(one, other)| one.is_alphabetic() && other.is_alphabetic());
        pair.is_some_and(|(one, other)| script(one).is_some() && script(one) == script(other))
    };
    let joins_before = joins(before.chars().next_back(), inner.chars().next());
    let joins_behind = joins(inner.chars().next_back(), behind.chars().next());
    let is_elided = ELIDED.contains(&before.to_lowercase().as_str());
    let is_word = || {
        behind.chars().count() > 2 || behind.starts_with(char::is_uppercase) || SHORTENED.contains(&behind)
    };
    match (joins_before, joins_behind) {
        (true, true) => true,
        (true, false) => is_elided,
        (false, true) => inner.contains(char::is_whitespace) && is_word(),
        (false, false) => false,
    }
}

/// Whether the marks end shortened words and owners: the bakers` oven and the boys` room, the baker`s and the boys`.
fn is_possessive(before: &str, inner: &str, behind: &str) -> bool {
    let is_end = |word: &str| ["s", "t", "ll", "re", "ve", "m", "d"].contains(&word);
    let is_owner = |words: &str| words.ends_with(['s', 'x', 'z', 'S', 'X', 'Z']);
    let first = inner.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let opens = match first {
        "" => inner.starts_with(char::is_whitespace) && is_owner(before),
        first => !before.is_empty() && is_end(first),
    };
    let closes = match behind {
        "" => is_owner(inner),
        behind => inner.ends_with(char::is_alphabetic) && is_end(behind),
    };
    opens && closes && inner.contains(char::is_whitespace)
}

/// Whether code is the `n` of "rock 'n' roll".
fn is_shortened(source: &str, before: &str) -> bool {
    let inner = source.trim_matches('`');
    let is_n = inner.trim().trim_matches('\'').eq_ignore_ascii_case("n");
    let partner = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    is_n && PARTNERS.contains(&partner.as_str())
}

/// Whether words are those of a sentence: code mostly has other signs.
fn is_prose(words: &str) -> bool {
    // `f(x)` is code, "the hotel (new)" isn't.
    let brackets = if words.contains(' ') { "()" } else { "" };
    let is_sign = |c: char| ".,;:!?…–—-'’‘\"“”«»&".contains(c) || brackets.contains(c);
    let may_be = |c: char| c.is_alphanumeric() || c.is_whitespace() || is_sign(c);
    words.contains(char::is_alphabetic) && words.chars().all(may_be)
}

/// Letters that stand in one word: an Arabic word may begin right before Latin code. Where no blank parts words, or what
/// follows a word is written onto it, code stands between letters as a matter of course: Chinese, Japanese, Korean, Thai.
fn script(letter: char) -> Option<u8> {
    match u32::from(letter) {
        0x0370..=0x03ff => Some(1),
        0x0400..=0x052f => Some(2),
        0x0590..=0x08ff => Some(3),
        0x0e00..=0x0eff | 0x1000..=0x11ff | 0x1780..=0x17ff => None,
        0x2e80..=0xd7ff | 0xf900..=0xfaff | 0xff66..=0xffdc | 0x20000.. => None,
        _ => Some(0),
    }
}

/// A phrase on one line, without its middle if it is long.
fn shown(phrase: &str) -> String {
    let phrase = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters: Vec<char> = phrase.chars().collect();
    if letters.len() <= LONG {
        return phrase;
    }
    let (first, last) = (&letters[..END], &letters[letters.len() - END..]);
    format!(
        "{}…{}",
        first.iter().collect::<String>().trim_end(),
        last.iter().collect::<String>().trim_start()
    )
}

/// Code that nothing ends, and words that four blanks made into code.
pub(super) fn block(ctx: &mut Ctx<'_>, span: &Range<usize>) {
    let source = ctx.source(span).trim_start();
    let Some(mark) = source.chars().next().filter(|mark| matches!(mark, '`' | '~')) else {
        return indented(ctx, span);
    };
    let length = source.len() - source.trim_start_matches(mark).len();
    let last = source.trim_end().lines().skip(1).last().unwrap_or_default();
    let last = last.trim_start_matches([' ', '>', '\t']);
    let is_closed = last.len() >= length && last.chars().all(|c| c == mark);
    if !is_closed {
        let fence = mark.to_string().repeat(length);
        let first = span.start..span.start + source.lines().next().map_or(0, str::len);
        ctx.warning(Code::MarkupCode, &first, say!("markup.codeNoEnd"), say!("markup.codeNoEndHint", fence));
    }
}

fn indented(ctx: &mut Ctx<'_>, span: &Range<usize>) {
    let source = ctx.source(span).trim();
    let line = source.lines().next().unwrap_or_default();
    let is_prose = line.starts_with(char::is_alphabetic)
        && !line.contains(['{', '}', ';', '=', '<', '$', '_', '\\', '/'])
        && (line.split_whitespace().count() > 3 || line.ends_with(['.', '!', '?']));
    let is_cells = source.lines().count() > 1 && source.lines().all(|line| line.trim().contains('\t'));
    if is_cells {
        ctx.warning(Code::MarkupTable, span, say!("markup.cells"), say!("markup.cellsHint"));
    } else if is_prose {
        ctx.warning(Code::MarkupCode, span, say!("markup.indented"), say!("markup.indentedHint", line));
    }
}
