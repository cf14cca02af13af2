//! Two people in one document.

use std::fs;

use editor::merge::{Answer, Merged, NotAnswered, Place, answered, changes, document};
use generator::content::Kind;
use generator::write_back::{self, Edit};
use serde_json::{Value, json};

use crate::place::project;

fn dinner() -> String {
    fs::read_to_string(project().join("content/events/dinner-copenhagen-march/index.en.md")).unwrap()
}

fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    document(Kind::Event, Some(base), Some(ours), Some(theirs)).unwrap()
}

fn with(text: &str, key: &str, value: &str) -> String {
    write_back::head(text, Kind::Event, &[Edit::set([key], value)]).unwrap()
}

/// Each pair of keys of one head, which lines would call neighbours.
#[test]
fn two_keys_are_never_in_each_other_s_way() {
    let base = dinner();
    let head = write_back::written(&base).unwrap().head;
    let words: Vec<String> = head
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, value)| value.is_string())
        .map(|(key, _)| key.clone())
        .collect();
    assert!(words.len() > 10);
    let mut pairs = 0;
    for ours in &words {
        for theirs in words.iter().filter(|theirs| *theirs != ours) {
            let both = merged(&base, &with(&base, ours, "ours"), &with(&base, theirs, "theirs"));
            assert_eq!(both.conflicts, [], "{ours} and {theirs}");
            let said = write_back::written(&both.text).unwrap().head;
            assert_eq!((&said[ours], &said[theirs]), (&Value::from("ours"), &Value::from("theirs")));
            pairs += 1;
        }
    }
    assert!(pairs > 100);
}

#[test]
fn one_key_of_two_is_for_somebody_to_decide_and_the_same_word_is_not() {
    let base = dinner();
    let both = merged(&base, &with(&base, "title", "ours"), &with(&base, "title", "theirs"));
    assert_eq!(both.conflicts.len(), 1);
    let conflict = &both.conflicts[0];
    assert_eq!(conflict.place, Place::Key("title".to_owned()));
    assert_eq!((conflict.ours.as_deref(), conflict.theirs.as_deref()), (Some("ours"), Some("theirs")));
    assert_eq!(merged(&base, &with(&base, "title", "same"), &with(&base, "title", "same")).conflicts, []);
}

#[test]
fn within_a_group_and_a_list_each_key_is_for_itself() {
    let base = dinner();
    let edit = |path: &[&str], value: &str| {
        let steps = path.iter().map(|step| match step.parse::<usize>() {
            Ok(at) => write_back::PathStep::At(at),
            Err(_) => write_back::PathStep::Key((*step).to_owned()),
        });
        write_back::head(&base, Kind::Event, &[Edit::set(steps, value)]).unwrap()
    };
    let both = merged(&base, &edit(&["place", "street"], "Ours 1"), &edit(&["place", "name"], "Theirs"));
    assert_eq!(both.conflicts, []);
    assert!(both.text.contains("Ours 1") && both.text.contains("Theirs"));
    let both = merged(
        &base,
        &edit(&["programme", "0", "text"], "Ours"),
        &edit(&["programme", "2", "text"], "Theirs"),
    );
    assert_eq!(both.conflicts, []);
    assert!(both.text.contains("text: \"Ours\"") && both.text.contains("text: \"Theirs\""), "{}", both.text);
}

#[test]
fn paragraphs_are_put_together_and_no_word_is_lost() {
    let base = dinner();
    let ours = base.replace("The dinner is free.", "It costs nothing.");
    let theirs = base.replace("For you, if you dream", "For everybody who dreams");
    assert!(ours != base && theirs != base);
    let both = merged(&base, &ours, &theirs);
    assert_eq!(both.conflicts, []);
    assert!(both.text.contains("It costs nothing.") && both.text.contains("For everybody who dreams"));
    assert_eq!(both.text.matches("## After the dinner").count(), 1);
    // At the same place, one behind the other.
    let both = merged(&base, &format!("{base}\nOurs.\n"), &format!("{base}\nTheirs.\n"));
    assert_eq!(both.conflicts, []);
    assert!(both.text.ends_with("Theirs.\n\nOurs.\n"), "{}", both.text);
    // The same paragraph is for somebody to decide.
    let other = base.replace("The dinner is free.", "There is no price.");
    let both = merged(&base, &ours, &other);
    assert_eq!(both.conflicts.len(), 1);
    assert!(both.conflicts[0].ours.as_deref().unwrap().contains("It costs nothing."));
    assert!(both.conflicts[0].theirs.as_deref().unwrap().contains("There is no price."));
}

