//! What is on the screen. A picture is drawn directly where something changed. While a hand or a flight moves it, and when it
//! comes to rest, a sheet is laid there instead: the same picture with a bleed, drawn in pieces, and moved or stretched.

use web_sys::{HtmlCanvasElement, ImageBitmap};

use super::canvas::{Place, Surface, Tools};
use crate::app::Model;
use crate::camera::Camera;
use crate::list::Gather as _;
use crate::order::order;
use crate::scene::{self, BLEED, Fading, Item, Label, Scene};
use crate::space::{Css, Point, Size};

/// The canvas of a map, and the sheets that are laid on it.
pub(super) struct Painter {
    screen: Surface,
    tools: Tools,
    fading: Fading,
    /// Device pixels per CSS pixel.
    ratio: f64,
    /// What is on the screen: the revision of the model and its camera; `None` where it has to be drawn anew.
    shown: Option<(u64, Camera)>,
    /// Whether it is just that, and not a sheet in about the right place.
    exact: bool,
    /// How much nearer the camera last came.
    growth: f64,
    /// When the camera was last elsewhere, milliseconds.
    moved: f64,
    sheet: Option<Sheet>,
    /// The next one.
    making: Option<Sheet>,
    /// The surface of the one before.
    spare: Option<Surface>,
}

/// A picture that is larger than the element by [`BLEED`] on each side.
struct Sheet {
    surface: Surface,
    /// [`BLEED`] in whole device pixels, as CSS pixels.
    bleed: f64,
    scene: Scene,
    /// How many of the scene's items have been drawn.
    drawn: usize,
    /// How many of the scene's names have been written, once all items are drawn. The others are coming.
    written: usize,
    /// Whether its names are those on the screen.
    shown: bool,
}

/// A map that stands still for so long is at rest, or one that a hand still holds; milliseconds.
const REST: f64 = 60.0;
const HELD: f64 = 150.0;
/// And from so long on there shall be a sheet for what comes next.
const IDLE: f64 = 250.0;
/// The least and the most that a sheet is stretched.
const STRETCH: [f64; 2] = [0.6, 1.9];
/// A sheet that is stretched by more is replaced while there is time.
const STRETCHED: f64 = 1.4;
/// So is one that the element has come so near to the edge of, as a share of its bleed.
const USED_UP: f64 = 0.35;
/// How far ahead of a moving map the next sheet lies, as a share of its bleed.
const AHEAD: f64 = 0.6;
/// And how much nearer one looks there, or farther.
const NEARER: f64 = 1.25;
/// How much of a sheet is drawn between two frames: points of lines, about.
const PIECE: usize = 5000;
/// The largest sheet, device pixels: larger ones cost more memory than they are worth.
const LARGEST: f64 = 12e6;

