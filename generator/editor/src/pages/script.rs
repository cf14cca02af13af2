//! What a browser adds to the form of a document. Every journey works without it.

use axum::Router;
use axum::http::header;
use axum::routing::get;
use serde_json::{Map, Value};

use crate::words::Words;

/// With each form; the others come when they are needed: where something typed wasn't saved, and when something is pasted.
const EDITOR: &str = include_str!("editor.js");
const OFFER: &str = include_str!("offer.js");
const PASTE: &str = include_str!("paste.js");

/// What the script says and how its buttons are called: `script.<name>` in the words.
const WORDS: [&str; 21] = [
    "offer", "use", "drop", "saved", "kept", "lost", "both", "mend", "pictures", "toolbar", "heading",
    "bold", "italic", "link", "list", "quote", "text", "more", "up", "down", "remove",
];

/// The addresses of the scripts.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let script = |text: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], text) })
    };
    Router::new()
        .route("/edit/editor.js", script(EDITOR))
        .route("/edit/offer.js", script(OFFER))
        .route("/edit/paste.js", script(PASTE))
}

/// The words of the script, as JSON. `{when}` is filled in by it.
pub(super) fn words(words: Words) -> String {
    let said = |name: &str| words.with(&format!("script.{name}"), &[("when", "{when}")]);
    let all: Map<String, Value> =
        WORDS.iter().map(|name| ((*name).to_owned(), Value::from(said(name)))).collect();
    Value::Object(all).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::LANGS;

    /// The goal for a slow net, in bytes.
    const MAX_EDITOR: usize = 8 * 1024;

    #[test]
    fn the_script_is_small() {
        assert!(EDITOR.len() <= MAX_EDITOR, "{} bytes", EDITOR.len());
    }

    #[test]
    fn each_word_that_the_script_says_exists_in_each_language_and_no_other() {
        for lang in LANGS {
            let words = Words::of(lang).expect("it is one of ours");
            for name in WORDS {
                assert!(words.has(&format!("script.{name}")), "{lang}: {name}");
            }
        }
        let named = |text: &str, name: &str| {
            [format!("words.{name}"), format!("'{name}'"), format!("{name}:"), format!(" {name},")]
                .iter()
                .any(|use_| text.contains(use_.as_str()))
        };
        for name in WORDS {
            assert!([EDITOR, OFFER, PASTE].iter().any(|text| named(text, name)), "{name} is never said");
        }
    }
}
