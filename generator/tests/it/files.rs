//! Files as they really lie on disks: linked, in folders of their own, named by a Mac.

use std::fs;
use std::path::Path;

use crate::site::{self, produce};

const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"><path d=\"M0 0h4v3z\"/></svg>";
pub(crate) const STORY: &str = "content/stories/bread/index.en.md";

pub(crate) fn site() -> tempfile::TempDir {
    site::on_disk(site::RENDERED)
}

fn append(root: &Path, text: &str) {
    let path = root.join(STORY);
    let old = fs::read_to_string(&path).unwrap();
    fs::write(path, format!("{old}\n{text}\n")).unwrap();
}

/// Code, path and hints of all problems.
pub(crate) fn said(root: &Path) -> Vec<String> {
    let problems = produce(root).diagnostics;
    problems.iter().map(|it| format!("{} {} {}", it.code, it.path, crate::joined(&it.hints, " "))).collect()
}

pub(crate) fn page(root: &Path) -> String {
    let produced = produce(root);
    let output = produced.output.unwrap_or_else(|| panic!("{:#?}", produced.diagnostics));
    String::from_utf8(output.files["public/en/stories/bread/index.html"].bytes().unwrap()).unwrap()
}

/// `o` and two dots, as a Mac writes names, and the one letter.
const APART: &str = "bro\u{308}d";
const ONE: &str = "br\u{f6}d";

#[test]
fn a_name_from_a_mac_is_found_by_the_name_that_people_type() {
    for (name, written) in [(APART, ONE), (ONE, APART), (APART, "bro%CC%88d"), (ONE, "br%C3%B6d")] {
        let folder = site();
        fs::write(folder.path().join(format!("content/stories/bread/{name}.svg")), DRAWING).unwrap();
        append(folder.path(), &format!("![A loaf]({written}.svg)"));
        assert!(page(folder.path()).contains("alt=\"A loaf\""), "{name:?} as {written:?}");
    }
}

#[test]
fn a_heading_is_found_in_whichever_way_its_letters_are_put_together() {
    let folder = site();
    append(folder.path(), &format!("## About {APART}\n\n[there](#about-brod)"));
    let ids: Vec<_> = page(folder.path()).matches("id=\"about-brod\"").map(str::to_owned).collect();
    assert_eq!(ids.len(), 1);
}

#[test]
fn two_names_that_look_the_same_are_an_error() {
    let folder = site();
    for name in [APART, ONE] {
        fs::write(folder.path().join(format!("content/stories/bread/{name}.svg")), DRAWING).unwrap();
    }
    assert!(
        said(folder.path()).iter().any(|said| said.starts_with("file/name")),
        "{:?}",
        said(folder.path())
    );
}

#[cfg(unix)]
#[test]
fn a_backslash_in_a_name_is_an_error_since_it_parts_folders_elsewhere() {
    let folder = site();
    fs::write(folder.path().join("content/stories/bread/a\\b.svg"), DRAWING).unwrap();
    let said = said(folder.path());
    assert!(said.iter().any(|said| said.starts_with("file/name ") && said.contains("a\\b.svg")), "{said:?}");
}

#[test]
fn a_file_is_found_at_its_address_whatever_letters_its_name_has() {
    let folder = site();
    fs::write(folder.path().join("content/stories/bread/brød & te 100%.txt"), "Flour and water").unwrap();
    append(folder.path(), "[The recipe](<brød & te 100%25.txt>)");
    let produced = produce(folder.path());
    let output = produced.output.unwrap_or_else(|| panic!("{:#?}", produced.diagnostics));
    let page =
        String::from_utf8(output.files["public/en/stories/bread/index.html"].bytes().unwrap()).unwrap();
    assert!(page.contains("/media/stories/bread/br%C3%B8d%20%26%20te%20100%25.txt"), "{page}");
    // Servers decode what a browser asks for.
    assert!(
        output.files.contains_key("public/media/stories/bread/brød & te 100%.txt"),
        "{:?}",
        output.files.keys()
    );
}

#[cfg(unix)]
#[test]
fn what_is_linked_is_named() {
    let folder = site();
    let elsewhere = tempfile::tempdir().unwrap();
    for (at, what) in [("content/stories/linked", "folder"), ("content/stories/bread/loaf.svg", "loaf.svg")] {
        std::os::unix::fs::symlink(elsewhere.path().join(what), folder.path().join(at)).unwrap();
        let said = said(folder.path());
        assert!(said.iter().any(|said| said.starts_with(&format!("file/link {at}"))), "{said:?}");
    }
}

