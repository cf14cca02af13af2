//! The browser and the server agree: one table, and values that nobody thought of.

use forms::{Code, Field, Rule};
use proptest::prelude::*;

use crate::browser;
use crate::support::definition;

fn field(name: &str) -> Field {
    definition().field(name).cloned().unwrap_or_else(|| panic!("no field {name}"))
}

fn check(rule: Rule, value: &str) -> Result<(), Code> {
    rule.check(&field("name"), &[value.to_owned()])
}

const PHONE: Rule = Rule::Phone { min_digits: 6, max_digits: 15 };
const CHILDREN: Rule = Rule::Integer { min: 0, max: 6 };

/// Rule, value, and the code of the error if it is one.
const TABLE: &[(Rule, &str, Option<&str>)] = &[
    (Rule::Required, "", Some("required")),
    (Rule::Required, "x", None),
    (Rule::MaxLength(4), "", None),
    (Rule::MaxLength(4), "åäöæ", None),
    (Rule::MaxLength(4), "12345", Some("too-long")),
    (Rule::MaxLength(4), "😀😀", None),
    (Rule::MaxLength(4), "a\r\nbc", None),
    (Rule::MaxLength(4), "a\r\nbcd", Some("too-long")),
    (Rule::MinLength(3), "", None),
    (Rule::MinLength(3), "ab", Some("too-short")),
    (Rule::MinLength(3), "😀b", None),
    (Rule::Email, "a@example.org", None),
    (Rule::Email, "first.last+tag@sub.example.museum", None),
    (Rule::Email, "a@example", Some("email")),
    (Rule::Email, "a@@example.org", Some("email")),
    (Rule::Email, "a b@example.org", Some("email")),
    (Rule::Email, "a@-example.org", Some("email")),
    (Rule::Email, "a@example..org", Some("email")),
    (Rule::Email, "@example.org", Some("email")),
    (Rule::Email, "a..b@example.org", Some("email")),
    (Rule::Email, ".a@example.org", Some("email")),
    (Rule::Email, "a.@example.org", Some("email")),
    (Rule::Email, "a@.example.org", Some("email")),
    (Rule::Email, "a@example.org.", Some("email")),
    (Rule::Email, "a,b@example.org", Some("email")),
    (Rule::Email, "å@example.org", Some("email")),
    (Rule::Email, "a＠example.org", Some("email")),
    (Rule::Email, "o'brien@example.org", None),
    (Rule::Email, "amal@prøve.dk", None),
    (Rule::Email, "amal@xn--prve-hra.dk", None),
    (Rule::Email, "amal@مثال.إختبار", None),
    (Rule::Email, "amal@приклад.укр", None),
    (Rule::Email, "amal@pr ve.dk", Some("email")),
    (Rule::Email, "a234567890123456789012345678901234567890123456789012345678901234@example.org", None),
    (
        Rule::Email,
        "a2345678901234567890123456789012345678901234567890123456789012345@example.org",
        Some("email"),
    ),
    (PHONE, "+45 12 34 56 78", None),
    (PHONE, "(040) 123-45/67", None),
    (PHONE, "٠١٢٣٤٥٦٧", None),
    (PHONE, "۰۱۲۳۴۵۶۷", None),
    (PHONE, "\u{202A}+45 12 34 56 78\u{202C}", None),
    (PHONE, "12345", Some("phone")),
    (PHONE, "1234567890123456", Some("phone")),
    (PHONE, "call 123456", Some("phone")),
    (CHILDREN, "0", None),
    (CHILDREN, "6", None),
    (CHILDREN, "٣", None),
    (CHILDREN, "002", None),
    (CHILDREN, "7", Some("too-large")),
    (CHILDREN, "99999999999999999999999", Some("too-large")),
    (CHILDREN, "two", Some("integer")),
    (CHILDREN, "1.5", Some("integer")),
    (CHILDREN, "-1", Some("integer")),
    (Rule::Integer { min: 2, max: 6 }, "1", Some("too-small")),
];

#[test]
fn browser_and_server_give_the_table() {
    for (rule, value, expected) in TABLE {
        let code = check(*rule, value).err();
        assert_eq!(code.map(|code| code.as_str()), *expected, "server, {rule:?}, {value:?}");
        let accepted = browser::accepts(&rule.attributes(), value);
        assert_eq!(accepted, expected.is_none(), "browser, {rule:?}, {value:?}");
    }
}

