//! What messages say of the site itself: its address, its name and the organisations behind it.

use std::collections::BTreeMap;

use forms::{CountryFacts, OrganisationInfo, Texts};
use jiff::Zoned;
use jiff::tz::TimeZone;

use super::{Event, FormsFolder};

/// The zone of an organisation's country; UTC for one that we don't know.
pub(crate) fn zone_of(organisation: &OrganisationInfo) -> TimeZone {
    zone_in(&organisation.country).unwrap_or(TimeZone::UTC)
}

/// The zone of the capital of a country.
pub(crate) fn zone_in(country: &str) -> Option<TimeZone> {
    TimeZone::get(CountryFacts::of(country)?.zone()).ok()
}

impl FormsFolder {
    /// The site's own zone.
    #[cfg(feature = "console")]
    pub(crate) fn zone(&self) -> TimeZone {
        self.manifest.time_zone.time_zone().clone()
    }

    /// The host of the site's address: it makes the names of messages and calendar entries the site's own.
    pub(crate) fn host(&self) -> &str {
        let (_, rest) = self.manifest.base_url.split_once("://").unwrap_or(("", &self.manifest.base_url));
        rest.split(['/', ':']).next().unwrap_or(rest)
    }

    /// The site's short name; its host when it has none.
    pub(crate) fn site_title(&self, lang: &str) -> &str {
        let titles = &self.manifest.site_title;
        titles.get(lang).or_else(|| titles.values().next()).map_or_else(|| self.host(), String::as_str)
    }

    /// The partners by id.
    pub(crate) fn organisations(&self) -> &BTreeMap<String, OrganisationInfo> {
        &self.manifest.organisations
    }

    /// The partner that answers for an event: its first host.
    pub(crate) fn organisation_of(&self, event: &Event) -> Option<&OrganisationInfo> {
        event.info.hosts.iter().find_map(|host| self.manifest.organisations.get(host))
    }

    /// The partner that works in a country.
    pub(crate) fn organisation_in(&self, country: &str) -> Option<&OrganisationInfo> {
        self.manifest.organisations.values().find(|organisation| organisation.country == country)
    }

    /// A moment in the words of a language, as the pages write it: `Tuesday 12 January 2027 at 10:00 (Oslo time)`; as
    /// ISO 8601 in a language that the site doesn't have.
    pub(crate) fn moment(&self, lang: &str, moment: &Zoned) -> String {
        self.moment_of(lang, std::slice::from_ref(moment))
    }

    /// The same for one moment in several zones whose clocks agree: `10:00 (Copenhagen time, Oslo time)`.
    pub(crate) fn moment_of(&self, lang: &str, moments: &[Zoned]) -> String {
        let Some(moment) = moments.first() else { return String::new() };
        let Some(language) = self.language(lang).or_else(|| self.default_language()) else {
            return moment.strftime("%Y-%m-%d %H:%M").to_string();
        };
        let (when, texts) = (language.dates.moment(moment), &language.texts);
        let zones: Vec<String> = moments.iter().filter_map(|moment| zone_name(texts, moment)).collect();
        if zones.is_empty() || texts.get(WITH_ZONE).is_none() {
            return when;
        }
        texts.with(WITH_ZONE, &[("when", &when), ("zone", &zones.join(", "))])
    }
}

/// The text in which a moment and its zone stand together.
const WITH_ZONE: &str = "event.moment";

/// What the interface calls the zone: "Oslo time". Abbreviations such as CET mean nothing to most readers.
fn zone_name(texts: &Texts, moment: &Zoned) -> Option<String> {
    let name = moment.time_zone().iana_name()?;
    let own = format!("zone.{}", name.rsplit('/').next().unwrap_or(name).to_lowercase());
    if texts.get(&own).is_some() {
        return Some(texts.text(&own));
    }
    texts.get("zone.other").map(|_| texts.with("zone.other", &[("zone", name)]))
}
