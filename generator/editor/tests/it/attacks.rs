//! What somebody might try: paths that lead out, links, names that are options, programs that git would run, drafts that no form has made.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use editor::Rights;
use editor::drafts::{DraftId, Drafts, NotAllowed, NotSaved};
use editor::publication::NotPublished;
use editor::repository::{Repository, Signature, Version};

use crate::drafts::{DANISH, changed};
use crate::place::{Place, git, now, person};

const PICTURE: &str = "content/events/dinner/table.jpg";

fn only(path: &str) -> BTreeMap<String, Option<Vec<u8>>> {
    BTreeMap::from([(path.to_owned(), Some(b"---\ntitle: x\n---\n".to_vec()))])
}

#[test]
fn no_path_leads_anywhere_else() {
    let place = Place::small();
    let repository = place.repository();
    for path in [
        "",
        ".",
        "..",
        "/etc/passwd",
        "content/events/dinner/../../site.yaml",
        "content/events/dinner/../dinner/index.da.md",
        "content/events/./index.da.md",
        "content/events/dinner//index.da.md",
        "content/events/dinner/index.da.md/",
        "content/events/dinner/index.da.md\0.jpg",
        "content/events/dinner/a\n.jpg",
        "content/events/dinner/a\t.jpg",
        "content/events/.git/index.da.md",
        "content/events/.GIT/index.da.md",
        "content/events/git~1/index.da.md",
        "content/events/.g\u{200c}it/index.da.md",
        "content/pages/a/.git/index.da.md",
        "content/events/dinner/.gitattributes",
        "content/events/dinner/.gitmodules",
        "content\\events\\dinner\\index.da.md",
        "content/events/dinner%2f..%2f/index.da.md",
        "content/events/--upload-pack=x/index.da.md",
        "content/events/-x/index.da.md",
        ":(top)content/site.yaml",
        ":/content/site.yaml",
        "content/events/*/index.da.md",
        "content/events/dinner/index..md",
        "content/events/dinner/index.da.md.html",
        "content/events/dinner/a.svg",
        "content/events/dinner/a.html",
        "content/forms/registration.yaml",
        "content/site.yaml",
        "content/addresses.yaml",
        "content/published.yaml",
        "themes/default/theme.yaml",
        ".github/workflows/site.yml",
        ".gitattributes",
    ] {
        let refused = Drafts::of(&repository).begin("x", &only(path), &person("ida", "Ida"), 1);
        assert_eq!(refused, Err(NotSaved::NotAllowed(NotAllowed::OtherFile(path.to_owned()))), "{path:?}");
    }
    assert_eq!(git(&place.root(), &["for-each-ref", "refs/heads/edit"]), "");
    for id in ["", "HEAD", "../main", "0123456789abcdef", "012345678G", "--help----", "0123456789\n"] {
        assert_eq!(DraftId::parse(id), None, "{id}");
    }
    for version in ["HEAD", "--all", "main", "0123", &"0".repeat(41), &format!("{}\n--all", "0".repeat(34))] {
        assert_eq!(Version::parse(version), None, "{version}");
    }
}

#[test]
fn nothing_is_written_through_a_link() {
    let place = Place::small();
    let outside = place.folder.path().join("outside");
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("index.da.md"), "not ours").unwrap();
    for (link, path) in [
        ("content/events/linked", "content/events/linked/index.da.md"),
        ("content/pages/a", "content/pages/a/b/index.da.md"),
        ("content/events/dinner/index.nb.md", "content/events/dinner/index.nb.md"),
        (PICTURE, PICTURE),
    ] {
        let at = place.root().join(link);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        symlink(&outside, &at).unwrap();
        git(&place.root(), &["add", "."]);
        git(&place.root(), &["commit", "--quiet", "-m", "Link"]);
        let repository = place.repository();
        let refused = Drafts::of(&repository).begin("x", &only(path), &person("ida", "Ida"), 1);
        assert_eq!(refused, Err(NotSaved::NotAllowed(NotAllowed::OtherFile(path.to_owned()))), "{path}");
        assert_eq!(repository.read(&repository.head().unwrap(), path).unwrap(), None, "{path}");
    }
    // A file where a folder would be is as little to be replaced.
    let repository = place.repository();
    let below = format!("{DANISH}/index.da.md");
    let refused = Drafts::of(&repository).begin("x", &only(&below), &person("ida", "Ida"), 1);
    assert_eq!(refused, Err(NotSaved::NotAllowed(NotAllowed::OtherFile(below))));
    assert_eq!(fs::read_dir(outside).unwrap().count(), 1);
}

/// Programs that leave a file when they are run.
struct Traps {
    told: std::path::PathBuf,
}

impl Traps {
    fn new(place: &Place) -> Self {
        Self { told: place.folder.path().join("told") }
    }

