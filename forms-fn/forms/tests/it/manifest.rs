//! A manifest is read as a whole or refused by name and place.

use forms::{DatePattern, DateWords, EventStatus, EventTime, Manifest, MomentPattern};
use serde_json::{Value, json};

/// What the generator writes, with a value of each type.
fn written() -> Value {
    json!({
        "version": 1,
        "base_url": "https://example.org/spaces",
        "site_title": { "en": "Spaces" },
        "languages": [
            { "id": "en", "name": "English", "dir": "ltr" },
            { "id": "ar", "name": "العربية", "dir": "rtl" },
        ],
        "default_language": "en",
        "events": {
            "dinner": {
                "form": "registration",
                "starts": "2027-03-04T17:30:00+01:00[Europe/Copenhagen]",
                "ends": "2027-03-04T20:30:00+01:00[Europe/Copenhagen]",
                "opens": "2026-10-01T09:00:00+02:00[Europe/Copenhagen]",
                "closes": null,
                "time_zone": "Europe/Copenhagen",
                "capacity": 40,
                "waitlist": true,
                "status": "moved_online",
                "online": true,
                "facts": ["food"],
                "title": { "en": "Dinner" },
                "url": { "en": "/en/events/dinner/" },
                "when": { "en": "Thursday" },
                "opens_text": { "en": "October" },
                "closes_text": {},
                "sequence": 2,
                "place": { "en": "Online" },
                "country": "DK",
                "kind": "mentor_day",
                "map_url": "https://maps.example/12",
                "hosts": ["north"],
                "was": ["supper"],
            },
        },
        "pages": { "code-of-conduct": { "en": "/en/code/" }, "privacy": { "en": "/en/privacy/" } },
        "forms": ["registration"],
        "organisations": {
            "north": { "name": "North", "email": "hello@example.org", "country": "NO", "lang": "en" },
        },
        "funding": { "en": "Paid." },
        "project_number": "7",
        "offer": { "hours": 24, "quiet_from": "21:00", "quiet_to": "08:00" },
        "time_zone": "Europe/Oslo",
        "dates": {
            "en": {
                "months": vec!["{day} March {year}"; 12],
                "weekdays": vec!["Monday"; 7],
                "moment": "{weekday} {date} at {hour}:{minute}",
            },
        },
        "files": { "texts/en.json": "00" },
    })
}

fn read(manifest: &Value) -> Result<Manifest, String> {
    Manifest::read(manifest.to_string().as_bytes()).map_err(|fault| fault.to_string())
}

#[test]
fn what_is_read_is_written_again_to_the_letter() {
    let manifest = read(&written()).unwrap();
    let dinner = &manifest.events["dinner"];
    assert_eq!((dinner.status, dinner.opens.is_some()), (EventStatus::MovedOnline, true));
    assert_eq!(serde_json::to_value(&manifest).unwrap(), written());
}

/// The place, what stands there, and the beginning of what is said of it.
#[test]
fn each_wrong_value_is_refused_by_name_and_place() {
    let cases = [
        (
            "/base_url",
            json!("example.org"),
            "`base_url`: `example.org` is not the address of a site, such as",
        ),
        ("/base_url", json!("https://example.org/"), "`base_url`: `https://example.org/` is not the address"),
        ("/base_url", json!("https:///en"), "`base_url`: "),
        ("/base_url", json!("https://a b.org"), "`base_url`: "),
        (
            "/languages/1/dir",
            json!("up"),
            "`languages[1].dir`: this program doesn't know `up`, only `ltr`, `rtl`; if",
        ),
        (
            "/events/dinner/starts",
            json!("2027-03-04T17:30"),
            "`events.dinner.starts`: `2027-03-04T17:30` is not a time such as",
        ),
        ("/events/dinner/starts", json!("2027-03-04T17:30:00Z"), "`events.dinner.starts`: "),
        ("/events/dinner/starts", json!(null), "`events.dinner.starts`: invalid type: null"),
        ("/events/dinner/ends", json!("2027-02-30T20:30:00+01:00[Europe/Oslo]"), "`events.dinner.ends`: "),
        (
            "/events/dinner/ends",
            json!("2027-03-04T20:30:00+01:00[Europe/Atlantis]"),
            "`events.dinner.ends`: ",
        ),
        (
            "/events/dinner/opens",
            json!("tomorrow"),
            "`events.dinner.opens`: `tomorrow` is not a time such as",
        ),
        ("/events/dinner/closes", json!(""), "`events.dinner.closes`: `` is not a time such as"),
        (
            "/events/dinner/time_zone",
            json!("Europe/Atlantis"),
            "`events.dinner.time_zone`: `Europe/Atlantis` is not a time zone such as",
        ),
        (
            "/events/dinner/status",
            json!("paused"),
            "`events.dinner.status`: this program doesn't know `paused`, only `scheduled`, `moved_online`, `postponed`, `cancelled`, `full`; if the site is made by a newer generator, take the `forms-fn` of the same release",
        ),
        ("/events/dinner/capacity", json!(-1), "`events.dinner.capacity`: "),
        (
            "/events/dinner/url/en",
            json!("en/events/dinner/"),
            "`events.dinner.url.en`: `en/events/dinner/` is not an address from the root",
        ),
        (
            "/events/dinner/map_url",
            json!("javascript:alert(1)"),
            "`events.dinner.map_url`: `javascript:alert(1)` is not an address on the web",
        ),
        ("/pages/privacy/en", json!("//elsewhere.example/"), "`pages.privacy.en`: "),
        ("/pages/code-of-conduct/en", json!("/en/code of conduct/"), "`pages.code-of-conduct.en`: "),
        (
            "/organisations/north/email",
            json!("hello@example"),
            "`organisations.north.email`: nobody can write to `hello@example`: the domain must have a dot",
        ),
        ("/offer/hours", json!(0), "`offer.hours`: an offer can't be held for 0 hours, only for 1 to 336"),
        ("/offer/hours", json!(337), "`offer.hours`: "),
        (
            "/offer/quiet_from",
            json!("9:00"),
            "`offer.quiet_from`: `9:00` is not a time of day such as `21:00`",
        ),
        ("/offer/quiet_to", json!("24:00"), "`offer.quiet_to`: "),
        ("/time_zone", json!("CET/Somewhere"), "`time_zone`: `CET/Somewhere` is not a time zone"),
        ("/dates/en/months", json!(["{day} March {year}"]), "`dates.en.months"),
        ("/dates/en/months/2", json!("March {year}"), "`dates.en.months[2]`: `March {year}` has no `{day}`"),
        (
            "/dates/en/months/2",
            json!("{day} {month} {year}"),
            "`dates.en.months[2]`: nothing is known of `{month}`",
        ),
        ("/dates/en/weekdays", json!(["Monday"]), "`dates.en.weekdays"),
        (
            "/dates/en/moment",
            json!("{date} at {minute}"),
            "`dates.en.moment`: `{date} at {minute}` has no `{hour}`",
        ),
    ];
    for (place, value, said) in cases {
        let mut manifest = written();
        *manifest.pointer_mut(place).unwrap() = value.clone();
        let fault = read(&manifest).expect_err(&format!("{place}: {value} is taken"));
        assert!(fault.starts_with(said), "{place}: {value}: {fault}");
    }
}

