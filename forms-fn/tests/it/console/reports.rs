//! Who came in a quarter, and reports of it that nothing changes.

use axum::http::StatusCode;
use forms_fn::accounts::Role;
use forms_fn::office::{DoorTap, Scope};
use forms_fn::{Reference, Step};
use jiff::SignedDuration;

use super::browser::{Browser, By};
use crate::office::world::{World, everything, now, organisation, world, world_on};
use crate::stage::{Stage, on_every_store};

on_every_store!(
    who_came_is_counted_a_week_after_the_quarter_and_stays_when_nothing_is_kept,
    a_report_says_for_good_what_it_said_on_its_day,
);

/// From now until a week after the quarter in which the events are.
const AFTER_THE_QUARTER: SignedDuration = SignedDuration::from_hours(24 * 90);
const NONCE: &str = "a-nonce-of-a-report-1";

async fn guests(world: &World, event: &str, number: usize) -> Vec<Reference> {
    let mut guests = Vec::new();
    for at in 0..number {
        guests.push(world.guest(event, &format!("{event} {at}")).await);
    }
    guests
}

/// Lets them in, two people each.
async fn come(world: &World, event: &str, guests: &[Reference]) {
    for (at, guest) in guests.iter().enumerate() {
        let nonce = format!("a-nonce-of-a-tap-{event}-{at}");
        let tap = DoorTap { event, nonce: &nonce, at: None };
        let _ = world.office.check_in(&everything(), tap, guest, 2).await.unwrap().take().await.unwrap();
    }
}

async fn later(world: &World, role: Role, scope: Scope) -> Browser {
    world.organiser_later(&[(role, scope)], By::Code, AFTER_THE_QUARTER).await
}

async fn who_came_is_counted_a_week_after_the_quarter_and_stays_when_nothing_is_kept(stage: Stage) {
    let world = world_on(stage.store);
    let (ten, two) = (guests(&world, "ten", 8).await, guests(&world, "two", 2).await);
    come(&world, "ten", &ten).await;
    come(&world, "two", &two).await;
    let mut early = world.organiser(&[(Role::Funder, Scope::Everything)], By::Code).await;
    let page = early.get("/desk/numbers?period=2027-q1").await;
    page.assert_has(&["Not counted yet: 1. quarter of 2027."]);
    assert!(!page.body.contains("People who came"), "{}", page.body);
    let mut funder = later(&world, Role::Funder, Scope::Everything).await;
    let page = funder.get("/desk/numbers?period=2027-q1").await;
    // Sixteen of Fika's and four of Havn's: those four aren't told, and all together neither is told twice. All read English; that
    // nobody came again isn't told, since it would tell of everybody.
    page.assert_has(&[
        "People who came",
        "<b>20</b>",
        "Came for the first time",
        "<b>not shown</b>",
        "<b>10</b>",
    ]);
    for few in ["<dd>16</dd>", "<dd>4</dd>"] {
        assert!(!page.body.contains(few), "{few} in {}", page.body);
    }
    // Of one organisation four came, and of the other that would be known by the difference.
    for host in ["havn", "fika"] {
        let mut host = later(&world, Role::Host, organisation(host)).await;
        let page = host.get("/desk/numbers?period=2027-q1").await;
        page.assert_has(&["People who came", "<b>not shown</b>"]);
    }
    let csv = funder.get("/desk/numbers.csv?period=2027-q1").await;
    assert!(csv.body.contains(";2027-q1;;;;People who came;All together;20"), "{}", csv.body);
    // The year has no more than its quarters.
    funder.get("/desk/numbers?period=2027").await.assert_has(&["<b>20</b>"]);
    for guest in ten.iter().chain(&two) {
        assert!(world.desk.erase(guest, None, now() + AFTER_THE_QUARTER).await.unwrap());
    }
    let after = funder.get("/desk/numbers?period=2027-q1").await;
    after.assert_has(&["<b>20</b>", "<b>10</b>"]);
}

