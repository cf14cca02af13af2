//! Where an event happens: a house, the web, or both.

use serde::Serialize;

use crate::event::{Event, EventStatus, Mode};

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
pub(super) fn locations(event: &Event, page: &str) -> Vec<Location> {
    let web = || Location::VirtualLocation { url: page.to_owned() };
    match mode(event) {
        Mode::InPerson => vec![room(event)],
        Mode::Online => vec![web()],
        Mode::Hybrid => vec![room(event), web()],
    }
}

fn room(event: &Event) -> Location {
    let place = &event.place;
    let name = place.name.as_ref().or(place.city.as_ref()).unwrap_or(&place.country);
    Location::Place {
        name: name.clone(),
        address: Address {
            street_address: place.street.clone(),
            postal_code: place.postcode.clone(),
            address_locality: place.city.clone(),
            address_country: place.country.clone(),
        },
        map: place.map_url.clone(),
    }
}
