//! Everything that is tried on a corpus.

use super::offer::{Bounds, Candidate, Offer, Phrase, run};
use super::stated::Stated;
use super::{menu, patterns, phrases, shapes, sizes};
use crate::checks::kinds::{contains, not_contains};
use crate::checks::mining::bits::Bits;
use crate::checks::mining::known::Known;
use crate::checks::mining::sample::Corpus;
use crate::domain::CheckSpec;

/// Everything that is tried on a corpus.
pub(crate) struct Pool<'a> {
    pub(crate) corpus: &'a Corpus<'a>,
    /// Checks without a free parameter: each is a hypothesis.
    pub(crate) menu: Vec<Candidate>,
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) patterns: Vec<Candidate>,
    pub(crate) sizes: Vec<Candidate>,
    pub(crate) paths: Vec<Candidate>,
    pub(crate) edges: Vec<Candidate>,
    /// How many were measured.
    pub(crate) tried: u64,
}

impl<'a> Pool<'a> {
    /// Finds and measures everything; `stated` are checks that people's words ask for.
    pub(crate) fn new(corpus: &'a Corpus<'a>, stated: &Stated) -> Self {
        let whole = corpus.whole();
        let bounds = Bounds::new(whole.bad, whole.good());
        let mut pool = Self {
            corpus,
            menu: Vec::new(),
            phrases: Vec::new(),
            patterns: Vec::new(),
            sizes: Vec::new(),
            paths: Vec::new(),
            edges: Vec::new(),
            tried: 0,
        };
        if whole.bad == 0 || whole.good() == 0 {
            return pool;
        }
        let mut menu = Offer::new(corpus, bounds);
        // What no record gave rise to comes first: of checks that fail the same the first is kept.
        let (read_off, asked): (Vec<_>, Vec<_>) = stated.checks().into_iter().partition(|one| !one.said_of.is_empty());
        for one in asked {
            menu.run_said(&one.spec, None);
        }
        menu::offer(&mut menu);
        for one in read_off {
            menu.run_said(&one.spec, Some(corpus.inputs_of(&one.said_of)));
        }
        let found = phrases::find(corpus, bounds);
        pool.tried += found.tried;
        pool.phrases = found.phrases;
        let mut patterns = Offer::new(corpus, bounds);
        patterns::offer(&mut patterns, &found.blurred);
        let mut sizes = Offer::new(corpus, bounds);
        sizes::offer(&mut sizes);
        let mut paths = Offer::new(corpus, bounds);
        shapes::paths(&mut paths);
        let mut edges = Offer::new(corpus, bounds);
        shapes::edges(&mut edges);
        for offer in [&menu, &patterns, &sizes, &paths, &edges] {
            pool.tried += offer.tried;
        }
        pool.menu = menu.found;
        pool.patterns = patterns.found;
        pool.sizes = sizes.found;
        pool.paths = paths.found;
        pool.edges = edges.found;
        pool
    }

    /// Leaves out what fails nearly the same records as an attached check, and near copies of dismissed ones: another kind of
    /// check on the same records may be what is meant.
    pub(crate) fn forget(&mut self, known: &Known, near: f64) {
        let ran = |specs: &[CheckSpec]| -> Vec<(String, Bits)> {
            specs.iter().filter_map(|spec| Some((spec.kind.clone(), run(self.corpus, spec)?))).collect()
        };
        let (attached, dismissed) = (ran(&known.attached), ran(&known.dismissed));
        let is_new = |kind: &str, fails: &Bits| {
            let is_near = |known: &Bits| known.likeness(fails) >= near;
            !attached.iter().any(|(_, known)| is_near(known))
                && !dismissed.iter().any(|(own, known)| own == kind && is_near(known))
        };
        for list in [&mut self.menu, &mut self.patterns, &mut self.sizes, &mut self.paths, &mut self.edges] {
            list.retain(|candidate| is_new(&candidate.spec.kind, &candidate.fails));
        }
        let all = Bits::of(self.corpus.len(), |_| true);
        self.phrases.retain(|phrase| {
            is_new(not_contains::KIND.word, &phrase.holds) && is_new(contains::KIND.word, &all.without(&phrase.holds))
        });
    }
}
