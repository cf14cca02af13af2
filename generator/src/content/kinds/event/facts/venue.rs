//! Where an event happens and what it costs.

use serde_json::Value;

use crate::content::{WrittenPrice, validate};
use crate::diagnostic::{Code, say};
use crate::event::written::WrittenPlace;
use crate::event::{Mode, Price, Venue};
use crate::front_matter::Checker;
use crate::yaml::Located;

/// A place that a guest can find; an online event has none.
pub(super) fn place(checker: &mut Checker<'_>, written: &Located<WrittenPlace>) -> Option<Venue> {
    let place = &written.value;
    let country = place.country.as_ref();
    checker.problems.extend(country.and_then(|country| validate::country(checker.path, country)));
    if country.is_none() {
        checker.error(Code::FrontMissing, written, say!("event.placeMissing", key = "country"));
        checker.hint(match place.mode {
            Mode::Online => say!("event.onlineCountryHint"),
            Mode::InPerson | Mode::Hybrid => say!("event.placeHint", key = "country"),
        });
    }
    if let Some(url) = &place.map_url {
        checker.problems.extend(validate::web_address(checker.path, url));
    }
    let in_a_room = [
        ("name", place.name.is_some()),
        ("street", place.street.is_some()),
        ("postcode", place.postcode.is_some()),
        ("city", place.city.is_some()),
    ];
    if place.mode == Mode::Online {
        for (key, _) in in_a_room.iter().filter(|(_, given)| *given) {
            checker.error(Code::FrontValue, written, say!("event.onlineHas", key));
            checker.hint(say!("event.onlineHint"));
        }
    } else {
        for (key, _) in in_a_room.iter().filter(|(key, given)| !given && matches!(*key, "name" | "city")) {
            checker.error(Code::FrontMissing, written, say!("event.placeMissing", key));
            checker.hint(say!("event.placeHint", key));
        }
    }
    Some(Venue {
        mode: place.mode,
        name: place.name.clone(),
        street: place.street.clone(),
        postcode: place.postcode.clone(),
        city: place.city.clone(),
        country: country?.value.to_string(),
        map_url: place.map_url.as_ref().map(|url| url.value.to_string()),
    })
}

/// `free`, or an amount and its currency.
pub(super) fn price(checker: &mut Checker<'_>, written: &Located<WrittenPrice>) -> Option<Price> {
    let price = match &*written.value {
        Value::String(word) if word == "free" => Some(Price::Free),
        Value::Object(keys) if keys.len() == 2 => amount(keys.get("amount"), keys.get("currency")),
        _ => None,
    };
    if price.is_none() {
        checker.error(Code::FrontValue, written, say!("event.noPrice"));
        checker.hint(match meant(&written.value) {
            Some(value) => say!("value.writeHint", value),
            None => say!("event.priceHint"),
        });
    }
    price
}

/// The price with a point where a comma stood: `49,50`, also where the comma made a key of what followed it.
fn meant(written: &Value) -> Option<String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest, currency) = match written {
        Value::String(text) => {
            let mut words = text.split_whitespace();
            let (whole, rest) = words.next()?.split_once(',')?;
            let currency = words.next().map_or_else(|| "DKK".to_owned(), str::to_uppercase);
            (whole.to_owned(), rest.to_owned(), currency)
        }
        Value::Object(keys) => {
            let whole = keys.get("amount")?.to_string();
            let rest = keys.keys().find(|key| digits(key))?.clone();
            (whole, rest, keys.get("currency")?.as_str()?.to_owned())
        }
        _ => return None,
    };
    let is_price = digits(&whole) && digits(&rest);
    is_price.then(|| format!("{{ amount: \"{whole}.{rest}\", currency: {currency} }}"))
}

fn amount(amount: Option<&Value>, currency: Option<&Value>) -> Option<Price> {
    let amount = match amount? {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let currency = currency?.as_str()?.to_owned();
    let is_number = amount.parse::<f64>().is_ok_and(|number| number > 0.0 && number.is_finite());
    let is_currency = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_number && is_currency).then_some(Price::Amount { amount, currency })
}
