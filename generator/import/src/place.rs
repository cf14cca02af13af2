//! What each page becomes and where: `content/post/2022-12-15-bread.md` → the post `posts/bread`.

use std::collections::{BTreeMap, BTreeSet};

use generator::content::Kind;
use generator::slug;

use crate::loss::{LossKind, Losses};
use crate::read::address;
use crate::site::{OldPage, OldSite};

/// First folders of addresses that the new site has itself.
const TAKEN: [&str; 6] = ["stories", "events", "posts", "organisations", "search", "home"];

/// One document: the same page in all its languages.
#[derive(Debug)]
pub(crate) struct Place {
    /// `posts/bread`.
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// Indices into the old pages; the source is the first.
    pub(crate) pages: Vec<usize>,
}

impl Place {
    /// Whether nobody sees it yet.
    pub(crate) fn is_draft(&self, old: &OldSite) -> bool {
        old.pages[self.pages[0]].head.is("draft")
    }

    /// Whether there are days on which nobody sees it.
    pub(crate) fn hides(&self, old: &OldSite) -> bool {
        let head = &old.pages[self.pages[0]].head;
        self.is_draft(old) || head.day(&["publishDate"]).is_some() || head.day(&["expiryDate"]).is_some()
    }
}

/// All documents, and how to find them.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(crate) list: Vec<Place>,
    /// By an old page's index.
    by_page: BTreeMap<usize, usize>,
    /// Old addresses in small letters → old page.
    by_address: BTreeMap<String, usize>,
    /// Files in small letters without language and ending → old page.
    by_file: BTreeMap<String, usize>,
}

/// Gives each page that has a text its place.
pub(crate) fn places(old: &OldSite, losses: &mut Losses) -> Places {
    let mut places = Places::default();
    let mut ids = BTreeSet::new();
    for mut pages in documents(old, losses) {
        one_a_language(old, &mut pages, losses);
        drop_drafts(old, &mut pages, losses);
        let source = &old.pages[pages[0]];
        let kind = kind(old, &pages);
        let id = free(id(old, kind, &source.key, source), &source.key, &mut ids);
        let number = places.list.len();
        pages.iter().for_each(|index| places.know(*index, number, &old.pages[*index]));
        places.list.push(Place { id, kind, pages });
    }
    places
}

/// The pages that have a text, with their translations, in the order of their languages: what has a file in the first
/// one comes first, and has its name for itself.
fn documents(old: &OldSite, losses: &mut Losses) -> Vec<Vec<usize>> {
    let mut documents: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut keyed = BTreeSet::new();
    for (index, page) in old.pages.iter().enumerate() {
        if page.body.trim().is_empty() && !page.key.is_empty() {
            losses.add(LossKind::NoText, &page.file, 1, page.head.text(&["title"]).unwrap_or_default());
            continue;
        }
        // Hugo joins by this key what is called otherwise; a second of its language is a page of its own.
        let joined = page.head.text(&["translationKey"]);
        let joined = joined.filter(|key| keyed.insert((page.lang, key.clone())));
        let key = joined.map_or_else(|| format!("file {}", page.key), |key| format!("key {key}"));
        documents.entry(key).or_default().push(index);
    }
    let mut documents: Vec<Vec<usize>> = documents.into_values().collect();
    for pages in &mut documents {
        pages.sort_by_key(|index| old.pages[*index].lang);
    }
    documents.sort_by_key(|pages| (old.pages[pages[0]].lang, &old.pages[pages[0]].key));
    documents
}

/// `bread.md` and `bread/index.md` would be two files of one page.
fn one_a_language(old: &OldSite, pages: &mut Vec<usize>, losses: &mut Losses) {
    let mut last = None;
    pages.retain(|index| {
        let page = &old.pages[*index];
        let is_second = last.replace(page.lang) == Some(page.lang);
        if is_second {
            losses.add(LossKind::Twice, &page.file, 1, page.head.text(&["title"]).unwrap_or_default());
        }
        !is_second
    });
}

/// A translation can't be a draft beside a source that is published.
fn drop_drafts(old: &OldSite, pages: &mut Vec<usize>, losses: &mut Losses) {
    if old.pages[pages[0]].head.is("draft") {
        return;
    }
    pages.retain(|index| {
        let page = &old.pages[*index];
        if page.head.is("draft") {
            losses.add(LossKind::Draft, &page.file, page.head.line("draft"), "draft");
        }
        !page.head.is("draft")
    });
}

