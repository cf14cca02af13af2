//! From values to a submission: what is kept, what is refused, and that every error is told.

use forms::{Answer, Facts, Field, Values};

use crate::support::{all_facts, check, definition, errors, listed, values};

#[test]
fn the_least_values_make_a_submission() {
    let submission = check(&[]).expect("fine");
    let definition = definition();
    assert_eq!((submission.form(), submission.version()), ("dinner", definition.version.as_str()));
    let json = serde_json::to_value(submission.answers()).expect("JSON");
    assert_eq!(
        json,
        serde_json::json!({"name": "Aisha", "email": "a@example.org", "country": "DK", "lang": "ar"})
    );
    assert!(submission.consents().is_empty());
}

#[test]
fn answers_have_their_types() {
    let pairs =
        [("diet", "meat"), ("diet", "fish"), ("consent", "yes"), ("children", "٢"), ("phone", "٠١٢ ٣٤٥ ٦٧")];
    let submission = check(&pairs).expect("fine");
    assert_eq!(submission.answer("diet"), Some(&Answer::Many(vec!["meat".to_owned(), "fish".to_owned()])));
    assert_eq!(submission.answer("children"), Some(&Answer::Number(2)));
    assert_eq!(submission.answer("consent"), Some(&Answer::Yes));
    assert_eq!(submission.answer("phone").and_then(Answer::as_text), Some("012 345 67"));
}

#[test]
fn what_is_not_kept_after_the_check_does_not_leave_it() {
    assert_eq!(errors(&[("adult", "")]), ["adult: accepted"]);
    assert_eq!(check(&[]).expect("fine").answer("adult"), None);
}

#[test]
fn all_errors_come_at_once_in_the_order_of_the_fields() {
    let sent =
        [("zzz", "1"), ("country", "XX"), ("children", "9"), ("phone", "1"), ("name", ""), ("adult", "")];
    let expected =
        ["name: required", "phone: phone", "country: option", "lang: required", "children: too-large"];
    let rest = ["adult: accepted", "zzz: unknown"];
    let result = definition().check(&sent.into_iter().collect(), &all_facts());
    assert_eq!(listed(result), [expected.as_slice(), rest.as_slice()].concat());
}

#[test]
fn each_rule_reaches_its_field() {
    for (name, value, code) in [
        ("name", "A", "too-short"),
        ("name", "Aisha bint Ali", "too-long"),
        ("email", "a at example.org", "email"),
        ("interpreter", "perhaps", "option"),
        ("children", "0", "too-small"),
        ("children", "two", "integer"),
        ("adult", "no", "option"),
        ("newsletter", "on", "option"),
    ] {
        assert_eq!(errors(&[(name, value)]), [format!("{name}: {code}")], "{value}");
    }
    let three = [("diet", "meat"), ("diet", "fish"), ("diet", "milk"), ("consent", "yes")];
    assert_eq!(errors(&three), ["diet: too-many"]);
}

#[test]
fn one_of_several_fields_is_enough_and_the_first_bears_the_error() {
    assert_eq!(errors(&[("email", ""), ("phone", "+45 12345678")]), Vec::<String>::new());
    assert_eq!(errors(&[("email", " "), ("phone", "")]), ["email: at-least-one"]);
    // Something is there; that it is wrong is another matter.
    assert_eq!(errors(&[("email", ""), ("phone", "12")]), ["phone: phone"]);
}

#[test]
fn what_depends_on_a_fact_is_neither_needed_nor_taken_without_it() {
    let (definition, none) = (definition(), Facts::none());
    assert_eq!(listed(definition.check(&values(&[("diet", "")]), &none)), Vec::<String>::new());
    let sent = values(&[("diet", "meat"), ("children", "1")]);
    assert_eq!(listed(definition.check(&sent, &none)), ["diet: not-asked", "children: not-asked"]);
    let diet = definition.field("diet").expect("diet");
    assert!(definition.visible(diet, &sent, &all_facts()) && !definition.visible(diet, &sent, &none));
}

