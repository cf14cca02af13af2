//! Every error has a sentence in every language, and the number in it is the number that was compared.

use forms::{Code, EmailFault, FieldError, Message, plural_categories};

use crate::support::{LANGUAGES, definition, texts};

/// Each code, once. The match makes a new code fail to compile here.
fn every_code() -> Vec<Code> {
    let next = |code: &Code| match code {
        Code::Required => Some(Code::TooLong { max: 12 }),
        Code::TooLong { .. } => Some(Code::TooShort { min: 2 }),
        Code::TooShort { .. } => Some(Code::Email(EmailFault::Dots)),
        Code::Email(EmailFault::Dots) => Some(Code::Email(EmailFault::Several)),
        Code::Email(EmailFault::Several) => Some(Code::Email(EmailFault::Letters)),
        Code::Email(EmailFault::Letters) => Some(Code::Email(EmailFault::End)),
        Code::Email(EmailFault::End) => Some(Code::Email(EmailFault::Other)),
        Code::Email(EmailFault::Other) => Some(Code::Phone),
        Code::Phone => Some(Code::Integer),
        Code::Integer => Some(Code::TooSmall { min: 1 }),
        Code::TooSmall { .. } => Some(Code::TooLarge { max: 6 }),
        Code::TooLarge { .. } => Some(Code::TooFew { min: 1 }),
        Code::TooFew { .. } => Some(Code::TooMany { max: 3 }),
        Code::TooMany { .. } => Some(Code::Option),
        Code::Option => Some(Code::Accepted),
        Code::Accepted => Some(Code::AtLeastOne { rule: 0 }),
        Code::AtLeastOne { .. } => Some(Code::Unknown),
        Code::Unknown => Some(Code::Duplicate),
        Code::Duplicate => Some(Code::NotAsked),
        Code::NotAsked => Some(Code::ControlCharacter),
        Code::ControlCharacter => None,
    };
    std::iter::successors(Some(Code::Required), next).collect()
}

fn said(field: &str, code: Code, lang: &str) -> String {
    FieldError { field: field.to_owned(), code }.message(&definition(), &texts(lang), lang)
}

#[test]
fn every_code_has_a_sentence_in_every_language() {
    assert_eq!(every_code().len(), 21);
    for lang in LANGUAGES {
        let texts = texts(lang);
        for code in every_code() {
            let message = texts.get(&format!("form.error.{}", code.key()));
            let message = message.unwrap_or_else(|| panic!("no sentence for {} in {lang}", code.as_str()));
            for categories in message.categories() {
                assert_eq!(categories, plural_categories(lang), "{} in {lang}", code.as_str());
            }
            // The field `children` has no words of its own.
            let said = said("children", code, lang);
            assert!(!said.contains(['{', '}', '[']) && !said.is_empty(), "{said}");
        }
    }
}

#[test]
fn codes_have_the_agreed_names() {
    let mut names: Vec<_> = every_code().iter().map(Code::as_str).collect();
    // Whatever is wrong with an address, programs are told one thing.
    names.dedup();
    let agreed = "required too-long too-short email phone integer too-small too-large too-few too-many option accepted \
                  at-least-one unknown duplicate not-asked control-character";
    assert_eq!(names, agreed.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn the_number_in_the_sentence_is_the_number_of_the_rule() {
    assert_eq!(
        said("arrangements", Code::TooLong { max: 20 }, "en"),
        "Shorten “Anything else?” to 20 characters or fewer"
    );
    assert_eq!(
        said("arrangements", Code::TooLong { max: 1 }, "en"),
        "Shorten “Anything else?” to 1 character"
    );
    assert_eq!(said("children", Code::TooLarge { max: 6 }, "en"), "Write 6 or less in “Children”");
    let Some(Message::Plural { forms, .. }) = texts("ar").get("form.error.maxLength").cloned() else {
        panic!("a plural message");
    };
    for (number, category) in [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other")]
    {
        let expected = forms[category].replace("{label}", "أطفال").replace("{max}", &number.to_string());
        assert_eq!(said("children", Code::TooLong { max: number }, "ar"), expected);
    }
}

#[test]
fn own_words_come_before_the_common_ones() {
    assert_eq!(said("name", Code::Required, "en"), "Write your name");
    assert_eq!(said("name", Code::Required, "ar"), "اكتب اسمك");
    assert_eq!(said("name", Code::TooLong { max: 12 }, "en"), "At most 12 for Your <name>");
    assert_eq!(said("email", Code::AtLeastOne { rule: 0 }, "en"), "Write an e-mail or a phone");
}
