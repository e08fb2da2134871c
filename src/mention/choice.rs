//! Which of the overlapping matches of a text count: the longest first. In go all that were found, out come those that hold.
//! Must not know what they mean.

/// A match of a name or of a shield, as places in the normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) target: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// First, so that a name wins over a shield of the same extent: the site knows that one.
    Name(u32),
    Shield(u32),
}

impl Match {
    fn overlaps(&self, other: &Match) -> bool {
        self.start < other.end && other.start < self.end
    }

    fn rank(&self) -> (std::cmp::Reverse<u32>, u32, Target) {
        (std::cmp::Reverse(self.end - self.start), self.start, self.target)
    }
}

/// Leaves the matches that hold, in the order of the text: the longest first, the earlier of two of the same length.
pub(super) fn keep_longest(matches: &mut Vec<Match>) {
    if matches.windows(2).all(|pair| pair[0].end <= pair[1].start) {
        return;
    }
    matches.sort_unstable_by_key(Match::rank);
    let mut kept: Vec<Match> = Vec::with_capacity(matches.len());
    for candidate in matches.iter() {
        // Kept ones do not overlap and are in order, so that at most two of them are near.
        let place = kept.partition_point(|other| other.start < candidate.start);
        let near = &kept[place.saturating_sub(1)..(place + 1).min(kept.len())];
        if !near.iter().any(|other| other.overlaps(candidate)) {
            kept.insert(place, *candidate);
        }
    }
    *matches = kept;
}

/// What shields alone keep from being found: of all matches of names, the longest that overlap a shield that holds, and no
/// name that does. With each comes its shield.
pub(super) fn shielded(all: &[Match], kept: &[Match]) -> Vec<(Match, u32)> {
    let shield_of = |candidate: &Match| {
        let first = kept.partition_point(|other| other.end <= candidate.start);
        let mut over = kept[first..].iter().take_while(|other| other.start < candidate.end);
        match (over.next(), over.next()) {
            (Some(Match { target: Target::Shield(shield), .. }), None) => Some(*shield),
            _ => None,
        }
    };
    let is_name = |found: &&Match| matches!(found.target, Target::Name(_));
    let mut hidden: Vec<Match> =
        all.iter().filter(is_name).filter(|found| shield_of(found).is_some()).copied().collect();
    keep_longest(&mut hidden);
    hidden.into_iter().filter_map(|found| Some((found, shield_of(&found)?))).collect()
}
