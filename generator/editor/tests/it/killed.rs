//! The process ends at once before each call of git that writes, one after the other: all is before or after, and goes on. Before a call that
//! only reads all is as behind the last one that wrote, so nothing is tried there.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

use editor::Publish;
use editor::drafts::Drafts;
use editor::repository::Repository;
use generator::build::{self, BuildOptions};
use generator::cache::Cache;

use crate::drafts::{DANISH, changed};
use crate::place::{Folder, Place, git, now, person};

const ENGLISH: &str = "content/events/dinner/index.en.md";

/// Tells the process that is to be ended where its place is.
const PLACE: &str = "EDITOR_TEST_PLACE";

/// Tells it what to do: begin a draft and save it again, or publish the one that is there, or send it as a request.
const TASK: &str = "EDITOR_TEST_TASK";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Task {
    Save,
    Publish,
    Send,
}

fn save(repository: &Repository) {
    let (ida, drafts) = (person("ida", "Ida"), Drafts::of(repository));
    let first = changed(repository, None, DANISH, "title", "Middag");
    let draft = drafts.begin("Middag", &first, &ida, 1).unwrap();
    let more = changed(repository, Some(&draft), DANISH, "audience", "Alle");
    drafts.save(&draft.id, &draft.tip, &more, &ida, 2).unwrap();
}

fn publish(place: &Place, repository: &Repository) {
    let draft = Drafts::of(repository).all().unwrap().remove(0);
    place.publisher_of(repository.clone()).publish(&draft.id, &person("ida", "Ida"), now()).unwrap();
}

fn send(place: &Place, repository: &Repository) {
    let draft = Drafts::of(repository).all().unwrap().remove(0);
    let publisher = place.publisher_of(repository.clone()).publishing(Publish::Request);
    publisher.publish(&draft.id, &person("ida", "Ida"), now()).unwrap();
}

/// The process that is ended. By itself it does both tasks and lives.
#[test]
fn a_journey_that_nobody_ends_is_published() {
    if let Some(folder) = env::var_os(PLACE) {
        let place = Place { folder: Folder::Lent(PathBuf::from(folder)) };
        let program = place.folder.path().join("git");
        let repository = Repository::with_program(&place.root(), &program).unwrap();
        return match env::var(TASK).unwrap().as_str() {
            "Save" => save(&repository),
            "Publish" => publish(&place, &repository),
            _ => send(&place, &repository),
        };
    }
    let place = Place::small();
    save(&place.repository());
    publish(&place, &place.repository());
    let text = place.at_host(DANISH);
    assert!(text.contains("title: Middag\n") && text.contains("audience: Alle\n"), "{text}");
}

/// A git that ends whoever calls it for the `n`th time to write something, before it does anything. What only reads is named, so that
/// a command that nobody thought of is tried.
fn ending(place: &Path, n: usize) {
    let script = format!(
        r#"#!/bin/sh
command=
for word in "$@"; do
  case "$word" in -c|*=*) ;; *) command=$word; break ;; esac
done
case "$command" in
  rev-parse|symbolic-ref|config|for-each-ref|log|merge-base|ls-remote|ls-tree|cat-file|diff-tree|diff-index) ;;
  *)
    echo "$command" >> {count}
    if [ "$(wc -l < {count})" -ge {n} ]; then kill -9 $PPID; exit 1; fi ;;
esac
exec git "$@"
"#,
        count = place.join("calls").display()
    );
    fs::write(place.join("git"), script).unwrap();
    fs::set_permissions(place.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
}

/// Whether the process was ended at its `n`th call.
fn ended(place: &Place, task: Task, n: usize) -> bool {
    ending(place.folder.path(), n);
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "killed::a_journey_that_nobody_ends_is_published", "--nocapture"]);
    child.env(PLACE, place.folder.path()).env(TASK, format!("{task:?}"));
    let output = child.output().unwrap();
    let is_ended = output.status.signal() == Some(9);
    assert!(is_ended || output.status.success(), "{n}: {}", String::from_utf8_lossy(&output.stderr));
    is_ended
}

