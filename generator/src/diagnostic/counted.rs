//! Numbers with their nouns, for the lines of commands.

/// "1 error", "2 errors".
#[must_use]
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
