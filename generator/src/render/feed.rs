//! The Atom feed of a language: stories, posts and events, the newest first (RFC 4287).
//!
//! Ids are `tag:` URIs (RFC 4151) made of the document's id and the language, so that they outlive a
//! change of slug. Events have no day of publication: they come into the feed when they count as
//! announced, see [`announced`](crate::event::announced), so that no entry is dated ahead.

use std::fmt::Write;

use jiff::Timestamp;
use quick_xml::escape::escape;

use super::job::Job;
use super::shelf::Shelf;
use crate::content::kinds::KindFacts;
use crate::render::OutPath;
use crate::site::{Entry, Translation};
use crate::view::Ctx;

/// Readers ask for the feed often, and nobody reads further back.
const ENTRIES: usize = 40;

/// The year in which the site began to hold its host name; part of every id and never to be changed.
const TAG_YEAR: &str = "2026";

struct FeedItem<'a> {
    id: &'a str,
    url: String,
    title: String,
    text: &'a Translation,
    published: Option<Timestamp>,
    updated: Timestamp,
    /// Who wrote it, where it isn't the site.
    authors: &'a [String],
}

/// The feed; pages announce it, so it is there even when nothing is in it yet.
pub(super) fn job<'s>(shelf: &'s Shelf<'_>) -> Job<'s> {
    let file = Job::file(shelf, OutPath::of(&shelf.ctx.url("feed.xml")), || {
        feed(shelf, &items(shelf), |item| shelf.feed_html(item.text, &item.url)).into_bytes()
    });
    file.made_of(|| inputs(shelf))
}

/// The hash of all that the feed is made of: itself without bodies, and what those are made of; to read them takes
/// longer than all else of it.
fn inputs(shelf: &Shelf<'_>) -> Option<u64> {
    let items = items(shelf);
    let bodies: Option<Vec<u64>> =
        items.iter().map(|item| shelf.inputs_of_feed(item.text, &item.url)).collect();
    Some(super::inputs::of(&(bodies?, feed(shelf, &items, |_| String::new()))))
}

fn items<'a>(shelf: &'a Shelf<'a>) -> Vec<FeedItem<'a>> {
    let ctx = &shelf.ctx;
    let stories = shelf.stories.iter().map(|(entry, _)| {
        let date = midnight(ctx, entry.facts.date);
        item(ctx, entry, Some(date), date)
    });
    let events =
        shelf.listed().map(|(entry, _)| item(ctx, entry, None, crate::event::announced(&entry.facts)));
    let posts = shelf.posts.iter().map(|(entry, _)| {
        let facts = &entry.facts;
        let (date, updated) = (midnight(ctx, facts.date), midnight(ctx, facts.updated.unwrap_or(facts.date)));
        FeedItem { authors: &facts.authors, ..item(ctx, entry, Some(date), updated) }
    });
    let news = stories.chain(events).chain(posts).filter(|item| item.updated <= ctx.site.now);
    let mut items: Vec<FeedItem<'_>> = news.collect();
    items.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| a.id.cmp(b.id)));
    items.truncate(ENTRIES);
    items
}

fn item<'a, F: KindFacts + ?Sized>(
    ctx: &Ctx<'a>,
    entry: &'a Entry<F>,
    published: Option<Timestamp>,
    updated: Timestamp,
) -> FeedItem<'a> {
    let text = ctx.text_of(entry);
    FeedItem {
        id: &entry.id,
        url: ctx.absolute(ctx.url_of(entry)),
        // In the language that the entry says it is in.
        title: ctx.site.outward_title(entry, &text.lang),
        text,
        published,
        updated,
        authors: &[],
    }
}

/// The beginning of a day in the site's own zone.
fn midnight(ctx: &Ctx<'_>, date: jiff::civil::Date) -> Timestamp {
    date.to_zoned(ctx.site.config.time_zone.clone()).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
}

fn feed(shelf: &Shelf<'_>, items: &[FeedItem<'_>], body: impl Fn(&FeedItem<'_>) -> String) -> String {
    let updated = items.iter().map(|item| item.updated).max().unwrap_or(Timestamp::UNIX_EPOCH);
    let (ctx, config) = (&shelf.ctx, &shelf.ctx.site.config);
    let site_title = config.title.get(ctx.lang());
    let title = ctx.texts.with("feed.title", &[("site", site_title)]);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        ctx.lang()
    );
    element(&mut xml, "id", &tag(ctx, "feed"));
    element(&mut xml, "title", &title);
    if let Some(tagline) = &config.tagline {
        element(&mut xml, "subtitle", tagline.get(ctx.lang()));
    }
    element(&mut xml, "updated", &updated.to_string());
    let _ = writeln!(
        xml,
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>",
        escape(ctx.absolute(&ctx.url("feed.xml")))
    );
    let _ = writeln!(
        xml,
        "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>",
        escape(ctx.absolute(&ctx.url("")))
    );
    let _ = writeln!(xml, "<author><name>{}</name></author>", clean(site_title));
    for item in items {
        entry(&mut xml, shelf, item, &body(item));
    }
    xml.push_str("</feed>\n");
    xml
}

/// One entry; `xml:lang` is the text's own language, also where a translation is missing.
fn entry(xml: &mut String, shelf: &Shelf<'_>, item: &FeedItem<'_>, body: &str) {
    let _ = writeln!(xml, "<entry xml:lang=\"{}\">", item.text.lang);
    element(xml, "id", &tag(&shelf.ctx, item.id));
    element(xml, "title", &item.title);
    let _ = writeln!(xml, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", escape(&item.url));
    if let Some(published) = item.published {
        element(xml, "published", &published.to_string());
    }
    element(xml, "updated", &item.updated.to_string());
    for author in item.authors {
        let _ = writeln!(xml, "<author><name>{}</name></author>", clean(author));
    }
    element(xml, "summary", &item.text.summary);
    let _ = writeln!(xml, "<content type=\"html\">{}</content>", clean(body));
    xml.push_str("</entry>\n");
}

fn element(xml: &mut String, name: &str, text: &str) {
    let _ = writeln!(xml, "<{name}>{}</{name}>", clean(text));
}

/// Escaped, and without the control characters that XML 1.0 cannot hold at all.
fn clean(text: &str) -> String {
    let text: String =
        text.chars().filter(|&char| char >= ' ' || matches!(char, '\t' | '\n' | '\r')).collect();
    escape(&text).into_owned()
}

fn tag(ctx: &Ctx<'_>, id: &str) -> String {
    format!("tag:{},{TAG_YEAR}:{id}/{}", super::calendar::host(ctx.site), ctx.lang())
}
