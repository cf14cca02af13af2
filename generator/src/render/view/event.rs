//! An event as a row in a list, and the words for whether one can still register.

use jiff::Timestamp;
use serde::Serialize;

use super::when::{clocks, dates};
use super::{Ctx, Picture};
use crate::event::{Childcare, Event, EventStatus, Price, State};
use crate::site::Entry;
use crate::url::Url;

/// An event in a list.
#[derive(Clone, Debug, Serialize)]
pub struct EventRow {
    /// Its page.
    pub url: Url,
    /// In the language of the text.
    pub title: String,
    summary: String,
    kind: &'static str,
    kind_name: String,
    starts_iso: String,
    ends_iso: String,
    weekday: String,
    day: String,
    month_text: String,
    date_text: String,
    time_text: String,
    /// "Copenhagen time", or what all clocks of the network show then; only of what people take part in from elsewhere.
    zone_text: Option<String>,
    city: Option<String>,
    country: String,
    country_name: String,
    mode: &'static str,
    mode_name: String,
    languages_text: String,
    price_text: String,
    food_text: Option<String>,
    childcare_text: Option<String>,
    status: &'static str,
    state: &'static str,
    state_text: String,
    cancelled: bool,
    moved_online: bool,
    past: bool,
    can_be_planned: bool,
    can_be_joined: bool,
    takes_waiting: bool,
    capacity_text: Option<String>,
    /// What registrations hang on, and where to ask how much room is left.
    event_id: String,
    places_url: Option<Url>,
    /// The event's picture.
    pub picture: Option<Picture>,
    demo: bool,
    lang: String,
    dir: &'static str,
}

impl EventRow {
    /// The row of an event in the reader's language.
    pub fn new(ctx: &Ctx<'_>, entry: &Entry<Event>) -> EventRow {
        let (text, facts) = (ctx.text_of(entry), &entry.facts);
        let start = facts.starts.date();
        let state = facts.state(ctx.site.now);
        let childcare = facts.childcare.filter(|childcare| *childcare != Childcare::None);
        EventRow {
            url: ctx.url_of(entry).clone(),
            title: text.title.clone(),
            summary: text.summary.clone(),
            kind: facts.kind.as_str(),
            kind_name: ctx.name("kind", facts.kind.as_str()),
            starts_iso: iso(&facts.starts),
            ends_iso: iso(&facts.ends),
            weekday: ctx.locale.weekday(start),
            day: start.day().to_string(),
            month_text: ctx.locale.month_short(start),
            date_text: dates(ctx, facts),
            time_text: ctx.locale.time_range(facts.starts.time(), facts.ends.time()),
            zone_text: facts.is_online().then(|| clocks(ctx, &facts.starts)),
            city: facts.place.city.as_deref().map(|city| ctx.town(city).to_owned()),
            country: facts.place.country.clone(),
            country_name: ctx.name("country", &facts.place.country),
            mode: facts.place.mode.as_str(),
            mode_name: ctx.name("mode", facts.place.mode.as_str()),
            languages_text: ctx.names("language", facts.languages_spoken.iter().map(String::as_str)),
            price_text: price(ctx, &facts.price),
            food_text: facts.food.served.then(|| ctx.t("food.served")),
            childcare_text: childcare.map(|childcare| ctx.name("childcare", childcare.as_str())),
            status: facts.status.as_str(),
            state: state.as_str(),
            state_text: state_text(ctx, facts, state),
            cancelled: facts.status == EventStatus::Cancelled,
            moved_online: facts.status == EventStatus::MovedOnline,
            past: is_past(facts, ctx.site.now),
            can_be_planned: facts.can_be_planned(ctx.site.now),
            can_be_joined: state.can_be_joined(),
            takes_waiting: facts.takes_waiting(ctx.site.now),
            capacity_text: facts.capacity.map(|places| capacity(ctx, places)),
            event_id: entry.event_id().to_string(),
            places_url: places_url(ctx, facts, state),
            picture: Picture::new(ctx, facts.picture.as_ref(), text, &entry.source),
            demo: facts.demo,
            lang: text.lang.to_string(),
            dir: ctx.dir(&text.lang),
        }
    }
}

/// Whether the event is over: its end lies before `now`.
pub fn is_past(event: &Event, now: Timestamp) -> bool {
    event.ends.timestamp() <= now
}

fn state_text(ctx: &Ctx<'_>, event: &Event, state: State) -> String {
    match (state, &event.registration.opens) {
        (State::NotOpenYet, Some(opens)) => {
            ctx.texts.with("state.notOpenYet", &[("date", &ctx.locale.full_date(opens.date()))])
        }
        (State::Full, _) if event.takes_waiting(ctx.site.now) => ctx.t("state.fullWaitlist"),
        _ => ctx.name("state", state.as_str()),
    }
}

fn price(ctx: &Ctx<'_>, price: &Price) -> String {
    match price {
        Price::Free => ctx.t("price.free"),
        Price::Amount { amount, currency } => {
            ctx.texts.with("price.amount", &[("amount", &ctx.locale.number(amount)), ("currency", currency)])
        }
    }
}

/// "30 places"
fn capacity(ctx: &Ctx<'_>, places: u32) -> String {
    ctx.texts.with("capacity", &[("places", &places.to_string())])
}

/// Only forms-fn knows how many places are left, and only while it gives them out.
fn places_url(ctx: &Ctx<'_>, event: &Event, state: State) -> Option<Url> {
    let form =
        event.registration.form.as_ref().filter(|_| state == State::Open && event.capacity.is_some())?;
    Some(ctx.url(&format!("forms/{form}/places")))
}

/// For `<time datetime>`, which knows offsets but no zone names.
fn iso(moment: &jiff::Zoned) -> String {
    moment.strftime("%Y-%m-%dT%H:%M%:z").to_string()
}
