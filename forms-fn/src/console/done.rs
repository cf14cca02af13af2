//! The line that says what a post has done. The address has its key, so that nobody can make a page of ours say something.

use forms::Html;
use maud::html;

use super::visitor::Visitor;
use crate::decode::Query;

/// The line, where the address has one of these keys.
pub(super) fn done(visitor: &Visitor, query: &Query, known: &[&str]) -> Html {
    let key = known.iter().find(|key| query.get("done") == Some(**key));
    html! { @if let Some(key) = key { p class="notice" role="status" { (visitor.t(key)) } "\n" } }
}
