//! The folder of whoever publishes: another branch, and what is staged, stay as they are.

use std::fs;

use editor::drafts::Drafts;
use editor::publication::{NotPublished, Published, Publisher};
use editor::repository::Repository;

use crate::drafts::{DANISH, changed};
use crate::place::{Place, git, now, person};

const NEW: &str = "title: Middag\n";

/// Publishes another title of what the branch has, whatever is checked out.
fn publish(repository: &Repository, publisher: &Publisher) -> Result<Published, NotPublished> {
    let ida = person("ida", "Ida");
    let files = changed(repository, None, DANISH, "title", "Middag");
    let draft = Drafts::of(repository).begin("Middag", &files, &ida, 1).unwrap();
    publisher.publish(&draft.id, &ida, now())
}

/// A second version, so that there is one before it.
fn with_two() -> Place {
    let place = Place::small();
    let text = place.read("content/events/dinner/index.en.md");
    fs::write(place.root().join("content/events/dinner/index.en.md"), format!("{text}\nCome.\n")).unwrap();
    git(&place.root(), &["commit", "--quiet", "-am", "Second"]);
    git(&place.root(), &["push", "--quiet"]);
    place
}

fn is_published(place: &Place) {
    assert!(place.at_host(DANISH).contains(NEW));
    assert!(
        git(&place.root(), &["show", &format!("main:{DANISH}")]).contains(NEW),
        "the branch is brought along"
    );
}

#[test]
fn another_branch_that_somebody_has_checked_out_meanwhile_stays_as_it_is() {
    for checkout in
        [&["checkout", "--quiet", "-b", "other", "HEAD~1"][..], &["checkout", "--quiet", "HEAD~1"]]
    {
        let place = with_two();
        let (repository, publisher) = (place.repository(), place.publisher());
        git(&place.root(), checkout);
        let before = git(&place.root(), &["rev-parse", "HEAD"]);
        publish(&repository, &publisher).unwrap();
        is_published(&place);
        assert_eq!(git(&place.root(), &["status", "--porcelain"]), "", "{checkout:?}");
        assert_eq!(git(&place.root(), &["rev-parse", "HEAD"]), before);
        assert!(!place.read(DANISH).contains(NEW));
        assert_eq!(git(&place.root(), &["for-each-ref", "refs/spaces"]), "", "nothing is left to be done");
        // Whoever comes back has all of it.
        git(&place.root(), &["checkout", "--quiet", "main"]);
        assert!(place.read(DANISH).contains(NEW));
        assert_eq!(git(&place.root(), &["status", "--porcelain"]), "");
    }
}

#[test]
fn what_is_not_saved_on_another_branch_hinders_nobody() {
    let place = with_two();
    let (repository, publisher) = (place.repository(), place.publisher());
    git(&place.root(), &["checkout", "--quiet", "-b", "other", "HEAD~1"]);
    let text = format!("{}\nIkke gemt.\n", place.read(DANISH));
    fs::write(place.root().join(DANISH), &text).unwrap();
    publish(&repository, &publisher).unwrap();
    is_published(&place);
    assert_eq!(place.read(DANISH), text);
    assert_eq!(git(&place.root(), &["status", "--porcelain"]), format!(" M {DANISH}\n"));
}

#[test]
fn what_the_host_has_goes_into_no_other_branch_either() {
    let place = with_two();
    let publisher = place.publisher();
    git(&place.root(), &["checkout", "--quiet", "-b", "other", "HEAD~1"]);
    others_publish(&place);
    assert_eq!(publisher.refresh(), Ok(true));
    assert_eq!(git(&place.root(), &["status", "--porcelain"]), "");
    assert!(git(&place.root(), &["show", &format!("main:{DANISH}")]).contains("Af en anden."));
}

/// Somebody else publishes by git.
fn others_publish(place: &Place) {
    let other = place.folder.path().join("other");
    git(place.folder.path(), &["clone", "--quiet", place.host().to_str().unwrap(), other.to_str().unwrap()]);
    let text = fs::read_to_string(other.join(DANISH)).unwrap();
    fs::write(other.join(DANISH), format!("{text}\nAf en anden.\n")).unwrap();
    git(&other, &["commit", "--quiet", "-am", "Other"]);
    git(&other, &["push", "--quiet"]);
}

/// Words that are staged while the file itself is as it was.
fn stage(place: &Place) -> String {
    let text = place.read(DANISH);
    let staged = format!("{text}\nKun i indekset.\n");
    fs::write(place.root().join(DANISH), &staged).unwrap();
    git(&place.root(), &["add", DANISH]);
    fs::write(place.root().join(DANISH), text).unwrap();
    staged
}

#[test]
fn what_is_staged_and_in_no_commit_is_never_written_over() {
    let place = Place::small();
    let before = git(&place.host(), &["rev-parse", "main"]);
    let staged = stage(&place);
    let (repository, publisher) = (place.repository(), place.publisher());
    assert_eq!(publish(&repository, &publisher), Err(NotPublished::Unsaved(vec![DANISH.to_owned()])));
    assert_eq!(git(&place.root(), &["show", &format!(":{DANISH}")]), staged);
    assert_eq!(git(&place.host(), &["rev-parse", "main"]), before);
    // The same of a file that is staged as gone.
    git(&place.root(), &["rm", "--quiet", "--cached", "--force", DANISH]);
    assert_eq!(publish(&repository, &publisher), Err(NotPublished::Unsaved(vec![DANISH.to_owned()])));
    assert!(git(&place.root(), &["status", "--porcelain"]).contains(&format!("D  {DANISH}")));
    // Another file is nobody's business.
    git(&place.root(), &["reset", "--quiet"]);
    fs::write(place.root().join("notes.txt"), "Mine.\n").unwrap();
    git(&place.root(), &["add", "notes.txt"]);
    publish(&repository, &publisher).unwrap();
    assert_eq!(git(&place.root(), &["status", "--porcelain"]), "A  notes.txt\n");
}

#[test]
fn what_the_host_has_is_not_written_over_what_is_staged() {
    let place = Place::small();
    let staged = stage(&place);
    others_publish(&place);
    assert_eq!(place.publisher().refresh(), Ok(true));
    assert_eq!(git(&place.root(), &["show", &format!(":{DANISH}")]), staged);
}
