//! The same site with other words in one document, for the dev server: most saves change words and nothing else.
//!
//! Addresses, lists, links and the order of documents hang on facts, slugs, headings' anchors and links. Where all of
//! those are as they were, only the document's own entry is made again; else the site has to be assembled.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::{Site, assemble, bundle, publish};
use crate::content::Kind;
use crate::diagnostic::{Diagnostic, any_error};
use crate::document::{Document, Own};
use crate::front_matter::Known;
use crate::source::Source;
use crate::time;

/// The site with the documents `now` of one folder in place of those it had, `before`, and what is to be said of them.
/// `None` when more than words has changed, or something is wrong with them.
pub(crate) fn reworded(
    site: &Site,
    source: &Source,
    before: &[Arc<Document>],
    now: Vec<Arc<Document>>,
) -> Option<(Site, Vec<Diagnostic>)> {
    let same =
        before.len() == now.len() && before.iter().zip(&now).all(|(a, b)| Outside::of(a) == Outside::of(b));
    let default = &site.config.default_language().id;
    let (mut bundles, _, problems) = bundle::group(now, default);
    let bundle =
        bundles.pop().filter(|bundle| same && problems.is_empty() && !publish::is_withdrawn(bundle))?;
    let paths = source.documents();
    let ids = paths.iter().filter_map(|path| folder(path));
    let known = known(site, source, ids.clone().filter(|id| Kind::of_id(id) == Some(Kind::Event)));
    let ids = ids.map(str::to_owned).collect();
    let (bundle, facts, problems) = assemble::complete_one(bundle, &known, &ids);
    let mut site = site.clone();
    site.entries.reword(bundle, facts.filter(|_| !any_error(&problems))?)?;
    Some((site, problems))
}

/// The folder of a document below `content/`.
fn folder(path: &str) -> Option<&str> {
    path.strip_prefix("content/")?.rsplit_once('/').map(|(folder, _)| folder)
}

fn known<'a>(site: &'a Site, source: &'a Source, events: impl Iterator<Item = &'a str>) -> Known<'a> {
    Known {
        today: time::today(site.now, &site.config.time_zone),
        organisations: site.organisations.iter().map(|organisation| organisation.id.as_str()).collect(),
        topics: site.topics.iter().map(|topic| topic.id.as_str()).collect(),
        forms: site.forms.iter().map(|form| form.id.as_str()).collect(),
        events: events.map(str::to_owned).collect::<BTreeSet<_>>(),
        assets: &source.assets,
        pictures: &source.pictures,
        unusable: &source.unusable,
    }
}

/// What the rest of the site sees of a document.
#[derive(PartialEq)]
struct Outside<'a> {
    path: &'a str,
    facts: BTreeMap<String, Value>,
    is_source: bool,
    slug: Option<&'a str>,
    has_programme: bool,
    is_empty: bool,
    anchors: Vec<&'a str>,
    links: Vec<(&'a str, bool)>,
}

impl<'a> Outside<'a> {
    fn of(document: &'a Document) -> Self {
        let body = &document.body;
        let mut facts = document.keys.values(&document.path);
        facts.retain(|key, _| document.kind().text_key(key).is_none());
        Self {
            path: &document.path,
            facts,
            is_source: document.common.source,
            slug: document.common.slug.as_ref().map(|slug| slug.value.as_str()),
            has_programme: matches!(&document.own, Own::Event(event) if !event.programme.is_empty()),
            is_empty: body.is_empty,
            anchors: body.headings.iter().map(|heading| heading.id.as_str()).collect(),
            links: body.links.iter().map(|link| (link.written.as_str(), link.image)).collect(),
        }
    }
}
