//! What a hand, a key or the page does to the map, and what the browser is then asked to do.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::rc::Rc;

use central_asia_map::app::{Effect, Effects, Event, Gestures, Insets, Model, Motion, Target};
use central_asia_map::atlas::Atlas;
use central_asia_map::camera::Camera;
use central_asia_map::gesture::PointerKind::{self, Mouse, Touch};
use central_asia_map::lon_lat::{LonLat, LonLatBounds};
use central_asia_map::shape::{ProjectionName, Shapes, project_bounds};
use central_asia_map::space::{Css, Plane, Point, Size};
use central_asia_map::theme::{Palette, Scheme};

mod support;

use support::{Random, atlas_of, model};

const MIDDLE: Point<Css> = Point::new(400.0, 300.0);
/// Where there is nothing but the area.
const PLAIN: Point<Css> = Point::new(650.0, 200.0);

/// A continent, and in the middle of the view two marks at one place.
fn atlas() -> Rc<Atlas> {
    atlas_of(&[
        r#"{"type": "Feature", "id": "land", "properties": {"class": "country"}, "geometry":
            {"type": "Polygon", "coordinates": [[[20, 10], [130, 10], [130, 70], [20, 70], [20, 10]]]}}"#,
        r#"{"type": "Feature", "id": "below", "properties": {"class": "hub", "rank": 1}, "geometry":
            {"type": "Point", "coordinates": [75, 42]}}"#,
        r#"{"type": "Feature", "id": "above", "properties": {"class": "port", "rank": 1}, "geometry":
            {"type": "Point", "coordinates": [75, 42]}}"#,
        r#"{"type": "Feature", "id": "nowhere", "properties": {"class": "hub"}, "geometry": null}"#,
    ])
}

/// The middle of the continent at zoom 5, all gestures free.
fn map() -> Model {
    let mut model = model(&atlas(), 800.0, 600.0);
    let view = Target::View(Some(LonLat::new(75.0, 42.0)), Some(5.0));
    model.update(Event::Go(view, Motion::Cut));
    model.update(Event::SetGestures(Gestures::Free));
    model
}

fn selected(model: &Model) -> Option<&str> {
    model
        .selected
        .map(|feature| model.atlas.features[feature].id.as_str())
}

fn tap(model: &mut Model, kind: PointerKind, at: Point<Css>, time: f64) -> Effects {
    assert_eq!(model.update(Event::PointerDown(1, kind, at, time)), []);
    model.update(Event::PointerUp(1, at, time + 50.0))
}

/// Sends frames until none is asked for, and gives the effects of each.
fn run(model: &mut Model) -> Vec<Effects> {
    let mut all = Vec::new();
    for frame in 0..1000 {
        let effects = model.update(Event::Frame(5_000.0 + 16.0 * f64::from(frame)));
        all.push(effects);
        if !effects.contains(Effect::Animate) {
            return all;
        }
    }
    panic!("never at rest");
}

fn assert_near(a: Point<Css>, b: Point<Css>) {
    assert!(a.distance(b) < 1e-6, "{a:?} is not {b:?}");
}

const SELECTED: [Effect; 3] = [Effect::Draw, Effect::Panel, Effect::SelectionChanged];
const MOVED: [Effect; 2] = [Effect::Draw, Effect::ViewChanged];

// Taps

#[test]
fn a_tap_selects_what_is_on_top() {
    for kind in [Mouse, Touch] {
        let mut map = map();
        assert_eq!(tap(&mut map, kind, MIDDLE, 0.0), SELECTED);
        assert_eq!(selected(&map), Some("above"));
    }
}

#[test]
fn further_taps_cycle_through_what_is_stacked() {
    for kind in [Mouse, Touch] {
        let mut map = map();
        let mut found = Vec::new();
        for turn in 0..7 {
            // Slow enough to be no double tap, and a little beside each other, as taps are.
            let at = MIDDLE.offset(f64::from(turn % 2), 0.0);
            tap(&mut map, kind, at, f64::from(turn) * 1000.0);
            found.push(selected(&map).map(str::to_owned));
        }
        let found: Vec<_> = found.iter().map(Option::as_deref).collect();
        let round = [Some("above"), Some("below"), Some("land")];
        assert_eq!(
            found,
            [&round[..], &round, &round[..1]].concat(),
            "{kind:?}"
        );
    }
}

#[test]
fn the_turn_goes_on_when_more_of_the_atlas_arrives() {
    let mut map = map();
    tap(&mut map, Touch, MIDDLE, 0.0);
    map.update(Event::SetAtlas(map.atlas.clone(), map.shapes.clone()));
    tap(&mut map, Touch, MIDDLE, 1000.0);
    assert_eq!(selected(&map), Some("below"));
}

#[test]
fn a_tap_elsewhere_begins_anew_and_one_beside_everything_selects_nothing() {
    let mut map = map();
    tap(&mut map, Mouse, MIDDLE, 0.0);
    assert_eq!(tap(&mut map, Mouse, PLAIN, 1000.0), SELECTED);
    assert_eq!(selected(&map), Some("land"));
    map.update(Event::Go(
        Target::View(Some(LonLat::new(19.0, 60.0)), None),
        Motion::Cut,
    ));
    assert_eq!(
        tap(&mut map, Mouse, Point::new(5.0, 300.0), 2000.0),
        SELECTED
    );
    assert_eq!(selected(&map), None);
    // Nothing again changes nothing.
    assert_eq!(tap(&mut map, Mouse, Point::new(5.0, 500.0), 4000.0), []);
}

