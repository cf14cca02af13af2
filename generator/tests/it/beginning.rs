//! `spaces init`: from nothing to a site that is built and shown at once, or nothing at all.

use std::fs;
use std::path::Path;

use forms::{Definition, Manifest, Texts};

use crate::site::{read, said, spaces, write};

/// The paths of all files below a folder, with their texts.
fn files(root: &Path) -> Vec<(String, String)> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let path = |file: &Path| file.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    let text = |file: &Path| String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned();
    files.map(|file| (path(file.path()), text(file.path()))).collect()
}

/// What is said when nothing may be begun.
#[track_caller]
fn refused(root: &Path, arguments: &[&str]) -> String {
    let result = spaces(root, &[&["init"][..], arguments].concat());
    assert_eq!(result.status.code(), Some(1), "{arguments:?}");
    String::from_utf8(result.stderr).unwrap()
}

#[test]
fn a_new_site_is_built_without_a_word_of_complaint_from_its_folder_alone() {
    let folder = tempfile::tempdir().unwrap();
    for (name, languages, country) in [
        ("one", "en", None),
        ("two", "da,en", Some("TR")),
        ("all", "ar,da,de,en,es,fa,fi,fr,nb,pl,so,sv,tr,uk", None),
    ] {
        let country = country.map_or(vec![], |country| vec!["--country", country]);
        said(folder.path(), &[&["init", name, "--languages", languages][..], &country].concat());
        let root = folder.path().join(name);
        for (path, text) in files(&root) {
            assert!(!text.contains("@each") && !text.contains("@="), "{path}: {text}");
        }
        let built = spaces(&root, &["build", "--no-compress", "--no-search"]);
        let told = String::from_utf8(built.stderr).unwrap();
        assert!(built.status.success() && told.ends_with("0 errors, 0 warnings\n"), "{name}: {told}");
        let lang = &languages[..2];
        let home = read(&root, &format!("dist/public/{lang}/index.html"));
        assert!(home.contains("/events/open-evening/") && home.contains("/stories/first-story/"), "{home}");
        assert!(!home.contains("class=\"funding\""), "nobody pays for it, so there is no box about that");
        for (path, page) in
            files(&root.join("dist/public")).iter().filter(|(path, _)| path.ends_with(".html"))
        {
            for source in page.split(" src=\"/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(root.join("dist/public").join(source).exists(), "{path} shows {source}");
            }
        }
        let manifest = Manifest::read(read(&root, "dist/forms/manifest.json").as_bytes()).unwrap();
        if name == "two" {
            // forms-fn has no names of cities of its own.
            for (lang, clock) in [("da", "tidszone Istanbul"), ("en", "time zone Istanbul")] {
                let texts = read(&root, &format!("dist/forms/texts/{lang}.json"));
                let texts: Texts = serde_json::from_str(&texts).unwrap();
                assert_eq!(texts.text("zone.istanbul"), clock);
            }
        }
        assert_eq!(manifest.funding.len(), 0);
        let event = &manifest.events["open-evening"];
        assert_eq!(event.form.as_deref(), Some("registration"), "its form is sent to forms-fn");
    }
}

/// What has nothing in it is no next step.
#[test]
fn the_front_page_leads_to_lists_that_have_something_in_them() {
    let folder = tempfile::tempdir().unwrap();
    said(folder.path(), &["init", "site", "--languages", "en"]);
    let root = folder.path().join("site");
    let links = || {
        said(&root, &["build", "--no-compress", "--no-search"]);
        let home = read(&root, "dist/public/en/index.html");
        let (_, main) = home.split_once("<main").unwrap();
        let count = |list: &str| main.matches(&format!("href=\"/en/{list}/\"")).count();
        (count("events"), count("stories"))
    };
    assert_eq!(links(), (2, 2));
    fs::remove_dir_all(root.join("content/stories")).unwrap();
    assert_eq!(links(), (2, 0));
    fs::remove_dir_all(root.join("content/events")).unwrap();
    assert_eq!(links(), (0, 0));
    assert!(!read(&root, "dist/public/en/index.html").contains("class=\"actions\""));
}

