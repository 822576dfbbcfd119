//! Groups of short texts that are alike: single link, with a guard against chains.

use std::collections::{HashMap, HashSet};

use super::pieces::{CommonWords, Grain, Pieces, pieces};
use super::vectors::{Vector, Weights};

/// Two texts that are at least so alike belong into one group.
///
/// Chosen on 74 notes of 23 kinds in eight languages (`services/likeness/notes/`), held against 60 others. From .28 to .34
/// one to three pairs are put together wrongly and 70 to 85 % of those of one kind rightly; above, paraphrases fall apart,
/// below, notes link by single words that they share by chance.
pub const ALIKE: f32 = 0.30;

/// Groups are put together only where they are so alike in the mean; from [`LARGE`] members on as alike as two texts.
///
/// Single links alone make chains: of all these notes taken together they put more than 75 pairs together wrongly, with
/// this guard fewer than 10, of some 80 rightly. Of 6,000 notes that each name one of 39 things and one of 15 faults, 91 %
/// of the pairs in a group then share thing or fault, and no group holds more than 149.
pub const GROUPS_ALIKE: f32 = 0.22;

/// From so many members on a group is a large one.
pub const LARGE: usize = 5;

/// With so many others is a text compared at most: of 10,000 texts 240,000 pairs are looked at, not 50 million.
pub const COMPARED: usize = 24;

/// So many texts are found by one piece: pieces that more of them share tell little.
const FOUND_BY_PIECE: usize = 64;
/// By so many members, spread over the group, is the likeness of two groups taken.
const MEMBERS: usize = 8;

/// Texts that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextGroup {
    /// Their places in what was asked, ascending.
    pub members: Vec<usize>,
    /// The place of the one that is most alike the others: it stands for them.
    pub middle: usize,
}

/// Groups texts, the largest group first; a text that is like no other is a group of its own. The same texts in the same
/// order give the same groups.
#[must_use]
pub fn groups(texts: &[&str], common: &CommonWords) -> Vec<TextGroup> {
    let (mut distinct, mut places): (Vec<Pieces>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    let mut known: HashMap<String, usize> = HashMap::new();
    for (place, text) in texts.iter().enumerate() {
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let at = *known.entry(folded).or_insert(distinct.len());
        if let Some(same) = places.get_mut(at) {
            same.push(place);
        } else {
            distinct.push(pieces(text, Grain::Characters, common));
            places.push(vec![place]);
        }
    }
    let mut weights = Weights::default();
    for pieces in &distinct {
        weights.add(pieces);
    }
    let vectors: Vec<Vector> = distinct.iter().map(|pieces| weights.vector(pieces)).collect();
    let mut groups: Vec<TextGroup> = linked(&vectors, links(&vectors, &weights))
        .into_iter()
        .map(|group| {
            let middle = middle(&vectors, &places, &group);
            let mut members: Vec<usize> = group.iter().filter_map(|at| places.get(*at)).flatten().copied().collect();
            members.sort_unstable();
            TextGroup { members, middle }
        })
        .collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(group.members.len()), group.members.first().copied()));
    groups
}

/// Two texts, and how alike they are.
type Link = (f32, usize, usize);

/// Returns the pairs that are alike, the most alike first.
fn links(vectors: &[Vector], weights: &Weights) -> Vec<Link> {
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut links: Vec<Link> = Vec::new();
    // How much each text before shares with the one that is looked at, and which share anything.
    let mut shared = vec![0.0_f32; vectors.len()];
    let mut found: Vec<usize> = Vec::new();
    for (at, vector) in vectors.iter().enumerate() {
        for (hash, weight) in vector.0.iter().filter(|(hash, _)| weights.holding(*hash) > 1) {
            let held = holders.entry(*hash).or_default();
            for other in held.iter().copied() {
                let Some(sum) = shared.get_mut(other) else { continue };
                if *sum == 0.0 {
                    found.push(other);
                }
                *sum += weight;
            }
            if held.len() < FOUND_BY_PIECE {
                held.push(at);
            }
        }
        let taken = found.drain(..).map(|other| (other, shared.get_mut(other).map(std::mem::take).unwrap_or_default()));
        let mut nearest: Vec<(usize, f32)> = taken.collect();
        nearest.sort_by(|one, two| two.1.total_cmp(&one.1).then(one.0.cmp(&two.0)));
        let others = nearest.iter().take(COMPARED).filter_map(|(other, _)| Some((*other, vectors.get(*other)?)));
        let alike = others.map(|(other, theirs)| (vector.likeness(theirs), other, at));
        links.extend(alike.filter(|(likeness, ..)| *likeness >= ALIKE));
    }
    links.sort_by(|one, two| two.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(two.1, two.2))));
    links
}

