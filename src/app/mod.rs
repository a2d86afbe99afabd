//! The state of one map and how it changes: `update(event)` answers with effects, and nothing else happens.

mod effect;
mod event;
mod hand;
mod motion;
mod picking;
mod picture;
mod reaction;
mod telling;
mod trip;

use std::cell::RefCell;
use std::rc::Rc;

pub use effect::{Effect, Effects};
pub use event::{Event, Gestures};
use motion::Glide;
pub use motion::{Insets, Motion, Target};
pub use trip::closed_passages;

use crate::atlas::{Atlas, Facts};
use crate::camera::Camera;
use crate::flight::Flight;
use crate::gesture::Gesture;
use crate::hit::Drawn;
use crate::lon_lat::LonLat;
use crate::network::{Network, Passages};
use crate::scene::base_map::BaseMap;
use crate::scene::lanes::Lanes;
use crate::scene::{self, Furniture, Trip};
use crate::search::Names;
use crate::shape::Shapes;
use crate::space::{Plane, Point, Size};
use crate::strings::Strings;
use crate::theme::{Palette, Scheme};

/// The state of one map.
#[derive(Debug)]
pub struct Model {
    /// What is known.
    pub atlas: Rc<Atlas>,
    /// The facts, once they have arrived.
    pub facts: Option<Rc<Facts>>,
    /// The atlas in the plane.
    pub shapes: Rc<Shapes>,
    /// Where we look.
    pub camera: Camera,
    /// Parallel to [`Atlas::layers`]: which are on.
    pub layers: Vec<bool>,
    /// The selected feature.
    pub selected: Option<usize>,
    /// The feature under the mouse.
    pub hovered: Option<usize>,
    /// What existed in it is shown.
    pub year: i32,
    /// The step of the story that is told.
    pub step: Option<usize>,
    /// The theme that the areas are colored by.
    pub shade: Option<usize>,
    /// The passages that are closed.
    pub closed: Passages,
    /// The features that the way goes from and to, where they were chosen.
    pub ends: Option<[usize; 2]>,
    /// How strong the relief is: 0 is none, 1 as strong as names bear it.
    pub relief: f64,
    /// BCP 47 tag of names and texts.
    pub lang: String,
    /// Colours.
    pub palette: Palette,
    /// The words of the interface.
    pub words: Rc<Strings>,
    /// What is drawn besides the map.
    pub furniture: Furniture,
    /// Who may move the map.
    pub gestures: Gestures,
    /// The features that the step speaks of.
    subject: Vec<usize>,
    /// Whether the step selects a feature that has not arrived.
    awaits: bool,
    /// The graph, once it has been asked for.
    network: Option<Rc<Network>>,
    /// All names for the search, once it has been asked for.
    names: Option<Rc<Names>>,
    trip: Trip,
    /// Whether the selection is the step's, and nobody has asked for what is known of it.
    quiet: bool,
    reduced_motion: bool,
    /// Whether a hand had the camera last.
    by_hand: bool,
    revision: u64,
    insets: Insets,
    lanes: Lanes,
    /// Whether names on the map are those of the place.
    local_names: bool,
    /// Id of the boundary view.
    boundary_view: String,
    base_map: BaseMap,
    gesture: Gesture,
    flight: Option<Flight>,
    glide: Option<Glide>,
    /// Whether the camera shows what was asked for, not what a hand chose: then a new size fits it again.
    framed: Option<Target>,
    /// Where the last tap was and what it found, to cycle through what is stacked.
    last_pick: Option<(Point<Plane>, Vec<usize>)>,
    /// What has been found out of the picture of a revision and camera, to find what is at a place.
    drawn: RefCell<Option<((u64, Camera), Drawn)>>,
}

/// The boundary view that nothing but the data decides.
pub const DEFAULT_VIEW: &str = "default";

