//! Drafts, published and taken back.

use std::collections::BTreeMap;
use std::fs;

use editor::drafts::{Drafts, NotSaved};
use editor::publication::{NotPublished, Published, Publisher};
use editor::repository::Repository;
use generator::build::BuildOptions;
use generator::cache::Cache;

use crate::drafts::{DANISH, changed};
use crate::place::{Place, git, now, person};

impl Place {
    pub(crate) fn publisher(&self) -> Publisher {
        self.publisher_of(self.repository())
    }

    pub(crate) fn publisher_of(&self, repository: Repository) -> Publisher {
        let build = BuildOptions {
            cache: Cache::at(self.folder.path().join("cache")),
            ..BuildOptions::new(self.root(), now())
        };
        Publisher::new(repository, &self.checked(), build)
    }

    fn publish(&self, key: &str, value: &str) -> Result<Published, NotPublished> {
        let repository = self.repository();
        let ida = person("ida", "Ida");
        let draft = Drafts::of(&repository)
            .begin("Middag", &changed(&repository, None, DANISH, key, value), &ida, 1)
            .unwrap();
        self.publisher().publish(&draft.id, &ida, now())
    }

    pub(crate) fn at_host(&self, path: &str) -> String {
        git(&self.host(), &["show", &format!("main:{path}")])
    }
}

#[test]
fn a_published_word_is_one_line_at_the_host_here_and_in_the_working_copy() {
    let place = Place::with_host();
    let published = place.publish("title", "Middag i København").unwrap();
    assert!(place.at_host(DANISH).contains("title: Middag i København\n"));
    assert!(place.read(DANISH).contains("title: Middag i København\n"));
    assert_eq!(git(&place.root(), &["status", "--porcelain"]), "");
    assert_eq!(git(&place.root(), &["rev-parse", "HEAD"]).trim(), published.version.as_str());
    assert_eq!(git(&place.host(), &["rev-parse", "main"]).trim(), published.version.as_str());
    let stat = git(&place.root(), &["show", "--numstat", "--format=%an <%ae>", "HEAD", "--", DANISH]);
    assert!(stat.starts_with("Ida <ida@editors.example>\n") && stat.contains("1\t1\t"), "{stat}");
    assert_eq!(Drafts::of(&place.repository()).all().unwrap(), []);
}

#[test]
fn an_error_of_the_merged_site_stops_it_with_words() {
    let place = Place::small();
    let before = git(&place.host(), &["rev-parse", "main"]);
    let Err(NotPublished::Problems { diagnostics, .. }) = place.publish("summary", "") else { panic!() };
    assert!(diagnostics.iter().any(|problem| problem.path == DANISH), "{diagnostics:?}");
    assert_eq!(git(&place.host(), &["rev-parse", "main"]), before);
    assert_eq!(Drafts::of(&place.repository()).all().unwrap().len(), 1, "the draft is there");
}

#[test]
fn what_others_have_published_meanwhile_stays() {
    let place = Place::small();
    let other = place.folder.path().join("other");
    git(place.folder.path(), &["clone", "--quiet", place.host().to_str().unwrap(), other.to_str().unwrap()]);
    let text = fs::read_to_string(other.join(DANISH)).unwrap();
    fs::write(other.join(DANISH), format!("{text}\nSkrevet af en anden.\n")).unwrap();
    git(&other, &["commit", "--quiet", "-am", "Other"]);
    git(&other, &["push", "--quiet"]);
    place.publish("title", "Middag").unwrap();
    let now = place.at_host(DANISH);
    assert!(now.contains("title: Middag\n") && now.contains("Skrevet af en anden."), "{now}");
    assert!(place.read(DANISH).contains("Skrevet af en anden."));
    let parents = git(&place.host(), &["log", "--format=%P", "main"]);
    assert!(parents.lines().all(|line| line.len() <= 40), "no version has two before it: {parents}");
}

#[test]
fn what_somebody_has_not_committed_in_the_working_copy_is_never_written_over() {
    let place = Place::small();
    let before = git(&place.host(), &["rev-parse", "main"]);
    let text = place.read(DANISH);
    fs::write(place.root().join(DANISH), format!("{text}\nIkke gemt.\n")).unwrap();
    assert_eq!(place.publish("title", "Middag"), Err(NotPublished::Unsaved(vec![DANISH.to_owned()])));
    assert!(place.read(DANISH).contains("Ikke gemt."));
    assert_eq!(git(&place.host(), &["rev-parse", "main"]), before);
}

