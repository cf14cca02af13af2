//! Addresses of a site that stands below a path of its host: `/da/` on a page becomes `/spaces/da/`.
//!
//! Within both programs an address begins at the root of the site, wherever that is. What leaves them passes here: pages
//! by [`below`], whole addresses as base address and address. So nobody has to think of the path, neither
//! a template nor the one who adds a link.

use std::borrow::Cow;

/// Attributes that hold an address.
const ADDRESSES: [&str; 10] =
    ["href", "xlink:href", "src", "action", "formaction", "poster", "data", "cite", "background", "manifest"];

/// Attributes that hold several, each with a width or a density.
const LISTS: [&str; 2] = ["srcset", "imagesrcset"];

/// The path of a base address: `/spaces` of `https://example.org/spaces/`; empty when the site has its host for itself.
#[must_use]
pub fn path_of(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.find('/').map_or("", |at| rest[at..].trim_end_matches('/'))
}

/// HTML in which every address that begins at the root of the site begins with `path`.
#[must_use]
pub fn below<'h>(path: &str, html: &'h str) -> Cow<'h, str> {
    if path.is_empty() {
        return Cow::Borrowed(html);
    }
    let (mut text, mut done, mut from) = (String::with_capacity(html.len() + 256), 0, 0);
    while let Some(at) = html[from..].find('<').map(|at| from + at) {
        in_tag(&html.as_bytes()[at..], |place| {
            text.push_str(&html[done..at + place]);
            text.push_str(path);
            done = at + place;
        });
        from = at + 1;
    }
    text.push_str(&html[done..]);
    Cow::Owned(text)
}

/// Where addresses begin in the tag at the beginning of `tag`, those that begin at the root of the site. What an
/// attribute `data-…` holds is for a script, which follows it as it is.
fn in_tag(tag: &[u8], mut found: impl FnMut(usize)) {
    if !tag.get(1).is_some_and(u8::is_ascii_alphabetic) {
        return;
    }
    let sends_on = is_refresh(tag);
    let ends_name = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'=');
    let mut at = 1 + length(&tag[1..], ends_name);
    loop {
        at += length(&tag[at..], |byte| !byte.is_ascii_whitespace() && *byte != b'/');
        let name = &tag[at..at + length(&tag[at..], ends_name)];
        at += name.len();
        let blank = length(&tag[at..], |byte| !byte.is_ascii_whitespace());
        match tag.get(at + blank) {
            Some(b'=') => at += blank + 1,
            Some(_) if !name.is_empty() => continue,
            _ => return,
        }
        at += length(&tag[at..], |byte| !byte.is_ascii_whitespace());
        let (begin, end, after) = match tag.get(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let end = at + 1 + length(&tag[at + 1..], |byte| byte == quote);
                (at + 1, end, (end + 1).min(tag.len()))
            }
            _ => {
                let end = at + length(&tag[at..], |byte| byte.is_ascii_whitespace() || *byte == b'>');
                (at, end, end)
            }
        };
        in_value(name, &tag[begin..end], sends_on, |place| found(begin + place));
        at = after;
    }
}

fn in_value(name: &[u8], value: &[u8], sends_on: bool, mut found: impl FnMut(usize)) {
    let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()));
    let is_data = name.len() > 5 && name[..5].eq_ignore_ascii_case(b"data-");
    if is(&ADDRESSES) || is_data {
        at_root(value, 0).into_iter().for_each(found);
    } else if is(&LISTS) {
        let mut at = 0;
        while at < value.len() {
            at += length(&value[at..], |byte| !byte.is_ascii_whitespace() && *byte != b',');
            at_root(value, at).into_iter().for_each(&mut found);
            at += length(&value[at..], u8::is_ascii_whitespace);
            at += length(&value[at..], |byte| *byte == b',');
        }
    } else if sends_on && is(&["content"]) {
        let begins = value.windows(4).position(|part| part.eq_ignore_ascii_case(b"url="));
        begins.and_then(|at| at_root(value, at + 4)).into_iter().for_each(found);
    }
}

