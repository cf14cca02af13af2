//! Files as the programs of editors leave them: with blanks nobody sees, other line ends, other encodings; and what the
//! command says of them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use generator::build::{self, BuildOptions};
use generator::diagnostic::{self, Format};
use generator::output;

use crate::files::{STORY, page, site};
use crate::site::{now, produce, spaces};

fn story(root: &Path) -> String {
    fs::read_to_string(root.join(STORY)).unwrap()
}

#[test]
fn what_cannot_be_seen_around_a_head_does_not_matter() {
    let change: [fn(&str) -> String; 8] = [
        |text| text.replacen("---\n", "---  \n", 1),
        |text| text.replacen("---\n", "---\t\n", 1),
        |text| format!("\n{text}"),
        |text| format!("\u{feff}\n  \n{text}"),
        |text| format!("\u{feff}{}", text.replace('\n', "\r\n")),
        |text| text.replace('\n', "\r"),
        |text| text.replace('\n', "\r\r\n"),
        |text| format!("\n\n{}", text.replace("\n---\n", "\n--- \n")),
    ];
    let folder = site();
    let (before, text) = (page(folder.path()), story(folder.path()));
    for (at, change) in change.iter().enumerate() {
        fs::write(folder.path().join(STORY), change(&text)).unwrap();
        assert_eq!(page(folder.path()), before, "{at}");
    }
}

/// What is said of a story in these bytes, as the command draws it.
fn drawn(bytes: &[u8]) -> String {
    let folder = site();
    fs::write(folder.path().join(STORY), bytes).unwrap();
    let produced = produce(folder.path());
    diagnostic::draw(&produced.diagnostics, &produced.texts, Format::Human { color: false })
}

#[test]
fn a_file_in_another_encoding_is_told_with_its_line_and_the_encoding() {
    let text = |word: &str| {
        format!("---\ntitle: Bread\nsummary: {word} x\n---\n\n{word}, and more words about bread.\n")
    };
    let utf16 = |text: &str, mark: bool| {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<_>>()
    };
    let windows = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<_>>();
    let cyrillic = |text: &str| {
        let byte = |c: char| match c {
            'а'..='я' => u8::try_from(u32::from(c) - 0x430 + 0xe0).unwrap(),
            'А'..='Я' => u8::try_from(u32::from(c) - 0x410 + 0xc0).unwrap(),
            c => u8::try_from(u32::from(c)).unwrap(),
        };
        text.chars().map(byte).collect::<Vec<_>>()
    };
    let mac = |text: &str| {
        let byte = |c: char| if c == 'ø' { 0xbf } else { u8::try_from(u32::from(c)).unwrap() };
        text.chars().map(byte).collect::<Vec<_>>()
    };
    let words =
        "---\ntitle: Хлеб для всех\nsummary: Хлеб для всех на вулице\n---\n\nХлеб для всех, кто хоче\n";
    for (bytes, encoding, place, shown) in [
        (windows(&text("Brød")), "`windows-1252`", "line 3, column 12", "summary: Brød x"),
        (mac(&text("Brød")), "`macintosh`", "line 3, column 12", "summary: Brød x"),
        (utf16(&text("Bread"), true), "`UTF-16LE`", "line 1, column 1", "---"),
        (utf16(&text("Bread"), false), "`UTF-16LE`", "line 1, column 1", "---"),
        (cyrillic(words), "`windows-1251`", "line 2, column 8", "title: Хлеб для всех"),
    ] {
        let drawn = drawn(&bytes);
        assert!(drawn.contains(encoding) && drawn.contains(place) && drawn.contains(shown), "{drawn}");
        assert!(drawn.contains("`UTF-8`") && drawn.contains("Notepad"), "{drawn}");
        assert_eq!(drawn.matches("error").count(), 1, "{drawn}");
    }
}

