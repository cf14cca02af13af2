//! An organisation in the list and on its own page.

use serde::Serialize;

use super::Ctx;
use crate::entities::Organisation;
use crate::url::Url;

/// An organisation in a list.
#[derive(Clone, Debug, Serialize)]
pub struct OrganisationCard {
    name: String,
    short_name: Option<String>,
    city: String,
    country: String,
    country_name: String,
    role: &'static str,
    role_name: String,
    url: Url,
    about: String,
}

/// An organisation on its own page.
#[derive(Debug, Serialize)]
pub struct OrganisationPage {
    #[serde(flatten)]
    card: OrganisationCard,
    website: Option<String>,
    social: Option<String>,
    email: Option<String>,
}

impl OrganisationCard {
    /// The card in the reader's language.
    pub fn new(ctx: &Ctx<'_>, organisation: &Organisation) -> OrganisationCard {
        OrganisationCard {
            name: organisation.name.clone(),
            short_name: organisation.short_name.clone(),
            city: ctx.town(&organisation.city).to_owned(),
            country: organisation.country.clone(),
            country_name: ctx.name("country", &organisation.country),
            role: organisation.role.as_str(),
            role_name: ctx.name("role", organisation.role.as_str()),
            url: ctx.url(&format!("organisations/{}/", organisation.id)),
            about: organisation.about.get(ctx.lang()).to_owned(),
        }
    }
}

impl OrganisationPage {
    /// The page's view; its `about` is HTML, one paragraph for each that the text has.
    pub fn new(ctx: &Ctx<'_>, organisation: &Organisation) -> OrganisationPage {
        let mut card = OrganisationCard::new(ctx, organisation);
        card.about = paragraphs(&card.about);
        OrganisationPage {
            card,
            website: organisation.website.clone(),
            social: organisation.social.clone(),
            email: organisation.email.clone(),
        }
    }
}

fn paragraphs(text: &str) -> String {
    let escaped = |part: &str| quick_xml::escape::escape(part.trim()).into_owned();
    text.split("\n\n")
        .filter(|part| !part.trim().is_empty())
        .map(|part| format!("<p>{}</p>\n", escaped(part)))
        .collect()
}
