//! How a seat that becomes free is offered to those who wait.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

/// How long an offered seat is held, and when nobody is to be woken by an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferRules {
    /// Hours for which the seat is held, from one to [`OfferRules::MOST_HOURS`].
    #[serde(deserialize_with = "hours")]
    pub hours: u32,
    /// When the quiet hours begin, by the clock of the event's zone: `21:00`. They may pass midnight;
    /// there are none when they end at the time at which they begin.
    #[serde(with = "clock")]
    pub quiet_from: Time,
    /// When they end, likewise: `08:00`.
    #[serde(with = "clock")]
    pub quiet_to: Time,
}

impl OfferRules {
    /// The longest time for an answer: two weeks. Whoever waits behind has to plan, too.
    pub const MOST_HOURS: u32 = 14 * 24;
}

impl Default for OfferRules {
    /// A day to answer, and nothing between nine in the evening and eight in the morning.
    fn default() -> Self {
        Self { hours: 24, quiet_from: Time::constant(21, 0, 0, 0), quiet_to: Time::constant(8, 0, 0, 0) }
    }
}

fn hours<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let hours = u32::deserialize(deserializer)?;
    let most = OfferRules::MOST_HOURS;
    let is_time = (1..=most).contains(&hours);
    is_time.then_some(hours).ok_or_else(|| {
        serde::de::Error::custom(format_args!(
            "an offer can't be held for {hours} hours, only for 1 to {most}"
        ))
    })
}

/// A time of day as hours and minutes, two digits each.
mod clock {
    use jiff::civil::Time;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    const FORMAT: &str = "%H:%M";

    pub(super) fn serialize<S: Serializer>(time: &Time, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&time.strftime(FORMAT))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = Time::strptime(FORMAT, &text).ok();
        // What was written otherwise may have been meant otherwise: `9:00`, `21:00:30`.
        let time = time.filter(|time| time.strftime(FORMAT).to_string() == text);
        time.ok_or_else(|| D::Error::custom(format_args!("`{text}` is not a time of day such as `21:00`")))
    }
}
