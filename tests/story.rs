//! What the map claims holds in its data: where the routes run, who borders whom, how long things are, who says so.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use central_asia_map::atlas::{Atlas, Class, Feature, Geometry};
use central_asia_map::geo::geodesic;
use central_asia_map::geo::zones::Zones;
use central_asia_map::lon_lat::LonLat;
use central_asia_map::measure;
use central_asia_map::network::Network;
use central_asia_map::panel::panel;
use central_asia_map::strings::Strings;
use serde_json::Value;

mod support;

use support::{facts, project, read, read_atlas};

const FIVE: [&str; 5] = ["KAZ", "KGZ", "TJK", "TKM", "UZB"];

/// The built-in atlas with everything that comes after the first picture.
fn whole() -> Atlas {
    let (atlas, problems) = read_atlas("data");
    assert_eq!(problems, []);
    atlas
}

fn feature<'a>(atlas: &'a Atlas, id: &str) -> &'a Feature {
    &atlas.features[atlas.find(id).unwrap_or_else(|| panic!("there is no {id}"))]
}

fn rings(feature: &Feature) -> impl Iterator<Item = &Vec<LonLat>> {
    match &*feature.geometry {
        Geometry::Areas(areas) => areas.iter().flatten(),
        _ => panic!("{} is no area", feature.id),
    }
}

/// Kilometres of a feature's lines, with all branches, inside an area.
fn km_inside(atlas: &Atlas, line: &str, area: &str) -> f64 {
    let mut zone = Zones::default();
    for ring in rings(feature(atlas, area)) {
        zone.add(0, ring);
    }
    let Geometry::Legs(legs) = &*feature(atlas, line).geometry else {
        panic!("{line} has no legs");
    };
    let parts = legs
        .iter()
        .flat_map(|&leg| zone.split(&atlas.tracks[leg].line));
    parts
        .filter(|part| part.zone.is_some())
        .map(|part| part.km)
        .sum()
}

/// The countries along the main way, in order.
fn countries(atlas: &Atlas, line: &str) -> Vec<String> {
    let way = measure::way(atlas, feature(atlas, line)).unwrap();
    let countries = way.by_country.iter().filter_map(|(country, _)| *country);
    countries
        .map(|country| atlas.features[country].id.clone())
        .collect()
}

fn neighbours(atlas: &Atlas, id: &str) -> Vec<String> {
    let neighbours = measure::neighbours(atlas, feature(atlas, id)).into_iter();
    neighbours
        .map(|(other, _)| atlas.features[other].id.clone())
        .collect()
}

#[test]
fn what_avoids_russia_never_enters_it_and_the_northern_routes_do() {
    let atlas = whole();
    let northern = [
        "northern-route",
        "northern-route-east",
        "northern-route-mongolia",
    ];
    let mut avoiding = 0;
    for line in &atlas.features {
        if !matches!(
            line.properties.class,
            Class::Corridor | Class::Gas | Class::Oil
        ) {
            continue;
        }
        let km = km_inside(&atlas, &line.id, "RUS");
        if northern.contains(&line.id.as_str()) {
            assert!(km > 200.0, "{} has {km} km in Russia", line.id);
        } else {
            assert!(km == 0.0, "{} has {km} km in Russia", line.id);
            avoiding += 1;
        }
    }
    assert_eq!(avoiding, 17);
    assert!(km_inside(&atlas, "northern-route", "RUS") > 2500.0);
}

#[test]
fn lines_cross_the_countries_published() {
    let atlas = whole();
    assert_eq!(
        countries(&atlas, "gas-line-d"),
        ["TKM", "UZB", "TJK", "KGZ", "CHN"]
    );
    for line in ["gas-line-a", "gas-line-b", "gas-line-c"] {
        assert_eq!(countries(&atlas, line), ["TKM", "UZB", "KAZ", "CHN"]);
    }
    assert_eq!(countries(&atlas, "cku-railway"), ["CHN", "KGZ", "UZB"]);
    // Between Taraz and Shymkent the Turksib passes through a corner of Kyrgyzstan, by Maymak.
    let middle = ["CHN", "KAZ", "KGZ", "AZE", "GEO", "TUR"];
    assert_eq!(countries(&atlas, "trans-caspian"), middle);
    let north = ["CHN", "KAZ", "RUS", "BLR", "POL", "DEU"];
    assert_eq!(countries(&atlas, "northern-route"), north);
    assert_eq!(countries(&atlas, "kazakhstan-china-oil"), ["KAZ", "CHN"]);
}

