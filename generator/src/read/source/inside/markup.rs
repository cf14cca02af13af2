//! The values of attributes and the texts in XML and HTML, with what their references stand for.
//!
//! Markup is read as leniently as it is written: what no parser of XML takes, a browser may show all the same.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::RUN;

/// References in what references stand for, no deeper than anybody writes them.
const DEPTH: usize = 8;
/// More references than a photograph in base64 has lines.
const REFERENCES: usize = 5_000_000;
/// The longest text that is put together, in bytes.
const LONGEST: usize = 128 << 20;
/// The longest name of a character or of a piece of text.
const NAME: usize = 64;

/// Whether a text is markup that may hide something in it.
pub(super) fn is_markup(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<')
}

/// Hands over each that is long enough to hold a picture, and whether it was put together from pieces.
pub(super) fn values(markup: &str, visit: impl FnMut(&str, bool)) {
    let mut reader = Reader::from_str(markup);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut values = MarkupValues { declared: BTreeMap::new(), left: REFERENCES, visit };
    // A text goes on behind a reference, a comment and the marks of CDATA.
    let (mut text, mut pieces) = (String::new(), 0);
    loop {
        let event = reader.read_event();
        if matches!(&event, Ok(Event::Start(_) | Event::End(_) | Event::Empty(_) | Event::Eof) | Err(_)) {
            values.take(&text, pieces > 1);
            text.clear();
            pieces = 0;
        }
        match event {
            Ok(Event::Start(tag) | Event::Empty(tag)) => values.attributes(&tag),
            Ok(Event::Text(piece)) => text.push_str(&piece),
            Ok(Event::CData(piece)) => text.push_str(&piece),
            Ok(Event::GeneralRef(name)) => values.reference(&name, 0, &mut text),
            // Without its dashes, which are letters of base64 as well.
            Ok(Event::Comment(words)) => values.take(&words, true),
            Ok(Event::PI(words)) => values.raw(&words),
            Ok(Event::DocType(words)) => {
                values.declare(&words);
                values.raw(&words);
            }
            Ok(Event::Decl(_) | Event::End(_)) => {}
            Ok(Event::Eof) => return,
            Err(_) => return values.raw(markup),
        }
        pieces += 1;
    }
}

struct MarkupValues<V> {
    /// What the names that the document declares stand for.
    declared: BTreeMap<String, String>,
    /// How many references may still be followed.
    left: usize,
    visit: V,
}

impl<V: FnMut(&str, bool)> MarkupValues<V> {
    fn take(&mut self, text: &str, is_joined: bool) {
        if text.len() >= RUN {
            (self.visit)(text, is_joined);
        }
    }

    fn attributes(&mut self, tag: &BytesStart<'_>) {
        for attribute in tag.attributes().with_checks(false) {
            match attribute {
                Ok(attribute) => self.raw(&attribute.value),
                // Without its quotes, perhaps.
                Err(_) => return self.raw(tag),
            }
        }
    }

    /// A piece as it stands in the file.
    fn raw(&mut self, raw: &str) {
        if !raw.contains('&') {
            return self.take(raw, false);
        }
        let mut text = String::new();
        self.expand(raw, 0, &mut text);
        self.take(&text, true);
    }

    fn expand(&mut self, raw: &str, depth: usize, out: &mut String) {
        let mut rest = raw;
        while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            match rest.bytes().take(NAME).position(|byte| byte == b';') {
                Some(end) => {
                    self.reference(&rest[..end], depth, out);
                    rest = &rest[end + 1..];
                }
                None => out.push('&'),
            }
        }
        out.push_str(rest);
    }

    fn reference(&mut self, name: &str, depth: usize, out: &mut String) {
        if depth > DEPTH || self.left == 0 || out.len() > LONGEST {
            return;
        }
        self.left -= 1;
        if let Some(letter) = character(name) {
            out.push(letter);
        } else if let Some(text) = self.declared.get(name).cloned() {
            self.expand(&text, depth + 1, out);
        }
    }

    /// `<!ENTITY name "text">` (XML 1.0, 4.2).
    fn declare(&mut self, words: &str) {
        for declared in words.split("<!ENTITY").skip(1) {
            let Some((name, rest)) = declared.trim_start().split_once(char::is_whitespace) else { continue };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else {
                continue;
            };
            let text = rest[1..].split(quote).next().unwrap_or_default();
            self.declared.entry(name.to_owned()).or_insert_with(|| text.to_owned());
        }
    }
}

/// A character by its number, or by a name that XML or HTML gives to one that URLs are made of.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "Tab" => '\t',
        "NewLine" => '\n',
        "colon" => ':',
        "comma" => ',',
        "equals" => '=',
        "percnt" => '%',
        "plus" => '+',
        "semi" => ';',
        "sol" => '/',
        _ => return None,
    })
}
