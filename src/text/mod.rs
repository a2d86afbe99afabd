//! The map in words, from the same geometry and texts as the picture: what is in view, where each thing is, what it touches and
//! what crosses it. For those who cannot see the canvas it is the map, so one can walk it: [`walk`].

mod adjacency;
mod compass;
mod description;
mod group;
mod guide;
mod teller;
mod walk;

pub use adjacency::Neighbour;
pub use compass::Compass;
pub use group::Group;
pub use guide::Guide;
pub use teller::{Teller, said};
pub use walk::{first, walk};
