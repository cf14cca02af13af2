//! Parsed documents → [`Site`]: translations side by side, addresses, links that land.
//!
//! A site is assembled once and then only read. Two steps: [`parse()`] reads every file on its own,
//! in parallel; [`assemble()`] puts them together. Each shows all its problems at once.

mod address;
mod anchors;
mod assemble;
mod assets;
mod avoided;
mod bundle;
mod camera;
mod drafts;
mod entries;
mod entry;
mod event_ids;
mod fields;
mod freshness;
mod front_page;
mod gaps;
mod href;
mod lacking;
pub(crate) mod ledger;
mod live;
mod lookup;
mod memo;
mod menus;
mod outward;
mod parse;
mod plausible;
mod preview;
pub mod pseudo;
mod publish;
pub(crate) mod published;
pub mod related;
mod resolve;
mod reworded;
pub(crate) mod texts;
mod theme_files;
mod towns;
mod unused;
mod whole;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::accessibility::Checks;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sentence, any_error, say};
use crate::entities::{Organisation, Topic};
use crate::glossary::Glossary;
use crate::lang::Lang;
use crate::resources::Resource;
use crate::source::{Checked, Original, Source};
use crate::towns::Towns;
use crate::url::Url;

pub use assemble::assemble;
pub(crate) use bundle::Bundle;
pub use entries::{AnyEntry, Entries};
pub use entry::{Entry, EventText, OwnWords, Review, Target, Translation};
pub(crate) use fields::add as add_fields;
pub use freshness::Freshness;
pub use href::Href;
pub(crate) use lacking::lacking;
pub use memo::{DocumentCache, Memo};
pub use parse::{Parsed, parse};
pub(crate) use parse::{parse_again, with_other_words};
pub(crate) use preview::preview;
pub(crate) use publish::translatable;
pub(crate) use reworded::reworded;

/// The whole site, ready to be rendered. A copy of it shares its documents.
#[derive(Clone, Debug)]
pub struct Site {
    /// What holds everywhere.
    pub config: Config,
    /// The moment for which the site is built.
    pub now: Timestamp,
    /// In their order.
    pub organisations: Vec<Organisation>,
    /// By id.
    pub topics: Vec<Topic>,
    /// Offices that readers can ask, in the order of their file.
    pub resources: Vec<Resource>,
    /// What towns are called in each language.
    pub towns: Towns,
    /// The words of the site.
    pub glossary: Arc<Glossary>,
    /// All documents.
    pub entries: Entries,
    /// By id.
    pub forms: Vec<forms::Definition>,
    /// The words of the interface in every language.
    pub texts: BTreeMap<Lang, forms::Texts>,
    /// What the accessibility checks found.
    pub checks: Checks,
    /// Old addresses that lead on.
    pub redirects: Vec<Redirect>,
    /// What isn't published, and why.
    pub left_out: Vec<LeftOut>,
    /// Id and reason of what is in the site though it isn't published, because drafts were asked for.
    pub unpublished: BTreeMap<String, Unpublished>,
    /// Whether their pages say so themselves; the dev server has its own marks.
    pub marks_drafts: bool,
    /// Files that published documents use, without pictures: path in the source, address, file.
    pub assets: Vec<(String, Url, Checked)>,
    /// Pictures that published documents use, by path in the source.
    pub pictures: BTreeMap<String, Original>,
}

/// An old address, and where its readers are sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Redirect {
    /// Where nothing stands any more.
    pub from: Url,
    /// Where the document stands now.
    pub to: Url,
    /// The language of the page there.
    pub lang: Lang,
}

/// A file that isn't published.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LeftOut {
    /// The file or folder.
    pub path: String,
    /// Why, in a few words.
    pub reason: Sentence,
}

/// Why readers don't see a document yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unpublished {
    /// It says that it is a draft.
    Draft,
    /// It is to be published on this day.
    Until(Date),
}

impl Unpublished {
    /// In a few words.
    pub(crate) fn said(self) -> Sentence {
        match self {
            Self::Draft => say!("publish.draft"),
            Self::Until(day) => say!("publish.until", day),
        }
    }
}

/// What the caller decides about the site.
#[derive(Clone, Debug)]
pub struct AssembleOptions {
    /// Publish drafts and what is scheduled for later, too.
    pub drafts: bool,
    /// The moment for which the site is built.
    pub now: Timestamp,
    /// Takes the place of `baseUrl`.
    pub base_url: Option<crate::config::BaseUrl>,
    /// What is kept of documents.
    pub kept: DocumentCache,
}

/// Parses and assembles: what build, check and serve call. `None` when parsing found errors;
/// a site with errors in assembling is there but incomplete, and isn't to be rendered.
#[must_use]
pub fn load(source: &Source, options: &AssembleOptions) -> (Option<Site>, Vec<Diagnostic>) {
    let (site, mut problems) = checked(source, options);
    add_fields(source, &mut problems);
    (site, problems)
}

fn checked(source: &Source, options: &AssembleOptions) -> (Option<Site>, Vec<Diagnostic>) {
    let (mut parsed, mut problems) = parse(source, &options.kept);
    if let Some(parsed) = parsed.as_mut().filter(|_| !options.drafts) {
        drafts::set_aside(source, parsed, &mut problems);
    }
    let Some(parsed) = parsed.filter(|_| !any_error(&problems)) else {
        return (None, problems);
    };
    let (ledger, published) = (Arc::clone(&parsed.ledger), Arc::clone(&parsed.published));
    let (site, more) = assemble(parsed, options);
    let site = Site { marks_drafts: true, ..site };
    problems.extend(more);
    wording::said_once(&mut problems);
    if !any_error(&problems) && !options.drafts {
        problems.extend(ledger::note(&ledger, &site));
        problems.extend(published::unrecorded(&published, &site));
    }
    if !any_error(&problems) {
        problems.extend(unused::assets(source, &site, &site.config));
    }
    (Some(site), problems)
}
