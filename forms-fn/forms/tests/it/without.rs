//! A form without the fields whose answers stay as they are.

use forms::{Definition, Facts, Values, When};

const FORM: &str = r#"
title: { en: Form }
intro: { en: Intro }
submit: { en: Send }
about: nothing
thanks:
  received: { title: { en: Thanks }, text: { en: "{reference}" } }
purposes:
  - { id: p, basis: contract, text: { en: Why } }
groups:
  - { id: g, title: { en: Group } }
fields:
  - { name: email, group: g, kind: email, label: { en: E-mail }, maxLength: 254, personal: true, purpose: p, keep: none }
  - { name: post, group: g, kind: text, label: { en: Address }, maxLength: 90, personal: true, purpose: p, keep: none }
  - { name: hours, group: g, kind: text, label: { en: When }, maxLength: 90, purpose: p, keep: none, when: { filled: [email] } }
  - { name: note, group: g, kind: text, label: { en: Note }, maxLength: 90, purpose: p, keep: none, when: { filled: [email, post] } }
atLeastOne:
  - { fields: [email, post], error: { en: One of them } }
"#;

#[test]
fn what_hangs_on_them_goes_with_them() {
    let whole = Definition::parse("form", FORM, &["en"]).expect("a form without faults");
    let rest = whole.without(&["email"]);
    assert_eq!((&rest.id, &rest.version), (&whole.id, &whole.version));
    let names: Vec<&str> = rest.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["post", "hours", "note"]);
    assert_eq!(rest.field("hours").and_then(|field| field.when.clone()), None);
    let when = rest.field("note").and_then(|field| field.when.clone());
    assert_eq!(when, Some(When::Filled(vec!["post".to_owned()])));
    assert!(rest.at_least_one.is_empty(), "the address that is there fulfils it");
    let submission = rest.check(&Values::from_iter([("hours", "in the evening")]), &Facts::none());
    assert!(submission.is_ok(), "{submission:?}");
    let unknown = rest.check(&Values::from_iter([("email", "a@example.org")]), &Facts::none());
    assert!(unknown.is_err(), "what stays as it is can't be sent");
}
