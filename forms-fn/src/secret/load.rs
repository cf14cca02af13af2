//! The edge: the file `secrets.json` in the data folder.
//!
//! A file is only ever put in place whole, by renaming, while a lock is held; so two programs that
//! start at once end with one keyring, and a crash leaves the old file or the new one.
#![expect(clippy::disallowed_methods, reason = "the one place that reads and writes the file of secrets")]

use std::fmt;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use zeroize::Zeroizing;

use super::keyring::Keyring;

/// The file in the data folder.
const FILE: &str = "secrets.json";
/// Held while the file is made or replaced. Empty, and left where it is.
const LOCK: &str = "secrets.lock";
/// What the lock's holder writes before it gets its name.
const DRAFT: &str = "secrets.json.new";
/// Longer than 256 keys of each kind.
const LONGEST: u64 = 64 * 1024;

/// Why the secrets can't be used, in one sentence. It tells the path and nothing of what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretsFault(String);

/// Reads the keyring of a data folder; makes folder and keyring if there is none.
///
/// # Errors
/// When the file can't be read or made, isn't a keyring, or can be read by others on the machine.
pub fn load_or_create(dir: &Path) -> Result<Keyring, SecretsFault> {
    if let Some(keyring) = load(dir)? {
        return Ok(keyring);
    }
    make_folder(dir)?;
    let _lock = lock(dir)?;
    // Another program may have been faster.
    if let Some(keyring) = load(dir)? {
        return Ok(keyring);
    }
    let keyring = Keyring::generate();
    put(dir, &keyring)?;
    Ok(keyring)
}

/// Rotates the keyring of a data folder. Programs that run take the new keys at their next start,
/// and until then refuse what the new keys sign, so start them anew at once.
///
/// # Errors
/// When there is no file, or it can't be read or replaced.
pub fn rotate(dir: &Path) -> Result<Keyring, SecretsFault> {
    let path = dir.join(FILE);
    let missing = || SecretsFault(format!("there is no `{}` to rotate", path.display()));
    if !path.exists() {
        return Err(missing());
    }
    let _lock = lock(dir)?;
    let mut keyring = load(dir)?.ok_or_else(missing)?;
    keyring.rotate().map_err(|e| SecretsFault(format!("`{}`: {e}", path.display())))?;
    put(dir, &keyring)?;
    Ok(keyring)
}

/// Reads the keyring of a data folder; `None` if there is no file.
///
/// # Errors
/// When the file can't be read, isn't a keyring, or can be read by others on the machine.
pub fn load(dir: &Path) -> Result<Option<Keyring>, SecretsFault> {
    let path = dir.join(FILE);
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(cannot("read", &path, &e)),
    };
    private(&file, &path)?;
    let mut json = Zeroizing::new(String::new());
    (&mut file).take(LONGEST).read_to_string(&mut json).map_err(|e| cannot("read", &path, &e))?;
    let keyring = Keyring::parse(&json);
    keyring.map(Some).map_err(|e| SecretsFault(format!("cannot use `{}`: {e}", path.display())))
}

/// Asked of the open file, so that it can't be another one by the time it is read.
#[cfg(unix)]
fn private(file: &File, path: &Path) -> Result<(), SecretsFault> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata().map_err(|e| cannot("read", path, &e))?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let path = path.display();
    Err(SecretsFault(format!(
        "`{path}` can be read by others on this machine, so its keys may be known to them: \
         run `chmod 600 {path}`, and `rotate` if others were here"
    )))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same as on Unix")]
fn private(_: &File, _: &Path) -> Result<(), SecretsFault> {
    Ok(())
}

/// Others may not look into the folder either: it also holds the store.
fn make_folder(dir: &Path) -> Result<(), SecretsFault> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|e| cannot("make", dir, &e))
}

/// Waits until no other program makes or replaces the file. Released when dropped, also by a crash.
fn lock(dir: &Path) -> Result<File, SecretsFault> {
    let path = dir.join(LOCK);
    let file = ours().truncate(false).open(&path).map_err(|e| cannot("write", &path, &e))?;
    file.lock().map_err(|e| cannot("lock", &path, &e))?;
    Ok(file)
}

/// Only while the lock is held. The draft of a program that crashed is written over.
fn put(dir: &Path, keyring: &Keyring) -> Result<(), SecretsFault> {
    let (draft, path) = (dir.join(DRAFT), dir.join(FILE));
    write(&draft, &keyring.to_json()).map_err(|e| cannot("write", &draft, &e))?;
    std::fs::rename(&draft, &path).map_err(|e| cannot("write", &path, &e))?;
    keep(dir).map_err(|e| cannot("write", dir, &e))
}

fn write(draft: &Path, json: &str) -> std::io::Result<()> {
    match std::fs::remove_file(draft) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    // New, so that its mode is ours and not that of a file that stood there.
    let mut file = ours().create_new(true).open(draft)?;
    file.write_all(json.as_bytes())?;
    file.sync_all()
}

/// A new name is on disk once its folder is.
#[cfg(unix)]
fn keep(dir: &Path) -> std::io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(not(unix))]
fn keep(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// For writing, made if missing, for nobody else.
fn ours() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn cannot(verb: &str, path: &Path, error: &std::io::Error) -> SecretsFault {
    SecretsFault(format!("cannot {verb} `{}`: {error}", path.display()))
}

impl fmt::Display for SecretsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SecretsFault {}
