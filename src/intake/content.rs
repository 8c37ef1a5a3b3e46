//! What a file holds, told from its first bytes, and what it is where it cannot be read.
//!
//! Owns the marks of formats, and the line that converts one that is not read. Nothing here believes a name: of text that
//! could be anything, a name only says which reader may explain what is wrong.

use super::report::Place;
use super::rules::Rule;

/// What the text inside is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Comma-separated values.
    Csv,
    /// A JSON document, or several.
    Json,
}

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unread {
    rule: Rule,
    what: &'static str,
    /// How to make of it what is read.
    convert: Option<&'static str>,
}

impl Unread {
    const fn packed(what: &'static str) -> Self {
        Self { rule: Rule::ArchiveNested, what, convert: None }
    }

    const fn other(what: &'static str, convert: &'static str) -> Self {
        Self { rule: Rule::FormatOther, what, convert: Some(convert) }
    }

    const fn no_data(what: &'static str) -> Self {
        Self { rule: Rule::NoDataFile, what, convert: None }
    }

    /// As a finding: one that is packed within nothing is of an unknown packaging, not packed twice.
    pub(super) fn finding(self, is_unpacked: bool) -> (Rule, Place) {
        let rule =
            if self.rule == Rule::ArchiveNested && !is_unpacked { Rule::ArchiveMethod } else { self.rule };
        let place = Place::file().value(self.what);
        (rule, self.convert.map_or(place.clone(), |line| place.expected(line)))
    }
}

const VECTORS: &str =
    "ogr2ogr -f GeoJSON -t_srs EPSG:4326 -select technology,mindown,minup,environment coverage.geojson FILE";
const RASTERS: &str = "gdal_polygonize.py FILE -f GeoJSON coverage.geojson";
const SHEETS: &str = "CSV UTF-8 (File > Save as)";

/// First bytes of binary formats.
const MARKS: [(&[u8], Unread); 24] = [
    (b"\x1f\x8b", Unread::packed("gzip")),
    (b"PK\x03\x04", Unread::packed("zip")),
    (b"BZh", Unread::packed("bzip2")),
    (b"\xfd7zXZ", Unread::packed("xz")),
    (b"\x28\xb5\x2f\xfd", Unread::packed("zstd")),
    (b"7z\xbc\xaf", Unread::packed("7z")),
    (b"Rar!\x1a\x07", Unread::packed("rar")),
    (b"SQLite format 3", Unread::other("a GeoPackage or another SQLite file", VECTORS)),
    (b"PAR1", Unread::other("a Parquet file", VECTORS)),
    (b"fgb\x03fgb", Unread::other("a FlatGeobuf file", VECTORS)),
    (b"\x00\x00\x27\x0a", Unread::other("a Shapefile", VECTORS)),
    (b"II*\x00", Unread::other("a GeoTIFF raster", RASTERS)),
    (b"MM\x00*", Unread::other("a GeoTIFF raster", RASTERS)),
    (b"II+\x00", Unread::other("a GeoTIFF raster", RASTERS)),
    (b"\xd0\xcf\x11\xe0", Unread::other("an Excel workbook of before 2007", SHEETS)),
    (b"!table", Unread::other("a MapInfo TAB file", VECTORS)),
    (b"ncols", Unread::other("an ESRI ASCII grid", RASTERS)),
    (b"NCOLS", Unread::other("an ESRI ASCII grid", RASTERS)),
    (b"Version 300\n", Unread::other("a MapInfo interchange file (MIF)", VECTORS)),
    (b"Version 300\r", Unread::other("a MapInfo interchange file (MIF)", VECTORS)),
    (b"%PDF", Unread::no_data("a PDF")),
    (b"\x89PNG", Unread::no_data("a picture")),
    (b"\xff\xd8\xff", Unread::no_data("a picture")),
    (b"{\\rtf", Unread::no_data("a text document")),
];

/// What begins with a pointed bracket.
const MARKUP: [(&str, Unread); 4] = [
    ("<!doctype html", Unread::no_data("a web page saved as a file, often a server's error")),
    ("<html", Unread::no_data("a web page saved as a file, often a server's error")),
    ("<kml", Unread::other("a KML file", VECTORS)),
    ("opengis.net/gml", Unread::other("a GML file", VECTORS)),
];

/// What a JSON document is that is no GeoJSON, by a member of it.
pub(super) const TOPOJSON: Unread = Unread::other("a TopoJSON document", VECTORS);
/// The same.
pub(super) const ESRI_JSON: Unread = Unread::other("an Esri JSON document", VECTORS);
/// What an archive is, by the names in it.
pub(super) const WORKBOOK: Unread = Unread::other("a spreadsheet", SHEETS);
/// The same.
pub(super) const KMZ: Unread = Unread::other("a KMZ file", VECTORS);
/// The same.
pub(super) const SHAPEFILE: Unread = Unread::other("a Shapefile", VECTORS);
/// The same.
pub(super) const FILE_GEODATABASE: Unread = Unread::other("a file geodatabase", VECTORS);

