//! The accessibility page says what the checks found, and when the site has changed since.

use super::{SITE, build};
use generator::render::File;

/// The accessibility page of the small site with this report.
fn statement(report: &[&str]) -> String {
    let page = "-- content/pages/accessibility/index.en.md --\n---\ntitle: Accessibility\nsummary: How it works for you.\nkind: accessibility\norder: 2\n---\nAll are welcome.";
    let template = "-- content/templates/page.html --\n{% if statement %}{{ statement.theme }}, {% if statement.old %}old{% else %}new{% endif %}{% if statement.report %}: {{ statement.report.date_text }}, {{ statement.report.pages }} pages {{ statement.report.seen_text }}{% for finding in statement.report.findings %}; {{ finding }}{% endfor %}{% endif %}{% endif %}";
    let keys =
        "statement: { light: in light colours, narrow: on a narrow screen, fault: \"{rule} ({pages})\" }";
    let words = ["en", "da"].map(|lang| format!("-- content/texts/{lang}.yaml --\n{keys}"));
    let (output, problems) = build(&[&[SITE, page, template, &words[0], &words[1]], report].concat());
    assert!(problems.is_empty(), "{problems:#?}");
    let Some(File::Bytes(bytes)) = output.files.get("public/en/accessibility/index.html") else {
        panic!("no page")
    };
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

fn report(theme: &str) -> String {
    format!(
        "-- content/accessibility.yaml --\ndate: \"2026-11-20\"\nstandard: WCAG 2.2 AA\ntheme: \"{theme}\"\ntools: [axe-core 4]\nseen: [light, narrow]\npages: 1200\nfindings: [{{ rule: axe color-contrast, pages: [/en/, /da/] }}]"
    )
}

#[test]
fn a_report_is_shown_until_what_it_speaks_of_has_changed() {
    let none = statement(&[]);
    let (theme, rest) = none.split_once(", ").expect("the fingerprint");
    assert_eq!((theme.len(), rest.trim()), (12, "new"));
    let found =
        ": 20 November 2026, 1,200 pages in light colours and on a narrow screen; axe color-contrast (2)";
    assert_eq!(statement(&[&report(theme)]).trim(), format!("{theme}, new{found}"));
    assert_eq!(statement(&[&report("000000000000")]).trim(), format!("{theme}, old{found}"));
}