fn saved_or_not(prepared: &Place, n: usize) -> bool {
    let place = prepared.copied();
    let head = git(&place.root(), &["rev-parse", "HEAD"]);
    let is_ended = ended(&place, Task::Save, n);
    assert_eq!(git(&place.root(), &["rev-parse", "HEAD"]), head, "{n}");
    assert_eq!(git(&place.root(), &["status", "--porcelain"]), "", "{n}");
    git(&place.root(), &["fsck", "--strict", "--no-dangling"]);
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let there = drafts.all().unwrap();
    assert!(there.len() <= 1 && (is_ended || there.len() == 1), "{n}: {there:?}");
    for draft in &there {
        let text = repository.text(&draft.tip, DANISH).unwrap().unwrap();
        assert!(text.contains("title: Middag\n"), "{n}");
        assert!(is_ended || text.contains("audience: Alle\n"), "{n}");
        let more = changed(&repository, Some(draft), DANISH, "directions", "Bus 4A");
        drafts.save(&draft.id, &draft.tip, &more, &person("ida", "Ida"), 3).unwrap();
    }
    is_ended
}

/// A site in which a draft is saved, and then others have published something: the working copy is behind the version that goes before.
fn with_draft() -> Place {
    let place = Place::small();
    save(&place.repository());
    others_publish(&place);
    // What a build keeps is there, so that each of many is short.
    let build = BuildOptions {
        cache: Cache::at(place.folder.path().join("cache")),
        ..BuildOptions::new(place.root(), now())
    };
    assert!(build::produce(&build).output.is_some());
    place
}

/// What the repositories and the working copy are like, and what was left lying about. From the same state all goes on in the same way.
fn state(place: &Place) -> String {
    let names = ["for-each-ref", "--format=%(refname) %(tree) %(parent)"];
    let locks = Command::new("find")
        .arg(place.folder.path())
        .args(["-name", "*.lock", "-printf", "%P "])
        .output()
        .unwrap();
    [
        git(&place.root(), &names),
        git(&place.host(), &names),
        git(&place.root(), &["status", "--porcelain"]),
        format!("{}", place.checked().with_extension("index").exists()),
        String::from_utf8(locks.stdout).unwrap(),
    ]
    .join("; ")
}

fn published_or_not(prepared: &Place, seen: &Mutex<BTreeSet<String>>, n: usize) -> bool {
    let place = prepared.copied();
    let was_there = git(&place.host(), &["rev-parse", "main"]);
    let is_ended = ended(&place, Task::Publish, n);
    let text = place.at_host(DANISH);
    let is_public = text.contains("title: Middag\n");
    assert_eq!(is_public, text.contains("audience: Alle\n"), "{n}: half is public");
    assert!(is_public || is_ended, "{n}");
    let is_new = seen.lock().unwrap().insert(state(&place));
    if !is_new {
        return is_ended;
    }
    place.publisher().finish().unwrap();
    assert_eq!(git(&place.root(), &["status", "--porcelain"]), "", "{n}: at the next start");
    let repository = place.repository();
    let is_draft = !Drafts::of(&repository).all().unwrap().is_empty();
    assert!(is_draft || is_public, "{n}: what was written is nowhere");
    if is_draft {
        publish(&place, &repository);
    }
    assert_eq!(Drafts::of(&repository).all().unwrap(), [], "{n}");
    assert_eq!(git(&place.host(), &["rev-parse", "main^"]), was_there, "{n}: one publication, and once");
    assert_eq!(place.read(DANISH), place.at_host(DANISH), "{n}");
    assert!(place.read(DANISH).contains("audience: Alle\n"), "{n}");
    assert!(place.read(ENGLISH).contains("Written by somebody else."), "{n}");
    assert_eq!(git(&place.root(), &["status", "--porcelain"]), "", "{n}");
    is_ended
}

