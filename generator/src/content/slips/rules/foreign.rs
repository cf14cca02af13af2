//! What is written for other programs.

use super::{Mend, Rule};
use crate::diagnostic::Code;

const FOREIGN_MESSAGE: &str = "this is written for another program, and is published as it is typed";
const FOREIGN_HINT: &str = "take it away; what we have is `::: quote`, `::: figure`, `::: video` and `::: call`; with a backslash in front it is text";

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: Code::MarkupForeign,
        pattern: r"(?P<x>\{[\w.:#-]+ ?= ?[^{}\n]*\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some("take it away: the page chooses the size of a picture"),
    },
    Rule {
        code: Code::MarkupForeign,
        pattern: r"(?P<x>\{\{[<%&#]?.*?[%>]?\}\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    Rule {
        code: Code::MarkupForeign,
        pattern: r"(?P<x>\{%.*?%\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    Rule {
        code: Code::MarkupForeign,
        pattern: r"(?P<x>!?\[\[(?P<b>[^\[\]\n|]+)(?:\|[^\[\]\n]*)?\]\])",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some("a link is written `[words](../page/)`, a picture `![what it shows](picture.jpg)`"),
    },
    Rule {
        code: Code::MarkupForeign,
        pattern: r"(?i)(?P<x>\[/?(?:gallery|caption|embed|audio|video|playlist|shortcode|button|contact-form[\w-]*|toc|table-of-contents|youtube|vimeo|wp_\w+|vc_\w+|et_pb_\w+)(?:[ :=][^\[\]\n]*)?\])(?:[^(]|$)",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    Rule {
        code: Code::MarkupForeign,
        pattern: r#"(?P<x>\[[A-Za-z][\w-]*(?:\s+[\w-]+=[^\[\]\s]+)+\s*/?\])"#,
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    Rule {
        code: Code::MarkupForeign,
        pattern: r"(?P<x>\[/[A-Za-z][\w-]*\])(?:[^(]|$)",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    Rule {
        code: Code::MarkupForeign,
        pattern: r"(?:^|\s|\p{L})(?P<x>\{[:.#] ?[A-Za-z][ \w.#=-]*\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some("take it away; only a heading has such braces, for its id: `## Words {#id}`"),
    },
];
