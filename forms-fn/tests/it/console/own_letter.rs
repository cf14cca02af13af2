//! Letters in own words: whom they reach is what was chosen and named, and nobody else.

use axum::http::StatusCode;
use forms_fn::accounts::Role;
use forms_fn::{Reference, Step};
use jiff::{SignedDuration, Timestamp};

use super::browser::{Browser, By};
use super::lists::{host, names};
use crate::office::world::{World, everything, now, organisation, world, world_on};
use crate::site::{Answer, time};
use crate::stage::{Stage, on_every_store};

on_every_store!(
    a_letter_reaches_those_who_were_chosen_and_named_and_nobody_else,
    a_letter_is_taken_back_until_it_leaves_and_the_day_is_free_again,
    an_event_has_one_letter_a_day_and_one_press_sends_one,
    whoever_came_and_whoever_did_not_is_written_to_after_the_evening,
    a_letter_goes_along_with_an_event_that_is_moved,
    who_cancels_while_a_letter_waits_for_the_mail_server_gets_nothing,
    the_private_link_stands_in_a_letter_for_those_with_a_place_only,
);

const URL: &str = "/desk/events/ten/letter";
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// A letter in own words as its reader sees it.
#[derive(Debug)]
struct Mail {
    to: String,
    subject: String,
    text: String,
    html: String,
}

/// All letters in own words that went out by then, sorted by address, after a pass of the worker.
async fn mails(world: &World, at: Timestamp) -> Vec<Mail> {
    let folder = world.path().join("mail");
    let transport = forms_fn::mail::Transport::Folder(folder.clone());
    let post = forms_fn::worker::Post { transport, from: None };
    world.desk.confirm_clock(at).await.unwrap();
    let report = forms_fn::worker::tick(&world.app(at), &post, at).await;
    assert_eq!(report.failures, 0, "{report:?}");
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let own = paths.filter(|path| path.to_str().unwrap().ends_with(".own_words.eml"));
    let mails = own.map(|path| {
        let bytes = std::fs::read(&path).unwrap();
        let message = mail_parser::MessageParser::default().parse(&bytes).unwrap();
        let to = message.to().unwrap().first().unwrap().address().unwrap().to_owned();
        Mail {
            to,
            subject: message.subject().unwrap().to_owned(),
            text: message.body_text(0).unwrap().into_owned(),
            html: message.body_html(0).unwrap().into_owned(),
        }
    });
    let mut mails: Vec<Mail> = mails.collect();
    mails.sort_by(|one, other| one.to.cmp(&other.to));
    mails
}

/// To whom they went.
fn readers(mails: &[Mail]) -> Vec<&str> {
    mails.iter().map(|mail| mail.to.as_str()).collect()
}

/// Chooses, writes in English and looks.
async fn written(browser: &mut Browser, audiences: &[&str], text: &str) -> Answer {
    let chosen: Vec<(&str, &str)> = audiences.iter().map(|audience| ("for", *audience)).collect();
    let words = browser.submit(URL, &chosen).await;
    assert_eq!(words.status, StatusCode::OK, "{}", words.body);
    browser.submit(&format!("{URL}/words"), &[("subject.en", "About {event}"), ("text.en", text)]).await
}

/// The value of a hidden field.
#[track_caller]
fn hidden(page: &Answer, name: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).expect(&page.body);
    rest.split('"').next().unwrap().to_owned()
}

/// Presses the button that sends, as it stands on the page.
async fn send(browser: &mut Browser, look: &Answer) -> Answer {
    let (id, to) = (hidden(look, "id"), hidden(look, "to"));
    browser.submit(&format!("{URL}/send"), &[("id", &id), ("to", &to)]).await
}

async fn step(world: &World, reference: &Reference, step: Step) {
    world.office.step(&everything(), reference, step).await.unwrap().take().await.unwrap();
}

