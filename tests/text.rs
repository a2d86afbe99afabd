//! The map in words tells the same story as the picture, and can be walked.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::rc::Rc;

use central_asia_map::app::{Event, Model, Motion, Target};
use central_asia_map::atlas::Atlas;
use central_asia_map::attributes::{self, Setting};
use central_asia_map::geo::geodesic::bearing;
use central_asia_map::lon_lat::LonLat;
use central_asia_map::strings::Strings;
use central_asia_map::text::{Compass, Guide, Teller, first, said, walk};

mod support;

use support::{Random, atlas_of, built_in, facts, model};

/// The text map of a model in its language.
fn told(model: &Model) -> String {
    let facts = facts();
    Teller {
        view: &model.view(),
        guide: &Guide::new(Rc::clone(&model.atlas)),
        facts: Some(&facts),
        strings: &Strings::built_in(&model.lang).unwrap(),
    }
    .describe(&said(model))
}

fn overview() -> Model {
    model(&built_in(), 1200.0, 800.0)
}

fn select(model: &mut Model, id: &str) {
    let feature = model.atlas.find(id).unwrap();
    model.update(Event::Select(Some(feature)));
}

/// The line about a feature among those of the view.
fn line<'a>(text: &'a str, name: &str) -> &'a str {
    let begin = format!("- {name}. ");
    let found = text.lines().find(|line| line.starts_with(&begin));
    found.unwrap_or_else(|| panic!("{name} is not told of in:\n{text}"))
}

fn assert_told(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "\"{words}\" is not in: {text}");
    }
}

#[test]
fn directions_are_the_nearest_of_eight() {
    for (degrees, name) in [
        (0.0, "n"),
        (22.0, "n"),
        (23.0, "ne"),
        (90.0, "e"),
        (-90.0, "w"),
        (180.0, "s"),
        (-157.0, "sw"),
        (338.0, "n"),
        (719.0, "n"),
    ] {
        assert_eq!(Compass::nearest(degrees).name(), name, "{degrees}");
        assert_eq!(Compass::named(name).unwrap().name(), name);
    }
    assert_eq!(Compass::named("up"), None);
}

/// Values from GeographicLib's GeodSolve for the ellipsoid; the sphere is within a fifth of a degree.
#[test]
fn bearings_are_those_of_the_ellipsoid_to_a_fifth_of_a_degree() {
    let geodesic = geographiclib_rs::Geodesic::wgs84();
    let mut random = Random::new(6);
    for _ in 0..200 {
        let mut place = || LonLat::new(random.between(-180.0, 180.0), random.between(-80.0, 80.0));
        let (from, to) = (place(), place());
        let (meters, azimuth, ..): (f64, f64, f64, f64) =
            geographiclib_rs::InverseGeodesic::inverse(
                &geodesic, from.lat, from.lon, to.lat, to.lon,
            );
        let apart = (bearing(from, to) - azimuth + 540.0).rem_euclid(360.0) - 180.0;
        // The farther, the more the two differ; at the antipode any direction is as good.
        assert!(
            meters > 10_000_000.0 || apart.abs() < 0.2,
            "{from:?} {to:?}: {apart}"
        );
    }
}

fn square(id: &str, class: &str, west: f64, south: f64) -> String {
    let (east, north) = (west + 5.0, south + 5.0);
    format!(
        r#"{{"type": "Feature", "id": "{id}", "properties": {{"class": "{class}", "name": {{"en": "{id}"}}, "rank": 1}},
        "geometry": {{"type": "Polygon", "coordinates": [[[{west}, {south}], [{east}, {south}], [{east}, {north}], [{west}, {north}], [{west}, {south}]]]}}}}"#
    )
}

/// Four countries in a square, and a region that is all of one of them.
fn quarters() -> Rc<Atlas> {
    let features = [
        square("sw", "country", 70.0, 40.0),
        square("se", "country", 75.0, 40.0),
        square("nw", "country", 70.0, 45.0),
        square("ne", "country", 75.0, 45.0),
        square("region", "region", 75.0, 45.0),
    ];
    let features: Vec<&str> = features.iter().map(String::as_str).collect();
    atlas_of(&features)
}

#[test]
fn areas_are_neighbours_where_they_share_an_edge() {
    let atlas = quarters();
    let guide = Guide::new(Rc::clone(&atlas));
    let neighbours = guide.neighbours(atlas.find("sw").unwrap()).iter();
    let told: Vec<_> = neighbours
        .map(|neighbour| {
            let id = atlas.features[neighbour.feature].id.as_str();
            (id, neighbour.direction.name())
        })
        .collect();
    // Not the one across the corner, and not the region inside of another.
    assert_eq!(told, [("se", "e"), ("nw", "n")]);
    assert_eq!(guide.neighbours(atlas.find("region").unwrap()), []);
}

