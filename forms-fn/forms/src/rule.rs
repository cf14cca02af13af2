//! One rule of a field: what the browser is told and what the server checks, side by side.

use crate::{Code, Field, email};

mod pattern;
mod verdict;

/// A rule of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// There is an answer.
    Required,
    /// At most so many characters (Unicode scalar values).
    MaxLength(u32),
    /// At least so many UTF-16 units, if there are any.
    MinLength(u32),
    /// An e-mail address that a letter can be sent to: [`crate::email`].
    Email,
    /// A phone number: so many digits, and whatever people put between them.
    #[expect(missing_docs, reason = "said in the line above")]
    Phone { min_digits: u32, max_digits: u32 },
    /// A whole number in a range.
    #[expect(missing_docs, reason = "said in the line above")]
    Integer { min: i64, max: i64 },
    /// Only what the field offers. The browser needs no attribute: it offers nothing else.
    OneOf,
    /// So many of the options, if any. HTML has no attribute for it.
    #[expect(missing_docs, reason = "said in the line above")]
    Pick { min: u32, max: u32 },
    /// The box is ticked.
    Accepted,
}

impl Rule {
    /// The attributes that tell the browser. A value without content is a boolean attribute.
    pub fn attributes(&self) -> Vec<(&'static str, String)> {
        match self {
            Rule::Required | Rule::Accepted => vec![("required", String::new())],
            Rule::MaxLength(max) => vec![("maxlength", max.to_string())],
            Rule::MinLength(min) => vec![("minlength", min.to_string())],
            Rule::Email => vec![("type", "email".to_owned()), ("pattern", pattern::EMAIL.to_owned())],
            Rule::Phone { min_digits, max_digits } => {
                vec![("type", "tel".to_owned()), ("pattern", pattern::phone(*min_digits, *max_digits))]
            }
            // Not type=number: it sends nothing at all for what it cannot read, and an answer would be lost in silence.
            Rule::Integer { min, max } => {
                vec![("inputmode", "numeric".to_owned()), ("pattern", pattern::integer(*min, *max))]
            }
            Rule::OneOf | Rule::Pick { .. } => Vec::new(),
        }
    }

    /// Checks clean values. Only `Required` and `Accepted` mind that there are none, as in the browser.
    pub fn check(&self, field: &Field, values: &[String]) -> Result<(), Code> {
        let value = values.first().map_or("", String::as_str);
        match self {
            Rule::Required if value.is_empty() => Err(Code::Required),
            Rule::Accepted if value != Field::TICKED => Err(Code::Accepted),
            Rule::Required | Rule::Accepted => Ok(()),
            _ if value.is_empty() => Ok(()),
            Rule::MaxLength(max) => {
                verdict::at_most(verdict::fewest(value), *max, |max| Code::TooLong { max })
            }
            Rule::MinLength(min) => {
                verdict::at_least(verdict::most(value), *min, |min| Code::TooShort { min })
            }
            Rule::Email => email::canonical(value).map(drop).map_err(Code::Email),
            Rule::Phone { min_digits, max_digits } => verdict::phone(value, *min_digits, *max_digits),
            Rule::Integer { min, max } => verdict::integer(value, *min, *max),
            Rule::OneOf => verdict::one_of(values, &field.offered()),
            Rule::Pick { min, max } => {
                verdict::at_least(values.len(), *min, |min| Code::TooFew { min })?;
                verdict::at_most(values.len(), *max, |max| Code::TooMany { max })
            }
        }
    }
}
