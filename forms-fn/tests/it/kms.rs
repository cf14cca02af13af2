//! Keys wrapped by KMS, against its emulator.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use forms_fn::secret::{DataKey, KeyError, KeyProvider, Keyring, KmsKey};
use serde_json::Value;

use crate::emulator::Emulator;

/// A new key in KMS. Nothing in the program makes keys, so the tests ask for one by hand.
pub(crate) fn new_key() -> String {
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

/// A variable of a function holds 4 KB; a keyring that was rotated often lies in the table of keys.
#[cfg(feature = "lambda")]
#[tokio::test]
async fn a_function_finds_its_secrets_in_the_table_of_keys() {
    use std::os::unix::fs::PermissionsExt;

    use crate::emulator::table_name;
    use crate::runtime::{Function, event};

    let program = env!("CARGO_BIN_EXE_forms-fn");
    let (folder, table) = (tempfile::tempdir().unwrap(), table_name());
    crate::crash::write_forms(&folder.path().join("forms"));
    for name in [table.clone(), format!("{table}-keys")] {
        forms_fn::DynamoStore::new(&Emulator::Ministack.aws(), name).create_table().await.unwrap();
    }
    let mut keyring = Keyring::generate();
    (0..30).for_each(|_| keyring.rotate().unwrap());
    assert!(keyring.to_json().len() > 4096);
    let secrets = folder.path().join("secrets.json");
    let put = |keyring: &Keyring| {
        std::fs::write(&secrets, keyring.to_json().as_bytes()).unwrap();
        std::fs::set_permissions(&secrets, std::fs::Permissions::from_mode(0o600)).unwrap();
    };
    put(&keyring);
    let variables: std::collections::BTreeMap<&str, std::ffi::OsString> = [
        ("FORMS_DIR", folder.path().join("forms").into_os_string()),
        ("FORMS_TABLE", table.clone().into()),
        ("FORMS_KMS_KEY", new_key().into()),
        ("AWS_REGION", "eu-north-1".into()),
        ("AWS_ACCESS_KEY_ID", "test".into()),
        ("AWS_SECRET_ACCESS_KEY", "test".into()),
        ("AWS_ENDPOINT_URL", Emulator::Ministack.address().into()),
    ]
    .into();
    let run = || {
        let line = ["secrets", "put", "--table", &table, "--data", "."];
        let mut command = std::process::Command::new(program);
        command.args(line).current_dir(folder.path()).envs(&variables).output().unwrap()
    };
    let done = run();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let keys = forms_fn::Store::DynamoDb(forms_fn::DynamoStore::new(
        &Emulator::Ministack.aws(),
        format!("{table}-keys"),
    ));
    let item = keys.get(&forms_fn::Key::new("SECRETS", "-"), jiff::Timestamp::now()).await.unwrap().unwrap();
    assert!(!item.body.to_string().contains("pepper"), "sealed");

    let mut function = Function::start(std::path::Path::new(program), &variables).await;
    let post = event(
        "POST",
        "/en/forms/registration",
        &[("content-type", crate::site::FORM)],
        "event=any&full_name=Asta&diet=pork",
        false,
    );
    assert_eq!(function.invoke(&post).await.unwrap()["statusCode"], 303);
    // The records have a mark of these secrets by now: others are refused.
    put(&Keyring::generate());
    let refused = run();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        !refused.status.success() && said.contains("isn't the one with which the records were made"),
        "{said}"
    );
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
