//! The catalogue of our messages: each case changes one small site and lists what is said about it.
//!
//! `front/cases.txt`: a case begins with `== what goes wrong`; `@ path` names a file of `front/site.txt`,
//! in which a line `- old` is replaced by the lines `+ new` below it (without `-` they are appended to
//! its end, `! delete` removes it); lines with `> ` are the problems. `UPDATE_EXPECT=1` writes them anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use generator::content::{Kind, Shape};
use generator::diagnostic::{self, Code, Diagnostic, Format};
use generator::site::{self, AssembleOptions, Site};
use generator::source::{Checked, Holder, Noted, Original, Source, Traces, Unusable};

use crate::site as small;

pub(crate) const CASES: &str = include_str!("front/cases.txt");

pub(crate) fn files() -> BTreeMap<String, String> {
    small::files(small::TOLD).map(|(path, text)| (path.to_owned(), text)).collect()
}

/// What isn't a text has its kind from its name here, since a case holds no bytes.
pub(crate) fn source(files: BTreeMap<String, String>) -> Source {
    let is = |path: &str, endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
    let endings = [".svg", ".pdf", ".heic", ".txt", ".yml", ".MD", "~", "#", ".bak"];
    let (assets, texts): (BTreeMap<_, _>, BTreeMap<_, _>) =
        files.into_iter().partition(|(path, _)| is(path, &endings));
    let folders =
        texts.keys().chain(assets.keys()).filter_map(|path| Some(path.rsplit_once('/')?.0.to_owned()));
    let folders: BTreeSet<String> = folders.collect();
    let folders = folders.into_iter().collect();
    let mut source = Source { texts, folders, ..Source::default() };
    for path in assets.into_keys() {
        let file = PathBuf::from(&path);
        source.assets.insert(path.clone(), Checked::new(file.clone(), b""));
        if is(&path, &[".heic"]) {
            source.unusable.extend(Unusable::of(&path, b"").map(|why| (path.clone(), why)));
            source.traces.insert(
                path,
                Noted { traces: Traces { position: true, ..Traces::default() }, holder: Holder::Other },
            );
        } else if is(&path, &[".svg"]) {
            let from = file.into();
            source.pictures.insert(path, Original { from, digest: String::new(), size: None, drawing: true });
        }
    }
    source
}

pub(crate) fn load(source: &Source) -> (Option<Site>, Vec<Diagnostic>) {
    let now = small::now();
    site::load(
        source,
        &AssembleOptions { drafts: false, now, base_url: None, kept: site::DocumentCache::default() },
    )
}

/// The files of the small site after the changes of a case.
fn changed(case: &str) -> BTreeMap<String, String> {
    let mut files = files();
    let mut path = String::new();
    let mut at = None;
    for line in case.lines() {
        let line = line.replace("<tab>", "\t");
        let file = files.entry(path.clone()).or_default();
        if let Some(name) = line.strip_prefix("@ ") {
            path = name.to_owned();
            at = None;
        } else if let Some(old) = line.strip_prefix("- ") {
            let start = file.find(&format!("{old}\n")).unwrap_or_else(|| panic!("no line `{old}` in {path}"));
            file.replace_range(start..=start + old.len(), "");
            at = Some(start);
        } else if line == "! delete" {
            files.remove(&path);
            path = String::new();
        } else if let Some(new) = line.strip_prefix('+') {
            let new = format!("{}\n", new.strip_prefix(' ').unwrap_or(new));
            let place = at.unwrap_or(file.len());
            file.insert_str(place, &new);
            at = at.map(|place| place + new.len());
        }
    }
    files.remove("");
    files
}

/// What is said about the site of a case.
pub(crate) fn problems(case: &str) -> Vec<Diagnostic> {
    load(&source(changed(case))).1
}

