//! Moving a store, restoring a copy, and the check that finds what doesn't agree.

use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Output};

use forms_fn::transfer::{self, Lines, TransferError, What};
use forms_fn::{Change, Expected, Item, Key, Outcome, Reference, Status, Step, Store, Write};
use jiff::Timestamp;
use serde_json::json;

use crate::guests::{EVENT, Guests, Sent, everything, guest};
use crate::site::time;
use crate::stage::{self, Stage, on_every_store};

on_every_store!(
    a_store_moves_without_loss,
    an_import_wants_an_empty_store,
    what_was_erased_is_not_imported,
    a_whole_store_is_fine,
    the_check_finds_what_does_not_agree,
    the_check_reads_every_item_and_follows_what_leads_to_a_record,
    the_check_finds_a_record_that_no_step_makes,
);

fn now() -> Timestamp {
    time("2027-01-10T12:00:00Z")
}

/// A store with every kind of item: seats, a queue, an offer, a cancellation, consents, somebody who was erased.
async fn inhabited(store: &Store) -> (Guests, Vec<Reference>) {
    let guests = Guests::new(Some(3));
    let desk = guests.desk(store.clone());
    let mut references = Vec::new();
    for number in 0..7 {
        let sent = Sent { news: number % 2 == 0, ..guest(number) };
        let Outcome::Stored(answered) = guests.register(&desk, &sent, now()).await.unwrap() else { panic!() };
        references.push(answered.reference);
    }
    desk.change(&references[0], Step::Cancel, Some(&guests.terms), now()).await.unwrap();
    desk.erase(&references[6], Some(&guests.terms), now()).await.unwrap();
    (guests, references)
}

async fn exported(store: &Store, what: What) -> Vec<u8> {
    let mut file = Vec::new();
    transfer::export(store, what, now(), &mut file).await.unwrap();
    file
}

fn lines(file: &[u8]) -> Lines<Cursor<Vec<u8>>> {
    Lines::check(Cursor::new(file.to_vec())).unwrap()
}

/// Items in an order that every store shares.
fn sorted(file: &[u8]) -> Vec<String> {
    let text = String::from_utf8(file.to_vec()).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.pop();
    lines.sort();
    lines
}

async fn a_store_moves_without_loss(stage: Stage) {
    let source = stage::sqlite().await;
    let (guests, references) = inhabited(&source.store).await;
    let file = exported(&source.store, What::Everything).await;
    let imported = transfer::import(&stage.store, &mut lines(&file), &[], now()).await.unwrap();
    assert_eq!((imported.items, imported.erased), (lines(&file).len(), vec![]));
    assert_eq!(sorted(&exported(&stage.store, What::Everything).await), sorted(&file));
    // The wrapped keys moved along: sensitive answers are readable, and everything goes on.
    let desk = guests.desk(stage.store.clone());
    let stored = desk.find(&references[1], now()).await.unwrap().unwrap();
    assert_eq!(stored.answers["diet"], json!(["pork"]));
    let cancelled = desk.change(&references[1], Step::Cancel, Some(&guests.terms), now()).await.unwrap();
    assert_eq!(cancelled, forms_fn::Changed::Done(Status::Cancelled));
    // And back again.
    let back = stage::sqlite().await;
    let file = exported(&stage.store, What::Everything).await;
    transfer::import(&back.store, &mut lines(&file), &[], now()).await.unwrap();
    assert_eq!(sorted(&exported(&back.store, What::Everything).await), sorted(&file));
}

async fn an_import_wants_an_empty_store(stage: Stage) {
    inhabited(&stage.store).await;
    let before = everything(&stage.store, now()).await;
    let file = exported(&stage.store, What::Everything).await;
    let again = transfer::import(&stage.store, &mut lines(&file), &[], now()).await;
    assert!(matches!(again, Err(TransferError::NotEmpty(_))), "{again:?}");
    assert_eq!(everything(&stage.store, now()).await, before);
}

