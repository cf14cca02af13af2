//! A menu: the same entries on every page of a language, one of them current or none.

use serde::Serialize;
use tera::Value;

use super::Ctx;
use crate::url::Url;

/// A menu of document ids and sections.
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
    /// The menu in the reader's language; ids that nothing has are left out.
    pub fn new(ctx: &Ctx<'_>, ids: &[String]) -> Menu {
        Menu(ids.iter().filter_map(|id| entry(ctx, id)).collect())
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

fn entry(ctx: &Ctx<'_>, id: &str) -> Option<MenuEntry> {
    let section = matches!(id, "stories" | "events" | "organisations");
    let (title, url) = if section {
        (ctx.t(&format!("section.{id}")), ctx.url(&format!("{id}/")))
    } else {
        let page = ctx.site.entries.pages.iter().find(|page| page.id == id)?;
        (super::page::menu_title(ctx, page), ctx.url_of(page).clone())
    };
    let mut link = MenuLink { title, url: url.clone(), current: true };
    let current = Value::from_serializable(&link);
    link.current = false;
    Some(MenuEntry { url, section, link: Value::from_serializable(&link), current })
}
