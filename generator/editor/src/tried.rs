//! The small site of the generator's tests in a repository of its own, and the editor's desk on it.
#![expect(clippy::disallowed_methods, reason = "tests write what they read")]

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;

use generator::build::BuildOptions;
use lol_html::{RewriteStrSettings, element, rewrite_str, text};

use crate::desk::{Around, Desk};
use crate::pages::{self, Answer, Asked};
use crate::words::Words;

/// A repository with a site in it.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
}

impl Place {
    /// With all of the site but these folders.
    pub(crate) fn new(without: &[&str]) -> Place {
        Place::begun(|root| without.iter().for_each(|folder| fs::remove_dir_all(root.join(folder)).unwrap()))
    }

    /// With other words in some files: path, old and new.
    pub(crate) fn with(changed: &[(&str, &str, &str)]) -> Place {
        Place::begun(|root| {
            for (path, old, new) in changed {
                let text = fs::read_to_string(root.join(path)).unwrap();
                assert!(text.contains(old), "{path} has no `{old}`");
                fs::write(root.join(path), text.replace(old, new)).unwrap();
            }
        })
    }

    /// The project's own site.
    pub(crate) fn real() -> Place {
        Place::of("../..", |_| ())
    }

    fn begun(prepare: impl FnOnce(&Path)) -> Place {
        Place::of("../tests/site", prepare)
    }

    /// A copy of a site, by the way to it from this crate.
    fn of(site: &str, prepare: impl FnOnce(&Path)) -> Place {
        let place = Place { folder: tempfile::tempdir().unwrap() };
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join(site);
        ["content", "themes"].iter().for_each(|folder| copy(&site.join(folder), &place.root().join(folder)));
        prepare(&place.root());
        for arguments in [
            &["init", "--quiet", "--initial-branch=main"][..],
            &["config", "user.name", "Owner"],
            &["config", "user.email", "owner@example.org"],
        ] {
            place.git(arguments);
        }
        place.commit("Begin");
        place
    }

