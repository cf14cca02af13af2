//! Who may what: invited, with roles taken away, disabled.

use axum::http::StatusCode;
use forms_fn::accounts::{Accounts, Role};
use forms_fn::office::Scope;
use jiff::SignedDuration;

use super::browser::{Browser, By, letters};
use crate::office::world::{World, now, organisation, world};

const STEWARD: &[(Role, Scope)] = &[(Role::Steward, Scope::Everything)];

/// What somebody types to invite another.
fn typed<'a>(email: &'a str, role: &'a str, place: &'a str) -> [(&'a str, &'a str); 5] {
    [("name", "Bo <b>Ek</b>"), ("email", email), ("role", role), ("place", place), ("lang", "sv")]
}

async fn steward_of(world: &World, id: &str) -> Browser {
    world.organiser(&[(Role::Steward, organisation(id))], By::Strong).await
}

#[tokio::test]
async fn a_steward_gives_a_role_takes_it_away_and_disables() {
    let world = world();
    let mut steward = world.organiser(STEWARD, By::Strong).await;
    letters(&world, now()).await;
    let fields = typed("bo@example.org", "host", "organisation:fika");
    let list = steward.submit("/desk/people/new", &fields).await;
    list.assert_has(&["role=\"status\"", "bo@example.org", "Bo &lt;b&gt;Ek&lt;/b&gt;", "Host", "Fika"]);
    let sent = letters(&world, now()).await;
    let [letter] = &sent[..] else { panic!("{sent:?}") };
    assert!(letter.to == "bo@example.org" && letter.text.contains("/desk"), "{letter:?}");

    let mut bo = Browser::new(&world);
    bo.sign_in(&world, "bo@example.org").await;
    assert_eq!(bo.get("/desk/me").await.header("content-language"), "sv");

    let accounts = Accounts::new(world.desk.clone());
    let id = accounts.of_address("bo@example.org", now()).await.unwrap().unwrap().id;
    let url = format!("/desk/people/{id}");
    steward
        .get(&url)
        .await
        .assert_has(&["Take this role away", "name=\"place\" value=\"organisation:fika\""]);
    let revoke = [("role", "host"), ("place", "organisation:fika")];
    steward.submit(&url, &revoke).await.assert_has(&["The role is gone"]);
    assert_eq!(steward.post(&url, &revoke).await.status, StatusCode::NOT_FOUND);
    assert!(accounts.find(&id, now()).await.unwrap().unwrap().grants.is_empty());

    let asked = steward.get(&format!("{url}/disable")).await;
    asked.assert_has(&["Disable the account of Bo", "<form"]);
    assert_eq!(bo.get("/desk/me").await.status, StatusCode::OK);
    for _ in 0..2 {
        steward.submit(&format!("{url}/disable"), &[]).await.assert_has(&["signed out everywhere"]);
    }
    assert_eq!(bo.get("/desk/me").await.header("location"), "/desk/sign-in");

    let told = world.told().await;
    let acts: Vec<&str> =
        told.iter().map(|(_, action, ..)| *action).filter(|action| *action != "people").collect();
    for action in ["sign_in", "invite", "revoke", "disable"] {
        assert!(acts.contains(&action), "{acts:?}");
    }
}

