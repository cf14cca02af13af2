//! Who edits: the way in from the editor and back, what somebody may there, and how many people an editor may know of.

use axum::http::StatusCode;
use forms_fn::Editor;
use forms_fn::accounts::{Account, Accounts, Grant, Right, Role};
use forms_fn::console::{PeopleTold, SignedIn, people_told, sign_in_path, signed_in};
use forms_fn::mail::Transport;
use forms_fn::office::{Cause, Invitation, Scope};
use forms_fn::worker::{self, Post};

use super::browser::{Browser, By, EDITOR, letters};
use crate::office::world::{World, everything, now, organisation, world, world_on};
use crate::site::Answer;
use crate::stage::{Stage, on_every_store};

on_every_store!(
    who_came_from_the_editor_goes_back_there_and_is_known,
    what_somebody_may_is_read_anew_each_time,
    languages_are_added_kept_and_taken_away
);

const FORM: &str = "/edit/d/0a1b2c3d4e/w/events/dinner/da";

fn writer() -> Vec<(Role, Scope)> {
    vec![(Role::Writer, organisation("fika"))]
}

async fn who(browser: &Browser) -> Option<SignedIn> {
    signed_in(&browser.app(), &browser.says()).await.unwrap()
}

/// Asks for digits as whoever wanted a page, and types them; the answer to the digits.
async fn sign_in(browser: &mut Browser, world: &World, address: &str, wanted: &str) -> Answer {
    browser.get(&sign_in_path(wanted)).await;
    let asked = browser.post("/desk/sign-in", &[("email", address), ("next", wanted)]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let sent = letters(world, now()).await;
    let letter = sent.iter().find(|letter| letter.to == address && letter.text.contains("?digits=")).unwrap();
    let (_, rest) = letter.text.split_once("/desk/code?digits=").unwrap();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    browser.post("/desk/code", &[("digits", &digits)]).await
}

async fn who_came_from_the_editor_goes_back_there_and_is_known(stage: Stage) {
    let world = world_on(stage.store);
    let (address, id) = world.account(&writer()).await;
    letters(&world, now()).await;
    let mut browser = Browser::at_the_editor(&world);
    assert!(who(&browser).await.is_none());
    let page = browser.get(&sign_in_path(FORM)).await;
    page.assert_has(&[&format!("name=\"next\" value=\"{FORM}\""), "lang=da&amp;next=%2Fedit%2Fd%2F"]);
    // Another language of the page forgets nothing, nor does an address that is none.
    let danish = browser.get(&format!("/desk/sign-in?lang=da&next={FORM}")).await;
    assert_eq!(danish.header("location"), sign_in_path(FORM));
    let wrong = browser.post("/desk/sign-in", &[("email", "x"), ("next", FORM)]).await;
    wrong.assert_has(&[&format!("name=\"next\" value=\"{FORM}\"")]);

    browser.post("/desk/sign-in", &[("email", &address), ("next", FORM)]).await;
    let sent = letters(&world, now()).await;
    let [letter] = &sent[..] else { panic!("{sent:?}") };
    // The letter leads to where the digits were asked for, and says nothing of what was wanted.
    let (_, rest) = letter.text.split_once(&format!("{EDITOR}/desk/code?digits=")).expect(&letter.text);
    assert!(!letter.text.contains("/edit/"), "{}", letter.text);
    let entered = browser.post("/desk/code", &[("digits", &rest[..8])]).await;
    assert_eq!((entered.status, entered.header("location")), (StatusCode::SEE_OTHER, FORM));
    assert!(entered.header("set-cookie").contains("SameSite=Strict"), "{:?}", entered.headers);

    let who = who(&browser).await.unwrap();
    assert_eq!((who.account(), who.lang()), (&id, "en"));
    assert!(who.name().starts_with("Organiser "));
    let grants: Vec<&Grant> = who.grants().collect();
    assert_eq!(grants, [&Grant::new(Role::Writer, organisation("fika"))]);
    let counts = |right| who.grants_of(right).count();
    assert_eq!((counts(Right::Write), counts(Right::Translate), counts(Right::Publish)), (1, 1, 0));
}

#[tokio::test]
async fn a_foreign_host_gets_no_letter_that_leads_to_it() {
    let world = world();
    let (address, _) = world.account(&writer()).await;
    letters(&world, now()).await;
    for host in [
        "evil.example",
        "edit.example.org.evil.example",
        "edit.example.org:8443",
        "edit.example.org@evil.example",
    ] {
        let mut browser = Browser::at_the_editor(&world);
        browser.host = host;
        browser.post("/desk/sign-in", &[("email", &address)]).await;
        let sent = letters(&world, now()).await;
        let [letter] = &sent[..] else { panic!("{host}: {sent:?}") };
        let of_site = "https://example.org/desk/code?digits=";
        assert!(letter.text.contains(of_site) && !letter.text.contains("evil"), "{host}: {}", letter.text);
    }
}

#[tokio::test]
async fn nobody_is_led_to_another_place_after_signing_in() {
    let world = world();
    let (address, _) = world.account(&writer()).await;
    for wanted in [
        "//evil.example",
        "https://evil.example/edit/",
        "/edit//evil.example",
        "/edit/\\evil.example",
        "/desk/log",
    ] {
        let mut browser = Browser::at_the_editor(&world);
        let entered = sign_in(&mut browser, &world, &address, wanted).await;
        assert_eq!(entered.header("location"), "/desk", "{wanted}");
    }
    // A program without an editor has no such page.
    let mut browser = Browser::new(&world);
    let entered = sign_in(&mut browser, &world, &address, FORM).await;
    assert_eq!(entered.header("location"), "/desk");
}

#[tokio::test]
async fn who_only_edits_lands_in_the_editor_and_others_find_it_in_the_menu() {
    let world = world();
    let menu = "Write and publish";
    let mut browser = Browser::at_the_editor(&world);
    let (address, _) = world.account(&writer()).await;
    sign_in(&mut browser, &world, &address, "").await;
    assert_eq!(browser.get("/desk").await.header("location"), "/edit/");
    browser.get("/desk/me").await.assert_has(&[menu, "href=\"/edit/\""]);

    // Where the editor is another program's, they are led there.
    let mut browser = Browser::new(&world);
    browser.editor = Some(Editor::elsewhere(EDITOR).unwrap());
    let entered = sign_in(&mut browser, &world, &address, FORM).await;
    assert_eq!(entered.header("location"), "/desk");
    assert_eq!(browser.get("/desk").await.header("location"), format!("{EDITOR}/edit/"));

    // Whoever prepares events too stays at the desk.
    let both = [(Role::Host, organisation("fika")), (Role::Publisher, organisation("fika"))];
    let (address, _) = world.account(&both).await;
    let mut browser = Browser::at_the_editor(&world);
    sign_in(&mut browser, &world, &address, "").await;
    browser.get("/desk").await.assert_has(&[menu, "Today"]);
    // Without an editor nothing of it is shown, and nobody loses their way.
    let mut browser = world.organiser(&writer(), By::Code).await;
    let desk = browser.get("/desk").await;
    assert!(desk.status == StatusCode::OK && !desk.body.contains(menu), "{}", desk.body);
}

async fn what_somebody_may_is_read_anew_each_time(stage: Stage) {
    let world = world_on(stage.store);
    let (address, id) = world.account(&writer()).await;
    letters(&world, now()).await;
    let mut browser = Browser::at_the_editor(&world);
    sign_in(&mut browser, &world, &address, "/edit/").await;
    assert_eq!(who(&browser).await.unwrap().grants().count(), 1);
    let grant = Grant::new(Role::Writer, organisation("fika"));
    world.office.revoke(&everything(), &id, &grant).await.unwrap().take().await.unwrap();
    assert_eq!(who(&browser).await.unwrap().grants().count(), 0);
    world.office.disable(&everything(), &id).await.unwrap().take().await.unwrap();
    assert!(who(&browser).await.is_none());
    // Another host's cookie is none of ours, and neither is a made-up one.
    let mut stranger = Browser::at_the_editor(&world);
    stranger.plant("desk", &format!("{id}.made-up"));
    assert!(who(&stranger).await.is_none());
}

#[tokio::test]
async fn a_volunteer_at_the_door_is_nobody_in_the_editor() {
    let world = world();
    let volunteer = Browser::at_the_editor(&world);
    assert!(who(&volunteer).await.is_none());
    let browser = world.organiser(&[(Role::Steward, Scope::Everything)], By::Code).await;
    let steward = who(&browser).await.unwrap();
    assert_eq!(steward.grants().count(), 1);
    // By digits nobody gives rights.
    assert_eq!((steward.grants_of(Right::People).count(), steward.grants_of(Right::Numbers).count()), (0, 1));
    assert!(steward.access(Right::People, "a look").is_none());
}

#[tokio::test]
async fn whoever_is_at_the_machine_may_publish_also_where_an_older_program_made_the_account() {
    let world = world();
    let accounts = Accounts::new(world.desk.clone());
    let publishes = Grant::new(Role::Publisher, Scope::Everything);
    let opened = async || {
        forms_fn::console::opening(&world.app(now())).await.unwrap();
        let all = accounts.all(now()).await.unwrap();
        let [machine] = &all[..] else { panic!("{all:?}") };
        machine.clone()
    };
    let machine = opened().await;
    assert!(machine.grants.contains(&publishes));
    world.office.revoke(&everything(), &machine.id, &publishes).await.unwrap().take().await.unwrap();
    let again = opened().await;
    assert_eq!(again.grants, machine.grants);
}

/// What a steward types.
fn typed<'a>(role: &'a str, into: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("name", "Bo Ek"),
        ("email", "bo@example.org"),
        ("role", role),
        ("place", "organisation:fika"),
        ("lang", "sv"),
    ];
    fields.extend(into.iter().map(|name| (*name, "yes")));
    fields
}

