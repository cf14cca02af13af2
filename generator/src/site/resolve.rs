//! Links as they are written → [`Target`]s that are there for every reader who sees them.

mod broken;
mod nowhere;

use std::collections::{BTreeMap, BTreeSet};

use super::live::{Live, Reach};
use super::{Target, Unpublished, anchors};
use crate::config::Config;
use crate::content::kind::is_part_of_list;
use crate::diagnostic::{Code, Diagnostic, Names, Sentence, Severity, nearest, say};
use crate::document::Document;
use crate::lang::Lang;
use crate::links::{self, LinkKind};
use crate::markdown::Link;
use crate::source::{Checked, Original, Unusable};
pub(super) use broken::{Broken, together};
use nowhere::{not_published, not_shown, refuse, unusable};

/// What links are looked up in.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    pub(super) reach: Reach<'a>,
    /// Documents whose own problems are shown already: a link to one isn't a second problem.
    pub(super) incomplete: &'a BTreeSet<String>,
    /// Whether lists of countries and topics may be missing because of such problems.
    pub(super) some_lists_missing: bool,
    pub(super) hidden: &'a BTreeMap<String, Sentence>,
    /// Id and reason of what is there for those who write it only.
    pub(super) unpublished: &'a BTreeMap<String, Unpublished>,
    pub(super) assets: &'a BTreeMap<String, Checked>,
    pub(super) pictures: &'a BTreeMap<String, Original>,
    pub(super) unusable: &'a BTreeMap<String, Unusable>,
    pub(super) config: &'a Config,
}

/// One link and who reads it.
struct LinkPlace<'a> {
    document: &'a Document,
    link: &'a Link,
    /// Languages whose readers see this text: its own, and those that fall back to it.
    readers: &'a [&'a Lang],
}

impl LinkPlace<'_> {
    fn error(&self, code: Code, message: Sentence) -> Diagnostic {
        let label = if self.link.image { say!("see.shownHere") } else { say!("see.linkedHere") };
        Diagnostic::error(code, &self.document.path, self.link.span.clone(), message).with_label(label)
    }
}

