//! Figures for funders tell nothing about anybody. The attacks: recover a small number from the others, subtract one
//! report from another.

use forms_fn::{Reference, Row, Statistics, Terms};
use jiff::Timestamp;

use super::office::{Office, office, terms};
use crate::site::time;

fn before() -> Timestamp {
    time("2025-12-01T12:00:00Z")
}

fn after() -> Timestamp {
    time("2026-01-03T12:00:00Z")
}

/// An event that was over on 1 January 2026.
fn past() -> Terms {
    let (starts, ends) = (time("2026-01-01T18:00:00Z"), time("2026-01-01T21:00:00Z"));
    Terms { starts, ends, ..terms("past", 100) }
}

async fn come(office: &Office, country: &str, number: usize) -> Vec<Reference> {
    let mut references = Vec::new();
    for _ in 0..number {
        let answers = [("full_name", "A"), ("country", country), ("stage", "idea"), ("diet", "pork")];
        references.push(office.register_under(&answers, &past(), Vec::new(), before()).await);
    }
    references
}

async fn report(office: &Office, now: Timestamp) -> Statistics {
    let statistics = office.desk.statistics("registration", Some("past"), Some(&office.form), None, now);
    statistics.await.unwrap()
}

fn row(value: &str, count: Option<u32>) -> Row {
    Row { value: value.to_owned(), count }
}

#[tokio::test]
async fn small_numbers_are_hidden_with_what_would_give_them_away() {
    let office = office();
    for (country, number) in [("NO", 9), ("DK", 7), ("SE", 8), ("FI", 2)] {
        come(&office, country, number).await;
    }
    let report = report(&office, after()).await;
    let table = report.answers.iter().find(|table| table.field == "country").unwrap();
    assert_eq!(table.people, 26);
    // FI and the two zeros would be known from the sum: DK hides them.
    let shown = |value: &str| table.rows.iter().find(|row| row.value == value).unwrap().count;
    assert_eq!(
        (shown("NO"), shown("SE"), shown("DK"), shown("FI"), shown("other")),
        (Some(9), Some(8), None, None, None)
    );
    assert_eq!(report.statuses, [row("confirmed", Some(26))]);
    assert!(report.answers.iter().all(|table| table.field != "diet"), "sensitive answers are never counted");
}

#[tokio::test]
async fn deleting_changes_no_figure() {
    let office = office();
    let mut references = come(&office, "NO", 9).await;
    references.extend(come(&office, "DK", 7).await);
    let first = report(&office, after()).await;
    for reference in [&references[0], &references[10]] {
        office.desk.erase(reference, Some(&past()), after()).await.unwrap();
    }
    assert_eq!(report(&office, after()).await, first);
    let much_later = time("2026-06-01T12:00:00Z");
    for reference in &references {
        office.desk.retain(reference, Some(&past()), much_later).await.unwrap();
    }
    let left =
        office.desk.list("registration", Some("past"), forms_fn::Visible::Everything, much_later).await;
    assert_eq!(left.unwrap(), []);
    assert_eq!(report(&office, much_later).await, first, "also when everybody is gone");
}

/// The same without a report before: then nothing was remembered but the counts.
#[tokio::test]
async fn who_was_deleted_before_the_first_report_is_counted_too() {
    let (with, without) = (office(), office());
    come(&with, "NO", 9).await;
    let references = come(&without, "NO", 9).await;
    without.desk.erase(&references[3], Some(&past()), before()).await.unwrap();
    without.desk.retain(&references[4], Some(&past()), after()).await.unwrap();
    assert_eq!(report(&without, after()).await, report(&with, after()).await);
}

/// Whoever knows everybody but one subtracts two reports with that one between them.
#[tokio::test]
async fn two_reports_differ_by_nobody() {
    let office = office();
    come(&office, "NO", 12).await;
    come(&office, "DK", 11).await;
    let during = report(&office, time("2026-01-01T20:00:00Z")).await;
    assert!(during.too_early && during.answers.is_empty(), "answers are counted when nobody joins any more");
    let first = report(&office, after()).await;
    come(&office, "DK", 1).await;
    assert_eq!(report(&office, after()).await.answers, first.answers, "one more is not told");
    come(&office, "SE", 3).await;
    assert_eq!(report(&office, after()).await.answers, first.answers);
    come(&office, "NO", 1).await;
    let next = report(&office, after()).await;
    let people = |report: &Statistics| report.answers[0].people;
    assert_eq!(people(&next) - people(&first), 5, "five more are");
}

#[tokio::test]
async fn figures_of_too_few_people_are_not_told_at_all() {
    let office = office();
    come(&office, "NO", 4).await;
    let report = report(&office, after()).await;
    assert_eq!(report.statuses, [row("confirmed", None)]);
    assert_eq!(report.answers, []);
}

#[tokio::test]
async fn the_program_prints_them() {
    let office = office();
    for number in 0..6 {
        office.register(&[("full_name", &format!("Guest {number}"))]).await;
    }
    let printed = office.ask(&["stats", "--event", "ten"]);
    for words in [
        "ten (registration)",
        "confirmed                         6",
        "when the event is over",
        "hidden: fewer",
    ] {
        assert!(printed.contains(words), "no `{words}` in:\n{printed}");
    }
    let json = office.json(&["stats", "--format", "json"]);
    assert_eq!(json.as_array().unwrap().len(), 11, "all ten events and the form without events");
}
