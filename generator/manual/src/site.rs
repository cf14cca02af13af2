//! Pages, groups and menus → the files of a site.

use crate::docs;
use crate::list::{self, Group, Pages};
use crate::page::{self, Page};
use crate::rewrite;

/// A file of the manual's site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualFile {
    /// Below the root of the site: `content/site.yaml`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl ManualFile {
    fn of(path: String, text: String) -> Self {
        Self { path, bytes: text.into_bytes() }
    }
}

/// The settings, to which the menus are added.
const SETTINGS: &str = "content/site.yaml";
/// The front page, to which the list of pages is added.
const HOME: &str = "content/pages/home/index.en.md";

/// Every file of the manual as a site.
///
/// # Panics
/// When a document isn't what a page needs. A test builds all of them.
#[must_use]
pub fn files() -> Vec<ManualFile> {
    let groups = list::groups();
    let names: Vec<(&Group, &String)> =
        groups.iter().flat_map(|group| group.pages.iter().map(move |name| (group, name))).collect();
    let texts: Vec<String> = names.iter().map(|(_, name)| docs::text(&format!("{name}.md"))).collect();
    let read: Vec<Page<'_>> =
        names.iter().zip(&texts).map(|((_, name), text)| page::read(name, text)).collect();
    let known = names
        .iter()
        .zip(&read)
        .map(|((group, name), page)| (name.to_string(), folder(group, name), page.title.clone()));
    let pages = Pages::of(known.collect());
    let mut files = of_pages(&read, &pages);
    files.extend(groups.iter().enumerate().map(|(at, group)| of_group(group, at)));
    for path in docs::of_site() {
        let mut bytes = docs::bytes_of_site(&path);
        match path.as_str() {
            SETTINGS => bytes.extend(menus(&groups).into_bytes()),
            HOME => bytes.extend(contents(&groups, &read, &pages).into_bytes()),
            _ => {}
        }
        files.push(ManualFile { path, bytes });
    }
    files
}

/// The folder of a page below `content`.
fn folder(group: &Group, name: &str) -> String {
    format!("pages/{}/{name}", group.id)
}

fn of_pages(read: &[Page<'_>], pages: &Pages) -> Vec<ManualFile> {
    let wanted = rewrite::wanted(read);
    let mut files = Vec::new();
    for (at, page) in read.iter().enumerate() {
        let (folder, _) = pages.of_document(&page.name).expect("each page that was read is known");
        let text = rewrite::text(page, pages, &wanted);
        let next = read.get(at + 1).and_then(|next| pages.of_document(&next.name));
        let next = next.map(|(folder, title)| format!("\n::: call to=\"/{folder}/\"\nNext: {title}\n:::\n"));
        let head = head(&page.title, &page.summary, at);
        let text_of_page = format!("{head}{}{}", text.body, next.unwrap_or_default());
        files.push(ManualFile::of(format!("content/{folder}/index.en.md"), text_of_page));
        files.extend(text.pictures.into_iter().map(|picture| ManualFile {
            path: format!("content/{folder}/{}", picture.rsplit('/').next().unwrap_or_default()),
            bytes: docs::bytes(&picture),
        }));
    }
    files
}

/// The page above those of a group; the theme lists them there.
fn of_group(group: &Group, at: usize) -> ManualFile {
    let head = head(&group.title, &group.summary, at);
    ManualFile::of(format!("content/pages/{}/index.en.md", group.id), head)
}

fn head(title: &str, summary: &str, order: usize) -> String {
    let (title, summary) = (quoted(title), quoted(summary));
    format!("---\ntitle: {title}\nsummary: {summary}\nkind: page\norder: {}\n---\n", order + 1)
}

/// A text as YAML reads it whatever is in it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The groups at the top of each page, and every page at its foot.
fn menus(groups: &[Group]) -> String {
    let top: Vec<String> = groups.iter().map(|group| format!("pages/{}", group.id)).collect();
    let all = groups.iter().flat_map(|group| group.pages.iter().map(move |name| folder(group, name)));
    let foot: Vec<String> = all.collect();
    format!("menu: [{}]\nfooterMenu: [{}]\n", top.join(", "), foot.join(", "))
}

/// All pages with what they are about, group by group.
fn contents(groups: &[Group], read: &[Page<'_>], pages: &Pages) -> String {
    let mut text = String::new();
    for group in groups {
        text.push_str(&format!("\n## {}\n", group.title));
        for page in read.iter().filter(|page| group.pages.contains(&page.name)) {
            let (folder, title) = pages.of_document(&page.name).expect("each page that was read is known");
            text.push_str(&format!("\n[{title}](/{folder}/)\n: {}\n", page.summary));
        }
    }
    text
}
