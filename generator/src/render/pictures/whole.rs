//! Whether a JPEG has its end: a card pulled too early leaves a file that decoders fill up with grey.

/// The end of the picture, somewhere after its first scan: phones put more behind it.
const END: [u8; 2] = [0xff, 0xd9];

/// True for everything that isn't a JPEG; other formats have checksums or lengths of their own.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"\xff\xd8") {
        return true;
    }
    first_scan(bytes).is_some_and(|scan| bytes[scan..].windows(2).any(|marker| marker == END))
}

/// Walks over the segments, a small picture inside one of them included (ITU T.81, B.2).
fn first_scan(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        at += memchr::memchr(0xff, bytes.get(at..)?)?;
        match *bytes.get(at + 1)? {
            0xda => return Some(at),
            // Any number of these may fill up the space before a marker (B.1.1.2).
            0xff => at += 1,
            // Markers that stand alone (B.1.1.3), and no marker at all.
            0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
            _ => {
                let length = u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?);
                at += 2 + usize::from(length);
            }
        }
    }
}
