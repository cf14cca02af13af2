//! The nightly copy in one go, and the drill: a lost machine is made anew from it.
#![cfg(unix)]

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};

use mail_parser::MessageParser;
use tempfile::TempDir;

use crate::crash::{post, start, write_forms};
use crate::transfer::forms_fn;

const BACKUP: &str = "backup --data var --to copies --keys-to apart --purpose night";

/// A machine: a folder of forms, and the data of a server.
struct Machine {
    folder: TempDir,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_forms(&folder.path().join("forms"));
        // Letters tell until when things are kept, and there is no time after the year 9999.
        let manifest = folder.path().join("forms/manifest.json");
        let text = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, text.replace("9999-", "2099-")).unwrap();
        let machine = Self { folder };
        machine.serve(|_| {});
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Lets somebody ask a server of this data.
    fn serve<T>(&self, ask: impl FnOnce(&str) -> T) -> T {
        let (server, address) = start(&self.path("forms"), &self.path("var"));
        let answer = ask(&address);
        stop(server);
        answer
    }

    /// Registers somebody, and returns the reference.
    fn register(&self, name: &str) -> String {
        let body = format!("event=any&full_name={name}&email={name}%40example.net&diet=pork");
        let answer = self.serve(|address| post(address, &body));
        let (_, reference) = answer.split_once("?ref=").expect(&answer);
        reference[..11].to_owned()
    }

    fn run(&self, line: &str) -> Output {
        forms_fn(&line.split(' ').collect::<Vec<_>>(), self.folder.path())
    }

    #[track_caller]
    fn fine(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn refused(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(!output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }

    /// What lies in a place, the folders by their names.
    fn copies(&self, place: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path(place)) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[track_caller]
    fn only_copy(&self, place: &str) -> PathBuf {
        let copies = self.copies(place);
        assert_eq!(copies.len(), 1, "{copies:?}");
        self.path(place).join(&copies[0])
    }

    /// Moves a copy to a time that is long past.
    fn age(&self, place: &str) -> String {
        let old = "2020-01-10T031700Z";
        fs::rename(self.only_copy(place), self.path(place).join(old)).unwrap();
        old.to_owned()
    }
}

fn stop(mut server: Child) {
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
    server.wait().unwrap();
}

fn get(address: &str, path: &str) -> String {
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// The own link in somebody's letter, as its path and query.
fn link(mail: &Path, address: &str) -> String {
    let letters = fs::read_dir(mail).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
    let texts = letters.filter_map(|bytes| {
        let letter = MessageParser::default().parse(&bytes)?;
        let to = letter.to()?.first()?.address()?.to_owned();
        (to == address).then(|| letter.body_text(0).unwrap().into_owned())
    });
    let texts: Vec<String> = texts.collect();
    let link = texts.iter().flat_map(|text| text.split_whitespace()).find(|word| word.contains("/my?t="));
    link.unwrap_or_else(|| panic!("{texts:?}")).trim_start_matches("https://example.org").to_owned()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_lost_machine_is_made_anew_and_forgets_again() {
    let machine = Machine::new();
    machine.register("amina");
    let erased = machine.register("bo");
    machine.fine("worker --once --data var --forms forms");
    let path = link(&machine.path("var/mail"), "amina@example.net");
    machine.fine(BACKUP);
    let (records, keys) = (machine.only_copy("copies"), machine.only_copy("apart"));
    machine.fine(&format!("erase {erased} --data var --forms forms --purpose asked"));
    machine.fine("export-erased --data var --out newer.jsonl --purpose leaves");

    fs::remove_dir_all(machine.path("var")).unwrap();
    let restore = format!("restore --from {}/submissions.sqlite --data var", records.display());
    machine.refused(&restore);
    let said = machine.fine(&format!("{restore} --erased newer.jsonl --purpose lost"));
    assert!(said.contains(&erased) && said.contains("secrets.json"), "{said}");
    let said = machine.refused("serve --data var --forms forms --addr 127.0.0.1:0");
    assert!(said.contains("secrets.json") && !machine.path("var/secrets.json").exists(), "{said}");
    let said = machine.refused("verify --data var");
    assert!(said.contains("don't agree"), "{said}");

    for name in ["keys.sqlite", "secrets.json"] {
        fs::copy(keys.join(name), machine.path("var").join(name)).unwrap();
    }
    let said = machine.fine("verify --data var --forms forms");
    assert!(said.ends_with(": fine\n"), "{said}");
    let list = machine.fine("list --open --data var --forms forms --event any --purpose x --format json");
    assert!(list.contains("amina") && list.contains("pork"), "the envelope opens: {list}");
    assert!(!list.contains("\"bo\""), "{list}");
    let page = machine.serve(|address| get(address, &path));
    assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("amina"), "the link works: {page}");
}

#[test]
fn records_and_keys_lie_apart_and_closed_and_only_the_newest_keys_are_kept() {
    let machine = Machine::new();
    machine.register("amina");
    fs::write(machine.path("copies.txt"), "").unwrap();
    machine.fine(BACKUP);
    let (records, keys) = (machine.only_copy("copies"), machine.only_copy("apart"));
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&records), ["erased.jsonl", "submissions.sqlite"]);
    assert_eq!(names(&keys), ["keys.sqlite", "secrets.json"]);
    for folder in [&records, &keys] {
        assert_eq!(mode(folder), 0o700);
        names(folder).iter().for_each(|name| assert_eq!(mode(&folder.join(name)), 0o600, "{name}"));
    }
    let items = machine.fine("export-store --data var --purpose x");
    for action in ["backup", "export_keys"] {
        assert!(items.contains(&format!("\"action\":\"{action}\"")), "the audit tells of it: {action}");
    }

    let (old, _) = (machine.age("copies"), machine.age("apart"));
    fs::create_dir(machine.path("copies/2020-01-01")).unwrap();
    machine.fine(BACKUP);
    assert_eq!(machine.copies("copies").len(), 3, "without --keep nobody removes records");
    machine.only_copy("apart");
    machine.fine(&format!("{BACKUP} --keep 14")).find(&old).expect("it says what is gone");
    let left = machine.copies("copies");
    assert!(
        !left.contains(&old) && left.contains(&"2020-01-01".to_owned()),
        "what isn't ours stays: {left:?}"
    );
}

