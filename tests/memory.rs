//! What a reader's file takes of the memory: about as much as its coordinates, however it was written.

#![allow(
    unsafe_code,
    clippy::unwrap_used,
    reason = "only an allocator knows what is allocated, and a test that panics has failed"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Write as _;

use central_asia_map::atlas::{OverlayReader, StyleRule};
use central_asia_map::shape::{Projecting, ProjectionName};

mod support;

use support::{Random, built_in};

struct Counting;

thread_local! {
    /// What this thread has allocated and not given back: each test has its own.
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all is done by the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.set(TAKEN.get().wrapping_add(layout.size()));
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        TAKEN.set(TAKEN.get().wrapping_sub(layout.size()));
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Of a longitude and a latitude, bytes.
const POSITION: usize = 16;
const FEATURES: usize = 3000;

/// Areas, lines and points in turn; a line or ring has so many positions. Also the number of all positions.
fn mixed(positions: usize) -> (String, usize) {
    let mut random = Random::new(3);
    let mut features = Vec::new();
    let mut count = 0;
    for number in 0..FEATURES {
        let (lon, lat) = (random.between(52.0, 98.0), random.between(33.0, 53.0));
        let mut line = String::new();
        for at in 0..positions {
            let at = at as f64 / positions as f64;
            write!(line, "[{:.5},{:.5}],", lon + at * at, lat + at).unwrap();
        }
        let (kind, coordinates, more) = match number % 3 {
            0 => (
                "Polygon",
                format!("[[{line}[{lon:.5},{lat:.5}]]]"),
                positions + 1,
            ),
            1 => (
                "LineString",
                format!("[{}]", line.trim_end_matches(',')),
                positions,
            ),
            _ => ("Point", format!("[{lon:.5},{lat:.5}]"), 1),
        };
        count += more;
        features.push(format!(
            r#"{{"type":"Feature","id":{number},"properties":{{"name":"{kind} {number}","group":{},"value":{lon}}},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}"#,
            number % 7
        ));
    }
    let features = features.join(",");
    let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
    (text, count)
}

/// What is kept of a file, bytes: once it has been read, and once it is in the plane too.
fn kept(text: &str) -> (usize, usize) {
    let atlas = built_in();
    let before = TAKEN.get();
    let mut reader = OverlayReader::new("mine", "Mine", StyleRule::default(), text.len());
    reader.add(text.as_bytes()).unwrap();
    while reader.go_on(1 << 17).unwrap() {}
    let read = TAKEN.get() - before;
    let mut projecting = Projecting::beside(ProjectionName::Conic.of(&atlas));
    while projecting.go_on(reader.features(), 6000) {}
    assert_eq!(reader.features().len(), FEATURES);
    (read, TAKEN.get() - before)
}

#[test]
fn coordinates_are_kept_in_less_than_twice_their_size() {
    let (text, positions) = mixed(600);
    let (read, projected) = kept(&text);
    let times = |kept: usize| kept as f64 / (positions * POSITION) as f64;
    assert!(times(read) < 0.6, "{:.2} times", times(read));
    assert!(times(projected) < 1.75, "{:.2} times", times(projected));
}

/// What a map has of a feature beside its coordinates counts where there are very many small ones.
#[test]
fn a_feature_takes_little_beside_its_coordinates() {
    let (text, positions) = mixed(20);
    let (read, projected) = kept(&text);
    let beside = |kept: usize, position: usize| (kept - positions * position) / FEATURES;
    let (read, projected) = (
        beside(read, POSITION / 2),
        beside(projected, POSITION / 2 + POSITION),
    );
    assert!(read < 260, "{read} bytes");
    assert!(projected < 600, "{projected} bytes");
}
