//! A translation's text → the same text with a note of what it was made from, and by whom it was read.

use super::report::Acceptance;
use crate::content::Kind;
use crate::write_back::{self, Edit, Refusal};

/// Notes the fingerprint, and the reader if there is one.
pub(super) fn stamp(
    text: &str,
    kind: Kind,
    fingerprint: &str,
    reader: Option<Acceptance<'_>>,
) -> Result<String, Refusal> {
    let mut edits = Vec::new();
    if let Some(reader) = reader {
        edits.push(Edit::set(["review"], "human"));
        edits.push(Edit::set(["reviewedBy"], reader.name));
        edits.push(Edit::set(["reviewedOn"], reader.on.to_string()));
    }
    edits.push(Edit::set(["sourceHash"], fingerprint));
    write_back::head(text, kind, &edits)
}

#[cfg(test)]
mod tests {
    use super::{Acceptance, Kind};

    const HASH: &str = "123456789012";

    fn reader() -> Option<Acceptance<'static>> {
        Some(Acceptance { name: "Olha \"Olia\" # K.", on: jiff::civil::date(2026, 11, 24) })
    }

    fn stamp(text: &str, reader: Option<Acceptance<'_>>) -> String {
        super::stamp(text, Kind::Story, HASH, reader).expect("it has a head")
    }

    #[test]
    fn only_the_lines_that_are_set_change() {
        let text = "---\n# a note\ntitle: Te # tea\nreview: machine   # until somebody has read it\nslug: te\n---\nreview: x\n";
        assert_eq!(
            stamp(text, None),
            "---\n# a note\ntitle: Te # tea\nreview: machine   # until somebody has read it\nsourceHash: \"123456789012\"\nslug: te\n---\nreview: x\n"
        );
        assert_eq!(
            stamp(text, reader()),
            "---\n# a note\ntitle: Te # tea\nreview: human   # until somebody has read it\nreviewedBy: \"Olha \\\"Olia\\\" # K.\"\nreviewedOn: \"2026-11-24\"\nsourceHash: \"123456789012\"\nslug: te\n---\nreview: x\n"
        );
    }

    #[test]
    fn lines_before_the_head_and_line_ends_of_old_macs_are_no_part_of_it() {
        let text = "\u{feff}\n---  \ntitle: Te\n---\nTe\n";
        assert_eq!(stamp(text, None), "\u{feff}\n---  \ntitle: Te\nsourceHash: \"123456789012\"\n---\nTe\n");
        let text = "---\rtitle: Te\r---\rTe\r";
        assert_eq!(stamp(text, None), "---\ntitle: Te\nsourceHash: \"123456789012\"\n---\nTe\n");
    }

    #[test]
    fn what_was_said_before_is_replaced_and_saying_it_again_changes_nothing() {
        let old = "---\r\nsourceHash: 'a # ''b' # mine\r\ntitle: Te\r\n---\r\nTe\r\n";
        let new = stamp(old, None);
        assert_eq!(new, "---\r\nsourceHash: \"123456789012\" # mine\r\ntitle: Te\r\n---\r\nTe\r\n");
        let again = stamp(&new, reader());
        assert_eq!(stamp(&again, reader()), again);
        assert!(again.contains("title: Te\r\nreview: human\r\nreviewedBy: "), "{again}");
    }
}
