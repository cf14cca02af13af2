//! The old site as both programs have it: settings, pages, files.

use std::collections::BTreeMap;

use crate::files::Files;
use crate::read::head::Head;

/// What was read.
#[derive(Debug)]
pub(crate) struct OldSite {
    pub(crate) settings: Settings,
    pub(crate) pages: Vec<OldPage>,
    pub(crate) files: Files,
    /// Folders whose files stand at the root of the old site.
    pub(crate) statics: Vec<String>,
    /// How many files of pages there were.
    pub(crate) found: usize,
}

/// What holds for the whole site.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// Where it stood, without a slash at its end.
    pub(crate) base: String,
    /// The first is the default.
    pub(crate) languages: Vec<OldLanguage>,
    /// The part of the default language in addresses is left out.
    pub(crate) is_default_at_root: bool,
    /// Patterns of addresses by the first folder.
    pub(crate) permalinks: BTreeMap<String, String>,
    pub(crate) time_zone: Option<String>,
    pub(crate) email: Option<String>,
    /// Names of taxonomies beside tags and categories.
    pub(crate) taxonomies: Vec<String>,
    /// The file that says most of this.
    pub(crate) file: String,
}

/// A language of the old site.
#[derive(Clone, Debug, Default)]
pub(crate) struct OldLanguage {
    /// As its files and addresses name it.
    pub(crate) id: String,
    /// Its BCP 47 tag.
    pub(crate) tag: String,
    pub(crate) name: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    /// The folder of its pages.
    pub(crate) folder: String,
    /// The settings switch it off: it is taken only if somebody asks for it.
    pub(crate) is_off: bool,
    /// Names and addresses of the main menu.
    pub(crate) menu: Vec<(String, String)>,
}

impl OldLanguage {
    /// As our files name it.
    pub(crate) fn new_id(&self) -> String {
        self.id.replace('_', "-").to_lowercase()
    }
}

/// One file of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct OldPage {
    /// Below the root of the old site.
    pub(crate) file: String,
    /// Index of its language.
    pub(crate) lang: usize,
    /// What its translations share: its path below the folder of its language; empty for the front page.
    pub(crate) key: String,
    /// It begins a section.
    pub(crate) is_section: bool,
    /// Where relative names of files begin: a folder below the root.
    pub(crate) folder: String,
    pub(crate) head: Head,
    pub(crate) body: String,
    /// How many lines stand before the body.
    pub(crate) lines_before: usize,
    /// Where it stood: `/da/news/bread/`.
    pub(crate) address: String,
}
