//! `spaces status --accept`: which files may say that they are up to date, and what changes in them.

use super::{change, read, said, site, spaces, write};

const SOURCE: &str = "content/stories/tea/index.en.md";
const DANISH: &str = "content/stories/tea/index.da.md";

fn refused(root: &std::path::Path, arguments: &[&str]) -> String {
    let output = spaces(root, arguments);
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_reader_is_noted_by_the_name_that_was_given() {
    let site = site();
    let root = site.path();
    change(root, DANISH, "review: machine", "# mine\nreview: machine # so far\nsourceHash: none");
    let given =
        ["status", "--now", "2026-11-24T12:00:00Z", "--accept", DANISH, "--reviewed-by", "Bo \"B\" # K"];
    assert_eq!(said(root, &given), format!("./{DANISH}\n"));
    let text = read(root, DANISH);
    let expected = "# mine\nreview: human # so far\nreviewedBy: \"Bo \\\"B\\\" # K\"\nreviewedOn: \"2026-11-24\"\nsourceHash: \"";
    assert!(text.contains(expected), "{text}");
    assert!(text.ends_with("## Priser {#priser}\n"));
    assert_eq!(said(root, &given), "", "the second time nothing changes");
    assert!(said(root, &["status"]).contains(&format!("read: {DANISH} by Bo \"B\" # K, 2026-11-24")));
}

#[test]
fn a_source_a_stranger_and_a_file_with_errors_are_refused_and_then_nothing_changes() {
    let site = site();
    let root = site.path();
    let nb = "content/stories/tea/index.nb.md";
    write(root, nb, "---\ntitle: Te\nsummary: Kasse.\nalt: Te\ncountry: \"NO\"\n---\nTe\n");
    let before = read(root, DANISH);
    let error = refused(root, &["status", "--accept", DANISH, SOURCE, nb, "content/topics.yaml"]);
    assert!(
        error.contains(&format!("error: `{SOURCE}` is the source of `stories/tea`, not a translation\n"))
    );
    assert!(error.contains(&format!("error: `{nb}` has errors: `country` differs from the source\n")));
    assert!(error.contains("error: `content/topics.yaml` is not a translation"));
    assert_eq!(read(root, DANISH), before);
    assert!(
        refused(root, &["status", "--accept", DANISH, "--reviewed-by", " "]).contains("one line of text")
    );
}

#[test]
fn what_a_person_read_before_the_source_changed_is_not_accepted_without_a_person() {
    let site = site();
    let root = site.path();
    said(root, &["status", "--accept", DANISH, "--reviewed-by", "Bo"]);
    change(root, SOURCE, "title: Tea", "title: Green tea");
    let error = refused(root, &["status", "--accept", DANISH]);
    assert!(error.contains("name who has read it now with `--reviewed-by`"), "{error}");
    said(root, &["status", "--accept", DANISH, "--reviewed-by", "Ida"]);
    assert!(read(root, DANISH).contains("reviewedBy: \"Ida\""));
}

#[test]
fn files_are_found_from_the_folder_in_which_the_command_stands() {
    let site = site();
    let folder = site.path().join("content/stories/tea");
    let root = site.path().to_str().unwrap();
    said(&folder, &["status", "--root", root, "--accept", "index.da.md"]);
    assert!(read(site.path(), DANISH).contains("sourceHash: "));
    assert!(std::fs::read_dir(&folder).unwrap().count() == 3, "no temporary file is left");
}
