//! Why a drawing isn't published, in words for its editor.

use crate::diagnostic::{Code, Diagnostic, Sentence, say};

/// A drawing that can't be read, or one with more in it than a drawing.
#[derive(Debug)]
pub(in crate::render::pictures) enum DrawingProblem {
    /// What the reader of XML says.
    Unreadable(Sentence),
    /// What it holds: "the drawing holds `script`".
    Refused(Sentence),
    /// Its elements stand in each other deeper than this.
    TooDeep(usize),
}

impl DrawingProblem {
    /// The diagnostic for the drawing with this path.
    pub(in crate::render::pictures) fn diagnostic(self, path: &str) -> Diagnostic {
        match self {
            Self::Unreadable(why) => {
                let message = say!("picture.drawingUnreadable", why = why);
                let problem = Diagnostic::error(Code::PictureUnreadable, path, None, message);
                problem.with_hint(say!("picture.drawingHint"))
            }
            Self::TooDeep(most) => {
                let message = say!("picture.deep", most);
                let problem = Diagnostic::error(Code::PictureTooDeep, path, None, message);
                problem.with_hint(say!("picture.deepHint"))
            }
            Self::Refused(message) => {
                let problem = Diagnostic::error(Code::PictureNotOnlyDrawn, path, None, message);
                problem.with_hint(say!("picture.notDrawnHint"))
            }
        }
    }
}
