//! The rows of the threat table that are about links.

use axum::http::Method;
use forms_fn::secret::LinkPurpose;
use forms_fn::{Reference, Status};

use super::world::{AMINA, MY, World, button, reference, world};
use crate::site::{Answer, FORM, ask, time, without};

const SHOWN: [LinkPurpose; 7] = [
    LinkPurpose::See,
    LinkPurpose::Cancel,
    LinkPurpose::Accept,
    LinkPurpose::Change,
    LinkPurpose::Erase,
    LinkPurpose::Confirm,
    LinkPurpose::Keep,
];

#[tokio::test]
async fn link_scanners_a_thousand_gets_and_heads_change_nothing() {
    let world = world();
    let amina = world.register(AMINA).await;
    let before = world.items().await;
    let mut urls: Vec<String> = SHOWN.into_iter().map(|purpose| world.link(purpose, &amina)).collect();
    let data = world.token(LinkPurpose::Export, &amina);
    urls.extend([format!("{MY}/data?t={data}"), format!("{MY}/data?t={data}&format=html")]);
    urls.push(format!("{}&done=cancel&action=cancel", world.link(LinkPurpose::Cancel, &amina)));
    for round in 0..100 {
        let method = if round % 2 == 0 { Method::GET } else { Method::HEAD };
        for url in &urls {
            let answer = ask(&world.app, method.clone(), url, &[], "").await;
            assert_eq!(answer.status, 200);
        }
    }
    assert_eq!(world.items().await, before);
}

#[tokio::test]
async fn enumeration_every_dead_link_gets_the_same_answer() {
    let world = world();
    let amina = world.register(AMINA).await;
    let gone = world.register("event=ten&full_name=B&email=b%40example.org&adult=yes").await;
    world.desk.erase(&gone, None, time(super::world::NOW)).await.unwrap();
    let good = world.token(LinkPurpose::See, &amina);
    let expired = world.desk.keyring().link(LinkPurpose::See, &amina, time("2027-01-10T12:00:00Z"));
    let unknown = Reference::parse("0000000000").unwrap();
    let mut tampered = good.clone();
    tampered.replace_range(20..21, if &good[20..21] == "A" { "B" } else { "A" });
    let dead = [
        world.token(LinkPurpose::See, &unknown),
        world.token(LinkPurpose::See, &gone),
        world.token(LinkPurpose::Export, &amina),
        expired,
        tampered,
        String::new(),
        "x".repeat(43),
    ];
    let mut pages = Vec::new();
    for token in &dead {
        let page = world.get(&format!("{MY}?t={token}")).await;
        assert_eq!(page.status, 403);
        page.assert_has(&["<h1>This link does not work any more</h1>"]);
        pages.push(without_id(page));
    }
    pages.push(without_id(world.get(MY).await));
    pages.push(without_id(world.get(&format!("{MY}/data?t={good}")).await));
    pages.push(without_id(world.post(MY, &format!("action=cancel&t={good}")).await));
    // The form of another record's link is as wrong as any other address.
    let other = format!("/en/forms/mentor-request/my?t={good}");
    pages.push(without_id(world.get(&other).await));
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:#?}");
    assert_eq!(world.get(&format!("{MY}?t={good}")).await.status, 200);
}

#[tokio::test]
async fn purpose_swap_a_token_does_only_what_it_was_made_for() {
    let world = world();
    let amina = world.register(AMINA).await;
    let before = world.items().await;
    let acts = [
        ("cancel", LinkPurpose::Cancel),
        ("decline", LinkPurpose::Cancel),
        ("undo", LinkPurpose::Undo),
        ("accept", LinkPurpose::Accept),
        ("confirm", LinkPurpose::Confirm),
        ("keep", LinkPurpose::Keep),
        ("change", LinkPurpose::Change),
        ("withdraw", LinkPurpose::Withdraw),
        ("erase", LinkPurpose::Erase),
    ];
    for (action, wanted) in acts {
        for purpose in LinkPurpose::ALL.into_iter().filter(|purpose| *purpose != wanted) {
            let token = world.token(purpose, &amina);
            let body = format!("action={action}&t={token}&field=news&full_name=X");
            let answer = world.post(MY, &body).await;
            assert_eq!(answer.status, 403, "{action} with {purpose:?}");
        }
    }
    for body in ["", "action=fly&t=x", "t=x", "action=cancel&action=erase&t=x", "action=cancel&t=x&t=y"] {
        let answer = world.post(MY, body).await;
        assert_eq!(answer.status, 400, "{body}");
    }
    assert_eq!(world.items().await, before);
}

#[tokio::test]
async fn replay_of_an_act_changes_nothing_more() {
    let world = world();
    let amina = world.register(AMINA).await;
    let question = world.get(&world.link(LinkPurpose::Cancel, &amina)).await;
    let body = format!("action=cancel&t={}", button(&question, "cancel"));
    let first = world.post(MY, &body).await;
    let before = world.items().await;
    for _ in 0..10 {
        let again = world.post(MY, &body).await;
        assert_eq!((again.status, again.header("location")), (first.status, first.header("location")));
    }
    assert_eq!(world.items().await, before, "no second message, no second seat");
    assert_eq!(world.desk.counters("ten", time(super::world::NOW)).await.unwrap().cancelled, 1);
    assert_eq!(world.status(&amina).await, Status::Cancelled);
}

