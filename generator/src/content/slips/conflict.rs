//! Marks that git leaves where two people changed the same lines.

use crate::diagnostic::{Code, Diagnostic, say};

const MARKS: [&str; 3] = ["<<<<<<<", "|||||||", ">>>>>>>"];

/// Every mark of a conflict outside blocks of code: neither version may be published beside the other.
pub(crate) fn conflict(path: &str, text: &str) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return problems;
    }
    let (mut start, mut fence) = (0, None);
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let opens = ["```", "~~~"].into_iter().find(|mark| words.trim_start().starts_with(mark));
        match (fence, opens) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) if path.ends_with(".md") => fence = Some(mark),
            _ => {}
        }
        if fence.is_none() && is_mark(words) {
            let message = say!("text.conflict");
            let problem = Diagnostic::error(Code::TextConflict, path, start..start + words.len(), message);
            let hint = say!("text.conflictHint");
            problems.push(problem.with_hint(hint));
        }
        start += line.len();
    }
    problems
}

fn is_mark(line: &str) -> bool {
    MARKS
        .iter()
        .any(|mark| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}
