//! What every page shows of the site itself.

use serde::Serialize;

use super::Ctx;
use crate::url::Url;

/// The site in one language; made once and shared by all its pages.
#[derive(Debug, Serialize)]
pub struct SiteView {
    title: String,
    tagline: String,
    description: String,
    base_url: String,
    contact_email: String,
    funding: Funding,
    stylesheet: Url,
    feed_url: Url,
    feed_title: String,
    /// Null while there is no event.
    calendar_url: Option<Url>,
}

#[derive(Debug, Serialize)]
struct Funding {
    acknowledgement: String,
    disclaimer: String,
    project_number: Option<String>,
}

impl SiteView {
    /// The view; `stylesheet` is the address of the theme's style sheet.
    pub fn new(ctx: &Ctx<'_>, stylesheet: &Url) -> SiteView {
        let (config, lang) = (&ctx.site.config, ctx.lang());
        let title = config.title.get(lang).to_owned();
        SiteView {
            tagline: config.tagline.get(lang).to_owned(),
            description: config.description.get(lang).to_owned(),
            base_url: config.base_url.to_string(),
            contact_email: config.contact_email.clone(),
            funding: Funding {
                acknowledgement: config.funding.acknowledgement.get(lang).to_owned(),
                disclaimer: config.funding.disclaimer.get(lang).to_owned(),
                project_number: config.funding.project_number.clone(),
            },
            stylesheet: stylesheet.clone(),
            feed_url: ctx.url("feed.xml"),
            feed_title: ctx.texts.with("feed.title", &[("site", &title)]),
            calendar_url: ctx.has_public_events().then(|| ctx.url("events/calendar.ics")),
            title,
        }
    }
}