impl Painter {
    /// Draws on `canvas`. `None` where the browser refuses a context.
    pub(super) fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        Some(Self {
            screen: Surface::new(canvas)?,
            tools: Tools::default(),
            fading: Fading::default(),
            ratio: 1.0,
            shown: None,
            exact: false,
            growth: 1.0,
            moved: 0.0,
            sheet: None,
            making: None,
            spare: None,
        })
    }

    /// The font family of labels, as in CSS.
    pub(super) fn set_font(&self, family: &str) {
        self.tools.set_font(family);
    }

    /// The picture for [`Item::Relief`].
    pub(super) fn set_relief(&mut self, picture: ImageBitmap) {
        self.tools.set_relief(picture);
        self.forget();
    }

    /// Draws everything anew next time.
    pub(super) fn forget(&mut self) {
        self.shown = None;
    }

    /// Gives the memory of all pictures back.
    pub(super) fn release(&mut self) {
        self.screen.resize(1, 1);
        self.forget();
        (self.sheet, self.making, self.spare) = (None, None, None);
    }

    /// Sets the size in device pixels, `ratio` to a CSS pixel; the canvas is empty afterwards.
    pub(super) fn resize(&mut self, width: u32, height: u32, ratio: f64) {
        self.release();
        self.screen.resize(width, height);
        self.ratio = ratio;
    }

    /// Brings the screen to the model's state at a time in milliseconds. Answers whether there is more to do in the next frame.
    pub(super) fn draw(&mut self, model: &Model, time: f64) -> bool {
        let now = (model.revision(), model.camera);
        let before = self.shown.replace(now);
        if before.is_none_or(|(revision, _)| revision != now.0) {
            for sheet in [self.sheet.take(), self.making.take()]
                .into_iter()
                .flatten()
            {
                self.spare = Some(sheet.surface);
            }
            self.moved = time;
            self.paint(model, time);
        } else if let Some((_, camera)) = before.filter(|before| before.1 != now.1) {
            self.growth = now.1.scale / camera.scale;
            self.exact = false;
            self.moved = time;
            if !self.follow(model, time) {
                self.paint(model, time);
            }
        } else if self.fading.lasts() {
            self.come_and_go(model, time);
        }
        self.prepare(model, time) || self.fading.lasts()
    }

    /// Draws the picture directly.
    fn paint(&mut self, model: &Model, time: f64) {
        let mut scene = model.scene();
        self.fade(&mut scene.labels, model, time);
        self.screen.clear(&scene.background);
        let place = self.element(scene.camera);
        self.tools.draw(&self.screen, place, &scene.items);
        self.tools.write(&self.screen, place, &scene.labels);
        self.tools.draw(&self.screen, place, &scene.furniture);
        self.exact = true;
    }

    /// Lays the sheet, or the next one, where it belongs now; answers whether there is one that serves.
    fn follow(&mut self, model: &Model, time: f64) -> bool {
        let serves = |sheet: &Option<Sheet>| {
            let serves = |sheet: &Sheet| sheet.serves(&model.camera, model.is_moving());
            sheet.as_ref().is_some_and(serves)
        };
        if !serves(&self.sheet) {
            if !serves(&self.making) {
                return false;
            }
            while !self.draw_piece(model, time) {}
        }
        let Some(sheet) = &mut self.sheet else {
            return false;
        };
        sheet.write(&self.tools, self.ratio, usize::MAX);
        if !sheet.shown {
            // Not before: at rest no name is cut by the edges.
            let place = sheet.place(self.ratio);
            self.tools.write(&sheet.surface, place, &sheet.scene.beyond);
            let labels = sheet.scene.labels.iter().chain(&sheet.scene.beyond);
            let camera = &sheet.scene.camera;
            self.fading.show(labels.cloned().gathered(), camera, time);
            sheet.shown = true;
        }
        self.lay(model, &[]);
        true
    }

    /// Lays the sheet, and over it `labels` and the furniture.
    fn lay(&self, model: &Model, labels: &[Label]) {
        let Some(sheet) = &self.sheet else { return };
        let (at, stretch) = sheet.seen_by(&model.camera);
        let (width, height) = sheet.surface.size();
        let (mut left, mut top) = (at.x * self.ratio, at.y * self.ratio);
        let (mut width, mut height) = (f64::from(width), f64::from(height));
        if is_one(stretch) {
            // As sharp as it was drawn.
            (left, top) = (left.round(), top.round());
        } else {
            (width, height) = (width * stretch, height * stretch);
        }
        self.screen.lay(&sheet.surface, left, top, width, height);
        let place = self.element(model.camera);
        self.tools.write(&self.screen, place, labels);
        let furniture = scene::furniture(&model.view());
        self.tools.draw(&self.screen, place, &furniture);
    }

    /// Goes on with names that come and go while the map is at rest.
    fn come_and_go(&mut self, model: &Model, time: f64) {
        let Some(sheet) = self
            .sheet
            .as_ref()
            .filter(|sheet| sheet.scene.camera == model.camera)
        else {
            return self.paint(model, time);
        };
        let (written, mut labels) = (sheet.written, sheet.scene.labels.clone());
        self.fade(&mut labels, model, time);
        self.lay(model, &labels[written..]);
        if let (false, Some(sheet)) = (self.fading.lasts(), &mut self.sheet) {
            sheet.write(&self.tools, self.ratio, usize::MAX);
        }
    }

    fn fade(&mut self, labels: &mut Vec<Label>, model: &Model, time: f64) {
        if model.reduced_motion() {
            self.fading = Fading::default();
        } else {
            self.fading.blend(labels, &model.camera, time);
        }
    }

    /// Goes on with the next sheet where one is of use; answers whether there is more to do.
    fn prepare(&mut self, model: &Model, time: f64) -> bool {
        if self.making.is_some() {
            self.draw_piece(model, time);
            return true;
        }
        let still = time - self.moved;
        let fits = |sheet: &Sheet| sheet.scene.camera == model.camera;
        if still == 0.0 {
            // Moving.
            let moves = model.is_moving();
            let next = match &self.sheet {
                Some(sheet) if sheet.is_used_up(&model.camera, self.growth, moves) => {
                    Some(sheet.ahead(model.camera, self.growth))
                }
                None if moves || is_one(self.growth) => Some(model.camera),
                _ => None,
            };
            self.making = next.and_then(|camera| self.begin(model, camera));
            return true;
        }
        if self.exact && self.sheet.as_ref().is_some_and(fits) {
            return false;
        }
        let rest = match (self.exact, model.is_held()) {
            (true, _) => IDLE,
            (false, true) => HELD,
            (false, false) => REST,
        };
        if still < rest || self.fading.lasts() {
            return true;
        }
        self.making = self.begin(model, model.camera);
        if self.making.is_none() && !self.exact {
            self.paint(model, time);
        }
        self.making.is_some()
    }

    /// The next sheet, empty yet; `None` where it would be too large.
    fn begin(&mut self, model: &Model, camera: Camera) -> Option<Sheet> {
        let bleed = (BLEED * self.ratio).floor();
        let (width, height) = self.screen.size();
        let (width, height) = (
            f64::from(width) + 2.0 * bleed,
            f64::from(height) + 2.0 * bleed,
        );
        if width * height > LARGEST {
            return None;
        }
        let surface = match self.spare.take() {
            Some(surface) => surface,
            None => self.screen.another()?,
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole device pixels, and no more than the largest"
        )]
        let size = (width as u32, height as u32);
        if surface.size() != size {
            surface.resize(size.0, size.1);
        }
        let scene = model.scene_for(camera);
        surface.clear(&scene.background);
        Some(Sheet {
            surface,
            bleed: bleed / self.ratio,
            scene,
            drawn: 0,
            written: 0,
            shown: false,
        })
    }

    /// Draws some more of the next sheet, and puts it in the present one's place when it is done; answers whether it is.
    fn draw_piece(&mut self, model: &Model, time: f64) -> bool {
        let Some(mut sheet) = self.making.take() else {
            return true;
        };
        if !sheet.draw_piece(&self.tools, self.ratio) {
            self.making = Some(sheet);
            return false;
        }
        let rests = sheet.scene.camera == model.camera && time != self.moved;
        let mut steady = usize::MAX;
        if rests {
            let count = sheet.scene.labels.len();
            self.fade(&mut sheet.scene.labels, model, time);
            // Those that go are the fading's.
            sheet.scene.labels.truncate(count);
            let labels = &sheet.scene.labels;
            steady = labels.iter().filter(|label| label.opacity >= 1.0).count();
            let coming_last = order(labels.iter().map(|label| (label.opacity < 1.0).into()));
            let labels = coming_last.iter().map(|&index| Label {
                opacity: 1.0,
                ..labels[index].clone()
            });
            sheet.scene.labels = labels.gathered();
        }
        sheet.write(&self.tools, self.ratio, steady);
        if let Some(old) = self.sheet.replace(sheet) {
            self.spare = Some(old.surface);
        }
        if rests {
            self.exact = true;
            self.come_and_go(model, time);
        }
        true
    }

    /// The element itself, for a camera.
    fn element(&self, camera: Camera) -> Place {
        Place {
            camera,
            ratio: self.ratio,
            bleed: 0.0,
        }
    }
}