async fn what_was_erased_is_not_imported(stage: Stage) {
    let source = stage::sqlite().await;
    let (guests, references) = inhabited(&source.store).await;
    let file = exported(&source.store, What::Everything).await;
    let desk = guests.desk(source.store.clone());
    desk.erase(&references[2], Some(&guests.terms), now()).await.unwrap();
    let list = exported(&source.store, What::Erased).await;
    let erased = transfer::tombstones(&mut lines(&list)).unwrap();
    assert_eq!(erased.len(), 2);
    let imported = transfer::import(&stage.store, &mut lines(&file), &erased, now()).await.unwrap();
    assert_eq!(imported.erased, [references[2].clone()]);
    let items = everything(&stage.store, now()).await;
    assert!(items.values().all(|item| !item.body.to_string().contains("Guest 2")));
    let verified = transfer::verify(&stage.store, now()).await.unwrap();
    assert_eq!(verified.faults, []);
}

async fn a_whole_store_is_fine(stage: Stage) {
    let empty = transfer::verify(&stage.store, now()).await.unwrap();
    assert_eq!((empty.items, empty.faults), (0, vec![]));
    inhabited(&stage.store).await;
    let verified = transfer::verify(&stage.store, now()).await.unwrap();
    assert_eq!(verified.faults, []);
    assert_eq!(verified.records, 6);
    let late = transfer::verify(&stage.store, time("2027-03-01T00:00:00Z")).await.unwrap();
    assert_eq!(late.faults.len(), 6, "{:?}", late.faults);
    assert!(late.faults.iter().all(|fault| fault.what == "kept for too long: diet"), "{:?}", late.faults);
}

/// Each kind of damage, one after the other, and what the check says.
async fn the_check_finds_what_does_not_agree(stage: Stage) {
    let (_, references) = inhabited(&stage.store).await;
    let items = everything(&stage.store, now()).await;
    let find = |pk: &str, sk: &str| {
        let found = items.values().find(|item| item.key.pk.starts_with(pk) && item.key.sk.starts_with(sk));
        found.unwrap_or_else(|| panic!("{pk} {sk}")).clone()
    };
    let seats = find(&format!("E#{EVENT}"), "SEATS");
    let mut more = seats.body.clone();
    more["waiting"] = json!(9);
    let foreign = json!("00000-00000");
    let damages = [
        (
            seats.clone(),
            Some(more),
            "the counters say 2 confirmed, 1 offered, 9 waiting; the records say 2, 1, 2",
        ),
        (find("E#", "W#"), None, "it is missing, and the record of"),
        (find("E#", "W#"), Some(foreign.clone()), "it names 00000-00000, and the record of"),
        (find("U#", "-"), None, "it is missing, and the record of"),
        (find("U#", "-"), Some(foreign), "it names 00000-00000, and the record of"),
        (find("P#", "-"), None, "it doesn't lead to `E#dinner`"),
        (find("TEXT#", "-"), None, "the words that were agreed to are not archived"),
        (
            find("TEXT#", "-"),
            Some(json!({ "lang": "en", "text": "Something else" })),
            "the archived words are not those that were agreed to",
        ),
        (find("DEF#", ""), None, "the form `registration` "),
        (find("E#", "R#"), Some(json!({})), "it isn't what this program writes"),
        (due_offer(&items), None, "the end of the offer to"),
        (
            Item { key: Key::new("TOMB", references[1].to_string().replace('-', "")), ..seats.clone() },
            Some(json!({ "at": now() })),
            "it was erased and is here again",
        ),
    ];
    all_are_found(&stage, damages).await;
}

/// Makes each damage, looks whether the check says these words, and mends it.
async fn all_are_found(
    stage: &Stage,
    damages: impl IntoIterator<Item = (Item, Option<serde_json::Value>, &str)>,
) {
    let items = everything(&stage.store, now()).await;
    for (item, body, words) in damages {
        set(&stage.store, &item.key, body).await;
        let faults = transfer::verify(&stage.store, now()).await.unwrap().faults;
        let found = faults.iter().any(|fault| fault.what.starts_with(words));
        assert!(found, "{:?}: {words}: {faults:?}", item.key);
        set(&stage.store, &item.key, items.get(&item.key).map(|item| item.body.clone())).await;
        assert_eq!(transfer::verify(&stage.store, now()).await.unwrap().faults, [], "mended: {words}");
    }
}

const NOT_OURS: &str = "it isn't what this program writes";
const NOBODY: &str = "it is about 00000-00000, of which there is no record";

