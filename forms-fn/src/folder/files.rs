//! Where the files of the folder are: in memory, or still on disk.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{FolderFault, load};

#[derive(Debug)]
pub(super) enum Files {
    /// Path below the folder, with `/` → what stands there.
    Memory(BTreeMap<String, Vec<u8>>),
    /// Each file is read when its part is parsed.
    Disk(PathBuf),
}

impl Default for Files {
    fn default() -> Self {
        Self::Memory(BTreeMap::new())
    }
}

impl Files {
    pub(super) fn read(&self, path: &str) -> Result<Cow<'_, [u8]>, FolderFault> {
        match self {
            Self::Memory(parts) => {
                let bytes = parts.get(path).ok_or_else(|| FolderFault::new(path, "missing"))?;
                Ok(Cow::Borrowed(bytes))
            }
            Self::Disk(dir) => load::part(dir, path).map(Cow::Owned),
        }
    }
}
