//! A story as an article, a post as one of a blog.

use jiff::civil::Date;
use serde::Serialize;

use super::organisation::{Named, named, named_network};
use super::{Reference, Thing};
use crate::content::Kind;
use crate::content::kinds::KindFacts;
use crate::lang::Lang;
use crate::post::Post;
use crate::site::Entry;
use crate::story::{NameForm, Story};
use crate::view::Ctx;

/// How many characters of a headline search engines show.
const HEADLINE: usize = 110;

/// `Article` or `BlogPosting`.
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
    #[serde(skip_serializing_if = "Option::is_none")]
    article_section: Option<String>,
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
    People(Vec<Person>),
    Organisation(Named),
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type")]
struct Person {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// A story that the reader's language has.
pub fn story(ctx: &Ctx<'_>, entry: &Entry<Story>) -> Thing {
    let facts = &entry.facts;
    Thing::Article(Box::new(Article {
        author: author(ctx, entry),
        article_section: Some(ctx.name("sector", facts.business.sector.as_str())),
        is_based_on: facts.based_on.iter().map(|(_, address)| address.clone()).collect(),
        ..of(ctx, entry, Kind::Story, (facts.date, facts.date))
    }))
}

/// A post that the reader's language has; without a name it is the site's.
pub fn post(ctx: &Ctx<'_>, entry: &Entry<Post>) -> Thing {
    let facts = &entry.facts;
    let person = |name: &String| Person { name: name.clone(), url: None };
    let article = of(ctx, entry, Kind::Post, (facts.date, facts.updated.unwrap_or(facts.date)));
    Thing::BlogPosting(Box::new(match facts.authors.is_empty() {
        true => article,
        false => Article { author: Author::People(facts.authors.iter().map(person).collect()), ..article },
    }))
}

/// What both have, with the days on which it was published and last changed; its author is the network.
fn of<F: KindFacts>(
    ctx: &Ctx<'_>,
    entry: &Entry<F>,
    kind: Kind,
    (published, modified): (Date, Date),
) -> Article {
    let (text, lang) = (ctx.text_of(entry), ctx.lang());
    let url = ctx.absolute(ctx.url_of(entry));
    let is_source = *lang == entry.source;
    let others = entry.translations.keys().filter(|other| **other != entry.source);
    let topics = entry.facts.topics().iter().filter_map(|topic| ctx.site.topic(topic));
    let reference = |lang: &Lang| Reference::new(id(ctx, entry, kind, lang));
    Article {
        id: id(ctx, entry, kind, lang),
        headline: headline(&text.title),
        description: text.summary.clone(),
        main_entity_of_page: url.clone(),
        url,
        image: Vec::new(),
        author: Author::Organisation(named_network(ctx)),
        publisher: named_network(ctx),
        date_published: published.to_string(),
        date_modified: modified.to_string(),
        in_language: lang.to_string(),
        article_section: None,
        keywords: topics.map(|topic| topic.label.get(lang).to_owned()).collect(),
        is_based_on: Vec::new(),
        translation_of_work: (!is_source).then(|| reference(&entry.source)),
        work_translation: others.filter(|_| is_source).map(reference).collect(),
    }
}

fn author(ctx: &Ctx<'_>, entry: &Entry<Story>) -> Author {
    let name = match ctx.text_of(entry).words.get("displayName") {
        Some(name) if entry.facts.name_form != NameForm::Pseudonym => name,
        _ => return Author::Organisation(named(ctx, &entry.facts.host)),
    };
    // Without a page of their own the story is the page that says who they are.
    let url = entry.facts.business.url.clone().unwrap_or_else(|| ctx.absolute(ctx.url_of(entry)));
    Author::Person(Person { name: name.to_owned(), url: Some(url) })
}

fn id<F>(ctx: &Ctx<'_>, entry: &Entry<F>, kind: Kind, lang: &Lang) -> String {
    format!("{}#{}", ctx.absolute(entry.url(lang)), kind.name())
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
