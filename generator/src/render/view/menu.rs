//! A menu: the same entries on every page of a language, one of them current or none.

use serde::Serialize;
use tera::Value;

use super::{Ctx, Link};
use crate::config::{MenuTarget, Section};
use crate::url::Url;

/// A menu of documents and sections.
pub struct Menu(Vec<MenuEntry>);

struct MenuEntry {
    url: Url,
    /// Whether it is current on all pages below, or only on its own.
    section: bool,
    link: Value,
    /// The link on the page that it leads to.
    current: Value,
}

/// What templates see of an entry.
#[derive(Serialize)]
struct MenuLink {
    title: String,
    url: Url,
    current: bool,
}

impl Menu {
    /// The menu in the reader's language; documents that aren't there are left out.
    pub fn new(ctx: &Ctx<'_>, targets: &[MenuTarget]) -> Menu {
        Menu(targets.iter().filter_map(|target| entry(ctx, target)).collect())
    }

    /// The menu on the page at `url`.
    pub fn on(&self, url: &Url) -> Vec<Value> {
        let link = |entry: &MenuEntry| {
            let is_below = || url.as_str().starts_with(entry.url.as_str());
            let current = if entry.section { is_below() } else { *url == entry.url };
            if current { entry.current.clone() } else { entry.link.clone() }
        };
        self.0.iter().map(link).collect()
    }
}

fn entry(ctx: &Ctx<'_>, target: &MenuTarget) -> Option<MenuEntry> {
    let (Link { title, url }, section) = match target {
        // The list of posts is there when a post is.
        MenuTarget::Section(Section::Posts) if ctx.site.entries.posts.is_empty() => return None,
        MenuTarget::Section(section) => (Link::to_section(ctx, *section), true),
        MenuTarget::Document(id) => {
            let page = ctx.site.entries.pages.iter().find(|page| page.id == *id)?;
            let title = super::page::menu_title(ctx, page);
            (Link { title, url: ctx.url_of(page).clone() }, false)
        }
    };
    let mut link = MenuLink { title, url: url.clone(), current: true };
    let current = Value::from_serializable(&link);
    link.current = false;
    Some(MenuEntry { url, section, link: Value::from_serializable(&link), current })
}
