//! `content/addresses.yaml`: every address at which a document was ever published.
//!
//! A folder or a slug may get another name; the links that people have sent each other keep the old
//! one. `spaces addresses` writes down what is published, and the build leads old addresses on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::{Entry, Site};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::yaml::{self, Located};

/// Where it stands.
pub(crate) const PATH: &str = "content/addresses.yaml";

const HEAD: &str = "\
# Every address at which a document was published, the newest last. `spaces addresses` adds what is new and removes
# nothing. Old ones lead readers on to where the document stands now.
";

/// Id → language → addresses, the newest last.
pub(crate) type Ledger = BTreeMap<String, BTreeMap<String, Vec<Located<String>>>>;

/// Reads it; without the file nothing has been published yet.
pub(super) fn parse(source: &Source) -> (Ledger, Vec<Diagnostic>) {
    match source.texts.get(PATH).map(|text| yaml::parse(PATH, text)) {
        Some(Ok(ledger)) => (ledger, Vec::new()),
        Some(Err(problem)) => (Ledger::new(), vec![problem]),
        None => (Ledger::new(), Vec::new()),
    }
}

/// Adds the present addresses of a site, and says how many were new.
pub(crate) fn add(ledger: &mut Ledger, site: &Site) -> usize {
    add_entries(ledger, &site.stories) + add_entries(ledger, &site.events) + add_entries(ledger, &site.pages)
}

fn add_entries<F>(ledger: &mut Ledger, entries: &[Arc<Entry<F>>]) -> usize {
    let mut added = 0;
    for entry in entries {
        let languages = ledger.entry(entry.id.clone()).or_default();
        for (lang, url) in &entry.urls {
            let recorded = languages.entry(lang.to_string()).or_default();
            if !recorded.iter().any(|address| address.value == *url) {
                recorded.push(Located { value: url.clone(), span: 0..0 });
                added += 1;
            }
        }
    }
    added
}

/// The file's text: ids in order, languages in the site's order and then those that it had once.
pub(crate) fn write(ledger: &Ledger, config: &Config) -> String {
    let place = |lang: &str| {
        let at = config.languages.iter().position(|language| language.id.as_str() == lang);
        at.unwrap_or(config.languages.len())
    };
    let mut text = HEAD.to_owned();
    for (id, languages) in ledger {
        let _ = writeln!(text, "{}:", plain(id));
        let mut languages: Vec<_> = languages.iter().collect();
        languages.sort_by_key(|(lang, _)| (place(lang), *lang));
        for (lang, addresses) in languages {
            let addresses: Vec<String> = addresses.iter().map(|address| plain(&address.value)).collect();
            let _ = writeln!(text, "  {lang}: [{}]", addresses.join(", "));
        }
    }
    text
}

/// A word of YAML, in quotes only where it needs them.
pub(super) fn plain(word: &str) -> String {
    let is_plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte));
    if is_plain { word.to_owned() } else { serde_json::Value::from(word).to_string() }
}