async fn a_report_says_for_good_what_it_said_on_its_day(stage: Stage) {
    let world = world_on(stage.store);
    let ten = guests(&world, "ten", 9).await;
    come(&world, "ten", &ten).await;
    let mut coordinator = later(&world, Role::Coordinator, Scope::Everything).await;
    let form = coordinator.get("/desk/reports").await;
    form.assert_has(&["No report has been frozen yet.", "Freeze the numbers", "value=\"2027-q1\""]);
    let missing = coordinator.post("/desk/reports", &[("nonce", NONCE), ("period", "2027-q1")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    missing.assert_has(&["id=\"name-error\""]);
    let fields = [
        ("nonce", NONCE),
        ("period", "2027-q1"),
        ("name", "Bread & <b>light</b>"),
        ("project", "NPAD-2026/1"),
        ("sentence", "Paid by Nordplus."),
    ];
    let report = coordinator.submit("/desk/reports", &fields).await;
    report.assert_has(&[
        "Bread &amp; &lt;b&gt;light",
        "NPAD-2026/1",
        "Paid by Nordplus.",
        "<dd>9</dd>",
        "<b>18</b>",
    ]);
    let sent_twice = coordinator.submit("/desk/reports", &fields).await;
    assert_eq!(sent_twice.body, report.body);
    let list = coordinator.get("/desk/reports").await;
    assert_eq!(list.body.matches("href=\"/desk/reports/").count(), 1, "pressed twice, frozen once");
    let (_, rest) = list.body.split_once("href=\"/desk/reports/").unwrap();
    let path = format!("/desk/reports/{}", rest.split('"').next().unwrap());

    // Records change, and are gone.
    let access = forms_fn::office::Access { at: coordinator.now, ..everything() };
    for guest in &ten[..1] {
        world.desk.change(guest, Step::Cancel, None, now()).await.unwrap();
    }
    for guest in &ten[1..3] {
        assert!(world.desk.erase(guest, None, access.at).await.unwrap());
    }
    let mut funder = later(&world, Role::Funder, Scope::Everything).await;
    assert_eq!(figures(&funder.get(&path).await.body), figures(&report.body));
    let csv = funder.get(&format!("{path}/table.csv")).await;
    assert!(
        csv.body
            .contains("NPAD-2026/1;2027-q1;2027-01-21;Dinner ten & more;Norway;Registrations;have a place;9"),
        "{}",
        csv.body
    );
    assert!(!funder.get("/desk/reports").await.body.contains("<form class=\"form\""), "a funder reads only");
    assert_eq!(funder.post("/desk/reports", &fields).await.status, StatusCode::NOT_FOUND);
}

/// What a page says of numbers.
fn figures(page: &str) -> &str {
    page.split_once("<h1>").unwrap().1.split_once("<p><a href=\"/desk/reports\">").unwrap().0
}

/// Nine have a place, and one of them cancels: whoever has both reports would know of that one.
#[tokio::test]
async fn a_later_report_tells_of_nobody_by_the_difference() {
    let world = world();
    let ten = guests(&world, "ten", 9).await;
    let first = world.report(Scope::Everything, "2027-q1").await;
    world.desk.change(&ten[0], Step::Cancel, None, now()).await.unwrap();
    let confirmed = async |id: &str| {
        let report = world.office.frozen(&everything(), id).await.unwrap().take().await.unwrap().0;
        let event =
            report.numbers.events.iter().find(|event| event.statistics.event.as_deref() == Some("ten"));
        let rows = event.unwrap().statistics.statuses.clone();
        let count = rows.iter().find(|row| row.value == "confirmed").and_then(|row| row.count);
        (count, report.as_told.contains("ten"), report.numbers.all.statuses["confirmed"].count)
    };
    assert_eq!(confirmed(&first).await, (Some(9), false, 9));
    // A year has the quarter in it; an organisation is a part of all.
    for (scope, period) in [(Scope::Everything, "2027"), (organisation("fika"), "2027-h1")] {
        let later = world.report(scope, period).await;
        assert_eq!(confirmed(&later).await, (Some(9), true, 9), "{period}");
    }
    // Another period is another matter, and so are five people and more.
    let other = world.report(Scope::Everything, "2027-q2").await;
    let other = world.office.frozen(&everything(), &other).await.unwrap().take().await.unwrap().0;
    assert!(other.numbers.events.is_empty());
    for guest in &ten[1..4] {
        world.desk.change(guest, Step::Cancel, None, now()).await.unwrap();
    }
    let fifth = world.report(Scope::Everything, "2027").await;
    assert_eq!(confirmed(&fifth).await, (Some(9), true, 9), "five are left, and that is four less");
}

#[tokio::test]
async fn a_report_of_one_organisation_is_nothing_to_another() {
    let world = world();
    guests(&world, "ten", 9).await;
    let (all, havns) =
        (world.report(Scope::Everything, "2027").await, world.report(organisation("havn"), "2027").await);
    let mut fika = world.organiser(&[(Role::Funder, organisation("fika"))], By::Code).await;
    let nothing = fika.get("/desk/reports/none").await;
    for id in [&all, &havns] {
        let answer = fika.get(&format!("/desk/reports/{id}")).await;
        assert_eq!((answer.status, &answer.body), (StatusCode::NOT_FOUND, &nothing.body));
        assert_eq!(fika.get(&format!("/desk/reports/{id}/table.csv")).await.status, StatusCode::NOT_FOUND);
    }
    fika.get("/desk/reports").await.assert_has(&["No report has been frozen yet."]);
}
