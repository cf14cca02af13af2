//! Bytes in a text ↔ line and column for people.

/// A place in a text, counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The line and column of a byte; a byte beyond the end is the end.
#[must_use]
pub fn position(text: &str, byte: usize) -> Position {
    let before = &text[..floor(text, byte)];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position { line: before.matches('\n').count() + 1, column: before[start..].chars().count() + 1 }
}

/// The byte of a line and column, both from 1; a place beyond the line's end is its end.
#[must_use]
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for (number, content) in text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            let within: usize = content.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
            return start + within;
        }
        start += content.len();
    }
    text.len()
}

/// The nearest character boundary at or before `byte`.
pub(crate) fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}
