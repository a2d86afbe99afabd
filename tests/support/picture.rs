//! Pixels: how far two pictures are apart, pictures side by side, and sheets of many.

use std::fs;
use std::path::Path;

use resvg::tiny_skia::{Color, Pixmap, PixmapPaint, Transform};

/// The share of pixels that differ by more than `limit` in CIE 1976 ΔE; 1 where the sizes differ.
pub(crate) fn difference(one: &Pixmap, other: &Pixmap, limit: f64) -> f64 {
    if (one.width(), one.height()) != (other.width(), other.height()) {
        return 1.0;
    }
    let pairs = one.pixels().iter().zip(other.pixels());
    let far = pairs.filter(|(a, b)| {
        a != b && {
            let lab = |pixel: &resvg::tiny_skia::PremultipliedColorU8| {
                lab([pixel.red(), pixel.green(), pixel.blue()])
            };
            let (a, b) = (lab(a), lab(b));
            let squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
            squares.sum::<f64>().sqrt() > limit
        }
    });
    far.count() as f64 / one.pixels().len() as f64
}

/// CIE L*a*b* of an sRGB colour under D65.
fn lab(rgb: [u8; 3]) -> [f64; 3] {
    let [r, g, b] = rgb.map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            libm::pow((value + 0.055) / 1.055, 2.4)
        }
    });
    let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505;
    let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089;
    let [x, y, z] = [x, y, z].map(|value: f64| {
        if value > 0.008_856 {
            value.cbrt()
        } else {
            7.787 * value + 16.0 / 116.0
        }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The picture with fewer colours: a step of 8 is not seen, and its PNG is half as large.
pub(crate) fn coarse(mut picture: Pixmap) -> Pixmap {
    for value in picture.data_mut().chunks_exact_mut(4) {
        for channel in &mut value[..3] {
            *channel = *channel & 0xf8 | *channel >> 5;
        }
    }
    picture
}

/// Pictures on a sheet, `columns` in a row.
pub(crate) fn sheet(pictures: &[Pixmap], columns: usize) -> Pixmap {
    const GAP: u32 = 8;
    let largest = |side: fn(&Pixmap) -> u32| pictures.iter().map(side).max().unwrap_or(1) + GAP;
    let (width, height) = (largest(Pixmap::width), largest(Pixmap::height));
    let count = |number: usize| u32::try_from(number).unwrap();
    let (columns, rows) = (
        count(columns.min(pictures.len()).max(1)),
        count(pictures.len().div_ceil(columns).max(1)),
    );
    let mut sheet = Pixmap::new(columns * width, rows * height).unwrap();
    sheet.fill(Color::from_rgba8(128, 128, 128, 255));
    for (index, picture) in (0..).zip(pictures) {
        let (x, y) = (index % columns * width, index / columns * height);
        let (x, y) = (i32::try_from(x).unwrap(), i32::try_from(y).unwrap());
        let paint = PixmapPaint::default();
        sheet.draw_pixmap(x, y, picture.as_ref(), &paint, Transform::identity(), None);
    }
    sheet
}

/// Writes a PNG, and the folder it is in.
pub(crate) fn save(picture: &Pixmap, file: &Path) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, picture.encode_png().unwrap()).unwrap();
}
