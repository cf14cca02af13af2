//! The beginnings of lines in running text: what was meant as a heading, a list or a table and isn't.

use std::ops::Range;

use super::Slip;
use crate::diagnostic::Code;
use crate::time;

/// Blanks that aren't one to Markdown: hard, narrow, full-width, without width.
pub(crate) fn is_odd_blank(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

/// What people and their programs take for the mark of a list.
const BULLETS: [char; 10] = ['•', '▪', '◦', '‣', '●', '○', '∙', '■', '□', '⁃'];

/// What may stand alone before a sentence, and is the mark of a list where a second line begins with it too.
const MARKS: [char; 10] = ['-', '+', '·', '*', '✓', '✔', '➢', '➤', '►', '→'];

const DIRECTIVES: [&str; 4] = ["quote", "figure", "video", "call"];

/// A line of a run that begins where its block does.
struct RunLine<'t> {
    span: Range<usize>,
    words: &'t str,
    /// What stands before it in its line: the marks of quotes and lists.
    before: &'t str,
}

/// The slips in the lines of `run`, a piece of running text in the file `text`; their places are those of the file.
pub(crate) fn lines(text: &str, run: &Range<usize>) -> Vec<Slip> {
    let lines = beginnings(text, run);
    let mut slips: Vec<Slip> = lines.iter().filter_map(|line| alone(line)).collect();
    if slips.is_empty() {
        slips.extend(in_row(&lines));
    }
    slips
}

fn beginnings<'t>(text: &'t str, run: &Range<usize>) -> Vec<RunLine<'t>> {
    let mut lines = Vec::new();
    let mut start = run.start;
    for line in text[run.clone()].split_inclusive('\n') {
        let before = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let words = line.trim_start_matches([' ', '\t']);
        let at = start + line.len() - words.len();
        let before = &text[before..start];
        if is_prefix(before) {
            let words = words.trim_end();
            lines.push(RunLine { span: at..at + words.len(), words, before });
        }
        start += line.len();
    }
    lines
}

/// Whether nothing but the marks of quotes and lists stand there.
fn is_prefix(before: &str) -> bool {
    before.chars().all(|c| {
        matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit() || is_odd_blank(c)
    })
}

/// What is a slip whatever the other lines are.
fn alone(line: &RunLine<'_>) -> Option<Slip> {
    let RunLine { span, words, .. } = line;
    let slip = |code, message, mended: String| {
        Some(Slip { code, span: span.clone(), message, mended: Some(mended), hint: None })
    };
    let hashes = words.trim_start_matches(['#', '＃']);
    let count = words[..words.len() - hashes.len()].chars().count();
    let is_heading = (2..=6).contains(&count) && hashes.starts_with(char::is_alphanumeric);
    if is_heading || (1..=6).contains(&count) && (hashes.starts_with(is_odd_blank) || words.starts_with('＃'))
    {
        let message = "markup.headingBlank";
        return slip(
            Code::MarkupHeading,
            message,
            format!("{} {}", "#".repeat(count.max(2)), trimmed(hashes)),
        );
    }
    // Word's own mark is a letter of the font Symbol, which no other font has.
    let is_bullet = |c: char| BULLETS.contains(&c) || matches!(c, '\u{f000}'..='\u{f0ff}');
    if words.starts_with(is_bullet) {
        let rest = trimmed(words.trim_start_matches(is_bullet));
        return (!rest.is_empty())
            .then(|| slip(Code::MarkupList, "markup.listForeign", format!("- {rest}")))?;
    }
    if words.starts_with(['-', '*', '+']) && words[1..].starts_with(is_odd_blank) {
        return slip(Code::MarkupList, "markup.listMarkBlank", format!("- {}", trimmed(&words[1..])));
    }
    if let Some(rest) = box_to_tick(words) {
        return slip(Code::MarkupList, "markup.noBox", format!("- [ ] {}", rest.trim_start()));
    }
    if let Some(heading) = words.strip_prefix("==").and_then(|rest| rest.strip_suffix("==")) {
        let heading = heading.trim_matches('=');
        if heading.starts_with(' ') && heading.ends_with(' ') && !heading.trim().is_empty() {
            let message = "markup.headingForeign";
            return slip(Code::MarkupHeading, message, format!("## {}", heading.trim()));
        }
    }
    counted(line).or_else(|| numbered(line)).or_else(|| directive(line))
}

