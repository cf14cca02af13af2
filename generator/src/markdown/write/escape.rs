//! Text made safe for HTML.

/// `text` for use between tags.
pub(in crate::markdown) fn text(text: &str) -> String {
    escape(text, false)
}

/// `value` for use between quotation marks in a tag.
pub(in crate::markdown) fn attribute(value: &str) -> String {
    escape(value, true)
}

fn escape(text: &str, quotes: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' if quotes => escaped.push_str("&quot;"),
            '\'' if quotes => escaped.push_str("&#39;"),
            '\t' | '\n' => escaped.push(c),
            // A carriage return is a line break already; other control characters and Unicode's
            // noncharacters are not allowed in HTML.
            '\r' => {}
            c if c.is_control() || is_noncharacter(c) => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

/// `value` with the character references that an author may need in an attribute.
pub(in crate::markdown) fn decode(value: &str) -> String {
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
