//! The threats that the forms stand against, each with the tests that show it.
//!
//! [`ROWS`] is the whole table. A row names tests of any file here; the ones below `threats/` are those that no other
//! file had. A test that is renamed or deleted fails the table, and a test below `threats/` must stand in it.

mod bodies;
mod bots;
mod existence;
mod failures;
mod fields;
mod headers;
mod names;
mod origin;
mod outside;
mod patterns;

use std::collections::BTreeSet;
use std::path::Path;

/// One threat, and the paths of the tests that show what is done about it.
pub(crate) type Row = (&'static str, &'static [&'static str]);

const ROWS: [Row; 23] = [
    (
        "CSRF on plain posts",
        &[
            "threats::origin::csrf_on_plain_posts_by_header_and_nonce",
            "threats::origin::csrf_an_act_on_the_own_page_takes_its_own_token",
            "screen::rules::csrf_posts_of_other_sites_are_refused_and_unknown_ones_need_our_nonce",
            "screen::rules::headers_that_come_twice_or_are_no_text_say_nothing_good",
        ],
    ),
    (
        "CORS misconfiguration",
        &[
            "threats::origin::cors_no_origin_is_ever_allowed_to_read",
            "threats::origin::cors_what_a_page_can_send_without_asking_is_no_json",
        ],
    ),
    (
        "E-mail header/SMTP injection",
        &[
            "mail::nothing_in_a_head_can_begin_a_line",
            "mail::properties::a_subject_is_read_back_or_refused",
            "mail::properties::what_steers_a_parser_is_refused",
            "calendar::nothing_can_add_a_line",
        ],
    ),
    (
        "HTTP response splitting",
        &["threats::headers::response_splitting_no_byte_of_a_request_begins_a_header"],
    ),
    (
        "CSV/formula injection",
        &[
            "organisers::formulas::a_csv_file_holds_no_formulas_and_reads_back_as_it_was",
            "organisers::formulas::a_program_that_parts_cells_otherwise_finds_no_formulas_either",
            "organisers::formulas::a_workbook_is_all_text_and_tells_where_it_comes_from",
        ],
    ),
    (
        "Mass assignment",
        &[
            "threats::fields::mass_assignment_no_name_of_ours_is_a_field",
            "threats::fields::mass_assignment_a_change_takes_answers_only",
            "correct::names_of_ours_are_unknown_fields",
        ],
    ),
    (
        "Parameter pollution",
        &[
            "threats::fields::parameter_pollution_a_name_is_known_in_one_spelling",
            "hostile::a_key_counts_once",
            "hostile::the_address_never_fills_in_the_form",
        ],
    ),
    (
        "Enumeration by cancel links",
        &[
            "my::threats::enumeration_every_dead_link_gets_the_same_answer",
            "my::threats::purpose_swap_a_token_does_only_what_it_was_made_for",
            "secret::forged::of_a_million_random_links_none_opens",
            "secret::forged::unknown_expired_and_tampered_links_get_the_same_answer",
            "refusals::an_unknown_reference_looks_like_any_other_wrong_one",
        ],
    ),
    (
        "Link scanners cancelling seats",
        &["my::threats::link_scanners_a_thousand_gets_and_heads_change_nothing"],
    ),
    (
        "Existence leak",
        &[
            "threats::existence::existence_leak_byte_for_byte_the_same_in_a_site_that_knows_the_address",
            "threats::existence::existence_leak_two_posts_with_one_address_differ_by_their_numbers",
            "threats::existence::existence_leak_two_own_posts_around_one_for_somebody_tell_nothing",
            "threats::existence::existence_leak_a_correction_to_another_contact_tells_nothing_about_the_first_one",
            "threats::existence::existence_leak_a_link_sees_nothing_of_the_address_that_the_record_gets_later",
            "my::threats::no_link_from_before_opens_a_record_that_went_to_another_address",
            "my::threats::a_link_to_confirm_is_for_the_address_that_it_was_sent_to",
            "my::threats::existence_leak_an_address_that_is_registered_is_answered_like_one_that_is_not",
            "my::sender::existence_leak_a_number_that_is_known_is_answered_like_one_that_is_not",
        ],
    ),
    (
        "Replay / double submit",
        &[
            "seats::the_same_nonce_fifty_times_is_one_record_and_one_answer",
            "seats::sending_again_gets_the_first_answer_even_after_closing",
            "contract::desk::the_same_nonce_is_one_record_and_one_answer_for_48_hours",
            "my::threats::replay_of_an_act_changes_nothing_more",
            "threats::bots::bots_work_is_spent_once",
        ],
    ),
    (
        "Overselling",
        &[
            "seats::a_hundred_people_on_ten_seats",
            "contract::desk::forty_at_once_on_ten_seats",
            "model::ten_thousand_steps_on_sqlite",
        ],
    ),
    (
        "Bots",
        &[
            "threats::bots::bots_that_fill_the_field_nobody_sees_get_the_answers_to_check",
            "threats::bots::bots_that_send_json_are_held_and_never_refused",
            "screen::corpus::of_five_hundred_people_only_the_thirty_first_of_a_network_is_held_and_few_are_asked_to_check",
            "screen::corpus::of_five_hundred_bots_hardly_any_passes",
        ],
    ),
    (
        "Body bombs",
        &[
            "threats::bodies::body_bombs_are_not_read_to_their_end",
            "threats::bodies::body_bombs_of_many_fields_and_great_depth_are_refused",
            "hostile::sixty_four_kilobytes_are_the_limit",
            "hostile::json_is_one_flat_object",
            "hostile::other_types_are_refused",
        ],
    ),
    (
        "Invalid UTF-8",
        &[
            "threats::bodies::invalid_utf8_and_other_noise_is_an_answer_and_never_a_record",
            "hostile::only_utf8_is_read",
            "lambda::what_is_not_utf8_is_refused_and_never_replaced",
        ],
    ),
    (
        "Confusables and bidi",
        &[
            "threats::names::confusables_names_in_twenty_scripts_are_kept_as_they_were_written",
            "threats::names::bidi_marks_of_an_answer_end_with_it",
            "threats::names::bidi_marks_and_controls_are_no_name",
        ],
    ),
    (
        "ReDoS",
        &[
            "threats::patterns::redos_hostile_answers_are_read_in_one_pass",
            "threats::patterns::redos_nothing_that_backtracks_is_linked",
        ],
    ),
    (
        "Log injection, PII in logs",
        &[
            "threats::failures::log_injection_every_line_is_one_object",
            "logs::the_log_holds_ids_and_never_answers",
            "my::threats::no_token_stands_in_any_line_of_the_log",
            "mail::a_failure_quotes_no_address",
        ],
    ),
    ("Open redirect", &["threats::headers::open_redirect_an_answer_leads_to_our_own_pages_only"]),
    (
        "SSRF by webhook",
        &[
            "threats::outside::ssrf_the_forms_have_nobody_to_call",
            "threats::outside::ssrf_no_definition_and_no_manifest_names_an_address_to_call",
        ],
    ),
    (
        "IP spoofing of limits",
        &[
            "threats::bots::ip_spoofing_a_forwarded_header_fills_no_bucket_and_empties_none",
            "screen::client::a_forged_forwarded_header_is_not_believed_without_a_proxy",
            "screen::client::behind_a_proxy_only_what_it_wrote_itself_is_believed",
        ],
    ),
    (
        "Error detail",
        &[
            "threats::failures::error_detail_stays_in_the_log_whatever_fails_on_whichever_route",
            "refusals::a_store_that_fails_says_that_nothing_was_stored",
            "store::dynamodb::an_item_that_is_not_ours_is_an_error_that_quotes_nothing",
        ],
    ),
    (
        "Headers",
        &[
            "threats::headers::headers_of_every_kind_of_answer",
            "surroundings::every_answer_has_these_headers_and_no_others",
        ],
    ),
];

#[test]
fn every_row_names_tests_that_exist() {
    each_names_tests_that_exist(&ROWS);
    assert!(!exists("threats::every_row_names_tests_that_are_not_there"), "the check would notice it");
    assert!(!exists("threats::exists"), "a helper is no test");
}

#[test]
fn every_test_of_a_threat_stands_in_the_table() {
    let named: BTreeSet<&str> = ROWS.iter().flat_map(|(_, tests)| tests.iter().copied()).collect();
    let folder = tests().join("threats");
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap();
        let source = std::fs::read_to_string(&path).unwrap();
        let names: Vec<&str> =
            source.lines().filter_map(name_of).filter(|name| is_test(&source, name)).collect();
        assert!(!names.is_empty(), "{}", path.display());
        for name in names {
            let test = format!("threats::{module}::{name}");
            assert!(named.contains(test.as_str()), "no row names `{test}`");
        }
    }
}

fn tests() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it"))
}

