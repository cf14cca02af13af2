//! Patterns for text as it is sent, in the part of regular expressions that JSON Schema's readers share.

use crate::definition::Kind;

/// What is cut off at both ends: Unicode's White_Space, and marks without a width as in `values::normal`.
const SPACE: &str = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2069\\u3000\\ufeff";
/// What can't be seen besides, as in `values::normal`: characters without a sign of their own (Default_Ignorable), fillers
/// and the accents of Latin letters. Further marks, and what lies beyond four hexadecimal digits, are left out.
const UNSEEN: &str = "\\xad\\u0300-\\u036f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u206a-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\uffa0\\ufff0-\\ufffb";
/// Controls, which no text may hold.
const CONTROL: &str = "\\x00-\\x1f\\x7f-\\x9f";
/// As the HTML standard has it, before the `@`; without the dot.
const ATOM: &str = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]";
/// A part of a host name.
const LABEL: &str = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
/// What may stand between the digits of a phone number, as in `rule::verdict`.
const SEPARATOR: &str =
    "[ \\xa0\\u202f+\\-().\\/\\u2010-\\u2015\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]";
/// ASCII, Arabic and Persian digits.
const DIGIT: &str = "[0-9\\u0660-\\u0669\\u06f0-\\u06f9]";

/// Text that counts as no answer.
pub(super) fn blank() -> String {
    format!("^[{SPACE}{CONTROL}{UNSEEN}]*$")
}

/// Text that is an answer.
pub(super) fn filled(kind: &Kind) -> String {
    format!("^[{SPACE}]*(?:{})[{SPACE}]*$", core(kind))
}

/// Either of the two.
pub(super) fn filled_or_blank(kind: &Kind) -> String {
    format!("^(?:[{SPACE}{CONTROL}{UNSEEN}]*|[{SPACE}]*(?:{})[{SPACE}]*)$", core(kind))
}

/// Any text of so many characters at most, not counting the blanks around it.
pub(super) fn at_most(max: u32) -> String {
    let end = format!("[^{SPACE}]");
    format!("^[{SPACE}]*(?:{end}(?:[\\s\\S]{{0,{}}}{end})?)?[{SPACE}]*$", max.saturating_sub(2))
}

/// No more before the `@` than mail servers take (RFC 5321, section 4.5.3.1.1).
pub(super) fn short_before_the_at() -> String {
    format!("^[{SPACE}]*[^@]{{0,64}}(?:@[\\s\\S]*)?$")
}

/// The text between the blanks.
fn core(kind: &Kind) -> String {
    match kind {
        Kind::Text { min_length, max_length } => written("\\t", min_length.unwrap_or(1), *max_length),
        Kind::LongText { min_length, max_length } => {
            written("[\\t\\n]|\\r\\n", min_length.unwrap_or(1), *max_length)
        }
        Kind::Email { .. } => format!("{ATOM}+(?:\\.{ATOM}+)*@{LABEL}(?:\\.{LABEL})+"),
        Kind::Phone { min_digits, max_digits } => {
            format!("{SEPARATOR}*(?:{DIGIT}{SEPARATOR}*){{{min_digits},{max_digits}}}")
        }
        Kind::Integer { min, max } => {
            let numbers: Vec<String> = (*min..=*max).map(|number| number.to_string()).collect();
            format!("0{{0,3}}(?:{})", numbers.join("|"))
        }
        Kind::Choice { .. }
        | Kind::Choices { .. }
        | Kind::Checkbox { .. }
        | Kind::Language { .. }
        | Kind::Country => String::new(),
    }
}

/// So many characters, of which the first can be seen and the last is no blank. `blanks` are the controls that may stand
/// inside; CR and LF are one, as they are when they are counted.
fn written(blanks: &str, min: u32, max: u32) -> String {
    let start = format!("[^{SPACE}{CONTROL}{UNSEEN}]");
    let end = format!("[^{SPACE}{CONTROL}]");
    let inner = format!("(?:[^{CONTROL}]|{blanks})");
    match min.max(1) {
        1 => format!("{start}(?:{inner}{{0,{}}}{end})?", max.saturating_sub(2)),
        min => format!("{start}{inner}{{{},{}}}{end}", min.saturating_sub(2), max.saturating_sub(2)),
    }
}
