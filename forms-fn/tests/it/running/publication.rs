//! A publication reaches the forms without a restart; a faulty one doesn't.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Running, until, write_titled};

const FORM: &str = "/en/forms/registration?event=any";

fn shows(server: &Running, title: &str) -> bool {
    server.get(FORM).contains(title)
}

#[track_caller]
fn comes(server: &Running, title: &str) {
    until(&format!("`{title}` never comes: {}", server.log()), || shows(server, title).then_some(()));
}

#[test]
fn a_new_manifest_a_renamed_folder_and_a_moved_link_are_all_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_titled(&at("one"), "Dinner one");
    std::os::unix::fs::symlink(at("one"), at("forms")).unwrap();
    let (one, two, three, link) = (at("one"), at("two"), at("three"), at("link"));
    let mut server = Running::start_in(folder, &["--without-worker"], &[]);
    assert!(shows(&server, "Dinner one"));

    write_titled(&one, "Dinner again");
    comes(&server, "Dinner again");

    write_titled(&two, "Dinner two");
    std::os::unix::fs::symlink(&two, &link).unwrap();
    fs::rename(&link, server.forms()).unwrap();
    comes(&server, "Dinner two");

    write_titled(&three, "Dinner three");
    fs::rename(&two, two.with_extension("old")).unwrap();
    fs::rename(&three, &two).unwrap();
    comes(&server, "Dinner three");

    server.signal("HUP");
    until("nothing is read", || (server.log().matches("read again").count() >= 4).then_some(()));
    assert!(server.child.try_wait().unwrap().is_none(), "the signal doesn't end it");
    assert!(shows(&server, "Dinner three"));
}

#[test]
fn a_publication_with_faults_is_told_and_the_one_before_goes_on() {
    let server = Running::start(&["--without-worker"]);
    let definition = server.forms().join("definitions/registration.json");
    let good = fs::read(&definition).unwrap();
    fs::write(&definition, "{ \"half\": ").unwrap();
    write_manifest(&server.forms(), "Dinner faulty", &BTreeMap::new());
    let told = || server.get("/readyz").contains("registration.json").then_some(());
    until("readiness says nothing", told);
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200 "), "it serves all the same");
    assert!(server.log().contains("can't be used") && server.log().contains("definitions/registration.json"));
    assert!(shows(&server, "Dinner any") && !shows(&server, "Dinner faulty"));
    // A page that was opened before is still taken.
    let answer = crate::crash::post(&server.address, "event=any&full_name=Amina");
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");

    server.signal("HUP");
    until("it isn't read again", || (server.log().matches("registration.json").count() > 1).then_some(()));
    assert!(shows(&server, "Dinner any"));

    fs::write(&definition, good).unwrap();
    comes(&server, "Dinner faulty");
    assert!(server.get("/readyz").ends_with("\r\n\r\nok\n"));
}

/// Whoever registered hears no less of an event whose time nobody can read: the site before goes on with its own.
#[test]
fn a_publication_with_a_time_that_is_none_is_told_by_its_place() {
    let server = Running::start(&["--without-worker"]);
    let path = server.forms().join("manifest.json");
    let good = fs::read_to_string(&path).unwrap();
    let mut manifest: serde_json::Value =
        serde_json::from_str(&good.replace("Dinner any", "Dinner timeless")).unwrap();
    manifest["events"]["any"]["starts"] = "2027-01-21T18:00".into();
    fs::write(&path, manifest.to_string()).unwrap();
    let told = || {
        server.get("/readyz").contains("`events.any.starts`: `2027-01-21T18:00` is not a time").then_some(())
    };
    until("readiness says nothing", told);
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200 ") && shows(&server, "Dinner any"));
    fs::write(&path, good.replace("Dinner any", "Dinner timely")).unwrap();
    comes(&server, "Dinner timely");
}

/// What comes file by file is used when all of it is there, though each state of it is sound by itself.
#[test]
fn a_folder_of_two_builds_is_not_used() {
    let server = Running::start(&["--without-worker"]);
    let shell = server.forms().join("shells/en.html");
    let new = fs::read_to_string(&shell).unwrap().replace("| Site", "| New site");
    let hash: String = Sha256::digest(&new).iter().map(|byte| format!("{byte:02x}")).collect();
    write_manifest(&server.forms(), "Dinner new", &[("shells/en.html".to_owned(), hash)].into());
    until("nothing is told", || server.log().contains("of another build").then_some(()));
    assert!(shows(&server, "Dinner any") && !shows(&server, "Dinner new"));
    fs::write(&shell, new).unwrap();
    comes(&server, "Dinner new");
    assert!(shows(&server, "| New site"));
}

fn write_manifest(folder: &Path, title: &str, files: &BTreeMap<String, String>) {
    let path = folder.join("manifest.json");
    let text = fs::read_to_string(&path).unwrap().replace("Dinner any", title);
    let mut manifest = forms::Manifest::read(text.as_bytes()).unwrap();
    manifest.files.clone_from(files);
    fs::write(&path, serde_json::to_vec(&manifest).unwrap()).unwrap();
}
