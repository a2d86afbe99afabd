//! Finding features by name: in any language and script, transliterated one way or another, with a typo or two.

use crate::atlas::{Atlas, Class, Feature, Geometry, Own};
use crate::json::Writer;
use crate::list::Gather as _;
use crate::lon_lat::LonLat;
use crate::measure;
use crate::order::order;
use crate::strings::Strings;

/// So many results at most.
const MOST: usize = 8;
/// Letters of a longer query tell nothing more.
const LONGEST: usize = 60;

/// The names of an atlas's features and the titles of its story's steps, folded; steps are counted on from the features.
#[derive(Debug)]
pub struct Names(Vec<(usize, String)>);

impl Names {
    /// All names in all languages.
    #[must_use]
    pub fn new(atlas: &Atlas) -> Self {
        let mut names = Vec::new();
        let features = atlas.features.iter();
        let features = features.map(|feature| (feature.own.as_ref(), &feature.properties.name));
        let steps = atlas.story.steps.iter();
        let all = features.chain(steps.map(|step| (None, &step.title)));
        for (index, (own, text)) in all.enumerate() {
            let first = names.len();
            for name in own.map(Own::name).into_iter().chain(text.all()) {
                let name = (index, fold(name));
                if !name.1.is_empty() && !names[first..].contains(&name) {
                    names.push(name);
                }
            }
        }
        Self(names)
    }

    /// The features and steps that a query may mean, the best first: by how well a name fits, then by rank.
    #[must_use]
    pub fn find(&self, atlas: &Atlas, query: &str) -> Vec<usize> {
        let end = query.char_indices().nth(LONGEST);
        let query = fold(&query[..end.map_or(query.len(), |(at, _)| at)]);
        let mut found: Vec<(usize, u64)> = Vec::new();
        for (index, name) in &self.0 {
            let Some(misfit) = misfit(name, &query) else {
                continue;
            };
            match found.last_mut() {
                Some((last, best)) if last == index => *best = misfit.min(*best),
                _ => found.push((*index, misfit)),
            }
        }
        let keys = found.iter().map(|&(index, misfit)| {
            // A place comes before what is told of it.
            let rank = atlas.features.get(index).map_or(31, |feature| {
                let properties = &feature.properties;
                // What can be selected tells more than what is there for orientation.
                let silent = !properties.class.is_selectable();
                u64::from(properties.rank) * 2 + u64::from(silent)
            });
            misfit * 32 + rank
        });
        let mut best = order(keys);
        best.truncate(MOST);
        best.iter().map(|&at| found[at].0).gathered()
    }
}

/// What a query finds among the `names` of an atlas, as JSON: `[{id, name, layer, class, where}]`, of a step of the story
/// `{id, name, class, step}`; said in `lang` and with the words of the interface.
#[must_use]
pub fn search(atlas: &Atlas, names: &Names, query: &str, lang: &str, strings: &Strings) -> String {
    let countries = measure::countries(atlas);
    let found = names.find(atlas, query).into_iter();
    Writer::objects(found, |json, index| {
        let Some(feature) = atlas.features.get(index) else {
            let step = index - atlas.features.len();
            if let Some(step) = atlas.story.steps.get(step) {
                json.text("id", &step.id);
                json.text("name", step.title.get(lang));
                json.text("class", strings.get("story.step"));
                json.flag("step", true);
            }
            return;
        };
        // Ports stand a little out in the water where the coast is simplified.
        let country = place_of(feature).and_then(|place| {
            let around = [(0.0, 0.0), (0.3, 0.0), (-0.3, 0.0), (0.0, 0.3), (0.0, -0.3)];
            let mut around = around.into_iter();
            around.find_map(|(x, y)| countries.at(LonLat::new(place.lon + x, place.lat + y)))
        });
        json.text("id", &feature.id);
        json.text("name", feature.name(lang));
        json.text("layer", &atlas.layers[feature.layer].id);
        let class = feature.properties.class.name();
        json.text("class", &strings.of("class", class));
        if let Some(country) = country {
            json.text("where", atlas.features[country].name(lang));
        }
    })
}

/// A position of what lies in one country.
fn place_of(feature: &Feature) -> Option<LonLat> {
    match &*feature.geometry() {
        Geometry::Points(places) => places.first().copied(),
        Geometry::Areas(_) if feature.properties.class == Class::Region => feature.properties.label,
        _ => None,
    }
}

/// How badly a name fits a query, both folded: the less, the better; `None` where it does not.
fn misfit(name: &str, query: &str) -> Option<u64> {
    if query.is_empty() {
        return None;
    }
    if name == query {
        return Some(0);
    }
    if name.starts_with(query) {
        return Some(1);
    }
    let words = || {
        let letters = name.as_bytes();
        let starts = (0..letters.len()).filter(|&at| at == 0 || letters[at - 1] == b' ');
        starts.map(|at| &name[at..])
    };
    if words().any(|rest| rest.starts_with(query)) {
        return Some(2);
    }
    // As in `fold`: no `contains`.
    let mut parts = name.as_bytes().windows(query.len().max(1));
    if query.len() > 2 && parts.any(|part| part == query.as_bytes()) {
        return Some(3);
    }
    let most = match query.len() {
        // In other scripts each letter is a word or a syllable.
        _ if !query.is_ascii() => 0,
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    };
    let typos = words().filter_map(|rest| typos(rest, query, most)).min();
    typos.map(|typos| 3 + typos)
}

