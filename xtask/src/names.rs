//! Short names between the WebAssembly and its glue: those of wasm-bindgen are long, and hashes in them cannot be compressed.

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{Export, ExternalKind, ImportSectionReader, Parser, TypeRef};

use crate::hash::sha256;

/// How the glue calls what the module exports.
const CALL: &str = "wasm.";

/// What is not called by the page, but by the glue itself; `web/loading.js` tells it by this.
const OF_GLUE: &str = "__";

/// The module and the glue with short names for what they have of each other. What the glue does not use is exported no longer.
/// Short names fit those of any build, so that the one of what is imported from is this build's: others are not taken.
///
/// # Errors
///
/// Names that the glue does not have exactly once, and what is no module of WebAssembly.
pub(crate) fn shortened(
    wasm: &[u8],
    glue: &str,
) -> Result<(Vec<u8>, String), Error<UnknownImport>> {
    let mut names = Names {
        glue: glue.to_owned(),
        build: build(&[wasm, glue.as_bytes()].concat()),
        exports: 0,
    };
    let mut module = Module::new();
    names.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok((module.finish(), names.glue))
}

/// An import that the glue does not have as it is known here.
#[derive(Debug)]
pub(crate) struct UnknownImport;

/// Writes a module with short names, and them into its glue.
struct Names {
    glue: String,
    /// What functions are imported from.
    build: String,
    /// How many functions have been exported.
    exports: usize,
}

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
            if !is_function || self.glue.matches(&key).count() != 1 {
                return Err(Error::UserError(UnknownImport));
            }
            let letter = letters(index);
            self.glue = self.glue.replace(&key, &format!("{letter}:")).replace(
                &format!("\"{}\":", import.module),
                &format!("{}:", self.build),
            );
            let kind = self.entity_type(import.ty)?;
            imports.import(&self.build, &letter, kind);
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), Error<UnknownImport>> {
        let kind = self.export_kind(export.kind)?;
        let index = self.external_index(export.kind, export.index)?;
        if export.kind == ExternalKind::Func {
            let own = if export.name.starts_with(OF_GLUE) {
                OF_GLUE
            } else {
                ""
            };
            let name = format!("{own}{}", letters(self.exports));
            if self.rename(export.name, &name) {
                exports.export(&name, kind, index);
                self.exports += 1;
            }
        } else if self.rename(export.name, export.name) {
            exports.export(export.name, kind, index);
        }
        Ok(())
    }
}

impl Names {
    /// Has the glue call by another name what it called `old`; whether it does.
    fn rename(&mut self, old: &str, new: &str) -> bool {
        let mut parts = self.glue.split(CALL);
        let mut glue = parts.next().unwrap_or_default().to_owned();
        let mut found = false;
        for part in parts {
            glue.push_str(CALL);
            let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            match part.strip_prefix(old) {
                Some(rest) if !rest.starts_with(is_name) => {
                    found = true;
                    glue.push_str(new);
                    glue.push_str(rest);
                }
                _ => glue.push_str(part),
            }
        }
        self.glue = glue;
        found
    }
}

/// A name that no other build has.
fn build(bytes: &[u8]) -> String {
    let hash = sha256(bytes);
    let digits = hash.iter().take(3).map(|byte| format!("{byte:02x}"));
    std::iter::once("m".to_owned()).chain(digits).collect()
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
    use wasm_encoder::{EntityType, ExportKind, ExportSection, ImportSection, Module, TypeSection};

    use super::{build, letters, shortened};

    /// Gives out again what it asks for.
    fn module(imports: [(&str, &str); 2], exports: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut section = ImportSection::new();
        for (module, name) in imports {
            section.import(module, name, EntityType::Function(0));
        }
        let mut given = ExportSection::new();
        for name in exports {
            given.export(name, ExportKind::Func, 0);
        }
        let mut module = Module::new();
        module.section(&types).section(&section).section(&given);
        module.finish()
    }

    #[test]
    fn names_are_short_on_both_sides() {
        let long = module(
            [("./g", "draw1"), ("./g", "draw2")],
            &["__free", "map_pan", "map_panBy", "unused"],
        );
        let glue = r#"{ draw1: f, draw2: g }, { "./g": import0 }; wasm.map_panBy(wasm.map_pan(1)); wasm.__free(2); wasm.x"#;
        let own = build(&[&long, glue.as_bytes()].concat());
        let short = module([(&own, "a"), (&own, "b")], &["__a", "b", "c"]);
        let made = format!(
            "{{ a: f, b: g }}, {{ {own}: import0 }}; wasm.c(wasm.b(1)); wasm.__a(2); wasm.x"
        );
        assert_eq!(shortened(&long, glue).ok(), Some((short, made)));
        assert!(shortened(&long, "{ draw1: f }").is_err());
        assert!(shortened(&long[..20], glue).is_err());
    }

    #[test]
    fn another_build_is_imported_from_under_another_name() {
        let own = build(b"one");
        assert!(own != build(b"two") && own.len() == 7 && own.starts_with('m'));
    }

    #[test]
    fn no_two_names_are_the_same() {
        assert_eq!(
            [0, 25, 26, 27, 52].map(letters),
            ["a", "z", "aa", "ba", "ab"]
        );
    }
}
