//! The commands of the manual, page by page, in a folder that is what the page says one has: each runs as it stands there.
//! `tests/running.py` does the same with those of a server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Server;
use crate::site;

/// A page whose commands run one after the other.
struct Walk {
    page: &'static str,
    /// Makes what the page takes for granted.
    begin: fn(&Path),
    /// How many blocks there are, so that none is overlooked.
    blocks: usize,
}

const WALKS: [Walk; 7] = [
    Walk { page: "start", begin: nothing, blocks: 4 },
    Walk { page: "importing", begin: old_sites, blocks: 2 },
    Walk { page: "commands", begin: begun, blocks: 4 },
    Walk { page: "writing", begin: with_picture, blocks: 5 },
    Walk { page: "languages", begin: begun_in_english, blocks: 1 },
    Walk { page: "forms", begin: begun, blocks: 1 },
    Walk { page: "publishing", begin: begun, blocks: 1 },
];

/// Pages whose commands are not run here, and why.
const ELSEWHERE: [(&str, &str); 7] = [
    ("running", "a server with systemd and a web server: tests/running.py plays it"),
    ("operating", "the same server; tests/deploy.py and forms-fn's own tests run what is there"),
    ("copies", "the same server; forms-fn's own tests make copies and take them back"),
    ("editors", "the same server, with a program of systemd; generator/editor/tests/it starts it for many"),
    ("aws", "an account of AWS: tests/aws.py plays it"),
    ("vscode", "an editor of its own reads what is printed; keys.rs holds the schemas"),
    ("cost", "a budget in an account of AWS, which nothing here plays"),
];

/// A block that isn't run, by its first words, and why.
const NOT_RUN: [(&str, &str); 2] = [
    ("cargo install ", "the program is there: this is the test of it"),
    ("spaces edit", "it needs a browser of its own: generator/editor/tests/it starts it and writes with it"),
];

fn document(name: &str) -> String {
    site::read(crate::generator_folder().parent().unwrap(), &format!("docs/{name}.md"))
}

/// The blocks of code of this language, in lists too.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let (mut blocks, mut open): (Vec<String>, Option<usize>) = (Vec::new(), None);
    for line in page.lines() {
        let words = line.trim_start();
        match open {
            Some(_) if words == "```" => open = None,
            Some(indent) => {
                let block = blocks.last_mut().unwrap();
                block.push_str(line.get(indent..).unwrap_or_default());
                block.push('\n');
            }
            None if words == format!("```{language}") => {
                open = Some(line.len() - words.len());
                blocks.push(String::new());
            }
            None => {}
        }
    }
    blocks
}

fn nothing(_: &Path) {}

/// A site as `spaces init` makes it.
fn begun(folder: &Path) {
    site::said(folder, &["init", ".", "--languages", "en,da", "--country", "DK"]);
}

fn begun_in_english(folder: &Path) {
    site::said(folder, &["init", ".", "--country", "DK"]);
}

fn with_picture(folder: &Path) {
    begun(folder);
    let pictures = home(folder).join("Pictures");
    fs::create_dir_all(&pictures).unwrap();
    fs::copy(site::whole().join("content/events/dinner/table.jpg"), pictures.join("oven.jpg")).unwrap();
}

/// Two small sites of other programs, beside the folder in which one stands.
fn old_sites(folder: &Path) {
    let files = [
        ("hugo/hugo.toml", "baseURL = 'https://old.example'\ntitle = 'Loaf'\n"),
        ("hugo/content/about.md", "---\ntitle: About us\n---\nTwo bakers.\n"),
        (
            "zola/config.toml",
            "base_url = 'https://old.example'\ntitle = 'Loaf'\ndefault_language = 'en'\n[languages.da]\n",
        ),
        ("zola/content/about.md", "+++\ntitle = 'About us'\n+++\nTwo bakers.\n"),
        ("zola/content/about.da.md", "+++\ntitle = 'Om os'\n+++\nTo bagere.\n"),
    ];
    for (path, text) in files {
        site::write(folder.parent().unwrap(), &format!("old-{path}"), text);
    }
}

/// The home of whoever follows the page.
fn home(folder: &Path) -> PathBuf {
    folder.parent().unwrap().join("home")
}

