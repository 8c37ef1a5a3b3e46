//! One pass over the text of a file: what every reader is given.

use super::frame::Frame;
use super::ground::CountryView;
use super::limits::Limits;
use super::sink::PremisesSink;
use super::words::Words;

/// One pass over the text of a file.
pub(super) struct Pass<'p> {
    pub(super) words: &'p Words<'p>,
    pub(super) ground: &'p CountryView<'p>,
    pub(super) limits: &'p Limits,
    pub(super) frame: &'p mut Frame,
    pub(super) premises: &'p mut dyn PremisesSink,
    pub(super) progress: &'p mut dyn FnMut(u64),
}
