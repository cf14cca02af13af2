//! Kinds of values in an editor's words: none of the library's names of types gets out of here.

/// What is needed, by the name that the type gives itself.
pub(super) fn needed(name: &str) -> &'static str {
    let is = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match name {
        _ if is_whole(name) => "a whole number",
        _ if is(&["float", "f32", "f64", "number"]) => "a number",
        _ if is(&["bool"]) => "`true` or `false`",
        _ if is(&["enum", "variant"]) => "one of the words for this key",
        _ if is(&["string", "str ", "char", "identifier"]) || name == "str" => "a text",
        _ if is(&["sequence", "tuple", "array", "list", "Vec"]) => "a list",
        _ if is(&["map", "struct", "key"]) => "a set of keys",
        _ if is(&["scalar", "any"]) => "one value",
        _ if is(&["unit", "null", "nothing"]) => "nothing",
        _ => "another kind of value",
    }
}

/// What stands there, as serde tells it: `integer `3``, `string "x"`.
pub(super) fn found(name: &str) -> String {
    let value = name.split_once(['`', '"']).map(|(_, value)| value.trim_end_matches(['`', '"']));
    match (name, value) {
        (_, Some(value)) if name.starts_with("string") => format!("the text `{value}`"),
        (_, Some(value)) if name.starts_with(['i', 'f']) => format!("the number `{value}`"),
        (_, Some(value)) => format!("`{value}`"),
        (name, None) if name.contains("sequence") => "a list".to_owned(),
        (name, None) if name.contains("map") || name.contains("struct") => "a set of keys".to_owned(),
        (name, None) if ["unit", "null", "nothing"].iter().any(|word| name.contains(word)) => {
            "nothing".to_owned()
        }
        _ => "something else".to_owned(),
    }
}

fn is_whole(name: &str) -> bool {
    let digits = name.strip_prefix(['i', 'u']).unwrap_or_default();
    matches!(digits, "8" | "16" | "32" | "64" | "128" | "size")
        || name.contains("integer")
        || name.contains("int ")
}

/// What to write instead of `written`, if it can be told.
pub(super) fn hint(name: &str, written: &str) -> Option<String> {
    let plain = written.trim_matches(['"', '\'', '“', '”', '„', '«', '»']).trim();
    match needed(name) {
        "`true` or `false`" => Some(match forms::meant_truth(plain) {
            Some(truth) => format!("write `{truth}`"),
            None => "write `true` or `false`".to_owned(),
        }),
        "a whole number" => Some(forms::meant_number(plain).map_or_else(
            || "write digits and nothing else, such as `30`".to_owned(),
            |number| format!("write `{number}`"),
        )),
        "a text" if plain.starts_with("- ") => Some("write it behind the colon, without `- `".to_owned()),
        "a text" if !plain.is_empty() && !plain.contains('\n') => {
            Some(format!("put the text in quotation marks: `\"{plain}\"`"))
        }
        "a set of keys" => Some("write its keys below it, each with two more blanks before it".to_owned()),
        "a list" if plain.starts_with('-') => {
            Some("a blank must follow the dash of each entry: `- …`".to_owned())
        }
        "a list" if matches!(plain, "null" | "Null" | "NULL" | "~") => {
            Some("write `[]`, or remove the key".to_owned())
        }
        "a list" if plain.contains(": ") => Some("put `- ` before each entry".to_owned()),
        "a list" if !plain.is_empty() && !plain.contains(['\n', '{', '[']) => {
            Some(format!("write `[{plain}]`"))
        }
        _ => None,
    }
}
