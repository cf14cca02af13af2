//! What guests need on the day of an event, in the reader's language: forms-fn makes tickets and letters of it.

use forms::{Said, TicketStep, TicketWords};

use super::when::{dates, times};
use super::{Ctx, SaidIn};
use crate::event::{CALENDAR, Event, EventHeader, EventStatus, Mode};
use crate::site::{Entry, EventText};

/// The words of a ticket, all but the address.
pub fn ticket(ctx: &Ctx<'_>, entry: &Entry<Event>) -> TicketWords {
    let (facts, text) = (&entry.facts, ctx.text_of(entry));
    // Nobody comes to the house of an event that is online.
    let directions = text.words.get(EventHeader::DIRECTIONS).filter(|_| is_in_room(facts));
    let list = |languages: &[String]| {
        (!languages.is_empty()).then(|| ctx.names("language", languages.iter().map(String::as_str)))
    };
    TicketWords {
        day: dates(ctx, facts),
        time: times(ctx, facts),
        // A place is put into words for calendars, too.
        address: Vec::new(),
        directions: directions
            .map(|words| said(ctx, entry, words, text.borrowed.contains(EventHeader::DIRECTIONS))),
        languages: list(&facts.languages_spoken),
        interpretation: list(&facts.interpretation),
        programme: text.event.as_deref().map_or_else(Vec::new, |text| programme(ctx, entry, text)),
        calendar: Some(
            ctx.url_of(entry).join(CALENDAR).as_str().parse().expect("our addresses begin at the root"),
        ),
    }
}

/// Whether people meet in a room, as far as anybody says now.
pub fn is_in_room(event: &Event) -> bool {
    event.status != EventStatus::MovedOnline && event.place.mode != Mode::Online
}

fn programme(ctx: &Ctx<'_>, entry: &Entry<Event>, text: &EventText) -> Vec<TicketStep> {
    let step = |(at, (time, words)): (usize, &(String, String))| TicketStep {
        time: ctx.locale.time_of_day(time),
        text: said(ctx, entry, words, text.borrowed_steps.contains(&at)),
    };
    text.programme.iter().enumerate().map(step).collect()
}

/// The words, with their language where it isn't the page's.
fn said(ctx: &Ctx<'_>, entry: &Entry<Event>, words: &str, is_borrowed: bool) -> Said {
    let lang = SaidIn::of(ctx, entry, is_borrowed).lang;
    Said { text: words.to_owned(), lang: (lang != ctx.lang().as_str()).then_some(lang) }
}
