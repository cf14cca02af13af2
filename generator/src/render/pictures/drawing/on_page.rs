//! A published drawing → the same for the page itself, where it costs no request.
//!
//! Only what draws and needs nothing: a name has to be the only one of its kind on a page, the site's policy
//! lets no style stand there, and letters would change with the fonts around them.

/// Above this a file of its own is lighter: several pages share it.
const BYTES_MAX: usize = 4096;

const SHAPES: [&str; 9] = ["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"];

/// Attributes that the page around the drawing would understand as its own.
const TAKEN: [&str; 7] = [" id=", " class=", " style=", " role=", " tabindex=", " aria-", " xml:"];

/// The drawing without its namespace, which the page knows, if it may stand there.
pub(in crate::render::pictures) fn on_page(svg: &str) -> Option<String> {
    let is_shape = |tag: &str| {
        let name = tag.trim_start_matches('/');
        SHAPES.contains(&&name[..name.find([' ', '>', '/']).unwrap_or(name.len())])
    };
    let fits = svg.len() <= BYTES_MAX
        && svg.split('<').skip(1).all(is_shape)
        && !TAKEN.iter().any(|attribute| svg.contains(attribute));
    fits.then(|| svg.trim_end().replacen(&format!(" xmlns=\"{}\"", super::SVG), "", 1))
}
