//! What is wrong with a folder of forms, for whoever deploys it.

use std::fmt;

/// One fault, with the file in which it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderFault {
    /// Path below the folder, with `/`.
    pub path: String,
    /// Lower case, no final dot.
    pub message: String,
}

impl FolderFault {
    pub(super) fn new(path: impl Into<String>, message: impl fmt::Display) -> Self {
        Self { path: path.into(), message: message.to_string() }
    }
}

impl fmt::Display for FolderFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// All of them on one line, for the log.
pub(crate) fn line(faults: &[FolderFault]) -> String {
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    faults.join("; ")
}
