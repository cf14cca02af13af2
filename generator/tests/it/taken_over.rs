//! A site of Hugo, taken over by the command, is a site that our check takes.

use std::fs;

use crate::site::{self, change, copied, spaces, write};

const OLD: &[(&str, &str)] = &[
    (
        "old/hugo.toml",
        "baseURL = 'https://old.example'\ntitle = 'Loaf'\n[languages.en]\nlanguageName = 'English'\nweight = 1\n[languages.da]\nlanguageName = 'dansk'\nweight = 2\n",
    ),
    ("old/content/_index.md", "---\ntitle: Welcome\n---\nWe bake. [About us](/about/#who)\n"),
    ("old/content/_index.da.md", "---\ntitle: Velkommen\n---\nVi bager.\n"),
    (
        "old/content/about.md",
        "+++\ntitle = 'About us'\n+++\n# Who\n\nTwo bakers. {{< ref \"/\" >}}\n\n{{< counter >}}\n\n::: warning\nHot <kbd>tea.\n:::\n",
    ),
    ("old/content/about.da.md", "+++\ntitle = 'Om os'\nslug = 'om-os'\n+++\n# Who\n\nTo bagere.\n"),
];

#[test]
fn a_site_of_hugo_becomes_one_that_our_check_takes() {
    // Its theme is what a site of its own needs.
    let folder = copied();
    let root = folder.path();
    for (path, text) in OLD {
        write(root, path, text);
    }
    let first = spaces(root, &["import", "hugo", "old", "--out", "new"]);
    let words = String::from_utf8(first.stdout).unwrap();
    assert!(
        words.contains("4 pages read, 4 taken as 2 documents"),
        "{words}{}",
        String::from_utf8_lossy(&first.stderr)
    );
    let report = fs::read_to_string(root.join("new/import-report.md")).unwrap();
    assert!(report.contains("- content/about.md:8 `{{< counter >}}`"), "{report}");
    // What would stop a build is shown as it was written, or as its words.
    assert_eq!(first.status.code(), Some(0), "{words}");
    assert!(report.contains("- content/about.md:10 `directive/unknown: ::: warning`"), "{report}");
    assert!(report.contains("- content/about.md:11 `html/not-balanced: <kbd>`"), "{report}");

    fs::rename(root.join("themes"), root.join("new/themes")).unwrap();
    let settings = "contact: { email: \"hello@example.org\" }";
    let funding =
        "funding: { acknowledgement: { en: Ours, da: Vores }, disclaimer: { en: Ours, da: Vores } }";
    change(root, "new/content/site.yaml", settings, &format!("{settings}\n{funding}"));
    let checked = spaces(root, &["check", "--root", "new"]);
    let checked = String::from_utf8(checked.stderr).unwrap();
    assert!(checked.contains("0 errors"), "{checked}");

    let again = spaces(root, &["import", "hugo", "old", "--out", "new"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("`new` isn't empty"));
    assert!(site::read(root, "new/content/pages/about/index.en.md").contains("Two bakers. /pages/home/"));
    assert!(site::read(root, "new/content/pages/about/index.da.md").contains("slug: \"om-os\""));
}