#[test]
fn a_copy_that_fails_leaves_nothing_and_the_older_one_stays() {
    let machine = Machine::new();
    machine.register("amina");
    machine.fine(BACKUP);
    let (old, keys) = (machine.age("copies"), machine.age("apart"));
    let stays = |why: &str| {
        assert_eq!(machine.copies("copies"), std::slice::from_ref(&old), "{why}");
        assert_eq!(machine.copies("apart"), std::slice::from_ref(&keys), "{why}");
    };
    // Another installation's secrets: whoever restored that copy could read nothing.
    let other = Machine::new();
    let secrets = machine.path("var/secrets.json");
    let ours = fs::read(&secrets).unwrap();
    fs::copy(other.path("var/secrets.json"), &secrets).unwrap();
    let said = machine.refused(&format!("{BACKUP} --keep 1"));
    assert!(said.contains("no copy was made"), "{said}");
    stays("other secrets");
    fs::write(&secrets, ours).unwrap();
    // An envelope whose key is gone.
    let keys_file = machine.path("var/keys.sqlite");
    let key = rusqlite::Connection::open(&keys_file).unwrap();
    let body: String =
        key.query_row("SELECT body FROM items WHERE sk = 'KEY'", [], |row| row.get(0)).unwrap();
    key.execute("UPDATE items SET body = '\"AAAA\"' WHERE sk = 'KEY'", []).unwrap();
    let said = machine.refused(&format!("{BACKUP} --keep 1"));
    assert!(said.contains("no copy was made"), "{said}");
    stays("no envelope opens");
    key.execute("UPDATE items SET body = ?1 WHERE sk = 'KEY'", [body]).unwrap();
    drop(key);
    // Whatever carries the copy away fails.
    let push = machine.path("push");
    fs::write(&push, "#!/bin/sh\nexit 3\n").unwrap();
    fs::set_permissions(&push, fs::Permissions::from_mode(0o755)).unwrap();
    let said = machine.refused(&format!("{BACKUP} --keep 1 --push {}", push.display()));
    assert!(said.contains("failed (exit status: 3)"), "{said}");
    assert!(machine.copies("copies").contains(&old) && machine.copies("apart").contains(&keys));
    fs::write(&push, "#!/bin/sh\nls \"$1\" \"$2\" >pushed\n").unwrap();
    machine.fine(&format!("{BACKUP} --keep 1 --push {}", push.display()));
    let pushed = fs::read_to_string(machine.path("pushed")).unwrap();
    for name in ["submissions.sqlite", "erased.jsonl", "keys.sqlite", "secrets.json"] {
        assert!(pushed.contains(name), "{pushed}");
    }
    assert!(!machine.copies("copies").contains(&old));
    machine.only_copy("apart");
}

#[test]
fn one_place_for_both_is_refused() {
    let machine = Machine::new();
    for (to, keys_to) in [
        ("copies", "copies"),
        ("copies", "copies/keys"),
        ("copies/records", "copies"),
        ("copies", "./copies/../copies"),
    ] {
        let said =
            machine.refused(&format!("backup --data var --to {to} --keys-to {keys_to} --purpose night"));
        assert!(said.contains("lie in each other"), "{said}");
    }
    let said = machine.refused("backup --data var --to var/copies --keys-to apart --purpose night");
    assert!(said.contains("lies in the data"), "{said}");
    let said = machine.refused("backup --data nowhere --to copies --keys-to apart --purpose night");
    assert!(said.contains("no folder `nowhere`"), "{said}");
}

