//! Whatever organisers read or change is written down first: who, what, why. No answers.

use forms_fn::{Action, Key, Range};

use super::office::{now, office, words};

#[tokio::test]
async fn each_command_writes_down_what_it_does() {
    let office = office();
    let (one, two) = (office.register(&[("full_name", "kanarie7f3a")]).await, office.request().await);
    let (one, two) = (one.to_string(), two.to_string());
    office.ask(&["list", "--event", "ten"]);
    office.ask(&["list", "--calls"]);
    office.ask(&["list", "--failed"]);
    office.ask(&["show", &one]);
    office.ask(&["export", "--event", "ten", "--format", "csv"]);
    office.ask(&["stats", "--event", "ten"]);
    office.ask(&["called", &one]);
    office.ask(&["release", &two]);
    office.ask(&["met", &two, "--on", "2025-06-10"]);
    office.ask(&["close", &two]);
    office.ask(&["cancel", &one]);
    office.ask(&["erase", &one]);
    office.ask(&["cancel-event", "ten"]);
    office.ask(&["rotate-keys"]);
    office.register_for_key().await;
    office.ask(&["destroy-key", "two", "--yes"]);
    let audit = office.json(&["audit", "--format", "json"]);
    let entries = audit.as_array().unwrap();
    let mut actions: Vec<&str> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    actions.sort_unstable();
    let expected = [
        "call_off",
        "called",
        "cancel",
        "close",
        "destroy_key",
        "erase",
        "export",
        "list",
        "list",
        "list",
        "met",
        "release",
        "rotate_keys",
        "show",
        "statistics",
    ];
    assert_eq!(actions, expected);
    assert!(entries.iter().all(|entry| entry["actor"] == "karin" && entry["purpose"] == "order the food"));
    let show = entries.iter().find(|entry| entry["action"] == "show").unwrap();
    assert_eq!((&show["reference"], &show["event"]), (&one.as_str().into(), &"ten".into()));
    assert!(!audit.to_string().contains("kanarie7f3a"));
    assert!(entries.iter().all(|entry| entry["scope"] == "everything"));
    assert!(office.ask(&["audit"]).contains("everything  order the food"));
    office.ask(&["list", "--event", "ten", "--organisation", "fika"]);
    assert!(office.ask(&["audit"]).contains("organisation fika  order the food"));
}

impl super::office::Office {
    /// Somebody with a sensitive answer, so that the event `two` has a key.
    async fn register_for_key(&self) {
        let two = super::office::terms("two", 5);
        self.register_under(&[("full_name", "B"), ("diet", "meat")], &two, Vec::new(), now()).await;
    }
}

#[tokio::test]
async fn the_person_sees_who_looked_until_the_record_goes() {
    let office = office();
    let reference = office.register(&[("full_name", "Amina")]).await;
    office.ask(&["show", &reference.to_string()]);
    let dossier = office.desk.dossier(&reference, now()).await.unwrap().unwrap();
    assert_eq!(dossier.audit.len(), 1);
    assert_eq!(dossier.audit[0]["action"], "show");
    let shown = office.ask(&["show", &reference.to_string()]);
    assert!(shown.contains("show by karin: order the food"), "{shown}");
    office.ask(&["erase", &reference.to_string()]);
    let plain = reference.to_string().replace('-', "");
    let left =
        office.desk.store().query(&Range::prefix(format!("P#{plain}"), ""), None, now()).await.unwrap();
    assert_eq!(left, []);
}

#[tokio::test]
async fn entries_go_after_24_months() {
    let office = office();
    office.register(&[("full_name", "Amina")]).await;
    office.ask(&["list", "--event", "ten"]);
    let written = jiff::Timestamp::now();
    let month = written.strftime("%Y-%m").to_string();
    let audits = office.desk.audits(&month, written).await.unwrap();
    assert_eq!((audits.len(), audits[0].action, audits[0].count), (1, Action::List, 1));
    let days = |days: i64| written + jiff::SignedDuration::from_hours(24 * days);
    assert_eq!(office.desk.audits(&month, days(728)).await.unwrap().len(), 1);
    assert_eq!(office.desk.audits(&month, days(732)).await.unwrap(), []);
}

#[tokio::test]
async fn nobody_reads_without_saying_why() {
    let office = office();
    let reference = office.register(&[("full_name", "Amina")]).await.to_string();
    for args in [
        vec!["list", "--event", "ten"],
        vec!["list", "--calls"],
        vec!["show", &reference],
        vec!["export", "--event", "ten", "--format", "csv"],
        vec!["list", "--event", "ten", "--purpose", "  "],
        vec!["stats", "--event", "ten"],
        vec!["report"],
        vec!["audit"],
    ] {
        let why = office.refuse(&args);
        assert!(why.contains("for example: --purpose \"order the food for Thursday\""), "{why}");
    }
    assert_eq!(office.json(&["audit", "--format", "json"]), serde_json::json!([]));
}

#[tokio::test]
async fn what_cannot_be_written_down_is_not_shown() {
    let office = office();
    office.register(&[("full_name", "kanarie7f3a")]).await;
    let file = office.path().join("data/submissions.sqlite");
    let database = rusqlite::Connection::open(file).unwrap();
    let stop = "CREATE TRIGGER stop BEFORE INSERT ON items WHEN NEW.pk LIKE 'AUDIT#%' BEGIN SELECT RAISE(FAIL, 'full'); END";
    database.execute_batch(stop).unwrap();
    let why = office.refuse(&["list", "--event", "ten", "--purpose", "x"]);
    assert!(!why.contains("kanarie7f3a"), "{why}");
    let out = office.path().join("out.csv");
    let args =
        ["export", "--event", "ten", "--format", "csv", "--purpose", "x", "--out", out.to_str().unwrap()];
    office.refuse(&args);
    assert!(!out.exists());
}

#[tokio::test]
async fn the_login_name_is_the_actor_when_nobody_says_otherwise() {
    let office = office();
    office.register(&[("full_name", "Amina")]).await;
    let list = |user: Option<&str>| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_forms-fn"));
        command.args(["list", "--form", "registration", "--event", "ten", "--purpose", "x", "--data"]);
        command.arg(office.path().join("data"));
        for name in ["AWS_LAMBDA_RUNTIME_API", "USER", "LOGNAME", "USERNAME"] {
            command.env_remove(name);
        }
        command.envs(user.map(|user| ("USER", user))).output().unwrap()
    };
    assert!(list(Some("signe")).status.success());
    let nobody = list(None);
    assert!(words(&nobody.stderr).contains("--as karin"), "{}", words(&nobody.stderr));
    let audit = office.json(&["audit", "--format", "json"]);
    assert_eq!(audit[0]["actor"], "signe");
    let key = Key::new("E#ten", "SEATS");
    assert!(office.desk.store().get(&key, now()).await.unwrap().is_some(), "the store is as it was");
}