#[test]
fn a_language_without_words_begins_with_those_of_another_one() {
    let folder = tempfile::tempdir().unwrap();
    for (languages, own, borrowed) in
        [("ja,de", "ja", "en"), ("de,sw,zh-hant,pt-br", "de", "de"), ("cs,en", "cs", "en")]
    {
        let root = folder.path().join(own);
        said(folder.path(), &["init", own, "--languages", languages]);
        let built = spaces(&root, &["build", "--no-compress", "--no-search"]);
        let told = String::from_utf8(built.stderr).unwrap();
        assert!(built.status.success(), "{languages}: {told}");
        let story = read(&root, &format!("content/stories/first-story/index.{own}.md"));
        let begins = if borrowed == "de" { "Es begann mit" } else { "It began with" };
        assert!(story.contains(begins), "{languages}: {story}");
    }
    let settings = read(folder.path(), "de/content/site.yaml");
    assert!(settings.contains(r#"{ id: "zh-Hant", name: "繁體中文" }"#), "{settings}");
    assert!(!settings.contains("  sw:") && !folder.path().join("de/content/texts/sw.yaml").exists());
    let swahili = read(folder.path(), "de/dist/public/sw/stories/first-story/index.html");
    assert!(swahili.contains("lang=\"de\"") && swahili.contains("Es begann mit"), "{swahili}");
}

#[test]
fn what_is_said_on_the_command_line_stands_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let name = "Haus: \"Zukunft\" & mehr";
    let options = ["--languages", "da,en", "--country", "de", "--time-zone", "Europe/Vienna", "--name", name];
    said(folder.path(), &[&["init", "deep/site"][..], &options].concat());
    let root = folder.path().join("deep/site");
    let settings = read(&root, "content/site.yaml");
    assert!(settings.contains("timeZone: Europe/Vienna\n"), "{settings}");
    assert!(settings.contains("  en: \"Haus: \\\"Zukunft\\\" & mehr\"\n"), "{settings}");
    let organisations = read(&root, "content/organisations.yaml");
    assert!(organisations.contains("\nhaus-zukunft-mehr:\n") && organisations.contains("country: \"DE\"\n"));
    said(&root, &["check"]);
    let form = read(&root, "content/forms/registration.yaml");
    assert!(Definition::parse("registration", &form, &["da", "en"]).is_ok());
    assert!(read(&root, ".ci/publish").starts_with("#!/usr/bin/env bash"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(root.join(".ci/publish")).unwrap().permissions().mode() & 0o100, 0o100);
    }
}

#[test]
fn what_is_refused_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (arguments, why) in [
        (&["new", "--languages", "xx"][..], "no language `xx`"),
        (&["new", "--languages", "en,en"][..], "named twice"),
        (&["new", "--country", "Germany"][..], "ISO 3166"),
        (&["new", "--time-zone", "Berlin"][..], "Europe/Berlin"),
        (&["new", "--name", " "][..], "what the network calls itself"),
    ] {
        let told = refused(root, arguments);
        assert!(told.contains(why), "{arguments:?}: {told}");
    }
    assert_eq!(fs::read_dir(root).unwrap().count(), 0);
    write(root, "mine/notes.txt", "mine");
    assert!(refused(root, &["mine"]).contains("there is something in `mine` already"));
    assert_eq!(files(root), [("mine/notes.txt".to_owned(), "mine".to_owned())]);
    // Something that is no folder stands in the way of one.
    assert!(refused(root, &["mine/notes.txt/site"]).contains("cannot"));
    assert_eq!(files(root).len(), 1);
}

#[test]
fn an_empty_folder_and_an_empty_repository_are_filled_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), ".git/HEAD", "ref: refs/heads/main\n");
    said(folder.path(), &["init", "."]);
    said(folder.path(), &["check"]);
    let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut left: Vec<_> = left.map(|name| name.into_string().unwrap()).collect();
    left.retain(|name| name != ".cache");
    left.sort_unstable();
    assert_eq!(left, [".ci", ".git", ".github", ".gitignore", "content"]);
    assert!(refused(folder.path(), &["."]).contains("already"));
}

