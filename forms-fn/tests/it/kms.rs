//! Keys wrapped by KMS, against its emulator.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use forms_fn::secret::{DataKey, KeyError, KeyProvider, Keyring, KmsKey};
use serde_json::Value;

use crate::emulator::Emulator;

/// A new key in KMS. Nothing in the program makes keys, so the tests ask for one by hand.
fn new_key() -> String {
    let address = Emulator::Ministack.address().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    let credential = "AWS4-HMAC-SHA256 Credential=test/20270110/eu-north-1/kms/aws4_request, SignedHeaders=host, Signature=0";
    write!(
        stream,
        "POST / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.1\r\n\
         X-Amz-Target: TrentService.CreateKey\r\nAuthorization: {credential}\r\nContent-Length: 2\r\n\r\n{{}}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let json = &body[body.find('{').unwrap()..=body.rfind('}').unwrap()];
    let answer: Value = serde_json::from_str(json).unwrap();
    answer["KeyMetadata"]["KeyId"].as_str().unwrap().to_owned()
}

fn provider(key: &str) -> KeyProvider {
    beside(key, Arc::new(Keyring::generate()))
}

fn beside(key: &str, keyring: Arc<Keyring>) -> KeyProvider {
    KeyProvider::Kms(KmsKey::new(&Emulator::Ministack.aws(), key), keyring)
}

#[tokio::test]
async fn what_the_keyring_had_wrapped_before_still_unwraps() {
    let keyring = Arc::new(Keyring::generate());
    let key = DataKey::generate();
    let wrapped = KeyProvider::File(Arc::clone(&keyring)).wrap(&key, "E#ten").await.unwrap();
    let kms = beside(&new_key(), keyring);
    assert_eq!(kms.unwrap(&wrapped, "E#ten").await.unwrap().bytes(), key.bytes());
    assert!(kms.unwrap(&wrapped, "E#two").await.is_err());
}

#[tokio::test]
async fn a_key_unwraps_for_its_own_context_only() {
    let kms = provider(&new_key());
    let key = DataKey::generate();
    let wrapped = kms.wrap(&key, "E#ten").await.unwrap();
    assert_eq!(kms.unwrap(&wrapped, "E#ten").await.unwrap().bytes(), key.bytes());
    for context in ["E#two", "", "e#ten"] {
        assert_eq!(kms.unwrap(&wrapped, context).await.unwrap_err(), KeyError::Unreadable, "{context}");
    }
}

#[tokio::test]
async fn what_was_changed_or_belongs_to_another_key_is_refused() {
    let kms = provider(&new_key());
    let key = DataKey::generate();
    let wrapped = kms.wrap(&key, "E#ten").await.unwrap();
    // KMS would refuse; the emulator answers something that isn't the key.
    let other = provider(&new_key()).unwrap(&wrapped, "E#ten").await;
    assert!(other.is_err() || other.is_ok_and(|other| other.bytes() != key.bytes()));
    for changed in ["", "AAAA", "not base 64!", &wrapped[..wrapped.len() - 4]] {
        assert_eq!(kms.unwrap(changed, "E#ten").await.unwrap_err(), KeyError::Unreadable, "{changed}");
    }
}

#[tokio::test]
async fn a_key_that_kms_does_not_have_is_a_failure_of_the_service() {
    let kms = provider("00000000-0000-0000-0000-000000000000");
    let error = kms.wrap(&DataKey::generate(), "E#ten").await.unwrap_err();
    assert_eq!(error, KeyError::Service("NotFoundException".to_owned()));
    assert!(!format!("{kms:?}").contains("secret"), "{kms:?}");
}
