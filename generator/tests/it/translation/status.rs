//! `spaces status`: what is missing, what is stale and what its source says now.

use std::fs;
use std::process::Command;

use super::{change, git, read, said, site, spaces, write};

const SOURCE: &str = "content/stories/tea/index.en.md";
const DANISH: &str = "content/stories/tea/index.da.md";

fn json(root: &std::path::Path) -> serde_json::Value {
    serde_json::from_str(&said(root, &["status", "--format", "json", "--lang", "da"])).unwrap()
}

fn tea(root: &std::path::Path) -> serde_json::Value {
    let report = json(root);
    let documents = report["documents"].as_array().unwrap();
    documents.iter().find(|document| document["id"] == "stories/tea").unwrap().clone()
}

#[test]
fn a_translation_is_unknown_then_current_then_stale_with_what_changed() {
    let site = site();
    let root = site.path();
    git(root, &["init", "--quiet"]);
    assert_eq!(tea(root)["translations"][0]["state"], "unknown");
    said(root, &["status", "--accept", DANISH]);
    assert_eq!(tea(root)["translations"][0]["state"], "current");
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "-m", "one"]);

    change(root, SOURCE, "summary: One crate at a time.", "summary: Two crates at a time. They are heavy.");
    let tea_now = tea(root);
    assert_eq!(tea_now["translations"][0]["state"], "stale");
    assert_eq!(tea_now["changes"][0]["from"], tea_now["translations"][0]["sourceHash"]);
    let diff = tea_now["changes"][0]["diff"].as_str().unwrap();
    assert!(
        diff.contains(
            "\n-summary: One crate at a time.\n+summary: Two crates at a time.\n+They are heavy.\n"
        ),
        "{diff}"
    );

    let table = said(root, &["status"]);
    assert!(table.contains("stale: stories/tea in da\n"), "{table}");
    assert!(table.contains("  -summary: One crate"), "{table}");
    let github = said(root, &["status", "--format", "github", "--lang", "da"]);
    let stale =
        format!("::warning file={DANISH},line=7,col=1,title=translation/stale::`{SOURCE}` has changed");
    assert!(github.contains(&stale), "{github}");
    assert!(github.contains("%0A-summary: One crate at a time.%0A+summary: Two"), "{github}");
    assert!(github.contains("title=translation/missing::`events/dinner` has no translation into `da`"));
}

#[test]
fn the_older_text_is_found_in_a_folder_that_had_another_name() {
    let site = site();
    let root = site.path();
    said(root, &["status", "--accept", DANISH]);
    git(root, &["init", "--quiet"]);
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "-m", "one"]);
    change(root, SOURCE, "## Prices", "## What it costs");
    git(root, &["commit", "--quiet", "-am", "two"]);
    git(root, &["mv", "content/stories/tea", "content/stories/green-tea"]);
    git(root, &["commit", "--quiet", "-m", "three"]);
    let report = json(root);
    let changes =
        report["documents"].as_array().unwrap().iter().find(|d| d["id"] == "stories/green-tea").unwrap();
    let diff = changes["changes"][0]["diff"].as_str().unwrap();
    assert!(diff.contains("-## Prices {#prices}\n+## What it costs {#prices}\n"), "{diff}");
}

#[test]
fn however_many_versions_are_read_git_is_started_twice() {
    let site = site();
    let root = site.path();
    said(root, &["status", "--accept", DANISH]);
    git(root, &["init", "--quiet"]);
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "-m", "one"]);
    let mut before = "## Prices".to_owned();
    for version in 2..12 {
        let now = format!("## Prices of {version}");
        change(root, SOURCE, &before, &now);
        // A version that is no text is one that says nothing.
        let text = read(root, SOURCE);
        if version == 5 {
            fs::write(root.join(SOURCE), b"\xff\xfe\n").unwrap();
        }
        git(root, &["commit", "--quiet", "-am", &now]);
        write(root, SOURCE, &text);
        before = now;
    }
    let trace = tempfile::NamedTempFile::new().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_spaces"))
        .args(["status", "--lang", "da"])
        .current_dir(root)
        .env("GIT_TRACE", trace.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("  -## Prices {#prices}\n  +## Prices of 11 {#prices}\n"), "{said}");
    let trace = fs::read_to_string(trace.path()).unwrap();
    let started: Vec<&str> =
        trace.lines().filter_map(|line| line.split_once("built-in: git ")).map(|(_, git)| git).collect();
    assert_eq!(started.len(), 2, "{trace}");
    assert!(started[0].starts_with("log ") && started[1].starts_with("cat-file "), "{trace}");
}

#[test]
fn without_git_a_stale_translation_is_still_stale() {
    let site = site();
    let root = site.path();
    said(root, &["status", "--accept", DANISH]);
    change(root, SOURCE, "title: Tea", "title: Green tea");
    assert_eq!(tea(root)["changes"][0]["diff"], serde_json::Value::Null);
    assert!(said(root, &["status"]).contains("  git doesn't know the older text `"));
}

