//! What the copies of texts are called that servers send compressed.

/// How a copy is compressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Compression {
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
}

impl Compression {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// With what the name of a copy ends, behind a dot.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }

    /// The header `Content-Encoding`.
    pub(crate) fn encoding(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }
}

/// The path of the file that may be compressed at `path`.
#[must_use]
pub(crate) fn without_compression(path: &str) -> &str {
    let endings = Compression::ALL.into_iter().map(Compression::ending);
    endings.filter_map(|ending| path.strip_suffix(ending)?.strip_suffix('.')).next().unwrap_or(path)
}
