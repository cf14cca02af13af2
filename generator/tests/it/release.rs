//! A release: what its description says, when there is one, and what a destination that isn't one is told.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use generator::build::{self, BuildOptions, Destination};
use generator::cache::Cache;
use generator::release::{self, Commit, Release};

use crate::site;

/// The small site of a string, with a style sheet that is named by its bytes.
const SITE: &str = site::RENDERED;

/// Builds the site below `root` into a folder beside it, and describes it.
fn released(root: &Path, out: &str) -> Release {
    let out = root.join(out);
    let options = BuildOptions { cache: Cache::none(), ..BuildOptions::new(root, site::now()) };
    let target = Destination { out: out.clone(), compressed: true, search: true };
    let built = build::build(&options, &target).unwrap();
    assert!(built.written.is_some(), "{:?}", built.diagnostics);
    release::make(&out, Commit::default(), false).unwrap()
}

#[test]
fn the_same_site_is_the_same_release_and_another_one_isn_t() {
    let site = site::on_disk(SITE);
    let (first, again) = (released(site.path(), "a"), released(site.path(), "b"));
    assert_eq!(first, again);
    let text = |out: &str| fs::read_to_string(site.path().join(out).join(release::FILE)).unwrap();
    assert_eq!(text("a"), text("b"));
    assert_eq!(Release::read(text("a").as_bytes()).unwrap(), first);
    assert!(first.id.starts_with("local-") && first.id.len() == "local-".len() + 12, "{}", first.id);
    let page = site.path().join("themes/default/templates/base.html");
    let before = fs::read_to_string(&page).unwrap();
    let after = before.replace("<title>", "<title>Another: ");
    assert_ne!(before, after);
    fs::write(&page, after).unwrap();
    assert_ne!(released(site.path(), "b").id, first.id);
}

#[test]
fn a_commit_is_part_of_the_name_and_what_was_changed_since_is_said() {
    let site = site::on_disk(SITE);
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-C"]).arg(site.path());
        assert!(git.args(arguments).output().unwrap().status.success(), "{arguments:?}");
    };
    assert_eq!(Commit::of(site.path()).name(), "local");
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "a site"]);
    let commit = Commit::of(site.path());
    assert_eq!(commit.name(), commit.hash.clone().unwrap());
    assert_eq!(commit.hash.unwrap().len(), 12);
    // What is built beside the sources changes nothing.
    site::write(site.path(), "dist/release.json", "{}");
    assert!(!Commit::of(site.path()).is_dirty);
    site::write(site.path(), "content/new.txt", "new");
    assert!(Commit::of(site.path()).name().ends_with("-dirty"));
}

#[test]
fn each_file_is_there_with_its_headers_and_its_place() {
    let site = site::without_stories_and_events();
    let release = released(site.path(), "out");
    let out = site.path().join("out");
    let mut kinds = BTreeSet::new();
    for file in &release.files {
        let bytes = fs::read(out.join(&file.path)).unwrap();
        assert_eq!(file.size, u64::try_from(bytes.len()).unwrap(), "{}", file.path);
        assert_eq!(file.sha256, generator::source::digest(&bytes), "{}", file.path);
        let cache = file.cache.as_deref();
        assert_eq!(file.kept, cache.is_some_and(|cache| cache.contains("immutable")), "{}", file.path);
        assert_eq!(cache.is_none(), file.path.starts_with("forms/"), "{}", file.path);
        assert_eq!(file.order, if cache.is_none() { 2 } else { u8::from(!file.kept) }, "{}", file.path);
        kinds.insert((file.media_type.clone(), file.encoding.clone(), file.kept));
    }
    let has = |kind: &str, encoding: Option<&str>, kept: bool| {
        assert!(
            kinds.contains(&(kind.to_owned(), encoding.map(str::to_owned), kept)),
            "{kind} {encoding:?} {kept}"
        );
    };
    for encoding in [None, Some("br"), Some("gzip")] {
        has("text/html; charset=utf-8", encoding, false);
        has("text/css; charset=utf-8", encoding, true);
    }
    has("image/svg+xml", None, false);
    has("application/octet-stream", None, true);
    assert_eq!(release.file("public/sw.js").unwrap().cache.as_deref(), Some("no-cache"));
    assert!(release.files.iter().all(|file| !file.path.starts_with("server/")));
    assert!(out.join("server/forms-fn.service").exists());
}