#[tokio::test]
async fn what_is_missing_is_told_at_its_field_and_nothing_is_lost() {
    let world = world();
    let mut steward = world.organiser(STEWARD, By::Strong).await;
    letters(&world, now()).await;
    for (fields, wrong, kept) in [
        (vec![("email", "bo@example.org")], "name", "bo@example.org"),
        (vec![("name", "Bo"), ("email", "bo")], "email", "value=\"Bo\""),
        (vec![("name", "Bo"), ("email", "bo@example.org")], "role", "value=\"Bo\""),
        (typed("bo@example.org", "host", "").to_vec(), "place", "value=\"host\" checked"),
        (
            typed("bo@example.org", "door", "organisation:fika").to_vec(),
            "place",
            "value=\"organisation:fika\" selected",
        ),
        (typed("bo@example.org", "steward", "event:ten").to_vec(), "place", "value=\"event:ten\" selected"),
        (
            typed("bo@example.org", "host", "everything").to_vec(),
            "place",
            "value=\"sv\" lang=\"sv\" selected",
        ),
        (typed("bo@example.org", "host", "event:nowhere").to_vec(), "place", "bo@example.org"),
        (typed("bo@example.org", "owner", "event:ten").to_vec(), "role", "bo@example.org"),
    ] {
        let answer = steward.post("/desk/people/new", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        answer.assert_has(&[
            &format!("id=\"{wrong}-error\""),
            &format!("aria-describedby=\"{wrong}-error\""),
            kept,
        ]);
    }
    assert!(letters(&world, now()).await.is_empty());
    let fields = typed("bo@example.org", "host", "organisation:fika");
    steward.submit("/desk/people/new", &fields).await;
    let again = steward.post("/desk/people/new", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.assert_has(&["has this role there already"]);
}

/// A steward gives what is theirs to give, and sees who has it.
#[tokio::test]
async fn a_steward_of_one_organisation_gives_and_sees_nothing_of_another() {
    let world = world();
    let mut fika = steward_of(&world, "fika").await;
    let (havns, _) = world.account(&[(Role::Host, organisation("havn"))]).await;
    let (both, id) =
        world.account(&[(Role::Host, organisation("havn")), (Role::Host, organisation("fika"))]).await;
    let list = fika.get("/desk/people").await;
    list.assert_has(&[&both]);
    assert!(!list.body.contains(&havns) && !list.body.contains("Havn"), "{}", list.body);

    let form = fika.get("/desk/people/new").await;
    form.assert_has(&["organisation:fika", "event:ten", "event:any"]);
    for hidden in ["organisation:havn", "event:two", "value=\"everything\""] {
        assert!(!form.body.contains(hidden), "{hidden}");
    }
    for place in ["organisation:havn", "event:two", "everything"] {
        for role in ["host", "coordinator", "steward"] {
            let answer = fika.post("/desk/people/new", &typed("bo@example.org", role, place)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{role} {place}");
        }
    }
    let url = format!("/desk/people/{id}");
    let revoke = [("role", "host"), ("place", "organisation:havn")];
    assert_eq!(fika.post(&url, &revoke).await.status, StatusCode::NOT_FOUND);
    // Who has roles elsewhere, too, isn't theirs to disable.
    assert_eq!(fika.post(&format!("{url}/disable"), &[]).await.status, StatusCode::NOT_FOUND);
    let account = Accounts::new(world.desk.clone()).find(&id, now()).await.unwrap().unwrap();
    assert!(account.disabled_at.is_none() && account.grants.len() == 2);
}

/// Who gives rights doesn't give themselves the right to read what was told in confidence, and can't be the last to go.
#[tokio::test]
async fn nobody_changes_their_own_account() {
    let world = world();
    let (address, id) = world.account(STEWARD).await;
    let mut steward = world.strong(&id).await;
    let answer = steward.post("/desk/people/new", &typed(&address, "coordinator", "everything")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let url = format!("/desk/people/{id}");
    let page = steward.get(&url).await;
    page.assert_has(&["your own account"]);
    assert!(!page.body.contains("action=\"/desk/people/"), "{}", page.body);
    let revoke = [("role", "steward"), ("place", "everything")];
    assert_eq!(steward.post(&url, &revoke).await.status, StatusCode::CONFLICT);
    assert_eq!(steward.post(&format!("{url}/disable"), &[]).await.status, StatusCode::CONFLICT);
    assert_eq!(steward.get("/desk/people").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_role_at_the_door_ends_by_itself() {
    let world = world();
    let mut steward = world.organiser(STEWARD, By::Strong).await;
    steward
        .submit("/desk/people/new", &typed("bo@example.org", "door", "event:ten"))
        .await
        .assert_has(&["ends six hours"]);
    let mut door = world.organiser(&[(Role::Door, Scope::Event("ten".to_owned()))], By::Code).await;
    door.get("/desk/me").await.assert_has(&["Door", "Dinner ten"]);
    // The dinner of 21 January is over at 21 in Oslo.
    let end = crate::site::time("2027-01-21T20:00:00Z");
    let (address, _) = world.account(&[(Role::Door, Scope::Event("ten".to_owned()))]).await;
    let mut late = Browser::new(&world);
    late.later(&world, end.duration_since(now()) + SignedDuration::from_secs(6 * 3600 - 1));
    late.sign_in(&world, &address).await;
    late.get("/desk/me").await.assert_has(&["Dinner ten"]);
    late.later(&world, SignedDuration::from_secs(1));
    let page = late.get("/desk/me").await;
    assert!(page.status == StatusCode::OK && !page.body.contains("Dinner ten"), "{}", page.body);
}

/// A right that was taken away is gone at the next request of a page that is open still.
#[tokio::test]
async fn stale_rights_end_at_once() {
    let world = world();
    let (_, id) = world.account(STEWARD).await;
    let mut first = world.strong(&id).await;
    let mut second = world.organiser(STEWARD, By::Strong).await;
    assert_eq!(first.get("/desk/people").await.status, StatusCode::OK);
    let revoke = [("role", "steward"), ("place", "everything")];
    second.submit(&format!("/desk/people/{id}"), &revoke).await;
    assert_eq!(first.get("/desk/people").await.status, StatusCode::NOT_FOUND);
    let invited = first.post("/desk/people/new", &typed("bo@example.org", "steward", "everything")).await;
    assert_eq!(invited.status, StatusCode::NOT_FOUND);
}