pub(crate) fn each_names_tests_that_exist(rows: &[Row]) {
    for (row, tests) in rows {
        assert!(!tests.is_empty(), "{row}");
        for test in *tests {
            assert!(exists(test), "{row}: no test `{test}`");
        }
    }
}

/// Whether the file of the path's module has a test of that name.
fn exists(test: &str) -> bool {
    let (module, name) = test.rsplit_once("::").unwrap();
    let file = tests().join(module.replace("::", "/")).with_extension("rs");
    std::fs::read_to_string(file).is_ok_and(|source| is_test(&source, name))
}

/// The function that begins in a line.
fn name_of(line: &str) -> Option<&str> {
    let (_, after) = line.trim().split_once("fn ")?;
    after.split('(').next()
}

/// Whether a function is marked as a test, or stands in the list of those that run on every store.
fn is_test(source: &str, name: &str) -> bool {
    let lines: Vec<&str> = source.lines().collect();
    let marked = |at: usize| {
        let above = lines[..at].iter().rev().map(|line| line.trim());
        above
            .take_while(|line| line.starts_with("#[") || line.starts_with("//"))
            .any(|line| line.ends_with("test]") || line.starts_with("#[tokio::test("))
    };
    let lists = source.split("on_every_store!").skip(1).filter_map(|list| list.split([')', '}']).next());
    let listed = lists.flat_map(|list| list.split([',', '(', '{', '\n'])).any(|listed| listed.trim() == name);
    let found = lines.iter().position(|line| name_of(line) == Some(name));
    found.is_some_and(|at| listed || marked(at))
}
