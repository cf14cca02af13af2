//! What part a field plays for those who handle the answers, whatever it is called and wherever it stands.

use serde::{Deserialize, Serialize};

use super::{Definition, Field, Kind};

/// A part that a field plays. But for [`Role::Trait`], one field of a form at most plays each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What the person is called: lists are sorted and searched by it.
    Name,
    /// The same in Latin letters, for those at the door.
    LatinName,
    /// The address that letters go to.
    Email,
    /// The number to call.
    Phone,
    /// The language of letters.
    Language,
    /// The country whose organisation answers.
    Country,
    /// The organisation that answers, by its id.
    Organisation,
    /// Something by which two people are brought together.
    Trait,
}

impl Role {
    pub(crate) const ALL: [(&'static str, Role); 8] = [
        ("name", Role::Name),
        ("latin_name", Role::LatinName),
        ("email", Role::Email),
        ("phone", Role::Phone),
        ("language", Role::Language),
        ("country", Role::Country),
        ("organisation", Role::Organisation),
        ("trait", Role::Trait),
    ];

    /// The name in the YAML format: `latin_name`.
    pub fn as_str(self) -> &'static str {
        Role::ALL.iter().find(|(_, role)| *role == self).expect("every role is in the table").0
    }

    /// Whether a field of this kind can play it.
    pub(crate) fn fits(self, kind: &Kind) -> bool {
        match self {
            Role::Name | Role::LatinName => matches!(kind, Kind::Text { .. }),
            Role::Email => matches!(kind, Kind::Email { .. }),
            Role::Phone => matches!(kind, Kind::Phone { .. }),
            Role::Language => matches!(kind, Kind::Language { .. }),
            Role::Country => matches!(kind, Kind::Country),
            Role::Organisation => matches!(kind, Kind::Choice { .. }),
            Role::Trait => matches!(
                kind,
                Kind::Choice { .. } | Kind::Choices { .. } | Kind::Language { .. } | Kind::Country
            ),
        }
    }

    /// The part that a field plays which doesn't say so, as long as it is the only one that could: its kind or what browsers
    /// fill it in with leaves no doubt.
    pub(crate) fn unsaid(field: &Field) -> Option<Role> {
        match field.kind {
            Kind::Email { .. } => Some(Role::Email),
            Kind::Phone { .. } => Some(Role::Phone),
            Kind::Language { .. } => Some(Role::Language),
            Kind::Country => Some(Role::Country),
            Kind::Text { .. } if field.autocomplete.as_deref() == Some("name") => Some(Role::Name),
            _ => None,
        }
    }
}

impl Definition {
    /// The field that plays a part.
    pub fn of_role(&self, role: Role) -> Option<&Field> {
        let plays = |field: &&Field| match self.has_roles() {
            true => field.role == Some(role),
            false => before(field) == Some(role),
        };
        self.fields.iter().find(plays)
    }

    /// Definitions that were stored before there were roles have none.
    fn has_roles(&self) -> bool {
        self.fields.iter().any(|field| field.role.is_some())
    }
}

/// The part that a field of a definition without roles played: the first of a kind was meant.
fn before(field: &Field) -> Option<Role> {
    match &*field.name {
        "latin_name" => Some(Role::LatinName),
        _ => Role::unsaid(field),
    }
}
