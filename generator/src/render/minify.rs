//! HTML with the same words and fewer bytes: no comments, one blank or line break where several stood.
//!
//! A blank between inline elements is seen, so it is never dropped, only made one. Inside a tag nothing changes but
//! addresses, where the site stands below a path of its host.

use forms::addresses;
use memchr::{memchr, memchr3, memmem};

/// Elements whose blanks are seen or belong to another language.
const RAW: [&str; 4] = ["pre", "textarea", "script", "style"];

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Comment,
    /// A tag, or a whole raw element.
    Fixed,
    Text,
}

/// The page in one walk from its beginning to its end, with `path` before all addresses at the root of the site.
pub(super) fn html(page: &[u8], path: &str) -> Vec<u8> {
    let mut short = Short { page, text: Vec::with_capacity(page.len()), done: 0 };
    let mut at = 0;
    // Whether the last character came from text and is a blank; a comment in between changes nothing.
    let mut after_blank = false;
    while at < page.len() {
        let (piece, length) = next(&page[at..]);
        let end = at + length;
        match piece {
            Piece::Comment => short.replace(at, end, b""),
            Piece::Fixed => {
                after_blank = false;
                if !path.is_empty() {
                    addresses::in_tag(&page[at..end], |place| {
                        short.replace(at + place, at + place, path.as_bytes());
                    });
                }
            }
            Piece::Text => after_blank = collapse(at, end, after_blank, &mut short),
        }
        at = end;
    }
    short.finish()
}

/// The page so far. Most of it stays, so what stands between two changes is copied in one piece.
struct Short<'p> {
    page: &'p [u8],
    text: Vec<u8>,
    /// Up to where `text` holds the page.
    done: usize,
}

impl Short<'_> {
    fn replace(&mut self, from: usize, to: usize, with: &[u8]) {
        self.text.extend_from_slice(&self.page[self.done..from]);
        self.text.extend_from_slice(with);
        self.done = to;
    }

    fn finish(mut self) -> Vec<u8> {
        self.text.extend_from_slice(&self.page[self.done..]);
        self.text
    }
}

/// The piece at the beginning of `rest`, and its bytes; what never ends goes to the end of the page.
fn next(rest: &[u8]) -> (Piece, usize) {
    if rest.starts_with(b"<!--") {
        return (Piece::Comment, memmem::find(rest, b"-->").map_or(rest.len(), |at| at + "-->".len()));
    }
    let begins = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!');
    if rest[0] != b'<' || !rest.get(1).is_some_and(begins) {
        return (Piece::Text, memchr(b'<', &rest[1..]).map_or(rest.len(), |at| 1 + at));
    }
    let tag = tag_length(rest);
    let raw = RAW.iter().find(|name| opens(&rest[..tag], name));
    (Piece::Fixed, tag + raw.map_or(0, |name| raw_length(&rest[tag..], name)))
}

/// Up to the `>` that isn't inside quotation marks.
fn tag_length(rest: &[u8]) -> usize {
    let Some(end) = memchr(b'>', rest) else { return rest.len() };
    let tag = &rest[..end];
    let odd = tag.iter().fold(false, |odd, &byte| odd ^ (byte == b'"'));
    let single = tag.iter().fold(false, |found, &byte| found | (byte == b'\''));
    // Nearly every tag: all quotation marks are of one kind, and as many close as open.
    if odd || single { quoted_tag_length(rest) } else { end + 1 }
}

/// The same, from one quotation mark to the next.
fn quoted_tag_length(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(next) = memchr3(b'>', b'"', b'\'', &rest[at..]) {
        at += next + 1;
        let found = rest[at - 1];
        if found == b'>' {
            return at;
        }
        match memchr(found, &rest[at..]) {
            Some(end) => at += end + 1,
            None => break,
        }
    }
    rest.len()
}

fn opens(tag: &[u8], name: &str) -> bool {
    let Some(after) = tag.get(1..=name.len()) else { return false };
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    after.eq_ignore_ascii_case(name.as_bytes()) && tag.get(1 + name.len()).is_some_and(ends)
}

/// Up to the tag that ends the element.
fn raw_length(content: &[u8], name: &str) -> usize {
    let closes = |at: &usize| {
        let end = content.get(at + 2..at + 2 + name.len());
        end.is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
    };
    memmem::find_iter(content, b"</").find(closes).unwrap_or(content.len())
}

