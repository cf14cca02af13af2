//! Ids that stand twice on a finished page: a link or a button there leads to the first, and the other is never reached.

use std::collections::HashSet;

use memchr::{memchr, memmem, memrchr};

/// The first id that stands twice.
pub(super) fn doubled(html: &[u8]) -> Option<&str> {
    let mut seen = HashSet::new();
    memmem::find_iter(html, b" id=\"").find_map(|at| {
        let from = at + b" id=\"".len();
        let id = &html[from..from + memchr(b'"', &html[from..])?];
        // What people write about HTML isn't any.
        let is_in_tag = memrchr(b'<', &html[..at]) > memrchr(b'>', &html[..at]);
        (is_in_tag && !seen.insert(id)).then(|| std::str::from_utf8(id).unwrap_or("?"))
    })
}

#[cfg(test)]
mod tests {
    use super::doubled;

    #[test]
    fn only_ids_of_elements_count() {
        assert_eq!(doubled(b"<p id=\"a\"><b class=\"x\" id=\"b\">a id=\"a\" b</b><i id=\"c\">"), None);
        assert_eq!(doubled(b"<p id=\"a\"><b class=\"x\" id=\"a\">"), Some("a"));
    }
}
