//! The structure of the Open Fibre Data Standard, 0.3 and 0.4, as tables.
//!
//! Written from the standard's documented model (its schema is under Apache-2.0). Geometry is not here:
//! a `location` or `route` is told right or wrong by one official check each, not value by value.

use super::codelists::{COUNTRIES, CURRENCIES, DEPLOYMENTS, FIBRE_TYPES, MEDIA, STATUSES};

/// A version of the standard that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V3,
    V4,
}

impl Version {
    /// Its number.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::V3 => "0.3",
            Self::V4 => "0.4",
        }
    }

    /// The address of its schema, as a network's first link must give it.
    pub(super) const fn described_by(self) -> &'static str {
        match self {
            Self::V3 => {
                "https://raw.githubusercontent.com/Open-Telecoms-Data/open-fibre-data-standard/0__3__0/schema/network-schema.json"
            }
            Self::V4 => "https://standard.ofds.info/en/0__4__0/network-schema.json",
        }
    }

    /// The version an address speaks of, be it the exact address or another of the same release.
    pub(super) fn named_by(address: &str) -> Option<Self> {
        if address.contains("0__3__") {
            Some(Self::V3)
        } else if address.contains("0__4__") {
            Some(Self::V4)
        } else {
            None
        }
    }
}

/// In which versions a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum In {
    Both,
    Only(Version),
}

/// A text that must be well-formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Uuid,
    Date,
    Iri,
}

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A text that is not empty.
    Text,
    Format(Format),
    Bool,
    Number,
    Integer,
    /// A word of a closed codelist.
    Code(&'static [&'static str]),
    /// This text.
    Constant(&'static str),
    Object(&'static Fields),
    /// A list that is not empty and holds nothing twice.
    List(&'static Shape),
    /// `location` or `route`: see the module.
    Geometry,
    /// The links of a network, of which the first is special.
    Links,
}

/// Which further members an object may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Others {
    /// Any: they are told, and not read.
    Told,
    /// None, since 0.4; any in 0.3.
    RefusedSince4,
}

/// The members of an object.
#[derive(Debug)]
pub(super) struct Fields {
    pub(super) members: &'static [(&'static str, In, Shape)],
    pub(super) required: &'static [&'static str],
    /// Whether it may be empty.
    pub(super) may_be_empty: bool,
    pub(super) others: Others,
}

const fn fields(members: &'static [(&'static str, In, Shape)], required: &'static [&'static str]) -> Fields {
    Fields { members, required, may_be_empty: false, others: Others::Told }
}

use In::{Both, Only};
use Shape::{Bool, Code, Constant, Geometry, Integer, Links, List, Number, Object, Text};
const NEW: In = Only(Version::V4);
const OLD: In = Only(Version::V3);
const IRI: Shape = Shape::Format(Format::Iri);
const DATE: Shape = Shape::Format(Format::Date);

const REFERENCE: Fields = Fields {
    members: &[("id", Both, Text), ("name", Both, Text)],
    required: &["id"],
    may_be_empty: false,
    others: Others::RefusedSince4,
};
const TO_ONE: Shape = Object(&REFERENCE);
const TO_SOME: Shape = List(&TO_ONE);
const TEXTS: Shape = List(&Text);
const STATUS: Shape = Code(STATUSES);
const COUNTRY: Shape = Code(COUNTRIES);

const ADDRESS: Fields = fields(
    &[
        ("streetAddress", Both, Text),
        ("locality", Both, Text),
        ("region", Both, Text),
        ("postalCode", Both, Text),
        ("country", Both, COUNTRY),
    ],
    &[],
);

const INFRASTRUCTURE: Fields = fields(
    &[
        ("type", Both, Text),
        ("description", Both, Text),
        ("owner", Both, TO_ONE),
        ("spareCapacity", Both, Bool),
    ],
    &[],
);

const DESCRIPTION: Fields = fields(&[("description", Both, Text)], &[]);

const NODE: Fields = fields(
    &[
        ("id", Both, Text),
        ("name", Both, Text),
        ("phase", Both, TO_ONE),
        ("status", Both, STATUS),
        ("location", Both, Geometry),
        ("address", Both, Object(&ADDRESS)),
        ("type", Both, TEXTS),
        ("supportingInfrastructure", NEW, Object(&INFRASTRUCTURE)),
        ("accessPoint", Both, Bool),
        ("internationalConnections", Both, List(&Object(&ADDRESS))),
        ("power", Both, Bool),
        ("technologies", Both, TEXTS),
        ("physicalInfrastructureProvider", OLD, TO_ONE),
        ("transmissionMediumOwner", NEW, TO_ONE),
        ("networkProviders", Both, TO_SOME),
    ],
    &["id"],
);

const FIBRE_TYPE_DETAILS: Fields = fields(&[("fibreSubtype", Both, Text), ("description", Both, Text)], &[]);

