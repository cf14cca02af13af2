//! Nobody learns from an answer whether an address is registered.
//!
//! Two sites are in the same state but for one thing: in the first the address is registered already. A post with that
//! address must get the same bytes from both.

use axum::http::Method;

use crate::my::world::{AMINA, World, reference, world};
use crate::site::{Answer, FORM, ask, time, without};

const URL: &str = "/en/forms/registration";
const JSON: &str =
    r#"{"event":"EVENT","full_name":"X","email":"amina@example.org","phone":"12345678","adult":true}"#;

/// An event, and how many others registered before. Ten seats are free; the eleventh waits; the last takes nobody.
const STATES: [(&str, usize); 4] = [("ten", 0), ("ten", 10), ("full-waitlist", 3), ("full", 0)];

/// Existence leak: status, headers, bodies and the page after sending are the same to the byte, save reference and id
/// of the request; also at an event that is full, with and without a waiting list.
#[tokio::test]
async fn existence_leak_byte_for_byte_the_same_in_a_site_that_knows_the_address() {
    for (event, others) in STATES {
        for json in [false, true] {
            let (known, new) = (world(), world());
            let first = AMINA.replace("event=ten", &format!("event={event}"));
            let stranger = first.replace("amina", "someone");
            known.post(URL, &first).await;
            new.post(URL, &stranger).await;
            for world in [&known, &new] {
                fill(world, event, others).await;
            }
            let answers = [send(&known, event, json).await, send(&new, event, json).await];
            assert_eq!(answers[0], answers[1], "{event} after {others}");
        }
    }
}

/// Existence leak: two posts with one address to one site. The second is no registration, and nothing shows it but the
/// numbers that are new each time.
#[tokio::test]
async fn existence_leak_two_posts_with_one_address_differ_by_their_numbers() {
    for event in ["ten", "full-waitlist"] {
        let world = world();
        fill(&world, event, 2).await;
        let first = AMINA.replace("event=ten", &format!("event={event}"));
        let second = first.replace("Amina", "Stranger");
        let answers = [world.post(URL, &first).await, world.post(URL, &second).await];
        assert_ne!(reference(&answers[0]), reference(&answers[1]));
        let masked = answers.each_ref().map(mask);
        assert_eq!(masked[0], masked[1], "{event}");
        let mut pages = Vec::new();
        for answer in &answers {
            let page = world.get(answer.header("location")).await;
            pages.push(mask_with(&page, answer).replace("number 4 ", "number 3 "));
        }
        assert_eq!(pages[0], pages[1], "{event}");
    }
}

async fn fill(world: &World, event: &str, others: usize) {
    for number in 0..others {
        let body = format!("event={event}&full_name=Guest&email=guest{number}%40example.org&adult=yes");
        assert_eq!(world.post(URL, &body).await.status, 303);
    }
}

/// Sends the form with Amina's address, and opens the page that the answer leads to.
async fn send(world: &World, event: &str, json: bool) -> (String, String, String) {
    let answer = if json {
        let headers = [("content-type", "application/json")];
        ask(&world.app, Method::POST, URL, &headers, JSON.replace("EVENT", event)).await
    } else {
        let body = AMINA.replace("event=ten", &format!("event={event}")).replace("Amina", "X");
        world.post(URL, &body).await
    };
    let location = answer.header("location").to_owned();
    if location.is_empty() {
        assert_eq!(answer.status, 409, "{}", answer.body);
        return (mask(&answer), String::new(), String::new());
    }
    let (page, facts) = (world.get(&location).await, world.get_json(&location).await);
    assert_eq!((page.status.as_u16(), facts.status.as_u16()), (200, 200));
    (mask(&answer), mask_with(&page, &answer), mask_with(&facts, &answer))
}

/// The whole answer as text, without what is new each time.
fn mask(answer: &Answer) -> String {
    mask_with(answer, answer)
}

fn mask_with(shown: &Answer, sent: &Answer) -> String {
    let text = format!("{} {:#?}\n{}", shown.status, shown.headers, shown.body);
    let text = text.replace(shown.header("x-request-id"), "ID");
    if sent.header("location").is_empty() {
        return text;
    }
    let reference = reference(sent).to_string();
    let length = |body: &str| format!("\"content-length\": \"{}\"", body.len());
    // The code of a reference is longer or shorter by chance, too.
    let text = text.replace(&length(&shown.body), &length(&without(&shown.body, &reference)));
    without(&text, &reference)
}

/// What a stranger sees who sends the form with the address of somebody, with two posts of their own around it: answers and
/// pages, at once, three days later, and what is left for their own third post.
async fn around(world: &World, event: &str) -> Vec<String> {
    let own = |name: &str| format!("event={event}&full_name={name}&email={name}%40example.org&adult=yes");
    let mut seen = Vec::new();
    let mut locations = Vec::new();
    let victim = AMINA.replace("event=ten", &format!("event={event}")).replace("Amina", "X");
    for body in [own("before"), victim, own("after")] {
        let answer = world.post(URL, &body).await;
        locations.push(answer.header("location").to_owned());
        let page = world.get(answer.header("location")).await;
        seen.extend([mask(&answer), mask_with(&page, &answer)]);
        let form = world.get(&format!("{URL}?event={event}")).await;
        seen.push(form.body.contains("All places are taken").to_string());
        seen.push(world.get(&format!("{URL}/places")).await.json()[event].to_string());
    }
    for later in ["2027-01-12T12:00:01Z", "2027-01-13T12:00:00Z", "2027-01-20T12:00:00Z"] {
        let app = world.at(later);
        for url in &locations {
            let page = ask(&app, Method::GET, url, &[], "").await;
            let reference = url.split_once("?ref=").unwrap().1;
            let body = without(&page.body, reference);
            seen.push(format!("{later} {} {body}", page.status));
        }
    }
    seen
}

