//! Takes the WebAssembly apart: what is alike stands together, so that it compresses. `web/together.js` makes it whole again.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use wasm_encoder::{CustomSection, Encode as _, Module};
use wasmparser::{BinaryReaderError, Parser, Payload};

/// The one section of the module that is sent; `web/loading.js` knows its name.
const SECTION: &str = "parts";

/// The parts that hold no operands, by the codes of operations that have none; 0 is the table of all parts.
const BEFORE: u32 = 0x01;
const OPERATIONS: u32 = 0x05;
const PAIRS: u32 = 0x06;
const CODES: u32 = 0x07;
const AFTER: u32 = 0x0b;
const LOCALS: u32 = 0x0f;
/// What is read from memory, and written there.
const LOADS: u32 = 0x28;
const STORES: u32 = 0x36;

/// The codes from here on, which no operation has, stand for two codes each.
const PAIR: u8 = 0xe0;
/// How many pairs have a code: each is known from what its two were before, and with more of them that gets lost again.
const PAIRED: u8 = 24;

/// A module that holds another one in parts: codes of operations, then each kind of operands.
///
/// For brotli all of a file is bytes of one kind. That of an operand hangs on what it is for: constants on the operation that
/// follows, variables that are read on its kind. How long functions are and that nothing is aligned is left out.
/// The pairs of operations that are met most often have codes of their own: brotli looks back at one code only.
/// All codes are given out anew, so that those which the same ones follow have the same upper bits: brotli looks at no others.
///
/// # Errors
///
/// What the bytes have that no module of WebAssembly has.
pub(crate) fn taken_apart(wasm: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let mut parts = BTreeMap::<u32, Vec<u8>>::new();
    let mut add = |part, bytes: &[u8]| parts.entry(part).or_default().extend(bytes);
    let mut done = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::CodeSectionStart {
                unchecked_range,
                size,
                count,
            } => {
                // Right before it stands how long it is.
                let mut length = Vec::new();
                size.encode(&mut length);
                add(
                    BEFORE,
                    &wasm[..unchecked_range.start as usize - length.len()],
                );
                let mut functions = Vec::new();
                count.encode(&mut functions);
                add(LOCALS, &functions);
                done = unchecked_range.end as usize;
            }
            Payload::CodeSectionEntry(body) => {
                let mut reader = body.get_operators_reader()?;
                let mut at = reader.original_position() as usize;
                add(LOCALS, &wasm[body.range().start as usize..at]);
                while !reader.eof() {
                    reader.read()?;
                    let end = reader.original_position() as usize;
                    let next = wasm.get(end).copied().unwrap_or_default();
                    let part = part(wasm[at], next);
                    let aligned = usize::from(part == LOADS || part == STORES);
                    add(OPERATIONS, &wasm[at..=at]);
                    add(part, &wasm[at + 1 + aligned..end]);
                    at = end;
                }
            }
            _ => {}
        }
    }
    add(AFTER, &wasm[done..]);
    if let Some(operations) = parts.get_mut(&OPERATIONS) {
        let pairs = paired(operations);
        let codes = regrouped(operations);
        parts.insert(PAIRS, pairs);
        parts.insert(CODES, codes);
    }
    parts.retain(|_, bytes| !bytes.is_empty());
    let mut all = Vec::new();
    parts.len().encode(&mut all);
    for (part, bytes) in &parts {
        part.encode(&mut all);
        bytes.len().encode(&mut all);
    }
    all.extend(parts.values().flatten());
    let mut module = Module::new();
    module.section(&CustomSection {
        name: SECTION.into(),
        data: all.into(),
    });
    Ok(module.finish())
}

/// The part with the operands of an operation that another one follows, as in `web/together.js`.
fn part(operation: u8, next: u8) -> u32 {
    match operation {
        0x20 => 0x200 + u32::from(next >> 2),
        0x41 => 0x100 + u32::from(next),
        0x22 => 0x21,
        0x28..0x36 => LOADS,
        0x36..0x3f => STORES,
        other => other.into(),
    }
}

/// Gives the most frequent pairs a code, one after the other, so that a pair may be of pairs; answers with what they stand for.
fn paired(codes: &mut Vec<u8>) -> Vec<u8> {
    let mut pairs = Vec::new();
    for code in PAIR..PAIR + PAIRED {
        let (mut counts, mut before) = (BTreeMap::<[u8; 2], u32>::new(), None);
        for pair in codes.windows(2) {
            let pair = [pair[0], pair[1]];
            // Three that are alike are one pair.
            before = if before == Some(pair) && pair[0] == pair[1] {
                None
            } else {
                *counts.entry(pair).or_default() += 1;
                Some(pair)
            };
        }
        // Of equals the last.
        let Some((pair, _)) = counts
            .into_iter()
            .filter(|&(_, count)| count > 1)
            .max_by_key(|&(_, count)| count)
        else {
            break;
        };
        let mut shorter: Vec<u8> = Vec::new();
        for &next in &*codes {
            match shorter.last_mut() {
                Some(last) if [*last, next] == pair => *last = code,
                _ => shorter.push(next),
            }
        }
        *codes = shorter;
        pairs.extend(pair);
    }
    pairs
}

/// Codes, and how often each code follows one of them.
type Group = (Vec<u8>, [i128; 256]);

