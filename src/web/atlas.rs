//! Atlases as JavaScript holds them: one copy for all the maps that show it.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::atlas::{Atlas, AtlasReader, Facts};
use crate::error::{Code, Problem};
use crate::json::Writer;
use crate::shape::{Projecting, ProjectionName, Shapes};

/// An atlas, while it is read and afterwards.
#[wasm_bindgen]
pub struct AtlasHandle {
    state: State,
    facts: Facts,
    projecting: Option<Projecting>,
}

/// How much is projected at a time, positions: a task on a slow phone's processor shall be short.
pub(super) const AT_A_TIME: usize = 6000;

enum State {
    Reading(Box<AtlasReader>),
    Ready(Rc<SharedAtlas>),
    /// An error ended the reading.
    Failed,
}

/// What maps share.
pub(super) struct SharedAtlas {
    atlas: RefCell<Rc<Atlas>>,
    shapes: RefCell<Vec<(ProjectionName, Rc<Shapes>)>>,
    facts: RefCell<Option<Rc<Facts>>>,
}

impl SharedAtlas {
    /// The atlas as it is by now.
    pub(super) fn atlas(&self) -> Rc<Atlas> {
        Rc::clone(&self.atlas.borrow())
    }

    /// The atlas in the plane, projected the first time it is asked for.
    pub(super) fn shapes(&self, name: ProjectionName) -> Rc<Shapes> {
        let shapes = self.shapes.borrow();
        if let Some((_, made)) = shapes.iter().find(|(known, _)| *known == name) {
            return Rc::clone(made);
        }
        drop(shapes);
        let atlas = self.atlas();
        self.keep(name, Shapes::new(&atlas, name.of(&atlas)))
    }

    fn keep(&self, name: ProjectionName, made: Shapes) -> Rc<Shapes> {
        let made = Rc::new(made);
        let mut shapes = self.shapes.borrow_mut();
        shapes.push((name, Rc::clone(&made)));
        made
    }

    pub(super) fn facts(&self) -> Option<Rc<Facts>> {
        self.facts.borrow().clone()
    }
}

#[wasm_bindgen]
impl AtlasHandle {
    /// Begins to read the manifest `json`, named `file` in messages. Throws a problem as JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(json: &str, file: &str) -> Result<Self, JsValue> {
        let reader = AtlasReader::new(json, file).map_err(|problem| throw(&problem))?;
        Ok(Self {
            state: State::Reading(Box::new(reader)),
            facts: Facts::default(),
            projecting: None,
        })
    }

    /// Takes a file of the first picture. Throws a problem as JSON.
    pub fn add(&mut self, file: &str, bytes: &[u8]) -> Result<(), JsValue> {
        match &mut self.state {
            State::Reading(reader) => reader.add(file, bytes).map_err(|problem| throw(&problem)),
            _ => Err(throw(&out_of_order(file))),
        }
    }

    /// Ends the reading; answers with a JSON list of what was left out or mended. Throws a problem as JSON.
    pub fn finish(&mut self) -> Result<String, JsValue> {
        let State::Reading(reader) = std::mem::replace(&mut self.state, State::Failed) else {
            return Err(throw(&out_of_order("")));
        };
        let (atlas, problems) = reader.finish().map_err(|problem| throw(&problem))?;
        self.state = State::Ready(Rc::new(SharedAtlas {
            atlas: RefCell::new(Rc::new(atlas)),
            shapes: RefCell::default(),
            facts: RefCell::default(),
        }));
        Ok(list(&problems))
    }

    /// Projects some of the atlas, so that the first map need not; answers whether there is more to do. Tasks of their own keep
    /// each short.
    pub fn project(&mut self) -> bool {
        let State::Ready(shared) = &self.state else {
            return false;
        };
        let (atlas, name) = (shared.atlas(), ProjectionName::default());
        let begin = || Projecting::new(&atlas, name.of(&atlas));
        let mut projecting = self.projecting.take().unwrap_or_else(begin);
        if projecting.go_on(&atlas.features, AT_A_TIME) {
            self.projecting = Some(projecting);
            return true;
        }
        shared.keep(name, projecting.finish(&atlas));
        false
    }

    /// Adds a file that came after the first picture: of features for a layer, or of details for features that are there.
    /// Answers with a JSON list of what was left out or mended. Throws a problem as JSON.
    pub fn grow(
        &mut self,
        layer: usize,
        detail: bool,
        file: &str,
        bytes: &[u8],
    ) -> Result<String, JsValue> {
        let State::Ready(shared) = &self.state else {
            return Err(throw(&out_of_order(file)));
        };
        let mut problems = Vec::new();
        let grown = shared
            .atlas()
            .grown(layer, detail, file, bytes, &mut problems);
        let grown = Rc::new(grown.map_err(|problem| throw(&problem))?);
        for (_, shapes) in shared.shapes.borrow_mut().iter_mut() {
            *shapes = Rc::new(shapes.grown(&grown));
        }
        *shared.atlas.borrow_mut() = grown;
        Ok(list(&problems))
    }

    /// Takes the story. Throws a problem as JSON.
    #[wasm_bindgen(js_name = addStory)]
    pub fn add_story(&mut self, file: &str, json: &str) -> Result<(), JsValue> {
        let State::Ready(shared) = &self.state else {
            return Err(throw(&out_of_order(file)));
        };
        let told = shared.atlas().with_story(json, file);
        *shared.atlas.borrow_mut() = Rc::new(told.map_err(|problem| throw(&problem))?);
        Ok(())
    }

    /// Adds a file of facts. Throws a problem as JSON.
    #[wasm_bindgen(js_name = addFacts)]
    pub fn add_facts(&mut self, file: &str, json: &str) -> Result<(), JsValue> {
        let added = self.facts.add(json, file);
        added.map_err(|problem| throw(&problem))
    }

    /// Adds the bibliography. Throws a problem as JSON.
    #[wasm_bindgen(js_name = addSources)]
    pub fn add_sources(&mut self, file: &str, json: &str) -> Result<(), JsValue> {
        let added = self.facts.add_sources(json, file);
        added.map_err(|problem| throw(&problem))
    }

    /// All facts have been added: maps made from now on have them, and `MapHandle.factsArrived` gives them to earlier ones.
    #[wasm_bindgen(js_name = finishFacts)]
    pub fn finish_facts(&mut self) {
        if let State::Ready(shared) = &self.state {
            *shared.facts.borrow_mut() = Some(Rc::new(std::mem::take(&mut self.facts)));
        }
    }

    pub(super) fn shared(&self) -> Option<Rc<SharedAtlas>> {
        match &self.state {
            State::Ready(shared) => Some(Rc::clone(shared)),
            _ => None,
        }
    }
}

fn out_of_order(file: &str) -> Problem {
    Problem::new(Code::MissingFile, file, "the atlas is not being read")
}

/// A problem as the JSON that the element's `map-error` has.
pub(super) fn throw(problem: &Problem) -> JsValue {
    problem.to_json().into()
}

/// Problems as a JSON list.
fn list(problems: &[Problem]) -> String {
    Writer::objects(problems, |json, problem| problem.write(json))
}