#[test]
fn what_an_older_generator_does_not_say_has_a_meaning() {
    let mut manifest = written();
    let all = manifest.as_object_mut().unwrap();
    for key in
        ["site_title", "organisations", "funding", "project_number", "offer", "time_zone", "dates", "files"]
    {
        all.remove(key);
    }
    let event = all["events"]["dinner"].as_object_mut().unwrap();
    for key in ["online", "sequence", "place", "country", "map_url", "hosts", "was"] {
        event.remove(key);
    }
    let manifest = read(&manifest).unwrap();
    assert_eq!(manifest.time_zone.to_string(), "UTC");
    assert_eq!(manifest.offer.hours, 24);
    assert!(manifest.dates.is_empty() && !manifest.events["dinner"].online);
}

#[test]
fn of_another_version_only_that_is_said() {
    for wrong in [json!("paused"), json!("scheduled")] {
        let mut manifest = written();
        manifest["version"] = json!(2);
        manifest["events"]["dinner"]["status"] = wrong;
        let fault = read(&manifest).unwrap_err();
        assert!(
            fault.starts_with("this folder needs the `forms-fn` of a newer release: it has version 2, and"),
            "{fault}"
        );
    }
}

#[test]
fn what_is_no_manifest_says_so() {
    for (text, said) in [("", "EOF"), ("7", "invalid type"), ("{}", "missing field `version`")] {
        let fault = Manifest::read(text.as_bytes()).unwrap_err().to_string();
        assert!(fault.contains(said), "{text}: {fault}");
    }
    let twice = format!("{}{{}}", written());
    let fault = Manifest::read(twice.as_bytes()).unwrap_err().to_string();
    assert!(fault.starts_with("trailing characters"), "{fault}");
}

/// Zones change, and a site may be older than the program: people were told the clock of the place.
#[test]
fn an_offset_that_its_zone_has_no_more_leaves_the_clock_as_it_was() {
    let time: EventTime = "2027-03-04T17:30:00+05:00[Europe/Copenhagen]".parse().unwrap();
    assert_eq!(time.to_string(), "2027-03-04T17:30:00+01:00[Europe/Copenhagen]");
}

/// Nobody comes late who reads another clock; but calendars and letters name it.
#[test]
fn times_of_one_moment_in_two_zones_are_two() {
    let in_zone = |zone: &str| -> EventTime { format!("2027-03-04T17:30:00+01:00[{zone}]").parse().unwrap() };
    assert_ne!(in_zone("Europe/Copenhagen"), in_zone("Europe/Oslo"));
    assert_eq!(in_zone("Europe/Oslo"), in_zone("Europe/Oslo"));
}

/// Where a language says nothing that could be filled, such as days in digits of its own.
#[test]
fn a_date_without_words_is_made_of_numbers() {
    let words = DateWords {
        months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(DatePattern::of_month),
        weekdays: ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].map(str::to_owned),
        moment: MomentPattern::default(),
    };
    let moment: EventTime = "2027-03-04T07:05:00+01:00[Europe/Oslo]".parse().unwrap();
    assert_eq!(words.moment(moment.zoned()), "Th 4.3.2027 07:05");
}
