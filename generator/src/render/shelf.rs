//! What all pages of one language share, serialised once: the site, cards of stories and posts, event rows.
//!
//! A `tera::Value` is reference counted, so a list page that clones it copies nothing.

use std::collections::HashMap;

use tera::Value;

use super::cards::{Cards, Views};
use super::inputs;
use super::share;
use crate::cache::Cache;
use crate::content::Kind;
use crate::content::kinds::KindFacts;
use crate::document;
use crate::event::Event;
use crate::markdown::{self, Body, HtmlContext};
use crate::post::Post;
use crate::related;
use crate::render::{File, OutPath};
use crate::site::{Entry, Target, Translation};
use crate::story::Story;
use crate::theme::{TemplateProblem, Theme};
use crate::view::{
    Ctx, EventRow, Filters, Labels, Letter, Menu, PostCard, ShareImage, SiteView, StoryCard, is_past,
};

/// One language's shared views.
pub(super) struct Shelf<'a> {
    pub(super) ctx: Ctx<'a>,
    pub(super) theme: &'a Theme,
    pub(super) cache: &'a Cache,
    /// What every page sees of the site, and its hash.
    pub(super) site: (Value, u64),
    pub(super) menu: Menu,
    pub(super) footer_menu: Menu,
    pub(super) letter: Letter,
    /// The picture for sharing of every page that has none of its own.
    pub(super) share_of_site: Option<ShareImage>,
    /// That picture's file.
    pub(super) files: Option<(OutPath, File)>,
    /// Stories that may be shown, newest first.
    pub(super) stories: Vec<(&'a Entry<Story>, Value)>,
    /// Posts, newest first.
    pub(super) posts: Vec<(&'a Entry<Post>, Value)>,
    /// All events by their start.
    pub(super) events: Vec<(&'a Entry<Event>, Value)>,
    /// Where each event stands among them, by its id.
    places: HashMap<&'a str, usize>,
    /// The topics of events.
    pub(super) labels: Labels<'a>,
    /// The links between lists of stories.
    pub(super) filters_of_stories: Filters<'a>,
    /// The links between lists of posts.
    pub(super) filters_of_posts: Filters<'a>,
    /// The links between lists of events, which count those that are not over.
    pub(super) filters_of_events: Filters<'a>,
    /// The stories again, to be asked which belong together.
    pub(super) related: &'a related::Index<'a>,
}

impl<'a> Shelf<'a> {
    /// The shelf of a language; the views that are among `before` aren't made again.
    pub(super) fn new(
        ctx: Ctx<'a>,
        theme: &'a Theme,
        cache: &'a Cache,
        related: &'a related::Index<'a>,
        before: Option<&Cards>,
    ) -> Result<Shelf<'a>, TemplateProblem> {
        let site = ctx.site;
        let live: Vec<_> = site.entries.stories.iter().filter(|entry| !entry.withdrawn).collect();
        let entries = live.iter().map(|entry| &***entry);
        let filters_of_stories = filters_of_stories(&ctx, entries);
        let labels = Labels::new(&ctx, Kind::Story);
        let stories = Views::all(before.map(|cards| &cards.stories), &live, |entry| {
            Value::from_serializable(&StoryCard::new(&ctx, &labels, entry))
        });
        let events: Vec<_> = site.entries.events.iter().collect();
        let events = Views::all(before.map(|cards| &cards.events), &events, |entry| {
            Value::from_serializable(&EventRow::new(&ctx, entry))
        });
        let (labels_of_posts, posts) = (Labels::new(&ctx, Kind::Post), site.entries.posts.iter());
        let posts = Views::all(before.map(|cards| &cards.posts), &posts.collect::<Vec<_>>(), |entry| {
            Value::from_serializable(&PostCard::new(&ctx, &labels_of_posts, entry))
        });
        let places =
            site.entries.events.iter().enumerate().map(|(at, entry)| (entry.id.as_str(), at)).collect();
        let view = Value::from_serializable(&SiteView::new(&ctx, &theme.stylesheet));
        let (share_of_site, files) = share::of_site(&ctx, theme, cache)?.unzip();
        Ok(Shelf {
            site: (view.clone(), inputs::of_value(&view)),
            stories,
            posts,
            events,
            places,
            filters_of_stories,
            filters_of_posts: filters_of_posts(&ctx),
            filters_of_events: filters_of_events(&ctx),
            labels: Labels::new(&ctx, Kind::Event),
            menu: Menu::new(&ctx, &site.config.menu),
            footer_menu: Menu::new(&ctx, &site.config.footer_menu),
            letter: Letter::new(&ctx),
            related,
            share_of_site,
            files,
            ctx,
            theme,
            cache,
        })
    }

    /// The rows of events for everybody, by their start.
    pub(super) fn listed(&self) -> impl DoubleEndedIterator<Item = &(&'a Entry<Event>, Value)> {
        self.events.iter().filter(|(entry, _)| entry.facts.is_listed())
    }

    /// The rows of events that are not over, first the next one.
    pub(super) fn upcoming(&self) -> impl Iterator<Item = &(&'a Entry<Event>, Value)> {
        self.listed().filter(|(entry, _)| !is_past(&entry.facts, self.ctx.site.now))
    }

    /// The rows of events that are over, the latest first.
    pub(super) fn past(&self) -> impl Iterator<Item = &(&'a Entry<Event>, Value)> {
        self.listed().rev().filter(|(entry, _)| is_past(&entry.facts, self.ctx.site.now))
    }

    /// The row of the event with this id.
    pub(super) fn row(&self, id: &str) -> Option<&Value> {
        self.places.get(id).map(|&at| &self.events[at].1)
    }

    /// Where the links of a text lead, by their index.
    pub(super) fn addresses(&self, text: &Translation) -> Vec<String> {
        text.targets.iter().map(|target| self.ctx.href(target).to_string()).collect()
    }

    /// The hash of all that the HTML of a body is made of; `None` where only making it can tell.
    pub(super) fn inputs_of(&self, text: &Translation, addresses: &[String]) -> Option<u64> {
        let lender = text.lender.as_ref().map(|lender| lender.lang.as_str());
        text.body.prose()?.number().map(|number| inputs::of(&(number, lender, addresses)))
    }

    /// A text's body as HTML, for its page.
    pub(super) fn html(&self, text: &Translation, addresses: &[String]) -> String {
        let prose = text.body.prose().and_then(|prose| prose.html(addresses));
        self.said_in(text, prose.unwrap_or_else(|| self.body(text, (addresses, false), markdown::html)))
    }

    /// A story's body for a page that opens with the person's own words: those, if there are any, and the rest.
    pub(super) fn html_with_opening(
        &self,
        text: &Translation,
        addresses: &[String],
    ) -> (Option<String>, String) {
        let prose = text.body.prose().and_then(|prose| prose.html_with_opening(addresses));
        let (opening, rest) =
            prose.unwrap_or_else(|| self.body(text, (addresses, false), markdown::html_with_opening));
        (opening.map(|opening| self.said_in(text, opening)), self.said_in(text, rest))
    }

    /// The HTML of a body that is another language's says so.
    fn said_in(&self, text: &Translation, html: String) -> String {
        let Some(lender) = &text.lender else { return html };
        format!("<div lang=\"{}\" dir=\"{}\">\n{html}</div>\n", lender.lang, self.ctx.dir(&lender.lang))
    }

    /// The person's own words with which a story begins, for another page than its own.
    pub(super) fn opening(&self, entry: &Entry<Story>) -> Option<String> {
        let text = self.ctx.text_of(entry);
        let page = self.ctx.absolute(self.ctx.url_of(entry));
        let addresses = self.whole_addresses(text, &page);
        let (opening, _) = self.body(text, (&addresses, true), markdown::html_with_opening);
        opening.map(|opening| self.said_in(text, opening))
    }

    /// Where the links of a text lead, for readers elsewhere.
    fn whole_addresses(&self, text: &Translation, page: &str) -> Vec<String> {
        let base = &self.ctx.site.config.base_url;
        text.targets.iter().map(|target| self.ctx.href(target).absolute(base, page)).collect()
    }

    /// A text's body as HTML with whole addresses, for readers elsewhere; `page` is where it stands, since the headings to
    /// which it links have no ids there.
    pub(super) fn feed_html(&self, text: &Translation, page: &str) -> String {
        let html = self.body(text, (&self.whole_addresses(text, page), true), markdown::html);
        self.said_in(text, html)
    }

    /// The hash of all that [`feed_html`](Self::feed_html) is made of; `None` where only making it can tell.
    pub(super) fn inputs_of_feed(&self, text: &Translation, page: &str) -> Option<u64> {
        self.inputs_of(text, &self.whole_addresses(text, page))
    }

    /// Writes a body of which the HTML isn't kept: its file is parsed again.
    fn body<T>(
        &self,
        text: &Translation,
        (addresses, absolute): (&[String], bool),
        write: impl Fn(&Body, &HtmlContext<'_>) -> T,
    ) -> T {
        let picture = |link: usize| match text.targets.get(link) {
            Some(Target::Asset { path }) => self.ctx.pictures.get(path).cloned(),
            _ => None,
        };
        let (path, lang) = text.body_in();
        // The words around the text (labels, back links) stay in the text's own language.
        let context = HtmlContext {
            texts: self.ctx.site.text(lang),
            href: &|link: usize| addresses.get(link).cloned().unwrap_or_default(),
            picture: &picture,
            absolute,
        };
        let body = text.body.body(|version| document::body(self.ctx.source, path, lang, version));
        write(&body, &context)
    }
}

fn filters_of_stories<'a>(ctx: &Ctx<'a>, stories: impl Iterator<Item = &'a Entry<Story>>) -> Filters<'a> {
    let facts = stories.map(|entry| &entry.facts).enumerate();
    Filters::new(ctx, Kind::Story, facts.map(|(at, facts)| (at, facts as &dyn KindFacts)))
}

fn filters_of_posts<'a>(ctx: &Ctx<'a>) -> Filters<'a> {
    let facts = ctx.site.entries.posts.iter().map(|entry| &entry.facts).enumerate();
    Filters::new(ctx, Kind::Post, facts.map(|(at, facts)| (at, facts as &dyn KindFacts)))
}

fn filters_of_events<'a>(ctx: &Ctx<'a>) -> Filters<'a> {
    let facts = ctx.site.entries.events.iter().map(|entry| &entry.facts).enumerate();
    let upcoming = facts.filter(|(_, facts)| facts.is_listed() && !is_past(facts, ctx.site.now));
    Filters::new(ctx, Kind::Event, upcoming.map(|(at, facts)| (at, facts as &dyn KindFacts)))
}