/// Somebody who follows a page.
struct Reader {
    /// Where they stand now.
    stands: PathBuf,
    home: PathBuf,
}

impl Reader {
    fn follow(&mut self, page: &str, block: &str) {
        let words = block.trim();
        if NOT_RUN.iter().any(|(begins, _)| words.starts_with(begins)) {
            return;
        }
        let serves = words.starts_with("spaces serve")
            || (words.starts_with("spaces manual") && !words.contains("--out"));
        if serves {
            let arguments: Vec<&str> = words.split_whitespace().skip(1).collect();
            let server = Server::start(&self.stands, &arguments);
            assert!(server.page("/en/").contains("<h1"), "{page}: {words}");
            return;
        }
        self.run(page, block);
    }

    /// Runs a block as a shell does, and stands where it has gone.
    fn run(&mut self, page: &str, block: &str) {
        let bin = Path::new(env!("CARGO_BIN_EXE_spaces")).parent().unwrap();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        let script = format!("set -eu\n{block}\npwd >\"$HOME/stands\"\n");
        let output = Command::new("sh")
            .args(["-c", &script])
            .current_dir(&self.stands)
            .env("PATH", path)
            .env("HOME", &self.home)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "docs/{page}.md: {block}{told}");
        self.stands = site::read(&self.home, "stands").trim_end().into();
    }
}

/// Follows a page from its first command to its last, and gives where one stands then.
fn walked(walk: &Walk) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let stands = folder.path().join("here");
    fs::create_dir(&stands).unwrap();
    (walk.begin)(&stands);
    let home = home(&stands);
    fs::create_dir_all(&home).unwrap();
    let mut reader = Reader { stands, home };
    let commands = blocks(&document(walk.page), "sh");
    assert_eq!(commands.len(), walk.blocks, "{}: say in this test how many there are", walk.page);
    for block in &commands {
        reader.follow(walk.page, block);
    }
    (folder, reader.stands)
}

