//! The shapes of marks, as path data for both back-ends.

use crate::decimal::Decimal;
use crate::list::glued;
use crate::math::sin_cos;

/// The shape of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say what they look like")]
pub enum Symbol {
    Dot,
    Ring,
    Node,
    Container,
    Anchor,
    Gate,
    Tent,
    Tower,
    Star,
    Burst,
    Eye,
}

impl Symbol {
    /// SVG path data in a box of about ±1 around the origin, y down. Filled by the even-odd rule: badges of one weight with
    /// the sign cut out.
    #[must_use]
    pub fn path_data(self) -> String {
        match self {
            Self::Dot => disc(1.0),
            Self::Ring => disc(1.0) + &disc(0.5),
            Self::Node => {
                "M-.65-1H.65Q1-1 1-.65V.65Q1 1 .65 1H-.65Q-1 1-1 .65V-.65Q-1-1-.65-1Z".to_owned()
                    + &disc(0.64)
                    + &disc(0.3)
            }
            // Two containers on a diamond.
            Self::Container => {
                "M0-1.2L1.2 0L0 1.2L-1.2 0ZM-.52-.4H.52V-.1H-.52ZM-.52.1H.52V.4H-.52Z".to_owned()
            }
            Self::Anchor => {
                disc(1.1)
                    + "M-.13-.36H-.42V-.1H-.13V.46Q-.42.4-.5.1L-.76.24Q-.56.78 0 .8Q.56.78.76.24L.5.1\
                       Q.42.4.13.46V-.1H.42V-.36H.13V-.44H-.13Z\
                       M.21-.65A.21.21 0 1 1-.21-.65A.21.21 0 1 1 .21-.65Z"
            }
            // Two posts and a beam.
            Self::Gate => "M-1 1V-1H1V1H.38V-.32H-.38V1Z".to_owned(),
            Self::Tent => "M0-1.1L1.2.9H-1.2ZM0-.15L.48.9H-.48Z".to_owned(),
            Self::Tower => {
                "M-1-1H-.5V-.55H-.25V-1H.25V-.55H.5V-1H1V-.05H.72V1H-.72V-.05H-1ZM-.24 1V.5H.24V1Z"
                    .to_owned()
            }
            Self::Star => star(5, 1.1, 0.46),
            Self::Burst => star(8, 1.1, 0.5),
            Self::Eye => {
                "M-1.25 0Q0-1.5 1.25 0Q0 1.5-1.25 0Z".to_owned() + &disc(0.5) + &disc(0.24)
            }
        }
    }
}

fn disc(radius: f64) -> String {
    let radius = &*Decimal::new(radius, 2).text();
    let arc = &*glued(&["A", radius, " ", radius, " 0 1 1"]);
    glued(&[
        "M", radius, " 0", arc, "-", radius, " 0", arc, " ", radius, " 0Z",
    ])
}

fn star(points: u8, outer: f64, inner: f64) -> String {
    let mut data = String::new();
    for corner in 0..2 * points {
        let angle = f64::from(corner) / f64::from(points) * std::f64::consts::PI;
        let radius = if corner % 2 == 0 { outer } else { inner };
        let (sine, cosine) = sin_cos(angle);
        data.push(if corner == 0 { 'M' } else { 'L' });
        Decimal::new(sine * radius, 3).write(&mut data);
        data.push(' ');
        Decimal::new(-cosine * radius, 3).write(&mut data);
    }
    data + "Z"
}
