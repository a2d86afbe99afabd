//! Puts the functions of the WebAssembly in an order in which they compress well.

use std::collections::BTreeMap;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

/// Bytes that two functions have in common are counted by pieces of so many.
const PIECE: usize = 4;
/// A piece that more functions have says nothing of any.
const COMMON: usize = 400;
/// How many functions the order may begin with.
pub(crate) const STARTS: usize = 64;

/// The same module, in which each function is followed by the one that has most in common with it. The first is the one that
/// stands `start` of [`STARTS`] parts into the module: which is best, nobody knows before.
///
/// For brotli what was there a little earlier costs less to name than what was there long ago. Linkers and Binaryen put first
/// what is called most, for the sake of one byte in each call.
///
/// # Errors
///
/// What the bytes have that no module of WebAssembly has.
pub(crate) fn arranged(wasm: &[u8], start: usize) -> Result<Vec<u8>, Error> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = chain(&bodies, start * bodies.len() / STARTS);
    let mut places = vec![0; order.len()];
    for (place, &function) in (0..).zip(&order) {
        places[function] = place;
    }
    let mut module = Module::new();
    Arrange {
        imported,
        order,
        places,
    }
    .parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// The order: begins with one, and goes on with the most similar of those that are left.
fn chain(bodies: &[&[u8]], first: usize) -> Vec<usize> {
    let mut owners = BTreeMap::<_, Vec<usize>>::new();
    for (function, body) in bodies.iter().enumerate() {
        for piece in body.windows(PIECE) {
            let owners = owners.entry(piece).or_default();
            if owners.last() != Some(&function) {
                owners.push(function);
            }
        }
    }
    // What few have tells more. Whole numbers, which every machine adds alike.
    let mut common = vec![vec![0; bodies.len()]; bodies.len()];
    for owners in owners.values().filter(|owners| owners.len() <= COMMON) {
        let weight = (bodies.len().pow(2) / owners.len().pow(2)).ilog2();
        for &one in owners {
            for &other in owners {
                common[one][other] += weight;
            }
        }
    }
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut order = Vec::new();
    let mut last = first;
    while !left.is_empty() {
        // Of equals the first. To the function that is first none is as similar as itself.
        let best = (0..left.len())
            .rev()
            .max_by_key(|&at| common[last][left[at]]);
        last = left.remove(best.unwrap_or(0));
        order.push(last);
    }
    order
}

/// Writes a module with its functions in another order.
struct Arrange {
    /// How many functions the module asks for; they have the first indices.
    imported: u32,
    /// The functions by their new places.
    order: Vec<usize>,
    /// The new places of the functions.
    places: Vec<u32>,
}

impl Reencode for Arrange {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(match function.checked_sub(self.imported) {
            Some(own) => self.imported + self.places[own as usize],
            None => function,
        })
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for &function in &self.order {
            functions.function(types[function]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies = section
            .into_iter()
            .collect::<Result<Vec<FunctionBody<'_>>, _>>()?;
        for function in self.order.clone() {
            self.parse_function_body(code, bodies[function].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection,
        ImportSection, Module, TypeSection,
    };

    use super::arranged;

    /// Adds up numbers, and calls a function.
    fn function(numbers: [i64; 3], called: u32) -> Function {
        let mut function = Function::new([]);
        let mut write = function.instructions();
        for number in numbers {
            write.i64_const(number).drop();
        }
        write.call(called).end();
        function
    }

    /// Asks for function 0, has the functions, and gives each out by its letter.
    fn module(functions: [(char, Function); 3]) -> Vec<u8> {
        let (mut types, mut imports, mut kinds) = (
            TypeSection::new(),
            ImportSection::new(),
            FunctionSection::new(),
        );
        types.ty().function([], []);
        imports.import("m", "a", EntityType::Function(0));
        let mut named: Vec<_> = (1..)
            .zip(functions.each_ref().map(|&(name, _)| name))
            .collect();
        named.sort_by_key(|&(_, name)| name);
        let mut exports = ExportSection::new();
        for (index, name) in named {
            exports.export(&name.to_string(), ExportKind::Func, index);
        }
        let mut code = CodeSection::new();
        for (_, function) in &functions {
            kinds.function(0);
            code.function(function);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&kinds);
        module.section(&exports).section(&code);
        module.finish()
    }

    #[test]
    fn what_is_alike_stands_together_and_is_called_as_before() {
        let (like, other) = ([1 << 40, 1 << 41, 1 << 42], [3, 3 << 50, 5 << 50]);
        // x calls what is given, y calls x, z calls y; x and z are alike.
        let given = module([
            ('x', function(like, 0)),
            ('y', function(other, 1)),
            ('z', function(like, 2)),
        ]);
        let wanted = module([
            ('x', function(like, 0)),
            ('z', function(like, 3)),
            ('y', function(other, 1)),
        ]);
        assert_eq!(arranged(&given, 0).ok(), Some(wanted));
    }

    #[test]
    fn a_module_without_functions_stays_as_it_is() {
        let empty = Module::new().finish();
        assert_eq!(arranged(&empty, 0).ok(), Some(empty));
        assert!(arranged(b"no module", 0).is_err());
    }
}
