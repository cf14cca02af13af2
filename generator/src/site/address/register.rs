//! Who has which path of the site: documents, lists, and what the site makes for itself. None is given out twice, and none
//! stands below a file. Paths that differ only in capital and small letters count as one: on a Mac and on Windows, and on
//! some servers, both are one file, and the last that is written is seen at both.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::compressed;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, plain, say};

/// Who has a path.
#[derive(Debug)]
enum Owner {
    /// The file and place that said so.
    Document(String, Range<usize>),
    /// An old address: the file and place that said so, and the id of the document to which it leads.
    Redirect(String, Range<usize>, String),
    /// A list of the site.
    List,
    /// What the site makes besides.
    Site(&'static str),
}

/// Path from the root in small letters → the path as it is written, and its owner: a folder's ends with `/`, a file's
/// doesn't. A file's path may stand for a whole folder of the site's own.
#[derive(Debug, Default)]
pub(super) struct Register(BTreeMap<String, (String, Owner)>);

/// Below the root, whatever the languages are.
const ROOT: [(&str, &str); 19] = [
    ("/", "owner.choice"),
    ("/404.html", "owner.missing"),
    ("/unavailable.html", "owner.servers"),
    ("/too-large.html", "owner.servers"),
    ("/preview.html", "owner.servers"),
    ("/previews", "owner.servers"),
    ("/sitemap.xml", "owner.sitemap"),
    ("/robots.txt", "owner.robots"),
    ("/sw.js", "owner.offline"),
    ("/_headers", "owner.server"),
    ("/_redirects", "owner.server"),
    ("/assets", "owner.theme"),
    ("/media", "owner.pictures"),
    ("/pagefind", "owner.search"),
    ("/altcha", "owner.forms"),
    ("/desk", "owner.forms"),
    ("/openapi.json", "owner.forms"),
    ("/healthz", "owner.forms"),
    ("/readyz", "owner.forms"),
];
/// Below each language.
const LANGUAGE: [(&str, &str); 5] = [
    ("404.html", "owner.missing"),
    ("unavailable.html", "owner.servers"),
    ("too-large.html", "owner.servers"),
    ("preview.html", "owner.servers"),
    ("feed.xml", "owner.feed"),
];
/// Lists that are there whatever the documents are.
const LISTS: [&str; 3] = ["thanks", "search", "offline"];

/// What every server hands on to forms-fn, whether there is such a language or not: `/da/forms/…`.
fn is_of_forms(path: &str) -> bool {
    let mut parts = path.split('/').skip(1);
    parts.next().is_some_and(|first| !first.is_empty())
        && parts.next() == Some("forms")
        && parts.next().is_some()
}

impl Register {
    /// What is there before any document: lists, and what the site makes for itself.
    pub(super) fn new<'a>(sections: impl Iterator<Item = &'a String>, config: &Config) -> Self {
        let mut register = Self::default();
        for (path, what) in ROOT {
            register.site(path.to_owned(), what);
        }
        let sections: Vec<&String> = sections.collect();
        for language in &config.languages {
            let lang = &language.id;
            for section in sections.iter().map(|section| section.as_str()).chain(LISTS) {
                register.put(format!("/{lang}/{section}/"), Owner::List);
                register.site(format!("/{lang}/{section}/calendar.ics"), "owner.calendar");
            }
            for (path, what) in LANGUAGE {
                register.site(format!("/{lang}/{path}"), what);
            }
        }
        register
    }

    fn put(&mut self, path: String, owner: Owner) {
        self.0.insert(path.to_lowercase(), (path, owner));
    }

    /// Gives a path to what the site makes, if nobody has it.
    pub(super) fn site(&mut self, path: String, what: &'static str) {
        self.0.entry(path.to_lowercase()).or_insert((path, Owner::Site(what)));
    }