    /// What git prints.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let done = Command::new("git").arg("-C").arg(self.root()).args(arguments).output().unwrap();
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    /// All that lies there, as a version made by hand.
    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "-m", message]);
    }

    /// Writes a file with other words in it.
    pub(crate) fn change(&self, path: &str, pairs: &[(&str, &str)]) {
        let mut text = self.read(path);
        for (old, new) in pairs {
            assert!(text.contains(old), "{path} has no `{old}`");
            text = text.replacen(old, new, 1);
        }
        fs::write(self.root().join(path), text).unwrap();
    }

    /// The lines that differ between a version and the next, in one file or in all: `-title: A`, `+title: B`.
    pub(crate) fn lines(&self, from: &str, to: &str, path: &str) -> Vec<String> {
        let told = self.git(&["diff", "--unified=0", "--no-renames", from, to, "--", path]);
        let is_line = |line: &&str| {
            line.starts_with(['-', '+']) && !line.starts_with("---") && !line.starts_with("+++")
        };
        told.lines().filter(is_line).map(str::to_owned).collect()
    }

    pub(crate) fn desk(&self) -> Desk {
        let now = "2026-11-24T12:00:00Z".parse().unwrap();
        let clock = Arc::new(move || now);
        let around = Around { see: "http://127.0.0.1:1".to_owned(), clock };
        Desk::of_folder(&BuildOptions::new(self.root(), now), around).unwrap()
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    /// The path of a story's source, in English.
    pub(crate) fn some_story(&self) -> String {
        let stories = fs::read_dir(self.root().join("content/stories")).unwrap();
        let mut names: Vec<String> =
            stories.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let paths = names.iter().map(|name| format!("content/stories/{name}/index.en.md"));
        let is_shown =
            |path: &String| self.root().join(path).is_file() && !self.read(path).contains("\ndraft:");
        paths.into_iter().find(is_shown).expect("the small site has stories")
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}

fn asked(desk: &Desk, lang: &str, address: &str, posted: Option<Vec<(String, String)>>) -> Asked {
    let words = Words::of(lang).unwrap();
    let path = address.strip_prefix("/edit/").unwrap_or(address);
    let path = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let (person, now) = (desk.person(words.lang()), desk.now());
    Asked { person, words, now, path, query: Default::default(), posted }
}

/// A page in a language: its status and its HTML.
pub(crate) fn get(desk: &Desk, lang: &str, address: &str) -> (u16, String) {
    let asked = asked(desk, lang, address, None);
    match pages::answer(desk, &asked) {
        Answer::Page(page) => (page.status, pages::drawn(&asked, page, desk)),
        Answer::Go(to) => (303, to),
        Answer::File { kind, .. } => (200, kind.to_owned()),
    }
}

/// What a form that is sent leads to, or its status and the page again.
pub(crate) fn post(
    desk: &Desk,
    lang: &str,
    address: &str,
    pairs: Vec<(String, String)>,
) -> Result<String, (u16, String)> {
    let asked = asked(desk, lang, address, Some(pairs));
    match pages::answer(desk, &asked) {
        Answer::Go(to) => Ok(to),
        Answer::Page(page) => Err((page.status, pages::drawn(&asked, page, desk))),
        Answer::File { kind, .. } => Err((200, kind.to_owned())),
    }
}

/// What a browser sends of the form of a document that nobody touches.
pub(crate) fn untouched(page: &str) -> Vec<(String, String)> {
    let (_, form) = page.split_once("<form id=\"write\"").expect("a form of a document");
    let form = form.split_once("</form>").unwrap().0.split_once('>').unwrap().1;
    let pairs: Rc<RefCell<Vec<(String, String)>>> = Rc::default();
    let chosen: Rc<RefCell<Option<usize>>> = Rc::default();
    let (a, b, c, d) = (Rc::clone(&pairs), Rc::clone(&pairs), Rc::clone(&pairs), Rc::clone(&pairs));
    let (e, at, of) = (Rc::clone(&pairs), Rc::clone(&chosen), Rc::clone(&chosen));
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("input", move |input| {
            let is_box = input.get_attribute("type").as_deref() == Some("checkbox");
            if !is_box || input.has_attribute("checked") {
                let value = plain(&input.get_attribute("value").unwrap_or_default());
                a.borrow_mut().push((input.get_attribute("name").unwrap(), value));
            }
            Ok(())
        }))
        .append_element_content_handler(element!("textarea", move |area| {
            b.borrow_mut().push((area.get_attribute("name").unwrap(), String::new()));
            Ok(())
        }))
        .append_element_content_handler(text!("textarea", move |text| {
            c.borrow_mut().last_mut().unwrap().1.push_str(&plain(text.as_str()));
            Ok(())
        }))
        .append_element_content_handler(element!("select", move |select| {
            *at.borrow_mut() = Some(d.borrow().len());
            d.borrow_mut().push((select.get_attribute("name").unwrap(), String::new()));
            Ok(())
        }))
        .append_element_content_handler(element!("option[selected]", move |option| {
            let value = plain(&option.get_attribute("value").unwrap_or_default());
            e.borrow_mut()[of.borrow().unwrap()].1 = value;
            Ok(())
        }));
    rewrite_str(form, settings).unwrap();
    let sent = |(name, value): &(String, String)| {
        // Whatever ends a line in a page, a browser sends the line ends of Windows.
        let value = value.replace("\r\n", "\n").replace('\r', "\n");
        (name.clone(), value.strip_prefix('\n').unwrap_or(&value).replace('\n', "\r\n"))
    };
    pairs.borrow().iter().map(sent).collect()
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The same form with a field filled in, or one more box ticked.
pub(crate) fn with(mut pairs: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    match pairs.iter_mut().find(|(known, _)| known == name) {
        Some(pair) => pair.1 = value.to_owned(),
        None => pairs.push((name.to_owned(), value.to_owned())),
    }
    pairs
}

/// All folders below a folder.
pub(crate) fn folders(below: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(below).unwrap().map(|entry| entry.unwrap().path());
    let own = entries.filter(|path| path.is_dir());
    own.flat_map(|path| std::iter::once(path.clone()).chain(folders(&path)).collect::<Vec<_>>()).collect()
}

/// The documents that lie in a folder, by name.
pub(crate) fn texts(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let names = entries.filter(|path| path.extension().is_some_and(|end| end == "md"));
    names
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect()
}
