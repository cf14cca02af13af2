//! The first three of the five calls: read, parse, assemble.

use super::BuildOptions;
use crate::diagnostic::{Diagnostic, any_error};
use crate::site::{AssembleOptions, DocumentCache, Site};
use crate::source::{Refused, Source, Tree};
use crate::{pseudo, site};

/// What was read, parsed and assembled without errors.
pub(crate) struct Loaded {
    pub(crate) source: Source,
    pub(crate) site: Site,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) kept: DocumentCache,
}

/// Reads, parses and assembles; or the problems and the texts in which they stand.
pub(crate) fn load(options: &BuildOptions) -> Result<Loaded, Refused> {
    load_tree(Tree::walk(&options.root), options)
}

/// The same of files that were found already.
pub(super) fn load_tree(tree: Tree, options: &BuildOptions) -> Result<Loaded, Refused> {
    let source = tree.read().map_err(|diagnostics| {
        let texts = Source { root: options.root.clone(), ..Source::default() }.named_in(&diagnostics);
        (diagnostics, texts)
    })?;
    load_source(source, options, options.kept())
}

/// The same of files that were read already.
pub(crate) fn load_source(
    source: Source,
    options: &BuildOptions,
    kept: DocumentCache,
) -> Result<Loaded, Refused> {
    let assemble = AssembleOptions {
        drafts: options.drafts,
        now: options.now,
        base_url: options.base_url.clone(),
        kept,
    };
    let load = match (options.pseudo, options.preview) {
        (true, _) => pseudo::load,
        (false, true) => site::preview,
        (false, false) => site::load,
    };
    let (site, mut diagnostics) = load(&source, &assemble);
    site::add_fields(&source, &mut diagnostics);
    match site.filter(|_| !any_error(&diagnostics)) {
        Some(site) => Ok(Loaded { source, site, diagnostics, kept: assemble.kept }),
        None => {
            let texts = source.named_in(&diagnostics);
            Err((diagnostics, texts))
        }
    }
}