fn sent_or_not(prepared: &Place, seen: &Mutex<BTreeSet<String>>, n: usize) -> bool {
    let place = prepared.copied();
    let main = git(&place.host(), &["rev-parse", "main"]);
    let is_ended = ended(&place, Task::Send, n);
    let branches = || git(&place.host(), &["for-each-ref", "--format=%(refname:short)", "refs/heads/spaces"]);
    let whole = |branch: &str| {
        let text = git(&place.host(), &["show", &format!("{branch}:{DANISH}")]);
        assert!(text.contains("title: Middag\n") && text.contains("audience: Alle\n"), "{n}: {text}");
    };
    branches().lines().for_each(whole);
    assert!(is_ended || branches().lines().count() == 1, "{n}");
    if seen.lock().unwrap().insert(state(&place)) {
        place.publisher().finish().unwrap();
        send(&place, &place.repository());
        let branch = branches();
        assert_eq!(branch.lines().count(), 1, "{n}");
        whole(branch.trim());
        let own = git(&place.host(), &["rev-list", "--count", &format!("main..{}", branch.trim())]);
        assert_eq!(own, "1\n", "{n}: it was sent once");
        let drafts = Drafts::of(&place.repository()).all().unwrap();
        assert!(drafts.len() == 1 && drafts[0].marks.sent.is_some(), "{n}: {drafts:?}");
        assert_eq!(git(&place.root(), &["status", "--porcelain"]), "", "{n}");
    }
    assert_eq!(git(&place.host(), &["rev-parse", "main"]), main, "{n}");
    is_ended
}

fn others_publish(place: &Place) {
    let other = place.folder.path().join("other");
    git(place.folder.path(), &["clone", "--quiet", place.host().to_str().unwrap(), other.to_str().unwrap()]);
    let path = other.join(ENGLISH);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\nWritten by somebody else.\n")).unwrap();
    git(&other, &["commit", "--quiet", "-am", "Other"]);
    git(&other, &["push", "--quiet"]);
}

/// Each call in turn, until one comes to its end; how many there are.
fn at_every_call(ended: impl Fn(usize) -> bool + Sync) -> usize {
    let (next, last) = (AtomicUsize::new(1), AtomicUsize::new(usize::MAX));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::SeqCst);
                    if n > last.load(Ordering::SeqCst) {
                        break;
                    }
                    if !ended(n) {
                        last.fetch_min(n, Ordering::SeqCst);
                    }
                }
            });
        }
    });
    let calls = last.into_inner() - 1;
    println!("git writes {calls} times");
    calls
}

#[test]
fn a_save_that_is_ended_at_any_call_is_there_or_not() {
    let place = Place::small();
    // Two versions, each of a list, bytes, a tree, a version and a name.
    assert!(at_every_call(|n| saved_or_not(&place, n)) >= 10, "the program isn't the one that ends");
}

#[test]
fn a_publication_that_is_ended_at_any_call_is_there_or_not_and_goes_on() {
    let (place, seen) = (with_draft(), Mutex::default());
    let calls = at_every_call(|n| published_or_not(&place, &seen, n));
    assert!(calls >= 10, "the program isn't the one that ends");
    let states = seen.into_inner().unwrap().len();
    println!("in {states} states");
    // Nothing done, brought, given, named, and each of what comes behind.
    assert!(states >= 5, "{states}");
}

#[test]
fn a_request_that_is_ended_at_any_call_is_sent_or_not_and_goes_on() {
    let (place, seen) = (with_draft(), Mutex::default());
    let calls = at_every_call(|n| sent_or_not(&place, &seen, n));
    assert!(calls >= 10, "the program isn't the one that ends");
    let states = seen.into_inner().unwrap().len();
    println!("in {states} states");
    assert!(states >= 4, "{states}");
}
