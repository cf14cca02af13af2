//! What stops YAML, as an editor would say it: the everyday slips, each with the line as it should be.
//!
//! Each line is tried in the ways in which people miswrite one, from the place where YAML stopped upwards: what lets it
//! read on was the slip. So no mended line is shown that doesn't mend.

use std::ops::Range;

use crate::Sentence;
use crate::fault::english;
use crate::sentence::say;

/// A line that stops YAML, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlSlip {
    /// The line without its indentation, in bytes of the text.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: Sentence,
    /// How to mend it, with the whole line.
    pub hint: Sentence,
}

/// How many lines are tried in how many ways at most.
const TRIES: usize = 200;

const NO_COLON: &str = "slip.noColon";

/// Marks that no text can begin with, but for those that begin something else.
const MARKS: [char; 12] = ['@', '`', '%', '*', '&', '!', '[', '{', '|', '>', '-', '?'];

/// The slip that stops YAML at `place`, or that nobody can tell; `stops` says where it stops in another text, if it does.
pub fn yaml_slip(text: &str, place: Range<usize>, stops: &dyn Fn(&str) -> Option<usize>) -> YamlSlip {
    find(text, place.start, stops).unwrap_or_else(|| YamlSlip {
        span: place,
        message: say!("yaml.unread"),
        hint: say!("slip.hint"),
    })
}

fn find(text: &str, at: usize, stops: &dyn Fn(&str) -> Option<usize>) -> Option<YamlSlip> {
    let lines = lines(text);
    let here = lines.iter().rposition(|line| line.start <= at).unwrap_or_default();
    let order = (0..=here).rev().chain(here + 1..lines.len());
    let mut tries = 0;
    for index in order {
        let line = &lines[index];
        let above =
            lines[..index].iter().rev().map(|line| &text[line.clone()]).find(|line| !line.trim().is_empty());
        for (message, mended) in mends(&text[line.clone()], above.unwrap_or_default()) {
            tries += 1;
            if tries > TRIES {
                return None;
            }
            let tried = format!("{}{mended}{}", &text[..line.start], &text[line.end..]);
            let end = line.start + mended.len();
            if stops(&tried).is_none_or(|stop| stop > end && stop + text.len() > at + tried.len()) {
                let indent = text[line.clone()].len() - text[line.clone()].trim_start().len();
                let hint = match mended.trim_start() == text[line.clone()].trim_start() {
                    true => match mended.len() - mended.trim_start().len() {
                        0 => say!("slip.noBlanks"),
                        blanks => say!("slip.blanks", blanks),
                    },
                    false => say!("value.writeHint", value = mended.trim()),
                };
                let hint = match may_go_on(&text[line.clone()], above.unwrap_or_default(), message) {
                    true => say!("slip.orGoOn", hint = hint),
                    false => hint,
                };
                let message = Sentence::new(english(), message, Vec::new());
                return Some(YamlSlip { span: line.start + indent..line.end, message, hint });
            }
        }
    }
    None
}

/// Whether a line without a colon may be more of the text above it.
fn may_go_on(line: &str, above: &str, message: &str) -> bool {
    let has_text = key(above.trim_start()).is_some_and(|(_, text)| !text.trim().is_empty());
    message == NO_COLON && has_text && line.split_whitespace().count() > 2 && !line.contains(['=', ';'])
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let each = text.split_inclusive('\n').map(|line| {
        start += line.len();
        start - line.len()..start - line.len() + line.trim_end_matches('\n').len()
    });
    each.collect()
}

/// A line in the ways in which it may have been meant, the likeliest first.
fn mends(line: &str, above: &str) -> Vec<(&'static str, String)> {
    let words = line.trim_start();
    let mut mends = Vec::new();
    if words.is_empty() || words.starts_with('#') || words == "---" {
        return mends;
    }
    let indent = &line[..line.len() - words.len()];
    if indent.contains('\t') || indent.contains('\u{a0}') {
        let plain = indent.replace('\t', "  ").replace(|c: char| c != ' ', " ");
        mends.push(("slip.indent", format!("{plain}{words}")));
    }
    let (item, words) = match words.strip_prefix("- ") {
        Some(rest) => (format!("{indent}- "), rest.trim_start()),
        None => (indent.to_owned(), words),
    };
    let mut lists = Vec::new();
    let mut push = |message, words: String| mends.push((message, format!("{item}{words}")));
    if let Some(rest) = words.strip_prefix('-').filter(|rest| !rest.starts_with(['-', ' '])) {
        push("slip.dashBlank", format!("- {}", trimmed(rest)));
    }
    match key(words) {
        Some((key, rest)) => {
            if !rest.starts_with([' ', '\t']) && !rest.is_empty() {
                push("slip.colonBlank", format!("{key}: {}", trimmed(rest)));
                push("slip.colonBlankQuotes", format!("{key}: {}", quoted(trimmed(rest))));
            }
            values(trimmed(rest), &mut |message, value| push(message, format!("{key}: {value}")));
        }
        None => {
            if above.trim_end().ends_with(':') && !item.ends_with("- ") && !words.starts_with('-') {
                let near = " ".repeat(above.len() - above.trim_start().len() + 2);
                lists.push(("slip.entries", format!("{near}- {words}")));
            }
            values(words, &mut push);
            let parts = words.split_once([' ', '=', '\u{a0}', ';']).filter(|(key, _)| is_key(key));
            if let Some((key, rest)) = parts {
                push(NO_COLON, format!("{key}: {}", trimmed(rest).trim_start_matches(['=', ';', ' '])));
            }
        }
    }
    mends.splice(0..0, lists);
    let all = line.trim_start();
    if let Some(words) = all.strip_prefix("- ").filter(|_| indent.is_empty()) {
        mends.push(("slip.onlyEntries", words.trim_start().to_owned()));
    }
    let near = above.len() - above.trim_start().len();
    for indent in [near, 0, near + 2, near.saturating_sub(2)] {
        mends.push(("slip.neighbours", format!("{}{all}", " ".repeat(indent))));
    }
    mends
}

