//! Lines are split where areas meet, and the panel tells what was measured.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::time::{Duration, Instant};

use central_asia_map::atlas::{AtlasReader, Facts};
use central_asia_map::geo::geodesic::length;
use central_asia_map::geo::zones::Zones;
use central_asia_map::lon_lat::LonLat;
use central_asia_map::measure;
use central_asia_map::panel::{Panel, panel};
use central_asia_map::strings::Strings;
use serde_json::json;

mod support;

use support::{Random, atlas_of, built_in, read};

fn line(positions: &[(f64, f64)]) -> Vec<LonLat> {
    let positions = positions.iter();
    positions.map(|&(lon, lat)| LonLat::new(lon, lat)).collect()
}

fn square(west: f64, south: f64, size: f64) -> Vec<LonLat> {
    let (east, north) = (west + size, south + size);
    line(&[
        (west, south),
        (east, south),
        (east, north),
        (west, north),
        (west, south),
    ])
}

fn zones(rings: &[(usize, Vec<LonLat>)]) -> Zones<'_> {
    let mut zones = Zones::default();
    for (number, ring) in rings {
        zones.add(*number, ring);
    }
    zones
}

/// Two neighbours, a third in a hole of the first, and a hole with nothing in it.
fn countries() -> [(usize, Vec<LonLat>); 5] {
    [
        (3, square(4.0, 4.0, 2.0)),
        (1, square(0.0, 0.0, 10.0)),
        (1, square(4.0, 4.0, 2.0)),
        (1, square(1.0, 7.0, 1.0)),
        (2, square(10.0, 0.0, 10.0)),
    ]
}

fn order(zones: &Zones<'_>, positions: &[(f64, f64)]) -> Vec<Option<usize>> {
    let parts = zones.split(&line(positions));
    parts.iter().map(|part| part.zone).collect()
}

#[test]
fn lines_are_split_where_areas_meet() {
    let rings = countries();
    let zones = zones(&rings);
    assert_eq!(
        order(&zones, &[(1.0, 1.0), (2.0, 2.0), (3.0, 1.0)]),
        [Some(1)]
    );
    assert_eq!(
        order(&zones, &[(1.0, 1.0), (19.0, 1.0)]),
        [Some(1), Some(2)]
    );
    // Through the enclave, and out to where no area is.
    assert_eq!(
        order(&zones, &[(1.0, 5.0), (25.0, 5.0)]),
        [Some(1), Some(3), Some(1), Some(2), None]
    );
    // A position on the boundary itself, and one at its corner.
    assert_eq!(
        order(&zones, &[(8.0, 1.0), (10.0, 2.0), (12.0, 1.0)]),
        [Some(1), Some(2)]
    );
    assert_eq!(
        order(&zones, &[(9.0, 9.0), (10.0, 10.0), (11.0, 9.0)]),
        [Some(1), Some(2)]
    );
    assert_eq!(zones.at(LonLat::new(5.0, 5.0)), Some(3));
    assert_eq!(zones.at(LonLat::new(3.0, 5.0)), Some(1));
    assert_eq!(zones.at(LonLat::new(1.5, 7.5)), None);
    assert_eq!(zones.at(LonLat::new(30.0, 5.0)), None);
    assert_eq!(order(&zones, &[]), []);
}

/// An edge is the short way between its ends, also across the antimeridian, where no edge of an area goes.
#[test]
fn lines_across_the_antimeridian_take_the_short_way() {
    let rings = [
        (0, square(-10.0, 0.0, 20.0)),
        (1, square(170.0, 0.0, 10.0)),
        (2, square(-180.0, 0.0, 10.0)),
        (3, square(176.0, 20.0, 4.0)),
    ];
    let zones = zones(&rings);
    for (from, to, through) in [
        ((172.0, 5.0), (-172.0, 5.0), [Some(1), Some(2)]),
        ((-172.0, 5.0), (172.0, 5.0), [Some(2), Some(1)]),
        ((178.0, 22.0), (-176.0, 22.0), [Some(3), None]),
        ((-179.0, 1.0), (180.0, 1.0), [Some(2), Some(1)]),
    ] {
        let ends = [from, to];
        let parts = zones.split(&line(&ends));
        let expected = &through[..if to.0 == 180.0 { 1 } else { 2 }];
        assert_eq!(order(&zones, &ends), expected, "{ends:?}");
        let sum: f64 = parts.iter().map(|part| part.km).sum();
        let whole = length(&line(&ends));
        assert!((sum - whole).abs() <= 1e-9 * whole, "{sum} {whole}");
    }
    // What ends on the meridian and goes on from there on its other side.
    let ends = [(178.0, 5.0), (180.0, 5.0), (-180.0, 5.0), (-178.0, 5.0)];
    assert_eq!(order(&zones, &ends), [Some(1), Some(2)]);
}

