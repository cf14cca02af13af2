//! What the page says about a record: the event's course × the record's status → the keys of the sentences.

use super::Visit;
use crate::course::Course;
use crate::desk::Status;
use crate::reader::Reader;

/// That the site doesn't show the event any more. An address to write to follows.
pub(crate) const LOST: &str = "my.lost";

/// What else of a record decides the words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked {
    /// Whether letters go to an address.
    pub(super) by_mail: bool,
    /// Whether the time to say yes to an offer is over.
    pub(super) late: bool,
    /// Whether that time hasn't begun.
    pub(super) open: bool,
    /// Whether it stands in line, so that nobody has to look at it.
    pub(super) in_line: bool,
}

/// Whether what the form says at the end, such as that there is a place, holds still.
pub(super) fn holds(course: Option<Course>, status: Status) -> bool {
    match course {
        None | Some(Course::Ahead | Course::Postponed) => true,
        Some(Course::Begun) => status == Status::Confirmed,
        Some(Course::Over | Course::Cancelled | Course::Lost) => false,
    }
}

/// The sentences about the event and the status.
pub(super) fn about(course: Option<Course>, status: Status, asked: Asked) -> Vec<&'static str> {
    match (course, status) {
        (Some(Course::Cancelled), _) => vec!["form.cancelled"],
        (Some(Course::Over), _) => vec!["form.past"],
        (Some(_), Status::Cancelled) => vec!["form.statusCancelled"],
        (Some(_), Status::Lapsed) => vec!["form.statusLapsed"],
        (Some(Course::Lost), _) => vec![LOST],
        (Some(Course::Postponed), Status::Offered) => vec!["my.postponedOffered"],
        (Some(Course::Postponed), Status::Waiting) => vec!["my.postponed", "form.waitingPosition"],
        (Some(Course::Postponed), Status::Held) => vec!["my.postponed", "form.statusHeld"],
        (Some(Course::Postponed), _) => vec!["my.postponed"],
        (Some(Course::Begun), Status::Confirmed) => Vec::new(),
        (Some(Course::Begun), _) => vec!["my.begun"],
        (_, status) => of_status(course.is_some(), status, asked),
    }
}

fn of_status(has_event: bool, status: Status, asked: Asked) -> Vec<&'static str> {
    match status {
        Status::Confirmed => Vec::new(),
        Status::Waiting => vec!["form.waitingPosition"],
        Status::Offered if asked.late => vec!["form.statusLapsed"],
        Status::Offered if asked.open => vec!["my.acceptOpen"],
        Status::Offered => vec!["my.acceptText"],
        Status::Cancelled if has_event => vec!["form.statusCancelled"],
        Status::Cancelled | Status::Closed => vec!["form.statusClosed"],
        Status::Lapsed => vec!["form.statusLapsed"],
        Status::Held if asked.in_line => vec!["form.statusInLine"],
        Status::Held => vec!["form.statusHeld"],
        Status::Unconfirmed => vec!["form.statusUnconfirmed"],
        Status::Received if asked.by_mail => vec!["my.confirmed"],
        Status::Received => Vec::new(),
    }
}

/// Whom to ask about an event that the site doesn't show any more.
pub(super) fn contact(visit: &Visit<'_>) -> String {
    let hosts = visit.lost.iter().flat_map(|facts| &facts.hosts);
    whom_to_ask(visit.reader, hosts)
}

/// Where somebody answers: the first host that has an address, or else the contact page.
pub(crate) fn whom_to_ask<'h>(reader: &Reader, mut hosts: impl Iterator<Item = &'h String>) -> String {
    let known = reader.folder.organisations();
    let address = hosts.find_map(|host| known.get(host)?.email.as_deref());
    match address {
        Some(address) => reader.language.texts.with("my.lostWrite", &[("address", address)]),
        None => reader.language.texts.text("my.lostContact"),
    }
}
