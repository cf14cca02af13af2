//! The door: two taps, an undo, a counter that may pass what was expected, and a code that tells strangers nothing.

use axum::http::StatusCode;
use forms_fn::accounts::Role;
use forms_fn::mail::Transport;
use forms_fn::office::Scope;
use forms_fn::secret::LinkPurpose;
use forms_fn::worker::{self, Post};
use forms_fn::{Reference, Step};
use jiff::SignedDuration;
use mail_parser::{MessageParser, MimeHeaders};

use super::browser::Browser;
use crate::office::world::{World, now, organisation, world, world_on};
use crate::site::time;
use crate::stage::{Stage, on_every_store};

const DOOR: &str = "/desk/events/ten/door";

on_every_store!(a_guest_is_let_in_once_and_taken_back);

fn event(id: &str) -> Scope {
    Scope::Event(id.to_owned())
}

/// From now until noon of the day of the event, which begins at six and ends at nine in Oslo.
const NOON: SignedDuration = SignedDuration::from_hours(11 * 24);

/// A host, at noon of that day.
async fn host(world: &World) -> Browser {
    let (address, _) = world.account(&[(Role::Host, organisation("fika"))]).await;
    signed_in(world, &address, NOON).await
}

async fn signed_in(world: &World, address: &str, by: SignedDuration) -> Browser {
    let mut browser = Browser::new(world);
    browser.later(world, by);
    browser.sign_in(world, address).await;
    browser
}

/// What a form of the page would send.
fn tap(guest: &Reference, nonce: usize) -> Vec<(&'static str, String)> {
    vec![
        ("reference", guest.to_string()),
        ("nonce", format!("a-nonce-of-a-tap-{nonce}")),
        ("people", "1".to_owned()),
    ]
}

