//! What organisers do with whole events: see them all, follow one to its new name, give those with a place the way in.

use forms_fn::{Key, Range};

use super::office::{now, office, terms, words};

const ROOM: &str = "https://meet.example.net/room?a=1&b=2";

#[tokio::test]
async fn all_events_of_site_and_store_are_listed_and_the_lost_ones_named() {
    let office = office();
    office.register(&[("full_name", "A"), ("email", "a@example.org")]).await;
    let gone = terms("gone", 3);
    office.register_under(&[("full_name", "B"), ("email", "b@example.org")], &gone, Vec::new(), now()).await;
    let doubts = vec!["too_fast".to_owned()];
    office.register_under(&[("full_name", "C")], &gone, doubts, now()).await;
    let table = office.ask(&["events"]);
    let line = |id: &str| {
        let found = table.lines().find(|line| line.split_whitespace().next() == Some(id));
        found.unwrap_or_else(|| panic!("no {id} in {table}")).to_owned()
    };
    assert!(line("ten").contains("scheduled  9999-12-29 18:00  1/10"), "{table}");
    assert!(line("gone").contains("lost") && line("gone").contains("people are registered"), "{table}");
    assert!(line("postponed").contains("postponed") && line("past").contains("9999"), "{table}");
    assert!(!table.contains("example.org"), "{table}");
    let json = office.json(&["events", "--format", "json"]);
    let gone = json.as_array().unwrap().iter().find(|event| event["event"] == "gone").unwrap();
    assert_eq!((gone["taken"].as_u64(), gone["state"].as_str()), (Some(1), Some("lost")));

    let output = office.run(&["list", "--form", "registration", "--purpose", "x"]);
    assert!(words(&output.stdout).contains("b@example.org"), "nobody is left out");
    assert!(words(&output.stderr).contains("the site has no event `gone`"), "{}", words(&output.stderr));
    let output = office.run(&["verify"]);
    assert!(!output.status.success());
    let found = words(&output.stdout);
    assert!(found.contains("the site has no event `gone`, and 2 people are registered"), "{found}");
    assert!(found.contains("forms-fn move-event"), "{found}");
}

/// Nobody would miss a letter that no form has words for.
#[tokio::test]
async fn verify_names_the_letters_that_nobody_gets() {
    let mut office = office();
    office.take_the_whole_form();
    let said = |office: &super::office::Office| words(&office.run(&["verify"]).stderr);
    assert!(!said(&office).contains("nobody gets them"), "{}", said(&office));
    office.change_form(&without_letters());
    let warned = said(&office);
    assert!(warned.contains("`registration` has no words for the letters `confirmed`"), "{warned}");
}

/// The form without its `mails`.
fn without_letters() -> String {
    let yaml = super::office::yaml();
    let (before, rest) = yaml.split_once("\nmails:").unwrap();
    let (_, after) = rest.split_once("\npurposes:").unwrap();
    format!("{before}\npurposes:{after}")
}

#[tokio::test]
async fn an_event_is_followed_to_its_new_name_with_its_sealed_answers() {
    let office = office();
    let old = terms("old", 1);
    let answers = [("full_name", "A"), ("email", "a@example.org"), ("diet", "pork")];
    let amina = office.register_under(&answers, &old, Vec::new(), now()).await;
    let answers = [("full_name", "B"), ("email", "b@example.org")];
    office.register_under(&answers, &old, Vec::new(), now()).await;
    office.ask(&["event-link", "old", ROOM]);

    for (arguments, why) in [
        (["move-event", "old", "nowhere"], "the site has no event `nowhere`"),
        (["move-event", "ten", "any"], "the site still has the event `ten`"),
        (["move-event", "never", "ten"], "the store knows no event `never`"),
    ] {
        let refused = office.refuse(&[&arguments[..], &["--purpose", "x"]].concat());
        assert!(refused.contains(why), "{refused}");
    }
    let said = office.ask(&["move-event", "old", "any"]);
    assert!(said.contains("2 records of old are with any now"), "{said}");
    let list = office.ask(&["list", "--open", "--event", "any"]);
    assert!(list.contains("pork") && list.contains("waiting 1"), "{list}");
    let left = async |store: &forms_fn::Store| {
        store.query(&Range::prefix("E#old", ""), None, now()).await.unwrap().len()
    };
    assert_eq!(left(office.desk.store()).await, 0);
    let keys = forms_fn::Store::open_keys(&office.path().join("data")).unwrap();
    assert_eq!(left(&keys).await, 0);
    assert_eq!(office.desk.link("any", now()).await.unwrap().as_deref(), Some(ROOM));
    let record = office.desk.find(&amina, now()).await.unwrap().unwrap().record;
    assert_eq!(record.first_event(), Some("old"), "the calendar entry goes by it");
    office.ask(&["verify"]);
}

#[tokio::test]
async fn only_a_whole_address_becomes_a_link() {
    let office = office();
    for link in [
        "meet.example.net/room",
        "javascript:alert(1)",
        "https://",
        "https://a.example/<b>",
        "mailto:a@b.example",
    ] {
        let refused = office.refuse(&["event-link", "ten", link, "--purpose", "x"]);
        assert!(refused.contains("write the whole address"), "{link}: {refused}");
    }
    let refused = office.refuse(&["event-link", "nosuch", ROOM, "--purpose", "x"]);
    assert!(refused.contains("knows an event `nosuch`"), "{refused}");
    assert!(office.refuse(&["event-link", "ten", ROOM]).contains("say why with --purpose"));
    office.ask(&["event-link", "ten", ROOM, "--yes"]);
    let key = Key::new("E#ten", "LINK");
    assert!(office.desk.store().get(&key, now()).await.unwrap().is_some());
    office.ask(&["event-link", "ten", "--remove"]);
    assert!(office.desk.store().get(&key, now()).await.unwrap().is_none());
}
