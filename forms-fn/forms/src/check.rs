//! Values become a `Submission`, or every error in them. Parse, don't check.

use std::collections::BTreeMap;

mod submission;

pub use submission::{Answer, Consent, Submission};

use crate::definition::{Keep, Kind, When};
use crate::values::{ascii_digits, has_control};
use crate::{Code, Definition, Facts, Field, FieldError, Values, email};

impl Definition {
    /// Makes a submission of what was sent: the only way to get one. Otherwise lists one error for each faulty field,
    /// in the order of the fields, then the names that the form does not have.
    ///
    /// Take the hidden inputs that are no answers out of the values first, with [`Values::remove`].
    pub fn check(&self, values: &Values, facts: &Facts) -> Result<Submission, Vec<FieldError>> {
        let clean = values.normalised();
        let mut answers = BTreeMap::new();
        let mut consents = Vec::new();
        let mut errors = Vec::new();
        for field in &self.fields {
            match self.answer(field, &clean, facts) {
                Err(code) => errors.push(FieldError { field: field.name.clone(), code }),
                Ok(None) => {}
                Ok(Some(answer)) => {
                    consents.extend(Consent::of(field));
                    // What is not kept after the check does not leave it.
                    if field.keep != Keep::None {
                        answers.insert(field.name.clone(), answer);
                    }
                }
            }
        }
        self.at_least_one_errors(&clean, facts, &mut errors);
        let unknown = clean.names().filter(|name| self.field(name).is_none());
        errors.extend(unknown.map(|name| FieldError { field: name.to_owned(), code: Code::Unknown }));
        if errors.is_empty() { Ok(Submission::new(self, answers, consents)) } else { Err(errors) }
    }

    /// One text by the rules of its field alone, as it would be stored.
    ///
    /// # Errors
    /// What is wrong with it; [`Code::Required`] for nothing at all.
    pub fn text_of(&self, field: &str, text: &str) -> Result<String, Code> {
        let mut values = Values::new();
        values.insert(field, text);
        let field = self.field(field).ok_or(Code::Unknown)?;
        match self.answer(field, &values.normalised(), &Facts::default())? {
            Some(Answer::Text(text)) => Ok(text),
            _ => Err(Code::Required),
        }
    }

    /// Whether a field is asked, given what was sent and what is true of the event.
    pub fn visible(&self, field: &Field, values: &Values, facts: &Facts) -> bool {
        self.asked(field, &values.normalised(), facts)
    }

    /// Whether what was sent for a field would be an answer if it were asked. Nothing is one, too.
    #[must_use]
    pub fn could_answer(&self, field: &Field, values: &Values) -> bool {
        let clean = values.normalised();
        let clean = clean.all(&field.name);
        clean.is_empty() || judge(field, clean).is_ok()
    }

    /// `visible` on clean values.
    fn asked(&self, field: &Field, clean: &Values, facts: &Facts) -> bool {
        let other = |name: &String| self.field(name).filter(|other| self.asked(other, clean, facts));
        match &field.when {
            None => true,
            Some(When::Fact(fact)) => facts.has(fact),
            Some(When::Is { field, value }) => {
                other(field).is_some_and(|other| clean.all(&other.name).contains(value))
            }
            Some(When::Filled(fields)) => {
                fields.iter().filter_map(other).any(|other| !clean.all(&other.name).is_empty())
            }
        }
    }

    /// Whether a field can be asked at this event, whatever the person answers: the page shows it then.
    #[must_use]
    pub fn may_be_asked(&self, field: &Field, facts: &Facts) -> bool {
        let other = |name: &String| self.field(name).is_some_and(|other| self.may_be_asked(other, facts));
        match &field.when {
            None => true,
            Some(When::Fact(fact)) => facts.has(fact),
            Some(When::Is { field, .. }) => other(field),
            Some(When::Filled(fields)) => fields.iter().any(other),
        }
    }

    /// The answer of one field, or what is wrong with it.
    fn answer(&self, field: &Field, clean: &Values, facts: &Facts) -> Result<Option<Answer>, Code> {
        let values = clean.all(&field.name);
        if self.asked(field, clean, facts) {
            return judge(field, values);
        }
        if values.is_empty() { Ok(None) } else { Err(Code::NotAsked) }
    }

    /// One error beside the first field of a set in which nothing is filled.
    fn at_least_one_errors(&self, clean: &Values, facts: &Facts, errors: &mut Vec<FieldError>) {
        for (rule, set) in self.at_least_one.iter().enumerate() {
            let names = || set.fields.iter().filter_map(|name| self.field(name));
            let Some(first) = names().find(|field| self.asked(field, clean, facts)) else { continue };
            let filled = names().any(|field| !clean.all(&field.name).is_empty());
            if !filled && errors.iter().all(|error| error.field != first.name) {
                errors.push(FieldError { field: first.name.clone(), code: Code::AtLeastOne { rule } });
            }
        }
        let place = |error: &FieldError| self.fields.iter().position(|field| field.name == error.field);
        errors.sort_by_key(place);
    }
}

/// The answer that the values are, or what is wrong with them.
fn judge(field: &Field, values: &[String]) -> Result<Option<Answer>, Code> {
    let several = matches!(field.kind, Kind::Choices { .. });
    let twice = values.iter().enumerate().any(|(at, value)| values[..at].contains(value));
    if twice || (values.len() > 1 && !several) {
        return Err(Code::Duplicate);
    }
    let lines = matches!(field.kind, Kind::LongText { .. });
    if values.iter().any(|value| has_control(value, lines)) {
        return Err(Code::ControlCharacter);
    }
    field.rules().iter().try_for_each(|rule| rule.check(field, values))?;
    Ok(read(field, values))
}

/// Values that keep all rules become an answer; none when nothing was answered.
fn read(field: &Field, values: &[String]) -> Option<Answer> {
    let value = values.first()?;
    Some(match field.kind {
        Kind::Choices { .. } => Answer::Many(values.to_vec()),
        Kind::Checkbox { .. } => Answer::Yes,
        Kind::Email { .. } => {
            Answer::Text(email::canonical(value).expect("the rule lets only addresses through"))
        }
        Kind::Phone { .. } => Answer::Text(ascii_digits(value)),
        Kind::Integer { .. } => {
            Answer::Number(ascii_digits(value).parse().expect("the rule lets only digits within i64 through"))
        }
        _ => Answer::Text(value.clone()),
    })
}
