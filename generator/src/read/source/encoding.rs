//! A text that wasn't saved as UTF-8: where that shows, in which encoding it seems to be, and how it looks in it.

use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256};

use super::{normal, text};
use crate::diagnostic::{Code, Diagnostic, Sentence, position, say};

/// The text, if it is UTF-8; an encoding of two bytes a letter leaves a zero in each letter of English.
pub(super) fn utf8<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, Diagnostic> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) if is_wide(bytes).is_none() => Ok(text),
        _ => Err(problem(path, bytes)),
    }
}

fn problem(path: &str, bytes: &[u8]) -> Diagnostic {
    let (text, at) = shown(path, bytes);
    let place = position(&text, at);
    let encoding = said(guessed(path, bytes));
    let message = say!("file.encoding", encoding = encoding, line = &place.line, column = &place.column);
    let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    Diagnostic::error(Code::FileEncoding, path, at..end, message).with_hint(say!("file.encodingHint"))
}

/// The text as it was probably meant, for showing its lines, and the first byte in it that isn't UTF-8 in the file.
pub(super) fn shown(path: &str, bytes: &[u8]) -> (String, usize) {
    let encoding = guessed(path, bytes);
    let valid = match is_wide(bytes) {
        Some(_) => 0,
        None => simdutf8::compat::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len),
    };
    let before = text::lines(std::str::from_utf8(&bytes[..valid]).unwrap_or_default());
    let (rest, _) = encoding.decode_without_bom_handling(&bytes[valid..]);
    let at = before.len();
    (format!("{before}{}", text::lines(&normal(&rest))), at)
}

/// UTF-16, by its mark or by its zeros.
fn is_wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    memchr::memchr(0, bytes)?;
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    // A stray zero is a character that can't be seen, and said as one.
    let [even, odd] = [zeros(0), zeros(1)];
    let many = bytes.len() / 4;
    if odd > many { Some(UTF_16LE) } else { (even > many).then_some(UTF_16BE) }
}

/// What the bytes beyond ASCII are most like. In Latin texts few letters are beyond it, and stand beside others.
fn guessed(path: &str, bytes: &[u8]) -> &'static Encoding {
    if let Some(wide) = is_wide(bytes) {
        return wide;
    }
    let of_language =
        |lang: &str| path.ends_with(&format!(".{lang}.md")) || path.ends_with(&format!("/{lang}.yaml"));
    let count = |is: &dyn Fn(u8) -> bool| bytes.iter().filter(|byte| is(**byte)).count();
    let high = count(&|byte| byte >= 0x80);
    // Of Arabic every fifth letter is an alif or a lam.
    let arabic = count(&|byte| matches!(byte, 0xc7 | 0xe1));
    // å, ä, ö, æ, ø, é and their capitals, as Macs of before had them; elsewhere these are marks, and rare.
    let mac =
        count(&|byte| matches!(byte, 0x80 | 0x81 | 0x8a | 0x8c | 0x8e | 0x9a | 0xae | 0xaf | 0xbe | 0xbf));
    let is_foreign = high * 2 > count(&|byte| byte.is_ascii_alphabetic());
    match () {
        () if of_language("ar") || (is_foreign && arabic * 6 > high) => WINDOWS_1256,
        () if of_language("uk") || is_foreign => WINDOWS_1251,
        () if mac * 2 > high => MACINTOSH,
        () => WINDOWS_1252,
    }
}

fn said(encoding: &'static Encoding) -> Sentence {
    let name = encoding.name();
    match name {
        "UTF-16LE" | "UTF-16BE" => say!("encoding.windows", name),
        "windows-1252" => say!("encoding.western", name),
        "windows-1251" => say!("encoding.cyrillic", name),
        "windows-1256" => say!("encoding.arabic", name),
        _ => say!("encoding.mac", name),
    }
}
