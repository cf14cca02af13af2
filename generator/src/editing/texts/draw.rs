//! Gaps → lines of YAML: keys without words, and above each the words that readers see until then.

use std::fmt::Write as _;

use forms::Message;

use super::Gap;
use crate::lang::Lang;

/// Words that YAML would read as something else.
const READ_OTHERWISE: [&str; 9] = ["yes", "no", "on", "off", "true", "false", "null", "y", "n"];

/// A whole file, its keys within each other.
pub(super) fn new(lang: &Lang, gaps: &[Gap]) -> String {
    let mut out = format!(
        "# Words in `{lang}`. Above each key stands what readers see until there are words behind it. Write them in quotes,\n\
         # keep what stands in braces, and leave out what you don't know: nothing has to be complete.\n\
         # `spaces texts {lang}` adds what is new; `spaces status --lang {lang}` counts what is missing.\n"
    );
    let mut open: Vec<&String> = Vec::new();
    for gap in gaps {
        let (name, above) = gap.path.split_last().expect("a key has a name");
        let same = open.iter().zip(above).take_while(|(one, other)| one.as_str() == other.as_str()).count();
        if same == 0 {
            out.push('\n');
        }
        open.truncate(same);
        for part in &above[same..] {
            let _ = writeln!(out, "{}{}:", "  ".repeat(open.len()), quoted(part));
            open.push(part);
        }
        entry(&mut out, &"  ".repeat(above.len()), name, &gap.seen, lang);
    }
    out
}

/// The old text, and the gaps below it, each with its whole key, so that no line of before has to change.
pub(super) fn added(old: &str, lang: &Lang, gaps: &[Gap]) -> String {
    let mut out = old.to_owned();
    if !old.is_empty() && !old.ends_with('\n') {
        out.push('\n');
    }
    let _ = writeln!(out, "\n# Added by `spaces texts {lang}`, to be filled in");
    for gap in gaps {
        entry(&mut out, "", &gap.key(), &gap.seen, lang);
    }
    out
}

fn entry(out: &mut String, indent: &str, name: &str, seen: &Message, lang: &Lang) {
    comment(out, indent, seen);
    let name = quoted(name);
    match seen {
        Message::Plain(_) => _ = writeln!(out, "{indent}{name}:"),
        Message::Plural { count, .. } => {
            let _ = writeln!(out, "{indent}{name}:");
            plural(out, &format!("{indent}  "), count, lang);
        }
        Message::Parts(parts) => {
            let _ = writeln!(out, "{indent}{name}:");
            for part in parts {
                match part {
                    Message::Plural { count, .. } => {
                        let _ = write!(out, "{indent}  - ");
                        plural(out, &format!("{indent}    "), count, lang);
                    }
                    _ => _ = writeln!(out, "{indent}  -"),
                }
            }
        }
    }
}

/// Each form that CLDR asks of the language. The first line stands where the text already is.
fn plural(out: &mut String, indent: &str, count: &str, lang: &Lang) {
    let start = if out.ends_with("- ") { "" } else { indent };
    let _ = writeln!(out, "{start}count: {count}");
    for category in forms::plural_categories(lang.as_str()) {
        let _ = writeln!(out, "{indent}{category}:");
    }
}

fn comment(out: &mut String, indent: &str, seen: &Message) {
    match seen {
        Message::Plain(words) => {
            let _ = writeln!(out, "{indent}# {}", json(words));
        }
        Message::Plural { forms, .. } => {
            for (category, words) in forms {
                let _ = writeln!(out, "{indent}# {category}: {}", json(words));
            }
        }
        Message::Parts(parts) => parts.iter().for_each(|part| comment(out, indent, part)),
    }
}

/// On one line, whatever stands in it; YAML reads it, too.
fn json(words: &str) -> String {
    serde_json::to_string(words).expect("a text is JSON")
}

fn quoted(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || ['_', '-', '.'].contains(&c))
        && !READ_OTHERWISE.contains(&name.to_ascii_lowercase().as_str());
    if is_plain { name.to_owned() } else { json(name) }
}
