//! The program as the functions that `aws/template.yaml` describes: DynamoDB behind it, and all that
//! it knows in its environment. `lambda.rs` asks the program of the build, `package.rs` the packaged one.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use forms_fn::secret::{KeyProvider, Keyring};
use forms_fn::{Desk, DynamoStore, Store, Visible};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::crash::write_forms;
use crate::emulator::{Emulator, table_name};
use crate::runtime::{Function, event};
use crate::site::FORM;

/// Empty tables of records and keys, the fixture's forms, and the environment of a function that uses both.
pub(crate) struct Table {
    folder: TempDir,
    name: String,
    keyring: Keyring,
}

impl Table {
    pub(crate) async fn create() -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_forms(folder.path());
        let name = table_name();
        for table in [name.clone(), format!("{name}-keys")] {
            DynamoStore::new(&Emulator::Dynoxide.aws(), table).create_table().await.unwrap();
        }
        Self { folder, name, keyring: Keyring::generate() }
    }

    pub(crate) fn variables(&self) -> BTreeMap<&'static str, OsString> {
        [
            ("FORMS_DIR", self.folder.path().as_os_str().to_owned()),
            ("FORMS_TABLE", self.name.clone().into()),
            ("FORMS_KEYS", self.keyring.to_json().as_str().into()),
            ("AWS_REGION", "eu-north-1".into()),
            ("AWS_ACCESS_KEY_ID", "test".into()),
            ("AWS_SECRET_ACCESS_KEY", "test".into()),
            ("AWS_SESSION_TOKEN", "test".into()),
            ("AWS_ENDPOINT_URL", Emulator::Dynoxide.address().into()),
        ]
        .into()
    }

    /// Reference and name of everybody who registered.
    pub(crate) async fn registered(&self) -> Vec<(String, String)> {
        let store = Store::DynamoDb(DynamoStore::new(&Emulator::Dynoxide.aws(), &self.name));
        let keyring = Arc::new(self.keyring.clone());
        let desk = Desk::new(store.clone(), store, Arc::clone(&keyring), KeyProvider::File(keyring));
        let now = jiff::Timestamp::now();
        let stored = desk.list("registration", Some("any"), Visible::Everything, now).await.unwrap();
        let name = |one: &forms_fn::Stored| one.answers["full_name"].as_str().unwrap().to_owned();
        stored.iter().map(|one| (one.record.reference.to_string(), name(one))).collect()
    }
}

/// Sends a form, something that is none, and a form again; everything is answered by one process.
pub(crate) async fn forms_end_in_the_table(program: &Path) {
    let table = Table::create().await;
    let mut function = Function::start(program, &table.variables()).await;
    let post =
        |body: &str, base64| event("POST", "/en/forms/registration", &[("content-type", FORM)], body, base64);
    let first = function.invoke(&post("event=any&full_name=%C3%86sa", false)).await.unwrap();
    assert_eq!(first["statusCode"], 303, "{first}");
    let broken = function.invoke(&post("not base64!", true)).await.unwrap();
    assert_eq!(broken["statusCode"], 400, "{broken}");
    // `event=any&full_name=Bo`
    let second = function.invoke(&post("ZXZlbnQ9YW55JmZ1bGxfbmFtZT1Cbw==", true)).await.unwrap();
    assert_eq!(second["statusCode"], 303, "{second}");
    assert!(function.is_running());

    let registered = table.registered().await;
    let names: Vec<&str> = registered.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["Æsa", "Bo"]);
    for (answer, (reference, _)) in [first, second].iter().zip(&registered) {
        let location = answer["headers"]["location"].as_str().unwrap();
        assert!(location.contains(&format!("?ref={reference}&")), "{location}");
    }
}

/// The other function of the same program.
pub(crate) async fn the_worker_answers_its_schedule(program: &Path) {
    let table = Table::create().await;
    let mut variables = table.variables();
    variables.insert("FORMS_ROLE", "worker".into());
    // Nothing is due, so nobody asks this server.
    variables.insert("FORMS_SMTP", "smtp://127.0.0.1:1?tls=none".into());
    variables.insert("FORMS_MAIL_FROM", "forms@example.org".into());
    let mut function = Function::start(program, &variables).await;
    for _ in 0..2 {
        let event = json!({ "source": "aws.events", "detail-type": "Scheduled Event", "detail": {} });
        assert_eq!(function.invoke(&event).await, Ok(json!(null)));
    }
    assert!(function.is_running());
}

