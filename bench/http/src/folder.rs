//! A folder of forms, as the generator would make it: the form of the tests, with an event of 50 seats and one for all.

use std::collections::BTreeMap;
use std::path::Path;

use forms::{
    Definition, Direction, EventInfo, EventStatus, EventTime, Facts, LanguageInfo, Manifest, Texts, TicketInfo,
};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../forms-fn/tests/it/fixture");
const SHELL: &str = "<!doctype html><html lang=en><title>@@title@@</title><a href=\"/en/@@path@@\">English</a><main>@@main@@</main></html>";

pub fn write(dir: &Path) {
    let read = |name: &str| std::fs::read_to_string(format!("{FIXTURE}/{name}")).expect("the tests' fixture");
    let definition = Definition::parse("registration", &read("registration.yaml"), &["en", "ar"])
        .unwrap_or_else(|_| panic!("the tests' form is fine"));
    let language = |id: &str, dir| LanguageInfo { id: id.to_owned(), name: id.to_owned(), dir };
    let manifest = Manifest {
        version: 1,
        base_url: "https://example.org".to_owned(),
        languages: vec![language("en", Direction::Ltr), language("ar", Direction::Rtl)],
        default_language: "en".to_owned(),
        events: [("fifty".to_owned(), event(Some(50))), ("any".to_owned(), event(None))].into(),
        forms: vec!["registration".to_owned()],
        ..Manifest::default()
    };
    put(dir, "manifest.json", &serde_json::to_vec(&manifest).expect("texts and numbers are JSON"));
    put(dir, "definitions/registration.json", &serde_json::to_vec(&definition).expect("texts are JSON"));
    for lang in ["en", "ar"] {
        let texts = Texts::parse(lang, &read(&format!("texts/{lang}.yaml")))
            .unwrap_or_else(|_| panic!("the tests' texts are fine"));
        put(dir, &format!("texts/{lang}.json"), &serde_json::to_vec(&texts).expect("texts are JSON"));
        put(dir, &format!("shells/{lang}.html"), SHELL.as_bytes());
    }
}

fn event(capacity: Option<u32>) -> EventInfo {
    let at = |hour: u8| -> EventTime {
        format!("9990-01-21T{hour}:00:00+01:00[Europe/Oslo]").parse().expect("a time in Oslo")
    };
    let words = BTreeMap::new;
    EventInfo {
        form: Some("registration".to_owned()),
        starts: at(18),
        ends: at(21),
        opens: None,
        closes: None,
        time_zone: at(18).time_zone().clone().into(),
        capacity,
        waitlist: true,
        status: EventStatus::Scheduled,
        online: false,
        facts: Facts::none(),
        title: [("en".to_owned(), "Dinner".to_owned())].into(),
        url: BTreeMap::new(),
        when: words(),
        opens_text: words(),
        closes_text: words(),
        sequence: 0,
        place: words(),
        country: None,
        ticket: TicketInfo::default(),
        hosts: Vec::new(),
        was: Vec::new(),
    }
}

fn put(dir: &Path, path: &str, bytes: &[u8]) {
    let path = dir.join(path);
    std::fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("the folder can be written");
    std::fs::write(path, bytes).expect("the folder can be written");
}