impl Resolver<'_> {
    /// One target for each link of a document. A link with a problem gets a target that is never used.
    pub(super) fn targets(&self, live: &Live, document: &Document) -> (Vec<Target>, Vec<Broken>) {
        let languages = self.config.languages.iter().map(|language| &language.id);
        let readers: Vec<&Lang> =
            languages.filter(|lang| std::ptr::eq(live.bundle.shown(lang), document)).collect();
        let mut problems = Vec::new();
        let mut targets = Vec::with_capacity(document.body.links.len());
        for link in &document.body.links {
            let place = LinkPlace { document, link, readers: &readers };
            let target = self.target(&place).unwrap_or_else(|problem| {
                problems.push(Broken { to: to(&place), problem });
                Target::External(String::new())
            });
            let more = [
                self.withdrawn(&place, &target),
                self.not_yet(&place, &target),
                self.lagging(&place, &target),
            ];
            problems.extend(more.into_iter().flatten().map(|problem| Broken { to: to(&place), problem }));
            targets.push(target);
        }
        (targets, problems)
    }

    fn target(&self, place: &LinkPlace<'_>) -> Result<Target, Diagnostic> {
        let written = &place.link.written;
        match links::read(written, &place.document.id).map_err(|why| refuse(place, &why))? {
            LinkKind::External(url) if place.link.image => {
                let problem = place.error(Code::LinkForeignPicture, say!("link.foreignPicture", url));
                Err(problem.with_hint(say!("link.foreignPictureHint")))
            }
            LinkKind::External(url) => Ok(Target::External(url)),
            LinkKind::Anchor(anchor) => self.same_page(place, anchor),
            LinkKind::Path { path, anchor } => self.path(place, &path, anchor),
        }
    }

    fn same_page(&self, place: &LinkPlace<'_>, anchor: String) -> Result<Target, Diagnostic> {
        let id = place.document.id.as_str();
        self.anchor_exists(place, id, &anchor)?;
        Ok(Target::Anchor(anchor))
    }

    fn path(&self, place: &LinkPlace<'_>, path: &str, anchor: Option<String>) -> Result<Target, Diagnostic> {
        let home = if path.is_empty() { self.reach.home } else { None };
        let id = home.unwrap_or(path);
        if self.reach.documents.contains_key(id) {
            if let Some(anchor) = &anchor {
                self.anchor_exists(place, id, anchor)?;
            }
            return Ok(Target::Document { id: id.to_owned(), anchor });
        }
        if self.is_excused(path) {
            return Ok(Target::External(String::new()));
        }
        if self.reach.sections.contains(path) {
            return match anchor {
                None => Ok(Target::Section { path: format!("{path}/"), anchor }),
                Some(anchor) => {
                    let problem = place.error(Code::LinkNoAnchor, say!("link.noAnchorInList", path, anchor));
                    Err(problem.with_hint(say!("link.noAnchorInListHint")))
                }
            };
        }
        let asset = format!("content/{path}");
        if self.assets.contains_key(&asset) {
            if let Some(reason) = self.hidden_by(path) {
                return Err(not_published(place, reason));
            }
            if let Some(why) = self.unusable.get(&asset) {
                return Err(unusable(place, why));
            }
            if place.link.image && !self.pictures.contains_key(&asset) {
                return Err(not_shown(place));
            }
            return Ok(Target::Asset { path: asset });
        }
        Err(self.nothing(place, path))
    }

    /// The anchor must be there in each language in which a reader may follow this link.
    fn anchor_exists(&self, place: &LinkPlace<'_>, id: &str, anchor: &str) -> Result<(), Diagnostic> {
        match self.missing_anchor(place, id, anchor) {
            Some(problem) if problem.severity == Severity::Error => Err(problem),
            Some(_) | None => Ok(()),
        }
    }

    fn missing_anchor(&self, place: &LinkPlace<'_>, id: &str, anchor: &str) -> Option<Diagnostic> {
        let live = self.reach.documents.get(id)?;
        let of = |lang: &Lang| anchors::of(live, lang);
        let missing: Vec<&Lang> =
            place.readers.iter().copied().filter(|lang| !of(lang).any(|known| known == anchor)).collect();
        let first = missing.first()?;
        let message = if missing.len() == place.readers.len() {
            say!("link.noAnchor", anchor, id)
        } else {
            say!("link.noAnchorIn", anchor, id, langs = Names::of(missing.iter().map(|lang| lang.as_str())))
        };
        let problem = place.error(Code::LinkNoAnchor, message);
        let problem = match nearest(anchor, of(first)) {
            Some(name) => problem.with_hint(say!("link.anchorMeant", name)),
            None => problem.with_hint(say!("link.noAnchorHint", anchor)),
        };
        // A heading that only some translations lack: they are behind, and the link leads to the top of the page there.
        let is_in_source = of(&live.bundle.source.lang).any(|known| known == anchor);
        let is_behind = is_in_source && place.document.id != id;
        let severity = if is_behind { Severity::Warning } else { Severity::Error };
        Some(Diagnostic { severity, ..problem })
    }

    fn is_excused(&self, path: &str) -> bool {
        self.incomplete.contains(path) || (self.some_lists_missing && is_part_of_list(path))
    }

    fn hidden_by(&self, path: &str) -> Option<&Sentence> {
        let folder =
            |id: &str| path.strip_prefix(id).is_some_and(|rest| rest.is_empty() || is_asset_below(rest));
        self.hidden.iter().find(|(id, _)| folder(id)).map(|(_, reason)| reason)
    }

    fn withdrawn(&self, place: &LinkPlace<'_>, target: &Target) -> Option<Diagnostic> {
        let Target::Document { id, .. } = target else { return None };
        let id = self.reach.withdrawn.get(id.as_str())?;
        let problem = place.error(Code::LinkWithdrawn, say!("link.withdrawn", id));
        let problem = problem.with_hint(say!("link.withdrawnHint"));
        Some(Diagnostic { severity: Severity::Warning, ..problem })
    }
}

/// What tells that two links were meant to lead to the same place, in whichever document they stand.
fn to(place: &LinkPlace<'_>) -> String {
    match links::read(&place.link.written, &place.document.id) {
        Ok(LinkKind::Path { path, anchor }) => format!("/{path}#{}", anchor.unwrap_or_default()),
        Ok(LinkKind::Anchor(anchor)) => format!("/{}#{anchor}", place.document.id),
        Ok(LinkKind::External(url)) => url,
        Err(_) => place.link.written.clone(),
    }
}

impl Resolver<'_> {
    /// A link to a heading that some translations of the other document don't have yet.
    fn lagging(&self, place: &LinkPlace<'_>, target: &Target) -> Option<Diagnostic> {
        let Target::Document { id, anchor: Some(anchor) } = target else { return None };
        self.missing_anchor(place, id, anchor)
    }

    /// A link that readers will see before its page.
    fn not_yet(&self, place: &LinkPlace<'_>, target: &Target) -> Option<Diagnostic> {
        let Target::Document { id, .. } = target else { return None };
        let reason = self.unpublished.get(id)?;
        let is_seen = !self.unpublished.contains_key(&place.document.id);
        is_seen.then(|| Diagnostic { severity: Severity::Warning, ..not_published(place, &reason.said()) })
    }
}

/// `/oven.svg` below a document's folder, but not another document below it.
fn is_asset_below(rest: &str) -> bool {
    rest.strip_prefix('/').is_some_and(|name| !name.contains('/') && name.contains('.'))
}
