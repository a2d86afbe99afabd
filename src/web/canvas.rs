//! The display list on a canvas.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::*;
use web_sys::{
    CanvasRenderingContext2d, CanvasWindingRule, HtmlCanvasElement, ImageBitmap, Path2d,
};

use super::canvas_text::Lettering;
use crate::camera::Camera;
use crate::scene::{Cap, Item, Label, Pen};
use crate::shape::PlanePath;
use crate::space::{Css, Plane, Point, Rect};

/// Something to draw on.
pub(super) struct Surface {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

/// What a drawing is made with: kept from frame to frame, and the same for all surfaces of a map.
#[derive(Default)]
pub(super) struct Tools {
    /// Paths that stay the same; holding the `Rc` keeps its address taken.
    paths: RefCell<Vec<(Rc<PlanePath>, Path2d)>>,
    lettering: Lettering,
    relief: RefCell<Option<ImageBitmap>>,
}

/// How a scene lies on a surface.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// From the plane to CSS pixels of the element.
    pub(super) camera: Camera,
    /// Device pixels per CSS pixel.
    pub(super) ratio: f64,
    /// How far the surface reaches beyond the element on each side, CSS pixels.
    pub(super) bleed: f64,
}

/// Path data in whole numbers: one is 10⁻⁷ of the plane's unit, 0.6 m on the ground. Engines take lengths well below one for
/// nothing.
const UNITS: f64 = 1e7;

impl Surface {
    /// `None` where the browser refuses a context. Nothing shows through it: that is cheaper.
    pub(super) fn new(element: HtmlCanvasElement) -> Option<Self> {
        let options = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&options, &"alpha".into(), &JsValue::FALSE);
        let context = element.get_context_with_context_options("2d", &options);
        Some(Self {
            context: context.ok()??.unchecked_into(),
            element,
        })
    }

    /// Another one, in no document.
    pub(super) fn another(&self) -> Option<Self> {
        Self::new(self.element.clone_node().ok()?.unchecked_into())
    }

    /// Sets its size in device pixels; it is empty afterwards.
    pub(super) fn resize(&self, width: u32, height: u32) {
        self.element.set_width(width);
        self.element.set_height(height);
    }

    /// Width and height in device pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.element.width(), self.element.height())
    }

    /// Lays another surface over this one, into a rectangle of device pixels.
    pub(super) fn lay(&self, other: &Self, left: f64, top: f64, width: f64, height: f64) {
        let context = &self.context;
        let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        // Fails only for a surface without a size.
        let _ = context.draw_image_with_html_canvas_element_and_dw_and_dh(
            &other.element,
            left,
            top,
            width,
            height,
        );
    }

    /// Fills all of it.
    pub(super) fn clear(&self, color: &str) {
        let (width, height) = self.size();
        let context = &self.context;
        let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        context.set_fill_style_str(color);
        context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    }
}

impl Tools {
    /// The font family of labels, as in CSS.
    pub(super) fn set_font(&self, family: &str) {
        self.lettering.set_font(family);
    }

    /// The picture for [`Item::Relief`].
    pub(super) fn set_relief(&self, picture: ImageBitmap) {
        *self.relief.borrow_mut() = Some(picture);
    }

    /// Draws items from the bottom up.
    pub(super) fn draw(&self, surface: &Surface, place: Place, items: &[Item]) {
        let brush = Brush {
            tools: self,
            context: &surface.context,
            place,
        };
        brush.css();
        surface.context.set_line_join("round");
        for item in items {
            brush.draw(item);
        }
    }

    /// Draws names.
    pub(super) fn write(&self, surface: &Surface, place: Place, labels: &[Label]) {
        let context = &surface.context;
        let brush = Brush {
            tools: self,
            context,
            place,
        };
        context.set_line_join("round");
        for label in labels {
            brush.css();
            self.lettering.draw(context, label, place);
        }
    }

    fn path(&self, path: &Rc<PlanePath>) -> Path2d {
        let mut paths = self.paths.borrow_mut();
        if let Some((_, cached)) = paths.iter().find(|(known, _)| Rc::ptr_eq(known, path)) {
            return cached.clone();
        }
        // Those that nobody else holds any more make room.
        paths.retain(|(path, _)| Rc::strong_count(path) > 1);
        let made = path_of(path);
        paths.push((Rc::clone(path), made.clone()));
        made
    }
}

/// Draws on one surface.
struct Brush<'a> {
    tools: &'a Tools,
    context: &'a CanvasRenderingContext2d,
    place: Place,
}

