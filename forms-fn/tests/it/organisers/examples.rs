//! Every example that a help text prints works as it is printed.

use std::path::Path;
use std::process::{Command, Stdio};

use forms_fn::{Change, Expected, Item, Key, Step, Write};

use super::office::{Office, now, office, run, terms, words};
use crate::guests::everything;

const EVENT: &str = "dinner-oslo-january";
const ONLINE: &str = "online-first-customers";
const REFERENCE: &str = "7KX2M-9QW4T";

/// The names of all commands and the lines of their examples.
fn examples() -> Vec<(String, String)> {
    let help = words(&run(&["--help"]).stdout);
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let names = commands.lines().take_while(|line| !line.is_empty());
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let example = |name: &str| {
        let help = words(&run(&[name, "--help"]).stdout);
        let (_, examples) = help.split_once("Example:\n").unwrap_or_else(|| panic!("{name} has no example"));
        let lines = examples.lines().take_while(|line| line.starts_with("  "));
        lines.map(|line| (name.to_owned(), line.trim().to_owned())).collect::<Vec<_>>()
    };
    names.flat_map(example).collect()
}

/// What a command needs to find so that it can do what its example asks for.
async fn prepare(office: &Office, command: &str) {
    let event = terms(EVENT, 10);
    let doubts = if command == "release" { vec!["too_fast".to_owned()] } else { Vec::new() };
    let reference = match command {
        "close" | "keep" | "met" => {
            let request = office.request().await;
            office.desk.change(&request, Step::Release, None, now()).await.unwrap();
            request
        }
        "accept" => office.offered(&[("full_name", "Amina"), ("phone", "+4512345678")], EVENT).await,
        "correct" | "resend" => {
            office
                .register_under(
                    &[("full_name", "Amina"), ("email", "amina@example.org")],
                    &event,
                    doubts,
                    now(),
                )
                .await
        }
        _ => {
            let answers = [("full_name", "Amina"), ("phone", "+4512345678")];
            office.register_under(&answers, &event, doubts, now()).await
        }
    };
    if command == "move-event" {
        let old = terms("dinner-oslo", 10);
        office.register_under(&[("full_name", "C"), ("diet", "pork")], &old, Vec::new(), now()).await;
    }
    office.register_under(&[("full_name", "B"), ("diet", "pork")], &event, Vec::new(), now()).await;
    let store = office.desk.store();
    // The example's reference, for the one that was drawn.
    let old = reference.to_string();
    let (plain, new) = (old.replace('-', ""), REFERENCE.replace('-', ""));
    let renamed = |text: String| text.replace(&old, REFERENCE).replace(&plain, &new);
    for Item { key, body, expires, .. } in everything(store, now()).await.into_values() {
        let new_key = Key::new(renamed(key.pk.clone()), renamed(key.sk.clone()));
        let body = serde_json::from_str(&renamed(body.to_string())).unwrap();
        let write = |key, change| Write { key, expected: Expected::Anything, change };
        let put = write(new_key.clone(), Change::Put { body, expires });
        let mut writes = vec![put];
        if new_key != key {
            writes.push(write(key, Change::Delete));
        }
        store.commit(writes, now()).await.unwrap();
    }
}

/// The folders of the examples: the data in `var`, the site's in `dist/forms`.
fn lay_out(office: &Office, folder: &Path) {
    std::fs::create_dir(folder.join("var")).unwrap();
    for entry in std::fs::read_dir(office.path().join("data")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.join("var").join(entry.file_name())).unwrap();
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder.join("var"), std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    for part in ["", "definitions", "texts", "tickets", "shells", "desk"] {
        let (from, to) = (office.path().join("forms").join(part), folder.join("dist/forms").join(part));
        std::fs::create_dir_all(&to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
    }
    let manifest = folder.join("dist/forms/manifest.json");
    let mut site: serde_json::Value = serde_json::from_slice(&std::fs::read(&manifest).unwrap()).unwrap();
    site["events"][EVENT] = site["events"]["ten"].clone();
    site["events"][ONLINE] = site["events"]["ten"].clone();
    site["events"][ONLINE]["online"] = true.into();
    std::fs::write(&manifest, site.to_string()).unwrap();
}

/// What other commands of the same page of the manual wrote before.
fn files(command: &str, folder: &Path) {
    let run = |arguments: &str| {
        let output = shell(&format!("forms-fn {arguments} --purpose x --as karin"), folder).output().unwrap();
        assert!(output.status.success(), "{arguments}: {}", words(&output.stderr));
    };
    match command {
        "import-store" => {
            run("export-store --data var --out var/store.jsonl");
            run("export-erased --data var --out var/erased.jsonl");
        }
        "restore" => {
            run("backup --data var --to var/backup/2027-01-10.sqlite");
            run("export-erased --data var --out var/erased.jsonl");
            std::fs::rename(folder.join("var/submissions.sqlite"), folder.join("lost")).unwrap();
        }
        _ => {}
    }
}

/// The line as somebody pastes it into a shell.
fn shell(line: &str, folder: &Path) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_forms-fn"));
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("exec {line}")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", program.parent().unwrap().display()))
        .env("USER", "karin")
        .env_remove("AWS_LAMBDA_RUNTIME_API");
    command
}

