//! Width of text without a font: what a common sans-serif needs, so that layout is the same everywhere.
//!
//! A browser's own measure would differ between machines, and the picture with it. Set in Noto Sans, 99 of 100 names of the
//! atlas in English, Russian and Chinese are no wider than their estimate by more than 1 %; another font may be.

use crate::list::parts;

/// The widths by kind are averages; names of wide letters need so much more.
const RESERVE: f64 = 1.06;

/// Width in CSS pixels of `text` at `size` pixels with `spacing` pixels after each letter.
pub(super) fn text_width(text: &str, size: f64, spacing: f64, bold: bool) -> f64 {
    let ems: f64 = text.chars().map(em_width).sum();
    let letters = text.chars().count();
    let bold = if bold { 1.06 } else { 1.0 };
    ems * size * bold * RESERVE + f64::from(u32::try_from(letters).unwrap_or(u32::MAX)) * spacing
}

/// Whether letters of the text join or shift their shapes: they must not be set apart or on a bend.
#[must_use]
pub fn joins_letters(text: &str) -> bool {
    // Hebrew, Arabic and Syriac to the scripts of India and Tibet, and the forms of Arabic letters; Mongolian.
    let joins = |letter| matches!(letter, '\u{590}'..='\u{109f}' | '\u{1800}'..='\u{18af}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}');
    text.chars().any(joins)
}

/// The text in lines no longer than it has to be: cut in two or three between words where it is longer than `most` ems.
#[must_use]
pub(super) fn broken(text: &str, most: f64) -> Vec<&str> {
    let width = |text: &str| -> f64 { text.chars().map(em_width).sum() };
    let mut lines = vec![text];
    if width(text) <= most {
        return lines;
    }
    // Cuts where the longer of the halves is shortest. A dash stays with what is before it.
    let cuts = text.char_indices().filter_map(|(at, letter)| match letter {
        ' ' => Some(at),
        '–' | '—' | '/' if !text[at..].starts_with("– ") => Some(at + letter.len_utf8()),
        _ => None,
    });
    let mut best = f64::INFINITY;
    for cut in cuts {
        let (one, other) = (&text[..cut], text[cut..].trim_ascii_start());
        let longer = width(one).max(width(other));
        // Not after a small word, nor before a dash.
        let small = parts(one, b' ')
            .last()
            .is_some_and(|&word| word != "–" && word.chars().count() < 3);
        let longer = if small || other.starts_with('–') {
            longer + 1.0
        } else {
            longer
        };
        if longer < best && !one.is_empty() && !other.is_empty() {
            best = longer;
            lines = vec![one, other];
        }
    }
    lines
}

/// Advance width in ems, by kinds of letters.
fn em_width(letter: char) -> f64 {
    match letter {
        ' ' | 'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | '’' | ':' | ';' | '|' => 0.29,
        'f' | 't' | 'r' | '-' | '(' | ')' | '/' | '·' => 0.38,
        'm' | 'w' | 'M' | 'W' | '—' => 0.89,
        'A'..='Z' | '–' => 0.68,
        'ж' | 'м' | 'ш' | 'щ' | 'ы' | 'ю' | 'ф' => 0.78,
        'Ж' | 'М' | 'Ш' | 'Щ' | 'Ы' | 'Ю' | 'Ф' => 0.92,
        '\u{410}'..='\u{42f}' => 0.70,
        '\u{400}'..='\u{52f}' => 0.58,
        // Chinese, Japanese and Korean stand in squares.
        '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{ffef}' => 1.0,
        _ => 0.57,
    }
}
