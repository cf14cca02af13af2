//! Links as they are written → [`Target`]s that are there for every reader who sees them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::Target;
use super::live::{Live, Reach};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, nearest, quoted_list};
use crate::document::Document;
use crate::lang::Lang;
use crate::links::{self, Refused, Written};
use crate::markdown::Link;

/// What links are looked up in.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    pub(super) reach: Reach<'a>,
    pub(super) hidden: &'a BTreeMap<String, String>,
    pub(super) assets: &'a BTreeMap<String, PathBuf>,
    pub(super) config: &'a Config,
}

/// One link and who reads it.
struct Place<'a> {
    document: &'a Document,
    link: &'a Link,
    /// Languages whose readers see this text: its own, and those that fall back to it.
    readers: Vec<&'a Lang>,
}

impl Place<'_> {
    fn error(&self, code: &'static str, message: String) -> Diagnostic {
        let label = if self.link.image { "shown here" } else { "linked from here" };
        Diagnostic::error(code, &self.document.path, self.link.span.clone(), message).with_label(label)
    }
}

impl Resolver<'_> {
    /// One target for each link of a document. A link with a problem gets a target that is never used.
    pub(super) fn targets(&self, live: &Live, document: &Document) -> (Vec<Target>, Vec<Diagnostic>) {
        let languages = self.config.languages.iter().map(|language| &language.id);
        let readers: Vec<&Lang> =
            languages.filter(|lang| std::ptr::eq(live.bundle.shown(lang), document)).collect();
        let mut problems = Vec::new();
        let mut targets = Vec::new();
        for link in &document.body.links {
            let place = Place { document, link, readers: readers.clone() };
            let target = self.target(&place).unwrap_or_else(|problem| {
                problems.push(*problem);
                Target::External(String::new())
            });
            problems.extend(self.withdrawn(&place, &target));
            targets.push(target);
        }
        (targets, problems)
    }

    fn target(&self, place: &Place<'_>) -> Result<Target, Box<Diagnostic>> {
        let written = &place.link.written;
        match links::read(written, &place.document.id).map_err(|why| Box::new(refuse(place, &why)))? {
            Written::External(url) if place.link.image => {
                let problem =
                    place.error("link/foreign-picture", format!("the picture `{url}` is on another site"));
                Err(Box::new(
                    problem.with_hint("put it beside the document: no reader is shown to strangers"),
                ))
            }
            Written::External(url) => Ok(Target::External(url)),
            Written::Anchor(anchor) => self.same_page(place, anchor).map_err(Box::new),
            Written::Path { path, anchor } => self.path(place, &path, anchor).map_err(Box::new),
        }
    }

    fn same_page(&self, place: &Place<'_>, anchor: String) -> Result<Target, Diagnostic> {
        let id = place.document.id.as_str();
        self.anchor_exists(place, id, &anchor)?;
        Ok(Target::Anchor(anchor))
    }

    fn path(&self, place: &Place<'_>, path: &str, anchor: Option<String>) -> Result<Target, Diagnostic> {
        let home = if path.is_empty() { self.reach.home } else { None };
        let id = home.unwrap_or(path);
        if self.reach.documents.contains_key(id) {
            if let Some(anchor) = &anchor {
                self.anchor_exists(place, id, anchor)?;
            }
            return Ok(Target::Document { id: id.to_owned(), anchor });
        }
        if self.reach.sections.contains(path) {
            return match anchor {
                None => Ok(Target::Section { path: format!("{path}/"), anchor }),
                Some(anchor) => {
                    let problem =
                        place.error("link/no-anchor", format!("the list `{path}/` has no anchor `{anchor}`"));
                    Err(problem.with_hint("link to the list as a whole"))
                }
            };
        }
        let asset = format!("content/{path}");
        if self.assets.contains_key(&asset) {
            return match self.hidden_by(path) {
                Some(reason) => Err(not_published(place, reason)),
                None => Ok(Target::Asset { path: asset }),
            };
        }
        Err(self.nothing(place, path))
    }

    /// The anchor must be there in each language in which a reader may follow this link.
    fn anchor_exists(&self, place: &Place<'_>, id: &str, anchor: &str) -> Result<(), Diagnostic> {
        let Some(anchors) = self.reach.documents.get(id) else { return Ok(()) };
        let none = BTreeSet::new();
        let of = |lang: &Lang| anchors.get(lang).unwrap_or(&none);
        let missing: Vec<&Lang> =
            place.readers.iter().copied().filter(|lang| !of(lang).contains(anchor)).collect();
        let Some(first) = missing.first() else { return Ok(()) };
        let message = if missing.len() == place.readers.len() {
            format!("no anchor `#{anchor}` in `{id}`")
        } else {
            format!(
                "no anchor `#{anchor}` in `{id}` in {}",
                quoted_list(missing.iter().map(|lang| lang.as_str()))
            )
        };
        let problem = place.error("link/no-anchor", message);
        Err(match nearest(anchor, of(first).iter().map(String::as_str)) {
            Some(name) => problem.with_hint(format!("did you mean `#{name}`?")),
            None => problem.with_hint(format!("give the heading there an id: `## … {{#{anchor}}}`")),
        })
    }

    fn nothing(&self, place: &Place<'_>, path: &str) -> Diagnostic {
        if let Some(reason) = self.hidden_by(path) {
            return not_published(place, reason);
        }
        let written = &place.link.written;
        let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        if is_file && path.ends_with(".md") {
            let problem = place.error("link/no-page", format!("`{written}` is a file, not a page"));
            return problem.with_hint("link to its folder: the reader's language is chosen by itself");
        }
        if is_file || place.link.image {
            let names = self.assets.keys().filter_map(|path| path.strip_prefix("content/"));
            let problem = place.error("link/no-file", format!("no file at `{written}`"));
            return problem.with_hints(self.did_you_mean(place, path, names));
        }
        let names =
            self.reach.documents.keys().copied().chain(self.reach.sections.iter().map(String::as_str));
        place
            .error("link/no-page", format!("no page at `{written}`"))
            .with_hints(self.did_you_mean(place, path, names))
    }

    /// The nearest name, in the form in which this link was written.
    fn did_you_mean<'n>(
        &self,
        place: &Place<'_>,
        path: &str,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Option<String> {
        let last = |name: &'n str| name.rsplit('/').next().unwrap_or(name);
        let name = nearest(path, names.clone()).or_else(|| {
            let wanted = path.rsplit('/').next().unwrap_or(path);
            let same = nearest(wanted, names.clone().map(last))?;
            names.clone().find(|name| last(name) == same)
        })?;
        let is_asset = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
        let slash = if is_asset { "" } else { "/" };
        let written = if place.link.written.starts_with('/') {
            format!("/{name}{slash}")
        } else {
            format!("{}{slash}", relative(&place.document.id, name))
        };
        Some(format!("did you mean `{written}`?"))
    }

    fn hidden_by(&self, path: &str) -> Option<&str> {
        let folder =
            |id: &str| path.strip_prefix(id).is_some_and(|rest| rest.is_empty() || is_asset_below(rest));
        self.hidden.iter().find(|(id, _)| folder(id)).map(|(_, reason)| reason.as_str())
    }

    fn withdrawn(&self, place: &Place<'_>, target: &Target) -> Option<Diagnostic> {
        let Target::Document { id, .. } = target else { return None };
        let id = self.reach.withdrawn.get(id.as_str())?;
        let problem = place.error("link/withdrawn", format!("`{id}` was withdrawn"));
        let problem = problem.with_hint("remove the link: only a note is left there");
        Some(Diagnostic { severity: crate::diagnostic::Severity::Warning, ..problem })
    }
}

