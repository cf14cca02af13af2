//! What somebody meets who types the commands for the first time, or types them wrong.

use forms_fn::{Change, Expected, Key, Write};
use jiff::Timestamp;

use super::office::{Office, now, office, run, terms, words};

/// Takes the key of an event away as a copy without its log does.
async fn lose_key(office: &Office, event: &str) {
    let keys = forms_fn::Store::open_keys(&office.path().join("data")).unwrap();
    let key = Key::new(format!("E#{event}"), "KEY");
    let write = Write { key, expected: Expected::Anything, change: Change::Delete };
    keys.commit(vec![write], Timestamp::now()).await.unwrap();
}

fn err(office: &Office, arguments: &[&str]) -> String {
    let output = office.run(&[arguments, &["--purpose", "x"]].concat());
    words(&output.stderr)
}

const MISSING: &str = "sensitive answers of 2 people can't be read: their key is missing";

#[tokio::test]
async fn a_key_that_nobody_destroyed_is_missed() {
    let office = office();
    let amina = office.register(&[("full_name", "Amina"), ("diet", "pork")]).await.to_string();
    office.register(&[("full_name", "Bo"), ("diet", "meat")]).await;
    office.register(&[("full_name", "Cy")]).await;
    assert!(!err(&office, &["list", "--open", "--event", "ten"]).contains("can't be read"));
    office.ask(&["verify"]);
    lose_key(&office, "ten").await;
    let output = office.run(&["verify", "--purpose", "x"]);
    let said = words(&output.stdout);
    assert!(!output.status.success() && said.contains(&format!("`E#ten` `KEY`: {MISSING}")), "{said}");
    for command in [
        &["list", "--open", "--event", "ten"][..],
        &["export", "--event", "ten", "--format", "csv"],
        &["export", "--event", "ten", "--format", "list", "--lang", "en"],
    ] {
        let said = err(&office, command);
        assert!(said.contains("people can't be read: their key is missing"), "{command:?}: {said}");
    }
    assert!(err(&office, &["show", &amina]).contains("sensitive answers of 1 people can't be read"));
    // What can't be opened isn't thrown away either.
    let said = office.run(&["destroy-key", "ten", "--yes"]);
    assert!(words(&said.stdout).contains("2 people count as destroyed"), "{}", words(&said.stderr));
    office.ask(&["verify"]);
    assert!(!err(&office, &["list", "--open", "--event", "ten"]).contains("can't be read"));
}

#[tokio::test]
async fn a_key_that_was_made_anew_hides_nothing() {
    let office = office();
    office.register(&[("full_name", "Amina"), ("diet", "pork")]).await;
    office.register(&[("full_name", "Bo"), ("diet", "meat")]).await;
    lose_key(&office, "ten").await;
    // The running server makes another one.
    let keyring = std::sync::Arc::new(forms_fn::secret::load_or_create(&office.path().join("data")).unwrap());
    let keys = forms_fn::Store::open_keys(&office.path().join("data")).unwrap();
    let provider = forms_fn::secret::KeyProvider::File(std::sync::Arc::clone(&keyring));
    let mut office = office;
    office.desk = forms_fn::Desk::new(office.desk.store().clone(), keys, keyring, provider);
    office.register(&[("full_name", "Cy"), ("diet", "meat")]).await;
    let output = office.run(&["verify", "--purpose", "x"]);
    assert!(words(&output.stdout).matches("doesn't open").count() == 2, "{}", words(&output.stdout));
    assert!(err(&office, &["list", "--open", "--event", "ten"]).contains(MISSING));
}

#[tokio::test]
async fn a_key_that_was_destroyed_is_not_missed() {
    let office = office();
    office.register(&[("full_name", "Amina"), ("diet", "pork")]).await;
    office.ask(&["destroy-key", "ten", "--yes"]);
    office.ask(&["verify"]);
    for command in
        [&["list", "--open", "--event", "ten"][..], &["export", "--event", "ten", "--format", "csv"]]
    {
        let said = err(&office, command);
        assert!(!said.contains("can't be read"), "{command:?}: {said}");
    }
}

