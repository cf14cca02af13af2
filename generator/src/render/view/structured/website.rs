//! The site in one language.

use serde::Serialize;

use super::Thing;
use super::organisation::{Named, named_network};
use crate::view::Ctx;

/// `WebSite`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Website {
    #[serde(rename = "@id")]
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alternate_name: Vec<String>,
    url: String,
    description: String,
    in_language: String,
    publisher: Named,
}

/// The site with its names in the other languages.
pub fn website(ctx: &Ctx<'_>) -> Thing {
    let (config, lang) = (&ctx.site.config, ctx.lang());
    let name = config.title.get(lang).to_owned();
    let others = config.languages.iter().filter(|language| language.id != *lang);
    let others = others.map(|language| config.title.get(&language.id).to_owned());
    let url = ctx.absolute(&ctx.url(""));
    Thing::WebSite(Box::new(Website {
        id: format!("{url}#website"),
        alternate_name: others.filter(|other| *other != name).collect(),
        name,
        url,
        description: config.description.get(lang).to_owned(),
        in_language: lang.to_string(),
        publisher: named_network(ctx),
    }))
}
