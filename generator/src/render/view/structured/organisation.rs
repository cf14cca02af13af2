//! The network and its partners.

use serde::Serialize;

use super::{Reference, Thing};
use crate::entities::Organisation as Facts;
use crate::site::Site;
use crate::url::Url;
use crate::view::Ctx;

/// The network's sign, among the theme's static files.
const LOGO: &str = "favicon.svg";

/// `Organization`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Organisation {
    #[serde(rename = "@id")]
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    alternate_name: Option<String>,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Locality>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member_of: Option<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    member: Vec<Reference>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type", rename = "PostalAddress", rename_all = "camelCase")]
struct Locality {
    address_locality: String,
    address_country: String,
}

/// `AboutPage` of a partner.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AboutPage {
    #[serde(rename = "@id")]
    id: String,
    name: String,
    in_language: String,
    main_entity: Typed,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type")]
enum Typed {
    Organization(Box<Organisation>),
}

/// A partner's name and page, where another thing names it.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type", rename = "Organization")]
pub(super) struct Named {
    #[serde(rename = "@id")]
    id: String,
    name: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
}

/// The network: who stands behind the whole site.
pub fn network(ctx: &Ctx<'_>) -> Thing {
    let (config, lang) = (&ctx.site.config, ctx.lang());
    Thing::Organization(Box::new(Organisation {
        id: network_id(ctx.site),
        name: config.title.get(lang).to_owned(),
        alternate_name: None,
        url: ctx.absolute(&ctx.url("")),
        logo: Some(ctx.absolute(&Url::of(LOGO))),
        description: Some(config.description.get(lang).to_owned()),
        email: Some(config.contact_email.clone()),
        address: None,
        same_as: Vec::new(),
        member_of: None,
        member: ctx.site.organisations.iter().map(|one| Reference::new(id(ctx.site, &one.id))).collect(),
    }))
}

/// A partner on its own page.
pub fn partner(ctx: &Ctx<'_>, facts: &Facts) -> Thing {
    let page = ctx.absolute(&ctx.url(&format!("organisations/{}/", facts.id)));
    let organisation = Organisation {
        id: id(ctx.site, &facts.id),
        name: facts.name.clone(),
        alternate_name: facts.short_name.clone().filter(|short| *short != facts.name),
        url: facts.website.clone().unwrap_or_else(|| page.clone()),
        logo: None,
        description: Some(facts.about.get(ctx.lang()).to_owned()),
        email: facts.email.clone(),
        address: Some(Locality {
            address_locality: facts.city.clone(),
            address_country: facts.country.clone(),
        }),
        same_as: facts.social.iter().cloned().collect(),
        member_of: Some(Reference::new(network_id(ctx.site))),
        member: Vec::new(),
    };
    Thing::AboutPage(Box::new(AboutPage {
        id: page,
        name: facts.name.clone(),
        in_language: ctx.lang().to_string(),
        main_entity: Typed::Organization(Box::new(organisation)),
    }))
}

/// A partner as others name it.
pub(super) fn named(ctx: &Ctx<'_>, of: &str) -> Named {
    let link = ctx.organisation_link(of);
    Named { id: id(ctx.site, of), name: link.title, url: ctx.absolute(&link.url), logo: None }
}

/// The network as others name it.
pub(super) fn named_network(ctx: &Ctx<'_>) -> Named {
    Named {
        id: network_id(ctx.site),
        name: ctx.site.config.title.get(ctx.lang()).to_owned(),
        url: ctx.absolute(&ctx.url("")),
        logo: Some(ctx.absolute(&Url::of(LOGO))),
    }
}

/// The same in every language, so that programs see one organisation and not seven.
fn id(site: &Site, of: &str) -> String {
    format!("{}#{of}", site.config.base_url.absolute(&Url::default()))
}

fn network_id(site: &Site) -> String {
    id(site, "network")
}
