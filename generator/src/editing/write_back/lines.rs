//! Line ends: a text is changed with those of Unix, and gets its own back.

use std::borrow::Cow;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The text with line ends of Unix, as the site reads it. Those of old Macs would make one line of all.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = match text.contains('\n') || !text.contains('\r') {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.replace('\r', "\n")),
    };
    if !text.starts_with('\u{feff}') && !text.contains("\r\n") {
        return text;
    }
    // A byte order mark is no part of the first line.
    Cow::Owned(text.trim_start_matches('\u{feff}').replace("\r\r\n", "\n").replace("\r\n", "\n"))
}

/// Where what stands below the first line `---` begins.
pub(super) fn first_mark(plain: &str) -> usize {
    let mut start = 0;
    for line in plain.split_inclusive('\n') {
        start += line.len();
        if line.trim() == "---" {
            return start;
        }
    }
    0
}

/// The new text as the old one was saved: each line that stays has the end that it had, a new one that of the first line.
pub(super) fn restored(text: &str, plain: &str, new: &str) -> String {
    let mark = &text[..text.len() - text.trim_start_matches('\u{feff}').len()];
    if !text.contains("\r\n") {
        return format!("{mark}{new}");
    }
    let was: Vec<&str> = text[mark.len()..].split_inclusive('\n').collect();
    let end = if was.first().is_some_and(|line| line.ends_with("\r\n")) { "\r\n" } else { "\n" };
    let before: Vec<&str> = plain.split_inclusive('\n').collect();
    let after: Vec<&str> = new.split_inclusive('\n').collect();
    let mut restored = mark.to_owned();
    for change in capture_diff_slices(Algorithm::Myers, &before, &after) {
        match change {
            DiffOp::Equal { old_index, len, .. } => {
                restored.extend(was[old_index..old_index + len].iter().copied())
            }
            DiffOp::Delete { .. } => {}
            DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                for line in &after[new_index..new_index + new_len] {
                    match line.strip_suffix('\n') {
                        Some(line) => restored.extend([line, end]),
                        None => restored.push_str(line),
                    }
                }
            }
        }
    }
    restored
}
