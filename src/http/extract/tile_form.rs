//! How the tiles of a layer are written, and which cells of a change they show.

use crate::domain::word_list;
use crate::http::extract::asked::{Reader, Word};
use crate::http::extract::parameters::{listed, named};
use crate::http::respond::said::Said;
use crate::snapshot::{GroundTheme, Movement};
use utoipa::openapi::{RefOr, Schema};

word_list!(
    /// How tiles are written.
    TileForm, "form of tiles" {
        /// Pictures.
        Png => "png",
        /// Vector tiles.
        Mvt => "mvt",
    }
);

listed! { TileForm, Movement, GroundTheme, }
