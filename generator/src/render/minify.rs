//! HTML with the same words and fewer bytes: no comments, one blank or line break where several stood.
//!
//! A blank between inline elements is seen, so it is never dropped, only made one. Nothing inside a tag changes.

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

/// The page in one walk from its beginning to its end.
pub(super) fn html(page: &str) -> String {
    let mut short = String::with_capacity(page.len());
    let mut rest = page;
    // Whether the last character came from text and is a blank; a comment in between changes nothing.
    let mut after_blank = false;
    while !rest.is_empty() {
        let (piece, length) = next(rest);
        let (now, later) = rest.split_at(length);
        match piece {
            Piece::Comment => {}
            Piece::Fixed => {
                short.push_str(now);
                after_blank = false;
            }
            Piece::Text => after_blank = collapse(now, after_blank, &mut short),
        }
        rest = later;
    }
    short
}

/// The piece at the beginning of `rest`, and its bytes; what never ends goes to the end of the page.
fn next(rest: &str) -> (Piece, usize) {
    if rest.starts_with("<!--") {
        return (Piece::Comment, rest.find("-->").map_or(rest.len(), |at| at + "-->".len()));
    }
    let is_tag = rest.starts_with('<')
        && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    if !is_tag {
        let first = rest.chars().next().map_or(0, char::len_utf8);
        return (Piece::Text, rest[first..].find('<').map_or(rest.len(), |at| first + at));
    }
    let tag = tag_length(rest);
    let raw = RAW.iter().find(|name| opens(&rest[..tag], name));
    (Piece::Fixed, tag + raw.map_or(0, |name| raw_length(&rest[tag..], name)))
}

/// Up to the `>` that isn't inside quotation marks.
fn tag_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(next) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
        at += next + 1;
        let found = bytes[at - 1];
        if found == b'>' {
            return at;
        }
        match memchr::memchr(found, &bytes[at..]) {
            Some(end) => at += end + 1,
            None => break,
        }
    }
    rest.len()
}

fn opens(tag: &str, name: &str) -> bool {
    let Some(after) = tag.get(1..=name.len()) else { return false };
    let ends = tag[1 + name.len()..].starts_with(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/');
    after.eq_ignore_ascii_case(name) && ends
}

/// Up to the tag that ends the element.
fn raw_length(content: &str, name: &str) -> usize {
    let closes = |at: &usize| {
        content.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name))
    };
    content.match_indices("</").map(|(at, _)| at).find(closes).unwrap_or(content.len())
}

/// Appends text, each run of blanks as its first line break or else one blank; says whether it ends in one.
fn collapse(text: &str, mut after_blank: bool, short: &mut String) -> bool {
    // What isn't changed is copied in one piece, which is most of a page.
    let (mut copied, mut at) = (0, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if !bytes[at].is_ascii_whitespace() {
            after_blank = false;
            at += 1;
            continue;
        }
        let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let stays = run == 1 && !after_blank && matches!(bytes[at], b' ' | b'\n');
        if !stays {
            short.push_str(&text[copied..at]);
            if !after_blank {
                short.push(if bytes[at..at + run].contains(&b'\n') { '\n' } else { ' ' });
            }
            copied = at + run;
        }
        after_blank = true;
        at += run;
    }
    short.push_str(&text[copied..]);
    after_blank
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::html;

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
