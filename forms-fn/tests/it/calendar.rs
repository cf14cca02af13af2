//! The entry for a participant's calendar, read back by a crate that others wrote.

use forms_fn::calendar::{self, Invitation, Method};
use icalendar::{Calendar, CalendarComponent, Component, Event, Property};

pub(crate) fn dinner(method: Method, sequence: u32) -> Invitation {
    Invitation {
        method,
        uid: calendar::uid("dinner-oslo", "K7Q2-MM4X", "example.org"),
        sequence,
        stamp: "2027-01-10T12:00:00Z".parse().unwrap(),
        starts: "2027-01-21T18:00:00+01:00[Europe/Oslo]".parse().unwrap(),
        ends: "2027-01-21T21:00:00+01:00[Europe/Oslo]".parse().unwrap(),
        summary: "عشاء; الحكايات, en kveld".to_owned(),
        place: Some("Storgata 1, 0155 Oslo".to_owned()),
        online: None,
        description: "Vi spiser.".to_owned(),
        url: "https://example.org/nb/events/dinner-oslo/".to_owned(),
        organiser_name: "Creatorium \"Oslo\"; Norge".to_owned(),
        organiser_email: "norway@example.org".to_owned(),
        attendee_email: "amina+dinner@example.net".to_owned(),
        lang: "nb".to_owned(),
    }
}

/// The one event of a calendar.
pub(crate) fn event(text: &str) -> (Calendar, Event) {
    let calendar: Calendar = text.parse().unwrap();
    let mut events = calendar.components.iter().filter_map(|component| match component {
        CalendarComponent::Event(event) => Some(event.clone()),
        _ => None,
    });
    let event = events.next().unwrap();
    assert!(events.next().is_none());
    (calendar.clone(), event)
}

fn value<'a>(event: &'a Event, name: &str) -> &'a str {
    event.property_value(name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn an_invitation_says_who_when_and_where() {
    let text = calendar::invitation(&dinner(Method::Request, 3));
    let (calendar, event) = event(&text);
    assert_eq!(calendar.property_value("METHOD"), Some("REQUEST"));
    for (name, expected) in [
        ("UID", "dinner-oslo-K7Q2-MM4X@example.org"),
        ("SEQUENCE", "3"),
        ("DTSTAMP", "20270110T120000Z"),
        ("DTSTART", "20270121T180000"),
        ("DTEND", "20270121T210000"),
        ("STATUS", "CONFIRMED"),
        ("SUMMARY", "عشاء; الحكايات, en kveld"),
        ("LOCATION", "Storgata 1, 0155 Oslo"),
        ("DESCRIPTION", "Vi spiser.\n\nhttps://example.org/nb/events/dinner-oslo/"),
        ("URL", "https://example.org/nb/events/dinner-oslo/"),
        ("ORGANIZER", "mailto:norway@example.org"),
    ] {
        assert_eq!(value(&event, name), expected, "{name}");
    }
    let parameter =
        |property: &Property, key: &str| property.params().get(key).map(|value| value.value().to_owned());
    assert_eq!(parameter(&event.properties()["DTSTART"], "TZID").as_deref(), Some("Europe/Oslo"));
    let [attendee] = event.multi_properties()["ATTENDEE"].as_slice() else { panic!("one attendee") };
    assert_eq!(attendee.value(), "mailto:amina+dinner@example.net");
    assert_eq!(parameter(attendee, "PARTSTAT").as_deref(), Some("ACCEPTED"));
    assert_eq!(parameter(attendee, "RSVP").as_deref(), Some("FALSE"));
    assert_eq!(parameter(attendee, "CN"), None, "nobody's name goes where other programs show it");
    assert!(text.contains("BEGIN:VTIMEZONE\r\nTZID:Europe/Oslo\r\n"));
    assert!(text.replace("\r\n ", "").contains("ORGANIZER;CN=\"Creatorium ^'Oslo^'; Norge\":mailto:"));
}

#[test]
fn a_cancellation_takes_out_the_same_entry() {
    let (_, before) = event(&calendar::invitation(&dinner(Method::Request, 3)));
    let (calendar, after) = event(&calendar::invitation(&dinner(Method::Cancel, 4)));
    assert_eq!(calendar.property_value("METHOD"), Some("CANCEL"));
    assert_eq!(value(&after, "STATUS"), "CANCELLED");
    assert_eq!(value(&after, "UID"), value(&before, "UID"));
    let sequence = |event| value(event, "SEQUENCE").parse::<u32>().unwrap();
    assert!(sequence(&after) > sequence(&before));
}

#[test]
fn nothing_can_add_a_line() {
    let mut hostile = dinner(Method::Request, 0);
    let line = "x\r\nATTENDEE:mailto:eve@example.org\nBEGIN:VALARM\0";
    for text in [
        &mut hostile.uid,
        &mut hostile.summary,
        &mut hostile.description,
        &mut hostile.url,
        &mut hostile.organiser_name,
        &mut hostile.organiser_email,
        &mut hostile.attendee_email,
        &mut hostile.lang,
    ] {
        line.clone_into(text);
    }
    hostile.place = Some(line.to_owned());
    let text = calendar::invitation(&hostile);
    let (_, event) = event(&text);
    assert_eq!(text.lines().filter(|line| line.starts_with("ATTENDEE")).count(), 1, "{text}");
    assert!(!text.lines().any(|line| line.starts_with("BEGIN:VALARM")), "{text}");
    assert!(text.split_inclusive("\r\n").all(|line| line.len() <= 77 && line.ends_with("\r\n")));
    assert_eq!(value(&event, "LOCATION"), "x\nATTENDEE:mailto:eve@example.org\nBEGIN:VALARM");
}
