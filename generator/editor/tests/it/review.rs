//! Who asks, who reads, and who publishes.

use std::collections::BTreeMap;

use editor::drafts::{Draft, Drafts, NotAllowed, NotMarked};
use editor::publication::NotPublished;
use editor::repository::{Files, Repository};
use editor::{Person, Rights};
use generator::content::Kind;
use generator::write_back::{self, Edit};
use serde_json::{Value, json};

use crate::drafts::{DANISH, changed};
use crate::place::{Place, git, now, person};

const STORY: &str = "content/stories/tea/index.en.md";

fn writer(id: &str, of: &str) -> Person {
    let rights = Rights { writes: [of.to_owned()].into(), ..Rights::default() };
    Person { rights, ..person(id, id) }
}

fn publisher(id: &str, of: &str) -> Person {
    let rights = Rights { publishes: [of.to_owned()].into(), ..Rights::default() };
    Person { rights, ..person(id, id) }
}

/// The story of the small site once more, about somebody else.
fn story(repository: &Repository, edits: &[(&str, Value)]) -> Files {
    let bread = repository.text(&repository.head().unwrap(), "content/stories/bread/index.en.md");
    let mut all = vec![Edit::set(["title"], "Tea"), Edit::set(["displayName"], "A tea seller")];
    all.extend(edits.iter().map(|(key, value)| Edit::set([*key], value.clone())));
    let text = write_back::head(&bread.unwrap().unwrap(), Kind::Story, &all).unwrap();
    BTreeMap::from([(STORY.to_owned(), Some(text.into_bytes()))])
}

impl Place {
    fn publishes(&self, draft: &Draft, by: &Person) -> Result<(), NotPublished> {
        self.publisher().publish(&draft.id, by, now()).map(drop)
    }
}

#[test]
fn a_story_about_a_real_person_is_read_by_a_second_one_before_it_is_public() {
    let place = Place::small();
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let (olha, petra) = (publisher("olha", "langbord"), publisher("petra", "langbord"));
    let draft = drafts.begin("Tea", &story(&repository, &[]), &olha, 1).unwrap();
    let before = git(&place.host(), &["rev-parse", "main"]);
    assert_eq!(place.publishes(&draft, &olha), Err(NotPublished::NeedsSecond));
    assert!(place.publisher().needs_second(&draft, &olha));
    assert_eq!(git(&place.host(), &["rev-parse", "main"]), before);
    // Neither whoever wrote it, nor who can't answer for it, nor for another version than that.
    let read = |seen: &Draft, by: &Person| drafts.read(&draft.id, &seen.written.version, by, 2);
    assert_eq!(read(&draft, &olha), Err(NotMarked::Own));
    let not_yours = || Err(NotMarked::NotAllowed(NotAllowed::NotYours(STORY.to_owned())));
    assert_eq!(read(&draft, &publisher("other", "nabobord")), not_yours());
    let translates = Rights { translates: ["en".to_owned(), "da".to_owned()].into(), ..Rights::default() };
    assert_eq!(read(&draft, &Person { rights: translates, ..person("translator", "T") }), not_yours());
    assert_eq!(read(&draft, &Person { rights: Rights::default(), ..petra.clone() }), not_yours());
    let more = changed(&repository, Some(&draft), STORY, "summary", "A crate and its street.");
    let saved = drafts.save(&draft.id, &draft.tip, &more, &olha, 3).unwrap();
    assert_eq!(read(&draft, &petra), Err(NotMarked::SavedMeanwhile));
    // A save takes it away, also one by whoever has read it.
    let marked = read(&saved, &petra).unwrap();
    assert_eq!(marked.marks.read.as_ref().unwrap().by.name, "petra");
    assert_eq!((marked.saved_by.as_str(), marked.saved_at, &marked.files), ("olha", 3, &saved.files));
    let more = changed(&repository, Some(&marked), STORY, "summary", "Another street.");
    let saved = drafts.save(&draft.id, &marked.tip, &more, &olha, 4).unwrap();
    assert_eq!(saved.marks.read, None);
    assert_eq!(place.publishes(&saved, &olha), Err(NotPublished::NeedsSecond));
    read(&saved, &petra).unwrap();
    place.publishes(&saved, &olha).unwrap();
    let told = git(&place.host(), &["log", "-1", "--format=%an <%ae>%n%B", "main"]);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[..2], ["olha <olha@editors.example>", "Publish Tea"]);
    assert!(lines.contains(&"Reviewed-by: petra <petra@editors.example>"), "{told}");
    assert!(lines.contains(&&*format!("Draft: {}", draft.id)), "{told}");
    assert_eq!(drafts.all().unwrap(), []);
    // From then on it is as any other page.
    let again = drafts.begin("Tea", &changed(&repository, None, STORY, "summary", "x"), &olha, 5).unwrap();
    place.publishes(&again, &petra).unwrap();
    // Who wrote it stands beside who published it.
    let told = git(&place.host(), &["log", "-1", "--format=%an%n%B", "main"]);
    assert!(told.starts_with("petra\n"), "{told}");
    assert!(told.contains("\nCo-authored-by: olha <olha@editors.example>\n"), "{told}");
}

