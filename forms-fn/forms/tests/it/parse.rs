//! Every fault that a definition can have, with the place that it points to.

use std::collections::BTreeSet;

use forms::{Definition, Fault, FaultCode, Keep, Kind, Role};

use crate::support::{FORM, definition, edited, parse};

/// What is replaced, by what, the fault's code, the text that it points to, and a part of message or hint.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    ("about: event", "about: [", "yaml/syntax", "about: [", "quotation marks"),
    ("submit:", "submti:", "front/unknown-key", "submti", "did you mean `submit`?"),
    ("    maxLength: 12", "    maxlength: 12", "front/unknown-key", "maxlength", "did you mean `maxLength`?"),
    ("intro: { en: Two minutes., ar: دقيقتان. }\n", "", "front/missing", "title", "`intro` is missing"),
    ("    keep: count\n", "", "front/missing", "name", "`fields[3].keep` is missing"),
    ("    maxLength: 60\n", "", "front/missing", "name", "`fields[6].maxLength` is missing"),
    (
        "about: event",
        "about: event\ndeadlines: { undoMinuts: 5 }",
        "front/unknown-key",
        "undoMinuts",
        "did you mean `undoMinutes`?",
    ),
    ("about: event", "about: event\ndeadlines: { undoMinutes: 0 }", "form/bad-range", "0", "from 1 to 1440"),
    ("about: event", "about: event\ndeadlines: { undoMinutes: soon }", "front/value", "soon", "digits"),
    ("about: event", "about: event\ndeadlines: 15", "front/value", "15", "a set of keys is needed"),
    ("about: event", "about: event\nabout: event", "yaml/duplicate-key", "about", "twice"),
    ("minLength: 2", "minLength: two", "front/value", "two", "a whole number from 0"),
    ("minLength: 2", "minLength: two", "front/value", "two", "write digits and nothing else"),
    (
        "minLength: 2",
        "minLength: about 2",
        "front/value",
        "about 2",
        "is a text, but a whole number from 0 is needed",
    ),
    ("minLength: 2", "minLength: about 2", "front/value", "about 2", "write `2`"),
    ("minLength: 2", "minLength: \"2\"", "front/value", "\"2\"", "write `2`"),
    ("{ en: You, ar: أنت }", "You", "front/value", "You", "write `{ en: \"You\", ar: … }`"),
    ("{ en: You, ar: أنت }", "{ en: [You], ar: أنت }", "front/value", "[", "stands in quotation marks"),
    ("required: true", "required: nei", "front/value", "nei", "write `false`"),
    ("required: true", "required: 1", "front/value", "1", "write `true`"),
    ("[email, phone]", "email", "front/value", "email", "write `[email]`"),
    ("intro: { en: Two minutes., ar: دقيقتان. }\n", "", "front/missing", "title", "write `intro: …`"),
    ("minLength: 2", "minLength: -2", "front/value", "-2", "a whole number from 0"),
    ("{ en: You, ar: أنت }", "You", "front/value", "You", "one for each language"),
    ("{ en: You, ar: أنت }", "{ en: 18, ar: أنت }", "front/value", "18", "`\"18\"`"),
    ("required: true", "required: yes", "front/value", "yes", "`true` or `false`"),
    ("[email, phone]", "email", "front/value", "email", "a list"),
    ("keep: none", "keep: [none]", "front/value", "[", "a set of keys"),
    ("[email, phone]", "[]", "form/empty-list", "[", "is empty"),
    ("{ en: Phone, ar: الهاتف }", "{ en: Phone }", "text/untranslated", "label", "missing in ar"),
    ("{ en: Phone, ar: الهاتف }", "{ en: Phone, ar: ' ' }", "text/untranslated", "' '", "no words"),
    (
        "{ en: Phone, ar: الهاتف }",
        "{ en: P, ar: ه, da: T }",
        "form/unknown-language",
        "da",
        "no language `da`",
    ),
    (
        "{ en: You wait, ar:",
        "{ en: \"{refrence}\", ar:",
        "form/unknown-placeholder",
        "\"{refrence}\"",
        "{refrence}",
    ),
    (
        "\"{event}, {when}: {reference}\"",
        "\"{evnt}\"",
        "form/unknown-placeholder",
        "\"{evnt}\"",
        "did you mean `event`?",
    ),
    ("lapsed:", "lasped:", "front/unknown-key", "lasped", "did you mean `lapsed`?"),
    ("  lapsed:", "  # lapsed:", "yaml/duplicate-key", "subject", "twice"),
    ("lapsed:", "confirm_address:", "front/missing", "confirmed", "`mails.lapsed` is missing"),
    ("lapsed:", "lapsed: Too late\n  late:", "front/value", "Too late", "`mails.lapsed` is a text"),
    (
        "    text: { en: \"Number",
        "    txt: { en: \"Number",
        "front/unknown-key",
        "txt",
        "did you mean `text`?",
    ),
    (
        "    text: { en: \"Number",
        "    txt: { en: \"Number",
        "front/missing",
        "subject",
        "`mails.waiting.text`",
    ),
    ("\"Number {position}\"", "\"{positoin}\"", "form/unknown-placeholder", "\"{positoin}\"", "`position`?"),
    (
        "\"Number {position}\"",
        "\"Dear {name}\"",
        "form/unknown-placeholder",
        "\"Dear {name}\"",
        "filled here: {event}, {when}, {where}, {reference}, {position}, {until}, {before}",
    ),
    (
        "{ en: I take it,",
        "{ en: \"{event}\",",
        "form/unknown-placeholder",
        "\"{event}\"",
        "filled here: {undoMinutes}",
    ),
    (", ar: نعم أريده }", " }", "text/untranslated", "action", "`mails.offered.action` is missing in ar"),
    ("kind: email", "kind: emial", "form/bad-value", "emial", "did you mean `email`?"),
    ("kind: email\n", "kind: email\n    role: emial\n", "form/bad-value", "emial", "did you mean `email`?"),
    ("kind: phone\n", "kind: phone\n    role: email\n", "form/role", "email", "can't be the form's `email`"),
    (
        "  - name: phone\n",
        "  - { name: one, kind: email, role: email }\n  - { name: two, kind: email, role: email }\n  - name: phone\n",
        "form/role",
        "email",
        "`one` is the form's `email` already",
    ),
    ("kind: phone\n", "kind: email\n", "form/role", "email", "write `role: email`"),
    ("basis: contract", "basis: agreement", "form/bad-value", "agreement", "one of: contract"),
    ("autocomplete: tel", "autocomplete: phone", "form/bad-value", "phone", "one of: name"),
    ("keep: count", "keep: counted", "form/bad-value", "counted", "did you mean `count`?"),
    ("name: email\n", "name: E-Mail\n", "form/bad-name", "E-Mail", "snake_case"),
    ("name: adult", "name: nonce", "form/reserved-name", "nonce", "hidden input"),
    ("name: adult", "name: website_url", "form/reserved-name", "website_url", "hidden input"),
    ("name: phone\n", "name: name\n", "form/duplicate-name", "name", "already"),
    ("id: needs, basis", "id: list, basis", "form/duplicate-id", "list", "taken"),
    ("value: fish", "value: meat", "form/duplicate-option", "meat", "already"),
    ("group: children", "group: childs", "form/unknown-group", "childs", "no group `childs`"),
    ("purpose: news", "purpose: new", "form/unknown-purpose", "new", "did you mean `news`?"),
    ("[diet, arrangements]", "[diets, arrangements]", "form/unknown-field", "diets", "did you mean `diet`?"),
    ("[email, phone]", "[email, hpone]", "form/unknown-field", "hpone", "did you mean `phone`?"),
    ("[diet, arrangements]", "[diet, adult]", "form/later-field", "adult", "before"),
    ("{ fact: food }", "{ fact: foot }", "form/unknown-fact", "foot", "did you mean `food`?"),
    ("is: \"yes\"", "is: perhaps", "form/unknown-option", "perhaps", "does not offer"),
    ("default: \"no\"", "default: never", "form/unknown-option", "never", "none of the options"),
    ("{ fact: food }", "{ fact: food, is: x }", "form/bad-condition", "when", "no condition"),
    ("minLength: 2", "minLength: 13", "form/bad-range", "12", "less than `minLength`"),
    ("    max: 6", "    max: 0", "form/bad-range", "0", "less than `min`"),
    ("maxDigits: 15", "maxDigits: 5", "form/bad-range", "5", "less than `minDigits`"),
    ("{ min: 1, max: 2 }", "{ min: 1, max: 4 }", "form/bad-range", "4", "4 of 3 options"),
    (
        "kind: integer",
        "kind: country",
        "form/not-for-kind",
        "min",
        "`min` does not belong to a field of kind `country`",
    ),
    ("sensitive: true", "personal: true\n    sensitive: true", "form/two-marks", "sensitive", "not both"),
    (
        "sensitive: true\n    purpose: needs",
        "sensitive: true\n    purpose: list",
        "form/sensitive-basis",
        "list",
        "article 9",
    ),
    ("purpose: news", "purpose: list", "form/consent-basis", "list", "no consent"),
];

