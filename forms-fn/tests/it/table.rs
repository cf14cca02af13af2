//! The program as the functions that `aws/template.yaml` describes: DynamoDB behind it, and all that
//! it knows in its environment. `lambda.rs` asks the program of the build, `package.rs` the packaged one.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use forms_fn::secret::{KeyProvider, Keyring};
use forms_fn::{Desk, DynamoStore, Range, Store, Visible};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::crash::write_forms;
use crate::emulator::{Emulator, table_name};
use crate::running::stopping::Silent;
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

    fn desk(&self) -> Desk {
        let store = Store::DynamoDb(DynamoStore::new(&Emulator::Dynoxide.aws(), &self.name));
        let keyring = Arc::new(self.keyring.clone());
        Desk::new(store.clone(), store, Arc::clone(&keyring), KeyProvider::File(keyring))
    }

    /// Reference and name of everybody who registered.
    pub(crate) async fn registered(&self) -> Vec<(String, String)> {
        let desk = self.desk();
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

/// What alarms look at, as one line of CloudWatch's embedded metric format.
pub(crate) async fn the_worker_tells_its_numbers(program: &Path) {
    let table = Table::create().await;
    let mut variables = table.variables();
    let mut function = Function::start(program, &variables).await;
    let body = "event=any&full_name=Asta&email=asta%40example.net";
    let post = event("POST", "/en/forms/registration", &[("content-type", FORM)], body, false);
    assert_eq!(function.invoke(&post).await.unwrap()["statusCode"], 303);

    variables.insert("FORMS_ROLE", "worker".into());
    variables.insert("FORMS_STACK", "forms-test".into());
    variables.insert("FORMS_SMTP", "smtp://127.0.0.1:1?tls=none".into());
    variables.insert("FORMS_MAIL_FROM", "forms@example.org".into());
    let told = tempfile::NamedTempFile::new().unwrap();
    let mut function = Function::start_telling(program, &variables, told.reopen().unwrap().into()).await;
    // Nobody takes the letter, so a later pass finds it waiting.
    drop(function.invoke(&json!({})).await);
    drop(function.invoke(&json!({})).await);
    let text = std::fs::read_to_string(told.path()).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert_eq!(lines.len(), 2, "{text}");
    let line = &lines[1];
    let metrics = &line["_aws"]["CloudWatchMetrics"][0];
    assert_eq!((&metrics["Namespace"], &metrics["Dimensions"]), (&json!("Spaces"), &json!([["Stack"]])));
    for metric in metrics["Metrics"].as_array().unwrap() {
        assert!(line[metric["Name"].as_str().unwrap()].is_u64(), "{line}");
    }
    assert_eq!((&line["Stack"], &line["WorkerPasses"]), (&json!("forms-test"), &json!(1)));
    assert_eq!(line["DeadLetters"], 0);
    assert!(line["OldestLetterSeconds"].is_u64() && line["WorkFailures"].is_u64(), "{line}");
    assert!(line["_aws"]["Timestamp"].as_i64().unwrap() > 1_700_000_000_000, "milliseconds: {line}");
}

/// Lambda ends a function while a slow mail server has the letter and says nothing: the try is counted, and the next pass leaves it.
pub(crate) async fn a_letter_under_way_at_the_end_is_not_sent_again(program: &Path) {
    let table = Table::create().await;
    // Letters tell until when things are kept, and there is no time after the year 9999.
    let manifest = table.folder.path().join("manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace("9999-", "2099-")).unwrap();
    let mut variables = table.variables();
    let mut function = Function::start(program, &variables).await;
    let body = "event=any&full_name=Asta&email=asta%40example.net";
    let post = event("POST", "/en/forms/registration", &[("content-type", FORM)], body, false);
    assert_eq!(function.invoke(&post).await.unwrap()["statusCode"], 303);

    let mail = Silent::start(false, &Arc::default());
    let taken = || mail.taken.load(Ordering::SeqCst);
    variables.insert("FORMS_ROLE", "worker".into());
    variables.insert("FORMS_SMTP", format!("smtp://127.0.0.1:{}?tls=none", mail.port).into());
    variables.insert("FORMS_MAIL_FROM", "forms@example.org".into());
    let mut first = Function::start(program, &variables).await;
    let schedule = json!({});
    tokio::select! {
        done = first.invoke(&schedule) => panic!("nobody said that the letter was taken: {done:?}"),
        () = async { while taken() == 0 { tokio::task::yield_now().await } } => {}
    }
    drop(first);
    for _ in 0..2 {
        let mut next = Function::start(program, &variables).await;
        assert_eq!(next.invoke(&schedule).await, Ok(json!(null)));
    }
    assert_eq!(taken(), 1);
    let waits =
        table.desk().store().query(&Range::prefix("OUT", ""), None, jiff::Timestamp::now()).await.unwrap();
    assert_eq!(waits.iter().map(|item| &item.body["tries"]).collect::<Vec<_>>(), [&json!(1)]);
}

/// A table that was set back to an earlier moment forgets again; it is the older file in another table.
pub(crate) async fn a_table_that_was_set_back_forgets_again(program: &Path) {
    let (table, set_back) = (Table::create().await, Table::create().await);
    let folder = table.folder.path();
    let run = |line: String| {
        let mut command = std::process::Command::new(program);
        command.args(line.split(' ')).current_dir(folder).env("USER", "karin").envs(table.variables());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let mut function = Function::start(program, &table.variables()).await;
    for name in ["Asta", "Bo"] {
        let body = format!("event=any&full_name={name}&email={name}%40example.net");
        let post = event("POST", "/en/forms/registration", &[("content-type", FORM)], &body, false);
        assert_eq!(function.invoke(&post).await.unwrap()["statusCode"], 303);
    }
    run(format!("export-store --table {} --out earlier.jsonl --purpose x", table.name));
    let (reference, _) = table.registered().await.into_iter().find(|(_, name)| name == "Asta").unwrap();
    table
        .desk()
        .erase(&forms_fn::Reference::parse(&reference).unwrap(), None, jiff::Timestamp::now())
        .await
        .unwrap();
    run(format!("export-erased --table {} --out erased.jsonl --purpose x", table.name));
    run(format!("import-store earlier.jsonl --table {}", set_back.name));
    assert_eq!(set_back.registered().await.len(), 2);

    let said = run(format!("forget --erased erased.jsonl --table {} --purpose back", set_back.name));
    assert!(said.contains(&reference) && said.ends_with("1 erased again\n"), "{said}");
    let left: Vec<String> = set_back.registered().await.into_iter().map(|(_, name)| name).collect();
    assert_eq!(left, ["Bo"]);
    let said = run(format!("forget --erased erased.jsonl --table {}", set_back.name));
    assert_eq!(said, "0 erased again\n");
    assert!(run(format!("verify --table {}", set_back.name)).ends_with(": fine\n"));
    let audit = run(format!("export-store --table {} --purpose x", set_back.name));
    assert!(audit.contains("\"action\":\"restore\""), "the audit tells of it");
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
