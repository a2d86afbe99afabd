//! Every attribute takes its good values and answers bad ones with a sentence that names the value and what is allowed.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::rc::Rc;

use central_asia_map::app::{Event, Gestures, Motion, Target};
use central_asia_map::atlas::Atlas;
use central_asia_map::attributes::{CONTROLS, Setting, parse};
use central_asia_map::lon_lat::{LonLat, LonLatBounds};
use central_asia_map::shape::ProjectionName;
use central_asia_map::theme::Scheme;
use proptest::prelude::*;

mod support;

fn atlas() -> Rc<Atlas> {
    support::atlas_of(&[
        r#"{"type": "Feature", "id": "KAZ", "properties": {"class": "country"}, "geometry": null}"#,
        r#"{"type": "Feature", "id": "line", "properties": {"class": "boundary", "views": {"xx": "disputed"}}, "geometry": null}"#,
    ])
}

fn good(name: &str, value: Option<&str>) -> Setting {
    parse(name, value, &atlas()).unwrap_or_else(|error| panic!("{name}={value:?}: {error}"))
}

fn bad(name: &str, value: &str) -> String {
    match parse(name, Some(value), &atlas()) {
        Ok(setting) => panic!("{name}={value:?} gave {setting:?}"),
        Err(sentence) => sentence,
    }
}

fn target(name: &str, value: Option<&str>) -> Target {
    match good(name, value) {
        // A page that sets an attribute wants to be there, not to travel.
        Setting::Event(Event::Go(target, Motion::Cut)) => target,
        other => panic!("{other:?}"),
    }
}

