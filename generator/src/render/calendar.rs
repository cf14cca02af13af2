//! The calendars: one file for each event, one for all events, one for each country (RFC 5545).
//!
//! A build must give the same bytes every time, so `DTSTAMP` is not the time of the build but the
//! moment when the event counts as [`announced`].

use std::collections::BTreeSet;

use forms_fn::calendar::{self, Lines};
use jiff::Zoned;

use super::job::{Bodies, Job};
use super::shelf::Shelf;
use crate::content::Kind;
use crate::event::{CALENDAR, Event, EventStatus, State, announced};
use crate::render::{File, OutPath};
use crate::site::{Entry, Site};
use crate::view::{self, Ctx, countries};

/// The calendars of all events and of each country in one language; a calendar without events is not made.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> Vec<Job<'s>> {
    let ctx = &shelf.ctx;
    if !ctx.has_public_events() {
        return Vec::new();
    }
    let title = ctx.site.config.title.get(ctx.lang());
    let job = |path: &str, name: String, country: Option<&'s str>| {
        Job::file(shelf, OutPath::of(&ctx.url(path)), move || {
            let all = shelf.listed().map(|(entry, _)| *entry);
            let here = all.filter(|entry| country.is_none_or(|country| entry.facts.place.country == country));
            calendar(ctx, &name, &here.collect::<Vec<_>>()).into_bytes()
        })
        .shows(Bodies::Nobody)
    };
    let name = ctx.texts.with("calendar.name", &[("site", title)]);
    let mut jobs = vec![job("events/calendar.ics", name, None)];
    for country in countries(ctx, shelf.listed().map(|(entry, _)| &entry.facts.place.country)) {
        let path = format!("{}calendar.ics", Kind::Event.list_of_country(country));
        jobs.push(job(
            &path,
            format!("{title} – {}", ctx.of_country("events.in", country, "topics.events")),
            Some(country),
        ));
    }
    jobs
}

/// The calendar of one event, which stands beside its page.
pub(super) fn of_event(ctx: &Ctx<'_>, entry: &Entry<Event>) -> (OutPath, File) {
    let title = ctx.site.config.title.get(ctx.lang());
    let path = OutPath::of(&ctx.url_of(entry).join(CALENDAR));
    (path, File::Bytes(calendar(ctx, title, &[entry]).into_bytes()))
}

/// The host of the site's address: `supportive-spaces.example`.
pub(super) fn host(site: &Site) -> &str {
    let host = site.config.base_url.host();
    host.split(':').next().unwrap_or(host)
}

fn calendar(ctx: &Ctx<'_>, name: &str, events: &[&Entry<Event>]) -> String {
    let mut lines = Lines::new();
    lines.raw("BEGIN:VCALENDAR");
    lines.raw("VERSION:2.0");
    lines.text("PRODID", &format!("-//{}//spaces//{}", host(ctx.site), ctx.lang().as_str().to_uppercase()));
    lines.raw("CALSCALE:GREGORIAN");
    lines.raw("METHOD:PUBLISH");
    lines.text("X-WR-CALNAME", name);
    let zones: BTreeSet<&str> =
        events.iter().filter_map(|entry| entry.facts.starts.time_zone().iana_name()).collect();
    for zone in zones {
        let of_zone = |event: &&Event| event.starts.time_zone().iana_name() == Some(zone);
        let here = events.iter().map(|entry| &entry.facts).filter(of_zone);
        let here: Vec<(&Zoned, &Zoned)> = here.map(|event| (&event.starts, &event.ends)).collect();
        calendar::zone(&mut lines, &here);
    }
    for entry in events {
        event(&mut lines, ctx, entry);
    }
    lines.raw("END:VCALENDAR");
    lines.finish()
}

fn event(lines: &mut Lines, ctx: &Ctx<'_>, entry: &Entry<Event>) {
    let (facts, text) = (&entry.facts, ctx.text_of(entry));
    let url = ctx.absolute(ctx.url_of(entry));
    lines.raw("BEGIN:VEVENT");
    lines.raw(&format!("UID:{}@{}", entry.event_id(), host(ctx.site)));
    lines.raw(&format!("DTSTAMP:{}", calendar::utc(announced(facts))));
    lines.raw(&calendar::moment("DTSTART", &facts.starts));
    lines.raw(&calendar::moment("DTEND", &facts.ends));
    lines.raw(&format!("SEQUENCE:{}", facts.sequence));
    lines.raw(&format!("STATUS:{}", status(facts.status)));
    lines.text("SUMMARY", &title(ctx, facts, ctx.outward_title(entry)));
    if let Some(place) = place(ctx, entry) {
        lines.text("LOCATION", &place);
    }
    lines.text("DESCRIPTION", &description(ctx, facts, &text.summary, &url));
    lines.raw(&format!("URL:{url}"));
    lines.raw("END:VEVENT");
}

fn status(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Cancelled => "CANCELLED",
        EventStatus::Postponed => "TENTATIVE",
        EventStatus::Scheduled | EventStatus::MovedOnline | EventStatus::Full => "CONFIRMED",
    }
}

/// Many calendars show a cancelled event like any other, so the title says it too.
fn title(ctx: &Ctx<'_>, event: &Event, title: String) -> String {
    match event.status {
        EventStatus::Cancelled => ctx.texts.with("event.cancelledTitle", &[("title", &title)]),
        _ => title,
    }
}

/// The place in words, as it stands in `LOCATION`.
pub(super) fn place(ctx: &Ctx<'_>, entry: &Entry<Event>) -> Option<String> {
    let comma = ctx.t("list.comma");
    let lines = address(ctx, entry);
    (!lines.is_empty()).then(|| lines.join(&comma))
}

/// The same line by line: house, street, town, country.
pub(super) fn address(ctx: &Ctx<'_>, entry: &Entry<Event>) -> Vec<String> {
    let place = &entry.facts.place;
    if !view::is_in_room(&entry.facts) {
        return vec![ctx.t("mode.online")];
    }
    let city = [place.postcode.as_deref(), place.city.as_deref().map(|city| ctx.town(city))]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let country = ctx.name("country", &place.country);
    let parts = [ctx.place_name(entry), place.street.as_deref(), Some(city.as_str()), Some(country.as_str())];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn description(ctx: &Ctx<'_>, event: &Event, summary: &str, url: &str) -> String {
    let state = event.state(ctx.site.now);
    let open = matches!(state, State::Open | State::NotOpenYet) || event.takes_waiting(ctx.site.now);
    let registers = event.registration.form.is_some() && open;
    let link = if registers { ctx.texts.with("event.registerAt", &[("url", url)]) } else { url.to_owned() };
    format!("{summary}\n\n{link}")
}
