//! What stands around each page.

use forms::Html;
use maud::html;

use super::{Asked, Page};

/// A whole page.
pub(crate) fn drawn(asked: &Asked, page: Page) -> String {
    let whole = html! {
        (maud::DOCTYPE)
        html lang=(asked.words.lang()) dir=(asked.words.dir()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) }
                link rel="stylesheet" href="/edit/style.css";
            }
            body {
                a class="skip" href="#main" { (asked.t("nav.skip")) }
                header {
                    nav aria-label=(asked.t("nav.label")) {
                        ul {
                            li { a href="/edit/" { (asked.t("nav.home")) } }
                            li { a href="/edit/new" { (asked.t("nav.new")) } }
                            li { a href="/edit/documents" { (asked.t("nav.documents")) } }
                            li { a href="/edit/help" { (asked.t("nav.help")) } }
                        }
                    }
                }
                main id="main" {
                    h1 { (page.title) }
                    (page.body)
                }
                footer { p { (asked.words.with("nav.who", &[("name", &asked.person.name)])) } }
            }
        }
    };
    whole.into_string()
}

/// What may stand in a text, each with an example: `help.<part>` and `help.<part>Example` in the words.
const HOW_TO_WRITE: [&str; 13] = [
    "heading", "bold", "list", "numbers", "link", "linkOut", "picture", "quote", "footnote", "said",
    "figure", "video", "box",
];

/// How to write.
pub(super) fn help(asked: &Asked) -> Html {
    html! {
        p { (asked.t("help.intro")) }
        dl class="how" {
            @for part in HOW_TO_WRITE {
                dt { (asked.t(&format!("help.{part}"))) }
                dd { pre dir="auto" { (asked.t(&format!("help.{part}Example"))) } }
            }
        }
    }
}
