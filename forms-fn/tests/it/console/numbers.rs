//! The numbers: periods and no free filter, nothing about few people, and the same as a table.

use axum::http::StatusCode;
use forms_fn::accounts::Role;
use forms_fn::office::Scope;

use super::browser::By;
use crate::office::world::{World, organisation, world};

/// Seven at `ten` (of ten seats) and two at `two`.
async fn guests(world: &World) {
    for number in 0..7 {
        world.guest("ten", &format!("Ten {number}")).await;
    }
    for number in 0..2 {
        world.guest("two", &format!("Two {number}")).await;
    }
}

#[tokio::test]
async fn a_funder_reads_sums_of_what_is_shown_and_nothing_about_few() {
    let world = world();
    guests(&world).await;
    let mut funder = world.organiser(&[(Role::Funder, Scope::Everything)], By::Code).await;
    let page = funder.get("/desk/numbers").await;
    page.assert_has(&[
        "2027",
        "3 events",
        "Dinner ten",
        "Dinner two",
        "<dd>7</dd>",
        "7, and 1 not shown",
        "<dd>not shown</dd>",
    ]);
    // Nine would give the two away.
    assert!(!page.body.contains("<dd>9</dd>") && !page.body.contains("<dd>2</dd>"), "{}", page.body);
    for period in ["2027-h1", "2027-q1"] {
        page.assert_has(&[&format!("?period={period}\"")]);
        funder
            .get(&format!("/desk/numbers?period={period}"))
            .await
            .assert_has(&["3 events", "aria-current=\"true\""]);
    }
    for period in ["2027-h2", "2026"] {
        funder.get(&format!("/desk/numbers?period={period}")).await.assert_has(&["no event in this period"]);
    }
    // What is no period of ours is this year's.
    for filter in ["period=2027-01-21", "period=2027-01", "event=two", "country=NO&event=two"] {
        assert_eq!(funder.get(&format!("/desk/numbers?{filter}")).await.body, page.body, "{filter}");
    }
    for name in ["Ten 1", "Two 1", "guest1@example.org"] {
        assert!(!page.body.contains(name));
    }
}

#[tokio::test]
async fn the_table_has_the_same_numbers_and_no_formula() {
    let world = world();
    guests(&world).await;
    let mut funder = world.organiser(&[(Role::Funder, Scope::Everything)], By::Code).await;
    let csv = funder.get("/desk/numbers.csv?period=2027").await;
    assert_eq!((csv.status, csv.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"));
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"numbers-2027.csv\"");
    let mut lines = csv.body.lines();
    assert_eq!(lines.next(), Some("\u{feff}Project;Period;Day;Event;Country;Question;Answer;People"));
    let lines: Vec<&str> = lines.collect();
    assert!(
        lines.contains(&";2027;2027-01-21;Dinner ten & more;Norway;Registrations;have a place;7"),
        "{lines:?}"
    );
    assert!(
        lines.contains(&";2027;2027-01-21;Dinner two & more;Norway;Registrations;have a place;"),
        "{lines:?}"
    );
}

#[tokio::test]
async fn whoever_has_one_organisation_reads_the_numbers_of_its_events() {
    let world = world();
    guests(&world).await;
    let mut funder = world.organiser(&[(Role::Funder, organisation("havn"))], By::Code).await;
    let page = funder.get("/desk/numbers").await;
    page.assert_has(&["2 events", "Dinner two"]);
    assert!(!page.body.contains("Dinner ten"), "{}", page.body);
    let csv = funder.get("/desk/numbers.csv").await;
    assert!(!csv.body.contains("Dinner ten") && !csv.body.contains(";7"), "{}", csv.body);
}
