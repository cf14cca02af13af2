//! Text made safe for HTML.

/// `text` for use between tags.
pub(in crate::content::markdown) fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape(&mut escaped, text, false);
    escaped
}

/// The same, added to a page.
pub(super) fn push_text(out: &mut String, text: &str) {
    escape(out, text, false);
}

/// `value` for use between quotation marks in a tag.
pub(in crate::content::markdown) fn attribute(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    push_attribute(&mut escaped, value);
    escaped
}

/// The same, added to a page.
pub(super) fn push_attribute(out: &mut String, value: &str) {
    escape(out, value, true);
}

/// Copies the text in long runs: it is most of a page, and hardly any of its characters change.
fn escape(out: &mut String, text: &str, quotes: bool) {
    let mut done = 0;
    let mut at = 0;
    while let Some(next) = next_special(&text.as_bytes()[at..]) {
        at += next;
        let Some(c) = text[at..].chars().next() else { break };
        if let Some(new) = changed(c, quotes) {
            out.push_str(&text[done..at]);
            out.push_str(new);
            done = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    out.push_str(&text[done..]);
}

/// The first byte with which a character may begin that changes. The processor looks at a whole chunk at once.
fn next_special(bytes: &[u8]) -> Option<usize> {
    let (chunks, _) = bytes.as_chunks::<16>();
    let is_plain = |chunk: &&[u8; 16]| !chunk.iter().fold(false, |any, byte| any | may_change(*byte));
    let plain = 16 * chunks.iter().take_while(is_plain).count();
    bytes[plain..].iter().position(|byte| may_change(*byte)).map(|at| plain + at)
}

/// Whether a character may begin with this byte that [`changed`] changes: controls, marks, and beyond ASCII those that
/// begin with C2; the noncharacters begin with EF or F0 to F4. Without a branch, and newlines don't.
fn may_change(byte: u8) -> bool {
    let is_mark = (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'');
    let is_control = (byte < 0x20) & (byte != b'\n') | (byte == 0x7f);
    is_mark | is_control | (byte == 0xc2) | (byte >= 0xef)
}

fn changed(c: char, quotes: bool) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' if quotes => Some("&quot;"),
        '\'' if quotes => Some("&#39;"),
        '\t' | '\n' => None,
        // A carriage return is a line break already; other control characters and Unicode's
        // noncharacters are not allowed in HTML.
        '\r' => Some(""),
        c if c.is_control() || is_noncharacter(c) => Some("\u{fffd}"),
        _ => None,
    }
}

fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

/// `value` with the character references that an author may need in an attribute.
pub(in crate::content::markdown) fn decode(value: &str) -> String {
    // `&amp;` last, so that `&amp;lt;` becomes `&lt;`.
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(value.to_owned(), |value, (reference, c)| value.replace(reference, c))
}

/// `href` for an attribute, or nothing when its scheme could run code. Characters that a URL must
/// not have are percent-encoded.
pub(super) fn href(href: &str) -> Option<String> {
    const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "webcal"];
    // Browsers drop white space and control characters before they look for the scheme.
    let bare: String = href.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let path = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    if let Some((scheme, _)) = bare[..path].split_once(':')
        && !SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known))
    {
        return None;
    }
    let mut safe = String::with_capacity(href.len());
    for c in href.trim().chars() {
        match c {
            ' ' | '"' | '<' | '>' | '[' | ']' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                safe.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_control() || c.is_whitespace() => {}
            c => safe.push(c),
        }
    }
    Some(attribute(&safe))
}
