//! What Photoshop's resources tell, and the notes of news agencies among them (IPTC-NAA Information Interchange Model 4).

use exif::Reader;

use super::{NOTES, NOTHING, OWNER, POSITION, Traces, UNREAD, anywhere, in_exif, is_padding, readable, xmp};

/// What the resources tell; a long block goes on in further segments, which have no head of their own.
pub(super) fn of_photoshop(bytes: &[u8]) -> Traces {
    let (mut found, mut rest) = (NOTHING, bytes);
    while !is_padding(rest) {
        let Some((id, data, next)) = resource(rest) else { return found.and(anywhere(rest)).and(NOTES) };
        found = found.and(in_resource(id, data));
        rest = next;
    }
    found
}

/// The first resource: its number, its data and what follows (Adobe Photoshop File Formats, Image Resource Blocks).
fn resource(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let id = u16::from_be_bytes(bytes.get(4..6)?.try_into().ok()?);
    // A name with its length before it; it and the data take an even number of bytes.
    let name = usize::from(*bytes.get(6)?) + 1;
    let at = 6 + name.next_multiple_of(2);
    let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
    let length = usize::try_from(length).ok()?;
    let begin = at + 4;
    let data = bytes.get(begin..begin.checked_add(length)?)?;
    let next = begin + length.next_multiple_of(2);
    bytes.starts_with(b"8BIM").then(|| (id, data, bytes.get(next..).unwrap_or_default()))
}

fn in_resource(id: u16, data: &[u8]) -> Traces {
    match id {
        0x0404 => of_iptc(data).unwrap_or(UNREAD),
        0x0422 | 0x0423 => {
            let exif = Reader::new().read_raw(data.to_vec()).or_else(readable);
            exif.as_ref().map_or(UNREAD, in_exif)
        }
        0x0424 => xmp::of(data),
        // Small copies, which may show what was cut off; a caption and addresses.
        0x0409 | 0x040C => NOTES,
        0x03F0 | 0x040B if !is_padding(data) => NOTES,
        // How it is printed, cut and layered.
        _ => NOTHING,
    }
}

/// One data set after the other; `None` if they can't be read.
fn of_iptc(data: &[u8]) -> Option<Traces> {
    let (mut found, mut rest) = (NOTHING, data);
    while !is_padding(rest) {
        let [0x1C, record, set, high, low, ..] = *rest else { return None };
        let length = u16::from_be_bytes([high, low]);
        // Longer ones say in this many bytes how long they are.
        let (head, length) = match usize::from(length & 0x7FFF) {
            size if length & 0x8000 != 0 => {
                let digits = rest.get(5..5_usize.checked_add(size)?)?;
                let length = digits
                    .iter()
                    .try_fold(0_usize, |sum, digit| sum.checked_mul(256)?.checked_add(usize::from(*digit)))?;
                (5 + size, length)
            }
            length => (5, length),
        };
        let value = rest.get(head..head.checked_add(length)?)?;
        if !is_padding(value) {
            found = found.and(by_number(record, set));
        }
        rest = &rest[head + length..];
    }
    Some(found)
}

fn by_number(record: u8, set: u8) -> Traces {
    match (record, set) {
        // How the letters are written; the version and the program.
        (1, _) | (2, 0 | 65 | 70) => NOTHING,
        // City, place, province, country; what the picture shows.
        (2, 26 | 27 | 90 | 92 | 95 | 100 | 101) => POSITION,
        // By-line and its title, credit, source, copyright, contact, writer.
        (2, 80 | 85 | 110 | 115 | 116 | 118 | 122) => OWNER,
        _ => NOTES,
    }
}
