//! Whether what the menus name is there.

use std::collections::BTreeMap;

use super::Unpublished;
use crate::config::{Config, PATH, Section};
use crate::content::Kind;
use crate::diagnostic::{Code, Diagnostic, Names, Sentence, nearest, say};

/// An entry names a published document or a list.
pub(super) fn check<'a>(
    config: &Config,
    ids: impl Iterator<Item = &'a str> + Clone,
    hidden: &BTreeMap<String, Sentence>,
    unpublished: &BTreeMap<String, Unpublished>,
) -> Vec<Diagnostic> {
    let lists = Section::ALL.map(Section::as_str);
    let has_posts = ids.clone().any(|id| Kind::of_id(id) == Some(Kind::Post));
    let mut problems = Vec::new();
    for (entry, span) in &config.menu_spans {
        if let Some(reason) = unpublished.get(entry) {
            let message = say!("link.notPublished", written = entry, reason = reason.said());
            let problem = Diagnostic::warning(Code::MenuUnknown, PATH, span.clone(), message);
            problems.push(problem.with_hint(say!("menu.earlyHint")));
            continue;
        }
        if entry == Section::Posts.as_str() && !has_posts {
            let problem = Diagnostic::warning(Code::MenuUnknown, PATH, span.clone(), say!("menu.noPosts"));
            problems.push(problem.with_hint(say!("menu.noPostsHint", entry)));
            continue;
        }
        let names = lists.into_iter().chain(ids.clone());
        if names.clone().any(|name| name == entry) {
            continue;
        }
        let problem = match hidden.get(entry) {
            Some(reason) => {
                let message = say!("link.notPublished", written = entry, reason = reason.clone());
                Diagnostic::error(Code::MenuUnknown, PATH, span.clone(), message)
                    .with_hint(say!("menu.hiddenHint"))
            }
            None => {
                let hint = match nearest(entry, names) {
                    Some(name) => say!("hint.mean", name),
                    None => say!("menu.nothingHint", names = Names::of(lists)),
                };
                let message = say!("menu.nothing", entry);
                Diagnostic::error(Code::MenuUnknown, PATH, span.clone(), message).with_hint(hint)
            }
        };
        problems.push(problem);
    }
    problems
}
