//! `--pseudo`: what stays plain on a page of a made-up language is text that nobody can translate.

use std::collections::BTreeSet;
use std::path::Path;

use generator::build::{self, BuildOptions};
use generator::render::{File, Output};

use super::{change, visible, write};

/// Words that CLDR gives in each real language.
const DATES: &str = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July \
    August September October November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec at and";
/// The partners and towns, as they write themselves.
const NAMES: &str = "Langbord Fællesskab Nabobord København Oslo Malmö";
/// Of the two documents below: facts, which stand once, in the words of the place or the person.
const FACTS: &str = "Storgata Fatima Studio Somewhere code";
/// What languages call themselves, in the forms.
const LANGUAGES: &str = "English dansk suomi norsk bokmål svenska \u{202e}mirrored\u{202c}";

const STORY: &str = "---
title: Cloth for the street
summary: She began with one needle.
displayName: A tailor in Malmö
nameForm: pseudonym
alt: A needle and a thread
date: \"2026-09-14\"
country: \"SE\"
city: Malmö
origin: Somewhere
business: { name: Fatima Studio, sector: crafts, stage: running, startedYear: 2021 }
host: langbord
topics: [first-customers]
picture: { src: needle.svg, credit: Drawn, people: false }
relatedEvents: [events/evening]
demo: true
---
## How it **began** {#began}

