//! Where a page stood in the old site.

use generator::slug;

use crate::Program;
use crate::site::{OldPage, Settings};

/// Its path from the root, with slashes around it.
pub(super) fn of(program: Program, settings: &Settings, page: &OldPage) -> String {
    let id = &settings.languages[page.lang].id;
    let is_at_root = page.lang == 0 && settings.is_default_at_root;
    let language = if is_at_root { String::new() } else { id.to_lowercase() };
    let path = match program {
        Program::Hugo => match page.head.text(&["url"]) {
            Some(url) if url.starts_with('/') => return slashes(&url),
            Some(url) => url,
            None => hugo(settings, page),
        },
        Program::Zola => match page.head.text(&["path"]) {
            // Zola puts no language before it.
            Some(path) => return slashes(&path),
            None => zola(page),
        },
    };
    slashes(&format!("{language}/{path}"))
}

/// One slash at its beginning and one at its end; a name with an ending has none there.
pub(crate) fn slashes(path: &str) -> String {
    let inner = path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    let is_file = inner.ends_with(".html") || inner.ends_with(".htm");
    match inner.as_str() {
        "" => "/".to_owned(),
        inner if is_file => format!("/{inner}"),
        inner => format!("/{inner}/"),
    }
}

/// Small letters, dashes for blanks, and no other signs, as Hugo makes them of names.
fn part(name: &str) -> String {
    let stays = |c: &char| c.is_alphanumeric() || "-._#+~@".contains(*c) || c.is_whitespace() || is_mark(*c);
    let letters: String = name.to_lowercase().chars().filter(stays).collect();
    let words: Vec<&str> = letters.split_whitespace().collect();
    // A dash that was written needs no second one for the blank beside it.
    let mut part = String::new();
    for word in words {
        let is_apart = part.is_empty() || part.ends_with('-') || word.starts_with('-');
        part.push_str(if is_apart { "" } else { "-" });
        part.push_str(word);
    }
    part
}

/// Signs that are written onto letters.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036f | 0x0483..=0x0487 | 0x0591..=0x05c7 | 0x0610..=0x065f | 0x0900..=0x0dff
        | 0x0e31..=0x0e4e | 0x0eb1..=0x0ece | 0x0f71..=0x0f84 | 0x102b..=0x103e | 0x17b4..=0x17d3)
}

fn hugo(settings: &Settings, page: &OldPage) -> String {
    let (folders, name) = page.key.rsplit_once('/').unwrap_or(("", &page.key));
    let section = folders.split('/').next().unwrap_or_default();
    let folders = folders.split('/').map(part).collect::<Vec<_>>().join("/");
    let slug = page.head.text(&["slug"]).unwrap_or_else(|| name.to_owned());
    let pattern = settings.permalinks.get(section).filter(|_| !page.is_section);
    let Some(pattern) = pattern else { return format!("{folders}/{}", part(&slug)) };
    let day = page.head.day(&["date"]).unwrap_or_default();
    let mut date = day.split('-');
    let (year, month, day) = (date.next(), date.next(), date.next());
    let title = page.head.text(&["title"]).unwrap_or_default();
    let words = |token: &str| match token {
        ":year" => year.unwrap_or_default().to_owned(),
        ":month" => month.unwrap_or_default().to_owned(),
        ":day" => day.unwrap_or_default().to_owned(),
        ":section" => part(section),
        ":sections" => folders.clone(),
        ":title" => part(&title),
        ":filename" | ":contentbasename" => part(name),
        ":slug" | ":slugorfilename" | ":slugorcontentbasename" => part(&slug),
        other => other.to_owned(),
    };
    pattern.split('/').map(words).collect::<Vec<_>>().join("/")
}

fn zola(page: &OldPage) -> String {
    let (folders, name) = page.key.rsplit_once('/').unwrap_or(("", &page.key));
    let folders: Vec<String> = folders.split('/').map(|folder| slug::suggest("en", folder)).collect();
    // A date in front of the name is the page's date.
    let name = without_date(name);
    let slug = page.head.text(&["slug"]).unwrap_or_else(|| slug::suggest("en", name));
    format!("{}/{slug}", folders.join("/"))
}

/// `2022-12-15-bread` → `bread`.
pub(crate) fn without_date(name: &str) -> &str {
    match name.get(..10).map(str::as_bytes) {
        Some(day) if is_day(day) => {
            let rest = name[10..].trim_start_matches(['-', '_']);
            if rest.is_empty() { name } else { rest }
        }
        _ => name,
    }
}

fn is_day(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .enumerate()
        .all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() })
}
