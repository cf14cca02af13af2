//! A letter as simple HTML: nothing that is fetched, no style sheet, and no picture but a code that lies in the letter itself.
//!
//! Language and direction stand on the outermost `div`, too, since some programs drop `<html>` and `<body>`.

use forms::html::Html;
use maud::{DOCTYPE, html};

use super::{Letter, Paragraph, Span};

/// By which the text names the picture of a code.
pub(super) const CODE: &str = "door-code";

const BODY: &str = "max-width:36em;margin:0 auto;padding:1em;font:1em/1.5 sans-serif;color:#1d1d1f";
const BUTTON: &str = "display:inline-block;padding:.6em 1.2em;border-radius:.4em;background:#1f4e5f;\
                      color:#ffffff;text-decoration:none";
const SMALL: &str = "border-top:1px solid #767676;padding-top:1em;font-size:.875em;color:#595959";

pub(super) fn page(letter: &Letter) -> Html {
    let (lang, dir) = (&letter.lang, letter.dir);
    html! {
        (DOCTYPE) "\n"
        html lang=(lang) dir=(dir) { "\n"
            head { "\n"
                meta charset="utf-8"; "\n"
                title { (letter.subject) } "\n"
            } "\n"
            body { "\n"
                div lang=(lang) dir=(dir) style=(BODY) { "\n"
                    @for part in &letter.paragraphs { (paragraph(part)) }
                    @if !letter.footer.is_empty() {
                        p style=(SMALL) { (lines(letter.footer.iter().map(String::as_str))) } "\n"
                    }
                } "\n"
            } "\n"
        } "\n"
    }
}

fn paragraph(paragraph: &Paragraph) -> Html {
    match paragraph {
        Paragraph::Text(text) => html! { p { (lines(text.trim().lines())) } "\n" },
        Paragraph::Written(spans) => html! { p { (written(spans)) } "\n" },
        Paragraph::Link { url, label } => html! {
            p { a href=(url) style=(BUTTON) { (label) } } "\n"
            // The address reads from left to right in every language.
            p { a href=(url) dir="ltr" style="word-break:break-all" { (url) } } "\n"
        },
        Paragraph::Code { words, .. } => html! {
            // White around it, in the dark, too: programs that read codes want it so.
            p { img src=(format!("cid:{CODE}")) alt=(words) width="200" height="200" style="background:#ffffff"; br; (words) } "\n"
        },
        Paragraph::More { url, label } => html! { p { a href=(url) { (label) } } "\n" },
    }
}

/// Words and links as they were written.
fn written(spans: &[Span]) -> Html {
    html! {
        @for span in spans {
            @match span {
                Span::Text(text) => (lines(text.split('\n'))),
                Span::Link(url) => { a href=(url) dir="ltr" style="word-break:break-all" { (url) } },
            }
        }
    }
}

fn lines<'a>(lines: impl Iterator<Item = &'a str>) -> Html {
    html! {
        @for (at, line) in lines.enumerate() {
            @if at > 0 { br; "\n" }
            (line)
        }
    }
}
