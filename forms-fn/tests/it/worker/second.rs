//! One mailbox, two adults; and one adult who sends the form twice. The letter tells the owner of the address how it stands.

use axum::http::Method;
use forms_fn::secret::LinkPurpose;
use forms_fn::{Reference, Status, Step};

use super::world::{Mail, NOW, World};
use crate::site::{FORM, ask, time};

/// The tokens of the links in a letter, in their order.
fn tokens(mail: &Mail) -> Vec<String> {
    let links = mail.text.split("my?t=").skip(1);
    links.map(|rest| rest.split_whitespace().next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_couple_with_one_mailbox_gets_two_places_with_one_press() {
    let world = World::new();
    let leila = world.register(NOW, "family").await;
    world.tick(NOW).await;
    let omar = world.send(NOW, "registration", "event=ten&full_name=Omar&email=family@example.net").await;
    assert_eq!(
        world.status(&omar, NOW).await,
        Status::Offered,
        "a seat is kept, and nobody is told that it is theirs"
    );
    world.tick(NOW).await;
    assert_eq!(world.letters_to("family"), ["confirmed", "already"]);
    let mail = world.letter("family", "already");
    for words in ["We already have a form from you", "You have a place.", "Was the form for another person?"]
    {
        assert!(mail.text.contains(words) || mail.subject.contains(words), "{words} in {}", mail.text);
    }
    let tokens = tokens(&mail);
    let open = |purpose, token: &String| world.desk.keyring().open(purpose, token, time(NOW));
    assert_eq!(open(LinkPurpose::See, &tokens[0]), Some(leila));
    assert_eq!(open(LinkPurpose::Accept, &tokens[1]), Some(omar.clone()));

    let app = world.app(NOW);
    let my = "/en/forms/registration/my";
    let page = ask(&app, Method::GET, &format!("{my}?t={}", tokens[1]), &[], "").await;
    page.assert_has(&["name=\"action\" value=\"accept\"", "Your name: <strong><bdi>Omar</bdi></strong>"]);
    let body = format!("action=accept&t={}", tokens[1]);
    let pressed = ask(&app, Method::POST, my, &[("content-type", FORM)], body.clone()).await;
    assert_eq!(pressed.status, 303, "{}", pressed.body);
    let again = ask(&app, Method::POST, my, &[("content-type", FORM)], body).await;
    assert_eq!((again.status, again.header("location")), (pressed.status, pressed.header("location")));
    let counters = world.desk.counters("ten", time(NOW)).await.unwrap();
    assert_eq!((counters.confirmed, counters.offered), (2, 0), "one press, however often it is sent");
    assert_eq!(world.status(&omar, NOW).await, Status::Confirmed);
    world.tick(NOW).await;
    assert_eq!(world.letters_to("family"), ["confirmed", "confirmed", "already"]);
}

/// The queue holds for the second adult, too: nobody overtakes by a mailbox that is registered.
#[tokio::test]
async fn the_second_adult_of_a_full_event_waits_like_everybody() {
    let mut world = World::new();
    world.event().capacity = Some(1);
    let leila = world.register(NOW, "family").await;
    let before = world.register(NOW, "before").await;
    let omar = world.send(NOW, "registration", "event=ten&full_name=Omar&email=family@example.net").await;
    world.tick(NOW).await;
    let token = tokens(&world.letter("family", "already"))[1].clone();
    assert_eq!(world.desk.keyring().open(LinkPurpose::See, &token, time(NOW)), Some(omar.clone()));
    world.step(NOW, &leila, Step::Cancel).await;
    assert_eq!(world.status(&before, NOW).await, Status::Offered);
    assert_eq!(world.status(&omar, NOW).await, Status::Waiting);
    world.step(NOW, &before, Step::Cancel).await;
    world.tick(NOW).await;
    assert_eq!(world.letters_to("family"), ["confirmed", "offered", "already", "cancelled"]);
    let token = tokens(&world.letter("family", "offered"))[0].clone();
    let my = "/en/forms/registration/my";
    let page = ask(&world.app(NOW), Method::GET, &format!("{my}?t={token}"), &[], "").await;
    page.assert_has(&["Omar", "name=\"action\" value=\"accept\""]);
}

#[tokio::test]
async fn who_only_sent_the_form_twice_needs_to_do_nothing() {
    let world = World::new();
    world.register(NOW, "ada").await;
    let again =
        world.send(NOW, "registration", "event=ten&full_name=ada&email=ada@example.net&diet=meat").await;
    world.tick(NOW).await;
    let until = world.find(&again, NOW).await.unwrap().record.offer_until().unwrap();
    world.tick(&until.to_string()).await;
    assert_eq!(world.status(&again, &until.to_string()).await, Status::Lapsed, "the seat is free again");
    assert_eq!(world.letters_to("ada"), ["confirmed", "already"], "no letter about what was never asked for");
}

#[tokio::test]
async fn whoever_has_a_held_form_reads_the_truth_and_the_way_on() {
    let world = World::new();
    let body = "event=ten&full_name=amina&email=amina@example.net&website_url=x";
    // A program can't look at its answers again, so an organiser looks at once.
    let headers = [("content-type", FORM), ("accept", "application/json")];
    let sent = ask(&world.app(NOW), Method::POST, "/en/forms/registration", &headers, body).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let held = Reference::parse(sent.json()["reference"].as_str().unwrap()).unwrap();
    assert_eq!(world.status(&held, NOW).await, Status::Held);
    world.tick(NOW).await;
    let body = "event=ten&full_name=Amina+K&email=amina@example.net";
    let proper = world.send(NOW, "registration", body).await;
    world.tick(NOW).await;
    let mail = world.letter("amina", "already");
    assert!(mail.text.contains("A person looks at it first"), "{}", mail.text);
    assert!(!mail.text.contains("You have a place"), "{}", mail.text);
    let token = &tokens(&mail)[1];
    assert_eq!(world.desk.keyring().open(LinkPurpose::Accept, token, time(NOW)), Some(proper.clone()));
    world.step(NOW, &proper, Step::Accept).await;
    assert_eq!(world.status(&proper, NOW).await, Status::Confirmed);
}

#[tokio::test]
async fn an_offer_by_telephone_runs_from_the_call_on() {
    let mut world = World::new();
    world.event().capacity = Some(1);
    let first = world.register(NOW, "first").await;
    let waits = world.send(NOW, "registration", "event=ten&full_name=Waits&phone=12345678").await;
    world.step(NOW, &first, Step::Cancel).await;
    assert_eq!(world.find(&waits, NOW).await.unwrap().record.offer_until(), None);
    let days = "2027-01-13T12:00:00Z";
    world.tick(days).await;
    assert_eq!(world.status(&waits, days).await, Status::Offered, "nobody has told her yet");
    let terms = world.terms();
    world.desk.called(&waits, Some(&terms), time(days)).await.unwrap();
    let until = world.find(&waits, days).await.unwrap().record.offer_until().unwrap();
    assert_eq!(until, terms.offer_ends(time(days)));
    world.tick(&until.to_string()).await;
    assert_eq!(world.status(&waits, &until.to_string()).await, Status::Lapsed);
}

#[tokio::test]
async fn a_wrong_address_is_put_right_and_the_place_on_the_list_stays() {
    let mut world = World::new();
    world.event().capacity = Some(1);
    world.register(NOW, "first").await;
    let waits = world.register(NOW, "typo").await;
    world.register(NOW, "third").await;
    world.tick(NOW).await;
    let wrong = world.desk.correct(&waits, "no address", None, time(NOW)).await.unwrap();
    assert_eq!(wrong, Err(forms_fn::NoAddress::Wrong(forms::Code::Email(forms::EmailFault::Other))));
    let dots = world.desk.correct(&waits, "right..one@example.net", None, time(NOW)).await.unwrap();
    assert_eq!(dots, Err(forms_fn::NoAddress::Wrong(forms::Code::Email(forms::EmailFault::Dots))));
    world.desk.correct(&waits, "right@example.net", None, time(NOW)).await.unwrap().unwrap();
    world.tick(NOW).await;
    assert_eq!(world.letters_to("right"), ["waiting"]);
    assert_eq!(world.find(&waits, NOW).await.unwrap().position, Some(1));
    // The address that was wrong is free again, and the right one is known.
    let other = world.register(NOW, "typo").await;
    assert!(!world.find(&other, NOW).await.unwrap().record.is_second());
    let same = world.register(NOW, "right").await;
    assert!(world.find(&same, NOW).await.unwrap().record.is_second());
    world.desk.resend(&waits, None, time(NOW)).await.unwrap();
    world.tick(NOW).await;
    assert_eq!(world.letters_to("right").iter().filter(|occasion| *occasion == "waiting").count(), 2);
    let verified = forms_fn::transfer::verify(world.desk.store(), time(NOW)).await.unwrap();
    assert_eq!(verified.faults, []);
}

/// Some browsers send a domain in its own letters, some in those of the internet: it is one mailbox.
#[tokio::test]
async fn a_domain_in_its_own_letters_is_written_to_and_is_one_person_in_both_spellings() {
    let world = World::new();
    let sent = |email: &str| format!("event=ten&full_name=Amal&email={email}");
    let first = world.send(NOW, "registration", &sent("amal%40pr%C3%B8ve.dk")).await;
    let second = world.send(NOW, "registration", &sent("Amal%40xn--prve-hra.DK")).await;
    assert!(!world.find(&first, NOW).await.unwrap().record.is_second());
    assert!(world.find(&second, NOW).await.unwrap().record.is_second());
    world.tick(NOW).await;
    let mut to: Vec<String> = world.mails().into_iter().map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, ["amal@xn--prve-hra.dk"; 2]);
    let stored = world.desk.find(&first, time(NOW)).await.unwrap().unwrap();
    assert_eq!(stored.answers["email"], "amal@xn--prve-hra.dk");
}

/// The second form of a mailbox, sent with a nonce of the page and corrected from there to an address of its own.
#[tokio::test]
async fn who_mistyped_an_address_that_is_registered_has_a_place_under_the_right_one() {
    let world = World::new();
    world.register(NOW, "husband").await;
    let url = "/en/forms/registration";
    let fresh = ask(&world.app(NOW), Method::GET, &format!("{url}/nonce?event=ten"), &[], "").await;
    let nonce = fresh.json()["nonce"].as_str().unwrap().to_owned();
    let later = "2027-01-10T12:00:20Z";
    let body = |name: &str| format!("event=ten&nonce={nonce}&full_name=Wife&email={name}@example.net");
    world.send(later, "registration", &body("husband")).await;
    let right = world.send(later, "registration", &format!("{}&again=correction", body("wife"))).await;
    let record = world.find(&right, later).await.unwrap().record;
    assert_eq!((record.status(), record.is_second(), record.offer_until()), (Status::Confirmed, false, None));
    world.tick(later).await;
    assert_eq!(world.letters_to("wife"), ["confirmed"]);
    let already = world.letter("husband", "already");
    assert_eq!(tokens(&already).len(), 1, "there is no second registration any more: {}", already.text);
    let days = "2027-01-13T12:00:00Z";
    world.tick(days).await;
    assert_eq!(world.status(&right, days).await, Status::Confirmed);
    let verified = forms_fn::transfer::verify(world.desk.store(), time(days)).await.unwrap();
    assert_eq!(verified.faults, []);
}

/// The same by an organiser.
#[tokio::test]
async fn an_organiser_brings_a_second_form_to_its_own_address_and_it_is_confirmed() {
    let world = World::new();
    world.register(NOW, "husband").await;
    let body = "event=ten&full_name=Wife&email=husband@example.net";
    let wife = world.send(NOW, "registration", body).await;
    assert_eq!(world.status(&wife, NOW).await, Status::Offered);
    world.tick(NOW).await;
    let token = tokens(&world.letter("husband", "already"))[1].clone();
    world.desk.correct(&wife, "wife@example.net", None, time(NOW)).await.unwrap().unwrap();
    let record = world.find(&wife, NOW).await.unwrap().record;
    assert_eq!((record.status(), record.is_second(), record.offer_until()), (Status::Confirmed, false, None));
    world.tick(NOW).await;
    assert_eq!(world.letters_to("wife"), ["confirmed"]);
    let app = world.app(NOW);
    let my = "/en/forms/registration/my";
    let old = ask(&app, Method::GET, &format!("{my}?t={token}"), &[], "").await;
    assert_eq!(old.status, 403, "his letter is about her no more");
    let own = &tokens(&world.letter("wife", "confirmed"))[0];
    assert_eq!(ask(&app, Method::GET, &format!("{my}?t={own}"), &[], "").await.status, 200);
    let counters = world.desk.counters("ten", time(NOW)).await.unwrap();
    assert_eq!((counters.confirmed, counters.offered), (2, 0));
    let days = "2027-01-13T12:00:00Z";
    world.tick(days).await;
    assert_eq!(world.status(&wife, days).await, Status::Confirmed);
    let verified = forms_fn::transfer::verify(world.desk.store(), time(days)).await.unwrap();
    assert_eq!(verified.faults, []);
}
