//! The report for people: one line a document, the numbers, and what is to be done.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::collect;
use super::report::{DocumentStatus, Report, State, StatusCounts, TranslationStatus};
use crate::diagnostic::Diagnostic;
use crate::lang::Lang;

/// More words of one file and language aren't listed one by one; the JSON has them all.
const LISTED: usize = 12;

const LEGEND: &str = "=  written in this language      !  the source has changed since
-  missing                       ?  says not what it was made from\n";

/// All of it; nothing to do leaves only the first two parts.
pub(super) fn draw(report: &Report) -> String {
    let mut rows = vec![head(report, "")];
    rows.extend(report.documents.iter().map(|document| row(report, document)));
    rows.push(Vec::new());
    rows.extend(numbers(report));
    let mut out = align(&rows);
    let _ = write!(out, "\n{LEGEND}");
    out + &stale(report) + &missing(report) + &read(report)
}

fn head(report: &Report, corner: &str) -> Vec<String> {
    let languages = report.languages.iter().map(ToString::to_string);
    std::iter::once(corner.to_owned()).chain(languages).collect()
}

fn row(report: &Report, document: &DocumentStatus) -> Vec<String> {
    let cell = |lang: &Lang| {
        let translation = document.translations.iter().find(|translation| translation.lang == *lang);
        translation.map_or_else(|| "=".to_owned(), mark)
    };
    std::iter::once(document.id.clone()).chain(report.languages.iter().map(cell)).collect()
}

fn mark(translation: &TranslationStatus) -> String {
    let review = translation.review.unwrap_or_default();
    match translation.state {
        State::Current => review.to_owned(),
        State::Stale => format!("{review} !"),
        State::Unknown => format!("{review} ?"),
        State::Missing => "-".to_owned(),
    }
}

fn numbers(report: &Report) -> Vec<Vec<String>> {
    type Number = fn(&StatusCounts) -> usize;
    let lines: [(&str, Number); 8] = [
        ("originals", |counts| counts.original),
        ("up to date", |counts| counts.current),
        ("stale", |counts| counts.stale),
        ("unknown", |counts| counts.unknown),
        ("missing", |counts| counts.missing),
        ("by a machine only", |counts| counts.machine),
        ("read by a person", |counts| counts.human),
        ("words missing", |counts| counts.words),
    ];
    let line = |(name, number): (&str, Number)| {
        let numbers = report.languages.iter().filter_map(|lang| report.counts.get(lang));
        std::iter::once(name.to_owned()).chain(numbers.map(|counts| number(counts).to_string())).collect()
    };
    lines.into_iter().map(line).collect()
}

/// Columns as wide as their widest cell on a terminal, where some letters take two places.
fn align(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell}{}  ", " ".repeat(width - cell.width()));
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// Each older text once, with the languages that were made from it and what changed.
fn stale(report: &Report) -> String {
    let mut out = String::new();
    for document in &report.documents {
        for (from, languages) in collect::older(document) {
            let names: Vec<&str> = languages.iter().map(|lang| lang.as_str()).collect();
            let _ = writeln!(out, "\nstale: {} in {}", document.id, names.join(", "));
            let diff = document.changes.iter().find(|change| change.from == from);
            match diff.and_then(|change| change.diff.as_deref()) {
                Some(diff) => diff.lines().for_each(|line| _ = writeln!(out, "  {}", line.trim_end())),
                None => _ = writeln!(out, "  git doesn't know the older text `{from}`"),
            }
        }
    }
    out
}

fn missing(report: &Report) -> String {
    let mut out = String::new();
    for document in &report.documents {
        let missing = document.translations.iter().filter(|translation| translation.state == State::Missing);
        let names: Vec<&str> = missing.map(|translation| translation.lang.as_str()).collect();
        if !names.is_empty() {
            let _ = writeln!(out, "\nmissing: {} in {}", document.id, names.join(", "));
        }
    }
    for document in &report.documents {
        for TranslationStatus { lang, lacks, .. } in &document.translations {
            if !lacks.is_empty() {
                let _ = writeln!(out, "\nlacks: {} in {lang}: {}", document.id, lacks.join(", "));
            }
        }
    }
    out + &words(report)
}

/// Words of each file: one by one if they are few, or else their number.
fn words(report: &Report) -> String {
    let mut files: BTreeMap<(&str, &[String]), Vec<&Diagnostic>> = BTreeMap::new();
    for word in &report.words {
        files.entry((word.path.as_str(), word.langs.as_slice())).or_default().push(word);
    }
    let mut out = String::new();
    for ((path, langs), words) in files {
        if words.len() > LISTED {
            let _ = writeln!(out, "\nmissing: {path}: {} texts in {}", words.len(), langs.join(", "));
        } else {
            words.iter().for_each(|word| _ = writeln!(out, "\nmissing: {path}: {}", word.message));
        }
    }
    out
}

fn read(report: &Report) -> String {
    let translations = report.documents.iter().flat_map(|document| &document.translations);
    let lines = translations.filter_map(|translation| {
        let (path, by) = (translation.path.as_deref()?, translation.reviewed_by.as_deref()?);
        let on = translation.reviewed_on.as_deref().map_or_else(String::new, |on| format!(", {on}"));
        Some(format!("read: {path} by {by}{on}\n"))
    });
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_stay_straight_beside_wide_and_composed_letters() {
        let rows = [["日本", "a", "x"], ["Київ", "e\u{301}", "y"], ["four", "bb", "z"]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(super::align(&rows), "日本  a   x\nКиїв  e\u{301}   y\nfour  bb  z\n");
    }
}
