//! What can't be begun leaves nothing behind.

use std::fs;

use import::{ImportOptions, Program};

use crate::write;

#[test]
fn a_full_folder_and_a_site_that_is_none_are_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let (root, out) = (folder.path().join("old"), folder.path().join("new"));
    let options =
        ImportOptions { program: Program::Hugo, root: root.clone(), out: out.clone(), languages: Vec::new() };
    let said = |options: &ImportOptions| import::stage(options).unwrap_err();
    assert!(said(&options).contains("is no folder"), "{}", said(&options));
    write(&root, "-- content/a.md --\nA");
    assert!(said(&options).contains("no settings of Hugo"), "{}", said(&options));
    write(&root, "-- hugo.toml --\ntitle = ");
    assert!(said(&options).contains("cannot read the settings in `hugo.toml`"), "{}", said(&options));
    write(&root, "-- hugo.toml --\ntitle = \"A\"");
    let other = ImportOptions { languages: vec!["xx".to_owned()], ..options.clone() };
    assert!(said(&other).contains("no language `xx`; it has en"), "{}", said(&other));
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("mine.txt"), "mine").unwrap();
    assert!(said(&options).contains("isn't empty"), "{}", said(&options));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    assert_eq!(fs::read_to_string(out.join("mine.txt")).unwrap(), "mine");
}

#[test]
fn a_site_that_is_not_finished_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (root, out) = (folder.path().join("old"), folder.path().join("new"));
    write(&root, "-- hugo.toml --\ntitle = \"A\"\n-- content/a.md --\nA");
    let options = ImportOptions { program: Program::Hugo, root, out: out.clone(), languages: Vec::new() };
    let staged = import::stage(&options).unwrap();
    assert!(staged.root().join("content/site.yaml").is_file());
    drop(staged);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