impl Brush<'_> {
    /// The transform of CSS pixels of the element.
    fn css(&self) {
        let Place { ratio, bleed, .. } = self.place;
        let shift = ratio * bleed;
        let _ = self
            .context
            .set_transform(ratio, 0.0, 0.0, ratio, shift, shift);
    }

    fn draw(&self, item: &Item) {
        let context = self.context;
        match item {
            Item::Fill { path, color } => {
                self.in_plane();
                context.set_fill_style_str(color);
                context.fill_with_path_2d_and_winding(
                    &self.tools.path(path),
                    CanvasWindingRule::Evenodd,
                );
                self.css();
            }
            Item::Relief { bounds, strength } => self.relief(bounds, *strength),
            Item::Stroke { path, pen } => {
                self.in_plane();
                self.set_pen(pen, UNITS / self.place.camera.scale);
                context.set_line_join("bevel");
                context.stroke_with_path(&self.tools.path(path));
                context.set_line_join("round");
                self.css();
            }
            Item::Area { rings, color } => {
                context.begin_path();
                for ring in rings {
                    self.trace(ring);
                    context.close_path();
                }
                context.set_fill_style_str(color);
                context.fill_with_canvas_winding_rule(CanvasWindingRule::Evenodd);
            }
            Item::Line { points, pen } => {
                self.set_pen(pen, 1.0);
                context.begin_path();
                self.trace(points);
                context.stroke();
            }
            Item::Mark {
                at,
                symbol,
                radius,
                color,
                halo,
            } => {
                let Ok(path) = Path2d::new_with_path_string(&symbol.path_data()) else {
                    return;
                };
                let Place { ratio, bleed, .. } = self.place;
                let scale = ratio * radius;
                let (x, y) = (ratio * (at.x + bleed), ratio * (at.y + bleed));
                let _ = context.set_transform(scale, 0.0, 0.0, scale, x, y);
                self.set_pen(&Pen::solid(halo, 4.0 / radius), 1.0);
                context.stroke_with_path(&path);
                context.set_fill_style_str(color);
                context.fill_with_path_2d_and_winding(&path, CanvasWindingRule::Evenodd);
                self.css();
            }
            Item::Label(label) => {
                self.tools.lettering.draw(context, label, self.place);
                self.css();
            }
        }
    }

    fn trace(&self, points: &[Point<Css>]) {
        for (index, point) in points.iter().enumerate() {
            if index == 0 {
                self.context.move_to(point.x, point.y);
            } else {
                self.context.line_to(point.x, point.y);
            }
        }
    }

    fn relief(&self, bounds: &Rect<Plane>, strength: f64) {
        let relief = self.tools.relief.borrow();
        let Some(picture) = relief.as_ref() else {
            return;
        };
        let context = self.context;
        let camera = &self.place.camera;
        let top_left = camera.to_css(Point::new(bounds.min.x, bounds.max.y));
        context.set_global_alpha(strength);
        let _ = context.set_global_composite_operation("hard-light");
        // Fails only for a picture that has been closed.
        let _ = context.draw_image_with_image_bitmap_and_dw_and_dh(
            picture,
            top_left.x,
            top_left.y,
            bounds.width() * camera.scale,
            bounds.height() * camera.scale,
        );
        let _ = context.set_global_composite_operation("source-over");
        context.set_global_alpha(1.0);
    }

    fn in_plane(&self) {
        let Place {
            camera,
            ratio,
            bleed,
        } = &self.place;
        let origin: Point<Css> = camera.to_css(Point::new(0.0, 0.0));
        let scale = ratio * camera.scale / UNITS;
        let (x, y) = (ratio * (origin.x + bleed), ratio * (origin.y + bleed));
        let _ = self.context.set_transform(scale, 0.0, 0.0, -scale, x, y);
    }

    /// `unit`: how many units of the present transform make a CSS pixel.
    fn set_pen(&self, pen: &Pen, unit: f64) {
        let context = self.context;
        context.set_stroke_style_str(&pen.color);
        context.set_line_width(pen.width * unit);
        context.set_line_cap(match pen.cap {
            Cap::Butt => "butt",
            Cap::Round => "round",
        });
        let dash = js_sys::Array::new();
        if let Some((on, off)) = pen.dash {
            dash.push(&JsValue::from_f64(on * unit));
            dash.push(&JsValue::from_f64(off * unit));
        }
        let _ = context.set_line_dash(&dash);
        context.set_line_dash_offset(pen.phase * unit);
    }
}

fn path_of(path: &PlanePath) -> Path2d {
    let made = Path2d::new().unwrap_or_else(|_| unreachable!("an empty path can be made"));
    for part in &path.parts {
        // Rings end with their first edge again: joined there as everywhere, and nothing more to fill. To close them, Chromium
        // looks at all points before, ring by ring.
        let again = if path.closed { 2 } else { 0 };
        let points = part.iter().cycle().take(part.len() + again);
        for (index, point) in points.enumerate() {
            let (x, y) = (point.x * UNITS, point.y * UNITS);
            if index == 0 {
                made.move_to(x, y);
            } else {
                made.line_to(x, y);
            }
        }
    }
    made
}
