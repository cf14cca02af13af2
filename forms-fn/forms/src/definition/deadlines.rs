//! The times that a form promises. What its texts say of them and what is done about a record is one number.

use std::ops::RangeInclusive;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::About;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// The twelfth part of 52 weeks, so that six months are as long whenever they begin.
const MONTH: u64 = 52 * 7 * DAY / 12;

/// The times that a form promises. The numbers are so small that no date of ours runs over.
// Definitions that were stored before there were any promised these by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Deadlines {
    /// How many minutes a cancellation can be undone.
    pub undo_minutes: u16,
    /// Within how many hours an address is to be confirmed.
    pub confirm_hours: u16,
    /// Within how many working days somebody answers. No program counts these: an organiser keeps that promise.
    pub answer_working_days: u16,
    /// After how many months we ask whether a request still stands.
    pub ask_again_months: u16,
    /// How many days after that question a request is deleted if nobody answers.
    pub delete_after_days: u16,
}

impl Default for Deadlines {
    fn default() -> Self {
        Deadlines {
            undo_minutes: 15,
            confirm_hours: 48,
            answer_working_days: 10,
            ask_again_months: 6,
            delete_after_days: 30,
        }
    }
}

/// One of them as a form's file says it. Its name is also that of the placeholder in the texts.
#[derive(Debug)]
pub(crate) struct DeadlineKey {
    pub(crate) name: &'static str,
    /// What can be promised.
    pub(crate) range: RangeInclusive<u16>,
    /// What it says, in a sentence.
    pub(crate) help: &'static str,
    /// Where the number stands.
    pub(crate) number: fn(&mut Deadlines) -> &mut u16,
}

/// Those of every form, and behind it those of a form that stands alone. The button that undoes works for 48 hours.
const ALL: &[DeadlineKey] = &[
    DeadlineKey {
        name: "undoMinutes",
        range: 1..=1440,
        help: "For so many minutes a cancellation can be undone.",
        number: |deadlines| &mut deadlines.undo_minutes,
    },
    DeadlineKey {
        name: "confirmHours",
        range: 1..=336,
        help: "Within so many hours an address is to be confirmed, or the request is deleted.",
        number: |deadlines| &mut deadlines.confirm_hours,
    },
    DeadlineKey {
        name: "answerWorkingDays",
        range: 1..=60,
        help: "Within so many working days an organiser answers.",
        number: |deadlines| &mut deadlines.answer_working_days,
    },
    DeadlineKey {
        name: "askAgainMonths",
        range: 1..=24,
        help: "After so many months we ask whether a request still stands.",
        number: |deadlines| &mut deadlines.ask_again_months,
    },
    DeadlineKey {
        name: "deleteAfterDays",
        range: 1..=365,
        help: "A request is deleted when nobody has answered that question for so many days.",
        number: |deadlines| &mut deadlines.delete_after_days,
    },
];

impl About {
    /// The deadlines that such a form has: nothing else is done about a registration but what its event says.
    pub(crate) fn deadlines(self) -> &'static [DeadlineKey] {
        match self {
            About::Event => &ALL[..1],
            About::Nothing => ALL,
        }
    }
}

impl Deadlines {
    /// The numbers by the names of their placeholders: `confirmHours`, `48`.
    #[must_use]
    pub fn placeholders(&self) -> Vec<(&'static str, String)> {
        let mut numbers = *self;
        ALL.iter().map(|key| (key.name, (key.number)(&mut numbers).to_string())).collect()
    }

    /// How long a cancellation can be undone.
    #[must_use]
    pub fn undo(&self) -> Duration {
        Duration::from_secs(u64::from(self.undo_minutes) * MINUTE)
    }

    /// How long an address can be confirmed.
    #[must_use]
    pub fn confirm(&self) -> Duration {
        Duration::from_secs(u64::from(self.confirm_hours) * HOUR)
    }

    /// After how long we ask whether a request still stands.
    #[must_use]
    pub fn ask_again(&self) -> Duration {
        Duration::from_secs(u64::from(self.ask_again_months) * MONTH)
    }

    /// How long that question waits for an answer.
    #[must_use]
    pub fn delete_after(&self) -> Duration {
        Duration::from_secs(u64::from(self.delete_after_days) * DAY)
    }
}
