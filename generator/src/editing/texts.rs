//! `spaces texts`: a file with every word that a language lacks, ready to be filled in.
//!
//! The first time it writes the file; afterwards it adds what is new, and touches nothing that stands there.

mod draw;
mod language;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::edit;
use crate::lang::Lang;
use crate::site::texts;
use crate::source::Source;
use forms::{Definition, Message, Texts};

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// The file.
    pub path: PathBuf,
    /// How many texts were added; none leaves the file as it was.
    pub added: usize,
    /// How many wait in it without words, those that were added among them.
    pub open: usize,
}

/// One text that a language lacks.
struct Gap {
    /// From the top of the file: `nav`, `skip`.
    path: Vec<String>,
    /// What readers see instead.
    seen: Message,
}

impl Gap {
    fn key(&self) -> String {
        self.path.join(".")
    }
}

/// Writes what a language lacks into `content/texts/<lang>.yaml`. The language needn't be one of the site yet.
///
/// # Errors
/// A sentence: there is no such language, the site or the file can't be read, or the file can't be written.
pub fn write(root: &Path, lang: &str) -> Result<Written, String> {
    let source = crate::source::read(root).map_err(|problems| {
        problems.first().map_or_else(|| "cannot read the site".to_owned(), |p| p.message.to_string())
    })?;
    let (config, _) = crate::config::parse(&source);
    let config = config.ok_or("content/site.yaml has errors; `spaces check` shows them")?;
    let lang = language::of(lang, &source, &config)?;
    let path = root.join(texts::own(&lang));
    let old =
        if edit::exists(&path) { Some(edit::read(&path).map_err(|error| error.to_string())?) } else { None };
    let there = old.as_deref().map(|text| keys_of(&lang, text, &path)).transpose()?.unwrap_or_default();
    let gaps = gaps(&source, &config, &lang);
    let open = gaps.len();
    let gaps: Vec<Gap> = gaps.into_iter().filter(|gap| !there.contains(&gap.key())).collect();
    if gaps.is_empty() {
        return Ok(Written { path, added: 0, open });
    }
    let new = match &old {
        Some(old) => draw::added(old, &lang, &gaps),
        None => draw::new(&lang, &gaps),
    };
    let after = keys_of(&lang, &new, &path)?;
    if gaps.iter().any(|gap| !after.contains(&gap.key())) || !after.is_superset(&there) {
        return Err(format!("`{}` isn't written in lines, so nothing can be added to it", path.display()));
    }
    edit::write_new(&path, &new).map_err(|error| error.to_string())?;
    Ok(Written { path, added: gaps.len(), open })
}

/// The keys of a file whose words can be read.
fn keys_of(lang: &Lang, text: &str, path: &Path) -> Result<BTreeSet<String>, String> {
    match Texts::parse(lang.as_str(), text) {
        Ok(_) => Ok(Texts::keys_in(text)),
        Err(_) => Err(format!("`{}` has errors; `spaces check` shows them", path.display())),
    }
}

fn gaps(source: &Source, config: &Config, lang: &Lang) -> Vec<Gap> {
    let split = |key: &str| key.split('.').map(str::to_owned).collect();
    let of_interface =
        texts::lacking(source, config, lang).into_iter().map(|(key, seen)| Gap { path: split(&key), seen });
    of_interface.chain(of_forms(source, config, lang)).collect()
}

fn of_forms(source: &Source, config: &Config, lang: &Lang) -> Vec<Gap> {
    let mut languages: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
    let order: Vec<&str> = {
        let own = config.languages.iter().find(|language| language.id == *lang);
        let instead = own.into_iter().flat_map(|language| language.instead.iter().map(Lang::as_str));
        instead.chain(languages.iter().copied()).collect()
    };
    if !languages.contains(&lang.as_str()) {
        languages.push(lang.as_str());
    }
    let mut gaps = Vec::new();
    for (path, text) in &source.texts {
        let Some(id) = path.strip_prefix("content/forms/").and_then(|name| name.strip_suffix(".yaml")) else {
            continue;
        };
        for one in Definition::texts_of(text, &languages) {
            let words =
                |lang: &str| one.words.iter().find(|(known, _)| known == lang).map(|(_, words)| words);
            if words(lang.as_str()).is_some() {
                continue;
            }
            if let Some(seen) = order.iter().find_map(|lang| words(lang)) {
                let path = ["forms".to_owned(), id.to_owned()].into_iter().chain(one.path.clone()).collect();
                gaps.push(Gap { path, seen: seen.clone() });
            }
        }
    }
    gaps
}
