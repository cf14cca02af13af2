//! An invented example says that it is one at each way by which its title leaves the site, and programs are told nothing of it.

use generator::render::Output;
use icalendar::{Calendar, CalendarComponent, Component};

use super::{SITE, build, load, source};

const PAGE: &str = "public/en/events/dinner/index.html";

/// The dinner as a real event, or as an invented one.
fn dinner(is_demo: bool) -> String {
    let start = SITE.find("-- content/events/dinner/index.en.md --").unwrap();
    let dinner = SITE[start..].split("\n-- ").next().unwrap();
    let dinner = dinner.replace("\n---\nCome and eat.", &format!("\ndemo: {is_demo}\n---\nCome and eat."));
    let base = "-- themes/default/templates/base.html --\n<title>{{ title }}</title>{% if robots %}{{ robots }}{% endif %}{% if structured %}{{ structured }}{% endif %}{% if og_image %}<i>{{ og_image.alt }}</i>{% endif %}{% block main %}{% endblock %}\n";
    let share = "-- themes/default/templates/share.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\"></svg>\n";
    format!("{base}{share}{dinner}\n")
}

fn text(output: &Output, path: &str) -> String {
    String::from_utf8(output.files[path].bytes().unwrap()).unwrap()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split(start)
        .nth(1)
        .and_then(|rest| rest.split(end).next())
        .unwrap_or_else(|| panic!("no {start}: {text}"))
}

/// The title of the dinner in a calendar.
fn summary(calendar: &str) -> String {
    let calendar: Calendar = calendar.parse().unwrap();
    let dinner = calendar.components.iter().find_map(|component| match component {
        CalendarComponent::Event(event) if event.get_uid() == Some("dinner@spaces.example") => Some(event),
        _ => None,
    });
    dinner.unwrap().get_summary().unwrap().to_owned()
}

fn in_feed(feed: &str) -> String {
    let feed = feed_rs::parser::parse(feed.as_bytes()).unwrap();
    let dinner = feed.entries.into_iter().find(|entry| entry.id.contains("events/dinner")).unwrap();
    dinner.title.unwrap().content
}

fn found(texts: &[&str]) -> String {
    let source = source(texts);
    let site = load(&source).0.unwrap();
    let records = generator::search::records(&site, &source);
    let page = records.into_iter().find(|record| record.url.as_str() == "/en/events/dinner/");
    page.unwrap().title
}

/// Each way by which the title leaves the site, and what it is called there.
fn doors(is_demo: bool) -> Vec<(&'static str, String)> {
    let dinner = dinner(is_demo);
    let (output, problems) = build(&[SITE, &dinner]);
    assert!(problems.is_empty(), "{problems:#?}");
    let page = text(&output, PAGE);
    let poster = text(&output, "public/en/events/dinner/poster/index.html");
    let manifest = forms::Manifest::read(text(&output, "forms/manifest.json").as_bytes()).unwrap();
    vec![
        ("tab and previews", between(&page, "<title>", "</title>").to_owned()),
        ("alt of the picture for sharing", between(&page, "<i>", " · ").to_owned()),
        ("poster", between(&poster, "<title>Poster: ", "</title>").to_owned()),
        ("its calendar file", summary(&text(&output, "public/en/events/dinner/event.ics"))),
        ("calendar", summary(&text(&output, "public/en/events/calendar.ics"))),
        ("calendar of the country", summary(&text(&output, "public/en/events/country/dk/calendar.ics"))),
        ("feed", in_feed(&text(&output, "public/en/feed.xml"))),
        ("letters and forms", manifest.events["dinner"].title["en"].clone()),
        ("search", found(&[SITE, &dinner])),
    ]
}

#[test]
fn an_example_says_so_at_each_door_and_nothing_else_does() {
    for (door, title) in doors(true) {
        assert_eq!(title, "Example: Dinner, stories; and tea", "{door}");
    }
    for (door, title) in doors(false) {
        assert_eq!(title, "Dinner, stories; and tea", "{door}");
    }
}

#[test]
fn programs_are_told_of_real_events_only() {
    for is_demo in [true, false] {
        let (output, _) = build(&[SITE, &dinner(is_demo)]);
        let page = text(&output, PAGE);
        assert_eq!(page.contains("noindex"), is_demo);
        assert_eq!(page.contains("https://schema.org"), !is_demo);
        let listed = text(&output, "public/sitemap.xml").contains("/en/events/dinner/</loc>");
        assert_eq!(listed, !is_demo);
    }
}

#[test]
fn a_label_is_in_the_language_of_the_title() {
    let (output, _) = build(&[SITE, &dinner(true)]);
    assert_eq!(in_feed(&text(&output, "public/da/feed.xml")), "Eksempel: Middag, historier; og te");
    let manifest = forms::Manifest::read(text(&output, "forms/manifest.json").as_bytes()).unwrap();
    assert_eq!(manifest.events["dinner"].title["da"], "Eksempel: Middag, historier; og te");
}
