//! Records, keys and secrets belong together; a part that is missing or another's is told, not made anew.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::sync::Arc;

use forms_fn::secret::{KeyProvider, Keyring};
use forms_fn::{Change, Desk, Expected, Key, Mark, Store, Write, transfer};
use tempfile::TempDir;

use crate::crash::{post, start, write_forms};
use crate::guests::{Guests, everything};
use crate::stage::{Stage, on_every_store};
use crate::transfer::forms_fn;

on_every_store!(a_store_knows_its_secrets_and_keys);

/// A folder with a site, and a store that a server made and somebody registered in.
struct House {
    folder: TempDir,
}

fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    write_forms(&folder.path().join("forms"));
    let house = House { folder };
    let (server, address) = start(&house.path("forms"), &house.path("var"));
    assert!(post(&address, "event=any&full_name=Amina&diet=pork").contains(" 303 "));
    stop(server);
    house
}

fn stop(mut server: Child) {
    let kill = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(kill.success());
    server.wait().unwrap();
}

impl House {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, line: &str) -> Output {
        let arguments: Vec<&str> = line.split(' ').collect();
        forms_fn(&arguments, self.folder.path())
    }

    /// What a server says that doesn't start.
    #[track_caller]
    fn refused(&self) -> String {
        self.fails("serve --data var --forms forms --addr 127.0.0.1:0")
    }

    #[track_caller]
    fn fails(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(!output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    }

    /// Starts a server that has been told to, and ends it.
    #[track_caller]
    fn starts(&self, flag: &[&str]) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_forms-fn"));
        command.args(["serve", "--data", "var", "--forms", "forms", "--addr", "127.0.0.1:0"]).args(flag);
        command.current_dir(self.folder.path()).env_remove("AWS_LAMBDA_RUNTIME_API");
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut server = command.spawn().unwrap();
        let mut line = String::new();
        let output = server.stdout.take().unwrap();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut line).unwrap();
        if line.is_empty() {
            panic!("{}", String::from_utf8_lossy(&server.wait_with_output().unwrap().stderr));
        }
        stop(server);
    }

    fn listed(&self) -> String {
        let output = self.run("list --open --data var --forms forms --event any --purpose x --format json");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

#[cfg(unix)]
#[test]
fn a_store_without_its_secrets_is_refused_until_somebody_says_that_they_are_lost() {
    let house = house();
    std::fs::rename(house.path("var/secrets.json"), house.path("old.json")).unwrap();
    for line in [
        "serve --data var --forms forms --addr 127.0.0.1:0",
        "worker --data var --forms forms --once",
        "list --data var --forms forms --event any --purpose x",
        "verify --data var",
    ] {
        let said = house.fails(line);
        assert!(said.contains("`var/secrets.json`") && said.contains("--new-secrets"), "{line}: {said}");
        assert!(!house.path("var/secrets.json").exists(), "{line} made new secrets");
    }
    // The old ones are found: all is as before.
    std::fs::rename(house.path("old.json"), house.path("var/secrets.json")).unwrap();
    house.starts(&[]);
    assert!(house.listed().contains("pork"));
    // They are lost for good: what isn't sealed is still there, and new answers can be sealed.
    std::fs::remove_file(house.path("var/secrets.json")).unwrap();
    house.starts(&["--new-secrets"]);
    house.starts(&[]);
    let listed = house.listed();
    assert!(listed.contains("Amina") && !listed.contains("pork"), "{listed}");
    let (server, address) = start(&house.path("forms"), &house.path("var"));
    assert!(post(&address, "event=any&full_name=Bo&diet=meat").contains(" 303 "));
    stop(server);
    assert!(house.listed().contains("meat"));
}

#[cfg(unix)]
#[test]
fn another_installations_secrets_are_refused() {
    let (house, other) = (house(), house());
    std::fs::copy(other.path("var/secrets.json"), house.path("var/secrets.json")).unwrap();
    for line in [
        "serve --data var --forms forms --addr 127.0.0.1:0",
        "worker --data var --forms forms --once",
        "list --data var --forms forms --event any --purpose x",
    ] {
        let said = house.fails(line);
        assert!(said.contains("isn't the one with which the records were made"), "{line}: {said}");
        assert!(said.contains("--new-secrets"), "{line}: {said}");
    }
    let said = house.fails("verify --data var");
    assert!(said.contains("the records were made with other secrets"), "{said}");
    assert!(said.contains("this key was wrapped by other secrets"), "{said}");
    house.starts(&["--new-secrets"]);
    house.starts(&[]);
    assert!(house.listed().contains("Amina"));
}

#[cfg(unix)]
#[test]
fn lost_keys_are_told_and_not_made_anew() {
    let house = house();
    for file in ["keys.sqlite-wal", "keys.sqlite-shm"] {
        drop(std::fs::remove_file(house.path("var").join(file)));
    }
    std::fs::rename(house.path("var/keys.sqlite"), house.path("keys")).unwrap();
    for empty in [false, true] {
        if empty {
            std::fs::write(house.path("var/keys.sqlite"), "").unwrap();
        }
        let said = house.refused();
        assert!(said.contains("keys.sqlite` is missing, empty or another store's"), "{said}");
        assert!(!empty || house.path("var/keys.sqlite").metadata().unwrap().len() == 0);
        assert!(house.fails("verify --data var").contains("keys"));
    }
    // Another's keys, which look well.
    let other = self::house();
    std::fs::copy(other.path("var/keys.sqlite"), house.path("var/keys.sqlite")).unwrap();
    assert!(house.refused().contains("keys.sqlite"));
    assert!(house.fails("verify --data var").contains("are gone, or are another store's"));
    std::fs::rename(house.path("keys"), house.path("var/keys.sqlite")).unwrap();
    house.starts(&[]);
    assert!(house.listed().contains("pork"));
}

#[cfg(unix)]
#[test]
fn an_empty_database_beside_secrets_is_refused_until_somebody_says_that_it_is_lost() {
    let house = house();
    std::fs::remove_file(house.path("var/submissions.sqlite")).unwrap();
    for empty in [false, true] {
        if empty {
            std::fs::write(house.path("var/submissions.sqlite"), "").unwrap();
        }
        let said = house.refused();
        assert!(said.contains("`submissions.sqlite` is missing or empty"), "{said}");
        assert!(said.contains("forms-fn restore") && said.contains("--new-store"), "{said}");
        assert!(!empty || house.path("var/submissions.sqlite").metadata().unwrap().len() == 0);
    }
    house.starts(&["--new-store"]);
    house.starts(&[]);
}

#[cfg(unix)]
#[test]
fn a_store_of_an_earlier_version_gets_its_mark_if_its_keys_open() {
    let house = house();
    let unmark = || {
        for file in ["submissions.sqlite", "keys.sqlite"] {
            let database = rusqlite::Connection::open(house.path("var").join(file)).unwrap();
            assert_eq!(database.execute("DELETE FROM items WHERE pk = 'MARK'", []).unwrap(), 1, "{file}");
        }
    };
    unmark();
    house.starts(&[]);
    unmark();
    let other = self::house();
    std::fs::copy(other.path("var/secrets.json"), house.path("var/secrets.json")).unwrap();
    assert!(house.refused().contains("isn't the one with which the records were made"));
}

async fn a_store_knows_its_secrets_and_keys(stage: Stage) {
    let now = crate::site::time("2027-01-10T12:00:00Z");
    let keys = crate::stage::sqlite().await;
    let desk = |keyring: &Keyring, keys: &Store| {
        let keyring = Arc::new(keyring.clone());
        Desk::new(stage.store.clone(), keys.clone(), Arc::clone(&keyring), KeyProvider::File(keyring))
    };
    let ours = desk(&Keyring::generate(), &keys.store);
    let own = Keyring::parse(&ours.keyring().to_json()).unwrap();
    assert_eq!(ours.mark(true, now).await.unwrap(), Mark::Missing);
    ours.put_mark(now).await.unwrap();
    assert_eq!(ours.mark(true, now).await.unwrap(), Mark::Fits);
    // Nothing is lost where nothing is.
    let other = desk(&Keyring::generate(), &keys.store);
    assert_eq!(other.mark(true, now).await.unwrap(), Mark::Missing);

    let guests = Guests::new(Some(3));
    guests.arrive(&ours, 1, now).await;
    let mut rotated = own.clone();
    rotated.rotate().unwrap();
    assert_eq!(desk(&rotated, &keys.store).mark(true, now).await.unwrap(), Mark::Fits);
    assert_eq!(other.mark(true, now).await.unwrap(), Mark::OtherSecrets);
    let empty = crate::stage::sqlite().await;
    assert_eq!(desk(&own, &empty.store).mark(true, now).await.unwrap(), Mark::LostKeys);
    assert_eq!(transfer::verify_seals(&ours, now).await.unwrap(), []);
    assert_eq!(transfer::verify_seals(&other, now).await.unwrap().len(), 2);

    // The mark says nothing; the wrapped keys do.
    let mark = Write { key: Key::new("MARK", "-"), expected: Expected::Anything, change: Change::Delete };
    stage.store.commit(vec![mark], now).await.unwrap();
    assert_eq!(ours.mark(true, now).await.unwrap(), Mark::Missing);
    assert_eq!(other.mark(true, now).await.unwrap(), Mark::OtherSecrets);
    other.begin_anew(now).await.unwrap();
    assert_eq!(other.mark(true, now).await.unwrap(), Mark::Fits);
    let kept = everything(&keys.store, now).await;
    assert_eq!(kept.keys().filter(|key| key.pk == "LOST").count(), 1, "the old keys are kept: {kept:?}");
    guests.arrive(&other, 2, now).await;
}

/// Modes as `ls` shows them.
#[cfg(unix)]
fn modes(folder: &Path) -> std::collections::BTreeMap<String, u32> {
    use std::os::unix::fs::PermissionsExt;
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            (entry.file_name().into_string().unwrap(), mode)
        })
        .collect()
}

