//! Raw text becomes clean text: line breaks as one, NFC, no blanks and nothing invisible around it.

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::UnicodeNormalization;

/// Clean text: CRLF and CR become LF, a tab (pasted from a table) a blank, letters NFC, and nothing around it.
/// Text in which there is nothing to see is empty.
pub(crate) fn normalise(raw: &str) -> String {
    if is_blank(raw) {
        return String::new();
    }
    let unified = raw.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    unified.trim_matches(|c: char| c.is_whitespace() || is_invisible(c)).nfc().collect()
}

/// Whether there is nothing to see in a text: blanks, controls, marks without a width, fillers, and accents without a letter.
pub fn is_blank(text: &str) -> bool {
    !text.chars().any(can_be_seen)
}

/// By the properties of Unicode, so that a blank that is added to it is known, too.
fn can_be_seen(c: char) -> bool {
    use GeneralCategory as Category;
    // An empty cell of braille is a symbol by its category, and the only one that shows nothing.
    let empty = c == '\u{2800}' || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c);
    let category = CodePointMapData::<Category>::new().get(c);
    !empty
        && !matches!(
            category,
            Category::SpaceSeparator
                | Category::LineSeparator
                | Category::ParagraphSeparator
                | Category::Control
                | Category::Format
                | Category::NonspacingMark
                | Category::SpacingMark
                | Category::EnclosingMark
        )
}

/// Whether the text holds a C0 or C1 control; a line break is allowed where there may be several lines.
pub(crate) fn has_control(text: &str, lines: bool) -> bool {
    text.chars().any(|c| c.is_control() && !(lines && c == '\n'))
}

/// What of a text may stand in HTML, which allows no control but these. A bare CR would become LF on the way; values show LF
/// anyway.
pub(crate) fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// Marks that have no width: joiners, direction marks and isolates. Phones paste numbers inside them.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The value of a digit as keyboards type it: ASCII, Arabic or Persian.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '\u{660}'..='\u{669}' => Some(c as u32 - 0x660),
        '\u{6F0}'..='\u{6F9}' => Some(c as u32 - 0x6F0),
        _ => None,
    }
}

/// The same text with ASCII digits and without invisible marks: how numbers are kept.
pub(crate) fn ascii_digits(text: &str) -> String {
    text.chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| digit(c).and_then(|value| char::from_digit(value, 10)).unwrap_or(c))
        .collect()
}
