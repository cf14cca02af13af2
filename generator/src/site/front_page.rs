//! What a site must have: a front page, which the root of each language is.

use std::collections::{BTreeMap, BTreeSet};

use super::bundle::Bundle;
use super::live::Live;
use crate::config::{Config, PATH};
use crate::diagnostic::{Code, Diagnostic, Sentence, say};

/// Front pages, published or not: id and file.
pub(super) type Homes = BTreeMap<String, String>;

/// The pages that say that they are front pages.
pub(super) fn homes(bundles: &[Bundle]) -> Homes {
    let homes = bundles.iter().filter(|bundle| bundle.source.own.is_home());
    homes.map(|bundle| (bundle.id.clone(), bundle.source.path.clone())).collect()
}

/// What is wrong with the front page; nothing where it is left out because of problems that are shown already.
pub(super) fn check(
    homes: &Homes,
    live: &[Live],
    incomplete: &BTreeSet<String>,
    hidden: &BTreeMap<String, Sentence>,
    config: &Config,
) -> Option<Diagnostic> {
    if let Some(home) = live.iter().find(|live| live.facts.is_home()) {
        return untranslated(&home.bundle, config);
    }
    if !incomplete.is_empty() {
        return None;
    }
    let hidden = homes.iter().find_map(|(id, path)| Some((path, hidden.get(id)?)));
    Some(match hidden {
        Some((path, reason)) => {
            let message = say!("home.notPublished", reason = reason.clone());
            let problem = Diagnostic::error(Code::ConfigNoHome, path, 0..3, message);
            problem.with_hint(say!("home.nowhereHint"))
        }
        None => {
            let problem = Diagnostic::error(Code::ConfigNoHome, PATH, None, say!("home.none"));
            match live.iter().find(|live| live.bundle.id == "pages/home") {
                Some(page) => problem.with_hint(say!("home.kindHint", path = &page.bundle.source.path)),
                None => problem.with_hint(say!("home.newHint")),
            }
        }
    })
}

/// Without a text in the site's first language, most readers begin on a page that they may not be able to read.
fn untranslated(home: &Bundle, config: &Config) -> Option<Diagnostic> {
    let (first, shown) = (&config.default_language().id, &home.source.lang);
    if home.shown(first).lang == *first {
        return None;
    }
    let message = say!("home.untranslated", first);
    let problem = Diagnostic::warning(Code::FrontUntranslated, &home.source.path, 0..3, message);
    let slug = home.id.strip_prefix("pages/").unwrap_or(&home.id);
    let hint = say!("home.untranslatedHint", shown, slug, first);
    Some(problem.with_hint(hint).about([first]))
}
