//! A path in the output, as a type of its own, so that it is never mistaken for an address or a file of the sources.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::url::Url;

/// Where what readers see lies.
const PUBLIC: &str = "public";

/// The name of a folder's own page.
const INDEX: &str = "index.html";

/// A path below the output folder, with `/` between its parts on every system: `public/da/index.html`. It never leads out
/// of that folder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct OutPath(String);

/// What is no path below the output folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeadsOut(String);

impl OutPath {
    /// The path of a file that the program itself names.
    ///
    /// # Panics
    /// When it leads out of the folder.
    #[must_use]
    pub fn new(path: impl Into<String>) -> Self {
        Self::try_from(path.into()).expect("the names of which paths are made have been checked")
    }

    /// The file at an address; a folder's is the page in it.
    ///
    /// # Panics
    /// When it leads out of the folder.
    #[must_use]
    pub fn of(url: &Url) -> Self {
        Self::new(file(&url.path()))
    }

    /// The file that a browser asks for by this path from the root of the site; `None` where there can't be one.
    #[must_use]
    pub fn asked(path: &str) -> Option<Self> {
        Self::try_from(file(path)).ok()
    }

    /// By which path from the root of the site browsers ask for it: `/da/`; `None` for what isn't for readers.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        let path = self.0.strip_prefix(PUBLIC).filter(|path| path.starts_with('/'))?;
        Some(path.strip_suffix(INDEX).filter(|folder| folder.ends_with('/')).unwrap_or(path))
    }

    /// The file beside this one whose name goes on with an ending: `br`.
    #[must_use]
    pub fn with_ending(&self, ending: &str) -> Self {
        Self::new(format!("{self}.{ending}"))
    }
}

fn file(path: &str) -> String {
    let page = if path.ends_with('/') { INDEX } else { "" };
    format!("{PUBLIC}{path}{page}")
}

/// The one place where a text becomes a path.
impl TryFrom<String> for OutPath {
    type Error = LeadsOut;

    fn try_from(path: String) -> Result<Self, LeadsOut> {
        let is_name = |part: &str| !matches!(part, "" | "." | "..");
        // On Windows a backslash parts folders, too.
        let is_below = path.split('/').all(is_name) && !path.contains(['\\', '\0']);
        if is_below { Ok(Self(path)) } else { Err(LeadsOut(path)) }
    }
}

impl fmt::Display for LeadsOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no path below the output folder", self.0)
    }
}

impl std::error::Error for LeadsOut {}

impl Deref for OutPath {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<Path> for OutPath {
    fn as_ref(&self) -> &Path {
        Path::new(&self.0)
    }
}

impl Borrow<str> for OutPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{OutPath, Url};

    #[test]
    fn an_address_names_one_file_and_the_file_names_its_address() {
        for (path, file) in [
            ("/", "public/index.html"),
            ("/da/stories/", "public/da/stories/index.html"),
            ("/404.html", "public/404.html"),
            ("/media/søg 100%.pdf", "public/media/søg 100%.pdf"),
            ("/da/not-index.html", "public/da/not-index.html"),
        ] {
            let out = OutPath::of(&Url::of(path));
            assert_eq!((&*out, out.address()), (file, Some(path)));
            assert_eq!(OutPath::asked(path), Some(out));
        }
        assert_eq!(OutPath::new("forms/manifest.json").address(), None);
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for path in ["/../x", "/a/../../x", "/./x", "//x", "/a\\..\\x", "/..", "x/../y", "/a//", "/a\0b"] {
            assert_eq!(OutPath::asked(path), None, "{path}");
        }
        for path in ["", "/etc/passwd", "public/../x", "a/", "..", "a\\b"] {
            assert!(OutPath::try_from(path.to_owned()).is_err(), "{path}");
        }
    }
}
