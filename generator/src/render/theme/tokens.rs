//! Colours and the like by their names: the custom properties that `tokens.css` sets on `:root`, as templates and drawings ask
//! for them. Where a page has a style sheet, the browser reads the same file.

use std::collections::BTreeMap;

use super::minify;
use crate::content::ThemeFolders;
use crate::source::Source;

/// The file of a theme with its tokens.
pub(super) const FILE: &str = "tokens.css";

/// How many tokens may stand for one another.
const STEPS: usize = 8;

/// How a value or a drawing asks for a token.
const CALL: &str = "var(--";

/// The tokens of a theme and of the one below it.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    light: BTreeMap<String, String>,
    /// What differs where the reader's device is dark.
    dark: BTreeMap<String, String>,
}

impl Tokens {
    /// Reads the files, the default theme's first.
    pub(super) fn of(source: &Source, folders: &ThemeFolders) -> Self {
        let mut tokens = Self::default();
        for (_, text) in files(source, folders) {
            let (dark, light): (Vec<_>, Vec<_>) = declared(text).into_iter().partition(|(.., dark)| *dark);
            for (name, value, _) in light {
                // As in a browser, in which what comes later counts by night, too.
                tokens.dark.remove(&name);
                tokens.light.insert(name, value);
            }
            tokens.dark.extend(dark.into_iter().map(|(name, value, _)| (name, value)));
        }
        tokens
    }

    /// The value of a token, without the two dashes of its name, and with the values of those that stand in it.
    pub(super) fn get(&self, name: &str, dark: bool) -> Option<String> {
        self.value(name, dark, STEPS)
    }

    /// Those that can be put in where they are asked for, so that readers load neither name nor detour: a colour or a length that no
    /// sheet sets again, for dark screens or anywhere else, and that is asked for in the plainest way only.
    pub(super) fn settled(&self, own: &str, others: &[String], templates: &[&str]) -> Self {
        let at_root = declared(own);
        let is_settled = |name: &str| {
            let set = at_root.iter().filter(|(other, _, dark)| other == name && !dark).count();
            named(own, name) == Some(set)
                && others.iter().all(|sheet| named(sheet, name) == Some(0))
                && templates.iter().all(|template| {
                    named(template, name) == Some(0) && !template.contains(&format!("{CALL}{name})"))
                })
        };
        let plain = self.light.iter().filter(|(name, value)| is_plain(value) && is_settled(name));
        let light = plain.map(|(name, value)| (name.clone(), value.clone())).collect();
        Self { light, dark: BTreeMap::new() }
    }

    /// A sheet, without the blanks of one that people write, that sets none of these.
    pub(super) fn unset(&self, sheet: &str) -> String {
        let mut kept = String::with_capacity(sheet.len());
        let mut start = 0;
        for (at, mark) in marks(sheet) {
            let part = &sheet[start..at];
            let name = part.trim().strip_prefix("--").and_then(|part| part.split_once(':'));
            let is_ours = name.is_some_and(|(name, _)| self.light.contains_key(name.trim()));
            if !is_ours {
                kept.push_str(part);
                kept.push(mark);
            } else if mark == '}' {
                kept.truncate(kept.trim_end_matches(';').len());
                kept.push(mark);
            }
            start = at + 1;
        }
        kept + &sheet[start..]
    }

    /// A drawing with the values of the tokens in it. What is no token stays as it is.
    pub(super) fn fill(&self, drawing: &str) -> String {
        self.filled(drawing, false, STEPS)
    }

    /// The value with those that stand in it, `left` of them in one another: one that stands for itself has an end.
    fn value(&self, name: &str, dark: bool, left: usize) -> Option<String> {
        let found = self.dark.get(name).filter(|_| dark).or_else(|| self.light.get(name))?;
        Some(if left == 0 { found.clone() } else { self.filled(found, dark, left - 1) })
    }

