//! What a packet of XMP tells (ISO 16684-1), by the names of its properties.
//!
//! The prefixes are the writer's to choose, so the names behind them count. What isn't known to tell nothing tells
//! something.

use memchr::memmem;
use resvg::usvg::roxmltree::{Document, Node};

use super::{NOTES, NOTHING, OWNER, POSITION, Traces, UNREAD};

const WHERE: [&str; 12] = [
    "City",
    "Country",
    "CountryCode",
    "CountryName",
    "State",
    "ProvinceState",
    "Location",
    "Sublocation",
    "LocationCreated",
    "LocationShown",
    "AbsoluteAltitude",
    "WorldRegion",
];
const WHOSE: [&str; 20] = [
    "creator",
    "contributor",
    "publisher",
    "rights",
    "Artist",
    "Author",
    "AuthorsPosition",
    "BodySerialNumber",
    "CameraOwnerName",
    "CaptionWriter",
    "Copyright",
    "CopyrightOwner",
    "CreatorContactInfo",
    "Credit",
    "LensSerialNumber",
    "Owner",
    "OwnerName",
    "SerialNumber",
    "Source",
    "WebStatement",
];
/// How the packet is put together, how the picture is to be drawn, and what wrote it.
const TECHNICAL: [&str; 33] = [
    "xmpmeta",
    "xapmeta",
    "RDF",
    "Description",
    "Bag",
    "Seq",
    "Alt",
    "li",
    "about",
    "ID",
    "lang",
    "nodeID",
    "parseType",
    "value",
    "xmptk",
    "BitsPerSample",
    "ColorMode",
    "ColorSpace",
    "Compression",
    "CreatorTool",
    "ExifVersion",
    "format",
    "ICCProfile",
    "ImageLength",
    "ImageWidth",
    "Orientation",
    "PhotometricInterpretation",
    "PixelXDimension",
    "PixelYDimension",
    "ResolutionUnit",
    "Software",
    "XResolution",
    "YResolution",
];

/// What one packet tells; one that can't be read may tell anything.
pub(super) fn of(packet: &[u8]) -> Traces {
    let text = String::from_utf8_lossy(packet);
    let text = text.trim_matches(['\0', '\u{feff}', ' ', '\n', '\r', '\t']);
    if text.is_empty() {
        return NOTHING;
    }
    let Ok(document) = Document::parse(text) else { return UNREAD };
    let named = document.descendants().filter(Node::is_element).flat_map(|node| {
        let own = Some(node.tag_name().name()).filter(|_| !is_empty(node));
        let given = node.attributes().filter(|attribute| !attribute.value().trim().is_empty());
        own.into_iter().chain(given.map(|attribute| attribute.name()))
    });
    named.map(by_name).fold(NOTHING, Traces::and)
}

/// The packets in bytes of any kind.
pub(super) fn packets(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    const END: &[u8] = b"</x:xmpmeta>";
    memmem::find_iter(bytes, b"<x:xmpmeta").map(|at| {
        let rest = &bytes[at..];
        &rest[..memmem::find(rest, END).map_or(rest.len(), |end| end + END.len())]
    })
}

fn is_empty(node: Node<'_, '_>) -> bool {
    let mut inner = node.children();
    node.attributes().len() == 0
        && inner.all(|child| child.is_text() && child.text().is_none_or(|text| text.trim().is_empty()))
}

fn by_name(name: &str) -> Traces {
    if WHERE.contains(&name) || name.starts_with("GPS") && name != "GPSVersionID" {
        POSITION
    } else if WHOSE.contains(&name) {
        OWNER
    } else if TECHNICAL.contains(&name) {
        NOTHING
    } else {
        NOTES
    }
}
