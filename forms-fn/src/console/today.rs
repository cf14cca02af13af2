//! `/desk`: what waits for a person.

use axum::response::Response;
use maud::html;

use super::visitor::Visitor;

/// GET
pub(super) async fn show(visitor: Visitor) -> Response {
    let title = visitor.t("today.title");
    let main = html! {
        h1 { (title) } "\n"
        p { (visitor.t("today.nothing")) } "\n"
    };
    visitor.page(&title, &main)
}
