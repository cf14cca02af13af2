//! Tables: headed columns, alignment by class (a style attribute would break a strict policy).

use super::HtmlWriter;
use crate::markdown::step::{BodyStep, Node};
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

/// From so many columns on a table doesn't fit on a phone.
const WIDE: usize = 3;

/// The table that is being written.
#[derive(Clone)]
pub(super) struct TableWriter<'a> {
    alignments: &'a [Alignment],
    /// What stands above each column, for cells that say it themselves.
    heads: Vec<String>,
    column: usize,
    in_head: bool,
    heads_rows: bool,
    /// The name of the cell that is open.
    cell: &'static str,
}

impl<'a> HtmlWriter<'a> {
    /// A wide table scrolls in a box of its own, which the keyboard must be able to reach. A group
    /// is no landmark, so several may have the same name.
    pub(super) fn table_start(&mut self, alignments: &'a [Alignment]) {
        self.tables += 1;
        self.push("<div class=\"table-wrap\"");
        if !self.context.absolute {
            self.push(" role=\"group\" tabindex=\"0\"");
            let label = self.context.texts.text("markdown.table");
            let label = if self.tables > 1 { format!("{label} {}", self.tables) } else { label };
            self.attribute("aria-label", &label);
        }
        self.push(">\n<table>\n");
        self.table = Some(TableWriter {
            alignments,
            heads: Vec::new(),
            column: 0,
            in_head: false,
            heads_rows: false,
            cell: "td",
        });
    }

    pub(super) fn table_end(&mut self) {
        self.table = None;
        self.push("</tbody>\n</table>\n</div>\n");
    }

    pub(super) fn row_start(&mut self, tag: &Tag<'_>) {
        let in_head = matches!(tag, Tag::TableHead);
        if let Some(table) = &mut self.table {
            table.column = 0;
            table.in_head = in_head;
        }
        self.push(if in_head { "<thead>\n<tr>" } else { "<tr>" });
    }

    /// A corner without words heads no column; then the first cells head their rows instead.
    pub(super) fn cell_start(&mut self, next: &[BodyStep]) {
        let Some(table) = &mut self.table else { return };
        let is_empty =
            next.first().is_some_and(|step| matches!(step.node, Node::Plain(Event::End(TagEnd::TableCell))));
        let is_first = table.column == 0;
        table.heads_rows |= table.in_head && is_first && is_empty;
        let scope = match (is_empty, table.in_head) {
            (false, true) => " scope=\"col\"",
            (false, false) if is_first && table.heads_rows => " scope=\"row\"",
            _ => "",
        };
        table.cell = if scope.is_empty() { "td" } else { "th" };
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Right) => " class=\"align-end\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Left | Alignment::None) | None => "",
        };
        if table.in_head {
            table.heads.push(words(next));
        }
        let (cell, label) = (table.cell, table.label());
        table.column += 1;
        ["<", cell, scope, class].into_iter().for_each(|part| self.push(part));
        if let Some(label) = label.filter(|_| !self.context.absolute) {
            self.attribute("data-label", &label);
        }
        self.push(">");
    }

    pub(super) fn cell_end(&mut self) {
        let cell = self.table.as_ref().map_or("td", |table| table.cell);
        ["</", cell, ">"].into_iter().for_each(|part| self.push(part));
    }
}

impl TableWriter<'_> {
    /// What a cell is about, where its row is too wide for a phone and becomes a card there. The first cell is what the card
    /// is about itself.
    fn label(&self) -> Option<String> {
        let is_wide = self.alignments.len() >= WIDE && !self.in_head && self.column > 0;
        self.heads.get(self.column).filter(|_| is_wide).cloned()
    }
}

/// The words of a cell that begins here.
fn words(next: &[BodyStep]) -> String {
    let cell = next.iter().map_while(|step| match &step.node {
        Node::Plain(Event::End(TagEnd::TableCell)) => None,
        Node::Plain(Event::Text(text) | Event::Code(text)) => Some(&**text),
        _ => Some(""),
    });
    cell.collect()
}
