//! What the built-in atlas promises: ids that readers link to, names and texts in three languages, ways that hang together,
//! and a source for every fact.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::BTreeSet;
use std::process::Command;

use central_asia_map::atlas::{Class, Geometry, Text};

mod support;

use support::{built_in, facts, project, read_atlas};

const LANGUAGES: [&str; 3] = ["en", "ru", "zh"];

#[test]
fn nothing_is_wrong_with_it() {
    let (atlas, problems) = read_atlas("data");
    assert_eq!(problems, []);
    assert!(atlas.features.len() > 300 && atlas.tracks.len() > 50);
}

#[test]
fn the_check_of_the_command_line_finds_nothing() {
    let check = Command::new(env!("CARGO_BIN_EXE_central-asia-map"))
        .arg("check")
        .arg(project("data"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&check.stdout);
    assert!(check.status.success(), "{said}");
    assert!(said.contains(" 0 problems"), "{said}");
}

#[test]
fn the_promised_ids_exist() {
    let atlas = built_in();
    for id in [
        "KAZ",
        "KGZ",
        "TJK",
        "TKM",
        "UZB",
        "CHN",
        "RUS",
        "IRN",
        "AFG",
        "CN-XJ",
        "CN-SN",
        "KZ-19",
        "trans-caspian",
        "northern-route",
        "kazakhstan-turkmenistan-iran",
        "cku-railway",
        "kashgar-osh-tashkent",
        "sea-route",
        "gas-line-a",
        "gas-line-b",
        "gas-line-c",
        "gas-line-d",
        "beineu-bozoy-shymkent",
        "kazakhstan-china-oil",
        "west-east-gas",
        "xian-summit",
        "aktau-port",
        "kuryk-port",
        "baku-alat-port",
        "turkmenbashi-port",
        "khorgos-gateway",
        "batken-clashes",
        "china-tajikistan-border",
        "tajikistan-afghanistan-border",
    ] {
        let found = atlas.find(id).map(|index| &atlas.features[index]);
        assert!(
            found.is_some_and(|feature| feature.properties.class.is_selectable()),
            "{id}"
        );
    }
    for id in [
        "base",
        "corridors",
        "hubs",
        "pipelines",
        "borders",
        "summit",
        "security",
    ] {
        assert!(atlas.find_layer(id).is_some(), "{id}");
    }
}

#[test]
fn ids_are_unique() {
    let atlas = built_in();
    let mut seen = BTreeSet::new();
    for (index, feature) in atlas.features.iter().enumerate() {
        assert!(seen.insert(&feature.id), "{} twice", feature.id);
        assert_eq!(atlas.find(&feature.id), Some(index));
    }
}

fn missing_languages(text: &Text) -> Vec<&'static str> {
    let given: Vec<&str> = text.languages().collect();
    let missing = LANGUAGES
        .into_iter()
        .filter(|lang| !given.contains(lang) || text.get(lang).trim().is_empty());
    missing.collect()
}

#[test]
fn everything_that_can_be_selected_has_a_name_in_every_language() {
    let atlas = built_in();
    let mut missing = Vec::new();
    for feature in atlas
        .features
        .iter()
        .filter(|feature| feature.properties.class.is_selectable())
    {
        let lacks = missing_languages(&feature.properties.name);
        if !lacks.is_empty() {
            missing.push(format!("{} in {}", feature.id, lacks.join(", ")));
        }
    }
    for (what, text) in [
        ("title", &atlas.manifest.title),
        ("credit", &atlas.manifest.credit),
    ] {
        assert_eq!(missing_languages(text), [""; 0], "{what}");
    }
    for layer in &atlas.layers {
        assert_eq!(missing_languages(&layer.title), [""; 0], "{}", layer.id);
    }
    assert_eq!(missing, [""; 0]);
}

/// Legs meet in the very same position: a way is one network, not pieces that only look joined.
#[test]
fn legs_join() {
    let atlas = built_in();
    let mut tested = 0;
    for feature in &atlas.features {
        let Geometry::Legs(legs) = &*feature.geometry else {
            continue;
        };
        let ends = |leg: usize| {
            let line = &atlas.tracks[leg].line;
            [line[0], line[line.len() - 1]].map(|at| (at.lon.to_bits(), at.lat.to_bits()))
        };
        // All that can be reached from the first leg.
        let mut reached: BTreeSet<_> = ends(legs[0]).into();
        let mut left: Vec<usize> = legs[1..].to_vec();
        loop {
            let before = left.len();
            left.retain(|&leg| {
                let joins = ends(leg).iter().any(|end| reached.contains(end));
                if joins {
                    reached.extend(ends(leg));
                }
                !joins
            });
            if left.len() == before {
                break;
            }
        }
        let apart: Vec<&str> = left
            .iter()
            .map(|&leg| atlas.tracks[leg].id.as_str())
            .collect();
        assert_eq!(apart, [""; 0], "{}", feature.id);
        tested += 1;
    }
    assert!(tested >= 10, "{tested}");
}

#[test]
fn all_tracks_are_used() {
    let atlas = built_in();
    let used: BTreeSet<usize> = atlas
        .features
        .iter()
        .filter_map(|feature| match &*feature.geometry {
            Geometry::Legs(legs) => Some(legs.iter().copied()),
            _ => None,
        })
        .flatten()
        .collect();
    let unused: Vec<&str> = (0..atlas.tracks.len())
        .filter(|track| !used.contains(track))
        .map(|track| atlas.tracks[track].id.as_str())
        .collect();
    assert_eq!(unused, [""; 0]);
}

