//! The file: a line that says what it is, one line of JSON for each item, and a last line with their number and the
//! SHA-256 of everything before it. A file that was cut off or changed is noticed before anything is done with it.

use std::fmt;
use std::io::{BufRead, Seek, SeekFrom, Write};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::store::{Item, Key};

/// What the first line says.
const FORMAT: &str = "spaces-forms";
/// The shape of the lines. It changes when an old program could not read a new file.
const VERSION: u32 = 1;

/// What is wrong with a file. Quotes nothing of what stands in it.
#[derive(Debug, PartialEq, Eq)]
pub struct FileError(String);

impl FileError {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FileError {}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> Self {
        Self::new(format!("the file can't be read or written: {error}"))
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: String,
    version: u32,
    at: Timestamp,
}

/// Revisions are the store's own and stay behind.
#[derive(Serialize, Deserialize)]
struct ItemLine {
    pk: String,
    sk: String,
    body: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires: Option<Timestamp>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Tail {
    items: u64,
    sha256: String,
}

/// Writes a file from its first line to its last.
#[derive(Debug)]
pub(super) struct Writer<W> {
    out: W,
    sha: Sha256,
    items: u64,
}

impl<W: Write> Writer<W> {
    pub(super) fn begin(out: W, now: Timestamp) -> Result<Self, FileError> {
        let mut writer = Self { out, sha: Sha256::new(), items: 0 };
        writer.line(&Head { format: FORMAT.to_owned(), version: VERSION, at: now })?;
        Ok(writer)
    }

    pub(super) fn item(&mut self, item: Item) -> Result<(), FileError> {
        self.items += 1;
        let Key { pk, sk } = item.key;
        self.line(&ItemLine { pk, sk, body: item.body, expires: item.expires })
    }

    /// Ends the file and tells how many items it has.
    pub(super) fn end(mut self) -> Result<u64, FileError> {
        let sha256 = hex(self.sha.clone());
        self.line(&Tail { items: self.items, sha256 })?;
        self.out.flush()?;
        Ok(self.items)
    }

    fn line(&mut self, value: &impl Serialize) -> Result<(), FileError> {
        let mut line = serde_json::to_vec(value).expect("texts, numbers and JSON are JSON");
        line.push(b'\n');
        self.sha.update(&line);
        Ok(self.out.write_all(&line)?)
    }
}

fn hex(sha: Sha256) -> String {
    sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file that was checked from its first line to its last.
#[derive(Debug)]
pub struct Lines<R> {
    file: R,
    items: u64,
}

impl<R: BufRead + Seek> Lines<R> {
    /// Reads all of it once.
    ///
    /// # Errors
    /// When it isn't such a file, is of a newer version, was cut off or changed.
    pub fn check(mut file: R) -> Result<Self, FileError> {
        let mut sha = Sha256::new();
        let mut line = String::new();
        let head: Option<Head> = next(&mut file, &mut line)?;
        match head.filter(|head| head.format == FORMAT) {
            None => return Err(FileError::new("the first line doesn't say that this is an export of forms")),
            Some(head) if head.version != VERSION => {
                return Err(FileError::new(format!(
                    "the file has version {}, and this program reads {VERSION}",
                    head.version
                )));
            }
            Some(_) => sha.update(&line),
        }
        let mut items = 0;
        loop {
            line.clear();
            if file.read_line(&mut line)? == 0 {
                return Err(FileError::new("the file is cut off: its last line is missing"));
            }
            if serde_json::from_str::<ItemLine>(&line).is_ok() {
                items += 1;
                sha.update(&line);
                continue;
            }
            let tail: Tail = serde_json::from_str(&line)
                .map_err(|_| FileError::new(format!("line {} is not an item", items + 2)))?;
            let whole = tail.items == items && tail.sha256 == hex(sha);
            let is_last = file.read_line(&mut line)? == 0;
            return match whole && is_last {
                true => Ok(Self { file, items }),
                false => Err(FileError::new("the file was changed: its checksum is another")),
            };
        }
    }

    /// How many items there are.
    pub fn len(&self) -> u64 {
        self.items
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items == 0
    }

    /// Goes back to the first item.
    pub(super) fn rewind(&mut self) -> Result<(), FileError> {
        self.file.seek(SeekFrom::Start(0))?;
        next::<Head>(&mut self.file, &mut String::new()).map(drop)
    }

    /// The next item; none behind the last. Its revision means nothing.
    pub(super) fn next(&mut self) -> Result<Option<Item>, FileError> {
        let line: Option<ItemLine> = next(&mut self.file, &mut String::new())?;
        Ok(line.map(|line| Item {
            key: Key::new(line.pk, line.sk),
            revision: 0,
            body: line.body,
            expires: line.expires,
        }))
    }
}

/// The next line, if it is of this shape.
fn next<T: for<'a> Deserialize<'a>>(
    file: &mut impl BufRead,
    line: &mut String,
) -> Result<Option<T>, FileError> {
    line.clear();
    file.read_line(line)?;
    Ok(serde_json::from_str(line).ok())
}
