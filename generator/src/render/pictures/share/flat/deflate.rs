//! Pieces of rows → a zlib stream (RFC 1950) of blocks that each have their own codes (RFC 1951, 3.2.7).

use libdeflater::adler32;

use super::huffman::Codes;
use super::repeats::{Piece, Repeat};

/// What a stream begins with: a window of 32 KB, of which everything is used, and a level that nobody asks for.
const HEAD: [u8; 2] = [0x78, 0x9c];

/// How many pieces share codes: with half as many a file is half a hundredth smaller and takes a tenth longer.
const AT_ONCE: usize = 8192;

/// The symbols are the bytes, this one, and those for lengths.
const END_OF_BLOCK: usize = 256;

/// How many symbols there are for bytes and lengths, and for distances.
const SYMBOLS: [usize; 2] = [286, 30];

/// The order in which the lengths of the codes for lengths are told, those that are used least last.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Bits that say more than a symbol does, and how many they are.
type Extra = (u32, u32);

/// The pieces of rows, at least one, as a stream. The same bytes on every machine.
pub(super) fn zlib(pieces: &[Piece], rows: &[u8]) -> Vec<u8> {
    let mut bits = Bits { bytes: HEAD.to_vec(), held: 0, count: 0 };
    let mut blocks = pieces.chunks(AT_ONCE).peekable();
    while let Some(block) = blocks.next() {
        put_block(&mut bits, block, blocks.peek().is_none());
    }
    let mut bytes = bits.finish();
    bytes.extend(adler32(rows).to_be_bytes());
    bytes
}

fn put_block(bits: &mut Bits, pieces: &[Piece], is_last: bool) {
    let [first, second] = counts(pieces);
    let (symbols, distances) = (Codes::of(&first, 15), Codes::of(&second, 15));
    bits.put(u32::from(is_last), 1);
    bits.put(2, 2);
    put_lengths(bits, &symbols.lengths, &distances.lengths);
    for piece in pieces {
        match *piece {
            Piece::Byte(byte) => bits.put_code(&symbols, usize::from(byte), (0, 0)),
            Piece::Repeat(repeat) => {
                let [(length, more), (distance, more_distance)] = symbols_of(repeat);
                bits.put_code(&symbols, length, more);
                bits.put_code(&distances, distance, more_distance);
            }
        }
    }
    bits.put_code(&symbols, END_OF_BLOCK, (0, 0));
}

fn counts(pieces: &[Piece]) -> [Vec<u32>; 2] {
    let [mut symbols, mut distances] = SYMBOLS.map(|symbols| vec![0; symbols]);
    symbols[END_OF_BLOCK] = 1;
    for piece in pieces {
        match *piece {
            Piece::Byte(byte) => symbols[usize::from(byte)] += 1,
            Piece::Repeat(repeat) => {
                let [(length, _), (distance, _)] = symbols_of(repeat);
                symbols[length] += 1;
                distances[distance] += 1;
            }
        }
    }
    // A reader wants to be told of one at least.
    distances[0] = distances[0].max(1);
    [symbols, distances]
}

/// The symbols of its length and its distance (RFC 1951, 3.2.5).
fn symbols_of(repeat: Repeat) -> [(usize, Extra); 2] {
    let length = match repeat.length {
        258 => (285, (0, 0)),
        length => {
            let (symbol, extra) = stepped(usize::from(length) - 3, 2);
            (257 + symbol, extra)
        }
    };
    [length, stepped(usize::from(repeat.distance) - 1, 1)]
}

/// Numbers in groups: of 2^`bits` numbers each twice, then twice as wide each time. The first says its group, the rest
/// which of the group it is.
fn stepped(number: usize, bits: u32) -> (usize, Extra) {
    let wide = (usize::BITS - number.leading_zeros()).saturating_sub(bits + 1);
    let symbol = ((wide as usize) << bits) + (number >> wide);
    let which = number & ((1 << wide) - 1);
    (symbol, (u32::try_from(which).expect("distances are short"), wide))
}

