//! `/desk/rights`: who may what, from the table by which it is checked.

use axum::response::Response;
use maud::html;

use super::visitor::Visitor;
use crate::accounts::Right;

/// GET
pub(super) async fn show(visitor: Visitor) -> Response {
    let title = visitor.t("rights.title");
    let main = html! {
        h1 { (title) } "\n"
        p { (visitor.t("rights.intro")) } "\n"
        @for role in visitor.roles() {
            h2 { (visitor.t(&format!("role.{role}"))) } "\n"
            p { (visitor.t(&format!("roleText.{role}"))) } "\n"
            ul {
                @for right in Right::ALL.into_iter().filter(|right| role.may(*right)) {
                    li {
                        (visitor.t(&format!("right.{}", right.as_str())))
                        @if right.needs_passkey() { " " small { (visitor.t("rights.passkey")) } }
                    } "\n"
                }
            } "\n"
        }
    };
    visitor.page(&title, &main)
}
