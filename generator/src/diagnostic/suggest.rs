//! "did you mean": the nearest of the names that exist.

/// The candidate that a writer most likely meant, if one is near enough.
///
/// Near is a Damerau–Levenshtein distance of at most a third of the written name, whatever its capitals: `strats` is near
/// `starts`. In a word of one or two letters every other is one slip away, so none of those is near but for capitals,
/// and a number is never a slip for another: whoever writes `[^2]` or `photo-2.jpg` doesn't mean the first.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    let limit = lower.chars().count() / 3;
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let distance = strsim::damerau_levenshtein(&lower, &other);
            let is_near =
                distance <= limit && (distance == 0 || without_digits(&lower) != without_digits(&other));
            is_near.then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

fn without_digits(name: &str) -> String {
    name.chars().filter(|c| !c.is_numeric()).collect()
}

/// "1 error", "2 errors".
#[must_use]
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// "`a`, `b` and `c`", for messages.
pub fn quoted_list<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
        None => String::new(),
    }
}