fn said(case: &str) -> String {
    let source = source(changed(case));
    let (site, problems) = load(&source);
    let json = diagnostic::draw(&problems, &source.texts, Format::Json);
    let json: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let place = |path: &serde_json::Value, span: &serde_json::Value| match span["line"].as_u64() {
        Some(line) => format!("{}:{line}:{}", word(path), span["column"]),
        None => word(path),
    };
    let mut out = String::new();
    for problem in &json {
        let (severity, code) = (word(&problem["severity"]), word(&problem["code"]));
        let place_of = place(&problem["path"], &problem["span"]);
        let _ = writeln!(out, "> {severity}[{code}] {place_of} {}", word(&problem["message"]));
        for hint in problem["hints"].as_array().unwrap() {
            let _ = writeln!(out, ">   hint: {}", word(hint));
        }
        for see in problem["see"].as_array().unwrap() {
            let _ = writeln!(out, ">   see: {} {}", place(&see["path"], &see["span"]), word(&see["label"]));
        }
    }
    for left in site.iter().flat_map(|site| &site.left_out) {
        let _ = writeln!(out, "> left out: {}: {}", left.path, left.reason);
    }
    out
}

#[test]
fn every_case_says_what_it_says() {
    let mut updated = String::new();
    for case in CASES.split("== ").skip(1) {
        let asked: String =
            case.lines().filter(|line| !line.starts_with("> ")).map(|line| format!("{line}\n")).collect();
        let _ = write!(updated, "== {}\n{}\n", asked.trim_end(), said(&asked));
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let path = crate::generator_folder().join("tests/it/front/cases.txt");
        std::fs::write(path, &updated).unwrap();
        return;
    }
    for (expected, found) in CASES.split("\n\n").zip(updated.split("\n\n")) {
        assert_eq!(found.trim_end(), expected.trim_end());
    }
    assert_eq!(updated.trim_end(), CASES.trim_end());
}

#[test]
fn every_error_says_how_to_mend_it() {
    let lines: Vec<&str> = CASES.lines().collect();
    let is_alone = |pair: &[&str]| pair[0].starts_with("> error[") && !pair[1].starts_with(">   hint: ");
    let alone: Vec<&str> = lines.windows(2).filter(|pair| is_alone(pair)).map(|pair| pair[0]).collect();
    assert!(alone.is_empty(), "{alone:#?}");
}

/// Whether a kind declares a key, and the one within it.
fn is_declared(kind: Kind, field: &str) -> bool {
    let mut names = field.split('.').map(|part| part.split('[').next().unwrap_or_default());
    let first = names.next().and_then(|name| kind.key(name));
    let mut key = first;
    for name in names {
        let Some(above) = key else { return false };
        if matches!(above.shape, Shape::Translations | Shape::Price) {
            return true;
        }
        key = above.group().iter().find(|key| key.name == name);
    }
    key.is_some()
}