#[test]
fn one_walks_to_the_neighbour_in_a_direction() {
    let atlas = quarters();
    let model = model(&atlas, 400.0, 400.0);
    let guide = Guide::new(Rc::clone(&atlas));
    let step = |from: &str, direction: &str| {
        let direction = Compass::named(direction).unwrap();
        let to = walk(&model.view(), &guide, atlas.find(from).unwrap(), direction);
        to.map(|to| atlas.features[to].id.clone())
    };
    assert_eq!(step("sw", "n").as_deref(), Some("nw"));
    assert_eq!(step("nw", "e").as_deref(), Some("ne"));
    assert_eq!(step("ne", "s").as_deref(), Some("se"));
    assert_eq!(step("se", "w").as_deref(), Some("sw"));
    assert_eq!(step("sw", "s"), None);
}

/// From any country of the view one comes to any of the five by steps alone, and never out of the view.
#[test]
fn all_of_the_five_can_be_walked_to() {
    let model = overview();
    let guide = Guide::new(Rc::clone(&model.atlas));
    let view = model.view();
    let mut reached = vec![first(&view).unwrap()];
    let mut next = 0;
    while let Some(&from) = reached.get(next) {
        next += 1;
        for direction in ["n", "ne", "e", "se", "s", "sw", "w", "nw"] {
            let to = walk(&view, &guide, from, Compass::named(direction).unwrap());
            if let Some(to) = to.filter(|to| !reached.contains(to)) {
                assert!(view.shows(to));
                reached.push(to);
            }
        }
    }
    for id in ["KAZ", "KGZ", "TJK", "TKM", "UZB", "CHN", "RUS", "IRN"] {
        assert!(reached.contains(&model.atlas.find(id).unwrap()), "{id}");
    }
    // Marks and lines are walked among themselves.
    let xian = model.atlas.find("xian-summit").unwrap();
    let west = walk(&view, &guide, xian, Compass::West).unwrap();
    assert!(!model.atlas.features[west].properties.class.is_area());
}

/// From a place one comes to what is there, and from that to the next, until all of the map is known.
#[test]
fn all_that_can_be_selected_is_come_to_from_what_is_here() {
    let model = overview();
    let strings = Strings::built_in(&model.lang).unwrap();
    let guide = Guide::new(Rc::clone(&model.atlas));
    let teller = Teller {
        view: &model.view(),
        guide: &guide,
        facts: None,
        strings: &strings,
    };
    let here = |feature: usize| -> Vec<usize> {
        let groups = teller.groups(Some(feature)).into_iter();
        groups.flat_map(|group| group.features).collect()
    };
    let at = |id: &str| model.atlas.find(id).unwrap();
    let names = |id: &str| -> Vec<&str> {
        let here = here(at(id)).into_iter();
        here.map(|feature| model.atlas.features[feature].id.as_str())
            .collect()
    };
    // A country has its marks, ways and borders; a mark its country and its ways; a way its countries and marks.
    for (from, wanted) in [
        (
            "KAZ",
            &[
                "khorgos-gateway",
                "aktau-port",
                "trans-caspian",
                "gas-line-a",
                "china-kazakhstan-border",
            ][..],
        ),
        ("khorgos-gateway", &["KAZ", "trans-caspian", "gas-line-a"]),
        (
            "trans-caspian",
            &["KAZ", "AZE", "aktau-port", "khorgos-gateway"],
        ),
        ("gas-line-d", &["TKM", "UZB", "TJK", "KGZ", "CHN"]),
        ("kyrgyzstan-tajikistan-border", &["KGZ", "TJK"]),
    ] {
        let here = names(from);
        for id in wanted {
            assert!(
                here.contains(id),
                "{id} is not at {from}, where there is {here:?}"
            );
        }
    }
    assert!(!names("TKM").contains(&"khorgos-gateway"));
    let mut reached = vec![first(&model.view()).unwrap()];
    let mut next = 0;
    while let Some(&from) = reached.get(next) {
        next += 1;
        let further = here(from);
        // One finds back, but where a way has a branch alone or a few km in a country.
        let is_area = |feature: usize| model.atlas.features[feature].properties.class.is_area();
        for &to in &further {
            let back = is_area(from) || is_area(to) || here(to).contains(&from);
            assert!(back, "{from} {to}");
        }
        reached.extend(
            further
                .into_iter()
                .filter(|to| !reached.contains(to))
                .collect::<Vec<_>>(),
        );
    }
    let features = model.atlas.features.iter().enumerate();
    let missed: Vec<_> = features
        .filter(|(index, feature)| {
            let class = feature.properties.class;
            class.is_selectable()
                && !class.is_area()
                && model.view().exists(*index)
                && !reached.contains(index)
        })
        .map(|(_, feature)| feature.id.as_str())
        .collect();
    assert_eq!(missed, [""; 0]);
}

