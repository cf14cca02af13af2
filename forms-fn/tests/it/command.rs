//! The command `forms-fn` as organisers use it.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::crash::{post, start, write_forms};
use crate::site::site;

fn list(data: &Path, event: &str, format: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_forms-fn"))
        .args(["list", "--open", "--form", "registration", "--event", event, "--format", format])
        .args(["--as", "karin", "--purpose", "order the food", "--data"])
        .arg(data)
        .env_remove("AWS_LAMBDA_RUNTIME_API")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn list_shows_what_was_stored_while_the_store_is_open() {
    let site = site();
    let first = site.register("event=two&full_name=Amina&diet=meat&diet=pork").await.reference();
    site.register("event=two&full_name=Bo&email=bo%40example.org").await;
    site.register("event=ten&full_name=Elsewhere").await;

    let json: Value = serde_json::from_slice(&list(site.path(), "two", "json").stdout).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
    assert_eq!(json[0]["reference"], first.as_str());
    assert_eq!(json[0]["status"], "confirmed");
    assert_eq!(json[1]["answers"]["full_name"], "Bo");

    let table = text(&list(site.path(), "two", "table").stdout);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 3, "{table}");
    let header: Vec<&str> = lines[0].split_whitespace().collect();
    assert_eq!(header, ["reference", "status", "submitted", "(UTC)", "lang", "diet", "email", "full_name"]);
    assert!(lines[1].starts_with(&first) && lines[1].contains("meat, pork"), "{table}");
}

#[test]
fn list_of_a_folder_that_is_not_there_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("typo");
    let output = list(&data, "two", "table");
    assert!(!output.status.success());
    assert!(text(&output.stderr).starts_with("error: no folder `"), "{}", text(&output.stderr));
    assert!(!data.exists());
}

#[test]
fn the_version_tells_the_commit_or_that_there_is_none() {
    let output = Command::new(env!("CARGO_BIN_EXE_forms-fn")).arg("--version").output().unwrap();
    let commit = option_env!("SPACES_COMMIT").unwrap_or("built from a working copy");
    assert_eq!(text(&output.stdout), format!("forms-fn {} ({commit})\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_help_has_an_example() {
    let help = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_forms-fn"))
            .args(arguments)
            .env_remove("AWS_LAMBDA_RUNTIME_API")
            .output()
            .unwrap();
        let help = text(&output.stdout);
        assert!(help.contains("Example:\n  forms-fn "), "{arguments:?}");
        help
    };
    let all = help(&["--help"]);
    let (_, commands) = all.split_once("Commands:\n").unwrap();
    let names = commands.lines().take_while(|line| !line.is_empty());
    let names: Vec<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"serve") && names.contains(&"export"), "{all}");
    for name in names.into_iter().filter(|name| *name != "help") {
        help(&[name, "--help"]);
    }
}

#[test]
fn serve_names_every_fault_of_its_folder_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    write_forms(folder.path());
    std::fs::remove_file(folder.path().join("shells/ar.html")).unwrap();
    std::fs::write(folder.path().join("texts/en.json"), "{").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_forms-fn"))
        .args(["serve", "--data"])
        .arg(folder.path().join("data"))
        .arg("--forms")
        .arg(folder.path())
        .env_remove("AWS_LAMBDA_RUNTIME_API")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let words = text(&output.stderr);
    assert!(
        words.contains("\n  shells/ar.html: missing") && words.contains("\n  texts/en.json: "),
        "{words}"
    );
}

#[cfg(unix)]
#[test]
fn the_server_ends_well_when_told_to_and_logs_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (forms, data) = (folder.path().join("forms"), folder.path().join("data"));
    write_forms(&forms);
    let (mut server, address) = start(&forms, &data);
    assert!(post(&address, "event=any&full_name=kanarie7f3a").contains(" 303 "));
    assert!(post(&address, "event=any&full_name=kanarie7f3a&email=kanarie7f3a").contains(" 422 "));
    let kill = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(server.wait().unwrap().success(), "{log}");
    assert_eq!(log.lines().count(), 2, "{log}");
    assert!(!log.contains("kanarie7f3a"), "{log}");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_look_into_the_data_folder() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("var");
    forms_fn::Store::open(&data).unwrap();
    assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
}
