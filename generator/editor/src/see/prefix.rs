//! A page of the site → the same page with every address of the site below a prefix, and nothing else changed.
//!
//! Where an address begins is found by a parser; at that byte the prefix is put in. So whoever takes the prefix out again has the
//! page as it will be published, byte for byte.

use lol_html::html_content::Element;
use lol_html::{HtmlRewriter, Settings, element, text};

/// Attributes in which an address may stand. Of `data-…` each may hold one.
const ADDRESSES: [&str; 6] = ["href", "src", "action", "formaction", "poster", "data"];

/// The page with the prefix, `/…`; as it is where it can't be parsed.
pub(crate) fn in_html(page: &[u8], prefix: &str, below_head: &str) -> Vec<u8> {
    let Some(places) = places(page) else { return page.to_vec() };
    let mut parts: Vec<(usize, &str)> = places.addresses.into_iter().map(|at| (at, prefix)).collect();
    parts.extend(places.body.map(|at| (at, below_head)));
    with(page, parts)
}

/// A style sheet with the prefix before the addresses in it.
pub(crate) fn in_css(style: &[u8], prefix: &str) -> Vec<u8> {
    with(style, in_style(style, 0).into_iter().map(|at| (at, prefix)).collect())
}

fn with(text: &[u8], mut parts: Vec<(usize, &str)>) -> Vec<u8> {
    parts.sort_by_key(|(at, _)| *at);
    let mut whole = Vec::with_capacity(text.len() + parts.iter().map(|(_, part)| part.len()).sum::<usize>());
    let mut from = 0;
    for (at, part) in parts {
        whole.extend_from_slice(&text[from..at]);
        whole.extend_from_slice(part.as_bytes());
        from = at;
    }
    whole.extend_from_slice(&text[from..]);
    whole
}

/// Where something is put in, in bytes.
#[derive(Default)]
struct Places {
    addresses: Vec<usize>,
    /// Behind the tag `<body>`.
    body: Option<usize>,
}

fn places(page: &[u8]) -> Option<Places> {
    let (mut places, mut styles) = (Places::default(), Vec::new());
    let handlers = vec![
        element!("*", |element| {
            places.addresses.extend(of_element(element, page));
            if element.tag_name() == "body" {
                places.body = Some(element.source_location().bytes().end);
            }
            Ok(())
        }),
        text!("style", |chunk| {
            styles.push(chunk.source_location().bytes());
            Ok(())
        }),
    ];
    let settings =
        handlers.into_iter().fold(Settings::new(), |all, one| all.append_element_content_handler(one));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(page).ok()?;
    rewriter.end().ok()?;
    for style in styles {
        places.addresses.extend(in_style(page.get(style.clone())?, style.start));
    }
    Some(places)
}

fn of_element(element: &Element<'_, '_>, page: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    for attribute in element.attributes() {
        let Some(place) = attribute.value_source_location() else { continue };
        let place = place.bytes();
        let Some(value) = page.get(place.clone()) else { continue };
        let from = place.start;
        match attribute.name().as_str() {
            "srcset" | "imagesrcset" => found.extend(in_set(value).into_iter().map(|at| from + at)),
            "style" => found.extend(in_style(value, from)),
            "content" => found.extend(in_refresh(value).map(|at| from + at)),
            name if (ADDRESSES.contains(&name) || name.starts_with("data-")) && is_address(value) => {
                found.push(from);
            }
            _ => {}
        }
    }
    found
}

/// Whether a text begins with an address of this site: `/da/`, and not `//elsewhere.example`.
fn is_address(text: &[u8]) -> bool {
    text.first() == Some(&b'/') && text.get(1) != Some(&b'/')
}

/// Of `/a.webp 480w, /b.webp 960w`.
fn in_set(value: &[u8]) -> Vec<usize> {
    let starts = value.iter().enumerate().filter(|(at, byte)| {
        let before = value[..*at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
        // An address begins the list, or follows a comma and a blank.
        let begins = before.is_none() || (before == Some(&b',') && value[at - 1].is_ascii_whitespace());
        **byte == b'/' && begins && is_address(&value[*at..])
    });
    starts.map(|(at, _)| at).collect()
}

/// Of `0; url=/da/`, as a page that leads on has it.
fn in_refresh(value: &[u8]) -> Option<usize> {
    let lower = value.to_ascii_lowercase();
    let at = lower.windows(5).position(|window| window == b";url=").map(|at| at + 5);
    let at = at.or_else(|| lower.windows(6).position(|window| window == b"; url=").map(|at| at + 6))?;
    (lower[..at].first().is_some_and(u8::is_ascii_digit) && is_address(&value[at..])).then_some(at)
}

/// Of `url(/assets/…)` and `@import "/…"`.
fn in_style(style: &[u8], from: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for mark in [&b"url("[..], b"@import "] {
        for at in
            style.windows(mark.len()).enumerate().filter(|(_, window)| window.eq_ignore_ascii_case(mark))
        {
            let mut at = at.0 + mark.len();
            while style.get(at).is_some_and(|byte| byte.is_ascii_whitespace() || b"\"'".contains(byte)) {
                at += 1;
            }
            if is_address(&style[at..]) {
                found.push(from + at);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    fn check(page: &str, expected: &str) {
        let made = String::from_utf8(in_html(page.as_bytes(), "/T", "<i></i>")).unwrap();
        assert_eq!(made, expected);
        assert_eq!(made.replace("<i></i>", "").replace("/T/", "/"), page);
    }

    #[test]
    fn every_address_of_the_site_gets_it_and_nothing_else() {
        check(
            "<!doctype html><body class=a\n  id='b'><a href=\"/da/\">/da/</a><a href='/en/'>x</a><a href=/fi/>y</a>",
            "<!doctype html><body class=a\n  id='b'><i></i><a href=\"/T/da/\">/da/</a><a href='/T/en/'>x</a><a href=/T/fi/>y</a>",
        );
        check(
            "<a href=\"//other.example/\"></a><a href=\"https://x.example/da/\"></a><a href=\"#a\"></a><a title=\"/da/\"></a>",
            "<a href=\"//other.example/\"></a><a href=\"https://x.example/da/\"></a><a href=\"#a\"></a><a title=\"/da/\"></a>",
        );
        check(
            "<img src=\"/a.webp\" srcset=\"/a.webp 480w, /b.webp 960w\" data-big=\"/c\" alt=\"/, /x\">",
            "<img src=\"/T/a.webp\" srcset=\"/T/a.webp 480w, /T/b.webp 960w\" data-big=\"/T/c\" alt=\"/, /x\">",
        );
    }

    #[test]
    fn styles_and_pages_that_lead_on() {
        check(
            "<style>a{background:url(/x.svg)}</style><p style=\"background:url('/y.svg')\">url(/z)</p>",
            "<style>a{background:url(/T/x.svg)}</style><p style=\"background:url('/T/y.svg')\">url(/z)</p>",
        );
        check(
            "<meta http-equiv=\"refresh\" content=\"0; url=/da/\"><meta name=description content=\"a; url=/b\">",
            "<meta http-equiv=\"refresh\" content=\"0; url=/T/da/\"><meta name=description content=\"a; url=/b\">",
        );
        let style = in_css(b"@font-face{src:url(\"/f.woff2\") , url(data:x/y)}", "/T");
        assert_eq!(style, b"@font-face{src:url(\"/T/f.woff2\") , url(data:x/y)}");
    }
}
