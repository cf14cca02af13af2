//! Which documents are published now: no drafts, nothing that is scheduled, expired or withdrawn.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::bundle::{self, Bundle};
use super::{AssembleOptions, LeftOut, Parsed, Unpublished};
use crate::config::Config;
use crate::content::Common;
use crate::diagnostic::{Diagnostic, Sentence, say};
use crate::document::{Document, Own};
use crate::front_matter::Keys;
use crate::markdown::Outline;
use crate::time;

/// The documents in two heaps.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// Published; of withdrawn ones only the address.
    pub(super) live: Vec<Bundle>,
    /// The folder and why, also of the withdrawn.
    pub(super) left_out: Vec<LeftOut>,
    /// Id and reason of what isn't there at all.
    pub(super) hidden: BTreeMap<String, Sentence>,
    /// Of those, what has had its time and was meant to go.
    pub(super) expired: BTreeSet<String>,
    /// Id and reason of what is live only because drafts were asked for.
    pub(super) unpublished: BTreeMap<String, Unpublished>,
    pub(super) problems: Vec<Diagnostic>,
}

/// Sorts out what isn't published at the moment of the build.
pub(super) fn sort(
    bundles: Vec<Bundle>,
    config: &Config,
    options: &AssembleOptions,
    faulty: &BTreeSet<String>,
) -> Sorted {
    let today = time::today(options.now, &config.time_zone);
    let mut sorted = Sorted::default();
    // Those that couldn't even be read are in no bundle.
    for id in faulty {
        let (path, reason) = (format!("content/{id}"), Unpublished::Draft.said());
        sorted.hidden.insert(id.clone(), reason.clone());
        if !bundles.iter().any(|bundle| bundle.id == *id) {
            sorted.left_out.push(LeftOut { path, reason });
        }
    }
    for mut bundle in bundles {
        let (reason, problems) = reason(&bundle.source, today);
        sorted.problems.extend(problems);
        let path = format!("content/{}", bundle.id);
        match reason {
            Some(Reason::Early(reason)) if options.drafts && !faulty.contains(&bundle.id) => {
                sorted.unpublished.insert(bundle.id.clone(), reason);
            }
            Some(reason) => {
                if matches!(reason, Reason::Late(_)) {
                    sorted.expired.insert(bundle.id.clone());
                }
                let reason = reason.said();
                sorted.left_out.push(LeftOut { path, reason: reason.clone() });
                sorted.hidden.insert(bundle.id, reason);
                continue;
            }
            None => {}
        }
        if is_withdrawn(&bundle) {
            sorted.left_out.push(LeftOut { path, reason: say!("publish.withdrawn") });
            empty(&mut bundle);
        }
        sorted.live.push(bundle);
    }
    sorted
}

/// What translators work on: everything that readers may see now or later, drafts among it, but
/// nothing that has expired or was withdrawn. Takes the documents out of what was parsed.
pub(crate) fn translatable(parsed: &mut Parsed, now: Timestamp) -> (Vec<Bundle>, Vec<Diagnostic>) {
    let documents = std::mem::take(&mut parsed.documents);
    let (bundles, _, mut problems) = bundle::group(documents, &parsed.config.default_language().id);
    let options =
        AssembleOptions { drafts: true, now, base_url: None, kept: super::DocumentCache::default() };
    let sorted = sort(bundles, &parsed.config, &options, &BTreeSet::new());
    problems.extend(sorted.problems);
    (sorted.live.into_iter().filter(|bundle| !is_withdrawn(bundle)).collect(), problems)
}

/// Whether only the address is to be left.
pub(super) fn is_withdrawn(bundle: &Bundle) -> bool {
    matches!(&bundle.source.own, Own::Story(story) if story.is_withdrawn())
}

/// Why a document isn't published.
enum Reason {
    /// It may be shown to those who work on it.
    Early(Unpublished),
    /// It has had its time, up to this day.
    Late(Date),
}

impl Reason {
    fn said(&self) -> Sentence {
        match self {
            Self::Early(reason) => reason.said(),
            Self::Late(day) => say!("publish.expired", day),
        }
    }
}

fn reason(source: &Document, today: Date) -> (Option<Reason>, Vec<Diagnostic>) {
    let common = &source.common;
    let mut problems = Vec::new();
    let mut date = |written| match time::date(&source.path, written) {
        Ok(date) => Some(date),
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let publish = common.publish.as_ref().and_then(&mut date);
    let expire = common.expire.as_ref().and_then(&mut date);
    let late = expire.filter(|day| *day <= today).map(Reason::Late);
    let early = || match publish.filter(|day| *day > today) {
        _ if common.draft => Some(Reason::Early(Unpublished::Draft)),
        Some(day) => Some(Reason::Early(Unpublished::Until(day))),
        None => None,
    };
    (late.or_else(early), problems)
}

/// Takes every word and picture out of a document that was withdrawn.
fn empty(bundle: &mut Bundle) {
    for document in std::iter::once(&mut bundle.source).chain(&mut bundle.translations) {
        let document = Arc::make_mut(document);
        document.body = Outline::default();
        document.common = Common {
            slug: document.common.slug.take(),
            review: document.common.review.take(),
            aliases: std::mem::take(&mut document.common.aliases),
            ..Common::default()
        };
        document.keys = Keys::none(document.kind());
        if let Own::Story(story) = &mut document.own {
            **story = crate::story::StoryHeader::withdrawn();
        }
    }
}
