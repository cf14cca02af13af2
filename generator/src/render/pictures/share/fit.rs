//! Words → lines that fit, since SVG breaks none.

use serde::Serialize;

use super::Fonts;

/// How much room there is for a text.
#[derive(Clone, Debug)]
pub struct Room {
    /// In pixels.
    pub width: f32,
    /// At most so many lines.
    pub rows: usize,
    /// The sizes that the letters may have, the best first.
    pub sizes: Vec<f32>,
    /// Whether the letters are bold.
    pub bold: bool,
    /// Whether the text runs from right to left.
    pub right_to_left: bool,
}

/// A text in lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Fitted {
    /// The size of the letters.
    pub size: f32,
    /// The lines, ready to be drawn.
    pub lines: Vec<String>,
    /// The width of each in pixels.
    pub widths: Vec<f32>,
}

/// The text in the first size in which it fits; in the smallest it is cut where it doesn't.
#[must_use]
pub fn fit(fonts: &Fonts, text: &str, room: &Room) -> Fitted {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut fitted = None;
    for &size in &room.sizes {
        let measure = |line: &str| fonts.width(line, size, room.bold);
        let lines = wrap(&words, room.width, &measure);
        let fits = lines.len() <= room.rows && lines.iter().all(|line| measure(line) <= room.width);
        let lines =
            if fits { balance(&words, room.width, lines, &measure) } else { cut(lines, room, &measure) };
        let widths = lines.iter().map(|line| measure(line)).collect();
        let lines = lines.into_iter().map(|line| isolate(line, room)).collect();
        fitted = Some(Fitted { size, lines, widths });
        if fits {
            break;
        }
    }
    fitted.unwrap_or_default()
}

/// As many words on a line as have room; a word that is too long has one of its own.
fn wrap(words: &[&str], width: f32, measure: &dyn Fn(&str) -> f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match (longer, lines.last_mut()) {
            (Some(longer), Some(last)) if measure(&longer) <= width => *last = longer,
            _ => lines.push((*word).to_owned()),
        }
    }
    lines
}

/// The same number of lines, as even as can be: no last line with one short word.
fn balance(words: &[&str], width: f32, lines: Vec<String>, measure: &dyn Fn(&str) -> f32) -> Vec<String> {
    let mut best = lines;
    for part in [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6] {
        let narrower = wrap(words, width * part, measure);
        if narrower.len() > best.len() || narrower.iter().any(|line| measure(line) > width) {
            break;
        }
        best = narrower;
    }
    best
}

/// No more lines than there is room for, none too wide; "…" where something is missing.
fn cut(mut lines: Vec<String>, room: &Room, measure: &dyn Fn(&str) -> f32) -> Vec<String> {
    let missing = lines.len() > room.rows;
    lines.truncate(room.rows);
    let last = lines.len().saturating_sub(1);
    for (at, line) in lines.iter_mut().enumerate() {
        let more = missing && at == last;
        if more || measure(line) > room.width {
            while !line.is_empty() && measure(&format!("{line}…")) > room.width {
                line.pop();
            }
            line.truncate(line.trim_end().len());
            line.push('…');
        }
    }
    lines
}

/// The drawing's own direction is left to right, so a line of the other kind is set apart (UAX #9, 2.4).
fn isolate(line: String, room: &Room) -> String {
    if room.right_to_left { format!("\u{2067}{line}\u{2069}") } else { line }
}
