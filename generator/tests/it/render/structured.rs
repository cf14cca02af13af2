//! What programs read of a page: JSON-LD of the small site.

use serde_json::Value;

use super::{SITE, build, file};
use generator::render::File;

/// The data of a page.
fn graph(html: &str) -> Value {
    let start = "<script type=\"application/ld+json\">";
    let data = html.split(start).nth(1).and_then(|rest| rest.split("</script>").next()).expect("data");
    serde_json::from_str(data).expect("JSON")
}

/// The one thing of a type on a page.
fn thing(path: &str, kind: &str) -> Value {
    let graph = graph(&file(path));
    assert_eq!(graph["@context"], "https://schema.org");
    let things = graph["@graph"].as_array().expect("things");
    let found: Vec<&Value> = things.iter().filter(|thing| thing["@type"] == kind).collect();
    assert_eq!(found.len(), 1, "{kind} in {path}: {graph:#}");
    found[0].clone()
}

#[test]
fn an_event_says_when_where_and_for_how_much() {
    let event = thing("public/da/events/dinner/index.html", "Event");
    assert_eq!(event["name"], "Middag, historier; og te");
    assert_eq!(event["startDate"], "2027-03-04T17:30:00+01:00");
    assert_eq!(event["endDate"], "2027-03-04T20:30:00+01:00");
    assert_eq!(event["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(event["eventAttendanceMode"], "https://schema.org/OfflineEventAttendanceMode");
    assert_eq!(event["location"][0]["address"]["streetAddress"], "Eksempelgade 12");
    assert_eq!(event["organizer"][0]["name"], "The Hosts");
    assert_eq!(event["inLanguage"], serde_json::json!(["en", "da"]));
    assert_eq!(event["maximumAttendeeCapacity"], 40);
    let offer = &event["offers"];
    assert_eq!((offer["price"].as_str(), offer["priceCurrency"].as_str()), (Some("0"), Some("DKK")));
    assert_eq!(offer["availability"], "https://schema.org/InStock");
    assert_eq!(offer["validFrom"], "2026-10-01T09:00:00+02:00");
    assert_eq!(offer["url"], "https://spaces.example/da/events/dinner/");
}

/// The dinner with other words in its front matter.
fn dinner_with(changes: &[(&str, &str)]) -> Value {
    let start = SITE.find("-- content/events/dinner/index.en.md --").expect("the dinner");
    let mut text = SITE[start..].split("\n-- ").next().expect("its text").to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let (output, _) = build(&[SITE, &text]);
    let Some(File::Bytes(bytes)) = output.files.get("public/en/events/dinner/index.html") else {
        panic!("no page")
    };
    graph(&String::from_utf8_lossy(bytes))["@graph"][0].clone()
}

#[test]
fn each_status_of_an_event_is_told() {
    let full = dinner_with(&[("status: scheduled", "status: full")]);
    assert_eq!(full["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(full["offers"]["availability"], "https://schema.org/SoldOut");
    let postponed = dinner_with(&[("status: scheduled", "status: postponed")]);
    assert_eq!(postponed["eventStatus"], "https://schema.org/EventPostponed");
    assert_eq!(postponed["offers"]["availability"], "https://schema.org/OutOfStock");
    let moved = dinner_with(&[("status: scheduled", "status: moved_online")]);
    assert_eq!(moved["eventStatus"], "https://schema.org/EventMovedOnline");
    assert_eq!(moved["eventAttendanceMode"], "https://schema.org/OnlineEventAttendanceMode");
    assert_eq!(moved["location"][0]["@type"], "VirtualLocation");
    let hybrid = dinner_with(&[
        ("mode: in_person", "mode: hybrid"),
        ("price: free", "price: { amount: 50, currency: DKK }"),
    ]);
    assert_eq!(hybrid["location"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        (hybrid["offers"]["price"].as_str(), &hybrid["isAccessibleForFree"]),
        (Some("50"), &Value::Bool(false))
    );
    let named = dinner_with(&[(
        "{ role: A bakery owner }",
        "{ name: Mira Holm, role: A bakery owner, consentRef: \"2026-001\" }",
    )]);
    assert_eq!(named["performer"][0], serde_json::json!({ "@type": "Person", "name": "Mira Holm" }));
    assert_eq!(
        thing("public/en/events/meeting/index.html", "Event")["eventStatus"],
        "https://schema.org/EventCancelled"
    );
}

#[test]
fn a_story_is_an_article_of_those_who_may_be_named() {
    let story = thing("public/en/stories/bread/index.html", "Article");
    assert_eq!(story["headline"], "Bread for the street");
    assert_eq!(story["author"]["@type"], "Organization", "a pseudonym is nobody's name");
    assert_eq!(story["workTranslation"][0]["@id"], "https://spaces.example/da/stories/bread/#story");
    let danish = thing("public/da/stories/bread/index.html", "Article");
    assert_eq!(danish["inLanguage"], "da");
    assert_eq!(danish["translationOfWork"]["@id"], story["@id"]);
}

#[test]
fn every_page_says_the_way_to_it_and_the_home_page_whose_it_is() {
    let crumbs = thing("public/en/organisations/hosts/index.html", "BreadcrumbList");
    let names: Vec<&str> = crumbs["itemListElement"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|item| item["name"].as_str())
        .collect();
    assert_eq!(names, ["Home", "Organisations", "The Hosts"]);
    let about = thing("public/en/organisations/hosts/index.html", "AboutPage");
    assert_eq!(about["mainEntity"]["@id"], "https://spaces.example/#hosts");
    assert_eq!(thing("public/da/index.html", "WebSite")["alternateName"], serde_json::json!(["Spaces"]));
    let network = thing("public/da/index.html", "Organization");
    assert_eq!(network["member"][0]["@id"], about["mainEntity"]["@id"]);
}

#[test]
fn pages_that_search_engines_leave_out_have_no_data() {
    for path in ["public/da/stories/tea/index.html", "public/en/stories/gone/index.html", "public/404.html"] {
        assert!(!file(path).contains("ld+json"), "{path}");
    }
}

#[test]
fn no_text_can_end_the_script() {
    let home = "-- content/stories/bread/index.en.md --\n".to_owned()
        + SITE
            .split("-- content/stories/bread/index.en.md --\n")
            .nth(1)
            .expect("bread")
            .split("\n-- ")
            .next()
            .expect("bread")
            .replace("Bread for the street", "\"Bread </script><script>alert(1)</script>\"")
            .as_str();
    let (output, _) = build(&[SITE, &home]);
    let Some(File::Bytes(bytes)) = output.files.get("public/en/stories/bread/index.html") else {
        panic!("no page")
    };
    let page = String::from_utf8_lossy(bytes);
    assert!(page.contains("Bread \\u003c/script>"), "{page}");
    assert_eq!(page.matches("</script>").count(), 1, "{page}");
}
