//! The list: what running text may hold that was meant as markup, and what to write instead.
//!
//! A rule is a pattern whose group `x` is the slip. It is looked for in the words as they stand in the file, code and
//! finished links left out, so a backslash in front still makes it text. A rule without a mended text is none for this
//! match.

mod emphasis;
mod foreign;
mod letters;
mod links;

use std::sync::OnceLock;

use regex::{Captures, Regex, RegexSet};

use crate::diagnostic::Code;

pub(super) struct SlipRule {
    pub(super) code: Code,
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

/// By subject. Where two rules fit the same words, the earlier one counts.
static RULES: [&[SlipRule]; 4] = [links::RULES, emphasis::RULES, foreign::RULES, letters::RULES];

impl SlipRule {
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

/// A rule and its pattern, once it was met.
type Compiled = (&'static SlipRule, OnceLock<Regex>);

/// The rules whose pattern is somewhere in the text, with it.
pub(super) fn of(text: &str) -> impl Iterator<Item = (&'static SlipRule, &'static Regex)> {
    static ALL: OnceLock<(RegexSet, Vec<Compiled>)> = OnceLock::new();
    let written = |rule: &SlipRule| rule.pattern.replace("TARGET", TARGET).replace("NAME", NAME);
    let (set, rules) = ALL.get_or_init(|| {
        let rules = RULES.into_iter().flatten();
        let set = RegexSet::new(rules.clone().map(written)).expect("the patterns stand in the lists");
        (set, rules.map(|rule| (rule, OnceLock::new())).collect())
    });
    // To compile a pattern takes as long as to read some documents, and most are never met.
    set.matches(text).into_iter().map(move |index| {
        let (rule, pattern) = &rules[index];
        (*rule, pattern.get_or_init(|| Regex::new(&written(rule)).expect("it stands in a list")))
    })
}

fn group<'t>(found: &Captures<'t>, name: &str) -> &'t str {
    found.name(name).map_or("", |group| group.as_str())
}
