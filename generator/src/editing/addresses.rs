//! `spaces addresses`: writes down at which addresses the site's documents are published.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;

use crate::diagnostic::{Diagnostic, any_error};
use crate::site::ledger::{self, Ledger, Unrecorded};
use crate::site::{self, AssembleOptions, Kept, Site};
use crate::write_back::{self, Edit, Order, Step};
use crate::{edit, source};

/// What happened.
#[derive(Debug, Default)]
pub struct Recorded {
    /// Addresses that are new in the file; `None` when the site has errors and nothing was written.
    pub added: Option<usize>,
    /// Everything that a check finds.
    pub problems: Vec<Diagnostic>,
    /// The texts of the files that they name, for drawing.
    pub texts: BTreeMap<String, String>,
}

/// Adds to `content/addresses.yaml` what is published at a moment and isn't in it yet.
///
/// # Errors
/// A sentence when the file can't be written.
pub fn record(root: &Path, now: Timestamp) -> Result<Recorded, String> {
    let source = match source::read(root) {
        Ok(source) => source,
        Err(problems) => return Ok(Recorded { problems, ..Recorded::default() }),
    };
    let (parsed, _) = site::parse(&source, &Kept::default());
    let recorded = parsed.map(|parsed| parsed.ledger).unwrap_or_default();
    let (site, problems) =
        site::load(&source, &AssembleOptions { drafts: false, now, base_url: None, kept: Kept::default() });
    let texts = source.named_in(&problems);
    let Some(site) = site.filter(|_| !any_error(&problems)) else {
        return Ok(Recorded { added: None, problems, texts });
    };
    let added = ledger::unrecorded(&recorded, &site);
    if !added.is_empty() {
        write(&root.join(ledger::PATH), &site, &edits(&recorded, &added))?;
    }
    Ok(Recorded { added: Some(added.len()), problems, texts })
}

/// The file with them in it, of which nothing else changes.
fn write(path: &Path, site: &Site, edits: &[Edit]) -> Result<(), String> {
    let languages: Vec<&str> = site.config.languages.iter().map(|language| language.id.as_str()).collect();
    let old = match edit::exists(path) {
        true => edit::read(path).map_err(|error| error.to_string())?,
        false => ledger::HEAD.to_owned(),
    };
    let new = write_back::yaml(&old, Order::Listed(&languages), edits);
    let new = new.map_err(|refusal| format!("`{}` stays as it is: {refusal}", path.display()))?;
    edit::replace(path, &new).map_err(|error| error.to_string())
}

/// A document that isn't there comes in one piece; what is there has another address behind the last.
fn edits(recorded: &Ledger, added: &[Unrecorded]) -> Vec<Edit> {
    let of_document = |added: &[Unrecorded]| -> Vec<Edit> {
        let Some(Unrecorded { id, .. }) = added.first() else { return Vec::new() };
        let one = |address: &Unrecorded| (address.lang.clone(), Value::from(vec![address.url.as_str()]));
        match recorded.get(id) {
            None => vec![Edit::set([id.as_str()], added.iter().map(one).collect::<serde_json::Map<_, _>>())],
            Some(languages) => added
                .iter()
                .map(|address| match languages.get(&address.lang) {
                    Some(known) => {
                        let path = [id.as_str().into(), address.lang.as_str().into(), Step::At(known.len())];
                        Edit::set(path, address.url.as_str())
                    }
                    None => Edit::set([id.as_str(), &address.lang], vec![address.url.as_str()]),
                })
                .collect(),
        }
    };
    added.chunk_by(|one, next| one.id == next.id).flat_map(of_document).collect()
}
