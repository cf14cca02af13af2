//! The page of all topics, with how many stories, coming events and posts each has.

use std::collections::BTreeMap;

use serde::Serialize;

use super::frame::{self, PageHeading};
use super::job::{Bodies, Job};
use super::page::TemplatePage;
use super::shelf::Shelf;
use crate::content::Kind;
use crate::view::Link;

/// A topic with where it leads.
#[derive(Serialize)]
struct TopicView<'a> {
    id: &'a str,
    label: &'a str,
    text: &'a str,
    stories: Option<Link>,
    events: Option<Link>,
    posts: Option<Link>,
}

/// The page; none while no topic has anything.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> Option<Job<'s>> {
    let of_stories = shelf.stories.iter().any(|(entry, _)| !entry.facts.topics.is_empty());
    let mut events = shelf.listed();
    let of_events = events.any(|(entry, _)| !entry.facts.topics.is_empty());
    let of_posts = shelf.posts.iter().any(|(entry, _)| !entry.facts.topics.is_empty());
    (of_stories || of_events || of_posts)
        .then(|| Job::page(shelf, &shelf.ctx.url("topics/"), || Ok(page(shelf))).shows(Bodies::Nobody))
}

fn page(shelf: &Shelf<'_>) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let stories = counts(shelf.stories.iter().map(|(entry, _)| entry.facts.topics.as_slice()));
    let events = counts(shelf.upcoming().map(|(entry, _)| entry.facts.topics.as_slice()));
    let posts = counts(shelf.posts.iter().map(|(entry, _)| entry.facts.topics.as_slice()));
    let link = |kind: Kind, topic: &str, counts: &BTreeMap<&str, usize>| {
        let number = counts.get(topic)?.to_string();
        let title = ctx.texts.with(&format!("counts.{}", kind.folder()), &[("number", &number)]);
        Some(Link { title, url: ctx.url(&kind.list_of_topic(topic)) })
    };
    let topics: Vec<TopicView<'_>> = ctx
        .site
        .topics
        .iter()
        .map(|topic| TopicView {
            id: &topic.id,
            label: topic.label.get(ctx.lang()),
            text: topic.text.get(ctx.lang()),
            stories: link(Kind::Story, &topic.id, &stories),
            events: link(Kind::Event, &topic.id, &events),
            posts: link(Kind::Post, &topic.id, &posts),
        })
        .filter(|topic| topic.stories.is_some() || topic.events.is_some() || topic.posts.is_some())
        .collect();
    let heading = PageHeading {
        template: "topics",
        title: ctx.t("topics.title"),
        description: ctx.t("topics.intro"),
        breadcrumbs: frame::crumbs(ctx, None),
    };
    TemplatePage::new(shelf, frame::list(shelf, "topics/", heading)).with("topics", &topics)
}

fn counts<'a>(all: impl Iterator<Item = &'a [String]>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for topic in all.flatten() {
        *counts.entry(topic.as_str()).or_default() += 1;
    }
    counts
}
