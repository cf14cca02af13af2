//! An address on the site, as a type of its own, so that it is never mistaken for a path, an id or an address elsewhere.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Serialize, Serializer};

use crate::lang::Lang;

/// What stands in an address as it is, beside letters and digits (RFC 3986, 3.3); of `@` are the marks that forms-fn fills in.
const IN_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'@');

/// An address from the root of the site, as it stands in links: `/da/stories/bread/`. That of a folder ends with a slash.
///
/// Where the site stands on its host isn't in it: [`BaseUrl::absolute`](crate::config::BaseUrl::absolute) adds that for
/// readers elsewhere, and `forms::addresses` on pages.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Url(Arc<str>);

impl Url {
    /// The address of a path from the root of the site: `media/a b.pdf` → `/media/a%20b.pdf`.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let below = path.strip_prefix('/').unwrap_or(path);
        Self(format!("/{}", utf8_percent_encode(below, IN_PATH)).into())
    }

    /// The address of what stands below a language: `stories/` → `/da/stories/`.
    #[must_use]
    pub fn in_language(lang: &Lang, rest: &str) -> Self {
        Self::of(&format!("{lang}/{rest}"))
    }

    /// The address of what stands in this folder: `event.ics`.
    #[must_use]
    pub fn join(&self, name: &str) -> Self {
        Self(format!("{self}{}", utf8_percent_encode(name, IN_PATH)).into())
    }

    /// As it stands in links.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path from the root, as people write it and files are called: `/media/a b.pdf`.
    #[must_use]
    pub fn path(&self) -> Cow<'_, str> {
        percent_decode_str(&self.0).decode_utf8_lossy()
    }
}

/// The root of the site.
impl Default for Url {
    fn default() -> Self {
        Self::of("")
    }
}

impl Borrow<str> for Url {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Url {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, Url};

    #[test]
    fn an_address_is_written_as_links_have_it_and_names_the_path_of_a_file() {
        let stories = Url::in_language(&Lang::new("da"), "stories/");
        for (url, written, path) in [
            (Url::of(""), "/", "/"),
            (stories.join("bread/"), "/da/stories/bread/", "/da/stories/bread/"),
            (Url::of("media/søg 100%.pdf"), "/media/s%C3%B8g%20100%25.pdf", "/media/søg 100%.pdf"),
            (stories.join("@@path@@"), "/da/stories/@@path@@", "/da/stories/@@path@@"),
        ] {
            assert_eq!((url.as_str(), &*url.path()), (written, path));
        }
    }
}
