//! Drafts in a repository.

use std::collections::BTreeMap;

use editor::drafts::{Draft, Drafts, NotAllowed, NotSaved};
use editor::publication::NotPublished;
use editor::repository::{Files, GitFault, Repository};
use editor::{EditOptions, Rights, Running};
use generator::build::BuildOptions;
use generator::content::Kind;
use generator::write_back::{self, Edit};

use crate::place::{Place, git, now, person};

pub(crate) const DANISH: &str = "content/events/dinner/index.da.md";

/// A document with another title, or another key.
pub(crate) fn changed(
    repository: &Repository,
    draft: Option<&Draft>,
    path: &str,
    key: &str,
    value: &str,
) -> Files {
    let at = draft.map_or_else(|| repository.head().unwrap(), |draft| draft.tip.clone());
    let text = repository.text(&at, path).unwrap().unwrap();
    let text = write_back::head(&text, Kind::Event, &[Edit::set([key], value)]).unwrap();
    BTreeMap::from([(path.to_owned(), Some(text.into_bytes()))])
}

#[test]
fn a_draft_is_saved_put_together_and_thrown_away_and_the_site_stays_as_it_is() {
    let place = Place::alone();
    let repository = place.repository();
    let (drafts, head) = (Drafts::of(&repository), repository.head().unwrap());
    let (ida, olha) = (person("ida", "Ida"), person("olha", "Olha"));
    let draft =
        drafts.begin("Middag", &changed(&repository, None, DANISH, "title", "Middag"), &ida, 1).unwrap();
    assert_eq!((draft.title.as_str(), draft.saved_by.as_str()), ("Middag", "Ida"));
    assert_eq!(draft.files.iter().collect::<Vec<_>>(), [DANISH]);
    // Both begin with the same version and change another key.
    let (one, other) = (
        changed(&repository, Some(&draft), DANISH, "audience", "Alle"),
        changed(&repository, Some(&draft), DANISH, "directions", "Bus 4A"),
    );
    drafts.save(&draft.id, &draft.tip, &one, &ida, 2).unwrap();
    let saved = drafts.save(&draft.id, &draft.tip, &other, &olha, 3).unwrap();
    let text = repository.text(&saved.tip, DANISH).unwrap().unwrap();
    for line in ["title: Middag", "audience: Alle", "directions: Bus 4A"] {
        assert!(text.contains(line), "{line}");
    }
    assert_eq!((saved.begun_by.1.as_str(), saved.saved_by.as_str()), ("Ida", "Olha"));
    // The same again makes no new version.
    let again = drafts.save(
        &draft.id,
        &saved.tip,
        &BTreeMap::from([(DANISH.to_owned(), Some(text.into_bytes()))]),
        &ida,
        4,
    );
    assert_eq!(again.unwrap().tip, saved.tip);
    // The same key of both is told, and nothing is saved.
    let late = changed(&repository, Some(&draft), DANISH, "audience", "Ingen");
    let Err(NotSaved::Conflicts(conflicts)) = drafts.save(&draft.id, &draft.tip, &late, &olha, 5) else {
        panic!()
    };
    assert_eq!(conflicts[DANISH].len(), 1);
    assert_eq!(drafts.get(&draft.id).unwrap().unwrap().tip, saved.tip);
    assert_eq!(repository.head().unwrap(), head);
    assert_eq!(git(&place.root(), &["status", "--porcelain"]), "");
    assert!(drafts.drop(&saved).unwrap());
    assert_eq!(drafts.all().unwrap(), []);
    assert_eq!(drafts.save(&draft.id, &draft.tip, &one, &ida, 6), Err(NotSaved::Gone));
}

