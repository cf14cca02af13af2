//! Letters as other programs write them, and comments that nothing ends.

use regex::Captures;

use super::{Mend, SlipRule, group};
use crate::diagnostic::Code;

pub(super) static RULES: &[SlipRule] = &[
    SlipRule {
        code: Code::MarkupEntity,
        pattern: r"(?P<x>&(?:amp;(?P<b>NAME);|(?P<c>NAME)))(?:[^;=\w]|$)",
        message: "markup.typed",
        mend: Mend::By(entity),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupEntity,
        pattern: r"(?P<x>\\u(?P<b>[0-9a-fA-F]{4}))(?:[^0-9a-fA-F]|$|[a-fA-F])",
        message: "markup.byNumber",
        mend: Mend::By(by_number),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupEntity,
        pattern: r"(?P<x>(?:=[C-F][0-9A-F](?:=[89AB][0-9A-F])+)+)",
        message: "markup.packed",
        mend: Mend::By(packed),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupComment,
        pattern: r"(?P<x><!--?)",
        message: "markup.commentOpen",
        mend: Mend::Not,
        hint: Some("markup.commentOpenHint"),
    },
];

fn entity(found: &Captures<'_>) -> Option<String> {
    let name = found.name("b").or_else(|| found.name("c"))?;
    Some(format!("&{};", name.as_str()))
}

fn by_number(found: &Captures<'_>) -> Option<String> {
    let number = u32::from_str_radix(group(found, "b"), 16).ok()?;
    char::from_u32(number).filter(|c| c.is_alphanumeric()).map(String::from)
}

fn packed(found: &Captures<'_>) -> Option<String> {
    let bytes = group(found, "x").split('=').filter(|hex| !hex.is_empty());
    let bytes: Option<Vec<u8>> = bytes.map(|hex| u8::from_str_radix(hex, 16).ok()).collect();
    String::from_utf8(bytes?).ok()
}
