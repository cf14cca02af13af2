//! The pages of posts: the whole list, one list for each topic, and each post. A site without posts has none of them.

use std::collections::BTreeSet;

use serde::Serialize;
use tera::Value;

use super::frame::{self, PageHeading};
use super::job::{Bodies, Job};
use super::page::TemplatePage;
use super::share;
use super::shelf::Shelf;
use crate::config::Section;
use crate::content::Kind;
use crate::entities::Topic;
use crate::theme::TemplateProblem;
use crate::view::structured;
use crate::view::{Link, Narrowed, PostPage};

/// The posts of one year.
#[derive(Serialize)]
struct Year {
    title: String,
    cards: Vec<Value>,
}

/// All pages of the section.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> Vec<Job<'s>> {
    if shelf.posts.is_empty() {
        return Vec::new();
    }
    let ctx = &shelf.ctx;
    let used: BTreeSet<&String> = shelf.posts.iter().flat_map(|(entry, _)| &entry.facts.topics).collect();
    let topics = ctx.site.topics.iter().filter(|topic| used.contains(&topic.id));
    let lists = std::iter::once(None).chain(topics.map(Some));
    let lists = lists.map(|topic| {
        Job::page(shelf, &ctx.url(&path(topic)), move || Ok(list(shelf, topic))).shows(Bodies::Nobody)
    });
    let posts = shelf.posts.iter().enumerate();
    let posts = posts.map(|(at, (entry, _))| {
        Job::page(shelf, ctx.url_of(entry), move || post(shelf, at)).shows(Bodies::Of(&entry.id))
    });
    lists.chain(posts).collect()
}

/// The path of a list below its language.
fn path(topic: Option<&Topic>) -> String {
    topic.map_or_else(|| Kind::Post.list(), |topic| Kind::Post.list_of_topic(&topic.id))
}

/// All posts, or those about a topic, by their years.
fn list(shelf: &Shelf<'_>, topic: Option<&Topic>) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let (title, intro) = match topic {
        None => (ctx.t("posts.title"), ctx.t("posts.intro")),
        Some(topic) => {
            let label = topic.label.get(ctx.lang());
            (ctx.texts.with("posts.about", &[("topic", label)]), topic.text.get(ctx.lang()).to_owned())
        }
    };
    let narrowed = topic.map_or(Narrowed::Whole, |topic| Narrowed::Topic(&topic.id));
    let heading = PageHeading {
        template: "posts",
        title: title.clone(),
        description: intro.clone(),
        breadcrumbs: frame::crumbs(ctx, topic.map(|_| Section::Posts)),
    };
    let places = shelf.filters_of_posts.places(narrowed);
    let count = ctx.texts.with("counts.posts", &[("number", &places.len().to_string())]);
    TemplatePage::new(shelf, frame::list(shelf, &path(topic), heading))
        .with("heading", &title)
        .with("intro", &intro)
        .with("years", &by_year(shelf, places))
        .with("topics", &shelf.filters_of_posts.by_topic(narrowed))
        .with("count_text", &count)
}

/// The newest year first, as the posts stand.
fn by_year(shelf: &Shelf<'_>, places: &[usize]) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for (entry, card) in places.iter().map(|&at| &shelf.posts[at]) {
        let title = entry.facts.date.year().to_string();
        match years.last_mut() {
            Some(year) if year.title == title => year.cards.push(card.clone()),
            _ => years.push(Year { title, cards: vec![card.clone()] }),
        }
    }
    years
}

/// One post; its neighbours are the newer and the older one.
fn post<'s>(shelf: &'s Shelf<'_>, at: usize) -> Result<TemplatePage<'s>, TemplateProblem> {
    let ctx = &shelf.ctx;
    let (entry, card) = &shelf.posts[at];
    let neighbour = |at: Option<usize>| {
        let (entry, _) = shelf.posts.get(at?)?;
        Some(Link { title: ctx.text_of(entry).title.clone(), url: ctx.url_of(entry).clone() })
    };
    let mut frame =
        frame::document(shelf, entry, Kind::Post.name(), frame::crumbs(ctx, Some(Section::Posts)));
    let (image, file) = share::of_post(ctx, shelf.theme, shelf.cache, entry)?.unzip();
    frame.og_image = image;
    frame.published = Some(entry.facts.date.to_string());
    frame.things = vec![structured::post(ctx, entry)];
    let page = TemplatePage::new(shelf, frame)
        .with("post", &PostPage::view(ctx, entry, card))
        .with_body(shelf, ctx.text_of(entry))
        .with("previous", &neighbour(at.checked_sub(1)))
        .with("next", &neighbour(Some(at + 1)))
        .modified(Some(entry.facts.updated.unwrap_or(entry.facts.date)))
        .along(file);
    Ok(page)
}
