//! Every fault of a folder at once, for whoever builds or deploys it.

use forms::Manifest;

use super::parse::MANIFEST;
use super::{Faults, FolderFault, FormsFolder};

impl FormsFolder {
    /// Parses every part that nobody has asked for yet, and tells what is wrong anywhere.
    #[must_use]
    pub fn faults(&self) -> Vec<FolderFault> {
        let mut faults = Faults::new();
        for language in &self.manifest.languages {
            faults.extend(self.find_language(&language.id).err().unwrap_or_default());
        }
        for form in &self.manifest.forms {
            faults.extend(self.find_definition(form).err().unwrap_or_default());
        }
        faults.extend(self.desk_shell().err().unwrap_or_default());
        faults.extend(manifest(&self.manifest));
        faults
    }

    /// Whether every part can be used. What can't stands in the log then.
    pub(crate) fn is_sound(&self) -> bool {
        let faults = self.faults();
        super::log(&faults);
        faults.is_empty()
    }
}

/// What in the manifest names something that isn't in it: without this no part can be trusted.
pub(super) fn manifest(manifest: &Manifest) -> Faults {
    let fault = |message: String| FolderFault::new(MANIFEST, message);
    let is_language = |id: &String| manifest.languages.iter().any(|info| info.id == *id);
    let default = &manifest.default_language;
    let unlisted =
        (!is_language(default)).then(|| fault(format!("the default language `{default}` is not listed")));
    let organisations = manifest.organisations.iter().filter(|(_, info)| !is_language(&info.lang));
    let unread = organisations.map(|(id, info)| {
        fault(format!("`organisations.{id}.lang`: the site has no language `{}`", info.lang))
    });
    let forms = manifest.events.iter().filter_map(|(id, info)| Some((id, info.form.as_ref()?)));
    let formless = forms
        .filter(|(_, form)| !manifest.forms.contains(form))
        .map(|(id, form)| fault(format!("`events.{id}.form`: the site has no form `{form}`")));
    let hosts = manifest.events.iter().flat_map(|(id, info)| info.hosts.iter().map(move |host| (id, host)));
    let hostless = hosts
        .filter(|(_, host)| !manifest.organisations.contains_key(*host))
        .map(|(id, host)| fault(format!("`events.{id}.hosts`: the site has no organisation `{host}`")));
    unlisted.into_iter().chain(unread).chain(formless).chain(hostless).collect()
}
