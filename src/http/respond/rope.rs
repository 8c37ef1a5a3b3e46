//! A finished body in pieces, some of which other bodies share: sent without being put together.
//!
//! Invariant: its length is known from the start, and each piece is handed on as it lies, never copied.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};

/// See the module; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Rope {
    pieces: Arc<[Bytes]>,
    next: usize,
    left: u64,
}

impl Rope {
    /// A body of these pieces.
    pub(crate) fn new(pieces: impl IntoIterator<Item = Bytes>) -> Self {
        let pieces: Arc<[Bytes]> = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
        let left = pieces.iter().map(|piece| piece.len() as u64).sum();
        Self { pieces, next: 0, left }
    }

    /// The body of an answer.
    pub(crate) fn body(&self) -> Body {
        match &*self.pieces {
            [] => Body::empty(),
            [all] => Body::from(all.clone()),
            _ => Body::new(self.clone()),
        }
    }

    /// Its bytes.
    #[cfg(test)]
    pub(crate) fn len(&self) -> u64 {
        self.left
    }

    /// How many pieces it has.
    pub(crate) fn pieces(&self) -> usize {
        self.pieces.len()
    }
}

impl hyper::body::Body for Rope {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(piece) = self.pieces.get(self.next).cloned() else { return Poll::Ready(None) };
        self.next += 1;
        self.left -= piece.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.next == self.pieces.len()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    #[tokio::test]
    async fn a_rope_says_its_length_and_gives_its_pieces() {
        for pieces in [&[][..], &[&b"ab"[..]], &[b"ab", b"", b"c", b"defg"]] {
            let rope = Rope::new(pieces.iter().copied().map(Bytes::from_static));
            for _twice in 0..2 {
                let body = rope.body();
                assert_eq!(hyper::body::Body::size_hint(&body).exact(), Some(rope.len()));
                assert_eq!(body.collect().await.expect("whole").to_bytes(), pieces.concat());
            }
        }
    }
}
