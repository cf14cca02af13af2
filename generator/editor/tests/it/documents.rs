//! Forms of real documents: opened, saved unchanged, changed.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use editor::form::{self, Form, Posted, Subject, Told};
use editor::words::Words;
use generator::build::BuildOptions;
use generator::content::Kind;
use generator::serve::{Preview, Unsaved};
use generator::source::Overlay;
use generator::{status, write_back};
use lol_html::{RewriteStrSettings, element, rewrite_str, text};
use serde_json::Value;

use crate::place::{now, project};

/// What a browser sends of a form that nobody touches.
pub(crate) fn untouched(html: &str) -> Vec<(String, String)> {
    let pairs: Rc<RefCell<Vec<(String, String)>>> = Rc::default();
    let select: Rc<RefCell<(String, Option<String>)>> = Rc::default();
    let (a, b, c, d) = (Rc::clone(&pairs), Rc::clone(&pairs), Rc::clone(&pairs), Rc::clone(&pairs));
    let (s, o) = (Rc::clone(&select), Rc::clone(&select));
    let handlers = vec![
        element!("input", move |input| {
            let is_box = input.get_attribute("type").as_deref() == Some("checkbox");
            if !is_box || input.has_attribute("checked") {
                let value = plain(&input.get_attribute("value").unwrap_or_default());
                // What isn't a day or a time of day, such a field doesn't have.
                let is_known = match input.get_attribute("type").as_deref() {
                    Some("date") => value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok(),
                    Some("time") => value.len() == 5 && value.parse::<jiff::civil::Time>().is_ok(),
                    Some("hidden") => true,
                    _ => !value.contains('\n'),
                };
                let value = if is_known { value } else { String::new() };
                a.borrow_mut().push((input.get_attribute("name").unwrap(), value));
            }
            Ok(())
        }),
        element!("textarea", move |area| {
            b.borrow_mut().push((area.get_attribute("name").unwrap(), String::new()));
            Ok(())
        }),
        text!("textarea", move |text| {
            if let Some((_, value)) = c.borrow_mut().last_mut() {
                value.push_str(text.as_str());
            }
            Ok(())
        }),
        element!("select", move |found| {
            *s.borrow_mut() = (found.get_attribute("name").unwrap(), None);
            Ok(())
        }),
        element!("option", move |option| {
            let name = o.borrow().0.clone();
            let value = plain(&option.get_attribute("value").unwrap_or_default());
            let mut pairs = d.borrow_mut();
            if option.has_attribute("selected") || !pairs.iter().any(|(known, _)| *known == name) {
                pairs.retain(|(known, _)| *known != name);
                pairs.push((name, value));
            }
            Ok(())
        }),
    ];
    let new = RewriteStrSettings::new();
    let settings = handlers.into_iter().fold(new, |all, one| all.append_element_content_handler(one));
    rewrite_str(html, settings).unwrap();
    let pairs = pairs.borrow();
    // A browser drops the first line break of a text, and sends line ends of its own.
    let text = |value: &str| plain(value.strip_prefix('\n').unwrap_or(value)).replace('\n', "\r\n");
    pairs
        .iter()
        .map(|(name, value)| (name.clone(), if value.contains('\n') { text(value) } else { value.clone() }))
        .collect()
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn documents(root: &Path) -> Vec<(String, String)> {
    let preview =
        Preview::new(&BuildOptions::new(root, now())).unwrap_or_else(|_| panic!("the site can be read"));
    let paths: Vec<String> = preview.source().documents().into_iter().map(str::to_owned).collect();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(root.join(&path)).unwrap())).collect()
}

/// A document, its site and what its form needs.
pub(crate) struct Opened {
    kind: Kind,
    path: String,
    lang: String,
    source: Option<Value>,
}

impl Opened {
    pub(crate) fn new(path: &str, documents: &[(String, String)]) -> Self {
        let id = path.strip_prefix("content/").unwrap();
        let (folder, name) = path.rsplit_once('/').unwrap();
        let lang = name.strip_prefix("index.").unwrap().strip_suffix(".md").unwrap().to_owned();
        let beside = |(other, _): &&(String, String)| other.rsplit_once('/').unwrap().0 == folder;
        let heads: BTreeMap<&str, Value> = documents
            .iter()
            .filter(beside)
            .filter_map(|(path, text)| Some((path.as_str(), write_back::written(text).ok()?.head)))
            .collect();
        let english = format!("{folder}/index.en.md");
        let said = heads.iter().find(|(_, head)| head.get("source").is_some_and(|source| source == true));
        let source = said.map_or(english.as_str(), |(path, _)| path);
        let head = (source != path).then(|| heads.get(source).cloned().unwrap_or_default());
        Self { kind: Kind::of_id(id).unwrap(), path: path.to_owned(), lang, source: head }
    }