#[test]
fn the_parts_of_any_line_add_up_to_it() {
    let rings = countries();
    let zones = zones(&rings);
    let mut random = Random::new(7);
    for _ in 0..500 {
        let mut positions = Vec::new();
        for _ in 0..8 {
            // On a grid, so that positions fall on boundaries and corners.
            let mut at = || (random.between(-2.0, 22.0) * 2.0).round() / 2.0;
            positions.push((at(), at()));
        }
        let whole = length(&line(&positions));
        let parts = zones.split(&line(&positions));
        let sum: f64 = parts.iter().map(|part| part.km).sum();
        assert!((sum - whole).abs() <= 1e-9 * whole, "{positions:?}");
        assert!(
            parts.windows(2).all(|pair| pair[0].zone != pair[1].zone),
            "{positions:?}"
        );
        for (number, _) in &rings {
            // The same by walking in small steps.
            let mut walked = 0.0;
            for pair in positions.windows(2) {
                let steps = 400;
                let km = length(&line(pair)) / f64::from(steps);
                let inside = (0..steps).filter(|&step| {
                    let t = (f64::from(step) + 0.5) / f64::from(steps);
                    let at = |from: f64, to: f64| from + (to - from) * t;
                    let place = LonLat::new(at(pair[0].0, pair[1].0), at(pair[0].1, pair[1].1));
                    zones.at(place) == Some(*number)
                });
                walked += km * f64::from(u32::try_from(inside.count()).unwrap());
            }
            let there = parts.iter().filter(|part| part.zone == Some(*number));
            let km: f64 = there.map(|part| part.km).sum();
            // Along a boundary it is as good on the one side as on the other.
            let along = positions.windows(2).any(|pair| {
                let on = |at: f64| [0.0, 1.0, 2.0, 4.0, 6.0, 7.0, 8.0, 10.0, 20.0].contains(&at);
                (pair[0].0 == pair[1].0 && on(pair[0].0))
                    || (pair[0].1 == pair[1].1 && on(pair[0].1))
            });
            assert!(
                along || (km - walked).abs() < 60.0,
                "{positions:?} {number}: {km} {walked}"
            );
        }
    }
}

fn country(id: &str, west: f64, size: f64) -> String {
    format!(
        r#"{{"type":"Feature","id":"{id}","properties":{{"class":"country","name":{{"en":"{id}"}}}},"geometry":{{"type":"Polygon",
        "coordinates":[[[{west},0],[{},0],[{},{size}],[{west},{size}.5],[{west},0]]]}}}}"#,
        west + size,
        west + size,
    )
}

#[test]
fn what_leaves_a_country_by_less_than_the_map_is_true_has_not_left_it() {
    let way = |coordinates: &str| {
        let way = format!(
            r#"{{"type":"Feature","id":"way","properties":{{"class":"corridor"}},"geometry":{{"type":"LineString","coordinates":{coordinates}}}}}"#
        );
        let atlas = atlas_of(&[&country("A", 0.0, 5.0), &country("B", 5.0, 5.0), &way]);
        let found = measure::way(&atlas, &atlas.features[2]).unwrap();
        let countries = found.by_country.iter();
        let ids = countries.map(|(country, _)| country.map_or("-", |at| ["A", "B"][at]));
        (ids.collect::<String>(), found.crossings)
    };
    // 5 km over the border and back; 50 km.
    assert_eq!(way("[[4,1],[5.03,2],[4,3]]"), ("A".to_owned(), 0));
    assert_eq!(way("[[4,1],[5.4,2],[4,3]]"), ("AB".to_owned(), 2));
    // The sea is shown, a coast that is simplified is not.
    assert_eq!(way("[[4,1],[9,1],[15,1]]"), ("AB-".to_owned(), 1));
    assert_eq!(way("[[4,1],[9,1],[10.05,1]]"), ("AB".to_owned(), 1));
}

fn words(lang: &str) -> Strings {
    let file = format!("web/text/{lang}.json");
    Strings::read(&read(&file), &file).unwrap()
}

#[test]
fn quantities_are_rounded_and_grouped_as_the_language_has_it() {
    let told = |lang: &str, unit: &str, value: f64| words(lang).quantity(unit, value);
    assert_eq!(told("en", "km", 12.4), "12 km");
    assert_eq!(told("en", "km", 999.4), "999 km");
    assert_eq!(told("en", "km", 999.6), "1,000 km");
    assert_eq!(told("en", "km", 1234.0), "1,230 km");
    assert_eq!(told("en", "km2", 2_720_798.0), "2,721,000 km²");
    assert_eq!(told("en", "km2", 9_999.7), "10,000 km²");
    assert_eq!(told("ru", "km", 1234.0), "1230\u{a0}км");
    assert_eq!(told("ru", "km", 13_046.0), "13\u{a0}050\u{a0}км");
    assert_eq!(told("zh", "km", 13_046.0), "13,050公里");
    assert_eq!(words("en").unrounded("km", 1833.0), "1,833 km");
}

