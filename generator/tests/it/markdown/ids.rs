//! Ids of headings beside those that a page has for itself.

use std::fs;

use generator::diagnostic::Diagnostic;
use generator::markdown;

use super::parse;
use crate::files::{STORY, page, site};
use crate::site::{produce, whole};

#[test]
fn no_heading_takes_an_id_of_the_theme() {
    let source = generator::source::read(&whole()).unwrap();
    let mut seen = 0;
    let templates =
        source.texts.iter().filter(|(path, _)| path.contains("/templates/") && path.ends_with(".html"));
    for (_, text) in templates {
        let ids = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for id in ids.filter(|id| !id.is_empty() && !id.contains(['{', ' ', '='])) {
            seen += 1;
            let text = format!("## {id}\n\n## Again {{#{id}}}");
            let (body, problems) = markdown::parse("x", &text, 0..text.len(), "en", source.taken());
            assert!(body.headings.iter().all(|heading| heading.id != id), "{id}: {:?}", body.headings);
            assert!(problems.iter().any(|problem| problem.code.as_str() == "heading/id"), "{id}");
        }
    }
    assert!(seen > 25, "{seen}");
}

#[test]
fn no_heading_takes_an_id_of_another_theme_and_a_doubled_one_is_told() {
    let folder = site();
    let template = folder.path().join("themes/default/templates/story.html");
    let text = fs::read_to_string(&template).unwrap();
    fs::write(&template, text.replacen("{{ content }}", "<b id=\"bakers-corner\"></b>{{ content }}", 1))
        .unwrap();
    let story = folder.path().join(STORY);
    let words = fs::read_to_string(&story).unwrap();
    fs::write(&story, format!("{words}\n## Bakers corner\n\n[there](#bakers-corner-2)\n")).unwrap();
    assert!(page(folder.path()).contains("<h2 id=\"bakers-corner-2\">"));
}

#[test]
fn an_id_that_stands_twice_on_a_page_is_an_error() {
    let folder = site();
    let base = folder.path().join("themes/default/templates/base.html");
    let text = fs::read_to_string(&base).unwrap();
    fs::write(
        &base,
        text.replacen(
            "{% block main",
            "<i id=\"{{ lang }}-x\"></i><i id=\"{{ lang }}-x\"></i>{% block main",
            1,
        ),
    )
    .unwrap();
    let problems = produce(folder.path()).diagnostics;
    let twice = |problem: &&Diagnostic| problem.message.contains("stands twice on this page");
    assert!(
        problems.iter().any(|problem| twice(&problem) && problem.message.contains("`en-x`")),
        "{problems:?}"
    );
}

#[test]
fn many_equal_headings_have_ids_in_a_row() {
    let (body, _) = parse("en", &"## Bread\n\n".repeat(20_000));
    assert_eq!(body.headings[19_999].id, "bread-20000");
}
