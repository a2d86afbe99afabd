//! Compressed neighbours, for servers that send files as they are on disk.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use brotli::enc::BrotliEncoderParams;
use brotli::enc::backward_references::BrotliEncoderMode;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::dist::{ending, files, neighbour};
use crate::failure::{Failure, Outcome};

/// Endings of files that are compressed in themselves.
const PICTURES: [&str; 2] = ["png", "webp"];

/// Writes `name.br` and `name.gz` beside each file of the folder but pictures.
pub(crate) fn folder(folder: &Path) -> Outcome<()> {
    let mut largest_last = files(folder)?;
    largest_last.retain(|path| !PICTURES.contains(&ending(path)));
    largest_last.sort_by_key(|path| fs::metadata(path).map_or(0, |data| data.len()));
    let queue = Mutex::new(largest_last);
    let work = || -> Outcome<()> {
        while let Some(path) = queue.lock().ok().and_then(|mut queue| queue.pop()) {
            file(&path)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let count = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| Err(Failure::new("compressing stopped halfway")))
        })
    })
}

fn file(path: &PathBuf) -> Outcome<()> {
    let bytes = fs::read(path).map_err(Failure::file("read", path))?;
    for (with, packed) in [("br", brotli(&bytes, ending(path))), ("gz", gzip(&bytes))] {
        let packed = packed.map_err(Failure::file("compress", path))?;
        let neighbour = neighbour(path, with);
        fs::write(&neighbour, packed).map_err(Failure::file("write", &neighbour))?;
    }
    Ok(())
}

/// The strongest of brotli.
///
/// What a byte of WebAssembly is follows from the upper bits of the one before it, of which brotli knows nothing by itself.
pub(crate) fn brotli(bytes: &[u8], ending: &str) -> std::io::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        mode: match ending {
            "wasm" => BrotliEncoderMode::BROTLI_FORCE_MSB_PRIOR,
            _ => BrotliEncoderMode::BROTLI_MODE_GENERIC,
        },
        quality: 11,
        lgwin: 22,
        // Larger blocks would hold parts of two kinds.
        lgblock: if ending == "wasm" { 16 } else { 0 },
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    Ok(packed)
}

/// The strongest of gzip, without a name or a date in it.
pub(crate) fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        let text = "a map of Central Asia, ".repeat(1000).into_bytes();
        let mut unpacked = Vec::new();
        for ending in ["txt", "wasm"] {
            brotli::BrotliDecompress(&mut &*brotli(&text, ending).unwrap(), &mut unpacked).unwrap();
            assert_eq!(unpacked, text);
            unpacked.clear();
        }
        flate2::read::GzDecoder::new(&*gzip(&text).unwrap())
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
    }

    #[test]
    fn gzip_has_no_date() {
        assert_eq!(gzip(b"x").unwrap()[4..8], [0; 4]);
    }
}
