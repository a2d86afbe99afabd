//! The shapes of marks, as path data for both back-ends.

use std::fmt::Write as _;

use crate::decimal::Decimal;

/// The shape of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say what they look like")]
pub enum Symbol {
    Dot,
    Ring,
    Square,
    Diamond,
    Triangle,
    Pentagon,
    Star,
    Burst,
    Gate,
    Anchor,
    Eye,
}

impl Symbol {
    /// SVG path data in a box of ±1 around the origin, y down. Filled by the even-odd rule.
    #[must_use]
    pub fn path_data(self) -> String {
        match self {
            Self::Dot => disc(1.0),
            Self::Ring => disc(1.0) + &disc(0.5),
            Self::Square => "M-1-1H1V1H-1Z".to_owned(),
            Self::Diamond => "M0-1L1 0L0 1L-1 0Z".to_owned(),
            Self::Triangle => polygon(&[(0.0, -1.1), (1.0, 0.8), (-1.0, 0.8)]),
            Self::Pentagon => star(5, 1.05, None),
            Self::Star => star(5, 1.1, Some(0.46)),
            Self::Burst => star(8, 1.1, Some(0.5)),
            // Two posts and a beam.
            Self::Gate => "M-1 1V-1H1V1H.4V-.35H-.4V1Z".to_owned(),
            // A disc with the waves of a harbour cut out.
            Self::Anchor => disc(1.0) + "M-.62-.1H.62V.16H-.62ZM-.13-.62H.13V.62H-.13Z",
            Self::Eye => "M-1.2 0Q0-1.3 1.2 0Q0 1.3-1.2 0Z".to_owned() + &disc(0.36),
        }
    }
}

fn disc(radius: f64) -> String {
    let radius = Decimal::new(radius, 2);
    format!("M{radius} 0A{radius} {radius} 0 1 1-{radius} 0A{radius} {radius} 0 1 1 {radius} 0Z")
}

fn star(points: u8, outer: f64, inner: Option<f64>) -> String {
    let corners = (0..points).flat_map(|point| {
        let angle =
            |turn: f64| (f64::from(point) + turn) / f64::from(points) * std::f64::consts::TAU;
        let at = |turn: f64, radius: f64| {
            (
                libm::sin(angle(turn)) * radius,
                -libm::cos(angle(turn)) * radius,
            )
        };
        [Some(at(0.0, outer)), inner.map(|inner| at(0.5, inner))]
    });
    polygon(&corners.flatten().collect::<Vec<_>>())
}

fn polygon(corners: &[(f64, f64)]) -> String {
    let mut data = String::new();
    for (index, (x, y)) in corners.iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        // Writing to a string cannot fail.
        let (x, y) = (Decimal::new(*x, 3), Decimal::new(*y, 3));
        let _ = write!(data, "{command}{x} {y}");
    }
    data + "Z"
}
