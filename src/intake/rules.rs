//! The rule catalogue: one stable id, severity, sentence and remedy for everything intake can say.
//!
//! Reports quote rules by id, so an id never changes its meaning. Sentences hold the placeholders
//! `{value}`, `{expected}` and `{column}`; another language is another table of the same shape.

use serde::{Deserialize, Serialize};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The filing is refused.
    Error,
    /// The filing may be accepted, but someone should look.
    Warning,
    /// Intake mended the data, and says how.
    Repair,
    /// Worth knowing.
    Info,
}

/// Declares the catalogue: one row per rule.
macro_rules! rules {
    ($($variant:ident, $id:literal, $severity:ident, $text:literal, $expected:literal, $mend:literal;)+) => {
        /// A rule of the catalogue.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each variant is documented by its row of the table")]
        pub enum Rule { $($variant),+ }

        impl Rule {
            /// Every rule, in the order of the catalogue.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant),+];

            /// The stable id.
            pub const fn id(self) -> &'static str {
                match self { $(Rule::$variant => $id),+ }
            }

            /// How much a breach weighs.
            pub const fn severity(self) -> Severity {
                match self { $(Rule::$variant => Severity::$severity),+ }
            }

            /// What is said, in English, with placeholders.
            pub const fn text(self) -> &'static str {
                match self { $(Rule::$variant => $text),+ }
            }

            /// What was expected, unless the finding knows better.
            pub const fn expected(self) -> &'static str {
                match self { $(Rule::$variant => $expected),+ }
            }

            /// How to mend it, in English.
            pub const fn mend(self) -> &'static str {
                match self { $(Rule::$variant => $mend),+ }
            }
        }
    };
}