#[test]
fn who_writes_in_another_page_of_the_draft_has_not_read_the_story() {
    let place = Place::small();
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let (olha, petra) = (publisher("olha", "langbord"), publisher("petra", "langbord"));
    let draft = drafts.begin("Tea", &story(&repository, &[]), &olha, 1).unwrap();
    let beside = changed(&repository, Some(&draft), DANISH, "summary", "Another one.");
    let saved = drafts.save(&draft.id, &draft.tip, &beside, &petra, 2).unwrap();
    assert_eq!(place.publishes(&saved, &olha), Err(NotPublished::NeedsSecond));
    let danish = "content/stories/tea/index.da.md".to_owned();
    let translated = Files::from([(danish, Some(b"---\ntitle: Te\n---\n".to_vec()))]);
    let translation = drafts.save(&draft.id, &saved.tip, &translated, &petra, 2).unwrap();
    assert_eq!(place.publishes(&translation, &olha), Err(NotPublished::NeedsSecond));
    let removed = translated.into_keys().map(|path| (path, None)).collect();
    let saved = drafts.save(&draft.id, &translation.tip, &removed, &petra, 2).unwrap();
    // Whoever changes the story has it before them.
    let of_story = changed(&repository, Some(&saved), STORY, "summary", "Another street.");
    let saved = drafts.save(&draft.id, &saved.tip, &of_story, &petra, 3).unwrap();
    assert_eq!(place.publishes(&saved, &petra), Err(NotPublished::NeedsSecond));
    place.publishes(&saved, &olha).unwrap();
}

#[test]
fn whoever_publishes_what_somebody_else_wrote_is_the_second_one() {
    let place = Place::small();
    let repository = place.repository();
    let (ida, olha) = (writer("ida", "langbord"), publisher("olha", "langbord"));
    let draft = Drafts::of(&repository).begin("Tea", &story(&repository, &[]), &ida, 1).unwrap();
    let not_yours = NotPublished::NotAllowed(NotAllowed::NotYours(STORY.to_owned()));
    assert_eq!(place.publishes(&draft, &ida), Err(not_yours));
    place.publishes(&draft, &olha).unwrap();
}

