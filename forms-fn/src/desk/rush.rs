//! An event that fills unusually fast. Each sender is held in bounds by its network, but whoever has many networks isn't; and
//! an event that everybody wants fills in an hour, too. So nobody is held for it: organisers are told, and look.

use jiff::{SignedDuration, Timestamp};

use crate::screen::buckets;

/// Fewer than that within an hour are a table of friends.
const LEAST: usize = 10;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// The busiest hour of an event, when more than half of its seats were asked for in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rush {
    /// How many came in.
    pub count: usize,
    /// When the last of them did.
    pub until: Timestamp,
}

impl Rush {
    /// Looks for it in the times at which registrations came in. Where seats aren't counted, as many are many as one network
    /// may send.
    #[must_use]
    pub fn find(times: impl IntoIterator<Item = Timestamp>, capacity: Option<u32>) -> Option<Self> {
        let mut times: Vec<Timestamp> = times.into_iter().collect();
        times.sort_unstable();
        let half = capacity.map_or(buckets::ADDRESS.tokens, |capacity| capacity / 2);
        let half = usize::try_from(half).unwrap_or(usize::MAX).max(LEAST);
        let (mut first, mut busiest) = (0, None::<Self>);
        for (at, until) in times.iter().enumerate() {
            while times.get(first).is_some_and(|from| until.duration_since(*from) >= HOUR) {
                first += 1;
            }
            let count = at + 1 - first;
            if count > half && busiest.is_none_or(|known| count > known.count) {
                busiest = Some(Self { count, until: *until });
            }
        }
        busiest
    }
}