#[test]
fn a_country_is_told_with_its_place_neighbours_and_ways() {
    let text = told(&overview());
    assert_told(
        line(&text, "Turkmenistan"),
        &[
            "Country",
            "In the west of the view",
            "Uzbekistan to the north-east",
            "Caspian Sea to the west",
            "Iran to the south",
            "Afghanistan to the south-east",
            "Kazakhstan to the north-west",
            "Kazakhstan–Turkmenistan–Iran railway",
        ],
    );
}

#[test]
fn layers_that_are_off_are_not_told_of() {
    let mut model = overview();
    let pipelines = model.atlas.find_layer("pipelines").unwrap();
    let mut layers = model.layers.clone();
    layers[pipelines] = false;
    model.update(Event::SetLayers(Some(layers)));
    let text = told(&model);
    assert!(!text.contains("\n- Central Asia–China gas, line A"));
    assert!(!text.contains("Pipelines"), "{text}");
}

#[test]
fn what_is_out_of_view_is_not_told_of() {
    let mut model = overview();
    let caspian = Target::View(Some(LonLat::new(51.0, 42.0)), Some(6.0));
    model.update(Event::Go(caspian, Motion::Cut));
    let text = told(&model);
    assert_told(&text, &["- Port of Aktau. ", "- Caspian Sea. "]);
    assert!(!text.contains("- Xi’an summit"), "{text}");
    assert!(!text.contains("- Kyrgyzstan. "), "{text}");
}

/// Questions that a reader of the picture can answer, answered from the words alone.
#[test]
fn ten_tasks_can_be_done_by_the_words_alone() {
    let mut model = overview();
    let text = told(&model);
    // 1. Which countries would line D cross, in order?
    let line_d = line(&text, "Central Asia–China gas, line D");
    let order = [
        "Turkmenistan",
        "Uzbekistan",
        "Tajikistan",
        "Kyrgyzstan",
        "China",
    ];
    let through = line_d.split("Leads through").nth(1).unwrap();
    let at = order.map(|name| through.find(&format!("{name} ")).unwrap());
    assert!(at.is_sorted(), "{line_d}");
    // 2. Does it exist?
    assert_told(line_d, &["Planned"]);
    // 3. What does the Trans-Caspian corridor cross between Kazakhstan and Azerbaijan?
    let corridor = line(&text, "Trans-Caspian corridor");
    let at = ["Kazakhstan ", "At sea ", "Azerbaijan "].map(|name| corridor.find(name).unwrap());
    assert!(at.is_sorted(), "{corridor}");
    // 4. Which route passes through Russia, and does it work?
    assert_told(line(&text, "Northern route"), &["Disrupted", "Russia"]);
    // 5. Which of the five border China?
    let five = [
        "Kazakhstan",
        "Kyrgyzstan",
        "Tajikistan",
        "Turkmenistan",
        "Uzbekistan",
    ];
    let border_china = five.map(|name| line(&text, name).contains("China to the "));
    assert_eq!(border_china, [true, true, true, false, false]);
    // 6. Which port lies across the Caspian from Aktau on the same way?
    let alat = line(&text, "Port of Baku, Alat");
    assert_told(alat, &["Trans-Caspian corridor"]);
    // 7. Where was the summit?
    assert_told(
        line(&text, "Xi’an summit"),
        &["In the east of the view", "Xi’an"],
    );
    // 8. Where was fighting, and near what?
    assert_told(
        line(&text, "Batken clashes"),
        &["Border fighting", "Tashkent"],
    );
    // 9. How much gas does Turkmenistan sell to China, and who says so? Open its facts.
    select(&mut model, "TKM");
    assert_told(
        &told(&model),
        &["Selected: Turkmenistan", "$8.23", "Sources\n[1] "],
    );
    // 10. Which countries besides Tajikistan border both China and Afghanistan?
    let text = told(&overview());
    assert_told(
        line(&text, "Pakistan"),
        &["Afghanistan to the ", "China to the "],
    );
}

/// A model with attributes of the element, as the command line sets them.
fn with(attributes: &[(&str, &str)]) -> Model {
    let mut model = overview();
    for (name, value) in attributes {
        let setting = attributes::parse(name, Some(value), &model.atlas).unwrap();
        let Setting::Event(event) = setting else {
            panic!("{name} is no event");
        };
        model.update(event);
    }
    let words = Strings::built_in(&model.lang).unwrap();
    model.update(Event::SetWords(Rc::new(words)));
    model
}

