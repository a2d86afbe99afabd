//! A step of the story sets the map, and whatever is set afterwards stands; years and themes show what they should.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::rc::Rc;

use central_asia_map::app::{Effect, Effects, Event, Insets, Model, Motion, Target};
use central_asia_map::atlas::Atlas;
use central_asia_map::attributes::{self, Setting};
use central_asia_map::camera::Camera;
use central_asia_map::scene::Item;
use central_asia_map::shape::{ProjectionName, Shapes};
use central_asia_map::story;
use central_asia_map::strings::Strings;
use serde_json::Value;

mod support;

use support::{built_in, model, project, read};

fn step(atlas: &Atlas, id: &str) -> Option<usize> {
    atlas.story.find_step(id)
}

fn tell(model: &mut Model, id: &str) -> Effects {
    let index = step(&model.atlas, id);
    assert!(index.is_some(), "{id}");
    model.update(Event::Tell(index, Motion::Cut))
}

fn layers_on(model: &Model) -> Vec<&str> {
    let layers = model.atlas.layers.iter().zip(&model.layers);
    layers
        .filter_map(|(layer, on)| on.then_some(layer.id.as_str()))
        .collect()
}

fn selected(model: &Model) -> Option<&str> {
    model
        .selected
        .map(|index| model.atlas.features[index].id.as_str())
}

fn parsed(model: &mut Model, name: &str, value: &str) {
    match attributes::parse(name, Some(value), &model.atlas).unwrap() {
        Setting::Event(event) => drop(model.update(event)),
        other => panic!("{other:?}"),
    }
}

/// The lines and marks of a picture that are drawn in `color`.
fn drawn_in(model: &Model, color: &str) -> usize {
    let items = model.scene().items;
    let found = items.iter().filter(|item| match item {
        Item::Line { pen, .. } => &*pen.color == color,
        Item::Mark { color: mark, .. } => &**mark == color,
        Item::Fill { color: fill, .. } => &**fill == color,
        _ => false,
    });
    found.count()
}

#[test]
fn a_step_sets_camera_layers_selection_and_year() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    let overview = model.center_and_zoom();
    let effects = tell(&mut model, "fergana");
    assert!(effects.contains(Effect::StepChanged));
    assert_eq!(layers_on(&model), ["base", "borders", "security"]);
    assert_eq!(model.year, 2022);
    let (center, zoom) = model.center_and_zoom();
    assert!((center.lon - 70.5).abs() < 0.5 && (center.lat - 40.15).abs() < 0.5);
    assert!(zoom > 7.0);
    tell(&mut model, "tajikistan");
    assert_eq!(selected(&model), Some("TJK"));
    assert_eq!(model.year, 2023);
    // Without a step it is as it was at first.
    model.update(Event::Tell(None, Motion::Cut));
    assert_eq!(model.step, None);
    assert_eq!(selected(&model), None);
    assert!(model.layers.iter().all(|on| *on));
    assert_eq!(model.center_and_zoom(), overview);
}

#[test]
fn what_is_set_after_a_step_stands() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    parsed(&mut model, "step", "pipelines");
    parsed(&mut model, "layers", "corridors");
    parsed(&mut model, "year", "2012");
    parsed(&mut model, "selected", "KAZ");
    parsed(&mut model, "center", "70,40");
    assert_eq!(layers_on(&model), ["corridors"]);
    assert_eq!((model.year, selected(&model)), (2012, Some("KAZ")));
    assert!((model.center_and_zoom().0.lon - 70.0).abs() < 1e-6);
    assert_eq!(story::ids(&model).0, Some("pipelines"));
    // The step itself is not told again by a new size.
    model.update(Event::Resized(support::size(400.0, 700.0)));
    assert!((model.center_and_zoom().0.lon - 70.0).abs() < 1e-6);
    assert_eq!(layers_on(&model), ["corridors"]);
}

#[test]
fn an_unknown_step_or_theme_is_an_error_that_names_it() {
    let atlas = built_in();
    let error = attributes::parse("step", Some("nowhere"), &atlas).unwrap_err();
    assert!(error.contains("nowhere"), "{error}");
    let error = attributes::parse("shade", Some("beauty"), &atlas).unwrap_err();
    assert!(error.contains("beauty"), "{error}");
}

