//! The widths in which a picture is published.

use crate::url::Url;

/// For a phone of 360 pixels at one, two and three device pixels each, and for a wide screen.
const WIDTHS: [u32; 4] = [360, 720, 1080, 1600];

/// The longest side that WebP can hold (RFC 9649, 2.7).
const SIDE_MAX: u64 = 16383;

/// From the smallest; none is wider than the picture, and the last is all of it or the widest.
pub(super) fn of(size: (u32, u32)) -> Vec<u32> {
    let widest = size.0.min(WIDTHS[WIDTHS.len() - 1]).min(tallest(size)).max(1);
    // A width that is nearly the widest would only fill the disk.
    let smaller = WIDTHS.into_iter().filter(|width| width * 10 < widest * 9);
    smaller.chain([widest]).collect()
}

/// Width and height in this width.
pub(super) fn shrunk((width, height): (u32, u32), to: u32) -> (u32, u32) {
    let (width, height, to) = (u64::from(width).max(1), u64::from(height), u64::from(to));
    let scaled = ((height * to + width / 2) / width).clamp(1, SIDE_MAX);
    (u32::try_from(to).unwrap_or(1), u32::try_from(scaled).unwrap_or(1))
}

/// The address for those who can only take one: the second, which is enough for a phone.
pub(super) fn middle(variants: &[(Url, u32)]) -> Option<&Url> {
    variants.get(1).or(variants.first()).map(|(url, _)| url)
}

/// The width at which the height reaches what WebP can hold.
fn tallest((width, height): (u32, u32)) -> u32 {
    let width = u64::from(width) * SIDE_MAX / u64::from(height).max(1);
    u32::try_from(width).unwrap_or(u32::MAX)
}