#[tokio::test]
async fn an_event_without_its_key_is_not_moved_before_somebody_gives_the_answers_up() {
    let office = office();
    let old = terms("old", 10);
    office.register_under(&[("full_name", "A"), ("diet", "pork")], &old, Vec::new(), now()).await;
    lose_key(&office, "old").await;
    let why = office.refuse(&["move-event", "old", "any", "--purpose", "x"]);
    assert!(why.contains("key") && why.contains("forms-fn destroy-key old"), "{why}");
    office.ask(&["destroy-key", "old", "--yes"]);
    office.ask(&["move-event", "old", "any"]);
    // Whoever asks once more learns that it is done.
    assert!(office.ask(&["move-event", "old", "any"]).contains("1 records of old are with any already"));
}

#[tokio::test]
async fn copied_keys_open_the_answers_again() {
    let office = office();
    office.register(&[("full_name", "Amina"), ("diet", "pork")]).await;
    let (data, file) = (office.path().join("data"), office.path().join("copies/keys.jsonl"));
    let (data, file) = (data.to_str().unwrap(), file.to_str().unwrap());
    std::fs::create_dir(office.path().join("copies")).unwrap();
    let ask = |arguments: &[&str]| {
        let output = run(&[arguments, &["--data", data, "--as", "karin", "--purpose", "x"]].concat());
        assert!(output.status.success(), "{arguments:?}: {}", words(&output.stderr));
    };
    ask(&["export-store", "--keys", "--out", file]);
    for end in ["", "-wal", "-shm"] {
        drop(std::fs::remove_file(office.path().join(format!("data/keys.sqlite{end}"))));
    }
    ask(&["import-store", file, "--keys"]);
    let list = office.json(&["list", "--open", "--event", "ten", "--format", "json"]);
    assert_eq!(list[0]["answers"]["diet"], serde_json::json!(["pork"]));
    office.ask(&["verify"]);
}

#[tokio::test]
async fn erasing_names_what_else_is_of_the_same_person() {
    let office = office();
    let first = [("full_name", "Amina"), ("email", "amina@example.org"), ("phone", "+45 12 34 56 78")];
    let first = office.register(&first).await.to_string();
    let again = [("full_name", "Amina B."), ("email", "AMINA@example.org")];
    let again = office.register_under(&again, &terms("two", 5), Vec::new(), now()).await.to_string();
    let phone = [("full_name", "A"), ("phone", "12345678")];
    let phone = office.register_under(&phone, &terms("any", 5), Vec::new(), now()).await.to_string();
    let other = office.register(&[("full_name", "Bo"), ("email", "bo@example.org")]).await.to_string();
    assert!(office.refuse(&["erase", &first]).contains("say why with --purpose"));
    let said = office.ask(&["erase", &first]);
    assert!(said.contains(&format!("{again}, two (confirmed)")), "{said}");
    assert!(said.contains(&format!("{phone}, any (confirmed)")) && !said.contains(&other), "{said}");
    assert_eq!(office.ask(&["erase", &again]), format!("{again} is deleted\n"));
    let help = words(&run(&["erase", "--help"]).stdout);
    assert!(help.contains("one record") && help.contains("`find`"), "{help}");
}

#[tokio::test]
async fn a_list_finds_the_form_in_the_store() {
    let office = office();
    office.register(&[("full_name", "Amina")]).await;
    let doubts = vec!["too_fast".to_owned()];
    office.register_under(&[("full_name", "Held")], &terms("two", 5), doubts, now()).await;
    let data = office.path().join("data");
    let list = |arguments: &[&str]| {
        let fixed = ["--data", data.to_str().unwrap(), "--as", "karin", "--purpose", "x"];
        let output = run(&[&["list"], arguments, &fixed].concat());
        assert!(output.status.success(), "{arguments:?}: {}", words(&output.stderr));
        words(&output.stdout)
    };
    // No site is at hand.
    let of_event = list(&["--event", "ten"]);
    assert!(of_event.contains("Amina") && !of_event.contains("Held"), "{of_event}");
    // One form only.
    let all = list(&[]);
    assert!(all.contains("Amina") && all.contains("Held") && all.contains(" two "), "{all}");
    let request = office.request().await.to_string();
    let held = list(&["--held"]);
    assert!(held.contains("Held") && held.contains(&request) && !held.contains("Amina"), "{held}");
    let why = office.refuse(&["list", "--purpose", "x"]);
    assert!(why.contains("`mentor-request`, `registration`"), "{why}");
}