/// `[] bread`, `[ ] bread`, `-[ ] bread`, `-[x] bread`: what follows the box.
fn box_to_tick(words: &str) -> Option<&str> {
    let boxes = ["[]", "[ ]", "-[]", "-[ ]", "-[x]", "*[ ]"];
    let rest = boxes.iter().find_map(|start| words.strip_prefix(start))?;
    rest.starts_with(' ').then_some(rest)
}

/// `+ 45 12 34 56 78`: the beginning of a telephone number, which is read as the mark of a list.
fn counted(line: &RunLine<'_>) -> Option<Slip> {
    let is_number = line.before.trim() == "+" && line.words.starts_with(|c: char| c.is_ascii_digit());
    let span = line.span.start - line.before.trim_start().len()..line.span.end;
    let message = "markup.plusSwallowed";
    let mended = Some(format!("\\+ {}", line.words));
    is_number.then_some(Slip { code: Code::MarkupList, span, message, mended, hint: None })
}

/// `1)Text`, `1.Text`.
fn numbered(line: &RunLine<'_>) -> Option<Slip> {
    let (number, mark, rest) = number(line.words)?;
    let first = rest.chars().next()?;
    // `1.FC Lund`, `2.B`: names of clubs and classes.
    let is_name = !rest.chars().nth(1).is_some_and(|second| second.is_lowercase() || second == ' ');
    let is_item = if mark == ')' { first.is_alphabetic() } else { first.is_uppercase() && !is_name };
    let is_item = is_item && !begins_with_month(rest);
    let mended = Some(format!("{number}{mark} {}", trimmed(rest)));
    let message = "markup.listNumberBlank";
    is_item.then(|| Slip { code: Code::MarkupList, span: line.span.clone(), message, mended, hint: None })
}

/// `::quote`, `:::: quote` and the like, `：：：`.
fn directive(line: &RunLine<'_>) -> Option<Slip> {
    let rest = line.words.trim_start_matches([':', '：']);
    let marks = line.words[..line.words.len() - rest.len()].chars().count();
    let name = rest.split_whitespace().next().unwrap_or_default();
    let is_one = marks > 1 && !(marks == 3 && line.words.starts_with(":::")) && DIRECTIVES.contains(&name)
        || line.words.starts_with("：：");
    let mended = Some(format!("::: {}", rest.trim()).trim_end().to_owned());
    is_one.then(|| Slip {
        code: Code::MarkupDirective,
        span: line.span.clone(),
        message: "markup.threeColons",
        mended,
        hint: None,
    })
}

