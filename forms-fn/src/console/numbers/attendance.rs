//! Who came: all, by country with the kinds of events, for the first time, by language and by organisation.

use forms::Html;
use maud::html;

use super::{Name, country_name, in_words, kind_name, organisation_name, shown_in_words};
use crate::console::visitor::Visitor;
use crate::office::{CrossSum, LineSum, PeriodAttendance};

/// The part of the page about it.
pub(super) fn section(visitor: &Visitor, attendance: &PeriodAttendance) -> Html {
    let waiting: Vec<String> = attendance.waiting.iter().map(|quarter| in_words(visitor, *quarter)).collect();
    html! {
        h2 { (visitor.t("came.title")) } "\n"
        p { small { (visitor.t("came.help")) } } "\n"
        @if !waiting.is_empty() {
            p { (visitor.with("came.waiting", &[("quarters", &waiting.join(", "))])) } "\n"
        }
        @if attendance.counted.is_empty() {
            @if waiting.is_empty() { p { (visitor.t("came.nobodyCounted")) } "\n" }
        } @else {
            ul class="desk-cards" {
                li { (table(visitor, "came.people", None, &attendance.people, (country_name, kind_name))) } "\n"
                li {
                    (table(visitor, "came.first", Some("came.firstHelp"), &attendance.first, (country_name, kind_name)))
                } "\n"
                li {
                    (table(visitor, "came.languages", Some("came.languagesHelp"), &attendance.languages, (language_name, language_name)))
                } "\n"
                @if attendance.organisations.len() > 1 {
                    li {
                        h3 { (visitor.t("came.organisations")) }
                        (lines(visitor, &attendance.organisations, organisation_name))
                    } "\n"
                }
            } "\n"
        }
    }
}

/// One table: its sum, its rows, and what is in each of them by column.
fn table(visitor: &Visitor, title: &str, help: Option<&str>, sum: &CrossSum, of: (Name, Name)) -> Html {
    let has_columns = sum.columns.len() > 1;
    html! {
        h3 { (visitor.t(title)) }
        @if let Some(help) = help { p { small { (visitor.t(help)) } } }
        p { b { (shown_in_words(visitor, sum.all)) } }
        @if sum.rows.len() > 1 || has_columns {
            dl class="desk-counts" {
                @for row in &sum.rows { (line(visitor, &row.line, of.0)) }
            }
            @if has_columns {
                (lines(visitor, &sum.columns, of.1))
                @for row in sum.rows.iter().filter(|_| sum.rows.len() > 1) {
                    details {
                        summary { (name(visitor, &row.line, of.0)) }
                        (lines(visitor, &row.cells, of.1))
                    } "\n"
                }
            }
        }
    }
}

fn lines(visitor: &Visitor, lines: &[LineSum], of: Name) -> Html {
    html! { dl class="desk-counts" { @for one in lines { (line(visitor, one, of)) } } }
}

fn line(visitor: &Visitor, line: &LineSum, of: Name) -> Html {
    html! { div { dt { (name(visitor, line, of)) } dd { (shown_in_words(visitor, line.shown)) } } "\n" }
}

/// Its name, or that it is several together.
pub(super) fn name(visitor: &Visitor, line: &LineSum, of: Name) -> String {
    line.name.as_deref().map_or_else(|| visitor.t("came.others"), |name| of(visitor, name))
}

/// A language by its own name, as the site has it.
pub(super) fn language_name(visitor: &Visitor, lang: &str) -> String {
    let languages = &visitor.asker.folder.manifest().languages;
    let known = languages.iter().find(|language| language.id == lang);
    known.map_or_else(|| lang.to_owned(), |language| language.name.clone())
}
