//! Old sites in one text each → what is written, and what is told.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]

mod hugo;
mod mended;
mod refused;
mod zola;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generator::diagnostic::Severity;
use import::{Counts, ImportOptions, LossKind, Program, Staged};

/// What became of an old site.
struct Imported {
    files: BTreeMap<String, String>,
    counts: Counts,
    losses: Vec<(LossKind, String)>,
}

impl Imported {
    #[track_caller]
    fn file(&self, path: &str) -> &str {
        self.files.get(path).unwrap_or_else(|| panic!("no {path} among {:?}", self.files.keys()))
    }

    /// What was told of a kind: `content/a.md:3 words`.
    fn told(&self, kind: LossKind) -> Vec<&str> {
        self.losses.iter().filter(|(of, _)| *of == kind).map(|(_, told)| told.as_str()).collect()
    }
}

fn write(root: &Path, site: &str) {
    for part in site.split("\n-- ").map(|part| part.trim_start_matches("-- ")) {
        let (path, text) = part.split_once(" --\n").unwrap_or_else(|| panic!("no path in {part}"));
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("{text}\n")).unwrap();
    }
}

/// A folder with an old site, and what is asked for.
fn old(program: Program, site: &str) -> (tempfile::TempDir, ImportOptions) {
    let folder = tempfile::tempdir().unwrap();
    let (root, out) = (folder.path().join("old"), folder.path().join("new"));
    write(&root, site.trim_start());
    (folder, ImportOptions { program, root, out, languages: Vec::new() })
}

fn import(program: Program, site: &str) -> Imported {
    let (_folder, options) = old(program, site);
    finished(import::stage(&options).unwrap(), &options.out)
}

/// The same after a check, with the errors that it leaves.
fn tamed(program: Program, site: &str) -> (Imported, Vec<String>) {
    let (_folder, options) = old(program, site);
    let mut staged = import::stage(&options).unwrap();
    let produced = staged.tame("2026-11-30T12:00:00Z".parse().unwrap()).unwrap();
    let errors = produced.diagnostics.iter().filter(|problem| problem.severity == Severity::Error);
    let errors =
        errors.map(|problem| format!("{} {}: {}", problem.path, problem.code.as_str(), problem.message));
    let errors = errors.collect();
    (finished(staged, &options.out), errors)
}

fn finished(staged: Staged, out: &Path) -> Imported {
    let counts = staged.counts;
    let losses = staged.losses.iter();
    let losses =
        losses.map(|loss| (loss.kind, format!("{}:{} {}", loss.file, loss.line, loss.what))).collect();
    staged.finish(&[]).unwrap();
    let entries = walkdir::WalkDir::new(out).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let path = entry.path().strip_prefix(out).unwrap().to_str().unwrap().to_owned();
        (path, fs::read_to_string(entry.path()).unwrap())
    });
    Imported { files: files.collect(), counts, losses }
}