#[test]
fn what_one_took_away_and_the_other_changed_is_for_somebody_to_decide() {
    let base = dinner();
    let gone = write_back::head(&base, Kind::Event, &[Edit::remove(["foodNote"])]).unwrap();
    let both = merged(&base, &gone, &with(&base, "foodNote", "Soup"));
    assert_eq!(both.conflicts.len(), 1);
    assert_eq!(both.conflicts[0].ours, None);
    let file = document(Kind::Event, Some(&base), None, Some(&gone)).unwrap();
    assert_eq!(file.conflicts.len(), 1);
    assert_eq!(document(Kind::Event, Some(&base), None, Some(&base)), None);
}

#[test]
fn what_differs_is_told_by_key_in_the_order_of_the_declaration() {
    let base = dinner();
    let new = with(&with(&base, "status", "cancelled"), "title", "Off")
        .replace("The dinner is free.", "It was free.");
    let places: Vec<Place> =
        changes(Kind::Event, Some(&base), Some(&new)).into_iter().map(|change| change.place).collect();
    assert_eq!(places[..2], [Place::Key("title".to_owned()), Place::Key("status".to_owned())]);
    assert!(matches!(places[2..], [Place::Paragraph(_)]), "{places:?}");
}

#[test]
fn what_is_new_beside_a_changed_paragraph_is_in_nobody_s_way() {
    let base = "---\ntitle: A\n---\nOne is here.\n\nTwo is here.\n\nThree is here.\n";
    let ours = base.replace("Two is", "New.\n\nTwo is");
    let theirs = base.replace("One is here", "One is there").replace("Two is here", "Two is there");
    let both = merged(base, &ours, &theirs);
    assert_eq!(both.conflicts, []);
    assert_eq!(both.text, theirs.replace("Two is", "New.\n\nTwo is"));
    let ours = base.replace("Three is here", "Three is there");
    assert_eq!(merged(base, &ours, &theirs).text, base.replace("is here", "is there"));
    // A fence and a directive are one paragraph, blank lines and all.
    let fenced = base.replace("Two is here.", "~~~~\nTwo\n\n~~~\n\nis here.\n~~~~\n\n::: quote\nA\n\nB\n:::");
    let both = merged(&fenced, &fenced.replace("A\n\nB", "A\n\nC"), &fenced.replace("A\n\nB", "D\n\nB"));
    assert_eq!(both.conflicts.len(), 1);
    assert_eq!(both.conflicts[0].base.as_deref(), Some("::: quote\nA\n\nB\n:::"));
    assert_eq!(both.conflicts[0].place, Place::Paragraph(2));
}

#[test]
fn an_entry_that_one_adds_keeps_the_lines_of_the_others() {
    let base = dinner();
    let step = json!({ "time": "21:00", "text": "Songs" });
    let longer = write_back::head(
        &base,
        Kind::Event,
        &[Edit::set([write_back::PathStep::from("programme"), 6.into()], step)],
    );
    let longer = longer.unwrap();
    let theirs = base.replace("We sit down and eat\" }", "We eat\" } # at once");
    assert_ne!(theirs, base);
    let both = merged(&base, &longer, &theirs);
    assert_eq!(both.conflicts, []);
    let added: Vec<&str> = both.text.lines().filter(|line| !theirs.contains(line)).collect();
    assert_eq!(added.len(), 1, "{}", both.text);
    assert!(added[0].contains("Songs"));
    // What both add in one place has no order that nobody decides.
    let other = longer.replace("Songs", "Dances");
    let both = merged(&base, &longer, &other);
    assert_eq!(
        both.conflicts.iter().map(|one| &one.place).collect::<Vec<_>>(),
        [&Place::Key("programme".to_owned())]
    );
    assert!(both.conflicts[0].ours.as_deref().unwrap().contains("Songs"));
}

#[test]
fn an_answer_to_each_conflict_makes_the_text() {
    let base = dinner();
    let ours = with(&base, "title", "Ours").replace("The dinner is free.", "It costs nothing.");
    let theirs = with(&base, "title", "Theirs").replace("The dinner is free.", "There is no price.");
    let answer = |answers: &[Answer]| {
        answered(Kind::Event, Some(&base), Some(&ours), Some(&theirs), answers).map(Option::unwrap)
    };
    assert_eq!(answer(&[Answer::Ours, Answer::Ours]).unwrap(), ours);
    assert_eq!(answer(&[Answer::Theirs, Answer::Theirs]).unwrap(), theirs);
    let own = answer(&[Answer::Own(" Mine: # 1 ".to_owned()), Answer::Own("Free.\r\n".to_owned())]).unwrap();
    let said = write_back::written(&own).unwrap();
    assert_eq!(said.head["title"], "Mine: # 1");
    assert!(said.body.contains("bring\n\nFree.\n\n## After"), "{}", said.body);
    let gone = answer(&[Answer::Ours, Answer::Own("  ".to_owned())]).unwrap();
    assert!(gone.contains("bring\n\n## After"), "{gone}");
    assert_eq!(answer(&[Answer::Ours]), Err(NotAnswered::Number(2)));
    let file = |answer| answered(Kind::Event, Some(&base), None, Some(&theirs), &[answer]).unwrap();
    assert_eq!((file(Answer::Ours), file(Answer::Theirs)), (None, Some(theirs.clone())));
}

