//! Which files make the look of a site: those of its theme, and below them those of the default one.
//!
//! A theme holds only what differs. A file takes the place of the one of the same name below it, but for `tokens.css`, which is
//! laid over it value by value, and words, which are laid over them key by key.

use std::collections::BTreeMap;

/// The theme that is below all others.
const BASE: &str = "default";

/// The folders of a theme, the one that counts first: `themes/north/`, `themes/default/`.
#[derive(Clone, Debug)]
pub struct ThemeFolders(Vec<String>);

/// A file by its name within a theme: its path, and what it holds.
pub(crate) type ByName<'s, T> = BTreeMap<&'s str, (&'s str, &'s T)>;

impl ThemeFolders {
    /// Those of the theme of this name.
    #[must_use]
    pub fn of(theme: &str) -> Self {
        let base = (theme != BASE).then_some(BASE);
        Self(std::iter::once(theme).chain(base).map(|name| format!("themes/{name}/")).collect())
    }

    /// The theme's own.
    #[must_use]
    pub fn own(&self) -> &str {
        &self.0[0]
    }

    /// The default one, if it is below another.
    #[must_use]
    pub fn base(&self) -> Option<&str> {
        self.0.get(1).map(String::as_str)
    }

    /// Where a file of the site's own belongs: its theme, unless that is the program's and lies nowhere.
    #[must_use]
    pub fn on_disk(&self, has_program_theme: bool) -> Option<&str> {
        (self.base().is_some() || !has_program_theme).then(|| self.own())
    }

    /// All of them, the one that counts first.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The name of a file within its theme: `templates/home.html`; `None` for a file of no theme of the site.
    #[must_use]
    pub fn name_of<'p>(&self, path: &'p str) -> Option<&'p str> {
        self.all().find_map(|folder| path.strip_prefix(folder))
    }

    /// The files below a part of the themes, such as `static/`, by their names there.
    pub(crate) fn below<'s, T>(&self, files: &'s BTreeMap<String, T>, part: &str) -> ByName<'s, T> {
        let mut found = ByName::new();
        for folder in self.all().rev() {
            let prefix = format!("{folder}{part}");
            let of_folder = files.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix));
            found.extend(of_folder.map(|(path, file)| (&path[prefix.len()..], (path.as_str(), file))));
        }
        found
    }
}
