//! The recorded lottery: the order in which people become rows and columns.

use std::hash::Hasher;

use siphasher::sip::SipHasher24;

use crate::model::{Organisation, PersonId};
use crate::parallel;
use crate::programme::Participant;
use crate::work::{Cancelled, Work};

/// Sorts participants, who are in order, by a keyed hash of their ids.
///
/// The solver breaks ties by position, so positions decide between equally good matchings. A keyed hash makes that a
/// draw: it favours no name and no place in a file, and whoever knows the seed can repeat it.
///
/// # Algorithm
///
/// `SipHash`-2-4 after J.-P. Aumasson and D. J. Bernstein, "`SipHash`: a fast short-input PRF", INDOCRYPT 2012, with the
/// seed as the first half of the key; equal hashes fall back to the order of ids.
pub(super) fn draw<'a>(
    participants: &[&'a Participant],
    organisation: &Organisation,
    seed: u64,
    work: &Work<'_>,
) -> Result<Vec<&'a Participant>, Cancelled> {
    let may_go_on = |done| work.check(PHASE, done as u64, participants.len() as u64);
    let tickets = parallel::try_rows(participants.len(), may_go_on, |place, tickets| {
        let participant = participants[place];
        let ticket = ticket(organisation[participant.person()].id(), seed);
        tickets.push((ticket, u32::try_from(place).unwrap_or(u32::MAX)));
    })?;
    // Hashes are spread evenly, so by their first bits tickets fall into heaps of equal size, each in order before the next.
    let heaps = tickets.len().div_ceil(TICKETS_OF_A_HEAP);
    let heap = |ticket: u64| {
        let place = (u128::from(ticket) * heaps as u128) >> 64;
        usize::try_from(place).unwrap_or(0)
    };
    // And some room beyond, since hashes are spread evenly and not equally.
    let room = TICKETS_OF_A_HEAP + TICKETS_OF_A_HEAP / 16;
    let in_heap = || Vec::with_capacity(room.min(tickets.len()));
    let mut in_heaps: Vec<_> = std::iter::repeat_with(in_heap).take(heaps).collect();
    for (ticket, place) in tickets {
        in_heaps[heap(ticket)].push((ticket, place));
    }
    parallel::each(&mut in_heaps, |heap| {
        // Whoever wants no more of it is heard in the end.
        if may_go_on(participants.len()).is_ok() {
            heap.sort_unstable();
        }
    });
    may_go_on(participants.len())?;
    let drawn = in_heaps.iter().flatten();
    Ok(drawn
        .map(|&(_, place)| participants[place as usize])
        .collect())
}

/// What goes on while places are given.
pub(super) const PHASE: &str = "drawing lots";

/// Tickets that one thread sorts before it takes more: a tenth of a millisecond or two.
const TICKETS_OF_A_HEAP: usize = 1 << 11;

fn ticket(id: &PersonId, seed: u64) -> u64 {
    let mut hasher = SipHasher24::new_with_keys(seed, 0);
    hasher.write(id.as_str().as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::ticket;

    #[test]
    fn another_seed_is_another_draw() {
        let draws: std::collections::BTreeSet<_> =
            (0..100).map(|seed| ticket(&"ada".into(), seed)).collect();
        assert_eq!(draws.len(), 100);
    }

    #[test]
    fn a_ticket_is_the_siphash_of_the_id() {
        // The reference implementation's value for an empty message under the key 0, 0.
        assert_eq!(ticket(&"".into(), 0), 0x1e92_4b9d_7377_00d7);
    }
}
