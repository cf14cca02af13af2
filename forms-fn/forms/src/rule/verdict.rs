//! The server's side of each rule, on one clean value.

use crate::Code;
use crate::values::{digit, is_invisible};

/// How many characters there are at least, whoever counts: a letter of many kinds is one, as in JSON Schema, where a browser
/// counts some as two UTF-16 units. A line break is one.
pub(super) fn fewest(value: &str) -> usize {
    value.replace("\r\n", "\n").chars().count()
}

/// How many characters there are at most, whoever counts: UTF-16 units, as browsers count for `minlength`.
pub(super) fn most(value: &str) -> usize {
    value.replace("\r\n", "\n").encode_utf16().count()
}

pub(super) fn at_most(number: usize, max: u32, code: fn(u32) -> Code) -> Result<(), Code> {
    if number > max as usize { Err(code(max)) } else { Ok(()) }
}

pub(super) fn at_least(number: usize, min: u32, code: fn(u32) -> Code) -> Result<(), Code> {
    if number < min as usize { Err(code(min)) } else { Ok(()) }
}

pub(super) fn one_of(values: &[String], offered: &[&str]) -> Result<(), Code> {
    if values.iter().all(|value| offered.contains(&value.as_str())) { Ok(()) } else { Err(Code::Option) }
}

pub(super) fn phone(value: &str, min: u32, max: u32) -> Result<(), Code> {
    let digits = value.chars().filter(|c| digit(*c).is_some()).count();
    let known = value.chars().all(|c| digit(c).is_some() || is_separator(c));
    if known && (min as usize..=max as usize).contains(&digits) { Ok(()) } else { Err(Code::Phone) }
}

/// What people put between the digits of a phone number, and the marks that phones paste around it.
fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '+' | '-' | '(' | ')' | '.' | '/' | '\u{2010}'..='\u{2015}')
        || is_invisible(c)
}

pub(super) fn integer(value: &str, min: i64, max: i64) -> Result<(), Code> {
    let digits: Option<Vec<u32>> = value.chars().map(digit).collect();
    let digits = digits.ok_or(Code::Integer)?;
    // Saturates: a number with too many digits is too large, whatever its digits are.
    let number =
        digits.iter().fold(0_i64, |sum, digit| sum.saturating_mul(10).saturating_add(i64::from(*digit)));
    match number {
        _ if number < min => Err(Code::TooSmall { min }),
        _ if number > max => Err(Code::TooLarge { max }),
        _ => Ok(()),
    }
}