async fn the_check_reads_every_item_and_follows_what_leads_to_a_record(stage: Stage) {
    inhabited(&stage.store).await;
    let at = |second: i64| now() - jiff::SignedDuration::from_secs(second);
    let call = json!({ "reference": "00000-00000", "occasion": "offered", "at": now() });
    let new = |pk: &str, sk: &str, body: &serde_json::Value| (Key::new(pk, sk), Some(body.clone()));
    let mut damages: Vec<(Key, Option<serde_json::Value>, &str)> = Vec::new();
    for item in everything(&stage.store, now()).await.into_values() {
        let lists = ["OUT", "DUE"].contains(&item.key.pk.as_str());
        if !item.body.is_string() {
            damages.push((item.key.clone(), Some(json!("broken")), NOT_OURS));
        }
        if lists {
            let mut of_nobody = item.body.clone();
            of_nobody["reference"] = json!("00000-00000");
            damages.push((item.key.clone(), Some(of_nobody), NOBODY));
            damages.push((Key::new(&item.key.pk, format!("{}x", item.key.sk)), Some(item.body), ELSEWHERE));
        } else if item.key.pk.starts_with("P#") && item.key.sk != "-" {
            damages.push((Key::new("P#0000000000", &item.key.sk), Some(item.body), NOBODY));
        }
    }
    let time = now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut add = |(key, body): (Key, _), words| damages.push((key, body, words));
    add(new("CALL", &format!("{time}#x"), &call), NOBODY);
    add(new("CALL", &format!("{}#x", at(9)), &json!({})), NOT_OURS);
    for (pk, sk) in [
        ("DEAD", "x"),
        ("DIGEST#north", "-"),
        ("EVENTS", "other"),
        ("E#other", "FACTS"),
        ("E#other", "LINK"),
        ("B#mail#x", "-"),
        ("N#x", "-"),
        ("AUDIT#2027-01", "x"),
        ("REPORT#2027-01", "registration"),
        ("STAT#registration", "dinner"),
        ("STAT#registration", "dinner#published"),
        ("SWEPT", "-"),
        ("TOMB", "0000000000"),
        ("TOMB", "nobody"),
        ("P#nobody", "-"),
    ] {
        add(new(pk, sk, &json!([7])), NOT_OURS);
    }
    let some = everything(&stage.store, now()).await.into_values().next().unwrap();
    let item = |(key, body, words)| (Item { key, ..some.clone() }, body, words);
    all_are_found(&stage, damages.into_iter().map(item)).await;
}

const ELSEWHERE: &str = "its key and what it says differ";

/// What a step leaves behind is none of it: a place stays with a seat, so that it can be taken back.
async fn the_check_finds_a_record_that_no_step_makes(stage: Stage) {
    inhabited(&stage.store).await;
    let items = everything(&stage.store, now()).await;
    let record = |status: &str| {
        let mut records = items.values().filter(|item| item.key.sk.starts_with("R#"));
        records.find(|item| item.body["status"] == status).unwrap().clone()
    };
    let with = |status: &str, changes: &[(&str, serde_json::Value)]| {
        let item = record(status);
        let mut body = item.body.clone();
        for (name, value) in changes {
            body[*name] = value.clone();
        }
        (item, Some(body))
    };
    let place = json!({ "class": 2, "number": 7 });
    let without = |mut item: Item, answer: &str| {
        item.body["answers"].as_object_mut().unwrap().remove(answer);
        let body = item.body.clone();
        (item, Some(body))
    };
    let waited = json!({ "class": 1, "number": 1 });
    let mut answers = record("confirmed").body["answers"].clone();
    answers["full_name"] = json!({ "x": 1 });
    let strange = with("confirmed", &[("answers", answers)]);
    let mut sensitive = record("confirmed").body["answers"].clone();
    sensitive["diet"] = json!(["pork"]);
    let yes = items.values().find(|item| item.key.sk.starts_with("C#news#")).unwrap().clone();
    let twice = Item { key: Key::new("E#zoo", record("confirmed").key.sk), ..record("confirmed") };
    let twice_body = twice.body.clone();
    let damages = [
        ((yes, None), "the record says yes to `news`, and no receipt proves it"),
        ((twice, Some(twice_body)), "it lies where no record with its form and event lies"),
        (with("confirmed", &[("address_field", json!("nowhere"))]), "its letters go to the answer `nowhere`"),
        (
            with("confirmed", &[("address_field", json!("full_name"))]),
            "its letters go to the answer `full_name`",
        ),
        (without(record("confirmed"), "email"), "its letters go to the answer `email`, and that is missing"),
        (without(record("waiting"), "full_name"), "its answer `full_name` is missing"),
        (with("confirmed", &[("place", waited)]), "it has a place on a list on which it never was"),
        (with("confirmed", &[("place", place)]), "there is no such class of places on the list"),
        (with("confirmed", &[("offer_until", json!(now()))]), "an offer ends that isn't there"),
        (with("confirmed", &[("paused", json!(true))]), "an offer rests that isn't there"),
        (with("confirmed", &[("cancelled", json!({ "at": now(), "was": "waiting" }))]), "it was cancelled"),
        (with("cancelled", &[("cancelled", json!(null))]), "nothing says when it was cancelled"),
        (
            with("confirmed", &[("closed_at", json!(now()))]),
            "it says of a registration what only requests have",
        ),
        (
            with("confirmed", &[("status", json!("closed"))]),
            "a registration for an event never has its status",
        ),
        (with("confirmed", &[("number", json!(99))]), "the next number is 7, and"),
        (strange, "its answer `full_name` is none that a form takes"),
        (with("waiting", &[("place", json!(null))]), "it waits and has no place on the list"),
        (with("offered", &[("offer_until", json!(null))]), "an offer without an end"),
        (with("offered", &[("paused", json!(true))]), "an offer rests, and has an end"),
        (with("confirmed", &[("format", json!(2))]), "a newer forms-fn wrote it"),
        (
            with("confirmed", &[("answers", sensitive)]),
            "these sensitive answers can be read without a key: diet",
        ),
    ];
    let damages = damages.into_iter().map(|((item, body), words)| (item, body, words));
    all_are_found(&stage, damages).await;
}

