//! The threats that the organisers' pages stand against, each with the tests that show it. [`ROWS`] is the whole table, as
//! `crate::threats` has it for the forms: a test that is renamed or deleted fails it. Below stand those tests that no other file had.

use axum::http::StatusCode;
use forms_fn::Reference;
use forms_fn::accounts::Role;
use forms_fn::office::Scope;
use jiff::SignedDuration;

use super::browser::By;
use crate::office::world::{World, now, organisation, world, world_on};
use crate::stage::{Stage, on_every_store};
use crate::threats::{Row, each_names_tests_that_exist};

on_every_store!(a_forged_sync_counts_nobody_of_another_event_and_nobody_twice);

const ROWS: [Row; 15] = [
    (
        "Stolen mailbox: a session by code is enough for no sealed answer, no table and no account",
        &[
            "console::rights::who_reads_anothers_mail_gets_no_further_than_the_lists",
            "console::passkey::a_mailbox_adds_no_key_where_there_is_one_and_removes_none",
            "console::passkey::a_passkey_is_offered_made_and_shown_and_opens_what_digits_do_not",
        ],
    ),
    (
        "Lost phone: no name in a dump of its storage",
        &[
            "console::door::what_was_tapped_without_a_network_is_sent_later_and_says_when",
            "console::threats::a_lost_phone_keeps_names_under_a_key_that_cannot_be_taken_out",
            "console::way_in::no_page_of_the_desk_can_be_framed_kept_or_searched",
            "console::way_in::a_session_can_be_ended_in_another_browser_and_ends_after_twelve_hours",
        ],
    ),
    (
        "Colleague of another country: role, scope and route from one table, denied as if it weren't there",
        &[
            "console::rights::each_role_reaches_what_the_table_says_and_nothing_else",
            "console::people::a_steward_of_one_organisation_gives_and_sees_nothing_of_another",
            "console::reports::a_report_of_one_organisation_is_nothing_to_another",
            "office::scope::lists_and_searches_show_what_the_scope_holds",
        ],
    ),
    (
        "Curious insider: a reason each time, which the guest sees; unusual reading stands on top of the log",
        &[
            "console::record::what_was_told_in_confidence_is_opened_once_and_for_a_reason",
            "console::threats::a_curious_insider_is_seen_by_the_guest_with_name_and_reason",
            "console::log::who_opens_the_answers_of_many_on_one_day_is_named_on_top",
            "office::audited::without_a_purpose_nothing_is_read_and_nothing_is_written",
        ],
    ),
    (
        "CSRF",
        &[
            "console::way_in::a_page_of_another_site_changes_nothing_and_links_work",
            "console::way_in::a_page_of_another_site_signs_nobody_in",
        ],
    ),
    ("Clickjacking", &["console::way_in::no_page_of_the_desk_can_be_framed_kept_or_searched"]),
    (
        "Fixation",
        &[
            "console::way_in::a_cookie_of_before_is_no_session_afterwards",
            "console::way_in::the_cookie_of_a_session_is_for_this_host_alone_and_for_no_script",
        ],
    ),
    (
        "Replayed codes",
        &[
            "console::way_in::digits_work_once_and_ten_minutes",
            "console::way_in::digits_open_nothing_in_another_browser",
            "console::way_in::nobody_tries_more_by_sending_the_cookie_again",
            "console::passkey::a_question_is_answered_once_in_time_and_by_the_session_that_asked",
        ],
    ),
    (
        "Enumeration of organisers: the same page",
        &[
            "console::way_in::nobody_can_tell_whether_an_address_has_an_account",
            "console::way_in::an_address_gets_ten_letters_an_hour_and_nobody_sees_that_it_gets_no_more",
        ],
    ),
    (
        "Done to the wrong forty: who it will be stands there by name, and who not",
        &["console::many::many_are_cancelled_after_they_were_named"],
    ),
    (
        "Mass mail by a stolen session",
        &["console::threats::mass_mail_by_a_stolen_session_ends_at_the_limit_of_the_mailbox"],
    ),
    (
        "Names as script and bidi",
        &[
            "console::threats::names_as_script_and_bidi_are_text_on_every_page",
            "html::html_is_made_by_templates_only",
        ],
    ),
    (
        "Replayed or forged syncs",
        &[
            "check_in::thousands::ten_thousand_steps_of_evenings_in_any_order_agree_on_sqlite",
            "check_in::thousands::ten_thousand_steps_of_evenings_in_any_order_agree_on_dynamodb",
            "check_in::two_phones_let_in_the_same_guest_once_and_the_earlier_moment_stays",
            "console::threats::a_forged_sync_counts_nobody_of_another_event_and_nobody_twice",
        ],
    ),
    (
        "Stale rights, and search words in logs or addresses",
        &[
            "console::people::stale_rights_end_at_once",
            "console::people::a_role_at_the_door_ends_by_itself",
            "console::way_in::who_is_disabled_is_out_at_the_next_request_and_gets_no_digits",
            "console::lists::words_that_are_searched_for_stand_nowhere",
        ],
    ),
    (
        "Statistics by difference",
        &[
            "organisers::statistics::two_reports_differ_by_nobody",
            "console::reports::a_later_report_tells_of_nobody_by_the_difference",
            "console::reports::who_came_is_counted_a_week_after_the_quarter_and_stays_when_nothing_is_kept",
            "console::numbers::a_funder_reads_sums_of_what_is_shown_and_nothing_about_few",
        ],
    ),
];