/// The least number of letters to add, to leave out, to change or to swap for the query to begin the name, if it is no more
/// than `most`.
fn typos(name: &str, query: &str, most: u64) -> Option<u64> {
    if most == 0 {
        return None;
    }
    let (name, query) = (name.as_bytes(), query.as_bytes());
    let width = name.len().min(query.len() + 2);
    // The distance of the letters of the query so far from the first letters of the name, by their number; and the two rows
    // before that one.
    let mut row: Vec<u64> = (0..=width as u64).gathered();
    let mut before = row.clone();
    for (at, letter) in query.iter().enumerate() {
        let last = std::mem::replace(&mut before, row.clone());
        row[0] = at as u64 + 1;
        for column in 1..=width {
            let changed = before[column - 1] + u64::from(name[column - 1] != *letter);
            row[column] = changed.min(before[column] + 1).min(row[column - 1] + 1);
            let swapped = at > 0 && column > 1;
            if swapped && name[column - 2] == *letter && name[column - 1] == query[at - 1] {
                row[column] = row[column].min(last[column - 2] + 1);
            }
        }
        if row.iter().all(|&typos| typos > most) {
            return None;
        }
    }
    row.into_iter().min().filter(|typos| *typos <= most)
}

/// Latin letters, each with those that stand for it behind, the pairs after all others; what stands for none is left out. Small letters
/// alone: [`lower`] comes before.
const LETTERS: &str = "\
    aàáâãäåāăąəаә bб cçćčцчҷ dďđд eèéêëēėęěеёэ fф gğģгғ hхһҳ iìíîïīįıýÿийіыӣ kķкқ \
    lľĺļłл mм nñńňņнң oòóôõöøōőоө pп rŕřр sśšşșсшщ tťţțт uùúûüūůűуұүўӯ vв zźżžжзҗ iaя iuю ssß ьъ'’‘ʻʼʹ`´";

/// The small letter of a capital of the Latin and the Cyrillic script.
fn lower(letter: char) -> char {
    let code = letter as u32;
    let small = match code {
        0x41..=0x5a | 0xc0..=0xde | 0x410..=0x42f => code + 0x20,
        0x400..=0x40f => code + 0x50,
        // Here capitals are even and their small letters follow them, but for two ranges where they are odd.
        0x139..=0x148 | 0x179..=0x17e | 0x4c1..=0x4ce => code + (code & 1),
        0x100..=0x137 | 0x14a..=0x177 | 0x218..=0x21b | 0x460..=0x4bf | 0x4d0..=0x4ff => code | 1,
        // In no range: the capitals of ӏ, ÿ and ə.
        0x4c0 => 0x4cf,
        0x178 => 0xff,
        0x18f => 0x259,
        _ => code,
    };
    char::from_u32(small).unwrap_or(letter)
}

/// A name as it sounds, roughly, in small Latin letters with a space between words: what is written in several ways comes
/// out as one.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::new();
    for letter in name.chars().map(lower) {
        // `contains` would bring 2 KB of searching in linear time.
        let stands = |letters: &&str| letters.chars().any(|other| other == letter);
        match LETTERS.split_ascii_whitespace().find(stands) {
            Some(letters) => letters
                .chars()
                .take_while(char::is_ascii)
                .for_each(|latin| sound(&mut folded, latin)),
            None => sound(&mut folded, letter),
        }
    }
    folded.truncate(folded.trim_ascii_end().len());
    folded
}

/// Adds a letter as it sounds after those before it.
fn sound(folded: &mut String, letter: char) {
    let letter = match letter {
        'q' => 'k',
        'w' => 'v',
        'y' => 'i',
        'j' => 'z',
        '0'..='9' | 'a'..='z' => letter,
        // Punctuation, in Chinese too.
        '\0'..='\u{bf}'
        | '\u{2000}'..='\u{206f}'
        | '\u{3000}'..='\u{303f}'
        | '\u{ff00}'..='\u{ff0f}' => ' ',
        other => other,
    };
    let last = folded.chars().next_back();
    match (last, letter) {
        (None, ' ') => {}
        // Two letters for one sound, which then stands after what is before them.
        (Some('k'), 'h') => {
            folded.pop();
            sound(folded, 'h');
        }
        (Some('z' | 's' | 'c' | 'g'), 'h') => {}
        (Some('t'), 's') => {
            folded.pop();
            sound(folded, 'c');
        }
        (Some(last), letter) if last == letter && letter.is_ascii() && !letter.is_ascii_digit() => {
        }
        _ => folded.push(letter),
    }
}
