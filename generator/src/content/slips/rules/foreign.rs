//! What is written for other programs.

use super::{Mend, SlipRule};
use crate::diagnostic::Code;

const FOREIGN_MESSAGE: &str = "markup.foreign";
const FOREIGN_HINT: &str = "markup.foreignHint";

pub(super) static RULES: &[SlipRule] = &[
    SlipRule {
        code: Code::MarkupForeign,
        pattern: r"(?P<x>\{[\w.:#-]+ ?= ?[^{}\n]*\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some("markup.pictureSizeHint"),
    },
    SlipRule {
        code: Code::MarkupForeign,
        pattern: r"(?P<x>\{\{[<%&#]?.*?[%>]?\}\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    SlipRule {
        code: Code::MarkupForeign,
        pattern: r"(?P<x>\{%.*?%\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    SlipRule {
        code: Code::MarkupForeign,
        pattern: r"(?P<x>!?\[\[(?P<b>[^\[\]\n|]+)(?:\|[^\[\]\n]*)?\]\])",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some("markup.linkAndPictureHint"),
    },
    SlipRule {
        code: Code::MarkupForeign,
        pattern: r"(?i)(?P<x>\[/?(?:gallery|caption|embed|audio|video|playlist|shortcode|button|contact-form[\w-]*|toc|table-of-contents|youtube|vimeo|wp_\w+|vc_\w+|et_pb_\w+)(?:[ :=][^\[\]\n]*)?\])(?:[^(]|$)",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    SlipRule {
        code: Code::MarkupForeign,
        pattern: r#"(?P<x>\[[A-Za-z][\w-]*(?:\s+[\w-]+=[^\[\]\s]+)+\s*/?\])"#,
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    SlipRule {
        code: Code::MarkupForeign,
        pattern: r"(?P<x>\[/[A-Za-z][\w-]*\])(?:[^(]|$)",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    SlipRule {
        code: Code::MarkupForeign,
        pattern: r"(?:^|\s|\p{L})(?P<x>\{[:.#] ?[A-Za-z][ \w.#=-]*\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some("markup.bracesHint"),
    },
];
