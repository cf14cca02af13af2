//! What templates see: plain structs of ready-made texts and URLs, with every key always present.
//!
//! Each file holds one kind of view and the function that makes it of the site's facts in one
//! language. Templates do no lookups and no formatting of their own.

mod code;
mod ctx;
mod event;
mod event_page;
mod frame;
mod list;
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
pub use frame::{Alternate, Crumb, Frame, ShareImage, Switch};
pub use list::{Filter, Month, by_country, by_month, by_topic, countries};
pub use notice::Notice;
pub use organisation::{OrganisationCard, OrganisationPage};
pub use page::{Heading, PageView, child};
pub use picture::Picture;
pub use site::SiteView;
pub use statement::Statement;
pub use story::{StoryCard, StoryPage};

use serde::Serialize;

/// A title with where it leads: menus, breadcrumbs, neighbours.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// The words of the link.
    pub title: String,
    /// A path from the site's root, or an address elsewhere.
    pub url: String,
}