/// Gives the codes out anew: after each other come four that much the same follows. Answers with what each stands for.
fn regrouped(codes: &mut [u8]) -> Vec<u8> {
    let mut groups: Vec<Group> = (0..=255).map(|code| (vec![code], [0; 256])).collect();
    for pair in codes.windows(2) {
        groups[usize::from(pair[0])].1[usize::from(pair[1])] += 1;
    }
    groups.retain(|(code, _)| codes.contains(&code[0]));
    // Two and two, then two and two of these.
    for _ in 0..2 {
        groups = in_twos(groups);
    }
    // Where a group is not full, the next would not begin at a multiple of four: such come last.
    groups.sort_by_key(|(codes, followed)| Reverse((codes.len(), followed.iter().sum::<i128>())));
    let table: Vec<u8> = groups.into_iter().flat_map(|(codes, _)| codes).collect();
    let mut places = [0; 256];
    for (place, &code) in (0..=255).zip(&table) {
        places[usize::from(code)] = place;
    }
    for code in codes {
        *code = places[usize::from(*code)];
    }
    table
}

/// Makes one of each two, first of those that differ least in what follows.
fn in_twos(groups: Vec<Group>) -> Vec<Group> {
    let both = |(codes, followed): &Group, (more, by): &Group| -> Group {
        let all = std::array::from_fn(|code| followed[code] + by[code]);
        ([&codes[..], more].concat(), all)
    };
    let mut lost = Vec::new();
    for (at, one) in groups.iter().enumerate() {
        for (before, other) in groups[..at].iter().enumerate() {
            let bits = bits(&both(one, other).1) - bits(&one.1) - bits(&other.1);
            lost.push((bits, at, before));
        }
    }
    lost.sort_unstable();
    let mut left: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
    let mut twos = Vec::new();
    for (_, one, other) in lost {
        if let (Some(one), Some(other)) = (&left[one], &left[other]) {
            twos.push(both(one, other));
        } else {
            continue;
        }
        (left[one], left[other]) = (None, None);
    }
    twos.extend(left.into_iter().flatten());
    twos
}

/// About how many bits tell which of them comes, each time one does: in sevenths, for whole numbers are the same on every machine.
fn bits(counts: &[i128; 256]) -> i128 {
    let of = |count: i128| count * i128::from(count.max(1).pow(7).ilog2());
    of(counts.iter().sum()) - counts.iter().map(|&count| of(count)).sum::<i128>()
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, Function, FunctionSection, MemArg, MemArgTarget, Module, TypeSection,
    };
    use wasmparser::{Parser, Payload};

    use super::{PAIR, SECTION, paired, regrouped, taken_apart};

    #[test]
    fn operands_stand_with_their_like_and_alignment_nowhere() {
        let mut function = Function::new([]);
        let place = |offset| MemArg {
            offset,
            align: 0,
            target: MemArgTarget::Memory(0),
            ordering: None,
        };
        let mut write = function.instructions();
        write.i32_const(70).i32_load(place(8)).drop();
        write.i32_const(71).i32_load8_u(place(9)).drop().end();
        let (mut types, mut kinds, mut code) = (
            TypeSection::new(),
            FunctionSection::new(),
            CodeSection::new(),
        );
        types.ty().function([], []);
        kinds.function(0);
        code.function(&function);
        let mut module = Module::new();
        module.section(&types).section(&kinds);
        let before = module.clone().finish();
        module.section(&code);
        let whole = module.finish();
        let apart = taken_apart(&whole).unwrap();
        let parts = Parser::new(0)
            .parse_all(&apart)
            .find_map(|payload| match payload.unwrap() {
                Payload::CustomSection(section) if section.name() == SECTION => {
                    Some(section.data().to_vec())
                }
                _ => None,
            });
        let before_and_code = u8::try_from(before.len() + 1).unwrap();
        let wanted = [
            // How many parts there are, and how long each is.
            &[7, 1, before_and_code, 5, 7, 7, 5, 0x0f, 2, 0x28, 2][..],
            &[0xa8, 2, 2, 0xad, 2, 2],
            &before,
            &[10],
            &[4, 1, 2, 4, 0, 2, 3],
            &[0x2d, 0x28, 0x1a, 0x0b, 0x41],
            // One function, which has no variables.
            &[1, 0],
            &[8, 9],
            &[0xc6, 0, 0xc7, 0],
        ];
        assert_eq!(parts, Some(wanted.concat()));
    }

    #[test]
    fn a_pair_that_is_met_often_is_one_code_and_may_be_of_pairs() {
        let mut codes = vec![1, 2, 3, 1, 2, 3, 1, 2, 4];
        assert_eq!(paired(&mut codes), [1, 2, PAIR, 3]);
        assert_eq!(codes, [PAIR + 1, PAIR + 1, PAIR, 4]);
    }

    #[test]
    fn codes_that_the_same_follows_have_the_upper_bits_in_common() {
        // After 10, 20, 30 and 40 comes 1, after 1 anything, after 50 and 60 comes 2.
        let mut codes = [
            [10, 1],
            [50, 2],
            [20, 1],
            [60, 2],
            [30, 1],
            [50, 2],
            [40, 1],
        ]
        .concat();
        let given = codes.clone();
        let table = regrouped(&mut codes);
        let group = |code| {
            table
                .iter()
                .position(|&one| one == code)
                .map(|place| place / 4)
        };
        assert!(
            [20, 30, 40].iter().all(|&code| group(code) == group(10)),
            "{table:?}"
        );
        assert!(
            [50, 60].iter().all(|&code| group(code) != group(10)),
            "{table:?}"
        );
        let spelled: Vec<u8> = codes.iter().map(|&code| table[usize::from(code)]).collect();
        assert_eq!(spelled, given);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(taken_apart(b"no module").is_err());
    }
}
