//! Takes what people send with the forms of a site, checks it, stores it and answers.
//!
//! One submission travels like this: [`router()`] → `conversation` (who reads, is there room) → `decode` (limits, UTF-8, no
//! key twice) → `submit` → `lookup` (which form, which event, is it open) → `forms::Definition::check` (the only
//! maker of a `Submission`) → [`Desk::register`] (record, seat, uniqueness, receipts and message in one
//! transaction of the [`Store`]) → `answer` (a page of the site, or JSON). `show` draws a form
//! outside its page, `received` the page after sending, `places` how much room is left, and `my` a person's own page behind a signed link. [`screen`] tells
//! what is doubtful about a post. [`secret`] keeps the keys that sign links and nonces and seal sensitive answers. Whatever
//! goes wrong on the way is a `Refusal`. Handlers return it as a `Problem`, and `conversation` makes words for the reader of
//! it and, apart from them, a line for the log.
//!
//! Nothing here knows the environment or where it runs; that is `main.rs`. The same router is
//! mounted by `spaces serve`, by `forms-fn serve` and in Lambda.

// A registration waits within what waits within it, a hundred deep; the compiler counts to 128 where nobody says more.
#![recursion_limit = "256"]

pub mod calendar;
pub mod code;
pub mod mail;

mod app;
#[cfg(feature = "aws")]
mod aws;
mod course;
mod folder;
mod former;
mod health;
mod version;

#[cfg(feature = "altcha")]
mod challenge;
#[cfg(feature = "lambda")]
pub mod lambda;
mod openapi;

mod conversation;
mod envelope;
mod guard;
mod observation;
mod probes;
mod router;
mod sender;
mod submit;

mod decode;
mod lookup;
mod nonce;
mod reference;

pub mod accounts;
mod desk;
#[cfg(feature = "sqlite")]
pub mod installation;
mod store;

#[cfg(feature = "office")]
pub mod export;
#[cfg(feature = "office")]
pub mod office;

pub mod worker;

pub mod screen;
pub mod secret;
pub mod transfer;

#[cfg(feature = "console")]
pub mod console;
mod my;
mod places;
mod received;
mod show;

mod answer;
mod door_code;
mod page;
mod problem;
mod reader;
mod refusal;
mod ticket;

pub use app::{App, Clock, Editor};
#[cfg(feature = "aws")]
pub use aws::Aws;
pub use conversation::{Deadline, LONGEST_REQUEST};
pub use course::Course;
pub use decode::MAX_BYTES;
pub use desk::{
    Act, Action, AnswerCounts, Answered, Attended, Audience, Audit, AuditOutcome, Begun, Call, Came,
    Cancelled, Changed, CheckIn, ClockLook, ClockNote, Concern, ConsentText, CountedGuest, Counters, Counts,
    Dead, Deletions, Desk, Difference, Dossier, DoubtedClock, Draw, Due, Duty, EventFacts, GuestCounts,
    Listed, Logged, Mark, Moved, News, NoAddress, NoMove, Notify, Occasion, Outcome, Outgoing, OwnLetter,
    OwnWords, Place, Receipt, Record, Registration, Retained, Row, RunningFacts, Rush, Scope, Shown,
    Statistics, Status, Step, Stored, Tap, Tapped, Terms, Tombstone, Unreadable, Visible, WalkIn,
    has_records, retention,
};
#[cfg(feature = "office")]
pub use desk::{Attendance, Cross, CrossCell, CrossLine, FrozenReport, LetterDraft, NoLink, check_link};
pub use envelope::sends;
pub use folder::{FolderFault, FolderStamp, FormsFolder, missing_texts};
pub use nonce::Nonce;
pub use observation::{Answer, Observation, Submission};
pub use reference::Reference;
pub use router::{router, routes, server};
#[cfg(feature = "sqlite")]
pub use store::SqliteStore;
pub use store::{Change, CommitError, Expected, Item, Key, Range, Store, StoreError, Write};
#[cfg(feature = "aws")]
pub use store::{DynamoStore, FirstLook};
pub use version::{COMMIT, VERSION};
