//! The display list on a canvas.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::*;
use web_sys::{
    CanvasRenderingContext2d, CanvasWindingRule, HtmlCanvasElement, ImageBitmap, Path2d,
};

use super::canvas_text::Lettering;
use crate::decimal::Decimal;
use crate::scene::{Cap, Item, Pen, Scene};
use crate::shape::PlanePath;
use crate::space::{Css, Plane, Point, Rect};

/// A canvas and what it keeps from frame to frame.
pub(super) struct Canvas {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// Paths that stay the same; holding the `Rc` keeps its address taken.
    paths: RefCell<Vec<(Rc<PlanePath>, Path2d)>>,
    lettering: Lettering,
    relief: RefCell<Option<ImageBitmap>>,
}

/// Path data in whole numbers: one is 10⁻⁷ of the plane's unit, 0.6 m on the ground.
const UNITS: f64 = 1e7;

impl Canvas {
    /// `None` where the browser refuses a context.
    pub(super) fn new(element: HtmlCanvasElement) -> Option<Self> {
        let context = element.get_context("2d").ok()??;
        Some(Self {
            element,
            context: context.unchecked_into(),
            paths: RefCell::new(Vec::new()),
            lettering: Lettering::default(),
            relief: RefCell::default(),
        })
    }

    /// The font family of labels, as in CSS.
    pub(super) fn set_font(&self, family: &str) {
        self.lettering.set_font(family);
    }

    /// The picture for [`Item::Relief`].
    pub(super) fn set_relief(&self, picture: ImageBitmap) {
        *self.relief.borrow_mut() = Some(picture);
    }

    /// Sets the backing store's size in device pixels; it is empty afterwards.
    pub(super) fn resize(&self, width: u32, height: u32) {
        self.element.set_width(width);
        self.element.set_height(height);
    }

    /// Draws the picture, `ratio` device pixels to a CSS pixel.
    pub(super) fn draw(&self, scene: &Scene, ratio: f64) {
        let context = &self.context;
        let css = || {
            let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
        };
        css();
        context.set_line_join("round");
        context.set_fill_style_str(&scene.background);
        let size = scene.camera.size;
        context.fill_rect(0.0, 0.0, size.width, size.height);
        for item in scene.items.iter().chain(&scene.furniture) {
            match item {
                Item::Fill { path, color } => {
                    self.in_plane(scene, ratio);
                    context.set_fill_style_str(color);
                    context.fill_with_path_2d_and_winding(
                        &self.path(path),
                        CanvasWindingRule::Evenodd,
                    );
                    css();
                }
                Item::Relief { bounds, strength } => self.relief(scene, bounds, *strength),
                Item::Stroke { path, pen } => {
                    self.in_plane(scene, ratio);
                    self.set_pen(pen, UNITS / scene.camera.scale);
                    context.stroke_with_path(&self.path(path));
                    css();
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
                    if let Ok(path) = Path2d::new_with_path_string(&symbol.path_data()) {
                        let scale = ratio * radius;
                        let _ = context.set_transform(
                            scale,
                            0.0,
                            0.0,
                            scale,
                            ratio * at.x,
                            ratio * at.y,
                        );
                        self.set_pen(&Pen::solid(halo, 4.0 / radius), 1.0);
                        context.stroke_with_path(&path);
                        context.set_fill_style_str(color);
                        context.fill_with_path_2d_and_winding(&path, CanvasWindingRule::Evenodd);
                        css();
                    }
                }
                Item::Label(label) => self.lettering.draw(context, label, ratio),
            }
        }
    }

    /// Forgets the paths that nobody else holds any more.
    pub(super) fn forget(&self) {
        let mut paths = self.paths.borrow_mut();
        paths.retain(|(path, _)| Rc::strong_count(path) > 1);
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

    fn relief(&self, scene: &Scene, bounds: &Rect<Plane>, strength: f64) {
        let relief = self.relief.borrow();
        let Some(picture) = relief.as_ref() else {
            return;
        };
        let context = &self.context;
        let top_left = scene.camera.to_css(Point::new(bounds.min.x, bounds.max.y));
        let scale = scene.camera.scale;
        context.set_global_alpha(strength);
        let _ = context.set_global_composite_operation("hard-light");
        // Fails only for a picture that has been closed.
        let _ = context.draw_image_with_image_bitmap_and_dw_and_dh(
            picture,
            top_left.x,
            top_left.y,
            bounds.width() * scale,
            bounds.height() * scale,
        );
        let _ = context.set_global_composite_operation("source-over");
        context.set_global_alpha(1.0);
    }

    fn in_plane(&self, scene: &Scene, ratio: f64) {
        let camera = &scene.camera;
        let origin: Point<Css> = camera.to_css(Point::new(0.0, 0.0));
        let scale = ratio * camera.scale / UNITS;
        let _ =
            self.context
                .set_transform(scale, 0.0, 0.0, -scale, ratio * origin.x, ratio * origin.y);
    }

    /// `unit`: how many units of the present transform make a CSS pixel.
    fn set_pen(&self, pen: &Pen, unit: f64) {
        let context = &self.context;
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

    fn path(&self, path: &Rc<PlanePath>) -> Path2d {
        let mut paths = self.paths.borrow_mut();
        if let Some((_, cached)) = paths.iter().find(|(known, _)| Rc::ptr_eq(known, path)) {
            return cached.clone();
        }
        let made = Path2d::new_with_path_string(&plane_data(path))
            .unwrap_or_else(|_| unreachable!("a path can be made from path data"));
        paths.push((Rc::clone(path), made.clone()));
        made
    }
}

/// Path data in [`UNITS`]: whole numbers are short to write and quick to read.
fn plane_data(path: &PlanePath) -> String {
    let mut data = String::new();
    for part in &path.parts {
        let mut command = 'M';
        for point in part {
            data.push(command);
            Decimal::new((point.x * UNITS).trunc(), 0).write(&mut data);
            data.push(' ');
            Decimal::new((point.y * UNITS).trunc(), 0).write(&mut data);
            command = 'L';
        }
        if path.closed {
            data.push('Z');
        }
    }
    data
}
