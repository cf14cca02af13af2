//! A folder of forms with faults is refused as a whole, and every fault is named. Where it is parsed late, a fault is
//! answered as a failure.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use axum::http::Method;
use forms::OrganisationInfo;
use forms_fn::{App, Clock, FormsFolder, Store};
use serde_json::json;
use tempfile::TempDir;

use crate::crash::write_parts;
use crate::logs::lines_of;
use crate::site::{Answer, FORM, Site, ask, manifest, parts, site, time};

#[test]
fn all_faults_are_told_at_once() {
    let mut manifest = manifest();
    manifest.forms.push("gone".to_owned());
    manifest.default_language = "fi".to_owned();
    manifest.events.get_mut("ten").unwrap().hosts = vec!["nobody".to_owned()];
    manifest.organisations = [("mute".to_owned(), OrganisationInfo::default())].into();
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
        "texts/en.json: ",
        "shells/en.html: no `@@main@@`",
        "shells/ar.html: not UTF-8",
        "definitions/registration.json: missing",
        "definitions/gone.json: missing",
        "manifest.json: the default language `fi` is not listed",
        "manifest.json: `organisations.mute.lang`: the site has no language ``",
        "manifest.json: `events.two.form`: the site has no form `nothing`",
        "manifest.json: `events.ten.hosts`: the site has no organisation `nobody`",
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
    assert_eq!(paths, ["manifest.json", "definitions", "texts", "tickets", "shells", "desk"]);
}

/// The site on a folder on disk, of which nothing was parsed yet.
fn lazy_site(parts: &BTreeMap<String, Vec<u8>>) -> (Site, TempDir, App) {
    let (site, folder) = (site(), tempfile::tempdir().unwrap());
    write_parts(folder.path(), parts);
    let forms = FormsFolder::lazy(folder.path()).unwrap();
    let app = App::new(forms, site.desk.clone(), Clock::Fixed(time("2027-01-10T12:00:00Z")));
    (site, folder, app)
}

async fn get(app: &App, url: &str) -> Answer {
    ask(app, Method::GET, url, &[], "").await
}

#[tokio::test]
async fn a_folder_that_is_parsed_late_gives_the_same_answers() {
    let (site, _folder, app) = lazy_site(&parts());
    for url in ["/ar/forms/nothing", "/fi/forms/registration", "/openapi.json", "/readyz"] {
        let (late, early) = (get(&app, url).await, site.get(url).await);
        assert_eq!((late.status, late.body), (early.status, early.body), "{url}");
    }
    let sent =
        ask(&app, Method::POST, "/ar/forms/registration", &[("content-type", FORM)], "event=ten&full_name=A");
    assert_eq!(sent.await.status, 303);
    assert_eq!(site.stored().await.len(), 1);
}

#[tokio::test]
async fn a_fault_that_is_found_late_is_answered_and_logged() {
    let mut parts = parts();
    let texts = parts.insert("texts/ar.json".to_owned(), b"[]".to_vec()).unwrap();
    parts.insert("definitions/registration.json".to_owned(), b"{".to_vec());
    let (_site, folder, app) = lazy_site(&parts);

    assert_eq!(get(&app, "/en/forms/mentor-request").await.status, 200, "the rest works");
    for (url, fault) in [
        ("/en/forms/registration?event=ten", "definitions/registration.json: "),
        ("/en/forms/registration/nonce?event=ten", "definitions/registration.json: "),
        ("/en/forms/registration/received?ref=7KX2M-9QW4T", "definitions/registration.json: "),
        ("/ar/forms/mentor-request", "texts/ar.json: "),
    ] {
        let answer = get(&app, url).await;
        assert_eq!(answer.status, 503, "{url}");
        answer.assert_has(&["<html lang=en>", "Nothing was stored"]);
        let lines = lines_of(&answer);
        let details: Vec<&str> = lines.iter().filter_map(|line| line["fields"]["detail"].as_str()).collect();
        assert!(matches!(details.as_slice(), [detail] if detail.starts_with(fault)), "{url}: {lines:?}");
    }
    for url in ["/openapi.json", "/readyz"] {
        assert_eq!(get(&app, url).await.status, 503, "{url}");
    }

    std::fs::write(folder.path().join("texts/ar.json"), texts).unwrap();
    assert_eq!(get(&app, "/ar/forms/mentor-request").await.status, 200, "a fault is not remembered");
    std::fs::write(
        folder.path().join("definitions/registration.json"),
        &self::parts()["definitions/registration.json"],
    )
    .unwrap();
    assert_eq!(get(&app, "/en/forms/registration?event=ten").await.status, 200);
}