async fn press(browser: &mut Browser, path: &str, fields: &[(&'static str, String)]) -> String {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = browser.submit(&format!("{DOOR}/{path}"), &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

async fn a_guest_is_let_in_once_and_taken_back(stage: Stage) {
    let world = world_on(stage.store);
    let (anna, _) = (world.guest("ten", "Anna Ås").await, world.guest("ten", "Bea").await);
    let (mut host, mut other) = (host(&world).await, host(&world).await);
    let empty = host.get(DOOR).await;
    empty.assert_has(&["0 of 2 are here"]);
    assert!(!empty.body.contains("Anna"), "nobody's name stands there before somebody looks");
    let found = host.post(DOOR, &[("q", "aas")]).await;
    found.assert_has(&["Anna Ås", "How many are here?", &anna.to_string()]);
    assert!(!found.body.contains("Bea"));
    let page = press(&mut host, "in", &tap(&anna, 1)).await;
    assert!(
        page.contains("1 of 2 are here") && page.contains("here since 13:00") && page.contains("Welcome"),
        "{page}"
    );
    let page = press(&mut host, "in", &tap(&anna, 1)).await;
    assert!(page.contains("1 of 2 are here") && page.contains("Welcome"), "pressed twice: {page}");
    other.later(&world, SignedDuration::from_mins(5));
    let page = press(&mut other, "in", &tap(&anna, 2)).await;
    assert!(page.contains("here already") && page.contains("here since 13:00"), "{page}");
    let page = press(&mut other, "back", &tap(&anna, 3)).await;
    assert!(page.contains("0 of 2 are here") && page.contains("not counted any more"), "{page}");
    let page = press(&mut host, "back", &tap(&anna, 4)).await;
    assert!(page.contains("was not let in"), "{page}");
}

#[tokio::test]
async fn nobody_is_turned_away() {
    let world = world();
    let anna = world.guest("ten", "Anna").await;
    let terms = world.office.site().unwrap().terms("ten").unwrap();
    world.desk.change(&anna, Step::Cancel, Some(&terms), now()).await.unwrap();
    let mut host = host(&world).await;
    host.get(DOOR).await.assert_has(&["0 of 0 are here"]);
    let all = host.post(DOOR, &[("all", "1")]).await;
    assert!(!all.body.contains("Anna"), "who has cancelled is found by name only");
    host.post(DOOR, &[("q", "anna")]).await.assert_has(&["Has cancelled"]);
    let page = press(&mut host, "in", &tap(&anna, 1)).await;
    assert!(page.contains("1 of 0 are here") && page.contains("Has cancelled"), "{page}");
    let nobody = host.post(DOOR, &[("q", "nobody")]).await;
    nobody.assert_has(&["we turn nobody away"]);
    let name = "<b>Eva</b>".to_owned();
    let walk_in = [("name", name), ("people", "2".to_owned()), ("nonce", "a-nonce-of-a-tap-9".to_owned())];
    let page = press(&mut host, "walk-in", &walk_in).await;
    assert!(page.contains("3 of 0 are here") && page.contains("&lt;b&gt;Eva"), "{page}");
    let id = page.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page =
        press(&mut host, "walk-back", &[("id", id), ("nonce", "a-nonce-of-a-tap-10".to_owned())]).await;
    assert!(page.contains("1 of 0 are here") && !page.contains("Eva"), "{page}");
}

#[tokio::test]
async fn a_search_takes_two_letters_of_a_name_and_no_address() {
    let world = world();
    world.guest("ten", "Anna").await;
    let mut host = host(&world).await;
    let short = host.post(DOOR, &[("q", "a")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    short.assert_has(&["at least two letters", "value=\"a\"", "aria-invalid=\"true\""]);
    let address = host.post(DOOR, &[("q", "guest0@example.org")]).await;
    assert!(
        !address.body.contains("Anna") && !address.body.contains("guest0@example.org</"),
        "{}",
        address.body
    );
    for bad in
        [&[("reference", "x"), ("nonce", "a-nonce-of-a-tap-1")][..], &[("reference", "00000-00000")], &[]]
    {
        let answer = host.post(&format!("{DOOR}/in"), bad).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad:?}");
    }
    let unknown = host
        .post(&format!("{DOOR}/in"), &[("reference", "00000-00000"), ("nonce", "a-nonce-of-a-tap-1")])
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_role_of_the_door_is_of_one_evening_and_one_event() {
    let world = world();
    let (anna, bea) = (world.guest("ten", "Anna").await, world.guest("two", "Bea").await);
    let (address, _) = world.account(&[(Role::Door, event("ten"))]).await;
    for (hours, wanted) in
        [(-3, StatusCode::NOT_FOUND), (-1, StatusCode::OK), (13, StatusCode::OK), (14, StatusCode::NOT_FOUND)]
    {
        let mut door = signed_in(&world, &address, NOON + SignedDuration::from_hours(hours)).await;
        assert_eq!(door.get(DOOR).await.status, wanted, "{hours} hours after noon");
    }
    let mut door = signed_in(&world, &address, NOON).await;
    let elsewhere = [
        "/desk/events/two/door",
        "/desk/events/two/paper",
        "/desk/events/two/sheet/door",
        "/desk/events/ten/sheet/kitchen",
        "/desk/events/ten/sheet/funder",
    ];
    for path in elsewhere {
        assert_eq!(door.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let fields = tap(&bea, 1);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    for path in ["/desk/events/two/door/in", "/desk/events/ten/door/in"] {
        assert_eq!(door.post(path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    press(&mut door, "in", &tap(&anna, 2)).await;
    assert_eq!(world.desk.came("two", door.now).await.unwrap().all(), 0);
    let audit = world.desk.dossier(&anna, door.now).await.unwrap().unwrap().audit;
    let told = |entry: &serde_json::Value| {
        entry["action"] == "check_in" && entry["purpose"] == "letting people in at the door"
    };
    assert!(audit.iter().any(told), "the guest reads who let them in: {audit:?}");
}

#[tokio::test]
async fn the_code_of_a_ticket_tells_strangers_nothing_and_leads_the_door_to_the_guest() {
    let world = world();
    let (anna, bea) = (world.guest("ten", "Anna").await, world.guest("two", "Bea").await);
    let code = |guest| world.desk.keyring().link(LinkPurpose::Door, guest, time("2027-04-01T12:00:00Z"));
    let mut stranger = Browser::new(&world);
    let page = stranger.get(&format!("/desk/door?t={}", code(&anna))).await;
    page.assert_has(&["Show this at the door"]);
    assert!(!page.body.contains("Anna") && !page.body.contains(&anna.to_string()), "{}", page.body);
    let forged = code(&anna).replace(['A', 'a'], "b");
    let other = stranger.get(&format!("/desk/door?t={forged}")).await;
    assert_eq!(
        page.body.replace(&code(&anna), ""),
        other.body.replace(&forged, ""),
        "nobody can tell which is one"
    );
    let mut host = host(&world).await;
    let led = host.get(&format!("/desk/door?t={}", code(&anna))).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER);
    let to = led.header("location").to_owned();
    host.get(&to).await.assert_has(&["Anna", "<details open>"]);
    for dead in
        [forged, code(&bea), world.desk.keyring().link(LinkPurpose::See, &anna, time("2027-04-01T12:00:00Z"))]
    {
        assert_eq!(host.get(&format!("/desk/door?t={dead}")).await.status, StatusCode::NOT_FOUND);
    }
    host.get("/desk/door").await.assert_has(&["/desk/events/ten/door"]);
    let (funder, _) = world.account(&[(Role::Funder, organisation("fika"))]).await;
    let mut funder = signed_in(&world, &funder, NOON).await;
    funder.get(&format!("/desk/door?t={}", code(&anna))).await.assert_has(&["Show this at the door"]);
}

#[tokio::test]
async fn a_letter_carries_the_code_as_a_picture_of_its_own() {
    let world = world();
    let anna = world.guest("ten", "Anna").await;
    let folder = world.path().join("mail");
    let post = Post { transport: Transport::Folder(folder.clone()), from: None };
    assert_eq!(worker::tick(&world.app(now()), &post, now()).await.failures, 0);
    let letter =
        std::fs::read_dir(&folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).next();
    let letter = letter.unwrap();
    let message = MessageParser::default().parse(&letter).unwrap();
    let html = message.body_html(0).unwrap();
    assert!(
        html.contains("src=\"cid:door-code\"") && html.contains(&format!("say your reference: {anna}")),
        "{html}"
    );
    assert!(message.body_text(0).unwrap().contains("say your reference"));
    let picture = message.parts.iter().find(|part| part.content_id() == Some("door-code")).unwrap();
    assert!(picture.contents().starts_with(b"\x89PNG"), "it is one");
}

#[tokio::test]
async fn sheets_are_by_name_and_the_kitchen_sees_none() {
    let world = world();
    for name in ["Bea", "Anna <i>", "Çelik"] {
        world.guest("ten", name).await;
    }
    let mut host = host(&world).await;
    let door = host.get("/desk/events/ten/sheet/door").await;
    let at = |name: &str| door.body.find(name).unwrap();
    assert!(at("Anna &lt;i&gt;") < at("Bea") && at("Bea") < at("Çelik"), "{}", door.body);
    door.assert_has(&["3 people are expected.", "<td class=\"desk-number\">11</td>"]);
    assert!(!door.body.contains("Pork") && !door.body.contains("@example.org"));
    let kitchen = host.get("/desk/events/ten/sheet/kitchen").await;
    kitchen.assert_has(&["What do you not eat?", "Pork</th><td class=\"desk-number\">3</td>"]);
    assert!(["Bea", "Anna", "elik"].iter().all(|name| !kitchen.body.contains(name)), "{}", kitchen.body);
    let funder = host.get("/desk/events/ten/sheet/funder").await;
    funder.assert_has(&["legal representative", "Bea", "Fika"]);
    assert!(
        !funder.body.contains("style=") && !funder.body.contains("Children"),
        "names and signatures, and no style"
    );
}

#[tokio::test]
async fn a_list_from_paper_counts_once_however_often_it_is_sent() {
    let world = world();
    let (anna, bea) = (world.guest("ten", "Anna").await, world.guest("ten", "Bea").await);
    let mut host = host(&world).await;
    press(&mut host, "in", &tap(&anna, 1)).await;
    let paper = "/desk/events/ten/paper";
    let boxes = host.get(paper).await;
    boxes.assert_has(&[&format!("name=\"came-{bea}\""), "here since"]);
    assert!(!boxes.body.contains(&format!("came-{anna}")), "who is there needs no box");
    let (one, two) = (format!("came-{bea}"), format!("came-{anna}"));
    let fields = [("nonce", "a-nonce-of-a-list"), (one.as_str(), "1"), (two.as_str(), "1")];
    host.submit(paper, &fields).await.assert_has(&["1 guest is new", "2 of 2 are here"]);
    host.submit(paper, &fields).await.assert_has(&["0 guests are new", "2 of 2 are here"]);
    host.later(&world, SignedDuration::from_mins(1));
    let there = world.desk.attended("ten", host.now).await.unwrap().check_ins;
    assert!(there[&anna].at < host.now && there.len() == 2);
}

#[tokio::test]
async fn what_was_tapped_without_a_network_is_sent_later_and_says_when() {
    let world = world();
    let anna = world.guest("ten", "Anna").await;
    let mut host = host(&world).await;
    host.later(&world, SignedDuration::from_hours(6));
    let names = host.get(&format!("{DOOR}/names")).await.json();
    assert_eq!(names["guests"][0]["name"], "Anna");
    assert!(!names.to_string().contains("@example.org"), "no more than the door sees: {names}");
    let page = host.get(&format!("{DOOR}/offline")).await;
    assert!(!page.body.contains("Anna") && page.body.contains("data-page=\"offline\""), "{}", page.body);
    let worker = host.get(&format!("{DOOR}/worker.js")).await;
    assert_eq!(worker.header("service-worker-allowed"), DOOR);
    host.headers.push(("accept", "application/json".to_owned()));
    let reference = anna.to_string();
    let sent = |nonce: &'static str, at: &'static str| {
        [
            ("reference", reference.clone()),
            ("nonce", nonce.to_owned()),
            ("people", "2".to_owned()),
            ("at", at.to_owned()),
        ]
    };
    for (nonce, at, wanted) in [
        ("a-nonce-of-a-tap-1", "2027-01-21T17:20:00Z", r#"{"at":"2027-01-21T17:20:00Z","is":"let_in"}"#),
        ("a-nonce-of-a-tap-1", "2027-01-21T17:20:00Z", r#"{"at":"2027-01-21T17:20:00Z","is":"let_in"}"#),
        ("a-nonce-of-a-tap-2", "2027-01-21T17:10:00Z", r#"{"at":"2027-01-21T17:10:00Z","is":"already"}"#),
        // Neither long before the event nor tomorrow.
        ("a-nonce-of-a-tap-3", "1970-01-01T00:00:00Z", r#"{"at":"2027-01-21T11:00:00Z","is":"already"}"#),
        ("a-nonce-of-a-tap-4", "2030-01-01T00:00:00Z", r#"{"at":"2027-01-21T11:00:00Z","is":"already"}"#),
    ] {
        let fields = sent(nonce, at);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = host.post(&format!("{DOOR}/in"), &fields).await;
        let wanted: serde_json::Value = serde_json::from_str(wanted).unwrap();
        assert_eq!((answer.status, answer.json()), (StatusCode::OK, wanted), "{nonce}");
    }
    let out = host.post("/desk/sign-out", &[]).await;
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
}

#[tokio::test]
async fn a_guests_own_telephone_speaks_the_guests_language() {
    let world = world();
    for (asked, lang, words, direction) in [
        ("ar-SY,en;q=0.5", "ar", "أرِ هذا عند الباب", "rtl"),
        ("uk", "uk", "Покажіть це біля входу", "ltr"),
        ("fi,ar;q=0.5", "fi", "ovella", "ltr"),
        ("so", "en", "Show this at the door", "ltr"),
    ] {
        let mut guest = Browser::new(&world);
        guest.headers = vec![("accept-language", asked.to_owned())];
        let page = guest.get("/desk/door?t=abc").await;
        assert_eq!(page.header("content-language"), lang, "{asked}");
        page.assert_has(&[words, &format!("<div dir=\"{direction}\">"), "href=\"/desk/door?t=abc\""]);
    }
}
