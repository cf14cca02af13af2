//! A free page: its kind, its children, its table of contents.

use serde::Serialize;

use super::Ctx;
use crate::page::Page;
use crate::site::Entry;

/// What the template of free pages sees beside the content.
#[derive(Debug, Serialize)]
pub struct PageView {
    kind: &'static str,
    last_reviewed_text: Option<String>,
    children: Vec<Child>,
}

/// A page below this one.
#[derive(Debug, Serialize)]
pub struct Child {
    title: String,
    url: String,
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
    /// The view in the reader's language; children stand in their `order`, then by title.
    pub fn new(ctx: &Ctx<'_>, entry: &Entry<Page>) -> PageView {
        let is_child = |page: &&Entry<Page>| page.facts.parent.as_ref() == Some(&entry.id);
        let mut children: Vec<&Entry<Page>> =
            ctx.site.pages.iter().map(|page| &**page).filter(is_child).collect();
        children.sort_by(|a, b| {
            let titles = || ctx.locale.compare(&ctx.text_of(a).title, &ctx.text_of(b).title);
            a.facts.order.cmp(&b.facts.order).then_with(titles)
        });
        PageView {
            kind: entry.facts.kind.as_str(),
            last_reviewed_text: entry.facts.last_reviewed.map(|date| ctx.locale.date(date)),
            children: children.into_iter().map(|page| child(ctx, page)).collect(),
        }
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
pub fn child(ctx: &Ctx<'_>, entry: &Entry<Page>) -> Child {
    let text = ctx.text_of(entry);
    Child { title: text.title.clone(), url: ctx.url_of(entry).to_owned(), summary: text.summary.clone() }
}

/// The short title for menus, or else the title.
pub(super) fn menu_title(ctx: &Ctx<'_>, entry: &Entry<Page>) -> String {
    let text = ctx.text_of(entry);
    text.words.get("menuTitle").unwrap_or(&text.title).to_owned()
}
