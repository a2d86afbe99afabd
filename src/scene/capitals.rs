//! Names of countries in capitals, as atlases print them.

/// The text in capitals, for the Latin and Cyrillic letters of the region's languages.
///
/// The standard library's tables for all scripts are 13 KB of wasm. Letters of other scripts stay as they are, Georgian
/// ones too, whose capitals are not for names.
pub(super) fn capitals(text: &str) -> String {
    let mut capitals = String::new();
    for letter in text.chars() {
        capitals.push(capital(letter));
    }
    capitals
}

fn capital(letter: char) -> char {
    let code = u32::from(letter);
    let odd = code % 2 == 1;
    let upper = match code {
        0x61..=0x7a | 0xe0..=0xf6 | 0xf8..=0xfe | 0x430..=0x44f => code - 32,
        0x450..=0x45f => code - 80,
        // Blocks where each capital stands right before its small letter: at even, then at odd places.
        0x100..=0x130
        | 0x132..=0x137
        | 0x14a..=0x177
        | 0x460..=0x481
        | 0x48a..=0x4bf
        | 0x4d0..=0x52f
            if odd =>
        {
            code - 1
        }
        0x139..=0x148 | 0x179..=0x17e | 0x4c1..=0x4ce if !odd => code - 1,
        _ => code,
    };
    char::from_u32(upper).unwrap_or(letter)
}
