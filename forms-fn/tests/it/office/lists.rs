//! Lists: a page after the other in the order of names, folded search, and no sensitive answer.

use forms_fn::Stored;
use forms_fn::export::Search;
use forms_fn::office::{Cursor, ListQuery, Order, RecordsPage, Scope, StopKind, Which};

use super::world::{World, access, everything, world};

fn of_event(event: &str) -> ListQuery {
    let which = Which { form: None, event: Some(event.to_owned()) };
    ListQuery { which, order: Order::Name(Some("nb".to_owned())), ..ListQuery::default() }
}

async fn page(world: &World, query: &ListQuery) -> RecordsPage {
    world.office.list(&everything(), query).await.unwrap().take().await.unwrap().0
}

fn names(page: &RecordsPage) -> Vec<String> {
    let name = |stored: &Stored| stored.record.text("full_name").unwrap().to_owned();
    page.records.iter().map(name).collect()
}

#[tokio::test]
async fn a_list_is_read_page_by_page_in_the_order_of_names() {
    let world = world();
    for name in ["Østen", "Åse", "bo", "Ærø", "Anna", "Zoe", "Éric"] {
        world.guest("ten", name).await;
    }
    let (mut query, mut all, mut pages) = (ListQuery { limit: Some(3), ..of_event("ten") }, Vec::new(), 0);
    loop {
        let page = page(&world, &query).await;
        all.extend(names(&page));
        pages += 1;
        let Some(next) = page.next else { break };
        // It may stand in an address, and is read back from there.
        assert!(!all.iter().any(|name| next.to_string().contains(name.as_str())), "{next}");
        query.after = Cursor::parse(&next.to_string());
    }
    assert_eq!(all, ["Anna", "bo", "Éric", "Zoe", "Ærø", "Østen", "Åse"]);
    assert_eq!(pages, 3);
    let none = ListQuery { limit: Some(0), ..of_event("ten") };
    let stop = world.office.list(&everything(), &none).await.unwrap_err();
    assert_eq!(stop.kind(), StopKind::Refused);
}

#[tokio::test]
async fn nobody_is_passed_over_when_the_last_one_of_a_page_is_erased() {
    let world = world();
    for name in ["A", "B", "C", "D"] {
        world.guest("ten", name).await;
    }
    let query = ListQuery { limit: Some(2), ..of_event("ten") };
    let first = page(&world, &query).await;
    let last = &first.records[1].record.reference;
    let erased = world.office.erase(&everything(), last).await.unwrap();
    assert_eq!(&erased.take().await.unwrap().0.reference, last);
    let second = page(&world, &ListQuery { after: first.next.clone(), ..query }).await;
    assert_eq!((names(&first), names(&second)), (vec!["A".into(), "B".into()], vec!["C".into(), "D".into()]));
}

#[tokio::test]
async fn a_list_opens_no_sensitive_answer_unless_somebody_asks_for_that() {
    let world = world();
    world.guest("ten", "Amina").await;
    let closed = page(&world, &of_event("ten")).await;
    let record = &closed.records[0];
    assert!(!record.answers.contains_key("diet") && record.record.sealed.contains_key("diet"));
    let opened = world.office.open(&everything(), &of_event("ten")).await.unwrap().take().await.unwrap().0;
    assert_eq!(opened.records[0].answers["diet"], serde_json::json!(["pork"]));
    assert_eq!(world.audit().await, [("list", "done"), ("open", "done")]);
    // Nor does what finds somebody or counts events.
    let search = Search::new("amina").unwrap();
    let found = world.office.find(&everything(), &search).await.unwrap().take().await.unwrap().0;
    assert_eq!((found.len(), found[0].name.as_str()), (1, "Amina"));
}

#[tokio::test]
async fn a_list_is_searched_whatever_the_letters_case_and_accents_are() {
    let world = world();
    for name in ["Åse Østergård", "Anna", "Олена Коваль"] {
        world.guest("ten", name).await;
    }
    for (text, name) in [("aase", "Åse Østergård"), ("OSTERG", "Åse Østergård"), ("olena", "Олена Коваль")]
    {
        let query = ListQuery { search: Search::new(text), ..of_event("ten") };
        assert_eq!(names(&page(&world, &query).await), [name], "{text}");
    }
}

#[tokio::test]
async fn an_event_that_nobody_knows_is_told_with_those_within_the_scope_only() {
    let world = world();
    let stop = world.office.list(&everything(), &of_event("tenn")).await.unwrap_err();
    assert!(stop.words().contains("did you mean `ten`?"), "{}", stop.words());
    let fika = access(Scope::Organisation("fika".to_owned()));
    let stop = world.office.list(&fika, &of_event("tenn")).await.unwrap_err();
    assert_eq!(stop.kind(), StopKind::Outside);
    assert!(!stop.words().contains("two"), "{}", stop.words());
}
