//! The way in and out, and what strangers try there.

use axum::http::{Method, StatusCode};
use forms_fn::accounts::{Accounts, Role};
use forms_fn::office::Scope;
use jiff::SignedDuration;

use super::browser::{Browser, By, digits, letters};
use crate::office::world::{World, everything, now, organisation, world, world_on};
use crate::site::Answer;
use crate::stage::{Stage, on_every_store};

on_every_store!(
    somebody_gets_in_by_the_digits_of_a_letter_and_out_again,
    nobody_can_tell_whether_an_address_has_an_account
);

const SOMEBODY: &[(Role, Scope)] = &[(Role::Coordinator, Scope::Everything)];

fn host_of_fika() -> Vec<(Role, Scope)> {
    vec![(Role::Host, organisation("fika"))]
}

fn is_way_in(answer: &Answer) -> bool {
    answer.status == StatusCode::SEE_OTHER && answer.header("location") == "/desk/sign-in"
}

/// What whoever isn't signed in gets of the page that shows one's own sessions.
async fn is_out(browser: &mut Browser) -> bool {
    is_way_in(&browser.get("/desk/me").await)
}

async fn somebody_gets_in_by_the_digits_of_a_letter_and_out_again(stage: Stage) {
    let world = world_on(stage.store);
    let (address, _) = world.account(&host_of_fika()).await;
    let mut browser = Browser::new(&world);
    assert!(is_out(&mut browser).await);
    assert!(is_way_in(&browser.get("/desk").await));
    browser.get("/desk/sign-in").await.assert_has(&["The organisers", "name=\"email\""]);

    let code = browser.submit("/desk/sign-in", &[("email", &address)]).await;
    code.assert_has(&["Type the digits", "autocomplete=\"one-time-code\""]);
    let typed = digits(&world, &address, now()).await.unwrap();
    assert!(is_out(&mut browser).await);
    // As they stand in the letter, and with a blank behind them.
    let typed = format!("{} {} ", &typed[..4], &typed[4..]);
    browser.submit("/desk/code", &[("digits", &typed)]).await.assert_has(&["Organiser"]);
    browser.get("/desk/me").await.assert_has(&["Host", "Fika", "this browser", "Test/1 (phone)"]);
    assert_eq!(browser.cookie("desk-code"), None);

    let out = browser.post("/desk/sign-out", &[]).await;
    assert_eq!((out.status, browser.cookie("desk")), (StatusCode::SEE_OTHER, None));
    assert!(is_out(&mut browser).await);
}

#[tokio::test]
async fn a_letter_invites_and_an_address_is_the_same_in_capitals() {
    let world = world();
    let (address, _) = world.account(SOMEBODY).await;
    let invitations = letters(&world, now()).await;
    let [invited] = &invitations[..] else { panic!("{invitations:?}") };
    assert_eq!(invited.to, address);
    assert!(
        invited.subject.contains("organisers")
            && invited.text.contains("karin")
            && invited.text.contains("/desk")
    );
    let mut browser = Browser::new(&world);
    browser.submit("/desk/sign-in", &[("email", &address.replace("example.org", "EXAMPLE.org"))]).await;
    assert!(digits(&world, &address, now()).await.is_some());
}

/// Signed out, with the page that waits for digits and the right ones at hand.
async fn waiting(world: &World) -> (Browser, String) {
    let (address, _) = world.account(SOMEBODY).await;
    let mut browser = Browser::new(world);
    browser.submit("/desk/sign-in", &[("email", &address)]).await;
    let digits = digits(world, &address, now()).await.unwrap();
    (browser, digits)
}

fn others(digits: &str) -> &'static str {
    if digits == "00000000" { "11111111" } else { "00000000" }
}

