//! A store that has to be there: a mistyped folder would otherwise look as if nobody had come.

use std::path::{Path, PathBuf};

/// The file of a store in its folder, if it is there.
///
/// # Errors
/// When it isn't, with the folders nearby that have one.
pub fn existing(data: &Path, name: &str) -> Result<PathBuf, String> {
    let path = data.join(name);
    if path.is_file() {
        return Ok(path);
    }
    let missing = if data.is_dir() {
        format!("no store `{}`", path.display())
    } else {
        format!("no folder `{}`", data.display())
    };
    let near = near(data, name);
    let hint = match near.as_slice() {
        [] => "is --data right? Only `serve`, `import-store` and `restore` make a store".to_owned(),
        near => format!("there is one in {}", near.join(", ")),
    };
    Err(format!("{missing}\n  hint: {hint}"))
}

/// Folders inside it and beside it that have such a store.
fn near(data: &Path, name: &str) -> Vec<String> {
    let beside = data.parent().map(|up| if up.as_os_str().is_empty() { Path::new(".") } else { up });
    let folders = [Some(data), beside].into_iter().flatten().filter_map(|folder| folder.read_dir().ok());
    let mut found: Vec<String> = folders
        .flat_map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()))
        .filter(|path| path.join(name).is_file())
        .map(|path| format!("`{}`", path.strip_prefix("./").unwrap_or(&path).display()))
        .collect();
    found.sort();
    found.dedup();
    found.truncate(3);
    found
}
