//! Work on batches on several threads, in order: this thread brings them and takes what they became, in the order in
//! which they were brought.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::error::Result;

/// Batches under way for each worker: one in work, others that wait on one side of it or the other. With fewer a worker that
/// is ahead finds nothing to do while the oldest batch is not done.
const AHEAD: usize = 4;

/// Takes batches from `next`, gives each to one of `workers`, and passes what came of them to `take` in order, until that
/// answers false. Behind a batch for which `holds` is true, no further one is asked for until it is taken. Memory is bounded: no more batches are under way than a few for each worker.
///
/// # Errors
/// The first problem, in the order of the batches; nothing after it is taken.
pub(super) fn in_order<B: Send, W: Send, R: Send>(
    next: &mut dyn FnMut() -> Result<Option<B>>,
    holds: &dyn Fn(&B) -> bool,
    workers: &mut [W],
    work: &(dyn Fn(&mut W, B) -> Result<R> + Sync),
    take: &mut dyn FnMut(R) -> Result<bool>,
) -> Result<()> {
    let most = workers.len() * AHEAD;
    let (to_workers, brought) = channel();
    let (to_taker, done) = channel();
    let brought = Mutex::new(brought);
    thread::scope(|scope| {
        // Dropped when this ends, in whatever way: the workers then find that nothing more comes.
        let to_workers = to_workers;
        for worker in workers {
            let (brought, to_taker) = (&brought, to_taker.clone());
            scope.spawn(move || {
                while let Some((number, batch)) = received(brought) {
                    if to_taker.send((number, work(worker, batch))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(to_taker);
        let (mut bringing, mut number, mut wanted) = (Ok(true), 0_u64, 0_u64);
        let mut early = BTreeMap::new();
        loop {
            let mut is_held = false;
            while matches!(bringing, Ok(true)) && number - wanted < most as u64 && !is_held {
                match next() {
                    Ok(Some(batch)) => {
                        is_held = holds(&batch);
                        // Only a worker that panicked takes nothing; the scope says so.
                        let _ = to_workers.send((number, batch));
                        number += 1;
                    }
                    Ok(None) => bringing = Ok(false),
                    Err(problem) => bringing = Err(problem),
                }
            }
            if wanted == number {
                return bringing.map(drop);
            }
            // Behind a batch that holds the others up all are taken before more is asked for.
            while number > wanted {
                let Ok((of, result)) = done.recv() else { return bringing.map(drop) };
                early.insert(of, result);
                while let Some(result) = early.remove(&wanted) {
                    wanted += 1;
                    if !take(result?)? {
                        return Ok(());
                    }
                }
                if !is_held {
                    break;
                }
            }
        }
    })
}

fn received<B>(brought: &Mutex<Receiver<(u64, B)>>) -> Option<(u64, B)> {
    brought.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use crate::error::{Problem, Result};

    fn doubled(up_to: u64, bad: Option<u64>, stop: Option<u64>) -> (Result<()>, Vec<u64>) {
        let (mut brought, mut taken) = (0, Vec::new());
        let result = in_order(
            &mut || {
                brought += 1;
                Ok((brought <= up_to).then_some(brought))
            },
            &|_| false,
            &mut [0_u64; 3],
            &|worked, number| {
                *worked += 1;
                // Later ones are done before earlier ones.
                std::thread::sleep(std::time::Duration::from_micros(number * 7919 % 300));
                if Some(number) == bad { Err(Problem::input("bad")) } else { Ok(number * 2) }
            },
            &mut |number| {
                taken.push(number);
                Ok(Some(number) != stop)
            },
        );
        (result, taken)
    }

    #[test]
    fn results_come_in_the_order_in_which_batches_were_brought() {
        let (result, taken) = doubled(300, None, None);
        assert!(result.is_ok());
        assert_eq!(taken, (1..=300).map(|number| number * 2).collect::<Vec<_>>());
        assert!(doubled(0, None, None).1.is_empty());
    }

    #[test]
    fn a_problem_ends_it_after_everything_before_it_was_taken() {
        let (result, taken) = doubled(300, Some(41), None);
        assert_eq!(result.unwrap_err().sentence, "bad");
        assert_eq!(taken.last(), Some(&80));
    }

    #[test]
    fn taking_ends_where_take_answers_false() {
        let (result, taken) = doubled(300, None, Some(20));
        assert!(result.is_ok());
        assert_eq!(taken.len(), 10);
    }
}