/// The third function: it lets organisers in and answers nothing else. The one for everybody has none of it.
pub(crate) async fn organisers_are_let_in(program: &Path, of_everybody: Option<&Path>) {
    let table = Table::create().await;
    let mut variables = table.variables();
    variables.insert("FORMS_ROLE", "desk".into());
    let mut function = Function::start(program, &variables).await;
    let get = |path: &str| event("GET", path, &[("host", "example.org")], "", false);
    let first = function.invoke(&get("/desk")).await.unwrap();
    assert_eq!((&first["statusCode"], &first["headers"]["location"]), (&json!(303), &json!("/desk/sign-in")));
    let headers = [("host", "example.org"), ("content-type", FORM), ("sec-fetch-site", "same-origin")];
    let asked = event("POST", "/desk/sign-in", &headers, "email=karin%40example.org", false);
    let asked = function.invoke(&asked).await.unwrap();
    assert_eq!((&asked["statusCode"], &asked["headers"]["location"]), (&json!(303), &json!("/desk/code")));
    let cookies = asked["cookies"].to_string() + &asked["headers"]["set-cookie"].to_string();
    assert!(cookies.contains("__Host-desk-code=") && cookies.contains("HttpOnly"), "{asked}");
    let form = function.invoke(&page_of_a_form()).await.unwrap();
    assert_eq!(form["statusCode"], 404, "{form}");
    if let Some(program) = of_everybody {
        let mut function = Function::start(program, &table.variables()).await;
        assert_eq!(function.invoke(&get("/desk/sign-in")).await.unwrap()["statusCode"], 404);
    }
}

/// Records that other secrets were used with: a page that needs none of them is served, and nothing is read or written.
pub(crate) async fn other_secrets_are_refused_by_the_first_operation(program: &Path) {
    let table = Table::create().await;
    let post = |name: &str| {
        let body = format!("event=any&full_name={name}");
        event("POST", "/en/forms/registration", &[("content-type", FORM)], &body, false)
    };
    let mut function = Function::start(program, &table.variables()).await;
    assert_eq!(function.invoke(&post("Asta")).await.unwrap()["statusCode"], 303);

    let mut variables = table.variables();
    variables.insert("FORMS_KEYS", Keyring::generate().to_json().as_str().into());
    let mut function = Function::start(program, &variables).await;
    assert_eq!(function.invoke(&page_of_a_form()).await.unwrap()["statusCode"], 200);
    for _ in 0..2 {
        let answer = function.invoke(&post("Bo")).await.unwrap();
        assert_eq!(answer["statusCode"], 503, "{answer}");
    }
    assert_eq!(table.registered().await.len(), 1, "nothing was stored");

    variables.insert("FORMS_NEW_SECRETS", "yes".into());
    let mut function = Function::start(program, &variables).await;
    assert_eq!(function.invoke(&post("Bo")).await.unwrap()["statusCode"], 303);
}

/// A table that can't be reached is asked again by the next operation; what needs none waits for none.
pub(crate) async fn a_page_of_a_form_needs_no_store(program: &Path) {
    let table = Table::create().await;
    let mut variables = table.variables();
    variables.insert("AWS_ENDPOINT_URL", "http://127.0.0.1:1".into());
    let mut function = Function::start(program, &variables).await;
    assert_eq!(function.invoke(&page_of_a_form()).await.unwrap()["statusCode"], 200);
    let post =
        event("POST", "/en/forms/registration", &[("content-type", FORM)], "event=any&full_name=Asta", false);
    assert_eq!(function.invoke(&post).await.unwrap()["statusCode"], 503);
    assert!(function.is_running());
}

/// One about no event: it needs no seats.
fn page_of_a_form() -> Value {
    event("GET", "/en/forms/mentor-request", &[], "", false)
}
