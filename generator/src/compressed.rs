//! What the copies of texts are called that servers send compressed.

/// Both kinds of copies.
pub(crate) const ENDINGS: [&str; 2] = ["br", "gz"];

/// The paths of the compressed copies that a file may have.
pub(crate) fn copies(path: &str) -> impl Iterator<Item = String> {
    ENDINGS.into_iter().map(move |ending| format!("{path}.{ending}"))
}

/// The path of the file that may be compressed at `path`.
#[must_use]
pub(crate) fn without_compression(path: &str) -> &str {
    let endings = ENDINGS.into_iter();
    endings.filter_map(|ending| path.strip_suffix(ending)?.strip_suffix('.')).next().unwrap_or(path)
}
