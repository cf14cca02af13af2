//! What a person can do with a record, and the purpose that its link must have.

use crate::course::Course;
use crate::desk::{Status, Step};
use crate::secret::LinkPurpose;

/// One act. A page is drawn by the words of its [`Action::as_str`], and a form sends them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Cancel,
    Undo,
    Accept,
    /// Saying no to an offer.
    Decline,
    Confirm,
    Keep,
    Change,
    Withdraw,
    Erase,
}

impl Action {
    /// All, in the order in which the description names them.
    pub(super) const ALL: [Self; 9] = [
        Self::Cancel,
        Self::Undo,
        Self::Accept,
        Self::Decline,
        Self::Change,
        Self::Withdraw,
        Self::Confirm,
        Self::Keep,
        Self::Erase,
    ];

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Undo => "undo",
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Confirm => "confirm",
            Self::Keep => "keep",
            Self::Change => "change",
            Self::Withdraw => "withdraw",
            Self::Erase => "erase",
        }
    }

    pub(super) fn purpose(self) -> LinkPurpose {
        match self {
            Self::Cancel | Self::Decline => LinkPurpose::Cancel,
            Self::Undo => LinkPurpose::Undo,
            Self::Accept => LinkPurpose::Accept,
            Self::Confirm => LinkPurpose::Confirm,
            Self::Keep => LinkPurpose::Keep,
            Self::Change => LinkPurpose::Change,
            Self::Withdraw => LinkPurpose::Withdraw,
            Self::Erase => LinkPurpose::Erase,
        }
    }

    /// The step of the desk, for what is one step.
    pub(super) fn step(self) -> Option<Step> {
        Some(match self {
            Self::Cancel | Self::Decline => Step::Cancel,
            Self::Undo => Step::Undo,
            Self::Accept => Step::Accept,
            Self::Confirm => Step::Confirm,
            Self::Keep => Step::Keep,
            Self::Change | Self::Withdraw | Self::Erase => return None,
        })
    }

    /// What the page offers besides downloading, withdrawing and erasing, which are always there. Each of them also has to be
    /// allowed at that moment. A record without an event has no course.
    pub(super) fn offered(course: Option<Course>, status: Status) -> &'static [Self] {
        use Action::{Accept, Cancel, Change, Confirm, Decline, Keep, Undo};
        let open = matches!(status, Status::Confirmed | Status::Waiting | Status::Held | Status::Offered);
        match (course, status) {
            (None, Status::Unconfirmed) => &[Confirm, Cancel, Change],
            (None, Status::Received) => &[Keep, Cancel, Decline, Change],
            (None, Status::Held) => &[Cancel, Change],
            (None | Some(Course::Ahead | Course::Postponed), Status::Cancelled) => &[Undo],
            (Some(Course::Ahead), Status::Offered) => &[Accept, Cancel, Decline, Change],
            (Some(Course::Ahead | Course::Postponed), _) if open => &[Cancel, Decline, Change],
            (Some(Course::Lost), _) if open => &[Cancel, Decline],
            (None | Some(Course::Ahead | Course::Postponed | Course::Lost), _) => &[],
            (Some(Course::Begun | Course::Over | Course::Cancelled), _) => &[],
        }
    }

    /// Whether a record in this status is where the act leads. Then pressing the button twice is no fault.
    pub(super) fn has_led_to(self, status: Status) -> bool {
        match self {
            Self::Cancel | Self::Decline => status == Status::Cancelled,
            Self::Undo => status.is_active(),
            Self::Accept => status == Status::Confirmed,
            Self::Confirm => status == Status::Received,
            Self::Keep | Self::Change | Self::Withdraw | Self::Erase => false,
        }
    }
}
