//! A style sheet without comments and needless blanks, read by the same rules as a browser's.
//!
//! Blanks that may matter stay as one: between selectors, around `+` in `calc()`, before `(` and `:`. They go only
//! beside `{`, `}`, `;` and `,`, and behind the `:` of a declaration.

/// The same rules in fewer bytes.
pub(super) fn css(sheet: &str) -> String {
    let mut short = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while !rest.is_empty() {
        let length = token(rest);
        let (now, later) = rest.split_at(length);
        if now.starts_with("/*") {
            separate(&mut short, later);
        } else if now.starts_with(|c: char| c.is_ascii_whitespace()) {
            blank(&mut short, later);
        } else {
            if now == "}" && short.ends_with(';') {
                short.pop();
            }
            short.push_str(now);
        }
        rest = later;
    }
    short
}

/// The bytes of what stands at the beginning: a comment, a string, an address, a run of blanks, or one character.
pub(super) fn token(rest: &str) -> usize {
    let first = rest.chars().next().unwrap_or_default();
    if rest.starts_with("/*") {
        rest.find("*/").map_or(rest.len(), |at| at + 2)
    } else if first == '"' || first == '\'' {
        string(rest, first)
    } else if rest.starts_with("url(") && !rest[4..].trim_start().starts_with(['"', '\'']) {
        rest.find(')').map_or(rest.len(), |at| at + 1)
    } else if first == '\\' {
        first.len_utf8() + rest[1..].chars().next().map_or(0, char::len_utf8)
    } else if first.is_ascii_whitespace() {
        rest.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(rest.len())
    } else {
        first.len_utf8()
    }
}

fn string(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A run of blanks: nothing where the characters beside it end every token, else one.
fn blank(short: &mut String, later: &str) {
    let before = short.ends_with(['{', '}', ';', ',', ' ']) || short.is_empty() || ends_property(short);
    // `--x: ;` is a value, if an empty one.
    let after = later.is_empty() || !short.ends_with(':') && later.starts_with(['{', '}', ';', ',']);
    if !before && !after {
        short.push(' ');
    }
}

/// A comment parts two tokens without being a blank: `.a/**/.b` is one selector.
fn separate(short: &mut String, later: &str) {
    let apart = |c: char| c.is_ascii_whitespace() || "{};,:()".contains(c);
    let needless = later.is_empty() || later.starts_with(apart) || short.is_empty() || short.ends_with(apart);
    if !needless {
        short.push_str("/**/");
    }
}

/// Whether the text ends in `color:` and the like; `a :hover` and `--x:` keep what is beside them.
fn ends_property(short: &str) -> bool {
    let Some(before) = short.strip_suffix(':') else { return false };
    let start = before.rfind(['{', '}', ';', '(']).map_or(0, |at| at + 1);
    let name = &before[start..];
    !name.is_empty() && !name.starts_with("--") && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::css;

    #[test]
    fn blanks_that_matter_stay() {
        let cases = [
            ("a {\n  color: red;\n}\n", "a{color:red}"),
            (
                "a , b > c { width: calc(1px + 2 * (3em - 1px)) }",
                "a,b > c{width:calc(1px + 2 * (3em - 1px))}",
            ),
            (":is(h1, h2) :hover { x: 1 }", ":is(h1,h2) :hover{x:1}"),
            (
                "@media (width >= 40em) and (hover) { a { b: c } }",
                "@media (width >= 40em) and (hover){a{b:c}}",
            ),
            ("@media screen and (min-width: 1em){}", "@media screen and (min-width:1em){}"),
            ("a { & > b :not(.c) { d: e } }", "a{& > b :not(.c){d:e}}"),
            ("a { --x: ; --y: { a: b } }", "a{--x: ;--y: {a:b}}"),
            ("a::before { content: \"/* ;  } */\"; }", "a::before{content:\"/* ;  } */\"}"),
            ("a { content: 'it\\'s  so' }", "a{content:'it\\'s  so'}"),
            ("a { b: url(x/*y*/z.svg)  no-repeat }", "a{b:url(x/*y*/z.svg) no-repeat}"),
            ("a { b: url( \"x  y\" ) }", "a{b:url( \"x  y\" )}"),
            (".a/* x */.b /* y */ .c{d:e}", ".a/**/.b .c{d:e}"),
            ("a{margin: 1px /* x */ 2px}", "a{margin:1px 2px}"),
            (".sm\\:a  b{c:d}", ".sm\\:a b{c:d}"),
            ("@font-face { src: local(\"a\") , url(b) }", "@font-face{src:local(\"a\"),url(b)}"),
        ];
        for (sheet, short) in cases {
            assert_eq!(css(sheet), short, "{sheet:?}");
            assert_eq!(css(short), short, "twice is once: {short:?}");
        }
    }

    #[test]
    fn what_never_ends_is_no_trouble() {
        for sheet in ["a { b: \"c", "/* a", "a { b: url(c", "a\\"] {
            assert!(css(sheet).len() <= sheet.len(), "{sheet:?}");
        }
    }
}
