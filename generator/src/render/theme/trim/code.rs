//! Where the engine's code stands in a template, found by the rules of its lexer: `{{ … }}`, `{% … %}`, `{# … #}`, and
//! `{% raw %}` with all up to `{% endraw %}`.

/// A template in three parts: HTML up to the first code, that code, and what follows. What never ends is code to the
/// end, and the engine says so.
pub(super) fn split(template: &str) -> (&str, &str, &str) {
    let begins = |at: &usize| matches!(template.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#'));
    let at = template.match_indices('{').map(|(at, _)| at).find(begins).unwrap_or(template.len());
    let (html, rest) = template.split_at(at);
    let (code, behind) = rest.split_at(length(rest));
    (html, code, behind)
}

/// The bytes of the code at the beginning.
fn length(rest: &str) -> usize {
    let end = match rest.as_bytes().get(1) {
        Some(b'#') => rest.find("#}").map(|at| at + 2),
        Some(b'{') => expression(rest, "}}"),
        _ => match tag(rest, "raw") {
            Some(begin) => raw(rest, begin),
            None => expression(rest, "%}"),
        },
    };
    end.unwrap_or(rest.len())
}

/// Up to the `end` that isn't in quotation marks.
fn expression(rest: &str, end: &str) -> Option<usize> {
    let (mut quote, mut escaped) = (None, false);
    for (at, byte) in rest.bytes().enumerate() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if byte == b'\\' => escaped = true,
            Some(open) if byte == open => quote = None,
            None if matches!(byte, b'"' | b'\'' | b'`') => quote = Some(byte),
            None if rest.as_bytes()[at..].starts_with(end.as_bytes()) => return Some(at + end.len()),
            _ => {}
        }
    }
    None
}

/// Up to `{% endraw %}`, from where the words begin that are no code.
fn raw(rest: &str, begin: usize) -> Option<usize> {
    let mut tags = rest[begin..].match_indices("{%").map(|(at, _)| begin + at);
    tags.find_map(|at| Some(at + tag(&rest[at..], "endraw")?))
}

/// The bytes of a tag that consists of one word, if it stands at the beginning.
fn tag(rest: &str, word: &str) -> Option<usize> {
    let inside = undashed(rest.strip_prefix("{%")?).trim_ascii_start();
    let inside = inside.strip_prefix(word)?.trim_ascii_start();
    let behind = undashed(inside).strip_prefix("%}")?;
    Some(rest.len() - behind.len())
}

/// Without the sign that takes the blanks beside a tag away.
fn undashed(inside: &str) -> &str {
    inside.strip_prefix('-').unwrap_or(inside)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn code_ends_where_the_engine_ends_it() {
        for (template, code) in [
            ("a {{ b }} c", "{{ b }}"),
            ("a { b } {% if x %}", "{% if x %}"),
            ("ø{{ \"}}\" ~ '}}' ~ `}}` ~ \"\\\"}}\" }} c", "{{ \"}}\" ~ '}}' ~ `}}` ~ \"\\\"}}\" }}"),
            ("{% set a = \"%}\" -%} c", "{% set a = \"%}\" -%}"),
            ("{# {{ a \" #} b \" #}", "{# {{ a \" #}"),
            ("{% raw %} {{ a %} {% b %}{%- endraw -%} c", "{% raw %} {{ a %} {% b %}{%- endraw -%}"),
            ("{%-raw-%}{{{%endraw%}c", "{%-raw-%}{{{%endraw%}"),
            ("{% rawest %} {% endraw %}", "{% rawest %}"),
            ("{{{ a }}", "{{{ a }}"),
            ("a {{ b", "{{ b"),
            ("{% raw %} b", "{% raw %} b"),
            ("a {# b", "{# b"),
            ("a { {", ""),
            ("", ""),
        ] {
            let (html, found, behind) = split(template);
            assert_eq!(found, code, "{template}");
            assert_eq!([html, found, behind].concat(), template);
        }
    }
}