#[test]
fn what_is_held_down_long_is_no_tap() {
    let mut map = map();
    map.update(Event::PointerDown(1, Touch, MIDDLE, 0.0));
    assert_eq!(map.update(Event::PointerUp(1, MIDDLE, 700.0)), []);
    assert_eq!(selected(&map), None);
}

#[test]
fn a_double_tap_zooms_in_there() {
    let mut map = map();
    let fixed = map.camera.to_plane(PLAIN);
    let scale = map.camera.scale;
    tap(&mut map, Touch, PLAIN, 0.0);
    assert_eq!(
        tap(&mut map, Touch, PLAIN.offset(5.0, 5.0), 200.0),
        [Effect::Animate]
    );
    run(&mut map);
    assert!((map.camera.scale / scale - 2.0).abs() < 1e-9);
    assert!(map.camera.to_css(fixed).distance(PLAIN) < 8.0);
}

#[test]
fn two_taps_far_from_each_other_or_slow_are_two_taps() {
    for (dx, pause) in [(40.0, 200.0), (0.0, 400.0)] {
        let mut map = map();
        let scale = map.camera.scale;
        tap(&mut map, Touch, PLAIN, 0.0);
        tap(&mut map, Touch, PLAIN.offset(dx, 0.0), pause);
        run(&mut map);
        assert_eq!(map.camera.scale, scale);
    }
}

// Drags

#[test]
fn a_drag_takes_the_map_along() {
    for kind in [Mouse, Touch] {
        let mut map = map();
        let grabbed = map.camera.to_plane(PLAIN);
        map.update(Event::PointerDown(1, kind, PLAIN, 0.0));
        for step in 1..=20 {
            let at = PLAIN.offset(f64::from(step) * -9.0, f64::from(step) * 6.0);
            let effects = map.update(Event::PointerMoved(1, at, f64::from(step) * 16.0));
            if step > 1 {
                assert_eq!(effects, MOVED);
                // The way within the slop is made up for.
                assert_near(map.camera.to_css(grabbed), at);
            }
        }
        assert_eq!(selected(&map), None);
    }
}

#[test]
fn a_trembling_hand_taps() {
    for (kind, slop) in [(Mouse, 4.0), (Touch, 10.0)] {
        let mut map = map();
        let before = map.camera;
        map.update(Event::PointerDown(1, kind, MIDDLE, 0.0));
        for (dx, dy) in [(slop, 0.0), (0.0, -slop), (1.0, 1.0)] {
            let at = MIDDLE.offset(dx, dy);
            assert_eq!(map.update(Event::PointerMoved(1, at, 16.0)), [], "{kind:?}");
        }
        assert_eq!(
            map.update(Event::PointerUp(1, MIDDLE.offset(1.0, 1.0), 100.0)),
            SELECTED
        );
        assert_eq!(map.camera, before);
        map.update(Event::PointerDown(1, kind, MIDDLE, 1000.0));
        let beyond = MIDDLE.offset(slop + 0.5, 0.0);
        assert_eq!(
            map.update(Event::PointerMoved(1, beyond, 1016.0)),
            MOVED,
            "{kind:?}"
        );
    }
}

/// A drag that comes back to where it began was still a drag.
#[test]
fn a_drag_is_no_tap() {
    let mut map = map();
    map.update(Event::PointerDown(1, Mouse, MIDDLE, 0.0));
    map.update(Event::PointerMoved(1, MIDDLE.offset(50.0, 0.0), 16.0));
    map.update(Event::PointerMoved(1, MIDDLE, 32.0));
    map.update(Event::PointerUp(1, MIDDLE, 200.0));
    assert_eq!(selected(&map), None);
}

#[test]
fn a_cancelled_pointer_is_forgotten() {
    let mut map = map();
    map.update(Event::PointerDown(1, Touch, MIDDLE, 0.0));
    assert_eq!(map.update(Event::PointerCancelled(1)), []);
    assert_eq!(map.update(Event::PointerUp(1, MIDDLE, 50.0)), []);
    assert_eq!(selected(&map), None);
    assert_eq!(tap(&mut map, Touch, MIDDLE, 1000.0), SELECTED);
}

// Pinches

fn pinch(map: &mut Model) -> Vec<Effects> {
    map.update(Event::PointerDown(1, Touch, Point::new(300.0, 300.0), 0.0));
    map.update(Event::PointerDown(2, Touch, Point::new(500.0, 340.0), 10.0));
    let mut effects = Vec::new();
    for step in 1..=20 {
        let step = f64::from(step);
        effects.push(map.update(Event::PointerMoved(
            1,
            Point::new(300.0 - 4.0 * step, 300.0 + step),
            step * 16.0,
        )));
        effects.push(map.update(Event::PointerMoved(
            2,
            Point::new(500.0 + 3.0 * step, 340.0 - step),
            step * 16.0,
        )));
    }
    effects
}

