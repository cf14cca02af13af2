//! Who has which path of the site: documents, lists, and what the site makes for itself. None is given out twice, and none
//! stands below a file.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::output;

/// Who has a path.
#[derive(Debug)]
enum Owner {
    /// The file and place that said so.
    Document(String, Range<usize>),
    /// A list of the site.
    List,
    /// What the site makes besides.
    Site(&'static str),
}

/// Path from the root → owner: a folder's ends with `/`, a file's doesn't. A file's path may stand for a whole folder of
/// the site's own.
#[derive(Debug, Default)]
pub(super) struct Register(BTreeMap<String, Owner>);

/// Below the root, whatever the languages are.
const ROOT: [(&str, &str); 16] = [
    ("/", "the choice of language"),
    ("/404.html", "the page for what is missing"),
    ("/unavailable.html", "a page of the servers"),
    ("/too-large.html", "a page of the servers"),
    ("/sitemap.xml", "the sitemap"),
    ("/robots.txt", "the file for search engines"),
    ("/sw.js", "the script for reading offline"),
    ("/_headers", "a file for the server"),
    ("/_redirects", "a file for the server"),
    ("/assets", "the theme's files"),
    ("/media", "the pictures"),
    ("/pagefind", "the search index"),
    ("/altcha", "an address of the forms"),
    ("/openapi.json", "an address of the forms"),
    ("/healthz", "an address of the forms"),
    ("/readyz", "an address of the forms"),
];
/// Below each language.
const LANGUAGE: [(&str, &str); 4] = [
    ("404.html", "the page for what is missing"),
    ("unavailable.html", "a page of the servers"),
    ("too-large.html", "a page of the servers"),
    ("feed.xml", "the feed"),
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
                register.0.insert(format!("/{lang}/{section}/"), Owner::List);
                register.site(format!("/{lang}/{section}/calendar.ics"), "a calendar");
            }
            for (path, what) in LANGUAGE {
                register.site(format!("/{lang}/{path}"), what);
            }
        }
        register
    }

    /// Gives a path to what the site makes, if nobody has it.
    pub(super) fn site(&mut self, path: String, what: &'static str) {
        self.0.entry(path).or_insert(Owner::Site(what));
    }

    /// Whether somebody has this very path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Gives a path to a document; a problem if another has it, or stands in its way.
    pub(super) fn claim(&mut self, path: &str, (file, place): (&str, Range<usize>)) -> Option<Diagnostic> {
        let forms = is_of_forms(path).then_some((path, &Owner::Site("servers send it to the forms")));
        let Some((taken, owner)) = forms.or_else(|| self.in_the_way(path)) else {
            self.0.insert(path.to_owned(), Owner::Document(file.to_owned(), place));
            return None;
        };
        let message = match taken == path {
            true => format!("the address `{path}` is taken"),
            false => format!("the address `{path}` can't be beside `{taken}`, which is taken"),
        };
        let problem = Diagnostic::error("url/taken", file, place, message);
        Some(match owner {
            Owner::Document(first, there) => problem
                .with_hint("give one of the two another `slug`, or take the alias away")
                .with_see(first, there.clone(), "first taken here"),
            Owner::List => problem.with_hint("a list of the site stands there; choose another folder or `slug`"),
            Owner::Site(what) => problem.with_hint(format!(
                "the site has that for itself: {what}; choose another folder or `slug`, or take the alias away"
            )),
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
        let forms = is_of_forms(path).then_some((path, &Owner::Site("servers send it to the forms")));
        let (taken, owner) = forms.or_else(|| self.in_the_way(page))?;
        let message = format!("a file of the theme can't stand at `{path}`: `{taken}` is taken");
        let problem = Diagnostic::error("url/taken", file, None, message);
        Some(match owner {
            Owner::Document(first, there) => {
                problem.with_hint("rename or remove it").with_see(first, there.clone(), "taken here")
            }
            Owner::List => problem.with_hint("a list of the site stands there; rename or remove the file"),
            Owner::Site(what) => {
                problem.with_hint(format!("the site has that for itself: {what}; rename or remove the file"))
            }
        })
    }

    /// Who has the path, stands as a file where it needs a folder, or needs a folder where it is a file.
    fn in_the_way(&self, path: &str) -> Option<(&str, &Owner)> {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]).filter(|above| !above.is_empty());
        let above = folders.chain([path]).find_map(|path| self.file(path));
        let below = || {
            let folder = format!("{}/", path.trim_end_matches('/'));
            let mut inside = self.0.range(folder.clone()..);
            let is_file = !path.ends_with('/');
            inside.next().filter(|(found, _)| is_file && found.starts_with(&folder))
        };
        let found = self.0.get_key_value(path).or(above).or_else(below);
        found.map(|(path, owner)| (path.as_str(), owner))
    }

    /// Who has a file: a page's is `index.html` in its folder, and a text may have compressed copies beside it.
    fn file(&self, path: &str) -> Option<(&String, &Owner)> {
        let text = output::without_compression(path);
        let page = text.strip_suffix("index.html").filter(|folder| folder.ends_with('/'));
        self.0.get_key_value(page.unwrap_or(text))
    }
}
