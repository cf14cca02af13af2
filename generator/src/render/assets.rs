//! Files that go out as they are: those of the content that are no pictures, the theme's style sheet and static files.

use crate::render::{File, OutPath};
use crate::site::Site;
use crate::theme::Theme;

/// All of them by output path.
pub(super) fn files(site: &Site, theme: &Theme) -> Vec<(OutPath, File)> {
    let content = site.assets.iter().map(|(_, url, from)| (OutPath::of(url), File::Copy(from.clone())));
    theme.files.iter().cloned().chain(content).collect()
}
