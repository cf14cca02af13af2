//! The bytes of a picture's rows → bytes and repeats of bytes, as DEFLATE has them (RFC 1951, 2).
//!
//! Rows of few flat colours repeat what stands above them, or just before; at edges it stands a pixel beside that. So these
//! places are tried, and of all others only the two at which the same was seen last. A compressor that knows nothing of rows
//! looks at all places, and takes eight times as long for one hundredth fewer bytes.

use std::ops::{Range, RangeInclusive};

/// How long a repeat may be.
const LENGTHS: RangeInclusive<u16> = 3..=258;

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
    pub(super) length: u16,
    /// How many bytes before.
    pub(super) distance: u16,
}

/// Rows of `row` bytes each in pieces.
pub(super) fn of(bytes: &[u8], row: usize) -> Vec<Piece> {
    let mut search = Search::new(bytes, row);
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let piece = search.piece(at);
        pieces.push(piece);
        at += piece.length();
    }
    pieces
}

/// The same of rows that were `pieces`, and of which only these bytes are others, in the order in which they stand. What
/// repeats nothing of them is taken as it was.
pub(super) fn again(pieces: &[Piece], bytes: &[u8], row: usize, changed: &[Range<usize>]) -> Vec<Piece> {
    let (mut search, mut changes) = (Search::new(bytes, row), Changes { changed, next: 0 });
    let mut made = Vec::with_capacity(pieces.len());
    let (mut at, mut end) = (0, 0);
    for piece in pieces {
        end += piece.length();
        while at < end {
            let next = piece.rest(end - at).filter(|rest| changes.spare(*rest, at));
            let next = next.unwrap_or_else(|| search.piece(at));
            made.push(next);
            at += next.length();
        }
    }
    made
}

/// Bytes that are others, looked at from the first to the last.
struct Changes<'c> {
    changed: &'c [Range<usize>],
    /// The first that doesn't end before all that is still asked for.
    next: usize,
}

impl Changes<'_> {
    /// Whether neither the bytes of a piece nor those that it repeats are among them.
    fn spare(&mut self, piece: Piece, at: usize) -> bool {
        self.next += self.changed[self.next..].iter().take_while(|changed| changed.end <= at).count();
        let end = at + piece.length();
        let is_free = self.changed.get(self.next).is_none_or(|next| next.start >= end);
        match piece {
            Piece::Byte(_) => is_free,
            Piece::Repeat(Repeat { distance, .. }) => {
                let (start, end) = (at - usize::from(distance), end - usize::from(distance));
                let before = self.changed[..self.next].iter().rev().take_while(|changed| changed.end > start);
                is_free && before.last().is_none_or(|first| first.start >= end)
            }
        }
    }
}

impl Piece {
    /// How many bytes it stands for.
    fn length(self) -> usize {
        match self {
            Self::Byte(_) => 1,
            Self::Repeat(repeat) => usize::from(repeat.length),
        }
    }

    /// Its last bytes as a piece.
    fn rest(self, length: usize) -> Option<Self> {
        match self {
            piece if piece.length() == length => Some(piece),
            Self::Byte(_) => None,
            Self::Repeat(Repeat { distance, .. }) => {
                let length = u16::try_from(length).ok().filter(|length| LENGTHS.contains(length))?;
                Some(Self::Repeat(Repeat { length, distance }))
            }
        }
    }
}

struct Search<'b> {
    bytes: &'b [u8],
    row: usize,
    /// By the hash of what stands there: where it was seen last, and before that.
    places: Vec<[usize; 2]>,
}

impl<'b> Search<'b> {
    fn new(bytes: &'b [u8], row: usize) -> Self {
        Self { bytes, row, places: vec![[usize::MAX; 2]; 1 << HASH_BITS] }
    }

    /// What stands there: the longest repeat, or a byte.
    fn piece(&mut self, at: usize) -> Piece {
        let (length, distance) = self.longest(at);
        let short = |number: usize| u16::try_from(number).expect("repeats are short and near");
        let repeat = Repeat { length: short(length), distance: short(distance) };
        if LENGTHS.contains(&repeat.length) { Piece::Repeat(repeat) } else { Piece::Byte(self.bytes[at]) }
    }

    /// How many bytes are repeated, and how many bytes before they stand.
    fn longest(&mut self, at: usize) -> (usize, usize) {
        let near = [1, self.row].into_iter();
        let best = near.fold((0, 0), |best, distance| self.longer(best, at, distance));
        if best.0 >= LONG {
            return best;
        }
        let aside = [self.row - 1, self.row + 1].into_iter();
        let far = self.seen(at).into_iter().filter_map(|place| at.checked_sub(place));
        aside.chain(far).fold(best, |best, distance| self.longer(best, at, distance))
    }

    /// The longer of two repeats, the first if they are equal.
    fn longer(&self, best: (usize, usize), at: usize, distance: usize) -> (usize, usize) {
        let most = (self.bytes.len() - at).min(usize::from(*LENGTHS.end()));
        if distance > at.min(REACH) || best.0 == most {
            return best;
        }
        let (here, there) = (&self.bytes[at..at + most], &self.bytes[at - distance..]);
        // Most are no longer, which one byte tells.
        if here[best.0] != there[best.0] {
            return best;
        }
        let length = equal(here, &there[..most]);
        if length > best.0 { (length, distance) } else { best }
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
