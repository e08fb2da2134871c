//! Where chains end: on what each node of a graph rests in the end, when each says on what it rests at once.
//!
//! In: numbers and what each leads to. Out: the ends of each. Chains of any length and circles cost no more than their
//! nodes and steps. What the numbers stand for is not known here.

use std::collections::{BTreeMap, BTreeSet};

/// Nodes that are one, each group under the smallest of them.
#[derive(Debug, Default)]
pub struct Joined {
    above: BTreeMap<usize, usize>,
}

impl Joined {
    pub fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.root(left), self.root(right));
        self.above.insert(left.max(right), left.min(right));
        self.above.insert(left.min(right), left.min(right));
    }

    fn root(&mut self, node: usize) -> usize {
        let mut node = node;
        while let Some(above) = self.above.get(&node).copied().filter(|above| *above != node) {
            // Half of the way is saved for whoever asks next.
            let over = self.above[&above];
            self.above.insert(node, over);
            node = over;
        }
        node
    }

    /// Every node that was joined with another one, and the smallest of its group.
    pub fn roots(mut self) -> BTreeMap<usize, usize> {
        let nodes: Vec<usize> = self.above.keys().copied().collect();
        nodes.into_iter().map(|node| (node, self.root(node))).collect()
    }
}

type Ends = BTreeMap<usize, Vec<usize>>;

struct Graph<'a> {
    steps: &'a BTreeMap<usize, Vec<usize>>,
    ground: &'a BTreeMap<usize, usize>,
}

/// The ends of every node that has `steps`, in their order. A node without steps is an end; `ground` says which node stands
/// for it, if another one does. One that has steps and ground rests on both. Nodes that lead to each other in a circle and
/// nowhere else are one end, the smallest of them.
pub fn settle(steps: &BTreeMap<usize, Vec<usize>>, ground: &BTreeMap<usize, usize>) -> Ends {
    let graph = Graph { steps, ground };
    let mut ends = Ends::new();
    for node in graph.without_circles() {
        ends.insert(node, graph.ends(node, &ends));
    }
    let (outside, circles) = graph.circles(&ends);
    for circle in circles {
        let found: BTreeSet<usize> = circle.iter().flat_map(|node| graph.ends(*node, &ends)).collect();
        let found = if found.is_empty() { circle.iter().copied().take(1).collect() } else { found };
        ends.extend(circle.iter().map(|node| (*node, found.iter().copied().collect())));
    }
    for node in outside {
        ends.insert(node, graph.ends(node, &ends));
    }
    ends
}

impl Graph<'_> {
    fn has_steps(&self, node: usize) -> bool {
        self.steps.contains_key(&node)
    }

    /// The ends of a node by those of the nodes to which it leads, as far as they are known.
    fn ends(&self, node: usize, known: &Ends) -> Vec<usize> {
        let mut found: BTreeSet<usize> = self.ground.get(&node).copied().into_iter().collect();
        for next in self.steps.get(&node).into_iter().flatten() {
            match known.get(next) {
                Some(ends) => found.extend(ends),
                None if self.has_steps(*next) => {}
                None => drop(found.insert(*self.ground.get(next).unwrap_or(next))),
            }
        }
        found.into_iter().collect()
    }

    /// Nodes that lead to no circle, each after all to which it leads.
    fn without_circles(&self) -> Vec<usize> {
        let next =
            |node: &usize| self.steps[node].iter().copied().filter(|next| self.has_steps(*next)).collect();
        let before = self.steps.keys().map(|node| (*node, next(node))).collect();
        peel(&before)
    }

    /// Nodes that lead to circles, each after all to which it leads; and the circles, with what lies between them.
    fn circles(&self, known: &Ends) -> (Vec<usize>, Vec<Vec<usize>>) {
        let left: Vec<usize> = self.steps.keys().copied().filter(|node| !known.contains_key(node)).collect();
        let mut leading: BTreeMap<usize, Vec<usize>> = left.iter().map(|node| (*node, Vec::new())).collect();
        for node in &left {
            for next in &self.steps[node] {
                leading.entry(*next).and_modify(|nodes| nodes.push(*node));
            }
        }
        let mut outside = peel(&leading);
        outside.reverse();
        let is_outside: BTreeSet<usize> = outside.iter().copied().collect();
        let mut joined = Joined::default();
        for node in left.iter().filter(|node| !is_outside.contains(node)) {
            let inside = |next: &&usize| leading.contains_key(next) && !is_outside.contains(next);
            self.steps[node].iter().filter(inside).for_each(|next| joined.join(*node, *next));
        }
        let mut circles: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (node, root) in joined.roots() {
            circles.entry(root).or_default().push(node);
        }
        (outside, circles.into_values().collect())
    }
}

