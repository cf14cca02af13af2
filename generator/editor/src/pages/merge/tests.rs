use std::cell::RefCell;
use std::rc::Rc;

use lol_html::{RewriteStrSettings, element, rewrite_str};

use crate::desk::Desk;
use crate::drafts::Draft;
use crate::pages::{self, Answer, Asked};
use crate::repository::Version;
use crate::tried::Place;
use crate::words::Words;

type Pairs = Vec<(String, String)>;

/// A place with a story that two write in.
struct Two {
    _place: Place,
    desk: Desk,
    path: String,
    folder: String,
}

/// What came back: where somebody was led, or status and page.
#[derive(Debug)]
enum Got {
    Led(String),
    Page(u16, String),
}

impl Got {
    fn page(self, wanted: u16) -> String {
        match self {
            Got::Page(status, html) if status == wanted => html,
            other => panic!("not a page with {wanted}: {other:?}"),
        }
    }

    fn led(self) -> String {
        match self {
            Got::Led(address) => address,
            Got::Page(status, html) => panic!("a page with {status}: {html}"),
        }
    }
}

impl Two {
    fn new() -> Self {
        let place = Place::new(&[]);
        let desk = place.desk();
        let path = place.some_story();
        let folder = path.strip_prefix("content/").unwrap().strip_suffix("/index.en.md").unwrap().to_owned();
        Self { _place: place, desk, path, folder }
    }

    fn ask(&self, path: &str, name: &str, posted: Option<Pairs>) -> Got {
        let path = path.strip_prefix("/edit/").unwrap().split('/').map(str::to_owned).collect();
        let person = crate::Person { name: name.to_owned(), ..self.desk.person("en") };
        let now = self.desk.now();
        // A text comes as a whole only from a page that shows it so.
        let is_text = posted.iter().flatten().any(|(name, _)| name == "whole");
        let query = is_text.then(|| ("as".to_owned(), "text".to_owned())).into_iter().collect();
        let asked = Asked { person, words: Words::ENGLISH, now, path, query, posted };
        match pages::answer(&self.desk, &asked) {
            Answer::Go(address) => Got::Led(address),
            Answer::File { .. } => panic!("a file"),
            Answer::Page(page) => Got::Page(page.status, pages::drawn(&asked, page, &self.desk)),
        }
    }

    /// Somebody saves the story with a title and a paragraph more, who had it before them as it was in `from`.
    fn save(&self, at: &str, from: &str, name: &str, title: &str) -> Got {
        let was = self.desk.repository.text(&Version::parse(from).unwrap(), &self.path).unwrap().unwrap();
        let (head, body) = was.split_once("\ntitle: ").unwrap();
        let (_, rest) = body.split_once('\n').unwrap();
        let text = format!("{head}\ntitle: {title}\n{}\n\n{name} wrote {title}.\n", rest.trim_end());
        let pairs = [("from", from), ("whole", &text)].map(|(a, b)| (a.to_owned(), b.to_owned()));
        self.ask(at, name, Some(pairs.to_vec()))
    }

    fn one(&self) -> Draft {
        self.desk.drafts().all().unwrap().remove(0)
    }

    /// A draft in which Olha has saved another title since Ida opened it; and what Ida's saving led to.
    fn apart(&self) -> (Draft, String) {
        let head = self.desk.repository.head().unwrap();
        let form = self.save(&format!("/edit/w/{}/en", self.folder), head.as_str(), "Olha", "First").led();
        let opened = self.one();
        self.save(&form, opened.tip.as_str(), "Olha", "Of Olha").led();
        let html = self.save(&form, opened.tip.as_str(), "Ida", "Of Ida").page(409);
        (self.one(), html)
    }

    fn text_of(&self, draft: &Draft) -> String {
        self.desk.repository.text(&draft.tip, &self.path).unwrap().unwrap()
    }
}

/// What a browser sends of the page when nothing is chosen yet, and the names of what is to be chosen.
fn fields(html: &str) -> (Pairs, Vec<String>) {
    let (pairs, choices) = (Rc::new(RefCell::new(Pairs::new())), Rc::new(RefCell::new(Vec::new())));
    let (a, b) = (Rc::clone(&pairs), Rc::clone(&choices));
    let input = element!("form input", move |input| {
        let (name, value) =
            (input.get_attribute("name").unwrap(), input.get_attribute("value").unwrap_or_default());
        if input.get_attribute("type").as_deref() == Some("hidden") {
            a.borrow_mut().push((name, value));
        } else if !b.borrow().contains(&name) {
            b.borrow_mut().push(name);
        }
        Ok(())
    });
    rewrite_str(html, RewriteStrSettings::new().append_element_content_handler(input)).unwrap();
    (pairs.take(), choices.take())
}

fn chosen(html: &str, value: &str, words: &str) -> Pairs {
    let (mut pairs, choices) = fields(html);
    assert!(!choices.is_empty());
    for choice in choices {
        pairs.push((choice.replace("c-", "w-"), words.to_owned()));
        pairs.push((choice, value.to_owned()));
    }
    pairs
}

