//! HTML in pieces, one after the other: which of its blanks are seen as one, and which comments nobody sees.

/// Elements whose blanks are seen or belong to another language, and how their end begins.
const RAW: [(&str, &str); 4] =
    [("pre", "</pre"), ("textarea", "</textarea"), ("script", "</script"), ("style", "</style")];

/// A piece of HTML.
pub(super) enum HtmlPiece {
    /// A whole comment.
    Comment,
    /// All blanks up to the next word or tag.
    Blanks,
    /// Words, or as much of a tag or of a raw element as stands here.
    Fixed,
}

/// What a place in HTML is in.
#[derive(Default)]
pub(super) enum Within {
    #[default]
    Text,
    /// A tag, maybe in quotation marks, and what ends the element if it is raw.
    Tag { quote: Option<u8>, raw: Option<&'static str> },
    /// A raw element or a comment that goes on behind code, up to what ends it.
    Raw(&'static str),
}

impl Within {
    /// The piece at the beginning, and its bytes; then the place is behind it. HTML may end anywhere, since code follows.
    pub(super) fn next(&mut self, html: &str) -> (HtmlPiece, usize) {
        match *self {
            Self::Text => self.in_text(html),
            Self::Tag { quote, raw } => (HtmlPiece::Fixed, self.in_tag(html, quote, raw)),
            Self::Raw(end) => match find(html, end) {
                Some(0) => {
                    *self = Self::Text;
                    self.in_text(html)
                }
                at => (HtmlPiece::Fixed, at.unwrap_or(html.len())),
            },
        }
    }

    fn in_text(&mut self, html: &str) -> (HtmlPiece, usize) {
        let blanks = html.len() - html.trim_ascii_start().len();
        if blanks > 0 {
            return (HtmlPiece::Blanks, blanks);
        }
        if html.starts_with("<!--") {
            return self.in_comment(html);
        }
        if begins_tag(html) {
            return (HtmlPiece::Fixed, 1 + self.in_tag(&html[1..], None, raw(html)));
        }
        let ends = |(_, c): &(usize, char)| *c == '<' || c.is_ascii_whitespace();
        (HtmlPiece::Fixed, html.char_indices().skip(1).find(ends).map_or(html.len(), |(at, _)| at))
    }

    /// A comment with code in it goes on: what the code does may matter elsewhere.
    fn in_comment(&mut self, html: &str) -> (HtmlPiece, usize) {
        match html.find("-->") {
            Some(at) => (HtmlPiece::Comment, at + "-->".len()),
            None => {
                *self = Self::Raw("-->");
                (HtmlPiece::Fixed, html.len())
            }
        }
    }

    /// Up to the `>` that isn't in quotation marks.
    fn in_tag(&mut self, html: &str, mut quote: Option<u8>, raw: Option<&'static str>) -> usize {
        for (at, byte) in html.bytes().enumerate() {
            match quote {
                Some(open) if byte == open => quote = None,
                None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
                None if byte == b'>' => {
                    *self = raw.map_or(Self::Text, Self::Raw);
                    return at + 1;
                }
                _ => {}
            }
        }
        *self = Self::Tag { quote, raw };
        html.len()
    }
}

/// Whether a tag begins here; its name may be code, which isn't part of this piece.
fn begins_tag(html: &str) -> bool {
    let begins = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!');
    html.starts_with('<') && html.as_bytes().get(1).is_none_or(begins)
}

/// What ends the element that begins here, if it is raw.
fn raw(html: &str) -> Option<&'static str> {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let is = |name: &str| {
        html.get(1..=name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
            && html.as_bytes().get(1 + name.len()).is_none_or(ends)
    };
    RAW.iter().find(|(name, _)| is(name)).map(|(_, end)| *end)
}

/// Where the end of a raw element is; HTML has no difference between small and large letters.
fn find(html: &str, end: &str) -> Option<usize> {
    html.as_bytes().windows(end.len()).position(|part| part.eq_ignore_ascii_case(end.as_bytes()))
}
