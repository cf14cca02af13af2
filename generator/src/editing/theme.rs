//! `spaces theme list` and `spaces theme show`: what of the look can be replaced, what is, and what stands there.

use std::path::Path;

use crate::config::{self, Config};
use crate::diagnostic::nearest;
use crate::source::Source;
use crate::theme::listing;

/// The list as lines.
///
/// # Errors
/// A sentence: the site can't be read, or its settings have errors.
pub fn list(root: &Path) -> Result<String, String> {
    let (source, config) = read(root)?;
    Ok(listing::said(&listing::list(&source, &config.theme)))
}

/// The text of a file by its name in the list; the default theme's with `of_default`.
///
/// # Errors
/// A sentence: the site can't be read, its settings have errors, or there is no such file with words in it.
pub fn show(root: &Path, name: &str, of_default: bool) -> Result<String, String> {
    let (source, config) = read(root)?;
    let paths = listing::places(&config.theme, name);
    let mut paths = paths.iter().skip(if of_default { paths.len().saturating_sub(1) } else { 0 });
    if let Some(text) = paths.find_map(|path| source.texts.get(path)) {
        return Ok(text.clone());
    }
    let all = listing::list(&source, &config.theme);
    let near = nearest(name, all.iter().map(|one| one.name.as_str()));
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Err(format!("the theme has no file `{name}` with words in it{near}; `spaces theme list` names all"))
}

fn read(root: &Path) -> Result<(Source, Config), String> {
    let source = crate::source::read(root).map_err(|problems| {
        problems
            .first()
            .map_or_else(|| "cannot read the site".to_owned(), |problem| problem.message.to_string())
    })?;
    let (config, _) = config::parse(&source);
    let config = config.ok_or("content/site.yaml has errors; `spaces check` shows them")?;
    Ok((source, config))
}