#[tokio::test]
async fn existence_leak_an_address_that_is_registered_is_answered_like_one_that_is_not() {
    for filled in [0, 10] {
        let world = world();
        world.fill(filled).await;
        world.register(AMINA).await;
        let known = world.post("/en/forms/registration", &AMINA.replace("Amina", "Stranger")).await;
        let new = AMINA.replace("Amina", "Stranger").replace("amina", "nobody");
        let new = world.post("/en/forms/registration", &new).await;
        assert_eq!(masked(&known), masked(&new));
        let pages = [page_after(&world, &known).await, page_after(&world, &new).await];
        assert_eq!(pages[0], pages[1]);
        let facts = [facts_after(&world, &known).await, facts_after(&world, &new).await];
        assert_eq!(facts[0], facts[1]);
    }
}

#[tokio::test]
async fn no_token_stands_in_any_line_of_the_log() {
    let world = world();
    let amina = world.register(AMINA).await;
    let mut tokens = Vec::new();
    for purpose in LinkPurpose::ALL {
        let token = world.token(purpose, &amina);
        world.get(&format!("{MY}?t={token}")).await;
        world.get(&format!("{MY}/data?t={token}")).await;
        world.get(&format!("{MY}x?t={token}")).await;
        world.post(&format!("{MY}?t={token}"), &format!("action=keep&t={token}")).await;
        tokens.push(token);
    }
    let sent = world.post("/en/forms/registration", "event=ten&full_name=P&phone=87654321&adult=yes").await;
    world.get(sent.header("location")).await;
    tokens.push(sent.header("location").split_once("&k=").unwrap().1.to_owned());
    let log = crate::logs::so_far();
    assert!(log.contains("/{lang}/forms/{form}/my/data"), "the pattern is there");
    for token in tokens {
        assert!(!log.contains(&token), "{token}");
    }
}

/// An organiser brings a registration to another address: whoever had a link before sees and does nothing more.
#[tokio::test]
async fn no_link_from_before_opens_a_record_that_went_to_another_address() {
    let world = world();
    let sent = world.post("/en/forms/registration", "event=ten&full_name=P&phone=87654321&adult=yes").await;
    let (location, reference) = (sent.header("location").to_owned(), reference(&sent));
    world.get(&location).await.assert_has(&["/my?t="]);
    let links: Vec<String> = SHOWN.into_iter().map(|purpose| world.link(purpose, &reference)).collect();
    let data = format!("{MY}/data?t={}", world.token(LinkPurpose::Export, &reference));
    let now = time(super::world::NOW);
    world.desk.correct(&reference, "amina@example.org", None, now).await.unwrap().unwrap();
    for link in links.iter().chain([&data]) {
        assert_eq!(world.get(link).await.status, 403, "{link}");
    }
    for (action, purpose) in
        [("cancel", LinkPurpose::Cancel), ("undo", LinkPurpose::Undo), ("erase", LinkPurpose::Erase)]
    {
        let body = format!("action={action}&t={}", world.token(purpose, &reference));
        assert_eq!(world.post(MY, &body).await.status, 403, "{action}");
    }
    let page = world.get(&location).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("/my?t="), "the page after sending shows no new one");
    assert_eq!(world.status(&reference).await, Status::Confirmed);
}

/// The link that confirms an address confirms no other one.
#[tokio::test]
async fn a_link_to_confirm_is_for_the_address_that_it_was_sent_to() {
    let world = world();
    let (url, form) = ("/en/forms/mentor-request", [("content-type", FORM)]);
    let fresh = world.get(&format!("{url}/nonce")).await;
    let nonce = fresh.json()["nonce"].as_str().unwrap().to_owned();
    let later = world.at("2027-01-10T12:00:20Z");
    let body = |name: &str| format!("nonce={nonce}&email={name}%40example.org&goal=a");
    let sent = ask(&later, Method::POST, url, &form, body("own")).await;
    let own = reference(&sent);
    let corrected = format!("{}&again=correction", body("amina"));
    let corrected = ask(&later, Method::POST, url, &form, corrected).await;
    assert_eq!(corrected.status, 303, "{}", corrected.body);
    let confirm = format!("action=confirm&t={}", world.token(LinkPurpose::Confirm, &own));
    assert_eq!(world.post(&format!("{url}/my"), &confirm).await.status, 403);
    assert_eq!(world.status(&reference(&corrected)).await, Status::Unconfirmed);
}

async fn page_after(world: &World, sent: &Answer) -> (u16, String) {
    let page = world.get(sent.header("location")).await;
    (page.status.as_u16(), hide(&page.body, sent))
}

async fn facts_after(world: &World, sent: &Answer) -> (u16, String) {
    let facts = world.get_json(sent.header("location")).await;
    (facts.status.as_u16(), hide(&facts.body, sent))
}

/// The text without the reference and without the place on the list, which grows with every registration.
fn hide(text: &str, sent: &Answer) -> String {
    let text = without(text, &reference(sent).to_string());
    text.replace("number 1 ", "number N ")
        .replace("number 2 ", "number N ")
        .replace("number 3 ", "number N ")
        .replace("\"position\":2", "\"position\":1")
        .replace("\"position\":3", "\"position\":1")
}

fn masked(sent: &Answer) -> (u16, String, String, Vec<String>) {
    let location = hide(sent.header("location"), sent);
    let names = sent.headers.keys().map(ToString::to_string).collect();
    (sent.status.as_u16(), sent.body.clone(), location, names)
}

fn without_id(answer: Answer) -> (u16, String, Vec<(String, String)>) {
    let headers = answer.headers.iter().filter(|(name, _)| *name != "x-request-id");
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    (answer.status.as_u16(), answer.body.clone(), headers.collect())
}
