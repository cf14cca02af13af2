//! Signed links and nonces, pseudonyms, sealed answers and wrapped keys, through the public API.

use forms_fn::secret::{self, DataKey, KeyError, KeyProvider, Keyring, LinkPurpose, Unreadable};
use forms_fn::{Nonce, Reference};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::Value;

use std::sync::Arc;

mod file;
mod forged;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[test]
fn a_link_opens_for_its_purpose_until_it_expires() {
    let keyring = Keyring::generate();
    for purpose in LinkPurpose::ALL {
        let token = keyring.link(purpose, &reference(), now() + HOUR);
        assert_eq!(token.len(), 43);
        assert_eq!(keyring.open(purpose, &token, now()), Some(reference()));
        assert_eq!(
            keyring.open(purpose, &token, now() + HOUR - SignedDuration::from_secs(1)),
            Some(reference())
        );
        assert_eq!(keyring.open(purpose, &token, now() + HOUR), None);
    }
}

#[test]
fn a_link_for_one_purpose_never_serves_another() {
    let keyring = Keyring::generate();
    for purpose in LinkPurpose::ALL {
        let token = keyring.link(purpose, &reference(), now() + HOUR);
        for other in LinkPurpose::ALL.into_iter().filter(|other| *other != purpose) {
            assert_eq!(keyring.open(other, &token, now()), None, "{purpose:?} as {other:?}");
            // Saying the other purpose in the token doesn't help: it has a key of its own.
            let mut bytes = decode(&token);
            bytes[2] = other as u8;
            assert_eq!(keyring.open(other, &encode(&bytes), now()), None, "{purpose:?} as {other:?}");
        }
    }
}

#[test]
fn after_a_rotation_old_links_open_new_keys_sign_and_removed_keys_refuse() {
    let before = Keyring::generate();
    let mut after = before.clone();
    after.rotate().unwrap();
    let (old, new) = (see(&before), see(&after));
    assert_eq!(opened(&after, &old), Some(reference()));
    assert_eq!(opened(&after, &new), Some(reference()));
    assert_eq!(opened(&before, &new), None, "signed by the new key");
    let without = edited(&after, |json| drop(json["link"].as_array_mut().unwrap().pop()));
    assert_eq!(opened(&without, &old), None);
    assert_eq!(opened(&without, &new), Some(reference()));
    let old = before.nonce("registration", None, now());
    assert_eq!(after.nonce_time("registration", None, &old), Some(now()));
    assert_eq!(without.nonce_time("registration", None, &old), None);
}

#[test]
fn rotation_takes_numbers_that_are_free_and_ends_at_256_keys() {
    let mut keyring = Keyring::generate();
    let link = see(&keyring);
    for _ in 1..256 {
        keyring.rotate().unwrap();
    }
    assert_eq!(opened(&keyring, &link), Some(reference()), "the first of 256");
    assert_eq!(Keyring::parse(&keyring.to_json()).unwrap(), keyring, "no number twice");
    let full = keyring.clone();
    assert!(keyring.rotate().unwrap_err().to_string().contains("remove old ones"));
    assert_eq!(keyring, full);
}

#[test]
fn a_nonce_tells_its_time_to_its_own_form_and_event_only() {
    let keyring = Keyring::generate();
    let now = now() + SignedDuration::from_millis(7);
    for event in [Some("ten"), Some(""), None] {
        let nonce = keyring.nonce("registration", event, now);
        assert_eq!(keyring.nonce_time("registration", event, &nonce), Some(now), "to the millisecond");
        for (form, other) in
            [("registration", Some("two")), ("registration", Some("")), ("registration", None)]
        {
            let same = other == event;
            assert_eq!(keyring.nonce_time(form, other, &nonce).is_some(), same, "{event:?} as {other:?}");
        }
        assert_eq!(keyring.nonce_time("mentor-request", event, &nonce), None);
        assert_eq!(Keyring::generate().nonce_time("registration", event, &nonce), None);
        assert!(Nonce::sent("registration", event, &nonce).is_some(), "the store's key is made from it");
        assert_ne!(nonce, keyring.nonce("registration", event, now), "no two alike");
    }
    let foreign = "0123456789abcdef0123456789abcdef";
    assert_eq!(keyring.nonce_time("registration", None, foreign), None);
    assert!(Nonce::sent("registration", None, foreign).is_some(), "other programs may send their own");
    assert_eq!(keyring.nonce_time("registration", None, &see(&keyring)), None, "a link is no nonce");
}

