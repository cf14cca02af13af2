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

/// The files of a text in which each begins with its path: `-- content/site.yaml --`.
fn parts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let files = text.strip_prefix("-- ").unwrap().split("\n-- ");
    files.map(|file| file.split_once(" --\n").unwrap())
}

/// All files, and folders without any, which git has.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, target) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

impl Place {
    /// With a bare repository as its host, which takes nothing that doesn't go on from what it has.
    pub(crate) fn with_host() -> Self {
        Self::alone().and_host()
    }

    /// The same with few documents and two languages: checked in a moment.
    pub(crate) fn small() -> Self {
        let place = Self { folder: Folder::Own(tempfile::tempdir().unwrap()) };
        for (path, text) in parts(include_str!("small.txt")) {
            let file = place.root().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        copy(&project().join("themes/default"), &place.root().join("themes/default"));
        place.begun().and_host()
    }

    fn and_host(self) -> Self {
        let place = self;
        let host = place.host();
        fs::create_dir_all(&host).unwrap();
        git(&host, &["init", "--quiet", "--bare", "--initial-branch=main"]);
        git(&host, &["config", "receive.denyNonFastForwards", "true"]);
        git(&host, &["config", "receive.denyDeletes", "true"]);
        // From the site's folder, so that a copy of both is a place of its own.
        git(&place.root(), &["remote", "add", "origin", "../host.git"]);
        git(&place.root(), &["push", "--quiet", "--set-upstream", "origin", "main"]);
        place
    }

    /// Without one.
    pub(crate) fn alone() -> Self {
        let place = Self { folder: Folder::Own(tempfile::tempdir().unwrap()) };
        copy(&project().join("generator/tests/site"), &place.root());
        place.begun()
    }

    fn begun(self) -> Self {
        let root = self.root();
        git(&root, &["init", "--quiet", "--initial-branch=main"]);
        git(&root, &["config", "user.name", "Owner"]);
        git(&root, &["config", "user.email", "owner@example.org"]);
        git(&root, &["add", "."]);
        git(&root, &["commit", "--quiet", "-m", "Begin"]);
        self
    }

    /// The same once more elsewhere.
    pub(crate) fn copied(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(self.folder.path(), folder.path());
        Self { folder: Folder::Own(folder) }
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
