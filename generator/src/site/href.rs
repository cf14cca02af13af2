//! Where a link leads, as it stands on a page, and as it has to be written elsewhere.

use std::fmt;

use super::{Site, Target};
use crate::config::BaseUrl;
use crate::lang::Lang;
use crate::url::Url;

/// Where a link leads for the readers of one language. Shown, it is the link as it stands on a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Href<'a> {
    /// A page or a file of the site, and a place on it.
    Here(Url, Option<&'a str>),
    /// A place on the same page.
    Anchor(&'a str),
    /// Another site or an e-mail address.
    Elsewhere(&'a str),
}

impl Site {
    /// Where a target is for a reader of this language.
    #[must_use]
    pub fn href<'t>(&self, target: &'t Target, lang: &Lang) -> Href<'t> {
        match target {
            Target::Document { id, anchor } => {
                Href::Here(self.document_url(id, lang).cloned().unwrap_or_default(), anchor.as_deref())
            }
            Target::Section { path, anchor } => Href::Here(Url::in_language(lang, path), anchor.as_deref()),
            Target::Asset { path } => Href::Here(self.asset_url(path).cloned().unwrap_or_default(), None),
            Target::Anchor(anchor) => Href::Anchor(anchor),
            Target::External(address) => Href::Elsewhere(address),
        }
    }
}

impl Href<'_> {
    /// The whole address, for a reader elsewhere; `page` is that of the page on which the link stands.
    #[must_use]
    pub fn absolute(&self, base: &BaseUrl, page: &str) -> String {
        match self {
            Self::Here(..) => format!("{base}{self}"),
            Self::Anchor(_) => format!("{page}{self}"),
            Self::Elsewhere(address) => (*address).to_owned(),
        }
    }
}

impl fmt::Display for Href<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Here(url, None) => write!(f, "{url}"),
            Self::Here(url, Some(anchor)) => write!(f, "{url}#{anchor}"),
            Self::Anchor(anchor) => write!(f, "#{anchor}"),
            Self::Elsewhere(address) => f.write_str(address),
        }
    }
}