rules! {
    // The filing as a whole.
    OperatorUnknown, "filing.operator.unknown", Error,
        "operator {value} is not registered", "the id of a registered operator", "use the operator's id, or have the operator registered";
    OperatorForeign, "filing.operator.foreign", Error,
        "{column} names {value}, not the operator who files", "the filing operator's id, or nothing", "file each operator's data under its own name";
    LicenceMissing, "filing.licence.missing", Error,
        "the operator holds no licence for {value} at the as-of date", "a technology licensed at that date", "correct the technology or the as-of date, or have the licence registered";
    LicenceUnchecked, "filing.licence.unchecked", Info,
        "no operator was named, so licences and foreign operators were not checked", "an operator", "name the operator to check everything a submission checks";
    AsOfFuture, "filing.as-of.future", Error,
        "the as-of date {value} lies in the future", "today or an earlier date", "give the date whose network the file describes; plans are another kind of filing";
    TooManyErrors, "filing.too-many-errors", Error,
        "reading stopped after {value} errors", "a file with fewer errors", "mend what is listed and check again: more may follow";
    TooManyLayers, "filing.layers.too-many", Error,
        "the file has more than {expected} layers", "fewer layers", "file one technology and speed per filing, or correct the speed columns";
    TooLarge, "filing.too-large", Error,
        "the file holds more than {expected}", "a smaller file", "split the filing by technology";
    KindFormat, "filing.format.not-for-kind", Error,
        "a {value} file cannot be filed as this kind", "CSV", "use a format of the kind, as its schema describes";

    // The file and its packaging.
    FileEmpty, "file.empty", Error,
        "the file is empty", "a header and rows, or a GeoJSON document", "check that the export finished; to declare that nothing is covered, see `layers` in the schema";
    FormatUnknown, "file.format.unknown", Error,
        "the file is neither text nor a known archive ({value})", "CSV, GeoJSON or OFDS JSON, plain, in gzip or in zip", "export in a format of the kind";
    EncodingUtf16, "file.encoding.utf16", Error,
        "the file is in UTF-16", "UTF-8", "save as UTF-8 (in spreadsheets: CSV UTF-8)";
    ArchiveCorrupt, "archive.corrupt", Error,
        "the archive is damaged: {value}", "a complete gzip or zip file", "pack the file again and compare its size after transfer";
    ArchiveTooLarge, "archive.too-large", Error,
        "the archive unpacks to more than {expected}", "a smaller file", "split the filing by technology";
    ArchiveBomb, "archive.ratio", Error,
        "the archive unpacks to more than {expected} times its size", "ordinary text", "file the text itself, or pack it with ordinary settings";
    ArchiveNoFile, "archive.no-data-file", Error,
        "the zip archive holds no data file", "exactly one CSV or GeoJSON file", "put the data file into the archive";
    ArchiveManyFiles, "archive.several-files", Error,
        "the zip archive holds {value} files", "exactly one CSV or GeoJSON file", "file each data file by itself";
    ArchiveEncrypted, "archive.encrypted", Error,
        "the zip archive is encrypted", "an archive without password", "pack without password: the transfer itself is encrypted";
    ArchiveMethod, "archive.method", Error,
        "the archive uses a method that is not read here ({value})", "gzip, or zip with deflate", "pack with gzip or ordinary zip";
    ArchiveNested, "archive.nested", Error,
        "the archive holds another archive", "a CSV or GeoJSON file", "unpack the inner archive first";

    // CSV.
    CsvDelimiter, "csv.delimiter", Error,
        "columns are separated by {value}", "commas", "export with commas as separator and dots as decimal marks";
    CsvHeaderMissing, "csv.header.missing", Error,
        "the first line is no header: {value}", "column names: {expected}", "put the column names on the first line";
    CsvMissingColumn, "csv.header.missing-column", Error,
        "column {column} is missing", "a column of that name", "add the column, as the schema describes";
    CsvDuplicateColumn, "csv.header.duplicate-column", Error,
        "column {column} stands twice in the header", "each column once", "remove or rename one of the two";
    CsvUnknownColumn, "csv.header.unknown-column", Info,
        "column {column} is not part of the schema and was not read", "a column of the schema", "nothing needs to be done, unless the name is misspelt";
    CsvEncoding, "csv.encoding", Error,
        "the row is not UTF-8: {value}", "UTF-8", "export as UTF-8 (in spreadsheets: CSV UTF-8)";
    CsvRagged, "csv.row.length", Error,
        "the row has {value} fields", "as many fields as the header", "look for a missing or an extra comma, or a text with commas but no quotes";
    CsvQuote, "csv.quote.unterminated", Error,
        "a quotation mark opened here is not closed", "a closing quotation mark", "close the quotation, or double marks within a text";
    CsvLongRow, "csv.row.too-long", Error,
        "a row is longer than {expected}", "rows of ordinary length", "check that lines end with a line feed";
    CsvNoRows, "csv.no-rows", Error,
        "the file has a header but no row", "at least one row", "check the export; to withdraw coverage, withdraw the filing or file GeoJSON with declared `layers`";

    // JSON.
    JsonSyntax, "json.syntax", Error,
        "this is not JSON: {value}", "a JSON document", "check the file with a JSON validator at this line and column";
    JsonTruncated, "json.truncated", Error,
        "the document ends in the middle: the file is truncated", "a complete document", "check that export and transfer finished";
    JsonNotANumber, "json.not-a-number", Error,
        "NaN and Infinity are not numbers in JSON", "finite numbers", "leave out the features, or mend their coordinates";
    JsonNumberRange, "json.number-out-of-range", Error,
        "a number is too large to be read", "numbers of ordinary size", "mend the number at this line and column";
    JsonTooDeep, "json.too-deep", Error,
        "values are nested too deep", "at most 100 levels", "export plain GeoJSON";
    JsonLongText, "json.text.too-long", Error,
        "a text is longer than {expected}", "short texts", "leave out properties that the schema does not ask for";
    JsonTrailing, "json.trailing", Error,
        "something follows the end of the document", "one document", "file one FeatureCollection";

    // GeoJSON.
    GeoTopLevel, "geo.top-level", Error,
        "the document is {value}", "a FeatureCollection", "put the features into a FeatureCollection";
    GeoCrs, "geo.crs", Error,
        "the coordinate reference system is {value}", "CRS84: WGS 84 longitude, latitude (RFC 7946)", "reproject to CRS84 and leave out `crs`";
    GeoNoFeatures, "geo.no-features", Error,
        "the collection is empty and declares no layers", "features, or the member `layers`", "check the export; to say that a layer covers nothing, declare it in `layers`";
    GeoFeature, "geo.feature.type", Error,
        "this is not a Feature: {value}", "a Feature", "use Features only";
    GeoGeometryMissing, "geo.geometry.missing", Error,
        "the feature has no geometry", "a Polygon or MultiPolygon", "remove the feature, or give its outline";
    GeoGeometryType, "geo.geometry.type", Error,
        "geometry {value} cannot be filed", "Polygon or MultiPolygon", "file areas; split collections into features of their own";
    GeoNesting, "geo.coordinates.nesting", Error,
        "coordinates are not nested as the geometry needs ({value})", "arrays as RFC 7946 describes", "export again with an ordinary tool";
    GeoPosition, "geo.position", Error,
        "a coordinate is {value}", "two finite numbers, longitude and latitude", "mend or remove the position";
    GeoRange, "geo.position.range", Error,
        "position {value} is not on Earth", "longitude -180 to 180, latitude -90 to 90", "check units and projection: degrees are expected";
    GeoSwapped, "geo.swapped-axes", Error,
        "longitude and latitude are swapped: the polygon lies in the country once they change places", "longitude first", "write longitude before latitude";
    GeoUnclosed, "geo.ring.unclosed", Repair,
        "the ring's last position is not its first; it was closed", "a closed ring", "repeat the first position at the end";
    GeoFewPoints, "geo.ring.too-few-points", Error,
        "the ring has {value} different positions", "at least 3", "remove the ring, or give its outline";
    GeoNoRings, "geo.polygon.empty", Error,
        "the polygon has no ring", "an outer ring", "remove the polygon, or give its outline";
    GeoSelfIntersection, "geo.self-intersection", Repair,
        "outlines cross or touch themselves; what an odd number of outlines surrounds was taken as inside (even-odd rule)", "simple rings", "look at the result on the map; mend the outline if it is not what was meant";
    GeoSelfUnchecked, "geo.self-intersection.unchecked", Info,
        "the outline is too intricate to look for crossings; what an odd number of outlines surrounds was taken as inside (even-odd rule)", "outlines of ordinary complexity", "simplify the outline";
    GeoWinding, "geo.winding", Info,
        "rings run against RFC 7946's direction; they were read as if they ran right", "outer rings counter-clockwise, holes clockwise", "nothing needs to be done";
    GeoOutside, "geo.outside-country", Error,
        "the polygon lies outside the country", "a polygon in the country", "remove it, or check its coordinates and projection";
    GeoPartlyOutside, "geo.partly-outside", Warning,
        "the polygon reaches more than 1.5 km beyond the country; only what is inside counts", "coverage of the country", "nothing needs to be done, unless coordinates are wrong";
    GeoTooSmall, "geo.polygon.no-cell-centre", Warning,
        "the polygon surrounds no cell centre of the country, so it covers nothing", "polygons of more than 0.1 km\u{b2}", "nothing needs to be done, unless coordinates are wrong";
    GeoTooManyFeatures, "geo.features.too-many", Error,
        "the file has more than {expected} features", "fewer features", "join polygons of the same layer, or split the filing";
    GeoRingTooLong, "geo.ring.too-long", Error,
        "a ring has more than {expected} positions", "rings of ordinary size", "simplify the outline, or split it";
    GeoFeatureTooLarge, "geo.feature.too-large", Error,
        "a feature has more than {expected}", "features of ordinary size", "split the feature";
    GeoFileTooLarge, "geo.file.too-many-positions", Error,
        "the file has more than {expected} positions", "a smaller file", "simplify outlines, or split the filing by technology";
    GeoOutlinesTooLong, "geo.file.outlines-too-long", Error,
        "the outlines of the file are longer than {expected} together", "outlines of ordinary length", "look for outlines that run back and forth across the map, and simplify them";
    PropertyMissing, "geo.property.missing", Error,
        "property {column} is missing", "a property of that name", "add the property, as the schema describes";
    PropertyUnknown, "geo.property.unknown", Info,
        "property {column} is not part of the schema and was not read", "a property of the schema", "nothing needs to be done, unless the name is misspelt";
    LayersMember, "geo.layers.invalid", Error,
        "the member `layers` is not a list of layers: {value}", "a list of {technology, mindown, minup, environment}", "correct the member, as the schema describes";

    // Words and numbers of every kind.
    TechnologyUnknown, "technology.unknown", Error,
        "technology {value} is not known", "a technology of the country pack", "use an id, or the FCC's code, of the technology";
    TechnologyKind, "technology.not-for-kind", Error,
        "technology {value} cannot be filed as this kind", "a technology of the kind", "file mobile technologies as mobile coverage, fixed ones as availability";
    EnvironmentUnknown, "environment.unknown", Error,
        "environment {value} is not known", "an environment of the country pack", "use outdoor or vehicle, or the FCC's 0 or 1";
    EnvironmentNotFiled, "environment.not-for-technology", Error,
        "environment {value} is not filed for this technology", "an environment of the technology", "see the environments of the technology in the country pack";
    SpeedInvalid, "speed.invalid", Error,
        "{column} {value} is not a speed", "a number of Mbit/s from 0 to 1000000", "give Mbit/s as a number, with a dot as decimal mark";
    SpeedNotWhole, "speed.not-whole", Error,
        "{column} {value} is not a whole number", "a whole number of Mbit/s", "give whole Mbit/s: nothing is rounded";
    SpeedBelowTier, "speed.below-lowest-tier", Error,
        "speeds {value} are below the technology's lowest tier", "the lowest tier or more", "file the technology that reaches these speeds, or correct them";
    SpeedNoTier, "speed.between-tiers", Info,
        "speeds {value} are no tier of the technology; they count for every tier at or below them", "a tier of the technology", "nothing needs to be done";
    SignalInvalid, "signal.invalid", Error,
        "minsignal {value} is not a signal strength", "a number of dBm from -120 to -50", "give dBm, or leave the property out";

    // H3 cells.
    CellInvalid, "cell.invalid", Error,
        "{value} is no H3 cell", "an H3 index as 15 hexadecimal digits", "write the index as text: spreadsheets turn it into a number";
    CellTooFine, "cell.too-fine", Error,
        "cell {value} is finer than resolution 9", "resolution 9 or coarser", "file parents at resolution 9";
    CellExpanded, "cell.expanded", Info,
        "cell {value} is coarser than resolution 9; all its cells in the country count", "resolution 9", "nothing needs to be done";
    CellForeign, "cell.foreign", Warning,
        "cell {value} lies outside the country and was left out", "a cell of the country", "nothing needs to be done for cells on the border";
    CellAllForeign, "cell.all-foreign", Error,
        "no cell lies in the country", "cells of the country", "check that the file is of this country";
    CellDuplicate, "cell.duplicate", Warning,
        "cell {value} stands twice in the layer", "each cell once", "nothing needs to be done: it counts once";

    // Premises.
    LongitudeInvalid, "premises.longitude", Error,
        "longitude {value} is not valid", "degrees east, -180 to 180", "give decimal degrees with a dot";
    LatitudeInvalid, "premises.latitude", Error,
        "latitude {value} is not valid", "degrees north, -90 to 90", "give decimal degrees with a dot";
    PremisesSwapped, "premises.swapped-axes", Error,
        "longitude and latitude are swapped: the place lies in the country once they change places", "longitude first", "exchange the two columns";
    PremisesOutside, "premises.outside-country", Warning,
        "the premises lie outside the country and were left out", "a place in the country", "check the coordinates";
    PremisesMostlyOutside, "premises.mostly-outside", Error,
        "{value} premises lie outside the country", "at most 1 in 100", "check coordinates and projection";
    PremisesDuplicate, "premises.duplicate", Warning,
        "the same place, technology and speeds stand twice; both count", "one row per place, with its units", "join the rows and add up their units";
    DuplicatesUnchecked, "premises.duplicate.unchecked", Info,
        "duplicates were looked for among the first {value} rows only", "a smaller file", "nothing needs to be done";
    LatencyInvalid, "premises.low-latency", Error,
        "low_latency {value} is not valid", "0 or 1", "write 1 for 100 ms or less, else 0";
    UseInvalid, "premises.use", Error,
        "business_residential_code {value} is not valid", "B, R or X", "write B for business, R for residential, X for both";
    StatusInvalid, "premises.status", Error,
        "status {value} is not valid", "passed or connected", "write passed where a line can be ordered, connected where one is in use";
    UnitsInvalid, "premises.units", Error,
        "units {value} is not valid", "a whole number from 1 to 65535", "count the homes and businesses behind the place";

    // Fibre networks (OFDS): what makes a document unusable.
    OfdsTopLevel, "ofds.top-level", Error,
        "{column} is {value}", "a network, or a package {\"networks\": [...]} with at least one", "export as OFDS JSON";
    OfdsTooLarge, "ofds.too-many-values", Error,
        "the document holds more than {expected}", "a smaller network", "leave out what the standard does not ask for, or simplify the routes";
    OfdsIdMissing, "ofds.id-missing", Error,
        "{column} has no id", "an id: a text that is not empty", "give every network, node and span an id of its own";
    OfdsNetworkTwice, "ofds.network-id-twice", Error,
        "two networks of the package have the id {value}", "each network once", "give each network an id of its own, or join the two";
    OfdsNoData, "ofds.nothing", Error,
        "there is neither a node nor a span", "nodes and spans within the document", "put nodes and spans into the document: links to them are not followed";
    OfdsStatus, "ofds.status-unknown", Error,
        "status {value} is none of the standard's", "one of proposed, planned, underConstruction, inactive, operational, decommissioned", "use a status of the standard: what is planned must not count as built";
    OfdsRoutesTooLong, "ofds.routes-too-long", Error,
        "the routes of the file are longer than {expected} together", "routes of ordinary length", "look for routes that run back and forth, and simplify them";
    OfdsPosition, "ofds.position-range", Error,
        "position {value} is not on Earth", "longitude -180 to 180, latitude -90 to 90", "check units and projection: degrees are expected";
    OfdsSwapped, "ofds.swapped-axes", Error,
        "longitude and latitude are swapped: the network lies in the country once they change places", "longitude first", "write longitude before latitude";

    // Fibre networks: the standard's structure.
    OfdsType, "ofds.structure.type", Warning,
        "the value is {value}", "what the standard says", "correct the type of the value";
    OfdsRequired, "ofds.structure.required", Warning,
        "{column} is missing", "a member of that name", "add it";
    OfdsEmpty, "ofds.structure.empty", Warning,
        "the value is empty", "something, or no such member", "fill it in, or leave it out";
    OfdsFormat, "ofds.structure.format", Warning,
        "{value} is not {expected}", "a well-formed text", "correct the text";
    OfdsCodelist, "ofds.structure.codelist", Warning,
        "{value} is not in the standard's codelist", "a code of the list", "use a code of the standard";
    OfdsConstant, "ofds.structure.constant", Warning,
        "{value} stands where {expected} must stand", "the standard's own text", "write it exactly so";
    OfdsLinkRelation, "ofds.structure.link-relation", Warning,
        "{value} stands on a link that is not the first", "describedby on the first link only", "move the link to the first place, or give its own relation";
    OfdsNotUnique, "ofds.structure.not-unique", Warning,
        "the list holds the same item twice", "each item once", "remove the second one";
    OfdsUnexpectedField, "ofds.structure.unexpected-field", Warning,
        "a reference has further members", "id and name", "leave out the rest: it belongs to the object that is referred to";
    OfdsDuplicateMember, "ofds.structure.duplicate-member", Warning,
        "a member stands twice in its object; the last one counts", "each member once", "remove the one that is not meant";
    OfdsVersion, "ofds.structure.version", Info,
        "the network follows OFDS {value}; it was read as that", "OFDS 0.4", "nothing needs to be done";
    OfdsAdditionalField, "ofds.additional_fields", Info,
        "field {column} is not part of the standard and was not read ({value} times)", "a field of the standard", "nothing needs to be done, unless the name is misspelt";

    // Fibre networks: the standard's additional checks, under their official names.
    OfdsSpanStartNodeNotFound, "ofds.span_start_node_not_found", Warning,
        "the span starts at node {value}, which is not in the network", "the id of a node of the network", "add the node, or correct `start`";
    OfdsSpanEndNodeNotFound, "ofds.span_end_node_not_found", Warning,
        "the span ends at node {value}, which is not in the network", "the id of a node of the network", "add the node, or correct `end`";
    OfdsNodeLocationTypeIncorrect, "ofds.node_location_type_incorrect", Error,
        "the location is {value}", "Point", "give the node's location as a Point";
    OfdsNodeLocationCoordinatesIncorrect, "ofds.node_location_coordinates_incorrect", Error,
        "the coordinates of the location are {value}", "longitude, latitude and perhaps altitude, as numbers", "give two or three numbers";
    OfdsSpanRouteTypeIncorrect, "ofds.span_route_type_incorrect", Error,
        "the route is {value}", "LineString", "give the span's route as a LineString";
    OfdsSpanRouteCoordinatesIncorrect, "ofds.span_route_coordinates_incorrect", Error,
        "the coordinates of the route are {value}", "at least two positions, each longitude, latitude and perhaps altitude", "give a list of positions";
    OfdsNodePhaseReferenceIdNotFound, "ofds.node_phase_reference_id_not_found", Warning,
        "the node belongs to phase {value}, which is not in the network", "the id of a phase of the network", "add the phase, or correct its id";
    OfdsNodePhaseReferenceNameDoesNotMatch, "ofds.node_phase_reference_name_does_not_match", Warning,
        "the phase is called {value} here, and {expected} in the list of phases", "one name", "make the two names the same";
    OfdsNodePhaseReferenceNameSetButNotInOriginal, "ofds.node_phase_reference_name_set_but_not_in_original", Warning,
        "the phase is called {value} here, and has no name in the list of phases", "the name in both places", "add the name to the phase";
    OfdsSpanPhaseReferenceIdNotFound, "ofds.span_phase_reference_id_not_found", Warning,
        "the span belongs to phase {value}, which is not in the network", "the id of a phase of the network", "add the phase, or correct its id";
    OfdsSpanPhaseReferenceNameDoesNotMatch, "ofds.span_phase_reference_name_does_not_match", Warning,
        "the phase is called {value} here, and {expected} in the list of phases", "one name", "make the two names the same";
    OfdsSpanPhaseReferenceNameSetButNotInOriginal, "ofds.span_phase_reference_name_set_but_not_in_original", Warning,
        "the phase is called {value} here, and has no name in the list of phases", "the name in both places", "add the name to the phase";
    OfdsContractRelatedPhaseReferenceIdNotFound, "ofds.contract_related_phase_reference_id_not_found", Warning,
        "the contract belongs to phase {value}, which is not in the network", "the id of a phase of the network", "add the phase, or correct its id";
    OfdsContractRelatedPhaseReferenceNameDoesNotMatch, "ofds.contract_related_phase_reference_name_does_not_match", Warning,
        "the phase is called {value} here, and {expected} in the list of phases", "one name", "make the two names the same";
    OfdsContractRelatedPhaseReferenceNameSetButNotInOriginal, "ofds.contract_related_phase_reference_name_set_but_not_in_original", Warning,
        "the phase is called {value} here, and has no name in the list of phases", "the name in both places", "add the name to the phase";
    OfdsNodeOrganisationReferenceIdNotFound, "ofds.node_organisation_reference_id_not_found", Warning,
        "the node names organisation {value}, which is not in the network", "the id of an organisation of the network", "add the organisation, or correct its id";
    OfdsNodeOrganisationReferenceNameDoesNotMatch, "ofds.node_organisation_reference_name_does_not_match", Warning,
        "the organisation is called {value} here, and {expected} in the list of organisations", "one name", "make the two names the same";
    OfdsNodeOrganisationReferenceNameSetButNotInOriginal, "ofds.node_organisation_reference_name_set_but_not_in_original", Warning,
        "the organisation is called {value} here, and has no name in the list of organisations", "the name in both places", "add the name to the organisation";
    OfdsSpanOrganisationReferenceIdNotFound, "ofds.span_organisation_reference_id_not_found", Warning,
        "the span names organisation {value}, which is not in the network", "the id of an organisation of the network", "add the organisation, or correct its id";
    OfdsSpanOrganisationReferenceNameDoesNotMatch, "ofds.span_organisation_reference_name_does_not_match", Warning,
        "the organisation is called {value} here, and {expected} in the list of organisations", "one name", "make the two names the same";
    OfdsSpanOrganisationReferenceNameSetButNotInOriginal, "ofds.span_organisation_reference_name_set_but_not_in_original", Warning,
        "the organisation is called {value} here, and has no name in the list of organisations", "the name in both places", "add the name to the organisation";
    OfdsPhaseOrganisationReferenceIdNotFound, "ofds.phase_organisation_reference_id_not_found", Warning,
        "the phase names organisation {value}, which is not in the network", "the id of an organisation of the network", "add the organisation, or correct its id";
    OfdsPhaseOrganisationReferenceNameDoesNotMatch, "ofds.phase_organisation_reference_name_does_not_match", Warning,
        "the organisation is called {value} here, and {expected} in the list of organisations", "one name", "make the two names the same";
    OfdsPhaseOrganisationReferenceNameSetButNotInOriginal, "ofds.phase_organisation_reference_name_set_but_not_in_original", Warning,
        "the organisation is called {value} here, and has no name in the list of organisations", "the name in both places", "add the name to the organisation";
    OfdsNodeInternationalConnectionsCountryNotSet, "ofds.node_international_connections_country_not_set", Warning,
        "an international connection does not say which country it leads to", "a country", "add `country`";
    OfdsNodeNotUsedInAnySpans, "ofds.node_not_used_in_any_spans", Warning,
        "no span starts or ends at the node", "a span at every node", "add its spans, or leave the node out";
    OfdsDuplicateNodeId, "ofds.duplicate_node_id", Error,
        "id {value} is that of more than one node", "each id once", "give each node an id of its own";
    OfdsDuplicateSpanId, "ofds.duplicate_span_id", Error,
        "id {value} is that of more than one span", "each id once", "give each span an id of its own";
    OfdsDuplicatePhaseId, "ofds.duplicate_phase_id", Warning,
        "id {value} is that of more than one phase", "each id once", "give each phase an id of its own";
    OfdsDuplicateOrganisationId, "ofds.duplicate_organisation_id", Warning,
        "id {value} is that of more than one organisation", "each id once", "give each organisation an id of its own";
    OfdsDuplicateContractId, "ofds.duplicate_contract_id", Warning,
        "id {value} is that of more than one contract", "each id once", "give each contract an id of its own";
    OfdsHasLinksWithExternalNodeData, "ofds.has_links_with_external_node_data", Warning,
        "links lead to more nodes: they are not fetched, and references are not checked", "nodes within the document", "put all nodes into the document";
    OfdsHasLinksWithExternalSpanData, "ofds.has_links_with_external_span_data", Warning,
        "links lead to more spans: they are not fetched, and references are not checked", "spans within the document", "put all spans into the document";

    // Fibre networks: references that the official checks leave out.
    OfdsReference, "ofds.reference-not-found", Warning,
        "{column} refers to {value}, which is not in the network", "the id of an object of the network", "add the object, or correct its id";
    OfdsDuplicateWayleave, "ofds.duplicate-wayleave-id", Warning,
        "id {value} is that of more than one wayleave", "each id once", "give each wayleave an id of its own";

    // Fibre networks: topology, and what numbers need.
    OfdsEndsSwapped, "ofds.topology.ends-swapped", Warning,
        "start and end are swapped: the route begins at the end node", "a route from start to end", "exchange `start` and `end`, or turn the route round";
    OfdsEndFar, "ofds.topology.end-far", Warning,
        "the route's {column} lies {value} from its node", "at most 100 m", "move the node, or mend the route";
    OfdsEndOff, "ofds.topology.end-off", Warning,
        "the route's {column} lies {value} from its node", "at most 100 m", "move the node, or mend the route";
    OfdsWithoutEnds, "ofds.topology.without-ends", Warning,
        "the span does not say where it {column}s", "`start` and `end`", "add the ids of the nodes at its ends";
    OfdsSelfLoop, "ofds.topology.self-loop", Warning,
        "the span starts and ends at node {value}", "two different nodes", "correct `start` or `end`";
    OfdsDetour, "ofds.topology.detour", Warning,
        "the route is {value} times as long as the straight line between its ends", "at most 5 times", "look for positions out of order";
    OfdsComponents, "ofds.topology.components", Info,
        "the spans make {value} parts that are not connected", "one network", "nothing needs to be done, unless parts should meet";
    OfdsNameTwice, "ofds.topology.node-name-twice", Info,
        "{value} is the name of more than one node", "a name for each node", "nothing needs to be done, unless they are one node";
    OfdsNoRoute, "ofds.span-without-route", Warning,
        "the span has no route: it can be neither drawn nor measured", "a LineString", "add the route";
    OfdsNoLocation, "ofds.node-without-location", Info,
        "the node has no location", "a Point", "add the location";
    OfdsOutside, "ofds.outside-country", Warning,
        "the whole network lies outside the country: none of it counts anywhere", "a network in the country", "check that the file is of this country";
    OfdsPartlyOutside, "ofds.partly-outside", Info,
        "{value} of its nodes lie outside the country", "nodes in the country", "nothing needs to be done where lines cross the border";
    OfdsNoStatus, "ofds.status-not-given", Info,
        "{value} spans give no status: they count as operational", "a status", "add `status`";
    OfdsNoDate, "ofds.date-not-given", Info,
        "neither publicationDate nor collectionDate is given", "the date of the data", "add the dates; what is filed counts for the filing's as-of date";
    OfdsNoCrs, "ofds.crs-not-given", Info,
        "no `crs` is given: positions are taken as CRS84", "`crs`", "add `crs`";
    OfdsNotFibre, "ofds.not-fibre", Info,
        "{value} spans are not fibre: their length does not count", "fibre", "nothing needs to be done";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_well_formed() {
        let mut ids: Vec<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        for id in &ids {
            assert!(id.bytes().all(|b| {
                b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_')
            }));
        }
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }

    #[test]
    fn every_rule_says_what_was_expected_and_how_to_mend_it() {
        for rule in Rule::ALL {
            assert!(!rule.text().is_empty() && !rule.expected().is_empty() && !rule.mend().is_empty());
        }
    }
}