#[test]
fn a_pinch_keeps_the_place_between_the_fingers() {
    for gestures in [Gestures::Free, Gestures::Cooperative] {
        let mut map = map();
        map.update(Event::SetGestures(gestures));
        let grabbed = map.camera.to_plane(Point::new(400.0, 320.0));
        let scale = map.camera.scale;
        let effects = pinch(&mut map);
        assert!(
            effects.iter().all(|effects| *effects == MOVED),
            "{gestures:?}"
        );
        assert_near(map.camera.to_css(grabbed), Point::new(390.0, 320.0));
        let apart = |ax: f64, ay: f64| libm::hypot(ax, ay);
        let factor = apart(340.0, 0.0) / apart(200.0, 40.0);
        assert!((map.camera.scale / scale / factor - 1.0).abs() < 1e-9);
        // Fingers leave one after the other: that is no tap and no throw.
        assert_eq!(
            map.update(Event::PointerUp(1, Point::new(220.0, 320.0), 330.0)),
            []
        );
        assert_eq!(
            map.update(Event::PointerUp(2, Point::new(560.0, 320.0), 340.0)),
            []
        );
        assert_eq!(selected(&map), None);
    }
}

/// The finger that stays after a pinch goes on to drag from where it is.
#[test]
fn the_map_does_not_leap_when_one_of_two_fingers_leaves() {
    let mut map = map();
    pinch(&mut map);
    let before = map.camera;
    map.update(Event::PointerUp(1, Point::new(220.0, 320.0), 330.0));
    assert_eq!(map.camera, before);
    map.update(Event::PointerMoved(2, Point::new(561.0, 320.0), 340.0));
    let shift = before.center.distance(map.camera.center) * before.scale;
    assert!(shift <= 61.0, "{shift} px");
}

// Who may move the map

#[test]
fn cooperative_gestures_leave_one_finger_and_the_plain_wheel_to_the_page() {
    let mut map = map();
    map.update(Event::SetGestures(Gestures::Cooperative));
    let before = map.camera;
    map.update(Event::PointerDown(1, Touch, PLAIN, 0.0));
    for step in 1..10 {
        let at = PLAIN.offset(0.0, f64::from(step) * 20.0);
        assert_eq!(
            map.update(Event::PointerMoved(1, at, f64::from(step) * 16.0)),
            []
        );
    }
    assert_eq!(
        map.update(Event::PointerUp(1, PLAIN.offset(0.0, 180.0), 150.0)),
        []
    );
    assert_eq!(map.camera, before);
    assert!(!map.takes_wheel(false) && map.takes_wheel(true));
    // A tap selects all the same, and the mouse drags.
    assert_eq!(tap(&mut map, Touch, MIDDLE, 1000.0), SELECTED);
    map.update(Event::PointerDown(1, Mouse, PLAIN, 2000.0));
    assert_eq!(map.update(Event::PointerMoved(1, MIDDLE, 2016.0)), MOVED);
}

#[test]
fn without_gestures_nothing_moves_and_taps_still_select() {
    let mut map = map();
    map.update(Event::SetGestures(Gestures::None));
    let before = map.camera;
    assert!(pinch(&mut map).iter().all(|effects| *effects == []));
    map.update(Event::PointerUp(1, MIDDLE, 400.0));
    map.update(Event::PointerUp(2, MIDDLE, 410.0));
    map.update(Event::PointerDown(1, Mouse, PLAIN, 1000.0));
    assert_eq!(map.update(Event::PointerMoved(1, MIDDLE, 1016.0)), []);
    assert_eq!(map.update(Event::PointerUp(1, MIDDLE, 1020.0)), []);
    assert_eq!(map.camera, before);
    assert!(!map.takes_wheel(false) && !map.takes_wheel(true));
    assert_eq!(tap(&mut map, Touch, MIDDLE, 2000.0), SELECTED);
    // Nor does a second tap.
    assert_eq!(tap(&mut map, Touch, MIDDLE, 2200.0), []);
    run(&mut map);
    assert_eq!(map.camera, before);
}

#[test]
fn free_gestures_take_the_wheel_and_keep_the_place_under_it() {
    let mut map = map();
    assert!(map.takes_wheel(false));
    let (fixed, scale) = (map.camera.to_plane(PLAIN), map.camera.scale);
    assert_eq!(map.update(Event::Wheel(PLAIN, -120.0)), MOVED);
    assert_near(map.camera.to_css(fixed), PLAIN);
    assert!(map.camera.scale > scale);
    assert_eq!(map.update(Event::Wheel(PLAIN, 120.0)), MOVED);
    assert!((map.camera.scale / scale - 1.0).abs() < 1e-9);
}

// Glides

/// Throws the map to the left, and gives the effects of letting go.
fn throw(map: &mut Model, pause: f64) -> Effects {
    map.update(Event::PointerDown(1, Touch, PLAIN, 0.0));
    for step in 1..=5 {
        let at = PLAIN.offset(-16.0 * f64::from(step), 0.0);
        map.update(Event::PointerMoved(1, at, 16.0 * f64::from(step)));
    }
    map.update(Event::PointerUp(1, PLAIN.offset(-80.0, 0.0), 80.0 + pause))
}

