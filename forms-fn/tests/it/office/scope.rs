//! A scope is what somebody sees and may act upon, and nothing else.

use std::collections::BTreeSet;

use forms_fn::export::csv::Separator;
use forms_fn::export::{Columns, Search};
use forms_fn::office::moving::{self, ExportTarget, StorePlace, WhichStore};
use forms_fn::office::{
    DoneToMany, ExportFormat, ExportQuery, ListQuery, Office, Order, Scope, Selection, Stop, StopKind, Todo,
    Which,
};
use forms_fn::{Action, Change, Expected, Key, Reference, Status, Step, Write};

use super::world::{World, access, everything, now, organisation, world};

fn of_form(form: &str) -> Which {
    Which { form: Some(form.to_owned()), event: None }
}

/// The names on a list of a form.
async fn listed(world: &World, scope: &Scope, form: &str) -> Vec<String> {
    let query = ListQuery { which: of_form(form), order: Order::Name(None), ..ListQuery::default() };
    let page = world.office.list(&access(scope.clone()), &query).await.unwrap().take().await.unwrap().0;
    let name = |answers: &std::collections::BTreeMap<String, serde_json::Value>| {
        let name = answers.get("full_name").or(answers.get("name"));
        name.unwrap().as_str().unwrap().to_owned()
    };
    page.records.iter().map(|stored| name(&stored.answers)).collect()
}

/// Who is found by a letter that all names have.
async fn found(world: &World, scope: &Scope) -> Vec<String> {
    let search = Search::new("a").unwrap();
    match world.office.find(&access(scope.clone()), &search).await {
        Ok(people) => people.take().await.unwrap().0.into_iter().map(|person| person.name).collect(),
        Err(stop) => {
            assert_eq!(stop.kind(), StopKind::Nothing);
            Vec::new()
        }
    }
}

async fn inhabited() -> World {
    let world = world();
    world.guest("ten", "Anna of Fika").await;
    world.guest("two", "Bea of Havn").await;
    world.guest("any", "Clara of both").await;
    world.request("Dana in Norway", "NO").await;
    world.request("Eva in Denmark", "DK").await;
    world
}

#[tokio::test]
async fn lists_and_searches_show_what_the_scope_holds() {
    let world = inhabited().await;
    let all = ["Anna of Fika", "Bea of Havn", "Clara of both"];
    for (scope, guests, requests) in [
        (Scope::Everything, &all[..], &["Dana in Norway", "Eva in Denmark"][..]),
        (organisation("fika"), &["Anna of Fika", "Clara of both"], &["Dana in Norway"]),
        (organisation("havn"), &["Bea of Havn", "Clara of both"], &["Eva in Denmark"]),
        (Scope::Country("DK".to_owned()), &["Bea of Havn", "Clara of both"], &["Eva in Denmark"]),
        (Scope::Country("SE".to_owned()), &[], &[]),
        (Scope::Event("two".to_owned()), &["Bea of Havn"], &[]),
    ] {
        assert_eq!(listed(&world, &scope, "registration").await, guests, "{scope:?}");
        assert_eq!(listed(&world, &scope, "mentor-request").await, requests, "{scope:?}");
        let mut found = found(&world, &scope).await;
        found.sort();
        assert_eq!(found, [guests, requests].concat(), "{scope:?}");
    }
}

#[tokio::test]
async fn exports_events_figures_and_tasks_show_no_more() {
    let world = inhabited().await;
    let havn = access(organisation("havn"));
    let query = ExportQuery {
        which: of_form("registration"),
        order: Order::Arrival,
        labels: None,
        format: ExportFormat::Csv(Separator::Comma),
        columns: Columns::All,
    };
    let csv = world.office.export(&havn, &query).await.unwrap().take().await.unwrap().0;
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("Bea") && csv.contains("Clara") && !csv.contains("Anna"), "{csv}");
    let events = world.office.events(&havn).await.unwrap().take().await.unwrap().0;
    let events: Vec<&str> = events.iter().map(|line| line.event.as_str()).collect();
    assert_eq!(events, ["any", "two"]);
    let figures = world.office.figures(&havn, &Which::default()).await.unwrap().take().await.unwrap().0;
    let mut counted: Vec<_> = figures.iter().map(|one| one.event.as_deref()).collect();
    counted.sort();
    assert_eq!(counted, [Some("any"), Some("two")], "requests of all countries are counted together");
    // Who sent a request has no address, so somebody has to call.
    let calls = world.office.todo(&havn, Todo::Calls).await.unwrap().take().await.unwrap().0;
    let calls: Vec<&str> = calls.iter().map(|task| task.name.as_str()).collect();
    assert_eq!(calls, ["Eva in Denmark"]);
    assert!(world.office.todo(&havn, Todo::Failed).await.unwrap().take().await.unwrap().0.is_empty());
}

