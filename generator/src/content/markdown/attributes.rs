//! `name="value"` pairs, as directives and inline tags share them.

use std::ops::Range;

use crate::diagnostic::{Sentence, say};

/// One pair, with its places in the file.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) name_span: Range<usize>,
    pub(super) value: String,
    pub(super) value_span: Range<usize>,
}

/// Where a list of pairs goes wrong, and how to mend it.
#[derive(Debug)]
pub(super) struct Slip {
    pub(super) span: Range<usize>,
    pub(super) hint: Sentence,
}

/// Reads the pairs in `text`, which stands at the byte `at` of the file.
pub(super) fn read(text: &str, at: usize) -> Result<Vec<Attribute>, Slip> {
    let mut attributes = Vec::new();
    let mut position = 0;
    loop {
        position += text[position..].len() - text[position..].trim_start().len();
        if position == text.len() {
            return Ok(attributes);
        }
        let (attribute, length) = pair(&text[position..], at + position)?;
        attributes.push(attribute);
        position += length;
    }
}

/// The pair at the beginning of `text`, and how long it is.
fn pair(text: &str, at: usize) -> Result<(Attribute, usize), Slip> {
    let name = &text[..text.find(|c: char| !is_name(c)).unwrap_or(text.len())];
    let word = text.find(char::is_whitespace).unwrap_or(text.len());
    let slip = |hint: Sentence| Slip { span: at..at + word, hint };
    if name.is_empty() {
        return Err(slip(say!("html.pairHint")));
    }
    let rest = &text[name.len()..];
    let after = rest.trim_start().strip_prefix('=').map(str::trim_start);
    let Some(quoted) = after else {
        return Err(slip(say!("html.valueHint", name)));
    };
    let Some(quote) = quoted.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Err(slip(say!("html.quotesHint", name)));
    };
    let inner = &quoted[1..];
    let Some(length) = inner.find(quote) else {
        return Err(slip(say!("html.endValueHint", quote)));
    };
    let start = text.len() - inner.len();
    let attribute = Attribute {
        name: name.to_owned(),
        name_span: at..at + name.len(),
        value: inner[..length].to_owned(),
        value_span: at + start..at + start + length,
    };
    Ok((attribute, start + length + 1))
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')
}
