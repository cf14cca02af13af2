//! Passkeys, with an authenticator of our own that signs as devices do.
//!
//! The shapes are those of W3C Web Authentication Level 3: authenticator data in section 6.1, its CBOR by the canonical form of
//! CTAP 2, the signature over it and the hash of the client data in section 6.3.3.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use forms_fn::accounts::{Accounts, Role};
use forms_fn::office::Scope;
use jiff::SignedDuration;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::browser::{Browser, By, digits, letters};
use crate::office::world::{World, everything, now, world, world_on};
use crate::site::Answer;
use crate::stage::{Stage, on_every_store};

on_every_store!(
    after_half_an_hour_the_passkey_is_asked_for_before_anything_told_in_confidence_opens,
    a_role_that_asks_for_a_passkey_says_how_long_one_may_be_without,
);

const ORIGIN: &str = "https://example.org";
/// User present, user verified.
const SEEN: u8 = 0b0000_0101;
/// A new key is in the data.
const WITH_KEY: u8 = 0b0100_0000;

/// A device with one key.
struct Device {
    key: EcdsaKeyPair,
    id: [u8; 16],
    count: u32,
    /// What it believes it speaks to.
    origin: &'static str,
    flags: u8,
}

impl Device {
    fn new(id: u8) -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let key =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &random).unwrap();
        Self { key, id: [id; 16], count: 0, origin: ORIGIN, flags: SEEN }
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = &options["publicKey"]["challenge"];
        let data =
            json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        serde_json::to_vec(&data).unwrap()
    }

    fn data(&mut self, rp: &str, flags: u8) -> Vec<u8> {
        self.count += 1;
        let mut data = Sha256::digest(rp.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    /// What a browser answers to a page that wants a key made.
    fn create(&mut self, options: &Value) -> String {
        let rp = options["publicKey"]["rp"]["id"].as_str().unwrap();
        let mut data = self.data(rp, self.flags | WITH_KEY);
        data.extend([0; 16]);
        data.extend(16_u16.to_be_bytes());
        data.extend(self.id);
        let point = self.key.public_key().as_ref();
        // A COSE key: EC2, ES256, P-256, x, y.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..]);
        // A map of "fmt", "attStmt" and "authData": no attestation.
        let mut object = vec![0xa3];
        object.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let response = json!({ "attestationObject": text(&object), "clientDataJSON": text(&self.client_data("webauthn.create", options)) });
        self.credential(&response)
    }

    /// What a browser answers to a page that wants a key shown.
    fn get(&mut self, options: &Value) -> String {
        let rp = options["publicKey"]["rpId"].as_str().unwrap().to_owned();
        let (data, client) = (self.data(&rp, self.flags), self.client_data("webauthn.get", options));
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let response = json!({ "authenticatorData": text(&data), "clientDataJSON": text(&client), "signature": text(signature.as_ref()) });
        self.credential(&response)
    }

    fn credential(&self, response: &Value) -> String {
        let id = text(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {} })
            .to_string()
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The question that stands in a page.
fn options(page: &Answer) -> Value {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let (_, rest) = page.body.split_once("data-options=\"").unwrap();
    let text = rest.split('"').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&");
    serde_json::from_str(&text).unwrap()
}

const ROLES: &[(Role, Scope)] = &[(Role::Coordinator, Scope::Everything), (Role::Steward, Scope::Everything)];

async fn add(browser: &mut Browser, device: &mut Device) -> Answer {
    let options = options(&browser.post("/desk/passkey/new", &[]).await);
    browser.post("/desk/passkey/added", &[("credential", &device.create(&options))]).await
}

async fn show(browser: &mut Browser, device: &mut Device) -> Answer {
    let options = options(&browser.post("/desk/passkey/ask", &[]).await);
    browser.post("/desk/passkey/shown", &[("credential", &device.get(&options))]).await
}

/// Somebody who has a key, signed in by digits.
async fn with_key(world: &World) -> (String, Browser, Device) {
    let (address, _) = world.account(ROLES).await;
    let (mut browser, mut device) = (Browser::new(world), Device::new(1));
    browser.sign_in(world, &address).await;
    assert_eq!(add(&mut browser, &mut device).await.status, StatusCode::SEE_OTHER);
    let mut browser = Browser::new(world);
    browser.sign_in(world, &address).await;
    (address, browser, device)
}

async fn is_strong(browser: &mut Browser) -> bool {
    browser.get("/desk/people").await.status == StatusCode::OK
}

#[tokio::test]
async fn a_passkey_is_offered_made_and_shown_and_opens_what_digits_do_not() {
    let world = world();
    let (address, _) = world.account(ROLES).await;
    let (mut browser, mut device) = (Browser::new(&world), Device::new(1));
    browser.submit("/desk/sign-in", &[("email", &address)]).await;
    let typed = digits(&world, &address, now()).await.unwrap();
    let offered = browser.submit("/desk/code", &[("digits", &typed)]).await;
    offered.assert_has(&["Make a passkey", "Go on without"]);
    assert!(!is_strong(&mut browser).await);
    let by_digits = browser.cookie("desk").unwrap().to_owned();
    let added = add(&mut browser, &mut device).await;
    assert_eq!(added.header("location"), "/desk/passkey?done=passkey.added", "{}", added.body);
    assert!(is_strong(&mut browser).await);
    browser.get("/desk/passkey").await.assert_has(&["Made", "Test/1 (phone)"]);
    // The session of before has ended.
    let mut old = Browser::new(&world);
    old.plant("desk", &by_digits);
    assert_eq!(old.get("/desk/me").await.header("location"), "/desk/sign-in");

    let mut browser = Browser::new(&world);
    browser.sign_in(&world, &address).await;
    assert!(!is_strong(&mut browser).await);
    let shown = show(&mut browser, &mut device).await;
    assert_eq!((shown.status, shown.header("location")), (StatusCode::SEE_OTHER, "/desk"), "{}", shown.body);
    assert!(is_strong(&mut browser).await);
    browser.get("/desk/me").await.assert_has(&["by passkey"]);
    let told = world.told().await;
    assert!(told.iter().any(|(_, action, ..)| *action == "add_passkey"), "{told:?}");
}

/// Who reads the mailbox of somebody with a passkey makes none of their own and removes none.
#[tokio::test]
async fn a_mailbox_adds_no_key_where_there_is_one_and_removes_none() {
    let world = world();
    let (_, mut thief, _) = with_key(&world).await;
    assert_eq!(thief.post("/desk/passkey/new", &[]).await.status, StatusCode::CONFLICT);
    let accounts = Accounts::new(world.desk.clone());
    let all = accounts.all(now()).await.unwrap();
    let known = accounts.passkeys(&all[0].id, now()).await.unwrap();
    let id = known[0].id.clone();
    assert_eq!(thief.post("/desk/passkey/remove", &[("id", &id)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(accounts.passkeys(&all[0].id, now()).await.unwrap().len(), 1);
}

/// Two sessions begin to add the first key; one of them is a thief's. Only the first comes through.
#[tokio::test]
async fn the_first_key_is_added_once() {
    let world = world();
    let (address, _) = world.account(ROLES).await;
    let (mut one, mut other) = (Browser::new(&world), Browser::new(&world));
    one.sign_in(&world, &address).await;
    other.sign_in(&world, &address).await;
    let question = options(&other.post("/desk/passkey/new", &[]).await);
    assert_eq!(add(&mut one, &mut Device::new(1)).await.status, StatusCode::SEE_OTHER);
    let late = other.post("/desk/passkey/added", &[("credential", &Device::new(2).create(&question))]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(!is_strong(&mut other).await);
}

#[tokio::test]
async fn a_question_is_answered_once_in_time_and_by_the_session_that_asked() {
    let world = world();
    let (address, mut browser, mut device) = with_key(&world).await;
    // An answer twice, though the session of digits that it ended is put back.
    let question = options(&browser.post("/desk/passkey/ask", &[]).await);
    let before = browser.cookie("desk").unwrap().to_owned();
    let answer = device.get(&question);
    assert_eq!(
        browser.post("/desk/passkey/shown", &[("credential", &answer)]).await.status,
        StatusCode::SEE_OTHER
    );
    let again = browser.post("/desk/passkey/shown", &[("credential", &answer)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    browser.plant("desk", &before);
    assert_eq!(
        browser.post("/desk/passkey/shown", &[("credential", &answer)]).await.status,
        StatusCode::FORBIDDEN
    );
    // In another session.
    let (mut one, mut other) = (Browser::new(&world), Browser::new(&world));
    one.sign_in(&world, &address).await;
    other.sign_in(&world, &address).await;
    let question = options(&one.post("/desk/passkey/ask", &[]).await);
    let answer = device.get(&question);
    assert_eq!(
        other.post("/desk/passkey/shown", &[("credential", &answer)]).await.status,
        StatusCode::CONFLICT
    );
    // After five minutes.
    one.later(&world, SignedDuration::from_secs(300));
    assert_eq!(
        one.post("/desk/passkey/shown", &[("credential", &answer)]).await.status,
        StatusCode::CONFLICT
    );
    assert!(!is_strong(&mut one).await && !is_strong(&mut other).await);
}

/// What each is not: the site, a person who was seen, the key, the question, JSON.
#[tokio::test]
async fn what_is_forged_opens_nothing() {
    let world = world();
    let (_, mut browser, device) = with_key(&world).await;
    let mut forged: BTreeMap<&str, Device> = BTreeMap::new();
    let like = |device: &Device| Device { id: device.id, count: 7, ..Device::new(1) };
    forged.insert("another key", like(&device));
    let mut phished = device;
    phished.origin = "https://example.org.evil.example";
    forged.insert("another site", phished);
    forged.insert("an unknown key", Device::new(9));
    for (what, mut device) in forged {
        let answer = show(&mut browser, &mut device).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{what}");
    }
    for text in ["", "{}", "null", "{\"id\":1}", "[[[[[["] {
        let answer = browser.post("/desk/passkey/shown", &[("credential", text)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{text}");
    }
    assert!(!is_strong(&mut browser).await);
}

#[tokio::test]
async fn a_device_that_did_not_see_its_owner_opens_nothing() {
    let world = world();
    let (_, mut browser, mut device) = with_key(&world).await;
    for flags in [0b0000_0001, 0b0000_0100, 0] {
        device.flags = flags;
        assert_eq!(show(&mut browser, &mut device).await.status, StatusCode::CONFLICT, "{flags:b}");
    }
    // A copy of a key counts behind the original.
    device.flags = SEEN;
    device.count = 0;
    assert_eq!(show(&mut browser, &mut device).await.status, StatusCode::CONFLICT);
    device.count = 50;
    assert_eq!(show(&mut browser, &mut device).await.status, StatusCode::SEE_OTHER);
}

/// Who has lost the key is disabled and invited anew, and the old key is nobody's.
#[tokio::test]
async fn who_is_invited_anew_makes_a_new_key() {
    let world = world();
    let (address, id) = world.account(ROLES).await;
    let mut browser = Browser::new(&world);
    browser.sign_in(&world, &address).await;
    add(&mut browser, &mut Device::new(1)).await;
    world.office.disable(&everything(), &id).await.unwrap().take().await.unwrap();
    let mut steward = world.organiser(&[(Role::Steward, Scope::Everything)], By::Strong).await;
    let fields = [
        ("name", "Bo"),
        ("email", address.as_str()),
        ("role", "steward"),
        ("place", "everything"),
        ("lang", "en"),
    ];
    steward.submit("/desk/people/new", &fields).await;
    letters(&world, now()).await;
    let mut browser = Browser::new(&world);
    browser.sign_in(&world, &address).await;
    browser.get("/desk/passkey").await.assert_has(&["Make a passkey"]);
    assert_eq!(add(&mut browser, &mut Device::new(2)).await.status, StatusCode::SEE_OTHER);
    assert!(is_strong(&mut browser).await);
}

#[tokio::test]
async fn on_ones_own_machine_a_key_is_made_for_localhost() {
    let world = world();
    let mut browser = world.organiser(ROLES, By::Strong).await;
    let question = options(&browser.post("/desk/passkey/new", &[]).await);
    assert_eq!(question["publicKey"]["rp"]["id"], "localhost");
    let mut device = Device { origin: "http://localhost:8080", ..Device::new(3) };
    let answer = browser.post("/desk/passkey/added", &[("credential", &device.create(&question))]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let script = browser.get("/desk/passkey.js").await;
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
}

/// A session is as good as its passkey for twelve hours, but nobody reads confidences at a screen that somebody left.
async fn after_half_an_hour_the_passkey_is_asked_for_before_anything_told_in_confidence_opens(stage: Stage) {
    let world = world_on(stage.store);
    let anna = world.guest("ten", "Anna").await;
    let (page, sealed) = (format!("/desk/r/{anna}"), format!("/desk/r/{anna}/sealed"));
    let (_, mut browser, mut device) = with_key(&world).await;
    show(&mut browser, &mut device).await;
    let why = [("reason", "the kitchen asked")];
    // Somebody who works isn't asked, however long it takes.
    for _ in 0..3 {
        browser.later(&world, SignedDuration::from_mins(29));
        browser.get(&page).await.assert_has(&["Anna"]);
    }
    browser.later(&world, SignedDuration::from_mins(30));
    assert_eq!(browser.post(&sealed, &why).await.status, StatusCode::OK);
    browser.later(&world, SignedDuration::from_secs(30 * 60 + 1));
    // Whatever else is opened doesn't open it again.
    for path in [&*page, "/desk", "/desk/people"] {
        assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
    }
    let closed = browser.post(&sealed, &why).await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN);
    closed.assert_has(&["Show your passkey once more", "action=\"/desk/passkey/ask\"", &anna.to_string()]);
    assert!(!closed.body.contains("Pork"), "{}", closed.body);
    for path in ["/desk/events/ten/export", "/desk/requests/export"] {
        assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let told = world.told().await;
    assert_eq!(told.iter().filter(|(_, action, ..)| *action == "show").count(), 1, "{told:?}");

    let reference = anna.to_string();
    let asked = options(&browser.post("/desk/passkey/ask", &[("reference", &reference)]).await);
    let shown = [("credential", &*device.get(&asked)), ("reference", &*reference)];
    let led = browser.post("/desk/passkey/shown", &shown).await;
    assert_eq!((led.status, led.header("location")), (StatusCode::SEE_OTHER, &*page));
    browser.post(&sealed, &why).await.assert_has(&["Pork"]);
    let elsewhere = browser.post("/desk/passkey/ask", &[("reference", "//evil.example")]).await;
    assert_eq!(elsewhere.status, StatusCode::BAD_REQUEST);
}

async fn a_role_that_asks_for_a_passkey_says_how_long_one_may_be_without(stage: Stage) {
    let world = world_on(stage.store);
    let (address, _) = world.account(ROLES).await;
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    for (after, said) in [(days(0), "14 days are left"), (days(13), "1 day is left")] {
        let mut browser = Browser::new(&world);
        browser.later(&world, after);
        browser.sign_in(&world, &address).await;
        for page in ["/desk", "/desk/me"] {
            browser.get(page).await.assert_has(&[said]);
        }
        browser.get("/desk/passkey").await.assert_has(&["Go on without"]);
    }
    let mut late = Browser::new(&world);
    late.later(&world, days(14));
    late.submit("/desk/sign-in", &[("email", &address)]).await;
    let typed = digits(&world, &address, late.now).await.unwrap();
    let first = late.submit("/desk/code", &[("digits", &typed)]).await;
    first.assert_has(&["Make a passkey", "stay closed to you until you make one"]);
    assert!(!first.body.contains("Go on without"), "{}", first.body);
    late.get("/desk/me").await.assert_has(&["stay closed to you"]);
    late.get("/desk/events").await.assert_has(&["Dinner ten"]);
    let mut device = Device::new(9);
    assert_eq!(add(&mut late, &mut device).await.status, StatusCode::SEE_OTHER);
    assert!(is_strong(&mut late).await);
    assert!(!late.get("/desk/me").await.body.contains("passkey for more than"));

    // Whom no role asks for one is told nothing.
    let mut host = world
        .organiser(&[(Role::Host, crate::office::world::organisation("fika"))], super::browser::By::Code)
        .await;
    assert!(!host.get("/desk").await.body.contains("passkey"));
}
