//! The names of items about organisers. The table in docs/store.md shows them with all others.

use jiff::Timestamp;

use super::account::AccountId;
use crate::desk::time_key;
use crate::store::{Key, Range};

const ACCOUNTS: &str = "ACCOUNTS";
const LETTERS: &str = "STAFF-MAIL";
#[cfg(feature = "console")]
const DOOR_LINKS: &str = "DOOR-LINKS";
/// What isn't sorted inside its partition.
const ONLY: &str = "-";

pub(super) fn account(id: &AccountId) -> Key {
    Key::new(ACCOUNTS, id.as_str())
}

pub(super) fn accounts() -> Range {
    Range::prefix(ACCOUNTS, "")
}

/// The account of an address.
pub(super) fn address(pseudonym: &str) -> Key {
    Key::new(format!("ACCOUNT-OF#{pseudonym}"), ONLY)
}

/// A session, by the hash of its token.
pub(super) fn session(id: &AccountId, hash: &str) -> Key {
    Key::new(format!("ACCOUNT#{id}"), format!("S#{hash}"))
}

pub(super) fn sessions(id: &AccountId) -> Range {
    Range::prefix(format!("ACCOUNT#{id}"), "S#")
}

/// The passkeys of an account.
#[cfg(feature = "office")]
pub(super) fn passkeys(id: &AccountId) -> Key {
    Key::new(format!("ACCOUNT#{id}"), "PASSKEYS")
}

/// A passkey that is being added or asked for, by the hash of the session.
#[cfg(feature = "passkeys")]
pub(super) fn pending(session: &str) -> Key {
    Key::new(format!("PASSKEY#{session}"), ONLY)
}

/// A volunteer's link for the door.
#[cfg(feature = "console")]
pub(super) fn door_link(id: &super::DoorLinkId) -> Key {
    Key::new(DOOR_LINKS, id.as_str())
}

/// All of them.
#[cfg(feature = "console")]
pub(super) fn door_links() -> Range {
    Range::prefix(DOOR_LINKS, "")
}

/// Somebody who is signing in, by the hash of what the browser holds.
pub(super) fn sign_in(hash: &str) -> Key {
    Key::new(format!("SIGN-IN#{hash}"), ONLY)
}

/// How many letters with digits an address asked for lately.
pub(super) fn asked(pseudonym: &str) -> Key {
    Key::new(format!("SIGN-INS#{pseudonym}"), ONLY)
}

/// A link that opens the console once on this machine.
pub(super) fn opening(hash: &str) -> Key {
    Key::new(format!("OPENING#{hash}"), ONLY)
}

/// How much somebody, by the hash of the name in the log, opened on a day.
#[cfg(feature = "office")]
pub(super) fn opened(day: jiff::civil::Date, actor: &str) -> Key {
    Key::new(format!("OPENED#{day}"), actor)
}

/// A letter to an organiser that waits for the worker.
pub(super) fn letter(at: Timestamp, id: &str) -> Key {
    Key::new(LETTERS, format!("{}#{id}", time_key(at)))
}

/// Those that wait.
pub(crate) fn letters() -> Range {
    Range::prefix(LETTERS, "")
}