#[test]
fn what_depends_on_an_answer_is_needed_with_it_and_refused_without() {
    assert_eq!(errors(&[("interpreter", "yes")]), ["interpreter_language: required"]);
    assert_eq!(errors(&[("interpreter", "no")]), Vec::<String>::new());
    let language = ("interpreter_language", "Tigrinya");
    assert_eq!(errors(&[("interpreter", " yes "), language]), Vec::<String>::new());
    assert_eq!(errors(&[("interpreter", "no"), language]), ["interpreter_language: not-asked"]);
    // Without the fact the first question is not asked, so the second is not either.
    let sent = values(&[("interpreter", "yes"), language]);
    let expected = ["interpreter: not-asked", "interpreter_language: not-asked"];
    assert_eq!(listed(definition().check(&sent, &Facts::none())), expected);
}

#[test]
fn a_consent_is_needed_only_for_what_was_told() {
    assert_eq!(errors(&[("diet", "meat")]), ["consent: accepted"]);
    assert_eq!(errors(&[("arrangements", "a ramp")]), ["consent: accepted"]);
    assert_eq!(errors(&[("arrangements", " \r\n ")]), Vec::<String>::new());
    assert_eq!(errors(&[("consent", "yes")]), ["consent: not-asked"]);
}

#[test]
fn a_consent_is_recorded_with_the_hash_of_its_words() {
    let submission = check(&[("diet", "meat"), ("consent", "yes"), ("newsletter", "yes")]).expect("fine");
    let consents: Vec<_> =
        submission.consents().iter().map(|c| (c.field.as_str(), c.purpose.as_str())).collect();
    assert_eq!(consents, [("consent", "needs"), ("newsletter", "news")]);
    let field: Field = definition().field("consent").cloned().expect("consent");
    let hash = &submission.consents()[0].text_hash;
    assert_eq!((hash.len(), hash), (64, &forms::Consent::hash(&field)));
    let mut other = field.clone();
    other.label.0.insert("en".to_owned(), "You may sell my answers".to_owned());
    assert_ne!(*hash, forms::Consent::hash(&other));
}

#[test]
fn several_values_where_one_is_asked_are_refused() {
    assert_eq!(errors(&[("name", "Aisha"), ("name", "Omar")]), ["name: duplicate"]);
    assert_eq!(errors(&[("name", "Aisha"), ("name", "Aisha")]), ["name: duplicate"]);
    assert_eq!(errors(&[("diet", "meat"), ("diet", "meat"), ("consent", "yes")]), ["diet: duplicate"]);
}

#[test]
fn text_is_made_clean() {
    let name = |sent: &str| check(&[("name", sent)]).ok().and_then(|s| s.answer("name").cloned());
    let text = |text: &str| Some(Answer::Text(text.to_owned()));
    assert_eq!(name("  Aisha\u{A0}\t"), text("Aisha"));
    assert_eq!(name("A\u{30A}sa"), text("Åsa"), "NFC");
    assert_eq!(name("Anna\tBerg"), text("Anna Berg"), "pasted from a table");
    assert_eq!(name("\u{200B} \u{200F}"), None, "nothing to see is nothing");
    assert_eq!(name("\u{2066}Aisha\u{2069} "), text("Aisha"), "pasted from a message");
    assert_eq!(name("مریم\u{200C}ها"), text("مریم\u{200C}ها"), "a joiner inside a word stays");
    let lines = check(&[("arrangements", " one\r\ntwo\rthree\n"), ("consent", "yes")]).expect("fine");
    assert_eq!(lines.answer("arrangements").and_then(Answer::as_text), Some("one\ntwo\nthree"));
}

/// By what Unicode says about a character and not by a list: fillers of Hangul, an empty cell of braille, tags, accents alone.
#[test]
fn a_name_of_which_nothing_can_be_seen_is_none() {
    let blanks = "\u{3164} \u{2800} \u{115F} \u{1160} \u{FFA0} \u{180E} \u{34F} \u{61C} \u{17B4} \u{E0020} \u{FE0F} \u{301} \u{64B} \u{AD} \u{206A} \u{1D173} \u{7} \u{85} \u{0} \u{20E3} \u{3000}";
    for blank in blanks.split(' ').filter(|blank| !blank.is_empty()) {
        for name in [blank.to_owned(), blank.repeat(3), format!("\u{200B}{blank} {blank}")] {
            assert_eq!(errors(&[("name", &name)]), ["name: required"], "{name:?}");
            assert_eq!(errors(&[("arrangements", &name)]), Vec::<String>::new(), "{name:?} is no answer");
        }
    }
    let names = ["김", "ㅤ김", "0", "Ω", "❤️", "ක්‍ෂ", "नि", "لُبنى", "Ég", "𞤀𞤁", "—"];
    for name in names {
        let kept = check(&[("name", &format!("{name}."))]).expect(name);
        assert!(kept.answer("name").is_some(), "{name:?}");
    }
}