#[test]
fn what_is_said_about_a_key_names_one_that_is_declared() {
    let always = [
        Code::FrontMissing,
        Code::FrontValue,
        Code::FrontUnknownKey,
        Code::FrontUnknownReference,
        Code::FrontReview,
        Code::ConsentMissing,
        Code::ConsentReviewDue,
        Code::ConsentReviewSoon,
        Code::TimeClock,
        Code::TimeDate,
        Code::TimeDateTime,
        Code::TimeOrder,
        Code::TimeZone,
    ];
    let mut wrong = BTreeSet::new();
    for case in CASES.split("== ").skip(1) {
        let asked: String =
            case.lines().filter(|line| !line.starts_with("> ")).map(|line| format!("{line}\n")).collect();
        for problem in problems(&asked) {
            let id = problem.path.strip_prefix("content/").filter(|path| path.ends_with(".md"));
            let Some(kind) = id.and_then(Kind::of_id) else { continue };
            let is_right = match &problem.field {
                Some(field) => problem.code == Code::FrontUnknownKey || is_declared(kind, field),
                None => !always.contains(&problem.code),
            };
            if !is_right {
                wrong.insert(format!("{}: {:?}: {}", problem.code, problem.field, problem.message));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_good_site_is_put_together() {
    let source = source(files());
    let (site, problems) = load(&source);
    let drawn = diagnostic::draw(&problems, &source.texts, Format::Human { color: false });
    assert_eq!(drawn, "");
    let site = site.unwrap();
    let da = generator::lang::Lang::new("da");
    assert_eq!(site.document_url("pages/home", &da).unwrap().as_str(), "/da/");
    assert_eq!(site.document_url("stories/tea", &da).unwrap().as_str(), "/da/stories/tea/");
    assert_eq!(site.asset_url("content/stories/tea/tea.svg"), None, "the name of a picture is no address");
    let tea = &site.entries.stories[0];
    assert_eq!(
        (tea.slug(), tea.is_translated(&da), tea.translation(&da).1.title.as_str()),
        ("tea", true, "Te")
    );
    let (_, english) = tea.translation(&generator::lang::Lang::new("en"));
    assert_eq!(site.href(&english.targets[0], &da).to_string(), "/da/events/dinner/#programme");
    assert_eq!(site.entries.events[0].facts.state(site.now).as_str(), "not_open_yet");
    assert_eq!(site.text(&da).with("guests", &[("n", "2")]), "2 gæster");
}

#[test]
fn problems_are_drawn_with_their_lines() {
    let source =
        source(changed("@ content/stories/tea/index.en.md\n- host: creatorium\n+ host: creatorum\n"));
    let (_, problems) = load(&source);
    let human = diagnostic::draw(&problems, &source.texts, Format::Human { color: false });
    assert_eq!(
        human,
        "error[front/unknown-reference]: there is no organisation `creatorum`\n  \
         --> content/stories/tea/index.en.md:10:7\n   |\n10 | host: creatorum\n   |       ^^^^^^^^^\n   |\n   \
         = hint: did you mean `creatorium`?\n\n"
    );
    let github = diagnostic::draw(&problems, &source.texts, Format::Github);
    assert_eq!(
        github,
        "::error file=content/stories/tea/index.en.md,line=10,col=7,title=front/unknown-reference::\
         there is no organisation `creatorum`%0Ahint: did you mean `creatorium`?\n"
    );
}

#[test]
fn gitlab_gets_issues_that_stay_the_same_below_other_lines() {
    let issues = |case: &str| {
        let source = source(changed(case));
        let report = diagnostic::draw(&load(&source).1, &source.texts, Format::Gitlab);
        serde_json::from_str::<Vec<serde_json::Value>>(&report).unwrap()
    };
    let wrong = "@ content/stories/tea/index.en.md\n- host: creatorium\n+ host: creatorum\n";
    let before = issues(wrong);
    assert_eq!(before.len(), 1, "{before:?}");
    assert_eq!(
        before[0]["description"],
        "there is no organisation `creatorum`\nhint: did you mean `creatorium`?"
    );
    assert_eq!(before[0]["check_name"], "front/unknown-reference");
    assert_eq!(before[0]["severity"], "critical");
    assert_eq!(before[0]["location"]["path"], "content/stories/tea/index.en.md");
    assert_eq!(before[0]["location"]["lines"]["begin"], 10);

    let below =
        issues("@ content/stories/tea/index.en.md\n- host: creatorium\n+ # a line more\n+ host: creatorum\n");
    assert_eq!(below[0]["location"]["lines"]["begin"], 11);
    assert_eq!(below[0]["fingerprint"], before[0]["fingerprint"]);
    let other = issues("@ content/stories/tea/index.en.md\n- host: creatorium\n+ host: creatorim\n");
    assert_ne!(other[0]["fingerprint"], before[0]["fingerprint"]);
    assert_eq!(issues("@ content/stories/tea/index.en.md\n"), Vec::<serde_json::Value>::new());
}

#[test]
fn gitlab_tells_the_same_words_twice_in_a_file_apart() {
    let twice = "@ content/stories/tea/index.en.md\n+ [a](../no-such-story/) and [b](../no-such-story/)\n";
    let source = source(changed(twice));
    let report = diagnostic::draw(&load(&source).1, &source.texts, Format::Gitlab);
    let issues: Vec<serde_json::Value> = serde_json::from_str(&report).unwrap();
    assert_eq!(issues.len(), 2, "{report}");
    assert_eq!(issues[0]["description"], issues[1]["description"]);
    assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
}

#[test]
fn the_order_of_threads_changes_nothing() {
    let case = "@ content/stories/tea/index.en.md\n- date: \"2026-09-14\"\n+ date: x\n- host: creatorium\n+ host: y\n\
                @ content/events/dinner/index.en.md\n- price: free\n+ price: cheap\n";
    let draw = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| said(case))
    };
    assert_eq!(draw(1), draw(4));
}