#[test]
fn facts_and_blanks_at_the_ends_of_lines_make_no_translation_old() {
    let site = site();
    let root = site.path();
    said(root, &["status", "--accept", DANISH]);
    change(root, SOURCE, "country: \"DK\"", "country: \"SE\"");
    change(root, SOURCE, "title: Tea", "slug: fine-tea\ntitle:   Tea   # a drink");
    change(root, SOURCE, "## Prices {#prices}", "\n\n## Prices {#prices}   ");
    assert_eq!(tea(root)["translations"][0]["state"], "current");
    change(root, SOURCE, "alt: A crate of tea", "alt: A crate");
    assert_eq!(tea(root)["translations"][0]["state"], "stale");
}

#[test]
fn the_status_is_an_error_only_where_it_is_asked_to_be() {
    let site = site();
    let root = site.path();
    assert_eq!(spaces(root, &["status"]).status.code(), Some(0));
    assert_eq!(spaces(root, &["status", "--strict"]).status.code(), Some(1));
    let output = spaces(root, &["status", "--lang", "xx"]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(error, "error: `xx` is not a language of the site; choose one of en, da, nb\n");
}

#[test]
fn words_that_a_language_lacks_count_and_other_errors_are_said() {
    let site = site();
    let root = site.path();
    change(root, "themes/plain/texts/nb.yaml", "menu: Meny\n", "");
    change(root, "content/topics.yaml", ", nb: Mat", "");
    let table = said(root, &["status", "--lang", "nb"]);
    assert!(table.contains("missing: themes/plain/texts/nb.yaml: `menu` has no words in `nb`"), "{table}");
    assert!(table.contains("missing: content/topics.yaml: `label` has no text in `nb`"), "{table}");
    assert!(!said(root, &["status", "--lang", "da"]).contains("topics.yaml"));
    change(root, SOURCE, "title: Tea", "titel: Tea");
    let output = spaces(root, &["status", "--lang", "nb"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("unknown key `titel`"));
    assert!(String::from_utf8_lossy(&output.stdout).contains("pages/about"), "the rest is shown");
}

#[test]
fn withdrawn_and_expired_documents_wait_for_no_translation() {
    let site = site();
    let root = site.path();
    change(root, SOURCE, "demo: true", "demo: true\nstatus: withdrawn");
    change(
        root,
        "content/pages/privacy/index.en.md",
        "kind: privacy",
        "kind: privacy\nexpire: \"2020-01-01\"",
    );
    let table = said(root, &["status"]);
    assert!(!table.contains("stories/tea") && !table.contains("pages/privacy"), "{table}");
    assert!(table.contains("pages/about"));
}

#[test]
fn a_translation_without_an_address_of_its_own_is_offered_one() {
    let site = site();
    let root = site.path();
    change(root, DANISH, "title: Te\n", "title: Grøn te på flaske\n");
    assert_eq!(tea(root)["translations"][0]["suggestedSlug"], "groen-te-paa-flaske");
    change(root, DANISH, "review: machine\n", "review: machine\nslug: te\n");
    assert_eq!(tea(root)["translations"][0]["suggestedSlug"], serde_json::Value::Null);
    assert!(read(root, DANISH).contains("slug: te"));
    write(root, "content/pages/home/index.da.md", "---\ntitle: Hjem\nreview: machine\n---\nHej\n");
    let report = json(root);
    let home = report["documents"].as_array().unwrap().iter().find(|d| d["id"] == "pages/home").unwrap();
    assert_eq!(
        home["translations"][0]["suggestedSlug"],
        serde_json::Value::Null,
        "its address is the language"
    );
}

#[test]
fn a_language_whose_name_is_a_word_of_the_message_has_no_gap_of_another() {
    let site = site();
    let root = site.path();
    for file in ["content/site.yaml", "content/organisations.yaml", "content/topics.yaml"] {
        let text = read(root, file).replace("nb:", "no:").replace("id: nb", "id: no");
        write(root, file, &text.replace("\"nb\"", "\"no\""));
    }
    let words = read(root, "themes/plain/texts/nb.yaml");
    write(root, "themes/plain/texts/no.yaml", &words);
    std::fs::remove_file(root.join("themes/plain/texts/nb.yaml")).unwrap();
    let danish = read(root, "themes/plain/texts/da.yaml");
    let without: String =
        danish.lines().filter(|line| !line.starts_with("menu:")).map(|line| format!("{line}\n")).collect();
    write(root, "themes/plain/texts/da.yaml", &without);
    let gap = |lang: &str| {
        let output = spaces(root, &["status", "--lang", lang]);
        String::from_utf8(output.stdout).unwrap().contains("`menu` has no words in `da`")
    };
    assert!(gap("da") && !gap("no"));
}