fn due_offer(items: &std::collections::BTreeMap<Key, Item>) -> Item {
    items.values().find(|item| item.key.pk == "DUE" && item.key.sk.contains("#offer#")).unwrap().clone()
}

async fn set(store: &Store, key: &Key, body: Option<serde_json::Value>) {
    let change = body.map_or(Change::Delete, |body| Change::Put { body, expires: None });
    let write = Write { key: key.clone(), expected: Expected::Anything, change };
    store.commit(vec![write], now()).await.unwrap();
}

#[tokio::test]
async fn a_file_that_was_cut_off_or_changed_is_refused() {
    let stage = stage::sqlite().await;
    inhabited(&stage.store).await;
    let file = exported(&stage.store, What::Everything).await;
    let error = |file: &[u8]| Lines::check(Cursor::new(file.to_vec())).unwrap_err().to_string();
    let text = String::from_utf8(file.clone()).unwrap();
    let last = text.trim_end().rfind('\n').unwrap() + 1;
    assert_eq!(error(&file[..last]), "the file is cut off: its last line is missing");
    assert_eq!(
        error(text.replace("Guest 1", "Guest X").as_bytes()),
        "the file was changed: its checksum is another"
    );
    let mut without: Vec<&str> = text.lines().collect();
    without.remove(3);
    assert_eq!(
        error((without.join("\n") + "\n").as_bytes()),
        "the file was changed: its checksum is another"
    );
    assert_eq!(error((text.clone() + "{}\n").as_bytes()), "the file was changed: its checksum is another");
    assert_eq!(error(b"{}\n"), "the first line doesn't say that this is an export of forms");
    let newer = text.replacen("\"version\":1", "\"version\":2", 1);
    assert_eq!(error(newer.as_bytes()), "the file has version 2, and this program reads 1");
    for at in (0..last).step_by(97) {
        assert!(Lines::check(Cursor::new(file[..at].to_vec())).is_err(), "cut at {at}");
    }
}

/// Runs the program.
pub(crate) fn forms_fn(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_forms-fn"))
        .args(arguments)
        .current_dir(folder)
        .env("USER", "karin")
        .env_remove("AWS_LAMBDA_RUNTIME_API")
        .output()
        .unwrap()
}