/// The text that a fault points to.
fn excerpt<'y>(yaml: &'y str, fault: &Fault) -> &'y str {
    yaml.get(fault.offset.clone()).unwrap_or_else(|| panic!("{fault:?} lies outside the text"))
}

#[test]
fn each_fault_names_its_place_and_its_cure() {
    for (old, new, code, place, words) in CASES {
        let yaml = edited(&[(old, new)]);
        let faults = parse(&yaml).expect_err(new);
        let fault = faults.iter().find(|fault| fault.code.as_str() == *code);
        let fault = fault.unwrap_or_else(|| panic!("`{new}` gives no {code}: {faults:#?}"));
        assert_eq!(excerpt(&yaml, fault), *place, "{fault:?}");
        let said = format!("{} {}", fault.message, fault.hint.as_deref().unwrap_or_default());
        assert!(said.contains(words), "`{said}` does not say `{words}`");
        assert!(!fault.message.ends_with('.'), "{fault:?}");
    }
}

#[test]
fn every_kind_of_fault_has_a_case() {
    // Those of the interface's texts have theirs in `texts.rs`; the others have a test of their own below.
    let elsewhere = [FaultCode::NoEvent, FaultCode::Placeholder, FaultCode::PluralCategory, FaultCode::Yaml];
    let has_case = |code: &FaultCode| CASES.iter().any(|case| case.2 == code.as_str());
    let missing: Vec<_> =
        FaultCode::ALL.iter().filter(|code| !elsewhere.contains(code) && !has_case(code)).collect();
    assert!(missing.is_empty(), "no case provokes {missing:?}");
}

