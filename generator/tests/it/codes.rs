//! Every kind of problem is provoked by a case of `front/cases.txt`, or by one of the sites here.

use std::fs;
use std::path::Path;

use generator::cache::Cache;
use generator::diagnostic::{Code, Diagnostic};
use generator::render;
use generator::site::Memo;
use generator::status::{self, StatusOptions};

use crate::pictures::{self, photos};
use crate::site::{change, produce, said, write};
use crate::{changed, files, front, towns, translation};

/// A site on disk, and what is said about it.
type Provoke = fn() -> Vec<Diagnostic>;

/// What needs a disk, bytes, a theme or the history of a translation, and can't be said in a case.
const ELSEWHERE: [(Code, Provoke); 20] = [
    (Code::FileChanged, || while_made(|bread| fs::write(bread, "other words").unwrap())),
    (Code::FileRead, || while_made(|bread| fs::remove_file(bread).unwrap())),
    (Code::FileEncoding, || of(|root| fs::write(root.join(files::STORY), b"Br\xf8d").unwrap())),
    (Code::FileLink, || of(|root| link(&root.join("content/stories/bread/loaf.svg")))),
    (Code::LocaleUnknown, || {
        of(|root| change(root, "content/site.yaml", "locale: da", "locale: da-u-nu-latn"))
    }),
    (Code::PictureGlyphs, || of(chinese)),
    (Code::PictureNotOnlyDrawn, || drawing("<script>alert(1)</script>")),
    (Code::PictureTooDeep, || {
        drawing(&format!("{}<path d=\"M0 0h1\"/>{}", "<g>".repeat(70), "</g>".repeat(70)))
    }),
    (Code::PictureTooLarge, || picture("a.png", &photos::absurd())),
    (Code::PictureUnreadable, || picture("a.jpg", b"not a picture")),
    (Code::TemplateLoad, || template("{% if %}")),
    (Code::TemplateMissing, || of(|root| fs::remove_file(root.join(TEMPLATE)).unwrap())),
    (Code::TemplateRender, || template("{{ organisation.titel }}")),
    (Code::TextMissing, || of(|root| write(root, "content/forms/ask.yaml", FORM))),
    (Code::TextUnknownKey, || template("{{ t(key=\"stories.titel\") }}")),
    (Code::ThemeSheet, || of(|root| write(root, "themes/default/styles/own.css", ":root { --own: 1;\n"))),
    (Code::TownUntranslated, towns::untranslated),
    (Code::TranslationMissing, translations),
    (Code::TranslationStale, translations),
    (Code::TranslationUnknown, translations),
];

const EMPTY_DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>";

const FONT: &str = "fonts/NotoNaskhArabic-Bold.ttf";

const TEMPLATE: &str = "themes/default/templates/organisation.html";

const FORM: &str = "
about: nothing
title: { en: T, da: T }
intro: { en: I, da: I }
submit: { en: S, da: S }
thanks: { received: { title: { en: T, da: T }, text: { en: T, da: T } } }
purposes: [{ id: ask, basis: consent, text: { en: P, da: P } }]
groups: [{ id: you, title: { en: Y, da: Y } }]
fields:
  - { name: a, group: you, kind: checkbox, label: { en: L, da: L }, purpose: ask, keep: none }
";

#[test]
fn every_kind_of_problem_has_a_case_that_provokes_it() {
    let is_elsewhere = |code: &Code| ELSEWHERE.iter().any(|(other, _)| other == code);
    // That the cases say what stands in them is a test of `front.rs`.
    let has_case = |code: &Code| front::CASES.contains(&format!("[{code}] "));
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !is_elsewhere(code) && !has_case(code))
        .map(|code| code.as_str())
        .collect();
    assert!(missing.is_empty(), "no case provokes {missing:?}");
    for (code, provoke) in ELSEWHERE {
        let found = provoke();
        assert!(found.iter().any(|problem| problem.code == code), "{code}: {found:?}");
    }
}

#[test]
fn the_names_are_sorted_and_each_stands_once() {
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert!(names.is_sorted_by(|a, b| a < b), "{names:#?}");
}

/// All that these sites provoke.
pub(crate) fn provoked() -> Vec<Diagnostic> {
    ELSEWHERE.iter().flat_map(|(_, provoke)| provoke()).collect()
}

/// The small site on disk, after a change.
fn of(edit: impl Fn(&Path)) -> Vec<Diagnostic> {
    let folder = files::site();
    edit(folder.path());
    produce(folder.path()).diagnostics
}

/// A title in letters that the only font of the theme doesn't have.
fn chinese(root: &Path) {
    write(root, "themes/default/templates/share.svg", EMPTY_DRAWING);
    let fonts = root.join("themes/default/fonts");
    fs::create_dir_all(&fonts).unwrap();
    fs::copy(crate::generator_folder().join("../themes/default").join(FONT), fonts.join("a.ttf")).unwrap();
    let settings = crate::site::read(root, "content/site.yaml");
    let title = settings.lines().find(|line| line.starts_with("title:")).unwrap();
    change(root, "content/site.yaml", title, "title: { en: 面包, da: 面包 }");
}

fn link(at: &Path) {
    #[cfg(unix)]
    std::os::unix::fs::symlink("elsewhere.svg", at).unwrap();
}

fn template(text: &str) -> Vec<Diagnostic> {
    of(|root| write(root, TEMPLATE, text))
}

fn picture(name: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    produce(pictures::site(name, bytes).path()).diagnostics
}

fn drawing(inside: &str) -> Vec<Diagnostic> {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\">{inside}</svg>");
    picture("a.svg", svg.as_bytes())
}

/// What is said when a text is saved between reading and rendering.
fn while_made(save: impl Fn(&Path)) -> Vec<Diagnostic> {
    let folder = pictures::site("a.svg", changed::DRAWING);
    let (source, site) = changed::loaded(folder.path(), Memo::default());
    save(&folder.path().join(changed::BREAD));
    let _ = render::all(&site, &source, &Cache::none());
    source.lost.problems()
}

/// One translation is there and of unknown age, one has become old, the others are missing.
fn translations() -> Vec<Diagnostic> {
    let site = translation::site();
    let root = site.path();
    write(root, "content/pages/about/index.da.md", "---\ntitle: Om\nsummary: Om os.\n---\nOm os.\n");
    said(root, &["status", "--accept", "content/stories/tea/index.da.md"]);
    change(root, "content/stories/tea/index.en.md", "One crate", "Two crates");
    let now = "2026-11-23T12:00:00Z".parse().unwrap();
    let asked = StatusOptions { root: root.to_owned(), lang: None, now };
    status::warnings(&status::report(&asked).unwrap().report.unwrap())
}
