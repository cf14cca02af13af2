//! The browser's side of the rules that need a pattern: regular expressions in HTML's `v` mode, anchored by HTML.

/// At least one dot in the domain, no dot too many, and no more than 64 characters before the `@` (RFC 5321, section
/// 4.5.3.1.1); type=email checks the rest. The two together are what the server takes.
pub(super) const EMAIL: &str = "(?=[^@]{1,64}@)[^@.]+(?:\\.[^@.]+)*@[^@.]+(?:\\.[^@.]+)+";

/// What may stand between digits. The same set as `verdict::is_separator`.
const SEPARATORS: &str = "[ \\u{A0}\\u{202F}+\\-\\(\\)\\.\\/\\u{2010}-\\u{2015}\
                          \\u{200B}-\\u{200F}\\u{202A}-\\u{202E}\\u{2060}-\\u{2069}\\u{FEFF}]*";

/// So many digits with anything usual between them.
pub(super) fn phone(min: u32, max: u32) -> String {
    format!("{SEPARATORS}(?:{}{SEPARATORS}){{{min},{max}}}", digits('0', '9'))
}

/// The numbers from `min` to `max`, with leading zeros or without.
pub(super) fn integer(min: i64, max: i64) -> String {
    let mut ranges = Vec::new();
    let mut first = min;
    for last in stops(min, max) {
        ranges.push(alike(first, last));
        first = last + 1;
    }
    format!("{}*(?:{})", digits('0', '0'), ranges.join("|"))
}

/// Where a range must be cut so that each piece differs only in free last digits: 5–123 at 9, 99, 119, 123.
fn stops(min: i64, max: i64) -> Vec<i64> {
    let mut stops = std::collections::BTreeSet::from([max]);
    let mut power = 10;
    while power <= max.saturating_mul(10).max(10) {
        stops.insert(min - min % power + power - 1);
        stops.insert(max + 1 - (max + 1) % power - 1);
        power *= 10;
    }
    stops.into_iter().filter(|stop| (min..=max).contains(stop)).collect()
}

/// Two numbers of equal length, digit by digit: 110–119 is `[1-1][1-1][0-9]`.
fn alike(first: i64, last: i64) -> String {
    first.to_string().chars().zip(last.to_string().chars()).map(|(from, to)| digits(from, to)).collect()
}

/// A class of digits in the three scripts that keyboards of our readers type.
fn digits(from: char, to: char) -> String {
    let place = |digit: char, zero: u32| {
        let value = digit.to_digit(10).expect("callers pass ASCII digits");
        char::from_u32(zero + value).expect("both scripts have ten digits in a row")
    };
    let range = |zero: u32| match (place(from, zero), place(to, zero)) {
        (from, to) if from == to => from.to_string(),
        (from, to) => format!("{from}-{to}"),
    };
    // The Arabic and Persian digits are written as code points, so that the attribute reads from left to right.
    let coded = |zero: u32| {
        let code = |c: char| format!("\\u{{{:X}}}", c as u32);
        range(zero).chars().map(|c| if c == '-' { "-".to_owned() } else { code(c) }).collect::<String>()
    };
    format!("[{}{}{}]", range(0x30), coded(0x660), coded(0x6F0))
}
