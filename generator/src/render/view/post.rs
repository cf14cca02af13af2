//! A post as a card in a list and as a page.

use serde::Serialize;
use tera::Value;

use super::{Ctx, Labels, Link, Picture, extended};
use crate::content::Kind;
use crate::post::Post;
use crate::site::Entry;
use crate::url::Url;

/// A post in a list.
#[derive(Debug, Serialize)]
pub struct PostCard {
    url: Url,
    title: String,
    summary: String,
    /// All names in one line, or nothing.
    authors: String,
    date_text: String,
    date_iso: String,
    picture: Option<Picture>,
    demo: bool,
    lang: String,
    dir: &'static str,
    topics: Vec<Value>,
}

/// What only a post's own page shows.
#[derive(Debug, Serialize)]
pub struct PostPage {
    host: Option<Link>,
    updated_text: Option<String>,
    updated_iso: Option<String>,
    reading_text: String,
    credit: Option<String>,
    text_lang: String,
    text_dir: &'static str,
}

impl PostCard {
    /// The card in the reader's language.
    pub fn new(ctx: &Ctx<'_>, labels: &Labels<'_>, entry: &Entry<Post>) -> PostCard {
        let (text, facts) = (ctx.text_of(entry), &entry.facts);
        PostCard {
            url: ctx.url_of(entry).clone(),
            title: text.title.clone(),
            summary: text.summary.clone(),
            authors: ctx.locale.list(&facts.authors),
            date_text: ctx.locale.date(facts.date),
            date_iso: facts.date.to_string(),
            picture: Picture::new(ctx, facts.picture.as_ref(), text, &entry.source),
            demo: facts.demo,
            lang: text.lang.to_string(),
            dir: ctx.dir(&text.lang),
            topics: labels.of(&facts.topics),
        }
    }
}

impl PostPage {
    /// The view of the page, which begins with the post's card.
    pub fn view(ctx: &Ctx<'_>, entry: &Entry<Post>, card: &Value) -> Value {
        let (text, facts) = (ctx.text_of(entry), &entry.facts);
        let page = PostPage {
            host: facts.host.as_deref().map(|host| ctx.organisation_link(host)),
            updated_text: facts.updated.map(|day| ctx.locale.date(day)),
            updated_iso: facts.updated.map(|day| day.to_string()),
            reading_text: super::reading_time(ctx, text),
            credit: ctx.credit(entry, facts.picture.as_ref()).map(str::to_owned),
            text_lang: text.lang.to_string(),
            text_dir: ctx.dir(&text.lang),
        };
        extended(card, [super::notes(ctx, Kind::Post, entry), Value::from_serializable(&page)])
    }
}
