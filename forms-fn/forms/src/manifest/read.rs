//! The bytes of a manifest → the manifest, or what is wrong with it and where that stands.

use std::fmt;

use serde::Deserialize;

use super::Manifest;

/// Why a manifest can't be used.
#[derive(Debug)]
pub struct ManifestFault {
    /// The place, as keys with dots between them: `events.dinner.starts`; `.` for the whole.
    place: String,
    message: String,
}

impl Manifest {
    /// The version of the format that both programs write and read.
    pub const VERSION: u32 = 1;

    /// Reads a manifest.
    ///
    /// # Errors
    /// The first value that isn't what its name says; of another version only that it is one, since its names may say
    /// something else.
    pub fn read(bytes: &[u8]) -> Result<Self, ManifestFault> {
        // Where a value stands is asked for only when one is wrong: noting it takes as long again as reading, and a function
        // reads the manifest at each start.
        match serde_json::from_slice::<Self>(bytes) {
            Ok(manifest) if manifest.version == Self::VERSION => Ok(manifest),
            _ => Self::read_with_places(bytes),
        }
    }

    fn read_with_places(bytes: &[u8]) -> Result<Self, ManifestFault> {
        let mut json = serde_json::Deserializer::from_slice(bytes);
        let read = serde_path_to_error::deserialize::<_, Self>(&mut json);
        match read {
            Ok(manifest) if manifest.version == Self::VERSION => {
                json.end().map(|()| manifest).map_err(|error| ManifestFault::new(".", error))
            }
            Ok(manifest) => Err(ManifestFault::of_version(manifest.version)),
            Err(error) => Err(match version(bytes).filter(|version| *version != Self::VERSION) {
                Some(version) => ManifestFault::of_version(version),
                None => ManifestFault::new(error.path(), error.inner()),
            }),
        }
    }
}

/// What the file says of its version, as far as it is JSON at all.
fn version(bytes: &[u8]) -> Option<u32> {
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    serde_json::from_slice(bytes).ok().map(|Version { version }| version)
}

impl ManifestFault {
    fn new(place: impl ToString, message: impl ToString) -> Self {
        Self { place: place.to_string(), message: message.to_string() }
    }

    fn of_version(version: u32) -> Self {
        let known = Manifest::VERSION;
        let message = if version > known {
            format!(
                "this folder needs the `forms-fn` of a newer release: it has version {version}, and this program reads \
                 version {known}"
            )
        } else {
            format!(
                "an older `spaces` made this folder: it has version {version}, and this program reads version {known}; build it anew"
            )
        };
        Self::new(".", message)
    }
}

impl fmt::Display for ManifestFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "." => f.write_str(&self.message),
            place => write!(f, "`{place}`: {}", self.message),
        }
    }
}

impl std::error::Error for ManifestFault {}
