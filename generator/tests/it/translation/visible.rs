//! The words of an HTML page that a reader sees or hears, as far as they may be translated.

/// Attributes with words in them.
const SPOKEN: [&str; 4] = ["alt", "aria-label", "title", "placeholder"];

/// Text and spoken attributes, without what says `translate="no"` and without addresses.
pub(super) fn words(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        found.push(decoded(&rest[..open]));
        let end = open + rest[open..].find('>').expect("a tag ends") + 1;
        let tag = &rest[open + 1..end - 1];
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        let is_kept = tag.contains("translate=\"no\"") && !tag.starts_with("html");
        if is_kept || ["script", "style"].contains(&name) {
            let close = format!("</{name}>");
            rest = &rest[end + rest[end..].find(&close).expect("an element ends") + close.len()..];
            continue;
        }
        found.extend(SPOKEN.iter().filter_map(|name| attribute(tag, name)));
        if tag.contains("name=\"description\"") {
            found.extend(attribute(tag, "content"));
        }
        rest = &rest[end..];
    }
    let words = found.iter().flat_map(|text| text.split_whitespace());
    let words = words.filter(|word| !word.contains('@') && !word.contains("://"));
    words
        .flat_map(|word| word.split(|c: char| !c.is_alphabetic() && !"\u{202e}\u{202c}".contains(c)))
        .map(str::to_owned)
        .collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split('"').next().map(decoded)
}

fn decoded(text: &str) -> String {
    let plain = text.replace("&#39;", "'").replace("&apos;", "'").replace("&quot;", "\"");
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