#[test]
fn pseudonyms_outlast_a_rotation_and_tell_nothing_across_contexts_or_installations() {
    let mut keyring = Keyring::generate();
    let name = keyring.pseudonym("contact", "amina@example.org");
    assert!(name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
    keyring.rotate().unwrap();
    let again = Keyring::parse(&keyring.to_json()).unwrap();
    assert_eq!(again.pseudonym("contact", "amina@example.org"), name);
    assert_ne!(again.pseudonym("bucket", "amina@example.org"), name);
    assert_ne!(again.pseudonym("contactamina", "@example.org"), name);
    assert_ne!(Keyring::generate().pseudonym("contact", "amina@example.org"), name);
}

#[test]
fn a_sealed_answer_opens_only_in_its_place_and_with_its_key() {
    let (key, other) = (DataKey::generate(), Reference::parse("ABCDE-12345").unwrap());
    let sealed = secret::seal(&key, &reference(), "diet", "no nuts, أكل حلال");
    assert_eq!(secret::unseal(&key, &reference(), "diet", &sealed).unwrap(), "no nuts, أكل حلال");
    assert_eq!(secret::unseal(&key, &other, "diet", &sealed), Err(Unreadable), "another record");
    assert_eq!(secret::unseal(&key, &reference(), "access", &sealed), Err(Unreadable), "another field");
    assert_eq!(secret::unseal(&DataKey::generate(), &reference(), "diet", &sealed), Err(Unreadable));
    assert_ne!(
        secret::seal(&key, &reference(), "diet", "no nuts, أكل حلال"),
        sealed,
        "equal answers look unlike"
    );
    for broken in ["", "AQ", "not base 64!", "no nuts"] {
        assert_eq!(secret::unseal(&key, &reference(), "diet", broken), Err(Unreadable), "{broken}");
    }
}

#[tokio::test]
async fn a_wrapped_key_unwraps_in_its_context_also_after_a_rotation_until_its_key_is_removed() {
    let keyring = Keyring::generate();
    let key = DataKey::generate();
    let wrapped = KeyProvider::File(Arc::new(keyring.clone())).wrap(&key, "E#ten").await.unwrap();
    let mut rotated = keyring.clone();
    rotated.rotate().unwrap();
    let without = edited(&rotated, |json| drop(json["wrap"].as_array_mut().unwrap().pop()));
    let unwrap = |keyring: &Keyring, wrapped: String, context: &'static str| {
        let provider = KeyProvider::File(Arc::new(keyring.clone()));
        async move { provider.unwrap(&wrapped, context).await }
    };
    assert_eq!(unwrap(&keyring, wrapped.clone(), "E#ten").await, Ok(key.clone()));
    assert_eq!(unwrap(&rotated, wrapped.clone(), "E#ten").await, Ok(key.clone()));
    assert_eq!(unwrap(&keyring, wrapped.clone(), "E#two").await, Err(KeyError::Unreadable));
    assert_eq!(unwrap(&without, wrapped.clone(), "E#ten").await, Err(KeyError::Removed(1)));
    assert_eq!(unwrap(&Keyring::generate(), wrapped.clone(), "E#ten").await, Err(KeyError::Unreadable));
    let anew = KeyProvider::File(Arc::new(rotated.clone())).wrap(&key, "E#ten").await.unwrap();
    assert_eq!(unwrap(&without, anew, "E#ten").await, Ok(key));
    for (at, _) in decode(&wrapped).iter().enumerate() {
        let mut bytes = decode(&wrapped);
        bytes[at] ^= 4;
        assert!(unwrap(&rotated, encode(&bytes), "E#ten").await.is_err(), "byte {at}");
    }
}

