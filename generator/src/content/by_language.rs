//! Values by the languages in which they are, for files that say something in some languages only.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::{HeadValue, Shape, Shaped};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Names, say};
use crate::yaml::Located;

/// A value for each of some languages, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct ByLanguage<T>(pub(crate) Vec<(Located<String>, T)>);

impl<T> ByLanguage<T> {
    /// Tags that no language has.
    pub(crate) fn no_tags(&self, path: &str) -> Vec<Diagnostic> {
        let is_tag = |tag: &str| tag.parse::<icu_locale::LanguageIdentifier>().is_ok();
        let odd = self.0.iter().filter(|(tag, _)| !is_tag(&tag.value));
        let problem = |(tag, _): &(Located<String>, T)| {
            let message = say!("language.noTag", tag = &tag.value);
            let problem = Diagnostic::error(Code::FrontValue, path, tag.span.clone(), message);
            problem.with_hint(say!("site.localeHint"))
        };
        odd.map(problem).collect()
    }

    /// Languages that the site hasn't, so that nothing comes of what stands there.
    pub(crate) fn foreign(&self, path: &str, config: &Config) -> Vec<Diagnostic> {
        let ours: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
        let foreign = self.0.iter().filter(|(tag, _)| !ours.contains(&tag.value.as_str()));
        let problem = |(tag, _): &(Located<String>, T)| {
            let message = say!("language.notOurs", tag = &tag.value);
            let problem = Diagnostic::error(Code::ConfigLanguage, path, tag.span.clone(), message);
            problem.with_hint(say!("site.languages", names = Names::of(&ours)))
        };
        foreign.map(problem).collect()
    }
}

impl<T: Shaped> Shaped for ByLanguage<T> {
    const SHAPE: Shape = Shape::ByLanguage(&T::SHAPE);
}

impl<T> HeadValue for ByLanguage<T> {}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByLanguage<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

/// Reads a map as a list, since the first of several pages is the one that is shown.
struct InOrder<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
    type Value = ByLanguage<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(entry) = map.next_entry()? {
            values.push(entry);
        }
        Ok(ByLanguage(values))
    }
}
