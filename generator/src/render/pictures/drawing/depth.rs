//! How deep the elements of a drawing stand in each other, found without a stack: those who read it next need one.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Drawing programs stay far below.
pub(super) const DEPTH_MAX: usize = 64;

/// Whether an element stands deeper than [`DEPTH_MAX`]. What is wrong otherwise, the reader of the drawing says.
pub(super) fn is_too_deep(text: &str) -> bool {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) if depth == DEPTH_MAX => return true,
            Ok(Event::Empty(_)) if depth == DEPTH_MAX => return true,
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}
