//! A word or an address as a square code (ISO/IEC 18004) that telephones read: the path of an SVG picture, for the site's
//! posters and for tickets.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};
use serde::{Deserialize, Serialize};

/// Empty modules around the code; readers need four (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// A code, measured in modules.
#[derive(Debug, Serialize, Deserialize)]
pub struct CodeDrawing {
    /// The side of the picture, with the empty edge.
    pub size: usize,
    /// The dark modules, as the `d` of one path.
    pub path: String,
}

impl CodeDrawing {
    /// The code of a text; `None` when it is longer than a code can hold.
    ///
    /// A quarter of it may be damaged: a poster hangs in wind and weather, and the glass of telephones breaks.
    #[must_use]
    pub fn new(text: &str) -> Option<CodeDrawing> {
        let rows = modules(text)?;
        let mut path = String::new();
        for (y, row) in rows.iter().enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run[0] {
                    let _ = write!(path, "M{x} {y}h{}v1h-{}z", run.len(), run.len());
                }
                x += run.len();
            }
        }
        Some(CodeDrawing { size: rows.len(), path })
    }
}

/// The modules of the code, row by row and with the empty edge: whether each is dark.
pub(crate) fn modules(text: &str) -> Option<Vec<Vec<bool>>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
    let (width, colors) = (code.width(), code.to_colors());
    let size = width + 2 * QUIET;
    let mut rows = vec![vec![false; size]; size];
    for (at, color) in colors.iter().enumerate() {
        rows[at / width + QUIET][at % width + QUIET] = *color == Color::Dark;
    }
    Some(rows)
}
