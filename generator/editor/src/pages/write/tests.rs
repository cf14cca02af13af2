//! What becomes of what somebody sends.

use jiff::Timestamp;

use crate::desk::Desk;
use crate::pages::{self, Answer, Asked};
use crate::tried::{Place, untouched};
use crate::words::Words;

/// What is asked at an address, with what stands behind its question mark.
pub(in crate::pages) fn asked(
    desk: &Desk,
    address: &str,
    now: Timestamp,
    pairs: Option<&[(&str, &str)]>,
) -> Asked {
    let address = address.strip_prefix("/edit/").unwrap_or(address);
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = path.split('/').map(str::to_owned).collect();
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let query = query.split_once('=').map(own).into_iter().collect();
    let posted = pairs.map(|pairs| pairs.iter().copied().map(own).collect());
    Asked { person: desk.person("en"), words: Words::ENGLISH, now, path, query, posted }
}

pub(in crate::pages) fn post(desk: &Desk, address: &str, pairs: &[(&str, &str)]) -> Answer {
    pages::answer(desk, &asked(desk, address, desk.now(), Some(pairs)))
}

pub(in crate::pages) fn led_to(answer: Answer) -> String {
    match answer {
        Answer::Go(address) => address,
        Answer::Page(page) => panic!("a page with {}", page.status),
        Answer::File { .. } => panic!("a file"),
    }
}

/// The status and the HTML of a page.
pub(in crate::pages) fn page(desk: &Desk, answer: Answer) -> (u16, String) {
    match answer {
        Answer::Page(page) => (page.status, pages::drawn(&asked(desk, "", desk.now(), None), page, desk)),
        Answer::Go(address) => panic!("leads to {address}"),
        Answer::File { .. } => panic!("a file"),
    }
}

/// The path and the address of some story's source.
fn story(place: &Place) -> (String, String) {
    let path = place.some_story();
    let folder = path.strip_prefix("content/").unwrap().strip_suffix("/index.en.md").unwrap();
    let address = format!("/edit/w/{folder}/en");
    (path, address)
}

const DINNER: &str = "/edit/w/events/dinner";

#[test]
fn what_is_saved_into_a_draft_that_is_gone_is_kept_in_another() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let (path, address) = story(&place);
    let text = place.read(&path);
    let head = desk.repository.head().unwrap();
    let form = |title: &str| text.replacen("title:", &format!("title: {title} #"), 1);
    let save = |at: &str, from: &str, text: &str| {
        led_to(post(&desk, &format!("{at}?as=text"), &[("from", from), ("whole", text)]))
    };
    let first = save(&address, head.as_str(), &form("One"));
    let draft = desk.drafts().all().unwrap().remove(0);
    // Thrown away by somebody else; then published with another word in the same place.
    assert!(desk.drafts().drop(&draft).unwrap());
    let again = save(&first, draft.tip.as_str(), &form("Two"));
    assert_ne!(again, first);
    let kept = desk.drafts().all().unwrap().remove(0);
    assert!(desk.repository.text(&kept.tip, &path).unwrap().unwrap().contains("title: Two"));
    assert!(desk.publisher.publish(&kept.id, &desk.person("en"), desk.now()).is_ok());
    save(&first, draft.tip.as_str(), &form("Three"));
    let kept = desk.drafts().all().unwrap().remove(0);
    assert!(desk.repository.text(&kept.tip, &path).unwrap().unwrap().contains("title: Three"));
    assert_eq!(kept.base, head, "it goes on from where the draft began, so that publishing asks");
}

