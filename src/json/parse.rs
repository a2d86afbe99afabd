//! From text to values, by RFC 8259.

use std::borrow::Cow;

use super::Json;
use crate::lon_lat::LonLat;

/// Why a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// Where, in bytes from the start.
    pub offset: usize,
    /// What was expected or found there.
    pub message: &'static str,
}

/// Deeper nesting is refused: GeoJSON needs a dozen levels, and the stack is finite.
const MAX_DEPTH: u32 = 128;

/// The value that `text` is.
///
/// # Errors
///
/// When it is not JSON, or nested deeper than 128 levels.
pub fn parse(text: &str) -> Result<Json<'_>, Malformed> {
    let mut parser = Parser::new(text, 0);
    let value = parser.value(0)?;
    parser.end()?;
    Ok(value)
}

/// A number as JSON writes it, or `None`.
#[must_use]
pub fn parse_number(text: &str) -> Option<f64> {
    let mut parser = Parser { text, at: 0 };
    let number = parser.number().ok()?;
    (parser.at == text.len()).then_some(number)
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        // Some editors begin files with a byte order mark; RFC 8259 lets parsers pass over it.
        let marked = at == 0 && text.starts_with('\u{feff}');
        let at = if marked { 3 } else { at };
        Self { text, at }
    }

    fn error(&self, message: &'static str) -> Malformed {
        let ended = self.at >= self.text.len();
        Malformed {
            offset: self.at,
            message: if ended {
                "the text ends too early"
            } else {
                message
            },
        }
    }

    pub(super) fn peek(&self) -> u8 {
        // NUL is not JSON, so it can stand for the end.
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// What is still to be read. Slicing by `get` keeps the panic's message, and the printing it needs, out of the wasm.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What was read from `start` on.
    pub(super) fn slice(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    pub(super) fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    /// The next byte that is not white space, taken if it is `byte`.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        self.space();
        let taken = self.peek() == byte;
        self.at += usize::from(taken);
        taken
    }

    /// Takes what follows an item of an object or an array; answers whether that is another item and not the end.
    pub(super) fn more(&mut self, close: u8, expected: &'static str) -> Result<bool, Malformed> {
        if self.take(close) {
            Ok(false)
        } else if self.take(b',') {
            Ok(true)
        } else {
            Err(self.error(expected))
        }
    }

    /// Nothing may follow but white space.
    pub(super) fn end(&mut self) -> Result<(), Malformed> {
        self.space();
        if self.at < self.text.len() {
            return Err(self.error("expected the end"));
        }
        Ok(())
    }

    pub(super) fn value(&mut self, depth: u32) -> Result<Json<'a>, Malformed> {
        if depth > MAX_DEPTH {
            return Err(self.error("nested deeper than 128 levels"));
        }
        self.space();
        match self.peek() {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => Ok(Json::Text(self.string()?)),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => Ok(Json::Number(self.number()?)),
        }
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Result<Json<'a>, Malformed> {
        if !self.rest().starts_with(word) {
            return Err(self.error("expected a value"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn object(&mut self, depth: u32) -> Result<Json<'a>, Malformed> {
        self.at += 1;
        let mut members = Vec::new();
        if self.take(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            members.push((self.name()?, self.value(depth + 1)?));
            if !self.more(b'}', "expected ',' or '}'")? {
                return Ok(Json::Object(members));
            }
        }
    }

    /// A member's name, and the colon.
    pub(super) fn name(&mut self) -> Result<Cow<'a, str>, Malformed> {
        self.space();
        if self.peek() != b'"' {
            return Err(self.error("expected a member's name in quotes"));
        }
        let name = self.string()?;
        if !self.take(b':') {
            return Err(self.error("expected ':'"));
        }
        Ok(name)
    }

    fn list(&mut self, depth: u32) -> Result<Json<'a>, Malformed> {
        let start = self.at;
        if let Some(positions) = self.positions() {
            return Ok(Json::Positions(positions));
        }
        self.at = start + 1;
        let mut values = Vec::new();
        if self.take(b']') {
            return Ok(Json::List(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            if !self.more(b']', "expected ',' or ']'")? {
                return Ok(Json::List(values));
            }
        }
    }

    /// The array that begins here, if it is one of positions.
    fn positions(&mut self) -> Option<Vec<LonLat>> {
        self.at += 1;
        let mut positions = Vec::new();
        loop {
            if !self.take(b'[') {
                return None;
            }
            let lon = self.spaced_number()?;
            if !self.take(b',') {
                return None;
            }
            let lat = self.spaced_number()?;
            while self.take(b',') {
                self.spaced_number()?;
            }
            if !self.take(b']') {
                return None;
            }
            positions.push(LonLat::new(lon, lat));
            if self.take(b']') {
                return Some(positions);
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    fn spaced_number(&mut self) -> Option<f64> {
        self.space();
        self.number().ok()
    }

    /// Exact for up to 15 digits and exponents up to 22 (Clinger's fast path); within a unit in the last place beyond.
    fn number(&mut self) -> Result<f64, Malformed> {
        let negative = self.peek() == b'-';
        self.at += usize::from(negative);
        let mut mantissa: u64 = 0;
        let mut exponent: i32 = 0;
        let first = self.peek();
        let mut digits = self.digits(&mut mantissa, &mut exponent, false);
        if digits == 0 {
            return Err(self.error("expected a value"));
        }
        if first == b'0' && digits > 1 {
            return Err(self.error("a number has no leading zeros"));
        }
        if self.peek() == b'.' {
            self.at += 1;
            digits = self.digits(&mut mantissa, &mut exponent, true);
            if digits == 0 {
                return Err(self.error("expected a digit"));
            }
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            let minus = self.peek() == b'-';
            self.at += usize::from(minus || self.peek() == b'+');
            let (mut written, mut overflow) = (0, 0);
            if self.digits(&mut written, &mut overflow, false) == 0 {
                return Err(self.error("expected a digit"));
            }
            // No double has an exponent beyond ±400; larger ones saturate.
            let written = if overflow > 0 {
                9999
            } else {
                written.min(9999)
            };
            let written = i32::try_from(written).unwrap_or(9999);
            exponent += if minus { -written } else { written };
        }
        let magnitude = scale(mantissa, exponent);
        Ok(if negative { -magnitude } else { magnitude })
    }

    /// Takes digits into `mantissa`, up to 19 of them; what does not fit or stands behind the point moves `exponent`.
    fn digits(&mut self, mantissa: &mut u64, exponent: &mut i32, fraction: bool) -> usize {
        let start = self.at;
        loop {
            let digit = self.peek().wrapping_sub(b'0');
            if digit > 9 {
                return self.at - start;
            }
            self.at += 1;
            if *mantissa < 1_000_000_000_000_000_000 {
                *mantissa = *mantissa * 10 + u64::from(digit);
                *exponent -= i32::from(fraction);
            } else {
                *exponent += i32::from(!fraction);
            }
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Malformed> {
        self.at += 1;
        let start = self.at;
        let mut owned: Option<String> = None;
        let mut kept = start;
        loop {
            match self.peek() {
                b'"' => {
                    let rest = self.slice(kept);
                    self.at += 1;
                    return Ok(match owned {
                        None => Cow::Borrowed(rest),
                        Some(owned) => Cow::Owned(owned + rest),
                    });
                }
                b'\\' => {
                    let owned = owned.get_or_insert_default();
                    owned.push_str(self.slice(kept));
                    self.at += 1;
                    owned.push(self.escape()?);
                    kept = self.at;
                }
                0 if self.at >= self.text.len() => return Err(self.error("")),
                0..0x20 => return Err(self.error("a control character must be escaped")),
                _ => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Result<char, Malformed> {
        let letter = self.peek();
        self.at += 1;
        Ok(match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.hex()?;
                if (0xd800..0xdc00).contains(&code) && self.rest().starts_with("\\u") {
                    let after = self.at;
                    self.at += 2;
                    let low = self.hex()?;
                    if (0xdc00..0xe000).contains(&low) {
                        code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                    } else {
                        // Another character, still to be read.
                        self.at = after;
                    }
                }
                // Half a surrogate pair is no character.
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => {
                self.at -= 1;
                return Err(self.error("unknown escape"));
            }
        })
    }

    fn hex(&mut self) -> Result<u32, Malformed> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = char::from(self.peek()).to_digit(16);
            code = code * 16 + digit.ok_or_else(|| self.error("expected four hex digits"))?;
            self.at += 1;
        }
        Ok(code)
    }
}

/// `mantissa` × 10^`exponent`.
fn scale(mantissa: u64, exponent: i32) -> f64 {
    const EXACT: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];
    /// 10¹⁹ and 2¹²⁷ / 10¹⁹: both have all 64 bits.
    const UP: u64 = 10_000_000_000_000_000_000;
    const DOWN: u64 = 17_014_118_346_046_923_173;
    #[expect(clippy::cast_precision_loss, reason = "rounds, as it shall")]
    let float = |bits: u64| bits as f64;
    let step = exponent.unsigned_abs() as usize;
    if mantissa >> 53 == 0 && step < EXACT.len() {
        return if exponent < 0 {
            float(mantissa) / EXACT[step]
        } else {
            float(mantissa) * EXACT[step]
        };
    }
    if mantissa == 0 {
        return 0.0;
    }
    // The value is bits × 2^power. Eleven bits more than a double's keep the errors of all steps below its last place.
    let zeros = mantissa.leading_zeros();
    let (mut bits, mut power) = (mantissa << zeros, -zeros.cast_signed());
    let mut times = |factor: u64, shift: i32| {
        let product = u128::from(bits) * u128::from(factor);
        let spare = product.leading_zeros();
        let upper = (product << spare >> 64) as u64;
        bits = upper;
        power += shift + 64 - spare.cast_signed();
    };
    // Beyond ±800 all is infinite or zero.
    let exponent = exponent.clamp(-800, 800);
    for _ in 0..exponent.div_euclid(19).unsigned_abs() {
        if exponent < 0 {
            times(DOWN, -127);
        } else {
            times(UP, 0);
        }
    }
    let rest = 10_u64.pow(exponent.rem_euclid(19).unsigned_abs());
    let zeros = rest.leading_zeros();
    times(rest << zeros, -zeros.cast_signed());
    // In two halves, since a double's own power of two ends at 1023.
    let power = power.clamp(-2000, 2000);
    let two_to = |power: i32| f64::from_bits(u64::from((1023 + power).unsigned_abs()) << 52);
    float(bits) * two_to(power / 2) * two_to(power - power / 2)
}
