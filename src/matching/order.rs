//! The recorded lottery: the order in which people become rows and columns.

use std::hash::Hasher;

use siphasher::sip::SipHasher24;

use crate::model::{Organisation, PersonId};
use crate::parallel;
use crate::programme::Participant;

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
) -> Vec<&'a Participant> {
    let mut tickets = parallel::rows(participants.len(), |place, tickets| {
        let participant = participants[place];
        let ticket = ticket(organisation[participant.person()].id(), seed);
        tickets.push((ticket, u32::try_from(place).unwrap_or(u32::MAX)));
    });
    tickets.sort_unstable();
    let drawn = tickets.into_iter();
    drawn
        .map(|(_, place)| participants[place as usize])
        .collect()
}

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