/// Puts together what links join, the most alike first, where the groups are alike on the whole.
fn linked(vectors: &[Vector], links: Vec<Link>) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..vectors.len()).collect();
    let mut groups: Vec<Vec<usize>> = of.iter().map(|at| vec![*at]).collect();
    // What was held against each other is not compared again while neither has grown.
    let mut apart: HashSet<(usize, usize, usize, usize)> = HashSet::new();
    for (_, one, two) in links {
        let (Some(one), Some(two)) = (of.get(one).copied(), of.get(two).copied()) else { continue };
        let (into, from) = (one.min(two), one.max(two));
        let sizes = (groups.get(into).map_or(0, Vec::len), groups.get(from).map_or(0, Vec::len));
        if into == from || apart.contains(&(into, from, sizes.0, sizes.1)) {
            continue;
        }
        if are_alike(vectors, &groups, into, from) {
            let moved = groups.get_mut(from).map(std::mem::take).unwrap_or_default();
            for at in &moved {
                if let Some(own) = of.get_mut(*at) {
                    *own = into;
                }
            }
            if let Some(group) = groups.get_mut(into) {
                group.extend(moved);
            }
        } else {
            apart.insert((into, from, sizes.0, sizes.1));
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Answers whether two groups are alike in the mean.
fn are_alike(vectors: &[Vector], groups: &[Vec<usize>], one: usize, two: usize) -> bool {
    let members = |group: usize| groups.get(group).map_or(&[][..], Vec::as_slice);
    let is_large = members(one).len().max(members(two).len()) >= LARGE;
    let spread = |group: &[usize]| {
        let step = group.len().div_ceil(MEMBERS).max(1);
        group.iter().step_by(step).filter_map(|at| vectors.get(*at)).collect::<Vec<_>>()
    };
    let (one, two) = (spread(members(one)), spread(members(two)));
    let pairs = one.iter().flat_map(|own| two.iter().map(|other| own.likeness(other)));
    #[expect(clippy::cast_precision_loss, reason = "64 at most")]
    let count = (one.len() * two.len()).max(1) as f32;
    pairs.sum::<f32>() / count >= if is_large { ALIKE } else { GROUPS_ALIKE }
}

/// Returns the first place of the member that is most alike the others, each as often as it stands.
fn middle(vectors: &[Vector], places: &[Vec<usize>], group: &[usize]) -> usize {
    let firsts: Vec<(usize, &Vector, &Vec<usize>)> =
        group.iter().take(4 * MEMBERS).filter_map(|at| Some((*at, vectors.get(*at)?, places.get(*at)?))).collect();
    let nearness = |own: &(usize, &Vector, &Vec<usize>)| -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "counts of notes")]
        let others = firsts.iter().map(|(_, vector, places)| own.1.likeness(vector) * places.len() as f32);
        others.sum()
    };
    let best = firsts.iter().map(|one| (nearness(one), one));
    let best = best.max_by(|one, two| one.0.total_cmp(&two.0).then(two.1.0.cmp(&one.1.0)));
    best.and_then(|(_, (_, _, places))| places.first().copied()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(texts: &[&str]) -> Vec<Vec<usize>> {
        let common = ["the", "is", "a", "wrong"].into_iter().collect();
        groups(texts, &common).into_iter().map(|group| group.members).collect()
    }

    #[test]
    fn what_differs_in_form_is_alike_and_what_shares_a_common_word_is_not() {
        let texts = [
            "invents a policy",
            "wrong tone",
            "the policy is invented",
            "wrong date",
            "Wrong  tone",
            "the date is off",
        ];
        assert_eq!(grouped(&texts), [vec![0, 2], vec![1, 4], vec![3, 5]]);
    }

    #[test]
    fn texts_without_words_are_alike_only_where_they_are_the_same() {
        assert_eq!(grouped(&["?!", "…", "?!", ""]), [vec![0, 2], vec![1], vec![3]]);
        assert!(grouped(&[]).is_empty());
    }

    #[test]
    fn each_text_stands_in_one_group_however_many_are_alike() {
        let texts: Vec<String> = (0..500).map(|at| format!("policy number {} is invented", at % 250)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut members: Vec<usize> = grouped(&texts).concat();
        members.sort_unstable();
        assert!(members.into_iter().eq(0..500));
    }
}
