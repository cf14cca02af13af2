//! Answers to the first version of a form stay readable and exportable after the third.

use super::office::{Office, office, yaml};

/// Somebody answers each version: the second has another label and a new question, the third misses a question.
async fn three_versions() -> Office {
    let mut office = office();
    office.register(&[("full_name", "First"), ("email", "first@example.org"), ("stage", "idea")]).await;
    let second = yaml().replace("en: Your name,", "en: Your whole name,")
        + "  - { name: town, group: you, kind: text, label: { en: Town, ar: مدينة }, maxLength: 60, personal: true, purpose: guest_list, keep: { days: 90, after: event_end } }\n";
    office.change_form(&second);
    office.register(&[("full_name", "Second"), ("town", "Lund"), ("email", "second@example.org")]).await;
    let (before, rest) = second.split_once("  - name: email").unwrap();
    let (_, after) = rest.split_once("  - name: diet").unwrap();
    let third = format!("{before}  - name: diet{after}").replace("en: An idea,", "en: Only an idea,");
    office.change_form(&third);
    office.register(&[("full_name", "Third"), ("town", "Oslo"), ("stage", "idea"), ("diet", "pork")]).await;
    office
}

fn rows(csv_text: &str) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(csv_text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn every_version_is_in_one_table() {
    let office = three_versions().await;
    let rows = rows(&office.ask(&["export", "--event", "ten", "--format", "csv"]));
    let expected = [
        "reference",
        "status",
        "position",
        "event",
        "submitted at (Europe/Oslo)",
        "changed at (Europe/Oslo)",
        "language",
        "form version",
        "Your whole name",
        "What do you not eat?",
        "Children",
        "Tell me about later events",
        "Telephone",
        "Country",
        "How far are you?",
        "Name in Latin letters",
        "Town",
        "E-mail",
    ];
    assert_eq!(rows[0], expected, "in the order of the newest form; what it doesn't ask any more comes last");
    let answers = |row: usize| [&rows[row][8], &rows[row][9], &rows[row][14], &rows[row][16], &rows[row][17]];
    assert_eq!(answers(1), ["First", "", "idea", "", "first@example.org"]);
    assert_eq!(answers(2), ["Second", "", "", "Lund", "second@example.org"]);
    assert_eq!(answers(3), ["Third", "pork", "idea", "Oslo", ""]);
    assert!(rows[1][7] != rows[2][7] && rows[3][7] == office.form.version, "{rows:?}");
}

#[tokio::test]
async fn labels_are_those_that_the_person_saw() {
    let office = three_versions().await;
    let args = ["export", "--event", "ten", "--format", "csv", "--labels", "en"];
    let rows = rows(&office.ask(&args));
    assert_eq!([&rows[1][14], &rows[3][14]], ["An idea", "Only an idea"]);
    assert_eq!(rows[3][9], "Pork");
    let args = ["export", "--event", "ten", "--format", "json", "--labels", "ar"];
    let json = office.json(&args);
    assert_eq!(json[2]["answers"]["diet"], serde_json::json!(["لحم الخنزير"]));
}

#[tokio::test]
async fn json_has_values_under_the_names_of_fields() {
    let office = three_versions().await;
    let json = office.json(&["export", "--form", "registration", "--format", "json"]);
    assert_eq!(json.as_array().unwrap().len(), 3, "without an event, those of all events");
    assert_eq!(json[0]["answers"]["email"], "first@example.org");
    assert_eq!(json[2]["answers"]["diet"], serde_json::json!(["pork"]));
    assert_eq!(json[2]["form_version"], office.form.version.as_str());
    assert_eq!(json[1]["status"], "confirmed");
}

#[tokio::test]
async fn one_record_is_shown_with_the_words_of_its_own_version() {
    let office = three_versions().await;
    let list = office.json(&["list", "--event", "ten", "--format", "json"]);
    let first = list[0]["reference"].as_str().unwrap();
    let shown = office.ask(&["show", first]);
    for words in
        ["Your name [full_name]: First", "How far are you? [stage]: An idea", "confirmed: not sent yet"]
    {
        assert!(shown.contains(words), "no `{words}` in:\n{shown}");
    }
}

#[tokio::test]
async fn the_list_can_be_narrowed() {
    let office = office();
    for name in ["A", "B", "C"] {
        let doubts = if name == "C" { vec!["too_fast".to_owned()] } else { Vec::new() };
        let one_seat = super::office::terms("ten", 1);
        office.register_under(&[("full_name", name)], &one_seat, doubts, super::office::now()).await;
    }
    let names = |filter: &[&str]| {
        let mut args = vec!["list", "--event", "ten", "--format", "json"];
        args.extend(filter);
        let json = office.json(&args);
        let name = |record: &serde_json::Value| record["answers"]["full_name"].as_str().unwrap().to_owned();
        json.as_array().unwrap().iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["A", "B", "C"]);
    assert_eq!(names(&["--status", "waiting"]), ["B"]);
    assert_eq!(names(&["--status", "waiting", "--status", "confirmed"]), ["A", "B"]);
    assert_eq!(names(&["--held"]), ["C"]);
    let why = office.refuse(&["list", "--event", "ten", "--status", "here", "--purpose", "x"]);
    assert!(why.contains("there are confirmed, offered, waiting"), "{why}");
}
