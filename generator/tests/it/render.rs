//! Pages, feeds and calendars of one small site, read back by crates that others wrote.

mod blanks;
mod demo;
mod finding;
mod lists;
mod posts;
mod statement;
mod structured;

use generator::cache::Cache;
use generator::diagnostic::Diagnostic;
use generator::render;
use generator::render::{File, Output};
use generator::site::{self, AssembleOptions, Site};
use generator::source::Source;
use jiff::civil::time;

use crate::site::{self as small, RENDERED as SITE};

/// The files behind `-- path --` headers; a later file of the same path replaces the earlier.
fn source(texts: &[&str]) -> Source {
    let mut source = Source::default();
    let files = texts.iter().flat_map(|text| small::files(text));
    source.texts.extend(files.map(|(path, text)| (path.to_owned(), text)));
    source
}

/// The site of these files, and what was said about it.
fn load(source: &Source) -> (Option<Site>, Vec<Diagnostic>) {
    let now = small::now();
    let options =
        AssembleOptions { drafts: false, now, base_url: None, kept: site::DocumentCache::default() };
    site::load(source, &options)
}

fn told(texts: &[&str]) -> Vec<Diagnostic> {
    load(&source(texts)).1
}

fn build(texts: &[&str]) -> (Output, Vec<Diagnostic>) {
    let source = source(texts);
    let (site, diagnostics) = load(&source);
    render::all(&site.unwrap_or_else(|| panic!("{diagnostics:#?}")), &source, &Cache::none())
}

/// One file of the small site, as text.
fn file(path: &str) -> String {
    let (output, diagnostics) = build(&[SITE]);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    match output.files.get(path) {
        Some(File::Bytes(bytes)) => String::from_utf8(bytes.clone()).expect("UTF-8"),
        _ => panic!("no `{path}` in {:#?}", output.files.keys()),
    }
}