    pub(crate) fn subject<'a>(&'a self, site: Option<&'a generator::site::Site>) -> Subject<'a> {
        Subject {
            kind: self.kind,
            path: &self.path,
            lang: &self.lang,
            is_source: self.source.is_none(),
            source: self.source.as_ref(),
            site,
            pictures: &[],
            words: Words::ENGLISH,
        }
    }
}

pub(crate) fn form(subject: Subject<'_>, text: &str, told: &[Told]) -> String {
    Form::of(subject, text, told, &[]).unwrap_or_else(|_| panic!("{} can be read", subject.path)).html().0
}

/// All documents of both sites: each form is opened and sent as it is.
#[test]
fn a_document_that_is_opened_and_saved_unchanged_is_the_same_to_the_byte() {
    let mut largest = 0;
    for root in [project(), project().join("generator/tests/site")] {
        let preview =
            Preview::new(&BuildOptions::new(&root, now())).unwrap_or_else(|_| panic!("it can be read"));
        let unsaved = preview.with(&Overlay::new());
        let all = documents(&root);
        assert!(all.len() > 30, "{}", all.len());
        for (path, text) in &all {
            let opened = Opened::new(path, &all);
            let subject = opened.subject(unsaved.site());
            let html = form(subject, text, &[]);
            largest = largest.max(html.len());
            let posted = form::read(&subject, text, &untouched(&html)).unwrap();
            assert_eq!(posted.faults, [], "{path}");
            assert_eq!(&posted.text, text, "{path}");
        }
    }
    // A phone with a slow net waits for it.
    println!("{largest}");
    assert!(largest < 64 * 1024, "{largest}");
}

/// The dinner of the small site in a language: its text, and what its form needs.
struct Dinner {
    path: String,
    text: String,
    opened: Opened,
    unsaved: Unsaved,
}

impl Dinner {
    fn new(lang: &str) -> Self {
        let root = project().join("generator/tests/site");
        let all = documents(&root);
        let path = format!("content/events/dinner/index.{lang}.md");
        let text = all.iter().find(|(known, _)| *known == path).unwrap().1.clone();
        let preview =
            Preview::new(&BuildOptions::new(&root, now())).unwrap_or_else(|_| panic!("it can be read"));
        let opened = Opened::new(&path, &all);
        Self { path, text, opened, unsaved: preview.with(&Overlay::new()) }
    }

    fn subject(&self) -> Subject<'_> {
        self.opened.subject(self.unsaved.site())
    }

    fn html(&self) -> String {
        form(self.subject(), &self.text, &[])
    }

    /// What comes of the form with some values changed.
    fn with(&self, values: &[(&str, &str)]) -> Posted {
        form::read(&self.subject(), &self.text, &changed(&self.html(), values)).unwrap()
    }
}

/// The pairs of an untouched form with some values changed.
pub(crate) fn changed(html: &str, with: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut pairs = untouched(html);
    for (name, value) in with {
        let found = pairs.iter_mut().find(|(known, _)| known == name);
        found.unwrap_or_else(|| panic!("there is no field {name}")).1 = (*value).to_owned();
    }
    pairs
}

