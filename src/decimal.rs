//! Numbers as text with a fixed number of decimals: the same digits on every platform, and small code.

use std::fmt;

/// A number rounded to some decimals, shown without trailing zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    units: i64,
    decimals: u32,
}

impl Decimal {
    /// `value` rounded half away from zero to `decimals` places, at most 9, of very large ones fewer. What is not finite
    /// becomes 0.
    #[must_use]
    pub fn new(value: f64, decimals: u32) -> Self {
        let most = match value.abs() {
            ..1e9 => 9,
            ..1e15 => 3,
            _ => 0,
        };
        let decimals = decimals.min(most);
        let per_one = 10_i64.pow(decimals);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "the cast saturates, and turns what is no number into 0"
        )]
        let units = (value * per_one as f64).round() as i64;
        Self {
            units: if value.is_finite() { units } else { 0 },
            decimals,
        }
    }
}

impl Decimal {
    /// Its digits.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// Adds its digits to a text.
    pub fn write(self, text: &mut String) {
        let (mut units, mut decimals) = (self.units.unsigned_abs(), self.decimals);
        while decimals > 0 && units.is_multiple_of(10) {
            units /= 10;
            decimals -= 1;
        }
        if self.units < 0 {
            text.push('-');
        }
        let per_one = 10_u64.pow(decimals);
        write_digits(units / per_one, 1, text);
        if decimals > 0 {
            text.push('.');
            write_digits(units % per_one, decimals, text);
        }
    }
}

/// A whole number's digits.
#[must_use]
pub fn whole(number: usize) -> String {
    let mut text = String::new();
    write_digits(number as u64, 1, &mut text);
    text
}

/// At least so many digits.
fn write_digits(number: u64, least: u32, text: &mut String) {
    if number > 9 || least > 1 {
        write_digits(number / 10, least.saturating_sub(1), text);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