/// Everything that can be done with a record, one after the other.
async fn try_all(office: &Office, scope: &Scope, reference: &Reference) -> Vec<Result<(), Stop>> {
    let access = access(scope.clone());
    let mut all = Vec::new();
    for step in [Step::Release, Step::Close, Step::Keep, Step::Accept, Step::Cancel] {
        all.push(office.step(&access, reference, step).await.map(drop));
    }
    all.push(office.correct(&access, reference, "other@example.org").await.map(drop));
    all.push(office.resend(&access, reference).await.map(drop));
    all.push(office.met(&access, reference, "2027-01-10".parse().unwrap()).await.map(drop));
    all.push(office.called(&access, reference).await.map(drop));
    all.push(office.erase(&access, reference).await.map(drop));
    all.push(office.show(&access, reference).await.map(drop));
    all.push(office.look(&access, reference).await.map(drop));
    all.push(office.go_ahead(&access, reference).await.map(drop));
    all
}

#[tokio::test]
async fn nothing_can_be_done_with_a_record_beyond_the_scope() {
    let world = world();
    let guest = world.guest("ten", "Anna").await;
    let request = world.request("Dana", "NO").await;
    for reference in [&guest, &request] {
        let before = world.desk.find(reference, now()).await.unwrap();
        for scope in [organisation("havn"), Scope::Country("DK".to_owned()), Scope::Event("two".to_owned())] {
            for done in try_all(&world.office, &scope, reference).await {
                let stop = done.unwrap_err();
                assert_eq!(stop.kind(), StopKind::Outside, "{scope:?}: {}", stop.words());
                assert!(stop.words().contains("beyond what you may see"), "{}", stop.words());
            }
        }
        assert_eq!(world.desk.find(reference, now()).await.unwrap(), before, "it is as it was");
    }
    // The person reads who tried.
    let dossier = world.desk.dossier(&guest, now()).await.unwrap().unwrap();
    assert_eq!(dossier.audit.len(), 39);
    assert!(dossier.audit.iter().all(|entry| entry["outcome"] == "refused" && entry["count"] == 0));
    assert!(dossier.letters.iter().all(|letter| letter.at == now()));
}

#[tokio::test]
async fn within_the_scope_it_can_be_done() {
    let world = world();
    let guest = world.guest("ten", "Anna").await;
    for scope in [organisation("fika"), Scope::Country("NO".to_owned()), Scope::Event("ten".to_owned())] {
        let shown = world.office.show(&access(scope), &guest).await.unwrap();
        assert_eq!(shown.take().await.unwrap().0.dossier.stored.record.reference, guest);
    }
    let fika = access(organisation("fika"));
    let acted = world.office.step(&fika, &guest, Step::Cancel).await.unwrap().take().await.unwrap().0;
    assert_eq!(acted.status, Status::Cancelled);
    let request = world.request("Dana", "NO").await;
    let acted = world.office.step(&fika, &request, Step::Release).await.unwrap().take().await.unwrap().0;
    assert_eq!(acted.status, Status::Received);
}

async fn listed_of(world: &World, event: &str) -> BTreeSet<Reference> {
    let which = Which { form: None, event: Some(event.to_owned()) };
    let page = world.office.list(&everything(), &ListQuery { which, ..ListQuery::default() }).await.unwrap();
    page.take().await.unwrap().0.records.into_iter().map(|stored| stored.record.reference).collect()
}

