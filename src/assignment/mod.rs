//! The assignment problem, on indices.