const BOM: &[u8] = b"\xef\xbb\xbf";
/// What a text of RFC 8142 begins with.
const RECORD_SEPARATOR: u8 = 0x1e;

/// What UTF-8 text looks like from its first bytes, or why it is none; `is_whole` where they are all there is.
pub(super) fn content_of(head: &[u8], is_whole: bool, file_name: Option<&str>) -> Result<Content, Unread> {
    let is_lock = file_name.is_some_and(|name| name.starts_with("~$") || name.starts_with(".~lock."));
    if is_lock && is_whole && head.len() < 400 {
        return Err(Unread::no_data("the lock that a spreadsheet keeps beside its file while it is open"));
    }
    if let Some((_, unread)) = MARKS.iter().find(|(mark, _)| head.starts_with(mark)) {
        return Err(*unread);
    }
    if head.contains(&0) {
        let what = "it contains NUL bytes";
        return Err(Unread { rule: Rule::FormatUnknown, what, convert: None });
    }
    let text = head.strip_prefix(BOM).unwrap_or(head);
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None if is_whole => Err(Unread { rule: Rule::FileEmpty, what: "no text", convert: None }),
        Some(b'{' | b'[' | &RECORD_SEPARATOR) => Ok(Content::Json),
        Some(b'<') => Err(markup(text)),
        _ => {
            let json = file_name.is_some_and(|name| {
                let name = name.to_ascii_lowercase();
                let name =
                    [".gz", ".zip", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
                name.ends_with("json") || name.ends_with("geojsonl") || name.ends_with("geojsonseq")
            });
            Ok(if json { Content::Json } else { Content::Csv })
        }
    }
}

fn markup(text: &[u8]) -> Unread {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    let known = MARKUP.iter().find(|(mark, _)| text.contains(mark)).map(|(_, unread)| *unread);
    known.unwrap_or(Unread { rule: Rule::FormatUnknown, what: "an XML document", convert: None })
}

/// The text without its mark.
pub(super) fn mark_length(head: &[u8]) -> usize {
    if head.starts_with(BOM) { BOM.len() } else { 0 }
}

/// What a file in an archive is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// A folder, or a trace of the system that packed it.
    Nothing,
    /// What stands beside data: notes, reference systems, encodings, styles.
    Beside,
    /// Data.
    Data,
}

impl Entry {
    /// Tells it by its name.
    pub(super) fn of(name: &str) -> Self {
        const TRACES: [&str; 2] = ["thumbs.db", "desktop.ini"];
        const BESIDE: [&str; 16] = [
            "prj", "cpg", "csvt", "qpj", "qmd", "qml", "sld", "lyr", "txt", "md", "pdf", "docx", "xml",
            "html", "png", "jpg",
        ];
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_lowercase();
        if last.is_empty()
            || last.starts_with('.')
            || name.starts_with("__MACOSX/")
            || TRACES.contains(&&*last)
        {
            return Self::Nothing;
        }
        let (stem, end) = last.rsplit_once('.').unwrap_or((&last, ""));
        let is_data = ["csv", "json", "geojson", "geojsonl", "ndjson", "gz", "zst"].contains(&end);
        let is_note = !is_data
            && ["readme", "lisezmoi", "licence", "license"].iter().any(|word| stem.starts_with(word));
        if is_note || BESIDE.contains(&end) { Self::Beside } else { Self::Data }
    }
}

/// What an archive as a whole is, where it is a file of a format of its own.
pub(super) fn archive_of<'n>(mut names: impl Iterator<Item = &'n str> + Clone) -> Option<Unread> {
    let ends = |end: &str| names.clone().any(|name| name.to_ascii_lowercase().ends_with(end));
    let has_folder = |part: &str| names.clone().any(|name| name.to_ascii_lowercase().contains(part));
    if ends("[content_types].xml") || (ends("content.xml") && ends("mimetype")) {
        return Some(WORKBOOK);
    }
    if has_folder(".gdb/") {
        return Some(FILE_GEODATABASE);
    }
    if ends(".shp") {
        return Some(SHAPEFILE);
    }
    names.any(|name| name.to_ascii_lowercase().ends_with(".kml")).then_some(KMZ)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_data_is_told_from_it() {
        for (name, entry) in [
            ("cov/", Entry::Nothing),
            ("__MACOSX/cov/._cov.geojson", Entry::Nothing),
            ("cov/.DS_Store", Entry::Nothing),
            ("Thumbs.db", Entry::Nothing),
            ("LISEZMOI.txt", Entry::Beside),
            ("README", Entry::Beside),
            ("cov.prj", Entry::Beside),
            ("cov.csvt", Entry::Beside),
            ("cov.geojson", Entry::Data),
            ("a/b.csv", Entry::Data),
            ("données", Entry::Data),
        ] {
            assert_eq!(Entry::of(name), entry, "{name}");
        }
    }
}