#[test]
fn gauges_break_and_borders_are_crossed_where_they_are() {
    let atlas = whole();
    let counts = |line: &str| {
        let way = measure::way(&atlas, feature(&atlas, line)).unwrap();
        (way.crossings, way.gauge_breaks)
    };
    // At Altynkol and Akhalkalaki; at Dostyk and Małaszewicze.
    assert_eq!(counts("trans-caspian"), (6, 2));
    assert_eq!(counts("northern-route"), (5, 2));
    assert_eq!(counts("cku-railway"), (2, 1));
    assert_eq!(counts("beineu-bozoy-shymkent"), (0, 0));
}

#[test]
fn xian_lies_in_shaanxi() {
    let atlas = whole();
    let mut zones = Zones::default();
    for (number, region) in atlas.features.iter().enumerate() {
        if region.properties.class == Class::Region {
            rings(region).for_each(|ring| zones.add(number, ring));
        }
    }
    for place in ["xian-summit", "xian-hub", "cn-xian"] {
        let Geometry::Points(points) = &*feature(&atlas, place).geometry else {
            panic!("{place} is no point");
        };
        assert_eq!(zones.at(points[0]), atlas.find("CN-SN"), "{place}");
    }
}

#[test]
fn of_the_five_only_tajikistan_borders_china_and_afghanistan_and_pakistan_does_too() {
    let atlas = whole();
    let both = |id: &str| {
        let neighbours = neighbours(&atlas, id);
        ["CHN", "AFG"]
            .iter()
            .all(|other| neighbours.iter().any(|id| id == other))
    };
    let found: Vec<&str> = FIVE.into_iter().filter(|id| both(id)).collect();
    assert_eq!(found, ["TJK"]);
    assert!(both("PAK"));
    let of_china: Vec<&str> = FIVE
        .into_iter()
        .filter(|id| neighbours(&atlas, id).contains(&"CHN".to_owned()))
        .collect();
    assert_eq!(of_china, ["KAZ", "KGZ", "TJK"]);
}

/// A length that somebody published: name, tracks, the least and most that sources say, km; whether the line is drawn
/// schematically; and why it may differ by more than 5 %, or 10 % where it is schematic.
type Published = (
    &'static str,
    &'static [&'static str],
    f64,
    f64,
    bool,
    Option<&'static str>,
);

const PUBLISHED: &[Published] = &[
    (
        "Altynkol–Zhetygen",
        &["altynkol-zhetygen"],
        293.0,
        293.0,
        false,
        Some("drawn straight between stations, some 25 km apart"),
    ),
    (
        "Altynkol–port of Aktau",
        &[
            "altynkol-zhetygen",
            "zhetygen-almaty",
            "almaty-arys",
            "arys-saksaulskaya",
            "saksaulskaya-shalkar",
            "shalkar-beineu",
            "beineu-mangystau",
            "mangystau-aktau",
        ],
        3128.0,
        3128.0,
        false,
        None,
    ),
    (
        "Zhezkazgan–Beineu, new line",
        &["zhezkazgan-saksaulskaya", "shalkar-beineu"],
        988.0,
        988.0,
        false,
        None,
    ),
    (
        "Uzen–Gorgan",
        &[
            "uzen-bereket",
            "bereket-incheh-borun",
            "incheh-borun-sabz-dasht",
            "gorgan-sabz-dasht",
        ],
        908.0,
        930.0,
        false,
        None,
    ),
    (
        "Baku–Tbilisi–Kars",
        &[
            "baku-alat",
            "alat-tbilisi",
            "tbilisi-akhalkalaki",
            "akhalkalaki-kars",
        ],
        826.0,
        826.0,
        false,
        None,
    ),
    (
        "Kashgar–Andijan",
        &["kashgar-makmal", "makmal-andijan"],
        486.0,
        533.0,
        true,
        None,
    ),
    (
        "Shanghai–Rotterdam",
        &[
            "shanghai-east-china-sea",
            "east-china-sea-singapore",
            "singapore-bab-el-mandeb",
            "bab-el-mandeb-suez",
            "suez-canal",
            "port-said-gibraltar",
            "gibraltar-rotterdam",
        ],
        19_400.0,
        19_400.0,
        false,
        None,
    ),
    (
        "Gas line A",
        &["gas-amu-darya-shymkent", "gas-shymkent-khorgos"],
        1833.0,
        1833.0,
        false,
        None,
    ),
    (
        "Beineu–Bozoy–Shymkent",
        &["gas-beineu-shymkent"],
        1425.0,
        1477.0,
        false,
        None,
    ),
    (
        "Atyrau–Kenkiyak",
        &["oil-atyrau-kenkiyak"],
        449.0,
        449.0,
        true,
        None,
    ),
    (
        "Kenkiyak–Kumkol",
        &["oil-kenkiyak-kumkol"],
        797.0,
        797.0,
        true,
        None,
    ),
    (
        "Atasu–Alashankou",
        &["oil-atasu-alashankou"],
        962.0,
        962.0,
        false,
        None,
    ),
    (
        "Alashankou–Dushanzi",
        &["oil-alashankou-dushanzi"],
        252.0,
        252.0,
        true,
        Some("four points: of its course only the places it passes are known"),
    ),
];

