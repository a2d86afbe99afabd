//! What features, facts and the story all say: words in every language, sources, dates.

use std::collections::BTreeSet;

use super::known::Known;
use super::schema::Text;
use super::{Place, Report};
use crate::error::Code;

/// A text is there in every language of the atlas.
pub(super) fn text(text: &Text, place: &Place<'_>, known: &Known, report: &mut Report) {
    for lang in &known.languages {
        let words = text.get(lang).map_or("", String::as_str);
        if words.is_empty() {
            let problem = place.problem(Code::NotGeojson, format!("has no words in {lang}"));
            report.add(problem, format!("add \"{lang}\""));
        }
    }
    for (lang, words) in text {
        if words.trim() != words {
            let problem = place
                .member(lang)
                .problem(Code::NotGeojson, "begins or ends with a space");
            report.add(problem, "trim it");
        }
    }
}

/// What is said rests on sources of the bibliography, each named once.
pub(super) fn sources(ids: &[String], place: &Place<'_>, known: &mut Known, report: &mut Report) {
    if ids.is_empty() {
        let problem = place.problem(Code::Unresolved, "rests on no source");
        report.add(problem, "name at least one id of the bibliography");
    }
    let mut seen = BTreeSet::new();
    for (index, id) in ids.iter().enumerate() {
        if !seen.insert(id) {
            let problem = place
                .item(index)
                .problem(Code::NotGeojson, format!("\"{id}\" stands twice"));
            report.add(problem, "name it once");
        }
        if !known.sources.contains(id) {
            let problem = place
                .item(index)
                .problem(Code::Unresolved, format!("there is no source \"{id}\""));
            report.add(problem, "mend the id, or add it to the bibliography");
        }
        known.used_sources.insert(id.clone());
    }
}

/// A date is one of the calendar.
pub(super) fn date(date: Option<&str>, place: &Place<'_>, report: &mut Report) {
    if let Some(date) = date
        && !is_date(date)
    {
        let problem = place.problem(Code::NotGeojson, format!("\"{date}\" is no date"));
        report.add(problem, "write YYYY, YYYY-MM or YYYY-MM-DD");
    }
}

/// Whether it is a year, a month or a day of the calendar.
pub(super) fn is_date(date: &str) -> bool {
    let mut parts = date.split('-');
    let mut number = |digits: usize| -> Option<Option<u32>> {
        let Some(part) = parts.next() else {
            return Some(None);
        };
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse().ok())
    };
    let (Some(Some(year)), Some(month), Some(day)) = (number(4), number(2), number(2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        Some(2) => 28 + u32::from(leap),
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    parts.next().is_none()
        && (1500..=2100).contains(&year)
        && month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=days).contains(&day))
}