impl Sheet {
    fn place(&self, ratio: f64) -> Place {
        Place {
            camera: self.scene.camera,
            ratio,
            bleed: self.bleed,
        }
    }

    /// Draws some more of the items; answers whether these were the last.
    fn draw_piece(&mut self, tools: &Tools, ratio: f64) -> bool {
        let rest = &self.scene.items[self.drawn..];
        let mut cost = 0;
        let mut count = 0;
        while count < rest.len() && cost < PIECE {
            cost += cost_of(&rest[count]);
            count += 1;
        }
        tools.draw(&self.surface, self.place(ratio), &rest[..count]);
        self.drawn += count;
        self.drawn == self.scene.items.len()
    }

    /// Writes the names up to the one with this number.
    fn write(&mut self, tools: &Tools, ratio: f64, end: usize) {
        let end = end.min(self.scene.labels.len());
        let labels = &self.scene.labels[self.written..end];
        tools.write(&self.surface, self.place(ratio), labels);
        self.written = end;
    }

    /// Where its top left corner is for a camera, CSS pixels, and how much it is stretched.
    fn seen_by(&self, camera: &Camera) -> (Point<Css>, f64) {
        let own = &self.scene.camera;
        let corner = own.to_plane(Point::new(-self.bleed, -self.bleed));
        (camera.to_css(corner), camera.scale / own.scale)
    }

