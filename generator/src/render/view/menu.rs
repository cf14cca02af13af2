//! A menu: the same entries on every page of a language, one of them current or none.

use serde::Serialize;
use tera::Value;

use super::Ctx;

/// A menu of document ids and sections.
pub struct Menu(Vec<MenuEntry>);

struct MenuEntry {
    url: String,
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
    url: String,
    current: bool,
}

impl Menu {
    /// The menu in the reader's language; ids that nothing has are left out.
    pub fn new(ctx: &Ctx<'_>, ids: &[String]) -> Menu {
        Menu(ids.iter().filter_map(|id| entry(ctx, id)).collect())
    }

    /// The menu on the page at `path`.
    pub fn on(&self, path: &str) -> Vec<Value> {
        let link = |entry: &MenuEntry| {
            let current = if entry.section { path.starts_with(&entry.url) } else { path == entry.url };
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
        (super::page::menu_title(ctx, page), ctx.url_of(page).to_owned())
    };
    let mut link = MenuLink { title, url: url.clone(), current: true };
    let current = Value::from_serializable(&link);
    link.current = false;
    Some(MenuEntry { url, section, link: Value::from_serializable(&link), current })
}