const SPAN: Fields = fields(
    &[
        ("id", Both, Text),
        ("name", Both, Text),
        ("phase", Both, TO_ONE),
        ("status", Both, STATUS),
        ("readyForServiceDate", Both, DATE),
        ("start", Both, Text),
        ("end", Both, Text),
        ("directed", Both, Bool),
        ("route", Both, Geometry),
        ("physicalInfrastructureProvider", OLD, TO_ONE),
        ("transmissionMediumOwner", NEW, TO_ONE),
        ("networkProviders", Both, TO_SOME),
        ("supplier", Both, TO_ONE),
        ("transmissionMedium", Both, List(&Code(MEDIA))),
        ("deployment", Both, List(&Code(DEPLOYMENTS))),
        ("deploymentDetails", OLD, Object(&DESCRIPTION)),
        ("supportingInfrastructure", NEW, Object(&INFRASTRUCTURE)),
        ("codeployment", NEW, Text),
        ("cableType", NEW, Text),
        ("darkFibre", Both, Bool),
        ("fibreType", Both, Code(FIBRE_TYPES)),
        ("fibreTypeDetails", Both, Object(&FIBRE_TYPE_DETAILS)),
        ("fibreCount", Both, Integer),
        ("fibreLength", Both, Number),
        ("technologies", Both, TEXTS),
        ("capacity", Both, Number),
        ("capacityDetails", Both, Object(&DESCRIPTION)),
        ("wayleaves", NEW, TEXTS),
        ("countries", Both, List(&COUNTRY)),
    ],
    &["id"],
);

const PHASE: Fields = fields(
    &[("id", Both, Text), ("name", Both, Text), ("description", Both, Text), ("funders", Both, TO_SOME)],
    &["id"],
);

const IDENTIFIER: Fields =
    fields(&[("id", Both, Text), ("scheme", Both, Text), ("legalName", Both, Text), ("uri", Both, IRI)], &[]);

const ORGANISATION: Fields = fields(
    &[
        ("id", Both, Text),
        ("name", Both, Text),
        ("identifier", Both, Object(&IDENTIFIER)),
        ("country", Both, COUNTRY),
        ("roles", Both, TEXTS),
        ("roleDetails", Both, Text),
        ("website", Both, IRI),
        ("logo", Both, IRI),
    ],
    &["id"],
);

const MONEY: Fields = fields(&[("amount", Both, Number), ("currency", Both, Code(CURRENCIES))], &[]);

const WAYLEAVE_TERM: Fields = fields(&[("indefinite", Both, Bool), ("years", Both, Integer)], &[]);

const WAYLEAVE_COST: Fields = Fields {
    members: &[("recurring", Both, Bool), ("perMetre", Both, Object(&MONEY))],
    required: &[],
    may_be_empty: true,
    others: Others::Told,
};

const WAYLEAVE: Fields = fields(
    &[
        ("id", Both, Text),
        ("grantor", Both, TO_ONE),
        ("yearSigned", Both, Integer),
        ("term", Both, Object(&WAYLEAVE_TERM)),
        ("cost", Both, Object(&WAYLEAVE_COST)),
    ],
    &["id"],
);

const DOCUMENT: Fields = fields(
    &[("title", Both, Text), ("description", Both, Text), ("url", Both, IRI), ("format", Both, Text)],
    &[],
);

const CONTRACT: Fields = fields(
    &[
        ("id", Both, Text),
        ("title", Both, Text),
        ("description", Both, Text),
        ("type", Both, Text),
        ("value", Both, Object(&MONEY)),
        ("dateSigned", Both, DATE),
        ("documents", Both, List(&Object(&DOCUMENT))),
        ("relatedPhases", Both, TO_SOME),
    ],
    &["id"],
);

const PUBLISHER: Fields = fields(&[("name", Both, Text), ("identifier", Both, Object(&IDENTIFIER))], &[]);

const CRS: Fields = fields(
    &[
        ("name", Both, Constant("urn:ogc:def:crs:OGC::CRS84")),
        ("uri", Both, Constant("http://www.opengis.net/def/crs/OGC/1.3/CRS84")),
    ],
    &["name", "uri"],
);

/// A link that is not the first.
pub(super) const LINK: Fields = fields(&[("href", Both, IRI), ("rel", Both, Text)], &["href", "rel"]);

/// A network.
pub(super) const NETWORK: Fields = fields(
    &[
        ("id", Both, Shape::Format(Format::Uuid)),
        ("identifier", NEW, Text),
        ("name", Both, Text),
        ("nodes", Both, List(&Object(&NODE))),
        ("spans", Both, List(&Object(&SPAN))),
        ("phases", Both, List(&Object(&PHASE))),
        ("organisations", Both, List(&Object(&ORGANISATION))),
        ("wayleaves", NEW, List(&Object(&WAYLEAVE))),
        ("contracts", Both, List(&Object(&CONTRACT))),
        ("website", Both, IRI),
        ("publisher", Both, Object(&PUBLISHER)),
        ("publicationDate", Both, DATE),
        ("collectionDate", Both, DATE),
        ("crs", Both, Object(&CRS)),
        ("accuracy", Both, Number),
        ("accuracyDetails", Both, Text),
        ("language", Both, Text),
        ("links", Both, Links),
    ],
    &["id", "links"],
);

const PAGES: Fields = fields(&[("next", Both, IRI), ("prev", Both, IRI)], &[]);

/// What a package holds beside its networks.
pub(super) const PACKAGE: Fields = fields(&[("links", Both, Object(&PAGES))], &[]);
