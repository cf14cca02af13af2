//! Tables to take away: chosen columns, with a reason that the people can read.

use std::io::Cursor;

use axum::http::{Method, StatusCode};
use calamine::{Reader, Xlsx};
use forms_fn::accounts::Role;
use forms_fn::office::Scope;

use super::browser::{Browser, By};
use crate::office::world::{World, organisation, world};

const TEN: &str = "/desk/events/ten/export";

async fn coordinator(world: &World, scope: Scope) -> Browser {
    world.organiser(&[(Role::Coordinator, scope)], By::Strong).await
}

#[tokio::test]
async fn chosen_columns_come_as_cells_with_local_times_and_the_reason_is_kept() {
    let world = world();
    world.guest("ten", "Åsa").await;
    world.guest("ten", "=cmd|' /C calc'!A0").await;
    let mut browser = coordinator(&world, organisation("fika")).await;
    let page = browser.get(TEN).await;
    page.assert_has(&["Dinner ten", "name=\"c.full_name\"", "(told in confidence)", "name=\"why\""]);
    let fields = [("c.full_name", "1"), ("c.submitted at", "1"), ("format", "csv"), ("why", "name badges")];
    let file = browser.post(TEN, &fields).await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"ten-2027-01-10.csv\"");
    assert_eq!(file.header("cache-control"), "no-store");
    let lines: Vec<&str> = file.body.trim_start_matches('\u{feff}').lines().collect();
    // Noon in UTC is one o'clock at the dinner.
    assert!(lines[0].starts_with("submitted at (Europe/Oslo);"), "{lines:?}");
    assert!(lines.contains(&"2027-01-10 13:00;Åsa"), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains(";'=cmd")), "{lines:?}");
    assert!(!file.body.contains("pork") && !file.body.contains("example.org"), "{}", file.body);
    let told = world.told().await;
    let taken = told.iter().find(|(_, action, ..)| *action == "export").unwrap();
    assert_eq!((taken.2, taken.3.as_deref()), ("done", Some("name badges")));
}

#[tokio::test]
async fn what_was_told_in_confidence_comes_only_where_it_was_chosen() {
    let world = world();
    world.guest("ten", "Anna").await;
    let mut browser = coordinator(&world, Scope::Everything).await;
    let page = browser.get(TEN).await.body;
    let tick = page.split("<input").find(|input| input.contains("name=\"c.diet\"")).unwrap();
    assert!(!tick.split('>').next().unwrap().contains("checked"), "{tick}");
    let fields = [("c.full_name", "1"), ("c.diet", "1"), ("format", "xlsx"), ("why", "the kitchen")];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let (status, headers, bytes) = browser.bytes(Method::POST, TEN, body).await;
    assert_eq!(status, StatusCode::OK);
    assert!(headers["content-disposition"].to_str().unwrap().ends_with("ten-2027-01-10.xlsx\""));
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = workbook.worksheet_range("Records").unwrap();
    let row: Vec<String> = sheet.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(row.len(), 2);
    assert!(row[0].contains("Anna") || row[1].contains("Anna"), "{row:?}");
    assert!(row.iter().any(|cell| cell.to_lowercase().contains("pork")), "{row:?}");
    let about = workbook.worksheet_range("About").unwrap();
    assert!(about.rows().any(|row| row[1] == "the kitchen"));
}

#[tokio::test]
async fn without_a_reason_or_a_column_nothing_is_taken_and_what_was_chosen_stays() {
    let world = world();
    world.guest("ten", "Anna").await;
    let mut browser = coordinator(&world, Scope::Everything).await;
    for (fields, wrong, kept) in [
        (
            vec![("c.full_name", "1"), ("format", "xlsx"), ("why", "  ")],
            "why-error",
            "id=\"xlsx\" value=\"xlsx\" checked",
        ),
        (vec![("format", "csv"), ("why", "badges")], "column-error", "value=\"badges\""),
        (vec![("c.no_such_column", "1"), ("why", "badges")], "column-error", "value=\"badges\""),
    ] {
        let answer = browser.post(TEN, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        answer.assert_has(&[&format!("id=\"{wrong}\""), kept]);
        assert!(!answer.body.contains("Anna"));
    }
    assert!(world.told().await.iter().all(|(_, action, ..)| *action != "export"));
}

#[tokio::test]
async fn requests_are_those_of_the_country_and_events_those_of_the_organisation() {
    let world = world();
    world.guest("two", "Bea").await;
    world.request("Dana", "NO").await;
    world.request("Eva", "DK").await;
    let mut fika = coordinator(&world, organisation("fika")).await;
    let fields = [("c.name", "1"), ("c.country", "1"), ("why", "calls")];
    let file = fika.post("/desk/requests/export", &fields).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    assert!(file.body.contains("Dana") && !file.body.contains("Eva"), "{}", file.body);
    for url in ["/desk/events/two/export", "/desk/events/nowhere/export"] {
        assert_eq!(fika.get(url).await.status, StatusCode::NOT_FOUND, "{url}");
        assert_eq!(fika.post(url, &fields).await.status, StatusCode::NOT_FOUND, "{url}");
    }
}