async fn steward(world: &World) -> Browser {
    let mut steward = world.organiser(&[(Role::Steward, Scope::Everything)], By::Strong).await;
    steward.editor = Some(Editor::elsewhere(EDITOR).unwrap());
    letters(world, now()).await;
    steward
}

async fn bo(world: &World) -> Account {
    Accounts::new(world.desk.clone()).of_address("bo@example.org", now()).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_steward_gives_the_roles_of_the_editor_and_the_letter_leads_there() {
    let world = world();
    let mut steward = steward(&world).await;
    steward.get("/desk/people/new").await.assert_has(&[
        "name=\"into-en\"",
        "name=\"into-ar\"",
        "value=\"publisher\"",
    ]);
    steward.get("/desk/rights").await.assert_has(&["Translator", "Make texts public"]);
    for (fields, error) in [
        (typed("translator", &[]), "Choose the languages"),
        (typed("translator", &["into-xx"]), "Choose the languages"),
        (typed("writer", &["into-ar"]), "Only a translator"),
    ] {
        let answer = steward.post("/desk/people/new", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        answer.assert_has(&["id=\"into-error\"", error, "aria-describedby=\"into-error\""]);
    }
    let again = steward.post("/desk/people/new", &typed("writer", &["into-ar"])).await;
    again.assert_has(&["id=\"into-ar\" value=\"yes\" checked"]);
    let list = steward.submit("/desk/people/new", &typed("translator", &["into-ar"])).await;
    list.assert_has(&["Translator", "Fika: <bdi>العربية</bdi>"]);

    let folder = world.path().join("post");
    let post = Post { transport: Transport::Folder(folder.clone()), from: None };
    worker::tick(&world.app(now()).with_editor(Editor::elsewhere(EDITOR).unwrap()), &post, now()).await;
    let paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [path] = &paths[..] else { panic!("{paths:?}") };
    let bytes = std::fs::read(path).unwrap();
    let message = mail_parser::MessageParser::default().parse(&bytes).unwrap();
    let text = message.body_text(0).unwrap();
    assert!(text.contains(&format!("{EDITOR}/edit/")) && text.contains("webbplatsens texter"), "{text}");

    let told = world.told().await;
    assert!(told.iter().any(|(_, action, outcome, _)| (*action, *outcome) == ("invite", "done")), "{told:?}");
    // Without an editor there is nothing to give such a role for.
    steward.editor = None;
    let form = steward.get("/desk/people/new").await;
    assert!(!form.body.contains("translator") && !form.body.contains("into-"), "{}", form.body);
    let answer = steward.post("/desk/people/new", &typed("publisher", &[])).await;
    answer.assert_has(&["id=\"role-error\""]);
}

async fn languages_are_added_kept_and_taken_away(stage: Stage) {
    let world = world_on(stage.store);
    let grant = |languages: &[&str]| Grant {
        languages: languages.iter().map(|lang| (*lang).to_owned()).collect(),
        ..Grant::new(Role::Translator, organisation("fika"))
    };
    let invite = async |grant: Grant| {
        let new = Invitation { name: "Bo", email: "bo@example.org", lang: "sv", grant };
        Box::pin(world.office.invite(&everything(), &new)).await
    };
    invite(grant(&["ar"])).await.unwrap().take().await.unwrap();
    invite(grant(&["uk"])).await.unwrap().take().await.unwrap();
    assert_eq!(bo(&world).await.grants, [grant(&["ar", "uk"])]);
    let again = invite(grant(&["ar"])).await.unwrap_err();
    assert_eq!(again.cause(), Some(Cause::HasRole));
    for wrong in [grant(&[]), grant(&["no language"]), Grant { role: Role::Writer, ..grant(&["ar"]) }] {
        assert!(invite(wrong.clone()).await.is_err(), "{wrong:?}");
    }
    let event = Grant { scope: Scope::Event("ten".to_owned()), ..grant(&["ar"]) };
    assert!(invite(event).await.is_err());
    let id = bo(&world).await.id;
    world.office.revoke(&everything(), &id, &grant(&[])).await.unwrap().take().await.unwrap();
    assert!(bo(&world).await.grants.is_empty());
}

#[test]
fn a_grant_of_before_reads_on_and_one_without_languages_is_written_as_it_was() {
    let before = serde_json::json!({ "role": "host", "scope": { "organisation": "fika" } });
    let grant: Grant = serde_json::from_value(before.clone()).unwrap();
    assert_eq!(grant, Grant::new(Role::Host, organisation("fika")));
    assert_eq!(serde_json::to_value(&grant).unwrap(), before);
}

#[tokio::test]
async fn an_editor_knows_how_many_roughly_and_a_host_exactly() {
    let world = world();
    for guest in 0..7 {
        world.guest("ten", &format!("Guest {guest}")).await;
    }
    world.guest("two", "Alone").await;
    let ask = async |grants: &[(Role, Scope)], event: &str| {
        let browser = world.organiser(grants, By::Code).await;
        let somebody = who(&browser).await.unwrap();
        people_told(&browser.app(), &somebody, event, "before it is called off").await.unwrap()
    };
    let publisher = [(Role::Publisher, organisation("fika"))];
    assert_eq!(ask(&publisher, "ten").await, Some(PeopleTold::AtLeast(5)));
    assert_eq!(ask(&publisher, "any").await, Some(PeopleTold::Few));
    // Havn's event isn't theirs, and one that nobody knows is nobody's.
    assert_eq!(ask(&publisher, "two").await, None);
    assert_eq!(ask(&publisher, "nowhere").await, None);
    let all = [(Role::Publisher, Scope::Everything)];
    assert_eq!(ask(&all, "two").await, Some(PeopleTold::Few));
    assert_eq!(ask(&all, "nowhere").await, Some(PeopleTold::Few));
    assert_eq!(ask(&writer(), "ten").await, None);
    let host = [(Role::Publisher, organisation("fika")), (Role::Host, Scope::Event("ten".to_owned()))];
    assert_eq!(ask(&host, "ten").await, Some(PeopleTold::Exactly(7)));
    let told = world.told().await;
    let why = Some("before it is called off".to_owned());
    let entry = |(_, action, outcome, purpose): &(String, &str, &str, Option<String>)| {
        (*action, *outcome) == ("events", "done") && *purpose == why
    };
    assert_eq!(told.iter().filter(|told| entry(told)).count(), 5, "{told:?}");
}

#[test]
fn an_origin_is_one() {
    for good in ["https://edit.example.org", "https://edit.example.org/", "HTTP://127.0.0.1:8090"] {
        assert!(Editor::elsewhere(good).is_ok(), "{good}");
    }
    for bad in ["", "edit.example.org", "https://edit.example.org/edit", "ftp://x", "https://a@b", "https://"]
    {
        let words = Editor::elsewhere(bad).unwrap_err();
        assert!(words.contains("hint: it looks like"), "{words}");
    }
    assert!(Editor::here([]).is_err());
}
