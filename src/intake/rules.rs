//! The rule catalogue: one stable id and severity for everything intake can say.
//!
//! Reports quote rules by id, so an id never changes its meaning. What a rule says, what it expected and how to
//! mend it stand in `data/messages/LANGUAGE/rules.ftl` under its id, with hyphens for dots: see
//! [`super::wording`].

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
    ($($variant:ident, $id:literal, $severity:ident;)+) => {
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
        }
    };
}

rules! {
    // The filing as a whole.
    OperatorUnknown, "filing.operator.unknown", Error;
    OperatorForeign, "filing.operator.foreign", Error;
    LicenceMissing, "filing.licence.missing", Error;
    LicenceUnchecked, "filing.licence.unchecked", Info;
    AsOfFuture, "filing.as-of.future", Error;
    TooManyErrors, "filing.too-many-errors", Error;
    TooManyLayers, "filing.layers.too-many", Error;
    TooLarge, "filing.too-large", Error;
    KindFormat, "filing.format.not-for-kind", Error;

    // The file and its packaging.
    FileEmpty, "file.empty", Error;
    FormatUnknown, "file.format.unknown", Error;
    FormatOther, "file.format.other", Error;
    NoDataFile, "file.no-data", Error;
    EncodingUtf16, "file.encoding.utf16", Info;
    ArchiveCorrupt, "archive.corrupt", Error;
    ArchiveTooLarge, "archive.too-large", Error;
    ArchiveBomb, "archive.ratio", Error;
    ArchiveNoFile, "archive.no-data-file", Error;
    ArchiveManyFiles, "archive.several-files", Error;
    ArchiveEncrypted, "archive.encrypted", Error;
    ArchiveMethod, "archive.method", Error;
    ArchiveNested, "archive.nested", Error;
    ArchiveBeside, "archive.left-beside", Info;

    // CSV.
    CsvDelimiter, "csv.delimiter", Info;
    CsvTitles, "csv.titles", Info;
    CsvHeaderMissing, "csv.header.missing", Error;
    CsvMissingColumn, "csv.header.missing-column", Error;
    CsvDuplicateColumn, "csv.header.duplicate-column", Error;
    CsvUnknownColumn, "csv.header.unknown-column", Info;
    CsvEncoding, "csv.encoding", Info;
    CsvBlankRows, "csv.rows.blank", Info;
    CsvTotalRow, "csv.row.total", Info;
    CsvRagged, "csv.row.length", Error;
    CsvQuote, "csv.quote.unterminated", Error;
    CsvLongRow, "csv.row.too-long", Error;
    CsvNoRows, "csv.no-rows", Error;

    // JSON.
    JsonSyntax, "json.syntax", Error;
    JsonTruncated, "json.truncated", Error;
    JsonNotANumber, "json.not-a-number", Error;
    JsonNumberRange, "json.number-out-of-range", Error;
    JsonTooDeep, "json.too-deep", Error;
    JsonLongText, "json.text.too-long", Error;
    JsonTrailing, "json.trailing", Error;

    // GeoJSON.
    GeoTopLevel, "geo.top-level", Error;
    GeoCrs, "geo.crs", Error;
    CrsMissing, "crs.missing", Error;
    CrsOther, "crs.other-chosen", Info;
    CrsUnused, "crs.not-used", Info;
    GeoNoFeatures, "geo.no-features", Error;
    GeoFeature, "geo.feature.type", Warning;
    GeoGeometryMissing, "geo.geometry.missing", Warning;
    GeoGeometryType, "geo.geometry.type", Warning;
    GeoMostlyLeftOut, "geo.features.left-out", Error;
    GeoNesting, "geo.coordinates.nesting", Error;
    GeoPosition, "geo.position", Error;
    GeoRange, "geo.position.range", Error;
    GeoSwapped, "geo.swapped-axes", Error;
    GeoUnclosed, "geo.ring.unclosed", Repair;
    GeoFewPoints, "geo.ring.too-few-points", Error;
    GeoNoRings, "geo.polygon.empty", Error;
    GeoSelfIntersection, "geo.self-intersection", Repair;
    GeoSelfUnchecked, "geo.self-intersection.unchecked", Info;
    GeoWinding, "geo.winding", Info;
    GeoOutside, "geo.outside-country", Warning;
    GeoMostlyOutside, "geo.mostly-outside", Error;
    GeoPartlyOutside, "geo.partly-outside", Warning;
    GeoTooSmall, "geo.polygon.no-cell-centre", Warning;
    GeoTooManyFeatures, "geo.features.too-many", Error;
    GeoRingTooLong, "geo.ring.too-long", Error;
    GeoFeatureTooLarge, "geo.feature.too-large", Error;
    GeoFileTooLarge, "geo.file.too-many-positions", Error;
    GeoOutlinesTooLong, "geo.file.outlines-too-long", Error;
    PropertyMissing, "geo.property.missing", Error;
    PropertyUnknown, "geo.property.unknown", Info;
    LayersMember, "geo.layers.invalid", Error;

    // Words and numbers of every kind.
    TechnologyUnknown, "technology.unknown", Error;
    TechnologyKind, "technology.not-for-kind", Error;
    EnvironmentUnknown, "environment.unknown", Error;
    EnvironmentNotFiled, "environment.not-for-technology", Error;
    SpeedInvalid, "speed.invalid", Error;
    SpeedNotWhole, "speed.not-whole", Error;
    SpeedBelowTier, "speed.below-lowest-tier", Error;
    SpeedNoTier, "speed.between-tiers", Info;
    SignalInvalid, "signal.invalid", Error;
    NumberComma, "number.decimal-comma", Info;
    NumberGroups, "number.groups", Info;

    // H3 cells.
    CellInvalid, "cell.invalid", Error;
    CellRounded, "cell.rounded", Error;
    CellTooFine, "cell.too-fine", Info;
    CellFromPosition, "cell.from-position", Info;
    CellExpanded, "cell.expanded", Info;
    CellForeign, "cell.foreign", Warning;
    CellAllForeign, "cell.all-foreign", Error;
    CellDuplicate, "cell.duplicate", Warning;

    // Premises.
    LongitudeInvalid, "premises.longitude", Error;
    LatitudeInvalid, "premises.latitude", Error;
    PremisesSwapped, "premises.swapped-axes", Error;
    PremisesOutside, "premises.outside-country", Warning;
    PremisesMostlyOutside, "premises.mostly-outside", Error;
    PremisesDuplicate, "premises.duplicate", Warning;
    DuplicatesUnchecked, "premises.duplicate.unchecked", Info;
    LatencyInvalid, "premises.low-latency", Error;
    UseInvalid, "premises.use", Error;
    StatusInvalid, "premises.status", Error;
    UnitsInvalid, "premises.units", Error;

    // Lists of places.
    PlaceIdMissing, "places.id.missing", Error;
    PlaceIdInvalid, "places.id.invalid", Error;
    PlaceIdTwice, "places.id.twice", Error;
    PlaceNameMissing, "places.name.missing", Warning;
    PlaceNameInvalid, "places.name.invalid", Error;
    PlaceLongitude, "places.longitude", Error;
    PlaceLatitude, "places.latitude", Error;
    PlaceGeometry, "places.geometry", Error;
    PlaceSwapped, "places.swapped-axes", Error;
    PlaceOutside, "places.outside-country", Error;
    PlaceCommuneUnknown, "places.commune.unknown", Error;
    PlaceCommuneOther, "places.commune.other", Warning;
    PlacesNone, "places.none", Error;
    TooManyPlaces, "places.too-many", Error;

    // Fibre networks (OFDS): what makes a document unusable.
    OfdsTopLevel, "ofds.top-level", Error;
    OfdsTooLarge, "ofds.too-many-values", Error;
    OfdsIdMissing, "ofds.id-missing", Error;
    OfdsNetworkTwice, "ofds.network-id-twice", Error;
    OfdsNoData, "ofds.nothing", Error;
    OfdsStatus, "ofds.status-unknown", Error;
    OfdsRoutesTooLong, "ofds.routes-too-long", Error;
    OfdsPosition, "ofds.position-range", Error;
    OfdsSwapped, "ofds.swapped-axes", Error;

    // Fibre networks: the standard's structure.
    OfdsType, "ofds.structure.type", Warning;
    OfdsRequired, "ofds.structure.required", Warning;
    OfdsEmpty, "ofds.structure.empty", Warning;
    OfdsFormat, "ofds.structure.format", Warning;
    OfdsCodelist, "ofds.structure.codelist", Warning;
    OfdsConstant, "ofds.structure.constant", Warning;
    OfdsLinkRelation, "ofds.structure.link-relation", Warning;
    OfdsNotUnique, "ofds.structure.not-unique", Warning;
    OfdsUnexpectedField, "ofds.structure.unexpected-field", Warning;
    OfdsDuplicateMember, "ofds.structure.duplicate-member", Warning;
    OfdsVersion, "ofds.structure.version", Info;
    OfdsAdditionalField, "ofds.additional_fields", Info;

    // Fibre networks: the standard's additional checks, under their official names.
    OfdsSpanStartNodeNotFound, "ofds.span_start_node_not_found", Warning;
    OfdsSpanEndNodeNotFound, "ofds.span_end_node_not_found", Warning;
    OfdsNodeLocationTypeIncorrect, "ofds.node_location_type_incorrect", Error;
    OfdsNodeLocationCoordinatesIncorrect, "ofds.node_location_coordinates_incorrect", Error;
    OfdsSpanRouteTypeIncorrect, "ofds.span_route_type_incorrect", Error;
    OfdsSpanRouteCoordinatesIncorrect, "ofds.span_route_coordinates_incorrect", Error;
    OfdsNodePhaseReferenceIdNotFound, "ofds.node_phase_reference_id_not_found", Warning;
    OfdsNodePhaseReferenceNameDoesNotMatch, "ofds.node_phase_reference_name_does_not_match", Warning;
    OfdsNodePhaseReferenceNameSetButNotInOriginal, "ofds.node_phase_reference_name_set_but_not_in_original", Warning;
    OfdsSpanPhaseReferenceIdNotFound, "ofds.span_phase_reference_id_not_found", Warning;
    OfdsSpanPhaseReferenceNameDoesNotMatch, "ofds.span_phase_reference_name_does_not_match", Warning;
    OfdsSpanPhaseReferenceNameSetButNotInOriginal, "ofds.span_phase_reference_name_set_but_not_in_original", Warning;
    OfdsContractRelatedPhaseReferenceIdNotFound, "ofds.contract_related_phase_reference_id_not_found", Warning;
    OfdsContractRelatedPhaseReferenceNameDoesNotMatch, "ofds.contract_related_phase_reference_name_does_not_match", Warning;
    OfdsContractRelatedPhaseReferenceNameSetButNotInOriginal, "ofds.contract_related_phase_reference_name_set_but_not_in_original", Warning;
    OfdsNodeOrganisationReferenceIdNotFound, "ofds.node_organisation_reference_id_not_found", Warning;
    OfdsNodeOrganisationReferenceNameDoesNotMatch, "ofds.node_organisation_reference_name_does_not_match", Warning;
    OfdsNodeOrganisationReferenceNameSetButNotInOriginal, "ofds.node_organisation_reference_name_set_but_not_in_original", Warning;
    OfdsSpanOrganisationReferenceIdNotFound, "ofds.span_organisation_reference_id_not_found", Warning;
    OfdsSpanOrganisationReferenceNameDoesNotMatch, "ofds.span_organisation_reference_name_does_not_match", Warning;
    OfdsSpanOrganisationReferenceNameSetButNotInOriginal, "ofds.span_organisation_reference_name_set_but_not_in_original", Warning;
    OfdsPhaseOrganisationReferenceIdNotFound, "ofds.phase_organisation_reference_id_not_found", Warning;
    OfdsPhaseOrganisationReferenceNameDoesNotMatch, "ofds.phase_organisation_reference_name_does_not_match", Warning;
    OfdsPhaseOrganisationReferenceNameSetButNotInOriginal, "ofds.phase_organisation_reference_name_set_but_not_in_original", Warning;
    OfdsNodeInternationalConnectionsCountryNotSet, "ofds.node_international_connections_country_not_set", Warning;
    OfdsNodeNotUsedInAnySpans, "ofds.node_not_used_in_any_spans", Warning;
    OfdsDuplicateNodeId, "ofds.duplicate_node_id", Error;
    OfdsDuplicateSpanId, "ofds.duplicate_span_id", Error;
    OfdsDuplicatePhaseId, "ofds.duplicate_phase_id", Warning;
    OfdsDuplicateOrganisationId, "ofds.duplicate_organisation_id", Warning;
    OfdsDuplicateContractId, "ofds.duplicate_contract_id", Warning;
    OfdsHasLinksWithExternalNodeData, "ofds.has_links_with_external_node_data", Warning;
    OfdsHasLinksWithExternalSpanData, "ofds.has_links_with_external_span_data", Warning;

    // Fibre networks: references that the official checks leave out.
    OfdsReference, "ofds.reference-not-found", Warning;
    OfdsDuplicateWayleave, "ofds.duplicate-wayleave-id", Warning;

    // Fibre networks: topology, and what numbers need.
    OfdsEndsSwapped, "ofds.topology.ends-swapped", Warning;
    OfdsEndFar, "ofds.topology.end-far", Warning;
    OfdsEndOff, "ofds.topology.end-off", Warning;
    OfdsWithoutEnds, "ofds.topology.without-ends", Warning;
    OfdsSelfLoop, "ofds.topology.self-loop", Warning;
    OfdsDetour, "ofds.topology.detour", Warning;
    OfdsComponents, "ofds.topology.components", Info;
    OfdsNameTwice, "ofds.topology.node-name-twice", Info;
    OfdsNoRoute, "ofds.span-without-route", Warning;
    OfdsNoLocation, "ofds.node-without-location", Info;
    OfdsOutside, "ofds.outside-country", Warning;
    OfdsPartlyOutside, "ofds.partly-outside", Info;
    OfdsNoStatus, "ofds.status-not-given", Info;
    OfdsNoDate, "ofds.date-not-given", Info;
    OfdsNoCrs, "ofds.crs-not-given", Info;
    OfdsNotFibre, "ofds.not-fibre", Info;
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
}
