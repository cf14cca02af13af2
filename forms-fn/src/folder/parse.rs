//! The bytes of one file → what they mean, or every fault in them.

use forms::{Definition, LanguageInfo, Manifest, Texts, Tickets};
use serde::de::DeserializeOwned;

use super::files::Files;
use super::{Dates, Faults, FolderFault, Language, Shell, build, words};

pub(super) use super::load::MANIFEST;

/// The manifest, and the name of the build that wrote it.
pub(super) fn manifest(files: &Files) -> Result<(Manifest, String), Faults> {
    let bytes = files.read(MANIFEST).map_err(|fault| vec![fault])?;
    let manifest = Manifest::read(&bytes).map_err(|fault| vec![FolderFault::new(MANIFEST, fault)])?;
    Ok((manifest, build::name(&bytes)))
}

/// The value, or `None` with its faults put aside.
fn keep<T>(result: Result<T, Faults>, faults: &mut Faults) -> Option<T> {
    result.map_err(|more| faults.extend(more)).ok()
}

pub(super) fn language(files: &Files, manifest: &Manifest, info: &LanguageInfo) -> Result<Language, Faults> {
    let id = &info.id;
    let mut faults = Vec::new();
    if !is_segment(id) {
        let message = format!("`{id}` can't be a language: only letters, digits, `-` and `_`");
        faults.push(FolderFault::new(MANIFEST, message));
    }
    let path = format!("texts/{id}.json");
    let texts: Option<Texts> = keep(json(files, &path), &mut faults);
    if let Some(texts) = &texts {
        faults.extend(words::missing(texts).map(|key| FolderFault::new(&path, format!("no text `{key}`"))));
    }
    let tickets: Option<Tickets> = keep(json(files, &format!("tickets/{id}.json")), &mut faults);
    let shell = keep(shell(files, &format!("shells/{id}.html")), &mut faults);
    match (texts, tickets, shell) {
        (Some(texts), Some(tickets), Some(shell)) if faults.is_empty() => {
            let (id, dir) = (info.id.clone(), info.dir);
            let dates = Dates::new(manifest.dates.get(&info.id));
            Ok(Language { id, dir, texts, tickets, dates, shell })
        }
        _ => Err(faults),
    }
}

pub(super) fn desk_shell(files: &Files) -> Result<Shell, Faults> {
    shell(files, "desk/shell.html")
}

fn shell(files: &Files, path: &str) -> Result<Shell, Faults> {
    let fault = |message: String| vec![FolderFault::new(path, message)];
    let bytes = files.read(path).map_err(|fault| vec![fault])?;
    let text = std::str::from_utf8(&bytes).map_err(|_| fault("not UTF-8".to_owned()))?;
    Shell::parse(text).map_err(fault)
}

pub(super) fn definition(files: &Files, form: &str) -> Result<Definition, Faults> {
    let path = format!("definitions/{form}.json");
    let definition: Definition = json(files, &path)?;
    if definition.id == *form && is_segment(form) {
        return Ok(definition);
    }
    let message = format!("holds the form `{}`; ids are letters, digits, `-` and `_`", definition.id);
    Err(vec![FolderFault::new(path, message)])
}

fn json<T: DeserializeOwned>(files: &Files, path: &str) -> Result<T, Faults> {
    let bytes = files.read(path).map_err(|fault| vec![fault])?;
    // The folder holds no answers, so here serde may quote what it read.
    serde_json::from_slice(&bytes).map_err(|e| vec![FolderFault::new(path, e)])
}

/// Whether an id can stand in an address as it is.
fn is_segment(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !id.is_empty() && id.bytes().all(plain)
}
