//! A theme over the default one: the example of `docs/themes.md` as it stands there, and what the list says of it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::site;

/// Where each code block of the page belongs, in its order.
const FILES: [&str; 3] =
    ["themes/north/tokens.css", "themes/north/templates/logo.html", "themes/north/templates/not-found.html"];

/// The whole site in the look of the example.
fn north() -> tempfile::TempDir {
    let folder = site::copied();
    let page = site::read(crate::generator_folder().parent().unwrap(), "docs/themes.md");
    let blocks: Vec<&str> = page.split("```").skip(1).step_by(2).collect();
    let text = |block: &str| block.split_once('\n').unwrap().1.to_owned();
    assert_eq!(blocks.len(), FILES.len() + 1, "settings, and each file");
    site::change(folder.path(), "content/site.yaml", "theme: default\n", &text(blocks[0]));
    for (path, block) in FILES.iter().zip(&blocks[1..]) {
        assert!(page.contains(&format!("`{path}`")), "{path}");
        site::write(folder.path(), path, &text(block));
    }
    folder
}

/// The texts of a built site by their paths.
fn texts(root: &Path) -> BTreeMap<String, String> {
    let made = site::produce(root);
    let output = made.output.unwrap_or_else(|| panic!("{:#?}", made.diagnostics));
    // Pictures take long to make, and nobody looks at them here.
    let is_text = |path: &str| [".html", ".svg", ".css"].iter().any(|ending| path.ends_with(ending));
    let files = output.files.iter().filter(|(path, _)| is_text(path));
    files.map(|(path, file)| (path.to_string(), String::from_utf8(file.bytes().unwrap()).unwrap())).collect()
}

#[test]
fn a_look_of_ones_own_is_three_files() {
    let folder = north();
    let made = texts(folder.path());
    let home = &made["public/en/index.html"];
    assert!(
        home.contains(
            "<meta name=\"theme-color\" content=\"#f4f7fb\" media=\"(prefers-color-scheme: light)\">"
        ),
        "{home}"
    );
    assert!(home.contains("content=\"#10161d\""), "{home}");
    assert!(home.contains("<path fill=\"#123a63\" d=\"M32 4l28 56H4z\"/>"), "the sign: {home}");
    let favicon = &made["public/favicon.svg"];
    assert!(favicon.contains("fill=\"#8a2f5b\"") && !favicon.contains("var("), "{favicon}");
    let weave = &made["public/assets/weave-dk.svg"];
    assert!(weave.contains("#123a63") && !weave.contains("#1d4b4c"), "{weave}");
    let not_found = made.iter().find(|(_, text)| text.contains("<p class=\"north\">"));
    let (path, page) = not_found.expect("a page with the sentence");
    assert!(page.contains("site-footer") && page.matches("class=\"north\"").count() == 1, "{path}: {page}");
    let (_, style) = made.iter().find(|(path, _)| path.starts_with("public/assets/style.")).unwrap();
    let (base, own) = (style.find("--ground: #fbf4e8"), style.find("--ground: #f4f7fb"));
    assert!(base.is_some() && base < own, "the theme's counts, since it comes later");
}

