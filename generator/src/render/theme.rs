//! From the theme's files to what rendering needs: one template engine per language and one style sheet.
//!
//! `content/templates/x.html` stands in for `themes/<theme>/templates/x.html`, and that for the default theme's. Every engine has the
//! functions `t` and `url` of its language. Template names are the files' paths, so that an error
//! names a file that can be opened.

mod addresses;
mod bundles;
mod error;
mod functions;
mod integrity;
pub mod listing;
mod minify;
mod replaced;
mod sheets;
mod static_files;
mod templates;
mod texts;
mod tokens;
mod trim;

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use rayon::prelude::*;
use tera::{Context, Tera};
use xxhash_rust::xxh3::Xxh3;

use crate::content::ThemeFolders;
use crate::diagnostic::{Diagnostic, Sentence};
use crate::lang::Lang;
use crate::render::{File, OutPath};
use crate::share::{Fonts, Grounds};
use crate::site::Site;
use crate::source::{self, Source};
use crate::url::Url;

pub use addresses::{Addresses, Answers};
pub use error::TemplateProblem;
use trim::Cuts;

/// Bytes that most pages fit into while they are rendered.
const PAGE: usize = 16 << 10;

/// A loaded theme: ready to render in every language of the site.
pub struct Theme {
    pub(super) folders: ThemeFolders,
    engines: BTreeMap<Lang, Engine>,
    /// What each template lacks of its file.
    cuts: Arc<BTreeMap<String, Cuts>>,
    draws: bool,
    /// The address of the style sheet, with the hash of its bytes in the name.
    pub stylesheet: Url,
    /// The fonts that pictures for sharing are drawn with.
    pub fonts: Arc<Fonts>,
    /// What those pictures have in common.
    pub grounds: Arc<Grounds>,
    /// The style sheet and the theme's static files, by output path.
    pub files: Vec<(OutPath, File)>,
}

/// What renders the pages of one language.
pub struct Engine {
    tera: Tera,
    /// The hash of what its pages have of it: templates, texts, scripts, fonts.
    pub number: u64,
    /// What they have of the site without being given it.
    pub addresses: Arc<Addresses>,
}

/// Loads the theme that the site names; `None` when its templates do not hold together.
pub fn load(site: &Site, source: &Source) -> (Option<Theme>, Vec<Diagnostic>) {
    let folders = ThemeFolders::of(&site.config.theme);
    let folder = folders.own();
    let mut diagnostics = texts::unknown_keys(site, source, &folders);
    diagnostics.extend(texts::of_forms(site, folder));
    diagnostics.extend(sheets::check(source, &folders));
    let templates = match templates::load(&folders, source) {
        Ok(templates) => templates,
        Err(found) => {
            let lacking = replaced::lacking_blocks(&folders, source);
            diagnostics.push(lacking.unwrap_or_else(|| error::at_load(&found, folder)));
            return (None, diagnostics);
        }
    };
    diagnostics.extend(templates::missing(&templates.tera, folder));
    if !diagnostics.is_empty() {
        return (None, diagnostics);
    }
    let fonts = match fonts(&folders, source) {
        Ok(fonts) => Arc::new(fonts),
        Err(error) => {
            diagnostics.push(source::unread(folder, &error));
            return (None, diagnostics);
        }
    };
    let tokens = Arc::new(tokens::Tokens::of(source, &folders));
    let fixed = match static_files::collect(source, &folders, &tokens) {
        Ok(fixed) => fixed,
        Err(error) => {
            diagnostics.push(source::unread(folder, &error));
            return (None, diagnostics);
        }
    };
    let mut numbered = Xxh3::new();
    templates::in_use(&folders, source).iter().for_each(|template| template.hash(&mut numbered));
    tokens::files(source, &folders).hash(&mut numbered);
    let names = Arc::new(fixed.names());
    (&fixed.assets, &names, fonts.digest()).hash(&mut numbered);
    let engines = site.config.languages.par_iter().map(|language| {
        let (texts, mut hasher) = (site.text(&language.id), numbered.clone());
        language.id.hash(&mut hasher);
        texts.keys().for_each(|key| (key, texts.get(key)).hash(&mut hasher));
        let addresses = Arc::new(Addresses::new(site, &language.id));
        let mut tera = templates.tera.clone();
        functions::bind(&mut tera, texts, &addresses, &fonts);
        functions::bind_assets(&mut tera, &fixed.assets);
        functions::bind_files(&mut tera, &names);
        functions::bind_tokens(&mut tera, &tokens);
        (language.id.clone(), Engine { tera, number: hasher.finish(), addresses })
    });
    let engines = engines.collect();
    let draws = templates::draws(&folders, source);
    let stylesheet = fixed.stylesheet();
    let (cuts, grounds) = (Arc::new(templates.cuts), Arc::default());
    let files = fixed.files;
    (Some(Theme { folders, engines, cuts, draws, stylesheet, fonts, grounds, files }), diagnostics)
}

