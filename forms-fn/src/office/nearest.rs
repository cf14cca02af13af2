//! A name that nobody knows: which one was probably meant, and which ones there are.

use std::collections::BTreeSet;

/// More names than this are none to read.
const MOST: usize = 30;

/// `there is no event `dinner-olso`: did you mean …? There are …`
pub fn unknown(what: &str, wrong: &str, known: &[&str]) -> String {
    let mut text = format!("neither the site nor the store knows the {what} `{wrong}`");
    if let Some(near) = nearest(wrong, known) {
        text += &format!("\n  hint: did you mean `{near}`?");
    }
    if known.is_empty() {
        text +=
            &format!("\n  hint: no {what} is known here at all: say where the site's folder is with --forms");
    } else {
        text += &format!("\n  there are {}", names(known));
    }
    text
}

/// ``a`, `b` and 7 others`.
pub fn names(known: &[&str]) -> String {
    let names: Vec<String> = known.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    match known.len().checked_sub(MOST) {
        Some(more) if more > 0 => format!("{} and {more} others", names.join(", ")),
        _ => names.join(", "),
    }
}

/// `the site has no language `dk`: there are …`
pub fn no_language(wrong: &str, known: &BTreeSet<&str>) -> String {
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    format!("the site has no language `{wrong}`\n  hint: there are {}", names.join(", "))
}

/// The known name that is nearest, if it isn't quite another one.
pub fn nearest<'k>(wrong: &str, known: &[&'k str]) -> Option<&'k str> {
    // One slip for each three letters is a typing error; more is another name. Half a name is meant, too.
    let allowed = (wrong.chars().count() / 3).max(1);
    let near = known.iter().map(|name| (strsim::osa_distance(wrong, name), *name));
    let near = near.filter(|(distance, _)| *distance <= allowed).min_by_key(|(distance, _)| *distance);
    near.map(|(_, name)| name)
        .or_else(|| known.iter().copied().find(|name| !wrong.is_empty() && name.contains(wrong)))
}