#[test]
fn every_row_names_tests_that_exist() {
    each_names_tests_that_exist(&ROWS);
}

/// A name as an attacker would give it: a tag, an attribute's end, and marks that turn the text of the page around.
const NAME: &str = "<script>alert(1)</script>\" onload=\"x\u{202e}gnp.exe";

/// Every page that shows somebody's name shows this one as text, between marks that end its direction.
#[tokio::test]
async fn names_as_script_and_bidi_are_text_on_every_page() {
    let world = world();
    let guest = world.guest("ten", NAME).await;
    let other = world.guest("ten", "Bea <img src=x onerror=alert(1)>").await;
    let day = SignedDuration::from_hours(11 * 24);
    let mut all = world
        .organiser_later(
            &[(Role::Coordinator, Scope::Everything), (Role::Steward, Scope::Everything)],
            By::Strong,
            day,
        )
        .await;
    let mut shown = 0;
    for url in [
        "/desk".to_owned(),
        "/desk/events/ten".to_owned(),
        format!("/desk/r/{guest}"),
        format!("/desk/r/{other}"),
        format!("/desk/r/{guest}/address"),
        format!("/desk/r/{guest}/erase"),
        format!("/desk/events/ten/door?guest={guest}"),
        "/desk/events/ten/sheet/door".to_owned(),
        "/desk/events/ten/sheet/kitchen".to_owned(),
        "/desk/events/ten/sheet/funder".to_owned(),
        "/desk/events/ten/paper".to_owned(),
        "/desk/log".to_owned(),
        "/desk/numbers".to_owned(),
    ] {
        let page = all.get(&url).await;
        assert_eq!(page.status, StatusCode::OK, "{url}");
        for raw in ["<script>alert", "\" onload=\"", "<img src=x"] {
            assert!(!page.body.contains(raw), "{url} has `{raw}`");
        }
        // What turns the text around ends with the name: a mark of isolation, or the end of its line.
        let (_, body) = page.body.split_once("</title>").unwrap();
        for (_, behind) in body.split('\u{202e}').skip(1).filter_map(|rest| rest.split_once("gnp.exe")) {
            let ends = ["</bdi>", "</h1>", "</dd>", "</div>", "</td>", "\""]
                .iter()
                .any(|end| behind.starts_with(end));
            assert!(
                ends,
                "{url} turns what stands behind the name: {}",
                behind.chars().take(60).collect::<String>()
            );
        }
        shown += usize::from(page.body.contains("&lt;script&gt;") || page.body.contains("&lt;img"));
    }
    assert!(shown >= 8, "{shown} pages show a name");
}