#[test]
fn a_throw_glides_on_slower_and_slower_and_ends() {
    let mut map = map();
    assert_eq!(throw(&mut map, 5.0), [Effect::Animate]);
    let mut last_step = f64::INFINITY;
    let start = map.camera;
    map.update(Event::Frame(100.0));
    for frame in 1..2000 {
        let before = map.camera;
        let effects = map.update(Event::Frame(100.0 + 16.0 * f64::from(frame)));
        let step = (map.camera.center.x - before.center.x) * before.scale;
        assert!(
            step >= 0.0 && step <= last_step,
            "{step} px after {last_step} px"
        );
        last_step = step;
        if !effects.contains(Effect::Animate) {
            assert_eq!(effects, MOVED);
            let way = (map.camera.center.x - start.center.x) * start.scale;
            assert!((50.0..800.0).contains(&way), "{way} px");
            assert!(step < 1.0, "ends with a jolt of {step} px");
            assert_eq!(map.update(Event::Frame(1e6)), []);
            return;
        }
    }
    panic!("never ends");
}

#[test]
fn a_hand_that_rests_before_it_leaves_throws_nothing() {
    let mut map = map();
    assert_eq!(throw(&mut map, 100.0), []);
    assert_eq!(map.update(Event::Frame(1000.0)), []);
}

#[test]
fn a_touch_stops_a_glide() {
    let mut map = map();
    throw(&mut map, 5.0);
    map.update(Event::Frame(100.0));
    map.update(Event::PointerDown(1, Touch, PLAIN, 120.0));
    assert!(!map.update(Event::Frame(140.0)).contains(Effect::Animate));
}

// Flights

#[test]
fn a_flight_ends_where_it_should() {
    let mut map = map();
    let there = LonLat::new(60.0, 50.0);
    let view = Target::View(Some(there), Some(6.0));
    assert_eq!(map.update(Event::Go(view, Motion::Fly)), [Effect::Animate]);
    let effects = run(&mut map);
    assert_eq!(*effects.last().unwrap(), MOVED);
    // On the way it is drawn, and only the end is told.
    assert_eq!(
        effects
            .iter()
            .filter(|effects| effects.contains(Effect::ViewChanged))
            .count(),
        1
    );
    let (center, zoom) = map.center_and_zoom();
    assert!((center.lon - 60.0).abs() < 1e-9 && (center.lat - 50.0).abs() < 1e-9);
    assert!((zoom - 6.0).abs() < 1e-9);
    assert_eq!(map.update(Event::Frame(1e6)), []);
}

#[test]
fn a_cut_is_there_at_once() {
    let mut map = map();
    let view = Target::View(Some(LonLat::new(60.0, 50.0)), Some(6.0));
    assert_eq!(map.update(Event::Go(view, Motion::Cut)), MOVED);
    assert!((map.center_and_zoom().1 - 6.0).abs() < 1e-9);
    assert_eq!(map.update(Event::Frame(0.0)), []);
}

#[test]
fn bounds_and_features_are_brought_into_view() {
    let mut map = map();
    let bounds = LonLatBounds::from([50.0, 35.0, 60.0, 45.0]);
    map.update(Event::Go(Target::Bounds(bounds), Motion::Cut));
    for (lon, lat) in [(50.0, 35.0), (60.0, 35.0), (60.0, 45.0), (50.0, 45.0)] {
        let at = map
            .shapes
            .projection
            .forward(LonLat::new(lon, lat))
            .unwrap();
        assert!(map.camera.view().contains(at));
    }
    let above = map.atlas.find("above").unwrap();
    map.update(Event::Go(Target::Feature(above), Motion::Fly));
    run(&mut map);
    assert_near(
        map.camera.to_css(map.shapes.shapes[above].points[0]),
        MIDDLE,
    );
    // A layer whole, but for what of it has no place.
    map.update(Event::Go(Target::Layer(0), Motion::Cut));
    for (lon, lat) in [(20.0, 10.0), (130.0, 70.0)] {
        let at = LonLat::new(lon, lat);
        let at = map.shapes.projection.forward(at).unwrap();
        assert!(map.camera.view().contains(at));
    }
    let before = map.camera;
    let nowhere = map.atlas.find("nowhere").unwrap();
    assert_eq!(
        map.update(Event::Go(Target::Feature(nowhere), Motion::Fly)),
        []
    );
    assert_eq!(map.camera, before);
}

/// Under a panel nothing is found.
#[test]
fn what_is_brought_into_view_keeps_clear_of_panels() {
    let mut map = map();
    let insets = Insets {
        right: 300.0,
        bottom: 100.0,
        ..Insets::default()
    };
    map.update(Event::SetInsets(insets));
    let above = map.atlas.find("above").unwrap();
    map.update(Event::Go(Target::Feature(above), Motion::Cut));
    let at = map.camera.to_css(map.shapes.shapes[above].points[0]);
    assert_near(at, Point::new(250.0, 250.0));
}

/// What a step shows is whole beside its card: at the left of a window, at the bottom of a phone.
#[test]
fn a_steps_bounds_are_whole_beside_its_card() {
    let mut outside = Vec::new();
    for (width, height, left, bottom) in [
        (1280.0, 800.0, 380.0, 18.0),
        (1024.0, 768.0, 380.0, 18.0),
        (390.0, 844.0, 0.0, 366.0),
        (360.0, 640.0, 0.0, 384.0),
    ] {
        let mut model = support::model(&support::built_in(), width, height);
        model.update(Event::SetInsets(Insets {
            left,
            bottom,
            ..Insets::default()
        }));
        for step in 0..model.atlas.story.steps.len() {
            model.update(Event::Go(Target::Step(step), Motion::Cut));
            let step = &model.atlas.story.steps[step];
            let bounds = if width < height {
                step.narrow_bounds
            } else {
                step.bounds
            };
            let rect = project_bounds(bounds, &model.shapes.projection);
            let (min, max) = (model.camera.to_css(rect.min), model.camera.to_css(rect.max));
            if min.x < left || max.x > width || max.y < 0.0 || min.y > height - bottom {
                outside.push(format!("{} at {width}×{height}", step.id));
            }
        }
    }
    assert_eq!(outside, [""; 0]);
}

