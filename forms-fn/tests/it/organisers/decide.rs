//! What organisers decide about a record or an event.

use forms_fn::{Outcome, Registration, Status, Visible};

use super::office::{now, office, run, terms, words};

#[tokio::test]
async fn a_held_record_is_let_in_with_a_seat() {
    let office = office();
    let doubts = vec!["too_fast".to_owned()];
    let held = office.register_under(&[("full_name", "A")], &terms("ten", 10), doubts, now()).await;
    assert!(office.ask(&["show", &held.to_string()]).contains("held because  too_fast"));
    assert_eq!(office.ask(&["release", &held.to_string()]), format!("{held} is confirmed now\n"));
    assert_eq!(office.desk.counters("ten", now()).await.unwrap().confirmed, 1);
    let why = office.refuse(&["release", &held.to_string()]);
    assert!(why.contains("is confirmed: that can't be done now"), "{why}");
}

#[tokio::test]
async fn cancelling_for_somebody_offers_the_seat_to_the_next() {
    let office = office();
    let first = office.register_under(&[("full_name", "A")], &terms("two", 2), Vec::new(), now()).await;
    office.register_under(&[("full_name", "B")], &terms("two", 2), Vec::new(), now()).await;
    let next = office.register_under(&[("full_name", "C")], &terms("two", 2), Vec::new(), now()).await;
    office.ask(&["cancel", &first.to_string()]);
    let status = office.desk.find(&next, now()).await.unwrap().unwrap().record.status();
    assert_eq!(status, Status::Offered);
}

#[tokio::test]
async fn a_request_is_closed_after_its_first_meeting() {
    let office = office();
    let request = office.request().await;
    let reference = request.to_string();
    let why = office.refuse(&["met", &reference, "--on", "2025-06-11"]);
    assert!(why.contains("is held"), "{why}");
    office.ask(&["release", &reference]);
    for day in ["2999-01-01", "2025-06-09"] {
        let why = office.refuse(&["met", &reference, "--on", day]);
        assert!(why.contains("between 2025-06-10 and today"), "{why}");
    }
    office.ask(&["met", &reference, "--on", "2025-06-11"]);
    assert_eq!(office.ask(&["close", &reference]), format!("{reference} is closed now\n"));
    let record = office.desk.find(&request, now()).await.unwrap().unwrap().record;
    assert_eq!(record.first_meeting().unwrap().to_string(), "2025-06-11T00:00:00Z");
    assert!(record.closed_at().is_some());
}

#[tokio::test]
async fn a_request_that_is_wanted_still_is_kept_by_whoever_heard_it() {
    let office = office();
    let request = office.request().await;
    let reference = request.to_string();
    office.ask(&["release", &reference]);
    let said = office.ask(&["keep", &reference]);
    assert_eq!(said, format!("{reference} is wanted still; we ask again in 6 months\n"));
    let record = office.desk.find(&request, now()).await.unwrap().unwrap().record;
    assert!(record.kept_at().is_some_and(|at| at > now()), "{:?}", record.kept_at());
    office.ask(&["close", &reference]);
    assert!(office.refuse(&["keep", &reference]).contains("is closed: that can't be done now"));
}

#[tokio::test]
async fn nobody_is_called_about_what_they_have_just_said() {
    let office = office();
    let offered = office.offered(&[("full_name", "Amina"), ("phone", "+4512345678")], "ten").await;
    let about = |calls: &serde_json::Value| calls.as_array().unwrap().len();
    assert!(about(&office.json(&["list", "--calls", "--format", "json"])) > 0);
    office.ask(&["accept", &offered.to_string()]);
    let left = office.json(&["list", "--calls", "--format", "json"]);
    let hers = left.as_array().unwrap().iter().filter(|call| call["reference"] == offered.to_string());
    assert_eq!(hers.count(), 0, "{left}");
}

#[tokio::test]
async fn people_without_email_are_called_once() {
    let office = office();
    let reference = office.register(&[("full_name", "Amina"), ("phone", "+4512345678")]).await;
    office.register(&[("full_name", "Bo"), ("email", "bo@example.org")]).await;
    let calls = office.json(&["list", "--calls", "--format", "json"]);
    assert_eq!(calls.as_array().unwrap().len(), 1);
    assert_eq!((&calls[0]["name"], &calls[0]["phone"]), (&"Amina".into(), &"+4512345678".into()));
    assert_eq!(calls[0]["about"], "confirmed");
    office.ask(&["called", &reference.to_string()]);
    assert_eq!(office.json(&["list", "--calls", "--format", "json"]), serde_json::json!([]));
    assert!(office.refuse(&["called", &reference.to_string()]).contains("nobody has to call"));
}

#[tokio::test]
async fn erasing_leaves_no_answer() {
    let office = office();
    let reference = office.register(&[("full_name", "kanarie7f3a"), ("diet", "pork")]).await.to_string();
    assert_eq!(office.ask(&["erase", &reference]), format!("{reference} is deleted\n"));
    let items = office.desk.store().scan(None, 1000, now()).await.unwrap();
    assert!(items.iter().all(|item| !item.body.to_string().contains("kanarie7f3a")));
    assert!(office.refuse(&["show", &reference, "--purpose", "x"]).contains("there is no record"));
}

