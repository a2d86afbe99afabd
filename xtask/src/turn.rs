//! Turns rings round where text repeats by it: neighbours have the same edges, each in its own direction.

use std::collections::HashSet;

/// The same JSON, in which a ring runs the way in which more of its edges have stood in it before.
///
/// By RFC 7946 outer rings run counterclockwise. So what two countries share stands there once forwards and once backwards,
/// and what compresses finds single positions in it again, but no lines. The engine fills by the even-odd rule and does not
/// care; so this is done to what is a part of the manifest, and not to files that others may read as GeoJSON.
/// `json` has no white space.
pub(crate) fn rings(json: &str) -> String {
    let lines = lines(json);
    let open = lines.iter().map(|&(_, line)| positions(line));
    let mut known: HashSet<(&str, &str)> = open
        .filter(|line| !is_ring(line))
        .flat_map(|line| edges(&line))
        .collect();
    let mut text = String::with_capacity(json.len());
    let mut end = 0;
    for (start, line) in lines {
        let mut ring = positions(line);
        if !is_ring(&ring) {
            continue;
        }
        let count = |ring: &[&str]| {
            edges(ring)
                .iter()
                .filter(|&edge| known.contains(edge))
                .count()
        };
        let forwards = count(&ring);
        ring.reverse();
        if count(&ring) <= forwards {
            ring.reverse();
        }
        known.extend(edges(&ring));
        text.push_str(&json[end..start]);
        text.push_str(&ring.join("],["));
        end = start + line.len();
    }
    text.push_str(&json[end..]);
    text
}

/// What stands between `[[` and `]]`, with where it begins, where it is positions.
fn lines(json: &str) -> Vec<(usize, &str)> {
    let is_of_positions = |char: char| char.is_ascii_digit() || ",.-+eE[]".contains(char);
    let mut lines: Vec<_> = json
        .match_indices("[[")
        .filter_map(|(at, _)| {
            let rest = json[at..].trim_start_matches('[');
            let line = &rest[..rest.find("]]")?];
            line.chars()
                .all(is_of_positions)
                .then_some((json.len() - rest.len(), line))
        })
        .collect();
    // Four brackets were met twice.
    lines.dedup();
    lines
}

fn positions(line: &str) -> Vec<&str> {
    line.split("],[").collect()
}

fn is_ring(positions: &[&str]) -> bool {
    positions.len() > 3 && positions.first() == positions.last()
}

fn edges<'a>(positions: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    positions
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::rings;

    #[test]
    fn neighbours_run_the_same_way_along_what_they_share() {
        let (first, second) = ("[[[0,0],[2,0],[2,2],[0,0]]]", "[[[2,0],[4,0],[2,2],[2,0]]]");
        let turned = "[[[2,0],[2,2],[4,0],[2,0]]]";
        assert_eq!(
            rings(&format!(r#"{{"a":[{first},{second}],"b":"[[1,"}}"#)),
            format!(r#"{{"a":[{first},{turned}],"b":"[[1,"}}"#)
        );
    }

    #[test]
    fn rings_follow_lines_and_lines_stay() {
        assert_eq!(
            rings("[[[2,2],[2,0],[9,0]],[[0,0],[2,0],[2,2],[0,0]]]"),
            "[[[2,2],[2,0],[9,0]],[[0,0],[2,2],[2,0],[0,0]]]"
        );
    }
}
