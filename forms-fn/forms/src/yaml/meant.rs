//! Values that were written in people's words → as they are to be written.

/// `true` or `false`, if a word of one of our languages says so: `yes`, `nej`, `on`.
#[must_use]
pub fn meant_truth(written: &str) -> Option<bool> {
    match plain(written).to_lowercase().as_str() {
        "yes" | "y" | "on" | "1" | "ja" | "kyllä" | "joo" | "так" | "نعم" | "true" => Some(true),
        "no" | "n" | "off" | "0" | "nej" | "nei" | "ei" | "ні" | "لا" | "false" => Some(false),
        _ => None,
    }
}

/// The one whole number in the words: `about 30`, `30 people`, `1.000`, `1 000`, `"30"`.
#[must_use]
pub fn meant_number(written: &str) -> Option<String> {
    let words = plain(written).trim_matches(|c: char| !c.is_ascii_digit());
    let parts: Vec<&str> = words.split(['.', ',', ' ', '\u{a0}', '\u{202f}', '\'', '’', '_']).collect();
    let is_thousands = parts.len() == 1 || parts[1..].iter().all(|part| part.len() == 3);
    let digits = parts.concat();
    let is_number = is_thousands
        && !digits.is_empty()
        && digits.len() < 10
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        .then(|| digits.trim_start_matches('0').to_owned())
        .map(|digits| if digits.is_empty() { "0".to_owned() } else { digits })
}

/// Without quotation marks and blanks around it.
fn plain(written: &str) -> &str {
    written.trim_matches(['"', '\'', '“', '”', '„', '«', '»', ' ', '\u{a0}'])
}
