//! What all pages of one language share, serialised once: the site, story cards, event rows.
//!
//! A `tera::Value` is reference counted, so a list page that clones it copies nothing.

use tera::Value;

use super::share::Shares;
use crate::event::Event;
use crate::markdown::{self, Body, HtmlContext};
use crate::related;
use crate::site::{Entry, Target, Translation};
use crate::story::Story;
use crate::view::{Ctx, EventRow, SiteView, StoryCard, is_past};

/// One language's shared views.
pub(super) struct Shelf<'a> {
    pub(super) ctx: Ctx<'a>,
    pub(super) site: Value,
    /// The pictures for sharing.
    pub(super) shares: Shares,
    /// Stories that may be shown, newest first.
    pub(super) stories: Vec<(&'a Entry<Story>, Value)>,
    /// All events by their start.
    pub(super) events: Vec<(&'a Entry<Event>, Value)>,
    /// The stories again, to be asked which belong together.
    pub(super) related: related::Index<'a>,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(ctx: Ctx<'a>, stylesheet: &str, shares: Shares) -> Shelf<'a> {
        let site = ctx.site;
        let live = site.stories.iter().filter(|entry| !entry.withdrawn);
        let related = related::Index::new(live.clone());
        let stories =
            live.map(|entry| (entry, Value::from_serializable(&StoryCard::new(&ctx, entry)))).collect();
        let events = site
            .events
            .iter()
            .map(|entry| (entry, Value::from_serializable(&EventRow::new(&ctx, entry))))
            .collect();
        let view = Value::from_serializable(&SiteView::new(&ctx, stylesheet));
        Shelf { site: view, stories, events, related, shares, ctx }
    }

    /// The rows of events that are not over, first the next one.
    pub(super) fn upcoming(&self) -> impl Iterator<Item = &(&'a Entry<Event>, Value)> {
        self.events.iter().filter(|(entry, _)| !is_past(&entry.facts, self.ctx.site.now))
    }

    /// The rows of events that are over, the latest first.
    pub(super) fn past(&self) -> impl Iterator<Item = &(&'a Entry<Event>, Value)> {
        self.events.iter().rev().filter(|(entry, _)| is_past(&entry.facts, self.ctx.site.now))
    }

    /// A text's body as HTML, for its page.
    pub(super) fn html(&self, text: &Translation) -> String {
        self.body(text, false, markdown::html)
    }

    /// A story's body for a page that opens with the person's own words: those, if there are any, and the rest.
    pub(super) fn html_with_opening(&self, text: &Translation) -> (Option<String>, String) {
        self.body(text, false, markdown::html_with_opening)
    }

    /// A text's body as HTML with whole addresses, for readers elsewhere.
    pub(super) fn feed_html(&self, text: &Translation) -> String {
        self.body(text, true, markdown::html)
    }

    fn body<T>(&self, text: &Translation, absolute: bool, write: impl Fn(&Body, &HtmlContext<'_>) -> T) -> T {
        let (site, lang, pictures) = (self.ctx.site, self.ctx.lang(), self.ctx.pictures);
        let href = |link: usize| match text.targets.get(link) {
            Some(target) if absolute => crate::view::absolute(site, &pictures.href(site, target, lang)),
            Some(target) => pictures.href(site, target, lang),
            None => String::new(),
        };
        let picture = |link: usize| match text.targets.get(link) {
            Some(Target::Asset { path }) => pictures.get(path).cloned(),
            _ => None,
        };
        // The words around the text (labels, back links) stay in the text's own language.
        let context = HtmlContext {
            lang: text.lang.as_str(),
            texts: site.text(&text.lang),
            id_prefix: "",
            href: &href,
            picture: &picture,
            absolute,
        };
        write(&text.body, &context)
    }
}
