//! What a browser compares a script's bytes with (W3C Subresource Integrity).

use sha2::{Digest, Sha384};

/// The 64 letters of base64 (RFC 4648, section 4).
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `sha384-…`. Its 48 bytes are 64 letters without padding.
pub(super) fn sha384(bytes: &[u8]) -> String {
    let letters = Sha384::digest(bytes);
    let letters = letters.chunks(3).flat_map(|three| {
        let all = three.iter().fold(0_usize, |all, byte| all << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|shift| char::from(LETTERS[all >> shift & 63]))
    });
    "sha384-".chars().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    /// `openssl dgst -sha384 -binary | base64` of nothing.
    #[test]
    fn it_is_what_openssl_says() {
        let empty = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";
        assert_eq!(super::sha384(b""), empty);
    }
}
