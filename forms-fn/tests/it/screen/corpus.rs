//! Five hundred posts of people and five hundred of programs.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::*;

mod bots;
mod humans;

/// A post of a corpus, and who sent it.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) who: String,
    pub(crate) post: Post,
}

/// One line a kind of sender: how many passed, were checked, held, refused; with the first case of each.
fn table(cases: &[Case]) -> String {
    let mut rows: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut details = String::new();
    for case in cases {
        let verdict = case.post.judge();
        let column = match verdict {
            Verdict::Pass => 0,
            Verdict::Check(_) => 1,
            Verdict::Hold(_) => 2,
            Verdict::Refuse(_) => 3,
        };
        let kind = case.who.split(" | ").next().unwrap();
        rows.entry(kind).or_default()[column] += 1;
        writeln!(details, "{:60} {verdict:?}", case.who).unwrap();
    }
    let mut table = format!("{:48} pass check hold refuse\n", "");
    for (kind, [pass, check, hold, refuse]) in rows {
        writeln!(table, "{kind:48} {pass:4} {check:5} {hold:4} {refuse:6}").unwrap();
    }
    table + &details
}

/// Whether it is held for the number of posts alone.
fn is_over_a_limit(case: &Case, verdict: &Verdict) -> bool {
    case.who.contains("more than thirty") && *verdict == Verdict::Hold(vec![Sign::AddressOverrun])
}

#[test]
fn of_five_hundred_people_only_the_thirty_first_of_a_network_is_held_and_few_are_asked_to_check() {
    let cases = humans::cases();
    assert_eq!(cases.len(), 500);
    let mut checked = 0;
    for case in &cases {
        match case.post.judge() {
            Verdict::Pass => {}
            Verdict::Check(_) => {
                checked += 1;
                assert!(humans::deserves_a_check(&case.who), "{}\n{}", case.who, table(&cases));
                for milliseconds in [1200, 2500, 8000, 600_000] {
                    let verdict = case.post.after_the_check(milliseconds).judge();
                    let fair = verdict == Verdict::Pass || is_over_a_limit(case, &verdict);
                    assert!(fair, "{}: {verdict:?}\n{}", case.who, table(&cases));
                }
            }
            verdict if is_over_a_limit(case, &verdict) => {}
            verdict => panic!("{}: {verdict:?}\n{}", case.who, table(&cases)),
        }
    }
    // Half of them have a password manager that fills in what nobody sees.
    assert!(checked <= 85, "{checked} of 500 people were asked to check\n{}", table(&cases));
}

#[test]
fn of_five_hundred_bots_hardly_any_passes() {
    let cases = bots::cases();
    assert_eq!(cases.len(), 500);
    let passed = cases.iter().filter(|case| case.post.judge() == Verdict::Pass).count();
    assert!(passed * 100 <= cases.len(), "{passed} of 500 programs passed\n{}", table(&cases));
    // A measure that says yes to everything would be no measure: those who behave like people do pass.
    assert!(passed > 0, "the corpus has programs that nobody can tell from people\n{}", table(&cases));
}

#[test]
fn bots_that_follow_the_check_page_with_the_same_answers_are_held_or_asked_again() {
    let mut held = 0;
    for case in bots::cases() {
        let Verdict::Check(_) = case.post.judge() else { continue };
        // A program sends all its fields again, also the one that the check page doesn't have.
        let again = Post { honeypot: case.post.honeypot, ..case.post.after_the_check(200) };
        match again.judge() {
            Verdict::Hold(_) => held += 1,
            Verdict::Check(signs) => assert_eq!(signs, [Sign::TooFast], "{}", case.who),
            verdict => panic!("{}: {verdict:?}", case.who),
        }
    }
    assert!(held >= 300, "{held}");
}