#[test]
fn a_step_is_flown_to_and_cut_where_less_motion_is_wanted() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    let index = step(&model.atlas, "caspian");
    let before = model.center_and_zoom();
    let effects = model.update(Event::Tell(index, Motion::Fly));
    assert!(effects.contains(Effect::Animate));
    assert_eq!(model.center_and_zoom(), before);
    let mut time = 0.0;
    while model.update(Event::Frame(time)).contains(Effect::Animate) {
        time += 16.0;
        assert!(time < 20_000.0);
    }
    let arrived = model.center_and_zoom();
    assert!((arrived.0.lon - 52.0).abs() < 3.0, "{arrived:?}");
    let mut still = support::model(&model.atlas, 1280.0, 800.0);
    still.update(Event::SetReducedMotion(true));
    still.update(Event::Tell(index, Motion::Fly));
    let cut = still.center_and_zoom();
    assert!((cut.0.lon - arrived.0.lon).abs() < 1e-6 && (cut.1 - arrived.1).abs() < 1e-6);
}

/// What attributes set over a step is taken back to the step's own, and without a step to the overview.
#[test]
fn without_its_attribute_a_setting_is_the_steps() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    let unset = |model: &mut Model, name: &str| match attributes::parse(name, None, &model.atlas) {
        Ok(Setting::Event(event)) => drop(model.update(event)),
        other => panic!("{other:?}"),
    };
    let all = model.layers.clone();
    for id in ["caspian", ""] {
        if id.is_empty() {
            model.update(Event::Tell(None, Motion::Cut));
        } else {
            tell(&mut model, id);
        }
        let (layers, camera) = (model.layers.clone(), model.camera);
        assert_eq!(layers == all, id.is_empty());
        parsed(&mut model, "layers", "base");
        unset(&mut model, "layers");
        assert_eq!(model.layers, layers, "{id}");
        for (name, value) in [
            ("bounds", "60,30,70,40"),
            ("zoom", "6"),
            ("center", "60,30"),
        ] {
            parsed(&mut model, name, value);
            assert_ne!(model.camera, camera);
            unset(&mut model, name);
            assert_eq!(model.camera, camera, "{id} {name}");
        }
    }
}

/// A panel that is open already gives way to the story, which tells of the same.
#[test]
fn what_a_step_selects_is_told_by_the_step_also_where_it_was_selected() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    let tajikistan = model.atlas.find("TJK");
    model.update(Event::Select(tajikistan));
    assert_eq!(model.told(), tajikistan);
    assert!(tell(&mut model, "tajikistan").contains(Effect::Panel));
    assert_eq!((model.selected, model.told()), (tajikistan, None));
}

#[test]
fn every_step_shows_its_bounds_beside_the_card_on_a_desk_and_above_it_on_a_phone() {
    let atlas = built_in();
    for (width, height, right, bottom) in [(1280.0, 800.0, 380.0, 0.0), (390.0, 844.0, 0.0, 380.0)]
    {
        let mut model = model(&atlas, width, height);
        for (index, step) in atlas.story.steps.iter().enumerate() {
            model.update(Event::Tell(Some(index), Motion::Cut));
            model.update(Event::SetReducedMotion(true));
            // The card comes after the step, as high as its text is long.
            model.update(Event::SetInsets(Insets::default()));
            model.update(Event::SetInsets(Insets {
                right,
                bottom,
                ..Insets::default()
            }));
            let bounds = if width < height {
                step.narrow_bounds
            } else {
                step.bounds
            };
            // From as far away as can be, not all of it may be seen beside the card.
            let widest = Camera::fit(model.shapes.extent, model.camera.size, 0.0).scale;
            let is_whole = model.camera.scale > widest * 1.001;
            let edge = bounds.outline(4).filter(|_| is_whole);
            for place in edge.chain([support::middle(bounds)]) {
                let at = model.shapes.projection.forward(place).unwrap();
                let at = model.camera.to_css(at);
                assert!(
                    at.x > 0.0 && at.x < width - right && at.y > 0.0 && at.y < height - bottom,
                    "{} at {at:?}",
                    step.id
                );
            }
        }
    }
}