/// Runs a line as somebody does whose umask hides nothing.
#[cfg(unix)]
fn openly(line: &str, folder: &Path) -> Output {
    let line = line.replace("forms-fn", env!("CARGO_BIN_EXE_forms-fn"));
    Command::new("sh")
        .args(["-c", &format!("umask 0; {line}")])
        .current_dir(folder)
        .env("USER", "karin")
        .env_remove("AWS_LAMBDA_RUNTIME_API")
        .output()
        .unwrap()
}

#[cfg(unix)]
#[test]
fn nobody_else_on_the_machine_may_read_any_file() {
    use std::os::unix::fs::PermissionsExt;
    let house = house();
    // As an earlier version left it: files and folder for everybody to read.
    for file in ["submissions.sqlite", "keys.sqlite"] {
        let open = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(house.path("var").join(file), open).unwrap();
    }
    std::fs::set_permissions(house.path("var"), std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::create_dir(house.path("out")).unwrap();
    for line in [
        "forms-fn export-store --data ../var --purpose x > store.jsonl",
        "forms-fn export-store --data ../var --purpose x --keys > keys.jsonl",
        "forms-fn export-store --data ../var --purpose x --out store-out.jsonl",
        "forms-fn export-erased --data ../var --purpose x > erased.jsonl",
        "forms-fn backup --data ../var --purpose x --to copy.sqlite",
        "forms-fn list --data ../var --forms ../forms --event any --purpose x > list.txt",
        "forms-fn export --data ../var --forms ../forms --event any --format csv --purpose x > export.csv",
        "forms-fn export --data ../var --forms ../forms --event any --format csv --purpose x --out export-out.csv",
        "forms-fn worker --data ../var --forms ../forms --once",
        "forms-fn restore --from copy.sqlite --data new --nothing-erased",
        "forms-fn import-store store.jsonl --data imported",
    ] {
        let output = openly(line, &house.path("out"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {said}");
        if line.contains("../var") {
            assert!(said.contains("run `chmod 700 ../var`"), "{line}: {said}");
        }
    }
    let server = openly(
        "timeout -s TERM 2 forms-fn serve --data fresh --forms ../forms --addr 127.0.0.1:0; true",
        &house.path("out"),
    );
    assert!(server.status.success());
    for folder in ["var", "out", "out/new", "out/imported", "out/fresh"] {
        let modes = modes(&house.path(folder));
        assert!(modes.len() > 1 || folder != "out", "{folder}: {modes:?}");
        for (name, mode) in modes {
            assert_eq!(mode & 0o077, 0, "{folder}/{name}: {mode:o}");
        }
    }
    let written = std::fs::read_to_string(house.path("out/store.jsonl")).unwrap();
    assert!(written.starts_with("{\"format\""), "{written}");
}

/// Also while a server has it open.
#[cfg(unix)]
#[test]
fn the_log_of_an_open_store_is_closed_to_others_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("submissions.sqlite"), "").unwrap();
    let store = Store::open(folder.path()).unwrap();
    let keys = Store::open_keys(folder.path()).unwrap();
    let modes = modes(folder.path());
    assert_eq!(modes.len(), 6, "{modes:?}");
    assert!(modes.values().all(|mode| mode & 0o077 == 0), "{modes:?}");
    drop((store, keys));
}

#[test]
fn only_what_begins_a_store_makes_one() {
    let folder = tempfile::tempdir().unwrap();
    write_forms(&folder.path().join("forms"));
    std::fs::create_dir(folder.path().join("vra")).unwrap();
    drop(Store::open(&folder.path().join("var")).unwrap());
    for data in ["vra", "nowhere"] {
        for line in [
            "worker --forms forms --once",
            "list --forms forms --event any --purpose x",
            "show 7KX2M-9QW4T --purpose x",
            "export --forms forms --event any --format csv --purpose x",
            "cancel 7KX2M-9QW4T --purpose x",
            "stats --forms forms --event any --purpose x",
            "report --purpose x",
            "audit --purpose x",
            "rotate-keys --purpose x",
            "destroy-key any --yes --purpose x",
            "export-store --purpose x",
            "export-erased --purpose x",
            "backup --to copy --purpose x",
            "verify",
        ] {
            let line = format!("{line} --data {data}");
            let output = forms_fn(&line.split(' ').collect::<Vec<_>>(), folder.path());
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(!output.status.success(), "{line}");
            assert!(said.starts_with("error: no ") && said.contains("hint: there is one in `var`"), "{said}");
        }
        let left = folder.path().join(data).read_dir().map_or(0, Iterator::count);
        assert_eq!(left, 0, "{data} is as it was");
    }
    assert!(!folder.path().join("nowhere").exists() && !folder.path().join("copy").exists());
}
