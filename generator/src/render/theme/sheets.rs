//! What is never closed in a style sheet, and what closes nothing: browsers leave out all behind it, and say nothing.

use std::ops::Range;

use super::minify;
use super::templates;
use crate::content::ThemeFolders;
use crate::diagnostic::{Code, Diagnostic, Sentence, say};
use crate::source::Source;

/// One problem for each style sheet of the site and its themes that isn't whole: the first one in it.
pub(super) fn check(source: &Source, folders: &ThemeFolders) -> Vec<Diagnostic> {
    let is_ours =
        |path: &str| path.starts_with(templates::OWN) || folders.all().any(|folder| path.starts_with(folder));
    let sheets = source.texts.iter().filter(|(path, _)| path.ends_with(".css") && is_ours(path));
    let problem = |(path, sheet): (&String, &String)| {
        let (place, message) = slip(sheet)?;
        Some(Diagnostic::error(Code::ThemeSheet, path, place, message).with_hint(say!("theme.sheetHint")))
    };
    sheets.filter_map(problem).collect()
}

/// The first slip, and where it is.
fn slip(sheet: &str) -> Option<(Range<usize>, Sentence)> {
    let never_closed = |at: usize, mark: &str| (at..at + mark.len(), say!("theme.open", mark));
    let mut open: Vec<(usize, &str)> = Vec::new();
    // Whether a value may have begun: there was a `:` since the last end of one.
    let (mut in_value, mut at) = (false, 0);
    while at < sheet.len() {
        let rest = &sheet[at..];
        let piece = &rest[..minify::token(rest)];
        match piece {
            "{" | "(" | "[" => open.push((at, piece)),
            "}" | ")" | "]" => match open.pop() {
                None => return Some((at..at + 1, say!("theme.closes", mark = piece))),
                Some((_, mark)) if closes(mark, piece) => {}
                Some((at, mark)) => return Some(never_closed(at, mark)),
            },
            _ if piece.starts_with("/*") && !is_whole(piece, "*/", 4) => return Some(never_closed(at, "/*")),
            _ if piece.starts_with("url(") && !piece.ends_with(')') => return Some(never_closed(at, "url(")),
            _ if piece.starts_with(['"', '\'']) && !is_text(piece) => {
                return Some(never_closed(at, &piece[..1]));
            }
            _ => {}
        }
        if in_value
            && open.last().is_some_and(|(_, mark)| *mark == "{")
            && let Some(name) = custom_property(sheet, at)
        {
            return Some((at..at + name.len(), say!("theme.semicolon", name)));
        }
        match piece {
            ":" => in_value = true,
            ";" | "{" | "}" => in_value = false,
            _ => {}
        }
        at += piece.len();
    }
    open.first().map(|(at, mark)| never_closed(*at, mark))
}

/// Whether what begins with a mark of half this many bytes has its end, which isn't its beginning.
fn is_whole(piece: &str, end: &str, bytes: usize) -> bool {
    piece.len() >= bytes && piece.ends_with(end)
}

/// Whether a text in quotation marks ends with one in its own line.
fn is_text(piece: &str) -> bool {
    is_whole(piece, &piece[..1], 2) && !piece.replace("\\\n", "").replace("\\\r\n", "").contains('\n')
}

fn closes(open: &str, mark: &str) -> bool {
    matches!((open, mark), ("{", "}") | ("(", ")") | ("[", "]"))
}

/// `--ground`, if that and a colon stand there.
fn custom_property(sheet: &str, at: usize) -> Option<&str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if !sheet[at..].starts_with("--") || sheet[..at].ends_with(is_part) {
        return None;
    }
    let name = &sheet[at..];
    let name = &name[..name.find(|c: char| !is_part(c)).unwrap_or(name.len())];
    sheet[at + name.len()..].trim_start().starts_with(':').then_some(name)
}

#[cfg(test)]
mod tests {
    use super::slip;

    #[test]
    fn the_first_slip_is_found_where_it_is() {
        let cases = [
            (":root { --a: 1; ", "{"),
            (":root { --a: 1; } } a { b: c }", "}"),
            (":root { --a: var(--b; }", "("),
            (":root { --a: calc(1px + (2px) }", "("),
            ("/* all\n:root { --a: 1 }", "/*"),
            (":root { --a: \"x; }", "\""),
            (":root { --a: \"x;\n --b: \"y\"; }", "\""),
            ("a { b: url(x.svg }", "url("),
            (":root { --a: 1\n --b: 2; }", "--b"),
            ("@media print { :root { --a: 1; }", "{"),
            ("a[b { c: d }", "["),
            ("/*/ a { b: c }", "/*"),
        ];
        for (sheet, mark) in cases {
            let (place, message) = slip(sheet).unwrap_or_else(|| panic!("nothing found in {sheet:?}"));
            assert_eq!(&sheet[place], mark, "{sheet:?}: {message}");
        }
        let sound = [
            "",
            ":root { --a: 1; --b: var(--a) }",
            "a:hover { --x: 1 } a::before { content: \"}\\\"\" }",
            "@media (width > 1em) and (hover) { a { &:not(.b) { c: d } } }",
            "a { b: url( \"x)y\" ) } /* { */",
            ":root { --y: { --z: 1 }; --empty: ; }",
            "a { transition: --a 1s, --b 2s; b: 'it\\'s' }",
        ];
        for sheet in sound {
            assert!(slip(sheet).is_none(), "{sheet:?}");
        }
    }
}
