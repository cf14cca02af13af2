//! Whether what the menus name is there.

use std::collections::BTreeMap;

use super::Unpublished;
use crate::config::{Config, PATH};
use crate::diagnostic::{Code, Diagnostic, nearest, quoted_list};

/// The lists that a menu may name.
const SECTIONS: [&str; 3] = ["stories", "events", "organisations"];

/// An entry names a published document or a list.
pub(super) fn check<'a>(
    config: &Config,
    ids: impl Iterator<Item = &'a str> + Clone,
    hidden: &BTreeMap<String, String>,
    unpublished: &BTreeMap<String, Unpublished>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (entry, span) in &config.menu_spans {
        if let Some(reason) = unpublished.get(entry) {
            let message = format!("`{entry}` is not published: {reason}");
            let problem = Diagnostic::warning(Code::MenuUnknown, PATH, span.clone(), message);
            problems.push(problem.with_hint("a site with this menu can't be built before it is"));
            continue;
        }
        let names = SECTIONS.into_iter().chain(ids.clone());
        if names.clone().any(|name| name == entry) {
            continue;
        }
        let problem = match hidden.get(entry) {
            Some(reason) => {
                let message = format!("`{entry}` is not published: {reason}");
                Diagnostic::error(Code::MenuUnknown, PATH, span.clone(), message)
                    .with_hint("take it out of the menu, or publish it")
            }
            None => {
                let hint = match nearest(entry, names) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => format!(
                        "write the folder of a page, such as `pages/about`, or one of {}",
                        quoted_list(SECTIONS)
                    ),
                };
                Diagnostic::error(
                    Code::MenuUnknown,
                    PATH,
                    span.clone(),
                    format!("the menu names nothing: `{entry}`"),
                )
                .with_hint(hint)
            }
        };
        problems.push(problem);
    }
    problems
}
