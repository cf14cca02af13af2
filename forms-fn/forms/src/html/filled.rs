//! Words with HTML in them: a placeholder stands where the HTML belongs.

use maud::html;

use super::Html;
use crate::texts::{Piece, pieces};

/// Replaces `{name}` by its HTML, once; a placeholder without any stays as it is.
pub fn filled(text: &str, args: &[(&str, Html)]) -> Html {
    let html_of = |name: &str| args.iter().find_map(|(known, html)| (*known == name).then_some(html));
    html! {
        @for piece in pieces(text) {
            @match piece {
                Piece::Words(words) => { (words) }
                Piece::Placeholder { name, written } => {
                    @if let Some(html) = html_of(name) { (html) } @else { (written) }
                }
            }
        }
    }
}
