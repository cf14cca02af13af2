//! Where readers can ask: which offices stand on which page, in which language, and what is said about them.

use std::collections::BTreeMap;

use generator::build::Produced;
use generator::diagnostic::Code;
use generator::render::{File, Output};

use crate::site;

fn output(produced: Produced) -> Output {
    assert!(produced.diagnostics.is_empty(), "{:#?}", produced.diagnostics);
    produced.output.unwrap()
}

/// The part of a page with the offices, without the blanks between its tags.
fn offices(output: &Output, path: &str) -> Option<String> {
    let File::Bytes(bytes) = &output.files[&*format!("public/{path}index.html")] else { panic!("{path}") };
    let page = String::from_utf8_lossy(bytes).into_owned();
    let (_, from) = page.split_once("<div class=\"ask\">")?;
    Some(from.split_once("</div>").unwrap().0.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The addresses of the offices in the order of the page, each with the language of its page.
fn links(html: &str) -> Vec<(&str, &str)> {
    let links = html.split("<a href=\"").skip(1).map(|rest| {
        let (url, rest) = rest.split_once("\" hreflang=\"").unwrap();
        (url, rest.split_once('"').unwrap().0)
    });
    links.collect()
}

#[test]
fn a_story_names_the_offices_of_its_country_that_know_its_topics_best() {
    let output = output(site::produce(site::whole()));
    let english = offices(&output, "en/stories/bread/").unwrap();
    assert!(english.contains("<h2>Where to ask in Sweden</h2>"), "{english}");
    // The one that knows both topics stands first.
    assert_eq!(links(&english), [("https://mat.example/", "sv"), ("https://skatt.example/en/", "en")]);
    assert!(
        english.contains("Food inspectors</bdi></a> <span class=\"meta\">(in Swedish)</span>"),
        "{english}"
    );
    assert!(english.contains("<time datetime=\"2026-11-02\">Checked 2 November 2026</time>"), "{english}");
    assert!(english.contains("How to register, and which tax to pay."), "{english}");
    assert_eq!(english.matches("class=\"meta\"").count(), 1, "the reader's own language isn't named");
}

#[test]
fn a_page_in_the_readers_language_comes_before_the_english_one() {
    let output = output(site::produce(site::whole()));
    let of = |lang: &str| offices(&output, &format!("{lang}/stories/bread/")).unwrap();
    assert_eq!(links(&of("sv")), [("https://mat.example/", "sv"), ("https://skatt.example/", "sv")]);
    assert_eq!(links(&of("ar")), [("https://mat.example/ar/", "ar"), ("https://skatt.example/en/", "en")]);
    assert!(of("ar").contains("(بالإنجليزية)") && of("uk").contains("(шведською)"));
    let danish = offices(&output, "da/events/dinner/").unwrap();
    assert_eq!(links(&danish), [("https://mad.example/", "da-DK")]);
    assert!(danish.contains("Her kan du spørge i Danmark") && !danish.contains("på dansk"), "{danish}");
}

#[test]
fn a_topic_has_the_offices_of_every_country_and_no_other_list_has_any() {
    let output = output(site::produce(site::whole()));
    for list in ["en/stories/topic/food/", "en/events/topic/food/"] {
        let offices = offices(&output, list).unwrap();
        assert_eq!(
            links(&offices),
            [("https://mad.example/", "da-DK"), ("https://mat.example/", "sv")],
            "{list}"
        );
        let (denmark, sweden) = (offices.find("in Denmark"), offices.find("in Sweden"));
        assert!(denmark.is_some() && denmark < sweden, "{offices}");
    }
    for list in ["en/stories/", "en/stories/country/se/", "en/events/past/", "en/stories/topic/crafts/"] {
        assert_eq!(offices(&output, list), None, "{list}");
    }
}

#[test]
fn a_country_of_which_the_theme_has_no_sentence_is_named_behind_a_colon() {
    let site = site::copied();
    site::change(site.path(), "content/resources.yaml", "country: \"DK\"", "country: \"DE\"");
    let output = output(site::produce(site.path()));
    let of = |lang: &str| offices(&output, &format!("{lang}/stories/topic/food/")).unwrap();
    assert!(of("en").contains("<h2>Where to ask: Germany</h2>"), "{}", of("en"));
    assert!(of("uk").contains("<h2>Де запитати: Німеччина</h2>"), "{}", of("uk"));
}

/// Not "in United Kingdom", and not «у Туреччина»: where a language changes a name, it stands alone.
#[test]
fn clocks_elsewhere_are_said_with_names_as_they_are_called() {
    let site = site::copied();
    let more = |name: &str, country: &str| {
        let about = "{ en: A, da: A, fi: A, nb: A, sv: A, ar: A, uk: A }";
        format!("{name}: {{ name: A, country: {country}, city: A, role: partner, about: {about} }}\n")
    };
    let organisations = site::read(site.path(), "content/organisations.yaml");
    let organisations = organisations + &more("a", "TR") + &more("b", "GB");
    site::write(site.path(), "content/organisations.yaml", &organisations);
    let output = site::produce(site.path()).output.unwrap();
    let page = |lang: &str| {
        let File::Bytes(bytes) = &output.files[&*format!("public/{lang}/events/online/index.html")] else {
            panic!("{lang}")
        };
        String::from_utf8_lossy(bytes).into_owned()
    };
    assert!(page("en").contains(" in the United Kingdom"), "{}", page("en"));
    assert!(page("uk").contains("Туреччина: "), "{}", page("uk"));
    assert!(page("fi").contains("Turkki: klo "), "{}", page("fi"));
}

#[test]
fn a_story_names_five_offices_at_most() {
    let site = site::copied();
    let one = "{ country: SE, topics: [food], name: NAME, about: NAME, url: { sv: \"https://a.example/\" }, checked: \"2026-11-02\" }";
    let name = "{ en: A, da: A, fi: A, nb: A, sv: A, ar: A, uk: A }";
    let all = (1..8).map(|number| {
        format!("- {}\n", one.replace("NAME", name).replacen('{', &format!("{{ id: a-{number},"), 1))
    });
    site::write(site.path(), "content/resources.yaml", &all.collect::<String>());
    let output = output(site::produce(site.path()));
    assert_eq!(links(&offices(&output, "en/stories/bread/").unwrap()).len(), 5);
    assert_eq!(links(&offices(&output, "en/stories/topic/food/").unwrap()).len(), 7);
}

/// Whatever is wrong with days and pages, once each.
#[test]
fn an_editor_hears_of_offices_without_a_page_and_of_old_ones() {
    let site = site::copied();
    let change = |old: &str, new: &str| site::change(site.path(), "content/resources.yaml", old, new);
    change("checked: \"2026-10-01\"", "checked: \"2025-11-22\"");
    change("{ da-DK: \"https://mad.example/\" }", "{}");
    let produced = site::produce(site.path());
    let said: BTreeMap<Code, &str> = produced.diagnostics.iter().map(|it| (it.code, &*it.message)).collect();
    let expected = [
        (Code::ResourceChecked, "nobody has opened the pages of `tax-se` since 2025-11-22"),
        (Code::ResourceNoAddress, "readers don't see the office `food-dk`: it has no page yet"),
    ];
    assert_eq!(said.into_iter().collect::<Vec<_>>(), expected);
    assert_eq!(produced.diagnostics.len(), 2);
    assert_eq!(offices(&produced.output.unwrap(), "en/events/dinner/"), None);
    change("checked: \"2025-11-22\"", "checked: \"2025-11-23\"");
    assert_eq!(site::produce(site.path()).diagnostics.len(), 1, "a year isn't more than a year");
}