#[test]
fn no_key_shows_in_debug_or_in_an_error() {
    let keyring = Keyring::generate();
    let json = keyring.to_json();
    let keys: Vec<&str> = json.split('"').filter(|word| word.len() == 43).collect();
    assert_eq!(keys.len(), 3);
    let data = DataKey::generate();
    let shown = format!("{keyring:?} {data:?} {:?}", KeyProvider::File(Arc::new(keyring.clone())));
    let broken = [
        json.replace("\"pepper\"", "\"peppers\""),
        json.replacen('A', "%", 1).replacen("\"key\": \"", "\"key\": \"A", 2),
        json.replace("\"version\": 1", "\"version\": 2"),
        json.replace("\"link\"", "\"link\": [], \"x\""),
        json.replacen("\"key\": ", "\"key\": 1, \"", 1),
        format!("{{\"pepper\": \"{}", keys[0]),
        keys[1].to_owned(),
        String::new(),
    ];
    for broken in broken {
        let fault = Keyring::parse(&broken).unwrap_err();
        let words = format!("{fault} {fault:?} {shown}");
        assert!(words.contains("not a keyring"), "{words}");
        for key in &keys {
            assert!(!words.contains(&key[..6]), "{words}");
        }
    }
    let wrong = |edit: fn(&mut Value)| {
        let mut json: Value = serde_json::from_str(&json).unwrap();
        edit(&mut json);
        Keyring::parse(&json.to_string()).unwrap_err().to_string()
    };
    assert!(wrong(|json| json["wrap"] = Value::Array(Vec::new())).contains("no key in `wrap`"));
    let twice = |json: &mut Value| {
        let first = json["link"][0].clone();
        json["link"].as_array_mut().unwrap().push(first);
    };
    assert!(wrong(twice).contains("number 1 stands twice in `link`"));
}

proptest! {
    #[test]
    fn every_reference_goes_through_a_link(text in "[0-9A-HJKMNP-TV-Z]{10}", seconds in 0_i64..4_000_000_000) {
        let keyring = Keyring::generate();
        let reference = Reference::parse(&text).unwrap();
        let expires = Timestamp::from_second(seconds).unwrap();
        let token = keyring.link(LinkPurpose::Change, &reference, expires);
        let before = expires - SignedDuration::from_nanos(1);
        prop_assert_eq!(keyring.open(LinkPurpose::Change, &token, before), Some(reference));
        prop_assert_eq!(keyring.open(LinkPurpose::Change, &token, expires), None);
    }

    #[test]
    fn every_text_goes_through_sealing(text in "\\PC{0,200}", field in "[a-z_]{1,20}") {
        let key = DataKey::generate();
        let sealed = secret::seal(&key, &reference(), &field, &text);
        prop_assert_eq!(secret::unseal(&key, &reference(), &field, &sealed), Ok(text));
    }

    #[test]
    fn whatever_is_sent_as_token_never_panics(token in "\\PC{0,80}", plain in "[A-Za-z0-9_-]{40,52}") {
        let keyring = Keyring::generate();
        for token in [token, plain] {
            prop_assert_eq!(opened(&keyring, &token), None);
            prop_assert_eq!(keyring.nonce_time("registration", None, &token), None);
        }
    }
}

pub(crate) fn now() -> Timestamp {
    "2027-01-10T12:00:00Z".parse().unwrap()
}

fn reference() -> Reference {
    Reference::parse("ZZZZZ-00001").unwrap()
}

fn see(keyring: &Keyring) -> String {
    keyring.link(LinkPurpose::See, &reference(), now() + HOUR)
}

fn opened(keyring: &Keyring, token: &str) -> Option<Reference> {
    keyring.open(LinkPurpose::See, token, now())
}

fn edited(keyring: &Keyring, edit: impl FnOnce(&mut Value)) -> Keyring {
    let mut json: Value = serde_json::from_str(&keyring.to_json()).unwrap();
    edit(&mut json);
    Keyring::parse(&json.to_string()).unwrap()
}

fn decode(text: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn encode(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}
