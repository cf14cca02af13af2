//! Says where a camera's notes lie in git: they are never published from the content, but git keeps them for ever.

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Traces};

/// One problem for each file in which a camera noted something.
pub(super) fn traces(source: &Source) -> Vec<Diagnostic> {
    let found = source.traces.iter();
    found.map(|(path, traces)| problem(path, *traces, source.unusable.contains_key(path))).collect()
}

fn problem(path: &str, traces: Traces, unusable: bool) -> Diagnostic {
    let told = match traces {
        Traces { position: true, owner: true } => "where it was taken and by whom",
        Traces { position: true, owner: false } => "where it was taken",
        Traces { position: false, .. } => "by whom it was taken",
    };
    let message = format!("`{path}` tells {told}");
    let clean =
        format!("clean it before it goes into git, which keeps it for ever: spaces clean {}", quoted(path));
    // A theme's files are published as they are.
    if !path.starts_with("content/") {
        return Diagnostic::error("picture/traces", path, None, message).with_hint(clean);
    }
    let problem = Diagnostic::warning("picture/traces", path, None, message);
    problem.with_hint(if unusable {
        "save it as JPEG, `spaces clean` that, and remove this file before it goes into git, which keeps it for ever"
            .to_owned()
    } else {
        clean
    })
}

/// The path as a shell takes it.
fn quoted(path: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-".contains(letter);
    match path.chars().all(plain) {
        true => path.to_owned(),
        // Windows knows these quotes only.
        false if !path.contains(['"', '$', '`', '\\', '!']) => format!("\"{path}\""),
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}
