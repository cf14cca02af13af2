//! A full disk; a host that is gone, slow, ahead, or says no: before or after, never between. Then the second try works.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use editor::drafts::{Draft, Drafts, NotSaved};
use editor::publication::{NotPublished, Published, Publisher};
use editor::repository::Repository;
use generator::build::BuildOptions;
use generator::cache::Cache;
use generator::content::Kind;
use generator::write_back::{self, Edit};

use crate::drafts::{DANISH, changed};
use crate::place::{Place, git, now, person};

const NEW: &str = "title: Middag for alle\n";

/// A program in the place of git: it does something of its own and then what git does.
fn program(place: &Place, script: &str) -> PathBuf {
    let path = place.folder.path().join("git-with-trouble");
    fs::write(&path, format!("#!/bin/sh\n{script}\nexec git \"$@\"\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn publisher(place: &Place, repository: Repository) -> Publisher {
    let cache = Cache::at(place.folder.path().join("cache"));
    let build = BuildOptions { cache, ..BuildOptions::new(place.root(), now()) };
    Publisher::new(repository, &place.checked(), build)
}

fn publish(place: &Place, repository: Repository, draft: &Draft) -> Result<Published, NotPublished> {
    publisher(place, repository).publish(&draft.id, &person("ida", "Ida"), now())
}

fn draft(place: &Place) -> Draft {
    let repository = place.repository();
    let files = changed(&repository, None, DANISH, "title", "Middag for alle");
    Drafts::of(&repository).begin("Middag", &files, &person("ida", "Ida"), 1).unwrap()
}

/// Everything that people or git see of a place.
#[derive(PartialEq, Eq, Debug)]
struct Seen {
    host: String,
    names: String,
    status: String,
    text: String,
}

fn seen(place: &Place) -> Seen {
    Seen {
        host: git(&place.host(), &["for-each-ref"]),
        // What the host had when it was asked is no work of anybody.
        names: git(&place.root(), &["for-each-ref", "refs/heads", "refs/spaces"]),
        status: git(&place.root(), &["status", "--porcelain"]),
        text: place.read(DANISH),
    }
}

/// The draft is published, everywhere, and no trace of a failure is left.
fn is_all_there(place: &Place) {
    let seen = seen(place);
    assert!(seen.text.contains(NEW) && seen.status.is_empty(), "{seen:?}");
    assert_eq!(git(&place.host(), &["rev-parse", "main"]), git(&place.root(), &["rev-parse", "main"]));
    assert!(git(&place.host(), &["show", &format!("main:{DANISH}")]).contains(NEW));
    assert_eq!(Drafts::of(&place.repository()).all().unwrap(), []);
    for folder in [place.root(), place.host()] {
        assert_eq!(git(&folder, &["fsck", "--strict", "--no-dangling"]).trim(), "");
    }
}

/// Another person's machine, which saves and gives to the host whatever a script asks for.
fn other(place: &Place) -> PathBuf {
    let other = place.folder.path().join("other");
    git(place.folder.path(), &["clone", "--quiet", place.host().to_str().unwrap(), other.to_str().unwrap()]);
    for (key, value) in [("user.name", "Olha"), ("user.email", "olha@example.org")] {
        git(&other, &["config", key, value]);
    }
    other
}

/// The beginning of a script: only when git is asked for a command. Hooks of the first git aren't those of the other.
fn at(command: &str, script: &str) -> String {
    format!("case \" $* \" in *\" {command} \"*)\n{script}\n;; esac")
}

/// A program for which the disk is full from the moment at which it is asked for a command: no byte of any file can be written.
fn full(place: &Place, command: &str) -> Repository {
    // Told as a full disk tells it, by an error, and not by a signal.
    let program = program(place, &at(command, "trap '' XFSZ; ulimit -f 0"));
    Repository::with_program(&place.root(), &program).unwrap()
}

#[test]
fn a_disk_that_is_full_while_somebody_saves_leaves_the_draft_as_it_was() {
    let place = Place::small();
    let (repository, ida) = (place.repository(), person("ida", "Ida"));
    let begun = draft(&place);
    let before = seen(&place);
    for command in ["read-tree", "hash-object", "update-index", "write-tree", "commit-tree", "update-ref"] {
        let full = full(&place, command);
        let files = changed(&repository, Some(&begun), DANISH, "audience", command);
        let saved = Drafts::of(&full).save(&begun.id, &begun.tip, &files, &ida, 2);
        assert!(matches!(saved, Err(NotSaved::Git(_))), "{command}: {saved:?}");
        let files = changed(&repository, None, DANISH, "audience", command);
        let saved = Drafts::of(&full).begin("Another", &files, &ida, 2);
        assert!(matches!(saved, Err(NotSaved::Git(_))), "{command}: {saved:?}");
        assert_eq!(seen(&place), before, "{command}");
        assert_eq!(git(&place.root(), &["fsck", "--strict", "--no-dangling"]).trim(), "", "{command}");
    }
    let files = changed(&repository, Some(&begun), DANISH, "audience", "Alle");
    let saved = Drafts::of(&repository).save(&begun.id, &begun.tip, &files, &ida, 2).unwrap();
    assert!(repository.text(&saved.tip, DANISH).unwrap().unwrap().contains("audience: Alle\n"));
}

#[test]
fn a_disk_that_is_full_while_somebody_publishes_leaves_before_or_after() {
    let place = Place::small();
    let draft = draft(&place);
    // So that there is something to bring, and what comes of both is new.
    let other = other(&place);
    fs::write(other.join("README.md"), "Something else.\n").unwrap();
    git(&other, &["add", "."]);
    git(&other, &["commit", "--quiet", "-m", "Other"]);
    git(&other, &["push", "--quiet"]);
    let before = seen(&place);
    for command in ["fetch", "read-tree", "write-tree", "commit-tree", "push"] {
        let published = publish(&place, full(&place, command), &draft);
        let is_told = matches!(
            published,
            Err(NotPublished::Git(_) | NotPublished::Unreachable(_) | NotPublished::Refused(_))
        );
        assert!(is_told, "{command}: {published:?}");
        assert_eq!(seen(&place), before, "{command}");
    }
    // Behind the moment: the host has it, and the name of the branch here can't be moved.
    let published = publish(&place, full(&place, "update-ref"), &draft);
    assert!(matches!(published, Err(NotPublished::Git(_))), "{published:?}");
    assert_ne!(seen(&place).host, before.host);
    assert_eq!(seen(&place).text, before.text);
    publish(&place, place.repository(), &draft).unwrap();
    is_all_there(&place);
}

/// Where the site is checked nothing can be written.
#[test]
fn a_folder_of_checks_that_can_not_be_written_stops_it() {
    let place = Place::small();
    let draft = draft(&place);
    fs::write(place.checked(), "in the way").unwrap();
    let before = seen(&place);
    assert!(matches!(publish(&place, place.repository(), &draft), Err(NotPublished::Git(_))));
    assert_eq!(seen(&place), before);
    fs::remove_file(place.checked()).unwrap();
    publish(&place, place.repository(), &draft).unwrap();
    is_all_there(&place);
}

#[test]
fn a_host_that_goes_between_fetch_and_push_is_told_and_the_second_try_works() {
    let place = Place::small();
    let draft = draft(&place);
    let (host, away) = (place.host(), place.folder.path().join("away"));
    let before = seen(&place);
    let program = program(&place, &at("push", &format!("mv '{}' '{}'", host.display(), away.display())));
    let gone = Repository::with_program(&place.root(), &program).unwrap();
    let published = publish(&place, gone, &draft);
    assert!(matches!(published, Err(NotPublished::Unreachable(_))), "{published:?}");
    fs::rename(&away, &host).unwrap();
    assert_eq!(seen(&place), before);
    publish(&place, place.repository(), &draft).unwrap();
    is_all_there(&place);
}

/// It has taken the version, and the line is cut before it says so.
#[test]
fn a_host_that_takes_it_and_can_not_say_so_has_it_once() {
    let place = Place::small();
    let draft = draft(&place);
    let cut = "git \"$@\" >/dev/null 2>&1; echo 'fatal: the remote end hung up unexpectedly' >&2; exit 128";
    let program = program(&place, &at("push", cut));
    let cut = Repository::with_program(&place.root(), &program).unwrap();
    let published = publish(&place, cut, &draft);
    assert!(matches!(published, Err(NotPublished::Unreachable(_))), "{published:?}");
    let versions = git(&place.host(), &["rev-list", "--count", "main"]);
    assert!(!place.read(DANISH).contains(NEW));
    publish(&place, place.repository(), &draft).unwrap();
    assert_eq!(git(&place.host(), &["rev-list", "--count", "main"]), versions);
    is_all_there(&place);
}

/// A host that takes the line and says nothing, ever.
fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}/site.git", listener.local_addr().unwrap());
    (listener, address)
}

