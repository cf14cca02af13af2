//! The words for when an event is.

use forms::CountryFacts;
use jiff::Zoned;
use jiff::civil::DateTime;

use super::Ctx;
use crate::entities;
use crate::event::Event;

/// "Thursday, 4 March 2027, 17:30–20:30"; online "(17:30 in Denmark, Norway and Sweden, 18:30 in Finland)" as well.
pub fn when(ctx: &Ctx<'_>, event: &Event) -> String {
    let (date, time) = (dates(ctx, event), ctx.locale.time_range(event.starts.time(), event.ends.time()));
    if !event.is_online() {
        return ctx.texts.with("event.whenThere", &[("date", &date), ("time", &time)]);
    }
    let clocks = clocks(ctx, &event.starts);
    ctx.texts.with("event.when", &[("date", &date), ("time", &time), ("zone", &clocks)])
}

/// "17:30–20:30"; online "(17:30 in Denmark, Norway and Sweden, 18:30 in Finland)" as well.
pub(super) fn times(ctx: &Ctx<'_>, event: &Event) -> String {
    let time = ctx.locale.time_range(event.starts.time(), event.ends.time());
    if !event.is_online() {
        return time;
    }
    ctx.texts.with("event.moment", &[("when", &time), ("zone", &clocks(ctx, &event.starts))])
}

/// "Monday, 1 March 2027 at 12:00"; of an event online "(Copenhagen time)" as well.
pub fn moment(ctx: &Ctx<'_>, event: &Event, moment: &Zoned) -> String {
    let when = ctx.locale.moment(moment);
    if !event.is_online() {
        return when;
    }
    ctx.texts.with("event.moment", &[("when", &when), ("zone", &zone(ctx, moment))])
}

/// "17:30 in Denmark, Norway and Sweden, 18:30 in Finland", that of the event first. Where that says nothing more, or a clock
/// shows another day, the zone is named.
pub(super) fn clocks(ctx: &Ctx<'_>, moment: &Zoned) -> String {
    let Some(clocks) = network_clocks(ctx, moment) else { return zone(ctx, moment) };
    let clock = |(there, countries): &Clock<'_>| {
        let time = ctx.locale.time(there.time());
        let countries = ctx.names("countryIn", countries.iter().copied());
        ctx.texts.with("event.clock", &[("time", &time), ("countries", &countries)])
    };
    clocks.iter().map(clock).collect::<Vec<_>>().join(&ctx.t("list.comma"))
}

/// What clocks show, and in which countries.
type Clock<'s> = (DateTime, Vec<&'s str>);

/// The same moment in the countries of the organisations, that of the event first; `None` if all clocks show the same, none shows
/// what that of the event does, or one shows another day.
fn network_clocks<'s>(ctx: &Ctx<'s>, moment: &Zoned) -> Option<Vec<Clock<'s>>> {
    let mut clocks: Vec<Clock<'s>> = Vec::new();
    for country in entities::countries(&ctx.site.organisations).into_iter().filter_map(CountryFacts::of) {
        let there = moment.in_tz(country.zone()).ok()?.datetime();
        match clocks.iter_mut().find(|(time, _)| *time == there) {
            Some((_, countries)) => countries.push(country.code),
            None => clocks.push((there, vec![country.code])),
        }
    }
    clocks.sort_by_key(|(there, _)| (*there != moment.datetime(), *there));
    let is_one_day = clocks.iter().all(|(there, _)| there.date() == moment.date());
    let is_there = clocks.first().is_some_and(|(there, _)| *there == moment.datetime());
    (clocks.len() > 1 && is_one_day && is_there).then_some(clocks)
}

pub(super) fn dates(ctx: &Ctx<'_>, event: &Event) -> String {
    let (first, last) = (event.starts.date(), event.ends.date());
    if first == last {
        return ctx.locale.full_date(first);
    }
    let (from, to) = (ctx.locale.full_date(first), ctx.locale.full_date(last));
    ctx.texts.with("event.dates", &[("from", &from), ("to", &to)])
}

/// "Copenhagen time": abbreviations such as CET mean nothing to most readers.
fn zone(ctx: &Ctx<'_>, moment: &Zoned) -> String {
    clock(ctx, moment.time_zone().iana_name().unwrap_or("UTC")).1
}

/// What a zone is called, behind the key under which the theme's own words for it would stand: `zone.copenhagen`.
pub fn clock(ctx: &Ctx<'_>, zone: &str) -> (String, String) {
    let key = format!("zone.{}", zone.rsplit('/').next().unwrap_or(zone).to_lowercase());
    let known = ctx.texts.find(&key, &[]);
    let city = || ctx.locale.names().city(zone).unwrap_or_else(|| zone.to_owned());
    let words = known.unwrap_or_else(|| ctx.texts.with("zone.other", &[("zone", &city())]));
    (key, words)
}