#[test]
fn no_other_file_of_the_repository_is_reached() {
    let place = Place::alone();
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let ida = person("ida", "Ida");
    for path in [
        "content/site.yaml",
        "content/addresses.yaml",
        ".git/config",
        "content/events/../site.yaml",
        "themes/default/templates/home.html",
        "content/events/dinner/index.xx.md",
    ] {
        let files = BTreeMap::from([(path.to_owned(), Some(b"x".to_vec()))]);
        let refused = drafts.begin("x", &files, &ida, 1);
        assert_eq!(refused, Err(NotSaved::NotAllowed(NotAllowed::OtherFile(path.to_owned()))));
    }
    let long = BTreeMap::from([(DANISH.to_owned(), Some(vec![b'x'; editor::drafts::MAX_TEXT + 1]))]);
    assert!(matches!(drafts.begin("x", &long, &ida, 1), Err(NotSaved::NotAllowed(NotAllowed::TooLong(_)))));
}

#[test]
fn a_link_in_the_repository_is_no_way_out_of_it() {
    let place = Place::alone();
    let path = "content/events/dinner/out.jpg";
    std::os::unix::fs::symlink("/etc/hostname", place.root().join(path)).unwrap();
    git(&place.root(), &["add", "."]);
    git(&place.root(), &["commit", "--quiet", "-m", "Link"]);
    let repository = place.repository();
    assert_eq!(repository.read(&repository.head().unwrap(), path).unwrap(), None);
    let files = BTreeMap::from([(path.to_owned(), Some(b"x".to_vec()))]);
    let refused = Drafts::of(&repository).begin("x", &files, &person("ida", "Ida"), 1);
    assert_eq!(refused, Err(NotSaved::NotAllowed(NotAllowed::OtherFile(path.to_owned()))));
}

#[test]
fn words_that_look_like_options_or_trailers_are_words() {
    let place = Place::alone();
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let title = "--upload-pack=touch x\nBegun-by-id: somebody";
    let draft = drafts.begin(
        title,
        &changed(&repository, None, DANISH, "title", "x"),
        &person("ida", "Ida\nDraft: 0123456789"),
        1,
    );
    let draft = draft.unwrap();
    assert_eq!(draft.title, "--upload-pack=touch x Begun-by-id: somebody");
    assert_eq!(draft.begun_by.0, "ida");
}

