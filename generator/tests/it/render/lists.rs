//! What stands in lists of events, and what the front page offers.

use generator::render::Output;

use super::{SITE, build, file};

const DINNER: &str = "public/en/events/dinner/index.html";

fn text(output: &Output, path: &str) -> String {
    String::from_utf8(output.files[path].bytes().unwrap()).unwrap()
}

fn made(texts: &[&str]) -> Output {
    let (output, problems) = build(texts);
    assert!(problems.is_empty(), "{problems:#?}");
    output
}

/// The dinner as another event of that kind and name on a day, with these changes.
fn another(name: &str, kind: &str, day: &str, changes: &[(&str, &str)]) -> String {
    let start = SITE.find("-- content/events/dinner/index.en.md --").unwrap();
    let dinner = SITE[start..].split("\n-- ").next().unwrap();
    let named = [
        ("events/dinner/", format!("events/{name}/")),
        ("title: Dinner, stories; and tea", format!("title: {name}")),
        ("storytelling_dinner", kind.to_owned()),
        ("2027-03-04", day.to_owned()),
        ("closes: \"2027-03-01T12:00\"", format!("closes: \"{day}T12:00\"")),
    ];
    let text = named.iter().fold(dinner.to_owned(), |text, (old, new)| text.replace(old, new));
    let changed = changes.iter().fold(text, |text, (old, new)| text.replace(old, new));
    format!("{changed}\n")
}

#[test]
fn each_kind_of_events_has_a_list_of_its_own_that_says_how_many_it_shows() {
    let list = file("public/en/events/kind/storytelling-dinner/index.html");
    assert!(list.contains("<title>Storytelling dinners – Spaces</title>"), "{list}");
    assert!(list.contains("Dinner, stories; and tea") && !list.contains("Online meeting"), "{list}");
    assert!(list.contains("<p>All kinds 1 false /en/events/</p>"), "{list}");
    assert!(
        list.contains("<p>Storytelling dinners 1 true /en/events/kind/storytelling-dinner/</p>"),
        "{list}"
    );
    // It keeps its page when its last event is over, so that links to it go on working.
    let past = file("public/da/events/kind/online-session/index.html");
    assert!(past.contains("<p>Online sessions 0 true"), "{past}");
    assert!(!list.contains("Online sessions"), "{list}");
}

#[test]
fn a_text_may_link_to_the_list_of_a_kind() {
    let linked =
        |kind: &str| SITE.replace("with one crate.", &format!("with [one crate](/events/kind/{kind}/)."));
    let output = made(&[&linked("storytelling-dinner")]);
    let feed = text(&output, "public/en/feed.xml");
    assert!(feed.contains("https://spaces.example/en/events/kind/storytelling-dinner/"), "{feed}");
    let problems = super::told(&[&linked("mentor-day")]);
    let codes: Vec<String> = problems.iter().map(|problem| problem.code.to_string()).collect();
    assert_eq!(codes, ["link/no-page"], "there is no event of that kind");
}

#[test]
fn a_meeting_of_partners_has_a_page_and_stands_nowhere_else() {
    let meeting = another("dinner", "partner_meeting", "2027-03-04", &[]);
    let output = made(&[SITE, &meeting]);
    let page = text(&output, DINNER);
    assert!(page.contains("noindex") && page.contains("40 places"), "{page}");
    let told: Vec<&str> = output
        .files
        .iter()
        .filter(|(path, _)| !path.starts_with("forms/") && !path.contains("/events/dinner/"))
        .filter(|(_, file)| {
            file.bytes().is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains("events/dinner"))
        })
        .map(|(path, _)| &**path)
        .collect();
    assert!(told.is_empty(), "{told:?}");
    assert!(!output.files.contains_key("public/en/events/country/dk/index.html"));
    assert!(!output.files.contains_key("public/en/events/kind/partner-meeting/index.html"));
    assert!(!output.files.contains_key("public/en/events/topic/food/index.html"));
}

/// Titles of the events that the front page offers.
fn offered(events: &[String]) -> Vec<String> {
    let texts: Vec<&str> = std::iter::once(SITE).chain(events.iter().map(String::as_str)).collect();
    let home = text(&made(&texts), "public/en/index.html");
    home.split("<p>next: ").skip(1).filter_map(|rest| rest.split("</p>").next()).map(str::to_owned).collect()
}

#[test]
fn the_front_page_offers_what_can_be_joined_and_a_dinner_among_it() {
    let closed = [("status: scheduled", "status: full")];
    let mut events = vec![
        another("closed", "talk", "2026-12-01", &closed),
        another("one", "talk", "2026-12-02", &[]),
        another("two", "training", "2026-12-03", &[]),
        another("three", "talk", "2026-12-04", &[("capacity: 40\n", "")]),
    ];
    assert_eq!(offered(&events), ["one, 40 places", "two, 40 places", "Dinner, stories; and tea, 40 places"]);
    events.push(another("dinner", "talk", "2027-03-04", &[]));
    assert_eq!(offered(&events), ["one, 40 places", "two, 40 places", "three, "], "there is no dinner");
}

#[test]
fn the_front_page_shows_the_next_events_as_they_are_while_none_can_be_joined() {
    let full =
        another("dinner", "storytelling_dinner", "2027-03-04", &[("status: scheduled", "status: full")]);
    assert_eq!(offered(&[full]), ["dinner, 40 places"]);
}

#[test]
fn the_front_page_tells_a_story_in_the_words_of_the_person() {
    let quote = "It began with one oven.\n\n::: quote\n\nI [missed](/events/) the smell.\n:::";
    let output = made(&[&SITE.replace("It began with one oven.", quote)]);
    let home = text(&output, "public/en/index.html");
    let words = "I <a href=\"https://spaces.example/en/events/\">missed</a> the smell.";
    assert!(home.contains(words), "{home}");
    assert!(!home.contains("one oven"), "{home}");
    assert!(!file("public/en/index.html").contains("<blockquote"), "a story may have none");
}