    fn command(&self, name: &str) -> String {
        format!("touch {}.{name}", self.told.display())
    }

    fn script(&self, path: &Path, name: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("#!/bin/sh\n{}\n", self.command(name))).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn sprung(&self) -> Vec<String> {
        let folder = self.told.parent().unwrap();
        let names =
            fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("told.")).collect()
    }
}

#[test]
fn no_hook_of_the_repository_is_run() {
    let place = Place::small();
    let traps = Traps::new(&place);
    let other = place.folder.path().join("hooks");
    for hook in [
        "applypatch-msg",
        "commit-msg",
        "fsmonitor-watchman",
        "post-checkout",
        "post-commit",
        "post-index-change",
        "post-merge",
        "post-rewrite",
        "pre-auto-gc",
        "pre-commit",
        "pre-merge-commit",
        "pre-push",
        "prepare-commit-msg",
        "reference-transaction",
    ] {
        traps.script(&place.root().join(".git/hooks").join(hook), hook);
        traps.script(&other.join(hook), hook);
    }
    // The trap works.
    git(&place.root(), &["update-ref", "refs/heads/other", "HEAD"]);
    assert_ne!(traps.sprung(), Vec::<String>::new());
    for name in traps.sprung() {
        fs::remove_file(place.folder.path().join(name)).unwrap();
    }
    git(&place.root(), &["config", "core.hooksPath", other.to_str().unwrap()]);
    traps.script(&other.join("monitor"), "monitor");
    git(&place.root(), &["config", "core.fsmonitor", other.join("monitor").to_str().unwrap()]);
    for name in traps.sprung() {
        fs::remove_file(place.folder.path().join(name)).unwrap();
    }
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let ida = person("ida", "Ida");
    let draft = drafts.begin("x", &changed(&repository, None, DANISH, "title", "x"), &ida, 1).unwrap();
    let gone = drafts.begin("y", &changed(&repository, None, DANISH, "title", "y"), &ida, 1).unwrap();
    drafts.drop(&gone).unwrap();
    place.publisher().publish(&draft.id, &ida, now()).unwrap();
    assert_eq!(traps.sprung(), Vec::<String>::new());
}

#[test]
fn no_address_of_a_host_runs_a_program() {
    let place = Place::small();
    let traps = Traps::new(&place);
    let script = place.folder.path().join("trap");
    traps.script(&script, "program");
    let script = script.to_str().unwrap();
    let ida = person("ida", "Ida");
    let set = |key: &str, value: &str| drop(git(&place.root(), &["config", key, value]));
    let draft = {
        let repository = place.repository();
        Drafts::of(&repository)
            .begin("x", &changed(&repository, None, DANISH, "title", "x"), &ida, 1)
            .unwrap()
    };
    let before = git(&place.host(), &["rev-parse", "main"]);
    for url in [
        format!("ext::{script} %S"),
        format!("ext::sh -c {script}"),
        format!("--upload-pack={script}"),
        format!("--exec={script}"),
        format!("--receive-pack={script}"),
        "fd::17".to_owned(),
        "git://127.0.0.1:1/site.git".to_owned(),
        "http://127.0.0.1:1/site.git".to_owned(),
        "ftp://127.0.0.1:1/site.git".to_owned(),
    ] {
        set("remote.origin.url", &url);
        let published = place.publisher().publish(&draft.id, &ida, now());
        assert!(matches!(published, Err(NotPublished::Unreachable(_))), "{url}: {published:?}");
        assert_eq!(traps.sprung(), Vec::<String>::new(), "{url}");
        assert_eq!(place.publisher().request_of(&draft.id).link, None, "{url}");
    }
    // By another name, and as the name itself.
    set("remote.origin.url", "kept:site.git");
    set(&format!("url.ext::{script} .insteadOf"), "kept:");
    let published = place.publisher().publish(&draft.id, &ida, now());
    assert!(matches!(published, Err(NotPublished::Unreachable(_))), "{published:?}");
    for name in [format!("--upload-pack={script}"), format!("ext::{script}"), "--all".to_owned()] {
        set("branch.main.remote", &name);
        let published = place.publisher().publish(&draft.id, &ida, now());
        assert!(matches!(published, Err(NotPublished::Unreachable(_))), "{name}: {published:?}");
    }
    assert_eq!(traps.sprung(), Vec::<String>::new());
    assert_eq!(git(&place.host(), &["rev-parse", "main"]), before);
}

