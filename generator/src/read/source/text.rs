//! Bytes → a text in the one form in which everything here reads it.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::encoding;
use crate::diagnostic::Diagnostic;

/// The text of a file, or that it isn't UTF-8.
pub(super) fn of(path: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    let text = encoding::utf8(path, bytes)?;
    // Nearly every text is normal already.
    match text.starts_with('\u{feff}') || text.contains('\r') {
        true => Ok(normal(&lines(text)).into_owned()),
        false => Ok(normal(text).into_owned()),
    }
}

/// Without a mark of byte order, and with the line ends of Unix: Windows has two characters, old Macs had another one, and
/// a program that knows only one of them leaves three.
pub(super) fn lines(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace('\r', "\n")
}

/// A text in which each letter is one character where Unicode has it (NFC, UAX #15): a Mac writes `ö` into the names of
/// files as `o` and two dots.
#[must_use]
pub fn normal(text: &str) -> Cow<'_, str> {
    match text.is_ascii() {
        true => Cow::Borrowed(text),
        false => ComposingNormalizerBorrowed::new_nfc().normalize(text),
    }
}
