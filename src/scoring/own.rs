//! A platform's own scores: a closure or a ready matrix, of integers or of floats.

use std::fmt;
use std::sync::Arc;

use super::compiled::{at, person};
use super::error::{ScoringError, ScoringFault};
use super::{NonFinite, NonFinitePair};
use crate::canonical::{Canon, Canonical};
use crate::model::{Organisation, PersonId};
use crate::programme::{Participant, Programme, Role};

/// Scores that a platform computes itself.
///
/// A pair without a score (`None`) is as good as absent. Integers are taken as they are. Floats become integers on one
/// grid, the finest that the number of pairs allows; see [`Resolution`](super::Resolution).
///
/// A closure must answer a question the same way each time; it is asked once per permitted pair, from several threads,
/// and again for the pairs that are checked. If it panics, the panic reaches the caller once, and everything stays
/// usable.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::model::PersonId;
/// use reverse_mentoring::scoring::{OwnScores, Scoring};
///
/// let longest_names_first = OwnScores::integers(|junior: &PersonId, senior: &PersonId| {
///     i64::try_from(junior.as_str().len() + senior.as_str().len()).ok()
/// });
/// let scoring = Scoring::own(longest_names_first);
/// assert!(scoring.criteria().is_empty());
/// ```
#[derive(Clone)]
#[must_use]
pub struct OwnScores(Source);

type Answers<T> = Arc<dyn Fn(&PersonId, &PersonId) -> Option<T> + Send + Sync>;

#[derive(Clone)]
enum Source {
    Integers(Answers<i64>),
    Floats(Answers<f64>),
    IntegerMatrix(Arc<Matrix<i64>>),
    FloatMatrix(Arc<Matrix<f64>>),
}

/// One row per junior, one column per senior.
struct Matrix<T> {
    juniors: Vec<PersonId>,
    seniors: Vec<PersonId>,
    values: Vec<Option<T>>,
}

impl OwnScores {
    /// The name under which own scores are explained.
    pub const NAME: &'static str = "own score";

    /// Takes integer scores from a closure over junior and senior.
    pub fn integers(
        answers: impl Fn(&PersonId, &PersonId) -> Option<i64> + Send + Sync + 'static,
    ) -> Self {
        Self(Source::Integers(Arc::new(answers)))
    }

    /// Takes scores from a closure over junior and senior.
    pub fn floats(
        answers: impl Fn(&PersonId, &PersonId) -> Option<f64> + Send + Sync + 'static,
    ) -> Self {
        Self(Source::Floats(Arc::new(answers)))
    }

    /// Takes a matrix of integer scores, one row per junior and one column per senior, row after row.
    ///
    /// Who takes part but is not in the matrix has no scores.
    ///
    /// # Errors
    ///
    /// [`ScoringError::Faults`] unless there is one entry per pair and each person is listed once.
    pub fn integer_matrix(
        juniors: impl IntoIterator<Item = impl Into<PersonId>>,
        seniors: impl IntoIterator<Item = impl Into<PersonId>>,
        values: Vec<Option<i64>>,
    ) -> Result<Self, ScoringError> {
        let matrix = Matrix::try_new(ids(juniors), ids(seniors), values)?;
        Ok(Self(Source::IntegerMatrix(Arc::new(matrix))))
    }

    /// Takes a matrix of scores, one row per junior and one column per senior, row after row.
    ///
    /// Who takes part but is not in the matrix has no scores.
    ///
    /// # Errors
    ///
    /// As [`Self::integer_matrix`], and [`ScoringError::NonFiniteScore`].
    pub fn float_matrix(
        juniors: impl IntoIterator<Item = impl Into<PersonId>>,
        seniors: impl IntoIterator<Item = impl Into<PersonId>>,
        values: Vec<Option<f64>>,
    ) -> Result<Self, ScoringError> {
        let matrix = Matrix::try_new(ids(juniors), ids(seniors), values)?;
        matrix.check_finite()?;
        Ok(Self(Source::FloatMatrix(Arc::new(matrix))))
    }
}

fn ids(people: impl IntoIterator<Item = impl Into<PersonId>>) -> Vec<PersonId> {
    people.into_iter().map(Into::into).collect()
}

impl fmt::Debug for OwnScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::Integers(_) => "OwnScores::integers(..)",
            Source::Floats(_) => "OwnScores::floats(..)",
            Source::IntegerMatrix(_) => "OwnScores::integer_matrix(..)",
            Source::FloatMatrix(_) => "OwnScores::float_matrix(..)",
        })
    }
}

/// A closure says nothing but its type; a matrix all it holds.
impl Canonical for OwnScores {
    fn write(&self, canon: &mut Canon) {
        match &self.0 {
            Source::Integers(_) => canon.text("integers"),
            Source::Floats(_) => canon.text("floats"),
            Source::IntegerMatrix(matrix) => {
                canon.text("integer_matrix");
                matrix.write(canon, |canon, value| value.write(canon));
            }
            Source::FloatMatrix(matrix) => {
                canon.text("float_matrix");
                matrix.write(canon, |canon, value| value.to_bits().write(canon));
            }
        }
    }
}

impl<T: Copy> Matrix<T> {
    fn write(&self, canon: &mut Canon, write: impl Fn(&mut Canon, T)) {
        self.juniors.write(canon);
        self.seniors.write(canon);
        canon.list(&self.values, |canon, value| canon.option(*value, &write));
    }
}

