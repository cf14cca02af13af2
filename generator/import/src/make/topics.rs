//! Tags and categories → topics, each with its name in every language.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use generator::content::Kind;
use generator::slug;

use super::yaml;
use crate::place::{Place, Places};
use crate::site::{OldPage, OldSite};

/// Topics by their ids: what each language calls them, by the language's place.
#[derive(Debug, Default)]
pub(crate) struct Topics {
    names: BTreeMap<String, BTreeMap<usize, String>>,
    /// The id of a name in a language.
    ids: BTreeMap<(usize, String), String>,
}

/// Those of all posts. A translation that has as many as its source names them in the same order.
pub(crate) fn topics(old: &OldSite, places: &Places) -> Topics {
    let mut topics = Topics::default();
    let posts = || places.list.iter().filter(|place| place.kind != Kind::Page);
    for place in posts() {
        let source = &old.pages[place.pages[0]];
        let lang = old.settings.languages[source.lang].new_id();
        terms(old, source).iter().for_each(|term| topics.add(&lang, source.lang, term));
    }
    for place in posts() {
        topics.translate(old, place);
    }
    topics
}

/// The words under which a page is found.
pub(crate) fn terms(old: &OldSite, page: &OldPage) -> Vec<String> {
    let mut names = vec![
        "tags".to_owned(),
        "taxonomies.tags".to_owned(),
        "categories".to_owned(),
        "taxonomies.categories".to_owned(),
    ];
    for taxonomy in old
        .settings
        .taxonomies
        .iter()
        .filter(|name| !["tags", "categories", "author", "authors"].contains(&name.as_str()))
    {
        names.extend([taxonomy.clone(), format!("taxonomies.{taxonomy}")]);
    }
    let mut terms: Vec<String> = Vec::new();
    for term in names.iter().flat_map(|name| page.head.texts(&[name])) {
        if !terms.iter().any(|there| there.eq_ignore_ascii_case(&term)) {
            terms.push(term);
        }
    }
    terms
}

impl Topics {
    fn add(&mut self, lang: &str, number: usize, term: &str) {
        let key = (number, term.to_lowercase());
        if self.ids.contains_key(&key) {
            return;
        }
        let id = Some(slug::suggest(lang, term))
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| format!("topic-{}", self.names.len() + 1));
        // `C` and `C++` are two.
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        let is_free = |id: &String| {
            self.names.get(id).is_none_or(|names| names.values().any(|name| name.eq_ignore_ascii_case(term)))
        };
        let id = [id.clone()].into_iter().chain(numbered).find(is_free).unwrap_or_else(|| id.clone());
        self.names.entry(id.clone()).or_default().insert(number, term.to_owned());
        self.ids.insert(key, id);
    }

    fn translate(&mut self, old: &OldSite, place: &Place) {
        let source = &old.pages[place.pages[0]];
        let ids = self.of(old, source);
        for page in place.pages[1..].iter().map(|index| &old.pages[*index]) {
            let words = terms(old, page);
            if words.len() == ids.len() {
                for (id, word) in ids.iter().zip(words) {
                    self.names.entry(id.clone()).or_default().entry(page.lang).or_insert(word);
                }
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The ids of a page's topics.
    pub(crate) fn of(&self, old: &OldSite, page: &OldPage) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for term in terms(old, page) {
            let id = self.ids.get(&(page.lang, term.to_lowercase()));
            if let Some(id) = id.filter(|id| !ids.contains(id)) {
                ids.push(id.clone());
            }
        }
        ids
    }

    /// `content/topics.yaml`.
    pub(crate) fn file(&self, old: &OldSite) -> String {
        let mut file = "# Made of tags and categories. `text` is a sentence for readers: write one where only the name stands.\n".to_owned();
        for (id, names) in &self.names {
            let first = names.values().next().map_or("", String::as_str);
            let each: Vec<String> = (0..old.settings.languages.len())
                .filter(|lang| old.has_language(*lang))
                .map(|lang| {
                    format!(
                        "{}: {}",
                        yaml::text(&old.settings.languages[lang].new_id()),
                        yaml::text(names.get(&lang).map_or(first, String::as_str))
                    )
                })
                .collect();
            let each = each.join(", ");
            let _ = writeln!(file, "{}:\n  label: {{ {each} }}\n  text: {{ {each} }}", yaml::text(id));
        }
        file
    }
}
