//! The ids that a page has for itself, so that no heading takes one of them: what this program writes, and what the
//! templates of the site do.

use std::collections::BTreeSet;

/// Ids that are written here and by `forms`, whatever the theme.
const OURS: [&str; 2] = ["footnotes", "error-summary"];

/// What ids begin with that are made up: those of notes and of the fields of forms.
const OURS_FROM: [&str; 3] = ["fn-", "fnref-", "f-"];

/// How an attribute begins that holds an id.
const ATTRIBUTE: [&str; 2] = ["id=\"", "id='"];

/// The register of ids that are given away before a body is read.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Taken {
    names: BTreeSet<String>,
    /// Beginnings of those that aren't known whole.
    starts: BTreeSet<String>,
}

impl Default for Taken {
    fn default() -> Self {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self { names: own(&OURS), starts: own(&OURS_FROM) }
    }
}

impl Taken {
    /// The register with the ids of these templates: as attributes of elements, and as arguments of components. Of an id
    /// like `filter-{{ name }}` the beginning is known; one that has none (`{{ name }}`) can meet a heading's, which is
    /// seen on the finished page.
    pub fn of<'t>(templates: impl IntoIterator<Item = &'t str>) -> Self {
        let mut taken = Self::default();
        templates.into_iter().for_each(|template| taken.add(template));
        taken
    }

    fn add(&mut self, template: &str) {
        for attribute in ATTRIBUTE {
            let quote = &attribute[attribute.len() - 1..];
            for (at, _) in template.match_indices(attribute) {
                let is_attribute = template[..at].ends_with(|c: char| c.is_whitespace());
                let rest = &template[at + attribute.len()..];
                let Some(id) = rest.split(quote).next().filter(|_| is_attribute) else { continue };
                match id.find("{{").or_else(|| id.find("{%")) {
                    Some(0) => {}
                    Some(start) => _ = self.starts.insert(id[..start].to_owned()),
                    None => _ = self.names.insert(id.to_owned()),
                }
            }
        }
    }

    /// Whether a page has this id for itself.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.names.contains(id) || self.begins(id)
    }

    /// Whether an id begins like one that is made up.
    pub(crate) fn begins(&self, id: &str) -> bool {
        self.starts.iter().any(|start| id.starts_with(start.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::Taken;

    #[test]
    fn ids_of_templates_are_known_whole_or_by_their_beginning() {
        let taken = Taken::of([
            "<main id=\"main\"><p id='a'>{{ <titles id=\"all\" /> }}<i id=\"q-{{ name }}\" id=\"{{ x }}\" data-id=\"no\" grid=\"no\">",
        ]);
        for id in ["main", "a", "all", "q-1", "fn-1", "f-name", "footnotes"] {
            assert!(taken.has(id), "{id}");
        }
        assert!(!taken.has("no") && !taken.has("bread"));
    }
}
