//! A volunteer without an account: a link and six digits open the door of one event, once, and nothing else.

use axum::http::StatusCode;
use forms_fn::accounts::{AccountId, Right, Role};
use forms_fn::console::Need;
use forms_fn::office::Scope;
use jiff::SignedDuration;
use tokio::task::JoinSet;

use super::browser::{Browser, By};
use super::rights::{one, samples};
use crate::office::world::{World, now, organisation, world, world_on};
use crate::site::time;
use crate::stage::{Stage, on_every_store};

const DOOR: &str = "/desk/events/ten/door";
const PAGE: &str = "/desk/events/ten/volunteers";
/// From the fixture's time to noon of the day of its events.
const NOON: SignedDuration = SignedDuration::from_hours(11 * 24);

on_every_store!(
    a_volunteer_reaches_the_door_of_one_event_and_nothing_else,
    a_link_and_its_digits_open_the_door_once_and_until_it_is_ended,
    five_wrong_tries_kill_a_link_however_many_come_at_once,
);

/// What a host reads on the page of a link: its address, the path of its own page, and the digits.
struct Given {
    address: String,
    page: String,
    digits: String,
}

async fn host(world: &World) -> (Browser, AccountId) {
    let (address, id) = world.account(&[(Role::Host, organisation("fika"))]).await;
    let mut browser = Browser::new(world);
    browser.later(world, NOON);
    browser.sign_in(world, &address).await;
    (browser, id)
}

async fn give(host: &mut Browser, name: &str) -> Given {
    let led = host.post(PAGE, &[("name", name)]).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER, "{}", led.body);
    let page = led.header("location").to_owned();
    let shown = host.get(&page).await;
    shown.assert_has(&["<svg class=\"desk-code\"", "Link for"]);
    let (_, rest) = shown.body.split_once("https://example.org").unwrap();
    let address = rest.split('<').next().unwrap().to_owned();
    let (_, rest) = shown.body.split_once("class=\"desk-digits\"><b>").unwrap();
    Given { address, page, digits: rest.split('<').next().unwrap().to_owned() }
}

impl Given {
    fn key(&self) -> &str {
        self.address.split_once("?k=").unwrap().1
    }

    fn fields<'a>(&'a self, digits: &'a str) -> [(&'static str, &'a str); 2] {
        [("k", self.key()), ("digits", digits)]
    }

    fn path(&self) -> &str {
        self.address.split_once('?').unwrap().0
    }

    /// Digits that are others.
    fn wrong(&self) -> &'static str {
        if self.digits == "000 000" { "000001" } else { "000000" }
    }
}

async fn phone(world: &World) -> Browser {
    let mut browser = Browser::new(world);
    browser.later(world, NOON);
    browser
}

async fn volunteer(world: &World, given: &Given) -> Browser {
    let mut phone = phone(world).await;
    let door = phone.submit(given.path(), &given.fields(&given.digits)).await;
    door.assert_has(&["Dinner ten", "are here"]);
    phone
}

async fn a_volunteer_reaches_the_door_of_one_event_and_nothing_else(stage: Stage) {
    let world = world_on(stage.store);
    let samples = samples(&world).await;
    let given = give(&mut host(&world).await.0, "Kari").await;
    let mut phone = volunteer(&world, &given).await;
    let may = |need| matches!(need, Need::Nothing | Need::Session | Need::Right(Right::Door));
    one(&mut phone, &samples, "a volunteer", may).await;
    let door = phone.get("/desk/door").await;
    door.assert_has(&["Dinner ten", "volunteer Kari"]);
    for hidden in ["Dinner two", "href=\"/desk/me\"", "href=\"/desk\"", "href=\"/desk/events\""] {
        assert!(!door.body.contains(hidden), "{hidden}: {}", door.body);
    }
}