/// Tells a reader the codes by their lengths, which are coded themselves.
fn put_lengths(bits: &mut Bits, symbols: &[u8], distances: &[u8]) {
    let used =
        |lengths: &[u8], least| lengths.iter().rposition(|length| *length > 0).map_or(least, |at| at + 1);
    let (first, second) = (used(symbols, 257), used(distances, 1));
    let runs = runs(&[&symbols[..first], &distances[..second]].concat());
    let mut counts = [0; ORDER.len()];
    runs.iter().for_each(|(symbol, _)| counts[*symbol] += 1);
    let codes = Codes::of(&counts, 7);
    let third = used(&ORDER.map(|symbol| codes.lengths[symbol]), 4).max(4);
    for (count, least, wide) in [(first, 257, 5), (second, 1, 5), (third, 4, 4)] {
        bits.put(u32::try_from(count - least).expect("alphabets are small"), wide);
    }
    ORDER[..third].iter().for_each(|symbol| bits.put(u32::from(codes.lengths[*symbol]), 3));
    runs.iter().for_each(|(symbol, extra)| bits.put_code(&codes, *symbol, *extra));
}

/// Lengths as symbols: those up to 15 as they are, 16 for the one before again, 17 and 18 for zeros.
fn runs(lengths: &[u8]) -> Vec<(usize, Extra)> {
    let mut runs = Vec::new();
    for run in lengths.chunk_by(|a, b| a == b) {
        let (plain, mut left) = ((usize::from(run[0]), (0, 0)), run.len());
        let kinds: &[(usize, usize, usize, u32)] =
            if run[0] == 0 { &[(18, 11, 138, 7), (17, 3, 10, 3)] } else { &[(16, 3, 6, 2)] };
        if run[0] != 0 {
            runs.push(plain);
            left -= 1;
        }
        for &(symbol, least, most, wide) in kinds {
            while left >= least {
                let length = left.min(most);
                runs.push((symbol, (u32::try_from(length - least).expect("runs are short"), wide)));
                left -= length;
            }
        }
        runs.resize(runs.len() + left, plain);
    }
    runs
}

/// Bits one after the other, the lowest of each byte first.
struct Bits {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits {
    fn put_code(&mut self, codes: &Codes, symbol: usize, extra: Extra) {
        let (code, length) = codes.code(symbol);
        // At most 15 and 13.
        self.put(code | (extra.0 << length), length + extra.1);
    }

    fn put(&mut self, bits: u32, count: u32) {
        self.held |= u64::from(bits) << self.count;
        self.count += count;
        if self.count >= u32::BITS {
            let [a, b, c, d, ..] = self.held.to_le_bytes();
            self.bytes.extend([a, b, c, d]);
            self.held >>= u32::BITS;
            self.count -= u32::BITS;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        let left = self.count.div_ceil(8) as usize;
        self.bytes.extend(&self.held.to_le_bytes()[..left]);
        self.bytes
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use std::io::Read as _;

    use proptest::prelude::*;

    use super::super::repeats;
    use super::*;

    /// What another program reads.
    fn read(stream: &[u8]) -> Vec<u8> {
        let mut rows = Vec::new();
        flate2::read::ZlibDecoder::new(stream).read_to_end(&mut rows).unwrap();
        rows
    }

    fn check(rows: &[u8], row: usize) {
        assert!(read(&zlib(&repeats::of(rows, row), rows)) == rows, "{} bytes in rows of {row}", rows.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn rows_are_read_as_they_were(
            runs in proptest::collection::vec((any::<u8>(), 1..2000_usize), 1..200),
            colours in 1..=255_u8,
            row in 2..1500_usize,
        ) {
            let rows: Vec<u8> = runs.iter().flat_map(|(byte, length)| vec![byte % colours; *length]).collect();
            check(&rows, row);
        }
    }

    #[test]
    fn bytes_without_repeats_are_read_as_they_were() {
        let mut state = 1_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .take(100_000)
        .collect();
        for length in [1, 2, 3, 4, 258, 259, 40_000, noise.len()] {
            check(&noise[..length], 1201);
        }
        // The same again from as far as it may be, and from further.
        for apart in [1, 257, 258, 259, 32_767, 32_768, 32_769] {
            check(&[&noise[..apart], &noise[..apart.min(300)]].concat(), 1201);
        }
    }

    #[test]
    fn codes_are_never_too_long() {
        // Each byte as often as the two before it: without a limit the rarest would have a code of 23 bits.
        let (mut rows, mut often) = (Vec::new(), (1, 1));
        for byte in 0..24_u8 {
            rows.extend(vec![byte; often.0]);
            often = (often.1, often.0 + often.1);
        }
        let mixed: Vec<u8> = (0..rows.len()).map(|at| rows[at * 7919 % rows.len()]).collect();
        check(&mixed, 3);
    }
}