#[test]
fn a_form_that_began_with_something_else_comes_back_filled_in_and_can_be_sent_again() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let (path, address) = story(&place);
    let head = desk.repository.head().unwrap();
    let nowhere = "0123456789012345678901234567890123456789";
    for from in ["", "HEAD", "--help", nowhere] {
        let pairs = [("from", from), ("title", "Bread & <roses>"), ("body", "My words.")];
        let (status, html) = page(&desk, post(&desk, &address, &pairs));
        assert_eq!(status, 409, "{from}");
        for typed in ["value=\"Bread &amp; &lt;roses>\"", "My words.", "What you wrote stands in the fields."]
        {
            assert!(
                html.contains(typed) || html.contains(&typed.replace('>', "&gt;")),
                "{from}: {typed}\n{html}"
            );
        }
        assert!(html.contains(&format!("name=\"from\" value=\"{}\"", head.as_str())));
        let whole = [("from", from), ("whole", "---\ntitle: Ours\n---\n")];
        let (status, html) = page(&desk, post(&desk, &format!("{address}?as=text"), &whole));
        assert!(status == 409 && html.contains("title: Ours"), "{from}: {html}");
    }
    assert!(desk.drafts().all().unwrap().is_empty());
    led_to(post(&desk, &address, &[("from", head.as_str()), ("title", "Bread & <roses>")]));
    let draft = desk.drafts().all().unwrap().remove(0);
    assert!(desk.repository.text(&draft.tip, &path).unwrap().unwrap().contains("Bread & <roses>"));
}

#[test]
fn a_form_of_fields_brings_no_other_document_along() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let (_, address) = story(&place);
    let head = desk.repository.head().unwrap();
    let pairs = [("from", head.as_str()), ("whole", "---\ntitle: Other words\n---\n")];
    let (status, html) = page(&desk, post(&desk, &address, &pairs));
    assert_eq!(status, 422);
    assert!(html.contains("title: Other words"), "what was typed is shown");
    assert!(desk.drafts().all().unwrap().is_empty());
}

#[test]
fn a_document_opens_as_text_and_what_can_t_be_read_comes_back_as_it_was_typed() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let head = desk.repository.head().unwrap();
    let address = format!("{DINNER}/da?as=text");
    let (_, html) = page(&desk, pages::answer(&desk, &asked(&desk, &address, desk.now(), None)));
    assert!(html.contains("name=\"whole\"") && html.contains(&format!("action=\"{address}\"")), "{html}");
    // Nothing can be noted in it, and who ticked that believes it was.
    let broken = "---\ntitle: [\n---\nMy words\n";
    let pairs = [("from", head.as_str()), ("whole", broken), ("also", "read")];
    let (status, html) = page(&desk, post(&desk, &address, &pairs));
    assert_eq!(status, 422);
    assert!(html.contains("My words") && html.contains("can't be written into this document"), "{html}");
    assert!(html.contains("value=\"read\" checked"), "{html}");
    assert!(desk.drafts().all().unwrap().is_empty());
    // Without the tick it is saved as it is, and opens as text until it is mended.
    let at = led_to(post(&desk, &address, &pairs[..2]));
    let (_, html) = page(&desk, pages::answer(&desk, &asked(&desk, &at, desk.now(), None)));
    assert!(html.contains("name=\"whole\"") && html.contains("can't be read"), "{html}");
}

#[test]
fn a_translation_is_read_on_the_day_that_it_is_where_the_site_is() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let head = desk.repository.head().unwrap();
    // Half past midnight in Copenhagen.
    let now = "2026-11-24T23:30:00Z".parse().unwrap();
    let pairs = [("from", head.as_str()), ("also", "read")];
    led_to(pages::answer(&desk, &asked(&desk, &format!("{DINNER}/da"), now, Some(&pairs))));
    let draft = desk.drafts().all().unwrap().remove(0);
    let text = desk.repository.text(&draft.tip, "content/events/dinner/index.da.md").unwrap().unwrap();
    assert!(text.contains("reviewedOn: \"2026-11-25\""), "{text}");
}

#[test]
fn a_button_of_a_list_saves_nothing_and_loses_nothing() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let head = desk.repository.head().unwrap();
    let address = format!("{DINNER}/en");
    let rows: Vec<(String, String)> = (0..7)
        .flat_map(|at| {
            let of = |key: &str, text: String| (format!("programme.{at}.{key}"), text);
            let (time, text) =
                if at < 6 { (format!("1{at}:00"), format!("Step {at}")) } else { Default::default() };
            [of("time", time), of("text", text)]
        })
        .collect();
    let step = |what: &str| {
        let mut pairs = vec![("from", head.as_str()), ("title", "Typed"), ("programme.n", "7"), ("do", what)];
        pairs.push(("capacity", "about forty"));
        pairs.extend(rows.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        page(&desk, post(&desk, &address, &pairs))
    };
    let (status, html) = step("more programme");
    assert_eq!(status, 200);
    for there in [
        "name=\"programme.9.text\"",
        "value=\"Typed\"",
        "value=\"about forty\"",
        "Step 5",
        "Nothing is saved yet.",
    ] {
        assert!(html.contains(there), "{there}\n{html}");
    }
    assert!(html.contains("name=\"programme.6.time\" autofocus"), "{html}");
    let (_, html) = step("up programme 3");
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("Step 1") < at("Step 3") && at("Step 3") < at("Step 2") && at("Step 2") < at("Step 4"));
    assert!(desk.drafts().all().unwrap().is_empty());
    // The Enter key presses the first button, which saves.
    let form = html.split("<form id=\"write\"").nth(1).unwrap();
    let first = form.split("<button").nth(1).unwrap();
    assert!(first.split("</button>").next().unwrap().ends_with(">Save"), "{first}");
}