/// A phone that was changed, or somebody else's: it names guests of other events, invents some, and sends all again.
async fn a_forged_sync_counts_nobody_of_another_event_and_nobody_twice(stage: Stage) {
    let world = world_on(stage.store);
    let (ten, two) = (world.guest("ten", "Anna").await, world.guest("two", "Bea").await);
    let evening = SignedDuration::from_hours(11 * 24);
    let scope = Scope::Event("ten".to_owned());
    let mut phone = world.organiser_later(&[(Role::Door, scope)], By::Code, evening).await;
    phone.headers.push(("accept", "application/json".to_owned()));
    let invented = Reference::parse("00000-00000").unwrap();
    let mut statuses = Vec::new();
    for (event, guest) in [("ten", &ten), ("ten", &two), ("ten", &invented), ("two", &two), ("ten", &ten)] {
        let fields = [
            ("reference", guest.to_string()),
            ("nonce", "a-nonce-of-a-forged-tap".to_owned()),
            ("people", "20".to_owned()),
            ("at", "2027-01-21T17:20:00Z".to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        statuses.push(phone.post(&format!("/desk/events/{event}/door/in"), &fields).await.status);
    }
    assert_eq!(statuses[3], StatusCode::NOT_FOUND, "the evening of others isn't there");
    for event in ["ten", "two"] {
        let came = world.desk.came(event, phone.now).await.unwrap();
        assert_eq!((came.parties, came.people), if event == "ten" { (1, 20) } else { (0, 0) }, "{event}");
    }
}

/// What the script keeps goes through one function that encrypts it, with a key that no program can read.
#[test]
fn a_lost_phone_keeps_names_under_a_key_that_cannot_be_taken_out() {
    let script = include_str!("../../../src/console/door/door.js");
    let worker = include_str!("../../../src/console/door/worker.js");
    assert!(script.contains("generateKey({ name: 'AES-GCM', length: 256 }, false,"), "it can't be taken out");
    let writes: Vec<&str> = script.lines().filter(|line| line.contains("write(")).collect();
    let may_write = |line: &&str| {
        line.contains("const write =")
            || line.contains("write('key', made)")
            || line.contains("sealed: await crypto.subtle.encrypt(")
    };
    assert!(writes.len() >= 2 && writes.iter().all(may_write), "{writes:?}");
    for other in ["localStorage", "sessionStorage", "document.cookie", ".put(`"] {
        let uses =
            script.lines().filter(|line| line.contains(other) && !line.contains("const write =")).count();
        assert_eq!(uses + worker.matches(other).count(), 0, "{other} is a place without a lock");
    }
    assert!(!worker.contains("/names"), "the worker keeps a page without names");
}

/// Whoever looks without a need is named to the person, with the reason that was given.
#[tokio::test]
async fn a_curious_insider_is_seen_by_the_guest_with_name_and_reason() {
    let world = world();
    let guest = world.guest("ten", "Anna").await;
    let mut insider = world.organiser(&[(Role::Coordinator, organisation("fika"))], By::Strong).await;
    let opened = insider.post(&format!("/desk/r/{guest}/sealed"), &[("reason", "just curious")]).await;
    assert_eq!(opened.status, StatusCode::OK);
    let dossier = world.desk.dossier(&guest, now()).await.unwrap().unwrap();
    let seen = dossier.audit.iter().find(|entry| entry["purpose"] == "just curious").unwrap();
    assert!(seen["actor"].as_str().unwrap().starts_with("Organiser"), "{seen}");
    assert_eq!((&seen["action"], &seen["outcome"]), (&"show".into(), &"done".into()));
}

/// A session that was stolen sends the same letter again and again: the mailbox has a limit, and so has the thief.
#[tokio::test]
async fn mass_mail_by_a_stolen_session_ends_at_the_limit_of_the_mailbox() {
    let world = world();
    let guest = world.guest("ten", "Anna").await;
    let mut thief = world.organiser(&[(Role::Host, organisation("fika"))], By::Code).await;
    let letters =
        async |world: &World| world.desk.dossier(&guest, now()).await.unwrap().unwrap().letters.len();
    let before = letters(&world).await;
    let mut refused = 0;
    for _ in 0..40 {
        let fields = [("act", "resend"), ("reason", "again")];
        let answer = thief.post(&format!("/desk/r/{guest}"), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        refused += usize::from(answer.header("location").contains("undone=manyLetters"));
    }
    let sent = letters(&world).await - before;
    assert!(sent >= 1 && sent + refused == 40 && refused > 20, "{sent} sent, {refused} refused");
}