#[test]
fn a_part_is_plain_from_the_kind_or_said_and_never_from_the_order() {
    let names = |definition: &Definition| {
        let of = |role| definition.of_role(role).map(|field| field.name.clone());
        [Role::Name, Role::Email, Role::Phone, Role::Country, Role::Language].map(of)
    };
    let all = ["name", "email", "phone", "country", "lang"].map(|name| Some(name.to_owned()));
    assert_eq!(names(&definition()), all);
    let second = "  - name: second\n    role: email\n    kind: email\n    group: you\n    purpose: list\n    keep: none\n    \
                  label: { en: Letters to, ar: رسائل }\n  - name: lang\n";
    let two = parse(&edited(&[("  - name: lang\n", second)])).expect("one of two says that it is meant");
    assert_eq!(two.of_role(Role::Email).unwrap().name, "second");
    assert_eq!(two.field("email").unwrap().role, None);
}

#[test]
fn a_definition_that_was_stored_before_there_were_roles_is_read_as_then() {
    let mut stored = serde_json::to_value(definition()).unwrap();
    for field in stored["fields"].as_array_mut().unwrap() {
        field.as_object_mut().unwrap().remove("role").unwrap();
    }
    let stored: Definition = serde_json::from_value(stored).unwrap();
    for role in [Role::Name, Role::Email, Role::Phone, Role::Country, Role::Language] {
        assert_eq!(
            stored.of_role(role).map(|field| &field.name),
            definition().of_role(role).map(|field| &field.name)
        );
    }
}

#[test]
fn a_form_without_an_event_has_no_facts_and_no_event_to_end() {
    let yaml = edited(&[("about: event", "about: nothing")]);
    let faults = parse(&yaml).expect_err("it speaks of the event");
    let places: BTreeSet<_> =
        faults.iter().map(|fault| (fault.code.as_str(), excerpt(&yaml, fault))).collect();
    for place in
        [("form/no-event", "food"), ("form/no-event", "event_end"), ("front/unknown-key", "confirmed")]
    {
        assert!(places.contains(&place), "{places:?}");
    }
    assert!(faults.iter().any(|fault| fault.message.contains("`thanks.received` is missing")));
}

