"""Computes gemba's figures anew with the statistics packages and ends with the first difference.

Called by measures.rs with a JSON file of tables, each with what gemba made of it. A figure that gemba calls undefined
(null) has to be undefined here as well. Intervals that gemba draws with a seed are held against the distribution they
are drawn from: the share of it below each limit must lie within five standard errors of what it should be.
"""

import json
import math
import sys
import warnings

import krippendorff
import numpy as np
from scipy import stats
from sklearn import metrics
from statsmodels.stats import contingency_tables, inter_rater
from statsmodels.stats.proportion import proportion_confint

warnings.filterwarnings("ignore")

DRAWS = 4_000
DRAWN = 5 * math.sqrt(0.025 * 0.975 / DRAWS)
GRID = (np.arange(20_000) + 0.5) / 20_000


def same(name, own, theirs, tolerance=1e-9):
    undefined = theirs is None or math.isnan(theirs)
    if own is None or undefined:
        assert own is None and undefined, f"{name}: gemba {own}, here {theirs}"
    else:
        assert abs(own - theirs) <= tolerance * max(1.0, abs(theirs)), f"{name}: gemba {own}, here {theirs}"


def limits(name, own, below):
    """Both drawn limits of an interval clipped to 0..1; `below(x)` is the distribution function before clipping."""
    for limit, share in (("low", 0.025), ("high", 0.975)):
        x = own[limit]
        off = below(x) - share
        # What was clipped may have more of the distribution below 0, or above 1, than its share.
        too_far = (off < -DRAWN and x < 1.0) or (off > DRAWN and x > 0.0)
        assert not too_far, f"{name} {limit} {x}: {share + off:.4f} of the distribution lies below, not {share}"


def jeffreys(k, n):
    return stats.beta(k + 0.5, n - k + 0.5)


def two_way(t):
    people = np.repeat([1, 1, 0, 0], [t["tp"], t["fn"], t["fp"], t["tn"]])
    check = np.repeat([1, 0, 1, 0], [t["tp"], t["fn"], t["fp"], t["tn"]])
    bad, good, n = t["tp"] + t["fn"], t["fp"] + t["tn"], len(people)
    coverage = metrics.recall_score(people, check) if bad else None
    kept = metrics.recall_score(people, check, pos_label=0) if good else None
    same("coverage", t["coverage"], coverage)
    same("ffr", t["ffr"], None if kept is None else 1 - kept)
    both = bad and good
    same("alignment", t["alignment"], stats.hmean([coverage, kept]) if both else None)
    varied = both and 0 < check.sum() < n
    same("mcc", t["mcc"], metrics.matthews_corrcoef(people, check) if varied else None)
    one_label = n == 0 or set(people) | set(check) in ({0}, {1})
    same("kappa", t["kappa"], None if one_label else metrics.cohen_kappa_score(people, check))
    same("raw", t["raw"], metrics.accuracy_score(people, check) if n else None)
    fails = people.sum() + check.sum()
    same("positive", t["positive"], metrics.f1_score(people, check) if fails else None)
    exact = contingency_tables.mcnemar([[t["tp"], t["fn"]], [t["fp"], t["tn"]]], exact=True)
    same("mcnemar", t["mcnemar"], exact.pvalue)
    if n:
        # Gwet's AC1 from its definition with any number of categories and raters: 2 of each here.
        share = np.array([fails, 2 * n - fails]) / (2 * n)
        chance = (share * (1 - share)).sum()
        same("ac1", t["ac1"], (metrics.accuracy_score(people, check) - chance) / (1 - chance))


def interval(t):
    low, high = proportion_confint(t["k"], t["n"], method="wilson")
    same("wilson low", t["low"], low)
    same("wilson high", t["high"], high)


def many_raters(t):
    table = np.array(t["table"])
    one_label = (table.sum(axis=0) > 0).sum() == 1
    same("fleiss", t["kappa"], None if one_label else inter_rater.fleiss_kappa(table))


