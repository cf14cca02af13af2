//! Content lines of iCalendar: escaped, folded, ended with CRLF (RFC 5545 §3.1, §3.3.11).

/// A line's octets without its CRLF.
const WIDTH: usize = 75;

/// The lines of one file.
pub(super) struct Lines(String);

impl Lines {
    pub(super) fn new() -> Lines {
        Lines(String::new())
    }

    /// A property whose value is text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.raw(&format!("{name}:{}", escaped(text)));
    }

    /// A line as it is.
    pub(super) fn raw(&mut self, line: &str) {
        let mut room = WIDTH;
        for char in line.chars() {
            if char.len_utf8() > room {
                // The blank that begins a continued line counts.
                self.0.push_str("\r\n ");
                room = WIDTH - 1;
            }
            room -= char.len_utf8();
            self.0.push(char);
        }
        self.0.push_str("\r\n");
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' | ';' | ',' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            control if control.is_control() => {}
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_at_75_octets_and_never_inside_a_character() {
        let mut lines = Lines::new();
        lines.text("SUMMARY", &"вечеря, ".repeat(30));
        let out = lines.finish();
        assert!(out.split("\r\n").all(|line| line.len() <= WIDTH));
        assert_eq!(out.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "вечеря\\, ".repeat(30)));
    }

    #[test]
    fn escapes_what_separates() {
        let mut lines = Lines::new();
        lines.text("LOCATION", "a,b;c\\d\ne\r");
        assert_eq!(lines.finish(), "LOCATION:a\\,b\\;c\\\\d\\ne\r\n");
    }
}