#[test]
fn keys_of_another_installation_stay() {
    let (machine, other) = (Machine::new(), Machine::new());
    let shared = machine.path("apart");
    let of_other = format!("backup --data var --to copies --keys-to {} --purpose night", shared.display());
    other.fine(&of_other);
    let theirs = machine.age("apart");
    let said = machine.fine(BACKUP);
    assert!(said.contains(&theirs) && said.contains("another installation's keys"), "{said}");
    assert!(machine.path("apart").join(&theirs).join("keys.sqlite").exists());
    machine.fine(BACKUP);
    assert_eq!(machine.copies("apart").len(), 2, "its own older keys are gone");
}

#[test]
fn places_that_were_swapped_are_refused() {
    let machine = Machine::new();
    machine.fine(BACKUP);
    let (records, keys) = (machine.copies("copies"), machine.copies("apart"));
    for swapped in ["--to apart --keys-to copies", "--to apart --keys-to new", "--to new --keys-to copies"] {
        let said = machine.refused(&format!("backup --data var {swapped} --keep 1 --purpose night"));
        assert!(said.contains("the right way round"), "{said}");
        assert!(!machine.path("new").exists(), "nothing is made before");
    }
    assert_eq!((machine.copies("copies"), machine.copies("apart")), (records, keys));
}

#[test]
fn a_refused_copy_makes_no_folder() {
    let machine = Machine::new();
    for places in
        ["--to var/copies --keys-to apart", "--to new --keys-to new/keys", "--to var/copies --keys-to x/../y"]
    {
        machine.refused(&format!("backup --data var {places} --purpose night"));
        for made in ["var/copies", "apart", "new", "x", "y"] {
            assert!(!machine.path(made).exists(), "{places}: {made}");
        }
    }
}

#[test]
fn by_a_clock_that_is_doubted_no_records_are_removed() {
    let machine = Machine::new();
    machine.fine(BACKUP);
    let (old, keys) = (machine.age("copies"), machine.age("apart"));
    // Somebody believed the clock long ago, and nobody has looked at it since.
    machine.fine("confirm-clock --data var --purpose looked");
    let store = rusqlite::Connection::open(machine.path("var/submissions.sqlite")).unwrap();
    let noted = store
        .execute("UPDATE items SET body = '{\"believed\":\"2020-01-11T00:00:00Z\"}' WHERE pk = 'CLOCK'", [])
        .unwrap();
    assert_eq!(noted, 1);
    drop(store);
    let said = machine.fine(&format!("{BACKUP} --keep 1"));
    assert!(said.contains("the clock says"), "{said}");
    assert!(machine.copies("copies").contains(&old));
    assert!(!machine.copies("apart").contains(&keys), "keys don't wait for a clock");
    machine.fine("confirm-clock --data var --purpose looked");
    machine.fine(&format!("{BACKUP} --keep 1"));
    assert!(!machine.copies("copies").contains(&old));
}

#[test]
fn a_copy_of_the_future_is_named_and_keeps_no_older_one() {
    let machine = Machine::new();
    machine.fine(BACKUP);
    let future = "2190-01-10T031700Z";
    fs::rename(machine.only_copy("copies"), machine.path("copies").join(future)).unwrap();
    let said = machine.fine(&format!("{BACKUP} --keep 1"));
    assert!(said.contains(future) && said.contains("dated after now"), "{said}");
    assert_eq!(machine.copies("copies").len(), 2);
}

#[test]
fn a_foreign_file_in_one_old_copy_keeps_no_other() {
    let machine = Machine::new();
    machine.fine(BACKUP);
    let (old, keys) = (machine.age("copies"), machine.age("apart"));
    let older = "2019-01-10T031700Z";
    fs::create_dir(machine.path("copies").join(older)).unwrap();
    for name in ["submissions.sqlite", "notes.txt"] {
        fs::write(machine.path("copies").join(older).join(name), "").unwrap();
    }
    let said = machine.refused(&format!("{BACKUP} --keep 1"));
    assert!(said.contains("the copy was made") && said.contains(older), "{said}");
    assert!(!machine.copies("copies").contains(&old) && !machine.copies("apart").contains(&keys));
    assert_eq!(machine.copies(&format!("copies/{older}")), ["notes.txt"], "what isn't ours stays");
}

#[test]
fn two_copies_at_once_are_refused_and_programs_get_whole_paths() {
    let machine = Machine::new();
    let push = machine.path("push");
    let second = format!("{} {BACKUP}", env!("CARGO_BIN_EXE_forms-fn"));
    fs::write(&push, format!("#!/bin/sh\n{second} --as x 2>said && exit 3\ncd / && ls \"$1\" \"$2\"\n"))
        .unwrap();
    fs::set_permissions(&push, fs::Permissions::from_mode(0o755)).unwrap();
    machine.fine(&format!("{BACKUP} --push {}", push.display()));
    let said = fs::read_to_string(machine.path("said")).unwrap();
    assert!(said.contains("another copy is being made"), "{said}");
    machine.fine(BACKUP);
}
