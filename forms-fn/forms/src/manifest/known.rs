//! A word of a list that this program knows.

use std::fmt::Write as _;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// Reads one of `words`. Another one is most likely of a newer generator, which is why the error says so.
pub(super) fn word<'de, D, T>(deserializer: D, all: &[T], word: fn(T) -> &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Copy,
{
    let text = String::deserialize(deserializer)?;
    all.iter().copied().find(|known| word(*known) == text).ok_or_else(|| {
        let mut message = format!("this program doesn't know `{text}`, only ");
        for (at, known) in all.iter().enumerate() {
            let _ = write!(message, "{}`{}`", if at == 0 { "" } else { ", " }, word(*known));
        }
        D::Error::custom(
            message + "; if the site is made by a newer generator, take the `forms-fn` of the same release",
        )
    })
}