/// A browser counts UTF-16 units, of which some letters have two; to programs we say characters. Nobody who keeps the
/// browser's rule is refused.
#[test]
fn a_letter_of_two_units_counts_once_where_a_text_could_be_too_long() {
    let rule = Rule::MaxLength(4);
    for (value, server, browser) in
        [("😀😀!", true, false), ("😀😀😀😀", true, false), ("😀😀😀😀!", false, false)]
    {
        assert_eq!(check(rule, value).is_ok(), server, "server, {value:?}");
        assert_eq!(browser::accepts(&rule.attributes(), value), browser, "browser, {value:?}");
    }
}

/// For these HTML has no attribute: the browser offers nothing else, or cannot count boxes.
#[test]
fn rules_of_the_server_alone() {
    let diet = field("diet");
    let sent = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    let pick = Rule::Pick { min: 2, max: 2 };
    assert!(pick.attributes().is_empty() && Rule::OneOf.attributes().is_empty());
    assert_eq!(pick.check(&diet, &[]), Ok(()));
    assert_eq!(pick.check(&diet, &sent(&["meat"])), Err(Code::TooFew { min: 2 }));
    assert_eq!(pick.check(&diet, &sent(&["meat", "fish"])), Ok(()));
    assert_eq!(pick.check(&diet, &sent(&["meat", "fish", "milk"])), Err(Code::TooMany { max: 2 }));
    assert_eq!(Rule::OneOf.check(&diet, &sent(&["meat", "wood"])), Err(Code::Option));
    assert_eq!(Rule::OneOf.check(&field("country"), &sent(&["DK"])), Ok(()));
    assert_eq!(Rule::OneOf.check(&field("lang"), &sent(&["de"])), Err(Code::Option));
}

#[test]
fn a_box_must_be_ticked() {
    let adult = field("adult");
    assert_eq!(Rule::Accepted.attributes(), [("required", String::new())]);
    assert_eq!(Rule::Accepted.check(&adult, &[]), Err(Code::Accepted));
    assert_eq!(Rule::Accepted.check(&adult, &["yes".to_owned()]), Ok(()));
}

/// Values near the edge of the rules, and anything else.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,12}",
        "(a|å|😀|\r\n|\n| ){0,8}",
        "[a-z0-9.+@-]{0,12}",
        "[a-z.]{1,3}@[a-zøä]{1,4}[.]{1,2}[a-zуا]{1,2}",
        "[a-z.!#+-]{0,3}@?[a-z0-9.-]{0,8}[.]?[a-z-]{0,3}",
        "[0-9٠-٩۰-۹]{0,4}",
        "[+(]{0,2}([0-9٠-٩][ ./()\u{A0}\u{200F}\u{2011}x-]{0,2}){0,17}",
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        Just(Rule::Required),
        (0..8_u32).prop_map(Rule::MaxLength),
        (0..8_u32).prop_map(Rule::MinLength),
        Just(Rule::Email),
        (1..8_u32, 0..8_u32).prop_map(|(min, more)| Rule::Phone { min_digits: min, max_digits: min + more }),
        (0..2000_i64, 0..3000_i64).prop_map(|(min, more)| Rule::Integer { min, max: min + more }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn browser_and_server_agree(rule in rule(), value in value()) {
        let browser = browser::accepts(&rule.attributes(), &value);
        let server = check(rule, &value).is_ok();
        let counted_twice = matches!(rule, Rule::MaxLength(_)) && value.chars().any(|c| c.len_utf16() > 1);
        prop_assert!(browser == server || server && counted_twice, "{:?} {:?}", rule, value);
    }

    #[test]
    fn a_range_takes_its_numbers_and_no_others(min in 0..1200_i64, more in 0..1200_i64, number in 0..3000_i64) {
        let rule = Rule::Integer { min, max: min + more };
        let inside = (min..=min + more).contains(&number);
        prop_assert_eq!(browser::accepts(&rule.attributes(), &number.to_string()), inside);
        prop_assert_eq!(check(rule, &number.to_string()).is_ok(), inside);
    }
}

#[test]
fn the_rules_of_a_field_give_each_attribute_once() {
    for field in &definition().fields {
        let mut names: Vec<_> =
            field.rules().iter().flat_map(Rule::attributes).map(|(name, _)| name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{}", field.name);
    }
}
