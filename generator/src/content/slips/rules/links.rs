//! Links and pictures that are none, and addresses that lead nowhere.

use std::sync::OnceLock;

use regex::{Captures, Regex};

use super::{Mend, SlipRule, TARGET, group};
use crate::diagnostic::Code;

pub(super) static RULES: &[SlipRule] = &[
    SlipRule {
        code: Code::MarkupLink,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]\n]+\])(?:[ \t\u{a0}]+|\n)\((?P<b>TARGET[^()\n]*)\))",
        message: "markup.linkBetween",
        mend: Mend::With("$a($b)"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupLink,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]\n]+\])\((?P<b>[^\s()<>]+)\s+[“”«»„‘’](?P<c>[^“”«»„‘’()\n]*)[“”«»„‘’]\))",
        message: "markup.linkQuotes",
        mend: Mend::With("$a($b \"$c\")"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupLink,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]\n]+\])\((?P<b>[^()<>\n]*)\))",
        message: "markup.linkBlank",
        mend: Mend::By(blank_in_target),
        hint: Some("markup.linkBlankHint"),
    },
    SlipRule {
        code: Code::MarkupLink,
        pattern: r"(?P<x>\((?P<a>[^()\n]+)\)\[(?P<b>TARGET[^\[\]\n]*)\])",
        message: "markup.linkReversed",
        mend: Mend::With("[$a]($b)"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupLink,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]\n]+\])[{<](?P<b>TARGET[^{}<>\n]*)[}>])",
        message: "markup.linkOther",
        mend: Mend::With("$a($b)"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupLink,
        pattern: r"(?P<x>(?P<a>!?)[\[［](?P<b>[^\[\]［］\n]+)[\]］]（(?P<c>[^（）\n]+)）)",
        message: "markup.linkWide",
        mend: Mend::With("$a[$b]($c)"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupLink,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]()\n]+\]\((?:TARGET)[^()\s]*))(?:\s|$)",
        message: "markup.linkOpen",
        mend: Mend::With("$a)"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupLink,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]()\n]+)\((?P<b>https?://[^()\s]+)\))",
        message: "markup.linkFirstOpen",
        mend: Mend::With("$a]($b)"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupLink,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]\n]+\]) ?\[(?P<b>TARGET[^\[\]\n]*)\])",
        message: "markup.linkOther",
        mend: Mend::With("$a($b)"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupLink,
        pattern: r"(?P<x>\[(?P<a>[^\[\]\n]+)\[(?P<b>https?://[^\[\]\s]+)\])",
        message: "markup.linkWrong",
        mend: Mend::With("[$a]($b)"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupAddress,
        pattern: r"(?:^|[\s(])(?P<x>(?P<a>[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+),(?P<b>(?:org|com|net|eu|dk|fi|no|se|ua|is|de|info)))(?:[^\p{L}\p{N}]|$)",
        message: "markup.mailComma",
        mend: Mend::With("<$a.$b>"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupAddress,
        pattern: r"(?:^|[^\p{L}\p{N}])(?P<x>(?P<a>https?)(?::/|//|;//|\.//|:\\\\|: //| ://|:///)(?P<b>[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+[^\s()<>]*))",
        message: "markup.linkScheme",
        mend: Mend::With("$a://$b"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupAddress,
        pattern: r"(?:^|[^\p{L}\p{N}])(?P<x>(?:htttps?|hhttps?|htpps?|htps?|hhtps?|ttps?|htttp|httsp|hptts?)://(?P<b>[^\s()<>]+))",
        message: "markup.linkMisspelt",
        mend: Mend::With("https://$b"),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupAddress,
        pattern: r"(?:^|[^\p{L}\p{N}/@.:-])(?P<x>[wW]{3}\.(?P<b>[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:/[^\s()<>“”«»]*)?))",
        message: "markup.bareAddress",
        mend: Mend::By(web),
        hint: None,
    },
    SlipRule {
        code: Code::MarkupAddress,
        pattern: r#"(?:^|[\s(:,;/"“„«»‘’>])(?P<x>(?:mailto:)?(?P<b>[\p{L}\p{N}][\p{L}\p{N}._%+-]*@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}))"#,
        message: "markup.bareMail",
        mend: Mend::With("<$b>"),
        hint: None,
    },
];

/// Brackets with a blank in them are an address only if they look like one.
fn blank_in_target(found: &Captures<'_>) -> Option<String> {
    static LIKE: OnceLock<Regex> = OnceLock::new();
    let like = LIKE.get_or_init(|| Regex::new(&format!("(?:^|[ _-]){TARGET}")).expect("it stands above"));
    let (words, target) = (group(found, "a"), group(found, "b").trim());
    let is_blank = target.contains([' ', '\u{a0}']) && !target.contains('"');
    (is_blank && (words.starts_with('!') || like.is_match(target))).then(|| format!("{words}(<{target}>)"))
}

fn web(found: &Captures<'_>) -> Option<String> {
    let written = group(found, "b");
    let address = written.trim_end_matches(['.', ',', ':', ';', '!', '?', '…']);
    Some(format!("<https://www.{address}>{}", &written[address.len()..]))
}
