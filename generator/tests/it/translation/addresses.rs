//! `spaces record`: the pages at old addresses, and what is due of events.

use std::path::Path;

use generator::build::{self, BuildOptions};
use generator::render::{File, Output};

use super::{change, notice, read, said, spaces};

const LEDGER: &str = "content/addresses.yaml";
const NOW: [&str; 2] = ["--now", "2026-11-23T12:00:00Z"];

fn record(root: &Path) -> String {
    said(root, &[&["record"], &NOW[..]].concat())
}

fn build(root: &Path) -> Output {
    let now = NOW[1].parse().unwrap();
    let options = BuildOptions::new(root, now);
    let produced = build::produce(&options);
    produced.output.unwrap_or_else(|| panic!("{:#?}", produced.diagnostics))
}

fn page(output: &Output, path: &str) -> String {
    match output.files.get(&*format!("public{path}index.html")) {
        Some(File::Bytes(bytes)) => String::from_utf8(bytes.clone()).unwrap(),
        _ => panic!("no page at {path}"),
    }
}

#[test]
fn a_slug_that_changes_leaves_a_redirect_in_its_own_language() {
    let site = notice::site();
    let root = site.path();
    assert_eq!(record(root), "12 new addresses\n");
    let first = read(root, LEDGER);
    assert!(
        first.contains("\nstories/bread:\n  en: [/en/stories/bread/]\n  da: [/da/stories/bread/]\n"),
        "{first}"
    );
    assert_eq!(record(root), "0 new addresses\n");
    assert_eq!(read(root, LEDGER), first);

    change(root, "content/stories/bread/index.da.md", "review: machine", "review: machine\nslug: broed");
    let output = build(root);
    let old = page(&output, "/da/stories/bread/");
    assert!(old.contains("/da/stories/broed/") && old.contains("noindex"), "{old}");
    assert!(page(&output, "/da/stories/broed/").contains("Brød til gaden"));
    assert!(page(&output, "/en/stories/bread/").contains("It began"), "the English address is as it was");

    assert_eq!(record(root), "1 new address\n");
    assert!(read(root, LEDGER).contains("  da: [/da/stories/bread/, /da/stories/broed/]\n"));
    change(root, "content/stories/bread/index.da.md", "slug: broed", "slug: broedet");
    let output = build(root);
    for address in ["bread", "broed"] {
        assert!(
            page(&output, &format!("/da/stories/{address}/")).contains("/da/stories/broedet/"),
            "{address}"
        );
    }
    change(root, "content/stories/bread/index.da.md", "\nslug: broedet", "");
    let back = page(&build(root), "/da/stories/broed/");
    assert!(back.contains("/da/stories/bread/"), "a name that comes back is a page again: {back}");
}

#[test]
fn nothing_is_recorded_of_a_site_with_errors_or_of_drafts() {
    let site = notice::site();
    let root = site.path();
    change(root, "content/stories/tea/index.en.md", "demo: true", "demo: true\ndraft: true");
    record(root);
    assert!(!read(root, LEDGER).contains("stories/tea"));
    let before = read(root, LEDGER);
    change(root, "content/stories/bread/index.en.md", "host: hosts", "host: nobody");
    let output = spaces(root, &["addresses"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).ends_with("nothing was written\n"));
    assert_eq!(read(root, LEDGER), before);
}

#[test]
fn the_whole_site_has_recorded_every_address_and_what_each_translation_was_made_from() {
    let site = crate::site::copied();
    assert_eq!(record(site.path()), "0 new addresses\n", "`spaces record` has to be run in `tests/site`");
    let report: serde_json::Value =
        serde_json::from_str(&said(site.path(), &["status", "--format", "json"])).unwrap();
    for (lang, counts) in report["counts"].as_object().unwrap() {
        assert_eq!(counts["unknown"], 0, "`spaces status --accept` has to be run for {lang}");
    }
}

/// The folder gets another name, and the editor does what the message says.
#[test]
fn a_folder_with_another_name_is_one_message_whose_line_can_be_pasted() {
    let site = notice::site();
    let root = site.path();
    record(root);
    std::fs::rename(root.join("content/stories/bread"), root.join("content/stories/loaf")).unwrap();
    let told = || {
        let options = BuildOptions::new(root, NOW[1].parse().unwrap());
        let problems = build::produce(&options).diagnostics;
        let gone = problems.into_iter().filter(|problem| problem.code.as_str() == "url/gone");
        gone.map(|problem| crate::joined(&problem.hints, "\n")).collect::<Vec<_>>()
    };
    let [hints] = &told()[..] else { panic!("{:?}", told()) };
    let line = &hints[hints.find("aliases: [").unwrap()..hints.find(']').unwrap() + 1];
    change(root, "content/stories/loaf/index.en.md", "---\n", &format!("---\n{line}\n"));
    assert_eq!(told(), [""; 0]);
    let output = build(root);
    for lang in ["en", "da"] {
        let old = page(&output, &format!("/{lang}/stories/bread/"));
        assert!(old.contains(&format!("/{lang}/stories/loaf/")), "{lang}: {old}");
    }
}