/// Makes each run of blanks in a text its first line break or else one blank; says whether the text ends in one.
fn collapse(from: usize, to: usize, mut after_blank: bool, short: &mut Short<'_>) -> bool {
    let bytes = &short.page[..to];
    if !(after_blank && bytes[from].is_ascii_whitespace()) && is_short(&bytes[from..]) {
        return bytes[to - 1].is_ascii_whitespace();
    }
    let mut at = from;
    while at < to {
        if !bytes[at].is_ascii_whitespace() {
            after_blank = false;
            at += 1;
            continue;
        }
        let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let stays = run == 1 && !after_blank && matches!(bytes[at], b' ' | b'\n');
        if !stays {
            let one = if bytes[at..at + run].contains(&b'\n') { b"\n" } else { b" " };
            short.replace(at, at + run, if after_blank { b"" } else { one });
        }
        after_blank = true;
        at += run;
    }
    after_blank
}

/// Whether no two blanks stand side by side, and each is a space or a line break. It looks at every byte, without a
/// branch, since processors then look at sixteen at once.
fn is_short(text: &[u8]) -> bool {
    let blank = |byte: u8| (byte == b' ') | (byte == b'\n');
    let other = |byte: u8| (byte == b'\t') | (byte == b'\r') | (byte == b'\x0c');
    let others = text.iter().fold(false, |found, &byte| found | other(byte));
    let pairs = text.iter().zip(&text[1..]);
    !others & !pairs.fold(false, |found, (&one, &two)| found | (blank(one) & blank(two)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    fn html(page: &str) -> String {
        String::from_utf8(super::html(page.as_bytes(), "")).expect("no letter is cut in two")
    }

    #[test]
    fn words_stay_and_blanks_become_one() {
        let cases = [
            ("<p>a  <b>b</b>\n\n  c</p>\n\n<p>", "<p>a <b>b</b>\nc</p>\n<p>"),
            ("a <!-- x --> b<!-- y -->c", "a bc"),
            (
                "<pre>a  \n b</pre>  <textarea>\n\n x  </textarea>",
                "<pre>a  \n b</pre> <textarea>\n\n x  </textarea>",
            ),
            ("<script>a  <!--  b</script>", "<script>a  <!--  b</script>"),
            ("<PRE>a  b</Pre>  c", "<PRE>a  b</Pre> c"),
            ("<prefix>a  b</prefix>", "<prefix>a b</prefix>"),
            ("<img alt='a  >  b'>  2 <  3", "<img alt='a  >  b'> 2 < 3"),
            ("a\u{a0} \u{2009} b", "a\u{a0} \u{2009} b"),
            ("<!DOCTYPE html>\n\n<html>", "<!DOCTYPE html>\n<html>"),
            ("<p title=\"never  ends", "<p title=\"never  ends"),
            ("<!-- never ends", ""),
        ];
        for (page, short) in cases {
            assert_eq!(html(page), short, "{page:?}");
        }
    }

    /// A piece of a page: what is written, and what a reader sees of it (`None`: nothing).
    fn piece() -> impl Strategy<Value = (String, Option<String>)> {
        let seen = |text: &str| (text.to_owned(), Some(text.to_owned()));
        prop_oneof![
            "[a-zа-яء-ي \\n\\t&;]{0,8}".prop_map(|text| (text.clone(), Some(text))),
            "[a-z][a-z <>\"\\n]{0,6}".prop_map(|text| (format!("<!--{text}-->"), None)),
            Just(seen("<b>")),
            Just(seen("</b>")),
            Just(seen("<i title='a  >  \"b'>")),
            "[a-z <\\n]{0,8}"
                .prop_map(|text| (format!("<pre>{text}</pre>"), Some(format!("<pre>{text}</pre>")))),
        ]
    }

    /// What is seen, in pieces that can be compared: blanks outside of tags and `<pre>` are one.
    fn seen(pieces: &[(String, Option<String>)]) -> String {
        let mut all = String::new();
        for (_, seen) in pieces {
            let Some(seen) = seen else { continue };
            if seen.starts_with('<') {
                all.push_str(seen);
                continue;
            }
            for c in seen.chars() {
                let blank = c.is_ascii_whitespace();
                if !(blank && all.ends_with('␣')) {
                    all.push(if blank { '␣' } else { c });
                }
            }
        }
        all
    }

    proptest! {
        #[test]
        fn nothing_that_is_seen_changes(pieces in prop::collection::vec(piece(), 0..20)) {
            let page: String = pieces.iter().map(|(written, _)| written.as_str()).collect();
            let short = html(&page);
            prop_assert!(short.len() <= page.len());
            prop_assert_eq!(html(&short), short.clone(), "twice is once");
            let words = |text: &str| text.split_ascii_whitespace().collect::<String>();
            let expected = seen(&pieces).replace('␣', " ");
            prop_assert_eq!(words(&short), words(&expected));
            prop_assert_eq!(short.split_ascii_whitespace().count(), expected.split_ascii_whitespace().count());
        }
    }
}
