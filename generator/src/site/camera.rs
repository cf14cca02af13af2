//! Says where a camera's notes lie: they are never published from the content, but git keeps them for ever.

use crate::diagnostic::{Code, Diagnostic, Sentence, say};
use crate::source::{Holder, More, Noted, Source, Traces};

/// One problem for each file in which a camera noted something, and for each of the theme's that nobody can look into.
pub(super) fn traces(source: &Source) -> Vec<Diagnostic> {
    let noted = source.traces.iter().map(|(path, noted)| problem(path, *noted));
    // Those of the content are refused where a document uses them.
    let closed =
        source.unusable.iter().filter(|(path, _)| is_of_theme(path) && !source.traces.contains_key(*path));
    let closed = closed.map(|(path, why)| {
        let message = say!("file.never", path, what = why.what.clone());
        Diagnostic::error(Code::FileKind, path, None, message).with_hint(why.hint.clone())
    });
    noted.chain(closed).collect()
}

/// A theme's files are published as they are, and so are templates of the site's own.
fn is_of_theme(path: &str) -> bool {
    !path.starts_with("content/") || path.starts_with("content/templates/")
}

fn problem(path: &str, noted: Noted) -> Diagnostic {
    let message = told(path, noted.traces);
    let hint = match noted.holder {
        Holder::Photo => say!("picture.cleanHint", path = &quoted(path)),
        holder => say!("picture.gitHint", remedy = holder.remedy()),
    };
    let problem = match is_of_theme(path) {
        true => Diagnostic::error(Code::PictureTraces, path, None, message),
        false => Diagnostic::warning(Code::PictureTraces, path, None, message),
    };
    problem.with_hint(hint)
}

fn told(path: &str, traces: Traces) -> Sentence {
    let tells = match (traces.position, traces.owner) {
        (true, true) => Some(say!("picture.tellsBoth", path)),
        (true, false) => Some(say!("picture.tellsWhere", path)),
        (false, true) => Some(say!("picture.tellsWho", path)),
        (false, false) => None,
    };
    match (tells, traces.more) {
        (None, More::Film) => say!("picture.holdsFilm", path),
        (None, _) => say!("picture.holdsNotes", path),
        (Some(told), More::Film) => say!("picture.andFilm", told = told),
        (Some(told), _) => told,
    }
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