/// What a check says of the site in which one stands.
fn checked(root: &Path) -> String {
    let output = site::spaces(root, &["check"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    told
}

fn walk(page: &str) -> &'static Walk {
    WALKS.iter().find(|walk| walk.page == page).unwrap()
}

#[test]
fn each_page_with_commands_is_followed_or_says_why_not() {
    for name in manual::pages() {
        let has_commands = !blocks(&document(&name), "sh").is_empty();
        let is_walked = WALKS.iter().any(|walk| walk.page == name);
        let is_elsewhere = ELSEWHERE.iter().any(|(page, _)| *page == name);
        let only_others = blocks(&document(&name), "sh")
            .iter()
            .all(|block| NOT_RUN.iter().any(|(begins, _)| block.trim().starts_with(begins)));
        assert!(!(is_walked && is_elsewhere), "{name}");
        assert_eq!(has_commands && !only_others, is_walked || is_elsewhere, "docs/{name}.md");
    }
    for (begins, _) in NOT_RUN {
        let has = |name: String| {
            blocks(&document(&name), "sh").iter().any(|block| block.trim().starts_with(begins))
        };
        assert!(manual::pages().into_iter().any(has), "no page has `{begins}` any more");
    }
}

#[test]
fn from_nothing_to_a_site_as_the_page_says() {
    let (_folder, root) = walked(walk("start"));
    assert!(root.ends_with("our-site"), "{}", root.display());
    assert!(root.join("content/stories/bread-on-sunday/index.en.md").exists());
    assert!(checked(&root).ends_with("0 errors, 0 warnings\n"));
}

#[test]
fn a_site_of_another_program_is_taken_over_as_the_page_says() {
    let (_folder, root) = walked(walk("importing"));
    for site in ["from-hugo", "from-zola"] {
        assert!(root.join(site).join("import-report.md").exists(), "{site}");
    }
}

#[test]
fn the_page_of_commands_can_be_followed() {
    let (folder, root) = walked(walk("commands"));
    assert!(root.join("manual/public/en/begin/start/index.html").exists());
    let home = folder.path().join("home/.local/share");
    assert!(site::read(&home, "bash-completion/completions/spaces").contains("complete"));
    assert!(home.join("man/man1/spaces-init.1").exists());
    assert!(site::read(&root, "form.schema.json").contains("\"atLeastOne\""));
}

#[test]
fn texts_are_begun_as_the_page_about_writing_says() {
    let (_folder, root) = walked(walk("writing"));
    for file in [
        "events/dinner-aarhus-may/index.en.md",
        "stories/bread-on-sunday/index.da.md",
        "posts/two-more-rooms/index.en.md",
        "pages/visit/index.en.md",
    ] {
        assert!(root.join("content").join(file).exists(), "{file}");
    }
    // The head that it shows of a post is a whole one.
    let heads = blocks(&document("writing"), "yaml");
    let head = heads.iter().find(|head| head.starts_with("title: We have two more rooms")).expect("a post");
    let topic = "crafts:\n  label: { en: Crafts, da: Håndværk }\n  text: { en: What hands make., da: Hvad hænder laver. }\n";
    site::write(&root, "content/topics.yaml", topic);
    site::write(
        &root,
        "content/posts/two-more-rooms/index.en.md",
        &format!("---\n{head}---\n\nCome and see.\n"),
    );
    checked(&root);
}

/// A language with words, one without, and a file for another that can be filled in.
#[test]
fn a_language_is_added_as_the_page_says() {
    let (_folder, root) = walked(walk("languages"));
    let [languages, texts] = &blocks(&document("languages"), "yaml")[..] else { panic!("two blocks") };
    let settings = site::read(&root, "content/site.yaml");
    let (before, list) = settings.split_once("\nlanguages:\n").unwrap();
    let rest: String = list.split_inclusive('\n').skip_while(|line| line.starts_with("  - ")).collect();
    site::write(&root, "content/site.yaml", &format!("{before}\n{languages}{rest}"));
    let told = checked(&root);
    assert!(told.contains("warning[text/gaps]") && told.contains("`zh-Hans` lacks "), "{told}");
    let written = site::read(&root, "content/texts/cs.yaml");
    let mut lines = written.lines();
    for line in texts.lines() {
        assert!(
            lines.any(|written| written == line),
            "`{line}` isn't in the file, or not in this order:\n{written}"
        );
    }
}

#[test]
fn the_form_of_the_page_is_a_whole_one() {
    let (_folder, root) = walked(walk("forms"));
    assert!(root.join("content/forms/workshop.yaml").exists());
    let page = document("forms");
    let (_, form) = page.split_once("`content/forms/question.yaml`:\n").unwrap();
    site::write(&root, "content/forms/question.yaml", &blocks(form, "yaml")[0]);
    let ask = "---\ntitle: Ask us\nsummary: We answer.\nkind: page\nform: question\n---\n\nWrite to us.\n";
    site::write(&root, "content/pages/ask/index.en.md", ask);
    // Its Danish words are lent by the English ones, and counted.
    let told = checked(&root);
    assert!(told.ends_with("0 errors, 1 warning\n") && told.contains("text/gaps"), "{told}");
    let built = site::spaces(&root, &["build", "--no-compress", "--no-search"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    assert!(site::read(&root, "dist/public/en/ask/index.html").contains("name=\"question\""));
}

#[test]
fn a_site_is_published_as_the_page_says() {
    let (_folder, root) = walked(walk("publishing"));
    assert!(root.join("dist/public/en/index.html").exists());
    assert!(root.join("content/addresses.yaml").exists());
}

/// All that may stand in a text, as the page shows it, in one text.
#[test]
fn what_may_stand_in_a_text_may_stand_there() {
    let folder = tempfile::tempdir().unwrap();
    begun(folder.path());
    let shown = blocks(&document("markdown"), "markdown").join("\n");
    for directive in ["quote", "figure", "video", "call"] {
        assert!(shown.contains(&format!("\n::: {directive} ")), "{directive}");
    }
    let head = "---\ntitle: All of it\nsummary: What may stand here.\nkind: page\n---\n\n";
    site::write(folder.path(), "content/pages/all/index.en.md", &format!("{head}{shown}"));
    fs::copy(
        site::whole().join("content/stories/bread/oven.svg"),
        folder.path().join("content/pages/all/shelf.svg"),
    )
    .unwrap();
    let told = checked(folder.path());
    assert!(told.ends_with("0 errors, 0 warnings\n"), "{told}");
}