async fn a_letter_reaches_those_who_were_chosen_and_named_and_nobody_else(stage: Stage) {
    let world = world_on(stage.store.clone());
    let anna = world.guest("ten", "Anna").await;
    let bo = world.guest("ten", "Bo").await;
    let script = world.guest("ten", "<script>\u{202e}alert").await;
    let mut seated = vec![anna.clone(), bo.clone(), script.clone()];
    for number in 3..10 {
        seated.push(world.guest("ten", &format!("Guest {number}")).await);
    }
    let waits = world.guest("ten", "Wanda").await;
    world.guest("two", "Of another").await;
    world.doubtful("ten", "Hella").await;
    let erased = seated[9].clone();
    let mut browser = host(&world).await;
    browser.get("/desk/events/ten").await.assert_has(&["/desk/events/ten/letter", "Write to guests"]);

    // Nothing chosen is nobody.
    let nobody = browser.post(URL, &[]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    nobody.assert_has(&["Nothing chosen is nobody"]);
    let empty = browser.post(URL, &[("for", "offered")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.post(URL, &[("for", "everybody")]).await.status, StatusCode::BAD_REQUEST);

    let text = "Dear {name},\n\nbring https://example.org/map. Not javascript:alert(1)\n\nCome in: {link}";
    let look = written(&mut browser, &["confirmed"], text).await;
    look.assert_has(&[
        "About Dinner ten &amp; more",
        "10 people get it",
        "Send to 10 people",
        "&lt;script&gt;",
    ]);
    assert!(!names(&look).contains(&"Wanda".to_owned()), "{:?}", names(&look));
    // Whoever gets a place after the names were read wasn't among them.
    step(&world, &seated[8], Step::Cancel).await;
    step(&world, &waits, Step::Accept).await;
    let sent = send(&mut browser, &look).await;
    sent.assert_has(&["Done: the letter leaves in five minutes.", "Take it back", "to 9 people"]);

    assert!(mails(&world, now() + MINUTE * 4).await.is_empty());
    step(&world, &bo, Step::Cancel).await;
    world.office.erase(&everything(), &erased).await.unwrap().take().await.unwrap();
    let mails = mails(&world, now() + MINUTE * 5).await;
    let all: Vec<String> = [0, 2, 3, 4, 5, 6, 7].map(|number| format!("guest{number}@example.org")).into();
    assert_eq!(readers(&mails), all);
    let mail = &mails[0];
    assert_eq!((mail.subject.as_str(), mail.to.as_str()), ("About Dinner ten & more", "guest0@example.org"));
    assert!(mail.text.contains("Dear Anna,") && !mail.text.contains("Come in"), "{}", mail.text);
    assert!(mail.text.contains("/en/forms/registration/my?t="), "{}", mail.text);
    assert!(
        mail.html.contains("<a href=\"https://example.org/map\"") && !mail.html.contains("href=\"javascript")
    );
    let strange = &mails[1];
    assert!(
        !strange.html.contains("<script>") && strange.html.contains("&lt;script&gt;alert"),
        "{}",
        strange.html
    );
    assert!(!strange.text.contains('\u{202e}'));

    browser.later(&world, MINUTE * 6);
    browser.get(URL).await.assert_has(&["7 letters went out", "2 people were left out"]);
    browser
        .get(&format!("/desk/r/{anna}"))
        .await
        .assert_has(&["A letter in our own words", "About Dinner ten &amp; more"]);
    let dossier = world.desk.dossier(&bo, now()).await.unwrap().unwrap();
    assert!(dossier.letters.iter().all(|letter| letter.occasion.as_str() != "own_words"));
    let audits = world.desk.audits("2027-01", now()).await.unwrap();
    let entry = audits.iter().find(|audit| audit.action.as_str() == "letter").unwrap();
    assert_eq!((entry.count, entry.purpose.as_deref()), (9, Some("About Dinner ten & more")));
    let verified = forms_fn::transfer::verify(world.desk.store(), now()).await.unwrap();
    assert_eq!(verified.faults, []);
}

async fn a_letter_is_taken_back_until_it_leaves_and_the_day_is_free_again(stage: Stage) {
    let world = world_on(stage.store.clone());
    world.guest("ten", "Anna").await;
    let mut browser = host(&world).await;
    let look = written(&mut browser, &["confirmed"], "Hello").await;
    let sent = send(&mut browser, &look).await;
    let id = hidden(&sent, "id");
    // Another one with the right takes it back.
    let mut other = world.organiser(&[(Role::Coordinator, organisation("fika"))], By::Code).await;
    let back = format!("{URL}/back");
    other
        .submit(&back, &[("id", &id)])
        .await
        .assert_has(&["the letter is taken back", "Taken back by Organiser"]);
    other.submit(&back, &[("id", &id)]).await.assert_has(&["the letter is taken back"]);
    assert!(mails(&world, now() + MINUTE * 10).await.is_empty());
    let look = written(&mut browser, &["confirmed"], "Hello again").await;
    let sent = send(&mut browser, &look).await;
    let id = hidden(&sent, "id");
    assert_eq!(mails(&world, now() + MINUTE * 10).await.len(), 1);
    browser.submit(&back, &[("id", &id)]).await.assert_has(&["The letter has left already."]);
}

async fn an_event_has_one_letter_a_day_and_one_press_sends_one(stage: Stage) {
    let world = world_on(stage.store.clone());
    world.guest("ten", "Anna").await;
    let mut browser = host(&world).await;
    let mut other = world.organiser(&[(Role::Coordinator, organisation("fika"))], By::Code).await;
    let look = written(&mut browser, &["confirmed"], "Hello").await;
    let of_other = written(&mut other, &["confirmed"], "Hello from me, too").await;
    // What was changed since isn't what was looked at.
    let look_again = written(&mut browser, &["confirmed"], "Hello!").await;
    send(&mut browser, &look).await.assert_has(&["Nothing was changed.", "Look at it once more"]);
    for _ in 0..3 {
        send(&mut browser, &look_again).await.assert_has(&["Done: the letter leaves in five minutes."]);
    }
    let refused = send(&mut other, &of_other).await;
    refused.assert_has(&["have had a letter today", "You can send the next one from"]);
    assert_eq!(mails(&world, now() + MINUTE * 5).await.len(), 1);
    // What was written is there on the next day.
    other.later(&world, SignedDuration::from_hours(23));
    let early = other.get(&format!("{URL}/look")).await;
    assert!(!early.body.contains("name=\"to\""), "{}", early.body);
    let mut other = world
        .organiser_later(&[(Role::Host, organisation("fika"))], By::Code, SignedDuration::from_hours(24))
        .await;
    let look = written(&mut other, &["confirmed"], "The next day").await;
    send(&mut other, &look).await.assert_has(&["Done: the letter leaves in five minutes."]);
    let all = mails(&world, now() + SignedDuration::from_hours(25)).await;
    assert_eq!(readers(&all), ["guest0@example.org"; 2]);
    assert!(all.iter().any(|mail| mail.text.contains("The next day")), "{all:?}");
    let verified = forms_fn::transfer::verify(world.desk.store(), now()).await.unwrap();
    assert_eq!(verified.faults, []);
}

async fn whoever_came_and_whoever_did_not_is_written_to_after_the_evening(stage: Stage) {
    let world = world_on(stage.store.clone());
    let came = world.guest("ten", "Cem").await;
    world.guest("ten", "Missed").await;
    let waiting = world.guest("any", "Elsewhere").await;
    let evening = time("2027-01-21T18:00:00Z");
    let tap = forms_fn::Tap::new("ten", "11111111111111111111111111111111", evening).unwrap();
    world.desk.let_in(tap, &came, 1, evening).await.unwrap();
    let days = SignedDuration::from_hours(24 * 12);
    let mut browser = world.organiser_later(&[(Role::Host, organisation("fika"))], By::Code, days).await;
    let look = written(&mut browser, &["came"], "Thank you, {name}!").await;
    assert_eq!(names(&look), ["Cem"]);
    let look = written(&mut browser, &["missed"], "We missed you, {name}!").await;
    assert_eq!(names(&look), ["Missed"]);
    send(&mut browser, &look).await;
    let mails = mails(&world, now() + days + MINUTE * 5).await;
    assert_eq!(readers(&mails), ["guest1@example.org"]);
    assert!(world.desk.find(&waiting, now()).await.unwrap().is_some());
}

async fn a_letter_goes_along_with_an_event_that_is_moved(stage: Stage) {
    let world = world_on(stage.store.clone());
    world.guest("ten", "Anna").await;
    let mut browser = host(&world).await;
    let look = written(&mut browser, &["confirmed"], "Hello").await;
    send(&mut browser, &look).await;
    let terms = world.terms("any");
    world.desk.move_event("ten", &terms, now()).await.unwrap().unwrap();
    browser.get("/desk/events/any/letter").await.assert_has(&["Take it back"]);
    assert_eq!(mails(&world, now() + MINUTE * 5).await.len(), 1);
    browser.get("/desk/events/any/letter").await.assert_has(&["1 letter went out"]);
}

/// Handed out already, and looked at once more.
async fn who_cancels_while_a_letter_waits_for_the_mail_server_gets_nothing(stage: Stage) {
    let world = world_on(stage.store.clone());
    world.guest("ten", "Anna").await;
    let bo = world.guest("ten", "Bo").await;
    let mut browser = host(&world).await;
    let look = written(&mut browser, &["confirmed"], "Hello").await;
    send(&mut browser, &look).await;
    let folder = world.path().join("mail");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "no folder").unwrap();
    assert!(mails(&world, now() + MINUTE * 5).await.is_empty());
    browser.get(URL).await.assert_has(&["2 are on their way"]);
    step(&world, &bo, Step::Cancel).await;
    std::fs::remove_file(&folder).unwrap();
    let mails = mails(&world, now() + MINUTE * 10).await;
    assert_eq!(readers(&mails), ["guest0@example.org"]);
    browser.get(URL).await.assert_has(&["1 letter went out", "1 person was left out"]);
}

/// More people than one transaction hands a letter to.
async fn the_private_link_stands_in_a_letter_for_those_with_a_place_only(stage: Stage) {
    let world = world_on(stage.store.clone());
    for number in 0..10 {
        world.guest("ten", &format!("Guest {number}")).await;
    }
    world.guest("ten", "Wanda").await;
    let room = "https://meet.example.net/j/1";
    world.desk.set_link("ten", Some(room), now()).await.unwrap();
    let mut browser = host(&world).await;
    let look = written(&mut browser, &["confirmed", "waiting"], "Hello\n\nCome in: {link}").await;
    look.assert_has(&["Send to 11 people", room]);
    send(&mut browser, &look).await;
    let mails = mails(&world, now() + MINUTE * 5).await;
    assert_eq!(mails.len(), 11);
    for mail in mails {
        assert_eq!(mail.text.contains(room), mail.to != "guest10@example.org", "{mail:?}");
    }
}

#[tokio::test]
async fn a_language_without_words_is_named_and_reaches_nobody() {
    let world = world();
    world.guest("ten", "Anna").await;
    let layla = world.guest_in("ten", "Layla", "ar").await;
    let mut browser = host(&world).await;
    browser
        .submit(URL, &[("for", "confirmed")])
        .await
        .assert_has(&["name=\"subject.en\"", "name=\"text.ar\""]);
    let words = format!("{URL}/words");
    let half = browser.post(&words, &[("subject.en", "A"), ("text.en", "")]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    half.assert_has(&["Write both, the subject and the words", "value=\"A\""]);
    let strange = browser.post(&words, &[("subject.en", "Dear {name}"), ("text.en", "x")]).await;
    strange.assert_has(&["fill in {name} there"]);
    let nothing = browser.post(&words, &[]).await;
    nothing.assert_has(&["in at least one language"]);
    let look = browser.submit(&words, &[("subject.en", "A"), ("text.en", "B")]).await;
    look.assert_has(&["1 person gets it", "Not reached: no words in العربية", "Layla", "Send to 1 person"]);
    // Going back loses nothing.
    browser.get(&words).await.assert_has(&["value=\"A\"", "\nB</textarea>"]);
    // Somebody adds the other one by hand.
    let (id, to) = (hidden(&look, "id"), format!("{} {layla}", hidden(&look, "to")));
    browser.submit(&format!("{URL}/send"), &[("id", &id), ("to", &to)]).await.assert_has(&["to 1 person"]);
    let mails = mails(&world, now() + MINUTE * 5).await;
    assert_eq!(readers(&mails), ["guest0@example.org"]);
}

#[tokio::test]
async fn a_test_goes_to_the_writer_alone_and_is_no_letter_of_the_day() {
    let world = world();
    world.guest("ten", "Anna").await;
    let mut browser = host(&world).await;
    let look = written(&mut browser, &["confirmed"], "Dear {name}").await;
    browser.submit(&format!("{URL}/test"), &[]).await.assert_has(&["the test is on its way"]);
    let letters = super::browser::letters(&world, now()).await;
    let test = letters.iter().find(|letter| letter.subject.starts_with("Test: About Dinner")).unwrap();
    assert!(test.text.contains("Only you get it.") && test.text.contains("Dear Organiser"), "{}", test.text);
    assert!(test.to.starts_with("organiser"), "{}", test.to);
    send(&mut browser, &look).await.assert_has(&["Done: the letter leaves in five minutes."]);
    // The machine has no mailbox.
    let mut machine = Browser::on_the_machine(&world);
    let opened = forms_fn::console::opening(&world.app(now())).await.unwrap();
    let (_, key) = opened.split_once("?k=").unwrap();
    machine.submit("/desk/open", &[("k", key)]).await;
    written(&mut machine, &["confirmed"], "Hello").await;
    machine.submit(&format!("{URL}/test"), &[]).await.assert_has(&["Your account has no e-mail address"]);
}

#[tokio::test]
async fn whoever_has_no_mailbox_is_called_with_the_words() {
    let world = world();
    let anna = world.guest_by_phone("ten", "Anna").await;
    let mut browser = host(&world).await;
    let look = written(&mut browser, &["confirmed"], "Bring a coat").await;
    look.assert_has(&["1 person has no e-mail address", "Send to 1 person"]);
    send(&mut browser, &look).await;
    assert!(mails(&world, now() + MINUTE * 5).await.is_empty());
    browser.get("/desk").await.assert_has(&[
        "Please call",
        &format!("/desk/r/{anna}"),
        "A letter in our own words",
        URL,
    ]);
    browser.get(URL).await.assert_has(&["1 person is to be called", "Bring a coat"]);
}
