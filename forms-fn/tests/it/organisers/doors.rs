//! Every way into the store and out of it leaves an entry that says what came of it.

use std::collections::BTreeMap;

use forms_fn::{Audit, AuditOutcome};
use jiff::Timestamp;

use super::office::{Office, now, office, run, terms, words};

/// The commands, as the program itself lists them.
fn commands() -> Vec<String> {
    let help = words(&run(&["--help"]).stdout);
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let lines = commands.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned);
    names.filter(|name| name != "help").collect()
}

/// How to use a command so that it succeeds, and how its entry calls it; none for what shows and changes nothing about
/// anybody. A new command has to say here what it leaves.
fn leaves(command: &str) -> Option<(&'static str, Vec<&'static str>)> {
    Some(match command {
        // They work without anybody's asking, look at a folder, make an empty table, or lay a folder's own secrets into one.
        "serve" | "worker" | "check-forms" | "create-table" | "secrets" => return None,
        "list" => ("list", vec!["--event", "ten", "FORMS"]),
        "find" => ("find", vec!["amina", "FORMS"]),
        "show" => ("show", vec!["GUEST", "FORMS"]),
        "export" => ("export", vec!["--event", "ten", "--format", "csv", "FORMS"]),
        "release" => ("release", vec!["HELD", "FORMS"]),
        "close" => ("close", vec!["REQUEST", "FORMS"]),
        "keep" => ("keep", vec!["REQUEST", "FORMS"]),
        "met" => ("met", vec!["REQUEST", "--on", "2025-06-10", "FORMS"]),
        "called" => ("called", vec!["OFFERED", "FORMS"]),
        "accept" => ("accept", vec!["OFFERED", "FORMS"]),
        "correct" => ("correct", vec!["GUEST", "--email", "right@example.org", "FORMS"]),
        "resend" => ("resend", vec!["GUEST", "FORMS"]),
        "register" => {
            ("register", vec!["--event", "ten", "--answer", "full_name=Cy", "--answer", "diet=pork", "FORMS"])
        }
        "cancel" => ("cancel", vec!["GUEST", "FORMS"]),
        "erase" => ("erase", vec!["GUEST", "FORMS"]),
        "cancel-event" => ("call_off", vec!["ten", "FORMS"]),
        "events" => ("events", vec!["FORMS"]),
        "move-event" => ("move_event", vec!["gone", "any", "FORMS"]),
        "event-link" => ("event_link", vec!["ten", "https://meet.example.org/room", "--yes", "FORMS"]),
        "destroy-key" => ("destroy_key", vec!["ten", "--yes"]),
        "stats" => ("statistics", vec!["--event", "ten", "FORMS"]),
        "report" => ("report", vec![]),
        "audit" => ("audit", vec![]),
        "invite" => ("invite", vec!["bo@example.org", "--role", "steward", "--everywhere", "FORMS"]),
        "rotate-keys" => ("rotate_keys", vec![]),
        "confirm-clock" => ("confirm_clock", vec![]),
        "export-store" => ("export_store", vec![]),
        "export-erased" => ("export_erased", vec![]),
        "import-store" => ("import_store", vec!["FILE"]),
        "backup" => ("backup", vec!["--to", "COPY"]),
        "restore" => ("restore", vec!["--from", "BACKUP", "--nothing-erased"]),
        "forget" => ("restore", vec!["--erased", "ERASED"]),
        "verify" => ("verify", vec![]),
        other => panic!("say here what `{other}` leaves in the audit"),
    })
}

/// The newest entry of a store.
async fn last(desk: &forms_fn::Desk) -> Option<Audit> {
    let now = Timestamp::now();
    desk.audits(&now.strftime("%Y-%m").to_string(), now).await.unwrap().pop()
}

impl Office {
    /// What stands for what in the lists above.
    async fn cast(&self) -> BTreeMap<&'static str, String> {
        let answers = [("full_name", "Amina"), ("diet", "pork"), ("email", "amina@example.org")];
        let guest = self.register(&answers).await;
        let offered = self.offered(&[("full_name", "Dana"), ("phone", "+4512345678")], "two").await;
        self.register_under(&[("full_name", "E")], &terms("gone", 1), Vec::new(), now()).await;
        let doubts = vec!["too_fast".to_owned()];
        let held = self.register_under(&[("full_name", "B")], &terms("ten", 10), doubts, now()).await;
        let request = self.request().await;
        self.ask(&["release", &request.to_string()]);
        let path = |name: &str| self.path().join(name).to_str().unwrap().to_owned();
        self.ask_store(&["export-store", "--out", &path("file")]);
        self.ask_store(&["backup", "--to", &path("backup")]);
        self.ask_store(&["export-erased", "--out", &path("erased")]);
        [
            ("GUEST", guest.to_string()),
            ("OFFERED", offered.to_string()),
            ("HELD", held.to_string()),
            ("REQUEST", request.to_string()),
            ("FORMS", path("forms")),
            ("FILE", path("file")),
            ("BACKUP", path("backup")),
            ("ERASED", path("erased")),
            ("COPY", path("copy")),
            ("DATA", path("data")),
            ("NEW", path("new")),
        ]
        .into()
    }

    #[track_caller]
    fn ask_store(&self, arguments: &[&str]) {
        let data = self.path().join("data");
        let mut all = arguments.to_vec();
        all.extend(["--data", data.to_str().unwrap(), "--as", "karin", "--purpose", "order the food"]);
        let output = run(&all);
        assert!(output.status.success(), "{arguments:?}: {}", words(&output.stderr));
    }
}