    /// How far it reaches beyond the element on the side where that is least, CSS pixels; and how much it is stretched.
    fn margin(&self, camera: &Camera) -> (f64, f64) {
        let (at, stretch) = self.seen_by(camera);
        let Size { width, height } = camera.size;
        let right = at.x + (width + 2.0 * self.bleed) * stretch - width;
        let bottom = at.y + (height + 2.0 * self.bleed) * stretch - height;
        (right.min(bottom).min(-at.x).min(-at.y), stretch)
    }

    /// Whether it covers the element for a camera, and is as sharp as it has to be.
    fn serves(&self, camera: &Camera, moves: bool) -> bool {
        let (margin, stretch) = self.margin(camera);
        margin >= 0.0 && (is_one(stretch) || moves && is_between(stretch, STRETCH))
    }

    /// Whether there had better be another for a camera.
    fn is_used_up(&self, camera: &Camera, growth: f64, moves: bool) -> bool {
        let (margin, stretch) = self.margin(camera);
        if growth > 1.0 && !is_one(growth) {
            moves && stretch > STRETCHED
        } else {
            (moves || is_one(stretch)) && margin < USED_UP * self.bleed
        }
    }

    /// Where the next sheet had better be for a map that has moved to a camera.
    fn ahead(&self, camera: Camera, growth: f64) -> Camera {
        let (at, stretch) = self.seen_by(&camera);
        let (x, y) = (at.x + self.bleed, at.y + self.bleed);
        let far = x.abs().max(y.abs());
        if !is_one(growth) {
            let nearer = if growth > 1.0 { NEARER } else { 1.0 / NEARER };
            let scale = camera.scale * nearer;
            return Camera { scale, ..camera };
        }
        if !is_one(stretch) || far == 0.0 {
            return camera;
        }
        let ahead = AHEAD * self.bleed / far;
        camera.panned(x * ahead, y * ahead)
    }
}

/// Whether a stretch is none: cameras come from degrees, and are not the same to the last digit.
fn is_one(stretch: f64) -> bool {
    (stretch - 1.0).abs() < 1e-6
}

fn is_between(stretch: f64, [least, most]: [f64; 2]) -> bool {
    stretch > least && stretch < most
}

fn cost_of(item: &Item) -> usize {
    match item {
        Item::Fill { path, .. } | Item::Stroke { path, .. } => {
            path.parts.iter().map(Vec::len).sum()
        }
        Item::Line { points, .. } => 20 + points.len(),
        Item::Relief { .. } => PIECE / 2,
        Item::Area { .. } | Item::Mark { .. } | Item::Label(_) => 50,
    }
}
