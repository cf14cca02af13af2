//! Drawings: written anew, and refused when they hold more than a drawing.

use generator::cache::Cache;

use super::{media, output, page, produce, site};

fn svg(inside: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 30\">{inside}</svg>")
}

/// The published drawing.
fn drawn(drawing: &str) -> String {
    let output = output(
        site("oven of Amina.svg".replace(' ', "-").as_str(), drawing.as_bytes()).path(),
        Cache::none(),
    );
    assert!(page(&output).contains("width=\"40\" height=\"30\""));
    let [(path, bytes)] = &media(&output)[..] else { panic!("one drawing, one file") };
    assert!(path.ends_with(".svg") && !path.contains("Amina"), "{path}");
    String::from_utf8(bytes.clone()).unwrap()
}

#[test]
fn a_drawing_is_published_without_what_its_editor_left_in_it() {
    let drawing = r##"<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- by Amina --><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 40 30" inkscape:export-filename="/home/amina/oven.png" data-name="Amina">
<title>Amina</title><metadata><who>Amina</who></metadata><inkscape:grid who="Amina"/>
<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs>
<style>.b { fill: url(#a) } /* &lt; */</style><rect class="b" width="4" height="3"/><use xlink:href="#a"/><text x="1">5 &lt; 7</text></svg>"##;
    assert_eq!(
        drawn(drawing),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 30\"><defs><linearGradient id=\"a\">\
         <stop offset=\"0\" stop-color=\"red\"/></linearGradient></defs><style>.b { fill: url(#a) } /* &lt; */</style>\
         <rect class=\"b\" width=\"4\" height=\"3\"/><use href=\"#a\"/><text x=\"1\">5 &lt; 7</text></svg>\n"
    );
}

#[test]
fn equal_drawings_have_one_address_and_others_another() {
    let path = |drawing: &str| {
        let output = output(site("a.svg", drawing.as_bytes()).path(), Cache::none());
        media(&output)[0].0.clone()
    };
    assert_eq!(path(&svg("<g/>")), path(&svg("<!-- c --><g/>")));
    assert_ne!(path(&svg("<g/>")), path(&svg("<g id=\"a\"/>")));
}

/// The message about a drawing that isn't published.
fn refused(drawing: &str) -> String {
    let produced = produce(site("a.svg", drawing.as_bytes()).path(), Cache::none());
    assert!(produced.output.is_none(), "published: {drawing}");
    let [problem] = &produced.diagnostics[..] else { panic!("{:#?}", produced.diagnostics) };
    assert_eq!(problem.path, "content/stories/bread/a.svg");
    assert_eq!(problem.hints.len(), 1);
    format!("{}: {}", problem.code, problem.message)
}

#[test]
fn what_is_more_than_a_drawing_is_refused() {
    let cases = [
        ("<script>alert(1)</script>", "holds `script`"),
        ("<x:script xmlns:x=\"http://www.w3.org/2000/svg\">1</x:script>", "holds `script`"),
        ("<g onload=\"alert(1)\"/>", "has the event handler `onload`"),
        ("<g ONCLICK=\"alert(1)\"/>", "has the event handler `ONCLICK`"),
        ("<foreignObject><p/></foreignObject>", "holds `foreignObject`"),
        ("<image href=\"data:image/png;base64,AAAA\"/>", "holds `image`"),
        ("<a href=\"javascript:alert(1)\"><g/></a>", "holds `a`"),
        ("<set attributeName=\"href\" to=\"x\"/>", "holds `set`"),
        ("<use href=\"https://evil.example/x.svg#a\"/>", "refers to `https://evil.example/x.svg#a`"),
        ("<rect fill=\"url(https://evil.example/x)\"/>", "refers to `https://evil.example/x`"),
        ("<rect style=\"fill: URL( '//evil.example/x')\"/>", "refers to `'//evil.example/x'`"),
        ("<style>@import 'x.css';</style>", "has the style `@import 'x.css';`"),
        ("<style>g { fill: u\\72l(x) }</style>", "has the style `g { fill: u\\72l(x) }`"),
    ];
    for (inside, why) in cases {
        assert_eq!(refused(&svg(inside)), format!("picture/not-only-drawn: the drawing {why}"));
    }
    let entity = format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{}", svg("<text>&a;</text>"));
    assert_eq!(refused(&entity), "picture/not-only-drawn: the drawing declares entities");
}

#[test]
fn a_drawing_is_no_endless_nest() {
    let nest =
        |depth: usize| svg(&format!("{}<path d=\"M0 0h1\"/>{}", "<g>".repeat(depth), "</g>".repeat(depth)));
    for depth in [63, 500, 20_000] {
        let message = "picture/too-deep: the drawing has elements within elements, more than 64 deep";
        assert_eq!(refused(&nest(depth)), message);
    }
    drawn(&nest(62));
}

#[test]
fn a_drawing_that_is_none_is_named() {
    assert!(refused("<svg").starts_with("picture/unreadable: the drawing can't be read: "));
    assert!(refused("<html/>").ends_with("its first element is not `svg`"));
}
