//! The state of a map as a picture.

use super::{Insets, Model};
use crate::camera::Camera;
use crate::scene::{self, Furniture, Scene, Unnamed, View};
use crate::space::{Css, Rect};
use crate::theme::Palette;

impl Model {
    /// What the back-ends and the picking see.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        self.view_from(self.camera)
    }

    /// The same from another camera.
    fn view_from(&self, camera: Camera) -> View<'_> {
        View {
            atlas: &self.atlas,
            shapes: &self.shapes,
            base_map: &self.base_map,
            lanes: &self.lanes,
            camera,
            zoom: scene::zoom(&self.atlas, &self.shapes, &camera),
            free: self.free(),
            covered: &self.insets.covered,
            layers: &self.layers,
            year: self.year,
            subject: &self.subject,
            shade: self.theme(),
            relief: self.relief,
            lang: &self.lang,
            local_names: self.local_names,
            words: &self.words,
            furniture: self.furniture,
            boundary_view: &self.boundary_view,
            palette: &self.palette,
            selected: self.selected,
            hovered: self.hovered,
            trip: &self.trip,
        }
    }

    /// The part of the element that nothing covers.
    fn free(&self) -> Rect<Css> {
        let Insets {
            left,
            right,
            bottom,
            ..
        } = self.insets;
        let mut free = self.camera.size.rect();
        free.min.x += left;
        free.max.x -= right;
        free.max.y -= bottom;
        free
    }

    /// The picture of the present state.
    #[must_use]
    pub fn scene(&self) -> Scene {
        scene::build(&self.view())
    }

    /// The first half of it for a camera that is not far: what a moving map will show.
    #[must_use]
    pub fn begin_scene(&self, camera: Camera) -> (Scene, Unnamed) {
        scene::begin(&self.view_from(camera))
    }

    /// The other half, while the state is still the same.
    pub fn add_names(&self, scene: &mut Scene, unnamed: &mut Unnamed) {
        scene::add_names(&self.view_from(scene.camera), scene, unnamed);
    }

    /// The picture of the present state to take away: with all furniture, and nothing that stands for a hand or a page.
    #[must_use]
    pub fn still(&self) -> Scene {
        self.still_in(&self.palette)
    }

    /// The same in other colours: those of print.
    #[must_use]
    pub fn still_in(&self, palette: &Palette) -> Scene {
        let mut scene = scene::build(&View {
            palette,
            free: self.camera.size.rect(),
            covered: &[],
            furniture: Furniture {
                scale_bar: true,
                locator: true,
                notes: true,
            },
            hovered: None,
            ..self.view()
        });
        // As most screens have it.
        scene::crisp(&mut scene.furniture, 1.0);
        scene
    }
}