#[test]
fn an_example_is_no_person_until_it_is_said_to_be_one() {
    let place = Place::small();
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let olha = publisher("olha", "langbord");
    let publish = |edits: &[(&str, Value)]| {
        let head = repository.head().unwrap();
        let files = match repository.text(&head, STORY).unwrap() {
            None => story(&repository, edits),
            Some(text) => {
                let edits: Vec<Edit> =
                    edits.iter().map(|(key, value)| Edit::set([*key], value.clone())).collect();
                let text = write_back::head(&text, Kind::Story, &edits).unwrap();
                BTreeMap::from([(STORY.to_owned(), Some(text.into_bytes()))])
            }
        };
        let draft = drafts.begin("Tea", &files, &olha, 1).unwrap();
        place.publishes(&draft, &olha)
    };
    publish(&[("demo", json!(true))]).unwrap();
    assert_eq!(publish(&[("demo", json!(false))]), Err(NotPublished::NeedsSecond));
    // On one's own machine there is nobody else.
    let alone = Person { rights: Rights::everything(), ..person("local", "Owner") };
    let draft = drafts.begin("Tea", &story(&repository, &[("demo", json!(false))]), &alone, 1).unwrap();
    assert!(!place.publisher().needs_second(&draft, &alone));
    place.publishes(&draft, &alone).unwrap();
}

#[test]
fn what_is_asked_for_waits_for_those_who_may_publish_it() {
    let place = Place::small();
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let (ida, olha) = (writer("ida", "langbord"), publisher("olha", "langbord"));
    let draft = drafts.begin("Tea", &story(&repository, &[]), &ida, 1).unwrap();
    let waiting = |person: &Person| drafts.waiting_for(person).unwrap().len();
    assert_eq!(waiting(&olha), 0);
    let stranger = writer("stranger", "nabobord");
    let not_yours = NotMarked::NotAllowed(NotAllowed::NotYours(STORY.to_owned()));
    assert_eq!(drafts.ask(&draft.id, &draft.written.version, &stranger, 2), Err(not_yours));
    let asked = drafts.ask(&draft.id, &draft.written.version, &ida, 2).unwrap();
    let mark = asked.marks.asked.clone().unwrap();
    assert_eq!((mark.by.name.as_str(), mark.at), ("ida", 2));
    assert_eq!((asked.saved_at, &asked.written), (1, &draft.written), "it isn't saved by that");
    assert_eq!(waiting(&olha), 1);
    for other in [&ida, &stranger, &publisher("other", "nabobord")] {
        assert_eq!(waiting(other), 0, "{}", other.id);
    }
    // It goes on waiting when it is written on; from an old form, too.
    let more = changed(&repository, Some(&draft), STORY, "summary", "x");
    let saved = drafts.save(&draft.id, &draft.tip, &more, &ida, 3).unwrap();
    assert_eq!(saved.marks.asked, Some(mark));
    assert_eq!(waiting(&olha), 1);
    // What a publisher wrote themselves waits for another one, and comes back when that one has read it.
    let more = changed(&repository, Some(&saved), STORY, "summary", "y");
    let own = drafts.save(&draft.id, &saved.tip, &more, &olha, 4).unwrap();
    let petra = publisher("petra", "langbord");
    assert_eq!((waiting(&olha), waiting(&petra)), (0, 1));
    drafts.read(&draft.id, &own.written.version, &petra, 5).unwrap();
    assert_eq!(waiting(&olha), 1);
    // Rights that are lost are lost at the next request.
    assert_eq!(waiting(&Person { rights: Rights::default(), ..petra }), 0);
}

#[test]
fn nobody_says_by_a_title_or_a_name_that_somebody_has_read_it() {
    let place = Place::small();
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let head = repository.head().unwrap();
    let forged = format!("1 {head} petra@editors.example petra");
    let olha = publisher(&format!("olha\nRead-by: {forged}"), "langbord");
    let olha =
        Person { name: format!("Olha\nRead-by: {forged}"), email: format!("o@x\nRead-by: {forged}"), ..olha };
    for title in
        [format!("Read-by: {forged}"), format!("x\n\nRead-by: {forged}"), format!("x\rRead-by: {forged}")]
    {
        let draft =
            drafts.begin(&title, &changed(&repository, None, DANISH, "title", "x"), &olha, 1).unwrap();
        assert_eq!(draft.marks, Default::default(), "{title}");
        let draft = drafts.ask(&draft.id, &draft.written.version, &olha, 2).unwrap();
        assert_eq!(draft.marks.read, None, "{title}");
        assert!(draft.marks.asked.is_some());
    }
}