def with_holes(t):
    data = np.array([[math.nan if label is None else label for label in row] for row in t["rows"]])
    paired = data[:, (~np.isnan(data)).sum(axis=0) > 1]
    labels = np.unique(paired[~np.isnan(paired)])
    alpha = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal") if len(labels) > 1 else None
    same("krippendorff", t["alpha"], alpha)

    # Fleiss, of the records that all answered, else of the number of answers that most records have.
    counts = np.array([[(unit == label).sum() for label in range(t["labels"])] for unit in paired.T]).reshape(-1, t["labels"])
    answers = counts.sum(axis=1)
    sizes = sorted(set(answers), key=lambda size: (size == len(data), (answers == size).sum(), size))
    even = counts[answers == sizes[-1]] if sizes else counts
    assert t["fleiss_records"] == len(even), f"fleiss records: gemba {t['fleiss_records']}, here {len(even)}"
    one_label = (even.sum(axis=0) > 0).sum() < 2
    same("fleiss", t["fleiss"], None if one_label else inter_rater.fleiss_kappa(even))

    # Raw agreement, Gwet's AC1 and positive agreement from pairs of answers, record by record.
    agreeing, shares, joined, fails = [], [], 0.0, 0.0
    for unit in paired.T:
        given = unit[~np.isnan(unit)]
        pairs = [(a, b) for at, a in enumerate(given) for other, b in enumerate(given) if at != other]
        agreeing.append(np.mean([a == b for a, b in pairs]))
        shares.append([np.mean(given == label) for label in range(t["labels"])])
        joined += sum(a == 0 and b == 0 for a, b in pairs) / (len(given) - 1)
        fails += (given == 0).sum()
    if not agreeing:
        assert t["raw"] is None and t["ac1"] is None and t["positive"] is None
        return
    same("raw", t["raw"], np.mean(agreeing))
    share = np.mean(shares, axis=0)
    chance = (share * (1 - share)).sum() / max(t["labels"] - 1, 1)
    same("ac1", t["ac1"], (np.mean(agreeing) - chance) / (1 - chance))
    same("positive", t["positive"], joined / fails if fails else None)


def in_conversations(t):
    """The bootstrap of SciPy, over conversations, with draws of its own: limits agree as far as draws can."""
    held = np.array(t["conversations"]).sum(axis=2)
    places = np.arange(len(held))

    def alpha(chosen):
        counts = held[chosen.astype(int)].ravel()
        ones, n = counts.sum(), 2 * len(counts)
        observed = (counts == 1).sum() * 2
        return 1 - (n - 1) * observed / (2 * ones * (n - ones))

    drawn = stats.bootstrap((places,), alpha, vectorized=False, n_resamples=10_000, method="BCa", rng=np.random.default_rng(7))
    spread = np.std(drawn.bootstrap_distribution)
    for own, theirs in ((t["low"], drawn.confidence_interval.low), (t["high"], drawn.confidence_interval.high)):
        assert abs(own - theirs) < 0.3 * spread, f"interval: gemba {own}, here {theirs}, spread {spread}"


def annotators(t):
    """A file with a row for each worker's label, from its rows alone; `fleiss` of the items with most labels alike in number."""
    workers = sorted({worker for _, worker, _ in t["rows"]})
    items = sorted({item for item, _, _ in t["rows"]})
    data = np.full((len(workers), len(items)), math.nan)
    for item, worker, label in t["rows"]:
        data[workers.index(worker), items.index(item)] = label == "fine"
    line = t["line"]
    same("file alpha", line["alpha"], krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))
    counts = np.array([[(unit == label).sum() for label in (0, 1)] for unit in data.T])
    sizes, often = np.unique(counts.sum(axis=1), return_counts=True)
    same("file fleiss", line["fleiss"], inter_rater.fleiss_kappa(counts[counts.sum(axis=1) == sizes[often.argmax()]]))
    assert line["reviewers"] == workers
    for pair in t["pairs"]:
        one, other = (data[workers.index(worker)] for worker in pair["reviewers"])
        both = ~np.isnan(one) & ~np.isnan(other)
        assert pair["records"] == both.sum()
        if both.any():
            same("pair raw", pair["raw"], metrics.accuracy_score(one[both], other[both]))
            kappa = metrics.cohen_kappa_score(one[both], other[both])
            same("pair kappa", pair["kappa"], None if len(set(one[both]) | set(other[both])) < 2 else kappa)


def step(t):
    regraded, pairs = t["regraded"], t["noise_pairs"]
    floor = t["noise_flips"] / pairs
    same("attributable", t["attributable"], np.clip((t["flips"] / regraded - floor) / (1 - 2 * floor), 0, 1))
    same("step mcnemar", t["mcnemar"], stats.binomtest(t["tightened"], t["flips"]).pvalue if t["flips"] else 1.0)
    noise = np.minimum(jeffreys(t["noise_flips"], pairs).ppf(GRID), 0.45)

    def below(x, flips):
        return jeffreys(flips, regraded).cdf(x * (1 - 2 * noise) + noise).mean()

    limits("drift", t, lambda x: below(x, t["flips"]))
    within = below(0, t["flips"])
    if t["mcnemar"] <= 0.025 or within < 0.0125 - DRAWN:
        assert t["verdict"] == "drift", f"{t} is drift"
    elif within > 0.0125 + DRAWN:
        assert t["verdict"] != "drift", f"{t} is no drift"
    if t["detectable"] is not None and t["detectable"] < 1:
        assert power(t, t["detectable"]) > 0.8 - 0.06, f"detectable: {t} would be found too rarely"
        assert power(t, t["detectable"] - 0.03) < 0.8 + 0.06, f"detectable: less than {t} would do"