fn values(value: &str, push: &mut dyn FnMut(&'static str, String)) {
    if value.is_empty() {
        return;
    }
    if let Some(inner) = value.strip_prefix('{') {
        if !value.ends_with('}') {
            push("slip.bracket", format!("{value} }}"));
        }
        push("slip.mark", format!("{{ {} }}", entries(inner.trim_end_matches('}'))));
        push("slip.bracket", format!("{value} }}"));
    }
    if value.starts_with('[') && value.contains('{') {
        push("slip.mark", groups(value));
    }
    if value.starts_with('[') && !value.ends_with(']') {
        push("slip.bracketOrQuotes", quoted(value));
        push("slip.bracket", format!("{value}]"));
    }
    let message = match value.chars().next() {
        Some('"' | '\'') => "slip.quoteInside",
        Some('“' | '”' | '„' | '«' | '»' | '‘' | '’') => "slip.curly",
        Some(first) if MARKS.contains(&first) => "slip.begins",
        _ if value.contains(": ") || value.ends_with(':') => "slip.colonInside",
        _ => "slip.quotes",
    };
    push(message, quoted(value));
}

/// A list of groups, the texts of each as [`entries`] writes them.
fn groups(value: &str) -> String {
    let (mut out, mut rest) = (String::new(), value);
    while let Some((before, inside)) = rest.split_once('{') {
        let Some((inner, behind)) = inside.split_once('}') else { break };
        out.push_str(&format!("{before}{{ {} }}", entries(inner)));
        rest = behind;
    }
    out + rest
}

/// `en: Bread: a story, da: Brød` with each text in quotation marks that needs them.
fn entries(inner: &str) -> String {
    let mut starts: Vec<usize> = Vec::new();
    let mut from = 0;
    while let Some(at) = inner[from..].find(": ") {
        let end = from + at;
        let start = inner[..end].rfind([' ', ',', '{']).map_or(0, |at| at + 1);
        let is_first = inner[..start].trim().is_empty();
        if is_key(&inner[start..end]) && (is_first || inner[..start].trim_end().ends_with(',')) {
            starts.push(start);
        }
        from = end + 2;
    }
    let ends = starts.iter().skip(1).copied().chain([inner.len()]);
    let each = starts.iter().zip(ends).map(|(start, end)| {
        let (key, value) = inner[*start..end].split_once(": ").unwrap_or_default();
        let value = value.trim().trim_end_matches(',').trim();
        let is_safe = value.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '/'));
        let is_quoted = value.len() > 1 && value.starts_with('"') && value.ends_with('"');
        format!("{key}: {}", if is_safe || is_quoted { value.to_owned() } else { quoted(value) })
    });
    each.collect::<Vec<_>>().join(", ")
}

/// A text in the quotation marks that need the fewest backslashes.
fn quoted(value: &str) -> String {
    const CURLY: [char; 7] = ['“', '”', '„', '«', '»', '‘', '’'];
    let bare = ['"', '\''].into_iter().find_map(|mark| {
        let inner = value.strip_prefix(mark)?;
        Some(inner.strip_suffix(mark).unwrap_or(inner)).filter(|inner| !inner.contains(mark) || mark == '\'')
    });
    // Only those around the whole text fall away.
    let curly = || {
        let inner = value.strip_prefix(CURLY)?;
        match inner.strip_suffix(CURLY) {
            Some(inner) => Some(inner),
            None => (!inner.contains(CURLY)).then_some(inner),
        }
    };
    // In single quotation marks two of them are one.
    let words = bare.or_else(curly).unwrap_or(value);
    let words = if value.starts_with('\'') { words.replace("''", "'") } else { words.to_owned() };
    match words.contains('"') && !words.contains('\'') {
        true => format!("'{words}'"),
        false => format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

fn key(words: &str) -> Option<(&str, &str)> {
    words.split_once(':').filter(|(key, _)| is_key(key.trim_end()))
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '"'))
}

fn trimmed(words: &str) -> &str {
    words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{a0}' | '\u{feff}'))
}