/// The page of a document as text or as fields, and what a browser sends of it when nobody touches it.
fn opened(desk: &Desk, address: &str) -> Vec<(String, String)> {
    let (_, html) = page(desk, pages::answer(desk, &asked(desk, address, desk.now(), None)));
    untouched(&html)
}

fn send(desk: &Desk, address: &str, pairs: &[(String, String)]) -> Answer {
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
    post(desk, address, &pairs)
}

const DANISH: &str = "content/events/dinner/index.da.md";

/// Line ends of Windows; those with one of old Macs among them; a mark of Windows and no line end at the end.
fn with_other_ends() -> [Place; 3] {
    [
        Place::with(&[(DANISH, "\n", "\r\n")]),
        Place::with(&[(DANISH, "Middagen er gratis. ", "Middagen er gratis.\r")]),
        Place::with(&[
            (DANISH, "\n", "\r\n"),
            (DANISH, "---\r\ntitle", "\u{feff}---\r\ntitle"),
            (DANISH, "(/stories/).\r\n", "(/stories/)."),
        ]),
    ]
}

#[test]
fn a_form_that_nobody_touches_writes_nothing_whatever_line_ends_the_file_has() {
    for (at, place) in with_other_ends().iter().enumerate() {
        let desk = place.desk();
        for address in [format!("{DINNER}/da"), format!("{DINNER}/da?as=text")] {
            let (status, _) = page(&desk, send(&desk, &address, &opened(&desk, &address)));
            assert_eq!(status, 422, "{at} {address}");
            assert!(desk.drafts().all().unwrap().is_empty(), "{at} {address}");
        }
    }
}

#[test]
fn a_line_that_is_changed_leaves_the_line_ends_of_all_others() {
    for (at, place) in with_other_ends().iter().enumerate() {
        let desk = place.desk();
        let was = place.read(DANISH);
        for (address, field) in [(format!("{DINNER}/da"), "body"), (format!("{DINNER}/da?as=text"), "whole")]
        {
            let pairs = opened(&desk, &address);
            let typed = |text: &str| text.replace("om penge.", "om penge.\r\n\r\nOg mere.");
            let of = |(name, value): (String, String)| {
                let value = if name == field { typed(&value) } else { value };
                (name, value)
            };
            let pairs: Vec<(String, String)> = pairs.into_iter().map(of).collect();
            led_to(send(&desk, &address, &pairs));
            let draft = desk.drafts().all().unwrap().remove(0);
            let is = desk.repository.text(&draft.tip, DANISH).unwrap().unwrap();
            let end = if was.contains("\r\n") { "\r\n" } else { "\n" };
            let wanted = was.replace("om penge.", &format!("om penge.{end}{end}Og mere."));
            // The form of fields ends a text with a line end.
            assert_eq!(is.trim_end(), wanted.trim_end(), "{at} {address}");
            assert!(desk.drafts().drop(&draft).unwrap());
        }
    }
}

#[test]
fn the_source_beside_a_text_can_be_scrolled_by_keyboard() {
    let place = Place::new(&[]);
    let desk = place.desk();
    let address = format!("{DINNER}/da?as=text");
    let (_, html) = page(&desk, pages::answer(&desk, &asked(&desk, &address, desk.now(), None)));
    let tag = html.split_once("<div class=\"source\"").expect("the source").1.split_once('>').unwrap().0;
    for attribute in ["tabindex=\"0\"", "role=\"region\"", "aria-label=\"Source\""] {
        assert!(tag.contains(attribute), "{attribute}: {tag}");
    }
}
