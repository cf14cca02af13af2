//! The calendar entry of a message: whoever has a seat gets one, and it goes when the seat or the event goes.

use super::Pass;
use super::about;
use super::letter::{self, Source};
use crate::calendar::{self, Invitation, Method};
use crate::desk::{Occasion, Status};
use crate::mail::CalendarPart;

/// The part; none for a message that leaves the reader's calendar as it is.
///
/// The entry is the record's own: its UID is made of the event and a pseudonym of the reference. SEQUENCE is the number
/// of the message about the record. Every later message has a higher one, whatever it is about, and a message keeps its
/// number at each try; so the calendar believes the one that was written last, in whichever order they arrive.
pub(super) fn part(pass: &Pass<'_>, source: &Source<'_>) -> Option<CalendarPart> {
    let happening = source.happening?;
    let method = method(source)?;
    let (folder, lang) = (source.folder, source.language.id.as_str());
    let keyring = pass.app.desk.keyring();
    let pseudonym = keyring.pseudonym("calendar", source.record.reference.plain());
    let own = pseudonym.get(..16).unwrap_or(&pseudonym);
    let sender = letter::sender(pass, lang);
    let organisation = about::organisation(folder, source.record);
    let email = organisation.and_then(|known| known.email.clone());
    let name = organisation.map_or_else(|| folder.site_title(lang).to_owned(), |known| known.name.clone());
    let text = calendar::invitation(&Invitation {
        method,
        uid: calendar::uid(source.record.first_event().unwrap_or(&happening.id), own, folder.host()),
        sequence: source.outgoing.number,
        stamp: source.outgoing.at,
        starts: happening.starts.clone(),
        ends: happening.ends.clone(),
        summary: happening.title.clone(),
        place: happening.place.clone(),
        online: source.link.filter(|_| method == Method::Request).map(str::to_owned),
        description: happening.directions.clone().unwrap_or_default(),
        url: happening.url.clone(),
        organiser_name: name,
        organiser_email: email.unwrap_or(sender.address),
        attendee_email: source.address.to_owned(),
        lang: lang.to_owned(),
    });
    Some(CalendarPart { method, text })
}

fn method(source: &Source<'_>) -> Option<Method> {
    let record = source.record;
    let had_seat = record.cancelled().is_some_and(|cancelled| cancelled.was == Status::Confirmed);
    let postponed = source.happening.is_some_and(|happening| happening.postponed);
    match source.outgoing.occasion {
        // Nobody is to come on the old date, and a new one isn't there yet.
        Occasion::Confirmed if postponed => None,
        Occasion::EventChanged if postponed && record.status() == Status::Confirmed => Some(Method::Cancel),
        Occasion::Confirmed => Some(Method::Request),
        Occasion::EventChanged if record.status() == Status::Confirmed => Some(Method::Request),
        Occasion::EventCancelled if record.status() == Status::Confirmed => Some(Method::Cancel),
        Occasion::Cancelled if had_seat => Some(Method::Cancel),
        _ => None,
    }
}
