//! Dates and times in the ways in which people write them → as they are to be written, for "did you mean".

use jiff::civil::{Date, Time};

/// `3.5.2027`, `03/05/2027`, `2027/5/3`: the day before the month, as the Nordic countries write it.
pub(super) fn date(text: &str) -> Option<String> {
    let parts = numbers(text)?;
    let [a, b, c] = parts[..] else { return None };
    let (year, month, day) = if a > 31 { (a, b, c) } else { (c, b, a) };
    let year = if year < 100 { year + 2000 } else { year };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    // The month may stand first, where the other way round is no date.
    let date = date.or_else(|error| match a > 31 {
        true => Err(error),
        false => Date::new(year, i8::try_from(day).unwrap_or(0), i8::try_from(month).unwrap_or(0)),
    });
    Some(date.ok()?.to_string())
}

/// `18.00`, `kl. 18`, `6 pm`, `18:0`.
pub(super) fn clock(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let afternoon = text.ends_with("pm") || text.ends_with("p.m.");
    let text = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let text = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let is_one = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute) = match numbers(text)?[..] {
        [time] if is_one => (time / 100, time % 100),
        [hour] => (hour, 0),
        [hour, minute] => (hour, minute),
        _ => return None,
    };
    let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
    Some(time.strftime("%H:%M").to_string())
}

/// A date and a time with a blank, a `T` or words between them.
pub(super) fn date_time(text: &str) -> Option<String> {
    let text = text.trim_matches(['"', '\'', '“', '”', '„', '«', '»', ' ']);
    let (day, rest) = text.split_once(['T', 't', ' ', ','])?;
    let time = rest.trim().trim_end_matches(['Z', 'z']);
    let time = time.split('+').next().unwrap_or_default().trim();
    // Seconds are no minute.
    let time = if time.len() == 8 { &time[..5] } else { time };
    Some(format!("{}T{}", date(day)?, clock(time)?))
}

fn numbers(text: &str) -> Option<Vec<i16>> {
    let text = text.trim_matches(|c: char| !c.is_ascii_digit());
    text.split(['.', '/', '-', ':', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect()
}