#[test]
fn what_a_step_does_not_speak_of_stands_back() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    let back = model.palette.corridor_back().to_string();
    assert_eq!(drawn_in(&model, &back), 0);
    tell(&mut model, "north");
    assert!(drawn_in(&model, &back) > 10);
    let view = model.view();
    let index = |id: &str| model.atlas.find(id).unwrap();
    for id in ["northern-route", "malaszewicze-brest"] {
        assert!(!view.recedes(index(id)), "{id}");
    }
    for id in ["trans-caspian", "sea-route", "aktau-port"] {
        assert!(view.recedes(index(id)), "{id}");
    }
    // The base map does not, and nor does what the reader selects.
    assert!(!view.recedes(index("FRA")) && !view.recedes(index("kz-almaty")));
    let corridor = index("trans-caspian");
    model.update(Event::Select(Some(corridor)));
    assert!(!model.view().recedes(corridor));
}

#[test]
fn a_region_that_arrives_after_its_step_is_selected_then() {
    let full = built_in();
    let mut reader =
        central_asia_map::atlas::AtlasReader::new(&read("data/atlas.json"), "atlas.json").unwrap();
    for file in reader.awaited_files() {
        let bytes = std::fs::read(project("data").join(&file)).unwrap();
        reader.add(&file, &bytes).unwrap();
    }
    let first = reader.finish().unwrap().0;
    let first = first.with_story(&read("data/story.json"), "story.json");
    let mut model = model(&Rc::new(first.unwrap()), 1280.0, 800.0);
    tell(&mut model, "xinjiang");
    assert_eq!(selected(&model), None);
    let shapes = || Rc::new(Shapes::new(&full, ProjectionName::Conic.of(&full)));
    model.update(Event::SetAtlas(Rc::clone(&full), shapes()));
    assert_eq!(selected(&model), Some("CN-XJ"));
    // Not so where the reader has chosen since.
    let mut model = support::model(&model.atlas, 1280.0, 800.0);
    tell(&mut model, "xinjiang");
    model.update(Event::Select(None));
    model.update(Event::SetAtlas(Rc::clone(&full), shapes()));
    assert_eq!(selected(&model), None);
}

#[test]
fn years_change_what_is_drawn_and_how_wide_it_stands() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    parsed(&mut model, "layers", "pipelines");
    let gas = model.palette.gas().to_string();
    let mut counts = Vec::new();
    for year in ["2008", "2009", "2010", "2012", "2014"] {
        parsed(&mut model, "year", year);
        counts.push(drawn_in(&model, &gas));
    }
    assert_eq!(counts[0], 0);
    assert!(
        counts.windows(2).all(|pair| pair[0] < pair[1]),
        "{counts:?}"
    );
    // Alone it runs in the middle of its track, and with others beside it.
    let line = |model: &Model| {
        let index = model.atlas.find("gas-line-a").unwrap();
        model.view().stretches(index)[0].points[0]
    };
    parsed(&mut model, "year", "2009");
    let alone = line(&model);
    parsed(&mut model, "year", "2014");
    assert!(line(&model).distance(alone) > 2.0);
    // The corridor is there from 2014, its railway over the Caucasus from 2017.
    let legs = |model: &Model| {
        let index = model.atlas.find("trans-caspian").unwrap();
        let lines = model.view().stretches(index).into_iter();
        let pieces = lines.flat_map(|line| {
            line.points
                .windows(2)
                .map(|pair| pair[0].distance(pair[1]))
                .collect::<Vec<_>>()
        });
        pieces.sum::<f64>()
    };
    parsed(&mut model, "layers", "corridors");
    parsed(&mut model, "bounds", "40,38,46,44");
    parsed(&mut model, "year", "2016");
    let before = legs(&model);
    parsed(&mut model, "year", "2017");
    assert!(legs(&model) > before + 100.0, "{before} {}", legs(&model));
}

#[test]
fn a_theme_colors_the_five_by_class() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    let ramp: Vec<String> = (0..4)
        .map(|class| model.palette.ramp(class).to_string())
        .collect();
    let count =
        |model: &Model| -> Vec<usize> { ramp.iter().map(|color| drawn_in(model, color)).collect() };
    assert_eq!(count(&model), [0, 0, 0, 0]);
    for (id, expected) in [
        ("trade", [1, 1, 2, 1]),
        ("china-border", [2, 1, 1, 1]),
        ("area", [2, 1, 1, 1]),
        ("population", [2, 1, 1, 1]),
        ("gas", [2, 0, 1, 0]),
    ] {
        parsed(&mut model, "shade", id);
        assert_eq!(count(&model), expected, "{id}");
    }
    parsed(&mut model, "shade", "");
    assert_eq!(count(&model), [0, 0, 0, 0]);
}

