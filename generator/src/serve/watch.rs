//! Watches content and theme, and builds anew when they change.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use notify_debouncer_full::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use super::ServeOptions;
use super::state::Served;

/// Editors save by writing, renaming and touching; 40 ms gathers one save into one build.
const GATHER: Duration = Duration::from_millis(40);

/// Watches until the returned value is dropped.
///
/// # Errors
/// When the operating system refuses to watch one of the folders.
pub(super) fn start(
    served: Arc<Served>,
    options: &ServeOptions,
) -> Result<Debouncer<RecommendedWatcher, RecommendedCache>, String> {
    let again = options.clone();
    let changed = move |result: DebounceEventResult| served.build_again(&again, result);
    let mut debouncer =
        new_debouncer(GATHER, None, changed).map_err(|e| format!("cannot watch for changes: {e}"))?;
    for folder in ["content", "themes"].map(|folder| options.build.root.join(folder)) {
        watch(&mut debouncer, &folder)?;
    }
    Ok(debouncer)
}

fn watch(
    debouncer: &mut Debouncer<RecommendedWatcher, RecommendedCache>,
    folder: &PathBuf,
) -> Result<(), String> {
    debouncer
        .watch(folder, RecursiveMode::Recursive)
        .map_err(|e| format!("cannot watch `{}`: {e}", folder.display()))
}