#[tokio::test]
async fn an_event_that_is_called_off_takes_nobody_any_more() {
    let office = office();
    office.register(&[("full_name", "A")]).await;
    let printed = office.ask(&["cancel-event", "ten"]);
    assert!(printed.contains("the worker tells 1 people"), "{printed}");
    assert!(office.desk.counters("ten", now()).await.unwrap().called_off);
    let mut values = forms::Values::new();
    values.insert("full_name", "Late");
    let submission = office.form.check(&values, &forms::Facts::none()).unwrap();
    let terms = terms("ten", 10);
    let new = Registration {
        submission: &submission,
        definition: &office.form,
        terms: Some(&terms),
        lang: "en",
        nonce: forms_fn::Nonce::fingerprint(Some("ten"), &submission),
        doubts: Vec::new(),
        marks: Vec::new(),
        draws: Vec::new(),
    };
    assert_eq!(office.desk.register(&new, now()).await.unwrap(), Outcome::CalledOff);
    assert!(office.refuse(&["cancel-event", "ten"]).contains("already"));
    assert!(office.refuse(&["cancel-event", "tem"]).contains("neither the site nor the store knows"));
}

#[tokio::test]
async fn without_its_key_no_sensitive_answer_can_be_read() {
    let office = office();
    office.register(&[("full_name", "Amina"), ("diet", "pork")]).await;
    let why = office.refuse(&["destroy-key", "ten"]);
    assert!(why.contains("--yes"), "{why}");
    let diet = |json: serde_json::Value| json[0]["answers"]["diet"].clone();
    let list = ["list", "--open", "--event", "ten", "--format", "json"];
    assert_eq!(diet(office.json(&list)), serde_json::json!(["pork"]));
    office.ask(&["destroy-key", "ten", "--yes"]);
    let after = office.json(&list);
    assert_eq!(after[0]["answers"]["full_name"], "Amina");
    assert!(diet(after).is_null());
    assert!(office.refuse(&["destroy-key", "ten", "--yes"]).contains("has no key"));
}

#[tokio::test]
async fn old_answers_stay_readable_after_the_keys_rotate() {
    let office = office();
    office.register(&[("full_name", "Amina"), ("diet", "pork")]).await;
    let secrets = office.path().join("data/secrets.json");
    let before = std::fs::read_to_string(&secrets).unwrap();
    office.ask(&["rotate-keys"]);
    assert_ne!(std::fs::read_to_string(&secrets).unwrap(), before);
    let json = office.json(&["list", "--open", "--event", "ten", "--format", "json"]);
    assert_eq!(json[0]["answers"]["diet"], serde_json::json!(["pork"]));
}

#[tokio::test]
async fn the_report_counts_what_was_deleted_and_what_is_overdue() {
    let office = office();
    let mut past = terms("past", 10);
    past.starts = crate::site::time("2024-01-01T18:00:00Z");
    past.ends = crate::site::time("2024-01-01T21:00:00Z");
    let before = crate::site::time("2023-12-01T12:00:00Z");
    let mut references = Vec::new();
    for (name, email) in [("A", "a@example.org"), ("B", "b@example.org")] {
        let answers = [("full_name", name), ("email", email), ("diet", "meat")];
        references.push(office.register_under(&answers, &past, Vec::new(), before).await);
    }
    let later = crate::site::time("2024-01-20T12:00:00Z");
    office.desk.retain(&references[0], Some(&past), later).await.unwrap();
    let report = office.json(&["report", "--month", "2024-01", "--format", "json"]);
    assert_eq!(report["deleted"], serde_json::json!({ "registration": { "diet": 1 } }));
    assert_eq!(report["overdue"]["registration"]["diet"], 1);
    assert_eq!(report["overdue"]["registration"]["full_name"], 2, "{report}");
    assert!(office.ask(&["report", "--month", "2024-01"]).contains("deleted  registration  diet"));
    let stored = office.desk.list("registration", Some("past"), Visible::Everything, later).await.unwrap();
    assert_eq!(stored.len(), 2);
    assert!(office.refuse(&["report", "--month", "January"]).contains("a month looks like 2027-01"));
}

#[tokio::test]
async fn a_mistake_is_told_before_anything_happens() {
    let office = office();
    assert!(office.refuse(&["show", "ABCDE-FGHJK", "--purpose", "x"]).contains("there is no record"));
    assert!(office.refuse(&["show", "abc", "--purpose", "x"]).contains("ten letters and digits"));
    assert!(office.refuse(&["list", "--purpose", "x"]).contains("say which form with --form"));
    let neither = run(&["list", "--purpose", "x"]);
    assert!(words(&neither.stderr).contains("--data <DIR>"), "{}", words(&neither.stderr));
}

#[tokio::test]
async fn nobody_is_registered_for_what_does_not_take_place_or_has_no_date() {
    let office = office();
    let path = office.path().join("forms/manifest.json");
    for (status, why) in [("cancelled", "is cancelled"), ("postponed", "is postponed")] {
        let mut manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        manifest["events"]["ten"]["status"] = status.into();
        std::fs::write(&path, manifest.to_string()).unwrap();
        let said =
            office.refuse(&["register", "--event", "ten", "--answer", "full_name=A", "--purpose", "x"]);
        assert!(said.contains(why), "{said}");
    }
    assert_eq!(office.desk.counters("ten", now()).await.unwrap().registered, 0);
}

#[tokio::test]
async fn a_day_and_a_link_that_cannot_be_say_what_they_look_like() {
    let office = office();
    let request = office.request().await.to_string();
    for day in ["32-01", "2027-13-01", "01.02.2027", "yesterday"] {
        let why = office.refuse(&["met", &request, "--on", day, "--purpose", "x"]);
        assert!(why.contains("a day looks like 2027-01-31"), "{why}");
    }
    for link in ["http://meet.example.org/room", "HTTP://meet.example.org", "ftp://meet.example.org", "meet"]
    {
        let why = office.refuse(&["event-link", "ten", link, "--purpose", "x"]);
        assert!(why.contains("https://"), "{why}");
    }
    let why = office.refuse(&["event-link", "ten", "http://meet.example.org/room", "--purpose", "x"]);
    assert!(why.contains("anybody on the way could read where people meet"), "{why}");
}
