//! `content/addresses.yaml`: every address at which a document was ever published.
//!
//! A folder or a slug may get another name; the links that people have sent each other keep the old
//! one. `spaces record` writes down what is published, and the build leads old addresses on.

use std::collections::BTreeMap;

use super::Site;
use crate::diagnostic::{Code, Diagnostic, say};
use crate::source::Source;
use crate::url::Url;
use crate::yaml::{self, Located};

/// Where it stands.
pub(crate) const PATH: &str = "content/addresses.yaml";

/// What a new file begins with.
pub(crate) const HEAD: &str = "\
# Every address at which a document was published, the newest last. `spaces record` adds what is new and removes
# nothing. Old ones lead readers on to where the document stands now.
";

/// Id → language → addresses, the newest last.
pub(crate) type Ledger = BTreeMap<String, BTreeMap<String, Vec<Located<String>>>>;

/// Reads it; without the file nothing has been published yet.
pub(crate) fn parse(source: &Source) -> (Ledger, Vec<Diagnostic>) {
    match source.texts.get(PATH).map(|text| yaml::parse(PATH, text)) {
        Some(Ok(ledger)) => (ledger, Vec::new()),
        Some(Err(problem)) => (Ledger::new(), vec![problem]),
        None => (Ledger::new(), Vec::new()),
    }
}

/// An address at which a document is published and that isn't recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unrecorded {
    /// The document.
    pub(crate) id: String,
    /// The language.
    pub(crate) lang: String,
    /// The address.
    pub(crate) url: Url,
}

/// What of a site isn't recorded yet, in the order of ids and of the site's languages.
pub(crate) fn unrecorded(ledger: &Ledger, site: &Site) -> Vec<Unrecorded> {
    let mut documents: Vec<_> = site.entries.all().map(|entry| (&entry.id, &entry.urls)).collect();
    documents.sort();
    let mut unrecorded = Vec::new();
    for (id, urls) in documents {
        let languages = ledger.get(id);
        for language in &site.config.languages {
            let Some(url) = urls.get(&language.id) else { continue };
            let lang = language.id.to_string();
            let recorded = languages.and_then(|languages| languages.get(&lang));
            if !recorded.is_some_and(|recorded| recorded.iter().any(|address| address.value == url.as_str()))
            {
                unrecorded.push(Unrecorded { id: id.clone(), lang, url: url.clone() });
            }
        }
    }
    unrecorded
}

/// That addresses aren't recorded; nothing where nobody records them.
pub(super) fn note(ledger: &Ledger, site: &Site) -> Option<Diagnostic> {
    let count = if ledger.is_empty() { 0 } else { unrecorded(ledger, site).len() };
    let note = || Diagnostic::note(Code::UrlUnrecorded, PATH, None, say!("url.unrecorded", count));
    (count > 0).then(|| note().with_hint(say!("url.recordHint")))
}

/// A word of YAML, in quotes only where it needs them.
pub(super) fn plain(word: &str) -> String {
    let is_plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte));
    if is_plain { word.to_owned() } else { serde_json::Value::from(word).to_string() }
}