#[test]
fn a_panel_that_is_open_before_the_map_has_its_size_leaves_the_view_as_it_is() {
    let [mut plain, mut told] = [(), ()].map(|()| model(&atlas(), 1.0, 1.0));
    let insets = Insets {
        right: 300.0,
        ..Insets::default()
    };
    told.update(Event::Select(told.atlas.find("above")));
    for map in [&mut plain, &mut told] {
        map.update(Event::SetInsets(insets.clone()));
        map.update(Event::Resized(Size {
            width: 800.0,
            height: 600.0,
        }));
        run(map);
    }
    assert_eq!(told.camera, plain.camera);
}

#[test]
fn buttons_and_keys_add_up_while_a_flight_is_under_way() {
    let mut map = map();
    let scale = map.camera.scale;
    for _ in 0..3 {
        assert_eq!(map.update(Event::ZoomBy(None, 1.0)), [Effect::Animate]);
        map.update(Event::Frame(16.0));
    }
    run(&mut map);
    assert!((map.camera.scale / scale - 8.0).abs() < 1e-6);
    let center = map.camera.center;
    for _ in 0..2 {
        map.update(Event::PanBy(0.0, 100.0));
    }
    run(&mut map);
    assert!(((map.camera.center.y - center.y) * map.camera.scale - 200.0).abs() < 1e-6);
    assert_eq!(map.camera.center.x, center.x);
}

#[test]
fn home_is_the_overview() {
    let atlas = atlas();
    let fresh = model(&atlas, 800.0, 600.0).camera;
    let mut map = map();
    assert_eq!(map.update(Event::Home), [Effect::Animate]);
    run(&mut map);
    assert_eq!(map.camera, fresh);
}

#[test]
fn a_hand_on_the_map_stops_a_flight() {
    let mut map = map();
    map.update(Event::Home);
    map.update(Event::Frame(0.0));
    map.update(Event::Frame(100.0));
    map.update(Event::PointerDown(1, Mouse, MIDDLE, 110.0));
    let stopped = map.camera;
    assert!(!map.update(Event::Frame(116.0)).contains(Effect::Animate));
    assert_eq!(map.camera, stopped);
}

#[test]
fn reduced_motion_cuts() {
    let mut map = map();
    map.update(Event::SetReducedMotion(true));
    let view = Target::View(Some(LonLat::new(60.0, 50.0)), Some(6.0));
    for event in [
        Event::Go(view, Motion::Fly),
        Event::ZoomBy(None, 1.0),
        Event::PanBy(50.0, 0.0),
        Event::Home,
    ] {
        assert_eq!(map.update(event), MOVED);
        assert_eq!(map.update(Event::Frame(1e6)), []);
    }
    assert_eq!(throw(&mut map, 5.0), []);
}

// Size

#[test]
fn a_new_size_keeps_what_was_asked_for_in_view() {
    let atlas = atlas();
    let mut map = model(&atlas, 800.0, 600.0);
    for (width, height) in [(1200.0, 500.0), (320.0, 640.0), (800.0, 600.0)] {
        let size = Size { width, height };
        assert_eq!(map.update(Event::Resized(size)), MOVED);
        assert_eq!(map.camera, model(&atlas, width, height).camera);
    }
    let bounds = LonLatBounds::from([50.0, 35.0, 60.0, 45.0]);
    map.update(Event::Go(Target::Bounds(bounds), Motion::Cut));
    map.update(Event::Resized(Size {
        width: 300.0,
        height: 900.0,
    }));
    let corner = map
        .shapes
        .projection
        .forward(LonLat::new(50.0, 35.0))
        .unwrap();
    assert!(map.camera.view().contains(corner));
}

#[test]
fn a_new_size_keeps_the_middle_and_the_scale_that_a_hand_chose() {
    let mut map = map();
    map.update(Event::Wheel(PLAIN, -50.0));
    let before = map.camera;
    map.update(Event::Resized(Size {
        width: 500.0,
        height: 900.0,
    }));
    assert_eq!(
        (map.camera.center, map.camera.scale),
        (before.center, before.scale)
    );
}

#[test]
fn no_size_at_all_is_borne() {
    let mut map = model(&atlas(), 0.0, 0.0);
    let _ = map.scene();
    map.update(Event::Resized(Size {
        width: 800.0,
        height: 600.0,
    }));
    assert_eq!(map.camera, model(&atlas(), 800.0, 600.0).camera);
}

// All the rest

#[test]
fn a_frame_at_rest_asks_for_nothing() {
    assert_eq!(map().update(Event::Frame(0.0)), []);
}

#[test]
fn the_mouse_hovers_and_a_finger_does_not() {
    let mut map = map();
    let hovered = [Effect::Draw, Effect::HoverChanged];
    assert_eq!(map.update(Event::PointerMoved(1, MIDDLE, 0.0)), hovered);
    assert_eq!(map.hovered, map.atlas.find("above"));
    // Still the same.
    assert_eq!(
        map.update(Event::PointerMoved(1, MIDDLE.offset(1.0, 0.0), 16.0)),
        []
    );
    assert_eq!(map.update(Event::PointerLeft), hovered);
    assert_eq!(map.hovered, None);
    assert_eq!(map.update(Event::PointerLeft), []);
}

