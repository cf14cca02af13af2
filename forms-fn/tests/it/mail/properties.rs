//! What anybody may type stays text: subjects and letters are read back as they were, or refused.

use forms_fn::mail::{self, Letter, Paragraph, SendError};
use proptest::prelude::*;

use super::{bytes, letter, parse};

/// Words that have harmed mail programs, among others.
fn subject() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "\\PC{0,12}",
        "[a-zæøåäöéЁїґ]{1,14}",
        Just("=?utf-8?q?=0D=0ABcc:_eve@example.org?=".to_owned()),
        Just("=?UTF-8?B?QmNjOg==?=".to_owned()),
        Just("?=".to_owned()),
        "[!-~]{60,90}",
        "[!-~]{990,1010}",
        "[٠-٩ء-ي]{30,90}",
    ];
    proptest::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_subject_is_read_back_or_refused(subject in subject()) {
        let letter = Letter { subject: subject.clone(), ..letter() };
        let bytes = bytes(&letter);
        let message = parse(&bytes);
        let expected = subject.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        prop_assert_eq!(message.subject().unwrap_or_default(), expected);
        prop_assert_eq!(message.headers().len(), 10);
    }

    #[test]
    fn a_text_is_read_back(text in prop_oneof!["(\\PC|\n){0,300}", "[ -~]{998,2100}", "\\.{1,3}\n[ -~]{0,60}"]) {
        let paragraphs = vec![Paragraph::Text(text.clone())];
        let letter = Letter { paragraphs, footer: Vec::new(), ..letter() };
        let bytes = bytes(&letter);
        let message = parse(&bytes);
        let plain = message.body_text(0).unwrap().replace("\r\n", "\n");
        prop_assert_eq!(plain, format!("{}\n", text.trim()));
    }

    #[test]
    fn what_steers_a_parser_is_refused(before in "[a-z]{0,9}", char in "[\0\r\n\t\u{1b}\u{7f}\u{9b}]", after in "[a-z]{0,9}") {
        let letter = Letter { subject: format!("{before}{char}{after}"), ..letter() };
        prop_assert!(matches!(mail::message(&letter), Err(SendError::Permanent(_))));
    }
}
