//! The line above a text that says where its words come from, when they are not the author's own.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::Ctx;
use crate::site::{Entry, Freshness, Review, Translation};
use crate::url::Url;

/// What stands unchanged in a `mailto:` address (RFC 6068, 2), beside letters and digits.
const IN_MAILTO: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@');

/// "Translated by a machine from English", or "not translated yet".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// `fallback`, `machine` or `human`.
    pub kind: &'static str,
    /// Whether the original has changed since it was translated.
    pub stale: bool,
    /// The source language's name, as written inside a sentence of the reader's language.
    pub source_lang_name: String,
    /// The page in the source language.
    pub source_url: Url,
    /// A letter to us about this page, begun in the reader's language; none where nothing is translated.
    pub wrong_url: Option<String>,
}

/// The letter about a page, as far as it is the same for all pages of a language.
pub struct Letter {
    /// To whom, up to the subject.
    to: String,
    /// The question above the address.
    question: String,
}

impl Notice {
    /// `None` when the reader sees the author's own words.
    pub fn of<F: ?Sized>(ctx: &Ctx<'_>, letter: &Letter, entry: &Entry<F>) -> Option<Notice> {
        // Of a text in another language it is no use to say who translated the title.
        let translation =
            entry.translations.get(ctx.lang()).filter(|translation| translation.lender.is_none());
        let kind = match translation.map(|translation| translation.review) {
            None => "fallback",
            Some(Review::Machine) => "machine",
            Some(Review::Human) => "human",
            Some(Review::Source) => return None,
        };
        Some(Notice {
            kind,
            stale: translation.is_some_and(|translation| translation.freshness == Freshness::Stale),
            source_lang_name: ctx.name("language", entry.source.as_str()),
            source_url: entry.url(&entry.source).clone(),
            wrong_url: translation.map(|translation| letter.about(ctx, translation, ctx.url_of(entry))),
        })
    }
}

impl Letter {
    /// The beginning of all letters in the reader's language.
    pub fn new(ctx: &Ctx<'_>) -> Letter {
        let to = format!("mailto:{}?subject=", encode(&ctx.site.config.contact_email));
        Letter { to, question: encode(&format!("{}\r\n\r\n\r\n", ctx.t("notice.wrongBody"))) }
    }

    /// A letter with its subject, a question and the page's address; lines end as RFC 6068, 5 asks.
    fn about(&self, ctx: &Ctx<'_>, translation: &Translation, url: &Url) -> String {
        let subject = ctx.texts.with("notice.wrongSubject", &[("title", &translation.title)]);
        let address = encode(&format!("{}\r\n", ctx.absolute(url)));
        format!("{}{}&body={}{address}", self.to, encode(&subject), self.question)
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, IN_MAILTO).collect()
}
