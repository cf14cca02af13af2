//! What a browser makes of our attributes, after the HTML standard's "constraint validation".

use fancy_regex::Regex;

/// The standard's own expression for `type=email`, in section 4.10.5.1.5.
const EMAIL: &str = r"^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$";

/// Whether a browser would send a value that a person wrote into a field with these attributes.
pub(crate) fn accepts(attributes: &[(&'static str, String)], value: &str) -> bool {
    // The value that counts has single line breaks, whatever the operating system writes.
    let mut value = value.replace("\r\n", "\n");
    if attributes.contains(&("type", "email".to_owned())) {
        value = converted(&value);
    }
    attributes.iter().all(|(name, attribute)| keeps(name, attribute, &value))
}

/// Chromium and Firefox turn a domain of letters of its own into its other spelling before they look.
fn converted(value: &str) -> String {
    match value.split_once('@').map(|(local, domain)| (local, idna::domain_to_ascii(domain))) {
        Some((local, Ok(domain))) => format!("{local}@{domain}"),
        _ => value.to_owned(),
    }
}

fn keeps(name: &str, attribute: &str, value: &str) -> bool {
    let units = value.encode_utf16().count();
    let number = || attribute.parse::<usize>().expect("a number");
    match name {
        "required" => !value.is_empty(),
        // All others mind only what was written.
        _ if value.is_empty() => true,
        "maxlength" => units <= number(),
        "minlength" => units >= number(),
        "pattern" => {
            Regex::new(&format!("^(?:{attribute})$")).expect("a pattern").is_match(value).expect("a match")
        }
        "type" if attribute == "email" => {
            Regex::new(EMAIL).expect("a pattern").is_match(value).expect("a match")
        }
        // These help typing and forbid nothing.
        "type" | "inputmode" => true,
        _ => panic!("the browser of the tests does not know `{name}`"),
    }
}
