//! How many words a reader meets: what stands between white space and has a letter or digit.

use super::plain;
use super::step::{BodyStep, Node};

/// How many bytes are looked at in one go: a register of every processor that a build runs on.
const CHUNK: usize = 16;

/// How many words stand in `steps`, code included.
pub(super) fn count(steps: &[BodyStep]) -> usize {
    let mut words = WordCount::default();
    for step in steps {
        match &step.node {
            Node::CodeBlock { text, .. } => {
                words.push(" ");
                words.push(text);
            }
            _ => words.push(plain::shown(step)),
        }
    }
    words.count
}

/// Counts words that may be in several pieces, without putting them together.
#[derive(Default)]
struct WordCount {
    count: usize,
    /// Whether the word that has begun has a letter or digit, and so is counted.
    begun: bool,
}

impl WordCount {
    fn push(&mut self, text: &str) {
        let (chunks, rest) = text.as_bytes().as_chunks();
        for (index, chunk) in chunks.iter().enumerate() {
            if !self.easy(chunk) {
                self.bytes(text, index * CHUNK, chunk);
            }
        }
        self.bytes(text, chunks.len() * CHUNK, rest);
    }

    /// Counts without a branch, which the processor does for all bytes at once, where each word begins with an ASCII
    /// letter or digit and no other white space than that of ASCII may stand; elsewhere it does nothing.
    fn easy(&mut self, chunk: &[u8; CHUNK]) -> bool {
        let mut before = [if self.begun { b'a' } else { b' ' }; CHUNK];
        before[1..].copy_from_slice(&chunk[..CHUNK - 1]);
        let (mut begin, mut is_hard) = (0u8, false);
        for (&before, &byte) in before.iter().zip(chunk) {
            let is_letter = byte.is_ascii_alphanumeric();
            begin += u8::from(is_space(before) & is_letter);
            is_hard |= (is_space(before) & !is_letter & !is_space(byte)) | may_begin_space(byte);
        }
        if !is_hard {
            self.count += usize::from(begin);
            self.begun = !is_space(chunk[CHUNK - 1]);
        }
        !is_hard
    }

    /// Looks at characters only where one may begin or end a word.
    fn bytes(&mut self, text: &str, start: usize, bytes: &[u8]) {
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                _ if is_space(byte) => self.begun = false,
                0x80..0xc0 => {}
                _ if self.begun && !may_begin_space(byte) => {}
                _ => self.character(text[start + at..].chars().next().unwrap_or_default()),
            }
        }
    }

    fn character(&mut self, c: char) {
        if c.is_whitespace() {
            self.begun = false;
        } else if !self.begun && c.is_alphanumeric() {
            self.begun = true;
            self.count += 1;
        }
    }
}

fn is_space(byte: u8) -> bool {
    (byte == b' ') | (byte.wrapping_sub(b'\t') < 5)
}

/// Whether white space beyond ASCII can begin with this byte (Unicode, `White_Space`).
fn may_begin_space(byte: u8) -> bool {
    (byte == 0xc2) | (byte.wrapping_sub(0xe1) < 3)
}