    /// Whether somebody has this very path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.get(&path.to_lowercase()).is_some_and(|(taken, _)| taken == path)
    }

    /// Gives a path to a document; a problem if another has it, or stands in its way.
    pub(super) fn claim(&mut self, path: &str, (file, place): (&str, Range<usize>)) -> Option<Diagnostic> {
        self.claim_as(path, Owner::Document(file.to_owned(), place.clone()), (file, place))
    }

    /// Gives an old address to the document with this id, as [`Register::claim`] does. In other letters it may lead there
    /// as well.
    pub(super) fn redirect(
        &mut self,
        path: &str,
        id: &str,
        (file, place): (&str, Range<usize>),
    ) -> Option<Diagnostic> {
        let same = self.0.get(&path.to_lowercase());
        let leads_there = |owner: &Owner| matches!(owner, Owner::Redirect(_, _, to) if to == id);
        if same.is_some_and(|(taken, owner)| taken != path && leads_there(owner)) {
            return None;
        }
        self.claim_as(path, Owner::Redirect(file.to_owned(), place.clone(), id.to_owned()), (file, place))
    }

    fn claim_as(
        &mut self,
        path: &str,
        new: Owner,
        (file, place): (&str, Range<usize>),
    ) -> Option<Diagnostic> {
        let forms = is_of_forms(path).then_some((path, &Owner::Site("owner.sent")));
        let Some((taken, owner)) = forms.or_else(|| self.in_the_way(path)) else {
            self.put(path.to_owned(), new);
            return None;
        };
        let message = match taken {
            taken if taken == path => say!("url.taken", path),
            taken if is_same_file(taken, path) => say!("url.capitals", path, taken),
            _ => say!("url.beside", path, taken),
        };
        let problem = Diagnostic::error(Code::UrlTaken, file, place, message);
        Some(match owner {
            Owner::Document(first, there) | Owner::Redirect(first, there, _) => {
                problem.with_hint(say!("url.slugHint")).with_see(first, there.clone(), say!("url.firstTaken"))
            }
            Owner::List => problem.with_hint(say!("url.listHint")),
            Owner::Site(what) => problem.with_hint(say!("url.siteHint", what = plain(what))),
        })
    }

    /// A problem if a file of the theme that keeps its name, at `path` from the root, has the place of something else.
    /// Asked when all else has its path.
    pub(super) fn theme(&self, path: &str, file: &str) -> Option<Diagnostic> {
        // Its scripts and drawings are the site's own.
        if path == "/sw.js" || path.starts_with("/assets/") {
            return None;
        }
        let page = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/')).unwrap_or(path);
        let forms = is_of_forms(path).then_some((path, &Owner::Site("owner.sent")));
        let (taken, owner) = forms.or_else(|| self.in_the_way(page))?;
        let message = say!("url.themeFile", path, taken);
        let problem = Diagnostic::error(Code::UrlTaken, file, None, message);
        Some(match owner {
            Owner::Document(first, there) | Owner::Redirect(first, there, _) => problem
                .with_hint(say!("url.renameHint"))
                .with_see(first, there.clone(), say!("url.takenHere")),
            Owner::List => problem.with_hint(say!("url.themeListHint")),
            Owner::Site(what) => problem.with_hint(say!("url.themeSiteHint", what = plain(what))),
        })
    }

    /// Who has the path, stands as a file where it needs a folder, or needs a folder where it is a file.
    fn in_the_way(&self, path: &str) -> Option<(&str, &Owner)> {
        let path = path.to_lowercase();
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]).filter(|above| !above.is_empty());
        let above = folders.chain([path.as_str()]).find_map(|path| self.file(path));
        let below = || {
            let folder = format!("{}/", path.trim_end_matches('/'));
            let (found, owner) = self.0.range(folder.clone()..).next()?;
            let is_file = !path.ends_with('/');
            (is_file && found.starts_with(&folder)).then_some(owner)
        };
        let found = self.0.get(&path).or(above).or_else(below);
        found.map(|(path, owner)| (path.as_str(), owner))
    }

    /// Who has a file: a page's is `index.html` in its folder, and a text may have compressed copies beside it.
    fn file(&self, path: &str) -> Option<&(String, Owner)> {
        let text = compressed::without_compression(path);
        let page = text.strip_suffix("index.html").filter(|folder| folder.ends_with('/'));
        self.0.get(page.unwrap_or(text))
    }
}

/// Whether two paths differ only in capital and small letters.
fn is_same_file(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}