#[tokio::test]
async fn an_event_beyond_the_scope_stays_as_it_is() {
    let world = inhabited().await;
    let havn = access(organisation("havn"));
    let link = Some("https://meet.example.org/room");
    let everybody = listed_of(&world, "ten").await;
    let chosen = Selection { event: "ten".to_owned(), references: everybody.clone() };
    // Whoever is named with an event of one's own is passed over.
    let smuggled = Selection { event: "two".to_owned(), references: everybody };
    let many = world.office.do_to_many(&havn, Action::Cancel, &smuggled).await.unwrap();
    assert_eq!(many.take().await.unwrap().0, DoneToMany::default());
    let stops = [
        world.office.preview(&havn, Action::Cancel, &chosen, "en").await.map(drop),
        world.office.do_to_many(&havn, Action::Cancel, &chosen).await.map(drop),
        world.office.call_off(&havn, "ten").await.map(drop),
        world.office.set_link(&havn, "ten", link, true).await.map(drop),
        world.office.destroy_key(&havn, "ten", true).await.map(drop),
        world.office.move_event(&havn, "ten", "two").await.map(drop),
    ];
    for stop in stops {
        assert_eq!(stop.unwrap_err().kind(), StopKind::Outside);
    }
    assert!(!world.desk.counters("ten", now()).await.unwrap().called_off);
    assert_eq!(world.desk.link("ten", now()).await.unwrap(), None);
}

#[tokio::test]
async fn the_whole_store_is_for_those_who_see_everything() {
    let world = inhabited().await;
    let fika = access(organisation("fika"));
    let place = StorePlace::Folder(world.path().to_owned());
    let mut out = Vec::new();
    let stops = [
        world.office.report(&fika, "2027-01").await.map(drop),
        world.office.confirm_clock(&fika).await.map(drop),
        world.office.rotate_keys(&fika, world.path()).await.map(drop),
        moving::export(&place, WhichStore::Records, &fika, ExportTarget::Stream(&mut out)).await.map(drop),
        moving::export_erased(&place, &fika, ExportTarget::Stream(&mut out)).await.map(drop),
        moving::backup(world.path(), &fika, &world.path().join("copy")).await.map(drop),
    ];
    for stop in stops {
        assert_eq!(stop.unwrap_err().kind(), StopKind::Outside);
    }
    assert!(out.is_empty() && !world.path().join("copy").exists());
}

#[tokio::test]
async fn whoever_sees_a_part_reads_what_was_done_with_that_part() {
    let world = inhabited().await;
    for event in ["ten", "two"] {
        let query =
            ListQuery { which: Which { form: None, event: Some(event.to_owned()) }, ..ListQuery::default() };
        world.office.list(&everything(), &query).await.unwrap().take().await.unwrap();
    }
    let audits = world.office.audit(&access(organisation("havn")), "2027-01").await.unwrap();
    let audits = audits.take().await.unwrap().0;
    let events: Vec<_> = audits.iter().map(|audit| audit.event.as_deref()).collect();
    assert_eq!(events, [Some("two")]);
}

/// An event that the site has lost belongs to those who hosted it when it was seen last.
#[tokio::test]
async fn a_lost_event_stays_its_hosts() {
    let world = world();
    let guest = world.guest_of_lost("gone", "Left").await;
    let at = "2027-01-21T18:00:00+01:00[Europe/Oslo]";
    let facts = serde_json::json!({
        "starts": at, "ends": at, "status": "scheduled", "title": {}, "when": {}, "place": {}, "hosts": ["fika"],
        "sequence": 0,
    });
    let put =
        |key, body| Write { key, expected: Expected::Anything, change: Change::Put { body, expires: None } };
    let writes = vec![put(Key::new("E#gone", "FACTS"), facts)];
    world.desk.store().commit(writes, now()).await.unwrap();
    world.office.show(&access(organisation("fika")), &guest).await.unwrap().take().await.unwrap();
    let stop = world.office.show(&access(organisation("havn")), &guest).await.unwrap_err();
    assert_eq!(stop.kind(), StopKind::Outside);
}

#[tokio::test]
async fn a_scope_that_cannot_be_known_is_refused() {
    let world = inhabited().await;
    let blind = Office::new(world.desk.clone(), None);
    let stop = blind.events(&access(organisation("fika"))).await.unwrap_err();
    assert!(stop.words().contains("--forms"), "{}", stop.words());
    let stop = world.office.events(&access(organisation("fikka"))).await.unwrap_err();
    assert!(stop.words().contains("no organisation `fikka`"), "{}", stop.words());
    assert_eq!(world.audit().await, [("events", "refused"), ("events", "refused")]);
}
