//! One program for all entries; the variable `ENTRY` names the one to run.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

#[path = "../tests/support/entries.rs"]
mod entries;

static ENTRY: OnceLock<fn(&[u8])> = OnceLock::new();

fn entry() -> fn(&[u8]) {
    let name = std::env::var("ENTRY").unwrap_or_default();
    let found = entries::ENTRIES.iter().find(|(known, _)| *known == name);
    found.map_or_else(
        || {
            panic!(
                "ENTRY is `{name}`; there are {:?}",
                entries::ENTRIES.map(|(name, _)| name)
            )
        },
        |(_, run)| *run,
    )
}

fuzz_target!(|bytes: &[u8]| ENTRY.get_or_init(entry)(bytes));
