//! Marks of emphasis and code that are published as they are.

use regex::Captures;

use super::{Mend, SlipRule, group};
use crate::diagnostic::Code;

const STARS: &str = "markup.stars";

pub(super) static RULES: &[SlipRule] = &[
    SlipRule {
        code: Code::MarkupEmphasis,
        pattern: r"(?P<p>^|[^*\\])(?P<x>\*\*(?P<b>[^*\n]*)\*\*)(?P<n>[^*]|$)",
        message: STARS,
        mend: Mend::By(|found| emphasis(found, "**")),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupEmphasis,
        pattern: r"(?P<p>^|[^\p{L}\p{N}_\\])(?P<x>__(?P<b>[^_\n]*)__)(?P<n>[^\p{L}\p{N}_]|$)",
        message: STARS,
        // A gap to fill in stands on both sides of `__ and __`.
        mend: Mend::By(|found| emphasis(found, "**").filter(|_| !is_apart(group(found, "b")))),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupEmphasis,
        pattern: r"(?P<p>^|[^~\\])(?P<x>~~(?P<b>[^~\n]*)~~)(?P<n>[^~]|$)",
        message: STARS,
        mend: Mend::By(|found| emphasis(found, "~~")),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupEmphasis,
        pattern: r"(?:^|[\s(])(?P<x>\*(?P<b>\p{L}[^*\n.!?]{0,60}?)[ \u{a0}]+\*)(?:$|[\s.,;:!?)])",
        message: STARS,
        mend: Mend::With("*$b*"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupEmphasis,
        pattern: r"(?:^|[\s(])(?P<x>_(?P<b>\p{L}[^_\n.!?]{0,60}?)[ \u{a0}]+_)(?:$|[\s.,;:!?)])",
        message: STARS,
        mend: Mend::With("*$b*"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupEmphasis,
        pattern: r"(?:^|[\s(])(?P<x>\*\*\p{L})[^*]*$",
        message: "markup.starsOpen",
        mend: Mend::Not,
        hint: Some("markup.starsOpenHint"),
    },
    SlipRule {
        code: Code::MarkupEmphasis,
        pattern: r"(?:^|[\s(])(?P<x>==(?P<b>\p{L}(?:[^=\n]*[^=\s])?)==)",
        message: "markup.marks",
        mend: Mend::With("<mark>$b</mark>"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupEmphasis,
        pattern: r"(?P<x>＊＊?(?P<b>[^＊\n]+)＊＊?)",
        message: "markup.wideStars",
        mend: Mend::With("**$b**"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupCode,
        pattern: r"(?:^|[\s(])(?P<x>`)(?P<b>[^`\s\\][^`]*)$",
        message: "markup.codeOpen",
        mend: Mend::NotIf(|found| !is_shortened(group(found, "b"))),
        hint: Some("markup.codeOpenHint"),
    },
    SlipRule {
        code: Code::MarkupEmphasis,
        pattern: r"(?:^|[\s(])(?P<x>'''(?P<b>\p{L}(?:[^'\n]*[^'\s])?)''')",
        message: "markup.marks",
        mend: Mend::With("**$b**"),
        hint: None,
    },
];

/// Bold words whose blanks stand inside, or that touch a letter where Markdown wants none.
fn emphasis(found: &Captures<'_>, mark: &str) -> Option<String> {
    let (inner, before, behind) = (group(found, "b"), group(found, "p"), group(found, "n"));
    let words = inner.trim();
    if !words.contains(char::is_alphabetic) {
        return None;
    }
    let touches = |text: &str| text.starts_with(char::is_alphanumeric);
    let is_blank = |is_inside: bool| if is_inside { " " } else { "" };
    let odd_beginning = inner != inner.trim_start() || !touches(words);
    let start = is_blank(touches(before) && odd_beginning);
    let (mut words, mut end) =
        (words.to_owned(), is_blank(touches(behind) && inner != inner.trim_end()).to_owned());
    if touches(behind) && end.is_empty() {
        // `**Bread:**salt` closes nothing: the mark of the sentence stands outside.
        let length = words.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        end = words.split_off(length);
    }
    let mended = format!("{start}{mark}{words}{mark}{end}");
    (mended != group(found, "x")).then_some(mended)
}

/// Whether blanks stand at both ends.
fn is_apart(inner: &str) -> bool {
    inner.starts_with(' ') && inner.ends_with(' ')
}

/// `\`n roll`, `\`tis`, `\`90erne`: a mark in place of an apostrophe.
fn is_shortened(words: &str) -> bool {
    let word: String = words.chars().take_while(|c| c.is_alphanumeric()).collect();
    words.starts_with(|c: char| c.is_ascii_digit())
        || matches!(word.to_lowercase().as_str(), "n" | "tis" | "twas" | "em" | "til" | "cause" | "s")
}
