//! A name is found in any of its languages and spellings, and nothing that is typed breaks the search.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use central_asia_map::search::{Names, fold, search};
use central_asia_map::strings::Strings;
use proptest::prelude::*;
use serde_json::Value;

mod support;

use support::{atlas_of, built_in, read};

/// What is typed, and the ids of which one has to come first.
const QUERIES: [(&str, &[&str]); 30] = [
    ("Kazakhstan", &["KAZ"]),
    ("казахстан", &["KAZ"]),
    ("Қазақстан", &["KAZ"]),
    ("哈萨克斯坦", &["KAZ"]),
    ("qazaqstan", &["KAZ"]),
    ("kazakstan", &["KAZ"]),
    ("kirgizstan", &["KGZ"]),
    ("Киргизстан", &["KGZ"]),
    ("tadzhikistan", &["TJK"]),
    ("usbekistan", &["UZB"]),
    ("Türkmenistan", &["TKM"]),
    ("khorgos", &["cn-khorgos", "khorgos-gateway"]),
    ("Chorgos", &["cn-khorgos", "khorgos-gateway"]),
    ("Хоргос", &["cn-khorgos", "khorgos-gateway"]),
    ("霍尔果斯", &["cn-khorgos", "khorgos-gateway"]),
    ("Сиань", &["cn-xian"]),
    ("西安", &["cn-xian"]),
    ("xian", &["xian-summit", "xian-hub", "cn-xian"]),
    ("Samarqand", &["uz-samarkand", "UZ-SA"]),
    ("Самарканд", &["uz-samarkand", "UZ-SA"]),
    ("alamty", &["kz-almaty", "KZ-75", "KZ-19"]),
    ("里海", &["caspian-sea"]),
    ("каспий", &["caspian-sea"]),
    ("sinkiang", &["CN-XJ"]),
    ("trans caspian", &["trans-caspian"]),
    ("aktau", &["kz-aktau"]),
    ("Xi'an summit", &["xian-summit"]),
    ("Xi’an summit", &["xian-summit"]),
    ("Yan'an", &["cn-yanan"]),
    ("Qo'ng'irot", &["uz-kungrad"]),
];

/// Whichever apostrophe a keyboard has is that of the name.
#[test]
fn all_apostrophes_are_one() {
    for apostrophe in ['’', '‘', 'ʻ', 'ʼ', '`', '´'] {
        let [typed, plain] = [apostrophe, '\''].map(|mark| fold(&format!("Farg{mark}ona")));
        assert_eq!(typed, plain, "{apostrophe}");
    }
}

