//! What stands around each page.

use forms::Html;
use maud::html;

use super::{Asked, Page};
use crate::desk::Desk;
use crate::words::Words;

/// A whole page.
pub(crate) fn drawn(asked: &Asked, page: Page, desk: &Desk) -> String {
    let body = html! {
        a class="skip" href="#main" { (asked.t("nav.skip")) }
        header {
            nav aria-label=(asked.t("nav.label")) {
                ul {
                    li { a href="/edit/" { (asked.t("nav.home")) } }
                    @if asked.person.rights.writes() { li { a href="/edit/new" { (asked.t("nav.new")) } } }
                    li { a href="/edit/documents" { (asked.t("nav.documents")) } }
                    @if asked.person.rights.gives_roles { li { a href="/edit/people" { (asked.t("server.people")) } } }
                    li { a href="/edit/help" { (asked.t("nav.help")) } }
                }
            }
        }
        main id="main" {
            h1 { (page.title) }
            (page.body)
        }
        footer {
            p { (asked.words.with("nav.who", &[("name", &asked.person.name)])) }
            @if desk.is_shared {
                form method="post" action="/desk/sign-out" class="one" { button class="quiet" { (asked.t("server.signOut")) } }
            }
        }
    };
    whole(asked.words, &page.title, &html! {}, &body)
}

/// A page for somebody of whom it isn't known who they are. `again` has the browser ask for it once more by itself.
pub(crate) fn bare(words: Words, body: &Html, again: bool) -> String {
    let head = html! { @if again { meta http-equiv="refresh" content="0"; } };
    let title = words.text("home.title");
    whole(words, &title, &head, &html! { main id="main" { h1 { (title) } (body) } })
}

fn whole(words: Words, title: &str, head: &Html, body: &Html) -> String {
    let whole = html! {
        (maud::DOCTYPE)
        html lang=(words.lang()) dir=(words.dir()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/edit/style.css";
                (head)
            }
            body { (body) }
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
