//! A story as an article.

use serde::Serialize;

use super::organisation::{Named, named, named_network};
use super::{Reference, Thing};
use crate::lang::Lang;
use crate::site::Entry;
use crate::story::{NameForm, Story};
use crate::view::Ctx;

/// How many characters of a headline search engines show.
const HEADLINE: usize = 110;

/// `Article`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Article {
    #[serde(rename = "@id")]
    id: String,
    headline: String,
    description: String,
    url: String,
    main_entity_of_page: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) image: Vec<String>,
    author: Author,
    publisher: Named,
    date_published: String,
    date_modified: String,
    in_language: String,
    article_section: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    is_based_on: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    translation_of_work: Option<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    work_translation: Vec<Reference>,
}

/// The person by the name that it chose; a pseudonym is nobody's name, so the organisation stands for it.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum Author {
    Person(Person),
    Organisation(Named),
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type")]
struct Person {
    name: String,
    url: String,
}

/// A story that the reader's language has.
pub fn story(ctx: &Ctx<'_>, entry: &Entry<Story>) -> Thing {
    let (text, facts, lang) = (ctx.text_of(entry), &entry.facts, ctx.lang());
    let url = ctx.absolute(ctx.url_of(entry));
    let is_source = *lang == entry.source;
    let others = entry.translations.keys().filter(|other| **other != entry.source);
    let topics = facts.topics.iter().filter_map(|topic| ctx.site.topic(topic));
    Thing::Article(Box::new(Article {
        id: id(ctx, entry, lang),
        headline: headline(&text.title),
        description: text.summary.clone(),
        main_entity_of_page: url.clone(),
        url,
        image: Vec::new(),
        author: author(ctx, entry),
        publisher: named_network(ctx),
        date_published: facts.date.to_string(),
        date_modified: facts.date.to_string(),
        in_language: lang.to_string(),
        article_section: ctx.name("sector", facts.business.sector.as_str()),
        keywords: topics.map(|topic| topic.label.get(lang).to_owned()).collect(),
        is_based_on: facts.based_on.iter().map(|(_, address)| address.clone()).collect(),
        translation_of_work: (!is_source).then(|| Reference::new(id(ctx, entry, &entry.source))),
        work_translation: others
            .filter(|_| is_source)
            .map(|other| Reference::new(id(ctx, entry, other)))
            .collect(),
    }))
}

fn author(ctx: &Ctx<'_>, entry: &Entry<Story>) -> Author {
    let name = match ctx.text_of(entry).words.get("displayName") {
        Some(name) if entry.facts.name_form != NameForm::Pseudonym => name,
        _ => return Author::Organisation(named(ctx, &entry.facts.host)),
    };
    // Without a page of their own the story is the page that says who they are.
    let url = entry.facts.business.url.clone().unwrap_or_else(|| ctx.absolute(ctx.url_of(entry)));
    Author::Person(Person { name: name.to_owned(), url })
}

fn id(ctx: &Ctx<'_>, entry: &Entry<Story>, lang: &Lang) -> String {
    format!("{}#story", ctx.absolute(entry.url(lang)))
}

/// The title, cut between two words where it is too long.
fn headline(title: &str) -> String {
    if title.chars().count() <= HEADLINE {
        return title.to_owned();
    }
    let cut: String = title.chars().take(HEADLINE - 1).collect();
    let end = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end())
}