/// For what goes on until it is told to stop: it is still there after it has begun.
fn goes_on(line: &str, folder: &Path) {
    // Another program may have the usual port.
    let line = line.replace("127.0.0.1:8081", "127.0.0.1:0");
    let mut child = shell(&line, folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    let mut output: Box<dyn std::io::Read> = if line.contains(" serve ") {
        Box::new(child.stdout.take().unwrap())
    } else {
        Box::new(child.stderr.take().unwrap())
    };
    std::io::BufRead::read_line(&mut std::io::BufReader::new(&mut output), &mut first).unwrap();
    let ended = child.try_wait().unwrap();
    assert!(!first.is_empty() && !first.starts_with("error") && ended.is_none(), "{line}: {first}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn every_printed_example_works() {
    let examples = examples();
    assert!(examples.len() > 20, "{examples:?}");
    for (command, line) in examples {
        assert!(line.starts_with("forms-fn "), "{line}");
        if line.contains("--table ") {
            on_a_table(&line).await;
            continue;
        }
        let (mut office, folder) = (office(), tempfile::tempdir().unwrap());
        prepare(&office, &command).await;
        if command == "register" {
            office.take_the_whole_form();
        }
        lay_out(&office, folder.path());
        files(&command, folder.path());
        if ["serve", "worker"].contains(&command.as_str()) {
            goes_on(&line, folder.path());
            continue;
        }
        // The fixture's site has two languages.
        let line = line.replace("--lang nb", "--lang ar");
        let output = shell(&line, folder.path()).output().unwrap();
        assert!(output.status.success(), "{line}: {}", words(&output.stderr));
    }
}

/// The same with an emulator of DynamoDB behind it.
#[cfg(feature = "aws")]
async fn on_a_table(line: &str) {
    use crate::emulator::{Emulator, table_name};
    let name = table_name();
    let line = line.replace("--table forms", &format!("--table {name}"));
    let (office, folder) = (office(), tempfile::tempdir().unwrap());
    prepare(&office, "import-store").await;
    lay_out(&office, folder.path());
    files("import-store", folder.path());
    let secrets = folder.path().join("aws-secrets");
    std::fs::create_dir(&secrets).unwrap();
    std::fs::copy(folder.path().join("var/secrets.json"), secrets.join("secrets.json")).unwrap();
    std::fs::copy(folder.path().join("var/erased.jsonl"), folder.path().join("erased.jsonl")).unwrap();
    // Only KMS seals them, so that one alone is started for them.
    let seals = line.contains(" secrets ").then(|| (crate::kms::new_key(), Emulator::Ministack.address()));
    let run = |line: &str| {
        let mut command = shell(line, folder.path());
        command
            .env("AWS_REGION", "eu-north-1")
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_ENDPOINT_URL", Emulator::Dynoxide.address());
        if let Some((key, kms)) = &seals {
            command.env("FORMS_KMS_KEY", key).env("AWS_ENDPOINT_URL_KMS", kms);
        }
        command.output().unwrap()
    };
    if !line.contains("create-table") {
        let (_, table) = line.split_once("--table ").unwrap();
        run(&format!("forms-fn create-table --table {}", table.split(' ').next().unwrap()));
    }
    let output = run(&line);
    assert!(output.status.success(), "{line}: {}", words(&output.stderr));
}

#[cfg(not(feature = "aws"))]
async fn on_a_table(_: &str) {}
