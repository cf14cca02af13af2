//! Where an event happens: a house, the web, or both.

use serde::Serialize;

use crate::event::{Event, EventStatus, Mode};
use crate::site::Entry;
use crate::view::Ctx;

/// `Place` or `VirtualLocation`.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type")]
pub(super) enum Location {
    Place {
        name: String,
        address: Address,
        #[serde(rename = "hasMap", skip_serializing_if = "Option::is_none")]
        map: Option<String>,
    },
    /// Only those who registered get the link, so the event's page stands here.
    VirtualLocation { url: String },
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type", rename = "PostalAddress", rename_all = "camelCase")]
pub(super) struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    street_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address_locality: Option<String>,
    address_country: String,
}

/// Where people meet now: an event that moved online has no room any more.
pub(super) fn mode(event: &Event) -> Mode {
    if event.status == EventStatus::MovedOnline { Mode::Online } else { event.place.mode }
}

/// All places; `page` is the event's own address.
pub(super) fn locations(ctx: &Ctx<'_>, entry: &Entry<Event>, page: &str) -> Vec<Location> {
    let room = || room(&entry.facts, ctx.place_name(entry));
    let web = || Location::VirtualLocation { url: page.to_owned() };
    match mode(&entry.facts) {
        Mode::InPerson => vec![room()],
        Mode::Online => vec![web()],
        Mode::Hybrid => vec![room(), web()],
    }
}

fn room(event: &Event, name: Option<&str>) -> Location {
    let place = &event.place;
    let name = name.or(place.city.as_deref()).unwrap_or(&place.country);
    Location::Place {
        name: name.to_owned(),
        address: Address {
            street_address: place.street.clone(),
            postal_code: place.postcode.clone(),
            address_locality: place.city.clone(),
            address_country: place.country.clone(),
        },
        map: place.map_url.clone(),
    }
}
