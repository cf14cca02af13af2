//! What readers are told about a translation: whose words it has, whether it is old, where to complain.

use std::path::Path;

use generator::render::{File, OutPath, Output};

use crate::site::{self, change, said, spaces, write};

/// The small site that is rendered, on disk, with the real notice in its template.
pub(super) fn site() -> tempfile::TempDir {
    site::on_disk(site::RENDERED)
}

fn page(root: &Path, path: &str) -> String {
    text(&build(root), path)
}

fn build(root: &Path) -> Output {
    let produced = site::produce(root);
    produced.output.unwrap_or_else(|| panic!("{:#?}", produced.diagnostics))
}

fn text(output: &Output, path: &str) -> String {
    match &output.files[&*format!("public{path}index.html")] {
        File::Bytes(bytes) => String::from_utf8(bytes.clone()).unwrap(),
        File::Copy(_) | File::Made(_) => panic!("a page is made"),
    }
}

const SHOWN: &str =
    "{% if notice %}<p>notice: {{ notice.kind }} {{ notice.source_lang_name }}</p>{% endif %}";
const MORE: &str =
    "{% if notice %}<p>notice: {{ notice.kind }} {{ notice.stale }} {{ notice.wrong_url }}</p>{% endif %}";

#[test]
fn a_translation_says_that_its_original_has_changed_and_only_then() {
    let site = site();
    let root = site.path();
    change(root, "themes/default/templates/base.html", SHOWN, MORE);
    assert!(page(root, "/da/stories/bread/").contains("notice: machine false mailto:"), "unknown isn't old");
    said(root, &["status", "--accept", "content/stories/bread/index.da.md"]);
    assert!(page(root, "/da/stories/bread/").contains("notice: machine false mailto:"));
    change(root, "content/stories/bread/index.en.md", "It began with one oven.", "It began with two ovens.");
    assert!(page(root, "/da/stories/bread/").contains("notice: machine true mailto:"));
    change(root, "content/stories/bread/index.da.md", "review: machine", "review: human");
    assert!(page(root, "/da/stories/bread/").contains("notice: human true mailto:"));
    assert!(page(root, "/da/stories/tea/").contains("notice: fallback false </p>"), "nobody's translation");
    assert!(!page(root, "/en/stories/bread/").contains("notice:"));
}

#[test]
fn a_letter_about_a_page_names_the_page_and_needs_no_script() {
    let site = site();
    let root = site.path();
    change(root, "themes/default/templates/base.html", SHOWN, MORE);
    for lang in ["en", "da"] {
        let texts = "notice: { wrongSubject: \"Fejl: {title}\", wrongBody: \"Hvad & hvor?\" }\n";
        let path = format!("themes/default/texts/{lang}.yaml");
        let old = site::read(root, &path);
        write(root, &path, &format!("{old}{texts}"));
    }
    let page = page(root, "/da/stories/bread/");
    let letter = "mailto:hello@spaces.example?subject=Fejl%3A%20Br%C3%B8d%20til%20gaden&amp;body=Hvad%20%26%20hvor%3F%0D%0A%0D%0A%0D%0Ahttps%3A%2F%2Fspaces.example%2Fda%2Fstories%2Fbread%2F%0D%0A";
    assert!(page.contains(letter), "{page}");
    assert_eq!(spaces(root, &["check"]).status.code(), Some(0));
}

#[test]
fn the_theme_says_it_in_every_language() {
    let site = site::copied();
    change(site.path(), "content/pages/about/index.en.md", "title: ", "title: Really ");
    let output = build(site.path());
    for lang in ["da", "fi", "nb", "sv", "ar", "uk"] {
        let texts = site::read(site.path(), &format!("themes/default/texts/{lang}.yaml"));
        let word =
            |key: &str| texts.split(&format!("  {key}: \"")).nth(1).unwrap().split('"').next().unwrap();
        let page = text(&output, &format!("/{lang}/about/"));
        assert!(page.contains(word("stale")), "{lang}: {page}");
        assert!(page.contains(&format!(">{}</a>", word("wrong"))), "{lang}");
        assert!(page.contains("<a href=\"mailto:hello@spaces.example?subject="), "{lang}");
    }
}