/// Nodes that can be put into an order in which each comes after all that have to be before it.
fn peel(before: &BTreeMap<usize, Vec<usize>>) -> Vec<usize> {
    let mut after: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, all) in before {
        all.iter().for_each(|other| after.entry(*other).or_default().push(*node));
    }
    let mut waiting: BTreeMap<usize, usize> = before.iter().map(|(node, all)| (*node, all.len())).collect();
    let mut order: Vec<usize> =
        waiting.iter().filter(|(_, count)| **count == 0).map(|(node, _)| *node).collect();
    let mut done = 0;
    while let Some(node) = order.get(done).copied() {
        done += 1;
        for other in after.get(&node).into_iter().flatten() {
            let count = waiting.get_mut(other).expect("every node waits");
            *count -= 1;
            if *count == 0 {
                order.push(*other);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps as `1>2,3`, ground as `2=1`.
    fn ends(steps: &str, ground: &[(usize, usize)]) -> String {
        let number = |text: &str| text.parse::<usize>().expect("a number");
        let steps: BTreeMap<usize, Vec<usize>> = steps
            .split_whitespace()
            .filter_map(|step| step.split_once('>'))
            .map(|(node, next)| (number(node), next.split(',').map(number).collect()))
            .collect();
        let ground = ground.iter().copied().collect();
        let shown = settle(&steps, &ground).into_iter().map(|(node, ends)| format!("{node}>{ends:?}"));
        shown.collect::<Vec<_>>().join(" ").replace(", ", ",")
    }

    #[test]
    fn chains_and_circles_end() {
        let cases = [
            ("", ""),
            ("1>2", "1>[2]"),
            ("1>2 2>3", "1>[3] 2>[3]"),
            ("3>2 2>1", "2>[1] 3>[1]"),
            ("1>2,3 2>4", "1>[3,4] 2>[4]"),
            ("1>2,3 2>4 3>4", "1>[4] 2>[4] 3>[4]"),
            ("1>1", "1>[1]"),
            ("1>2 2>1", "1>[1] 2>[1]"),
            ("2>3 3>4 4>2 1>4", "1>[2] 2>[2] 3>[2] 4>[2]"),
            ("1>2,5 2>3 3>2", "1>[2,5] 2>[2] 3>[2]"),
            ("1>2 2>1,5", "1>[5] 2>[5]"),
            ("1>2 2>1 3>4 4>3 5>1,3", "1>[1] 2>[1] 3>[3] 4>[3] 5>[1,3]"),
        ];
        for (steps, expected) in cases {
            assert_eq!(ends(steps, &[]), expected, "{steps}");
        }
    }

    #[test]
    fn a_node_may_stand_for_others_and_have_steps_too() {
        assert_eq!(ends("1>9", &[(9, 4), (4, 4)]), "1>[4]");
        assert_eq!(ends("1>9 9>7", &[(9, 4), (4, 4)]), "1>[4,7] 9>[4,7]");
    }

    #[test]
    fn groups_have_their_smallest_node() {
        let mut joined = Joined::default();
        for (left, right) in [(5, 9), (7, 8), (9, 8), (2, 3)] {
            joined.join(left, right);
        }
        let roots: Vec<_> = joined.roots().into_iter().collect();
        assert_eq!(roots, [(2, 2), (3, 2), (5, 5), (7, 5), (8, 5), (9, 5)]);
    }

    #[test]
    fn a_chain_of_all_sources_ends() {
        let steps: BTreeMap<usize, Vec<usize>> = (0..30_000).map(|node| (node, vec![node + 1])).collect();
        assert_eq!(settle(&steps, &BTreeMap::new())[&0], [30_000]);
        let mut steps = steps;
        steps.insert(30_000, vec![0]);
        assert_eq!(settle(&steps, &BTreeMap::new())[&17], [0]);
    }
}
