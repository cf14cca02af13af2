//! What a browser makes of our attributes, after the HTML standard's "constraint validation".

use regex_lite::Regex;

/// The standard's own expression for `type=email`, in section 4.10.5.1.5.
const EMAIL: &str = r"^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$";

/// Whether a browser would send a value that a person wrote into a field with these attributes.
pub(crate) fn accepts(attributes: &[(&'static str, String)], value: &str) -> bool {
    // The value that counts has single line breaks, whatever the operating system writes.
    let value = value.replace("\r\n", "\n");
    attributes.iter().all(|(name, attribute)| keeps(name, attribute, &value))
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
        "pattern" => Regex::new(&format!("^(?:{attribute})$")).expect("a pattern").is_match(value),
        "type" if attribute == "email" => Regex::new(EMAIL).expect("a pattern").is_match(value),
        // These help typing and forbid nothing.
        "type" | "inputmode" => true,
        _ => panic!("the browser of the tests does not know `{name}`"),
    }
}