#[track_caller]
fn fine(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// They don't come with the records.
#[track_caller]
fn only_secrets_are_missing(verified: &Output) {
    let said = String::from_utf8(verified.stdout.clone()).unwrap();
    assert!(said.starts_with("`MARK` `-`: `") && said.contains("secrets.json` is missing"), "{said}");
    assert_eq!(said.matches("hint: ").count(), 1, "{said}");
}

/// A copy ends however much is written meanwhile, is whole, and leaves nothing behind when it fails.
#[tokio::test]
async fn a_copy_ends_under_constant_writes() {
    let stage = stage::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let Store::Sqlite(sqlite) = &stage.store else { panic!("it is SQLite") };
    let body = json!("x".repeat(2000));
    for number in 0..1500 {
        set(&stage.store, &Key::new("FILL", number.to_string()), Some(body.clone())).await;
    }
    let (writing, done) = (stage.reopened(), std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)));
    let stop = std::sync::Arc::clone(&done);
    let writer = tokio::spawn(async move {
        let mut number = 0;
        while !stop.load(std::sync::atomic::Ordering::Relaxed) {
            set(&writing, &Key::new("MORE", number.to_string()), Some(json!(number))).await;
            number += 1;
        }
    });
    let to = folder.path().join("copy.sqlite");
    let copy = tokio::time::timeout(std::time::Duration::from_secs(60), sqlite.backup(&to)).await;
    done.store(true, std::sync::atomic::Ordering::Relaxed);
    writer.await.unwrap();
    copy.expect("it ends").unwrap();
    let copied = Store::Sqlite(forms_fn::SqliteStore::open_existing(&to).unwrap());
    assert!(everything(&copied, now()).await.len() >= 1500);
    drop(copied);
    assert!(sqlite.backup(&to).await.unwrap_err().to_string().contains("is there already"));
    assert!(sqlite.backup(&folder.path().join("nowhere/copy.sqlite")).await.is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no part is left");
}

#[tokio::test]
async fn a_restored_copy_forgets_what_was_erased_since() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| forms_fn(arguments, folder.path());
    let store = Store::open(&folder.path().join("var")).unwrap();
    // The clock of the program is the real one, so the event is far away.
    let mut guests = Guests::new(Some(3));
    guests.terms.starts = time("9998-01-01T18:00:00Z");
    guests.terms.ends = time("9998-01-01T21:00:00Z");
    let desk = guests.desk(store.clone());
    let now = Timestamp::now();
    let first = guests.arrive(&desk, 1, now).await.reference;
    let second = guests.arrive(&desk, 2, now).await.reference;

    fine(&run(&["backup", "--data", "var", "--to", "copy.sqlite", "--purpose", "x"]));
    assert!(
        !run(&["backup", "--data", "var", "--to", "copy.sqlite", "--purpose", "x"]).status.success(),
        "never over a copy"
    );
    desk.erase(&first, None, now).await.unwrap();
    let third = guests.arrive(&desk, 3, now).await.reference;
    std::fs::write(
        folder.path().join("erased"),
        run(&["export-erased", "--data", "var", "--purpose", "x"]).stdout,
    )
    .unwrap();

    let restore = ["restore", "--from", "copy.sqlite", "--data"];
    assert!(!run(&[&restore[..], &["new"]].concat()).status.success(), "the list must be given");
    assert!(
        !run(&[&restore[..], &["var", "--nothing-erased"]].concat()).status.success(),
        "never over a store"
    );
    for (data, list) in [("new", ["--erased", "erased"]), ("newer", ["--old", "var"])] {
        let said = fine(&run(&[&restore[..], &[data], &list[..]].concat()));
        assert!(said.contains(&format!("{first} had been erased, and is erased again\n")), "{said}");
        only_secrets_are_missing(&run(&["verify", "--data", data]));
        let bytes = std::fs::read(folder.path().join(data).join("submissions.sqlite")).unwrap();
        assert!(!bytes.windows(7).any(|part| part == b"Guest 1"), "not in the file either");
        let files: Vec<_> = std::fs::read_dir(folder.path().join(data)).unwrap().collect();
        assert_eq!(files.len(), 1, "{files:?}");
        let desk = guests.desk(Store::open(&folder.path().join(data)).unwrap());
        assert!(desk.find(&first, now).await.unwrap().is_none());
        assert!(desk.find(&second, now).await.unwrap().is_some());
        assert!(desk.find(&third, now).await.unwrap().is_none(), "it came after the copy");
    }
}