#[tokio::test]
async fn digits_can_be_mistyped_four_times_and_not_five_times() {
    let world = world();
    for (mistyped, comes_in) in [(4, true), (5, false)] {
        let (mut browser, right) = waiting(&world).await;
        for left in (1..=mistyped).map(|time| 5 - time) {
            let answer = browser.post("/desk/code", &[("digits", others(&right))]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            answer.assert_has(&[if left == 0 { "any more" } else { "aria-invalid=\"true\"" }]);
        }
        let answer = browser.post("/desk/code", &[("digits", &right)]).await;
        assert_eq!(answer.status == StatusCode::SEE_OTHER, comes_in, "{}", answer.body);
        assert_eq!(is_out(&mut browser).await, !comes_in);
    }
}

#[tokio::test]
async fn nobody_tries_more_by_sending_the_cookie_again() {
    let world = world();
    let (mut browser, right) = waiting(&world).await;
    let attempt = browser.cookie("desk-code").unwrap().to_owned();
    for _ in 0..5 {
        browser.plant("desk-code", &attempt);
        browser.post("/desk/code", &[("digits", others(&right))]).await;
    }
    browser.plant("desk-code", &attempt);
    let answer = browser.post("/desk/code", &[("digits", &right)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(is_out(&mut browser).await);
}

#[tokio::test]
async fn digits_work_once_and_ten_minutes() {
    let world = world();
    let (mut browser, right) = waiting(&world).await;
    let attempt = browser.cookie("desk-code").unwrap().to_owned();
    let mut copy = Browser::new(&world);
    copy.plant("desk-code", &attempt);
    assert_eq!(browser.post("/desk/code", &[("digits", &right)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(copy.post("/desk/code", &[("digits", &right)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    for (seconds, comes_in) in [(599, true), (600, false)] {
        let (mut browser, right) = waiting(&world).await;
        browser.later(&world, SignedDuration::from_secs(seconds));
        let answer = browser.post("/desk/code", &[("digits", &right)]).await;
        assert_eq!(answer.status == StatusCode::SEE_OTHER, comes_in, "{seconds}: {}", answer.body);
    }
}

/// A try late in the ten minutes makes them no longer.
#[tokio::test]
async fn trying_makes_digits_work_no_longer() {
    let world = world();
    let (mut browser, right) = waiting(&world).await;
    browser.later(&world, SignedDuration::from_secs(590));
    browser.post("/desk/code", &[("digits", others(&right))]).await;
    browser.later(&world, SignedDuration::from_secs(20));
    let answer = browser.post("/desk/code", &[("digits", &right)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn digits_open_nothing_in_another_browser() {
    let world = world();
    let (_, right) = waiting(&world).await;
    let mut other = Browser::new(&world);
    // The link of the letter comes from a page of mail, so browsers say that it is of another site.
    other.headers = vec![("sec-fetch-site", "cross-site".to_owned())];
    let page = other.get(&format!("/desk/code?digits={right}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    page.assert_has(&["another browser", &right]);
    assert!(!page.body.contains("<form"), "{}", page.body);
    other.headers.clear();
    let answer = other.post("/desk/code", &[("digits", &right)]).await;
    answer.assert_has(&["another browser"]);
    assert!(is_out(&mut other).await);
    // Somebody else waits for digits in theirs.
    let (mut third, _) = waiting(&world).await;
    assert_eq!(
        third.post("/desk/code", &[("digits", &right)]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

/// Programs that look for viruses open links; the digits must survive that.
#[tokio::test]
async fn the_link_of_a_letter_is_a_page_with_one_button() {
    let world = world();
    let (mut browser, right) = waiting(&world).await;
    let items = world.items(now()).await;
    browser.headers = vec![("sec-fetch-site", "cross-site".to_owned())];
    for _ in 0..7 {
        let page = browser.get(&format!("/desk/code?digits={right}")).await;
        page.assert_has(&[&format!("value=\"{right}\"")]);
        assert_eq!(page.body.matches("<button").count(), 1, "{}", page.body);
    }
    assert_eq!(world.items(now()).await, items);
    browser.headers.clear();
    assert!(is_out(&mut browser).await);
    assert_eq!(browser.post("/desk/code", &[("digits", &right)]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nothing_of_an_address_stands_on_a_page_but_digits() {
    let world = world();
    let mut browser = Browser::new(&world);
    browser.plant("desk-code", "unknown");
    let page = browser.get("/desk/code?digits=%3Cscript%3E1").await;
    assert!(!page.body.contains("script"), "{}", page.body);
}

/// All that a stranger sees of asking for digits: the answer, its page, and what a wrong guess leads to.
async fn seen(world: &World, address: &str) -> Vec<(StatusCode, String, String)> {
    let mut browser = Browser::new(world);
    let mut seen = Vec::new();
    let asked = browser.post("/desk/sign-in", &[("email", address)]).await;
    let (name, value) = asked.header("set-cookie").split_once('=').unwrap();
    let (token, attributes) = value.split_once(';').unwrap();
    assert_eq!(token.len(), 43);
    seen.push((asked.status, format!("{name} {attributes} {}", asked.header("location")), asked.body));
    let page = browser.get("/desk/code").await;
    seen.push((page.status, String::new(), page.body));
    for _ in 0..6 {
        let guessed = browser.post("/desk/code", &[("digits", "00000000")]).await;
        seen.push((guessed.status, guessed.header("set-cookie").to_owned(), guessed.body));
    }
    seen
}

async fn nobody_can_tell_whether_an_address_has_an_account(stage: Stage) {
    let world = world_on(stage.store);
    let (known, _) = world.account(SOMEBODY).await;
    let (disabled, id) = world.account(SOMEBODY).await;
    world.office.disable(&everything(), &id).await.unwrap().take().await.unwrap();
    letters(&world, now()).await;
    let before = world.items(now()).await;
    let of_unknown = seen(&world, "nobody@example.org").await;
    let more = world.items(now()).await - before;
    for address in [&known, &disabled] {
        let before = world.items(now()).await;
        assert_eq!(seen(&world, address).await, of_unknown, "{address}");
        assert_eq!(world.items(now()).await - before, more, "{address}");
    }
    let letters = letters(&world, now()).await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, [known]);
}

#[tokio::test]
async fn an_address_gets_ten_letters_an_hour_and_nobody_sees_that_it_gets_no_more() {
    let world = world();
    let (address, _) = world.account(SOMEBODY).await;
    letters(&world, now()).await;
    let mut browser = Browser::new(&world);
    let mut pages = Vec::new();
    for _ in 0..12 {
        pages.push(browser.submit("/desk/sign-in", &[("email", &address)]).await.body);
    }
    assert_eq!(letters(&world, now()).await.len(), 10);
    pages.dedup();
    assert_eq!(pages.len(), 1);
    browser.later(&world, SignedDuration::from_mins(61));
    browser.sign_in(&world, &address).await;
}

#[tokio::test]
async fn who_is_disabled_is_out_at_the_next_request_and_gets_no_digits() {
    let world = world();
    let (address, id) = world.account(SOMEBODY).await;
    let mut browser = Browser::new(&world);
    browser.sign_in(&world, &address).await;
    let mut waiting = Browser::new(&world);
    waiting.submit("/desk/sign-in", &[("email", &address)]).await;
    let right = digits(&world, &address, now()).await.unwrap();
    assert!(!is_out(&mut browser).await);
    world.office.disable(&everything(), &id).await.unwrap().take().await.unwrap();
    assert!(is_out(&mut browser).await);
    assert_eq!(browser.post("/desk/me", &[("lang", "da")]).await.status, StatusCode::FORBIDDEN);
    // Digits of before open nothing either.
    let answer = waiting.post("/desk/code", &[("digits", &right)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    waiting.submit("/desk/sign-in", &[("email", &address)]).await;
    assert_eq!(digits(&world, &address, now()).await, None);
}

#[tokio::test]
async fn a_session_can_be_ended_in_another_browser_and_ends_after_twelve_hours() {
    let world = world();
    let (address, _) = world.account(SOMEBODY).await;
    let (mut phone, mut laptop) = (Browser::new(&world), Browser::new(&world));
    phone.sign_in(&world, &address).await;
    laptop.sign_in(&world, &address).await;
    let page = laptop.get("/desk/me").await.body;
    let (_, rest) = page.split_once("name=\"session\" value=\"").unwrap();
    let session = rest.split('"').next().unwrap();
    laptop.submit("/desk/me", &[("session", session)]).await;
    assert!(is_out(&mut phone).await && !is_out(&mut laptop).await);
    // Nobody ends another person's.
    let mut other = world.organiser(SOMEBODY, By::Code).await;
    let of_laptop = laptop.cookie("desk").unwrap().to_owned();
    let hash = sha256(of_laptop.split_once('.').unwrap().1);
    other.submit("/desk/me", &[("session", &hash)]).await;
    assert!(!is_out(&mut laptop).await);
    laptop.later(&world, SignedDuration::from_secs(12 * 3600 - 1));
    assert!(!is_out(&mut laptop).await);
    laptop.later(&world, SignedDuration::from_secs(1));
    assert!(is_out(&mut laptop).await);
}

fn sha256(text: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Somebody who puts a cookie into another person's browser doesn't share what that person opens with it.
#[tokio::test]
async fn a_cookie_of_before_is_no_session_afterwards() {
    let world = world();
    let (address, id) = world.account(SOMEBODY).await;
    for planted in ["x".repeat(43), format!("{id}.{}", "A".repeat(43)), String::new()] {
        let mut browser = Browser::new(&world);
        browser.plant("desk", &planted);
        browser.sign_in(&world, &address).await;
        assert_ne!(browser.cookie("desk").unwrap(), planted);
        let mut other = Browser::new(&world);
        other.plant("desk", &planted);
        assert!(is_out(&mut other).await, "{planted}");
    }
    // Nor is what waited for digits a session.
    let (browser, _) = waiting(&world).await;
    let attempt = browser.cookie("desk-code").unwrap().to_owned();
    for value in [attempt.clone(), format!("{id}.{attempt}")] {
        let mut other = Browser::new(&world);
        other.plant("desk", &value);
        assert!(is_out(&mut other).await, "{value}");
    }
}

#[tokio::test]
async fn the_cookie_of_a_session_is_for_this_host_alone_and_for_no_script() {
    let world = world();
    let (mut browser, right) = waiting(&world).await;
    let answer = browser.post("/desk/code", &[("digits", &right)]).await;
    let set: Vec<&str> =
        answer.headers.get_all("set-cookie").iter().map(|set| set.to_str().unwrap()).collect();
    let [session, attempt] = set[..] else { panic!("{set:?}") };
    assert!(session.starts_with("__Host-desk="), "{session}");
    assert!(session.ends_with("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure"), "{session}");
    assert_eq!(attempt, "__Host-desk-code=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
    assert_eq!(answer.header("cache-control"), "no-store");
    // What the browser holds lies in no item.
    let token = browser.cookie("desk").unwrap().split_once('.').unwrap().1;
    for item in world.desk.store().scan(None, 10_000, now()).await.unwrap() {
        assert!(!format!("{item:?}").contains(token));
    }
    // A cookie that a page of a neighbouring host could have set counts for nothing.
    let value = browser.cookie("desk").unwrap().to_owned();
    let mut neighbour = Browser::new(&world);
    neighbour.headers = vec![("cookie", format!("desk={value}"))];
    assert!(is_out(&mut neighbour).await);
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing_and_links_work() {
    let world = world();
    let mut browser = world.organiser(SOMEBODY, By::Code).await;
    let cases: [(&str, &str, bool); 9] = [
        ("same-origin", "null", true),
        ("same-origin", "https://example.org", true),
        ("", "https://example.org", true),
        ("cross-site", "https://evil.example", false),
        ("cross-site", "null", false),
        // A page of a neighbouring host is of the same site, but none of ours.
        ("same-site", "https://other.example.org", false),
        ("same-site", "null", false),
        ("", "https://evil.example", false),
        ("", "https://example.org.evil.example", false),
    ];
    for (site, origin, is_own) in cases {
        browser.headers = vec![("sec-fetch-site", site.to_owned()), ("origin", origin.to_owned())];
        let answer = browser.post("/desk/me", &[("lang", "da")]).await;
        let status = if is_own { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(answer.status, status, "{site} {origin}");
        browser.headers.clear();
        let page = browser.get("/desk/me").await;
        assert_eq!(page.header("content-language") == "da", is_own, "{site} {origin}");
        browser.post("/desk/me", &[("lang", "en")]).await;
        // A bookmark, a link of a letter or of another page.
        browser.headers = vec![("sec-fetch-site", site.to_owned())];
        assert_eq!(browser.get("/desk/me").await.status, StatusCode::OK, "{site}");
    }
}

/// Nor does a page of another site sign somebody in as somebody else, which would have them type into a stranger's pages.
#[tokio::test]
async fn a_page_of_another_site_signs_nobody_in() {
    let world = world();
    let (mut browser, right) = waiting(&world).await;
    browser.headers =
        vec![("sec-fetch-site", "cross-site".to_owned()), ("origin", "https://evil.example".to_owned())];
    for (url, fields) in
        [("/desk/code", ("digits", right.as_str())), ("/desk/sign-in", ("email", "a@example.org"))]
    {
        let answer = browser.post(url, &[fields]).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
    }
}

#[tokio::test]
async fn no_page_of_the_desk_can_be_framed_kept_or_searched() {
    let world = world();
    let mut browser = world.organiser(SOMEBODY, By::Code).await;
    for url in ["/desk", "/desk/me", "/desk/sign-in", "/desk/nowhere"] {
        let answer = browser.get(url).await;
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{url}");
        assert_eq!(answer.header("cache-control"), "no-store", "{url}");
        assert_eq!(answer.header("x-robots-tag"), "noindex", "{url}");
    }
}

#[tokio::test]
async fn the_link_of_the_machine_opens_once_for_ten_minutes_and_only_there() {
    let world = world();
    let app = world.app(now());
    let link = async || forms_fn::console::opening(&app).await.unwrap();
    let key = |link: &str| link.split_once("?k=").unwrap().1.to_owned();

    let url = link().await;
    let mut here = Browser::on_the_machine(&world);
    let page = here.get(&url).await;
    page.assert_has(&["<button", "with all rights"]);
    assert!(is_out(&mut here).await);
    for (place, mut elsewhere) in [
        ("abroad", Browser::new(&world)),
        ("abroad by our name", Browser::abroad_calling_us_localhost(&world)),
    ] {
        assert_eq!(elsewhere.get(&url).await.status, StatusCode::NOT_FOUND, "{place}");
        let answer = elsewhere.post("/desk/open", &[("k", &key(&url))]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{place}");
    }
    here.submit("/desk/open", &[("k", &key(&url))]).await;
    assert!(!is_out(&mut here).await);
    let mut again = Browser::on_the_machine(&world);
    assert_eq!(again.post("/desk/open", &[("k", &key(&url))]).await.status, StatusCode::GONE);

    for (seconds, status) in [(599, StatusCode::SEE_OTHER), (600, StatusCode::GONE)] {
        let url = link().await;
        let mut here = Browser::on_the_machine(&world);
        here.later(&world, SignedDuration::from_secs(seconds));
        assert_eq!(here.post("/desk/open", &[("k", &key(&url))]).await.status, status, "{seconds}");
    }
    // What opens the desk lies in the store as a hash.
    let url = link().await;
    for item in world.desk.store().scan(None, 10_000, now()).await.unwrap() {
        assert!(!format!("{item:?}").contains(&key(&url)));
    }
}

/// Behind a proxy of one's own all come from the machine; the name by which they call us tells them apart.
#[tokio::test]
async fn a_proxy_on_the_machine_is_not_the_machine() {
    let world = world();
    let url = forms_fn::console::opening(&world.app(now())).await.unwrap();
    let mut browser = Browser::on_the_machine(&world);
    browser.headers = vec![("host", "example.org".to_owned())];
    assert_eq!(browser.get(&url).await.status, StatusCode::NOT_FOUND);
    browser.headers = vec![("x-forwarded-for", "192.0.2.7".to_owned())];
    let through = browser.get(&url).await.status;
    assert_eq!(through, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_damaged_is_no_session() {
    let world = world();
    let (_, id) = world.account(SOMEBODY).await;
    for value in [
        "",
        ".",
        "..",
        "0000000000.",
        &format!("{id}."),
        "ÆØÅ",
        &"9".repeat(9000),
        &format!("{id}.{}", "é".repeat(9)),
    ] {
        let mut browser = Browser::new(&world);
        browser.headers = vec![("cookie", format!("__Host-desk={value}"))];
        assert!(is_out(&mut browser).await, "{value}");
    }
    let accounts = Accounts::new(world.desk.clone());
    assert!(accounts.visit("0000000000.x", now()).await.unwrap().is_none());
}

#[tokio::test]
async fn another_method_is_told_so() {
    let world = world();
    let mut browser = world.organiser(SOMEBODY, By::Code).await;
    let answer = browser.ask(Method::PUT, "/desk/me", String::new()).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
}