#[test]
fn names_are_found_in_every_spelling() {
    let atlas = built_in();
    let names = Names::new(&atlas);
    let mut wrong = Vec::new();
    for (query, expected) in QUERIES {
        let found = names.find(&atlas, query);
        let ids: Vec<&str> = found
            .iter()
            .filter_map(|&index| Some(&*atlas.features.get(index)?.id))
            .collect();
        if !ids.first().is_some_and(|first| expected.contains(first)) {
            wrong.push(format!("{query}: {ids:?}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// Whatever the language, the whole name finds the feature, or one that is called the same.
#[test]
fn every_name_finds_its_feature() {
    let atlas = built_in();
    let names = Names::new(&atlas);
    for (index, feature) in atlas.features.iter().enumerate() {
        for name in feature.properties.name.all() {
            let found = names.find(&atlas, name);
            let same = |&other: &usize| {
                let other = atlas.features.get(other);
                let mut others = other
                    .into_iter()
                    .flat_map(|other| other.properties.name.all());
                others.any(|other| fold(other) == fold(name))
            };
            assert!(found.contains(&index) || found.iter().all(same), "{name}");
        }
    }
}

#[test]
fn spellings_of_one_sound_fold_to_one() {
    for (one, other) in [
        ("Ashgabat", "Aşgabat"),
        ("Turkmenbashy", "Türkmenbaşy"),
        ("Samarqand", "Samarkand"),
        ("Zhetysu", "Жетысу"),
        ("Ürümqi", "urumki"),
        ("Қызылорда", "kyzylorda"),
        ("  Xi’an – Хи'ан ", "XIAN HIAN"),
        ("Oʻzbekiston", "ozbekiston"),
        ("ŽIŽEK ČÉŞÖ", "zizek ceso"),
        ("Пасха", "Paskha"),
        ("Ýolöten", "Yoloten"),
    ] {
        assert_eq!(fold(one), fold(other));
    }
    assert_eq!(fold("—·，"), "");
}

/// What is folded sounds as it did: else two spellings of one name could come out as two.
#[test]
fn what_is_folded_is_folded_no_further() {
    // The Latin and Cyrillic scripts, and every three letters that may fall together.
    let letters = (0..0x530).filter_map(char::from_u32).map(String::from);
    let some = "abcghkqstzxхцшьъ ";
    let three = some.chars().flat_map(|one| {
        some.chars().flat_map(move |two| {
            some.chars()
                .map(move |three| String::from_iter([one, two, three]))
        })
    });
    for word in letters.chain(three) {
        assert_eq!(fold(&fold(&word)), fold(&word), "{word}");
    }
}

#[test]
fn results_say_what_and_where() {
    let atlas = built_in();
    let (names, words) = (Names::new(&atlas), Strings::english());
    let told = |query, lang| -> Value {
        serde_json::from_str(&search(&atlas, &names, query, lang, &words)).unwrap()
    };
    let first = &told("port of aktau", "en")[0];
    assert_eq!(first["id"], "aktau-port");
    assert_eq!(first["layer"], "hubs");
    assert_eq!(first["class"], "Sea port");
    assert_eq!(first["where"], "Kazakhstan");
    assert_eq!(told("port of aktau", "zh")[0]["name"], "阿克套港");
    assert_eq!(told("", "en"), Value::Array(Vec::new()));
    assert_eq!(told("zzzzqqqxxx", "en"), Value::Array(Vec::new()));
}

#[test]
fn steps_of_the_story_are_found_by_their_titles_after_places() {
    let atlas = built_in();
    let atlas = atlas
        .with_story(&read("data/story.json"), "story.json")
        .unwrap();
    let (names, words) = (Names::new(&atlas), Strings::english());
    let told = |query, lang| -> Value {
        serde_json::from_str(&search(&atlas, &names, query, lang, &words)).unwrap()
    };
    for step in &atlas.story.steps {
        for lang in ["en", "ru", "zh"] {
            let title = step.title.get(lang);
            let found = told(title, lang);
            let found = found.as_array().unwrap().iter();
            let mut found = found.filter(|found| found["step"] == true);
            assert!(
                found.any(|found| found["id"] == step.id.as_str() && found["name"] == title),
                "{title}"
            );
        }
    }
    // A typo does not hide a step, and a place of the same name comes first.
    let found = told("caspian", "en");
    let found = found.as_array().unwrap();
    assert!(found[0]["step"].is_null(), "{found:?}");
    assert!(
        found
            .iter()
            .all(|found| !found["class"].as_str().unwrap().is_empty())
    );
}

#[test]
fn better_names_come_first_and_of_equal_ones_the_higher_rank() {
    let place = |id: &str, name: &str, rank: u8| {
        format!(
            r#"{{"type": "Feature", "id": "{id}", "properties": {{"class": "hub", "rank": {rank}, "name": {{"en": "{name}"}}}},
                "geometry": {{"type": "Point", "coordinates": [60, 40]}}}}"#
        )
    };
    let places = [
        place("inside", "Newmarket", 1),
        place("typo", "Marlet", 1),
        place("begins", "Marketplace", 1),
        place("word", "Old Market", 1),
        place("whole", "Market", 9),
        place("higher", "Market", 2),
    ];
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let atlas = atlas_of(&places);
    let found = Names::new(&atlas).find(&atlas, "market");
    let ids: Vec<&str> = found
        .iter()
        .map(|&index| &*atlas.features[index].id)
        .collect();
    assert_eq!(ids, ["higher", "whole", "begins", "word", "inside", "typo"]);
}

proptest! {
    #[test]
    fn nothing_that_is_typed_breaks_the_search(query in ".{0,80}", letters in "[a-zа-яё ʻ中吉乌]{0,20}") {
        let atlas = atlas_of(&[
            r#"{"type": "Feature", "id": "a", "properties": {"class": "hub", "name": {"en": "Ab Ü 中吉乌 ß", "ru": "Щъ я"}},
                "geometry": {"type": "Point", "coordinates": [60, 40]}}"#,
        ]);
        let names = Names::new(&atlas);
        for query in [query, letters] {
            prop_assert!(names.find(&atlas, &query).len() <= 1);
            prop_assert_eq!(fold(&fold(&query)), fold(&query));
        }
    }
}
