//! The display list as an SVG document.

use crate::decimal::{Decimal, whole};
use crate::list::{Gather as _, glued, joined};
use crate::scene::{Anchor, Cap, Item, Label, Pen, Scene};
use crate::shape::PlanePath;
use crate::space::{Css, Plane, Point, Rect, Size};

/// The font stack of maps that set no font of their own.
pub const FONT_FAMILY: &str = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif";

/// An SVG document of the picture, `title` its accessible name, `relief` the picture for [`Item::Relief`] as a `data:` URI.
/// The same scene gives the same bytes everywhere.
#[must_use]
pub fn render(scene: &Scene, title: &str, relief: Option<&str>) -> String {
    let Size { width, height } = scene.camera.size;
    let [width, height] = [tenths(width), tenths(height)];
    let mut svg = Tags::default();
    svg.open("svg");
    svg.attribute("xmlns", "http://www.w3.org/2000/svg");
    svg.attribute("width", &width);
    svg.attribute("height", &height);
    svg.attribute("viewBox", &glued(&["0 0 ", &width, " ", &height]));
    svg.attribute("role", "img");
    svg.attribute("font-family", FONT_FAMILY);
    svg.push(&[">\n<title>", &escape(title), "</title>\n"]);
    svg.open("rect");
    svg.attribute("width", "100%");
    svg.attribute("height", "100%");
    svg.attribute("fill", &scene.background);
    svg.close();
    let labels: Vec<Item> = scene.labels.iter().cloned().map(Item::Label).gathered();
    for item in scene.items.iter().chain(&labels).chain(&scene.furniture) {
        match item {
            Item::Fill { path, color } => svg.fill(color, &plane_data(scene, path)),
            Item::Area { rings, color } => {
                let mut data = String::new();
                for ring in rings {
                    line_data(&mut data, ring, true);
                }
                svg.fill(color, &data);
            }
            Item::Relief { bounds, strength } => {
                if let Some(picture) = relief {
                    svg.image(scene, bounds, *strength, picture);
                }
            }
            Item::Stroke { path, pen } => svg.stroke(pen, "bevel", &plane_data(scene, path)),
            Item::Line { points, pen } => {
                let mut data = String::new();
                line_data(&mut data, points, false);
                svg.stroke(pen, "round", &data);
            }
            Item::Mark {
                at,
                symbol,
                radius,
                color,
                halo,
            } => {
                let (x, y) = (tenths(at.x), tenths(at.y));
                let scale = Decimal::new(*radius, 2).text();
                let place = ["translate(", &x, " ", &y, ") scale(", &scale, ")"];
                svg.open("path");
                svg.attribute("transform", &glued(&place));
                svg.attribute("fill", color);
                svg.attribute("fill-rule", "evenodd");
                svg.attribute("stroke", halo);
                svg.number("stroke-width", 4.0 / radius, 1);
                svg.attribute("paint-order", "stroke");
                svg.attribute("d", &symbol.path_data());
                svg.close();
            }
            Item::Label(label) => svg.label(label),
        }
    }
    svg.push(&["</svg>\n"]);
    svg.0
}

/// A document as it is written, tag by tag.
#[derive(Default)]
struct Tags(String);

impl Tags {
    fn push(&mut self, texts: &[&str]) {
        for text in texts {
            self.0.push_str(text);
        }
    }

    fn open(&mut self, name: &str) {
        self.push(&["<", name]);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.push(&[" ", name, "=\"", &escape(value), "\""]);
    }

    fn number(&mut self, name: &str, value: f64, decimals: u32) {
        self.attribute(name, &Decimal::new(value, decimals).text());
    }

    /// Ends a tag without content.
    fn close(&mut self) {
        self.push(&["/>\n"]);
    }

    fn image(&mut self, scene: &Scene, bounds: &Rect<Plane>, strength: f64, picture: &str) {
        let at = scene.camera.to_css(Point::new(bounds.min.x, bounds.max.y));
        let scale = scene.camera.scale;
        self.open("image");
        self.number("x", at.x, 1);
        self.number("y", at.y, 1);
        self.number("width", bounds.width() * scale, 1);
        self.number("height", bounds.height() * scale, 1);
        self.number("opacity", strength, 2);
        self.attribute("preserveAspectRatio", "none");
        self.attribute("style", "mix-blend-mode:hard-light");
        self.attribute("href", picture);
        self.close();
    }