#[test]
fn an_empty_folder_is_named_once_and_what_systems_leave_behind_never() {
    let folder = site();
    fs::create_dir_all(folder.path().join("content/pages/deep/deeper")).unwrap();
    for name in ["Thumbs.db", "desktop.ini", ".DS_Store", "~$index.docx"] {
        fs::write(folder.path().join("content/stories/bread").join(name), "x").unwrap();
    }
    let said: Vec<String> =
        said(folder.path()).into_iter().filter(|said| said.starts_with("file/")).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("file/no-document content/pages/deep "), "{said:?}");
}

#[test]
fn a_picture_of_a_draft_waits_with_it() {
    let folder = site();
    fs::create_dir_all(folder.path().join("content/stories/later")).unwrap();
    fs::write(folder.path().join("content/stories/later/loaf.svg"), DRAWING).unwrap();
    let text = fs::read_to_string(folder.path().join(STORY)).unwrap();
    let draft = text.replacen("---\n", "---\ndraft: true\n", 1);
    fs::write(folder.path().join("content/stories/later/index.en.md"), draft).unwrap();
    assert!(!said(folder.path()).iter().any(|said| said.contains("loaf.svg")), "{:?}", said(folder.path()));
    fs::write(folder.path().join("content/stories/bread/loaf.svg"), DRAWING).unwrap();
    assert!(
        said(folder.path()).iter().any(|said| said.starts_with("file/unused content/stories/bread/loaf.svg"))
    );
}

#[test]
fn what_programs_leave_is_named_once_or_not_at_all() {
    let folder = site();
    let root = folder.path();
    let write = |path: &str, bytes: &[u8]| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    for path in [
        "content/.obsidian/notes.md",
        "content/.DS_Store",
        "content/Thumbs.db",
        "content/desktop.ini",
        "content/stories/Thumbs.db",
        "content/stories/bread/.DS_Store",
        "content/stories/bread/._index.en.md",
        "content/stories/bread/.index.en.md.swp",
        "content/stories/bread/~$letter.docx",
        "content/stories/bread/~WRL0001.tmp",
        "content/stories/bread/bread.pdf:Zone.Identifier",
        "themes/default/static/Thumbs.db",
        "themes/default/static/icon.svg~",
        "themes/default/static/#icon.svg#",
        "themes/default/node_modules/x/index.html",
    ] {
        write(path, b"\xff\xfe left behind");
    }
    assert_eq!(said(root), [""; 0]);
    let output = produce(root).output.unwrap();
    let left: Vec<_> =
        output.files.keys().filter(|path| path.contains("humbs") || path.contains("icon")).collect();
    assert!(left.is_empty(), "{left:?}");
    for path in [
        "content/node_modules/x/README.md",
        "content/node_modules/x/docs/index.md",
        "content/node_modules/x/index.html",
        "content/stories/bread/node_modules/x/README.md",
        "content/__MACOSX/content/stories/bread/index.en.md",
        "content/events/__MACOSX/dinner/loaf.jpg",
        "content/stories/bread/@eaDir/loaf.jpg/thumb.jpg",
    ] {
        write(path, b"\xff\xfe left behind");
    }
    let hint = "remove it, or move it out of `content`: no page needs it";
    let folders =
        ["__MACOSX", "events/__MACOSX", "node_modules", "stories/bread/@eaDir", "stories/bread/node_modules"];
    assert_eq!(said(root), folders.map(|folder| format!("file/unread content/{folder} {hint}")));
}

#[test]
fn a_picture_of_a_phone_is_told_with_the_way_to_a_jpeg() {
    let folder = site();
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    for path in
        ["content/stories/bread/photo.HEIC", "content/stories/IMG_1.heic", "content/stories/bread/a.jpg"]
    {
        fs::write(folder.path().join(path), heic).unwrap();
    }
    let told = said(folder.path());
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().all(|said| said.contains("save it as JPEG")), "{told:?}");
    assert!(
        told.iter().any(|said| said.contains("IMG_1.heic") && said.contains("folder of its text")),
        "{told:?}"
    );
}