#[test]
fn what_is_set_is_drawn() {
    let mut map = map();
    let layers = [Effect::Draw, Effect::Legend, Effect::LayersChanged];
    assert_eq!(map.update(Event::SetLayers(Some(vec![false]))), layers);
    assert_eq!(map.update(Event::SetLayers(Some(Vec::new()))), layers);
    let _ = map.scene();
    assert!(map.update(Event::SetYear(2010)).contains(Effect::Draw));
    assert!(
        map.update(Event::SetLang("ru".to_owned()))
            .contains(Effect::Draw)
    );
    let palette = Palette::new(Scheme::Dark);
    assert!(
        map.update(Event::SetPalette(palette))
            .contains(Effect::Draw)
    );
    let land = map.atlas.find("land");
    assert_eq!(map.update(Event::Select(land)), SELECTED);
    assert_eq!(map.update(Event::Select(land)), []);
}

#[test]
fn another_projection_keeps_the_place_and_the_zoom() {
    let mut map = map();
    map.update(Event::Wheel(PLAIN, -77.0));
    let (center, zoom) = map.center_and_zoom();
    for name in [
        ProjectionName::Mercator,
        ProjectionName::Equirectangular,
        ProjectionName::Conic,
    ] {
        let shapes = Rc::new(Shapes::new(&map.atlas, name.of(&map.atlas)));
        assert_eq!(map.update(Event::SetShapes(shapes)), MOVED);
        let (now, zoom_now) = map.center_and_zoom();
        assert!((now.lon - center.lon).abs() < 1e-9 && (now.lat - center.lat).abs() < 1e-9);
        assert!((zoom_now - zoom).abs() < 1e-9);
    }
}

/// A page that asked for a zoom alone has asked for no place: that is what was in view.
#[test]
fn another_projection_keeps_what_a_page_asked_for_in_parts() {
    for asked in [
        Target::View(None, Some(5.0)),
        Target::View(Some(LonLat::new(71.0, 41.0)), None),
        Target::View(None, None),
    ] {
        let mut model = support::model(&support::built_in(), 800.0, 600.0);
        // By hand, after which nothing is asked for.
        model.update(Event::Wheel(Point::new(300.0, 250.0), -240.0));
        model.update(Event::Go(asked, Motion::Cut));
        let (center, zoom) = model.center_and_zoom();
        for name in [ProjectionName::Mercator, ProjectionName::Conic] {
            let shapes = Rc::new(Shapes::new(&model.atlas, name.of(&model.atlas)));
            model.update(Event::SetShapes(shapes));
            let (now, zoom_now) = model.center_and_zoom();
            assert!(
                (now.lon - center.lon).abs() < 1e-6 && (now.lat - center.lat).abs() < 1e-6,
                "{asked:?} {name:?}: {now:?}"
            );
            assert!((zoom_now - zoom).abs() < 1e-6, "{asked:?} {name:?}");
        }
    }
}

/// The place that a page asked for, and not where the flight to it was.
#[test]
fn another_projection_ends_a_flight_where_it_was_going() {
    let mut model = support::model(&support::built_in(), 800.0, 600.0);
    let asked = LonLat::new(71.0, 41.0);
    model.update(Event::Go(Target::View(Some(asked), Some(6.0)), Motion::Fly));
    model.update(Event::Frame(0.0));
    model.update(Event::Frame(16.0));
    assert!(model.is_moving());
    let name = ProjectionName::Mercator;
    let shapes = Rc::new(Shapes::new(&model.atlas, name.of(&model.atlas)));
    model.update(Event::SetShapes(shapes));
    let (center, zoom) = model.center_and_zoom();
    assert!((center.lon - asked.lon).abs() < 1e-6 && (center.lat - asked.lat).abs() < 1e-6);
    assert!((zoom - 6.0).abs() < 1e-6);
}

/// Attributes come before the element has a size: what they leave open is the step's, or the overview's.
#[test]
fn a_centre_or_a_zoom_alone_is_the_same_before_and_after_the_map_has_its_size() {
    let atlas = support::built_in();
    let centre = Target::View(Some(LonLat::new(71.0, 41.0)), None);
    let zoom = Target::View(None, Some(5.0));
    for step in [None, atlas.story.find_step("caspian")] {
        for targets in [&[centre][..], &[zoom], &[centre, zoom], &[zoom, centre]] {
            let ask = |model: &mut Model| {
                if step.is_some() {
                    model.update(Event::Tell(step, Motion::Cut));
                }
                for &target in targets {
                    model.update(Event::Go(target, Motion::Cut));
                }
            };
            let mut sized = support::model(&atlas, 390.0, 844.0);
            ask(&mut sized);
            let mut early = support::model(&atlas, 1.0, 1.0);
            ask(&mut early);
            early.update(Event::Resized(support::size(390.0, 844.0)));
            assert_eq!(early.camera, sized.camera, "{step:?} {targets:?}");
        }
    }
}

