//! All keys that a file lacks, where the library names the first.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, say};

/// A key that can't be missing.
pub(crate) struct NeededKey {
    /// `contact.email`, with `*` for each entry: `*.name`, `languages.*.id`.
    pub(crate) name: String,
    /// What may stand behind it.
    pub(crate) example: Option<&'static str>,
}

impl From<&str> for NeededKey {
    fn from(name: &str) -> Self {
        Self { name: name.to_owned(), example: None }
    }
}

/// A problem of a file of settings, or all its missing keys if it is one: those of `required`.
pub(crate) fn missing(
    path: &str,
    text: &str,
    problem: Diagnostic,
    required: &[NeededKey],
) -> Vec<Diagnostic> {
    let root = match super::parse::<Value>(path, text) {
        Ok(root) if problem.code == Code::FrontMissing => root,
        _ => return vec![problem],
    };
    let mut found = Vec::new();
    for key in required {
        let mut names = Vec::new();
        lacking(&root, "", &key.name, &mut names);
        found.extend(names.into_iter().map(|name| (name, key.example)));
    }
    // Of a group that is missing, each of its keys is.
    found.dedup_by(|(next, _), (name, _)| next == name);
    if found.is_empty() {
        return vec![problem];
    }
    let one = |(key, example): (String, Option<&str>)| {
        if let Some((place, within)) = in_entry(text, &key) {
            let problem =
                Diagnostic::error(Code::FrontMissing, path, place, say!("front.missing", key = within));
            return problem.of_field(field(&key)).with_hint(say!("hint.writeAmong", field = within));
        }
        let place = place(text, &key);
        let problem = Diagnostic::error(Code::FrontMissing, path, place, say!("front.missing", key));
        let problem = problem.of_field(field(&key));
        match key.rsplit_once('.') {
            Some((above, last)) => problem.with_hint(say!("hint.writeBelow", last, above)),
            None => match example {
                Some(example) => {
                    problem.with_hint(say!("hint.lineSuchAs", line = &format!("{key}: {example}")))
                }
                None => problem.with_hint(say!("hint.writeLine", key)),
            },
        }
    };
    found.into_iter().map(one).collect()
}

/// Of a file that is a list: the first line of the entry to which a missing key belongs, and its name there.
fn in_entry<'k>(text: &str, key: &'k str) -> Option<(std::ops::Range<usize>, &'k str)> {
    let (number, within) = key.split_once('.')?;
    let number: usize = number.parse().ok()?;
    let lines = text.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some((*end - line.len(), line))
    });
    let (start, line) = lines.filter(|(_, line)| line.starts_with('-')).nth(number.checked_sub(1)?)?;
    Some((start..start + line.trim_end().len(), within))
}

/// `languages.2.id` as a path: `languages[1].id`.
fn field(key: &str) -> String {
    let mut path = String::new();
    for part in key.split('.') {
        match part.parse::<usize>() {
            Ok(number) => path.push_str(&format!("[{}]", number.saturating_sub(1))),
            Err(_) if path.is_empty() => path.push_str(part),
            Err(_) => path.push_str(&format!(".{part}")),
        }
    }
    path
}

/// Adds what is missing of `rest` below `at`; what isn't a set of keys is another problem.
fn lacking(value: &Value, at: &str, rest: &str, found: &mut Vec<String>) {
    let (first, rest) = rest.split_once('.').unwrap_or((rest, ""));
    let name = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
    match (value, first) {
        (Value::Object(keys), "*") => {
            keys.iter().for_each(|(key, value)| lacking(value, &name(key), rest, found));
        }
        (Value::Array(list), "*") => {
            let entries = list.iter().enumerate();
            entries.for_each(|(index, value)| lacking(value, &name(&(index + 1).to_string()), rest, found));
        }
        (Value::Object(keys), first) => match keys.get(first) {
            None => found.push(name(first)),
            Some(value) if !rest.is_empty() => lacking(value, &name(first), rest, found),
            Some(_) => {}
        },
        _ => {}
    }
}

/// The key of the first level to which a missing one belongs, or the beginning of the file.
fn place(text: &str, key: &str) -> std::ops::Range<usize> {
    let first = key.split('.').next().unwrap_or(key);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.strip_prefix(first).is_some_and(|rest| rest.trim_start().starts_with(':')) {
            return start..start + first.len();
        }
        start += line.len();
    }
    0..text.lines().next().unwrap_or_default().len()
}
