//! Pictures in drafts: what comes into git's own store, and how many.

use std::collections::BTreeMap;
use std::process::Command;

use editor::drafts::{Drafts, NotAllowed, NotSaved};
use editor::pictures::{self, NotTaken};
use editor::repository::Files;

use crate::place::{Place, person};

/// The photograph of the small site, as a camera writes it: with a place.
fn photo(place: &Place) -> (Vec<u8>, &'static [u8]) {
    let secret = b"56.1629 N 10.2039 E";
    let mut block = b"II*\0\x08\0\0\0\x01\0\x0e\x01\x02\0".to_vec();
    block.extend(u32::try_from(secret.len()).unwrap().to_le_bytes());
    block.extend(26_u32.to_le_bytes());
    block.extend([0; 4]);
    block.extend(secret);
    let block = [b"Exif\0\0".as_slice(), &block].concat();
    let length = u16::try_from(block.len() + 2).unwrap().to_be_bytes();
    let file = std::fs::read(place.root().join("content/events/dinner/table.jpg")).unwrap();
    ([&file[..2], &[0xff, 0xe1], &length, &block, &file[2..], b"<html>", secret].concat(), secret)
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|part| part == words)
}

#[test]
fn of_a_photograph_in_a_draft_git_keeps_nothing_but_pixels() {
    let place = Place::alone();
    let repository = place.repository();
    let (file, secret) = photo(&place);
    let taken = pictures::take_in(&file).unwrap();
    let name = pictures::file_name("events/dinner", &taken.bytes, taken.ending);
    assert!(name.starts_with("dinner-"));
    let path = format!("content/events/dinner/{name}");
    let files = BTreeMap::from([(path.clone(), Some(taken.bytes.clone()))]);
    let draft = Drafts::of(&repository).begin("A picture", &files, &person("ida", "Ida"), 1).unwrap();
    assert_eq!(repository.read(&draft.tip, &path).unwrap().unwrap(), taken.bytes);
    let mut git = Command::new("git");
    git.arg("-C").arg(place.root()).args(["cat-file", "--batch-all-objects", "--batch", "--unordered"]);
    let objects = git.output().unwrap().stdout;
    assert!(holds(&objects, &taken.bytes), "all objects are looked at");
    assert!(!holds(&objects, secret) && !holds(&taken.bytes, b"Exif"));
    // The same file once more is the same picture.
    assert_eq!(pictures::take_in(&file).unwrap(), taken);
    assert_eq!(pictures::take_in(&taken.bytes[..taken.bytes.len() / 2]), Err(NotTaken::Broken));
}

#[test]
fn a_draft_brings_twenty_pictures_however_often_it_is_saved() {
    let place = Place::alone();
    let repository = place.repository();
    let drafts = Drafts::of(&repository);
    let ida = person("ida", "Ida");
    let picture = |number: usize| -> Files {
        let path = format!("content/events/dinner/dinner-{number}.jpg");
        BTreeMap::from([(path, Some(vec![u8::try_from(number).unwrap(); 16]))])
    };
    let mut draft = drafts.begin("Many", &(1..=19).flat_map(picture).collect(), &ida, 1).unwrap();
    draft = drafts.save(&draft.id, &draft.tip, &picture(20), &ida, 2).unwrap();
    let more = drafts.save(&draft.id, &draft.tip, &picture(21), &ida, 3);
    assert_eq!(more, Err(NotSaved::NotAllowed(NotAllowed::TooMany)));
    // Another in the place of one of them is none more, and when one goes, one may come.
    let other = BTreeMap::from([("content/events/dinner/dinner-3.jpg".to_owned(), Some(vec![9; 9]))]);
    draft = drafts.save(&draft.id, &draft.tip, &other, &ida, 4).unwrap();
    let gone = BTreeMap::from([("content/events/dinner/dinner-4.jpg".to_owned(), None)]);
    draft = drafts.save(&draft.id, &draft.tip, &gone, &ida, 5).unwrap();
    assert!(drafts.save(&draft.id, &draft.tip, &picture(21), &ida, 6).is_ok());
}
