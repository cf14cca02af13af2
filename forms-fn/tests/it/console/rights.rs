//! Each role, with each scope that it can have, on each address: what the table allows is answered, and everything else is the
//! same page, byte for byte, as an address that nobody knows.

use axum::http::{Method, StatusCode};
use forms_fn::Reference;
use forms_fn::accounts::{Right, Role};
use forms_fn::console::{Need, routes};
use forms_fn::office::{Scope, Volunteer};
use jiff::SignedDuration;

use super::browser::{Browser, By};
use crate::office::world::{World, everything, organisation, world_on};
use crate::site::Answer;
use crate::stage::{Stage, on_every_store};

/// From the fixture's time to the day of its events.
const EVENING: SignedDuration = SignedDuration::from_hours(11 * 24);

on_every_store!(each_role_reaches_what_the_table_says_and_nothing_else);

/// What stands in the patterns, and what belongs to whom.
pub(super) struct Samples {
    /// An event of Fika's, and one of Havn's.
    events: [&'static str; 2],
    /// A registration for each.
    records: [Reference; 2],
    /// A request in the country of each.
    requests: [Reference; 2],
    account: String,
    /// A report about Fika's event, and one about Havn's.
    reports: [String; 2],
    /// A link for the door of Fika's event.
    link: String,
}

/// The address of a pattern, with what is Fika's in it (0) or what is Havn's (1). A pattern with a name that isn't here has no
/// line yet: write one.
fn address(pattern: &str, samples: &Samples, whose: usize) -> String {
    let mut address = pattern.to_owned();
    for (name, value) in [
        ("{event}", samples.events[whose].to_owned()),
        (
            "{reference}",
            if pattern.contains("request") { &samples.requests } else { &samples.records }[whose].to_string(),
        ),
        ("{account}", samples.account.clone()),
        ("{report}", samples.reports[whose].clone()),
        ("{link}", samples.link.clone()),
    ] {
        address = address.replace(name, &value);
    }
    assert!(!address.contains('{'), "no sample for what stands in `{pattern}`");
    address
}

/// Every role with every kind of scope that the office gives it.
fn grants() -> Vec<(Role, Scope)> {
    let places = [Scope::Everything, organisation("fika"), Scope::Event("ten".to_owned())];
    let fits = |role: Role, scope: &Scope| match (role, scope) {
        (Role::Door, scope) => matches!(scope, Scope::Event(_)),
        (Role::Host, scope) => !matches!(scope, Scope::Everything),
        (_, scope) => !matches!(scope, Scope::Event(_)),
    };
    let all = Role::ALL.into_iter().flat_map(|role| places.iter().map(move |scope| (role, scope.clone())));
    all.filter(|(role, scope)| fits(*role, scope)).collect()
}

/// Status, the headers that a page has, and the page.
fn seen(answer: &Answer) -> (StatusCode, Vec<(String, String)>, &str) {
    let headers = answer.headers.iter().filter(|(name, _)| *name != "x-request-id");
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    (answer.status, headers.collect(), &answer.body)
}

pub(super) async fn samples(world: &World) -> Samples {
    let (_, id) = world.account(&[(Role::Host, organisation("fika"))]).await;
    let volunteer = Volunteer { event: "ten", name: None, giver: &id };
    let link = world.office.give_door_link(&everything(), volunteer).await.unwrap().take().await.unwrap().0;
    Samples {
        link: link.as_str().to_owned(),
        events: ["ten", "two"],
        records: [world.guest("ten", "Anna").await, world.guest("two", "Bea").await],
        requests: [world.request("Dana", "NO").await, world.request("Eva", "DK").await],
        account: world.account(&[(Role::Host, organisation("fika"))]).await.1.to_string(),
        reports: [
            world.report(Scope::Event("ten".to_owned()), "2027").await,
            world.report(organisation("havn"), "2027").await,
        ],
    }
}

fn may(role: Role, by: By, need: Need) -> bool {
    match need {
        Need::Nothing | Need::Session | Need::Account => true,
        Need::Right(right) => role.may(right) && (by == By::Strong || !right.needs_passkey()),
    }
}

async fn each_role_reaches_what_the_table_says_and_nothing_else(stage: Stage) {
    let world = world_on(stage.store);
    let samples = samples(&world).await;
    for (role, scope) in grants() {
        for by in [By::Code, By::Strong] {
            // The door is a role of one evening.
            let later = if role == Role::Door { EVENING } else { SignedDuration::ZERO };
            let mut browser = world.organiser_later(&[(role, scope.clone())], by, later).await;
            let who = format!("{role} {scope} {by:?}");
            one(&mut browser, &samples, &who, |need| may(role, by, need)).await;
        }
    }
}

/// Asks every address as one organiser.
pub(super) async fn one(browser: &mut Browser, samples: &Samples, who: &str, may: impl Fn(Need) -> bool) {
    let nowhere = [Method::GET, Method::POST];
    let mut unknown = Vec::new();
    for method in nowhere {
        unknown.push(browser.ask(method, "/desk/there-is-nothing-here", String::new()).await);
    }
    assert!(unknown.iter().all(|answer| answer.status == StatusCode::NOT_FOUND), "{who}");
    assert_eq!(unknown[0].body, unknown[1].body, "{who}");
    for (method, pattern, need) in routes() {
        // Signing out would end the round, and the way in has tests of its own.
        if need == Need::Nothing || pattern == "/desk/sign-out" {
            continue;
        }
        for whose in [0, 1] {
            let url = address(pattern, samples, whose);
            let method: Method = method.parse().unwrap();
            let answer = browser.ask(method.clone(), &url, String::new()).await;
            let like_unknown = &unknown[usize::from(method == Method::POST)];
            if !may(need) {
                assert_eq!(seen(&answer), seen(like_unknown), "{who}: {method} {url}");
            } else if answer.status == StatusCode::NOT_FOUND {
                // Theirs by right, and not theirs: what is another's looks like nothing, too.
                assert!(whose == 1 || url.contains(&samples.account), "{who}: {method} {url}");
                assert_eq!(seen(&answer), seen(like_unknown), "{who}: {method} {url}");
            } else {
                let status = answer.status;
                let is_answered = status.is_success() || status == StatusCode::SEE_OTHER;
                // A post without what the page sends is told so.
                let is_told =
                    method == Method::POST && status.is_client_error() && status != StatusCode::FORBIDDEN;
                assert!(is_answered || is_told, "{who}: {method} {url} {status}");
            }
        }
    }
}

#[tokio::test]
async fn who_is_signed_out_is_led_to_the_way_in_and_learns_nothing() {
    let world = crate::office::world::world();
    let samples = samples(&world).await;
    let mut browser = Browser::new(&world);
    for (method, pattern, need) in routes().filter(|(_, _, need)| *need != Need::Nothing) {
        let mut answers = Vec::new();
        for whose in [0, 1] {
            let url = address(pattern, &samples, whose);
            answers.push(browser.ask(method.parse().unwrap(), &url, String::new()).await);
        }
        let status = if method == "GET" { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(answers[0].status, status, "{method} {pattern} {need:?}");
        assert_eq!(seen(&answers[0]), seen(&answers[1]), "{method} {pattern}");
    }
}

/// A mailbox that somebody else reads opens nothing that was told in confidence, gives no rights and takes nothing away.
#[tokio::test]
async fn who_reads_anothers_mail_gets_no_further_than_the_lists() {
    let world = crate::office::world::world();
    let samples = samples(&world).await;
    let all = [(Role::Coordinator, Scope::Everything), (Role::Steward, Scope::Everything)];
    let mut thief = world.organiser(&all, By::Code).await;
    let mut owner = world.organiser(&all, By::Strong).await;
    let mut closed = 0;
    for (method, pattern, need) in routes() {
        let Need::Right(right) = need else { continue };
        let url = address(pattern, &samples, 0);
        let by_thief = thief.ask(method.parse().unwrap(), &url, String::new()).await;
        if matches!(
            right,
            Right::Sealed | Right::Export | Right::Requests | Right::Erase | Right::People | Right::Log
        ) {
            closed += 1;
            assert_eq!(by_thief.status, StatusCode::NOT_FOUND, "{method} {pattern}");
            if method == "GET" {
                let by_owner = owner.get(&url).await;
                assert_eq!(by_owner.status, StatusCode::OK, "{method} {pattern}");
            }
        }
    }
    assert!(closed >= 5, "{closed}");
}
