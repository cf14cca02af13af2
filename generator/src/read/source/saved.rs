//! Questions of the dev server when files were saved: which they are, and what they say now.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use super::{Source, bytes_of, is_document, normal, relative, text};

impl Source {
    /// The same after some of its files were saved; `None` when one of them can't be read, or isn't a text.
    #[must_use]
    pub fn again(&self, files: &BTreeSet<String>) -> Option<Self> {
        let mut source = self.clone();
        source.taken = OnceLock::new();
        for path in files.iter().filter(|path| !is_document(path)) {
            let text = source.texts.get_mut(path)?;
            *text = text::of(path, &bytes_of(path, &self.root.join(path)).ok()?).ok()?;
        }
        Some(source)
    }

    /// Whether there is such a file.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.is_text(path) || self.assets.contains_key(path)
    }

    /// Whether there is such a file, and it is a text.
    #[must_use]
    pub fn is_text(&self, path: &str) -> bool {
        let is_document = self.documents.binary_search_by(|known| known.as_str().cmp(path)).is_ok();
        is_document || self.texts.contains_key(path)
    }

    /// Whether there are files below a folder.
    #[must_use]
    pub fn has_below(&self, folder: &str) -> bool {
        self.paths().any(|path| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }
}

/// The path of a file below a root, which may be named from the root of the disk.
#[must_use]
pub fn path_below(root: &Path, file: &Path) -> Option<String> {
    let root = if file.is_absolute() { std::path::absolute(root).ok()? } else { root.to_owned() };
    let path = file.starts_with(&root).then(|| relative(&root, file).ok())??;
    Some(normal(&path).into_owned())
}