/// The sheet rises over a phone's map: what was tapped is moved out from under it once, and is then seen.
#[test]
fn what_was_tapped_stays_in_sight_however_often_the_sheet_rises() {
    let mut model = support::model(&support::built_in(), 390.0, 844.0);
    model.update(Event::SetReducedMotion(true));
    model.update(Event::SetGestures(Gestures::Free));
    let india = LonLat::new(78.0, 22.0);
    let view = Target::View(Some(LonLat::new(78.0, 37.0)), Some(3.5));
    model.update(Event::Go(view, Motion::Cut));
    let place = |model: &Model| {
        let plane = model.shapes.projection.forward(india).unwrap();
        model.camera.to_css(plane)
    };
    let at = place(&model);
    assert!(at.y > 560.0, "{at:?}");
    model.update(Event::PointerDown(1, PointerKind::Touch, at, 0.0));
    model.update(Event::PointerUp(1, at, 50.0));
    assert_eq!(model.selected, model.atlas.find("IND"));
    for bottom in [464.0, 506.0, 136.0, 464.0, 506.0] {
        model.update(Event::SetInsets(Insets {
            bottom,
            ..Insets::default()
        }));
        let at = place(&model);
        assert!(at.y > 0.0 && at.y < 844.0 - bottom, "{bottom}: {at:?}");
    }
}

/// Lanes and patterns too: they are counted in the plane.
#[test]
fn a_map_in_another_projection_is_the_map_that_began_in_it() {
    let atlas = support::built_in();
    for name in [ProjectionName::Mercator, ProjectionName::Equirectangular] {
        let shapes = Rc::new(Shapes::new(&atlas, name.of(&atlas)));
        let mut fresh = Model::new(
            Rc::clone(&atlas),
            Rc::clone(&shapes),
            support::size(800.0, 600.0),
        );
        let mut changed = model(&atlas, 800.0, 600.0);
        changed.update(Event::SetShapes(shapes));
        // The base map follows the camera with the first event.
        fresh.update(Event::PointerLeft);
        assert_eq!(changed.camera, fresh.camera);
        assert!(changed.scene() == fresh.scene(), "{name:?}");
    }
}

#[test]
fn the_camera_stays_near_the_map() {
    let mut map = map();
    for _ in 0..100 {
        map.update(Event::Wheel(PLAIN, -300.0));
    }
    assert!(map.center_and_zoom().1 < 12.0 + 1e-9);
    for _ in 0..100 {
        map.update(Event::Wheel(PLAIN, 300.0));
    }
    // All of it is in view, and no more than that.
    let extent = map.shapes.extent;
    let fits = Camera::fit(extent, map.camera.size, 0.0);
    assert!((map.camera.scale / fits.scale - 1.0).abs() < 1e-9);
    for _ in 0..100 {
        map.update(Event::PanBy(-500.0, 300.0));
        run(&mut map);
    }
    assert!(extent.contains(map.camera.center));
}

#[test]
fn who_zooms_on_at_the_limits_moves_nothing() {
    let mut map = map();
    map.update(Event::SetGestures(Gestures::Free));
    let at = Point::new(MIDDLE.x + 150.0, MIDDLE.y + 40.0);
    for delta in [300.0, -300.0] {
        for _ in 0..100 {
            map.update(Event::Wheel(MIDDLE, delta));
        }
        let limit = map.camera;
        map.update(Event::Wheel(at, delta));
        map.update(Event::ZoomBy(Some(at), -delta.signum()));
        run(&mut map);
        assert!((map.camera.scale / limit.scale - 1.0).abs() < 1e-6);
        let (seen, before) = (map.camera.to_css(limit.center), limit.to_css(limit.center));
        let moved = (seen.x - before.x).abs() + (seen.y - before.y).abs();
        assert!(moved < 0.5, "{delta}: {moved} px");
    }
}

#[test]
fn a_finger_that_scrolls_the_page_does_not_stop_a_flight() {
    for gestures in [Gestures::Cooperative, Gestures::None] {
        let mut map = map();
        map.update(Event::SetGestures(gestures));
        map.update(Event::Home);
        map.update(Event::Frame(0.0));
        map.update(Event::PointerDown(1, Touch, MIDDLE, 10.0));
        map.update(Event::PointerCancelled(1));
        assert!(
            map.update(Event::Frame(16.0)).contains(Effect::Animate),
            "{gestures:?}"
        );
    }
}

/// Whatever happens in whatever order: no panic, a camera that shows something, and rest at the end.
#[test]
fn any_events_in_any_order_are_borne() {
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let mut map = map();
        let mut time = 0.0;
        for _ in 0..300 {
            time += random.between(0.0, 80.0);
            let at: Point<Css> =
                Point::new(random.between(-50.0, 850.0), random.between(-50.0, 650.0));
            let id = i32::try_from(random.next() % 3).unwrap();
            let kind = if random.next().is_multiple_of(2) {
                Mouse
            } else {
                Touch
            };
            let amount = random.between(-400.0, 400.0);
            let event = match random.next() % 19 {
                0 | 1 => Event::PointerDown(id, kind, at, time),
                2..=5 => Event::PointerMoved(id, at, time),
                6 | 7 => Event::PointerUp(id, at, time),
                8 => Event::PointerCancelled(id),
                9 => Event::Wheel(at, amount),
                10 => Event::ZoomBy(Some(at), amount / 100.0),
                11 => Event::PanBy(amount, -amount),
                12 => Event::Home,
                13 => Event::Resized(Size {
                    width: at.x.max(0.0),
                    height: at.y.max(0.0),
                }),
                14 => Event::Go(Target::Feature(id.unsigned_abs() as usize), Motion::Fly),
                15 => Event::Select(Some(id.unsigned_abs() as usize)),
                16 => Event::SetReducedMotion(id == 0),
                17 => Event::SetInsets(Insets {
                    right: amount.max(0.0),
                    bottom: at.y.max(0.0),
                    ..Insets::default()
                }),
                _ => Event::Frame(time),
            };
            map.update(event);
            let Camera { center, scale, .. } = map.camera;
            let finite: Point<Plane> = center;
            assert!(
                finite.x.is_finite() && finite.y.is_finite() && scale.is_finite() && scale > 0.0,
                "seed {seed}"
            );
        }
        let _ = map.scene();
        run(&mut map);
    }
}

