//! The best of those whose score is known.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{CandidateIndex, Question};
use crate::scoring::Score;

/// The best of those whose score is known.
#[derive(Default)]
pub(super) struct Best {
    sought: usize,
    asked: u32,
    /// The worst is on top.
    heap: BinaryHeap<Reverse<Asked>>,
}

/// A junior whose score is known; better ones are greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    /// Score and price.
    worth: i64,
    /// Of equals the first to be asked is better.
    arrival: Reverse<u32>,
    /// The place of the junior.
    junior: u32,
    score: Score,
}

impl Best {
    /// Forgets everybody, to find so many; juniors are known by place.
    pub(super) fn open(&mut self, sought: usize) {
        self.sought = sought;
        self.asked = 0;
        self.heap.clear();
    }

    /// Asks for the score of the junior of a rank.
    pub(super) fn ask(
        &mut self,
        index: &CandidateIndex<'_>,
        question: &Question<'_>,
        senior: usize,
        rank: u32,
    ) {
        let junior = index.cards[rank as usize].place;
        let score = index.score(junior as usize, senior);
        self.note(question, junior, score);
    }

    /// Notes a junior whose score is known, unless the pair is absent.
    pub(super) fn note(&mut self, question: &Question<'_>, junior: u32, score: Option<Score>) {
        self.asked += 1;
        if let Some(score) = score {
            let worth = score.get().saturating_add(question.price(junior));
            self.heap.push(Reverse(Asked {
                worth,
                arrival: Reverse(self.asked),
                junior,
                score,
            }));
            if self.heap.len() > self.sought {
                self.heap.pop();
            }
        }
    }

    /// Tells whether as many as are sought are as good as a bound.
    pub(super) fn reaches(&self, bound: i64) -> bool {
        let worst = self.heap.peek().filter(|_| self.heap.len() == self.sought);
        worst.is_some_and(|worst| worst.0.worth >= bound)
    }

    /// Gives all but the worst of as many as are sought, and what the worst is.
    pub(super) fn answer(&mut self, count: usize, out: &mut Vec<(usize, Score)>) -> Option<i64> {
        let beyond = if self.heap.len() > count {
            self.heap.pop()
        } else {
            None
        };
        let best = self.heap.drain();
        out.extend(best.map(|Reverse(asked)| (asked.junior as usize, asked.score)));
        beyond.map(|Reverse(asked)| asked.worth)
    }
}
