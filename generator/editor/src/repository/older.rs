//! The texts that a file had, from the newest back.

use super::{GitFault, Repository, Version};

impl Repository {
    /// The texts that a file had up to a version, the newest first, under whatever name; at most so many.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn older(&self, from: &Version, path: &str, most: usize) -> Result<Vec<String>, GitFault> {
        let (most, path) = (format!("--max-count={most}"), self.path(path));
        let told = self.call().text(&[
            "log",
            "--follow",
            "--raw",
            "--no-abbrev",
            "--no-textconv",
            "--diff-filter=d",
            "--format=",
            &most,
            from.as_str(),
            "--",
            &path,
        ])?;
        let blobs: Vec<&str> = told.lines().filter_map(blob).collect();
        if blobs.is_empty() {
            return Ok(Vec::new());
        }
        let told = self.call().bytes(&["cat-file", "--batch"], blobs.join("\n").as_bytes())?;
        Ok(texts(&told))
    }
}

/// What a file became in one version: `:100644 100644 <old> <new> M<tab>content/…`.
fn blob(line: &str) -> Option<&str> {
    let mut fields = line.strip_prefix(':')?.split_ascii_whitespace();
    let is_file = fields.nth(1)?.starts_with("100");
    fields.nth(1).filter(|_| is_file)
}

/// Each answer is a line `<object> blob <size>`, the bytes and a line break; what is no text is left out.
fn texts(mut told: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    while let Some(end) = told.iter().position(|byte| *byte == b'\n') {
        let line = std::str::from_utf8(&told[..end]).unwrap_or_default();
        let size = line.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
        told = &told[end + 1..];
        let Some(bytes) = size.and_then(|size| told.get(..size)) else { continue };
        texts.extend(String::from_utf8(bytes.to_vec()));
        told = told.get(bytes.len() + 1..).unwrap_or_default();
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_says_of_a_file_is_read() {
        let line = ":100644 100644 aaaa bbbb M\tcontent/events/a b/index.en.md";
        assert_eq!(blob(line), Some("bbbb"));
        assert_eq!(blob(":000000 100644 0000 bbbb A\tx"), Some("bbbb"));
        assert_eq!(blob(":100644 100644 aaaa bbbb R100\tx\ty"), Some("bbbb"));
        assert_eq!(blob(":000000 120000 0000 bbbb A\tlink"), None);
        assert_eq!(blob(""), None);
        let told = b"aaaa blob 4\na\nb\n\nbbbb missing\ncccc blob 2\n\xff\xfe\ndddd blob 0\n\n";
        assert_eq!(texts(told), ["a\nb\n", ""]);
    }
}
