//! The folder of an editor for many people, below that of the accounts: `edit/{site.git, key, site, checked}`.
#![expect(clippy::disallowed_methods, reason = "makes the folder")]

use std::fs::{self, File, TryLockError};
use std::path::{Component, Path, PathBuf};

use crate::options::{Address, Many};
use crate::repository::GitFault;

/// Makes the folder, into which nobody else looks: drafts are nobody's but their writers'.
///
/// # Errors
/// A sentence with the path.
pub(super) fn folder(data: &Path) -> Result<PathBuf, String> {
    let folder = data.join("edit");
    let cannot = |error: std::io::Error| format!("`{}` can't be used: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(cannot)?;
    #[cfg(unix)]
    fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).map_err(cannot)?;
    folder.canonicalize().map_err(cannot)
}

/// Holds the folder, since two programs would get into each other's way in it. It is free again when what is given ends.
///
/// # Errors
/// A sentence when another one has it.
pub(super) fn hold(folder: &Path) -> Result<File, String> {
    let path = folder.join("lock");
    let cannot = |error: std::io::Error| format!("`{}` can't be used: {error}", path.display());
    let file = File::create(&path).map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(format!("`spaces edit` runs already on `{}`", folder.display())),
        Err(TryLockError::Error(error)) => Err(cannot(error)),
    }
}

/// The folder of the site in its repository, as git writes it: `.` → ``, `site` → `site/`.
///
/// # Errors
/// A sentence when it leads out of the repository.
pub(super) fn prefix(root: &Path) -> Result<String, String> {
    let mut prefix = String::new();
    for part in root.components() {
        match (part, part.as_os_str().to_str()) {
            (Component::CurDir, _) => {}
            (Component::Normal(_), Some(name)) => prefix.extend([name, "/"]),
            _ => {
                return Err(format!(
                    "`{}` is no folder of the repository; with `--data`, `--root` says where in the repository the site lies",
                    root.display()
                ));
            }
        }
    }
    Ok(prefix)
}

/// Why there is no repository, for whoever starts the program.
pub(super) fn not_brought(fault: &GitFault, many: &Many) -> String {
    match (fault, many.repository.as_ref().map(Address::as_str)) {
        (GitFault::NoRepository(_), None) => {
            "at the first start say where the site is kept: `--repository ssh://git@host.example/site.git`"
                .to_owned()
        }
        (fault, from) => format!(
            "the branch `{}` of `{}` can't be brought: {fault}",
            many.branch,
            from.unwrap_or("the repository")
        ),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn a_site_lies_within_its_repository() {
        assert_eq!(prefix(Path::new(".")).unwrap(), "");
        assert_eq!(prefix(Path::new("./site")).unwrap(), "site/");
        assert_eq!(prefix(Path::new("a/b")).unwrap(), "a/b/");
        for bad in ["..", "/srv/site", "a/../b"] {
            assert!(prefix(Path::new(bad)).unwrap_err().contains("--root"), "{bad}");
        }
    }
}
