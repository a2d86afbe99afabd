//! The way that was asked for: by its ends, or by closing a passage.

use std::rc::Rc;

use super::Model;
use crate::atlas::{Atlas, Passage};
use crate::list::Gather as _;
use crate::network::{Network, Passages};
use crate::scene::Trip;

impl Model {
    /// The graph of the atlas's tracks.
    pub fn network(&mut self) -> Rc<Network> {
        let network = self.known_network();
        self.network = Some(Rc::clone(&network));
        network
    }

    /// The same, made anew where nobody has asked for it yet.
    #[must_use]
    pub fn known_network(&self) -> Rc<Network> {
        let known = self.network.clone();
        known.unwrap_or_else(|| Rc::new(Network::new(&self.atlas)))
    }

    /// The features that the way goes from and to: those chosen, or the atlas's own.
    #[must_use]
    pub fn asked_ends(&self) -> Option<[usize; 2]> {
        let [from, to] = &self.atlas.manifest.routes.ends;
        let own = || Some([self.atlas.find(from)?, self.atlas.find(to)?]);
        self.ends.or_else(own)
    }

    /// The nodes of the graph at these features.
    #[must_use]
    pub fn asked_nodes(&self, network: &Network) -> Option<[usize; 2]> {
        let [from, to] = self.asked_ends()?;
        let hub = |feature| network.hub(&self.atlas, feature);
        Some([hub(from)?, hub(to)?])
    }

    /// Looks for the way that was asked for.
    pub(super) fn find_way(&mut self) {
        self.trip = if self.closed == 0 && self.ends.is_none() {
            Trip::default()
        } else {
            let network = self.network();
            self.trip_over(&network)
        };
    }

    fn trip_over(&self, network: &Network) -> Trip {
        let nodes = self.asked_nodes(network);
        let way = nodes.and_then(|[from, to]| network.shortest(from, to, self.year, self.closed));
        let legs = way.map_or_else(Vec::new, |route| route.legs);
        let places = nodes.as_slice().as_flattened().iter();
        let places = places.map(|&node| network.position(node));
        let atlas = &self.atlas;
        Trip {
            way: legs.into_iter().map(|(track, _)| track).gathered(),
            barred: network.barred(self.closed),
            closed: closed_passages(atlas, self.closed)
                .flat_map(|passage| passage.closes.iter().filter_map(|id| atlas.find(id)))
                .gathered(),
            ends: places
                .filter_map(|place| self.shapes.projection.forward(place))
                .gathered(),
        }
    }
}

/// The passages of a set.
pub fn closed_passages(atlas: &Atlas, closed: Passages) -> impl Iterator<Item = &Passage> {
    let passages = atlas.manifest.routes.passages.iter().enumerate();
    passages
        .filter(move |(index, _)| closed >> index & 1 == 1)
        .map(|(_, passage)| passage)
}
