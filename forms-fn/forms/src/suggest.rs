//! "did you mean": the nearest of the names that exist.

/// The candidate that a writer most likely meant, if one is near enough.
///
/// Near is a Damerau–Levenshtein distance of at most a third of the written name, whatever its capitals, dashes and low
/// lines: `strats` is near `starts`, and `max_length` is `maxLength`. In a word of one or two letters every other is one
/// slip away, so none of those is near but for these, and a number is never a slip for another: whoever writes `[^2]` or
/// `photo-2.jpg` doesn't mean the first.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let (lower, same) = (written.to_lowercase(), plain(written));
    let limit = lower.chars().count() / 3;
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let distance = match plain(candidate) == same {
                true => 0,
                false => strsim::damerau_levenshtein(&lower, &other),
            };
            let is_near =
                distance <= limit && (distance == 0 || without_digits(&lower) != without_digits(&other));
            is_near.then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// `maxLength`, `max_length` and `max-length` are the same word.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

fn without_digits(name: &str) -> String {
    name.chars().filter(|c| !c.is_numeric()).collect()
}