/// Existence leak: positions on the list, the last seat and the page of the reference are the same around an address that
/// is registered and one that isn't.
#[tokio::test]
async fn existence_leak_two_own_posts_around_one_for_somebody_tell_nothing() {
    for (event, others) in [("full-waitlist", 2), ("ten", 8), ("ten", 7), ("ten", 9), ("ten", 0)] {
        let (known, new) = (world(), world());
        let first = AMINA.replace("event=ten", &format!("event={event}"));
        known.post(URL, &first).await;
        new.post(URL, &first.replace("amina", "someone")).await;
        for world in [&known, &new] {
            fill(world, event, others).await;
        }
        let seen = [around(&known, event).await, around(&new, event).await];
        assert_eq!(seen[0], seen[1], "{event} after {others}");
    }
}

/// A nonce of the form's page, twenty seconds before [`LATER`].
async fn nonce(world: &World, event: &str) -> String {
    let fresh = world.get(&format!("{URL}/nonce?event={event}")).await;
    fresh.json()["nonce"].as_str().unwrap().to_owned()
}

const LATER: &str = "2027-01-10T12:00:20Z";

/// What a stranger sees who sends the form with the address of somebody, and corrects that from the same page to a telephone
/// number or to a mailbox of their own: answers, pages, and the own page where there is a link to it.
async fn corrected(world: &World, event: &str, contact: &str) -> Vec<String> {
    let (app, nonce) = (world.at(LATER), nonce(world, event).await);
    let victim = AMINA.replace("event=ten", &format!("event={event}&nonce={nonce}")).replace("Amina", "X");
    let own = victim.replace("email=amina%40example.org", contact);
    let (form, mut seen) = ([("content-type", FORM)], Vec::new());
    for body in [victim.clone(), own.clone(), format!("{own}&again=correction"), own, victim] {
        let sent = ask(&app, Method::POST, URL, &form, body).await;
        seen.push(without_tokens(&mask(&sent).replace(&nonce, "NONCE")));
        if sent.status != 303 {
            continue;
        }
        for kind in ["text/html", "application/json"] {
            let page = ask(&app, Method::GET, sent.header("location"), &[("accept", kind)], "").await;
            seen.push(without_tokens(&mask_with(&page, &sent)));
            if let Some((_, link)) = page.body.split_once("href=\"/en/forms/registration/my?t=") {
                let token = link.split('"').next().unwrap();
                let page = world.get(&format!("{URL}/my?t={token}")).await;
                assert_eq!(page.status, 200);
                seen.push(without_tokens(&mask_with(&page, &sent)));
            }
        }
    }
    seen
}

/// Tokens are new each time.
fn without_tokens(text: &str) -> String {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut parts = text.split_inclusive(['=', '"']);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let token: String = part.chars().take_while(|c| is_of_token(*c)).collect();
        text + &if token.len() > 40 { part.replacen(&token, "TOKEN", 1) } else { part.to_owned() }
    })
}

/// Existence leak: a correction from the page tells nothing about the address that was sent first.
#[tokio::test]
async fn existence_leak_a_correction_to_another_contact_tells_nothing_about_the_first_one() {
    for (event, others) in [("ten", 0), ("ten", 8), ("ten", 9), ("ten", 10), ("full-waitlist", 2)] {
        for contact in ["phone=12345678", "email=own%40example.org"] {
            let (known, new) = (world(), world());
            let first = AMINA.replace("event=ten", &format!("event={event}"));
            known.post(URL, &first).await;
            new.post(URL, &first.replace("amina", "someone")).await;
            for world in [&known, &new] {
                fill(world, event, others).await;
            }
            let seen = [corrected(&known, event, contact).await, corrected(&new, event, contact).await];
            assert_eq!(seen[0], seen[1], "{event} after {others}, {contact}");
            assert!(seen[0].iter().any(|page| page.contains("303")), "{seen:?}");
            let seats =
                [known.desk.counters(event, time(LATER)).await, new.desk.counters(event, time(LATER)).await];
            let [known, new] = seats.map(Result::unwrap);
            assert_eq!((known.confirmed, known.waiting), (new.confirmed, new.waiting), "{event}");
        }
    }
}

/// Existence leak: whoever has a link to a registration without an address can't bring it to somebody's address and look on.
#[tokio::test]
async fn existence_leak_a_link_sees_nothing_of_the_address_that_the_record_gets_later() {
    let world = world();
    let (app, nonce) = (world.at(LATER), nonce(&world, "ten").await);
    let body = format!("event=ten&nonce={nonce}&full_name=X&phone=12345678&adult=yes");
    let form = [("content-type", FORM)];
    let sent = ask(&app, Method::POST, URL, &form, body.clone()).await;
    let page = world.get(sent.header("location")).await;
    let link = crate::my::world::link(&page, "See, change or cancel");
    assert_eq!(world.get(&link).await.status, 200);
    let corrected = format!("{body}&email=amina%40example.org&again=correction");
    let corrected = ask(&app, Method::POST, URL, &form, corrected).await;
    assert_eq!(corrected.status, 303);
    assert!(!corrected.header("location").contains("&k="), "the link goes to the mailbox");
    assert_eq!(world.get(&link).await.status, 403);
    assert_eq!(world.get(sent.header("location")).await.status, 404);
}
