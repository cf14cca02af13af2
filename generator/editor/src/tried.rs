//! The small site of the generator's tests in a repository of its own, and the editor's desk on it.
#![expect(clippy::disallowed_methods, reason = "tests write what they read")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use generator::build::BuildOptions;

use crate::desk::{Around, Desk};

/// A repository with a site in it.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
}

impl Place {
    /// With all of the site but these folders.
    pub(crate) fn new(without: &[&str]) -> Place {
        Place::begun(|root| without.iter().for_each(|folder| fs::remove_dir_all(root.join(folder)).unwrap()))
    }

    /// With other words in some files: path, old and new.
    pub(crate) fn with(changed: &[(&str, &str, &str)]) -> Place {
        Place::begun(|root| {
            for (path, old, new) in changed {
                let text = fs::read_to_string(root.join(path)).unwrap();
                assert!(text.contains(old), "{path} has no `{old}`");
                fs::write(root.join(path), text.replace(old, new)).unwrap();
            }
        })
    }

    fn begun(prepare: impl FnOnce(&Path)) -> Place {
        let place = Place { folder: tempfile::tempdir().unwrap() };
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/site"), &place.root());
        prepare(&place.root());
        for arguments in [
            &["init", "--quiet", "--initial-branch=main"][..],
            &["config", "user.name", "Owner"],
            &["config", "user.email", "owner@example.org"],
            &["add", "."],
            &["commit", "--quiet", "-m", "Begin"],
        ] {
            let done = Command::new("git").arg("-C").arg(place.root()).args(arguments).status().unwrap();
            assert!(done.success(), "git {arguments:?}");
        }
        place
    }

    pub(crate) fn desk(&self) -> Desk {
        let now = "2026-11-24T12:00:00Z".parse().unwrap();
        let clock = Arc::new(move || now);
        let around = Around { see: "http://127.0.0.1:1".to_owned(), clock };
        Desk::of_folder(&BuildOptions::new(self.root(), now), around).unwrap()
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    /// The path of a story's source, in English.
    pub(crate) fn some_story(&self) -> String {
        let stories = fs::read_dir(self.root().join("content/stories")).unwrap();
        let mut names: Vec<String> =
            stories.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let paths = names.iter().map(|name| format!("content/stories/{name}/index.en.md"));
        let is_shown =
            |path: &String| self.root().join(path).is_file() && !self.read(path).contains("\ndraft:");
        paths.into_iter().find(is_shown).expect("the small site has stories")
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}
