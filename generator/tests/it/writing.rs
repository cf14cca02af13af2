//! What reaches the disk: only what changed, nothing of a faulty build, never somebody else's file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use forms_fn::FormsFolder;
use generator::content::Kind;
use generator::new::{self, NewFile};
use generator::output::{self, WriteCounts};
use generator::render::{self, File, OutPath};

use crate::site::{spaces, without_stories_and_events};

fn files(files: &[(&str, &str)]) -> render::Output {
    let files: BTreeMap<OutPath, File> = files
        .iter()
        .map(|(path, text)| (OutPath::new(*path), File::Bytes(text.as_bytes().to_vec())))
        .collect();
    render::Output { files }
}

#[test]
fn a_second_build_writes_what_changed_and_removes_what_is_stale() {
    let out = tempfile::tempdir().unwrap();
    let first = files(&[("public/a.html", "a"), ("public/old/b.html", "b")]);
    assert_eq!(
        output::write(out.path(), &first).unwrap(),
        WriteCounts { written: 2, ..WriteCounts::default() }
    );
    fs::write(out.path().join("public/mine.txt"), "not ours").unwrap();
    let second = files(&[("public/a.html", "a"), ("public/c.html", "c")]);
    assert_eq!(
        output::write(out.path(), &second).unwrap(),
        WriteCounts { written: 1, unchanged: 1, removed: 1, ..WriteCounts::default() }
    );
    assert!(!out.path().join("public/old").exists(), "an empty folder goes with its last file");
    assert_eq!(fs::read_to_string(out.path().join("public/mine.txt")).unwrap(), "not ours");
}

#[test]
fn texts_have_compressed_copies_that_come_and_go_with_them() {
    use std::io::Read as _;
    let out = tempfile::tempdir().unwrap();
    let (long, short) = ("tea ".repeat(500), "tea".to_owned());
    let first = files(&[
        ("public/a.html", &long),
        ("public/b.css", &long),
        ("public/c.html", &short),
        ("public/d.jpg", &long),
        ("forms/e.json", &long),
    ]);
    output::write_compressed(out.path(), &first).unwrap();
    let there = |path: &str| out.path().join(path).exists();
    for (path, copied) in [("public/a.html", true), ("public/b.css", true), ("public/c.html", false)] {
        assert_eq!((there(&format!("{path}.br")), there(&format!("{path}.gz"))), (copied, copied), "{path}");
    }
    assert!(!there("public/d.jpg.gz") && !there("forms/e.json.gz"), "only texts, and only for readers");
    let mut text = String::new();
    let br = fs::read(out.path().join("public/a.html.br")).unwrap();
    brotli_decompressor::Decompressor::new(br.as_slice(), 4096).read_to_string(&mut text).unwrap();
    assert_eq!(text, long);
    text.clear();
    let gz = fs::read(out.path().join("public/b.css.gz")).unwrap();
    flate2::read::GzDecoder::new(gz.as_slice()).read_to_string(&mut text).unwrap();
    assert_eq!(text, long);

    // Not made again while the text is the same; made again once it isn't, or once the copy is gone.
    fs::write(out.path().join("public/a.html.br"), "kept").unwrap();
    fs::remove_file(out.path().join("public/a.html.gz")).unwrap();
    output::write_compressed(out.path(), &first).unwrap();
    assert_eq!(fs::read(out.path().join("public/a.html.br")).unwrap(), b"kept");
    assert!(there("public/a.html.gz"));
    let other = "coffee ".repeat(500);
    let second = files(&[("public/a.html", &other)]);
    assert_eq!(
        output::write_compressed(out.path(), &second).unwrap().removed,
        6,
        "b with two copies, c, d, e"
    );
    assert_ne!(fs::read(out.path().join("public/a.html.br")).unwrap(), b"kept");
    output::write(out.path(), &second).unwrap();
    assert!(!there("public/a.html.br") && there("public/a.html"), "without copies, none is left to grow old");
}

