//! The line above a text that says where its words come from, when they are not the author's own.

use serde::Serialize;

use super::Ctx;
use crate::site::{Entry, Review};

/// "Translated by a machine from English", or "not translated yet".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// `fallback`, `machine` or `human`.
    pub kind: &'static str,
    /// The source language's name, as written inside a sentence of the reader's language.
    pub source_lang_name: String,
    /// The page in the source language.
    pub source_url: String,
}

impl Notice {
    /// `None` when the reader sees the author's own words.
    pub fn of<F>(ctx: &Ctx<'_>, entry: &Entry<F>) -> Option<Notice> {
        let kind = match entry.translations.get(ctx.lang()).map(|translation| translation.review) {
            None => "fallback",
            Some(Review::Machine) => "machine",
            Some(Review::Human) => "human",
            Some(Review::Source) => return None,
        };
        Some(Notice {
            kind,
            source_lang_name: ctx.name("language", entry.source.as_str()),
            source_url: entry.urls.get(&entry.source).cloned().unwrap_or_default(),
        })
    }
}