#[test]
fn settings_in_another_encoding_are_told_in_the_same_way() {
    let folder = site();
    let path = folder.path().join("content/topics.yaml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, [text.as_bytes(), b"# br\xf8d\n"].concat()).unwrap();
    let produced = produce(folder.path());
    let drawn = diagnostic::draw(&produced.diagnostics, &produced.texts, Format::Human { color: false });
    assert!(drawn.contains("windows-1252") && drawn.contains("# brød"), "{drawn}");
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn one_is_not_many_and_nothing_moves_in_a_pipe() {
    let folder = site();
    let text = story(folder.path()).replacen("title: ", "titel: ", 1);
    fs::write(folder.path().join(STORY), text).unwrap();
    let checked = said(&spaces(folder.path(), &["check"]));
    assert!(!checked.contains("1 errors") && !checked.contains("1 warnings"), "{checked}");
    assert!(!checked.contains(['\r', '\u{1b}']), "{checked:?}");
    assert_eq!(diagnostic::counted(1, "error", "errors"), "1 error");
    assert_eq!(diagnostic::counted(0, "error", "errors"), "0 errors");
}

#[test]
fn colours_are_forced_and_refused_as_everywhere() {
    let folder = site();
    fs::write(folder.path().join(STORY), "no head\n").unwrap();
    let has_colors = |variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_spaces"));
        command.args(["check", "--root", folder.path().to_str().unwrap()]).env_remove("NO_COLOR");
        said(&command.envs(variables.iter().copied()).output().unwrap()).contains('\u{1b}')
    };
    assert!(!has_colors(&[]));
    assert!(has_colors(&[("CLICOLOR_FORCE", "1")]));
    assert!(!has_colors(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn a_cache_is_kept_nowhere_else_than_in_a_folder_of_its_own() {
    let folder = site();
    let root = folder.path();
    fs::create_dir(root.join("mine")).unwrap();
    fs::write(root.join("mine/letter.txt"), "Dear").unwrap();
    let (out, inside) = (root.join("out"), root.join("out/public/cache"));
    for cache in [
        "/",
        root.to_str().unwrap(),
        "content",
        "content/stories",
        "themes",
        "mine",
        inside.to_str().unwrap(),
    ] {
        let cache = root.join(cache);
        let built =
            spaces(root, &["build", "--out", out.to_str().unwrap(), "--cache", cache.to_str().unwrap()]);
        assert!(
            !built.status.success() && said(&built).contains("nothing can be kept in"),
            "{}",
            said(&built)
        );
    }
    assert!(output::check_cache(&root.join("new"), root, None).is_ok());
    fs::create_dir_all(root.join("old/a0")).unwrap();
    assert!(output::check_cache(&root.join("old"), root, None).is_ok());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("content", root.join(".cache")).unwrap();
        let built = spaces(root, &["build", "--out", out.to_str().unwrap()]);
        assert!(said(&built).contains("`content`; give it a folder of its own"), "{}", said(&built));
        fs::remove_file(root.join(".cache")).unwrap();
    }
    let checked = spaces(root, &["check", "--cache", root.join("mine").to_str().unwrap()]);
    assert!(said(&checked).contains("letter.txt"), "{}", said(&checked));
}

/// A draft whose head is no YAML, and one whose body has an error.
#[test]
fn a_draft_that_cannot_be_read_stops_nothing_else() {
    for text in
        ["---\ntitle: Bread: a draft\ndraft: true\n---\nWords\n", "---\ntitle: Bread\ndraft: true\nWords\n"]
    {
        let folder = site();
        let path = folder.path().join("content/stories/unfinished/index.en.md");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let produced = produce(folder.path());
        assert!(produced.output.is_some(), "{:?}", produced.diagnostics);
        assert_eq!(produced.diagnostics.len(), 1, "it is said: {:?}", produced.diagnostics);
        assert!(
            produced
                .summary
                .left_out
                .iter()
                .any(|(path, why)| path.ends_with("unfinished") && why == "a draft")
        );
        let preview = BuildOptions { preview: true, drafts: true, ..BuildOptions::new(folder.path(), now()) };
        assert!(build::produce(&preview).output.is_some());
        let asked_for = BuildOptions { drafts: true, ..BuildOptions::new(folder.path(), now()) };
        assert!(build::produce(&asked_for).output.is_none(), "who wants drafts wants this one");
    }
}

#[test]
fn a_site_with_drafts_says_on_each_that_it_is_one() {
    let folder = site();
    let text = story(folder.path()).replacen("---\n", "---\ndraft: true\n", 1);
    fs::write(folder.path().join(STORY), text).unwrap();
    let options = BuildOptions { drafts: true, ..BuildOptions::new(folder.path(), now()) };
    let produced = build::produce(&options);
    let output = produced.output.unwrap_or_else(|| panic!("{:#?}", produced.diagnostics));
    let html = |path: &str| String::from_utf8(output.files[path].bytes().unwrap()).unwrap();
    let draft = html("public/en/stories/bread/index.html");
    assert!(draft.contains("<mark>Not published: a draft."), "{draft}");
    assert!(html("public/da/stories/bread/index.html").contains("Not published: a draft."));
    assert!(!html("public/en/stories/tea/index.html").contains("Not published"));
    assert!(!output.files.iter().any(|(path, file)| {
        path.contains("sitemap")
            && String::from_utf8_lossy(&file.bytes().unwrap()).contains("/stories/bread/")
    }));
}
