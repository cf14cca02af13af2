//! What organisers do, each as one function: look, take out, decide, count, move the store.
//!
//! Whoever asks says who they are, how far they may see and why ([`Access`]). That is written down before anything is read or
//! changed (`work`), and what comes out is [`Audited`]: the value together with its entry, which ends when the value is shown or
//! taken. What is beyond the [`Scope`] is neither listed nor found, and acting upon it is refused.
//!
//! Nothing here knows who shows it: the command line is one face, pages are another. Nothing prints, and what there is to say
//! besides comes as notes.

mod access;
mod audited;
mod scope;
mod stop;
mod which;
mod work;

mod act;
mod attendance;
mod check_in;
mod counts;
mod door;
#[cfg(feature = "console")]
mod door_links;
mod erase;
mod event;
mod events;
mod export;
mod figures;
mod find;
mod frozen;
mod keys;
mod kitchen;
pub mod lang;
mod letter;
mod list;
mod log;
mod look;
mod many;
#[cfg(feature = "sqlite")]
pub mod moving;
pub mod nearest;
mod numbers;
mod page;
mod people;
mod period;
pub mod register;
mod report;
mod same_person;
mod show;
mod today;
mod todo;
mod unusual;

use std::sync::Arc;

use crate::desk::Desk;
use crate::folder::FormsFolder;

pub use crate::desk::Scope;
pub use access::{Access, Organiser, Purpose};
pub use act::{Acted, CallsMade};
pub use attendance::{CrossSum, LineSum, PeriodAttendance, RowSum};
pub use audited::Audited;
pub use check_in::{DoorTap, LetIn};
pub use counts::{GivenAnswer, ListCounts};
pub use door::{DoorGuest, DoorList, DoorWhich};
#[cfg(feature = "console")]
pub use door_links::Volunteer;
pub use erase::Erased;
pub use event::{CalledOff, EventLink, Followed, KeyChange, LinkChange};
pub use events::{EventLine, EventNote, EventState, EventWords};
pub use export::{ExportFormat, ExportQuery, Question, SheetQuery};
pub use find::Person;
pub use frozen::{NewReport, Report};
pub use kitchen::{Kitchen, KitchenCount};
pub use letter::{DraftChange, DraftOf, LetterDesk, LetterPart, SentLetter};
pub use list::{ListQuery, Order};
pub use log::{Log, LogQuery, USUAL, Unusual};
pub use look::{ACTS, ClosedRecord};
pub use many::{ACTS_ON_MANY, Chosen, DoneToMany, Preview, Selection};
pub use numbers::{EventNumbers, Numbers, Shown, Sum};
pub use page::{Cursor, RecordsPage};
pub use people::Invitation;
pub use period::Period;
pub use register::NewRegistration;
pub use same_person::OtherRecord;
pub use show::OpenRecord;
pub use stop::{Cause, Stop, StopKind};
pub use today::{Today, Waits};
pub use todo::{Task, Todo};
pub use which::Which;

/// The store behind its door, and the site as far as it is at hand.
#[derive(Debug, Clone)]
pub struct Office {
    desk: Desk,
    site: Option<Arc<FormsFolder>>,
}

impl Office {
    /// Puts both together. Without the site nobody can be offered a seat, and events are known as the store saw them last.
    #[must_use]
    pub fn new(desk: Desk, site: Option<Arc<FormsFolder>>) -> Self {
        Self { desk, site }
    }

    /// The site, for its words.
    #[must_use]
    pub fn site(&self) -> Option<&FormsFolder> {
        self.site.as_deref()
    }
}
