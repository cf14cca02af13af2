//! Addresses that documents had before → where those documents stand now.

use std::collections::{BTreeMap, BTreeSet};

use super::{Addresses, Register, is_path};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::lang::Lang;
use crate::site::ledger::{self, Ledger, PATH};
use crate::yaml::Located;

/// What was published, and what has become of it.
#[derive(Debug)]
pub(in crate::site) struct History<'a> {
    pub(in crate::site) ledger: &'a Ledger,
    /// Id and reason of documents that aren't published.
    pub(in crate::site) hidden: &'a BTreeMap<String, String>,
    pub(in crate::site) expired: &'a BTreeSet<String>,
    /// Documents with problems of their own.
    pub(in crate::site) incomplete: &'a BTreeSet<String>,
}

/// Adds a redirect for each former address of a document that is there, and reports documents that are gone.
pub(super) fn redirects(
    history: &History<'_>,
    config: &Config,
    register: &mut Register,
    addresses: &mut Addresses,
) {
    let aliases: BTreeMap<String, String> = addresses.redirects.iter().cloned().collect();
    for (id, languages) in history.ledger {
        let Some(urls) = addresses.urls.get(id).cloned() else {
            let recorded = languages.values().flatten();
            let lost = recorded.filter(|address| !register.has(&address.value));
            addresses.problems.extend(gone(history, id, lost));
            continue;
        };
        for (lang, recorded) in languages {
            let Some(url) = urls.get(&Lang::new(lang)).or_else(|| urls.get(&config.default_language().id))
            else {
                continue;
            };
            for address in recorded {
                let is_alias =
                    aliases.get(&address.value).is_some_and(|to| urls.values().any(|url| url == to));
                if is_alias || urls.values().any(|url| *url == address.value) {
                    continue;
                }
                match redirect(id, address, register) {
                    Some(problem) => addresses.problems.push(problem),
                    None => addresses.redirects.push((address.value.clone(), url.clone())),
                }
            }
        }
    }
}

/// A redirect never covers what stands there now.
fn redirect(id: &str, address: &Located<String>, register: &mut Register) -> Option<Diagnostic> {
    if !is_path(&address.value) {
        let message = format!("`{}` is not an address of the site", address.value);
        let problem = Diagnostic::error(Code::UrlRecorded, PATH, address.span.clone(), message);
        return Some(problem.with_hint("`spaces addresses` writes this file; undo the change"));
    }
    let mut problem = register.redirect(&address.value, id, (PATH, address.span.clone()))?;
    problem.code = Code::UrlRecorded;
    problem.message = format!("`{}` was an address of `{id}` and is another's now", address.value).into();
    problem.hints = vec![
        "give the other one another folder or `slug`, so that old links lead where they always led".into(),
        "or remove the address here, if nobody follows it any more".into(),
    ];
    Some(problem)
}

/// A document that readers still look for. What has expired was meant to go.
fn gone<'a>(
    history: &History<'_>,
    id: &str,
    lost: impl Iterator<Item = &'a Located<String>>,
) -> Option<Diagnostic> {
    if history.incomplete.contains(id) || history.expired.contains(id) {
        return None;
    }
    let reason = history.hidden.get(id);
    let lost: Vec<&Located<String>> = lost.collect();
    let address = lost.first()?;
    let now = reason.map_or_else(|| "is gone".to_owned(), |reason| format!("is not published now: {reason}"));
    let others = match lost.len() - 1 {
        0 => String::new(),
        1 => " and another address".to_owned(),
        more => format!(" and {more} other addresses"),
    };
    let message = format!("`{id}` was published at `{}`{others}, and {now}", address.value);
    let all: Vec<String> = lost.iter().map(|address| ledger::plain(&address.value)).collect();
    let problem = Diagnostic::warning(Code::UrlGone, PATH, address.span.clone(), message);
    let problem = problem.with_hint(format!(
        "when another document takes its place, or its folder has another name now, put this line into that document's source: aliases: [{}]",
        all.join(", ")
    ));
    let name = id.strip_prefix("events/").filter(|_| reason.is_none());
    let problem = problem.with_hints(name.map(|name| {
        format!("so that whoever is registered stays so when only the folder has another name, and it has no `id` yet, write there: id: {name}")
    }));
    Some(problem.with_hint("to tell readers that a story was taken back, keep it with `status: withdrawn`"))
}