/// An element has no size when its map is made, and is as far away as can be: its lines are there once it has one.
#[test]
fn a_map_that_had_no_size_has_all_lines() {
    let size = Size {
        width: 800.0,
        height: 600.0,
    };
    let mut late = support::model(&support::built_in(), 1.0, 1.0);
    late.update(Event::Resized(size));
    let early = support::model(&support::built_in(), size.width, size.height);
    assert_eq!(late.scene().items.len(), early.scene().items.len());
}

#[test]
fn a_box_fills_the_element() {
    let mut map = map();
    map.update(Event::SetReducedMotion(true));
    let size = map.camera.size;
    let (from, to) = (
        Point::new(0.0, 0.0),
        Point::new(size.width / 2.0, size.height / 4.0),
    );
    let middle = map.camera.to_plane(from.lerp(to, 0.5));
    let scale = map.camera.scale;
    assert_eq!(map.update(Event::ZoomBox(to, from)), MOVED);
    assert_eq!(map.camera.center, middle);
    assert!((map.camera.scale / scale - 2.0).abs() < 1e-9);
    // A slip of the hand is no box.
    assert_eq!(map.update(Event::ZoomBox(from, from.offset(3.0, 90.0))), []);
}

#[test]
fn a_finger_that_stays_down_after_a_double_tap_zooms() {
    let mut map = map();
    map.update(Event::SetGestures(Gestures::Cooperative));
    map.update(Event::PointerDown(1, Touch, PLAIN, 0.0));
    map.update(Event::PointerUp(1, PLAIN, 50.0));
    assert!(!map.takes_fingers());
    map.update(Event::PointerDown(2, Touch, PLAIN, 150.0));
    assert!(map.takes_fingers(), "the page must not scroll");
    let (scale, place) = (map.camera.scale, map.camera.to_plane(PLAIN));
    map.update(Event::PointerMoved(2, PLAIN.offset(0.0, 20.0), 170.0));
    map.update(Event::PointerMoved(2, PLAIN.offset(0.0, 120.0), 200.0));
    assert!((map.camera.scale / scale - 2.0).abs() < 0.01);
    assert!(map.camera.to_plane(PLAIN).distance(place) < 1e-6);
    map.update(Event::PointerUp(2, PLAIN.offset(0.0, 120.0), 210.0));
    assert!(
        (map.camera.scale / scale - 2.0).abs() < 0.01,
        "no second zoom"
    );
    assert!(!map.takes_fingers());
}

/// A page's numbers, or those of a clock that lies, may be none, or larger than any map.
#[test]
fn numbers_that_are_none_leave_a_camera_that_shows_the_map() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -1e300] {
        let (at, near) = (Point::new(bad, 300.0), Point::new(420.0, 310.0));
        let mut model = map();
        let view = Target::View(Some(LonLat::new(70.0, 41.0)), Some(6.0));
        for event in [
            Event::PointerDown(1, Touch, MIDDLE, bad),
            Event::PointerMoved(1, near, bad),
            Event::PointerMoved(1, at, bad),
            Event::PointerUp(1, near, bad),
            Event::PointerDown(1, Mouse, at, 0.0),
            Event::PointerDown(2, Mouse, near, 0.0),
            Event::PointerMoved(2, at, 1.0),
            Event::PointerUp(1, at, 2.0),
            Event::PointerUp(2, at, bad),
            Event::Frame(bad),
            Event::Wheel(MIDDLE, bad),
            Event::Wheel(at, 10.0),
            Event::ZoomBy(None, bad),
            Event::ZoomBox(at, MIDDLE),
            Event::PanBy(bad, 0.0),
            Event::Frame(0.0),
            Event::Frame(bad),
            Event::Go(view, Motion::Fly),
            Event::Frame(bad),
            Event::Go(Target::View(None, Some(bad)), Motion::Cut),
            Event::Go(Target::Bounds([bad, 0.0, 80.0, bad].into()), Motion::Fly),
            Event::Frame(16.0),
            Event::Resized(Size {
                width: bad,
                height: 600.0,
            }),
        ] {
            let what = format!("{event:?}");
            model.update(event);
            assert!(model.camera.is_somewhere(), "{what}: {:?}", model.camera);
        }
        model.update(Event::Resized(Size {
            width: 800.0,
            height: 600.0,
        }));
        model.update(Event::Go(view, Motion::Cut));
        let (center, zoom) = model.center_and_zoom();
        assert!((center.lon - 70.0).abs() < 1e-6 && (zoom - 6.0).abs() < 1e-6);
    }
}