#[test]
fn a_host_that_never_answers_is_given_up_and_the_second_try_works() {
    let place = Place::small();
    let draft = draft(&place);
    let (listener, address) = silent();
    let before = seen(&place);
    // Neither when it is asked what it has, nor, later, when it is to take something.
    let host = place.host();
    for (key, way_back) in [("remote.origin.url", host.to_str()), ("remote.origin.pushurl", None)] {
        git(&place.root(), &["config", key, &address]);
        let slow = place.repository().with_patience(Duration::from_secs(2));
        let published = publish(&place, slow, &draft);
        let Err(NotPublished::Unreachable(said)) = published else { panic!("{key}: {published:?}") };
        assert!(said.contains("fetch") || said.contains("push"), "{said}");
        match way_back {
            Some(way) => git(&place.root(), &["config", key, way]),
            None => git(&place.root(), &["config", "--unset", key]),
        };
        assert_eq!(seen(&place), before, "{key}");
    }
    drop(listener);
    publish(&place, place.repository(), &draft).unwrap();
    is_all_there(&place);
}

/// Commits and gives to the host, as somebody with git does.
fn pushes(other: &Path, does: &str) -> String {
    // What git was told for the first repository doesn't count for this one.
    format!(
        "(unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE; cd '{}' && git pull --quiet --rebase && {does} && git add . && git commit --quiet -m Other && git push --quiet) >/dev/null 2>&1 || exit 7",
        other.display()
    )
}