fn panel_of(id: &str, lang: &str) -> Panel {
    let atlas = built_in();
    let mut facts = Facts::default();
    for file in ["borders", "corridors", "countries", "pipelines"] {
        facts
            .add(&read(&format!("data/facts/{file}.json")), file)
            .unwrap();
    }
    let feature = atlas.find(id).unwrap();
    panel(&atlas, Some(&facts), feature, 2023, lang, &words(lang))
}

/// The figure beside `text` in the panel, and where the line leads.
fn figure(panel: &Panel, text: &str) -> (String, Option<String>) {
    let mut lines = panel.sections.iter().flat_map(|section| &section.facts);
    let line = lines.rfind(|line| line.text == text);
    let line = line.unwrap_or_else(|| panic!("no line “{text}”"));
    (line.note.clone(), line.target.clone())
}

#[test]
fn the_panel_sets_what_is_computed_beside_what_is_published() {
    let kazakhstan = panel_of("KAZ", "en");
    assert_eq!(
        figure(&kazakhstan, "Area").0,
        "2,721,000 km² (published: 2,724,900 km²)"
    );
    let china = figure(&kazakhstan, "China");
    assert_eq!(
        china,
        (
            "1,490 km (published: 1,765 km)".to_owned(),
            Some("CHN".to_owned())
        )
    );
    let route = figure(&kazakhstan, "Trans-Caspian corridor").1;
    assert_eq!(route, Some("trans-caspian".to_owned()));
    let headings = kazakhstan
        .sections
        .iter()
        .map(|section| section.heading.as_str());
    assert!(
        headings
            .clone()
            .any(|heading| heading.starts_with("Computed"))
    );

    let railway = panel_of("cku-railway", "en");
    assert_eq!(
        figure(&railway, "Length of the main way").0,
        "about 449 km (published: 523 km)"
    );
    assert_eq!(figure(&railway, "Changes of gauge").0, "1");
    assert_eq!(figure(&railway, "Kyrgyzstan").1, Some("KGZ".to_owned()));
    let line = figure(&panel_of("gas-line-a", "ru"), "Длина").0;
    assert_eq!(line, "1780\u{a0}км (опубликовано: 1833\u{a0}км)");
    let border = panel_of("china-tajikistan-border", "en");
    assert_eq!(figure(&border, "Length").0, "397 km (published: 477 km)");
}

#[test]
fn figures_are_there_before_the_facts() {
    let atlas = built_in();
    let feature = atlas.find("trans-caspian").unwrap();
    let early = panel(&atlas, None, feature, 2023, "en", &words("en"));
    assert_eq!(figure(&early, "Border crossings").0, "6");
    // What is a place has no figures.
    let point = atlas.find("xian-hub").unwrap();
    assert!(
        panel(&atlas, None, point, 2023, "en", &words("en"))
            .sections
            .is_empty()
    );
}

/// Whether a ship carries trains or boxes, one goes by ship.
#[test]
fn legs_by_ship_are_told_as_one_length() {
    let track = |id: &str, mode: &str, west: u8| {
        json!({
            "type": "Feature", "id": id, "properties": {"mode": mode},
            "geometry": {"type": "LineString", "coordinates": [[west, 0], [west + 1, 0]]},
        })
    };
    let manifest = json!({
        "version": 1, "title": {}, "asOf": "2023-05-19", "bounds": [0, -5, 9, 5], "credit": {},
        "projection": {"parallels": [30, 52], "center": [5, 0]},
        "tracks": {"type": "FeatureCollection", "features": [
            track("a", "rail", 1), track("b", "ferry", 2), track("c", "sea", 3),
        ]},
        "layers": [{"id": "layer", "title": {}, "data": [{"type": "FeatureCollection", "features": [{
            "type": "Feature", "id": "way", "geometry": null,
            "properties": {"class": "corridor", "name": {"en": "Way"}, "legs": ["a", "b", "c"]},
        }]}]}],
    });
    let reader = AtlasReader::new(&manifest.to_string(), "atlas.json").unwrap();
    let (atlas, problems) = reader.finish().unwrap();
    assert_eq!(problems, []);
    let told = panel(&atlas, None, 0, 2023, "en", &words("en"));
    let ships = told.sections[0].facts.iter();
    let ships: Vec<&str> = ships
        .filter(|line| line.text == words("en").get("computed.ship"))
        .map(|line| line.note.as_str())
        .collect();
    assert_eq!(ships, ["223 km"]);
}

#[test]
fn a_panel_takes_no_longer_than_a_frame() {
    let (atlas, strings) = (built_in(), words("en"));
    for id in ["trans-caspian", "sea-route", "CHN", "RUS", "KAZ"] {
        let feature = atlas.find(id).unwrap();
        let shortest = (0..5)
            .map(|_| {
                let start = Instant::now();
                let panel = panel(&atlas, None, feature, 2023, "en", &strings);
                assert!(!panel.sections.is_empty());
                start.elapsed()
            })
            .min();
        assert!(
            shortest.unwrap() < Duration::from_millis(20),
            "{id}: {shortest:?}"
        );
    }
}