/// The same ten that `tests/browser/tasks.test.mjs` does by keys in the page.
#[test]
fn the_ten_tasks_of_the_page_are_done_by_the_words_alone() {
    let whole = told(&overview());
    // 1. Where would line D cross, and does it exist?
    let line_d = line(&whole, "Central Asia–China gas, line D");
    let through = "Leads through: Turkmenistan ";
    assert_told(line_d, &["Planned", through, "Tajikistan ", "Kyrgyzstan "]);
    // 2. How much gas does Turkmenistan sell to China, and who says so?
    let text = told(&with(&[("selected", "TKM")]));
    let gas = text.lines().find(|line| line.contains("$8.23"));
    let note = gas.unwrap().rsplit_once('[').unwrap().1;
    let source = text
        .lines()
        .find(|line| line.starts_with(&format!("[{note}")));
    assert_told(source.unwrap(), &["Kun.uz"]);
    // 3. How much longer is the way with Russia closed, and by where does it lead?
    let open = told(&with(&[("route", "xian-hub duisburg-hub")]));
    let closed = told(&with(&[("closed", "RUS")]));
    assert_told(
        &open,
        &["Xi’an freight hub – Duisburg freight hub\nShortest way: "],
    );
    assert_told(
        &closed,
        &[
            "longer than with all open",
            "- Kazakhstan – Caspian Sea – Azerbaijan – Georgia – Black Sea: ",
        ],
    );
    let by_russia = "- Kazakhstan – Russia – Belarus: ";
    let is_closed = |text: &str| {
        let line = text.lines().find(|line| line.starts_with(by_russia));
        line.unwrap().ends_with("(Closed)")
    };
    assert_eq!([is_closed(&open), is_closed(&closed)], [false, true]);
    // 4. What crosses at Khorgos?
    assert_told(
        line(&whole, "Khorgos railway crossing"),
        &["Ways here: ", "Trans-Caspian corridor", "West–East gas"],
    );
    // 5. What holds the Middle Corridor up? The story says it.
    let text = told(&with(&[("step", "caspian")]));
    assert_told(&text, &["Across the Caspian\n", "ships are its bottleneck"]);
    // 6. What happened in 2014, and what was not there in 2006?
    let text = told(&with(&[("year", "2014")]));
    assert_told(&text, &["Year: 2014", "2014: Gas line C opens"]);
    let text = told(&with(&[("year", "2006")]));
    assert!(!text.contains("Central Asia–China gas, line A"), "{text}");
    // 7. Who trades most with China?
    let text = told(&with(&[("shade", "trade")]));
    assert_told(&text, &["Trade with China (", "\n- Kazakhstan: 31.1\n"]);
    // 8. What does Kazakhstan touch to the east, and for how far?
    let kazakhstan = line(&whole, "Kazakhstan");
    assert_told(kazakhstan, &["China to the east (1,490 km)"]);
    // 9. What is Turkmenistan called in Chinese?
    let text = told(&with(&[("lang", "zh"), ("selected", "TKM")]));
    assert_told(&text, &["土库曼斯坦"]);
    // 10. Where was the fighting, on a map of borders alone?
    let text = told(&with(&[("layers", "borders")]));
    assert_told(
        line(&text, "Batken clashes"),
        &["Border fighting", "Tashkent"],
    );
    assert!(!text.contains("Trans-Caspian"), "{text}");
}

#[test]
fn all_languages_tell_the_same_features() {
    let count = |lang: &str| {
        let mut model = overview();
        model.update(Event::SetLang(lang.to_owned()));
        select(&mut model, "gas-line-d");
        let text = told(&model);
        // A key that has no words would be told as it is.
        for key in [
            "text.", "view.n", "view.c", "toward.", "at.n", "class.", "status.",
        ] {
            assert!(!text.contains(key), "{lang}: {key} in {text}");
        }
        text.lines().count()
    };
    assert_eq!(count("en"), count("ru"));
    assert_eq!(count("en"), count("zh"));
}

#[test]
fn words_are_there_for_every_view() {
    let mut model = overview();
    let mut random = Random::new(11);
    for _ in 0..40 {
        let center = LonLat::new(random.between(30.0, 120.0), random.between(5.0, 70.0));
        let zoom = random.between(2.0, 9.0);
        let target = Target::View(Some(center), Some(zoom));
        model.update(Event::Go(target, Motion::Cut));
        let text = told(&model);
        assert!(text.lines().count() >= 2, "{center:?} {zoom}");
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
}