/// What is a slip because one line follows another: they would become one line.
fn in_row(lines: &[RunLine<'_>]) -> Option<Slip> {
    lines.windows(2).find_map(|pair| {
        let [first, second] = pair else { return None };
        let row = list(first, second).or_else(|| rows(first, second));
        row.or_else(|| numbers(first, second)).or_else(|| lettered(first, second))
    })
}

/// Lines of a table without the line below its head, or cells of a spreadsheet.
fn rows(first: &RunLine<'_>, second: &RunLine<'_>) -> Option<Slip> {
    let cells = |words: &str, mark: char| {
        let words = words.trim_matches(mark).trim();
        words
            .split(mark)
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let is_row = |words: &str| words.starts_with('|') && words.len() > 1 && words.ends_with('|');
    let bars = |words: &str| words.matches(" | ").count();
    let is_open = bars(first.words) > 0 && bars(first.words) == bars(second.words);
    let mark = if is_open || is_row(first.words) && is_row(second.words) { '|' } else { '\t' };
    let (head, below) = (cells(first.words, mark), cells(second.words, mark));
    if head.len() < 2 || (mark == '\t' && below.len() < 2) {
        return None;
    }
    let message = "markup.tableDashes";
    let hint = "markup.tableDashesHint";
    let mended = Some(format!("| {} |", head.join(" | ")));
    Some(Slip { code: Code::MarkupTable, span: first.span.clone(), message, mended, hint: Some(hint) })
}

/// `-bread` above `-salt`.
fn list(first: &RunLine<'_>, second: &RunLine<'_>) -> Option<Slip> {
    let rest = |words: &'_ str| {
        // In place of its marks an old printer's list has the letters that its font showed as marks.
        let letter = ["o\t", "Ø "].iter().find_map(|mark| words.strip_prefix(mark));
        let rest = letter.or_else(|| words.strip_prefix(MARKS))?.to_owned();
        let is_item = rest.starts_with(char::is_alphabetic)
            || (rest.starts_with(' ') && !words.starts_with(['-', '*', '+']));
        is_item.then(|| rest.trim().to_owned())
    };
    let (item, _) = (rest(first.words)?, rest(second.words)?);
    let message = "markup.listDashBlank";
    let hint = Some("markup.listDashBlankHint");
    Some(Slip {
        code: Code::MarkupList,
        span: first.span.clone(),
        message,
        mended: Some(format!("- {item}")),
        hint,
    })
}

/// `2. salt` above `3. flour`, right below a paragraph.
fn numbers(first: &RunLine<'_>, second: &RunLine<'_>) -> Option<Slip> {
    let (one, _, rest) = number(first.words)?;
    let (next, ..) = number(second.words)?;
    let is_list = rest.starts_with(' ') && one.checked_add(1) == Some(next) && !begins_with_month(rest);
    let message = "markup.listNotFirst";
    let hint = Some("markup.listNotFirstHint");
    is_list.then(|| Slip { code: Code::MarkupList, span: first.span.clone(), message, mended: None, hint })
}

/// `a. bread` above `b. salt`, `1 . bread` above `2 . salt`.
fn lettered(first: &RunLine<'_>, second: &RunLine<'_>) -> Option<Slip> {
    let letter = |words: &str| {
        let mut letters = words.chars();
        let letter = letters.next().filter(char::is_ascii_alphanumeric)?;
        let rest = letters.as_str();
        let blank = letter.is_ascii_digit() && rest.starts_with(" . ");
        let plain = letter.is_ascii_lowercase() && (rest.starts_with(". ") || rest.starts_with(") "));
        (blank || plain).then_some(u32::from(letter))
    };
    let is_list = letter(first.words)? + 1 == letter(second.words)?;
    let rest = first.words.split_once(' ').map_or("", |(_, rest)| rest.trim_start_matches(". "));
    let message = "markup.listEachLine";
    let (code, span, mended) = (Code::MarkupList, first.span.clone(), Some(format!("1. {rest}")));
    is_list.then_some(Slip { code, span, message, mended, hint: None })
}

/// Whether what stands behind a number goes on a date: a list would be no help there.
fn begins_with_month(rest: &str) -> bool {
    let word = rest.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    time::is_month("", word)
}

fn number(words: &str) -> Option<(u32, char, &str)> {
    let length = words.find(|c: char| !c.is_ascii_digit()).filter(|length| (1..=2).contains(length))?;
    let mark = words[length..].chars().next().filter(|mark| matches!(mark, '.' | ')'))?;
    Some((words[..length].parse().ok()?, mark, &words[length + 1..]))
}

fn trimmed(words: &str) -> &str {
    words.trim_matches(|c: char| c.is_whitespace() || is_odd_blank(c))
}
