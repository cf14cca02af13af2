//! Questions that templates and feeds ask of a finished site.

use crate::entities::{Organisation, Topic};
use crate::lang::{Lang, Language};

use super::Site;
use crate::url::Url;

impl Site {
    /// The address of a document: `/da/stories/bread/`.
    #[must_use]
    pub fn document_url(&self, id: &str, lang: &Lang) -> Option<&Url> {
        self.entries.get(id)?.urls.get(lang)
    }

    /// The address of a file that isn't a picture by its path in the source.
    #[must_use]
    pub fn asset_url(&self, source_path: &str) -> Option<&Url> {
        let at = self.assets.binary_search_by(|(path, _, _)| path.as_str().cmp(source_path)).ok()?;
        Some(&self.assets[at].1)
    }

    /// A language of the site.
    #[must_use]
    pub fn language(&self, lang: &Lang) -> &Language {
        let languages = &self.config.languages;
        languages
            .iter()
            .find(|language| language.id == *lang)
            .unwrap_or_else(|| self.config.default_language())
    }

    /// The words of the interface.
    #[must_use]
    pub fn text(&self, lang: &Lang) -> &forms::Texts {
        let default = &self.config.default_language().id;
        self.texts.get(lang).or_else(|| self.texts.get(default)).expect("every language has texts")
    }

    /// An organisation by id.
    #[must_use]
    pub fn organisation(&self, id: &str) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| organisation.id == id)
    }

    /// A topic by id.
    #[must_use]
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == id)
    }
}
