//! A translation's text → the same text with a note of what it was made from, and by whom it was read.
//!
//! Only the lines of these keys change. Everything else, comments and line ends too, stays byte for byte.

use std::borrow::Cow;

use super::report::Reader;

/// Notes the fingerprint, and the reader if there is one.
pub(super) fn stamp(text: &str, fingerprint: &str, reader: Option<Reader<'_>>) -> String {
    let mut head = Head::new(text);
    if let Some(reader) = reader {
        head.set("review", "human", "");
        head.set("reviewedBy", &quoted(reader.name), "review");
        head.set("reviewedOn", &quoted(&reader.on.to_string()), "reviewedBy");
    }
    let before = ["reviewedOn", "reviewedBy", "review"].into_iter().find(|key| head.find(key).is_some());
    head.set("sourceHash", &quoted(fingerprint), before.unwrap_or_default());
    head.lines.concat()
}

/// Twelve digits would be a number and a day a date, so each value is a text in quotes; JSON's are YAML's.
fn quoted(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

/// A file in lines, of which those before `end` are its head.
struct Head {
    lines: Vec<String>,
    end: usize,
    line_end: &'static str,
}

impl Head {
    fn new(text: &str) -> Self {
        // Line ends of old Macs would make one line of all.
        let text = match text.contains('\n') {
            true => Cow::Borrowed(text),
            false => Cow::Owned(text.replace('\r', "\n")),
        };
        let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let is_mark = |line: &&String| line.trim_start_matches('\u{feff}').trim() == "---";
        let mut marks = lines.iter().enumerate().filter(|(_, line)| is_mark(line)).map(|(at, _)| at);
        let end = marks.nth(1).unwrap_or(lines.len());
        let line_end = if lines.first().is_some_and(|line| line.ends_with("\r\n")) { "\r\n" } else { "\n" };
        Self { lines, end, line_end }
    }

    fn find(&self, key: &str) -> Option<usize> {
        let is_key = |line: &String| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
        self.lines[..self.end].iter().position(is_key)
    }

    /// Sets a key where it stands; a new one comes after the key `after`, or at the end of the head.
    fn set(&mut self, key: &str, value: &str, after: &str) {
        if let Some(at) = self.find(key) {
            let comment = comment(&self.lines[at][key.len() + 1..]).to_owned();
            self.lines[at] = format!("{key}: {value}{comment}{}", self.line_end);
            return;
        }
        let at = self.find(after).map_or(self.end, |at| at + 1);
        self.lines.insert(at, format!("{key}: {value}{}", self.line_end));
        self.end += 1;
    }
}

/// The comment behind a value of one line, with the blanks before it.
fn comment(rest: &str) -> &str {
    let rest = rest.trim_end();
    let value = rest.trim_start();
    let from = rest.len() - value.len();
    let behind = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => from + closing(value, quote),
        _ => from,
    };
    let comment = rest[behind..].find(" #").map(|at| rest[..behind + at].trim_end().len());
    comment.map_or("", |at| &rest[at..])
}

/// Where a quoted value ends.
fn closing(value: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in value.char_indices().skip(1) {
        match c {
            c if c == quote && !is_escaped => return at + 1,
            '\\' if quote == '"' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    value.len()
}

#[cfg(test)]
mod tests {
    use super::{Reader, stamp};

    const HASH: &str = "123456789012";

    fn reader() -> Option<Reader<'static>> {
        Some(Reader { name: "Olha \"Olia\" # K.", on: jiff::civil::date(2026, 11, 24) })
    }

    #[test]
    fn only_the_lines_that_are_set_change() {
        let text = "---\n# a note\ntitle: Te # tea\nreview: machine   # until somebody has read it\nslug: te\n---\nreview: x\n";
        assert_eq!(
            stamp(text, HASH, None),
            "---\n# a note\ntitle: Te # tea\nreview: machine   # until somebody has read it\nsourceHash: \"123456789012\"\nslug: te\n---\nreview: x\n"
        );
        assert_eq!(
            stamp(text, HASH, reader()),
            "---\n# a note\ntitle: Te # tea\nreview: human   # until somebody has read it\nreviewedBy: \"Olha \\\"Olia\\\" # K.\"\nreviewedOn: \"2026-11-24\"\nsourceHash: \"123456789012\"\nslug: te\n---\nreview: x\n"
        );
    }

    #[test]
    fn lines_before_the_head_and_line_ends_of_old_macs_are_no_part_of_it() {
        let text = "\u{feff}\n---  \ntitle: Te\n---\nTe\n";
        assert_eq!(
            stamp(text, HASH, None),
            "\u{feff}\n---  \ntitle: Te\nsourceHash: \"123456789012\"\n---\nTe\n"
        );
        let text = "---\rtitle: Te\r---\rTe\r";
        assert_eq!(stamp(text, HASH, None), "---\ntitle: Te\nsourceHash: \"123456789012\"\n---\nTe\n");
    }

    #[test]
    fn what_was_said_before_is_replaced_and_saying_it_again_changes_nothing() {
        let old = "---\r\nsourceHash: 'a # ''b' # mine\r\ntitle: Te\r\n---\r\nTe\r\n";
        let new = stamp(old, HASH, None);
        assert_eq!(new, "---\r\nsourceHash: \"123456789012\" # mine\r\ntitle: Te\r\n---\r\nTe\r\n");
        let again = stamp(&new, HASH, reader());
        assert_eq!(stamp(&again, HASH, reader()), again);
        assert!(again.contains("title: Te\r\nreview: human\r\nreviewedBy: "), "{again}");
    }
}