impl Model {
    /// The overview of an atlas with all layers on.
    #[must_use]
    pub fn new(atlas: Rc<Atlas>, shapes: Rc<Shapes>, size: Size) -> Self {
        let layers = vec![true; atlas.layers.len()];
        let camera = Camera::fit(shapes.extent, size, 0.0);
        let base_map = BaseMap::new(&atlas, &shapes, &camera, DEFAULT_VIEW, false);
        let mut model = Self {
            camera,
            facts: None,
            layers,
            selected: None,
            hovered: None,
            year: atlas.manifest.year.into(),
            step: None,
            shade: None,
            subject: Vec::new(),
            awaits: false,
            closed: 0,
            ends: None,
            network: None,
            names: None,
            trip: Trip::default(),
            quiet: false,
            relief: 1.0,
            lang: "en".to_owned(),
            palette: Palette::new(Scheme::Light),
            words: Rc::new(Strings::english()),
            furniture: Furniture::default(),
            gestures: Gestures::default(),
            reduced_motion: false,
            by_hand: false,
            revision: 0,
            insets: Insets::default(),
            lanes: Lanes::default(),
            local_names: false,
            boundary_view: DEFAULT_VIEW.to_owned(),
            base_map,
            gesture: Gesture::default(),
            flight: None,
            glide: None,
            framed: None,
            last_pick: None,
            drawn: RefCell::default(),
            atlas,
            shapes,
        };
        model.framed = Some(Target::Overview);
        model.refresh_base_map();
        model.assign_lanes();
        model.reframe();
        model
    }

    /// Centre and Web Mercator zoom of the present view.
    #[must_use]
    pub fn center_and_zoom(&self) -> (LonLat, f64) {
        let projection = &self.shapes.projection;
        let center = projection.inverse(self.camera.center);
        (
            center.unwrap_or(LonLat::new(projection.center_lon(), 0.0)),
            self.camera.zoom(projection),
        )
    }

    /// Whether the wheel is the map's; otherwise the page scrolls.
    #[must_use]
    pub const fn takes_wheel(&self, ctrl: bool) -> bool {
        match self.gestures {
            Gestures::Free => true,
            Gestures::Cooperative => ctrl,
            Gestures::None => false,
        }
    }

    /// Whether the fingers that are down are the map's; otherwise the page may scroll with them.
    #[must_use]
    pub fn takes_fingers(&self) -> bool {
        self.gestures != Gestures::None && (self.gesture.pointers() > 1 || self.gesture.zooms())
    }

    /// Counts the changes that another picture follows from, but for those of the camera.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Changes the state by what happened.
    pub fn update(&mut self, event: Event) -> Effects {
        let before = (self.selected, self.hovered);
        let (camera, only_moves) = (self.camera, event.only_moves());
        let effects = self.react(event);
        if effects.contains(Effect::Draw)
            && !(only_moves && before == (self.selected, self.hovered))
        {
            self.revision += 1;
        }
        // A page's numbers, or a clock's, may be none.
        if !self.camera.is_somewhere() {
            self.camera = camera;
            self.flight = None;
            self.glide = None;
        }
        self.refresh_base_map();
        effects
    }

    /// Id of the boundary view.
    #[must_use]
    pub fn boundary_view(&self) -> &str {
        &self.boundary_view
    }

    /// Cuts the base map anew where the present one does not serve.
    fn refresh_base_map(&mut self) {
        let detailed = scene::is_detailed(&self.atlas, &self.shapes, &self.camera);
        if self.base_map.detailed() != detailed {
            self.cut_base_map();
        } else if !self.base_map.serves(&self.camera) {
            self.base_map = self.base_map.moved(&self.atlas, &self.shapes, &self.camera);
        }
    }

    fn cut_base_map(&mut self) {
        let detailed = scene::is_detailed(&self.atlas, &self.shapes, &self.camera);
        self.base_map = BaseMap::new(
            &self.atlas,
            &self.shapes,
            &self.camera,
            &self.boundary_view,
            detailed,
        );
    }

    fn assign_lanes(&mut self) {
        // By no zoom: an element without a size yet is as far away as can be.
        let shows = |feature| self.view().exists(feature);
        self.lanes = scene::assign_lanes(&self.atlas, &self.shapes, self.year, shows);
    }
}
