//! The settings of Hugo and of Zola → [`Settings`].

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::head::{find, of_toml, of_yaml};
use crate::files::Files;
use crate::site::{OldLanguage, Settings};

/// Hugo's: one file at the root, or several in `config/_default`, of which each is a key of its own.
pub(super) fn hugo(files: &Files) -> Result<Settings, String> {
    let endings = ["toml", "yaml", "yml", "json"];
    let mut root = Map::new();
    let mut first = None;
    for (folder, name) in
        [("", "hugo"), ("", "config"), ("config/_default/", "hugo"), ("config/_default/", "config")]
    {
        for ending in endings {
            let path = format!("{folder}{name}.{ending}");
            if files.has(&path) {
                merge(&mut root, read(files, &path)?);
                first.get_or_insert(path);
            }
        }
    }
    for path in files.below("config/_default") {
        let name = path.rsplit('/').next().unwrap_or(path);
        let Some((name, _)) = name.rsplit_once('.').filter(|(_, ending)| endings.contains(ending)) else {
            continue;
        };
        let inside = match name.split_once('.') {
            _ if ["hugo", "config"].contains(&name) => continue,
            Some(("languages", id)) => vec!["languages", id],
            Some((name, id)) => vec!["languages", id, name],
            None => vec![name],
        };
        let value = Value::Object(read(files, path)?);
        let nested = inside
            .iter()
            .rev()
            .fold(value, |value, key| Value::Object(Map::from_iter([((*key).to_owned(), value)])));
        if let Value::Object(nested) = nested {
            merge(&mut root, nested);
        }
        first.get_or_insert(path.to_owned());
    }
    let file = first.ok_or(
        "there are no settings of Hugo here: neither `hugo.toml`, `config.toml` nor `config/_default`",
    )?;
    Ok(of(&root, file, ["defaultContentLanguage", "baseURL"], "en"))
}

/// Zola's `config.toml`.
pub(super) fn zola(files: &Files) -> Result<Settings, String> {
    let path = ["zola.toml", "config.toml"].into_iter().find(|path| files.has(path));
    let path = path.ok_or("there are no settings of Zola here: `config.toml` is missing")?;
    Ok(of(&read(files, path)?, path.to_owned(), ["default_language", "base_url"], "en"))
}

fn read(files: &Files, path: &str) -> Result<Map<String, Value>, String> {
    let text = files.text(path)?;
    let value = match path.rsplit('.').next() {
        Some("toml") => of_toml(&text),
        Some("json") => serde_json::from_str(&text).map_err(|error| error.to_string()),
        _ => of_yaml(&text),
    };
    match value.map_err(|why| format!("cannot read the settings in `{path}`: {why}"))? {
        Value::Object(values) => Ok(values),
        // A menu of one level is a list.
        other => Ok(Map::from_iter([("main".to_owned(), other)])),
    }
}

fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(there)), Value::Object(more)) => merge(there, more),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

fn text(values: &Map<String, Value>, path: &str) -> Option<String> {
    find(values, path)?.as_str().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn of(root: &Map<String, Value>, file: String, names: [&str; 2], otherwise: &str) -> Settings {
    let default = text(root, names[0]).unwrap_or_else(|| otherwise.to_owned());
    let mut languages = languages(root);
    let position = languages.iter().position(|language| language.id.eq_ignore_ascii_case(&default));
    let mut first = position.map_or_else(
        || OldLanguage {
            id: default,
            tag: text(root, "languageCode").unwrap_or_default(),
            ..OldLanguage::default()
        },
        |position| languages.remove(position),
    );
    first.title = first.title.or_else(|| text(root, "title"));
    first.description =
        first.description.or_else(|| text(root, "description")).or_else(|| text(root, "params.description"));
    if first.menu.is_empty() {
        first.menu = menu(root);
    }
    languages.insert(0, first);
    Settings {
        base: text(root, names[1]).unwrap_or_default().trim_end_matches('/').to_owned(),
        languages,
        is_default_at_root: !matches!(find(root, "defaultContentLanguageInSubdir"), Some(Value::Bool(true))),
        permalinks: permalinks(root),
        time_zone: text(root, "timeZone"),
        email: ["params.email", "params.contact.email", "params.author.email", "author.email", "extra.email"]
            .into_iter()
            .find_map(|path| text(root, path)),
        taxonomies: taxonomies(root),
        file,
    }
}

/// Those that the settings name, the lightest first.
fn languages(root: &Map<String, Value>) -> Vec<OldLanguage> {
    let none = Map::new();
    let written = find(root, "languages").and_then(Value::as_object).unwrap_or(&none);
    let off = find(root, "disableLanguages").map_or_else(Vec::new, |list| {
        list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    });
    let mut found: Vec<(i64, OldLanguage)> = Vec::new();
    for (id, values) in written {
        let Some(values) = values.as_object() else { continue };
        let is_off =
            matches!(find(values, "disabled"), Some(Value::Bool(true))) || off.contains(&id.as_str());
        let language = OldLanguage {
            id: id.clone(),
            tag: text(values, "locale").or_else(|| text(values, "languageCode")).unwrap_or_default(),
            name: text(values, "languageName").or_else(|| text(values, "label")),
            title: text(values, "title"),
            description: text(values, "description").or_else(|| text(values, "params.description")),
            folder: text(values, "contentDir").unwrap_or_default().trim_matches('/').to_owned(),
            is_off,
            menu: menu(values),
        };
        found.push((find(values, "weight").and_then(Value::as_i64).unwrap_or(i64::MAX), language));
    }
    found.sort_by(|(a, one), (b, other)| (a, &one.id).cmp(&(b, &other.id)));
    found.into_iter().map(|(_, language)| language).collect()
}

/// Names and addresses of the main menu, the lightest first.
fn menu(values: &Map<String, Value>) -> Vec<(String, String)> {
    let main = ["menu.main", "menus.main"].into_iter().find_map(|path| find(values, path)?.as_array());
    let mut entries: Vec<(i64, String, String)> = main
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.as_object()?;
            let target = text(entry, "url").or_else(|| text(entry, "pageRef"))?;
            let weight = find(entry, "weight").and_then(Value::as_i64).unwrap_or(i64::MAX);
            Some((weight, text(entry, "name").unwrap_or_default(), target))
        })
        .collect();
    entries.sort();
    entries.into_iter().map(|(_, name, target)| (name, target)).collect()
}

fn permalinks(root: &Map<String, Value>) -> BTreeMap<String, String> {
    let of = |path: &str| find(root, path).and_then(Value::as_object).cloned().unwrap_or_default();
    let all = of("permalinks").into_iter().chain(of("permalinks.page"));
    all.filter_map(|(section, pattern)| Some((section, pattern.as_str()?.to_owned()))).collect()
}

fn taxonomies(root: &Map<String, Value>) -> Vec<String> {
    match find(root, "taxonomies") {
        Some(Value::Object(names)) => names.values().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::Array(list)) => {
            list.iter().filter_map(|one| Some(one.get("name")?.as_str()?.to_owned())).collect()
        }
        _ => Vec::new(),
    }
}
