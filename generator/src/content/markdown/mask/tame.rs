//! Lines that the Markdown reader would misread, with as many bytes of something else.
//!
//! A `:` begins a definition only with a blank behind it; the reader takes any, and loses it (pulldown-cmark #1057). It is
//! shown a `;`, which means nothing. A hard blank behind `##` or `-` is what a Mac makes of Alt and the space bar; the
//! reader is shown plain ones. What becomes text is taken from the file again, since it is as long (`read::run`).

/// The longest row of blanks behind the mark of a list: with one more, its words would be code.
const LIST_BLANKS: usize = 4;

/// The text with such lines changed; `None` if there is none.
pub(super) fn tame(body: &str) -> Option<String> {
    if !body.contains([':', '\u{a0}']) {
        return None;
    }
    let (mut bytes, mut start) = (None, 0);
    let mut above = Above::default();
    for line in body.split_inclusive('\n') {
        let words = words(line);
        let at = start + line.len() - words.len();
        if is_no_definition(words, &above) {
            bytes.get_or_insert_with(|| body.as_bytes().to_vec())[at] = b';';
        } else if let Some((mark, blanks)) = hard_blanks(words) {
            let row = at + mark..at + mark + blanks;
            bytes.get_or_insert_with(|| body.as_bytes().to_vec())[row].fill(b' ');
        }
        above.add(line);
        start += line.len();
    }
    bytes
        .map(|bytes| String::from_utf8(bytes).expect("whole characters were replaced by as many of one byte"))
}

/// The words of a line behind the marks of quotes and lists.
fn words(line: &str) -> &str {
    let mut words = line.trim_start_matches([' ', '\t', '>']);
    for mark in ["- ", "* ", "+ "] {
        words = words.strip_prefix(mark).filter(|rest| rest.trim_start().starts_with(':')).unwrap_or(words);
    }
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = words[digits..].strip_prefix([')', '.']).filter(|_| digits > 0).map(str::trim_start);
    let words = rest.filter(|rest| rest.starts_with(':')).unwrap_or(words);
    words.trim_start_matches([' ', '\t'])
}

/// What the paragraph above a line has left open.
#[derive(Default)]
struct Above {
    ticks: usize,
    stars: usize,
    brackets: usize,
}

impl Above {
    fn add(&mut self, line: &str) {
        if line.trim().is_empty() {
            return *self = Self::default();
        }
        self.ticks += line.matches('`').count();
        self.stars += line.matches("**").count();
        self.brackets = (self.brackets + line.matches('[').count()).saturating_sub(line.matches(']').count());
    }

    fn is_open(&self) -> bool {
        self.ticks % 2 == 1 || self.stars % 2 == 1 || self.brackets > 0
    }
}

fn is_no_definition(words: &str, above: &Above) -> bool {
    let Some(rest) = words.strip_prefix(':').filter(|rest| !rest.starts_with("::")) else { return false };
    let is_syntax = rest.starts_with([' ', '\t']) && !rest.trim().is_empty();
    !is_syntax || above.is_open()
}

/// How long the mark is that a line begins with, and the blanks behind it, if the first of them is a hard one.
fn hard_blanks(words: &str) -> Option<(usize, usize)> {
    let hashes = words.len() - words.trim_start_matches('#').len();
    let is_list = words.starts_with(['-', '*', '+']);
    let mark = if is_list { 1 } else { hashes };
    let rest = words.get(mark..).filter(|rest| mark > 0 && mark < 7 && rest.starts_with('\u{a0}'))?;
    let blanks = rest.len() - rest.trim_start_matches(['\u{a0}', ' ']).len();
    (!is_list || blanks <= LIST_BLANKS).then_some((mark, blanks))
}

/// Code of several lines with the colons that stand in the file.
pub(in crate::content::markdown) fn untamed(code: &str, source: &str) -> Option<String> {
    let mut own = None;
    for line in source.split('\n').skip(1) {
        let Some(rest) = words(line).strip_prefix(':') else { continue };
        let rest = rest.trim_end_matches(['`', ' ']);
        let own = own.get_or_insert_with(|| code.to_owned());
        if let Some(at) =
            own.find(&format!("; {}", rest.trim_start())).or_else(|| own.find(&format!(";{rest}")))
        {
            own.replace_range(at..=at, ":");
        }
    }
    own
}
