//! Nothing comes out without an entry, and the entry says what came of it.

use forms_fn::export::Search;
use forms_fn::office::{Access, ListQuery, Scope, SheetQuery, Stop, StopKind, Which};
use forms_fn::{Change, Expected, Key, Step, Write};

use super::world::{World, access, everything, now, organisation, world};

fn ten() -> ListQuery {
    ListQuery { which: Which { form: None, event: Some("ten".to_owned()) }, ..ListQuery::default() }
}

#[tokio::test]
async fn the_entry_stands_before_anything_comes_out_and_ends_when_it_is_shown() {
    let world = world();
    world.guest("ten", "Amina").await;
    let audited = world.office.list(&everything(), &ten()).await.unwrap();
    assert_eq!(world.audit().await, [("list", "begun")]);
    audited.show(|_| Ok(())).await.unwrap();
    assert_eq!(world.audit().await, [("list", "done")]);
}

#[tokio::test]
async fn what_is_dropped_or_not_read_to_the_end_stays_begun() {
    let world = world();
    world.guest("ten", "Amina").await;
    drop(world.office.list(&everything(), &ten()).await.unwrap());
    let stop =
        world.office.list(&everything(), &ten()).await.unwrap().show(|_| Err(Stop::broken_off())).await;
    assert_eq!(stop.unwrap_err().kind(), StopKind::BrokenOff);
    assert_eq!(world.audit().await, [("list", "begun"), ("list", "begun")]);
}

#[tokio::test]
async fn what_could_not_be_shown_is_called_failed_and_a_refusal_counts_nobody() {
    let world = world();
    world.guest("ten", "Amina").await;
    let failed = |_: &_| Err(Stop::failed("the disk is full"));
    world.office.list(&everything(), &ten()).await.unwrap().show(failed).await.unwrap_err();
    let refused = |_: &_| Err(Stop::refused("no such language"));
    world.office.list(&everything(), &ten()).await.unwrap().show(refused).await.unwrap_err();
    let audits = world.desk.audits("2027-01", super::world::now()).await.unwrap();
    let said: Vec<_> = audits.iter().map(|audit| (audit.outcome.as_str(), audit.count)).collect();
    assert!(said.contains(&("failed", 1)) && said.contains(&("refused", 0)), "{said:?}");
}

#[tokio::test]
async fn an_entry_says_how_far_somebody_was_let_see() {
    let world = world();
    world.guest("ten", "Amina").await;
    let scopes = [
        Scope::Everything,
        Scope::Organisation("fika".to_owned()),
        Scope::Event("ten".to_owned()),
        Scope::Country("NO".to_owned()),
    ];
    for scope in &scopes {
        world.office.events(&access(scope.clone())).await.unwrap().take().await.unwrap();
    }
    // Nobody who is refused was let see less.
    world.office.list(&access(organisation("havn")), &ten()).await.unwrap_err();
    let audits = world.desk.audits("2027-01", now()).await.unwrap();
    assert_eq!(audits.len(), 5);
    for scope in scopes.into_iter().chain([organisation("havn")]) {
        assert!(audits.iter().any(|audit| audit.scope.as_ref() == Some(&scope)), "{scope}: {audits:?}");
    }
}

/// What was written before scopes were.
#[tokio::test]
async fn an_entry_of_an_older_version_is_read_as_before() {
    let world = world();
    let body = serde_json::json!({
        "at": now(), "actor": "karin", "purpose": "food", "action": "list", "outcome": "done", "form": null,
        "event": "ten", "reference": null, "count": 3,
    });
    let put = Change::Put { body, expires: None };
    let write = Write { key: Key::new("AUDIT#2027-01", "x"), expected: Expected::Absent, change: put };
    world.desk.store().commit(vec![write], now()).await.unwrap();
    let audits = world.desk.audits("2027-01", now()).await.unwrap();
    assert_eq!((audits[0].count, &audits[0].scope), (3, &None));
}

#[tokio::test]
async fn without_a_purpose_nothing_is_read_and_nothing_is_written() {
    let world = world();
    let guest = world.guest("ten", "Amina").await;
    let silent = Access { purpose: None, ..everything() };
    let search = Search::new("amina").unwrap();
    let sheet = SheetQuery { which: ten().which, lang: None };
    let kinds = [
        world.office.list(&silent, &ten()).await.unwrap_err().kind(),
        world.office.open(&silent, &ten()).await.unwrap_err().kind(),
        world.office.find(&silent, &search).await.unwrap_err().kind(),
        world.office.show(&silent, &guest).await.unwrap_err().kind(),
        world.office.sheet(&silent, &sheet).await.unwrap_err().kind(),
        world.office.step(&silent, &guest, Step::Accept).await.unwrap_err().kind(),
        world.office.erase(&silent, &guest).await.unwrap_err().kind(),
        world.office.audit(&silent, "2027-01").await.unwrap_err().kind(),
    ];
    assert_eq!(kinds, [StopKind::Refused; 8]);
    assert_eq!(world.audit().await, []);
}

#[tokio::test]
async fn a_step_that_is_the_persons_own_is_none_of_the_offices() {
    let world = world();
    let guest = world.guest("ten", "Amina").await;
    for step in [Step::Undo, Step::Lapse, Step::Confirm] {
        let stop = world.office.step(&everything(), &guest, step).await.unwrap_err();
        assert_eq!(stop.kind(), StopKind::Refused, "{step:?}");
    }
    assert_eq!(world.audit().await, []);
}

/// Handlers of web servers may be moved from thread to thread while they wait.
#[tokio::test]
async fn whoever_waits_for_the_office_may_be_moved_between_threads() {
    fn sent<F: Future + Send>(future: F) -> F {
        future
    }
    async fn all(world: &World) {
        let guest = world.guest("ten", "Amina").await;
        let (office, access) = (&world.office, everything());
        let page = sent(office.list(&access, &ten())).await.unwrap();
        sent(page.take()).await.unwrap();
        let shown = sent(office.show(&access, &guest)).await.unwrap();
        sent(shown.show(|_| Ok(()))).await.unwrap();
        let search = Search::new("amina").unwrap();
        sent(sent(office.find(&access, &search)).await.unwrap().take()).await.unwrap();
        sent(sent(office.events(&access)).await.unwrap().take()).await.unwrap();
        sent(sent(office.step(&access, &guest, Step::Cancel)).await.unwrap().take()).await.unwrap();
        sent(sent(office.erase(&access, &guest)).await.unwrap().take()).await.unwrap();
    }
    let world = world();
    all(&world).await;
    assert_eq!(world.audit().await.len(), 6);
}