#[test]
fn what_changed_after_it_was_described_is_named() {
    let site = site::on_disk(SITE);
    released(site.path(), "out");
    let out = site.path().join("out");
    assert!(release::whole(&out).is_ok());
    let page = out.join("public/index.html");
    let before = fs::read(&page).unwrap();
    fs::write(&page, "half").unwrap();
    let refused = release::whole(&out).unwrap_err();
    assert!(
        refused.contains("`public/index.html` has changed") && refused.contains("spaces release"),
        "{refused}"
    );
    fs::remove_file(&page).unwrap();
    assert!(release::whole(&out).unwrap_err().contains("`public/index.html`"));
    fs::write(&page, before).unwrap();
    let text = fs::read_to_string(out.join(release::FILE)).unwrap();
    fs::write(out.join(release::FILE), text.replacen("\"format\": 1", "\"format\": 2", 1)).unwrap();
    assert!(release::whole(&out).unwrap_err().contains("format 2"));
}

fn spaces(root: &Path, arguments: &[&str]) -> Output {
    let mut spaces = Command::new(env!("CARGO_BIN_EXE_spaces"));
    spaces.current_dir(root).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_build_that_fails_leaves_no_release_and_one_that_isn_t_one_describes_nothing() {
    let site = site::on_disk(SITE);
    let release = |arguments: &[&str]| spaces(site.path(), arguments);
    let built = release(&["release", "--now", site::NOW]);
    assert!(built.status.success(), "{}", said(&built));
    let file = site.path().join("dist/release.json");
    let id = Release::read(&fs::read(&file).unwrap()).unwrap().id;
    assert!(said(&built).lines().any(|line| line == id), "{}", said(&built));
    // A plain build may change what it describes.
    assert!(release(&["build", "--now", site::NOW]).status.success());
    assert!(!file.exists());
    assert!(release(&["release", "--now", site::NOW]).status.success());
    site::write(site.path(), "content/site.yaml", "title: [");
    assert_eq!(release(&["release", "--now", site::NOW]).status.code(), Some(1));
    assert!(!file.exists());
    // In a folder of somebody else it is theirs.
    site::write(site.path(), "theirs/release.json", "{}");
    assert!(!release(&["build", "--now", site::NOW, "--out", "theirs"]).status.success());
    assert_eq!(site::read(site.path(), "theirs/release.json"), "{}");
}

#[test]
fn what_is_no_destination_or_no_release_is_told_how_to_mend_it() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, expected) in [
        (&["deploy", "box:srv"][..], "is no folder from the root"),
        (&["deploy", "-x:/srv"], "unexpected argument"),
        (&["deploy", "/srv", "--preview", "PR 1"], "small letters"),
        (&["deploy", "/srv", "--remove"], "--preview"),
        (&["deploy", "/srv", "--ask", "https://example.org", "--no-ask"], "cannot be used with"),
        (&["deploy", "releases"], "run `spaces release --out dist` first"),
        (&["rollback", "releases"], "there are no releases in"),
        (&["releases", "releases"], "there are no releases in"),
    ] {
        let output = spaces(folder.path(), arguments);
        assert!(
            !output.status.success() && said(&output).contains(expected),
            "{arguments:?}: {}",
            said(&output)
        );
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn the_version_says_what_it_was_built_from() {
    let output = spaces(Path::new("."), &["--version"]);
    let from = option_env!("SPACES_COMMIT").unwrap_or("built from a working copy");
    assert_eq!(said(&output).trim(), format!("spaces {} ({from})", env!("CARGO_PKG_VERSION")));
}