async fn a_link_and_its_digits_open_the_door_once_and_until_it_is_ended(stage: Stage) {
    let world = world_on(stage.store);
    let anna = world.guest("ten", "Anna").await;
    let (mut host, _) = host(&world).await;
    let given = give(&mut host, "").await;
    // Whatever looks at links uses up nothing.
    for _ in 0..9 {
        phone(&world).await.get(&given.address).await.assert_has(&["Six digits"]);
    }
    let mut phone = volunteer(&world, &given).await;
    let tap =
        [("reference", anna.to_string()), ("nonce", "a-nonce-of-a-tap-1".into()), ("people", "1".into())];
    let tap: Vec<(&str, &str)> =
        tap.iter().map(|(name, value): &(&str, String)| (*name, value.as_str())).collect();
    phone.submit(&format!("{DOOR}/in"), &tap).await.assert_has(&["1 of 1 are here"]);
    let audit = world.desk.dossier(&anna, phone.now).await.unwrap().unwrap().audit;
    let name = |entry: &serde_json::Value| {
        entry["actor"].as_str().unwrap().starts_with("a volunteer (link of Organiser")
    };
    assert!(audit.iter().any(|entry| entry["action"] == "check_in" && name(entry)), "{audit:?}");

    let mut replayed = self::phone(&world).await;
    assert_eq!(replayed.post(given.path(), &given.fields(&given.digits)).await.status, StatusCode::GONE);
    assert_eq!(replayed.get(&given.address).await.status, StatusCode::GONE);
    host.get(PAGE).await.assert_has(&["In use since", "Test/1 (phone)", "Without a name"]);
    assert_eq!(phone.get(DOOR).await.status, StatusCode::OK);
    host.submit(&format!("{}/end", given.page), &[]).await.assert_has(&["Whoever used the link is out"]);
    assert_eq!(phone.get(DOOR).await.header("location"), "/desk/sign-in");
    assert_eq!(phone.post(&format!("{DOOR}/in"), &tap).await.status, StatusCode::FORBIDDEN);
    let told: Vec<_> = world.desk.audits("2027-01", phone.now).await.unwrap();
    let has = |action: &str| {
        told.iter().any(|audit| audit.action.as_str() == action && audit.event.as_deref() == Some("ten"))
    };
    assert!(["give_door_link", "sign_in", "end_door_link"].into_iter().all(has));
}

async fn five_wrong_tries_kill_a_link_however_many_come_at_once(stage: Stage) {
    let world = world_on(stage.store);
    let given = give(&mut host(&world).await.0, "Bo").await;
    let mut one = phone(&world).await;
    let wrong = one.post(given.path(), &given.fields(given.wrong())).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.assert_has(&["You can try 4 more times", "aria-invalid=\"true\""]);
    let mut tries = JoinSet::new();
    for _ in 0..6 {
        let mut phone = phone(&world).await;
        let (path, key, wrong) = (given.path().to_owned(), given.key().to_owned(), given.wrong());
        tries.spawn(async move { phone.post(&path, &[("k", &key), ("digits", wrong)]).await });
    }
    let answers = tries.join_all().await;
    let left = answers.iter().filter(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY).count();
    assert_eq!(
        left, 3,
        "each of the four tries that were left counted once, and the last says that it is over"
    );
    let right = phone(&world).await.post(given.path(), &given.fields(&given.digits)).await;
    assert_eq!(right.status, StatusCode::GONE);
}

