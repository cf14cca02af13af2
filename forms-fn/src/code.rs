//! A word or an address as a square code (ISO/IEC 18004) that telephones read: the path of an SVG picture, for the site's
//! posters and for tickets.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// Empty modules around the code; readers need four (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// A code, measured in modules.
#[derive(Debug, Serialize)]
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
        let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
        let (width, modules) = (code.width(), code.to_colors());
        let mut path = String::new();
        for (y, row) in modules.chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run[0] == Color::Dark {
                    let _ = write!(path, "M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len());
                }
                x += run.len();
            }
        }
        Some(CodeDrawing { size: width + 2 * QUIET, path })
    }
}
