//! Watches content and theme, and builds anew when they change.
//!
//! The two folders are watched with all that is in them. They may go and come again, by a checkout, by a copy that is
//! moved into their place, or because a link leads elsewhere now; then a watch on the old folder says nothing more. So the
//! folder above them is watched too, and from time to time it is asked whether they are still the same.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify_debouncer_full::notify::event::ModifyKind;
use notify_debouncer_full::notify::{Error, ErrorKind, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer,
};

use super::ServeOptions;
use super::changes::FOLDERS;
use super::state::Served;
use crate::source::FolderId;

/// Editors save by writing, renaming and touching; 40 ms gathers one save into one build.
const GATHER: Duration = Duration::from_millis(40);

/// How often it is asked whether the folders are still the same.
const LOOK: Duration = Duration::from_secs(2);

/// Watches as long as the process lives.
///
/// # Errors
/// When the operating system refuses to watch one of the folders.
pub(super) fn start(served: Arc<Served>, options: &ServeOptions) -> Result<(), String> {
    let (said, events) = channel();
    let debouncer =
        new_debouncer(GATHER, None, said).map_err(|e| format!("cannot watch for changes: {e}"))?;
    // As the operating system names what has changed.
    let root =
        std::path::absolute(&options.build.root).map_err(|e| format!("cannot watch for changes: {e}"))?;
    let above = (root.clone(), RecursiveMode::NonRecursive);
    let folders = FOLDERS.map(|folder| (root.join(folder), RecursiveMode::Recursive));
    let mut watch = Watch { debouncer, folders: Vec::new() };
    for (path, mode) in std::iter::once(above).chain(folders) {
        let mut folder = Folder { path, mode, id: None };
        watch.debouncer.renew(&mut folder).map_err(|e| cannot(&folder, &e))?;
        watch.folders.push(folder);
    }
    let options = options.clone();
    std::thread::spawn(move || {
        // What was saved between the first build and now.
        served.look_again(&options);
        while let Some(changes) = next(&events) {
            let are_same = !watch.are_others(&changes);
            if !are_same {
                watch.renew();
            }
            for events in &changes {
                served.build_again(&options, events);
            }
            if !are_same {
                served.look_again(&options);
            }
        }
    });
    Ok(())
}

/// What has happened since, perhaps nothing; `None` when nobody watches any more.
fn next(events: &Receiver<DebounceEventResult>) -> Option<Vec<DebounceEventResult>> {
    match events.recv_timeout(LOOK) {
        // A build may have taken longer than several saves.
        Ok(first) => Some(merged(std::iter::once(first).chain(events.try_iter()))),
        Err(RecvTimeoutError::Timeout) => Some(Vec::new()),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

fn merged(all: impl Iterator<Item = DebounceEventResult>) -> Vec<DebounceEventResult> {
    let (mut events, mut errors) = (Vec::new(), Vec::new());
    for result in all {
        match result {
            Ok(more) => events.extend(more),
            Err(more) => errors.extend(more),
        }
    }
    let errors = Some(errors).filter(|errors| !errors.is_empty());
    std::iter::once(Ok(events)).chain(errors.map(Err)).collect()
}

/// The folders, and who watches them.
struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    folders: Vec<Folder>,
}

struct Folder {
    path: PathBuf,
    mode: RecursiveMode,
    /// Of the folder that is watched.
    id: Option<FolderId>,
}

impl Watch {
    /// Whether other folders may have taken the places of those that are watched.
    fn are_others(&self, changes: &[DebounceEventResult]) -> bool {
        let mut events = changes.iter().flatten().flatten();
        events.any(|event| self.is_about_one(event))
            || self.folders.iter().any(|folder| FolderId::of(&folder.path) != folder.id)
    }

    /// Whether one of the folders came or went: a new one may have the number of the old one.
    fn is_about_one(&self, event: &DebouncedEvent) -> bool {
        let came_or_went = matches!(
            event.kind,
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        );
        came_or_went && event.paths.iter().any(|path| self.folders.iter().any(|folder| folder.path == *path))
    }

    fn renew(&mut self) {
        for folder in &mut self.folders {
            if let Err(e) = self.debouncer.renew(folder) {
                eprintln!("error: {}", cannot(folder, &e));
            }
        }
    }
}

trait Renew {
    /// Watches the folder that is there now. One that isn't there is no error: it may come.
    fn renew(&mut self, folder: &mut Folder) -> Result<(), Error>;
}

impl Renew for Debouncer<RecommendedWatcher, RecommendedCache> {
    fn renew(&mut self, folder: &mut Folder) -> Result<(), Error> {
        // Nothing is watched at first, or any more.
        let _ = self.unwatch(&folder.path);
        folder.id = FolderId::of(&folder.path);
        match self.watch(&folder.path, folder.mode) {
            Err(e) if folder.id.is_some() && !is_gone(&e) => Err(e),
            _ => Ok(()),
        }
    }
}

fn is_gone(error: &Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(e) => e.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn cannot(folder: &Folder, error: &Error) -> String {
    let way_out = match error.kind {
        ErrorKind::MaxFilesWatch => {
            "; raise the number of files that may be watched (fs.inotify.max_user_watches)"
        }
        _ => "",
    };
    format!("cannot watch `{}`, so edits there aren't seen: {error}{way_out}", folder.path.display())
}