def power(t, moved):
    """The share of simulated rounds like this one that are called drift where the rule moved so much of the met."""
    regraded, pairs = t["regraded"], t["noise_pairs"]
    floor = min(t["noise_flips"] / pairs, 0.45)
    error = (1 - (1 - 2 * floor) ** 0.5) / 2
    changed = max(moved, 0) * t["met_before"] / regraded
    noise = (1 - changed) * error * (1 - error)
    shares = [changed * (1 - error) ** 2 + noise, changed * error**2 + noise]
    rng = np.random.default_rng(1)
    tightened, relaxed, _ = rng.multinomial(regraded, [*shares, 1 - sum(shares)], 1_500).T
    noisy = rng.binomial(pairs, floor, 1_500)
    flips = tightened + relaxed
    found = np.minimum(2 * stats.binom.cdf(np.minimum(tightened, relaxed), flips, 0.5), 1) <= 0.025
    for noise_flips in np.unique(noisy):
        drawn = np.minimum(jeffreys(noise_flips, pairs).ppf((np.arange(200) + 0.5) / 200), 0.45)
        rows = noisy == noise_flips
        counts = np.unique(flips[rows])
        above = [count for count in counts if jeffreys(count, regraded).cdf(drawn).mean() < 0.0125]
        found |= rows & np.isin(flips, above)
    return found.mean()


def noise_over_time(t):
    half = len(t["flips"]) // 2
    early, late = t["flips"][:half], t["flips"][half:]
    table = [[sum(late), len(late) - sum(late)], [sum(early), len(early) - sum(early)]]
    same("silent drift", t["p"], stats.fisher_exact(table, alternative="greater").pvalue)


def reading(t):
    size = 1 + max((mode for record in t["records"] for mode in record), default=0)
    present = np.zeros((len(t["records"]), size), dtype=int)
    for row, record in enumerate(t["records"]):
        present[row, record] = 1
    m, counts = int(present.any(axis=1).sum()), present.sum(axis=0)
    s, q1, q2 = (counts > 0).sum(), (counts == 1).sum(), (counts == 2).sum()
    same("modes", t["modes"], s)
    same("unseen mass", t["unseen_mass"], q1 / counts.sum() if counts.sum() else None)
    unseen = q1 * q1 / (2 * q2) if q2 else q1 * (q1 - 1) / 2
    same("chao2", t["chao2"], s + (m - 1) / m * unseen if m else None)
    firsts = [present[:, mode].argmax() for mode in np.flatnonzero(counts)]
    same("since new", t["since_new"], len(present) - 1 - max(firsts) if firsts else len(present))


def judged(t):
    rng = np.random.default_rng(5)
    shares = [k / n for k, n in t["counts"]]
    p, r, s = (jeffreys(k, n).rvs(200_000, random_state=rng) for k, n in t["counts"])
    usable = r + s - 1 >= 0.1
    draws = np.sort(((p + s - 1) / (r + s - 1))[usable])
    same("corrected", t["rate"], np.clip((shares[0] + shares[2] - 1) / (shares[1] + shares[2] - 1), 0, 1))
    limits("corrected", t, lambda x: np.searchsorted(draws, x) / len(draws))


def weighted(t):
    parts = []
    for records in t["strata"]:
        weights = 1 / np.array([q for q, _ in records])
        p = np.average([failed for _, failed in records], weights=weights)
        kish = weights.sum() ** 2 / (weights**2).sum()
        parts.append((weights.sum(), p, *proportion_confint(p * kish, kish, method="wilson")))
    total, p, low, high = (np.array(column) for column in zip(*parts))
    share = total / total.sum()
    rate = (share * p).sum()
    same("weighted rate", t["rate"], rate)
    same("weighted low", t["low"], max(rate - math.sqrt(((share * (p - low)) ** 2).sum()), 0))
    same("weighted high", t["high"], min(rate + math.sqrt(((share * (p - high)) ** 2).sum()), 1))


def order_statistics(t):
    same("quantile", t["quantile"], np.quantile(t["values"], t["share"]))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        tables = json.load(file)
    count = 0
    for kind, of_kind in tables.items():
        for table in of_kind:
            try:
                globals()[kind](table)
            except AssertionError as difference:
                sys.exit(f"{kind}: {difference}\nof {json.dumps(table)}")
            count += 1
    print(f"{count} tables agree")


main()
