//! A small form with every kind of field, small catalogues in two languages, and short ways to use them.

use forms::{Definition, Facts, Fault, FieldError, Submission, Texts, Values};

pub(crate) const LANGUAGES: [&str; 2] = ["en", "ar"];

pub(crate) const FORM: &str = include_str!("form.yaml");
pub(crate) const EN: &str = include_str!("en.yaml");
pub(crate) const AR: &str = include_str!("ar.yaml");

/// The form as it stands, or with some of its text replaced.
pub(crate) fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(FORM.to_owned(), |yaml, (old, new)| {
        assert!(yaml.contains(old), "the form has no `{old}`");
        yaml.replacen(old, new, 1)
    })
}

pub(crate) fn parse(yaml: &str) -> Result<Definition, Vec<Fault>> {
    Definition::parse("dinner", yaml, &LANGUAGES)
}

pub(crate) fn definition() -> Definition {
    parse(FORM).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

pub(crate) fn texts(lang: &str) -> Texts {
    let yaml = if lang == "ar" { AR } else { EN };
    Texts::parse(lang, yaml).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

pub(crate) fn all_facts() -> Facts {
    Facts::KNOWN.into_iter().collect()
}

/// What somebody sends who fills in the least; the pairs come on top.
pub(crate) fn values(pairs: &[(&str, &str)]) -> Values {
    let least =
        [("name", "Aisha"), ("email", "a@example.org"), ("country", "DK"), ("lang", "ar"), ("adult", "yes")];
    let kept = least.iter().filter(|(name, _)| pairs.iter().all(|(other, _)| other != name));
    kept.chain(pairs).map(|(name, value)| (*name, *value)).collect()
}

/// Checks the least values with these pairs on top, at an event with every fact.
pub(crate) fn check(pairs: &[(&str, &str)]) -> Result<Submission, Vec<FieldError>> {
    definition().check(&values(pairs), &all_facts())
}

/// The errors of that check, as `field: code`.
pub(crate) fn errors(pairs: &[(&str, &str)]) -> Vec<String> {
    listed(check(pairs))
}

pub(crate) fn listed(result: Result<Submission, Vec<FieldError>>) -> Vec<String> {
    let errors = result.err().unwrap_or_default();
    errors.iter().map(|error| format!("{}: {}", error.field, error.code.as_str())).collect()
}
