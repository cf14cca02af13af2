//! A folder of forms with faults is refused as a whole, and every fault is named.

use forms_fn::{FormsFolder, Store};

use crate::site::{manifest, parts, site};

#[test]
fn all_faults_are_told_at_once() {
    let mut manifest = manifest();
    manifest.version = 7;
    manifest.forms.push("gone".to_owned());
    manifest.default_language = "fi".to_owned();
    manifest.events.get_mut("ten").unwrap().starts = "2027-01-21T18:00".to_owned();
    manifest.events.get_mut("two").unwrap().form = Some("nothing".to_owned());
    let mut parts = parts();
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    parts.insert("shells/en.html".to_owned(), b"<title>@@title@@</title>".to_vec());
    parts.insert("shells/ar.html".to_owned(), b"\xff".to_vec());
    parts.insert("texts/en.json".to_owned(), b"[]".to_vec());
    parts.remove("definitions/registration.json");
    let faults = FormsFolder::from_parts(&parts).unwrap_err();
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let expected = [
        "manifest.json: version 7 where this program reads version 1",
        "texts/en.json: ",
        "shells/en.html: no `@@main@@`",
        "shells/ar.html: not UTF-8",
        "definitions/registration.json: missing",
        "definitions/gone.json: missing",
        "manifest.json: event `ten`: `starts` is not a zoned time: ",
        "manifest.json: event `two`: no form `nothing`",
        "manifest.json: the default language `fi` is not listed",
    ];
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.starts_with(expected), "{fault}");
    }
}

#[test]
fn a_language_without_a_word_is_refused() {
    let mut parts = parts();
    let texts = forms::Texts::parse("ar", "form:\n  summaryTitle: x\n").unwrap();
    parts.insert("texts/ar.json".to_owned(), serde_json::to_vec(&texts).unwrap());
    let faults = FormsFolder::from_parts(&parts).unwrap_err();
    assert!(faults.iter().any(|fault| fault.to_string() == "texts/ar.json: no text `form.full`"));
    assert!(faults.iter().all(|fault| fault.path == "texts/ar.json"));
}

#[test]
fn without_a_manifest_there_is_nothing() {
    let faults = FormsFolder::from_parts(&Default::default()).unwrap_err();
    assert_eq!(faults[0].to_string(), "manifest.json: missing");
    let folder = tempfile::tempdir().unwrap();
    let faults = FormsFolder::load(folder.path()).unwrap_err();
    let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, ["manifest.json", "definitions", "texts", "shells"]);
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_left_alone() {
    let site = site();
    site.database().pragma_update(None, "user_version", 99).unwrap();
    let error = Store::open(site.path()).unwrap_err().to_string();
    assert!(error.contains("written by a newer program, schema 99"), "{error}");
}

#[tokio::test]
async fn others_may_read_while_the_server_writes() {
    let site = site();
    let mode: String = site.database().pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}
