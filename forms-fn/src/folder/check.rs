//! Every fault of a folder at once, for whoever builds or deploys it.

use forms::Manifest;

use super::parse::{MANIFEST, VERSION};
use super::{Faults, FolderFault, FormsFolder};

impl FormsFolder {
    /// Parses every part that nobody has asked for yet, and tells what is wrong anywhere.
    #[must_use]
    pub fn faults(&self) -> Vec<FolderFault> {
        let mut faults: Faults = version(&self.manifest).into_iter().collect();
        for language in &self.manifest.languages {
            faults.extend(self.find_language(&language.id).err().unwrap_or_default());
        }
        for form in &self.manifest.forms {
            faults.extend(self.find_definition(form).err().unwrap_or_default());
        }
        for event in self.manifest.events.keys() {
            faults.extend(self.find_event(event).err().unwrap_or_default());
        }
        faults.extend(default_language(&self.manifest));
        faults
    }

    /// Whether every part can be used. What can't stands in the log then.
    pub(crate) fn is_sound(&self) -> bool {
        let faults = self.faults();
        super::log(&faults);
        faults.is_empty()
    }
}

/// What the manifest alone shows: without this no part can be trusted.
pub(super) fn manifest(manifest: &Manifest) -> Result<(), Faults> {
    let faults: Faults = version(manifest).into_iter().chain(default_language(manifest)).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn version(manifest: &Manifest) -> Option<FolderFault> {
    let message = || format!("version {} where this program reads version {VERSION}", manifest.version);
    (manifest.version != VERSION).then(|| FolderFault::new(MANIFEST, message()))
}

fn default_language(manifest: &Manifest) -> Option<FolderFault> {
    let default = &manifest.default_language;
    let listed = manifest.languages.iter().any(|info| info.id == *default);
    (!listed).then(|| FolderFault::new(MANIFEST, format!("the default language `{default}` is not listed")))
}