#[tokio::test]
async fn a_wrong_answer_is_mended_in_an_organisers_words() {
    let mut office = office();
    office.take_the_whole_form();
    let why = |answers: &[&str]| {
        let mut all = vec!["register", "--event", "ten", "--purpose", "x"];
        all.extend(answers.iter().flat_map(|answer| ["--answer", *answer]));
        office.refuse(&all)
    };
    let said = why(&["fullname=Amal", "phone=+47 12 34 56 78", "country=Norway"]);
    assert!(said.contains("fullname: did you mean `full_name`?"), "{said}");
    assert!(said.contains("write `adult=yes`") && said.contains("DK, FI, NO, SE, other"), "{said}");
    assert!(said.contains("--questions"), "{said}");
    let said = why(&["full_name=Amal", "shoe_size=42"]);
    assert!(said.contains("shoe_size: the form asks no such question; there are: full_name"), "{said}");
    assert!(
        office
            .refuse(&["register", "--event", "tem", "--answer", "a=b", "--purpose", "x"])
            .contains("`ten`?")
    );

    let forms = office.path().join("forms");
    let forms = forms.to_str().unwrap();
    let output = run(&["register", "--form", "registration", "--questions", "--forms", forms]);
    let questions = words(&output.stdout);
    assert!(output.status.success(), "{}", words(&output.stderr));
    for line in
        ["full_name ", "write `adult=yes`", "write `country=` and one of: DK", "At least one of these"]
    {
        assert!(questions.contains(line), "no {line} in {questions}");
    }
}

#[tokio::test]
async fn a_copy_says_what_is_not_in_it() {
    let office = office();
    office.register(&[("full_name", "Amina")]).await;
    let (data, to) = (office.path().join("data"), office.path().join("new/folder/copy.sqlite"));
    let output = run(&[
        "backup",
        "--data",
        data.to_str().unwrap(),
        "--to",
        to.to_str().unwrap(),
        "--as",
        "k",
        "--purpose",
        "x",
    ]);
    let said = words(&output.stdout);
    assert!(output.status.success(), "{}", words(&output.stderr));
    for word in
        ["1 records", "secrets.json", "export-store --keys", "export-erased", "forms-fn restore --from"]
    {
        assert!(said.contains(word), "no {word} in {said}");
    }
    let files: Vec<_> = std::fs::read_dir(to.parent().unwrap()).unwrap().collect();
    assert_eq!(files.len(), 1, "a copy is one file");
}

#[tokio::test]
async fn what_a_command_is_not_for_is_said() {
    let office = office();
    let guest = office.register(&[("full_name", "Amina")]).await.to_string();
    let why = office.refuse(&["met", &guest, "--on", "2025-06-10", "--purpose", "x"]);
    assert!(why.contains("is a registration for an event and no request"), "{why}");
    let link = ["event-link", "ten", "https://meet.example.org/room", "--purpose", "x"];
    let why = office.refuse(&link);
    assert!(why.contains("doesn't say that people can take part online") && why.contains("--yes"), "{why}");
    let said = office.ask(&["cancel-event", "ten"]);
    assert!(said.contains("1 people, of whom 1 have no e-mail address and have to be called"), "{said}");
}

#[tokio::test]
async fn a_server_that_is_refused_leaves_no_folder() {
    let office = office();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (forms, data) = (office.path().join("forms"), office.path().join("none/data"));
    for (smtp, addr) in
        [("nonsense", "127.0.0.1:0".to_owned()), ("", taken.local_addr().unwrap().to_string())]
    {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_forms-fn"));
        command.args(["serve", "--addr", &addr, "--data"]).arg(&data).arg("--forms").arg(&forms);
        command.env("FORMS_SMTP", smtp).env("FORMS_MAIL_FROM", "a@example.org");
        let output = command.env_remove("AWS_LAMBDA_RUNTIME_API").output().unwrap();
        assert!(!output.status.success());
        assert!(!office.path().join("none").exists(), "{}", words(&output.stderr));
    }
}
