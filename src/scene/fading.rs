//! Names fade as they come and go between one picture and the next. A picture at rest has no trace of it.

use super::Label;
use crate::camera::Camera;
use crate::list::Gather as _;
use crate::math::between;

/// The names on screen, some of them coming or going.
#[derive(Debug, Clone, Default)]
pub struct Fading {
    shown: Vec<Label>,
    /// The camera of the last picture, and when it was drawn; milliseconds.
    last: Option<(Camera, f64)>,
    lasts: bool,
}

/// How long a name takes to come or go, milliseconds.
const DURATION: f64 = 180.0;
/// The longest step, milliseconds: pictures are drawn on demand, and the last one may be long ago.
const STEP: f64 = 40.0;
/// A name that has moved on the map by less is the same, CSS pixels.
const SAME: f64 = 12.0;

impl Fading {
    /// Lets those of `labels` that were not in the last picture come, and adds those that are going; `time` in
    /// milliseconds. Names of the first picture are there at once, and so are those in another language.
    pub fn blend(&mut self, labels: &mut Vec<Label>, camera: &Camera, time: f64) {
        let Some((before, then)) = self.last.replace((*camera, time)) else {
            self.shown.clone_from(labels);
            return;
        };
        let step = between(time - then, 0.0, STEP) / DURATION;
        let mut going: Vec<Label> = std::mem::take(&mut self.shown)
            .into_iter()
            .map(|label| label.moved(&before, camera))
            .gathered();
        for label in labels.iter_mut() {
            let known = going.iter().position(|other| {
                other.feature == label.feature
                    && (other.text != label.text || other.at.distance(label.at) < SAME)
            });
            label.opacity = match known.map(|index| going.swap_remove(index)) {
                Some(other) if other.text == label.text => (other.opacity + step).min(1.0),
                Some(_) => 1.0,
                None => 0.0,
            };
        }
        for mut label in going {
            label.opacity -= step;
            if label.opacity > 0.0 {
                labels.push(label);
            }
        }
        self.shown.clone_from(labels);
        self.lasts = self.shown.iter().any(|label| label.opacity < 1.0);
    }

    /// Takes `labels` for those of the last picture.
    pub fn show(&mut self, labels: Vec<Label>, camera: &Camera, time: f64) {
        self.shown = labels;
        self.last = Some((*camera, time));
        self.lasts = false;
    }

    /// Whether the next picture will be another though nothing happens.
    #[must_use]
    pub const fn lasts(&self) -> bool {
        self.lasts
    }
}