#[test]
fn a_forged_list_removes_nothing_outside_the_folder() {
    let outer = tempfile::tempdir().unwrap();
    let victim = outer.path().join("victim.txt");
    fs::write(&victim, "stays").unwrap();
    let out = outer.path().join("dist");
    fs::create_dir(&out).unwrap();
    fs::write(out.join(".spaces-files"), format!("../victim.txt\n{}", victim.display())).unwrap();
    output::write(&out, &files(&[("public/a.html", "a")])).unwrap();
    assert!(victim.exists());
}

#[test]
fn a_build_with_errors_writes_nothing_and_says_where() {
    let site = without_stories_and_events();
    let story = site.path().join("content/stories/tea");
    fs::create_dir_all(&story).unwrap();
    fs::write(story.join("index.en.md"), "---\ntitel: Tea\n---\n\n[x](../nowhere/)\n").unwrap();
    let out = site.path().join("dist");
    let result = spaces(site.path(), &["build", "--out", out.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&result.stderr);
    assert_eq!(result.status.code(), Some(1), "{said}");
    assert!(said.contains("content/stories/tea/index.en.md:2:1"), "{said}");
    assert!(!out.exists());
}

#[test]
fn a_build_without_search_has_no_index_but_all_pages() {
    let site = without_stories_and_events();
    let out = site.path().join("dist");
    let there = |path: &str| out.join(path).exists();
    let build = |more: &[&str]| {
        let result = spaces(
            site.path(),
            &[&["build", "--no-compress", "--out", out.to_str().unwrap()], more].concat(),
        );
        assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    };
    build(&[]);
    assert!(there("public/pagefind/pagefind.js"));
    build(&["--no-search"]);
    assert!(!there("public/pagefind") && there("public/en/search/index.html") && there("public/_headers"));
}

/// forms-fn takes the folder while it runs, and files are put in place one after the other: the manifest names the hash
/// of each, also of those that stand there from the build before.
#[test]
fn the_forms_of_a_build_say_that_they_belong_together() {
    let site = without_stories_and_events();
    let out = site.path().join("dist");
    let build = || {
        let result =
            spaces(site.path(), &["build", "--no-search", "--no-compress", "--out", out.to_str().unwrap()]);
        assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
        fs::read(out.join("forms/manifest.json")).unwrap()
    };
    let load = || FormsFolder::load(&out.join("forms")).map(drop);
    let first = build();
    load().unwrap();
    assert_eq!(build(), first, "the same forms, the same manifest");
    load().unwrap();
    let shell = out.join("forms/shells/en.html");
    fs::write(&shell, fs::read_to_string(&shell).unwrap() + "\n").unwrap();
    let faults = load().unwrap_err();
    assert!(faults[0].to_string().contains("shells/en.html: of another build"), "{faults:?}");
    build();
    load().unwrap();
    let texts = site.path().join("themes/default/texts/en.yaml");
    let text = fs::read_to_string(&texts).unwrap();
    fs::write(&texts, text.replace("Many people are sending right now", "Many are sending")).unwrap();
    assert_ne!(build(), first, "other words are another manifest");
    load().unwrap();
}

#[test]
fn wrong_use_is_status_2() {
    let result = Command::new(env!("CARGO_BIN_EXE_spaces")).args(["build", "--nonsense"]).output().unwrap();
    assert_eq!(result.status.code(), Some(2));
}

#[test]
fn a_new_file_is_valid_as_it_stands_and_is_never_overwritten() {
    let site = without_stories_and_events();
    let today = "2026-11-23".parse().unwrap();
    for (kind, lang) in
        [(Kind::Story, None), (Kind::Story, Some("da")), (Kind::Event, Some("nb")), (Kind::Page, None)]
    {
        let file = NewFile {
            root: site.path().into(),
            kind,
            slug: "a-new-one".into(),
            lang: lang.map(str::to_owned),
            today,
        };
        new::write(&file).unwrap();
        assert!(new::write(&file).unwrap_err().contains("is there already"));
    }
    for drafts in [&["check"][..], &["check", "--drafts"][..]] {
        let result = spaces(site.path(), drafts);
        let said = String::from_utf8_lossy(&result.stderr);
        assert!(result.status.success(), "{said}");
    }
}

/// The folder and with it the address get another name; the registrations, the form and calendars know it by its id.
#[test]
fn a_renamed_event_keeps_the_id_that_a_new_one_is_given() {
    let site = without_stories_and_events();
    let root = site.path();
    let file = NewFile {
        root: root.into(),
        kind: Kind::Event,
        slug: "harvest".into(),
        lang: None,
        today: "2026-11-23".parse().unwrap(),
    };
    let path = new::write(&file).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let filled = text.lines().filter(|line| !line.starts_with("draft:")).collect::<Vec<_>>().join("\n");
    fs::write(&path, filled.replace("CHANGE ", "") + "\n").unwrap();
    fs::rename(root.join("content/events/harvest"), root.join("content/events/autumn")).unwrap();
    let out = root.join("dist");
    let (now, to) = ("2026-12-01T12:00:00Z", out.to_str().unwrap());
    let result = spaces(root, &["build", "--no-search", "--no-compress", "--now", now, "--out", to]);
    assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    let read = |path: &str| fs::read_to_string(out.join(path)).unwrap();
    let manifest = forms::Manifest::read(read("forms/manifest.json").as_bytes()).unwrap();
    let events: Vec<_> =
        manifest.events.iter().map(|(id, event)| (id.as_str(), event.url["en"].as_str())).collect();
    assert_eq!(events, [("harvest", "/en/events/autumn/")]);
    let page = read("public/en/events/autumn/index.html");
    assert!(page.contains("name=\"event\" value=\"harvest\""), "{page}");
    assert!(read("public/en/events/autumn/event.ics").contains("UID:harvest@"));
}

#[test]
fn a_new_name_that_is_no_address_gets_a_proposal() {
    let site = without_stories_and_events();
    let today = "2026-11-23".parse().unwrap();
    let file = NewFile {
        root: site.path().into(),
        kind: Kind::Story,
        slug: "Smørrebrød & te".into(),
        lang: None,
        today,
    };
    assert!(new::write(&file).unwrap_err().contains("`smorrebrod-te` would do"));
}

#[test]
fn a_build_writes_into_a_folder_of_its_own_and_nowhere_else() {
    let site = without_stories_and_events();
    let root = site.path();
    let before = fs::read_dir(root.join("content")).unwrap().count();
    fs::create_dir_all(root.join("photos")).unwrap();
    fs::write(root.join("photos/a.jpg"), "a").unwrap();
    fs::create_dir_all(root.join("empty")).unwrap();
    let build = |out: &Path| {
        let result = spaces(root, &["build", "--no-compress", "--no-search", "--out", out.to_str().unwrap()]);
        (result.status.success(), String::from_utf8_lossy(&result.stderr).into_owned())
    };
    let folders =
        ["", "content", "content/new", "themes/default", "photos", "..", "dist/../content/x", "photos/a.jpg"];
    for folder in folders.map(|folder| root.join(folder)).into_iter().chain(["/".into()]) {
        let (built, said) = build(&folder);
        assert!(!built && said.contains("can't be built into"), "{}: {said}", folder.display());
    }
    assert_eq!(fs::read_dir(root.join("content")).unwrap().count(), before);
    for folder in ["empty", "new/deep", "empty"] {
        assert!(build(&root.join(folder)).0, "{folder}");
    }
    // What somebody has put beside a build stays, and stops no other build.
    fs::write(root.join("empty/notes.txt"), "mine").unwrap();
    assert!(build(&root.join("empty")).0 && root.join("empty/notes.txt").exists());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(root.join("content"), root.join("link")).unwrap();
        assert!(!build(&root.join("link/x")).0);
    }
    let data = root.join("content/data");
    let served = spaces(root, &["serve", "--addr", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
    assert!(!served.status.success() && !data.exists());
}

#[test]
fn a_new_file_that_nobody_has_filled_in_is_not_published() {
    let site = without_stories_and_events();
    let root = site.path();
    let new = |kind: &str, slug: &str, lang: &str| {
        let result = spaces(root, &["new", kind, slug, "--lang", lang]);
        assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
        root.join(String::from_utf8(result.stdout).unwrap().trim())
    };
    for kind in ["story", "event", "page"] {
        let source = new(kind, "fresh", "da");
        let translation = new(kind, "fresh", "uk");
        assert!(spaces(root, &["check"]).status.success(), "{kind}: a draft stops nobody");
        let text = fs::read_to_string(&source).unwrap();
        fs::write(
            &source,
            text.lines()
                .filter(|line| !line.starts_with("draft:"))
                .map(|line| format!("{line}\n"))
                .collect::<String>(),
        )
        .unwrap();
        let said = spaces(root, &["check"]);
        let said = String::from_utf8_lossy(&said.stderr).into_owned();
        let marks =
            [&source, &translation].map(|file| fs::read_to_string(file).unwrap().matches("CHANGE ").count());
        assert_eq!(
            said.matches("error[text/unchanged]").count(),
            marks.iter().sum::<usize>(),
            "{kind}: {said}"
        );
        fs::remove_dir_all(source.parent().unwrap()).unwrap();
    }
}

#[test]
fn a_new_front_page_is_one() {
    let site = without_stories_and_events();
    let root = site.path();
    fs::remove_dir_all(root.join("content/pages/home")).unwrap();
    let said = String::from_utf8_lossy(&spaces(root, &["check"]).stderr).into_owned();
    assert!(said.contains("the site has no front page") && said.contains("spaces new page home"), "{said}");
    spaces(root, &["new", "page", "home"]);
    spaces(root, &["new", "page", "code-of-conduct-2"]);
    let file = root.join("content/pages/home/index.en.md");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("kind: home\n"), "{text}");
    fs::write(&file, text.replace("draft: true", "").replace("CHANGE ", "")).unwrap();
    let check = spaces(root, &["check"]);
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    // There is one already, so another page of that name would be no front page.
    fs::rename(root.join("content/pages/home"), root.join("content/pages/start")).unwrap();
    spaces(root, &["new", "page", "home"]);
    assert!(fs::read_to_string(&file).unwrap().contains("kind: page\n"));
}

/// A page that a browser or the offline worker keeps still asks for the style sheet of its own time.
#[test]
fn files_named_by_their_bytes_stay_for_a_month_after_they_are_made_no_longer() {
    let out = tempfile::tempdir().unwrap();
    let build = |now: &str, names: &[&str]| {
        let all: Vec<(&str, &str)> = names.iter().map(|name| (*name, "text")).collect();
        let writer = output::Writer::new(out.path()).unwrap().keeping(now.parse().unwrap());
        writer.put_all(&files(&all).files);
        writer.finish().unwrap().removed
    };
    let there = |path: &str| out.path().join(path).exists();
    let (old, new) = ("public/assets/style.0123456789ab.css", "public/assets/style.ba9876543210.css");
    let picture = "public/media/0123456789ab-640.webp";
    let part = "public/pagefind/fragment/en_1.pf_fragment";
    build("2027-01-01T00:00:00Z", &[old, picture, part, "public/a/index.html", "public/sw.js"]);
    let index = "public/pagefind/pagefind.js";
    assert_eq!(build("2027-01-02T00:00:00Z", &[new, index]), 2, "the page and the worker go at once");
    assert!(there(old) && there(picture) && there(part) && !there("public/a"));
    assert_eq!(build("2027-01-03T00:00:01Z", &[new, index]), 1, "a part of the search index stays for a day");
    assert_eq!(build("2027-01-31T23:59:58Z", &[new]), 1, "what isn't named by its bytes goes at once");
    assert_eq!(build("2027-01-31T23:59:59Z", &[new]), 0, "builds in between don't begin the time anew");
    // Who takes an edit back needs the old one again.
    assert_eq!(build("2027-01-31T23:59:59Z", &[old]), 0);
    assert_eq!(build("2027-02-01T00:00:01Z", &[old]), 1, "the picture's month is over");
    assert!(there(old) && there(new) && !there("public/media"));
    assert_eq!(build("2027-03-02T23:59:59Z", &[old]), 1);
    assert!(!there(new) && output::listed(out.path()).unwrap() == [OutPath::new(old)]);
}

/// The store of a preview is one of an installation, too: with secrets and keys that belong to it, or not at all.
#[test]
fn serving_opens_no_store_beside_the_secrets_of_another() {
    let site = tempfile::tempdir().unwrap();
    let data = site.path().join("var");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("keys.sqlite"), "of a store that is gone").unwrap();
    let served = spaces(site.path(), &["serve", "--addr", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&served.stderr).into_owned();
    assert!(!served.status.success() && said.contains("`submissions.sqlite` is missing"), "{said}");
}

#[cfg(unix)]
#[test]
fn no_part_of_the_output_may_lead_elsewhere() {
    use std::os::unix::fs::symlink;
    let site = without_stories_and_events();
    let root = site.path();
    let out = root.join("dist");
    let build = || spaces(root, &["build", "--out", out.to_str().unwrap()]);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("mine.txt"), "mine").unwrap();
    assert!(build().status.success());
    for part in ["public", "server", "forms", "public/en", "public/en/about"] {
        for target in [root.join("content"), root.join("themes"), elsewhere.path().to_owned()] {
            let (link, aside) = (out.join(part), root.join("aside"));
            fs::rename(&link, &aside).unwrap();
            symlink(&target, &link).unwrap();
            let result = build();
            let said = String::from_utf8_lossy(&result.stderr).into_owned();
            assert!(
                !result.status.success() && said.contains("is a link in the place of a folder"),
                "{part}: {said}"
            );
            assert!(said.contains(part), "{part}: {said}");
            fs::remove_file(&link).unwrap();
            fs::rename(&aside, &link).unwrap();
        }
    }
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    // Beside what a build writes links are anybody's to make.
    symlink(elsewhere.path(), out.join("notes")).unwrap();
    assert!(build().status.success());
    // Two languages, or two parts, in one folder would be mixed.
    fs::rename(out.join("server"), root.join("aside")).unwrap();
    symlink("public", out.join("server")).unwrap();
    assert!(!build().status.success());
    assert!(!out.join("public/nginx.conf").exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_behind_a_link_however_deep_it_lies() {
    let (out, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let deep = "public/a/b/c/d/e";
    let write = |words: &str| {
        let files = files(&[(&format!("{deep}/index.html"), words), ("public/other.html", words)]);
        let writer = output::Writer::new(out.path()).unwrap();
        files.files.iter().for_each(|(path, file)| writer.put(path.clone(), file));
        writer.finish()
    };
    write("first").unwrap();
    fs::remove_dir_all(out.path().join(deep)).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), out.path().join(deep)).unwrap();
    let mine = elsewhere.path().join("index.html");
    fs::write(&mine, "mine").unwrap();
    let error = write("second").unwrap_err().to_string();
    assert!(error.contains(&format!("{deep}` is a link in the place of a folder")), "{error}");
    let writer = output::Writer::new(out.path()).unwrap();
    assert!(writer.finish().is_err(), "nor is anything removed there");
    assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
    assert_eq!(fs::read_to_string(out.path().join("public/other.html")).unwrap(), "first");
}

#[test]
fn a_file_takes_the_place_of_a_folder_and_the_other_way_round() {
    let out = tempfile::tempdir().unwrap();
    let (folder, file) = (files(&[("public/a/b.html", "b")]), files(&[("public/a", "a")]));
    let both = files(&[("public/a", "a"), ("public/c/d.html", "d")]);
    for (at, step) in [&folder, &file, &folder, &both, &folder].into_iter().enumerate() {
        output::write(out.path(), step).unwrap_or_else(|error| panic!("step {at}: {error}"));
        for path in step.files.keys() {
            assert!(out.path().join(path).is_file(), "step {at}: {path}");
        }
    }
}
