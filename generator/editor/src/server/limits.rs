//! How much one account may do: enough for whoever writes, and too little to fill a disk or to flood the host.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;

/// Saves and other small acts in a minute. A script that saves by itself does so a few times a minute.
pub(crate) const SAVES: usize = 60;

/// Publications in an hour.
pub(crate) const PUBLICATIONS: usize = 30;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Counted {
    /// Whatever is written.
    Save,
    /// What everybody gets.
    Publication,
}

impl Counted {
    /// By the address that is posted to.
    pub(crate) fn of(path: &[String]) -> Self {
        match path.last().map(String::as_str) {
            Some("publish") => Self::Publication,
            _ => Self::Save,
        }
    }

    fn limit(self) -> (usize, SignedDuration) {
        match self {
            Self::Save => (SAVES, SignedDuration::from_mins(1)),
            Self::Publication => (PUBLICATIONS, SignedDuration::from_hours(1)),
        }
    }
}

/// What accounts did lately.
#[derive(Default)]
pub(crate) struct Limits(Mutex<HashMap<(String, Counted), VecDeque<Timestamp>>>);

impl Limits {
    /// Counts an act; `false` when it is one too many, and then it isn't counted.
    pub(crate) fn count(&self, account: &str, what: Counted, now: Timestamp) -> bool {
        let (most, within) = what.limit();
        let mut all = self.0.lock();
        // Whoever did nothing lately is forgotten.
        all.retain(|(_, what), times| {
            times.back().is_some_and(|last| now.duration_since(*last) < what.limit().1)
        });
        let times = all.entry((account.to_owned(), what)).or_default();
        while times.front().is_some_and(|first| now.duration_since(*first) >= within) {
            times.pop_front();
        }
        if times.len() >= most {
            return false;
        }
        times.push_back(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_too_many_waits_and_others_dont() {
        let (limits, start) = (Limits::default(), Timestamp::UNIX_EPOCH);
        for second in 0..SAVES {
            let at = start + SignedDuration::from_millis(100 * i64::try_from(second).unwrap_or_default());
            assert!(limits.count("ida", Counted::Save, at));
        }
        let later = start + SignedDuration::from_secs(30);
        assert!(!limits.count("ida", Counted::Save, later));
        assert!(limits.count("olha", Counted::Save, later));
        assert!(limits.count("ida", Counted::Publication, later));
        assert!(limits.count("ida", Counted::Save, start + SignedDuration::from_secs(60)));
    }

    #[test]
    fn a_publication_is_one() {
        let path = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(Counted::of(&path("d/0123456789/publish")), Counted::Publication);
        assert_eq!(Counted::of(&path("d/0123456789/w/events/dinner/da")), Counted::Save);
    }
}