Each *word* here, and [this link](../../events/evening/ \"to the evening\"), has a translation.[^one]

![A thread](needle.svg \"Red\")

::: quote by=\"Her neighbour\"
It fits!
:::

| Price | Piece |
| --- | --- |
| 10 | Shirt |

- [x] `code` stays <abbr>EU</abbr>

[^one]: A note.
";

const EVENT: &str = "---
title: An evening together
summary: Eat and listen.
audience: Everyone
directions: Through the gate
foodNote: Soup
childcareNote: There is a playroom
accessNote: The lift works
photoNote: No pictures
programme: [{ time: \"17:30\", text: Doors open }]
kind: storytelling_dinner
hosts: [nabobord]
starts: \"2027-03-04T17:30\"
ends: \"2027-03-04T20:30\"
timeZone: Europe/Oslo
place: { mode: in_person, name: Room, street: Storgata 1, postcode: \"0150\", city: Oslo, country: \"NO\" }
languagesSpoken: [en, ar]
interpretation: [uk]
capacity: 40
waitlist: true
price: free
accessibility: { stepFree: \"yes\", toilet: \"no\", hearing: unknown, quiet: \"no\", captions: \"no\" }
childcare: care_offered
food: { served: true, diets: [vegan, halal] }
registration: { mode: form, form: registration, opens: \"2026-10-01T09:00\", closes: \"2027-03-01T12:00\" }
status: scheduled
speakers: [{ role: A tailor }]
photoNotice: true
demo: false
---
Come in.
";

/// The theme, settings, forms and pages of the whole site, with one story and one event.
pub(super) fn site() -> tempfile::TempDir {
    let site = crate::site::without_stories_and_events();
    let root = site.path();
    write(root, "content/stories/cloth/index.en.md", STORY);
    write(
        root,
        "content/stories/cloth/needle.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>",
    );
    write(root, "content/events/evening/index.en.md", EVENT);
    site
}

pub(super) fn build(root: &Path, pseudo: bool) -> Output {
    let now = "2026-11-23T12:00:00Z".parse().unwrap();
    let options = BuildOptions { pseudo, ..BuildOptions::new(root, now) };
    let produced = build::produce(&options);
    assert!(produced.diagnostics.is_empty(), "{:#?}", produced.diagnostics);
    produced.output.unwrap()
}

fn page<'a>(output: &'a Output, path: &str) -> &'a str {
    match &output.files[&*format!("public/{path}/index.html")] {
        File::Bytes(bytes) => std::str::from_utf8(bytes).unwrap(),
        File::Copy(_) | File::Made(_) => panic!("a page is made"),
    }
}

/// The pages of one language.
fn pages<'a>(output: &'a Output, lang: &str) -> Vec<(&'a str, &'a str)> {
    let folder = format!("public/{lang}/");
    let files = output.files.iter().filter(|(path, _)| path.starts_with(&folder) && path.ends_with(".html"));
    files
        .map(|(path, file)| match file {
            File::Bytes(bytes) => (&**path, std::str::from_utf8(bytes).unwrap()),
            File::Copy(_) | File::Made(_) => panic!("a page is made"),
        })
        .collect()
}

/// Words of a language's pages that are as they were in English, with the first page of each.
fn plain(output: &Output, lang: &str, is_plain: fn(&str) -> bool) -> BTreeSet<(String, String)> {
    let known: BTreeSet<&str> =
        [DATES, NAMES, FACTS, LANGUAGES].iter().flat_map(|list| list.split_whitespace()).collect();
    let mut seen = BTreeSet::new();
    let mut found = BTreeSet::new();
    for (path, html) in pages(output, lang) {
        for word in visible::words(html).into_iter().filter(|word| is_plain(word)) {
            if !known.contains(word.as_str()) && seen.insert(word.clone()) {
                found.insert((word, path.to_owned()));
            }
        }
    }
    found
}

/// A letter as it is typed in English.
fn has_plain_letter(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_alphabetic())
}

/// The same outside of what is turned round.
fn is_not_mirrored(word: &str) -> bool {
    has_plain_letter(word) && !word.starts_with('\u{202e}')
}

#[test]
fn every_word_of_a_page_can_be_translated_but_names_dates_and_facts() {
    let site = site();
    let output = build(site.path(), true);
    assert_eq!(plain(&output, "en-XA", has_plain_letter), BTreeSet::new());
    assert_eq!(plain(&output, "ar-XB", is_not_mirrored), BTreeSet::new());
    let template = "themes/default/templates/thanks.html";
    change(site.path(), template, "<h1>", "<p>Hard to translate</p><h1>");
    let found: Vec<String> = plain(&build(site.path(), true), "en-XA", has_plain_letter)
        .into_iter()
        .map(|(word, _)| word)
        .collect();
    assert_eq!(found, ["Hard", "to", "translate"], "the test sees what is written into a template");
}

#[test]
fn made_up_languages_stand_beside_the_real_ones_and_only_when_asked_for() {
    let site = site();
    let (normal, pseudo) = (build(site.path(), false), build(site.path(), true));
    let made_up = |path: &str| ["en-XA", "ar-XB"].iter().any(|lang| path.contains(lang));
    assert!(!normal.files.keys().any(|path| made_up(path)));
    assert!(!page(&normal, "en").contains("en-XA"));
    let long = page(&pseudo, "en-XA/stories/cloth");
    assert!(long.contains("<html lang=\"en-XA\" dir=\"ltr\""), "{long}");
    assert!(long.contains("<h1>⟦Çļööţĥ ƒööŕ ţĥéé šţŕééééţ⟧</h1>"), "{long}");
    assert!(page(&pseudo, "ar-XB").contains("<html lang=\"ar-XB\" dir=\"rtl\""));
    assert_eq!(pages(&pseudo, "en-XA").len(), pages(&normal, "en").len());
    let out = site.path().join("dist");
    super::said(site.path(), &["build", "--pseudo", "--out", "dist", "--now", "2026-11-23T12:00:00Z"]);
    assert!(out.join("public/ar-XB/index.html").exists());
    for form in ["registration", "mentor-request"] {
        let definition = &pseudo.files[&*format!("forms/definitions/{form}.json")];
        let File::Bytes(bytes) = definition else { panic!("a definition is made") };
        let form: forms::Definition = serde_json::from_slice(bytes).unwrap();
        assert!(form.title.languages().any(|lang| lang == "ar-XB"));
    }
}

#[test]
fn the_structure_of_a_text_stays() {
    let site = site();
    let output = build(site.path(), true);
    let prose = |lang: &str| {
        let page = page(&output, &format!("{lang}/stories/cloth"));
        let start = page.find("<div class=\"prose\"").unwrap();
        let text = &page[start..start + page[start..].find("<section").unwrap()];
        let text = text.replace(&format!("/{lang}/"), "/en/");
        let tags = text.split('<').skip(1).map(|tag| tag.split('>').next().unwrap());
        let names = tags.map(|tag| tag.split([' ', '>']).next().unwrap().to_owned());
        let ids = text.split(" id=\"").skip(1).map(|id| id.split('"').next().unwrap().to_owned());
        let links = text.split(" href=\"").skip(1).map(|link| link.split('"').next().unwrap().to_owned());
        (names.collect::<Vec<_>>(), ids.collect::<Vec<_>>(), links.collect::<Vec<_>>())
    };
    let english = prose("en");
    assert!(english.0.len() > 30 && english.1.contains(&"began".to_owned()), "{english:?}");
    assert_eq!(prose("en-XA"), english);
    assert_eq!(prose("ar-XB"), english);
    let long = page(&output, "en-XA/stories/cloth");
    assert!(long.contains("<code>code</code>") && long.contains("Ĥééŕ ñééîîĝĥƀööûûŕ"), "{long}");
    for (path, html) in pages(&output, "en-XA").into_iter().filter(|(path, _)| path.ends_with("/index.html"))
    {
        let english = page(
            &output,
            path.trim_start_matches("public/")
                .trim_end_matches("/index.html")
                .replace("en-XA", "en")
                .as_str(),
        );
        assert_eq!(placeholders(html), placeholders(english), "{path}");
    }
}

/// Names in braces that nobody has filled in; scripts fill in some.
fn placeholders(html: &str) -> BTreeSet<&str> {
    let names = html.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    names.filter(|name| name.bytes().all(|byte| byte.is_ascii_alphabetic())).collect()
}
