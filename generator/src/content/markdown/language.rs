//! Language tags that an author writes inside a body, and their direction.

/// Whether `tag` has the shape of a BCP 47 language tag: `uk`, `nb-NO`, `sr-Latn`.
pub(super) fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// `rtl` for languages that are written from right to left, `ltr` for the others. An author may
/// quote any language, so this doesn't depend on the languages of the site.
pub(super) fn direction(tag: &str) -> &'static str {
    const RIGHT_TO_LEFT: [&str; 11] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi", "azb"];
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4).map(str::to_ascii_lowercase);
    let rtl = match script.as_deref() {
        Some(script) => matches!(script, "arab" | "hebr" | "thaa" | "syrc" | "nkoo"),
        None => RIGHT_TO_LEFT.iter().any(|rtl| first.eq_ignore_ascii_case(rtl)),
    };
    if rtl { "rtl" } else { "ltr" }
}
