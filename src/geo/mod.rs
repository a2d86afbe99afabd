//! Geometry on the globe and in the plane.

pub mod cut;
pub mod edges;
pub mod geodesic;
pub mod index;
pub mod planar;
pub mod projection;
pub mod simplify;
pub mod zones;
