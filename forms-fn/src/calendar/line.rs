//! Content lines of iCalendar: escaped, folded, ended with CRLF (RFC 5545 §3.1, §3.3.11).

/// A line's octets without its CRLF.
const WIDTH: usize = 75;

/// The lines of one file.
#[derive(Debug, Clone, Default)]
pub struct Lines(String);

impl Lines {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A property whose value is text: it is escaped, and characters that steer a terminal or a
    /// parser are left out.
    pub fn text(&mut self, name: &str, text: &str) {
        self.raw(&format!("{name}:{}", escaped(text)));
    }

    /// A line as it is, but for control characters, which could end it; the caller answers for the rest.
    pub fn raw(&mut self, line: &str) {
        let mut room = WIDTH;
        for char in line.chars().filter(|char| !char.is_control()) {
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

    /// The whole file.
    #[must_use]
    pub fn finish(self) -> String {
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
    fn no_value_can_begin_a_line_of_its_own() {
        let mut lines = Lines::new();
        lines.raw("URL:https://a.example/\r\nATTENDEE:mailto:b@example.org");
        assert_eq!(lines.finish(), "URL:https://a.example/ATTENDEE:mailto:b@example.org\r\n");
    }

    #[test]
    fn escapes_what_separates() {
        let mut lines = Lines::new();
        lines.text("LOCATION", "a,b;c\\d\ne\r");
        assert_eq!(lines.finish(), "LOCATION:a\\,b\\;c\\\\d\\ne\r\n");
    }
}