#[test]
fn an_old_address_is_written_as_a_browser_copies_it_and_as_an_old_site_had_it() {
    let site = notice::site();
    let root = site.path();
    let aliases = "aliases: [/br%C3%B8d/, /old.html, /blog/2019/index.html, \"/a b/c\", /v1.0/]";
    change(root, "content/stories/bread/index.en.md", "---\n", &format!("---\n{aliases}\n"));
    let output = build(root);
    for path in
        ["br\u{f8}d/index.html", "old.html", "blog/2019/index.html", "a b/c/index.html", "v1.0/index.html"]
    {
        assert!(output.files.contains_key(&*format!("public/{path}")), "{path}: {:?}", output.files.keys());
    }
}

const DINNER: &str = "content/events/dinner/index.en.md";
const PUBLISHED: &str = "content/published.yaml";

/// What a build says of events.
fn of_events(root: &Path) -> Vec<String> {
    let problems = build::produce(&BuildOptions::new(root, NOW[1].parse().unwrap())).diagnostics;
    let of_events = problems.into_iter().filter(|problem| problem.code.as_str().starts_with("event/"));
    of_events.map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
}

#[test]
fn an_event_with_another_time_gets_the_next_sequence_in_one_line_of_its_file() {
    let site = notice::site();
    let root = site.path();
    record(root);
    let first = read(root, PUBLISHED);
    assert!(first.contains("\ndinner:\n  sequence: 0\n  starts: \"2027-03-04T17:30:00"), "{first}");
    change(root, DINNER, "starts: \"2027-03-04T17:30\"", "starts: \"2027-03-04T17:45\" # the bus is late");
    let before = read(root, DINNER);
    let due = "event/sequence: `starts` changed since the event was published, and its `sequence` is still 0";
    assert!(of_events(root).contains(&due.to_owned()), "{:?}", of_events(root));

    assert_eq!(record(root), format!("{DINNER}: sequence 1\n0 new addresses\n"));
    let after = read(root, DINNER);
    assert_eq!(after.replace("sequence: 1\n", "sequence: 0\n"), before, "nothing else changes");
    let second = read(root, PUBLISHED);
    assert_eq!(second, first.replace("sequence: 0", "sequence: 1").replace("T17:30:00", "T17:45:00"));
    assert_eq!(of_events(root), [""; 0]);
    assert_eq!(record(root), "0 new addresses\n");
    assert_eq!((read(root, DINNER), read(root, PUBLISHED)), (after, second));
}

#[test]
fn an_event_that_was_published_with_a_form_goes_only_in_a_way_that_keeps_its_people() {
    let site = notice::site();
    let root = site.path();
    record(root);
    let form = read(root, PUBLISHED)
        .replace("\n  status: scheduled\n", "\n  status: scheduled\n  form: registration\n");
    std::fs::write(root.join(PUBLISHED), form).unwrap();
    let (old, new) = (root.join("content/events/dinner"), root.join("content/events/supper"));
    std::fs::rename(old, new).unwrap();
    let gone = "event/gone: the event `dinner` was published with a form, and is gone: people may be registered for it";
    assert_eq!(of_events(root), [gone]);
    assert_eq!(spaces(root, &["record"]).status.code(), Some(1));
    let supper = "content/events/supper/index.en.md";
    for way in ["id: dinner", "was: [dinner]"] {
        let before = read(root, supper);
        change(root, supper, "kind:", &format!("{way}\nkind:"));
        assert!(!of_events(root).contains(&gone.to_owned()), "{way}: {:?}", of_events(root));
        let manifest = match &build(root).files["forms/manifest.json"] {
            File::Bytes(bytes) => serde_json::from_slice::<serde_json::Value>(bytes).unwrap(),
            _ => panic!("the manifest is a text"),
        };
        let (id, was) = if way.starts_with("id") { ("dinner", None) } else { ("supper", Some("dinner")) };
        assert_eq!(manifest["events"][id]["was"][0].as_str(), was, "{way}");
        std::fs::write(root.join(supper), before).unwrap();
    }
}