/// The source of the dinner is English and of two organisations, `langbord` and `nabobord`.
#[test]
fn each_saves_and_publishes_only_what_is_theirs() {
    const ENGLISH: &str = "content/events/dinner/index.en.md";
    let place = Place::small();
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let set = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let with = |id: &str, rights| editor::Person { rights, ..person(id, id) };
    let writer = |of: &str| with("writer", Rights { writes: set(&[of]), ..Rights::default() });
    let translator = with("translator", Rights { translates: set(&["da"]), ..Rights::default() });
    let (danish, english) = (
        changed(&repository, None, DANISH, "title", "Middag"),
        changed(&repository, None, ENGLISH, "title", "Dinner!"),
    );
    let not = |path: &str| Err(NotSaved::NotAllowed(NotAllowed::NotYours(path.to_owned())));
    let begin = |files: &Files, by: &editor::Person| drafts.begin("x", files, by, 1);
    // A translator: translations into their languages, and nothing that makes one the source.
    let draft = begin(&danish, &translator).unwrap();
    assert_eq!(begin(&english, &translator), not(ENGLISH));
    let finnish = "content/events/dinner/index.fi.md";
    assert_eq!(begin(&changed(&repository, None, finnish, "title", "x"), &translator), not(finnish));
    let text = repository.text(&draft.tip, DANISH).unwrap().unwrap();
    let marked = text.replacen("---\n", "---\nsource: true\nhosts: [other]\n", 1);
    let marked = BTreeMap::from([(DANISH.to_owned(), Some(marked.into_bytes()))]);
    assert_eq!(begin(&marked, &translator), not(DANISH));
    // A writer: documents of their organisation before and after, and nobody is put out.
    assert!(begin(&english, &writer("nabobord")).is_ok());
    assert_eq!(begin(&english, &writer("other")), not(ENGLISH));
    let text = repository.text(&draft.tip, ENGLISH).unwrap().unwrap();
    let of = |hosts: &str, by: &str| {
        let taken = text.replace("hosts: [langbord, nabobord]", hosts);
        begin(&BTreeMap::from([(ENGLISH.to_owned(), Some(taken.into_bytes()))]), &writer(by))
    };
    let refused = |not| Err(NotSaved::NotAllowed(not));
    for hosts in ["hosts: [other]", "hosts: []", "", "hosts: other", "hosts: { a: langbord }"] {
        assert_eq!(of(hosts, "other"), not(ENGLISH), "{hosts}");
    }
    let own = NotAllowed::NotOfYours(vec!["nabobord".to_owned()]);
    assert_eq!(of("hosts: [langbord]", "nabobord"), refused(own.clone()));
    assert_eq!(of("", "nabobord"), refused(own));
    assert_eq!(of("hosts: [nabobord]", "nabobord"), refused(NotAllowed::OfOthers("langbord".to_owned())));
    assert!(of("hosts: [langbord, nabobord, other]", "nabobord").is_ok());
    // Something new is of their organisation.
    let new = |host: &str| {
        let text = format!("---\ntitle: x\nhost: {host}\n---\nWords.\n");
        BTreeMap::from([("content/stories/new/index.en.md".to_owned(), Some(text.into_bytes()))])
    };
    assert!(begin(&new("nabobord"), &writer("nabobord")).is_ok());
    let own = NotAllowed::NotOfYours(vec!["nabobord".to_owned()]);
    assert_eq!(begin(&new("langbord"), &writer("nabobord")), refused(own));
    assert_eq!(begin(&new("langbord"), &translator), not("content/stories/new/index.en.md"));
    let gone = BTreeMap::from([(DANISH.to_owned(), None)]);
    assert_eq!(begin(&gone, &writer("other")), not(DANISH));
    // Rights that are lost between opening and saving are lost.
    let nobody = with("translator", Rights::default());
    let late = changed(&repository, Some(&draft), DANISH, "audience", "Alle");
    assert_eq!(drafts.save(&draft.id, &draft.tip, &late, &nobody, 2), not(DANISH));
    assert_eq!(drafts.get(&draft.id).unwrap().unwrap().tip, draft.tip);
    // Whoever writes may not publish.
    let publisher = place.publisher();
    let refused = publisher.publish(&draft.id, &writer("langbord"), crate::place::now());
    let not_yours = NotPublished::NotAllowed(NotAllowed::NotYours(DANISH.to_owned()));
    assert_eq!(refused, Err(not_yours));
    let may = with("publisher", Rights { publishes: set(&["langbord"]), ..Rights::default() });
    publisher.publish(&draft.id, &may, crate::place::now()).unwrap();
}

#[test]
fn a_branch_where_drafts_would_lie_is_told_at_the_start_and_when_something_is_saved() {
    let place = Place::alone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let start = || {
        let options = EditOptions {
            build: BuildOptions::new(place.root(), now()),
            addr: "127.0.0.1:0".parse().unwrap(),
            see_addr: None,
            many: None,
            clock: std::sync::Arc::new(now),
        };
        runtime.block_on(Running::start(&options)).err()
    };
    let before = git(&place.root(), &["for-each-ref"]);
    assert_eq!(start(), None);
    assert_eq!(git(&place.root(), &["for-each-ref"]), before, "it is asked, and nothing is made");
    git(&place.root(), &["branch", "edit"]);
    let refused = start().unwrap();
    assert!(refused.contains("`git branch --move edit edit-before`"), "{refused}");
    // The same of what is in the way only since then.
    let repository = place.repository();
    let files = changed(&repository, None, DANISH, "title", "Middag");
    let begin = || Drafts::of(&repository).begin("Middag", &files, &person("ida", "Ida"), 1);
    assert_eq!(begin(), Err(NotSaved::Git(GitFault::InTheWay("edit".to_owned()))));
    git(&place.root(), &["branch", "--move", "edit", "edit-before"]);
    assert_eq!(start(), None);
    assert!(begin().is_ok());
}