#[test]
fn a_host_that_is_gone_or_refuses_is_told_and_the_draft_stays() {
    let place = Place::small();
    let hook = place.host().join("hooks/update");
    fs::write(&hook, "#!/bin/sh\necho 'nobody may today' >&2\nexit 1\n").unwrap();
    std::os::unix::fs::PermissionsExt::set_mode(&mut fs::metadata(&hook).unwrap().permissions(), 0o755);
    fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let Err(NotPublished::Refused(said)) = place.publish("title", "Middag") else { panic!() };
    assert!(said.contains("nobody may today"), "{said}");
    fs::rename(place.host(), place.folder.path().join("gone")).unwrap();
    assert!(matches!(place.publish("title", "Middag"), Err(NotPublished::Unreachable(_))));
    assert_eq!(Drafts::of(&place.repository()).all().unwrap().len(), 2);
    assert!(!place.read(DANISH).contains("title: Middag\n"));
}

#[test]
fn a_publication_is_taken_back_and_what_came_later_stays() {
    let place = Place::small();
    let before = place.read(DANISH);
    let first = place.publish("title", "Middag").unwrap();
    place.publish("audience", "Alle").unwrap();
    let ida = person("ida", "Ida");
    let draft = place.publisher().undo(&first.version, &ida, now()).unwrap();
    place.publisher().publish(&draft.id, &ida, now()).unwrap();
    let now_there = place.at_host(DANISH);
    assert!(!now_there.contains("title: Middag\n") && now_there.contains("audience: Alle\n"), "{now_there}");
    assert_eq!(before.lines().next().unwrap(), now_there.lines().next().unwrap());
}

#[test]
fn a_new_document_is_noted_and_its_undo_takes_the_note_away() {
    let place = Place::with_host();
    let repository = place.repository();
    let ida = person("ida", "Ida");
    let path = "content/pages/lunch/index.en.md";
    let text = "---\ntitle: Lunch\nsummary: We eat at noon.\nkind: page\n---\n\nCome and eat.\n";
    let files = BTreeMap::from([(path.to_owned(), Some(text.as_bytes().to_vec()))]);
    let addresses = place.read("content/addresses.yaml");
    let draft = Drafts::of(&repository).begin("Lunch", &files, &ida, 1).unwrap();
    let published = place.publisher().publish(&draft.id, &ida, now()).unwrap();
    assert!(place.at_host("content/addresses.yaml").contains("pages/lunch"));
    assert_eq!(place.at_host(path), text);
    let undo = place.publisher().undo(&published.version, &ida, now()).unwrap();
    place.publisher().publish(&undo.id, &ida, now()).unwrap();
    assert!(!place.root().join(path).exists());
    assert_eq!(
        place.read("content/addresses.yaml").contains("pages/lunch"),
        addresses.contains("pages/lunch")
    );
    assert_eq!(git(&place.root(), &["status", "--porcelain"]), "");
}

#[test]
fn an_undo_of_what_somebody_else_changed_again_is_for_a_person() {
    let place = Place::small();
    let first = place.publish("title", "Middag").unwrap();
    place.publish("title", "Aftensmad").unwrap();
    let undone = place.publisher().undo(&first.version, &person("ida", "Ida"), now());
    assert!(matches!(undone, Err(NotSaved::Conflicts(_))), "{undone:?}");
}

/// The plug is pulled behind the one moment: the name stands, files and draft don't.
#[test]
fn what_was_interrupted_behind_the_moment_is_brought_to_an_end() {
    let place = Place::small();
    let before = git(&place.root(), &["rev-parse", "HEAD"]);
    let published = place.publish("title", "Middag").unwrap();
    // As it was before the files were brought along.
    git(&place.root(), &["reset", "--quiet", "--hard", before.trim()]);
    git(&place.root(), &["update-ref", "refs/spaces/behind", before.trim()]);
    git(&place.root(), &["update-ref", "refs/heads/main", published.version.as_str()]);
    assert!(!place.read(DANISH).contains("title: Middag\n"));
    place.publisher().finish().unwrap();
    assert!(place.read(DANISH).contains("title: Middag\n"));
    assert_eq!(git(&place.root(), &["status", "--porcelain"]), "");
}
