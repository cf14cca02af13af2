//! What every page shows of the site itself.

use serde::Serialize;

use super::Ctx;
use crate::config::Translated;
use crate::url::Url;

/// The site in one language; made once and shared by all its pages.
#[derive(Debug, Serialize)]
pub struct SiteView {
    title: String,
    /// Null where the site has none.
    tagline: Option<String>,
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
    /// Null where nobody asks for it, as the others.
    acknowledgement: Option<String>,
    disclaimer: Option<String>,
    project_number: Option<String>,
}

impl SiteView {
    /// The view; `stylesheet` is the address of the theme's style sheet.
    pub fn new(ctx: &Ctx<'_>, stylesheet: &Url) -> SiteView {
        let (config, lang) = (&ctx.site.config, ctx.lang());
        let title = config.title.get(lang).to_owned();
        let in_language = |text: &Option<Translated>| text.as_ref().map(|text| text.get(lang).to_owned());
        SiteView {
            tagline: in_language(&config.tagline),
            description: config.description.get(lang).to_owned(),
            base_url: config.base_url.to_string(),
            contact_email: config.contact_email.clone(),
            funding: Funding {
                acknowledgement: in_language(&config.funding.acknowledgement),
                disclaimer: in_language(&config.funding.disclaimer),
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
