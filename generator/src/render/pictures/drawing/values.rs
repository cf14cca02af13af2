//! Whether a value stays inside its drawing.

use super::DrawingProblem;
use crate::diagnostic::say;

/// Refuses handlers of events and every address but those of parts of the same drawing.
pub(super) fn check(name: &str, value: &str) -> Result<(), DrawingProblem> {
    let lower = name.to_ascii_lowercase();
    if lower.starts_with("on") {
        return Err(DrawingProblem::Refused(say!("picture.handler", name)));
    }
    if lower == "href" && !value.trim_start().starts_with('#') {
        return Err(DrawingProblem::Refused(say!("picture.refers", address = &beginning(value))));
    }
    check_style(value)
}

/// The same for a piece of CSS. An escape could hide `url`, and no drawing needs one.
pub(super) fn check_style(css: &str) -> Result<(), DrawingProblem> {
    let lower = css.to_ascii_lowercase();
    if lower.contains('\\') || lower.contains("@import") || lower.contains("image-set") {
        return Err(DrawingProblem::Refused(say!("picture.style", css = &beginning(css))));
    }
    for (at, _) in lower.match_indices("url(") {
        let inside = &css[at + 4..];
        if !inside.trim_start().trim_start_matches(['"', '\'']).starts_with('#') {
            let end = inside.find(')').unwrap_or(inside.len());
            return Err(DrawingProblem::Refused(say!(
                "picture.refers",
                address = &beginning(&inside[..end])
            )));
        }
    }
    Ok(())
}

/// Enough of it to find it: a `data:` address may be a whole photograph.
fn beginning(value: &str) -> String {
    let short: String = value.trim().chars().take(40).collect();
    if short.len() < value.trim().len() { format!("{short}…") } else { short }
}