/// All events are plain values: what they show is what they are.
fn assert_event(name: &str, value: Option<&str>, expected: &Event) {
    match good(name, value) {
        Setting::Event(event) => assert_eq!(format!("{event:?}"), format!("{expected:?}")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn center_and_zoom_are_numbers_and_the_center_is_on_the_globe() {
    let center = |lon, lat| Target::View(Some(LonLat::new(lon, lat)), None);
    assert_eq!(target("center", Some("75.5,-42")), center(75.5, -42.0));
    assert_eq!(target("center", Some(" 75.5 , 4.2e1 ")), center(75.5, 42.0));
    assert_eq!(target("center", Some("-180,90")), center(-180.0, 90.0));
    assert_eq!(target("zoom", Some("4.25")), Target::View(None, Some(4.25)));
    for name in ["center", "zoom", "bounds"] {
        assert_eq!(target(name, None), Target::Start);
    }
    for value in [
        "", "75", "75,42,1", "75;42", "a,b", "75,", "NaN,42", "1e999,42", "0x10,1", "75 42",
    ] {
        let sentence = bad("center", value);
        assert_eq!(
            sentence,
            format!("center=\"{value}\" is unknown; expected longitude,latitude in degrees")
        );
    }
    for value in ["181,0", "0,91", "-180.1,0"] {
        assert_eq!(
            bad("center", value),
            format!("center=\"{value}\" is not on the globe")
        );
    }
    for value in ["", "near", "1,2", "NaN", "inf", "1e999", "4."] {
        let sentence = bad("zoom", value);
        assert_eq!(
            sentence,
            format!("zoom=\"{value}\" is unknown; expected a number from 0 to 12")
        );
    }
}

#[test]
fn bounds_are_a_quadrangle_of_the_globe() {
    let of = |bounds: [f64; 4]| Target::Bounds(LonLatBounds::from(bounds));
    assert_eq!(
        target("bounds", Some("46,34,88,56")),
        of([46.0, 34.0, 88.0, 56.0])
    );
    // Over the antimeridian.
    assert_eq!(
        target("bounds", Some("170,-10,-170,10")),
        of([170.0, -10.0, -170.0, 10.0])
    );
    for value in ["", "46,34,88", "46,34,88,56,1", "west,south,east,north"] {
        let sentence = bad("bounds", value);
        assert_eq!(
            sentence,
            format!("bounds=\"{value}\" is unknown; expected west,south,east,north in degrees")
        );
    }
    for value in [
        "46,56,88,34",
        "46,34,88,34",
        "46,34,188,56",
        "-181,34,88,56",
        "46,-91,88,56",
        "46,34,88,91",
    ] {
        assert_eq!(
            bad("bounds", value),
            format!("bounds=\"{value}\" is not west,south,east,north")
        );
    }
}

#[test]
fn layers_and_what_is_selected_are_named_by_id() {
    assert_event("layers", None, &Event::SetLayers(None));
    assert_event(
        "layers",
        Some(" layer  layer "),
        &Event::SetLayers(Some(vec![true])),
    );
    assert_event("layers", Some("none"), &Event::SetLayers(Some(vec![false])));
    assert_eq!(
        bad("layers", "layer roads"),
        "layers=\"roads\" is unknown; expected layer"
    );
    assert_event("selected", None, &Event::Select(None));
    assert_event("selected", Some(""), &Event::Select(None));
    assert_event("selected", Some("KAZ"), &Event::Select(Some(0)));
    for id in ["kaz", "<b>", "line"] {
        assert_eq!(bad("selected", id), format!("there is no feature \"{id}\""));
    }
}

/// The ends of the scale and the year that is shown at first are the atlas's.
#[test]
fn a_year_is_one_of_the_scale() {
    assert_event("year", None, &Event::SetYear(2023));
    for year in [2001, 2013, 2027] {
        assert_event("year", Some(&year.to_string()), &Event::SetYear(year));
    }
    for value in ["", "2000", "2028", "2013.5", "MMXIII", "99999999999"] {
        assert_eq!(
            bad("year", value),
            format!("year=\"{value}\" is not on the scale of years")
        );
    }
}

#[test]
fn what_is_chosen_from_a_list_is_one_of_it() {
    assert_event("lang", None, &Event::SetLang("en".to_owned()));
    assert_event(
        "lang",
        Some("zh-Hant"),
        &Event::SetLang("zh-Hant".to_owned()),
    );
    for (value, gestures) in [
        (None, Gestures::Cooperative),
        (Some("cooperative"), Gestures::Cooperative),
        (Some("free"), Gestures::Free),
        (Some("none"), Gestures::None),
    ] {
        assert_event("gestures", value, &Event::SetGestures(gestures));
    }
    for (value, view) in [
        (None, "default"),
        (Some("default"), "default"),
        (Some("un"), "un"),
        (Some("xx"), "xx"),
    ] {
        assert_event("boundaries", value, &Event::SetBoundaries(view.to_owned()));
    }
    for (value, local) in [
        (None, false),
        (Some("chosen"), false),
        (Some("local"), true),
    ] {
        assert_event("names", value, &Event::SetLocalNames(local));
    }
    for (value, expected) in [
        (None, ProjectionName::Conic),
        (Some("conic"), ProjectionName::Conic),
        (Some("mercator"), ProjectionName::Mercator),
        (Some("equirectangular"), ProjectionName::Equirectangular),
    ] {
        assert!(matches!(good("projection", value), Setting::Projection(name) if name == expected));
    }
    for (value, expected) in [
        (None, None),
        (Some("auto"), None),
        (Some("light"), Some(Scheme::Light)),
        (Some("dark"), Some(Scheme::Dark)),
    ] {
        assert!(matches!(good("theme", value), Setting::Scheme(scheme) if scheme == expected));
    }
    for (name, allowed) in [
        ("gestures", "cooperative, free or none"),
        ("boundaries", "default, un, xx"),
        ("names", "chosen or local"),
        ("projection", "conic, mercator or equirectangular"),
        ("theme", "auto, light or dark"),
    ] {
        for value in ["", "other", "Free "] {
            let shown = value.trim();
            assert_eq!(
                bad(name, value),
                format!("{name}=\"{shown}\" is unknown; expected {allowed}")
            );
        }
    }
}

#[test]
fn controls_are_named_or_all_or_none() {
    let names = |value| match good("controls", value) {
        Setting::Controls(names) => names,
        other => panic!("{other:?}"),
    };
    assert_eq!(names(None), None);
    assert_eq!(names(Some("all")), None);
    assert_eq!(names(Some("none")), Some(Vec::new()));
    let all = CONTROLS.join(" ");
    assert_eq!(
        names(Some(&all)),
        Some(CONTROLS.map(str::to_owned).to_vec())
    );
    assert_eq!(
        bad("controls", "zoom teapot"),
        format!(
            "controls=\"teapot\" is unknown; expected {}",
            CONTROLS.join(", ")
        )
    );
}

#[test]
fn there_are_no_other_attributes() {
    for name in ["", "Zoom", "onclick", "style"] {
        assert_eq!(bad(name, "1"), format!("there is no attribute \"{name}\""));
        assert!(parse(name, None, &atlas()).is_err());
    }
}

const NAMES: [&str; 18] = [
    "center",
    "zoom",
    "bounds",
    "layers",
    "selected",
    "step",
    "shade",
    "year",
    "closed",
    "route",
    "relief",
    "lang",
    "gestures",
    "boundaries",
    "names",
    "projection",
    "theme",
    "controls",
];

proptest! {
    #[test]
    fn no_text_makes_it_panic(name in prop::sample::select(&NAMES[..]), value in any::<String>()) {
        let _ = parse(name, Some(&value), &atlas());
    }

    #[test]
    fn no_number_goes_unchecked(numbers in proptest::collection::vec(any::<f64>(), 1..6)) {
        let text: Vec<String> = numbers.iter().map(f64::to_string).collect();
        for name in ["center", "zoom", "bounds"] {
            if let Ok(Setting::Event(Event::Go(target, _))) = parse(name, Some(&text.join(",")), &atlas()) {
                match target {
                    Target::View(Some(LonLat { lon, lat }), None) => {
                        prop_assert!(lon.abs() <= 180.0 && lat.abs() <= 90.0);
                    }
                    Target::View(None, Some(zoom)) => prop_assert!((0.0..=24.0).contains(&zoom)),
                    Target::Bounds(bounds) => prop_assert!(bounds.south < bounds.north),
                    other => prop_assert!(false, "{other:?}"),
                }
            }
        }
    }
}
