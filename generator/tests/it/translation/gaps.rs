//! A language is a file: what it doesn't say, another one says, and it is counted.

use std::path::Path;

use super::{change, read, said, site, spaces, write};

const OWN: &str = "content/texts/nb.yaml";
const THEME: &str = "themes/plain/texts/nb.yaml";

/// The number of texts that a language lacks.
fn missing(root: &Path, lang: &str) -> u64 {
    let json: serde_json::Value =
        serde_json::from_str(&said(root, &["status", "--format", "json", "--lang", lang])).unwrap();
    json["counts"][lang]["words"].as_u64().unwrap()
}

#[test]
fn a_language_without_words_stops_nothing_and_is_told_in_one_line() {
    let site = site();
    let root = site.path();
    std::fs::remove_file(root.join(THEME)).unwrap();
    let output = spaces(root, &["check"]);
    let told = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    let count = missing(root, "nb");
    assert!(count > 1);
    assert_eq!(told.matches("text/gaps").count(), 1, "{told}");
    assert!(told.contains(&format!("`nb` lacks {count} texts")), "{told}");
    assert!(!told.contains("text/untranslated"), "{told}");
    assert_eq!(missing(root, "da"), 0);

    write(root, OWN, "menu: Meny\n");
    assert_eq!(missing(root, "nb"), count - 1);
}

#[test]
fn the_file_to_fill_in_has_what_is_missing_and_later_only_what_is_new() {
    let site = site();
    let root = site.path();
    std::fs::remove_file(root.join(THEME)).unwrap();
    let count = missing(root, "nb");
    assert!(said(root, &["texts", "nb"]).contains(&format!("{count} texts")));
    let written = read(root, OWN);
    assert!(written.contains("# \"Menu\"\nmenu:\n"), "{written}");
    assert!(written.contains("guests:\n  count: n\n  one:\n  other:\n"), "{written}");
    // It is no word yet.
    assert_eq!(missing(root, "nb"), count);

    assert!(said(root, &["texts", "nb"]).contains(&format!("nothing new; {count} still")));
    assert_eq!(read(root, OWN), written);

    change(root, OWN, "\nmenu:\n", "\nmenu: \"Meny\"\n");
    let english = read(root, "themes/plain/texts/en.yaml");
    write(root, "themes/plain/texts/en.yaml", &format!("{english}more: \"More\"\n"));
    let before = read(root, OWN);
    assert!(said(root, &["texts", "nb"]).contains("1 text "));
    let after = read(root, OWN);
    assert!(after.starts_with(&before), "{after}");
    assert!(after.ends_with("# \"More\"\nmore:\n"), "{after}");
    assert_eq!(missing(root, "nb"), count);
}

#[test]
fn a_key_of_the_first_language_that_nothing_shows_is_told_where_it_stands() {
    let site = site();
    let root = site.path();
    write(
        root,
        "content/texts/en.yaml",
        "menyu: \"Menu\"\nstories: { in: { \"DE\": \"From Germany\" } }\nown: { north: \"North\" }\n",
    );
    write(
        root,
        "content/templates/search.html",
        "{% extends \"base.html\" %}{% block main %}{{ t(key=\"own.north\") }}{% endblock main %}\n",
    );
    let output = spaces(root, &["check"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("nothing shows `menyu`") && told.contains("did you mean `menu`?"), "{told}");
    assert!(!told.contains("nothing shows `stories") && !told.contains("nothing shows `own"), "{told}");
}

#[test]
fn a_language_can_be_prepared_with_the_plurals_that_it_has() {
    let site = site();
    let root = site.path();
    said(root, &["texts", "pl"]);
    let written = read(root, "content/texts/pl.yaml");
    assert!(written.contains("guests:\n  count: n\n  few:\n  many:\n  one:\n  other:\n"), "{written}");
    said(root, &["texts", "zh-hans"]);
    assert!(read(root, "content/texts/zh-Hans.yaml").contains("guests:\n  count: n\n  other:\n"));
    // What lies ready for later is no problem of the site.
    said(root, &["check"]);
}

/// A slip makes no file.
#[test]
fn what_is_no_language_is_told_with_the_one_that_may_be_meant() {
    let site = site();
    let root = site.path();
    for (written, told) in [
        ("zz", "no language `zz`: write its tag of BCP 47, such as `de`"),
        ("not a tag", "no language `not a tag`: write its tag"),
        ("dk", "no language `dk`: did you mean `da`?"),
        ("deu", "no language `deu`: did you mean `de`?"),
        ("danisch", "no language `danisch`: did you mean `da`?"),
        ("Englisch", "no language `Englisch`: did you mean `en`?"),
    ] {
        let output = spaces(root, &["texts", written]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && said.contains(told), "{written}: {said}");
    }
    assert!(!root.join("content/texts").exists());
    // What the program doesn't know may be a language of the site all the same.
    let settings = read(root, "content/site.yaml");
    let line = settings.lines().find(|line| line.contains("id: nb")).unwrap();
    change(root, "content/site.yaml", line, &format!("{line}\n  - {{ id: zz, name: Zz }}"));
    assert!(said(root, &["texts", "zz"]).contains("zz.yaml: "));
}

#[test]
fn a_fallback_is_asked_before_the_first_language() {
    let site = site();
    let root = site.path();
    std::fs::remove_file(root.join(THEME)).unwrap();
    let settings = read(root, "content/site.yaml");
    let line = settings.lines().find(|line| line.contains("id: nb")).unwrap().to_owned();
    let new = line.replace('}', ", fallback: da }");
    change(root, "content/site.yaml", &line, &new);
    said(root, &["texts", "nb"]);
    assert!(read(root, OWN).contains("# \"Hej {name}\"\ngreeting:\n"), "{}", read(root, OWN));
    change(root, "content/site.yaml", "fallback: da", "fallback: xx");
    let output = spaces(root, &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("config/language"));
}
