//! The bytes of a picture's rows → bytes and repeats of bytes, as DEFLATE has them (RFC 1951, 2).
//!
//! Rows of few flat colours repeat what stands above them, or just before; at edges it stands a pixel beside that. So these
//! places are tried, and of all others only the two at which the same was seen last. A compressor that knows nothing of rows
//! looks at all places, and takes eight times as long for one hundredth fewer bytes.

use std::ops::RangeInclusive;

/// How long a repeat may be.
const LENGTHS: RangeInclusive<usize> = 3..=258;

/// How far back it may begin.
const REACH: usize = 1 << 15;

/// A repeat of this length is taken as it is.
const LONG: usize = 32;

/// The beginning by which places are remembered.
const BEGINNING: usize = 4;

/// How many bits of its hash are looked at.
const HASH_BITS: u32 = 13;

/// What stands next.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Piece {
    /// This byte.
    Byte(u8),
    /// As many bytes as stood there before.
    Repeat(Repeat),
}

/// Bytes that stood there before.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub(super) struct Repeat {
    /// How many.
    pub(super) length: usize,
    /// How many bytes before.
    pub(super) distance: usize,
}

/// Rows of `row` bytes each in pieces.
pub(super) fn of(bytes: &[u8], row: usize) -> Vec<Piece> {
    let mut search = Search { bytes, row, places: vec![[usize::MAX; 2]; 1 << HASH_BITS] };
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let repeat = search.longest(at);
        let (piece, length) = if LENGTHS.contains(&repeat.length) {
            (Piece::Repeat(repeat), repeat.length)
        } else {
            (Piece::Byte(bytes[at]), 1)
        };
        pieces.push(piece);
        at += length;
    }
    pieces
}

struct Search<'b> {
    bytes: &'b [u8],
    row: usize,
    /// By the hash of what stands there: where it was seen last, and before that.
    places: Vec<[usize; 2]>,
}

impl Search<'_> {
    fn longest(&mut self, at: usize) -> Repeat {
        let near = [1, self.row].into_iter();
        let best = near.fold(Repeat::default(), |best, distance| self.longer(best, at, distance));
        if best.length >= LONG {
            return best;
        }
        let aside = [self.row - 1, self.row + 1].into_iter();
        let far = self.seen(at).into_iter().filter_map(|place| at.checked_sub(place));
        aside.chain(far).fold(best, |best, distance| self.longer(best, at, distance))
    }

    /// The longer of two repeats, the first if they are equal.
    fn longer(&self, best: Repeat, at: usize, distance: usize) -> Repeat {
        let most = (self.bytes.len() - at).min(*LENGTHS.end());
        if distance > at.min(REACH) || best.length == most {
            return best;
        }
        let (here, there) = (&self.bytes[at..at + most], &self.bytes[at - distance..]);
        // Most are no longer, which one byte tells.
        if here[best.length] != there[best.length] {
            return best;
        }
        let length = equal(here, &there[..most]);
        if length > best.length { Repeat { length, distance } } else { best }
    }

    /// Where the same was seen, and from now on here.
    fn seen(&mut self, at: usize) -> [usize; 2] {
        let Some(beginning) = self.bytes[at..].first_chunk::<BEGINNING>() else { return [usize::MAX; 2] };
        // Knuth's: the golden ratio, of which the highest bits are the best mixed.
        let hash = u32::from_le_bytes(*beginning).wrapping_mul(0x9e37_79b1) >> (u32::BITS - HASH_BITS);
        let places = &mut self.places[hash as usize];
        let seen = *places;
        *places = [at, seen[0]];
        seen
    }
}

/// How many bytes two texts of one length have in common from their beginning.
fn equal(a: &[u8], b: &[u8]) -> usize {
    let (eights, of_b) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    for (at, (a, b)) in eights.iter().zip(of_b).enumerate() {
        let differing = u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
        if differing != 0 {
            return at * 8 + differing.trailing_zeros() as usize / 8;
        }
    }
    let rest = eights.len() * 8;
    rest + a[rest..].iter().zip(&b[rest..]).take_while(|(a, b)| a == b).count()
}
