//! Native only: pictures to take away that need a font or a file, PNG and text as paths.

use std::sync::Arc;

use resvg::usvg::fontdb::{self, Database, FaceInfo, ID};
use resvg::usvg::{FontResolver, Options, Tree, WriteOptions};
use resvg::{tiny_skia, usvg};

use crate::json::{self, Node, Wrong};

/// Fonts to draw names with.
#[derive(Debug, Clone)]
pub struct Fonts(Arc<Database>);

/// Families that stand for the browser's `system-ui`, the most wanted first.
const SANS: [&str; 5] = [
    "Noto Sans",
    "Segoe UI",
    "Helvetica Neue",
    "Arial",
    "DejaVu Sans",
];

impl Fonts {
    /// The fonts that are installed. A script that none of them has is drawn as boxes or left out.
    #[must_use]
    pub fn system() -> Self {
        let mut fonts = Database::new();
        fonts.load_system_fonts();
        Self::with_default(fonts)
    }

    /// The fonts of these files, and no others: the same picture on every machine.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub fn files<'a>(files: impl IntoIterator<Item = &'a std::path::Path>) -> Result<Self, String> {
        let mut fonts = Database::new();
        for file in files {
            fonts
                .load_font_file(file)
                .map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok(Self::with_default(fonts))
    }

    fn with_default(mut fonts: Database) -> Self {
        let has = |name: &str| fonts.faces().any(|face| is_of(face, name));
        let family = SANS.into_iter().find(|name| has(name));
        let family = family.unwrap_or("sans-serif").to_owned();
        // The serif is what a text falls back on whose families are all missing.
        fonts.set_serif_family(family.clone());
        fonts.set_sans_serif_family(family);
        Self(Arc::new(fonts))
    }

    fn options(&self) -> Options<'static> {
        Options {
            fontdb: Arc::clone(&self.0),
            font_resolver: FontResolver {
                select_font: FontResolver::default_font_selector(),
                select_fallback: Box::new(fallback),
            },
            ..Options::default()
        }
    }

    fn tree(&self, svg: &str) -> Result<Tree, String> {
        Tree::from_str(svg, &self.options()).map_err(|error| error.to_string())
    }

    /// The pixels of an SVG document of ours as PNG, `scale` of them to a CSS pixel.
    ///
    /// # Errors
    ///
    /// When the scale gives no picture, or one too large.
    pub fn png(&self, svg: &str, scale: f32) -> Result<Vec<u8>, String> {
        let tree = self.tree(svg)?;
        let size = tree.size().to_int_size();
        let size = size.scale_by(scale).ok_or("the scale gives no picture")?;
        let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height())
            .ok_or("the picture is too large")?;
        let transform = tiny_skia::Transform::from_scale(scale, scale);
        resvg::render(&tree, transform, &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| error.to_string())
    }

    /// An SVG document of ours with its text as paths: it looks the same where the fonts are missing.
    ///
    /// # Errors
    ///
    /// When the document cannot be read.
    pub fn text_as_paths(&self, svg: &str) -> Result<String, String> {
        let options = WriteOptions {
            preserve_text: false,
            coordinates_precision: 3,
            indent: usvg::Indent::None,
            attributes_indent: usvg::Indent::None,
            ..WriteOptions::default()
        };
        Ok(self.tree(svg)?.to_string(&options))
    }
}

fn is_of(face: &FaceInfo, family: &str) -> bool {
    face.families.iter().any(|(name, _)| name == family)
}

/// A face for a letter that the text's own font lacks: upright and without serifs like the others, Chinese in simplified
/// forms, and of the nearest weight.
fn fallback(letter: char, used: &[ID], fonts: &mut Arc<Database>) -> Option<ID> {
    let wanted = used.first().and_then(|&id| fonts.face(id));
    let weight = wanted.map_or(400, |face| face.weight.0);
    let mut faces: Vec<_> = fonts.faces().collect();
    faces.sort_by_cached_key(|face| {
        let name = face.families.first().map_or("", |(name, _)| name.as_str());
        (
            !name.contains("Sans") || name.contains("Mono"),
            !name.ends_with(" SC"),
            face.style != fontdb::Style::Normal,
            face.weight.0.abs_diff(weight),
            name.to_owned(),
        )
    });
    let ids: Vec<ID> = faces.into_iter().map(|face| face.id).collect();
    // Whether a face has a letter is known to the default alone: it is asked for one face at a time.
    let default = FontResolver::default_fallback_selector();
    let mut candidates = ids.iter().copied().filter(|id| !used.contains(id));
    candidates.find(|id| {
        let others = ids.iter().copied().filter(|other| other != id);
        let excluded: Vec<ID> = used.iter().copied().chain(others).collect();
        default(letter, &excluded, fonts).is_some()
    })
}

/// The name of the relief's picture in a manifest, if it has one.
#[must_use]
pub fn relief_file(manifest: &str) -> Option<String> {
    let json = json::parse(manifest).ok()?;
    let wrong = Wrong::default();
    let root = Node::root(&json, &wrong);
    let relief = root.member("relief");
    let file = relief.member("file");
    let file = Ok(file.string());
    wrong.settle(file).ok()
}

/// A picture as a `data:` URI, its type by its first bytes.
#[must_use]
pub fn data_uri(picture: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let kind = match picture {
        [b'R', b'I', b'F', b'F', ..] => "webp",
        [0xff, 0xd8, ..] => "jpeg",
        _ => "png",
    };
    let mut uri = format!("data:image/{kind};base64,");
    for bytes in picture.chunks(3) {
        let at = |index: usize| u32::from(bytes.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place)) as usize & 63];
            uri.push(if place > bytes.len() {
                '='
            } else {
                letter.into()
            });
        }
    }
    uri
}