#[tokio::test]
async fn every_command_leaves_an_entry_or_is_known_to_need_none() {
    for command in commands() {
        let Some((action, arguments)) = leaves(&command) else { continue };
        let office = office();
        let cast = office.cast().await;
        let new = ["import-store", "restore"].contains(&command.as_str());
        let mut all = vec![command.as_str()];
        for argument in &arguments {
            if *argument == "FORMS" {
                all.push("--forms");
            }
            all.push(cast.get(argument).map_or(*argument, String::as_str));
        }
        let data = &cast[if new { "NEW" } else { "DATA" }];
        all.extend(["--data", data, "--as", "karin", "--purpose", "a look"]);
        let output = run(&all);
        assert!(output.status.success(), "{command}: {}", words(&output.stderr));
        let entry = if new {
            let store = forms_fn::Store::open(data.as_ref()).unwrap();
            last(&crate::site::desk(store)).await
        } else {
            last(&office.desk).await
        };
        let entry = entry.unwrap_or_else(|| panic!("{command} leaves nothing"));
        let said = (entry.action.as_str(), entry.outcome.as_str(), entry.actor.as_str());
        assert_eq!(said, (action, "done", "karin"), "{command}");
        assert_eq!(entry.purpose.as_deref(), Some("a look"), "{command}");
    }
}

#[tokio::test]
async fn the_entry_says_what_really_happened() {
    let office = office();
    let answers = [("full_name", "Amina"), ("email", "amina@example.org")];
    let guest = office.register(&answers).await.to_string();
    let entry = async || {
        let entry = last(&office.desk).await.unwrap();
        (entry.action.as_str(), entry.outcome, entry.count)
    };
    office.ask(&["list", "--event", "ten"]);
    assert_eq!(entry().await, ("list", AuditOutcome::Done, 1));
    office.ask(&["list", "--event", "ten", "--open"]);
    assert_eq!(entry().await, ("open", AuditOutcome::Done, 1));
    office.ask(&["cancel", &guest]);
    assert_eq!(entry().await, ("cancel", AuditOutcome::Done, 1));
    office.refuse(&["cancel", &guest]);
    assert_eq!(entry().await, ("cancel", AuditOutcome::Refused, 0));
    office.refuse(&["called", &guest]);
    assert_eq!(entry().await, ("called", AuditOutcome::Nothing, 0));
    office.refuse(&["show", "ABCDE-FGHJK", "--purpose", "x"]);
    assert_eq!(entry().await, ("show", AuditOutcome::Nothing, 0));
    office.refuse(&["met", &guest, "--on", "2999-01-01"]);
    assert_eq!(entry().await, ("met", AuditOutcome::Refused, 0));
    office.refuse(&["destroy-key", "ten"]);
    assert_eq!(entry().await, ("destroy_key", AuditOutcome::Refused, 0));
    office.refuse(&["destroy-key", "ten", "--yes"]);
    assert_eq!(entry().await, ("destroy_key", AuditOutcome::Nothing, 0));
    let nowhere = office.path().join("nowhere/x.csv");
    let out = ["export", "--event", "ten", "--format", "csv", "--purpose", "x", "--out"];
    office.refuse(&[&out[..], &[nowhere.to_str().unwrap()]].concat());
    assert_eq!(entry().await, ("export", AuditOutcome::Failed, 1));
    office.ask(&["cancel-event", "ten"]);
    office.refuse(&["cancel-event", "ten"]);
    assert_eq!(entry().await, ("call_off", AuditOutcome::Refused, 0));

    let table = office.ask(&["audit"]);
    let actions: Vec<&str> =
        table.lines().skip(1).map(|line| line.split_whitespace().nth(3).unwrap()).collect();
    let order = ["list", "open", "cancel", "cancel", "called", "show", "met", "destroy_key"];
    assert_eq!(actions[..8], order, "in the order of time:\n{table}");
    assert!(table.lines().any(|line| line.contains("cancel") && line.contains("refused")), "{table}");
    // The person reads the same, and nothing is kept about a reference that nobody has.
    let shown = office.ask(&["show", &guest]);
    assert!(shown.contains("cancel by karin") && shown.contains("cancel (refused) by karin"), "{shown}");
    let range = forms_fn::Range::prefix("P#ABCDEFGHJK", "");
    assert_eq!(office.desk.store().query(&range, None, now()).await.unwrap(), []);
}