#[test]
fn only_texts_have_other_words() {
    let base = dinner();
    let capacity = |n: i64| write_back::head(&base, Kind::Event, &[Edit::set(["capacity"], n)]).unwrap();
    let (ours, theirs) = (capacity(50), capacity(60));
    let answer = |answer| answered(Kind::Event, Some(&base), Some(&ours), Some(&theirs), &[answer]);
    assert_eq!(answer(Answer::Ours), Ok(Some(ours.clone())));
    let place = Place::Key("capacity".to_owned());
    assert_eq!(answer(Answer::Own("55".to_owned())), Err(NotAnswered::NoWords(place)));
}

/// A file that is written by hand may be broken; its lines are put together all the same.
#[test]
fn a_head_that_cannot_be_read_is_put_together_by_lines() {
    let base = dinner().replace("kind: storytelling_dinner", "kind: [storytelling_dinner");
    assert!(write_back::written(&base).is_err());
    let ours = base.replace("kind: [storytelling_dinner", "kind: storytelling_dinner");
    let theirs = base.replace("The dinner is free.", "It costs nothing.");
    let both = merged(&base, &ours, &theirs);
    assert_eq!(both.conflicts, []);
    assert_eq!(both.text, ours.replace("The dinner is free.", "It costs nothing."));
    let both = merged(&base, &ours, &base.replace("kind: [storytelling_dinner", "kind: workshop"));
    assert_eq!(both.conflicts[0].place, Place::File);
}

#[test]
fn comments_that_we_wrote_are_kept_or_asked_about() {
    let base = dinner();
    let ours = base.replace("capacity: 40", "# the room is small\ncapacity: 30 # not 40");
    let theirs = base.replace("price: free", "price: free # always").replace("The dinner is free.", "Come.");
    for (ours, theirs) in
        [(ours.clone(), theirs.clone()), (ours.replace('\n', "\r\n"), theirs.replace('\n', "\r\n"))]
    {
        let both = merged(&base, &ours, &theirs);
        assert_eq!(both.conflicts, []);
        for words in ["# the room is small", "30 # not 40", "free # always", "Come."] {
            assert!(both.text.contains(words), "{words}: {}", both.text);
        }
        assert_eq!(both.text.contains("\r\n"), theirs.contains("\r\n"));
        assert!(!both.text.replace("\r\n", "").contains('\r'));
    }
    let there = base.replace("capacity: 40", "capacity: 40 # there");
    assert_eq!(merged(&base, &ours, &there).conflicts[0].place, Place::File);
}

#[test]
fn texts_from_right_to_left_and_line_ends_of_windows_stay_as_they_are() {
    let path = project().join("content/events/dinner-copenhagen-march/index.ar.md");
    let base = fs::read_to_string(path).unwrap().replace('\n', "\r\n");
    let ours = with(&base, "title", "\u{2067}عشاء\u{2069} 2027");
    let theirs = with(&base, "summary", "\u{200f}تعال وكل معنا");
    let both = merged(&base, &ours, &theirs);
    assert_eq!(both.conflicts, []);
    let head = write_back::written(&both.text).unwrap().head;
    assert_eq!(head["title"], "\u{2067}عشاء\u{2069} 2027");
    assert_eq!(head["summary"], "\u{200f}تعال وكل معنا");
    assert_eq!(both.text.matches('\n').count(), both.text.matches("\r\n").count());
    assert_eq!(both.text.lines().filter(|line| !base.contains(line)).count(), 2);
}

#[test]
fn an_entry_and_a_paragraph_that_are_new_are_told_by_themselves() {
    let base = dinner();
    let new = base
        .replace("  - { time: \"19:15\"", "  - { time: \"19:10\", text: \"Songs\" }\n  - { time: \"19:15\"")
        .replace("The dinner is free.", "A new one.\n\nThe dinner is free.");
    let found = changes(Kind::Event, Some(&base), Some(&new));
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0].place, Place::Key("programme.3".to_owned()));
    assert_eq!((found[0].old.as_ref(), &found[0].new.as_ref().unwrap()["text"]), (None, &json!("Songs")));
    assert_eq!((found[1].old.as_ref(), found[1].new.as_ref()), (None, Some(&json!("A new one."))));
}