/// A copy that is damaged, or is no copy at all, leaves nothing behind.
#[tokio::test]
async fn a_damaged_copy_is_refused_before_anything_is_made_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| forms_fn(arguments, folder.path());
    let store = Store::open(&folder.path().join("var")).unwrap();
    inhabited(&store).await;
    for number in 0..50 {
        set(&store, &Key::new("FILL", number.to_string()), Some(json!("x".repeat(2000)))).await;
    }
    fine(&run(&["backup", "--data", "var", "--to", "copy.sqlite", "--purpose", "x"]));
    let mut damaged = std::fs::read(folder.path().join("copy.sqlite")).unwrap();
    for byte in damaged.iter_mut().skip(2 * 4096) {
        *byte ^= 0x5a;
    }
    std::fs::write(folder.path().join("damaged.sqlite"), &damaged).unwrap();
    std::fs::write(folder.path().join("letter.txt"), "no copy").unwrap();
    std::fs::write(folder.path().join("empty.sqlite"), "").unwrap();
    for from in ["damaged.sqlite", "letter.txt", "empty.sqlite"] {
        let restored = run(&["restore", "--from", from, "--data", "new", "--nothing-erased"]);
        let said = String::from_utf8(restored.stderr).unwrap();
        assert!(!restored.status.success() && said.contains(from), "{from}: {said}");
        let left = std::fs::read_dir(folder.path().join("new")).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{from} left something behind");
    }
    fine(&run(&["restore", "--from", "copy.sqlite", "--data", "new", "--nothing-erased"]));
}

/// Whatever stops it: nothing half done stays, and a folder that was there is as it was.
#[cfg(unix)]
#[tokio::test]
async fn a_restoring_that_fails_leaves_nothing_and_one_that_succeeds_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| forms_fn(arguments, folder.path());
    let mode = |name: &str| folder.path().join(name).metadata().unwrap().permissions().mode() & 0o777;
    let store = Store::open(&folder.path().join("var")).unwrap();
    inhabited(&store).await;
    fine(&run(&["backup", "--data", "var", "--to", "copy.sqlite", "--purpose", "x"]));
    std::fs::create_dir(folder.path().join("there")).unwrap();
    std::fs::write(folder.path().join("letter.txt"), "no copy").unwrap();
    // A folder reads as no file: the copying itself breaks.
    for from in ["there", "letter.txt", "nowhere.sqlite"] {
        for (data, is_left) in [("there", true), ("new/deep", false)] {
            let restored = run(&["restore", "--from", from, "--data", data, "--nothing-erased"]);
            assert!(!restored.status.success(), "{from}");
            assert_eq!(folder.path().join(data).exists(), is_left, "{from} into {data}");
            assert!(!folder.path().join("new").exists(), "{from} into {data}");
        }
        assert_eq!(std::fs::read_dir(folder.path().join("there")).unwrap().count(), 0, "{from}");
    }
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder.path().join("there"), open.clone()).unwrap();
    std::fs::create_dir(folder.path().join("shared")).unwrap();
    std::fs::write(folder.path().join("shared/letter.txt"), "of somebody else").unwrap();
    std::fs::set_permissions(folder.path().join("shared"), open).unwrap();
    for (data, closed) in [("there", 0o700), ("new/deep", 0o700), ("shared", 0o755)] {
        let restored = run(&["restore", "--from", "copy.sqlite", "--data", data, "--nothing-erased"]);
        fine(&restored);
        assert_eq!(mode(data), closed, "{data}");
        assert_eq!(mode(&format!("{data}/submissions.sqlite")), 0o600, "{data}");
        let warned = String::from_utf8(restored.stderr).unwrap().contains("can look into `shared`");
        assert_eq!(warned, data == "shared", "what others need there is left to them");
    }
}

/// Beside the keys lies what readiness and the installation write.
#[tokio::test]
async fn a_store_of_keys_moves_with_what_lies_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| forms_fn(arguments, folder.path());
    drop(Store::open(&folder.path().join("var")).unwrap());
    let store = Store::open_keys(&folder.path().join("var")).unwrap();
    for (pk, sk) in [("READY", "-"), ("E#dinner", "KEY")] {
        set(&store, &Key::new(pk, sk), Some(json!({ "x": 1 }))).await;
    }
    let export = fine(&run(&["export-store", "--data", "var", "--keys", "--purpose", "x"]));
    std::fs::write(folder.path().join("file"), export).unwrap();
    fine(&run(&["import-store", "file", "--data", "other", "--keys"]));
}