/// The hash of all that [`load`] reads: where it is the same, only documents may stand elsewhere.
pub(super) fn inputs(site: &Site, source: &Source) -> u64 {
    let mut hasher = Xxh3::new();
    (&site.config.theme, site.forms.is_empty()).hash(&mut hasher);
    for language in &site.config.languages {
        language.id.hash(&mut hasher);
        let texts = site.text(&language.id);
        texts.keys().for_each(|key| (key, texts.get(key)).hash(&mut hasher));
    }
    let is_read = |path: &str| path.starts_with("themes/") || path.starts_with(templates::OWN);
    source.texts.iter().filter(|(path, _)| is_read(path)).for_each(|file| file.hash(&mut hasher));
    source.assets.iter().filter(|(path, _)| is_read(path)).for_each(|file| file.hash(&mut hasher));
    hasher.finish()
}

impl Theme {
    /// Whether its templates know where the documents of this site stand.
    pub(super) fn is_of(&self, site: &Site) -> bool {
        self.engines.iter().all(|(lang, engine)| engine.addresses.are_of(site, lang))
    }

    /// The same theme for a site with other documents.
    pub(super) fn with_addresses_of(&self, site: &Site) -> Self {
        let Self { folders, engines, cuts, draws, stylesheet, fonts, grounds, files } = self;
        let engine = |(lang, engine): (&Lang, &Engine)| {
            let (mut tera, addresses) = (engine.tera.clone(), Arc::new(Addresses::new(site, lang)));
            functions::bind_addresses(&mut tera, &addresses);
            (lang.clone(), Engine { tera, number: engine.number, addresses })
        };
        Self {
            folders: folders.clone(),
            engines: engines.iter().map(engine).collect(),
            cuts: Arc::clone(cuts),
            draws: *draws,
            stylesheet: stylesheet.clone(),
            fonts: Arc::clone(fonts),
            grounds: Arc::clone(grounds),
            files: files.clone(),
        }
    }

    /// Renders one page as UTF-8, or says what in which template went wrong.
    pub fn render(&self, lang: &Lang, template: &str, context: &Context) -> Result<Vec<u8>, TemplateProblem> {
        let tera = &self.engine(lang).tera;
        let mut html = Vec::with_capacity(PAGE);
        let result = tera.render_to(&format!("{template}.html"), context, &mut html);
        result.map(|()| html).map_err(|error| TemplateProblem::new(&error, template, &self.cuts))
    }

    /// What is wrong with a page that a template made.
    pub fn problem(&self, lang: &Lang, template: &str, message: Sentence) -> TemplateProblem {
        let tera = &self.engine(lang).tera;
        let mut places = templates::prefixes(&self.folders).map(|prefix| format!("{prefix}{template}.html"));
        let path = places.find(|path| tera.get_template_names().any(|name| name == path));
        TemplateProblem::of_page(path.unwrap_or_else(|| template.to_owned()), message)
    }

    /// What renders the pages of this language.
    pub fn engine(&self, lang: &Lang) -> &Engine {
        self.engines.get(lang).expect("an engine was made for every language")
    }

    /// Whether it draws pictures for sharing.
    pub fn draws(&self) -> bool {
        self.draws
    }

    /// Draws a picture for sharing as SVG.
    pub fn draw(&self, lang: &Lang, context: &Context) -> Result<String, TemplateProblem> {
        self.engine(lang)
            .tera
            .render(templates::SHARE, context)
            .map_err(|error| TemplateProblem::new(&error, templates::SHARE, &self.cuts))
    }
}

/// The theme's fonts in the order of their names.
fn fonts(folders: &ThemeFolders, source: &Source) -> std::io::Result<Fonts> {
    let is_font = |name: &str| name.ends_with(".ttf") || name.ends_with(".otf");
    let files = folders.below(&source.assets, "fonts/").into_iter();
    Fonts::load(files.filter(|(name, _)| is_font(name)).map(|(_, (_, file))| file))
}
