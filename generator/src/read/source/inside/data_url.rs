//! What the `data:` URLs in a text hold (RFC 2397), read as browsers do: <https://fetch.spec.whatwg.org/#data-urls>.

use std::borrow::Cow;

use memchr::memchr_iter;
use percent_encoding::percent_decode_str;

use super::{RUN, digits};

const SCHEME: &str = "data:";

/// Hands over the bytes of each: in the value of an attribute, in a style sheet or in any other text.
pub(super) fn each(value: &str, mut found: impl FnMut(Vec<u8>)) {
    if value.len() < RUN || !may_be(value.as_bytes()) {
        return;
    }
    // Browsers take these out of every address (URL, 4.4).
    let value: Cow<'_, str> = match value.contains(['\t', '\n', '\r']) {
        true => value.replace(['\t', '\n', '\r'], "").into(),
        false => value.into(),
    };
    for (at, _) in value.to_ascii_lowercase().match_indices(SCHEME) {
        if let Some(bytes) = bytes(url(&value, at)) {
            found(bytes);
        }
    }
}

/// Whether the scheme stands anywhere, as in hardly any text: before a colon, with nothing between its letters but what browsers take out.
fn may_be(value: &[u8]) -> bool {
    memchr_iter(b':', value).any(|at| {
        let mut before = value[..=at].iter().rev().filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r'));
        SCHEME
            .bytes()
            .rev()
            .all(|letter| before.next().is_some_and(|byte| byte.eq_ignore_ascii_case(&letter)))
    })
}

/// The URL behind its scheme, to the mark that ends what began before it.
fn url(value: &str, at: usize) -> &str {
    let rest = &value[at + SCHEME.len()..];
    let end = match value[..at].trim_end().chars().next_back() {
        // The whole of an attribute.
        None => None,
        Some(quote @ ('"' | '\'')) => rest.find(quote),
        Some('(') => rest.find(')'),
        Some(_) => rest.find(|letter: char| letter.is_whitespace() || "\"'<>)".contains(letter)),
    };
    &rest[..end.unwrap_or(rest.len())]
}

fn bytes(url: &str) -> Option<Vec<u8>> {
    let (kind, body) = url.split_once(',')?;
    let body: Vec<u8> = percent_decode_str(&unescaped(body)).collect();
    if !kind.trim_end().to_ascii_lowercase().ends_with("base64") {
        return Some(body);
    }
    let letters = body.into_iter().filter(|byte| !byte.is_ascii_whitespace());
    Some(digits::base64(&letters.take_while(|byte| digits::is_base64(*byte)).collect::<Vec<u8>>()))
}

/// Without the escapes of style sheets and scripts (CSS Syntax 3, 4.3.7).
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text.into();
    }
    let mut pieces = text.split('\\');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        let letter = u32::from_str_radix(&piece[..digits], 16).ok().and_then(char::from_u32);
        out.extend(letter);
        out.push_str(if letter.is_some() { &piece[digits..] } else { piece });
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn what_browsers_take_out_stands_between_the_letters() {
        let body = "a".repeat(100);
        for scheme in ["data:", "DATA:", "d\na\tt\r\na:", "metadata:"] {
            let mut found = Vec::new();
            each(&format!("'{scheme},{body}'"), |bytes| found.push(bytes));
            assert_eq!(found, [body.as_bytes()], "{scheme:?}");
        }
        for other in ["a:", "ata:", "dat:", "da ta:", "data"] {
            each(&format!("'{other},{body}'"), |_| panic!("{other:?} is no such URL"));
        }
    }
}
