//! Text as people type and paste it → text as it is written.

/// A time of day as a phone without a field for it lets people type it, too: `9.30`.
pub(super) fn clock_time(text: &str) -> String {
    let clean = one_line(text).replace('.', ":");
    match clean.split(':').collect::<Vec<_>>()[..] {
        [hour, minute] if hour.len() == 1 => format!("0{hour}:{minute}"),
        // Some browsers send seconds.
        [hour, minute, "00"] => format!("{hour}:{minute}"),
        _ => clean,
    }
}

/// Text of one line: what pasting brings along is taken out.
pub(crate) fn one_line(text: &str) -> String {
    let blank = |c: char| if c.is_whitespace() || c.is_control() { ' ' } else { c };
    let is_seen = |c: &char| !matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}');
    let text: String = text.chars().filter(is_seen).map(blank).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
