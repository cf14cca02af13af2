//! What is doubtful about a post: pure functions over what the caller knows, without store or clock.
//!
//! The caller gathers [`Evidence`]: the headers, the honeypot, the nonce and its age, the texts,
//! what the [`buckets`] say of the [`client`]'s address and of the mail address. [`judge()`] answers
//! with a [`Verdict`]. Nothing that a person may have sent is ever refused or dropped: a doubtful
//! post first gets a page to check the answers, which brings a signed nonce; what comes back from
//! there and is still doubtful in two ways is held, and an organiser looks at it. Only a post from
//! a page of another site is refused, since there the reader didn't mean to send anything.

mod content;
mod evidence;
mod judge;
mod origin;
mod sign;

pub mod buckets;
pub mod client;

#[cfg(feature = "altcha")]
pub mod altcha;

pub use content::{AnswerLength, Written, written};
pub use evidence::{Evidence, Headers, NonceState, Overrun};
pub use judge::{OLDEST, Verdict, check_scope, judge};
pub use origin::origin_of;
pub use sign::{Family, Sign};
