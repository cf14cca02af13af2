//! Which program this is: its version, and the commit where it was built for others.

use std::sync::LazyLock;

/// The commit, which whoever builds a release gives in the variable `SPACES_COMMIT`. A working copy has none.
pub const COMMIT: Option<&str> = option_env!("SPACES_COMMIT");

/// `0.1.0 (2f9c1e0a7b3d)`, or that it was built from a working copy.
pub static VERSION: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    match COMMIT {
        Some(commit) => format!("{version} ({commit})"),
        None => format!("{version} (built from a working copy)"),
    }
});