#[test]
fn only_the_lines_of_what_was_changed_change() {
    let dinner = Dinner::new("en");
    for (field, value, line) in [
        ("title", "Bread: my \"life\" # no", "title: \"Bread: my \\\"life\\\" # no\""),
        ("summary", "two\r\nlines", "summary: two lines"),
        ("place.street", "{ a: b }", "street: \"{ a: b }\""),
        ("programme.1.text", "~", "{ time: \"18:00\", text: \"~\" }"),
        ("starts-time", "18:00", "starts: \"2027-03-04T18:00\""),
        ("capacity", "12", "capacity: 12"),
        ("foodNote", "", ""),
    ] {
        let posted = dinner.with(&[(field, value)]);
        assert_eq!(posted.faults, [], "{field}");
        let (old, new): (Vec<&str>, Vec<&str>) =
            (dinner.text.lines().collect(), posted.text.lines().collect());
        let differs = new.iter().filter(|line| !old.contains(line)).copied().collect::<Vec<_>>();
        if line.is_empty() {
            assert_eq!(old.len() - new.len(), 1, "{field}: {differs:?}");
        } else {
            assert_eq!(differs.len(), 1, "{field}: {differs:?}");
            assert!(differs[0].contains(line), "{field}: {differs:?}");
        }
    }
}

#[test]
fn what_can_t_be_saved_is_told_at_its_field_and_stays_in_the_form() {
    let dinner = Dinner::new("en");
    let posted = dinner.with(&[("capacity", "about 30"), ("starts-time", ""), ("title", "Another")]);
    let fields: Vec<&str> = posted.faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["starts", "capacity"]);
    assert_eq!(posted.text, dinner.text, "nothing is saved");
    assert_eq!(posted.head["title"], "Another");
}

#[test]
fn nothing_is_taken_that_the_form_of_a_translation_doesn_t_have() {
    let dinner = Dinner::new("da");
    let mut pairs = untouched(&dinner.html());
    for (name, value) in
        [("capacity", "4"), ("sourceHash", "000000000000"), ("place.street", "x"), ("unknown", "x")]
    {
        pairs.push((name.to_owned(), value.to_owned()));
    }
    assert_eq!(form::read(&dinner.subject(), &dinner.text, &pairs).unwrap().text, dinner.text);
}

#[test]
fn facts_that_change_leave_translations_current() {
    let dinner = Dinner::new("en");
    let of = |with: &[(&str, &str)]| {
        let posted = dinner.with(with);
        assert_ne!(posted.text, dinner.text);
        status::fingerprint(&dinner.path, &posted.text)
    };
    let before = status::fingerprint(&dinner.path, &dinner.text);
    assert!(before.is_some());
    assert_eq!(of(&[("capacity", "12"), ("starts-time", "18:00"), ("place.postcode", "2100")]), before);
    assert_ne!(of(&[("title", "Other words")]), before);
}

/// The clock at the place is what stands in the fields, and nothing that a browser would move into its own zone.
#[test]
fn days_and_times_stand_in_the_form_as_the_clock_at_the_place_shows_them() {
    let dinner = Dinner::new("en");
    let html = dinner.html();
    for field in [
        "name=\"starts\" type=\"date\" value=\"2027-03-04\"",
        "name=\"starts-time\" type=\"time\" value=\"17:30\"",
        "name=\"registration.closes\" type=\"date\" value=\"2027-03-01\"",
    ] {
        assert!(html.contains(field), "{field}\n{html}");
    }
    assert!(!html.contains("datetime-local"));
}

#[test]
fn the_rows_of_a_list_move_and_go() {
    let dinner = Dinner::new("en");
    let mut posted = dinner.with(&[("programme.2.text", "Typed"), ("capacity", "many")]);
    assert!(posted.act("up programme 2"));
    let form = Form::of(dinner.subject(), &dinner.text, &[], &posted.faults).unwrap_or_else(|_| panic!());
    let pairs = changed(&form.with(&posted).html().0, &[("capacity", "30")]);
    let saved = form::read(&dinner.subject(), &dinner.text, &pairs).unwrap();
    assert_eq!(saved.faults, []);
    let programme = write_back::written(&saved.text).unwrap().head["programme"].clone();
    let texts: Vec<&str> =
        programme.as_array().unwrap().iter().filter_map(|step| step["text"].as_str()).collect();
    assert_eq!(texts[..3], ["Doors open, tea and hello", "Typed", "We sit down and eat"]);
    assert_eq!(texts.len(), 6);
    assert!(!posted.act("up programme 0") && !posted.act("up programme 99") && !posted.act("more nothing"));
    assert!(!posted.act("up programme -1") && !posted.act("") && !posted.act("up title 1"));
    let gone = dinner.with(&[("speakers.0.role", "")]);
    assert_eq!(gone.text, dinner.text.replace("speakers: [{ role: \"A bakery owner\" }]\n", ""));
}
