//! A field's kind becomes the rules that its answer must keep.

use super::{Field, Kind};
use crate::Rule;

/// The longest phone number that we take, with all its blanks and signs, in characters.
const PHONE_LENGTH: u32 = 60;

impl Field {
    /// The rules in the order in which they are checked; the first that fails gives the error.
    pub fn rules(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        if self.required && !matches!(self.kind, Kind::Checkbox { .. }) {
            rules.push(Rule::Required);
        }
        match &self.kind {
            Kind::Text { min_length, max_length } | Kind::LongText { min_length, max_length } => {
                rules.extend(min_length.map(Rule::MinLength));
                rules.push(Rule::MaxLength(*max_length));
            }
            Kind::Email { max_length } => rules.extend([Rule::MaxLength(*max_length), Rule::Email]),
            Kind::Phone { min_digits, max_digits } => {
                rules.push(Rule::MaxLength(PHONE_LENGTH));
                rules.push(Rule::Phone { min_digits: *min_digits, max_digits: *max_digits });
            }
            Kind::Integer { min, max } => rules.push(Rule::Integer { min: *min, max: *max }),
            Kind::Choice { .. } | Kind::Language { .. } | Kind::Country => rules.push(Rule::OneOf),
            Kind::Choices { pick, .. } => {
                rules.push(Rule::OneOf);
                rules.extend(pick.map(|(min, max)| Rule::Pick { min, max }));
            }
            Kind::Checkbox { .. } if self.required => rules.extend([Rule::OneOf, Rule::Accepted]),
            Kind::Checkbox { .. } => rules.push(Rule::OneOf),
        }
        rules
    }
}
