//! What a page is about, for programs: schema.org as JSON-LD, one graph on each page.
//!
//! Each file holds one kind of thing with the properties that search engines ask for, and the function
//! that makes it of the site's facts. Nothing stands in the data that a reader of the page can't see.
//! Source: developers.google.com/search/docs/appearance/structured-data.

mod article;
mod breadcrumbs;
mod event;
mod offer;
mod organisation;
mod place;
mod website;

use serde::Serialize;

use crate::config::BaseUrl;
use crate::view::Frame;

pub use article::{post, story};
pub use event::event;
pub use organisation::{network, partner};
pub use website::website;

/// One thing of the graph.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type")]
pub enum Thing {
    /// A story.
    Article(Box<article::Article>),
    /// A post.
    BlogPosting(Box<article::Article>),
    /// Something that people come to.
    Event(Box<event::EventData>),
    /// The network itself.
    Organization(Box<organisation::Organisation>),
    /// A partner, as what its page is about.
    AboutPage(Box<organisation::AboutPage>),
    /// The site in one language.
    WebSite(Box<website::Website>),
    /// The way from the home page.
    BreadcrumbList(breadcrumbs::Breadcrumbs),
}

/// A thing that is described elsewhere.
#[derive(Clone, Debug, Serialize)]
pub struct Reference {
    #[serde(rename = "@id")]
    id: String,
}

#[derive(Serialize)]
struct Graph {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    things: Vec<Thing>,
}

/// The graph of a page about `things`, as JSON that can stand in a `<script>`; a page that search engines leave out has none.
pub fn json(base: &BaseUrl, frame: &Frame, mut things: Vec<Thing>) -> Option<String> {
    if frame.robots.is_some() {
        return None;
    }
    things.iter_mut().for_each(|thing| thing.show(frame.og_image.as_ref().map(|image| image.url.as_str())));
    things.extend(breadcrumbs::of(base, frame).map(Thing::BreadcrumbList));
    let graph = Graph { context: "https://schema.org", things };
    if graph.things.is_empty() {
        return None;
    }
    let json = serde_json::to_string(&graph).expect("things have only text keys");
    // So that no text can end the script (HTML, 4.12.1.3).
    Some(json.replace('<', "\\u003c"))
}

impl Thing {
    /// Gives the page's picture to what has one.
    fn show(&mut self, image: Option<&str>) {
        let Some(image) = image else { return };
        match self {
            Self::Article(article) | Self::BlogPosting(article) => article.image.push(image.to_owned()),
            Self::Event(event) => event.image.push(image.to_owned()),
            _ => {}
        }
    }
}

impl Reference {
    fn new(id: String) -> Self {
        Self { id }
    }
}
