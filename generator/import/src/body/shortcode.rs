//! Shortcodes of Hugo and Zola as they stand in a text: names, arguments, beginnings and ends.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::Program;

/// `{{< figure src="a.jpg" >}}`, `{{% note %}}`, `{{< /note >}}`.
static HUGO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)\{\{(?:<|%)(?P<quoted>/\*)?\s*(?P<end>/)?\s*(?P<name>[\w./-]+)(?P<args>(?:\s(?:"(?:\\.|[^"\\])*"|`[^`]*`|[^"`])*?)?)(?:/)?\s*(?:\*/)?(?:>|%)\}\}"#)
        .expect("the pattern stands here")
});

/// `{{ figure(src="a.jpg") }}`, `{% note() %}`, `{% end %}`.
static ZOLA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)\{\{(?P<quoted>/\*)?\s*(?P<name>[\w:]+)\((?P<args>(?:"(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|[^"'`)])*)\)\s*(?:\*/)?\}\}|\{%(?P<quoted2>/\*)?\s*(?:(?P<name2>[\w:]+)\((?P<args2>(?:"(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|[^"'`)])*)\)|(?P<end>end))\s*(?:\*/)?%\}"#)
        .expect("the pattern stands here")
});

static ARGUMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)(?:(?P<key>[\w-]+)\s*=\s*)?(?:"(?P<a>(?:\\.|[^"\\])*)"|'(?P<b>[^']*)'|`(?P<c>[^`]*)`|(?P<d>[^\s,"'`]+))"#)
        .expect("the pattern stands here")
});

/// What a mark does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Does {
    /// Stands alone, or begins what an end ends.
    Begins,
    Ends,
    /// Only shows how a shortcode is written.
    Shows,
}

/// One mark.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) span: Range<usize>,
    pub(super) name: String,
    pub(super) does: Does,
    /// It may have an end: all of Hugo's, and those of Zola between `{%`.
    is_block: bool,
    /// With a name, or without one in their order.
    args: Vec<(Option<String>, String)>,
}

impl Mark {
    /// The argument of one of these names.
    pub(super) fn named(&self, names: &[&str]) -> Option<&str> {
        let found = names.iter().find_map(|name| {
            self.args.iter().find(|(key, _)| key.as_deref().is_some_and(|key| key.eq_ignore_ascii_case(name)))
        });
        found.map(|(_, value)| value.as_str()).filter(|value| !value.trim().is_empty())
    }

    /// The argument without a name at this place.
    pub(super) fn nth(&self, number: usize) -> Option<&str> {
        self.args.iter().filter(|(key, _)| key.is_none()).nth(number).map(|(_, value)| value.as_str())
    }

    /// What a picture made of it doesn't show: all pictures but the first, and where it led.
    pub(super) fn left_out(&self) -> Vec<String> {
        let pictures = self.args.iter().filter(|(_, value)| names_picture(value)).skip(1);
        let links = self.args.iter().filter(|(key, _)| key.as_deref() == Some("link"));
        pictures.chain(links).map(|(_, value)| value.clone()).collect()
    }
}

/// Whether a value is the name of a picture.
pub(super) fn names_picture(value: &str) -> bool {
    let ending = value.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    ["jpg", "jpeg", "png", "gif", "svg", "webp", "avif"].contains(&ending.as_str())
}

/// All marks of a text, in order.
pub(super) fn marks(program: Program, text: &str) -> Vec<Mark> {
    let pattern = match program {
        Program::Hugo => &*HUGO,
        Program::Zola => &*ZOLA,
    };
    pattern.captures_iter(text).map(|found| mark(&found)).collect()
}

fn mark(found: &Captures<'_>) -> Mark {
    let text = |names: &[&str]| names.iter().find_map(|name| found.name(name)).map_or("", |one| one.as_str());
    let has = |name: &str| found.name(name).is_some();
    let does = match (has("quoted") || has("quoted2"), has("end")) {
        (true, _) => Does::Shows,
        (false, true) => Does::Ends,
        (false, false) => Does::Begins,
    };
    let args = ARGUMENT.captures_iter(text(&["args", "args2"])).map(|one| {
        let value =
            ["a", "b", "c", "d"].iter().find_map(|name| one.name(name)).map_or("", |one| one.as_str());
        (one.name("key").map(|key| key.as_str().to_owned()), value.replace("\\\"", "\""))
    });
    Mark {
        span: found.get(0).map_or(0..0, |whole| whole.range()),
        name: text(&["name", "name2"]).to_owned(),
        does,
        is_block: has("name2"),
        args: args.collect(),
    }
}

/// The end of what the mark at `begin` begins, if it has one.
pub(super) fn end(program: Program, marks: &[Mark], begin: usize) -> Option<usize> {
    let first = &marks[begin];
    let mut open = 0usize;
    for (index, mark) in marks.iter().enumerate().skip(begin + 1) {
        match (program, mark.does) {
            (Program::Hugo, Does::Ends) if mark.name == first.name => return Some(index),
            // Another of its name begins first, so this one stands alone.
            (Program::Hugo, Does::Begins) if mark.name == first.name => return None,
            (Program::Zola, _) if !first.is_block => return None,
            (Program::Zola, Does::Ends) if open == 0 => return Some(index),
            (Program::Zola, Does::Ends) => open -= 1,
            (Program::Zola, Does::Begins) if mark.is_block => open += 1,
            _ => {}
        }
    }
    None
}
