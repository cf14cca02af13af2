//! The known name that somebody probably meant.

/// The nearest of the known names, or none if all are far from what was written.
pub(crate) fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // One slip for each three letters is a typing error; more is another word, and every word of two letters is one
    // slip away from every other.
    let allowed = wrong.chars().count() / 3;
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&plain(wrong), &plain(name)), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// `maxLength`, `max_length` and `max-length` are the same word.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}
