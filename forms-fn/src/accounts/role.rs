//! Who may what: eight roles and one table. The checks, the page "who may what" and the tests are made of it.

use std::fmt;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// How long after its event somebody at the door may still look and undo.
pub(super) const DOOR_STAYS_OPEN: SignedDuration = SignedDuration::from_hours(6);

/// How long before its event somebody at the door sees who comes.
pub(super) const DOOR_OPENS_BEFORE: SignedDuration = SignedDuration::from_hours(6);

/// What somebody is to an organisation or at an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Lets guests in at one event.
    Door,
    /// Sees who comes, and writes to them.
    Host,
    /// The same, and what people told in confidence.
    Coordinator,
    /// Gives rights and reads the log.
    Steward,
    /// Reads the numbers.
    Funder,
    /// Writes documents of an organisation in the editor.
    Writer,
    /// Translates them into the languages of the grant.
    Translator,
    /// Publishes them.
    Publisher,
}

/// What can be allowed. Each page and each act of the console needs one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// The names of one event, tonight; check in, undo, walk-ins.
    Door,
    /// Lists, statuses, the waiting list, one record without its sensitive answers, steps, an address put right.
    Records,
    /// Letters in own words, and the private link of an event.
    Letters,
    /// Sensitive answers, with a reason each time.
    Sealed,
    /// Tables to take away.
    Export,
    /// Requests for a mentor.
    Requests,
    /// Deleting all about a person.
    Erase,
    /// Accounts and roles.
    People,
    /// Who did what.
    Log,
    /// Counts that tell of nobody.
    Numbers,
    /// Freezing a report of them.
    Reports,
    /// Drafts of documents.
    Write,
    /// Translations, into the languages of the grant where it has some.
    Translate,
    /// Making a draft public, and taking that back.
    Publish,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Door,
        Self::Host,
        Self::Coordinator,
        Self::Steward,
        Self::Funder,
        Self::Writer,
        Self::Translator,
        Self::Publisher,
    ];

    /// The table.
    #[must_use]
    pub fn rights(self) -> &'static [Right] {
        use Right::{
            Door, Erase, Export, Letters, Log, Numbers, People, Publish, Records, Reports, Requests, Sealed,
            Translate, Write,
        };
        match self {
            Self::Door => &[Door],
            Self::Host => &[Door, Records, Letters, Numbers],
            Self::Coordinator => &[Door, Records, Letters, Numbers, Reports, Sealed, Export, Requests, Erase],
            Self::Steward => &[People, Log, Numbers, Reports],
            Self::Funder => &[Numbers],
            Self::Writer => &[Write, Translate],
            Self::Translator => &[Translate],
            Self::Publisher => &[Write, Translate, Publish],
        }
    }

    /// Whether the table says so.
    #[must_use]
    pub fn may(self, right: Right) -> bool {
        self.rights().contains(&right)
    }

    /// Whether all that it may is done in the editor, so that the desk has no page for it.
    #[must_use]
    pub fn is_of_editor(self) -> bool {
        matches!(self, Self::Writer | Self::Translator | Self::Publisher)
    }

    /// The word that is stored, typed and looked up.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::Host => "host",
            Self::Coordinator => "coordinator",
            Self::Steward => "steward",
            Self::Funder => "funder",
            Self::Writer => "writer",
            Self::Translator => "translator",
            Self::Publisher => "publisher",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Right {
    /// All of them, in the order in which the page "who may what" shows them.
    pub const ALL: [Self; 14] = [
        Self::Door,
        Self::Records,
        Self::Letters,
        Self::Numbers,
        Self::Reports,
        Self::Sealed,
        Self::Export,
        Self::Requests,
        Self::Erase,
        Self::People,
        Self::Log,
        Self::Write,
        Self::Translate,
        Self::Publish,
    ];

    /// Whether a mailbox that somebody else reads must not be enough for it. It is enough for publishing: what is published can be
    /// seen by everybody, bears a name and is taken back by one press, nothing that was told in confidence is near it, and a passkey
    /// made for the site's host isn't known at the editor's.
    #[must_use]
    pub fn needs_passkey(self) -> bool {
        match self {
            Self::Sealed | Self::Export | Self::Requests | Self::Erase | Self::People | Self::Log => true,
            Self::Door | Self::Records | Self::Letters | Self::Numbers | Self::Reports => false,
            Self::Write | Self::Translate | Self::Publish => false,
        }
    }

    /// Whether it takes what was told in confidence out of its envelope: closed to a session that was left alone for a while.
    #[must_use]
    pub fn closes_when_idle(self) -> bool {
        matches!(self, Self::Sealed | Self::Export)
    }

    /// The key of its words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::Records => "records",
            Self::Letters => "letters",
            Self::Sealed => "sealed",
            Self::Export => "export",
            Self::Requests => "requests",
            Self::Erase => "erase",
            Self::People => "people",
            Self::Log => "log",
            Self::Numbers => "numbers",
            Self::Reports => "reports",
            Self::Write => "write",
            Self::Translate => "translate",
            Self::Publish => "publish",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_right_is_given_by_a_role_and_each_word_reads_back() {
        for right in Right::ALL {
            assert!(Role::ALL.iter().any(|role| role.may(right)), "{right:?}");
        }
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        assert_eq!(Role::parse("owner"), None);
    }

    #[test]
    fn who_reads_what_was_told_in_confidence_gives_no_rights_and_the_other_way_round() {
        assert!(!Role::Coordinator.may(Right::People));
        assert!(!Role::Steward.may(Right::Sealed) && !Role::Steward.may(Right::Records));
        assert_eq!(Role::Funder.rights(), [Right::Numbers]);
        assert_eq!(Role::Door.rights(), [Right::Door]);
    }

    #[test]
    fn who_edits_sees_nobody_and_who_sees_people_edits_nothing() {
        let edits = [Right::Write, Right::Translate, Right::Publish];
        for role in Role::ALL {
            let of_editor = role.rights().iter().filter(|right| edits.contains(right)).count();
            assert_eq!(of_editor > 0, role.is_of_editor(), "{role}");
            assert!(of_editor == 0 || of_editor == role.rights().len(), "{role}");
        }
        assert!(!Role::Writer.may(Right::Publish) && !Role::Translator.may(Right::Write));
    }
}
