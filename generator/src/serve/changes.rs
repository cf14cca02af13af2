//! What the operating system says about files → what has to be read again.
//!
//! Editors save in many ways: they write into the file, write another one and rename it, leave a copy beside it, test
//! with a file of their own whether they may write. What is there in the end counts.

use std::collections::BTreeSet;
use std::path::Path;

use notify_debouncer_full::notify::EventKind;
use notify_debouncer_full::notify::event::ModifyKind;
use notify_debouncer_full::{DebounceEventResult, DebouncedEvent};

use crate::source::{self, Source};

/// The folders below the root that a site is made of; whatever else lies beside them is no concern of ours.
pub(super) const FOLDERS: [&str; 2] = ["content", "themes"];

/// What has changed since the last build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Changed {
    /// These files, which were there before and are still there.
    Files(BTreeSet<String>),
    /// Files came or went, or nobody knows.
    Everything,
}

impl Changed {
    /// What these events change below `root`; `None` if nothing. Without a `source`, because the newest state couldn't be
    /// read, whatever changes asks for everything.
    pub(super) fn of(events: &DebounceEventResult, root: &Path, source: Option<&Source>) -> Option<Self> {
        let Ok(events) = events else { return Some(Self::Everything) };
        events.iter().filter_map(|event| of_event(event, root, source)).reduce(Self::and)
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Files(mut files), Self::Files(more)) => {
                files.extend(more);
                Self::Files(files)
            }
            (Self::Everything, _) | (_, Self::Everything) => Self::Everything,
        }
    }
}

fn of_event(event: &DebouncedEvent, root: &Path, source: Option<&Source>) -> Option<Changed> {
    if event.need_rescan() {
        return Some(Changed::Everything);
    }
    // Reading a file is an event too on some systems; only what changes something counts.
    if matches!(event.kind, EventKind::Access(_)) {
        return None;
    }
    event.paths.iter().filter_map(|file| of_file(file, root, source, &event.kind)).reduce(Changed::and)
}

fn of_file(file: &Path, root: &Path, source: Option<&Source>, kind: &EventKind) -> Option<Changed> {
    // Some systems name files by another way to the same folder.
    let Some(path) = source::path_below(root, file) else { return Some(Changed::Everything) };
    let mut parts = path.split('/');
    if !parts.next().is_some_and(|folder| FOLDERS.contains(&folder))
        || parts.any(|part| part.starts_with('.'))
    {
        return None;
    }
    let Some(source) = source else { return Some(Changed::Everything) };
    let renamed = matches!(kind, EventKind::Modify(ModifyKind::Name(_)));
    match (source.has(&path), file.is_file()) {
        (true, true) => Some(Changed::Files([path].into())),
        // A folder's own times change with whatever is in it, which has an event of its own.
        (false, false) if file.is_dir() && matches!(kind, EventKind::Modify(_)) && !renamed => None,
        // It came and went.
        (false, false) if !file.exists() && !source.has_below(&path) => None,
        _ => Some(Changed::Everything),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "files come and go here")]
mod tests {
    use std::fs;
    use std::time::Instant;

    use notify_debouncer_full::notify::event::{AccessKind, AccessMode, CreateKind, DataChange};
    use notify_debouncer_full::notify::event::{RemoveKind, RenameMode};
    use notify_debouncer_full::notify::{Event, EventKind};

    use super::*;
    use crate::source;

    fn changed(kind: EventKind, paths: &[&str]) -> Option<Changed> {
        changed_of(kind, paths, true)
    }

    fn changed_of(kind: EventKind, paths: &[&str], is_good: bool) -> Option<Changed> {
        let root = tempfile::tempdir().expect("a folder");
        for file in ["content/stories/a/index.en.md", "themes/x/templates/base.html"] {
            let file = root.path().join(file);
            fs::create_dir_all(file.parent().expect("it has one")).expect("made");
            fs::write(file, "x").expect("written");
        }
        let source = source::read(root.path()).expect("it can be read");
        // What came after it was read.
        fs::write(root.path().join("content/new.md"), "x").expect("written");
        let event = paths.iter().fold(Event::new(kind), |event, path| event.add_path(root.path().join(path)));
        let events = Ok(vec![DebouncedEvent::new(event, Instant::now())]);
        Changed::of(&events, root.path(), is_good.then_some(&source))
    }

    #[test]
    fn what_is_there_in_the_end_counts() {
        let data = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
        let text = "content/stories/a/index.en.md";
        let files =
            |paths: &[&str]| Some(Changed::Files(paths.iter().map(|path| (*path).to_owned()).collect()));
        let cases = [
            (data, vec![text], files(&[text])),
            (data, vec!["themes/x/templates/base.html"], files(&["themes/x/templates/base.html"])),
            (renamed, vec!["content/stories/a/4913", text], files(&[text])),
            (EventKind::Create(CreateKind::File), vec![text], files(&[text])),
            (EventKind::Create(CreateKind::File), vec!["content/stories/a/.index.en.md.swp"], None),
            (EventKind::Remove(RemoveKind::File), vec!["content/stories/a/4913"], None),
            (data, vec!["content/stories/a"], None),
            (EventKind::Create(CreateKind::Any), vec!["content/new.md"], Some(Changed::Everything)),
            (EventKind::Create(CreateKind::Folder), vec!["content/stories"], Some(Changed::Everything)),
            (renamed, vec!["content/stories", "content/tales"], Some(Changed::Everything)),
        ];
        for (kind, paths, expected) in cases {
            assert_eq!(changed(kind, &paths), expected, "{kind:?} {paths:?}");
        }
        assert_eq!(changed(EventKind::Remove(RemoveKind::Any), &["content/gone"]), None);
    }

    #[test]
    fn to_read_a_file_or_to_write_beside_the_site_changes_nothing_however_the_site_is() {
        let read = EventKind::Access(AccessKind::Open(AccessMode::Any));
        let written = EventKind::Create(CreateKind::Any);
        for is_good in [true, false] {
            assert_eq!(changed_of(read, &["content/stories/a/index.en.md"], is_good), None);
            assert_eq!(changed_of(written, &["dist", "var/x", ".cache"], is_good), None);
            assert_eq!(changed_of(written, &["content/stories/a/.index.en.md.swp"], is_good), None);
            assert_eq!(changed_of(written, &["content"], is_good), Some(Changed::Everything));
        }
        assert_eq!(changed_of(written, &["content/stories/a/index.en.md"], false), Some(Changed::Everything));
    }
}
