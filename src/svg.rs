//! The display list as an SVG document.

use std::fmt::Write as _;

use crate::decimal::Decimal;
use crate::scene::{Anchor, Cap, Item, Label, Pen, Scene};
use crate::shape::PlanePath;
use crate::space::{Css, Plane, Point, Rect};

/// The font stack of maps that set no font of their own.
pub const FONT_FAMILY: &str = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif";

/// An SVG document of the picture, `title` its accessible name, `relief` the picture for [`Item::Relief`] as a `data:` URI.
/// The same scene gives the same bytes everywhere.
#[must_use]
pub fn render(scene: &Scene, title: &str, relief: Option<&str>) -> String {
    let (width, height) = (
        tenths(scene.camera.size.width),
        tenths(scene.camera.size.height),
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONT_FAMILY}\">\n\
         <title>{}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
        escape(title),
        escape(&scene.background),
    );
    for item in scene.items.iter().chain(&scene.furniture) {
        match item {
            Item::Fill { path, color } => {
                element(&mut svg, "path", &fill(color), &plane_data(scene, path));
            }
            Item::Area { rings, color } => {
                let mut data = String::new();
                for ring in rings {
                    line_data(&mut data, ring, true);
                }
                element(&mut svg, "path", &fill(color), &data);
            }
            Item::Relief { bounds, strength } => {
                if let Some(picture) = relief {
                    image(&mut svg, scene, bounds, *strength, picture);
                }
            }
            Item::Stroke { path, pen } => {
                element(&mut svg, "path", &stroke(pen), &plane_data(scene, path));
            }
            Item::Line { points, pen } => {
                let mut data = String::new();
                line_data(&mut data, points, false);
                element(&mut svg, "path", &stroke(pen), &data);
            }
            Item::Mark {
                at,
                symbol,
                radius,
                color,
                halo,
            } => {
                let attributes = format!(
                    "transform=\"translate({} {}) scale({})\" fill=\"{}\" fill-rule=\"evenodd\" \
                     stroke=\"{}\" stroke-width=\"{}\" paint-order=\"stroke\"",
                    tenths(at.x),
                    tenths(at.y),
                    hundredths(*radius),
                    escape(color),
                    escape(halo),
                    tenths(4.0 / radius),
                );
                element(&mut svg, "path", &attributes, &symbol.path_data());
            }
            Item::Label(label) => text(&mut svg, label),
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn image(svg: &mut String, scene: &Scene, bounds: &Rect<Plane>, strength: f64, picture: &str) {
    let at = scene.camera.to_css(Point::new(bounds.min.x, bounds.max.y));
    let scale = scene.camera.scale;
    let _ = writeln!(
        svg,
        "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" opacity=\"{}\" preserveAspectRatio=\"none\" \
         style=\"mix-blend-mode:hard-light\" href=\"{}\"/>",
        tenths(at.x),
        tenths(at.y),
        tenths(bounds.width() * scale),
        tenths(bounds.height() * scale),
        hundredths(strength),
        escape(picture),
    );
}

fn element(svg: &mut String, name: &str, attributes: &str, data: &str) {
    if !data.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(svg, "<{name} {attributes} d=\"{data}\"/>");
    }
}

fn fill(color: &str) -> String {
    format!("fill=\"{}\" fill-rule=\"evenodd\"", escape(color))
}

fn stroke(pen: &Pen) -> String {
    let mut attributes = format!(
        "fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
        escape(&pen.color),
        hundredths(pen.width),
    );
    if pen.cap == Cap::Round {
        attributes.push_str(" stroke-linecap=\"round\"");
    }
    if let Some((on, off)) = pen.dash {
        let _ = write!(
            attributes,
            " stroke-dasharray=\"{} {}\"",
            hundredths(on),
            hundredths(off)
        );
        if pen.phase != 0.0 {
            let _ = write!(
                attributes,
                " stroke-dashoffset=\"{}\"",
                hundredths(pen.phase)
            );
        }
    }
    attributes
}

fn text(svg: &mut String, label: &Label) {
    let style = &label.style;
    let anchor = match label.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    // Writing to a string cannot fail.
    let bent = label.path.len() > 2;
    let id = svg.len();
    if bent {
        let mut data = String::new();
        line_data(&mut data, &label.path, false);
        element(
            svg,
            "path",
            &format!("id=\"path-{id}\" fill=\"none\""),
            &data,
        );
    }
    svg.push_str("<text");
    if let [from, to] = label.path[..] {
        let middle = from.lerp(to, 0.5);
        let length = from.distance(to).max(1e-9);
        let (x, y) = ((to.x - from.x) / length, (to.y - from.y) / length);
        let [x, y, back] = [x, y, -y].map(|value| Decimal::new(value, 4));
        let _ = write!(
            svg,
            " transform=\"matrix({x} {y} {back} {x} {} {})\"",
            tenths(middle.x),
            tenths(middle.y)
        );
    } else if !bent {
        let _ = write!(
            svg,
            " x=\"{}\" y=\"{}\"",
            tenths(label.at.x),
            tenths(label.at.y)
        );
    }
    let _ = write!(
        svg,
        " text-anchor=\"{anchor}\" font-size=\"{}\" font-weight=\"{}\"",
        tenths(style.size),
        style.weight,
    );
    if style.italic {
        svg.push_str(" font-style=\"italic\"");
    }
    if style.spacing != 0.0 {
        let _ = write!(svg, " letter-spacing=\"{}\"", tenths(style.spacing));
    }
    let _ = write!(
        svg,
        " fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\" paint-order=\"stroke\">",
        escape(&style.color),
        escape(&style.halo),
        tenths(2.0 * style.halo_width),
    );
    let text = escape(&label.text);
    let _ = if bent {
        writeln!(
            svg,
            "<textPath href=\"#path-{id}\" startOffset=\"50%\">{text}</textPath></text>"
        )
    } else {
        writeln!(svg, "{text}</text>")
    };
}

/// Path data of what is in or near the view.
fn plane_data(scene: &Scene, path: &PlanePath) -> String {
    let view = scene.camera.view();
    let view = view.inflate(view.width() * 0.05);
    let mut data = String::new();
    for part in &path.parts {
        let bounds = crate::space::Rect::around(part.iter().copied());
        if bounds.intersects(&view) {
            let points: Vec<_> = part.iter().map(|&p| scene.camera.to_css(p)).collect();
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
        let _ = write!(data, "{command}{} {}", place.0, place.1);
        last = Some(place);
    }
    if closed && last.is_some() {
        data.push('Z');
    }
}

fn tenths(value: f64) -> Decimal {
    Decimal::new(value, 1)
}

fn hundredths(value: f64) -> Decimal {
    Decimal::new(value, 2)
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