    /// The text with each `var(--name)` and `var(--name, other)` replaced that is a token.
    fn filled(&self, text: &str, dark: bool, left: usize) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(CALL) {
            filled.push_str(before);
            let (inside, behind) = after.split_at(closing(after));
            let name = inside.split(',').next().unwrap_or_default().trim();
            match self.value(name, dark, left) {
                Some(value) => {
                    filled.push_str(&value);
                    rest = behind.strip_prefix(')').unwrap_or(behind);
                }
                None => {
                    filled.push_str(CALL);
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled
    }
}

/// `#1d4b4c`, `.6rem`: a value that means the same wherever it stands.
fn is_plain(value: &str) -> bool {
    let is_colour =
        value.strip_prefix('#').is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    is_colour || number.parse::<f32>().is_ok()
}

/// How often a sheet sets a token; `None` if it asks for it in another way than by `var(--name)` where a value stands.
fn named(sheet: &str, name: &str) -> Option<usize> {
    let (mut count, call) = (0, format!("--{name}"));
    for (at, _) in sheet.match_indices(&call) {
        let (before, behind) = (&sheet[..at], &sheet[at + call.len()..]);
        let next = behind.chars().next();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\\');
        if next.is_some_and(is_part) || before.ends_with(is_part) {
            continue;
        }
        if let (Some(value), Some(rest)) = (before.strip_suffix("var("), behind.strip_prefix(')')) {
            let begins = value.ends_with([':', ' ', ',', '(']);
            let ends = rest.is_empty() || rest.starts_with([';', '}', ',', ')', ' ']);
            (begins && ends).then_some(())?;
        } else if next == Some(':') {
            count += 1;
        } else {
            return None;
        }
    }
    Some(count)
}

/// Where the bracket closes that is open at the beginning; the end, if it never does.
fn closing(text: &str) -> usize {
    let mut open = 1;
    let mut brackets = text.char_indices().filter(|(_, char)| matches!(char, '(' | ')'));
    let closes = brackets.find(|(_, char)| {
        if *char == '(' {
            open += 1
        } else {
            open -= 1
        }
        open == 0
    });
    closes.map_or(text.len(), |(at, _)| at)
}

/// Path and text of the files of tokens, the default theme's first.
pub(super) fn files<'s>(source: &'s Source, folders: &ThemeFolders) -> Vec<(&'s str, &'s str)> {
    let paths = folders.all().rev().map(|folder| format!("{folder}{FILE}"));
    paths
        .filter_map(|path| source.texts.get_key_value(&path))
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect()
}

/// Name and value of each custom property on `:root`, and whether it is for dark screens.
pub(super) fn declared(sheet: &str) -> Vec<(String, String, bool)> {
    let short = minify::css(sheet);
    let (mut found, mut around): (Vec<_>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut start = 0;
    for (at, mark) in marks(&short) {
        let part = short[start..at].trim();
        start = at + 1;
        if mark == '{' {
            around.push(part);
            continue;
        }
        let is_root = around.last() == Some(&":root");
        let is_dark = around.iter().any(|part| part.contains("prefers-color-scheme:dark"));
        let is_light = around.len() == 1;
        if let Some((name, value)) = part.strip_prefix("--").and_then(|part| part.split_once(':'))
            && is_root
            && (is_dark || is_light)
        {
            found.push((name.trim().to_owned(), value.trim().to_owned(), is_dark));
        }
        if mark == '}' {
            around.pop();
        }
    }
    found
}

/// The marks that end a part of a style sheet, outside of texts in quotation marks.
fn marks(sheet: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    sheet.char_indices().filter(move |(_, char)| match (quote, char) {
        (None, '"' | '\'') => {
            quote = Some(*char);
            false
        }
        (Some(open), char) => {
            if open == *char {
                quote = None;
            }
            false
        }
        (None, char) => matches!(char, '{' | '}' | ';'),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_everywhere_is_put_in_and_not_sent() {
        let own = ":root{--day:#fff;--deep:#111;--wide:2rem;--hero:var(--deep)}@media (prefers-color-scheme:dark){:root{--day:#000}}";
        let others = ["a{color:var(--deep);padding:var(--wide)}@media print{:root{--wide:0}}".to_owned()];
        let mut tokens = Tokens::default();
        for (name, value, dark) in declared(own) {
            let of = if dark { &mut tokens.dark } else { &mut tokens.light };
            of.insert(name, value);
        }
        let settled = tokens.settled(own, &others, &["<p style=\"color:var(--hero)\">"]);
        assert_eq!(settled.light.keys().collect::<Vec<_>>(), ["deep"]);
        for asked in ["var( --deep )", "var(--deep,red)", "\"var(--deep)\"", "var(--deep)var(--deep)"] {
            let others = [format!("a{{color:{asked}}}")];
            assert!(!tokens.settled(own, &others, &[]).light.contains_key("deep"), "{asked}");
        }
        assert!(tokens.settled(own, &others, &["<p style=\"color:var(--deep)\">"]).light.is_empty());
        let sheet = settled.fill(&(settled.unset(own) + &others[0]));
        let rest = "@media (prefers-color-scheme:dark){:root{--day:#000}}a{color:#111;padding:var(--wide)}@media print{:root{--wide:0}}";
        assert_eq!(sheet, format!(":root{{--day:#fff;--wide:2rem;--hero:#111}}{rest}"));
    }

    #[test]
    fn tokens_are_those_of_the_root() {
        let sheet = "/* --no: 1; */ :root { color-scheme: light; --a: #111; --b: var(--a) }\n\
            @media (prefers-color-scheme: dark) { :root { --a: #eee; } }\n\
            @media print { :root { --a: #000 } } [lang] { --a: \"};--a: x\" }";
        let all = declared(sheet);
        let of = |name: &str, value: &str, dark| (name.to_owned(), value.to_owned(), dark);
        assert_eq!(all, [of("a", "#111", false), of("b", "var(--a)", false), of("a", "#eee", true)]);
        let mut tokens = Tokens::default();
        for (name, value, dark) in all {
            let of = if dark { &mut tokens.dark } else { &mut tokens.light };
            of.insert(name, value);
        }
        assert_eq!(tokens.get("b", false).unwrap(), "#111");
        assert_eq!(tokens.get("b", true).unwrap(), "#eee");
        assert_eq!(tokens.get("c", false), None);
        let drawing = "<a fill=\"var(--b, rgb(1, 2, 3))\" b=\"var(--c)\"/>";
        assert_eq!(tokens.fill(drawing), "<a fill=\"#111\" b=\"var(--c)\"/>");
        tokens.light.insert("x".to_owned(), "var(--x)".to_owned());
        assert_eq!(tokens.get("x", false).unwrap(), "var(--x)", "one that stands for itself has an end");
    }
}
