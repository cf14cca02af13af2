//! What is wrong with an answer, and the sentence that says how to put it right.

use crate::texts::fill;
use crate::{Definition, EmailFault, Texts};

/// What is wrong, with the number that was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the number of each code is the limit in the rule")]
pub enum Code {
    /// There is no answer.
    Required,
    /// More characters than allowed.
    TooLong { max: u32 },
    /// Fewer UTF-16 units than needed.
    TooShort { min: u32 },
    /// No e-mail address that a letter can be sent to.
    Email(EmailFault),
    /// No phone number.
    Phone,
    /// No whole number.
    Integer,
    /// A number below the range.
    TooSmall { min: i64 },
    /// A number above the range.
    TooLarge { max: i64 },
    /// Fewer options than needed.
    TooFew { min: u32 },
    /// More options than allowed.
    TooMany { max: u32 },
    /// Something that the field does not offer.
    Option,
    /// The box is not ticked.
    Accepted,
    /// None of several fields is filled; the number is the place in [`Definition::at_least_one`].
    AtLeastOne { rule: usize },
    /// The form has no such field.
    Unknown,
    /// Several answers where one is asked.
    Duplicate,
    /// An answer to a question that was not asked.
    NotAsked,
    /// A control character in the text.
    ControlCharacter,
}

impl Code {
    /// The keys for which a field may have its own words.
    pub(crate) const FIELD_KEYS: [&'static str; 19] = [
        "required",
        "maxLength",
        "minLength",
        "email",
        "emailDots",
        "emailSeveral",
        "emailLetters",
        "emailEnd",
        "phone",
        "integer",
        "min",
        "max",
        "pickMin",
        "pickMax",
        "option",
        "accepted",
        "duplicate",
        "notAsked",
        "controlCharacter",
    ];

    /// The name in machine answers: `too-long`.
    pub fn as_str(&self) -> &'static str {
        self.names().0
    }

    /// The name in the texts, under `form.error`, and in a field's `errors`: `maxLength`.
    pub fn key(&self) -> &'static str {
        self.names().1
    }

    fn names(&self) -> (&'static str, &'static str) {
        match self {
            Code::Required => ("required", "required"),
            Code::TooLong { .. } => ("too-long", "maxLength"),
            Code::TooShort { .. } => ("too-short", "minLength"),
            // Programs are told one thing, people what to look at.
            Code::Email(fault) => (
                "email",
                match fault {
                    EmailFault::Dots => "emailDots",
                    EmailFault::Several => "emailSeveral",
                    EmailFault::Letters => "emailLetters",
                    EmailFault::End => "emailEnd",
                    EmailFault::Other => "email",
                },
            ),
            Code::Phone => ("phone", "phone"),
            Code::Integer => ("integer", "integer"),
            Code::TooSmall { .. } => ("too-small", "min"),
            Code::TooLarge { .. } => ("too-large", "max"),
            Code::TooFew { .. } => ("too-few", "pickMin"),
            Code::TooMany { .. } => ("too-many", "pickMax"),
            Code::Option => ("option", "option"),
            Code::Accepted => ("accepted", "accepted"),
            Code::AtLeastOne { .. } => ("at-least-one", "atLeastOne"),
            Code::Unknown => ("unknown", "unknown"),
            Code::Duplicate => ("duplicate", "duplicate"),
            Code::NotAsked => ("not-asked", "notAsked"),
            Code::ControlCharacter => ("control-character", "controlCharacter"),
        }
    }

    /// The placeholder and the number that was compared.
    fn number(&self) -> Option<(&'static str, i64)> {
        match *self {
            Code::TooLong { max } | Code::TooMany { max } => Some(("max", i64::from(max))),
            Code::TooShort { min } | Code::TooFew { min } => Some(("min", i64::from(min))),
            Code::TooSmall { min } => Some(("min", min)),
            Code::TooLarge { max } => Some(("max", max)),
            _ => None,
        }
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name; for an unknown one, the name that was sent.
    pub field: String,
    /// What is wrong.
    pub code: Code,
}

impl FieldError {
    /// The sentence for the person: the field's own words for this error, or the words of the texts. Plain text.
    pub fn message(&self, definition: &Definition, texts: &Texts, lang: &str) -> String {
        let label = definition.field(&self.field).map_or("", |field| field.label.get(lang));
        let number = self.code.number().map(|(name, number)| (name, number.to_string()));
        let mut args = vec![("label", label)];
        args.extend(number.iter().map(|(name, number)| (*name, number.as_str())));
        let own = match self.code {
            Code::AtLeastOne { rule } => definition.at_least_one.get(rule).map(|rule| &rule.error),
            // Own words for `email` are meant for whatever is wrong with an address.
            Code::Email(_) => {
                let own = |key| definition.own_error(&self.field, key);
                own(self.code.key()).or_else(|| own("email"))
            }
            _ => definition.own_error(&self.field, self.code.key()),
        };
        match own {
            Some(own) => fill(own.get(lang), &args),
            None => texts.with(&format!("form.error.{}", self.code.key()), &args),
        }
    }
}
