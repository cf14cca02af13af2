//! [`Actor`]: whom the log names. Most have an account with a name of its own; the machine itself and volunteers with a link have
//! none, and are written down by words that no account can have as its name.

use std::fmt;

/// Whoever did something, as the log has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Actor<'a> {
    /// Whoever opened the pages on the machine on which they run.
    Machine,
    /// A volunteer at the door, by name.
    Volunteer(&'a str),
    /// A volunteer at the door without a name, by who gave the link.
    VolunteerOf(&'a str),
    /// Somebody with an account, or a name that a command was given.
    Named(&'a str),
}

const MACHINE: &str = "this machine";
const VOLUNTEER: &str = "volunteer ";
const VOLUNTEER_OF: (&str, &str) = ("a volunteer (link of ", ")");

impl<'a> Actor<'a> {
    /// Reads what stands in the log.
    pub(crate) fn parse(text: &'a str) -> Self {
        let (before, after) = VOLUNTEER_OF;
        let of_link = || text.strip_prefix(before)?.strip_suffix(after);
        match text.strip_prefix(VOLUNTEER) {
            _ if text == MACHINE => Self::Machine,
            Some(name) => Self::Volunteer(name),
            None => of_link().map_or(Self::Named(text), Self::VolunteerOf),
        }
    }

    /// Whether a name is free for an account: nobody passes for the machine or for a volunteer.
    pub(crate) fn is_name(text: &str) -> bool {
        matches!(Actor::parse(text.trim()), Actor::Named(_))
    }
}

/// As it is written down.
impl fmt::Display for Actor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Machine => f.write_str(MACHINE),
            Self::Volunteer(name) => write!(f, "{VOLUNTEER}{name}"),
            Self::VolunteerOf(name) => write!(f, "{}{name}{}", VOLUNTEER_OF.0, VOLUNTEER_OF.1),
            Self::Named(name) => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_read_as_it_was_written_and_no_account_passes_for_another() {
        for actor in
            [Actor::Machine, Actor::Volunteer("Bo (B)"), Actor::VolunteerOf("Eva"), Actor::Named("Kim")]
        {
            let written = actor.to_string();
            assert_eq!(Actor::parse(&written), actor);
            assert_eq!(Actor::is_name(&written), matches!(actor, Actor::Named(_)), "{written}");
        }
    }
}