#[test]
fn the_page_is_told_in_its_language_with_sources() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    model.facts = Some(Rc::new(support::facts()));
    model.update(Event::SetLang("zh".to_owned()));
    let words = Rc::new(Strings::read(&read("web/text/zh.json"), "zh.json").unwrap());
    model.update(Event::SetWords(words));
    let json = |text: String| -> Value { serde_json::from_str(&text).unwrap() };
    let told = json(story::story(&model));
    assert_eq!(told["step"], Value::Null);
    assert_eq!(told["steps"].as_array().unwrap().len(), 12);
    tell(&mut model, "caspian");
    let told = json(story::story(&model));
    assert_eq!(told["step"]["id"], "caspian");
    assert_eq!(told["step"]["title"], "跨越里海");
    let sources = told["step"]["sources"].as_array().unwrap();
    assert!(sources.len() > 3 && sources[1]["url"].as_str().unwrap().starts_with("http"));
    let time = json(story::time(&model));
    assert_eq!(time["year"], 2023);
    let events = time["events"].as_array().unwrap();
    assert!(events.len() > 20);
    assert_eq!(events[0]["when"], "2005年12月15日");
    let themes = json(story::themes(&model));
    assert_eq!(themes["themes"].as_array().unwrap().len(), 5);
    assert_eq!(themes["shade"], Value::Null);
    parsed(&mut model, "shade", "trade");
    let shade = &json(story::themes(&model))["shade"];
    assert_eq!(shade["values"][0]["name"], "哈萨克斯坦");
    assert_eq!(shade["values"][0]["value"], 31.1);
    assert_eq!(shade["classes"][3]["from"], 20);
    assert_eq!(shade["classes"][3]["color"], shade["values"][0]["color"]);
    assert!(!shade["sources"].as_array().unwrap().is_empty());
}

#[test]
fn a_target_of_no_step_leaves_the_camera() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    let before = model.center_and_zoom();
    model.update(Event::Go(Target::Step(99), Motion::Cut));
    assert_eq!(model.center_and_zoom(), before);
    model.update(Event::Tell(Some(99), Motion::Cut));
    assert_eq!(model.step, None);
}

#[test]
fn what_a_step_selects_is_told_by_the_step_until_it_is_tapped() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    tell(&mut model, "summit");
    assert_eq!(selected(&model), Some("xian-summit"));
    assert_eq!(model.told(), None);
    // Its attribute echoes what the step selected.
    parsed(&mut model, "selected", "xian-summit");
    assert_eq!(model.told(), None);
    let at = model.shapes.shapes[model.selected.unwrap()].points[0];
    let at = model.camera.to_css(at);
    let touch = central_asia_map::gesture::PointerKind::Touch;
    model.update(Event::PointerDown(1, touch, at, 0.0));
    let effects = model.update(Event::PointerUp(1, at, 50.0));
    assert!(effects.contains(Effect::Panel), "{effects:?}");
    assert_eq!(model.told(), model.selected);
    parsed(&mut model, "selected", "KAZ");
    assert_eq!(model.told(), model.selected);
}

#[test]
fn a_step_closes_passages_and_the_next_opens_them() {
    let text = read("data/story.json").replacen(
        "\"id\": \"caspian\",",
        "\"id\": \"caspian\", \"closed\": [\"RUS\", \"suez\"],",
        1,
    );
    let atlas = built_in().with_story(&text, "story.json").unwrap();
    let mut model = model(&Rc::new(atlas), 1280.0, 800.0);
    let effects = tell(&mut model, "caspian");
    assert!(effects.contains(Effect::RoutesChanged));
    let closed = central_asia_map::app::closed_passages(&model.atlas, model.closed);
    let closed: Vec<&str> = closed.map(|passage| passage.id.as_str()).collect();
    assert_eq!(closed, ["RUS", "suez"]);
    parsed(&mut model, "closed", "caspian");
    assert_eq!(
        central_asia_map::app::closed_passages(&model.atlas, model.closed).count(),
        1
    );
    tell(&mut model, "pipelines");
    assert_eq!(model.closed, 0);
}
