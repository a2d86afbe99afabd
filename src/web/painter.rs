//! What is on the screen. A picture is made as a sheet: with a bleed, and in pieces, so that no task is long. What was there
//! before stays until it is done. While a hand or a flight moves the map, sheets are moved and stretched. A picture is drawn
//! directly only where the screen is empty, and where a page moves the camera and no sheet serves.

use web_sys::{HtmlCanvasElement, ImageBitmap};

use super::canvas::{Place, Surface, Tools};
use super::sheet::{Sheet, is_one};
use crate::app::{Effect, Model};
use crate::camera::Camera;
use crate::list::Gather as _;
use crate::order::order;
use crate::scene::{self, BLEED, Fading, Label, Scene, crisp};

/// The canvas of a map, and the sheets that are laid on it.
pub(super) struct Painter {
    screen: Surface,
    tools: Tools,
    fading: Fading,
    /// Device pixels per CSS pixel.
    ratio: f64,
    /// The camera of what is on the screen; `None` where that is empty.
    shown: Option<Camera>,
    /// The edition of what is on the screen; `None` before the first picture.
    edition: Option<u64>,
    /// Whether it is just what the camera sees, and not a sheet in about the right place.
    exact: bool,
    /// How often the tools became others.
    changes: u64,
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

/// A map that stands still for so long is at rest, or one that a hand still holds; milliseconds.
const REST: f64 = 60.0;
const HELD: f64 = 150.0;
/// And from so long on there shall be a sheet for what comes next.
const IDLE: f64 = 250.0;
/// The largest sheet, device pixels: larger ones cost more memory than they are worth.
const LARGEST: f64 = 12e6;
/// How many names are written at a time.
const NAMES: usize = 12;

impl Painter {
    /// Draws on `canvas`. `None` where the browser refuses a context.
    pub(super) fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        Some(Self {
            screen: Surface::new(canvas)?,
            tools: Tools::default(),
            fading: Fading::default(),
            ratio: 1.0,
            shown: None,
            edition: None,
            exact: false,
            changes: 0,
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
    pub(super) const fn forget(&mut self) {
        self.changes += 1;
    }

    /// Gives the memory of all pictures back.
    pub(super) fn release(&mut self) {
        self.screen.resize(1, 1);
        self.shown = None;
        (self.sheet, self.making, self.spare) = (None, None, None);
    }

    /// Sets the size in device pixels, `ratio` to a CSS pixel; the canvas is empty afterwards.
    pub(super) fn resize(&mut self, width: u32, height: u32, ratio: f64) {
        self.release();
        self.screen.resize(width, height);
        self.ratio = ratio;
    }

    /// Counts the changes that another picture follows from, but for those of the camera.
    const fn edition_of(&self, model: &Model) -> u64 {
        model.revision() + self.changes
    }

    /// Brings the screen nearer to the model's state at a time in milliseconds. Answers whether to go on: soon, or in the next
    /// frame.
    pub(super) fn draw(&mut self, model: &Model, time: f64) -> Option<Effect> {
        let camera = model.camera;
        let before = self.shown.replace(camera);
        match before {
            // Nobody waits for a screen that has never shown a map.
            None if self.edition.is_none() => {}
            None => self.paint(model, time),
            Some(before) if before != camera => {
                self.growth = camera.scale / before.scale;
                self.exact = false;
                self.moved = time;
                if !self.follow(model, time) {
                    self.paint(model, time);
                }
            }
            Some(_) if self.fading.lasts() => self.come_and_go(model, time),
            Some(_) => {}
        }
        let moved = before.is_some_and(|before| before != camera);
        let next = self.prepare(model, time, moved);
        next.or_else(|| self.fading.lasts().then_some(Effect::Draw))
    }

    /// Draws the picture directly.
    fn paint(&mut self, model: &Model, time: f64) {
        let edition = self.edition_of(model);
        // What is older is not shown again.
        if let Some(old) = self.sheet.take_if(|sheet| sheet.edition != edition) {
            self.spare = Some(old.surface);
        }
        let mut scene = model.scene();
        crisp(&mut scene.furniture, self.ratio);
        self.fade(&mut scene.labels, model, time);
        self.screen.clear(&scene.background);
        let place = self.element(scene.camera);
        self.tools.draw(&self.screen, place, &scene.items);
        self.tools.write(&self.screen, place, &scene.labels);
        self.tools.draw(&self.screen, place, &scene.furniture);
        self.edition = Some(edition);
        self.exact = true;
        self.moved = time;
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
    fn lay(&mut self, model: &Model, labels: &[Label]) {
        let Some(sheet) = &self.sheet else { return };
        self.edition = Some(sheet.edition);
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
        let mut furniture = scene::furniture(&model.view());
        crisp(&mut furniture, self.ratio);
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

    /// Goes on with the next sheet where one is of use; answers whether there is more to do. `moved` tells that the camera is
    /// elsewhere than in the last frame.
    fn prepare(&mut self, model: &Model, time: f64, moved: bool) -> Option<Effect> {
        let edition = self.edition_of(model);
        // One for what may come is of no use when something else came. One for what came is finished whatever comes next, or
        // changes that follow each other would never be seen.
        let is_idle =
            |sheet: &mut Sheet| sheet.edition != edition && self.edition == Some(sheet.edition);
        if let Some(idle) = self.making.take_if(is_idle) {
            self.spare = Some(idle.surface);
        }
        if self.making.is_some() {
            let done = self.draw_piece(model, time);
            if !moved {
                return Some(Effect::GoOn);
            }
            // A moving map has one task in a frame.
            if !done {
                self.draw_piece(model, time);
            }
            return Some(Effect::Draw);
        }
        if moved {
            let moves = model.is_moving();
            let next = match &self.sheet {
                Some(sheet)
                    if sheet.edition != edition
                        || sheet.is_used_up(&model.camera, self.growth, moves) =>
                {
                    Some(sheet.ahead(model.camera, self.growth))
                }
                None if moves || is_one(self.growth) => Some(model.camera),
                _ => None,
            };
            self.making = next.and_then(|camera| self.begin(model, camera));
            return Some(Effect::Draw);
        }
        let is_new = self.edition != Some(edition);
        if !is_new {
            let fits =
                |sheet: &Sheet| sheet.scene.camera == model.camera && sheet.edition == edition;
            if self.exact && self.sheet.as_ref().is_some_and(fits) {
                return None;
            }
            let rest = match (self.exact, model.is_held()) {
                (true, _) => IDLE,
                (false, true) => HELD,
                (false, false) => REST,
            };
            if time - self.moved < rest || self.fading.lasts() {
                return Some(Effect::Draw);
            }
        }
        self.making = self.begin(model, model.camera);
        if self.making.is_some() {
            return Some(Effect::GoOn);
        }
        if is_new || !self.exact {
            self.paint(model, time);
        }
        None
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
        Some(Sheet::new(
            self.edition_of(model),
            surface,
            bleed / self.ratio,
            model.begin_scene(camera),
        ))
    }

    /// Draws some more of the next sheet, and puts it in the present one's place when it is done; answers whether it is.
    fn draw_piece(&mut self, model: &Model, time: f64) -> bool {
        let Some(mut sheet) = self.making.take() else {
            return true;
        };
        if !sheet.named {
            let edition = self.edition_of(model);
            if sheet.edition != edition {
                sheet.edition = edition;
                (sheet.scene, sheet.unnamed) = model.begin_scene(sheet.scene.camera);
            }
            model.add_names(&mut sheet.scene, &mut sheet.unnamed);
            sheet.surface.clear(&sheet.scene.background);
            sheet.named = true;
            self.making = Some(sheet);
            return false;
        }
        let rests = sheet.scene.camera == model.camera && time != self.moved;
        let Some(steady) = sheet.steady else {
            if sheet.draw_piece(&self.tools, self.ratio) {
                sheet.steady = Some(if rests {
                    self.settle(&mut sheet.scene, model, time)
                } else {
                    usize::MAX
                });
            }
            self.making = Some(sheet);
            return false;
        };
        let end = steady.min(sheet.written + NAMES);
        sheet.write(&self.tools, self.ratio, end);
        if sheet.written == end && end < steady.min(sheet.scene.labels.len()) {
            self.making = Some(sheet);
            return false;
        }
        if let Some(old) = self.sheet.replace(sheet) {
            self.spare = Some(old.surface);
        }
        if rests {
            self.exact = true;
            self.come_and_go(model, time);
        }
        true
    }

    /// Puts the names that are coming behind the others; answers how many those are.
    fn settle(&mut self, scene: &mut Scene, model: &Model, time: f64) -> usize {
        let count = scene.labels.len();
        self.fade(&mut scene.labels, model, time);
        // Those that go are the fading's.
        scene.labels.truncate(count);
        let labels = &scene.labels;
        let steady = labels.iter().filter(|label| label.opacity >= 1.0).count();
        let coming_last = order(labels.iter().map(|label| (label.opacity < 1.0).into()));
        let labels = coming_last.iter().map(|&index| Label {
            opacity: 1.0,
            ..labels[index].clone()
        });
        scene.labels = labels.gathered();
        steady
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