/// What can't be imported is told before anything is made: a store that is half there would be taken for a whole one.
#[tokio::test]
async fn a_damaged_item_at_the_end_of_a_file_leaves_no_half_store() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| forms_fn(arguments, folder.path());
    let store = Store::open(&folder.path().join("var")).unwrap();
    inhabited(&store).await;
    let refused = |arguments: &[&str], words: &str| {
        let imported = run(&[&["import-store", "file", "--data", "other"], arguments].concat());
        let said = String::from_utf8(imported.stderr).unwrap();
        assert!(!imported.status.success() && said.contains(words), "{said}");
        assert!(!folder.path().join("other").exists(), "nothing is made: {said}");
    };
    let export = || {
        let file = run(&["export-store", "--data", "var", "--purpose", "x"]).stdout;
        std::fs::write(folder.path().join("file"), file).unwrap();
    };
    export();
    refused(&["--keys"], "leave --keys out");
    let damaged = Key::new("F#zzz", "R#ZZZZZZZZZZ");
    set(&store, &damaged, Some(json!({}))).await;
    export();
    refused(&[], "`F#zzz` `R#ZZZZZZZZZZ` isn't what this program writes");
    set(&store, &damaged, None).await;
    export();
    fine(&run(&["import-store", "file", "--data", "other"]));
}

#[tokio::test]
async fn the_commands_move_a_store_and_check_it() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| forms_fn(arguments, folder.path());
    let store = Store::open(&folder.path().join("var")).unwrap();
    let guests = Guests::new(Some(3));
    let now = Timestamp::now();
    guests.arrive(&guests.desk(store.clone()), 1, now).await;
    std::fs::write(
        folder.path().join("file"),
        run(&["export-store", "--data", "var", "--purpose", "x"]).stdout,
    )
    .unwrap();
    let said = fine(&run(&["import-store", "file", "--data", "other"]));
    assert!(said.ends_with(" items\n"), "{said}");
    only_secrets_are_missing(&run(&["verify", "--data", "other"]));
    assert!(!run(&["import-store", "file", "--data", "other"]).status.success(), "it isn't empty any more");

    set(&store, &Key::new(format!("E#{EVENT}"), "SEATS"), None).await;
    let broken = run(&["verify", "--data", "var"]);
    assert_eq!(broken.status.code(), Some(1));
    let said = String::from_utf8(broken.stdout).unwrap();
    assert!(said.contains("`E#dinner` `SEATS`: the counters say 0 confirmed"), "{said}");
    assert!(said.contains("\n  hint: "), "{said}");
    let missing = run(&["verify", "--data", "nowhere"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(!folder.path().join("nowhere").exists());
}

/// A file of keys is taken for nothing else.
#[tokio::test]
async fn keys_are_no_records_and_no_list_of_what_was_erased() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| forms_fn(arguments, folder.path());
    let store = Store::open(&folder.path().join("var")).unwrap();
    let guests = Guests::new(Some(3));
    guests.arrive(&guests.desk(store.clone()), 1, Timestamp::now()).await;
    let keys = Store::open(&folder.path().join("keys")).unwrap();
    set(&keys, &Key::new("E#dinner", "KEY"), Some(json!({}))).await;
    let export = |data: &str| run(&["export-store", "--data", data, "--purpose", "x"]).stdout;
    std::fs::write(folder.path().join("records.jsonl"), export("var")).unwrap();
    std::fs::write(folder.path().join("keys.jsonl"), export("keys")).unwrap();
    fine(&run(&["backup", "--data", "keys", "--to", "keys.sqlite", "--purpose", "x"]));
    for (arguments, why) in [
        (&["import-store", "keys.jsonl", "--data", "new"][..], "say --keys"),
        (&["import-store", "records.jsonl", "--data", "new", "--erased", "keys.jsonl"], "export-erased"),
        (&["restore", "--from", "keys.sqlite", "--data", "new", "--nothing-erased"], "copy of the keys"),
    ] {
        let refused = run(arguments);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success() && said.contains(why), "{arguments:?}: {said}");
        assert_eq!(
            std::fs::read_dir(folder.path().join("new")).map_or(0, Iterator::count),
            0,
            "{arguments:?}"
        );
    }
}
