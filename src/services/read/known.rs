//! Known answers of a session: which are mixed in, and how records that are asked as known ones are read.

use std::collections::{HashMap, HashSet};

use crate::domain::{
    Asked, Change, FOLDED_AT_MOST, Filter, Gold, GoldDraw, GoldShare, Judgements, Name, Queue, RowId, Sampling,
    SamplingPlan, Time, Verdict,
};
use crate::error::Result;
use crate::services::trial::TrialProgress;
use crate::store::Reader;
use crate::views::QueueRow;

/// So many known records are looked at for each that is wanted, to find some that are alike to none of the others.
const LOOKED_AT: usize = 3;

/// Draws a queue. One of the session whose known answers these are finds nothing of their records but what was said in it;
/// into another one known answers are mixed.
pub(super) fn queue(
    reader: &Reader,
    (filter, sampling): (&Filter, &Sampling),
    gold: &Asked,
    (share, reviewer): (Option<GoldShare>, &Name),
    now: Time,
    progress: &mut dyn TrialProgress,
) -> Result<Queue> {
    let Some(gold) = gold else {
        let mut queue =
            reader.queue_as_found(filter, sampling, reviewer, now, &mut |queue| progress.first_hits(queue))?;
        if let Some(share) = share {
            queue.gold = choose(reader, (filter, sampling), &queue, (share, reviewer), now)?;
        }
        return Ok(queue);
    };
    // First hits are not shown: known records would be among them.
    let mut queue = reader.queue_as_found(filter, sampling, reviewer, now, &mut |_| ())?;
    if sampling.is_whole() {
        reader.leave_as_said(&mut queue, filter, gold, reviewer, now)?;
    }
    Ok(queue)
}

/// Chooses known answers for a queue that was drawn; none for one whose records are shown with their answers, asked again, or
/// are of one kind, or in an order, among which others would stand out.
fn choose(
    reader: &Reader,
    (filter, sampling): (&Filter, &Sampling),
    queue: &Queue,
    (share, reviewer): (GoldShare, &Name),
    now: Time,
) -> Result<Option<Gold>> {
    let plan = sampling.plan;
    if matches!(plan, SamplingPlan::Disputed | SamplingPlan::Like | SamplingPlan::Newest | SamplingPlan::Stale)
        || queue.rows.is_empty()
    {
        return Ok(None);
    }
    let judged: HashSet<RowId> = reader.verdicts_of(reviewer)?.into_iter().map(|(row, _)| row).collect();
    let open: Vec<RowId> = queue.rows.iter().copied().filter(|row| !judged.contains(row)).collect();
    let mut known = reader.known_records(reviewer, filter, now)?;
    if !sampling.is_whole() {
        // What was drawn is asked for its own sake.
        let drawn: HashSet<RowId> = queue.rows.iter().copied().collect();
        known.retain(|row| !drawn.contains(row));
    }
    if open.is_empty() || known.is_empty() {
        return Ok(None);
    }
    if sampling.folds_alike() && queue.rows.len() <= FOLDED_AT_MOST {
        known = unlike(reader, known, &queue.rows, share.among(open.len()))?;
    }
    let draw = GoldDraw { share, reviewer, seed: sampling.seed, since: now, is_whole: sampling.is_whole() };
    Ok(Some(Gold::draw(&known, &open, &draw)).filter(|gold| !gold.is_empty()))
}

/// Returns the first known records that are alike to none of a queue nor to each other: the screen shows alike ones once.
fn unlike(reader: &Reader, mut known: Vec<RowId>, rows: &[RowId], wanted: usize) -> Result<Vec<RowId>> {
    known.truncate(wanted.saturating_mul(LOOKED_AT));
    let mut keys: HashSet<u64> = reader.alike_keys(rows)?.into_iter().collect();
    let own = reader.alike_keys(&known)?;
    Ok(known.into_iter().zip(own).filter(|(_, key)| keys.insert(*key)).map(|(row, _)| row).collect())
}

/// Returns what was said in the session of those of these records that are asked as known ones.
pub(super) fn said(
    reader: &Reader,
    reviewer: &Name,
    gold: &Asked,
    rows: &[RowId],
) -> Result<HashMap<RowId, Judgements>> {
    gold.as_ref().map_or_else(|| Ok(HashMap::new()), |gold| reader.said_of_known(gold, rows, reviewer))
}

/// Makes the lines of known records those of records of which nobody said anything but the reviewer in this session.
pub(super) fn unsay(reader: &Reader, reviewer: &Name, gold: &Asked, lines: &mut [QueueRow]) -> Result<()> {
    let rows: Vec<RowId> = lines.iter().map(|line| line.row).collect();
    let said = said(reader, reviewer, gold, &rows)?;
    for line in lines {
        let Some(own) = said.get(&line.row) else { continue };
        (line.verdict, line.replaced, line.tagged) = (None, None, false);
        line.against.clear();
        let record = line.id;
        let verdicts =
            own.verdicts.iter().map(|view| Change::Verdict { record, verdict: Some(view.verdict), reason: None });
        let tags = own.tags.iter().map(|tag| Change::Tag { record, mode: tag.mode.clone(), span: tag.span });
        let grades = own.grades.iter().map(|grade| Change::Grade {
            record,
            criterion: grade.criterion.clone(),
            version: grade.version,
            answer: Some(grade.answer),
            purpose: grade.purpose,
        });
        verdicts.chain(tags).chain(grades).for_each(|change| line.apply(&change));
        line.replaced = own.verdicts.first().and_then(|view| view.replaced);
    }
    Ok(())
}

/// Puts what was answered to known records in the session in the place of the reviewer's verdicts on them.
pub(super) fn replace_own(
    reader: &Reader,
    reviewer: &Name,
    gold: &Asked,
    verdicts: &mut Vec<(RowId, Verdict)>,
) -> Result<()> {
    let Some(gold) = gold else { return Ok(()) };
    let known = gold.rows();
    verdicts.retain(|(row, _)| !known.contains(row));
    let rows: Vec<RowId> = known.into_iter().collect();
    let said = reader.said_of_known(gold, &rows, reviewer)?;
    verdicts.extend(said.iter().filter_map(|(row, own)| Some((*row, own.verdicts.first()?.verdict))));
    Ok(())
}