/// What other products take and lose, and what people paste.
#[test]
fn an_address_is_one_that_a_letter_reaches_in_one_spelling() {
    let email = |sent: &str| {
        let submission = check(&[("email", sent)]).map_err(|errors| errors[0].code.key());
        submission.map(|s| s.answer("email").and_then(Answer::as_text).unwrap_or_default().to_owned())
    };
    for (sent, stored) in [
        ("a6+fest@example.org", "a6+fest@example.org"),
        ("\u{202A}A7@EXAMPLE.ORG\u{202C} ", "A7@example.org"),
        ("amal@prøve.dk", "amal@xn--prve-hra.dk"),
        ("amal@PRØVE.dk", "amal@xn--prve-hra.dk"),
        ("amal@XN--PRVE-HRA.dk", "amal@xn--prve-hra.dk"),
        ("amal@bla\u{30A}.dk", "amal@xn--bl-zia.dk"),
        ("amal@مثال.إختبار", "amal@xn--mgbh0fb.xn--kgbechtv"),
        ("amal@приклад.укр", "amal@xn--80aikifvh.xn--j1amh"),
        // Where a page lets a long address break, this is copied along.
        ("a@\u{200B}example.org", "a@example.org"),
    ] {
        assert_eq!(email(sent).as_deref(), Ok(stored), "{sent:?}");
    }
    for (sent, key) in [
        ("a..b@example.org", "emailDots"),
        (".ab@example.org", "emailDots"),
        ("ab.@example.org", "emailDots"),
        ("ab@.example.org", "emailDots"),
        ("ab@example..org", "emailDots"),
        ("ab@example.org.", "emailDots"),
        ("a@gmail,com", "emailSeveral"),
        ("a b@example.org", "emailSeveral"),
        ("Amal <a@example.org>", "emailSeveral"),
        ("a@example.org, b@example.org", "emailSeveral"),
        ("амаль@example.org", "emailLetters"),
        ("a\u{200B}b@example.org", "emailLetters"),
        ("a@gmail", "emailEnd"),
        ("a＠example.org", "email"),
        ("@example.org", "email"),
        ("a@b@example.org", "email"),
        ("a@exa_mple.org", "email"),
        ("\"a b\"@example.org", "emailSeveral"),
        ("a@[127.0.0.1]", "email"),
    ] {
        assert_eq!(email(sent), Err(key), "{sent:?}");
    }
}

#[test]
fn control_characters_are_refused() {
    for control in ["\0", "\u{7}", "\u{1B}", "\u{7F}", "\u{85}", "\u{9B}"] {
        assert_eq!(
            errors(&[("name", &format!("Ai{control}sha"))]),
            ["name: control-character"],
            "{control:?}"
        );
    }
    assert_eq!(errors(&[("name", "Ai\nsha")]), ["name: control-character"], "a line break in one line");
    assert_eq!(errors(&[("arrangements", "a\0b"), ("consent", "yes")]), ["arrangements: control-character"]);
    // Marks of direction belong to names in Arabic and Hebrew.
    assert_eq!(errors(&[("name", "عائشة\u{200F} (A)")]), Vec::<String>::new());
}

#[test]
fn a_blank_answer_is_none() {
    assert_eq!(errors(&[("name", " \u{A0} ")]), ["name: required"]);
    assert_eq!(errors(&[("unknown_but_empty", "")]), ["unknown_but_empty: unknown"]);
}

#[test]
fn values_keep_their_order_and_hide_in_logs() {
    let mut values = Values::new();
    for (name, value) in [("b", "1"), ("a", "2"), ("b", "3"), ("nonce", "x")] {
        values.insert(name, value);
    }
    assert_eq!(values.names().collect::<Vec<_>>(), ["b", "a", "nonce"]);
    assert_eq!(
        (values.all("b"), values.get("b"), values.get("c")),
        (&["1".to_owned(), "3".to_owned()][..], Some("1"), None)
    );
    assert_eq!((values.remove("nonce"), values.get("nonce")), (vec!["x".to_owned()], None));
    assert_eq!(format!("{values:?}"), r#"["b", "a"]"#);
    let submission = check(&[("name", "Secret")]).expect("fine");
    assert!(!format!("{submission:?}").contains("Secret"));
}
