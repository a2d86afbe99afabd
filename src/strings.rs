//! The words of the interface in one language.

use crate::decimal::{Decimal, whole};
use crate::error::Problem;
use crate::json;
use crate::list::{AddAll as _, glued, head, parts};

/// Words by key. The command line has them built in; the element fetches them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strings(Vec<(String, String)>);

#[cfg(feature = "cli")]
const ENGLISH: &str = include_str!("../web/text/en.json");
#[cfg(not(feature = "cli"))]
const ENGLISH: &str = "{}";

impl Strings {
    /// The English words; in the browser none, as a page fetches those that it needs.
    #[must_use]
    pub fn english() -> Self {
        // The file is part of the build; a test reads it.
        Self(words(ENGLISH, "en.json").unwrap_or_default())
    }

    /// The words for a BCP 47 tag, for those who have no files: English where there are none in its language.
    ///
    /// # Errors
    ///
    /// None but for a broken build.
    #[cfg(feature = "cli")]
    pub fn built_in(lang: &str) -> Result<Self, Problem> {
        match lang.split('-').next() {
            Some("ru") => Self::read(include_str!("../web/text/ru.json"), "ru.json"),
            Some("zh") => Self::read(include_str!("../web/text/zh.json"), "zh.json"),
            _ => Ok(Self::english()),
        }
    }

    /// The words of one file; what it lacks stays English where that is built in.
    ///
    /// # Errors
    ///
    /// When the file is no JSON object of strings.
    pub fn read(text: &str, file: &str) -> Result<Self, Problem> {
        let mut words = words(text, file)?;
        words.add_all(Self::english().0);
        Ok(Self(words))
    }

    /// The words for `key`; the key itself, should there be none.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        let found = self.0.iter().find(|(known, _)| known == key);
        found.map_or(key, |(_, words)| words)
    }

    /// The words for a member of a group: `class.sea`.
    #[must_use]
    pub fn of(&self, group: &str, member: &str) -> String {
        self.get(&glued(&[group, ".", member])).to_owned()
    }

    /// The words for `key` with `value` in the place of their `{…}`.
    #[must_use]
    pub fn fill(&self, key: &str, value: &str) -> String {
        let words = self.get(key);
        let before = head(words, b'{');
        let place = head(&words[before.len()..], b'}');
        let after = words.get(before.len() + place.len() + 1..);
        match after {
            Some(after) => glued(&[before, value, after]),
            None => words.to_owned(),
        }
    }

    /// A measured quantity with its unit, rounded as `unit` asks: `km` to 1 below 1,000 and to 10 from there on, `km2` to four digits.
    #[must_use]
    pub fn quantity(&self, unit: &str, value: f64) -> String {
        let mut step = 1.0;
        if unit == "km" {
            if value >= 999.5 {
                step = 10.0;
            }
        } else {
            while value / step >= 9999.5 {
                step *= 10.0;
            }
        }
        self.unrounded(unit, (value / step).round() * step)
    }

    /// A quantity with its unit, to the nearest whole number.
    #[must_use]
    pub fn unrounded(&self, unit: &str, value: f64) -> String {
        let digits = Decimal::new(value, 0).text();
        let least = self.get("number.grouped-from");
        let grouped = (1..=digits.len()).any(|count| whole(count) == least);
        let mut words = String::new();
        for (index, digit) in digits.chars().enumerate() {
            let left = digits.len() - index;
            if index > 0 && left.is_multiple_of(3) && grouped {
                words.push_str(self.get("number.group"));
            }
            words.push(digit);
        }
        self.fill(&glued(&["unit.", unit]), &words)
    }

    /// A date as people write it: `2023`, `2023-05` or `2023-05-19`; anything else stays as it is.
    #[must_use]
    pub fn date(&self, date: &str) -> String {
        let (year, month, day) = match parts(date, b'-')[..] {
            [year, month] => (year, month, None),
            [year, month, day] => (year, month, Some(day)),
            _ => return date.to_owned(),
        };
        let number = |part: &str| part.trim_start_matches('0').to_owned();
        let (names, pattern) = match day {
            Some(_) => ("date.months-of-days", "date.day"),
            None => ("date.months", "date.month"),
        };
        let mut names = parts(self.get(names), b' ').into_iter().zip(1..);
        let name = names.find(|&(_, nth)| whole(nth) == number(month));
        let Some((name, _)) = name else {
            return date.to_owned();
        };
        let mut words = String::new();
        for letter in self.get(pattern).chars() {
            match letter {
                'D' => words.push_str(&day.map(number).unwrap_or_default()),
                'M' => words.push_str(name),
                'Y' => words.push_str(year),
                letter => words.push(letter),
            }
        }
        words
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }
}

fn words(text: &str, file: &str) -> Result<Vec<(String, String)>, Problem> {
    json::read(text, file, |root| {
        let mut words = Vec::new();
        for (key, node) in root.members() {
            words.push((key.to_owned(), node.string()));
        }
        Ok(words)
    })
}