/// Wherever a beginning is interrupted, the next one makes a whole site of what it has left.
#[test]
fn what_an_interrupted_beginning_has_left_is_in_nobodys_way() {
    let folder = tempfile::tempdir().unwrap();
    said(folder.path(), &["init", "whole"]);
    let whole = files(&folder.path().join("whole"));
    let paths = |files: &[(String, String)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    // In the order in which they are moved.
    let tops = [".ci/", ".github/", ".gitignore"];
    for count in 0..=tops.len() {
        let root = folder.path().join(format!("left-{count}"));
        for (path, text) in &whole {
            let is_moved = tops[..count].iter().any(|top| path.starts_with(top));
            let place = if is_moved { path.clone() } else { format!(".spaces-init-aB3xY9/site/{path}") };
            write(&root, &place, text);
        }
        said(&root, &["init", "."]);
        assert_eq!(paths(&files(&root)), paths(&whole), "after {count}");
        assert!(refused(&root, &["."]).contains("already"));
    }
    // Beside a new folder, its own leftover goes and that of another one stays.
    write(folder.path(), ".spaces-init-next-aB3xY9/site/content/site.yaml", "title: ");
    write(folder.path(), ".spaces-init-next-door-aB3xY9/site/content/site.yaml", "title: ");
    said(folder.path(), &["init", "next"]);
    assert_eq!(paths(&files(&folder.path().join("next"))), paths(&whole));
    assert!(!folder.path().join(".spaces-init-next-aB3xY9").exists());
    assert!(folder.path().join(".spaces-init-next-door-aB3xY9").exists());
    // What somebody has changed or added is theirs.
    let root = folder.path().join("theirs");
    write(&root, ".gitignore", &read(&folder.path().join("whole"), ".gitignore"));
    write(&root, ".ci/publish", "mine");
    assert!(refused(&root, &["."]).contains("already"));
    assert_eq!(files(&root)[0], (".ci/publish".to_owned(), "mine".to_owned()));
    assert_eq!(files(&root).len(), 2);
}

/// What is this project's own stands in no other site.
#[test]
fn new_files_have_the_country_the_clock_and_the_hosts_of_their_site() {
    let folder = tempfile::tempdir().unwrap();
    let options = ["--languages", "uk,en", "--country", "TR", "--name", "Our House"];
    said(folder.path(), &[&["init", "site"][..], &options].concat());
    let root = folder.path().join("site");
    for kind in ["story", "event", "post", "page"] {
        let path = said(&root, &["new", kind, "fresh"]);
        let text = read(&root, path.trim());
        let path = said(&root, &["new", kind, "fresh", "--lang", "en"]);
        let translation = read(&root, path.trim());
        for foreign in [
            "crossing-borders",
            "Copenhagen",
            "Aarhus",
            "Helsinki",
            "DK",
            "da]",
            "Biblioteket",
            "bager",
            "Foto",
        ] {
            assert!(!text.contains(foreign), "{foreign} in {text}");
            assert!(!translation.contains(foreign), "{foreign} in {translation}");
        }
        if kind == "event" {
            for own in [
                "timeZone: Europe/Istanbul",
                "country: \"TR\"",
                "hosts: [our-house]",
                "languagesSpoken: [uk, en]",
                "currency: TRY",
                "{ mode: form, form: registration, opens:",
            ] {
                assert!(text.contains(own), "{own} in {text}");
            }
        }
    }
    said(&root, &["check", "--drafts"]);
    // Where there is no form for it, people write.
    fs::remove_file(root.join("content/forms/registration.yaml")).unwrap();
    fs::remove_dir_all(root.join("content/events")).unwrap();
    let path = said(&root, &["new", "event", "other"]);
    assert!(read(&root, path.trim()).contains("registration: { mode: email }\n"));
    said(&root, &["check", "--drafts"]);
}

#[test]
fn shells_and_the_manual_know_each_command() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = said(folder.path(), &["completions", shell]);
        assert!(script.contains("time-zone") && script.contains("demo-guests"), "{shell}: {script}");
    }
    said(folder.path(), &["man", "deep/man1"]);
    assert!(read(folder.path(), "deep/man1/spaces.1").contains(".TH"));
    assert!(read(folder.path(), "deep/man1/spaces-init.1").contains("time\\-zone"));
}

/// The two files by hand, as docs/start.md has them.
#[test]
fn the_least_site_needs_two_files() {
    let guide = read(crate::generator_folder(), "../docs/start.md");
    let (_, settings) = guide.split_once("```yaml\n# content/site.yaml\n").unwrap();
    let (settings, _) = settings.split_once("```").unwrap();
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "content/site.yaml", settings);
    let home = "---\ntitle: Welcome\nsummary: Who we are.\nkind: home\n---\n\nCome in.\n";
    write(folder.path(), "content/pages/home/index.en.md", home);
    let built = spaces(folder.path(), &["build", "--no-compress", "--no-search"]);
    let told = String::from_utf8(built.stderr).unwrap();
    assert!(told.ends_with("0 errors, 0 warnings\n"), "{told}");
    let page = read(folder.path(), "dist/public/en/index.html");
    assert!(!page.contains("<p class=\"lead\"></p>") && !page.contains("class=\"funding\""), "{page}");
}
