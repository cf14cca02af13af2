//! The file of secrets, on a real disk.

use std::path::Path;

use super::*;

#[test]
fn the_file_is_made_once_for_us_alone_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("var/data");
    let keyring = secret::load_or_create(&dir).unwrap();
    assert_eq!(secret::load_or_create(&dir).unwrap(), keyring);
    assert_eq!(Keyring::parse(&read(&dir)).unwrap(), keyring);
    assert_eq!(names(&dir), ["secrets.json", "secrets.lock"]);
    #[cfg(unix)]
    for (path, mode) in
        [(dir.clone(), 0o700), (dir.join("secrets.json"), 0o600), (dir.join("secrets.lock"), 0o600)]
    {
        use std::os::unix::fs::PermissionsExt;
        let found = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(found, mode, "{}", path.display());
    }
}

#[test]
fn programs_that_start_at_once_end_with_one_keyring() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let start = std::sync::Barrier::new(8);
        let load = || {
            start.wait();
            secret::load_or_create(folder.path()).unwrap()
        };
        let keyrings: Vec<Keyring> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(load)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let on_disk = Keyring::parse(&read(folder.path())).unwrap();
        assert!(keyrings.iter().all(|keyring| *keyring == on_disk));
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_refused_with_a_sentence() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    secret::load_or_create(folder.path()).unwrap();
    let path = folder.path().join("secrets.json");
    for mode in [0o644, 0o640, 0o604, 0o602] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let before = read(folder.path());
        let words = secret::load_or_create(folder.path()).unwrap_err().to_string();
        assert!(words.contains("can be read by others") && words.contains("chmod 600"), "{words}");
        assert_eq!(read(folder.path()), before, "left as it is");
    }
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    secret::load_or_create(folder.path()).unwrap();
}

#[test]
fn a_broken_file_is_refused_and_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    secret::load_or_create(folder.path()).unwrap();
    let path = folder.path().join("secrets.json");
    let whole = read(folder.path());
    // Written into the file that is there, so its mode stays.
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let words = secret::load_or_create(folder.path()).unwrap_err().to_string();
    assert!(words.contains("secrets.json") && words.contains("not a keyring"), "{words}");
    assert_eq!(read(folder.path()), whole[..whole.len() / 2]);
    std::fs::write(&path, whole).unwrap();
    secret::load_or_create(folder.path()).unwrap();
}

#[test]
fn rotating_keeps_the_old_keys_on_disk_and_writes_over_a_draft_of_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    assert!(secret::rotate(folder.path()).unwrap_err().to_string().contains("no `"));
    let before = secret::load_or_create(folder.path()).unwrap();
    std::fs::write(folder.path().join("secrets.json.new"), "{").unwrap();
    let link = see(&before);
    secret::rotate(folder.path()).unwrap();
    let after = secret::load_or_create(folder.path()).unwrap();
    assert_ne!(after, before);
    assert_eq!(opened(&after, &link), Some(reference()));
    assert_eq!(names(folder.path()), ["secrets.json", "secrets.lock"]);
}

fn read(dir: &Path) -> String {
    std::fs::read_to_string(dir.join("secrets.json")).unwrap()
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
