//! The list: what running text may hold that was meant as markup, and what to write instead.
//!
//! A rule is a pattern whose group `x` is the slip. It is looked for in the words as they stand in the file, code and
//! finished links left out, so a backslash in front still makes it text. A rule without a mended text is none for this
//! match.

use std::sync::OnceLock;

use regex::{Captures, Regex, RegexSet};

pub(super) struct Rule {
    pub(super) code: &'static str,
    pattern: &'static str,
    pub(super) message: &'static str,
    pub(super) mend: Mend,
    pub(super) hint: Option<&'static str>,
}

pub(super) enum Mend {
    /// With this, in which `$a`, `$b`, … are groups.
    With(&'static str),
    /// With what this makes of it; without it there is no slip.
    By(fn(&Captures<'_>) -> Option<String>),
    /// Nothing can be written for it.
    Not,
    /// The same, where this is so.
    NotIf(fn(&Captures<'_>) -> bool),
}

/// What looks like an address or a file.
const TARGET: &str = r"(?:https?:|www\.|mailto:|/[\p{L}\p{N}.]|\.\.?/|[^\s()\[\]]+\.(?:html?|pdf|jpe?g|png|gif|svg|webp|docx?|ics|md|mp3|mp4)\b|[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|eu|dk|fi|no|se|ua|is|de|info|example)\b)";

/// Characters by name that other programs write.
const NAME: &str = "(?:nbsp|amp|lt|gt|quot|ndash|mdash|hellip|oslash|aring|aelig|auml|ouml|Oslash|Aring|AElig|Auml|Ouml|eacute|euro|copy|laquo|raquo|bull)";

const LINK: &str = "markup/link";
const BOLD: &str = "markup/emphasis";
const ADDRESS: &str = "markup/address";
const FOREIGN: &str = "markup/foreign";
const STARS: &str = "these marks are published as they are: a blank or a mark beside them is in the way";
const FOREIGN_MESSAGE: &str = "this is written for another program, and is published as it is typed";
const FOREIGN_HINT: &str = "take it away; what we have is `::: quote`, `::: figure`, `::: video` and `::: call`; with a backslash in front it is text";

static RULES: &[Rule] = &[
    // Links and pictures.
    Rule {
        code: LINK,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]\n]+\])(?:[ \t\u{a0}]+|\n)\((?P<b>TARGET[^()\n]*)\))",
        message: "there is no link here: something stands between `]` and `(`",
        mend: Mend::With("$a($b)"),
        hint: None,
    },
    Rule {
        code: LINK,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]\n]+\])\((?P<b>[^\s()<>]+)\s+[“”«»„‘’](?P<c>[^“”«»„‘’()\n]*)[“”«»„‘’]\))",
        message: "there is no link here: its title stands in other quotation marks than straight ones",
        mend: Mend::With("$a($b \"$c\")"),
        hint: None,
    },
    Rule {
        code: LINK,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]\n]+\])\((?P<b>[^()<>\n]*)\))",
        message: "there is no link here: the address has a blank in it",
        mend: Mend::By(blank_in_target),
        hint: Some("or give the file a name without blanks"),
    },
    Rule {
        code: LINK,
        pattern: r"(?P<x>\((?P<a>[^()\n]+)\)\[(?P<b>TARGET[^\[\]\n]*)\])",
        message: "there is no link here: the brackets are the wrong way round",
        mend: Mend::With("[$a]($b)"),
        hint: None,
    },
    Rule {
        code: LINK,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]\n]+\])[{<](?P<b>TARGET[^{}<>\n]*)[}>])",
        message: "there is no link here: its address stands in other brackets",
        mend: Mend::With("$a($b)"),
        hint: None,
    },
    Rule {
        code: LINK,
        pattern: r"(?P<x>(?P<a>!?)[\[［](?P<b>[^\[\]［］\n]+)[\]］]（(?P<c>[^（）\n]+)）)",
        message: "there is no link here: the brackets are full-width ones",
        mend: Mend::With("$a[$b]($c)"),
        hint: None,
    },
    Rule {
        code: LINK,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]()\n]+\]\((?:TARGET)[^()\s]*))(?:\s|$)",
        message: "there is no link here: the bracket isn't closed",
        mend: Mend::With("$a)"),
        hint: None,
    },
    Rule {
        code: LINK,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]()\n]+)\((?P<b>https?://[^()\s]+)\))",
        message: "there is no link here: the first bracket isn't closed",
        mend: Mend::With("$a]($b)"),
        hint: None,
    },
    Rule {
        code: LINK,
        pattern: r"(?P<x>(?P<a>!?\[[^\[\]\n]+\]) ?\[(?P<b>TARGET[^\[\]\n]*)\])",
        message: "there is no link here: its address stands in other brackets",
        mend: Mend::With("$a($b)"),
        hint: None,
    },
    Rule {
        code: LINK,
        pattern: r"(?P<x>\[(?P<a>[^\[\]\n]+)\[(?P<b>https?://[^\[\]\s]+)\])",
        message: "there is no link here: the brackets are the wrong ones",
        mend: Mend::With("[$a]($b)"),
        hint: None,
    },
    // Addresses.
    Rule {
        code: ADDRESS,
        pattern: r"(?:^|[\s(])(?P<x>(?P<a>[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+),(?P<b>(?:org|com|net|eu|dk|fi|no|se|ua|is|de|info)))(?:[^\p{L}\p{N}]|$)",
        message: "a mail address has a dot before its end, and no comma",
        mend: Mend::With("<$a.$b>"),
        hint: None,
    },
    Rule {
        code: ADDRESS,
        pattern: r"(?:^|[^\p{L}\p{N}])(?P<x>(?P<a>https?)(?::/|//|;//|\.//|:\\\\|: //| ://|:///)(?P<b>[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+[^\s()<>]*))",
        message: "there is no link here: `://` is written another way",
        mend: Mend::With("$a://$b"),
        hint: None,
    },
    Rule {
        code: ADDRESS,
        pattern: r"(?:^|[^\p{L}\p{N}])(?P<x>(?:htttps?|hhttps?|htpps?|htps?|hhtps?|ttps?|htttp|httsp|hptts?)://(?P<b>[^\s()<>]+))",
        message: "there is no link here: the beginning of the address is misspelt",
        mend: Mend::With("https://$b"),
        hint: None,
    },
    Rule {
        code: ADDRESS,
        pattern: r"(?:^|[^\p{L}\p{N}/@.:-])(?P<x>[wW]{3}\.(?P<b>[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:/[^\s()<>“”«»]*)?))",
        message: "an address without `https://` is no link",
        mend: Mend::By(web),
        hint: None,
    },
    Rule {
        code: ADDRESS,
        pattern: r#"(?:^|[\s(:,;/"“„«»‘’>])(?P<x>(?:mailto:)?(?P<b>[\p{L}\p{N}][\p{L}\p{N}._%+-]*@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}))"#,
        message: "a mail address by itself is no link",
        mend: Mend::With("<$b>"),
        hint: None,
    },
    // Emphasis.
    Rule {
        code: BOLD,
        pattern: r"(?P<p>^|[^*\\])(?P<x>\*\*(?P<b>[^*\n]*)\*\*)(?P<n>[^*]|$)",
        message: STARS,
        mend: Mend::By(|found| emphasis(found, "**")),
        hint: None,
    },
    Rule {
        code: BOLD,
        pattern: r"(?P<p>^|[^\p{L}\p{N}_\\])(?P<x>__(?P<b>[^_\n]*)__)(?P<n>[^\p{L}\p{N}_]|$)",
        message: STARS,
        // A gap to fill in stands on both sides of `__ and __`.
        mend: Mend::By(|found| emphasis(found, "**").filter(|_| !is_apart(group(found, "b")))),
        hint: None,
    },
    Rule {
        code: BOLD,
        pattern: r"(?P<p>^|[^~\\])(?P<x>~~(?P<b>[^~\n]*)~~)(?P<n>[^~]|$)",
        message: STARS,
        mend: Mend::By(|found| emphasis(found, "~~")),
        hint: None,
    },
    Rule {
        code: BOLD,
        pattern: r"(?:^|[\s(])(?P<x>\*(?P<b>\p{L}[^*\n.!?]{0,60}?)[ \u{a0}]+\*)(?:$|[\s.,;:!?)])",
        message: STARS,
        mend: Mend::With("*$b*"),
        hint: None,
    },
    Rule {
        code: BOLD,
        pattern: r"(?:^|[\s(])(?P<x>_(?P<b>\p{L}[^_\n.!?]{0,60}?)[ \u{a0}]+_)(?:$|[\s.,;:!?)])",
        message: STARS,
        mend: Mend::With("*$b*"),
        hint: None,
    },
    Rule {
        code: BOLD,
        pattern: r"(?:^|[\s(])(?P<x>\*\*\p{L})[^*]*$",
        message: "these stars are published as they are: nothing closes them",
        mend: Mend::Not,
        hint: Some("write `**` behind the last bold word as well, without a blank before it"),
    },
    Rule {
        code: BOLD,
        pattern: r"(?:^|[\s(])(?P<x>==(?P<b>\p{L}(?:[^=\n]*[^=\s])?)==)",
        message: "these marks are published as they are",
        mend: Mend::With("<mark>$b</mark>"),
        hint: None,
    },
    Rule {
        code: BOLD,
        pattern: r"(?P<x>＊＊?(?P<b>[^＊\n]+)＊＊?)",
        message: "these stars are full-width ones, and published as they are",
        mend: Mend::With("**$b**"),
        hint: None,
    },
    Rule {
        code: "markup/code",
        pattern: r"(?:^|[\s(])(?P<x>`)(?P<b>[^`\s\\][^`]*)$",
        message: "this mark is published as it is: nothing closes the code",
        mend: Mend::NotIf(|found| !is_shortened(group(found, "b"))),
        hint: Some("write the same mark behind the code; with a backslash in front it is text"),
    },
    Rule {
        code: BOLD,
        pattern: r"(?:^|[\s(])(?P<x>'''(?P<b>\p{L}(?:[^'\n]*[^'\s])?)''')",
        message: "these marks are published as they are",
        mend: Mend::With("**$b**"),
        hint: None,
    },
    // What other programs read.
    Rule {
        code: FOREIGN,
        pattern: r"(?P<x>\{[\w.:#-]+ ?= ?[^{}\n]*\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some("take it away: the page chooses the size of a picture"),
    },
    Rule {
        code: FOREIGN,
        pattern: r"(?P<x>\{\{[<%&#]?.*?[%>]?\}\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    Rule {
        code: FOREIGN,
        pattern: r"(?P<x>\{%.*?%\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    Rule {
        code: FOREIGN,
        pattern: r"(?P<x>!?\[\[(?P<b>[^\[\]\n|]+)(?:\|[^\[\]\n]*)?\]\])",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some("a link is written `[words](../page/)`, a picture `![what it shows](picture.jpg)`"),
    },
    Rule {
        code: FOREIGN,
        pattern: r"(?i)(?P<x>\[/?(?:gallery|caption|embed|audio|video|playlist|shortcode|button|contact-form[\w-]*|toc|table-of-contents|youtube|vimeo|wp_\w+|vc_\w+|et_pb_\w+)(?:[ :=][^\[\]\n]*)?\])(?:[^(]|$)",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    Rule {
        code: FOREIGN,
        pattern: r#"(?P<x>\[[A-Za-z][\w-]*(?:\s+[\w-]+=[^\[\]\s]+)+\s*/?\])"#,
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    Rule {
        code: FOREIGN,
        pattern: r"(?P<x>\[/[A-Za-z][\w-]*\])(?:[^(]|$)",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some(FOREIGN_HINT),
    },
    Rule {
        code: FOREIGN,
        pattern: r"(?:^|\s|\p{L})(?P<x>\{[:.#] ?[A-Za-z][ \w.#=-]*\})",
        message: FOREIGN_MESSAGE,
        mend: Mend::Not,
        hint: Some("take it away; only a heading has such braces, for its id: `## Words {#id}`"),
    },
    // The rest.
    Rule {
        code: "markup/entity",
        pattern: r"(?P<x>&(?:amp;(?P<b>NAME);|(?P<c>NAME)))(?:[^;=\w]|$)",
        message: "this is published as it is typed",
        mend: Mend::By(entity),
        hint: None,
    },
    Rule {
        code: "markup/entity",
        pattern: r"(?P<x>\\u(?P<b>[0-9a-fA-F]{4}))(?:[^0-9a-fA-F]|$|[a-fA-F])",
        message: "this is a letter by its number, and is published as it is typed",
        mend: Mend::By(by_number),
        hint: None,
    },
    Rule {
        code: "markup/entity",
        pattern: r"(?P<x>(?:=[C-F][0-9A-F](?:=[89AB][0-9A-F])+)+)",
        message: "these are letters as mail programs pack them, and are published as they are typed",
        mend: Mend::By(packed),
        hint: None,
    },
    Rule {
        code: "markup/comment",
        pattern: r"(?P<x><!--?)",
        message: "nothing ends this comment, so it is published",
        mend: Mend::Not,
        hint: Some("end it with `-->` before an empty line, or take it away"),
    },
];

impl Rule {
    pub(super) fn mended(&self, found: &Captures<'_>) -> Option<Option<String>> {
        match &self.mend {
            Mend::Not => Some(None),
            Mend::NotIf(is_slip) => is_slip(found).then_some(None),
            Mend::By(mend) => mend(found).map(Some),
            Mend::With(pattern) => {
                let mut mended = String::new();
                // `$a(` would be read as a name without the braces.
                found.expand(&braced(pattern), &mut mended);
                Some(Some(mended))
            }
        }
    }
}

fn braced(pattern: &str) -> String {
    let names = ["a", "b", "c"];
    names
        .iter()
        .fold(pattern.to_owned(), |text, name| text.replace(&format!("${name}"), &format!("${{{name}}}")))
}

/// The rules whose pattern is somewhere in the text, with it.
pub(super) fn of(text: &str) -> impl Iterator<Item = (&'static Rule, &'static Regex)> {
    static COMPILED: OnceLock<(RegexSet, Vec<Regex>)> = OnceLock::new();
    let (set, patterns) = COMPILED.get_or_init(|| {
        let patterns: Vec<String> =
            RULES.iter().map(|rule| rule.pattern.replace("TARGET", TARGET).replace("NAME", NAME)).collect();
        let set = RegexSet::new(&patterns).expect("the patterns stand above");
        let each = patterns.iter().map(|pattern| Regex::new(pattern).expect("it stands above"));
        (set, each.collect())
    });
    set.matches(text).into_iter().map(|index| (&RULES[index], &patterns[index]))
}

fn group<'t>(found: &Captures<'t>, name: &str) -> &'t str {
    found.name(name).map_or("", |group| group.as_str())
}

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

fn by_number(found: &Captures<'_>) -> Option<String> {
    let number = u32::from_str_radix(group(found, "b"), 16).ok()?;
    char::from_u32(number).filter(|c| c.is_alphanumeric()).map(String::from)
}

fn packed(found: &Captures<'_>) -> Option<String> {
    let bytes = group(found, "x").split('=').filter(|hex| !hex.is_empty());
    let bytes: Option<Vec<u8>> = bytes.map(|hex| u8::from_str_radix(hex, 16).ok()).collect();
    String::from_utf8(bytes?).ok()
}

fn entity(found: &Captures<'_>) -> Option<String> {
    let name = found.name("b").or_else(|| found.name("c"))?;
    Some(format!("&{};", name.as_str()))
}
