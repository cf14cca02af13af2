//! `spaces theme list`: what of the look can be replaced, and what is.

use std::path::Path;

use crate::config;
use crate::theme::listing;

/// The list as lines.
///
/// # Errors
/// A sentence: the site can't be read, or its settings have errors.
pub fn list(root: &Path) -> Result<String, String> {
    let source = crate::source::read(root).map_err(|problems| {
        problems
            .first()
            .map_or_else(|| "cannot read the site".to_owned(), |problem| problem.message.to_string())
    })?;
    let (config, _) = config::parse(&source);
    let config = config.ok_or("content/site.yaml has errors; `spaces check` shows them")?;
    Ok(listing::said(&listing::list(&source, &config.theme)))
}
