//! `publish: request`: drafts as branches at the host, until somebody there brings them to everybody.

use std::fs;

use editor::Publish;
use editor::drafts::{Draft, Drafts};
use editor::publication::{NotPublished, Published, Publisher};
use editor::repository::Repository;

use crate::drafts::{DANISH, changed};
use crate::place::{Place, git, now, person};

const ENGLISH: &str = "content/events/dinner/index.en.md";

/// A small site at whose host requests are looked at.
struct Asking {
    place: Place,
    repository: Repository,
}

impl Asking {
    fn new() -> Self {
        let place = Place::small();
        Self { repository: place.repository(), place }
    }

    fn drafts(&self) -> Drafts<'_> {
        Drafts::of(&self.repository)
    }

    fn publisher(&self) -> Publisher {
        self.place.publisher().publishing(Publish::Request)
    }

    fn begun(&self) -> Draft {
        let files = changed(&self.repository, None, DANISH, "title", "Middag");
        self.drafts().begin("Middag", &files, &person("ida", "Ida"), 1).unwrap()
    }

    fn saved(&self, draft: &Draft, key: &str, value: &str) -> Draft {
        let draft = self.drafts().get(&draft.id).unwrap().unwrap();
        let files = changed(&self.repository, Some(&draft), DANISH, key, value);
        self.drafts().save(&draft.id, &draft.tip, &files, &person("ida", "Ida"), 2).unwrap()
    }

    fn send(&self, draft: &Draft) -> Result<Published, NotPublished> {
        self.publisher().publish(&draft.id, &person("olha", "Olha"), now())
    }

    /// At the host: its name, its version.
    fn at_host(&self, name: &str) -> String {
        git(&self.place.host(), &["rev-parse", name]).trim().to_owned()
    }

    /// Somebody at the host does something to a copy of it.
    fn somebody(&self, act: impl FnOnce(&std::path::Path)) {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy");
        git(folder.path(), &["clone", "--quiet", self.place.host().to_str().unwrap(), "copy"]);
        act(&copy);
        git(&copy, &["push", "--quiet", "origin", "HEAD"]);
    }

    fn brought(&self) -> Vec<Draft> {
        self.publisher().refresh().unwrap();
        self.drafts().all().unwrap()
    }
}

fn others_write(copy: &std::path::Path) {
    let path = copy.join(ENGLISH);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\nWritten by somebody else.\n")).unwrap();
    git(copy, &["commit", "--quiet", "-am", "Other"]);
}

#[test]
fn a_request_is_a_branch_that_only_grows_and_everybody_has_what_they_had() {
    let asking = Asking::new();
    let draft = asking.begun();
    let main = asking.at_host("main");
    let branch = format!("spaces/{}", draft.id);
    let sent = asking.send(&draft).unwrap();
    let request = sent.request.clone().unwrap();
    assert_eq!((request.branch.as_str(), request.link), (branch.as_str(), None));
    assert_eq!((asking.at_host("main"), asking.at_host(&branch)), (main.clone(), sent.version.to_string()));
    assert_eq!(git(&asking.place.root(), &["rev-parse", "main"]).trim(), main);
    assert_eq!(asking.at_host(&format!("{branch}^")), main);
    let told = git(&asking.place.host(), &["log", "-1", "--format=%an%n%B", &branch]);
    assert!(
        told.starts_with("Olha\nPublish Middag\n") && told.contains(&format!("Draft: {}", draft.id)),
        "{told}"
    );
    // The draft is there and says so; sent once more without a change it is the same.
    let there = asking.drafts().get(&draft.id).unwrap().unwrap();
    assert_eq!(there.marks.sent.as_ref().unwrap().version, there.written.version);
    assert_eq!(there.written, draft.written);
    assert_eq!(asking.send(&draft).unwrap().version, sent.version);
    // What is written on comes on top.
    let more = asking.saved(&draft, "audience", "Alle");
    assert_ne!(more.marks.sent.as_ref().unwrap().version, more.written.version);
    let second = asking.send(&draft).unwrap();
    assert_eq!(asking.at_host(&format!("{branch}^")), sent.version.to_string());
    // And what others have published meanwhile is brought in.
    asking.somebody(others_write);
    asking.saved(&draft, "directions", "Bus 4A");
    let third = asking.send(&draft).unwrap();
    assert_eq!(asking.at_host(&format!("{branch}^1")), second.version.to_string());
    assert_eq!(asking.at_host(&format!("{branch}^2")), asking.at_host("main"));
    let differs = git(&asking.place.host(), &["diff", "--name-only", "main", &branch]);
    assert_eq!(differs, format!("content/addresses.yaml\n{DANISH}\ncontent/published.yaml\n"));
    assert_eq!(asking.at_host(&branch), third.version.to_string());
    assert_eq!(git(&asking.place.root(), &["status", "--porcelain"]), "");
}

