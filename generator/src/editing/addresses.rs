//! `spaces addresses`: writes down at which addresses the site's documents are published.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;

use crate::diagnostic::{Diagnostic, any_error};
use crate::site::{self, AssembleOptions, Kept, ledger};
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
    let mut recorded = parsed.map(|parsed| parsed.ledger).unwrap_or_default();
    let (site, problems) =
        site::load(&source, &AssembleOptions { drafts: false, now, base_url: None, kept: Kept::default() });
    let texts = source.named_in(&problems);
    let Some(site) = site.filter(|_| !any_error(&problems)) else {
        return Ok(Recorded { added: None, problems, texts });
    };
    let added = ledger::add(&mut recorded, &site);
    if added > 0 {
        let text = ledger::write(&recorded, &site.config);
        edit::replace(&root.join(ledger::PATH), &text).map_err(|error| error.to_string())?;
    }
    Ok(Recorded { added: Some(added), problems, texts })
}
