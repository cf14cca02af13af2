//! What a source said when it was translated and what it says now → what differs, place by place.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::said::{Piece, Rows, Said};

/// A piece of the source beside a field, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// It stands there as it did.
    Same(String),
    /// It says something else: what it said, and what it says.
    Changed(String, String),
    /// It is new.
    New(String),
    /// It isn't there any more.
    Gone(String),
}

/// All pieces beside one field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Beside {
    pub(super) field: String,
    pub(super) marks: Vec<Mark>,
}

impl Beside {
    /// How many places differ.
    pub(super) fn changed(&self) -> usize {
        self.marks.iter().filter(|mark| !matches!(mark, Mark::Same(_))).count()
    }
}

/// What stands beside each field; without an older text nothing is marked.
pub(super) fn compare(old: Option<&[Said]>, new: &[Said], rows: &Rows) -> Vec<Beside> {
    let mut all: Vec<Beside> = Vec::new();
    let mut add = |field: String, mark: Mark| match all.iter_mut().find(|beside| beside.field == field) {
        Some(beside) => beside.marks.push(mark),
        None => all.push(Beside { field, marks: vec![mark] }),
    };
    let same_place = |one: &Said, other: &Said| one.field == other.field && one.within == other.within;
    for said in new {
        let was = old.map(|old| old.iter().find(|known| same_place(known, said)));
        let before = was.map_or(&*said.pieces, |was| was.map(|was| &*was.pieces).unwrap_or_default());
        for (at, mark) in pieces(before, &said.pieces) {
            add(at.map_or_else(|| said.field.clone(), |at| rows.field(said, at)), mark);
        }
    }
    for said in old.into_iter().flatten().filter(|said| !new.iter().any(|now| same_place(now, said))) {
        said.pieces.iter().for_each(|piece| add(said.field.clone(), Mark::Gone(piece.text.clone())));
    }
    all
}

/// Each piece and what became of it, with its number among the new ones.
fn pieces(old: &[Piece], new: &[Piece]) -> Vec<(Option<usize>, Mark)> {
    let has_times = |pieces: &[Piece]| pieces.iter().all(|piece| piece.time.is_some());
    if has_times(old) && has_times(new) && !new.is_empty() {
        return by_time(old, new);
    }
    let texts = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.clone()).collect::<Vec<_>>();
    let (before, now) = (texts(old), texts(new));
    let mut marks = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &now) {
        let is_same = matches!(op, DiffOp::Equal { .. });
        let mut old = op.old_range();
        for at in op.new_range() {
            let mark = match (is_same, old.next()) {
                (true, _) => Mark::Same(now[at].clone()),
                (false, Some(old)) => Mark::Changed(before[old].clone(), now[at].clone()),
                (false, None) => Mark::New(now[at].clone()),
            };
            marks.push((Some(at), mark));
        }
        marks.extend(old.map(|at| (None, Mark::Gone(before[at].clone()))));
    }
    marks
}

/// Steps of a programme: each is the one at its time, or the one with its words at another.
fn by_time(old: &[Piece], new: &[Piece]) -> Vec<(Option<usize>, Mark)> {
    let mut left: Vec<&Piece> = old.iter().collect();
    let mut take =
        |fits: &dyn Fn(&Piece) -> bool| left.iter().position(|piece| fits(piece)).map(|at| left.remove(at));
    let mut marks: Vec<Option<Mark>> = vec![None; new.len()];
    for (mark, piece) in marks.iter_mut().zip(new) {
        *mark = take(&|old| old.text == piece.text).map(|_| Mark::Same(piece.text.clone()));
    }
    for (mark, piece) in marks.iter_mut().zip(new).filter(|(mark, _)| mark.is_none()) {
        let was = take(&|old| old.time == piece.time);
        *mark = Some(match was {
            Some(was) => Mark::Changed(was.text.clone(), piece.text.clone()),
            None => Mark::New(piece.text.clone()),
        });
    }
    let marks = marks.into_iter().flatten().enumerate().map(|(at, mark)| (Some(at), mark));
    let gone = left.into_iter().map(|piece| (None, Mark::Gone(piece.text.clone())));
    marks.chain(gone).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use generator::content::Kind;
    use generator::write_back;

    use super::super::said;
    use super::*;

    const OLD: &str = "---\ntitle: Dinner\nsummary: We eat.\nfoodNote: Soup\nprogramme:\n  - { time: \"17:30\", text: Tea }\n  - { time: \"18:00\", text: Soup }\nplace: { name: House, street: A 1 }\nspeakers: [{ role: A baker }, { role: A cook }]\npicture: { src: a.jpg, credit: Eva }\n---\nOne.\n\nTwo.\n\nThree.\n";
    const NEW: &str = "---\ntitle: Dinner\nsummary: We eat soup.\nprogramme:\n  - { time: \"17:30\", text: Tea }\n  - { time: \"17:45\", text: Songs }\n  - { time: \"18:00\", text: Soup and bread }\nplace: { name: New house, street: B 2 }\nspeakers: [{ role: A baker from Malmö }, { role: A cook }]\npicture: { src: a.jpg, credit: Eva }\n---\nOne.\n\nTwo and a half.\n";

    fn marks(translation: &str) -> Vec<String> {
        let of = |text: &str| said::of(Kind::Event, &write_back::written(text).unwrap());
        let rows = Rows::of(&write_back::written(translation).unwrap().head);
        let short = |mark: &Mark| match mark {
            Mark::Same(text) => format!("={text}"),
            Mark::Changed(old, new) => format!("{old}>{new}"),
            Mark::New(text) => format!("+{text}"),
            Mark::Gone(text) => format!("-{text}"),
        };
        let of_field = |beside: &Beside| {
            let marks: Vec<String> = beside.marks.iter().map(short).collect();
            format!("{} {}", beside.field, marks.join(" | "))
        };
        compare(Some(&of(OLD)), &of(NEW), &rows).iter().map(of_field).collect()
    }

    #[test]
    fn each_place_says_what_became_of_it() {
        let made = marks(
            "---\ntitle: Middag\nprogramme:\n  - { time: \"17:30\", text: Te }\n  - { time: \"18:00\", text: Suppe }\n---\n",
        );
        assert_eq!(
            made,
            [
                "title =Dinner",
                "summary We eat.>We eat soup.",
                "programme.0.text =Tea",
                // There is no row for it yet.
                "programme +Songs",
                "programme.1.text Soup>Soup and bread",
                "placeName House>New house",
                "speakerRoles.0 A baker>A baker from Malmö",
                "speakerRoles.1 =A cook",
                "pictureCredit =Eva",
                "body =One. | Two.>Two and a half. | -Three.",
                "foodNote -Soup",
            ]
        );
    }

    #[test]
    fn a_translation_that_isnt_there_yet_has_the_rows_of_its_source() {
        let made = marks("---\ntitle: Middag\n---\n");
        assert!(made.contains(&"programme.2.text Soup>Soup and bread".to_owned()), "{made:?}");
    }
}
