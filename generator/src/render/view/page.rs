//! A document that stands in no list of the program: what it is for, its children, its table of contents.

use serde::Serialize;
use tera::Value;

use super::{Ctx, Link};
use crate::content::Kind;
use crate::page::{Page, PageKind};
use crate::site::{AnyEntry, Entry};
use crate::url::Url;

/// What its template sees beside the content.
#[derive(Debug, Serialize)]
pub struct PageView {
    kind: &'static str,
    last_reviewed_text: Option<String>,
    children: Vec<Child>,
    hosts: Vec<Link>,
    topics: Vec<String>,
    facts: serde_json::Value,
}

/// A page below this one.
#[derive(Debug, Serialize)]
struct Child {
    title: String,
    url: Url,
    summary: String,
}

/// A heading of the table of contents.
#[derive(Debug, Serialize)]
pub struct Heading {
    id: String,
    text: String,
    level: u8,
}

impl PageView {
    /// The view in the reader's language, with the words that only this kind of document has; children stand in their
    /// order, then by title.
    pub fn of(ctx: &Ctx<'_>, kind: Kind, entry: &AnyEntry) -> Value {
        let mut children = ctx.site.entries.of_kind(kind);
        children.retain(|page| page.facts.parent() == Some(&entry.id));
        children.sort_by(|a, b| {
            let titles = || ctx.locale.compare(&ctx.text_of(a).title, &ctx.text_of(b).title);
            a.facts.rank().cmp(&b.facts.rank()).then_with(titles)
        });
        let about = entry.facts.topics();
        let topics = ctx.site.topics.iter().filter(|topic| about.contains(&topic.id));
        let view = PageView {
            kind: entry.facts.page_kind().map_or(kind.name(), PageKind::as_str),
            last_reviewed_text: entry.facts.last_reviewed().map(|date| ctx.locale.date(date)),
            children: children.into_iter().map(|page| child(ctx, page)).collect(),
            hosts: entry.facts.hosts().iter().map(|host| ctx.organisation_link(host)).collect(),
            topics: topics.map(|topic| topic.label.get(ctx.lang()).to_owned()).collect(),
            facts: entry.facts.shown(),
        };
        super::extended(&Value::from_serializable(&view), [super::notes(ctx, kind, entry)])
    }
}

impl Heading {
    /// The headings of a text, in order.
    pub fn of(body: &crate::markdown::Outline) -> Vec<Heading> {
        let headings = body.headings.iter();
        headings
            .map(|heading| Heading {
                id: heading.id.clone(),
                text: heading.text.clone(),
                level: heading.level,
            })
            .collect()
    }
}

/// A page in a list of pages.
fn child(ctx: &Ctx<'_>, entry: &AnyEntry) -> Child {
    let text = ctx.text_of(entry);
    Child { title: text.title.clone(), url: ctx.url_of(entry).clone(), summary: text.summary.clone() }
}

/// The short title for menus, or else the title.
pub(super) fn menu_title(ctx: &Ctx<'_>, entry: &Entry<Page>) -> String {
    let text = ctx.text_of(entry);
    text.words.get("menuTitle").unwrap_or(&text.title).to_owned()
}
