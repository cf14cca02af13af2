//! Everything that isn't a document: settings, organisations, topics, forms and the theme's words.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Pseudo;
use crate::config::Translated;
use crate::lang::Lang;
use crate::site::Parsed;
use crate::site::gaps;

/// Says all of it in the made-up languages too.
pub(super) fn add(parsed: &mut Parsed) {
    let config = &parsed.config;
    let default = config.default_language().id.clone();
    let languages: Vec<String> = config.languages.iter().map(|language| language.id.to_string()).collect();
    for text in gaps::translated(parsed) {
        translated(text, &default);
    }
    for form in &mut parsed.forms {
        *form = definition(form, &default, &languages);
    }
    for pseudo in Pseudo::ALL {
        let texts = parsed.texts.get(&default).map(|texts| self::texts(texts, pseudo));
        parsed.texts.extend(texts.map(|texts| (Lang::new(pseudo.id()), texts)));
    }
}

fn translated(text: &mut Translated, default: &Lang) {
    let original = text.get(default).to_owned();
    text.0.extend(Pseudo::ALL.map(|pseudo| (pseudo.id().to_owned(), pseudo.text(&original))));
}

/// A form by way of its JSON, in which a text is a map with a key for each language.
fn definition(form: &forms::Definition, default: &Lang, languages: &[String]) -> forms::Definition {
    let mut json = serde_json::to_value(form).expect("plain data with text keys");
    walk(&mut json, default, languages);
    let mut form: forms::Definition = serde_json::from_value(json).expect("only texts were added");
    // It is another definition now, and stores tell them apart by this.
    let hash = Sha256::digest(format!("pseudo {}", form.version));
    form.version = hash.iter().take(form.version.len() / 2).map(|byte| format!("{byte:02x}")).collect();
    form
}

fn walk(json: &mut Value, default: &Lang, languages: &[String]) {
    match json {
        Value::Object(map) if languages.iter().all(|lang| map.get(lang).is_some_and(Value::is_string)) => {
            let original = map[default.as_str()].as_str().unwrap_or_default().to_owned();
            map.extend(Pseudo::ALL.map(|pseudo| (pseudo.id().to_owned(), pseudo.text(&original).into())));
        }
        Value::Object(map) => map.values_mut().for_each(|value| walk(value, default, languages)),
        // The answers to "which language?".
        Value::Array(list) if list.iter().eq(languages.iter()) => {
            list.extend(Pseudo::ALL.map(|pseudo| pseudo.id().into()));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| walk(value, default, languages)),
        _ => {}
    }
}

/// The theme's words by way of their JSON; plurals stay those of the default language.
fn texts(texts: &forms::Texts, pseudo: Pseudo) -> forms::Texts {
    let messages: BTreeMap<&str, forms::Message> =
        texts.keys().filter_map(|key| Some((key, message(texts.get(key)?, pseudo)))).collect();
    let json = serde_json::json!({ "lang": texts.lang(), "messages": messages });
    serde_json::from_value(json).expect("it has the shape of texts")
}

fn message(message: &forms::Message, pseudo: Pseudo) -> forms::Message {
    match message {
        forms::Message::Plain(text) => forms::Message::Plain(pseudo.text(text)),
        forms::Message::Plural { count, forms } => {
            let forms = forms.iter().map(|(category, text)| (category.clone(), pseudo.text(text)));
            forms::Message::Plural { count: count.clone(), forms: forms.collect() }
        }
        forms::Message::Parts(parts) => {
            forms::Message::Parts(parts.iter().map(|part| self::message(part, pseudo)).collect())
        }
    }
}