#[test]
fn a_translation_without_a_text_shows_its_source_s_and_says_so() {
    let site = site();
    let root = site.path();
    change(root, "themes/default/templates/base.html", SHOWN, MORE);
    let source = "content/stories/bread/index.en.md";
    change(root, source, "It began with one oven.", "It \"began\" with one oven.\n\n[Tea](../tea/#crates)");
    change(root, "content/stories/tea/index.en.md", "It began", "## Crates\n\nIt began");
    for nothing in ["", "\n\n", "<!-- later -->", "[//]: # (later)", "&nbsp;\n\n---\n"] {
        let text = site::read(root, "content/stories/bread/index.da.md");
        let head = text.rsplit_once("---\n").map_or(text.as_str(), |(head, _)| head);
        let head = head.split("---\n").nth(1).unwrap();
        write(root, "content/stories/bread/index.da.md", &format!("---\n{head}---\n{nothing}\n"));
        let output = build(root);
        let page = text_of_bread(&output);
        assert!(page.contains("Brød til gaden"), "its own title: {page}");
        assert!(page.contains("<div lang=\"en\" dir=\"ltr\">\n<p>It “began” with one oven.</p>"), "{page}");
        assert!(page.contains("<a href=\"/da/stories/tea/#crates\">Tea</a>"), "{page}");
        assert!(page.contains("notice: fallback false </p>"), "{page}");
        let said = spaces(root, &["check"]);
        let said =
            String::from_utf8_lossy(&said.stderr).into_owned() + &String::from_utf8_lossy(&said.stdout);
        assert!(said.contains("nothing stands below the head, and the source has a text there"), "{said}");
    }
    let status = said(root, &["status"]);
    assert!(status.contains("lacks: stories/bread in da: body"), "{status}");
}

fn text_of_bread(output: &Output) -> String {
    text(output, "/da/stories/bread/")
}

#[test]
fn the_search_finds_a_borrowed_text_in_its_own_language_and_feeds_say_which_it_is() {
    let site = site();
    let root = site.path();
    change(root, "content/stories/bread/index.da.md", "Det begyndte med én ovn.", "");
    let produced = site::produce(root);
    let of = |url: &str| produced.records.iter().find(|record| record.url.as_str() == url).unwrap().text();
    assert!(of("/en/stories/bread/").contains("one oven"));
    assert!(!of("/da/stories/bread/").contains("one oven"));
    let feed = produced.output.unwrap().files["public/da/feed.xml"].bytes().unwrap();
    let feed = String::from_utf8(feed).unwrap();
    assert!(feed.contains("&lt;div lang=&quot;en&quot; dir=&quot;ltr&quot;&gt;"), "{feed}");
}

#[test]
fn the_contents_of_a_borrowed_text_are_in_its_language() {
    let site = site::copied();
    let path = "content/pages/privacy/index.ar.md";
    let text = site::read(site.path(), path);
    let (head, _) = text.split_once("\n---\n").unwrap();
    write(site.path(), path, &format!("{head}\n---\n"));
    let page = text_of(&build(site.path()), "privacy");
    assert!(page.contains("<ul lang=en dir=ltr>") || page.contains("<ul lang=\"en\" dir=\"ltr\">"), "{page}");
    assert!(
        page.contains("<div lang=\"en\" dir=\"ltr\">") || page.contains("<div lang=en dir=ltr>"),
        "{page}"
    );
    assert!(page.contains("noindex"), "{page}");
}

fn text_of(output: &Output, id: &str) -> String {
    let slug = |path: &&OutPath| path.starts_with("public/ar/") && path.ends_with("/index.html");
    let wanted = format!("/ar/{id}/");
    let own = output.files.keys().filter(slug).find(|path| path.contains(&wanted));
    text(output, own.unwrap().address().unwrap())
}
