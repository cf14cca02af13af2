//! `docs/manual/pages.yaml` → the pages in their groups.

use serde::Deserialize;

use crate::docs;

/// Pages that stand together, with a page of its own that lists them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    /// Its folder and address.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    /// Names of documents: `start` is `docs/start.md`.
    pub(crate) pages: Vec<String>,
}

/// All groups in their order.
pub(crate) fn groups() -> Vec<Group> {
    serde_yaml::from_str(&docs::text("manual/pages.yaml")).expect("a test reads the list")
}

/// Which pages there are, for links.
#[derive(Clone, Debug)]
pub(crate) struct Pages {
    /// Name, folder in the site and title of each.
    known: Vec<(String, String, String)>,
}

impl Pages {
    /// Of name, folder below `content` and title of each.
    pub(crate) fn of(known: Vec<(String, String, String)>) -> Self {
        Self { known }
    }

    /// The folder and the title of the page that is made of a document.
    pub(crate) fn of_document(&self, name: &str) -> Option<(&str, &str)> {
        let found = self.known.iter().find(|(known, ..)| known == name)?;
        Some((&found.1, &found.2))
    }
}