impl<T> Matrix<T> {
    fn try_new(
        juniors: Vec<PersonId>,
        seniors: Vec<PersonId>,
        values: Vec<Option<T>>,
    ) -> Result<Self, ScoringError> {
        let mut faults = Vec::new();
        for (role, ids) in [(Role::Junior, &juniors), (Role::Senior, &seniors)] {
            list_repeated(role, ids.iter().collect(), &mut faults);
        }
        let expected = juniors.len() as u128 * seniors.len() as u128;
        if values.len() as u128 != expected {
            faults.push(ScoringFault::RaggedMatrix {
                juniors: juniors.len(),
                seniors: seniors.len(),
                found: values.len(),
                expected,
            });
        }
        ScoringError::check(faults)?;
        Ok(Self {
            juniors,
            seniors,
            values,
        })
    }

    /// Finds the row of each participant, and the column.
    fn place(
        &self,
        organisation: &Organisation,
        programme: &Programme,
    ) -> Result<[Vec<Option<usize>>; 2], ScoringError> {
        let mut faults = Vec::new();
        let places =
            [(Role::Junior, &self.juniors), (Role::Senior, &self.seniors)].map(|(role, ids)| {
                let mut places = vec![None; programme.participants().len()];
                let mut people = Vec::new();
                for (place, id) in ids.iter().enumerate() {
                    let Some(person) = organisation.person(id.as_str()) else {
                        faults.push(ScoringFault::UnknownPerson {
                            criterion: OwnScores::NAME.to_owned(),
                            person: id.clone(),
                        });
                        continue;
                    };
                    people.push(person.id());
                    if let Some(participant) = programme.participant(person.index()) {
                        places[participant.index().index()] = Some(place);
                    }
                }
                // Two posts of one person are one person.
                list_repeated(role, people, &mut faults);
                places
            });
        ScoringError::check(faults)?;
        Ok(places)
    }
}

impl Matrix<f64> {
    fn check_finite(&self) -> Result<(), ScoringError> {
        let entries = self.values.iter().enumerate();
        ScoringError::check_finite(entries.filter_map(|(place, value)| {
            Some(NonFinitePair {
                found: NonFinite::of((*value)?)?,
                junior: self.juniors[place / self.seniors.len()].clone(),
                senior: self.seniors[place % self.seniors.len()].clone(),
            })
        }))
    }
}

/// Lists each id that comes more than once.
fn list_repeated(role: Role, mut ids: Vec<&PersonId>, faults: &mut Vec<ScoringFault>) {
    ids.sort_unstable();
    for group in ids.chunk_by(|a, b| a == b).filter(|group| group.len() > 1) {
        faults.push(ScoringFault::DuplicateMatrixPerson {
            role,
            person: group[0].clone(),
        });
    }
}

/// [`OwnScores`] over the participants.
pub(super) struct CompiledOwn<'a> {
    organisation: &'a Organisation,
    source: Source,
    /// By participant: the row and the column in the matrix, if there is one.
    places: [Vec<Option<usize>>; 2],
}

/// What a platform answered for a pair.
#[derive(Clone, Copy, Debug)]
pub(super) enum OwnScore {
    Integer(i64),
    Float(f64),
}

impl<'a> CompiledOwn<'a> {
    pub(super) fn new(
        own: &OwnScores,
        organisation: &'a Organisation,
        programme: &Programme,
    ) -> Result<Self, ScoringError> {
        let places = match &own.0 {
            Source::Integers(_) | Source::Floats(_) => [Vec::new(), Vec::new()],
            Source::IntegerMatrix(matrix) => matrix.place(organisation, programme)?,
            Source::FloatMatrix(matrix) => matrix.place(organisation, programme)?,
        };
        Ok(Self {
            organisation,
            source: own.0.clone(),
            places,
        })
    }

    pub(super) fn has_floats(&self) -> bool {
        matches!(self.source, Source::Floats(_) | Source::FloatMatrix(_))
    }

    pub(super) fn score(&self, junior: &Participant, senior: &Participant) -> Option<OwnScore> {
        match &self.source {
            Source::Integers(answers) => self.ask(answers, junior, senior).map(OwnScore::Integer),
            Source::Floats(answers) => self.ask(answers, junior, senior).map(OwnScore::Float),
            Source::IntegerMatrix(matrix) => {
                self.entry(matrix, junior, senior).map(OwnScore::Integer)
            }
            Source::FloatMatrix(matrix) => self.entry(matrix, junior, senior).map(OwnScore::Float),
        }
    }

    fn ask<T>(
        &self,
        answers: &Answers<T>,
        junior: &Participant,
        senior: &Participant,
    ) -> Option<T> {
        let junior = person(self.organisation, junior)?;
        let senior = person(self.organisation, senior)?;
        answers(junior.id(), senior.id())
    }

    fn entry<T: Copy>(
        &self,
        matrix: &Matrix<T>,
        junior: &Participant,
        senior: &Participant,
    ) -> Option<T> {
        let [rows, columns] = &self.places;
        let (row, column) = (at(rows, junior).flatten()?, at(columns, senior).flatten()?);
        matrix.values[row * matrix.seniors.len() + column]
    }
}

impl fmt::Debug for CompiledOwn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        OwnScores(self.source.clone()).fmt(f)
    }
}
