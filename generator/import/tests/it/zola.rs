//! Sites of Zola.

use import::{LossKind, Program};

use crate::import;

#[test]
fn links_shortcodes_and_addresses_of_zola_are_read() {
    let site = import(
        Program::Zola,
        r#"
-- config.toml --
base_url = "https://old.example"
default_language = "en"
title = "Loaf"
[languages.da]
title = "Brød"
-- content/_index.md --
+++
title = "Loaf"
+++
Welcome.
-- content/guide/oven.md --
+++
title = "Oven"
path = "start/oven"
[extra]
image = "x.png"
toc = true
+++
[Back](@/guide/tea.md#milk), [gone](@/guide/gone.md).

{{ dual_theme_image(light_src="img/light.png", alt="Light") }}

{% admonition(type="tip") %}
Warm it first.
{% end %}

{% aside() %}Beside.{% end %}
{{ iine() }}
-- content/guide/oven.da.md --
+++
title = "Ovn"
+++
[Te](@/guide/tea.md)
-- content/guide/tea.md --
+++
title = "Tea"
+++
## Milk

First.
-- static/img/light.png --
a picture
"#,
    );
    let oven = site.file("content/pages/guide/oven/index.en.md");
    let body = oven.split_once("---\n\n").unwrap().1;
    assert_eq!(
        body,
        "[Back](/pages/guide/tea/#milk), [gone](https://old.example/guide/gone/).\n\n![Light](light.png)\n\n\
         > [!TIP]\n> Warm it first.\n\nBeside.\n"
    );
    assert!(oven.contains("aliases: [\"/start/oven/\"]"), "{oven}");
    assert!(site.file("content/pages/guide/tea/index.en.md").ends_with("## Milk {#milk}\n\nFirst.\n"));
    assert!(site.file("content/pages/guide/oven/index.da.md").ends_with("[Te](/pages/guide/tea/)\n"));
    assert_eq!(site.told(LossKind::Words), ["content/guide/oven.md:16 {% aside() %}"]);
    assert_eq!(site.told(LossKind::Shortcode), ["content/guide/oven.md:17 {{ iine() }}"]);
    assert_eq!(site.told(LossKind::Link), ["content/guide/oven.md:8 @/guide/gone.md"]);
    assert!(site.told(LossKind::Key).contains(&"content/guide/oven.md:6 extra.toc"), "{:?}", site.losses);
}
