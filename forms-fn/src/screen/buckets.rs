//! Token buckets as values: the caller keeps them, in the store, under a pseudonym.
//!
//! Everybody who registers for a dinner may do so from the host's wifi, so the limits are wide, and what is over one is
//! held for an organiser's look and not refused.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// For an address prefix: a table of thirty, all within the hour.
pub const ADDRESS: RateLimit = RateLimit { tokens: 30, refill: SignedDuration::from_hours(1) };
/// For a mail address: a family that shares one.
pub const CONTACT: RateLimit = RateLimit { tokens: 6, refill: SignedDuration::from_hours(1) };

/// For a network in a day: an evening's guests, and all of the next one's.
pub const ADDRESS_DAY: RateLimit = RateLimit { tokens: 100, refill: SignedDuration::from_hours(24) };
/// For a mail address in a day.
pub const CONTACT_DAY: RateLimit = RateLimit { tokens: 20, refill: SignedDuration::from_hours(24) };

/// What one network may take of an event in a day without anybody's look: half of its seats, but a table's worth in any case.
#[must_use]
pub fn share(capacity: Option<u32>) -> RateLimit {
    let half = capacity.map_or(ADDRESS.tokens, |capacity| capacity / 2);
    RateLimit { tokens: half.clamp(10, ADDRESS.tokens), refill: SignedDuration::from_hours(24) }
}

/// How long what was drawn says anything.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// What a network or an address may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Within an hour.
    pub hour: RateLimit,
    /// Within a day.
    pub day: RateLimit,
    /// Within a day, for one event.
    pub event: Option<(String, RateLimit)>,
}

/// Which limit was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// That of the hour or of the day.
    All,
    /// That of the event.
    Event,
}

/// All buckets of one network or one address, as one item of the store.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    hour: Option<Bucket>,
    day: Option<Bucket>,
    #[serde(default)]
    events: BTreeMap<String, Bucket>,
}

impl Drawn {
    /// The buckets after one more post. What finds one of them empty draws from none.
    ///
    /// # Errors
    /// With the limit that was reached.
    pub fn take(mut self, now: Timestamp, limits: &Limits) -> Result<Self, Over> {
        let draw = |bucket: Option<Bucket>, rule: RateLimit| {
            let (left, taken) = bucket.unwrap_or_else(|| Bucket::full(now, rule)).take(now, rule);
            taken.then_some(left)
        };
        self.events.retain(|_, bucket| now.duration_since(bucket.at) < REMEMBERED);
        self.hour = Some(draw(self.hour, limits.hour).ok_or(Over::All)?);
        self.day = Some(draw(self.day, limits.day).ok_or(Over::All)?);
        if let Some((event, rule)) = &limits.event {
            let left = draw(self.events.remove(event), *rule).ok_or(Over::Event)?;
            self.events.insert(event.clone(), left);
        }
        Ok(self)
    }

    /// When each of them has something to draw again.
    #[must_use]
    pub fn again(&self, now: Timestamp, limits: &Limits) -> Timestamp {
        let again = |bucket: Option<Bucket>, rule| bucket.map_or(now, |bucket| bucket.again(now, rule));
        let of_event =
            limits.event.as_ref().map(|(event, rule)| again(self.events.get(event).copied(), *rule));
        let all = [again(self.hour, limits.hour), again(self.day, limits.day), of_event.unwrap_or(now)];
        all.into_iter().max().unwrap_or(now)
    }
}

/// One mailbox: without what stands behind a `+`, since all of that lands in the same one, and for Google without dots.
#[must_use]
pub fn mailbox(address: &str) -> String {
    let address = address.trim().to_lowercase();
    let Some((local, domain)) = address.rsplit_once('@') else { return address };
    let local = local.split_once('+').map_or(local, |(local, _)| local);
    match domain {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", local.replace('.', "")),
        _ => format!("{local}@{domain}"),
    }
}

/// How much a bucket holds, and how fast it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// How many posts a full bucket has.
    pub tokens: u32,
    /// How long an empty one takes to be full. An item that is older says nothing and may expire.
    pub refill: SignedDuration,
}

/// What is left, and when that was. Parts of a token count, so that slow drops fill it too.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bucket {
    /// From none to the rule's number.
    pub tokens: f64,
    /// The time of the last post.
    pub at: Timestamp,
}

impl Bucket {
    /// A full one: nobody has been here lately.
    #[must_use]
    pub fn full(now: Timestamp, rule: RateLimit) -> Self {
        Self { tokens: f64::from(rule.tokens), at: now }
    }

    /// The bucket after one more post, and whether there was a token for it.
    #[must_use]
    pub fn take(self, now: Timestamp, rule: RateLimit) -> (Self, bool) {
        let full = f64::from(rule.tokens);
        // Whoever drew from it in the future did so by a clock that was wrong: it would hold everybody until then.
        if self.at.duration_since(now) > rule.refill {
            return Self::full(now, rule).take(now, rule);
        }
        // A clock that goes back fills nothing.
        let passed = now.duration_since(self.at).max(SignedDuration::ZERO);
        let filled = full * passed.as_secs_f64() / rule.refill.as_secs_f64();
        // What a store has kept badly is no reason to fail.
        let left = if self.tokens.is_finite() { self.tokens } else { full };
        let tokens = (left + filled).clamp(0.0, full);
        let taken = tokens >= 1.0;
        (Self { tokens: if taken { tokens - 1.0 } else { tokens }, at: now.max(self.at) }, taken)
    }

    /// When there is a token for one more post.
    #[must_use]
    pub fn again(self, now: Timestamp, rule: RateLimit) -> Timestamp {
        let (left, taken) = self.take(now, rule);
        if taken {
            return now;
        }
        let seconds = (1.0 - left.tokens) * rule.refill.as_secs_f64() / f64::from(rule.tokens);
        let wait = SignedDuration::try_from_secs_f64(seconds.ceil()).unwrap_or(rule.refill);
        left.at.checked_add(wait).unwrap_or(now)
    }
}

/// The part of the network that shares a bucket: an IPv4 /24 or an IPv6 /48.
///
/// Providers give a home one IPv4 address or an IPv6 /56 (RIPE-690), so both are some 256 homes. A /56 alone
/// would be too fine: hosting companies and tunnels give anybody a /48, which has 256 of them.
#[must_use]
pub fn prefix(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{}/24", Ipv4Addr::new(a, b, c, 0))
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
        }
    }
}