#[test]
fn the_list_says_what_is_replaced_and_by_which_file() {
    let folder = north();
    site::write(
        folder.path(),
        "content/templates/stories.html",
        "{% extends \"themes/default/templates/stories.html\" %}\n",
    );
    let list = site::said(folder.path(), &["theme", "list"]);
    let line = |name: &str| {
        let line = list.lines().find(|line| line[2..].split("  ").next() == Some(name));
        line.unwrap_or_else(|| panic!("no {name} in:\n{list}"))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(line("--ground"), "* --ground themes/north/tokens.css");
    assert_eq!(line("--edge"), "--edge themes/default/tokens.css");
    assert_eq!(line("component brand_sign"), "* component brand_sign themes/north/templates/logo.html");
    assert_eq!(
        line("templates/not-found.html"),
        "* templates/not-found.html themes/north/templates/not-found.html"
    );
    assert_eq!(line("templates/stories.html"), "* templates/stories.html content/templates/stories.html");
    assert_eq!(line("static/favicon.svg"), "static/favicon.svg themes/default/static/favicon.svg");
}

#[test]
fn a_file_of_the_theme_is_printed_as_it_counts_and_as_it_was() {
    let folder = north();
    let show = |arguments: &[&str]| site::said(folder.path(), &[&["theme", "show"][..], arguments].concat());
    assert!(show(&["tokens.css"]).contains("#f4f7fb") && !show(&["tokens.css"]).contains("--edge"));
    assert!(show(&["tokens.css", "--default"]).contains("--edge"));
    assert!(show(&["templates/not-found.html"]).contains("class=\"north\""));
    assert!(show(&["templates/home.html"]).contains("{% block main"));
    let output = site::spaces(folder.path(), &["theme", "show", "templates/hoem.html"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(1) && told.contains("did you mean `templates/home.html`?"),
        "{told}"
    );
}

#[test]
fn a_template_of_a_new_name_with_components_is_no_slip() {
    let folder = north();
    let mine = "{% component quite_new() -%}new{%- endcomponent quite_new %}\n";
    site::write(folder.path(), "themes/north/templates/mine.html", mine);
    site::said(folder.path(), &["check"]);
}

/// The site with a frame of the theme's own, which pages of the default theme stand in.
fn with_frame(frame: &str) -> tempfile::TempDir {
    let folder = north();
    site::write(folder.path(), "themes/north/templates/base.html", frame);
    let page = "{% extends \"base.html\" %}{% block main %}<p>mine</p>{% endblock main %}";
    site::write(folder.path(), "themes/north/templates/home.html", page);
    folder
}

#[test]
fn a_frame_that_lacks_what_pages_fill_is_one_mistake_of_its_own() {
    let folder = with_frame("<html>{% block main %}{% endblock main %}</html>");
    let output = site::spaces(folder.path(), &["check"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.matches("error[").count(), 1, "{told}");
    assert!(told.contains("--> themes/north/templates/base.html") && told.contains("this lacks `"), "{told}");
    assert!(told.contains("`head`") && told.contains("`poster.html`"), "{told}");
    assert!(told.contains("spaces theme show templates/base.html"), "{told}");
    assert!(!told.contains("`home.html`"), "nobody builds upon the default one: {told}");
}

#[test]
fn a_frame_with_all_blocks_is_the_frame_of_all_pages() {
    let shown = site::said(north().path(), &["theme", "show", "templates/base.html"]);
    let blocks: std::collections::BTreeSet<&str> =
        shown.split("{% block ").skip(1).filter_map(|rest| rest.split([' ', '-']).next()).collect();
    let blocks: String =
        blocks.iter().map(|name| format!("{{% block {name} %}}{{% endblock {name} %}}")).collect();
    let frame =
        format!("<!DOCTYPE html><html lang=\"{{{{ lang }}}}\"><title>{{{{ title }}}}</title>{blocks}</html>");
    let made = texts(with_frame(&frame).path());
    assert!(made["public/en/index.html"].contains("<p>mine</p>"));
    assert!(made["public/en/stories/index.html"].starts_with("<!DOCTYPE html><html lang=\"en\"><title>"));
}

#[test]
fn an_empty_drawing_draws_no_picture_for_sharing() {
    let folder = north();
    assert!(texts(folder.path())["public/en/index.html"].contains("og:image"));
    site::write(folder.path(), "themes/north/templates/share.svg", "\n");
    assert!(!texts(folder.path())["public/en/index.html"].contains("og:image"));
}

#[test]
fn words_of_a_theme_are_laid_over_those_below_it() {
    let folder = north();
    site::write(folder.path(), "themes/north/texts/en.yaml", "stories: { title: \"Told here\" }\n");
    let made = texts(folder.path());
    assert!(made["public/en/stories/index.html"].contains("Told here"));
    assert!(!made["public/da/stories/index.html"].contains("Told here"));
}
