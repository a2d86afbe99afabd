//! What the reader can ask of the routes: from where to where, and what may be closed.

use super::Text;
use crate::json::Node;

/// The manifest's `routes`; all is empty where it has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routes {
    /// Ids of the features where the way begins and ends if the reader chose no others.
    pub ends: [String; 2],
    /// What may be closed, in the order to offer it.
    pub passages: Vec<Passage>,
}

/// Something that ways go through and that may be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Public id.
    pub id: String,
    /// Empty where the first feature it closes has the name.
    pub name: Text,
    /// Ids of areas and tracks: no way goes through them any more.
    pub closes: Vec<String>,
}

impl Routes {
    /// Reads the manifest's member.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Self {
        let mut passages = Vec::new();
        for passage in node.member("passages").list() {
            let id = passage.at("id", Node::string);
            let mut closes = passage.at("closes", Node::texts);
            if closes.is_empty() {
                closes.push(id.clone());
            }
            passages.push(Passage {
                id,
                name: passage.at("name", Text::read),
                closes,
            });
        }
        if passages.len() > 64 {
            return node.member("passages").unexpected("at most 64 passages");
        }
        let end = |name| node.at(name, Node::optional_string).unwrap_or_default();
        Self {
            ends: [end("from"), end("to")],
            passages,
        }
    }
}
