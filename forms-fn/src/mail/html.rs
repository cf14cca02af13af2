//! A letter as simple HTML: no picture, nothing that is fetched, no style sheet.
//!
//! Language and direction stand on the outermost `div`, too, since some programs drop `<html>` and `<body>`.

use std::fmt::Write as _;

use super::{Letter, Paragraph};
use crate::escape::escape;

const BODY: &str = "max-width:36em;margin:0 auto;padding:1em;font:1em/1.5 sans-serif;color:#1d1d1f";
const BUTTON: &str = "display:inline-block;padding:.6em 1.2em;border-radius:.4em;background:#1f4e5f;\
                      color:#ffffff;text-decoration:none";
const SMALL: &str = "border-top:1px solid #767676;padding-top:1em;font-size:.875em;color:#595959";

pub(super) fn page(letter: &Letter) -> String {
    let (lang, dir) = (escape(&letter.lang), escape(&letter.dir));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{}</title>\n</head>\n<body>\n<div lang=\"{lang}\" dir=\"{dir}\" style=\"{BODY}\">\n",
        escape(&letter.subject)
    );
    for paragraph in &letter.paragraphs {
        page.push_str(&match paragraph {
            Paragraph::Text(text) => format!("<p>{}</p>\n", lines(text)),
            Paragraph::Link { url, label } => link(&escape(url), &escape(label)),
        });
    }
    if !letter.footer.is_empty() {
        let footer: Vec<String> = letter.footer.iter().map(|line| escape(line)).collect();
        let _ = writeln!(page, "<p style=\"{SMALL}\">{}</p>", footer.join("<br>\n"));
    }
    page.push_str("</div>\n</body>\n</html>\n");
    page
}

/// The address reads from left to right in every language.
fn link(url: &str, label: &str) -> String {
    format!(
        "<p><a href=\"{url}\" style=\"{BUTTON}\">{label}</a></p>\n\
         <p><a href=\"{url}\" dir=\"ltr\" style=\"word-break:break-all\">{url}</a></p>\n"
    )
}

fn lines(text: &str) -> String {
    text.trim().lines().map(escape).collect::<Vec<_>>().join("<br>\n")
}