#[tokio::test]
async fn without_its_first_language_a_site_has_no_words() {
    let mut parts = parts();
    parts.insert("texts/en.json".to_owned(), b"[]".to_vec());
    let (_site, _folder, app) = lazy_site(&parts);
    assert_eq!(get(&app, "/ar/forms/mentor-request").await.status, 200);
    let answer = get(&app, "/en/forms/mentor-request").await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (503, "no forms are loaded\n"));
}

#[test]
fn a_manifest_with_faults_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(FormsFolder::lazy(folder.path()).unwrap_err()[0].path, "manifest.json");
    for (place, value, fault) in [
        ("/version", json!(7), "this folder needs the `forms-fn` of a newer release: it has version 7"),
        ("/default_language", json!("fi"), "the default language `fi` is not listed"),
        (
            "/events/two/starts",
            json!("2027-01-21T18:00"),
            "`events.two.starts`: `2027-01-21T18:00` is not a time",
        ),
        ("/events/two/status", json!("paused"), "`events.two.status`: this program doesn't know `paused`"),
    ] {
        let mut manifest = serde_json::to_value(manifest()).unwrap();
        *manifest.pointer_mut(place).unwrap() = value;
        let mut parts = parts();
        parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
        write_parts(folder.path(), &parts);
        // A function that starts knows no more of it than the server.
        for read in [FormsFolder::lazy(folder.path()), FormsFolder::load(folder.path())] {
            let faults: Vec<String> = read.unwrap_err().iter().map(ToString::to_string).collect();
            let expected = format!("manifest.json: {fault}");
            assert!(matches!(&faults[..], [fault] if fault.starts_with(&expected)), "{faults:?}");
        }
    }
}

#[test]
fn a_folder_is_checked_by_a_command() {
    let check = |folder: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_forms-fn"));
        command.arg("check-forms").arg(folder).env_remove("AWS_LAMBDA_RUNTIME_API").output().unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    write_parts(folder.path(), &parts());
    assert!(check(folder.path()).status.success());
    std::fs::write(folder.path().join("texts/ar.json"), "[]").unwrap();
    std::fs::write(folder.path().join("definitions/registration.json"), "{").unwrap();
    let output = check(folder.path());
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{words}");
    assert!(
        words.contains("\n  texts/ar.json: ") && words.contains("\n  definitions/registration.json: "),
        "{words}"
    );
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

/// Whoever registers would wait for a letter that nobody wrote.
#[test]
fn a_form_without_words_for_its_letters_is_named_with_what_nobody_gets() {
    let mut parts = crate::site::parts();
    let whole = FormsFolder::from_parts(&parts).unwrap();
    assert_eq!(whole.letters_without_words().count(), 0);
    let path = "definitions/registration.json";
    let mut form: serde_json::Value = serde_json::from_slice(&parts[path]).unwrap();
    form["mails"].as_object_mut().unwrap().remove("waiting");
    parts.insert(path.to_owned(), serde_json::to_vec(&form).unwrap());
    let folder = FormsFolder::from_parts(&parts).unwrap();
    assert_eq!(folder.letters_without_words().collect::<Vec<_>>(), [("registration", vec!["waiting"])]);
}