    fn fill(&mut self, color: &str, data: &str) {
        if data.is_empty() {
            return;
        }
        self.open("path");
        self.attribute("fill", color);
        self.attribute("fill-rule", "evenodd");
        self.attribute("d", data);
        self.close();
    }

    fn stroke(&mut self, pen: &Pen, join: &str, data: &str) {
        if data.is_empty() {
            return;
        }
        self.open("path");
        self.attribute("fill", "none");
        self.attribute("stroke", &pen.color);
        self.number("stroke-width", pen.width, 2);
        self.attribute("stroke-linejoin", join);
        if pen.cap == Cap::Round {
            self.attribute("stroke-linecap", "round");
        }
        if let Some((on, off)) = pen.dash {
            let length = |length| Decimal::new(length, 2).text();
            self.attribute(
                "stroke-dasharray",
                &joined(&[&*length(on), &length(off)], " "),
            );
            if pen.phase != 0.0 {
                self.number("stroke-dashoffset", pen.phase, 2);
            }
        }
        self.attribute("d", data);
        self.close();
    }

    fn label(&mut self, label: &Label) {
        let style = &label.style;
        let bent = label.path.len() > 2;
        let id = glued(&["path-", &whole(self.0.len())]);
        if bent {
            let mut data = String::new();
            line_data(&mut data, &label.path, false);
            self.open("path");
            self.attribute("id", &id);
            self.attribute("fill", "none");
            self.attribute("d", &data);
            self.close();
        }
        self.open("text");
        if let [from, to] = label.path[..] {
            let middle = from.lerp(to, 0.5);
            let (x, y) = from.toward(to);
            let share = |value| Decimal::new(value, 4).text();
            let (x, y, back) = (share(x), share(y), share(-y));
            let (right, down) = (tenths(middle.x), tenths(middle.y));
            let matrix = joined(&[&*x, &y, &back, &x, &right, &down], " ");
            self.attribute("transform", &glued(&["matrix(", &matrix, ")"]));
        } else if !bent {
            self.number("x", label.at.x, 1);
            self.number("y", label.at.y, 1);
        }
        self.attribute(
            "text-anchor",
            match label.anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            },
        );
        self.number("font-size", style.size, 1);
        self.attribute("font-weight", &whole(style.weight.into()));
        if style.italic {
            self.attribute("font-style", "italic");
        }
        if style.spacing != 0.0 {
            self.number("letter-spacing", style.spacing, 1);
        }
        self.attribute("fill", &style.color);
        self.attribute("stroke", &style.halo);
        self.number("stroke-width", 2.0 * style.halo_width, 1);
        self.attribute("stroke-linejoin", "round");
        self.attribute("paint-order", "stroke");
        let text = escape(&label.text);
        if bent {
            self.push(&[">"]);
            self.open("textPath");
            self.attribute("href", &glued(&["#", &id]));
            self.attribute("startOffset", "50%");
            self.push(&[">", &text, "</textPath></text>\n"]);
        } else {
            self.push(&[">", &text, "</text>\n"]);
        }
    }
}

/// Path data of what is in or near the view.
fn plane_data(scene: &Scene, path: &PlanePath) -> String {
    let view = scene.camera.view();
    let view = view.inflate(view.width() * 0.05);
    let mut data = String::new();
    for part in &path.parts {
        let bounds = Rect::around(part.iter().copied());
        if bounds.intersects(&view) {
            let points: Vec<_> = part.iter().map(|&p| scene.camera.to_css(p)).gathered();
            line_data(&mut data, &points, path.closed);
        }
    }
    data
}

/// Absolute path data to a tenth of a pixel; points that fall together are one.
fn line_data(data: &mut String, points: &[Point<Css>], closed: bool) {
    let mut last = None;
    for point in points {
        let place = (tenths(point.x), tenths(point.y));
        if last.as_ref() == Some(&place) {
            continue;
        }
        let command = if last.is_none() { 'M' } else { 'L' };
        data.push(command);
        data.push_str(&place.0);
        data.push(' ');
        data.push_str(&place.1);
        last = Some(place);
    }
    if closed && last.is_some() {
        data.push('Z');
    }
}

fn tenths(value: f64) -> String {
    Decimal::new(value, 1).text()
}

/// Text that cannot be taken for markup, in content and in attributes; characters that XML forbids become U+FFFD.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}