#[test]
fn two_in_one_draft_choose_or_write_and_no_word_is_lost() {
    let two = Two::new();
    let (draft, html) = two.apart();
    assert!(html.contains("Of Ida") && html.contains("Of Olha") && html.contains("Olha, "), "{html}");
    assert!(html.len() < 20 * 1024, "{}", html.len());
    let address = format!("/edit/d/{}/merge", draft.id);
    // Nothing is chosen: the page again, with all that was typed.
    let (pairs, choices) = fields(&html);
    assert_eq!(choices.len(), 1, "the paragraphs are put together: {html}");
    let again = two.ask(&address, "Ida", Some(pairs)).page(422);
    assert_eq!(two.one().tip, draft.tip);
    let form = two.ask(&address, "Ida", Some(chosen(&again, "own", "Of both\r\n"))).led();
    assert_eq!(form, format!("/edit/d/{}/w/{}/en#together", draft.id, two.folder));
    let text = two.text_of(&two.one());
    for line in ["title: Of both\n", "Ida wrote Of Ida.", "Olha wrote Of Olha."] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

#[test]
fn what_others_save_while_somebody_decides_is_asked_too_and_what_was_written_is_kept() {
    let two = Two::new();
    let (draft, html) = two.apart();
    let address = format!("/edit/d/{}/merge", draft.id);
    let form = format!("/edit/d/{}/w/{}/en", draft.id, two.folder);
    two.save(&form, draft.tip.as_str(), "Olha", "Once more").led();
    let html = two.ask(&address, "Ida", Some(chosen(&html, "own", "Long thought about"))).page(409);
    assert!(html.contains("Once more") && html.contains("Long thought about"), "{html}");
    two.ask(&address, "Ida", Some(chosen(&html, "ours", ""))).led();
    let text = two.text_of(&two.one());
    assert!(text.contains("title: Of Ida\n") && text.contains("Ida wrote Of Ida."), "{text}");
}

#[test]
fn an_answer_about_a_draft_that_is_gone_is_kept_in_another() {
    let two = Two::new();
    let (draft, html) = two.apart();
    assert!(two.desk.drafts().drop(&draft).unwrap());
    let address = format!("/edit/d/{}/merge", draft.id);
    two.ask(&address, "Ida", Some(chosen(&html, "ours", ""))).led();
    let kept = two.one();
    assert_ne!(kept.id, draft.id);
    assert!(two.text_of(&kept).contains("title: Of Ida\n"));
}

#[test]
fn a_page_brings_back_only_what_it_was_given() {
    let two = Two::new();
    let (draft, html) = two.apart();
    let address = format!("/edit/d/{}/merge", draft.id);
    let given = chosen(&html, "ours", "");
    // `evil.jpg` with a script in it; the source of the document taken away.
    let forged = [("content/events/dinner/evil.jpg", "_9j_4TxzY3JpcHQ-"), (&*two.path, "-")];
    for (path, file) in forged {
        let other = |name: &str, value: String| match name {
            "path" => path.to_owned(),
            "file" => file.to_owned(),
            _ => value,
        };
        let pairs = given.iter().map(|(name, value)| (name.clone(), other(name, value.clone()))).collect();
        let html = two.ask(&address, "Ida", Some(pairs)).page(404);
        assert!(!html.contains("evil"), "{html}");
        assert_eq!(two.one().tip, draft.tip);
    }
    two.ask(&address, "Ida", Some(given)).led();
}

#[test]
fn a_draft_against_what_is_published_is_decided_once_and_published() {
    let two = Two::new();
    let head = two.desk.repository.head().unwrap();
    let new = format!("/edit/w/{}/en", two.folder);
    two.save(&new, head.as_str(), "Olha", "Of Olha").led();
    let olha = two.one();
    two.save(&new, head.as_str(), "Ida", "Of Ida").led();
    let ida = two.desk.drafts().all().unwrap().into_iter().find(|draft| draft.id != olha.id).unwrap();
    // Each sees that the other writes.
    let form = two.ask(&format!("/edit/d/{}/w/{}/en", ida.id, two.folder), "Ida", None).page(200);
    assert!(
        form.contains(&format!("/edit/d/{}/w/", olha.id)) && form.contains("Olha has this in a draft"),
        "{form}"
    );
    two.ask(&format!("/edit/d/{}/publish", olha.id), "Olha", Some(Vec::new())).led();
    let publish = format!("/edit/d/{}/publish", ida.id);
    let html = two.ask(&publish, "Ida", Some(Vec::new())).page(409);
    let address = format!("/edit/d/{}/merge", ida.id);
    let shown = two.ask(&address, "Ida", None).page(200);
    assert_eq!(fields(&shown).1, fields(&html).1);
    let draft = two.ask(&address, "Ida", Some(chosen(&html, "ours", ""))).led();
    assert_eq!(draft, format!("/edit/d/{}", ida.id));
    assert_eq!(two.ask(&address, "Ida", None).led(), draft, "there is nothing left to decide");
    two.ask(&publish, "Ida", Some(Vec::new())).led();
    let text = two.desk.repository.text(&two.desk.repository.head().unwrap(), &two.path).unwrap().unwrap();
    for line in ["title: Of Ida\n", "Ida wrote Of Ida.", "Olha wrote Of Olha."] {
        assert!(text.contains(line), "{line} in {text}");
    }
}
