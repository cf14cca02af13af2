//! What templates see: plain structs of ready-made texts and URLs, with every key always present.
//!
//! Each file holds one kind of view and the function that makes it of the site's facts in one
//! language. Templates do no lookups and no formatting of their own.

mod ctx;
mod event;
mod event_page;
mod filters;
mod frame;
mod labels;
mod list;
mod menu;
mod notice;
mod organisation;
mod page;
mod picture;
mod post;
mod resources;
mod site;
mod statement;
mod story;
pub mod structured;
mod ticket;
mod when;

pub use ctx::{Ctx, default_lang};
pub use event::{EventRow, is_past};
pub use event_page::EventPage;
pub use filters::{Filters, Narrowed};
pub use frame::{Alternate, Crumb, Frame, ShareImage, Switch};
pub use labels::Labels;
pub use list::{Month, by_month, countries};
pub use menu::Menu;
pub use notice::{Letter, Notice};
pub use organisation::{OrganisationCard, OrganisationPage};
pub use page::{Heading, PageView};
pub use picture::Picture;
pub use post::{PostCard, PostPage};
pub use resources::WhereToAsk;
pub use site::SiteView;
pub use statement::Statement;
pub use story::{StoryCard, StoryPage};
pub use ticket::{is_in_room, ticket};
pub use when::{clock, moment, when};

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use crate::config::Section;
use crate::content::{HeadKey, Kind};
use crate::site::{Entry, Translation};
use crate::url::Url;

/// A title with where it leads: menus, breadcrumbs, neighbours.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// The words of the link.
    pub title: String,
    /// Where it leads.
    pub url: Url,
}

impl Link {
    /// The list with which a section begins.
    pub fn to_section(ctx: &Ctx<'_>, section: Section) -> Link {
        let name = section.as_str();
        Link { title: ctx.t(&format!("section.{name}")), url: ctx.url(&format!("{name}/")) }
    }
}

/// In which language words are: that of the text, or of its source where the text has none.
#[derive(Clone, Debug, Serialize)]
struct SaidIn {
    lang: String,
    dir: &'static str,
}

impl SaidIn {
    /// Of words of a text that may be its source's.
    fn of<F: ?Sized>(ctx: &Ctx<'_>, entry: &Entry<F>, is_borrowed: bool) -> Self {
        let lang = if is_borrowed { &entry.source } else { &ctx.text_of(entry).lang };
        Self { lang: lang.to_string(), dir: ctx.dir(lang) }
    }
}

/// The words of one line that only documents of a kind have.
#[derive(Debug, Serialize)]
struct Notes<'a> {
    /// By their names in templates.
    #[serde(flatten)]
    words: BTreeMap<&'static str, Option<&'a str>>,
    /// By the names of their keys.
    said_in: BTreeMap<&'static str, SaidIn>,
}

/// The words of one line that only documents of this kind have, and the language of each.
fn notes<F: ?Sized>(ctx: &Ctx<'_>, kind: Kind, entry: &Entry<F>) -> Value {
    let text = ctx.text_of(entry);
    let said_in = |key: &HeadKey| SaidIn::of(ctx, entry, text.borrowed.contains(key.name));
    Value::from_serializable(&Notes {
        words: kind.notes().map(|key| (key.variable, text.words.get(key.name))).collect(),
        said_in: kind.notes().map(|key| (key.name, said_in(key))).collect(),
    })
}

/// How many words a reader takes in a minute; slow, since many read in their third language.
const WORDS_A_MINUTE: usize = 150;

/// How long a text takes to read: "3 minutes".
fn reading_time(ctx: &Ctx<'_>, text: &Translation) -> String {
    let minutes = text.body.words.div_ceil(WORDS_A_MINUTE).max(1).to_string();
    ctx.texts.with("readingMinutes", &[("minutes", &minutes)])
}

/// A view with its own keys and all those of others.
fn extended(view: &Value, others: impl IntoIterator<Item = Value>) -> Value {
    let mut keys = view.as_map().cloned().unwrap_or_default();
    keys.extend(others.into_iter().filter_map(Value::into_map).flatten());
    Value::from(keys)
}
