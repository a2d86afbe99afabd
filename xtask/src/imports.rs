//! Short names between the WebAssembly and its glue: those of wasm-bindgen are long, and hashes in them cannot be compressed.

/// The first bytes of a module: a magic number and the version.
const HEADER: usize = 8;
/// The section with what a module asks for.
const IMPORTS: u8 = 2;
/// The kind of an import that is a function.
const FUNCTION: u8 = 0;

/// The module and the glue with short names for what the module asks for; `None` if they are not as they are known here.
pub(crate) fn shortened(wasm: &[u8], glue: &str) -> Option<(Vec<u8>, String)> {
    let mut glue = glue.to_owned();
    let mut reader = Reader(wasm);
    let mut short = reader.take(HEADER)?.to_vec();
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let length = reader.number()?;
        let content = reader.take(length)?;
        let content = if id == IMPORTS {
            imports(content, &mut glue)?
        } else {
            content.to_vec()
        };
        short.push(id);
        write_number(content.len(), &mut short);
        short.extend(content);
    }
    Some((short, glue))
}

/// The section with short names, which the glue gets too.
fn imports(section: &[u8], glue: &mut String) -> Option<Vec<u8>> {
    let mut reader = Reader(section);
    let count = reader.number()?;
    let mut short = Vec::new();
    write_number(count, &mut short);
    for index in 0..count {
        let module = reader.text()?;
        let name = reader.text()?;
        if reader.byte()? != FUNCTION {
            return None;
        }
        // Each stands in the glue once, as a key.
        let key = format!("{name}:");
        if glue.matches(&key).count() != 1 {
            return None;
        }
        let letter = letters(index);
        *glue = glue
            .replace(&key, &format!("{letter}:"))
            .replace(&format!("\"{module}\":"), "m:");
        for text in ["m", &letter] {
            write_number(text.len(), &mut short);
            short.extend(text.bytes());
        }
        short.push(FUNCTION);
        write_number(reader.number()?, &mut short);
    }
    reader.0.is_empty().then_some(short)
}

/// a, b, … z, aa, ba, …
fn letters(mut index: usize) -> String {
    let mut text = String::new();
    loop {
        text.extend(('a'..='z').nth(index % 26));
        if index < 26 {
            return text;
        }
        index = index / 26 - 1;
    }
}

/// What is still to be read of a module.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// An unsigned number in LEB 128.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }
}

fn write_number(mut number: usize, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::{letters, shortened};

    #[test]
    fn names_are_short_on_both_sides() {
        let module = |imports: &[u8]| {
            let mut bytes = b"\0asm\x01\0\0\0\x01\x01\0\x02".to_vec();
            bytes.push(imports.len() as u8);
            bytes.extend(imports);
            bytes.extend(b"\x03\x01\0");
            bytes
        };
        let long = module(b"\x02\x03./g\x05draw1\0\x07\x03./g\x05draw2\0\x01");
        let short = module(b"\x02\x01m\x01a\0\x07\x01m\x01b\0\x01");
        let glue = r#"{ draw1: f, draw2: g }, { "./g": import0 }"#;
        let made = r#"{ a: f, b: g }, { m: import0 }"#;
        assert_eq!(shortened(&long, glue), Some((short, made.to_owned())));
        assert_eq!(shortened(&long, "{ draw1: f }"), None);
        assert_eq!(shortened(&long[..20], glue), None);
    }

    #[test]
    fn no_two_names_are_the_same() {
        assert_eq!(
            [0, 25, 26, 27, 52].map(letters),
            ["a", "z", "aa", "ba", "ab"]
        );
    }
}