#[tokio::test]
async fn nobody_takes_the_store_out_without_saying_why() {
    let office = office();
    office.register(&[("full_name", "kanarie7f3a")]).await;
    let path = |name: &str| office.path().join(name).to_str().unwrap().to_owned();
    let (data, copy) = (path("data"), path("copy"));
    for arguments in [
        vec!["export-store"],
        vec!["export-store", "--keys"],
        vec!["export-erased"],
        vec!["backup", "--to", &copy],
        vec!["export-store", "--out", &copy],
        vec!["export-store", "--purpose", " "],
    ] {
        let output = run(&[&arguments[..], &["--data", &data, "--as", "karin"]].concat());
        assert!(!output.status.success(), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(words(&output.stderr).contains("say why with --purpose"), "{}", words(&output.stderr));
        assert!(!office.path().join("copy").exists(), "{arguments:?}");
    }
    assert!(last(&office.desk).await.is_none());
}

#[tokio::test]
async fn the_keys_are_taken_out_with_an_entry_among_the_records() {
    let office = office();
    office.register(&[("full_name", "Amina"), ("diet", "pork")]).await;
    office.ask_store(&["export-store", "--keys", "--out", office.path().join("keys").to_str().unwrap()]);
    let entry = last(&office.desk).await.unwrap();
    assert_eq!((entry.action.as_str(), entry.outcome), ("export_keys", AuditOutcome::Done));
    let keys = std::fs::read_to_string(office.path().join("keys")).unwrap();
    assert!(!keys.contains("AUDIT"), "{keys}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_was_done_is_done_though_nobody_could_read_it() {
    let office = office();
    let guest = office.register(&[("full_name", "Amina"), ("email", "amina@example.org")]).await;
    let (data, forms) = (office.path().join("data"), office.path().join("forms"));
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_forms-fn"))
        .args(["cancel", &guest.to_string(), "--as", "karin", "--purpose", "she called"])
        .args(["--data".as_ref(), data.as_os_str(), "--forms".as_ref(), forms.as_os_str()])
        .stdout(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    let said = words(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("note: it is done, but cannot write"), "{said}");
    let entry = last(&office.desk).await.unwrap();
    assert_eq!((entry.action.as_str(), entry.outcome.as_str()), ("cancel", "done"));
}

/// `head -0`, or a window that is closed: nobody read it, so nothing says that it was read.
#[tokio::test]
async fn what_nobody_reads_to_the_end_is_not_called_done() {
    let office = office();
    let guest = office.register(&[("full_name", "Amina"), ("email", "amina@example.org")]).await;
    let (data, forms) = (office.path().join("data"), office.path().join("forms"));
    for (command, arguments, json) in [
        ("list", vec!["--event", "ten"], true),
        ("list", vec!["--calls"], true),
        ("find", vec!["amina"], true),
        ("show", vec![&*guest.to_string()], true),
        ("export", vec!["--event", "ten", "--format", "csv"], false),
        ("export", vec!["--event", "ten", "--format", "list"], false),
        ("stats", vec!["--event", "ten"], true),
        ("events", vec![], true),
        ("report", vec![], true),
        ("audit", vec![], true),
    ] {
        for more in [&[][..], &["--format", "json"]].into_iter().take(1 + usize::from(json)) {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_forms-fn"))
                .arg(command)
                .args(&arguments)
                .args(more)
                .args(["--as", "karin", "--purpose", "a look"])
                .args(["--data".as_ref(), data.as_os_str(), "--forms".as_ref(), forms.as_os_str()])
                .stdout(writer)
                .output()
                .unwrap();
            assert_eq!(words(&output.stderr), "", "{command}: `head` users expect silence");
            assert!(output.status.success(), "{command}");
            let entry = last(&office.desk).await.unwrap();
            let said = (entry.action.as_str(), entry.outcome);
            assert_eq!(said, (leaves(command).unwrap().0, AuditOutcome::Begun), "{arguments:?}");
        }
    }
    let said = office.ask(&["audit"]);
    assert!(said.lines().skip(1).all(|line| line.contains("begun")), "{said}");
}