#[test]
fn lengths_are_those_published() {
    let atlas = whole();
    let mut wrong = Vec::new();
    for &(name, tracks, least, most, schematic, why) in PUBLISHED {
        let km: f64 = tracks
            .iter()
            .map(|id| atlas.tracks.iter().find(|track| track.id == *id).unwrap())
            .map(|track| geodesic::length(&track.line))
            .sum();
        let off = if km < least {
            km / least - 1.0
        } else {
            (km / most - 1.0).max(0.0)
        };
        let tolerance = if schematic { 0.10 } else { 0.05 };
        println!(
            "{name}: {km:.0} km, published {least}–{most}, {:+.1} %",
            off * 100.0
        );
        match (off.abs() > tolerance, why) {
            (true, None) => wrong.push(format!("{name}: {:+.1} %", off * 100.0)),
            (false, Some(_)) => wrong.push(format!("{name}: no excuse needed")),
            (true, Some(_)) => assert!(off.abs() < 2.0 * tolerance, "{name}"),
            (false, None) => {}
        }
    }
    // Line D is published without its part in Turkmenistan: 205 km in Uzbekistan, 391 in Tajikistan, 215 in Kyrgyzstan, 155
    // in China; its course is not known, so each alone may differ more than their sum.
    let way = measure::way(&atlas, feature(&atlas, "gas-line-d")).unwrap();
    let beyond = way
        .by_country
        .iter()
        .filter(|(country, _)| *country != atlas.find("TKM"));
    let km: f64 = beyond.map(|(_, km)| km).sum();
    assert!((km / 966.0 - 1.0).abs() < 0.10, "line D: {km} km");
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Land borders by the CIA's World Factbook as of 18 May 2023, km.
const BORDERS: [(&str, &str, f64); 20] = [
    ("CHN", "KAZ", 1765.0),
    ("CHN", "KGZ", 1063.0),
    ("CHN", "TJK", 477.0),
    ("AFG", "CHN", 91.0),
    ("CHN", "PAK", 438.0),
    ("AFG", "TJK", 1357.0),
    ("KGZ", "TJK", 984.0),
    ("KAZ", "RUS", 7644.0),
    ("KAZ", "UZB", 2330.0),
    ("KAZ", "KGZ", 1212.0),
    ("KAZ", "TKM", 413.0),
    ("KGZ", "UZB", 1314.0),
    ("TJK", "UZB", 1312.0),
    ("TKM", "UZB", 1793.0),
    ("IRN", "TKM", 1148.0),
    ("AFG", "UZB", 144.0),
    ("AFG", "TKM", 804.0),
    ("AFG", "PAK", 2670.0),
    ("GEO", "TUR", 273.0),
    ("AZE", "GEO", 428.0),
];

/// The length of the boundary between two countries, km: in the first view, and in detail.
fn border(atlas: &Atlas, a: &str, b: &str) -> (f64, f64) {
    let mut sums = (0.0, 0.0);
    for (index, boundary) in atlas.features.iter().enumerate() {
        let between = boundary.properties.between.as_ref();
        let is_it = between.is_some_and(|[c, d]| (c == a && d == b) || (c == b && d == a));
        if is_it && boundary.properties.class == Class::Boundary {
            let fine = atlas.details[index].as_ref().unwrap();
            let fine = Feature {
                geometry: fine.clone(),
                ..boundary.as_ref().clone()
            };
            sums.0 += measure::length(atlas, boundary);
            sums.1 += measure::length(atlas, &fine);
        }
    }
    sums
}

#[test]
fn borders_stand_beside_the_published_ones_in_docs() {
    let atlas = whole();
    let mut table = String::from(
        "# Borders, computed and published\n\n\
         Lengths in kilometres on the WGS 84 ellipsoid: of the lines of the first view, as the panel shows them, and of those \
         that\nare drawn when zoomed in, beside the CIA's World Factbook as of 18 May 2023. Simplified lines cut corners: the \
         more a\nborder winds, along rivers and crests, the more of its length is lost. `UPDATE_DOCS=1 cargo test --test story` \
         writes this\nfile.\n\n\
         | between | first view | in detail | published | first view | in detail |\n|---|--:|--:|--:|--:|--:|\n",
    );
    for (a, b, published) in BORDERS {
        let (coarse, fine) = border(&atlas, a, b);
        let name = |id| feature(&atlas, id).properties.name.get("en");
        let share = |km: f64| (km / published - 1.0) * 100.0;
        assert!(
            (-35.0..5.0).contains(&share(coarse)),
            "{a}–{b}: {coarse} km"
        );
        assert!((-30.0..8.0).contains(&share(fine)), "{a}–{b}: {fine} km");
        assert!(fine >= coarse, "{a}–{b}");
        writeln!(
            table,
            "| {} – {} | {coarse:.0} | {fine:.0} | {published} | {:+.0} % | {:+.0} % |",
            name(a),
            name(b),
            share(coarse),
            share(fine),
        )
        .unwrap();
    }
    let path = project("docs/borders.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &table).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        written,
        table,
        "UPDATE_DOCS=1 cargo test --test story writes {}",
        path.display()
    );
}

#[test]
fn published_borders_are_the_same_in_the_facts() {
    let (atlas, facts) = (whole(), facts());
    let mut compared = 0;
    for id in facts.ids() {
        let here = feature(&atlas, id);
        for fact in &facts.entry(id).unwrap().facts {
            let (Some(measures), Some(value)) = (&fact.measures, fact.value) else {
                continue;
            };
            let sides = match (here.properties.class, &here.properties.between) {
                (Class::Country, _) => [id, measures],
                (Class::Border, Some([a, b])) => [a.as_str(), b.as_str()],
                _ => continue,
            };
            let found = BORDERS
                .iter()
                .find(|(a, b, _)| sides.contains(a) && sides.contains(b));
            if let Some((.., published)) = found {
                assert!(
                    (value - published).abs() < 0.5,
                    "{id}: {value}, not {published}"
                );
                compared += 1;
            }
        }
    }
    assert!(compared >= 20, "{compared}");
}

#[test]
fn areas_are_those_published() {
    let (atlas, facts) = (whole(), facts());
    let mut compared = 0;
    for id in facts.ids() {
        let here = feature(&atlas, id);
        let told = facts.entry(id).unwrap().facts.iter();
        let published = told.filter(|fact| fact.measures.as_deref() == Some("area"));
        let computed = measure::area(&atlas, here);
        if let (Some(published), Some(computed)) =
            (published.filter_map(|fact| fact.value).next(), computed)
        {
            let off = computed / published - 1.0;
            println!(
                "{id}: {computed:.0} km², published {published}, {:+.1} %",
                off * 100.0
            );
            // Islands and inland waters are counted or not.
            assert!(
                off.abs() < 0.05,
                "{id}: {computed} km², published {published}"
            );
            compared += 1;
        }
    }
    assert!(compared >= 10, "{compared}");
    assert_eq!(
        measure::area(&atlas, feature(&atlas, "RUS")),
        None,
        "Russia is cut off by the map"
    );
}

/// Countries by the letters that towns' ids begin with.
const COUNTRIES: &str = "ae:ARE af:AFG am:ARM at:AUT az:AZE bd:BGD be:BEL bg:BGR bh:BHR bt:BTN by:BLR ch:CHE cn:CHN cz:CZE de:DEU \
    dj:DJI dk:DNK dz:DZA ee:EST eg:EGY er:ERI es:ESP et:ETH fi:FIN fr:FRA gb:GBR ge:GEO gr:GRC hk:HKG hr:HRV hu:HUN ie:IRL il:ISR \
    in:IND iq:IRQ ir:IRN it:ITA jo:JOR jp:JPN kg:KGZ kh:KHM kp:PRK kr:KOR kw:KWT kz:KAZ la:LAO lb:LBN lk:LKA lt:LTU lv:LVA ly:LBY \
    ma:MAR md:MDA mm:MMR mn:MNG nl:NLD no:NOR np:NPL om:OMN ph:PHL pk:PAK pl:POL pt:PRT qa:QAT ro:ROU rs:SRB ru:RUS sa:SAU sd:SDN \
    se:SWE sk:SVK sy:SYR th:THA tj:TJK tm:TKM tn:TUN tr:TUR tw:TWN ua:UKR uz:UZB vn:VNM ye:YEM";

/// Towns that the simplified lines of the first view leave outside: on a coast, or at a border.
const ON_THE_LINE: [&str; 18] = [
    "bh-manama",
    "cn-haikou",
    "dk-copenhagen",
    "eg-port-said",
    "fr-marseille",
    "gr-piraeus",
    // In the map's de facto view the east of the city is Palestine's.
    "il-jerusalem",
    "ir-bandar-abbas",
    "it-trieste",
    // On the Chu, which is the border with Kazakhstan.
    "kg-tokmok",
    "lb-beirut",
    "ly-tripoli",
    "pk-gwadar",
    "qa-doha",
    "ro-constanta",
    "ru-vladivostok",
    "tr-trabzon",
    "ye-aden",
];

#[test]
fn every_town_lies_in_its_country() {
    let atlas = whole();
    let mut zones = Zones::default();
    for (number, country) in atlas.features.iter().enumerate() {
        if country.properties.class == Class::Country {
            rings(country).for_each(|ring| zones.add(number, ring));
        }
    }
    let mut outside = Vec::new();
    let mut towns = 0;
    for town in &atlas.features {
        if !matches!(town.properties.class, Class::Capital | Class::Town) {
            continue;
        }
        let Geometry::Points(points) = &*town.geometry else {
            panic!("{} is no point", town.id);
        };
        let mut pairs = COUNTRIES
            .split_whitespace()
            .filter_map(|pair| pair.split_once(':'));
        let country = pairs.find(|(letters, _)| town.id.starts_with(&format!("{letters}-")));
        let country = country
            .unwrap_or_else(|| panic!("{} is of no country", town.id))
            .1;
        let at = zones
            .at(points[0])
            .map(|number| atlas.features[number].id.as_str());
        if at != Some(country) {
            outside.push(town.id.as_str());
        }
        towns += 1;
    }
    outside.sort_unstable();
    assert!(towns > 400);
    assert_eq!(outside, ON_THE_LINE);
}

#[test]
fn everything_has_a_name_in_every_language() {
    let atlas = whole();
    for feature in &atlas.features {
        if feature.properties.class == Class::Boundary {
            continue;
        }
        let given: BTreeSet<&str> = feature.properties.name.languages().collect();
        for lang in ["en", "ru", "zh"] {
            assert!(given.contains(lang), "{} has no name in {lang}", feature.id);
            assert!(
                !feature.properties.name.get(lang).trim().is_empty(),
                "{}",
                feature.id
            );
        }
    }
    for layer in &atlas.layers {
        assert_eq!(layer.title.languages().count(), 3, "{}", layer.id);
    }
}

#[test]
fn every_fact_rests_on_a_source() {
    let facts = facts();
    let mut count = 0;
    for id in facts.ids() {
        for fact in &facts.entry(id).unwrap().facts {
            assert!(!fact.sources.is_empty(), "{id}: {}", fact.text.get("en"));
            for source in &fact.sources {
                assert!(facts.source(source).is_some(), "{id}: {source}");
            }
            count += 1;
        }
    }
    assert!(count > 400);
}

#[test]
fn all_claims_are_accounted_for() {
    let claims: Vec<Value> = serde_json::from_str(&read("data/claims.json")).unwrap();
    let atlas = whole();
    assert_eq!(claims.len(), 74);
    for (index, claim) in claims.iter().enumerate() {
        assert_eq!(claim["n"], index + 1);
        let list = |member: &str| claim[member].as_array().cloned().unwrap_or_default();
        let told = list("features").len() + list("steps").len();
        assert!(told > 0, "claim {} is told by nothing", index + 1);
        for id in list("features") {
            assert!(
                atlas.find(id.as_str().unwrap()).is_some(),
                "claim {}: {id}",
                index + 1
            );
        }
        for id in list("steps") {
            assert!(
                STEPS.contains(&id.as_str().unwrap()),
                "claim {}: {id}",
                index + 1
            );
        }
    }
    // These carry their correction.
    for n in [22, 31, 41, 45, 59, 62] {
        let claim = &claims[n - 1];
        let corrected = claim["note"]["en"]
            .as_str()
            .is_some_and(|note| note.len() > 20);
        assert!(
            corrected && claim["verdict"] != "confirmed",
            "claim {n}: {}",
            claim["verdict"]
        );
    }
}

/// The public ids of the steps, in the order to tell them.
const STEPS: [&str; 12] = [
    "summit",
    "five",
    "land-or-sea",
    "north",
    "caspian",
    "alternatives",
    "pipelines",
    "xinjiang",
    "fergana",
    "tajikistan",
    "security",
    "since",
];

/// By claim: words of the steps that tell it.
const TOLD: &[(&[usize], &str)] = &[
    (&[1], "defence"),
    (&[2], "China’s president"),
    (&[3], "Russia’s traditional backyard"),
    (&[4], "war in Ukraine"),
    (&[5], "first summit in person"),
    (&[6], "known together as the C5"),
    (&[7], "transport links|corridor across the Caspian"),
    (&[8], "more oil and gas imported"),
    (&[9], "Kazakhstan"),
    (&[10], "Tajikistan"),
    (&[11], "Kyrgyzstan"),
    (&[12], "Turkmenistan"),
    (&[13], "Uzbekistan"),
    (&[14], "policing"),
    (&[15], "security"),
    (&[16], "defence"),
    (&[17], "keep peace in the region|gave no details"),
    (&[18], "Xinhua reported"),
    (&[19], "To keep Xinjiang secure"),
    (&[20], "politically sensitive"),
    (&[21], "accused of repressing"),
    (&[22], "overland energy"),
    (&[23], "by Xinjiang"),
    (&[24], "four in five trains"),
    (&[25], "dominant power"),
    (&[26], "unsettled Central Asia"),
    (&[27], "used to be the peacekeeper"),
    (&[28], "ability to keep order was doubted"),
    (&[29], "did not stop them"),
    (&[30], "2022"),
    (&[31], "skirmishes"),
    (&[32], "two days"),
    (&[33], "host"),
    (&[34], "Xi’an"),
    (&[35], "26 billion yuan"),
    (&[36], "$3.7 billion"),
    (&[37], "financing and free aid"),
    (&[38], "without saying how it divides"),
    (&[39], "more freight across the borders"),
    (&[40], "support a corridor across the Caspian"),
    (&[41], "upgrading ports"),
    (&[42], "hubs for the trains"),
    (&[43], "warehouses"),
    (&[44], "alternative by land"),
    (&[45], "disrupted this northern stretch"),
    (&[46], "two and a half times|More corridors"),
    (&[47], "avoid Russia"),
    (&[48], "built faster"),
    (&[49], "oil and gas imported"),
    (&[50], "oil and gas imported"),
    (&[51], "gave no details"),
    (&[52], "formal security agreement"),
    (&[53], "against terrorism"),
    (&[54], "separatists"),
    (&[55], "export its model of control"),
    (&[56], "Temur Umarov, a fellow"),
    (&[57], "Carnegie Russia Eurasia Center"),
    (&[58], "new drills with the People’s Armed Police"),
    (&[59], "2019"),
    (&[60], "stopped in the pandemic"),
    (&[61], "interest Beijing in particular"),
    (&[62], "Pakistan borders both"),
    (&[63], "not the region’s strongest"),
    (&[64], "extends its own security"),
    (&[65, 66], "5G"),
    (&[67], "facial recognition"),
    (&[68], "colour revolutions"),
    (&[69], "blame the West"),
    (&[70], "shield local rulers"),
    (&[71], "Chien-yu Shih"),
    (&[72], "Taiwanese institute"),
];

#[test]
fn the_steps_are_those_promised() {
    let atlas = whole();
    let story = &atlas.story;
    let ids: Vec<&str> = story.steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(ids, STEPS);
}

#[test]
fn every_claim_is_told_by_the_steps_that_it_names() {
    let claims: Vec<Value> = serde_json::from_str(&read("data/claims.json")).unwrap();
    let atlas = whole();
    let story = &atlas.story;
    let mut told = 0;
    for claim in &claims {
        let number = usize::try_from(claim["n"].as_u64().unwrap()).unwrap();
        let list = |member: &str| -> Vec<&str> {
            let items = claim[member].as_array().unwrap().iter();
            items.filter_map(Value::as_str).collect()
        };
        for id in list("steps") {
            let step = &story.steps[story.find_step(id).unwrap()];
            let text = step.text.get("en").replace('\u{a0}', " ");
            let words = TOLD.iter().find(|(numbers, _)| numbers.contains(&number));
            let words = words
                .unwrap_or_else(|| panic!("claim {number} has no words"))
                .1;
            assert!(
                words.split('|').any(|words| text.contains(words)),
                "claim {number} is not told by {id}: {words}"
            );
            let shown = list("features");
            assert!(
                step.features.iter().any(|id| shown.contains(&id.as_str())),
                "claim {number}: {id} shows none of {shown:?}"
            );
            let outside: Vec<&str> = list("sources")
                .into_iter()
                .filter(|id| *id != "article")
                .collect();
            assert!(
                outside.is_empty() || step.sources.iter().any(|id| outside.contains(&id.as_str())),
                "claim {number}: {id} rests on none of {outside:?}"
            );
            told += 1;
        }
    }
    assert!(told > 70, "{told}");
}

#[test]
fn figures_in_steps_and_themes_are_those_of_the_facts() {
    let (atlas, facts) = (whole(), facts());
    let story = &atlas.story;
    let known: Vec<f64> = facts
        .ids()
        .flat_map(|id| &facts.entry(id).unwrap().facts)
        .filter_map(|fact| fact.value)
        .collect();
    let mut compared = 0;
    for theme in &story.themes {
        for (id, value) in &theme.values {
            let entry = facts.entry(id).unwrap();
            let same = entry.facts.iter().any(|fact| fact.value == Some(*value));
            assert!(same, "{}: {id} has {value}, which no fact says", theme.id);
            compared += 1;
        }
    }
    assert_eq!(compared, 23, "{compared}");
    // All five, or the areas that the theme's note explains.
    for theme in &story.themes {
        let complete = FIVE
            .iter()
            .all(|id| theme.values.iter().any(|(known, _)| known == id));
        assert!(complete || theme.id == "gas", "{}", theme.id);
    }
    for figure in [16562.0, 43.2, 1.5, 26.0, 70.0, 89.4, 19400.0] {
        assert!(known.contains(&figure), "{figure}");
    }
}

#[test]
fn charts_show_figures_of_the_facts_with_their_sources() {
    let (atlas, facts) = (whole(), facts());
    let story = &atlas.story;
    let words = Strings::read(&read("web/text/ru.json"), "ru.json").unwrap();
    let charts: Vec<&str> = story.charts.iter().map(|chart| &*chart.id).collect();
    assert_eq!(charts, ["trains", "gas-capacity"]);
    let shown = story.themes.iter().chain(&story.charts);
    for chart in shown.filter(|chart| !chart.panels.is_empty()) {
        for (of, value) in &chart.values {
            // Years before those that a fact tells of stand in the one source of the chart.
            let told = chart.panels.iter().chain([of]);
            let mut told = told
                .filter_map(|id| facts.entry(id))
                .flat_map(|entry| &entry.facts);
            let dated = atlas.find(of).is_none();
            let early = dated && !["2011", "2021", "2022", "2023"].contains(&of.as_str());
            let figure = value.to_string();
            let same = told.any(|fact| {
                fact.value == Some(*value) || fact.text.get("en").replace(',', "").contains(&figure)
            });
            assert!(
                early || same,
                "{}: {of} has {value}, which no fact says",
                chart.id
            );
        }
        for id in &chart.panels {
            let feature = atlas.find(id).unwrap();
            let told = panel(&atlas, Some(&facts), feature, 2023, "ru", &words);
            let title = chart.title.get("ru");
            let bars = told
                .sections
                .iter()
                .filter(|section| section.heading.starts_with(title));
            let bars: Vec<_> = bars.filter(|section| !section.bars.is_empty()).collect();
            assert_eq!(bars.len(), 1, "{id}: {title}");
            assert_eq!(bars[0].bars.len(), chart.values.len(), "{id}");
            let own = bars[0]
                .bars
                .iter()
                .filter(|bar| bar.target.as_deref() == Some(&**id));
            assert_eq!(own.count(), 0, "{id} leads to itself");
            let notes = &bars[0].facts[0];
            assert_eq!(notes.footnotes.len(), chart.sources.len(), "{id}");
            assert!(
                notes
                    .footnotes
                    .iter()
                    .all(|&number| told.sources[number - 1].url.is_some())
            );
        }
        // Nothing is shown whose sources have not arrived.
        let feature = atlas.find(&chart.panels[0]).unwrap();
        let early = panel(&atlas, None, feature, 2023, "ru", &words);
        assert!(early.sections.iter().all(|section| section.bars.is_empty()));
    }
    let line = atlas.find("gas-line-a").unwrap();
    let told = panel(&atlas, Some(&facts), line, 2023, "ru", &words);
    let open: Vec<bool> = told.sections[0].bars.iter().map(|bar| bar.open).collect();
    assert_eq!(open, [false, false, false, true]);
    assert!(
        told.sections[0].bars[3]
            .name
            .ends_with(&words.of("status", "planned"))
    );
}

/// In Russian and Chinese a year alone is no date.
#[test]
fn a_year_in_a_note_has_its_word() {
    let atlas = whole();
    let facts = facts();
    let corridor = atlas.find("trans-caspian").unwrap();
    for (lang, year) in [
        ("en", "as of 2022"),
        ("ru", "на 2022 год"),
        ("zh", "截至2022年"),
    ] {
        let words = Strings::read(&read(&format!("web/text/{lang}.json")), lang).unwrap();
        let told = panel(&atlas, Some(&facts), corridor, 2023, lang, &words);
        let mut notes = told.sections.iter().flat_map(|section| &section.facts);
        assert!(notes.any(|fact| fact.note.ends_with(year)), "{year}");
    }
}

#[test]
fn ways_can_begin_and_end_where_the_panel_says_so() {
    let atlas = whole();
    let network = Network::new(&atlas);
    let words = Strings::english();
    for feature in 0..atlas.features.len() {
        if !atlas.features[feature].properties.class.is_selectable() {
            continue;
        }
        let told = panel(&atlas, None, feature, 2023, "en", &words);
        let hub = network.hub(&atlas, feature).is_some();
        // Whether a track leads here, the network knows.
        assert!(told.end || !hub, "{}", told.id);
        let class = atlas.features[feature].properties.class;
        assert_eq!(told.end, class.is_end(), "{}", told.id);
    }
}

#[test]
fn things_appear_change_and_go_by_their_dates() {
    let atlas = whole();
    let exists = |year: i32| -> BTreeSet<&str> {
        let there = atlas
            .features
            .iter()
            .filter(|feature| feature.properties.exists_in(year));
        there.map(|feature| feature.id.as_str()).collect()
    };
    // The first year of each, and the last before it.
    for (id, since) in [
        ("kazakhstan-china-oil", 2006),
        ("gas-line-a", 2009),
        ("gas-line-b", 2010),
        ("northern-route", 2011),
        ("northern-route-east", 2011),
        ("northern-route-mongolia", 2011),
        ("west-east-gas", 2012),
        ("khorgos-crossing", 2012),
        ("beineu-bozoy-shymkent", 2013),
        ("kazakhstan-turkmenistan-iran", 2013),
        ("gas-line-c", 2014),
        ("gas-line-d", 2014),
        ("trans-caspian", 2014),
        ("kashgar-osh-tashkent", 2019),
        ("forish-exercise-2019", 2019),
        ("batken-clashes", 2021),
        ("ovchi-kalacha-clash", 2022),
        ("xian-summit", 2023),
        ("cku-railway", 2023),
    ] {
        assert!(!exists(since - 1).contains(id), "{id} in {}", since - 1);
        assert!(exists(since).contains(id), "{id} in {since}");
    }
    assert!(exists(2024).contains("batken-clashes"));
    assert!(!exists(2025).contains("batken-clashes"));
    let status = |id: &str, year| feature(&atlas, id).properties.status_in(year).name();
    assert_eq!(status("northern-route", 2021), "operating");
    assert_eq!(status("northern-route", 2022), "disrupted");
    assert_eq!(status("northern-route-east", 2012), "operating");
    assert_eq!(status("cku-railway", 2023), "planned");
    assert_eq!(status("cku-railway", 2025), "construction");
    assert_eq!(status("kazakhstan-turkmenistan-iran", 2013), "construction");
    // Nothing has a status in a year in which it is not there, and no history begins before its feature.
    for feature in &atlas.features {
        let first = feature.properties.history.first();
        assert!(
            first.is_none_or(|change| Some(change.from) == feature.properties.since),
            "{}",
            feature.id
        );
    }
}
