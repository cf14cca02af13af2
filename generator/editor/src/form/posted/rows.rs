//! Lists of groups, whose rows are written one by one, and what can be done with rows without saving them.

use generator::content::HeadKey;
use generator::write_back::{Edit, PathStep};
use serde_json::{Value, json};

use super::{Posted, Reading, put};

/// So many rows more than there are entries are read of a list.
const MORE_ROWS: usize = 100;

/// So many empty rows come when somebody asks for more.
const ADDED: usize = 3;

impl Posted {
    /// Does what a button of a list asks for, with what was typed and not with what is saved: `more programme`, `up programme 2`. Returns
    /// whether there is such a list.
    pub fn act(&mut self, asked: &str) -> bool {
        let parts: Vec<&str> = asked.split(' ').collect();
        match parts[..] {
            ["more", list] => self.more(list),
            ["up", list, at] => at.parse().is_ok_and(|at| self.up(list, at)),
            _ => false,
        }
    }

    fn more(&mut self, list: &str) -> bool {
        let Some(count) = self.rows.get_mut(list) else { return false };
        *count = (*count + ADDED).min(MORE_ROWS);
        let rows = self.head.get(list).and_then(Value::as_array).map_or(0, Vec::len);
        self.focus = self.firsts.get(list).map(|first| format!("{list}.{rows}.{first}"));
        true
    }

    fn up(&mut self, list: &str, at: usize) -> bool {
        let rows = self.head.get_mut(list).and_then(Value::as_array_mut);
        let Some(rows) = rows.filter(|rows| at > 0 && at < rows.len()) else { return false };
        rows.swap(at - 1, at);
        let (one, other) = (format!("{list}.{}.", at - 1), format!("{list}.{at}."));
        let moved = |name: &String| match (name.strip_prefix(&one), name.strip_prefix(&other)) {
            (Some(rest), _) => format!("{other}{rest}"),
            (_, Some(rest)) => format!("{one}{rest}"),
            _ => name.clone(),
        };
        self.typed = self.typed.iter().map(|(name, text)| (moved(name), text.clone())).collect();
        self.faults.iter_mut().for_each(|fault| fault.field = moved(&fault.field));
        self.focus = self.firsts.get(list).map(|first| format!("{one}{first}"));
        true
    }
}

impl Reading<'_> {
    /// A list of groups. A row of the form is the entry at its place, so each is written by itself: what stands beside an entry, a
    /// comment too, stays when another one changes, comes or goes.
    pub(super) fn list(
        &mut self,
        keys: &'static [HeadKey],
        path: &[PathStep],
        was: Option<&Value>,
        head: &mut Value,
    ) {
        let name = crate::merge::named(path);
        let Some(count) = self.first(&format!("{name}.n")).and_then(|count| count.parse::<usize>().ok())
        else {
            return;
        };
        self.posted.rows.insert(name.clone(), count.min(MORE_ROWS));
        self.posted.firsts.extend(keys.first().map(|key| (name.clone(), key.name)));
        let old = was.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut rows = Vec::new();
        for at in 0..count.clamp(old.len(), old.len() + MORE_ROWS) {
            let row = self.object(keys, &format!("{name}.{at}"), old.get(at));
            rows.push(row.map(Value::Object).or_else(|| old.get(at).cloned()).unwrap_or_else(|| json!({})));
        }
        let says = |at: usize, row: &Value| old.get(at) == Some(row) || self.says(row);
        let (gone, new): (Vec<usize>, Vec<usize>) = (
            (0..old.len()).filter(|at| !says(*at, &rows[*at])).collect(),
            (old.len()..rows.len()).filter(|at| says(*at, &rows[*at])).collect(),
        );
        if old.is_empty() || (gone.len() == old.len() && new.is_empty()) {
            if !new.is_empty() {
                let all: Vec<&Value> = new.iter().map(|at| &rows[*at]).collect();
                self.edits.push(Edit::set(path.iter().cloned(), json!(all)));
            } else if !old.is_empty() {
                self.edits.push(Edit::remove(path.iter().cloned()));
            }
        } else {
            self.entries(keys, path, old, &rows, &gone);
            let added = new.iter().enumerate().map(|(more, at)| (old.len() + more, &rows[*at]));
            self.edits.extend(added.map(|(at, row)| Edit::set(entry(path, at, None), row.clone())));
            // From behind, so that the places of those before stay what they are.
            self.edits.extend(gone.iter().rev().map(|at| Edit::remove(entry(path, *at, None))));
        }
        // The form shows the rows again where they were.
        let last = rows.iter().rposition(|row| row.as_object().is_some_and(|row| !row.is_empty()));
        rows.truncate(last.map_or(0, |last| last + 1));
        put(head, path, (!rows.is_empty() || was.is_some()).then_some(Value::Array(rows)));
    }

    /// The keys that differ in the entries that stay.
    fn entries(
        &mut self,
        keys: &'static [HeadKey],
        path: &[PathStep],
        old: &[Value],
        rows: &[Value],
        gone: &[usize],
    ) {
        for (at, (was, row)) in old.iter().zip(rows).enumerate().filter(|(at, _)| !gone.contains(at)) {
            for key in keys.iter().filter(|key| was.get(key.name) != row.get(key.name)) {
                let path = entry(path, at, Some(key.name));
                self.edits.push(match row.get(key.name) {
                    Some(value) => Edit::set(path, value.clone()),
                    None => Edit::remove(path),
                });
            }
        }
    }

    /// Whether a row says something. A time that a translation has from its source says nothing by itself.
    fn says(&self, row: &Value) -> bool {
        let is_own = |key: &String| self.subject.is_source || key != "time";
        row.as_object().is_some_and(|row| row.keys().any(is_own))
    }
}

/// The way to an entry of a list, or to a key of it.
fn entry(list: &[PathStep], at: usize, key: Option<&str>) -> Vec<PathStep> {
    list.iter().cloned().chain([PathStep::At(at)]).chain(key.map(PathStep::from)).collect()
}