#[test]
fn a_host_that_has_moved_on_between_fetch_and_push_gets_both() {
    let place = Place::small();
    let draft = draft(&place);
    let other = other(&place);
    let once = place.folder.path().join("once");
    fs::write(&once, "").unwrap();
    let does = pushes(&other, &format!("printf '\\nSkrevet imens.\\n' >>{DANISH}"));
    let script = format!("if [ -e '{0}' ]; then rm '{0}'; {does}; fi", once.display());
    let program = program(&place, &at("push", &script));
    let moving = Repository::with_program(&place.root(), &program).unwrap();
    publish(&place, moving, &draft).unwrap();
    assert!(!once.exists() && place.read(DANISH).contains("Skrevet imens."));
    is_all_there(&place);
}

#[test]
fn a_host_that_is_always_ahead_is_given_up_and_the_second_try_works() {
    let place = Place::small();
    let draft = draft(&place);
    let does = pushes(&other(&place), &format!("printf '\\nOg mere.\\n' >>{DANISH}"));
    let program = program(&place, &at("push", &does));
    let ahead = Repository::with_program(&place.root(), &program).unwrap();
    assert_eq!(publish(&place, ahead, &draft), Err(NotPublished::Faster));
    assert!(!git(&place.host(), &["show", &format!("main:{DANISH}")]).contains(NEW));
    assert_eq!(Drafts::of(&place.repository()).get(&draft.id).unwrap().unwrap().tip, draft.tip);
    publish(&place, place.repository(), &draft).unwrap();
    assert!(place.read(DANISH).contains("Og mere."));
    is_all_there(&place);
}

/// What it has moved on to is the same key: then somebody decides, and the draft goes on from there.
#[test]
fn a_host_that_has_moved_on_in_the_same_place_is_for_somebody_to_decide() {
    let place = Place::small();
    let draft = draft(&place);
    let other = other(&place);
    let text = fs::read_to_string(other.join(DANISH)).unwrap();
    let theirs = write_back::head(&text, Kind::Event, &[Edit::set(["title"], "Aftensmad")]).unwrap();
    fs::write(other.join(DANISH), theirs).unwrap();
    git(&other, &["commit", "--quiet", "-am", "Other"]);
    git(&other, &["push", "--quiet"]);
    let before = seen(&place);
    let Err(NotPublished::Conflicts(found)) = publish(&place, place.repository(), &draft) else { panic!() };
    assert_eq!(found[DANISH].len(), 1);
    assert_eq!(seen(&place), before);
    let (repository, ida) = (place.repository(), person("ida", "Ida"));
    let (drafts, onto) = (Drafts::of(&repository), repository.known().unwrap());
    let threes = drafts.beside(&draft, &onto).unwrap();
    let decided = threes[0].answered(&[editor::merge::Answer::Ours]).unwrap();
    let files = [(DANISH.to_owned(), decided)].into_iter().collect();
    drafts.along(&draft, &onto, &files, &ida, 3).unwrap().unwrap();
    publish(&place, place.repository(), &draft).unwrap();
    is_all_there(&place);
}

#[test]
fn a_host_that_says_no_is_told_in_its_words_and_the_second_try_works() {
    let place = Place::small();
    let draft = draft(&place);
    let hook = place.host().join("hooks/pre-receive");
    fs::write(&hook, "#!/bin/sh\necho 'not on Sundays' >&2\nexit 1\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let before = seen(&place);
    let Err(NotPublished::Refused(said)) = publish(&place, place.repository(), &draft) else { panic!() };
    assert!(said.contains("not on Sundays"), "{said}");
    assert_eq!(seen(&place), before);
    fs::remove_file(&hook).unwrap();
    publish(&place, place.repository(), &draft).unwrap();
    is_all_there(&place);
}

#[test]
fn what_was_taken_back_at_the_host_does_not_come_back_with_the_next_publication() {
    let place = Place::small();
    let repository = place.repository();
    publish(&place, repository.clone(), &draft(&place)).unwrap();
    let host = place.host();
    let withdrawn = git(&host, &["rev-parse", "main"]).trim().to_owned();
    git(&host, &["update-ref", "refs/heads/main", "main~1"]);
    let earlier = git(&host, &["rev-parse", "main"]);
    let files = crate::drafts::changed(&repository, None, DANISH, "summary", "Something else.");
    let next = Drafts::of(&repository).begin("Next", &files, &person("ida", "Ida"), 9).unwrap();
    for _ in 0..2 {
        let not = publish(&place, repository.clone(), &next).unwrap_err();
        assert_eq!(not, NotPublished::TakenBack(withdrawn.clone()));
        assert_eq!(git(&host, &["rev-parse", "main"]), earlier);
    }
}