/// What has a date and stands in a section is a post; what has none, or begins a section, is a page.
fn kind(old: &OldSite, pages: &[usize]) -> Kind {
    let source = &old.pages[pages[0]];
    let is_dated = !source.is_section && source.key.contains('/') && source.day().is_some();
    Kind::named("post").filter(|_| is_dated).unwrap_or(Kind::Page)
}

fn id(old: &OldSite, kind: Kind, key: &str, source: &OldPage) -> String {
    let lang = old.settings.languages[source.lang].new_id();
    let part = |name: &str| {
        let part = slug::suggest(&lang, name);
        if part.is_empty() { "page".to_owned() } else { part }
    };
    let name = key.rsplit('/').next().unwrap_or(key);
    let own = source.head.text(&["slug"]);
    let last = part(
        own.as_deref().filter(|slug| !slug.contains('/')).unwrap_or_else(|| address::without_date(name)),
    );
    if key.is_empty() {
        return "pages/home".to_owned();
    }
    if kind != Kind::Page {
        return format!("{}/{last}", kind.folder());
    }
    let mut parts: Vec<String> = key.split('/').map(part).collect();
    if let Some(end) = parts.last_mut() {
        *end = last;
    }
    if TAKEN.contains(&parts[0].as_str())
        || old.settings.languages.iter().any(|language| language.new_id() == parts[0])
    {
        parts[0] = format!("{}-pages", parts[0]);
    }
    format!("pages/{}", parts.join("/"))
}

/// The id, or one with the name of its section or a number if another document has it.
fn free(id: String, key: &str, ids: &mut BTreeSet<String>) -> String {
    let section = key.rsplit('/').nth(1).map(|section| slug::suggest("en", section)).unwrap_or_default();
    let with_section = format!("{id}-{section}");
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    let all = [id.clone(), with_section].into_iter().chain(numbered);
    let free =
        all.into_iter().find(|id| !id.ends_with('-') && !ids.contains(id)).unwrap_or_else(|| id.clone());
    ids.insert(free.clone());
    free
}

impl Places {
    fn know(&mut self, index: usize, number: usize, page: &OldPage) {
        self.by_page.insert(index, number);
        self.by_address.entry(page.address.to_lowercase()).or_insert(index);
        for alias in page.aliases() {
            self.by_address.entry(alias.to_lowercase()).or_insert(index);
        }
        let stem = page.stem().to_lowercase();
        self.by_file.entry(stem).or_insert(index);
    }

    /// The document of an old page, if it was taken.
    pub(crate) fn of_page(&self, index: usize) -> Option<&Place> {
        self.by_page.get(&index).map(|number| &self.list[*number])
    }

    /// The old page at an old address.
    pub(crate) fn at_address(&self, address: &str) -> Option<usize> {
        self.by_address.get(&address::slashes(address).to_lowercase()).copied()
    }

    /// The old page whose file is called so; language, ending and `index` don't matter.
    pub(crate) fn at_file(&self, path: &str) -> Option<usize> {
        self.by_file.get(&path.to_lowercase()).copied()
    }
}

impl OldPage {
    /// Its day.
    pub(crate) fn day(&self) -> Option<String> {
        let named = || {
            let name = self.key.rsplit('/').next().unwrap_or_default();
            (address::without_date(name) != name).then(|| name[..10].to_owned())
        };
        self.head.day(&["date", "publishDate", "pubdate"]).or_else(named)
    }

    /// Addresses at which it stood even before.
    pub(crate) fn aliases(&self) -> Vec<String> {
        self.head.texts(&["aliases"]).iter().map(|alias| address::slashes(alias)).collect()
    }

    /// Its folder and name, without language and `index`.
    pub(crate) fn stem(&self) -> String {
        let name = self.key.rsplit('/').next().unwrap_or_default();
        match self.file.rsplit('/').next() {
            Some(file) if file.starts_with("index.") || file.starts_with("_index.") => self.folder.clone(),
            _ => format!("{}/{name}", self.folder),
        }
    }
}
