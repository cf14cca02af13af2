//! What templates see: plain structs of ready-made texts and URLs, with every key always present.
//!
//! Each file holds one kind of view and the function that makes it of the site's facts in one
//! language. Templates do no lookups and no formatting of their own.

mod code;
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
mod site;
mod statement;
mod story;

pub use code::Code;
pub use ctx::{Ctx, absolute, default_lang};
pub use event::{EventRow, is_past, moment, state_name, when};
pub use event_page::EventPage;
pub use filters::{Filters, Narrowed};
pub use frame::{Alternate, Crumb, Frame, ShareImage, Switch};
pub use labels::Labels;
pub use list::{Month, by_month, countries};
pub use menu::Menu;
pub use notice::{Letter, Notice};
pub use organisation::{OrganisationCard, OrganisationPage};
pub use page::{Heading, PageView, child};
pub use picture::Picture;
pub use site::SiteView;
pub use statement::Statement;
pub use story::{StoryCard, StoryPage};

use serde::Serialize;
use tera::Value;

/// A title with where it leads: menus, breadcrumbs, neighbours.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// The words of the link.
    pub title: String,
    /// A path from the site's root, or an address elsewhere.
    pub url: String,
}

/// A view with its own keys and all those of others.
fn extended(view: &Value, others: impl IntoIterator<Item = Value>) -> Value {
    let mut keys = view.as_map().cloned().unwrap_or_default();
    keys.extend(others.into_iter().filter_map(Value::into_map).flatten());
    Value::from(keys)
}