#[test]
fn words_and_names_are_never_options_or_commands() {
    let place = Place::small();
    let traps = Traps::new(&place);
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    for (title, name, author) in [
        ("--amend", "--author=x", "--author=x"),
        (&*format!("$({})", traps.command("title")), "`id`", "`id`"),
        ("-m x", "<x@y> ", "x@y"),
        ("@{-1}", "<>", "ida"),
        ("%H%x00", "Ida\0Nul", "Ida Nul"),
        ("", "\u{202e}Ida", "\u{202e}Ida"),
    ] {
        let by = person("ida", name);
        let files = changed(&repository, None, DANISH, "title", title);
        let draft = drafts.begin(title, &files, &by, 1).unwrap();
        assert_eq!((&*draft.title, &*draft.saved_by), (title.trim(), author), "{title}");
        let draft = drafts.ask(&draft.id, &draft.written.version, &by, 2).unwrap();
        assert_eq!(draft.marks.asked.unwrap().by.name, author, "{title}");
        assert_eq!(drafts.get(&draft.id).unwrap().unwrap().begun_by.0, "ida", "{title}");
    }
    assert_eq!(traps.sprung(), Vec::<String>::new());
}

/// Somebody who reaches the repository makes a draft by git.
#[test]
fn a_draft_that_no_form_has_made_publishes_no_other_file() {
    let place = Place::small();
    let repository = place.repository();
    let head = repository.head().unwrap();
    let by = Signature { name: "Mallory".to_owned(), email: "mallory@editors.example".to_owned() };
    let before = git(&place.host(), &["rev-parse", "main"]);
    for (number, path) in [
        ".github/workflows/site.yml",
        "themes/default/theme.yaml",
        "content/site.yaml",
        "content/addresses.yaml",
    ]
    .into_iter()
    .enumerate()
    {
        let files = BTreeMap::from([(path.to_owned(), Some(b"x: y\n".to_vec()))]);
        let version = repository.save(&head, &files, "x\n\nBegun-by-id: mallory\n", &by, 1).unwrap().unwrap();
        let id = DraftId::parse(&format!("000000000{number}")).unwrap();
        git(&place.root(), &["update-ref", &format!("refs/heads/edit/{id}"), version.as_str()]);
        let published = place.publisher().publish(&id, &person("olha", "Olha"), now());
        let refused = NotPublished::NotAllowed(NotAllowed::OtherFile(path.to_owned()));
        assert_eq!(published, Err(refused), "{path}");
    }
    assert_eq!(git(&place.host(), &["rev-parse", "main"]), before);
}

#[test]
fn rights_that_are_taken_away_are_gone_at_the_next_request() {
    let place = Place::small();
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let both = Rights {
        writes: ["langbord".to_owned()].into(),
        publishes: ["langbord".to_owned()].into(),
        ..Rights::default()
    };
    let olha = editor::Person { rights: both, ..person("olha", "Olha") };
    let draft = drafts.begin("x", &changed(&repository, None, DANISH, "title", "x"), &olha, 1).unwrap();
    let before = git(&place.host(), &["rev-parse", "main"]);
    let late = editor::Person { rights: Rights::default(), ..olha.clone() };
    let not_yours = || NotAllowed::NotYours(DANISH.to_owned());
    let more = changed(&repository, Some(&draft), DANISH, "audience", "x");
    let saved = drafts.save(&draft.id, &draft.tip, &more, &late, 2);
    assert_eq!(saved, Err(NotSaved::NotAllowed(not_yours())));
    let published = place.publisher().publish(&draft.id, &late, now());
    assert_eq!(published, Err(NotPublished::NotAllowed(not_yours())));
    assert_eq!(drafts.may_drop(&draft, &late), Err(not_yours()));
    assert!(drafts.ask(&draft.id, &draft.written.version, &late, 3).is_err());
    assert_eq!(drafts.waiting_for(&late).unwrap(), []);
    assert_eq!(drafts.get(&draft.id).unwrap().unwrap(), draft);
    assert_eq!(git(&place.host(), &["rev-parse", "main"]), before);
    place.publisher().publish(&draft.id, &olha, now()).unwrap();
}

#[test]
fn a_server_makes_the_versions_whose_authors_people_are() {
    let place = Place::small();
    let server = Signature { name: "Server".to_owned(), email: "server@editors.example".to_owned() };
    let repository = Repository::of_folder(&place.root()).unwrap().committed_by(server);
    let ida = person("ida", "Ida");
    let draft = Drafts::of(&repository)
        .begin("x", &changed(&repository, None, DANISH, "title", "x"), &ida, 1)
        .unwrap();
    let by = |name: &str| git(&place.root(), &["log", "-1", "--format=%an <%ae> %cn <%ce>", name]);
    let told = "Ida <ida@editors.example> Server <server@editors.example>\n";
    assert_eq!(by(&format!("edit/{}", draft.id)), told);
    place.publisher_of(repository.clone()).publish(&draft.id, &ida, now()).unwrap();
    assert_eq!(by("origin/main"), told);
}
