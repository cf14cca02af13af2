//! Addresses that documents had before → where those documents stand now.

use std::collections::{BTreeMap, BTreeSet};

use super::{Addresses, Register, is_path};
use crate::config::Config;
use crate::content::Kind;
use crate::diagnostic::{Code, Diagnostic, Sentence, say};
use crate::lang::Lang;
use crate::site::Redirect;
use crate::site::ledger::{self, Ledger, PATH};
use crate::url::Url;
use crate::yaml::Located;

/// What was published, and what has become of it.
#[derive(Debug)]
pub(in crate::site) struct History<'a> {
    pub(in crate::site) ledger: &'a Ledger,
    /// Id and reason of documents that aren't published.
    pub(in crate::site) hidden: &'a BTreeMap<String, Sentence>,
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
    let aliases: BTreeMap<Url, Url> =
        addresses.redirects.iter().map(|redirect| (redirect.from.clone(), redirect.to.clone())).collect();
    for (id, languages) in history.ledger {
        let Some(urls) = addresses.urls.get(id).cloned() else {
            let recorded = languages.values().flatten();
            let lost = recorded.filter(|address| !register.has(&address.value));
            addresses.problems.extend(gone(history, id, lost));
            continue;
        };
        for (lang, recorded) in languages {
            let lang = Lang::new(lang);
            let here =
                urls.get_key_value(&lang).or_else(|| urls.get_key_value(&config.default_language().id));
            let Some((lang, to)) = here else { continue };
            for address in recorded {
                let from = Url::of(&address.value);
                let is_alias = aliases.get(&from).is_some_and(|to| urls.values().any(|url| url == to));
                if is_alias || urls.values().any(|url| *url == from) {
                    continue;
                }
                match redirect(id, address, register) {
                    Some(problem) => addresses.problems.push(problem),
                    None => {
                        let (to, lang) = (to.clone(), lang.clone());
                        addresses.redirects.push(Redirect { from, to, lang });
                    }
                }
            }
        }
    }
}

/// A redirect never covers what stands there now.
fn redirect(id: &str, address: &Located<String>, register: &mut Register) -> Option<Diagnostic> {
    if !is_path(&address.value) {
        let message = say!("url.notAddress", address = &address.value);
        let problem = Diagnostic::error(Code::UrlRecorded, PATH, address.span.clone(), message);
        return Some(problem.with_hint(say!("url.notAddressHint")));
    }
    let mut problem = register.redirect(&address.value, id, (PATH, address.span.clone()))?;
    problem.code = Code::UrlRecorded;
    problem.message = say!("url.another", address = &address.value, id);
    problem.hints = vec![say!("url.anotherHint"), say!("url.orRemoveHint")];
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
    let now = match reason {
        None => say!("url.isGone"),
        Some(reason) => say!("url.isHidden", reason = reason.clone()),
    };
    let message = match lost.len() - 1 {
        0 => say!("url.gone", id, address = &address.value, now = now),
        more => say!("url.goneMore", id, address = &address.value, more, now = now),
    };
    let all: Vec<String> = lost.iter().map(|address| ledger::plain(&address.value)).collect();
    let problem = Diagnostic::warning(Code::UrlGone, PATH, address.span.clone(), message);
    let problem = problem.with_hint(say!("url.aliasHint", addresses = &all.join(", ")));
    let name = Kind::Event.name_in(id).filter(|_| reason.is_none());
    let problem = problem.with_hints(name.map(|name| say!("url.idHint", name)));
    Some(problem.with_hint(say!("url.withdrawHint")))
}