#[test]
fn a_draft_ends_when_its_request_has_come_to_everybody_by_whichever_way() {
    for way in ["forward", "merge", "squash", "by hand"] {
        let asking = Asking::new();
        let draft = asking.begun();
        let branch = format!("spaces/{}", draft.id);
        asking.send(&draft).unwrap();
        assert_eq!(asking.brought().len(), 1, "{way}: not yet");
        let merged = format!("origin/{branch}");
        asking.somebody(|copy| match way {
            "forward" => drop(git(copy, &["merge", "--quiet", "--ff-only", &merged])),
            "merge" => {
                others_write(copy);
                git(copy, &["merge", "--quiet", "--no-ff", "-m", "Merge", &merged]);
            }
            "squash" => {
                others_write(copy);
                git(copy, &["merge", "--quiet", "--squash", &merged]);
                // Somebody else writes there, too, at once: only the words about it tell.
                let text = fs::read_to_string(copy.join(DANISH)).unwrap();
                fs::write(copy.join(DANISH), text.replace("title: Middag", "title: Aftensmad")).unwrap();
                let words = git(copy, &["log", "-1", "--format=%B", &merged]);
                git(copy, &["commit", "--quiet", "-am", &words]);
            }
            _ => {
                let text = git(copy, &["show", &format!("{merged}:{DANISH}")]);
                fs::write(copy.join(DANISH), text).unwrap();
                git(copy, &["commit", "--quiet", "-am", "Middag"]);
            }
        });
        assert_eq!(asking.brought(), [], "{way}");
        assert_eq!(asking.place.read(DANISH), asking.place.at_host(DANISH), "{way}");
        asking.publisher().finish().unwrap();
    }
}

#[test]
fn what_was_written_since_it_was_sent_stays_and_can_be_sent() {
    let asking = Asking::new();
    let draft = asking.begun();
    let branch = format!("origin/spaces/{}", draft.id);
    asking.send(&draft).unwrap();
    asking.saved(&draft, "audience", "Alle");
    asking.somebody(|copy| drop(git(copy, &["merge", "--quiet", "--ff-only", &branch])));
    assert_eq!(asking.brought().len(), 1);
    let sent = asking.send(&draft).unwrap();
    assert_eq!(sent.files, [DANISH]);
    let text = git(&asking.place.host(), &["show", &format!("{}:{DANISH}", sent.version)]);
    assert!(text.contains("title: Middag\n") && text.contains("audience: Alle\n"), "{text}");
    asking.somebody(|copy| drop(git(copy, &["merge", "--quiet", "--ff-only", &branch])));
    assert_eq!(asking.brought(), []);
}

#[test]
fn what_somebody_wrote_at_the_host_is_never_put_aside() {
    let asking = Asking::new();
    let draft = asking.begun();
    let branch = format!("spaces/{}", draft.id);
    asking.send(&draft).unwrap();
    asking.somebody(|copy| {
        git(copy, &["switch", "--quiet", &branch]);
        others_write(copy);
    });
    let there = asking.at_host(&branch);
    asking.saved(&draft, "audience", "Alle");
    assert_eq!(asking.send(&draft), Err(NotPublished::ChangedThere));
    assert_eq!(asking.at_host(&branch), there);
}

#[test]
fn a_request_is_checked_as_a_publication_is() {
    let asking = Asking::new();
    let draft = asking.begun();
    asking.saved(&draft, "summary", "");
    assert!(matches!(asking.send(&draft), Err(NotPublished::Problems { .. })));
    assert_eq!(git(&asking.place.host(), &["for-each-ref", "--format=%(refname)"]), "refs/heads/main\n");
    let alone = Place::alone();
    let files = changed(&alone.repository(), None, DANISH, "title", "Middag");
    let ida = person("ida", "Ida");
    let draft = Drafts::of(&alone.repository()).begin("Middag", &files, &ida, 1).unwrap();
    let sent = alone.publisher().publishing(Publish::Request).publish(&draft.id, &ida, now());
    assert_eq!(sent, Err(NotPublished::NoHost));
}
