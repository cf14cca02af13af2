//! The entry for the calendar of somebody who registered (RFC 5546): it comes by mail, is changed by
//! a later one with a higher sequence, and taken out again by one that cancels it.

use jiff::{Timestamp, Zoned};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Lines, moment, utc, zone};

/// What stays as it is in `mailto:` (RFC 6068 §2).
const IN_MAILTO: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'@')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~')
    .remove(b'+')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'*');

/// What the reader's calendar is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Take the entry in, or take it in place of one with a lower sequence.
    Request,
    /// Take it out.
    Cancel,
}

impl Method {
    /// Its name: `REQUEST`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// One person's entry of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// What is to be done with the entry.
    pub method: Method,
    /// The same for all letters about one registration, see [`uid`].
    pub uid: String,
    /// Higher in each letter than in the one before: calendars leave the older one out. That holds
    /// for a cancellation and for what undoes it, too (RFC 5546 §2.1.4).
    pub sequence: u32,
    /// When the letter was made.
    pub stamp: Timestamp,
    /// When the event starts, in its zone.
    pub starts: Zoned,
    /// When it ends, in the same zone.
    pub ends: Zoned,
    /// The event's title.
    pub summary: String,
    /// Where it is, in words.
    pub place: Option<String>,
    /// Where those with a place take part online, as a whole address.
    pub online: Option<String>,
    /// A sentence or two. The address of the page follows by itself.
    pub description: String,
    /// The event's page, as a whole address.
    pub url: String,
    /// The name of the organisation that gives the event.
    pub organiser_name: String,
    /// Its role address.
    pub organiser_email: String,
    /// The address of the person who registered.
    pub attendee_email: String,
    /// The language of the texts.
    pub lang: String,
}

/// The name of one registration's entry: the same for as long as the registration lives. `host` is the site's.
#[must_use]
pub fn uid(event: &str, reference: &str, host: &str) -> String {
    format!("{event}-{reference}@{host}")
}

/// The whole calendar file.
#[must_use]
pub fn invitation(invitation: &Invitation) -> String {
    let mut lines = Lines::new();
    let host = invitation.uid.rsplit('@').next().unwrap_or_default();
    lines.raw("BEGIN:VCALENDAR");
    lines.raw("VERSION:2.0");
    lines.text("PRODID", &format!("-//{host}//spaces//{}", invitation.lang.to_uppercase()));
    lines.raw("CALSCALE:GREGORIAN");
    lines.raw(&format!("METHOD:{}", invitation.method.as_str()));
    zone(&mut lines, &[(&invitation.starts, &invitation.ends)]);
    event(&mut lines, invitation);
    lines.raw("END:VCALENDAR");
    lines.finish()
}

fn event(lines: &mut Lines, invitation: &Invitation) {
    let status = match invitation.method {
        Method::Request => "CONFIRMED",
        Method::Cancel => "CANCELLED",
    };
    lines.raw("BEGIN:VEVENT");
    lines.text("UID", &invitation.uid);
    lines.raw(&format!("DTSTAMP:{}", utc(invitation.stamp)));
    lines.raw(&moment("DTSTART", &invitation.starts));
    lines.raw(&moment("DTEND", &invitation.ends));
    lines.raw(&format!("SEQUENCE:{}", invitation.sequence));
    lines.raw(&format!("STATUS:{status}"));
    lines.text("SUMMARY", &invitation.summary);
    if let Some(place) = &invitation.place {
        lines.text("LOCATION", place);
    }
    if let Some(online) = &invitation.online {
        // RFC 7986, section 5.11.
        lines.raw(&format!("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:{online}"));
    }
    lines.text("DESCRIPTION", &description(invitation));
    lines.raw(&format!("URL:{}", invitation.url));
    let organiser = quoted(&invitation.organiser_name);
    lines.raw(&format!("ORGANIZER;CN={organiser}:{}", mailto(&invitation.organiser_email)));
    // Without a name: what people type as theirs stays out of what other programs show.
    let attendee = mailto(&invitation.attendee_email);
    lines.raw(&format!("ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:{attendee}"));
    lines.raw("END:VEVENT");
}

fn description(invitation: &Invitation) -> String {
    let online = invitation.online.as_deref().unwrap_or_default();
    let parts = [online, invitation.description.trim(), &invitation.url];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A parameter's value; a quotation mark can't stand in one (RFC 5545 §3.2), and is written as RFC 6868 has it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('^', "^^").replace('"', "^'"))
}

fn mailto(address: &str) -> String {
    format!("mailto:{}", utf8_percent_encode(address, IN_MAILTO))
}
