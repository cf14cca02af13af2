//! A folder of forms, as the generator would make it: the form of the tests, with an event of 50 seats and one for all.

use std::path::Path;

use forms::{Definition, EventInfo, LanguageInfo, Manifest, Texts};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../forms-fn/tests/it/fixture");
const SHELL: &str = "<!doctype html><html lang=en><title>@@title@@</title><a href=\"/en/@@path@@\">English</a><main>@@main@@</main></html>";

pub fn write(dir: &Path) {
    let read = |name: &str| std::fs::read_to_string(format!("{FIXTURE}/{name}")).expect("the tests' fixture");
    let definition = Definition::parse("registration", &read("registration.yaml"), &["en", "ar"])
        .unwrap_or_else(|_| panic!("the tests' form is fine"));
    let language =
        |id: &str, dir: &str| LanguageInfo { id: id.to_owned(), name: id.to_owned(), dir: dir.to_owned() };
    let manifest = Manifest {
        version: 1,
        base_url: "https://example.org".to_owned(),
        languages: vec![language("en", "ltr"), language("ar", "rtl")],
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
    EventInfo {
        form: Some("registration".to_owned()),
        starts: "9990-01-21T18:00:00+01:00[Europe/Oslo]".to_owned(),
        ends: "9990-01-21T21:00:00+01:00[Europe/Oslo]".to_owned(),
        time_zone: "Europe/Oslo".to_owned(),
        capacity,
        waitlist: true,
        status: "scheduled".to_owned(),
        title: [("en".to_owned(), "Dinner".to_owned())].into(),
        ..EventInfo::default()
    }
}

fn put(dir: &Path, path: &str, bytes: &[u8]) {
    let path = dir.join(path);
    std::fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("the folder can be written");
    std::fs::write(path, bytes).expect("the folder can be written");
}