/// `/oven.svg` below a document's folder, but not another document below it.
fn is_asset_below(rest: &str) -> bool {
    rest.strip_prefix('/').is_some_and(|name| !name.contains('/') && name.contains('.'))
}

fn not_published(place: &Place<'_>, reason: &str) -> Diagnostic {
    let problem =
        place.error("link/not-published", format!("`{}` is not published: {reason}", place.link.written));
    problem.with_hint("remove the link, or publish both together")
}

fn refuse(place: &Place<'_>, why: &Refused) -> Diagnostic {
    let written = &place.link.written;
    match why {
        Refused::Scheme(scheme) => {
            let problem = place.error("link/scheme", format!("`{scheme}:` can't be linked to"));
            problem.with_hint("links begin with `https:`, `http:` or `mailto:`, or are paths of the site")
        }
        Refused::NoScheme => {
            let problem = place.error("link/scheme", format!("`{written}` has no scheme"));
            problem.with_hint(format!("write `https:{written}`"))
        }
        Refused::Outside => {
            let problem = place.error("link/no-page", format!("`{written}` leads out of the content"));
            problem.with_hint("begin the path with `/` to count from `content/`")
        }
        Refused::Empty => place.error("link/no-page", "this link leads nowhere".to_owned()),
    }
}

/// The path from a document's folder to another place below `content/`.
fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = vec![".."; from.len() - shared];
    up.into_iter().chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}