/// Asserts that the page holds each of these, in this order.
fn check(path: &str, expected: &[&str]) {
    let page = file(path);
    let mut rest = page.as_str();
    for part in expected {
        let at = rest.find(part).unwrap_or_else(|| panic!("no `{part}` in its place in {path}:\n{page}"));
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn a_translation_says_whose_words_it_has() {
    check(
        "public/da/stories/bread/index.html",
        &[
            "<html lang=\"da\" dir=\"ltr\" data-template=\"story\"><title>Brød til gaden – Rum</title>",
            "<link rel=\"canonical\" href=\"https://spaces.example/da/stories/bread/\">",
            "hreflang=\"en\" href=\"https://spaces.example/en/stories/bread/\"",
            "hreflang=\"da\" href=\"https://spaces.example/da/stories/bread/\"",
            "hreflang=\"x-default\" href=\"https://spaces.example/en/stories/bread/\"",
            "notice: machine English",
            "Brød til gaden: 1 minute",
        ],
    );
}

#[test]
fn a_missing_translation_shows_the_source_honestly() {
    let path = "public/da/stories/tea/index.html";
    check(
        path,
        &[
            "<html lang=\"da\"",
            "<title>Eksempel: Tea by the crate – Rum</title><meta name=\"robots\" content=\"noindex\">",
            "<link rel=\"canonical\" href=\"https://spaces.example/en/stories/tea/\">",
            "notice: fallback English",
            "<a href=\"/en/stories/tea/\">English true</a>",
            "<a href=\"/da/stories/tea/\">dansk false</a>",
        ],
    );
    assert!(!file(path).contains("hreflang"));
    assert!(!file("public/en/stories/tea/index.html").contains("hreflang=\"da\""));
    assert!(!file("public/sitemap.xml").contains("/da/stories/tea/"));
}

#[test]
fn a_withdrawn_story_leaves_a_neutral_page() {
    let page = "public/en/stories/gone/index.html";
    check(page, &["noindex", "The person who told this story has asked us to take it down."]);
    let (output, _) = build(&[SITE]);
    for (path, file) in &output.files {
        let File::Bytes(bytes) = file else { continue };
        assert!(!String::from_utf8_lossy(bytes).contains("Amina"), "{path}");
    }
    assert!(!file("public/en/stories/index.html").contains("/gone/"));
}

#[test]
fn lists_have_counts_and_only_filters_that_find_something() {
    check(
        "public/en/stories/index.html",
        &[
            "<p>Bread for the street, Sweden, 14 September 2026</p>",
            "<p>Tea by the crate, Denmark, 1 August 2026</p>",
            "<p>All countries 2 true</p>",
            "<p>Denmark 1 false</p>",
            "<p>Sweden 1 false</p>",
            "<p>2 stories</p>",
        ],
    );
    check("public/da/stories/country/se/index.html", &["<title>Stories from Sweden – Rum", "<p>1 story</p>"]);
    let (output, _) = build(&[SITE]);
    assert!(!output.files.contains_key("public/en/stories/country/fi/index.html"));
}

#[test]
fn events_are_grouped_by_month_and_say_their_time_as_the_language_does() {
    check(
        "public/da/events/index.html",
        &["<h2>Marts 2027</h2><p>Middag, historier; og te: Register by e-mail</p>"],
    );
    check("public/en/events/past/index.html", &["<h2>May 2026</h2><p>Online meeting: "]);
    check(
        "public/da/events/dinner/index.html",
        &[
            "<p>torsdag 4. marts 2027 17.30–20.30</p>",
            "<p>English og Danish</p>",
            "<p>torsdag 1. oktober 2026 kl. 09.00</p>",
            "<p>40 places</p>",
            "<a href=\"/da/events/dinner/event.ics\">",
        ],
    );
}

/// The dinner is in a room, whose clock everybody there sees.
#[test]
fn an_event_online_says_what_the_clocks_of_the_network_show() {
    // Of Germany the theme has no word of its own.
    let clocks = "18:00 in Finland, 17:00 in Germany and Denmark";
    let more = "north: { name: North, country: \"FI\", city: Oulu, role: partner, about: { en: A, da: A } }\n\
                south: { name: South, country: \"DE\", city: Kiel, role: partner, about: { en: A, da: A } }\n";
    let network = SITE.replace("-- content/topics.yaml --", &format!("{more}-- content/topics.yaml --"));
    let (output, problems) = build(&[&network]);
    assert!(problems.is_empty(), "{problems:#?}");
    let text = |path: &str| String::from_utf8(output.files[path].bytes().expect("bytes")).expect("UTF-8");
    let page = text("public/en/events/meeting/index.html");
    assert!(page.contains(&format!("<p>Tuesday, 5 May 2026 18:00–19:00 ({clocks})</p>")), "{page}");
    let manifest = text("forms/manifest.json");
    let manifest = forms::Manifest::read(manifest.as_bytes()).expect("a manifest");
    let when = |event: &str| manifest.events[event].when["en"].clone();
    assert_eq!(when("meeting"), format!("Tuesday, 5 May 2026, 18:00–19:00 ({clocks})"));
    assert_eq!(when("dinner"), "Thursday, 4 March 2027, 17:30–20:30");
    let late = network
        .replace("2026-05-05T18:00", "2026-05-06T00:10")
        .replace("2026-05-05T19:00", "2026-05-06T01:00");
    let (output, _) = build(&[&late]);
    let page = output.files["public/en/events/meeting/index.html"].bytes().expect("it was made");
    let page = String::from_utf8(page).expect("UTF-8");
    assert!(page.contains("00:10–01:00 (Helsinki time)"), "another day elsewhere: {page}");
}

#[test]
fn a_calendar_is_as_it_always_was() {
    let expected = include_str!("render/dinner.da.ics").replace('\n', "\r\n");
    assert_eq!(file("public/da/events/dinner/event.ics"), expected);
}

#[test]
fn a_calendar_can_be_read_back() {
    use icalendar::{Calendar, CalendarComponent, Component, EventLike};
    let text = file("public/en/events/calendar.ics");
    let calendar: Calendar = text.parse().expect("a calendar");
    let events: Vec<_> = calendar
        .components
        .iter()
        .filter_map(|component| match component {
            CalendarComponent::Event(event) => Some(event),
            _ => None,
        })
        .collect();
    let of = |name: &str| {
        events.iter().map(|event| event.property_value(name).unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(of("UID"), ["meeting@spaces.example", "dinner@spaces.example"]);
    assert_eq!(of("STATUS"), ["CANCELLED", "CONFIRMED"]);
    assert_eq!(of("SEQUENCE"), ["2", "0"]);
    assert_eq!(of("DTSTAMP"), ["20260306T150200Z", "20261001T070000Z"]);
    assert_eq!(events[0].get_summary(), Some("Cancelled: Online meeting"));
    assert_eq!(events[0].get_location(), Some("Online"));
    assert_eq!(text.matches("BEGIN:VTIMEZONE").count(), 2);
}

#[test]
fn the_forms_know_who_gives_an_event_and_where_it_is() {
    let manifest = forms::Manifest::read(file("forms/manifest.json").as_bytes()).expect("a manifest");
    assert_eq!(manifest.site_title["da"], "Rum");
    assert_eq!(manifest.funding["en"], "Paid by some. Our words.");
    assert_eq!(manifest.offer, forms::OfferRules::default());
    let hosts = &manifest.organisations["hosts"];
    assert_eq!((hosts.country.as_str(), hosts.lang.as_str()), ("DK", "da"));
    let dinner = &manifest.events["dinner"];
    assert_eq!(dinner.hosts, ["hosts"]);
    let calendar = file("public/da/events/dinner/event.ics").replace("\r\n ", "").replace('\\', "");
    assert!(calendar.contains(&format!("LOCATION:{}\r\n", dinner.place["da"])), "{calendar}");
    let meeting = &manifest.events["meeting"];
    assert_eq!((meeting.sequence, meeting.place["en"].as_str()), (2, "Online"));
}

#[test]
fn a_site_may_have_its_own_rules_for_offered_seats() {
    let site = SITE
        .split("\n-- ")
        .next()
        .expect("the first file")
        .replace("footerMenu: []", "footerMenu: []\nwaitingList: { offerHours: 12, quietFrom: \"22:30\" }\n");
    let hosts = "-- content/organisations.yaml --\nhosts: { name: The Hosts, country: \"DK\", lang: en, city: København, role: coordinator, about: { en: Us., da: Os. } }";
    let (output, diagnostics) = build(&[SITE, &site, hosts]);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    let File::Bytes(bytes) = &output.files["forms/manifest.json"] else { panic!("no manifest") };
    let manifest = forms::Manifest::read(bytes).expect("a manifest");
    let (quiet_from, quiet_to) = (time(22, 30, 0, 0), time(8, 0, 0, 0));
    assert_eq!(manifest.offer, forms::OfferRules { hours: 12, quiet_from, quiet_to });
    assert_eq!(manifest.organisations["hosts"].lang, "en", "`lang` goes before the country's");
}

#[test]
fn a_country_has_a_calendar_only_with_an_event() {
    let (output, _) = build(&[SITE]);
    assert!(output.files.contains_key("public/da/events/country/fi/calendar.ics"));
    assert!(!output.files.contains_key("public/da/events/country/se/calendar.ics"));
}

#[test]
fn a_feed_can_be_read_back() {
    let feed = feed_rs::parser::parse(file("public/da/feed.xml").as_bytes()).expect("a feed");
    assert_eq!(feed.language.as_deref(), Some("da"));
    assert_eq!(feed.id, "tag:spaces.example,2026:feed/da");
    let entries: Vec<(&str, &str)> = feed
        .entries
        .iter()
        .map(|entry| (entry.id.as_str(), entry.title.as_ref().map_or("", |title| &title.content)))
        .collect();
    assert_eq!(
        entries,
        [
            ("tag:spaces.example,2026:events/dinner/da", "Middag, historier; og te"),
            ("tag:spaces.example,2026:stories/bread/da", "Brød til gaden"),
            ("tag:spaces.example,2026:stories/tea/da", "Example: Tea by the crate"),
            ("tag:spaces.example,2026:events/meeting/da", "Online meeting"),
        ]
    );
    let bread = &feed.entries[1];
    assert_eq!(bread.links[0].href, "https://spaces.example/da/stories/bread/");
    assert_eq!(bread.published.map(|date| date.to_rfc3339()), Some("2026-09-13T22:00:00+00:00".to_owned()));
    let body = bread.content.as_ref().and_then(|content| content.body.as_deref());
    assert!(body.is_some_and(|body| body.contains("<p>Det begyndte med én ovn.")), "{body:?}");
}

#[test]
fn a_link_to_a_heading_leads_from_a_feed_to_the_page() {
    let text = SITE.replace(
        "It began with one oven.",
        "It began with [one oven](#the-oven), see [tea](../tea/).\n\n## The oven\n\nIt was old.[^1]\n\n[^1]: Very.",
    );
    let text = text.replace(
        "Det begyndte med én ovn.",
        "Det begyndte med [én ovn](#ovnen).\n\n## Ovnen\n\nDen er gammel.",
    );
    let (output, problems) = build(&[&text]);
    assert!(problems.is_empty(), "{problems:?}");
    for (lang, page) in [("en", "en/stories/bread/#the-oven"), ("da", "da/stories/bread/#ovnen")] {
        let bytes = output.files[&*format!("public/{lang}/feed.xml")].bytes().expect("it was made");
        let feed = feed_rs::parser::parse(bytes.as_slice()).expect("a feed");
        let bodies = feed.entries.iter().filter_map(|entry| entry.content.as_ref()?.body.as_deref());
        let body = bodies.into_iter().find(|body| body.contains("ov")).expect("the story of the oven");
        assert!(body.contains(&format!("<a href=\"https://spaces.example/{page}\"")), "{body}");
        assert!(!body.contains("href=\"#") && !body.contains(" id="), "{body}");
    }
}

#[test]
fn the_sitemap_knows_translations_and_only_true_days() {
    check(
        "public/sitemap.xml",
        &[
            "<loc>https://spaces.example/da/stories/bread/</loc>\n<lastmod>2026-09-14</lastmod>",
            "<xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"https://spaces.example/en/stories/bread/\"/>",
            "<loc>https://spaces.example/en/events/dinner/</loc>\n<xhtml:link",
        ],
    );
    check("public/robots.txt", &["Sitemap: https://spaces.example/sitemap.xml\n"]);
}

#[test]
fn styles_are_joined_by_name_under_a_name_of_their_own() {
    let (output, _) = build(&[SITE]);
    let style = output.files.iter().find(|(path, _)| path.starts_with("public/assets/style."));
    let Some((path, File::Bytes(css))) = style else { panic!("no style sheet") };
    assert_eq!(css, b"a{color:blue}b{color:red}");
    let url = path.trim_start_matches("public");
    check("public/index.html", &[url, "SpacesRum"]);
}

#[test]
fn the_choice_of_languages_is_asked_for_in_each_of_them() {
    let names = "<title>English · dansk – Spaces</title>";
    check("public/index.html", &[names, "<i>Choose a language</i><i>Vælg et sprog</i>"]);
}

#[test]
fn two_builds_make_the_same_bytes() {
    assert_eq!(build(&[SITE]).0.files, build(&[SITE]).0.files);
}

#[test]
fn the_site_may_replace_a_template_of_the_theme() {
    let own = "-- content/templates/page.html --\nown";
    let home = "-- content/templates/home.html --\n{% extends \"base.html\" %}{% block main %}{{ url(to=\"stories/\") }} {{ url(to=\"events/dinner\") }} {{ t(key=\"stories.about\", topic=\"Br & ød\") }} {{ t(key=\"capacity\", places=1) }}{% endblock %}";
    let (output, diagnostics) = build(&[SITE, own, home]);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    let Some(File::Bytes(bytes)) = output.files.get("public/da/index.html") else { panic!("no home page") };
    assert!(
        String::from_utf8_lossy(bytes)
            .contains("/da/stories/ /da/events/dinner/ Stories about Br &amp; ød 1 place<")
    );
}

/// Builds the site with one template changed and returns code, text at the span, and the first hint.
fn broken(path: &str, template: &str) -> (String, String, String) {
    let (_, diagnostics) = build(&[SITE, &format!("-- {path} --\n{template}")]);
    let first = diagnostics.first().expect("a diagnostic");
    assert_eq!(first.path, path, "{diagnostics:#?}");
    let at = first.span.clone().map_or("", |span| &template[span]);
    (
        format!("{}: {}", first.code, first.message),
        at.to_owned(),
        first.hints.first().map(ToString::to_string).unwrap_or_default(),
    )
}

#[test]
fn a_template_error_names_the_place_and_the_page() {
    let path = "themes/default/templates/organisation.html";
    let (message, at, hint) = broken(path, "{{ organisation.titel }}");
    assert!(message.starts_with("template/render: field `titel` is not defined"), "{message}");
    assert_eq!(at, "titel");
    assert_eq!(hint, "while rendering `/en/organisations/hosts/` and `/da/organisations/hosts/`");
    let (message, at, _) = broken(path, "{{ t(key=\"stories.titel\") }}");
    assert_eq!(message, "text/unknown-key: no interface text has the key `stories.titel`");
    assert_eq!(at, "stories.titel");
    let (message, ..) = broken(path, "{{ t(key=\"stories.\" ~ \"titel\") }}");
    assert!(message.starts_with("text/unknown-key: "), "{message}");
    let (message, ..) = broken(path, "{{ asset(name=\"form.js\") }}");
    assert_eq!(message, "template/render: the theme has no script or style sheet `form.js`");
    let (message, at, hint) = broken("themes/default/templates/share.svg", "<svg>{{ titel }}</svg>");
    assert!(message.starts_with("template/render: "), "{message}");
    assert_eq!((at.as_str(), hint.as_str()), ("titel", "while rendering `/en/`"));
    let (message, ..) = broken(path, "{% if %}");
    assert!(message.starts_with("template/load: "), "{message}");
}
