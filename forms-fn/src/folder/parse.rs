//! Bytes → [`FormsFolder`], or every fault at once.

use std::collections::BTreeMap;

use forms::{Definition, LanguageInfo, Manifest, Texts};
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;

use super::{Dates, Event, FolderFault, FormsFolder, Language, Shell, words};

type Parts = BTreeMap<String, Vec<u8>>;

/// The version of the manifest that we read.
const VERSION: u32 = 1;
const MANIFEST: &str = "manifest.json";

pub(super) fn folder(parts: &Parts) -> Result<FormsFolder, Vec<FolderFault>> {
    let manifest: Manifest = json(parts, MANIFEST).map_err(|fault| vec![fault])?;
    let mut faults = Vec::new();
    if manifest.version != VERSION {
        let message = format!("version {} where this program reads version {VERSION}", manifest.version);
        faults.push(FolderFault::new(MANIFEST, message));
    }
    let languages = manifest.languages.iter().filter_map(|info| {
        let dates = Dates::new(manifest.dates.get(&info.id));
        keep(language(parts, info, dates), &mut faults)
    });
    let languages: Vec<Language> = languages.collect();
    let definitions = definitions(parts, &manifest, &mut faults);
    let events = events(&manifest, &mut faults);
    let default_language = manifest.languages.iter().position(|info| info.id == manifest.default_language);
    if default_language.is_none() {
        let message = format!("the default language `{}` is not listed", manifest.default_language);
        faults.push(FolderFault::new(MANIFEST, message));
    }
    match default_language {
        Some(default_language) if faults.is_empty() => {
            // A folder of an older generator names no zone.
            let time_zone = TimeZone::get(&manifest.time_zone).ok();
            Ok(FormsFolder { languages, default_language, definitions, events, manifest, time_zone })
        }
        _ => Err(faults),
    }
}

/// The value, or `None` with its faults put aside.
fn keep<T>(result: Result<T, Vec<FolderFault>>, faults: &mut Vec<FolderFault>) -> Option<T> {
    result.map_err(|more| faults.extend(more)).ok()
}

fn language(parts: &Parts, info: &LanguageInfo, dates: Dates) -> Result<Language, Vec<FolderFault>> {
    let mut faults = Vec::new();
    if !is_segment(&info.id) {
        let message = format!("`{}` can't be a language: only letters, digits, `-` and `_`", info.id);
        faults.push(FolderFault::new(MANIFEST, message));
    }
    let path = format!("texts/{}.json", info.id);
    let texts: Option<Texts> = keep(json(parts, &path).map_err(|fault| vec![fault]), &mut faults);
    if let Some(texts) = &texts {
        faults.extend(words::missing(texts).map(|key| FolderFault::new(&path, format!("no text `{key}`"))));
    }
    let shell = keep(shell(parts, &info.id), &mut faults);
    match (texts, shell) {
        (Some(texts), Some(shell)) if faults.is_empty() => {
            let (id, name, dir) = (info.id.clone(), info.name.clone(), info.dir.clone());
            Ok(Language { id, name, dir, texts, dates, shell })
        }
        _ => Err(faults),
    }
}

fn shell(parts: &Parts, lang: &str) -> Result<Shell, Vec<FolderFault>> {
    let path = format!("shells/{lang}.html");
    let fault = |message: String| vec![FolderFault::new(&path, message)];
    let bytes = parts.get(&path).ok_or_else(|| fault("missing".to_owned()))?;
    let text = std::str::from_utf8(bytes).map_err(|_| fault("not UTF-8".to_owned()))?;
    Shell::parse(text).map_err(fault)
}

fn definitions(
    parts: &Parts,
    manifest: &Manifest,
    faults: &mut Vec<FolderFault>,
) -> BTreeMap<String, Definition> {
    let mut definitions = BTreeMap::new();
    for form in &manifest.forms {
        let path = format!("definitions/{form}.json");
        match json::<Definition>(parts, &path) {
            Ok(definition) if definition.id == *form && is_segment(form) => {
                definitions.insert(form.clone(), definition);
            }
            Ok(definition) => {
                let message =
                    format!("holds the form `{}`; ids are letters, digits, `-` and `_`", definition.id);
                faults.push(FolderFault::new(path, message));
            }
            Err(fault) => faults.push(fault),
        }
    }
    definitions
}

fn events(manifest: &Manifest, faults: &mut Vec<FolderFault>) -> BTreeMap<String, Event> {
    let mut events = BTreeMap::new();
    for (id, info) in &manifest.events {
        if let Some(form) = info.form.as_ref().filter(|form| !manifest.forms.contains(form)) {
            faults.push(FolderFault::new(MANIFEST, format!("event `{id}`: no form `{form}`")));
        }
        match Event::parse(id, info, &manifest.offer) {
            Ok(event) => drop(events.insert(id.clone(), event)),
            Err(message) => faults.push(FolderFault::new(MANIFEST, format!("event `{id}`: {message}"))),
        }
    }
    events
}

fn json<T: DeserializeOwned>(parts: &Parts, path: &str) -> Result<T, FolderFault> {
    let bytes = parts.get(path).ok_or_else(|| FolderFault::new(path, "missing"))?;
    // The folder holds no answers, so here serde may quote what it read.
    serde_json::from_slice(bytes).map_err(|e| FolderFault::new(path, e))
}

/// Whether an id can stand in an address as it is.
fn is_segment(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !id.is_empty() && id.bytes().all(plain)
}
