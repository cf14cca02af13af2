//! The code by which a guest is found at the door: a signed address that the camera of any telephone opens.
//!
//! It lets its bearer do nothing, and says no more than the ticket beside it: the reference. Who photographs it over a shoulder sees
//! the page that anybody sees; only whoever stands at the door and is signed in comes to the guest.

use jiff::{SignedDuration, Timestamp};

use crate::code;
use crate::folder::FormsFolder;
use crate::reference::Reference;
use crate::secret::{Keyring, LinkPurpose};

/// An event may be moved after the letter was sent, and its code is to open the door all the same.
const AFTER_EVENT: SignedDuration = SignedDuration::from_hours(24 * 90);
/// Pixels of a module in a letter: large enough for the glass of an old telephone, small enough for its memory.
const PIXELS: usize = 4;

/// The address that stands in the code. The same each time for the same end of the event, so that a letter is the same each time.
pub(crate) fn address(
    folder: &FormsFolder,
    keyring: &Keyring,
    reference: &Reference,
    ends: Timestamp,
) -> String {
    let expires = ends.checked_add(AFTER_EVENT).unwrap_or(Timestamp::MAX);
    let token = keyring.link(LinkPurpose::Door, reference, expires);
    format!("{}/desk/door?t={token}", folder.base_url())
}

/// The code as a picture for letters, whose programs show no SVG: black and white, a bit for each pixel (PNG, ISO/IEC 15948).
pub(crate) fn png(address: &str) -> Option<Vec<u8>> {
    let rows = code::modules(address)?;
    let side = rows.len() * PIXELS;
    let mut bits = Vec::with_capacity(side * side.div_ceil(8));
    for row in &rows {
        let line = packed(row);
        for _ in 0..PIXELS {
            bits.extend_from_slice(&line);
        }
    }
    let side = u32::try_from(side).ok()?;
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&bits)).ok()?;
    Some(png)
}

/// One line of pixels; a bit that is set is white.
fn packed(row: &[bool]) -> Vec<u8> {
    let pixels: Vec<bool> = row.iter().flat_map(|dark| [*dark; PIXELS]).collect();
    let byte = |eight: &[bool]| {
        eight.iter().enumerate().fold(0_u8, |byte, (at, dark)| byte | (u8::from(!dark) << (7 - at)))
    };
    pixels.chunks(8).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_the_modules_of_the_code_and_a_white_edge() {
        let address = "https://example.org/desk/door?t=0123456789";
        let rows = code::modules(address).unwrap();
        let picture = png(address).unwrap();
        let decoder = png::Decoder::new(std::io::Cursor::new(&picture));
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width as usize, info.height as usize), (rows.len() * PIXELS, rows.len() * PIXELS));
        let is_dark = |x: usize, y: usize| pixels[y * info.line_size + x / 8] & (0x80 >> (x % 8)) == 0;
        for (y, row) in rows.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                assert_eq!(is_dark(x * PIXELS + 1, y * PIXELS + 2), *dark, "{x} {y}");
            }
        }
        assert!(
            !is_dark(0, 0) && is_dark(4 * PIXELS, 4 * PIXELS),
            "the first module behind the edge is dark"
        );
    }
}