#[test]
fn a_form_without_an_event_has_its_own_messages() {
    let yaml = edited(&[("about: event", "about: nothing"), ("  lapsed:", "  closed:")]);
    let faults = parse(&yaml).expect_err("it has the messages of an event");
    let said: Vec<&str> = faults.iter().map(|fault| &*fault.message).collect();
    for missing in ["confirm_address", "received", "still_wanted"] {
        assert!(said.contains(&format!("`mails.{missing}` is missing").as_str()), "{said:?}");
    }
    assert!(said.contains(&"unknown key `reminder`") && !said.contains(&"unknown key `closed`"), "{said:?}");
    let event =
        faults.iter().find(|fault| fault.message == "`{event}` is not filled in `mails.closed.subject.en`");
    let filled = "filled here: {reference}, {until}, {undoMinutes}, {confirmHours}, {answerWorkingDays}, \
                  {askAgainMonths}, {deleteAfterDays}";
    assert_eq!(event.and_then(|fault| fault.hint.as_deref()), Some(filled));
}

#[test]
fn a_form_may_send_no_mail_and_old_ones_never_did() {
    let without = FORM.split("mails:").next().expect("what stands before");
    assert!(parse(without).expect("a form without mail").mails.is_empty());
    let mut json = serde_json::to_value(definition()).expect("JSON");
    json.as_object_mut().expect("an object").remove("mails").expect("mails are stored");
    let old: forms::Definition = serde_json::from_value(json).expect("a form of an older version");
    assert!(old.mails.is_empty());
    assert_eq!(old.fields, definition().fields);
}

#[test]
fn the_messages_are_what_the_text_says() {
    let definition = definition();
    let kinds: Vec<&str> = definition.mails.keys().map(String::as_str).collect();
    let mut all = definition.about.mail_kinds().to_vec();
    all.sort_unstable();
    assert_eq!(kinds, all);
    let offered = &definition.mails["offered"];
    assert_eq!(offered.subject.get("en"), "An offer: {event}");
    assert_eq!(offered.text.get("en"), "Until {until}");
    assert_eq!(offered.action.as_ref().map(|action| action.get("ar")), Some("نعم أريده"));
    assert_eq!(definition.mails["waiting"].action, None);
}

#[test]
fn all_faults_come_at_once_in_the_order_of_the_file() {
    let yaml =
        edited(&[("keep: none", "keep: nun"), ("kind: phone", "kind: fone"), ("basis: consent", "basis: x")]);
    let codes: Vec<_> =
        parse(&yaml).expect_err("three faults").iter().map(|f| excerpt(&yaml, f).to_owned()).collect();
    assert_eq!(codes, ["x", "fone", "nun"]);
}

#[test]
fn one_missing_language_everywhere_is_told_text_by_text() {
    let faults = forms::Definition::parse("dinner", FORM, &["en", "ar", "fi"]).expect_err("no Finnish");
    assert!(faults.len() > 30);
    assert!(
        faults
            .iter()
            .all(|fault| fault.code == FaultCode::Untranslated && fault.message.ends_with("missing in fi"))
    );
}

#[test]
fn a_definition_is_what_the_text_says() {
    let definition = definition();
    let phone = definition.field("phone").expect("a phone");
    assert_eq!(phone.kind, Kind::Phone { min_digits: 6, max_digits: 15 });
    assert_eq!(definition.field("email").expect("an e-mail").kind, Kind::Email { max_length: 254 });
    assert_eq!(definition.field("adult").expect("adult").keep, Keep::None);
    assert_eq!(definition.field("lang").expect("lang").offered(), ["en", "ar"]);
    assert_eq!(definition.title.get("en"), "Come & eat");
    assert_eq!(definition.title.get("xx"), "تعال وكل", "the first language stands in");
    let json = serde_json::to_string(&definition).expect("JSON");
    assert_eq!(serde_json::from_str::<forms::Definition>(&json).expect("the same"), definition);
}

#[test]
fn the_version_is_the_hash_of_the_text() {
    let version = definition().version;
    assert!(version.len() == 16 && version.chars().all(|c| c.is_ascii_hexdigit()), "{version}");
    assert_eq!(version, definition().version);
    assert_ne!(version, parse(&edited(&[("Two minutes", "Three minutes")])).expect("fine").version);
}
