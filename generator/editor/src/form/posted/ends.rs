//! Line ends: a browser sends those of Windows whatever the file has, and each line that stays gets the one that it had.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A line and what ends it; nothing behind the last one.
type Line<'a> = (&'a str, &'a str);

/// What ends the lines of a file. That of old Macs does where there is no other: among others it is read as a blank.
pub(crate) fn own(text: &str) -> &'static str {
    match (text.find('\n'), text.contains('\r')) {
        (Some(at), _) if text[..at].ends_with('\r') => "\r\n",
        (None, true) => "\r",
        _ => "\n",
    }
}

/// A text as it was sent with the line ends of the one from which its form was made. A new line gets `end`; where nothing else differs
/// it is that text.
pub(crate) fn kept(was: &str, sent: &str, end: &str) -> String {
    let (old, new) = (lines(was), lines(sent));
    let stayed = stayed(&old, &new);
    let mut kept = String::new();
    for (at, ((text, sent), stays)) in new.iter().zip(&stayed).enumerate() {
        let had = stays.map_or("", |from| old[from].1);
        // The last line of one may be in the middle of the other.
        let ends = match (sent.is_empty(), had.is_empty()) {
            (true, _) => "",
            (false, true) => end,
            (false, false) => had,
        };
        let before = at.checked_sub(1).and_then(|before| stayed[before]);
        let is_as_it_was = !had.is_empty() && before.is_some() && before.map(|before| before + 1) == *stays;
        if text.is_empty() && ends.contains('\n') && !is_as_it_was {
            // Behind those of old Macs it would be read as the second half of one.
            let macs = kept.len() - kept.trim_end_matches('\r').len();
            kept.truncate(kept.len() - macs);
            kept.push_str(&end.repeat(macs));
        }
        kept.extend([*text, ends]);
    }
    kept
}

/// For each new line the old one that it is.
fn stayed(old: &[Line<'_>], new: &[Line<'_>]) -> Vec<Option<usize>> {
    let mut stayed = vec![None; new.len()];
    for change in capture_diff_slices(Algorithm::Myers, &texts(old), &texts(new)) {
        if let DiffOp::Equal { old_index, new_index, len } = change {
            (0..len).for_each(|at| stayed[new_index + at] = Some(old_index + at));
        }
    }
    stayed
}

fn texts<'a>(lines: &[Line<'a>]) -> Vec<&'a str> {
    lines.iter().map(|(text, _)| *text).collect()
}

/// The lines as a browser counts them.
fn lines(text: &str) -> Vec<Line<'_>> {
    let (mut lines, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find(['\r', '\n']) {
        let end = if rest[at..].starts_with("\r\n") { at + 2 } else { at + 1 };
        lines.push((&rest[..at], &rest[at..end]));
        rest = &rest[end..];
    }
    lines.push((rest, ""));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_that_stays_ends_as_it_did() {
        for (was, sent, is) in [
            ("a\nb\n", "a\r\nb\r\n", "a\nb\n"),
            ("a\r\nb", "a\r\nb", "a\r\nb"),
            ("a\rb\nc\n", "a\r\nb\r\nc\r\n", "a\rb\nc\n"),
            ("a\rb\nc\n", "a\r\nb\r\nd\r\n", "a\rb\nd\n"),
            ("a\r\nb\nc\r\n", "a\r\nx\r\nb\r\nc\r\n", "a\r\nx\r\nb\nc\r\n"),
            ("a\r\r\nb\n", "a\r\n\r\nb\r\n", "a\r\r\nb\n"),
            // What was the last line has one behind it, and the other way round.
            ("a\r\nb", "a\r\nb\r\nc", "a\r\nb\r\nc"),
            ("a\r\nb\r\n", "a\r\nb", "a\r\nb"),
            ("", "a\r\nb", "a\nb"),
            ("a\rb", "a\r\nc\r\nb", "a\rc\rb"),
            ("a", "", ""),
            // A break of a paragraph stays one, also behind a line end of old Macs.
            ("a\rb\n", "a\r\n\r\nb\r\n", "a\n\nb\n"),
            ("a\rb\r\nc", "a\r\n\r\nb\r\nc", "a\r\n\r\nb\r\nc"),
            ("a\rb\n\nc\n", "a\r\n\r\nc\r\n", "a\n\nc\n"),
        ] {
            assert_eq!(kept(was, sent, own(was)), is, "{was:?} {sent:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_was_typed_is_what_is_read(was in "[ab\r\n]{0,12}", typed in "[ab\n]{0,12}") {
            let plain = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
            let sent = |text: &str| plain(text).replace('\n', "\r\n");
            proptest::prop_assert_eq!(plain(&kept(&was, &sent(&typed), own(&was))), typed);
            proptest::prop_assert_eq!(kept(&was, &sent(&was), own(&was)), was);
        }
    }
}
