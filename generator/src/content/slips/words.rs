//! Running text, as it stands in the file, against the list of slips.

use super::Slip;
use super::rules;
use crate::diagnostic::Code;

/// What was meant as markup and isn't, in order; `linked` is text that is a link or describes a picture, in which an
/// address is only words.
pub(crate) fn words(text: &str, linked: bool) -> Vec<Slip> {
    let mut slips: Vec<Slip> = Vec::new();
    if !may_have(text) {
        return slips;
    }
    for (rule, pattern) in rules::of(text).filter(|(rule, _)| !linked || rule.code != Code::MarkupAddress) {
        for found in pattern.captures_iter(text) {
            let Some(slip) = found.name("x") else { continue };
            let is_meant = text[..slip.start()].ends_with('\\');
            let is_taken =
                slips.iter().any(|other| other.span.start < slip.end() && slip.start() < other.span.end);
            if is_meant || is_taken {
                continue;
            }
            if let Some(mended) = rule.mended(&found) {
                let (code, message, hint) = (rule.code, rule.message, rule.hint);
                slips.push(Slip { code, span: slip.range(), message, mended, hint });
            }
        }
    }
    slips
}

/// Whether any of the characters is there without which there is no slip: most text has none.
fn may_have(text: &str) -> bool {
    let is_mark = |byte: u8| {
        matches!(byte, b'[' | b'*' | b'_' | b'~' | b'@' | b'{' | b'`' | b'&' | b'=' | b'\\' | b'<' | 0xef)
    };
    text.bytes().any(is_mark)
        || ["://", ".//", "'''", "ww.", "tp:", "ps:", "p//", "s//", "p;//", "s;//", "WW."]
            .iter()
            .any(|mark| text.contains(mark))
}
