//! What caused an error, in one line.
//!
//! An error says what failed and keeps what caused it ([`Error::source`]); it does not repeat the cause in its own
//! words. A caller who prints one, or writes it to a log, prints it with its causes.

use std::error::Error;
use std::fmt;

/// An error and what caused it, from the outside in, each said once.
pub struct Causes<'e>(&'e (dyn Error + 'static));

/// An error with its causes, to be printed.
pub fn causes(error: &(impl Error + 'static)) -> Causes<'_> {
    Causes(error)
}

impl<'e> From<&'e (dyn Error + 'static)> for Causes<'e> {
    fn from(error: &'e (dyn Error + 'static)) -> Self {
        Self(error)
    }
}

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.0.to_string();
        f.write_str(&text)?;
        let mut next = self.0.source();
        while let Some(error) = next {
            next = error.source();
            let cause = error.to_string();
            // Errors of others often say their cause themselves.
            if !text.contains(&cause) {
                write!(f, ": {cause}")?;
                text = cause;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot publish")]
    struct Outer(#[source] Middle);

    #[derive(Debug, thiserror::Error)]
    #[error("the catalogue failed while reading: {0}")]
    struct Middle(#[source] std::io::Error);

    #[test]
    fn every_cause_is_said_once() {
        let error = Outer(Middle(std::io::Error::other("the disk is full")));
        assert_eq!(
            causes(&error).to_string(),
            "cannot publish: the catalogue failed while reading: the disk is full"
        );
    }
}