/// Where an address at the root of the site begins, blanks before it left out; `//host/` names another.
fn at_root(value: &[u8], from: usize) -> Option<usize> {
    let at = from + length(&value[from..], |byte| !byte.is_ascii_whitespace());
    let is_ours = value.get(at) == Some(&b'/') && !matches!(value.get(at + 1), Some(b'/' | b'\\'));
    is_ours.then_some(at)
}

/// `<meta http-equiv="refresh" …>`.
fn is_refresh(tag: &[u8]) -> bool {
    let is_meta = tag.get(1..5).is_some_and(|name| name.eq_ignore_ascii_case(b"meta"));
    let tag = &tag[..length(tag, |byte| *byte == b'>')];
    is_meta && tag.windows(7).any(|part| part.eq_ignore_ascii_case(b"refresh"))
}

/// How many bytes stand before the first that `ends` them.
fn length(bytes: &[u8], ends: impl Fn(&u8) -> bool) -> usize {
    bytes.iter().position(ends).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::{below, path_of};

    #[test]
    fn the_path_is_what_follows_the_host() {
        for (base_url, path) in [
            ("https://example.org", ""),
            ("https://example.org/", ""),
            ("https://example.org:8443/a/b", "/a/b"),
            ("https://example.org/spaces/", "/spaces"),
            ("", ""),
        ] {
            assert_eq!(path_of(base_url), path, "{base_url}");
        }
    }

    #[test]
    fn addresses_at_the_root_get_the_path_and_all_else_stays() {
        for (html, expected) in [
            ("<a href=\"/da/\">/da/</a>", "<a href=\"/spaces/da/\">/da/</a>"),
            ("<a class=x href=/da/>", "<a class=x href=/spaces/da/>"),
            ("<a title='a > b' href = '/'>", "<a title='a > b' href = '/spaces/'>"),
            ("<a href=\"//cdn.example/x\">", "<a href=\"//cdn.example/x\">"),
            ("<a href=\"https://a.example/x\">", "<a href=\"https://a.example/x\">"),
            ("<a href=\"#top\"><a href=\"../x/\">", "<a href=\"#top\"><a href=\"../x/\">"),
            (
                "<img src=\"/a.jpg\" srcset=\"/a.jpg 1x, /b.jpg 2x,/c.jpg 3x\" alt=\"/\">",
                "<img src=\"/spaces/a.jpg\" srcset=\"/spaces/a.jpg 1x, /spaces/b.jpg 2x,/spaces/c.jpg 3x\" alt=\"/\">",
            ),
            (
                "<form method=\"post\" action=\"/da/forms/x\">",
                "<form method=\"post\" action=\"/spaces/da/forms/x\">",
            ),
            ("<button formaction=/x>", "<button formaction=/spaces/x>"),
            (
                "<meta http-equiv=\"refresh\" content=\"0; url=/da/\">",
                "<meta http-equiv=\"refresh\" content=\"0; url=/spaces/da/\">",
            ),
            (
                "<meta name=\"description\" content=\"url=/da/\">",
                "<meta name=\"description\" content=\"url=/da/\">",
            ),
            (
                "<ol data-forms=\"/assets/x.js\" data-count=\"# pages\">",
                "<ol data-forms=\"/spaces/assets/x.js\" data-count=\"# pages\">",
            ),
            ("<input value=\"/da/\" name=/x disabled>", "<input value=\"/da/\" name=/x disabled>"),
            ("1 < 2 </a> <!-- <a href=\"", "1 < 2 </a> <!-- <a href=\""),
            ("<br/><a href=\"/x\"/>", "<br/><a href=\"/spaces/x\"/>"),
            (
                "<svg><use href=\"#i\"/><path d=\"M0 0\"/></svg>",
                "<svg><use href=\"#i\"/><path d=\"M0 0\"/></svg>",
            ),
        ] {
            assert_eq!(below("/spaces", html), expected);
            assert_eq!(below("", html), html);
        }
    }

    #[test]
    fn a_tag_that_never_ends_is_read_to_its_end() {
        for html in [
            "<a",
            "<a ",
            "<a href",
            "<a href=",
            "<a href=\"",
            "<a href=\"/",
            "<a href=\"/x",
            "<img srcset=\"/a 1x,",
            "<",
        ] {
            assert!(below("/spaces", html).ends_with(html.rsplit('/').next().unwrap_or_default()), "{html}");
        }
    }
}
