//! Bytes that are written as digits or letters, read back.

use data_encoding::{BASE64_NOPAD, HEXLOWER_PERMISSIVE};

use super::RUN;

/// A letter of either alphabet of base64 (RFC 4648, 4 and 5).
pub(super) fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)
}

/// Long runs of such letters, without the spaces and ends of lines between them.
pub(super) fn runs(bytes: &[u8], is_one: impl Fn(u8) -> bool) -> Vec<Vec<u8>> {
    let parts = bytes.split(|byte| !is_one(*byte) && !byte.is_ascii_whitespace());
    let runs = parts.filter(|part| part.len() >= RUN);
    runs.map(|run| run.iter().copied().filter(|byte| is_one(*byte)).collect())
        .filter(|run: &Vec<u8>| run.len() >= RUN)
        .collect()
}

/// Digits, as far as they go in pairs.
pub(super) fn hex(digits: &[u8]) -> Vec<u8> {
    let pairs = &digits[..digits.len() / 2 * 2];
    HEXLOWER_PERMISSIVE.decode(pairs).unwrap_or_default()
}

/// Letters of either alphabet, without what fills up the last four.
pub(super) fn base64(letters: &[u8]) -> Vec<u8> {
    let standard = |letter: &u8| match letter {
        b'-' => b'+',
        b'_' => b'/',
        letter => *letter,
    };
    // The last of a run may be cut off.
    let fours = letters.len() / 4 * 4;
    let (whole, last): (Vec<u8>, Vec<u8>) =
        (letters[..fours].iter().map(standard).collect(), letters[fours..].iter().map(standard).collect());
    let mut bytes = BASE64_NOPAD.decode(&whole).unwrap_or_default();
    bytes.extend(BASE64_NOPAD.decode(&last).unwrap_or_default());
    bytes
}

/// ISO 32000-1, 7.4.3.
pub(super) fn base85(data: &[u8]) -> Option<Vec<u8>> {
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    let (mut bytes, mut group) = (Vec::new(), Vec::new());
    for letter in data.iter().copied().filter(|letter| !letter.is_ascii_whitespace() && *letter != 0) {
        match letter {
            b'~' => break,
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(u64::from(letter - b'!')),
            _ => return None,
        }
        if group.len() == 5 {
            bytes.extend(group_of_85(&group)?);
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(&group_of_85(&group)?[..kept]);
    }
    Some(bytes)
}

fn group_of_85(group: &[u64]) -> Option<[u8; 4]> {
    let word = group.iter().fold(0, |word, digit| word * 85 + digit);
    u32::try_from(word).ok().map(u32::to_be_bytes)
}