#[tokio::test]
async fn what_isnt_signed_or_is_of_another_event_isnt_there() {
    let world = world();
    let given = give(&mut host(&world).await.0, "Bo").await;
    let mut phone = phone(&world).await;
    let unknown = phone.get("/desk/there-is-nothing-here").await;
    let last = if given.address.ends_with('0') { "1" } else { "0" };
    let forged = format!("{}{last}", &given.address[..given.address.len() - 1]);
    let elsewhere = given.address.replace("/ten/", "/two/");
    for address in [&forged, &elsewhere, "/desk/events/ten/volunteer", "/desk/events/ten/volunteer?k=%C3%A6"]
    {
        let answer = phone.get(address).await;
        assert_eq!((answer.status, &answer.body), (StatusCode::NOT_FOUND, &unknown.body), "{address}");
    }
    let key = forged.split_once("?k=").unwrap().1;
    for (path, key) in [(given.path(), key), ("/desk/events/two/volunteer", given.key())] {
        let answer = phone.post(path, &[("k", key), ("digits", &given.digits)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    phone.plant("desk", &format!("door-{}.{}", &given.key()[..10], given.key()));
    assert_eq!(phone.get(DOOR).await.header("location"), "/desk/sign-in");
}

#[tokio::test]
async fn the_door_opens_six_hours_before_the_event_and_closes_six_hours_after_it() {
    let world = world();
    let (mut host, _) = host(&world).await;
    let (given, spare) = (give(&mut host, "Bo").await, give(&mut host, "Eva").await);
    let mut phone = Browser::new(&world);
    phone.later(&world, NOON - SignedDuration::from_hours(2));
    for page in
        [phone.get(&given.address).await, phone.post(given.path(), &given.fields(&given.digits)).await]
    {
        page.assert_has(&["The door opens"]);
        assert!(!page.body.contains("<form"), "{}", page.body);
    }
    let mut phone = volunteer(&world, &given).await;
    // The dinner is over at 21 in Oslo.
    let end = time("2027-01-21T20:00:00Z").duration_since(phone.now);
    phone.later(&world, end + SignedDuration::from_secs(6 * 3600 - 1));
    assert_eq!(phone.get(DOOR).await.status, StatusCode::OK);
    let mut late = Browser::new(&world);
    late.later(&world, phone.now.duration_since(now()) + SignedDuration::from_secs(1));
    phone.later(&world, SignedDuration::from_secs(1));
    assert_eq!(phone.get(DOOR).await.header("location"), "/desk/sign-in");
    assert_eq!(late.post(spare.path(), &spare.fields(&spare.digits)).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn only_who_prepares_an_event_gives_links_for_it_and_who_leaves_takes_them_along() {
    let world = world();
    let (mut host, id) = host(&world).await;
    let given = give(&mut host, "<b>Bo</b>").await;
    host.get(PAGE).await.assert_has(&["&lt;b&gt;Bo&lt;/b&gt;", "Not used yet"]);
    let long = host.post(PAGE, &[("name", &"o".repeat(81))]).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    for path in ["/desk/events/two/volunteers".to_owned(), given.page.replace("/ten/", "/two/")] {
        assert_eq!(host.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut other = world.organiser(&[(Role::Host, organisation("havn"))], By::Code).await;
    assert_eq!(other.post(PAGE, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(other.post(&format!("{}/end", given.page), &[]).await.status, StatusCode::NOT_FOUND);
    let at_two = format!("{}/end", given.page.replace("/ten/", "/two/"));
    assert_eq!(
        other.post(&at_two, &[]).await.status,
        StatusCode::NOT_FOUND,
        "not by way of an event of one's own"
    );

    let mut phone = volunteer(&world, &given).await;
    let mut steward = world.organiser(&[(Role::Steward, Scope::Everything)], By::Strong).await;
    steward.submit(&format!("/desk/people/{id}/disable"), &[]).await;
    assert_eq!(phone.get(DOOR).await.header("location"), "/desk/sign-in");
}

#[tokio::test]
async fn nobody_with_an_account_passes_for_a_volunteer_or_the_machine() {
    let world = world();
    let mut steward = world.organiser(&[(Role::Steward, Scope::Everything)], By::Strong).await;
    for name in ["volunteer Bo", "this machine", "a volunteer (link of Bo)"] {
        let fields = [
            ("name", name),
            ("email", "bo@example.org"),
            ("lang", "sv"),
            ("role", "host"),
            ("place", "event:ten"),
        ];
        let answer = steward.post("/desk/people/new", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
}
