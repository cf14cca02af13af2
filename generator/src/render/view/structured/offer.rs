//! What a place at an event costs, and whether there is one.

use forms::CountryFacts;
use jiff::Timestamp;
use serde::Serialize;

use super::event::moment;
use crate::event::{Event, Price, State};

/// `Offer`.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct Offer {
    url: String,
    price: String,
    price_currency: String,
    availability: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_through: Option<String>,
}

/// The offer as it stands at the moment `now`; `page` is where one registers.
pub(super) fn offer(event: &Event, now: Timestamp, page: &str) -> Offer {
    let (price, currency) = match &event.price {
        Price::Free => ("0".to_owned(), currency(&event.place.country).to_owned()),
        Price::Amount { amount, currency } => (amount.clone(), currency.clone()),
    };
    Offer {
        url: event.registration.url.clone().unwrap_or_else(|| page.to_owned()),
        price,
        price_currency: currency,
        availability: availability(event.state(now)),
        valid_from: Some(event.registration.opens.as_ref().map_or_else(|| announced(event), moment)),
        valid_through: event.registration.closes.as_ref().map(moment),
    }
}

/// Nothing costs nothing in every currency, but the field wants one.
fn currency(country: &str) -> &'static str {
    CountryFacts::of(country).map_or("EUR", |country| country.currency)
}

fn availability(state: State) -> &'static str {
    match state {
        State::Open | State::External | State::Email | State::NoRegistration => "https://schema.org/InStock",
        State::NotOpenYet => "https://schema.org/PreOrder",
        State::Full => "https://schema.org/SoldOut",
        State::Closed | State::Past | State::Cancelled | State::Postponed => "https://schema.org/OutOfStock",
    }
}

/// Where no registration opens, the moment that the calendars and the feed use.
fn announced(event: &Event) -> String {
    moment(&crate::event::announced(event).to_zoned(event.starts.time_zone().clone()))
}
