//! Short names between the WebAssembly and its glue: those of wasm-bindgen are long, and hashes in them cannot be compressed.

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ImportSection, Module};
use wasmparser::{ImportSectionReader, Parser, TypeRef};

/// The module and the glue with short names for what the module asks for.
///
/// # Errors
///
/// Names that the glue does not have exactly once, and what is no module of WebAssembly.
pub(crate) fn shortened(
    wasm: &[u8],
    glue: &str,
) -> Result<(Vec<u8>, String), Error<UnknownImport>> {
    let mut names = Names(glue.to_owned());
    let mut module = Module::new();
    names.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok((module.finish(), names.0))
}

/// An import that the glue does not have as it is known here.
#[derive(Debug)]
pub(crate) struct UnknownImport;

/// Writes a module with short names, and them into its glue.
struct Names(String);

impl Reencode for Names {
    type Error = UnknownImport;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<UnknownImport>> {
        for (index, import) in section.into_imports().enumerate() {
            let import = import?;
            // Each function stands in the glue once, as a key.
            let key = format!("{}:", import.name);
            let is_function = matches!(import.ty, TypeRef::Func(_));
            if !is_function || self.0.matches(&key).count() != 1 {
                return Err(Error::UserError(UnknownImport));
            }
            let letter = letters(index);
            self.0 = self
                .0
                .replace(&key, &format!("{letter}:"))
                .replace(&format!("\"{}\":", import.module), "m:");
            imports.import("m", &letter, self.entity_type(import.ty)?);
        }
        Ok(())
    }
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

#[cfg(test)]
mod tests {
    use wasm_encoder::{EntityType, ImportSection, Module, TypeSection};

    use super::{letters, shortened};

    fn module(imports: [(&str, &str); 2]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut section = ImportSection::new();
        for (module, name) in imports {
            section.import(module, name, EntityType::Function(0));
        }
        let mut module = Module::new();
        module.section(&types).section(&section);
        module.finish()
    }

    #[test]
    fn names_are_short_on_both_sides() {
        let long = module([("./g", "draw1"), ("./g", "draw2")]);
        let glue = r#"{ draw1: f, draw2: g }, { "./g": import0 }"#;
        let short = module([("m", "a"), ("m", "b")]);
        let made = r#"{ a: f, b: g }, { m: import0 }"#;
        assert_eq!(shortened(&long, glue).ok(), Some((short, made.to_owned())));
        assert!(shortened(&long, "{ draw1: f }").is_err());
        assert!(shortened(&long[..20], glue).is_err());
    }

    #[test]
    fn no_two_names_are_the_same() {
        assert_eq!(
            [0, 25, 26, 27, 52].map(letters),
            ["a", "z", "aa", "ba", "ab"]
        );
    }
}