/// A name that stands outside its area names another.
#[test]
fn names_stand_in_their_areas() {
    let atlas = built_in();
    let model = support::model(&atlas, 800.0, 600.0);
    for (feature, shape) in atlas.features.iter().zip(&model.shapes.shapes) {
        // Of the smallest islands the simplified outline may miss the point.
        let large = shape.bounds.width() * shape.bounds.height() > 1e-5;
        if let (true, Some(label), Class::Country | Class::Region) =
            (large, shape.label, feature.properties.class)
        {
            assert!(
                shape.contains(label, false) || shape.contains(label, true),
                "{}",
                feature.id
            );
        }
    }
}

#[test]
fn every_fact_has_a_source_that_exists_and_a_text_in_every_language() {
    let facts = facts();
    let mut wrong = Vec::new();
    let mut count = 0;
    for id in facts.ids() {
        let entry = facts.entry(id).unwrap();
        for (what, text) in [("summary", &entry.summary), ("part", &entry.part)] {
            let missing = missing_languages(text);
            if !missing.is_empty() {
                wrong.push(format!("{id}: {what} lacks {}", missing.join(", ")));
            }
        }
        for (index, fact) in entry.facts.iter().enumerate() {
            count += 1;
            let missing = missing_languages(&fact.text);
            if !missing.is_empty() {
                wrong.push(format!("{id}, fact {index}: lacks {}", missing.join(", ")));
            }
            if fact.sources.is_empty() {
                wrong.push(format!("{id}, fact {index}: no source"));
            }
            let unknown = fact
                .sources
                .iter()
                .filter(|source| facts.source(source).is_none());
            wrong.extend(unknown.map(|source| format!("{id}, fact {index}: no source {source}")));
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(count > 300, "{count}");
}

#[test]
fn facts_are_about_features() {
    let atlas = built_in();
    let facts = facts();
    let mut seen = BTreeSet::new();
    for id in facts.ids() {
        assert!(
            atlas.find(id).is_some(),
            "facts about {id}, which is no feature"
        );
        assert!(seen.insert(id), "two entries about {id}");
    }
}

/// Whoever clicks on something of an overlay is told something.
#[test]
fn everything_on_an_overlay_has_facts() {
    let atlas = built_in();
    let facts = facts();
    let base = atlas.find_layer("base").unwrap();
    let silent: Vec<&str> = atlas
        .features
        .iter()
        .filter(|feature| feature.layer != base && facts.entry(&feature.id).is_none())
        .map(|feature| feature.id.as_str())
        .collect();
    assert_eq!(silent, [""; 0]);
    for id in ["KAZ", "KGZ", "TJK", "TKM", "UZB", "CHN"] {
        assert!(
            facts.entry(id).is_some_and(|entry| !entry.facts.is_empty()),
            "{id}"
        );
    }
}

#[test]
fn legs_of_features_that_come_later_are_looked_up() {
    let (atlas, _) = read_atlas("tests/fixtures/atlas");
    let way = |id: &str, leg: &str| {
        serde_json::json!({
            "type": "Feature", "id": id, "geometry": null,
            "properties": {"class": "corridor", "name": {"en": id}, "legs": [leg]},
        })
    };
    let text = serde_json::json!({
        "type": "FeatureCollection", "features": [way("late", "shared"), way("lost", "nowhere")],
    });
    let mut problems = Vec::new();
    let grown = atlas
        .grown(
            0,
            false,
            "more.geojson",
            text.to_string().as_bytes(),
            &mut problems,
        )
        .unwrap();
    let late = &grown.features[grown.find("late").unwrap()];
    assert!(matches!(&*late.geometry, Geometry::Legs(legs) if legs.len() == 1));
    assert_eq!(grown.find("lost"), None);
    assert!(problems[0].to_string().contains("nowhere"), "{problems:?}");
}

/// Of two features of one id in a file, whenever it comes, the first has the id, and the other is told.
#[test]
fn an_id_twice_in_a_later_file_is_told() {
    let (atlas, _) = read_atlas("tests/fixtures/atlas");
    let grown = |detail: bool, ids: &[&str]| {
        let features = ids.iter().zip([1, 2]).map(|(id, lat)| {
            serde_json::json!({
                "type": "Feature", "id": id, "properties": {"class": "river", "name": {"en": id}},
                "geometry": {"type": "LineString", "coordinates": [[0, lat], [1, lat]]},
            })
        });
        let features: Vec<_> = features.collect();
        let text = serde_json::json!({"type": "FeatureCollection", "features": features});
        let text = text.to_string();
        let mut problems = Vec::new();
        let grown = atlas.grown(0, detail, "more.geojson", text.as_bytes(), &mut problems);
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        (grown.unwrap(), told)
    };
    let lat = |geometry: &Geometry| match geometry {
        Geometry::Lines(lines) => lines[0][0].lat,
        _ => panic!("is no line"),
    };
    let (late, told) = grown(false, &["late", "late"]);
    assert!(told.len() == 1 && told[0].contains("late"), "{told:?}");
    assert!(told[0].contains("more.geojson"), "{told:?}");
    assert_eq!(late.features.len(), atlas.features.len() + 1);
    assert_eq!(
        lat(&late.features[late.find("late").unwrap()].geometry),
        1.0
    );
    let (_, told) = grown(false, &["late", "later"]);
    assert_eq!(told, [""; 0]);
    let known = &atlas.features[0].id;
    let (detailed, told) = grown(true, &[known, known]);
    assert!(told.len() == 1 && told[0].contains(&**known), "{told:?}");
    assert_eq!(lat(detailed.details[0].as_ref().unwrap()), 1.0);
}
