//! Two people in one document.

use std::fs;

use editor::merge::{Merged, Place, changes, document};
use generator::content::Kind;
use generator::write_back::{self, Edit};
use serde_json::Value;

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
