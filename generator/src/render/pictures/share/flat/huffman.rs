//! How often each symbol comes → its code: the more often, the shorter (RFC 1951, 3.2.2).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The longest code for a symbol.
const LONGEST: usize = 15;

/// The codes of an alphabet.
pub(super) struct Codes {
    /// The length of each code in bits, 0 for a symbol that never comes: all that a reader is told.
    pub(super) lengths: Vec<u8>,
    /// Each code with its first bit lowest, as it is written.
    codes: Vec<u32>,
}

impl Codes {
    /// The best codes for symbols that come so often, none longer than `longest` bits.
    pub(super) fn of(counts: &[u32], longest: usize) -> Self {
        let mut counts = counts.to_vec();
        let mut lengths = depths(&counts);
        // What is rare comes to look less rare.
        while lengths.iter().any(|length| usize::from(*length) > longest) {
            counts.iter_mut().filter(|count| **count > 0).for_each(|count| *count = *count / 2 + 1);
            lengths = depths(&counts);
        }
        let codes = codes(&lengths);
        Self { lengths, codes }
    }

    /// A symbol's code and its length.
    pub(super) fn code(&self, symbol: usize) -> (u32, u32) {
        (self.codes[symbol], u32::from(self.lengths[symbol]))
    }
}

/// Huffman's: the two rarest become one, until there is one.
fn depths(counts: &[u32]) -> Vec<u8> {
    let known = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let mut waiting: BinaryHeap<_> = known.map(|(symbol, count)| Reverse((*count, symbol))).collect();
    // A single symbol has a code, too.
    if let (1, Some(Reverse((_, symbol)))) = (waiting.len(), waiting.peek()) {
        return (0..counts.len()).map(|other| u8::from(other == *symbol)).collect();
    }
    let mut parents = vec![None; counts.len()];
    while let (Some(Reverse((one, first))), Some(Reverse((other, second)))) = (waiting.pop(), waiting.pop()) {
        let parent = parents.len();
        parents.push(None);
        (parents[first], parents[second]) = (Some(parent), Some(parent));
        waiting.push(Reverse((one + other, parent)));
    }
    let mut depths = vec![0_u8; parents.len()];
    for (at, parent) in parents.iter().enumerate().rev() {
        depths[at] = parent.map_or(0, |parent| depths[parent] + 1);
    }
    depths.truncate(counts.len());
    depths
}

/// Codes of one length follow each other in the order of their symbols, after those that are shorter.
fn codes(lengths: &[u8]) -> Vec<u32> {
    let mut next = [0_u32; LONGEST + 2];
    for length in 1..=LONGEST {
        let of_length = lengths.iter().filter(|other| usize::from(**other) == length).count();
        next[length + 1] = (next[length] + u32::try_from(of_length).expect("alphabets are small")) << 1;
    }
    let code = |length: &u8| {
        let code = next[usize::from(*length)];
        next[usize::from(*length)] += 1;
        code.reverse_bits().checked_shr(u32::BITS - u32::from(*length)).unwrap_or(0)
    };
    lengths.iter().map(code).collect()
}
