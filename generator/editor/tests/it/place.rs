//! A repository with a site in it, and a host from which it comes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use editor::repository::Repository;
use editor::{Person, Rights};
use jiff::Timestamp;

/// The small site of the generator's own tests, in a repository of its own.
pub(crate) struct Place {
    pub(crate) folder: Folder,
}

/// Where it lies: gone with the test, or another process's.
pub(crate) enum Folder {
    Own(tempfile::TempDir),
    Lent(PathBuf),
}

impl Folder {
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Own(folder) => folder.path(),
            Self::Lent(folder) => folder,
        }
    }
}

/// The folder of the whole project.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn now() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

pub(crate) fn person(id: &str, name: &str) -> Person {
    let email = format!("{id}@editors.example");
    Person { id: id.to_owned(), name: name.to_owned(), email, lang: "en", rights: Rights::everything() }
}

pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.arg("-C")
        .arg(folder)
        .args(["-c", "user.name=Owner", "-c", "user.email=owner@example.org"])
        .args(arguments);
    let output = git.output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir(from) {
        let target = to.join(entry.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&entry, target).unwrap();
    }
}

fn walkdir(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walkdir(&path)) } else { files.push(path) }
    }
    files
}

impl Place {
    /// With a bare repository as its host, which takes nothing that doesn't go on from what it has.
    pub(crate) fn with_host() -> Self {
        let place = Self::alone();
        let host = place.host();
        fs::create_dir_all(&host).unwrap();
        git(&host, &["init", "--quiet", "--bare", "--initial-branch=main"]);
        git(&host, &["config", "receive.denyNonFastForwards", "true"]);
        git(&host, &["config", "receive.denyDeletes", "true"]);
        git(&place.root(), &["remote", "add", "origin", host.to_str().unwrap()]);
        git(&place.root(), &["push", "--quiet", "--set-upstream", "origin", "main"]);
        place
    }

    /// Without one.
    pub(crate) fn alone() -> Self {
        let place = Self { folder: Folder::Own(tempfile::tempdir().unwrap()) };
        let root = place.root();
        copy(&project().join("generator/tests/site"), &root);
        git(&root, &["init", "--quiet", "--initial-branch=main"]);
        git(&root, &["config", "user.name", "Owner"]);
        git(&root, &["config", "user.email", "owner@example.org"]);
        git(&root, &["add", "."]);
        git(&root, &["commit", "--quiet", "-m", "Begin"]);
        place
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn host(&self) -> PathBuf {
        self.folder.path().join("host.git")
    }

    /// Where sites are checked.
    pub(crate) fn checked(&self) -> PathBuf {
        self.folder.path().join("checked")
    }

    pub(crate) fn repository(&self) -> Repository {
        Repository::of_folder(&self.root()).unwrap()
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }
}
