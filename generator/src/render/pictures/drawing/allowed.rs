//! The elements of SVG 2 that draw, and those that only tell about the drawing.
//!
//! Not among them: what runs (`script`), what holds other languages (`foreignObject`), what loads (`image`,
//! `feImage`), what leads away (`a`), and what moves, since nobody could stop it.

/// What comes through.
pub(super) const ELEMENTS: [&str; 49] = [
    "circle",
    "clipPath",
    "defs",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "tspan",
    "use",
];

/// What tells about the drawing and is left out; `alt` has the words that count.
pub(super) const LEFT_OUT: [&str; 3] = ["desc", "metadata", "title"];

/// Where text is more than space between elements.
pub(super) const WITH_TEXT: [&str; 4] = ["style", "text", "textPath", "tspan"];
