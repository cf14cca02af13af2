//! Ids of headings beside those that a page has for itself.

use super::parse;
use std::path::Path;

#[test]
fn no_heading_takes_an_id_of_the_theme() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../themes/default/templates");
    let mut seen = 0;
    for file in std::fs::read_dir(templates).unwrap() {
        let path = file.unwrap().path();
        // A drawing is a file of its own.
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let ids = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for id in ids.filter(|id| !id.is_empty() && !id.contains(['{', ' ', '='])) {
            seen += 1;
            let (body, _) = parse("en", &format!("## {id}\n\n## Again {{#{id}}}"));
            assert!(body.headings.iter().all(|heading| heading.id != id), "{id}: {:?}", body.headings);
        }
    }
    assert!(seen > 25, "{seen}");
}

#[test]
fn many_equal_headings_have_ids_in_a_row() {
    let (body, _) = parse("en", &"## Bread\n\n".repeat(20_000));
    assert_eq!(body.headings[19_999].id, "bread-20000");
}
