/** Made from the API's document by `make api-types`; not to be edited. */
export interface paths {
    "/api/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The API for people: its resources, and where it is described. */
        get: operations["getApiPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/at": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The commune of a place, every claim on the place, and what was measured in the commune. */
        get: operations["getPlace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, when, from where; for administrators. */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/boundaries/{level}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Outlines of a level, simplified without gaps; never changes where `v` names the pack.
         * @description Each feature carries `code`, `parent`, `level`, its name as `name_LANG` in every language of the country,
         *     `attribution`, and `synthetic`, which is always false: outlines are real, and of no filing and no date.
         */
        get: operations["getBoundaries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/boundaries/{level}/topology": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Outlines of a level as `TopoJSON`: a third of their size as `GeoJSON`, and neighbours cannot gape.
         * @description The one object bears the level's word. Each geometry's `id` is its territory's code; one that vanishes on the grid
         *     has a geometry of no type. Names are in `/api/v1/territories`.
         */
        get: operations["getBoundariesTopology"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changed between two sides: two dates, instants of knowledge, operators, definitions or filings.
         * @description Every difference is split into correction, network, definition and denominator, whose parts add up to it exactly:
         *     numbers here are multiples of powers of two, so that sums of them are exact.
         */
        get: operations["getChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks a file as a filing would be checked, and keeps nothing. */
        post: operations["checkFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the collectors of this server fare; none where it was started without any.
         * @description What names a file is for the collector's operator, by its token, and for administrators.
         */
        get: operations["listCollectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collectors/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a collector did lately, and why what it read is refused; for its operator, planners and administrators.
         * @description A refusal quotes what was never published: planners read its counts by rule only.
         */
        get: operations["listCollectorRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/country": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The country: levels, technologies, operators, dates. */
        get: operations["getCountry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shares of people, households or area covered, for every territory of a level. */
        get: operations["getCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage/basis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who filed what a number is made of, when, and what tests say of it. */
        get: operations["getCoverageBasis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One territory's share at every date filed. */
        get: operations["getCoverageHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage/operators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One territory's share for each operator, and for them together. */
        get: operations["getCoverageByOperator"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shares of every territory of a level by code, and nothing beside: to colour outlines that are there already. */
        get: operations["getCoverageValues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Filings, newest first.
         * @description With the token of an operator, its own filings are told whole; with an administrator's, all.
         */
        get: operations["listFilings"];
        put?: never;
        /**
         * Hands in a filing.
         * @description The body is the file itself, or a form with one field `file`. An accepted filing is published before
         *     the answer is sent.
         */
        post: operations["submitFiling"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One filing.
         * @description With the token of its operator, or an administrator's, it is told whole.
         */
        get: operations["getFiling"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filings/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The report of a filing's checks: counts by rule.
         * @description With the token of the operator that filed, or an administrator's, the whole report with every finding's row,
         *     place and value, and the file's name. Others read what was read and how often each rule was met; `withheld`
         *     names what is left out.
         */
        get: operations["getFilingReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filings/{id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a filing back.
         * @description What it had replaced is in force again, and that is published before the answer is sent; what was known
         *     before stays as it was, by `known_at`.
         */
        post: operations["withdrawFiling"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/measurements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What tests say, beside what operators claim.
         * @description Sources are never added together, and tests are not a sample of the people: every number stands with
         *     its count and its interval, and below 30 tests nothing is said.
         */
        get: operations["getMeasurements"];
        put?: never;
        /**
         * Hands in a batch of tests.
         * @description JSON `{"batch", "source", "measurements": [...]}`, or a test a line as `application/x-ndjson` with
         *     `batch` and `source` in the address. A batch sent again is answered as it was the first time; a test
         *     sent again in another batch counts once. A token writes to the sources it is bound to, and names its
         *     tests among its own: two tokens cannot take each other's test ids. Addresses are not read; of a device's
         *     name only a keyed hash is kept. Rows that break a rule are named in the receipt; the others are kept, and
         *     published before the answer is sent. A batch of which not one row can be kept is answered with 422.
         */
        post: operations["submitMeasurements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/measurements/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists batches of measurements, newest first: administrators see all, a probe's token its own. */
        get: operations["listMeasurementBatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/measurements/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes measurements back: a batch, all of a token, or a source.
         * @description From then on they count in no answer, and that is published before the answer is sent; what was known
         *     before stays as it was, by `known_at`. A probe's token takes back its own batches, an administrator's
         *     everything. What was withdrawn by mistake is sent again, as a batch of another name.
         */
        post: operations["withdrawMeasurements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/networks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The fibre networks in force, with their kilometres. */
        get: operations["listNetworks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/networks/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Nodes of the networks in force, as filed; those out of use are left out. */
        get: operations["listNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/networks/route-km": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kilometres of fibre route of every territory of a level. */
        get: operations["getRouteKm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/networks/spans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Spans of the networks in force, as filed; those out of use are left out. */
        get: operations["listSpans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The description of the API: this document. */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists of places that matter: schools, health centres, whatever was imported; with source, licence and date. */
        get: operations["listPlaceLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/places/{list}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The places of a list; of a technology, which of them are covered: a place is where its cell is. */
        get: operations["listPlaces"];
        /**
         * Imports a list of places: it replaces the one of that id, which stays known by `known_at`.
         * @description The body is the file itself, CSV (`id,name,lon,lat` and, if known, `commune`) or GeoJSON of points, plain, gzip or
         *     zip; or a form with one field `file`. The list is published before the answer is sent.
         */
        put: operations["importPlaces"];
        post?: never;
        /** Removes a list of places: from now on there is none; what was known before stays known by `known_at`. */
        delete: operations["removePlaces"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The schemas of filings. */
        get: operations["listSchemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schemas/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One schema. */
        get: operations["getSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Places by name in any language, or by coordinates. */
        get: operations["searchPlaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who calls, and what they may do. */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/submissions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a submission is. */
        get: operations["getSubmission"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The country's targets, with how far each is and what is missing.
         * @description Two lines, each with its date: what was expected when the operators last filed, and what is expected on
         *     `today`, by which a target is on track or late. With an `as_of` that has come, that date stands for today;
         *     with a past `known_at` alone, its civil day in the country. A `today` asked for goes before both.
         */
        get: operations["listTargets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/territories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Territories of a level, in a territory, by name. */
        get: operations["listTerritories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/territories/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One territory: its people, what contains it, what lies below. */
        get: operations["getTerritory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shares and counts for Prometheus: country, regions, provinces; and this process. */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics/communes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shares of every commune for Prometheus: large, to be scraped seldom. */
        get: operations["getCommuneMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics/measurements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tiers, verdicts and quantiles of measurements for Prometheus: to be scraped by those who want them. */
        get: operations["getMeasurementMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last or a fresh result of a configured check. */
        get: operations["getProbe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether reads can be answered, from what, and what of it is damaged.
         * @description Always 200 once the service answers: what is damaged is damaged on this disk, and an orchestrator that
         *     took the service out or started it again would only take the undamaged numbers away too.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/basemap.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The map that lies under the country's, where this server was given one. */
        get: operations["getBasemap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/basemap/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A square of the map that lies under the country's.
         * @description Never changes where `file` names it.
         */
        get: operations["getBasemapTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/changes.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tiles of the cells that a change gained, or lost: what there are, and under which address. */
        get: operations["getChangeTiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/changes/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A square of the cells that a change gained, or lost: a picture of how full each pixel is, or outlines.
         * @description Never changes where `holdings` names what is in force.
         */
        get: operations["getChangeTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/coverage.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tiles of where a question reaches: what there are, and under which address. */
        get: operations["getCoverageTiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/coverage/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A square of where a question reaches: a picture of how full each pixel is, or outlines.
         * @description Never changes where `holdings` names what is in force.
         */
        get: operations["getCoverageTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/gap.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tiles of the people that a question does not reach. */
        get: operations["getGapTiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/gap/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A square of the people that a question does not reach: points with their number.
         * @description Never changes where `holdings` names what is in force.
         */
        get: operations["getGapTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/ground.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures to lie under other maps: what there are, and under which address. */
        get: operations["getGroundTiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/ground/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A square of the ground: sea, land, the country and its lines, 256 pixels wide.
         * @description Never changes where `pack` names the pack.
         */
        get: operations["getGroundTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/localities.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tiles of the country's named localities: what there are, and under which address. */
        get: operations["getLocalityTiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/localities/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A square of the country's named localities.
         * @description Never changes where `pack` names the pack.
         */
        get: operations["getLocalityTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/measurements.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tiles of tests by cell: what there are, and under which address.
         * @description A cell is shown where it holds 10 tests and, where tests tell their device, 5 devices: in each of the parts that a
         *     year's months are cut into so that no two answers differ by less. Sources are never added together, nor operators.
         *     A cell has no verdict: one needs tests from ten cells.
         */
        get: operations["getMeasurementTiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/measurements/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A square of tests by cell.
         * @description Never changes where `holdings` names the tests that count.
         */
        get: operations["getMeasurementTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/networks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tiles of the fibre networks in force: what there are, and under which address. */
        get: operations["getNetworkTiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/networks/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A square of the fibre networks in force: spans as lines, nodes as points from zoom 7 on.
         * @description Never changes where `holdings` names the filings in force.
         */
        get: operations["getNetworkTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/territories.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tiles of the country's territories: what there are, and under which address.
         * @description Without gaps at any zoom: what is left out of a border is left out for both neighbours, and for every level.
         */
        get: operations["getTerritoryTiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/territories/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A square of the country's territories: a layer for each level.
         * @description Never changes where `pack` names the pack.
         */
        get: operations["getTerritoryTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description What was done.
         * @enum {string}
         */
        Act: "token-issued" | "token-revoked" | "operator-added" | "filing-recorded" | "filing-unchanged" | "filing-refused" | "filing-withdrawn" | "measurements-taken" | "measurements-withdrawn" | "source-registered" | "source-retired" | "places-imported" | "places-removed" | "object-healed" | "access-denied" | "clock-repaired" | "catalogue-accepted";
        /** @description Percentiles that somebody else computed, of all operators and technologies together. */
        Aggregate: {
            attribution: string;
            code: components["schemas"]["TerritoryCode"];
            /** @description `download`, `upload` (Mbit/s), `latency` (ms) or `loss` (share). */
            metric: components["schemas"]["Metric"];
            month: components["schemas"]["Month"];
            /** @description `p1`, `p5`, `p50` and so on: a low percentile is a low value, whatever its source calls it. */
            percentiles: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Tests behind them.
             */
            samples: number;
            source: components["schemas"]["SourceId"];
        };
        /** @description Rows of the audit log, newest first. */
        AuditPage: {
            items: components["schemas"]["AuditRow"][];
            /** @description The cursor of the next page, if there is one. */
            next: string | null;
        };
        /** @description A row of the audit log. */
        AuditRow: {
            act: components["schemas"]["Act"];
            at: components["schemas"]["Recorded"];
            detail: unknown;
            /** @description The address, or how else they came. */
            from: string;
            /** Format: int64 */
            id: number;
            /** @description The id of what it was done to. */
            subject: string | null;
            /** @description `token:ID`, `machine:USER`, `collector:ID`, or a part of the program. */
            who: string;
        };
        /** @description The basemap, as `TileJSON` 3.0.0 with members of our own. */
        BasemapTileJson: components["schemas"]["TileJsonHead"] & {
            /** @description Names the file the tiles are from. */
            file: string;
            /** @description `mvt`, `png`, `jpg` or `webp`. */
            format: string;
        };
        /** @description A filing in force that a number is made of. */
        BasisFiling: {
            /**
             * Format: date
             * @description The date whose network it describes.
             */
            as_of: string;
            /** @description Present where its rows are damaged: it stands, and no number counts it. */
            damaged?: boolean;
            id: components["schemas"]["FilingId"];
            kind: components["schemas"]["FilingKind"];
            /** @description Those of its layers that count for the number. */
            layers: components["schemas"]["FiledLayerItem"][];
            /** @description When it was learned. */
            recorded: components["schemas"]["Recorded"];
            /** @description The filings that it took the place of. */
            replaces: components["schemas"]["FilingRef"][];
            /** @description Whether it is made up for a demonstration. */
            synthetic: boolean;
        };
        /** @description An operator whose filings count. */
        BasisOperator: components["schemas"]["Number"] & {
            /** @description Its filings in force, by date. */
            filings: components["schemas"]["BasisFiling"][];
            names: components["schemas"]["Names"];
            operator: components["schemas"]["OperatorId"];
            /**
             * @description What tests of its network say, by source. Empty where there are none, of a tier that is not the pack's, and in a
             *     vehicle.
             */
            tests: components["schemas"]["BasisTests"][];
        };
        /** @description What the tests of one source say of one operator's claim in the territory. */
        BasisTests: components["schemas"]["TierMet"] & {
            /** @description Whose tests; sources are never added together. */
            source: components["schemas"]["SourceId"];
        };
        /** @description A census. */
        CensusItem: {
            id: string;
            name: components["schemas"]["Names"];
            /** Format: int32 */
            year: number;
        };
        /**
         * @description What changed in a territory. All of it is null where a side is `damaged` or a `lower_bound`: a difference of bounds
         *     is no bound.
         */
        Change: {
            /** @description Present where a share was cut off at 1 on either side. */
            capped?: boolean;
            /**
             * Format: double
             * @description `share_after` less `share_before`; null where either is.
             */
            change: number | null;
            /**
             * Format: double
             * @description See `net_correction`.
             */
            change_correction: number | null;
            /**
             * Format: double
             * @description See `net_definition`.
             */
            change_definition: number | null;
            /**
             * Format: double
             * @description See `net_denominator`.
             */
            change_denominator: number | null;
            /**
             * Format: double
             * @description Its parts, as those of `net`.
             */
            change_network: number | null;
            /**
             * Format: double
             * @description The same after.
             */
            covered_after: number | null;
            /**
             * Format: double
             * @description People, households or km² covered before; for fixed technologies, dwellings passed.
             */
            covered_before: number | null;
            /**
             * Format: double
             * @description Covered after and not before.
             */
            gained: number | null;
            /**
             * Format: double
             * @description Covered before and not after.
             */
            lost: number | null;
            /**
             * Format: double
             * @description `covered_after` less `covered_before`: `gained` less `lost`, and what the denominator moved.
             */
            net: number | null;
            /**
             * Format: double
             * @description Its part from filings recorded later for the same date.
             */
            net_correction: number | null;
            /**
             * Format: double
             * @description Its part from another tier, environment or scope.
             */
            net_definition: number | null;
            /**
             * Format: double
             * @description Its part from another census or surface: 0, as there is one of each to a country.
             */
            net_denominator: number | null;
            /**
             * Format: double
             * @description Its part from one date to the other, both as known at the later instant. Null, as the other parts, where a
             *     filing between the two sides is damaged.
             */
            net_network: number | null;
            /**
             * Format: double
             * @description 0..1; null where there is no share.
             * @example 0.842
             */
            share_after: number | null;
            /**
             * Format: double
             * @description 0..1; null where there is no share.
             * @example 0.814
             */
            share_before: number | null;
            /**
             * Format: double
             * @description The same after.
             */
            total_after: number | null;
            /**
             * Format: double
             * @description All people, households or km² before.
             */
            total_before: number | null;
        };
        /** @description A territory with its change. */
        ChangeItem: components["schemas"]["TerritoryRef"] & components["schemas"]["Change"] & {
            /** @description `GeoJSON` geometry, where it is asked for. */
            geometry?: components["schemas"]["Geometry"];
        };
        /** @description Changes of territories. */
        Changes: components["schemas"]["ChangesHead"] & {
            /** @description One item per territory, in order of their codes. */
            items: components["schemas"]["ChangeItem"][];
        };
        /** @description Everything beside the items. */
        ChangesHead: components["schemas"]["Envelope"] & {
            /** @description What gained, lost and the parts mean, in a sentence. */
            definition: string;
            /** @description What the items are counted in. */
            denominator: components["schemas"]["Denominator"];
            /** @description Present where operators' dwellings were combined by an estimate, on either side. */
            estimate?: boolean;
            /** @description The earlier side. */
            from: components["schemas"]["ChangeSide"];
            /** @description The level of the items. */
            level: components["schemas"]["Level"];
            /** @description The cursor of the next page, if there is one. */
            next: string | null;
            /** @description Present where these are not all items. */
            part?: components["schemas"]["Part"];
            /** @description How many base units of it went up or down. */
            territories: components["schemas"]["Directions"];
            /** @description The later side. */
            to: components["schemas"]["ChangeSide"];
            /** @description Items on all pages. */
            total: number;
            /** @description What changed in `within`, or in the country, by every denominator. */
            totals: components["schemas"]["TotalChange"][];
            within: components["schemas"]["TerritoryCode"] | null;
        };
        /** @description One side of a change. */
        ChangeSide: {
            /** @description What its numbers mean, of which date, as known when. */
            definition: components["schemas"]["Definition"];
            state: components["schemas"]["FigureState"];
        };
        /** @description What tiles there are of a change, as `TileJSON` 3.0.0 with members of our own. */
        ChangeTileJson: components["schemas"]["TileJsonHead"] & {
            /**
             * Format: date
             * @description Of the later side.
             * @example 2026-06-30
             */
            as_of: string;
            /** @description Which cells are shown. */
            cells: components["schemas"]["Movement"];
            /** @description Filings in force on either side whose rows are damaged: then no square shows anything. */
            damaged?: components["schemas"]["DamagedFiling"][];
            /** @description What gained and lost mean, in a sentence. */
            definition: string;
            /** @description The earlier side. */
            from: components["schemas"]["ChangeSide"];
            /** @description Names what is in force on both sides: tiles of other holdings are other tiles. */
            holdings: string;
            /** @description Of the later side. */
            known_at: components["schemas"]["Recorded"];
            /** @description Whether any of it is made up for a demonstration. */
            synthetic: boolean;
            /** @description The later side. */
            to: components["schemas"]["ChangeSide"];
        };
        /** @description What lies directly below a territory. */
        Children: {
            count: number;
            level: components["schemas"]["Level"] | null;
        };
        /** @description What a filing says of the place. */
        Claim: {
            /**
             * Format: date
             * @description The date it describes.
             */
            as_of: string;
            environment: components["schemas"]["Environment"];
            /** @description What the verdict rests on, by source. */
            evidence: components["schemas"]["ClaimEvidence"][];
            /** @description The filing that says so. */
            filing: components["schemas"]["FilingId"];
            /** @description Mbit/s. */
            mindown: components["schemas"]["Mbps"];
            /** @description Mbit/s. */
            minup: components["schemas"]["Mbps"];
            operator: components["schemas"]["OperatorId"];
            technology: components["schemas"]["TechnologyId"];
            /**
             * Format: int32
             * @description Fixed technologies: dwellings connected in this cell, as the largest multiple of ten that is neither above
             *     their number nor above `units_passed` less ten; absent below ten.
             */
            units_connected?: number;
            /**
             * Format: int32
             * @description Fixed technologies: dwellings passed in this cell.
             */
            units_passed?: number;
            verdict: components["schemas"]["Verdict"] | null;
        };
        /** @description What the tests of one source say of a claim, and how many they are. */
        ClaimEvidence: {
            /**
             * Format: int64
             * @description Their distinct H3 resolution-8 cells.
             */
            cells: number | null;
            /**
             * Format: int64
             * @description Their distinct civil days.
             */
            days: number | null;
            source: components["schemas"]["SourceId"];
            /**
             * Format: int64
             * @description Tests in the commune's cells that were claimed on the day of the test and still are.
             *     Null, as the counts below, where a filing or a month they rest on is damaged.
             */
            tests: number | null;
            /**
             * Format: int64
             * @description How many of them met the tier.
             */
            tests_met: number | null;
            /** @description What they say: never more than `insufficient` below 30 tests, 10 cells or 5 days. */
            verdict: components["schemas"]["Verdict"];
        };
        /**
         * @description What the features of a map are.
         * @enum {string}
         */
        CollectionType: "FeatureCollection";
        /** @description A collector and the outcome of its last run. */
        Collector: {
            /**
             * Format: int64
             * @description Bytes its last run received; of lists of premises, for its operator and administrators only.
             */
            bytes: number | null;
            /** Format: int64 */
            duration_ms: number;
            /** Format: int64 */
            every_seconds: number;
            /** Format: int64 */
            failures_in_a_row: number;
            filing: components["schemas"]["FilingId"] | null;
            id: components["schemas"]["CollectorId"];
            kind: components["schemas"]["FilingKind"];
            last_attempt: components["schemas"]["Recorded"] | null;
            last_outcome: components["schemas"]["CollectOutcome"] | null;
            last_success: components["schemas"]["Recorded"] | null;
            /** @description Host of an address, or a folder's own name; with the path for its operator and administrators. */
            location: string;
            next_due: components["schemas"]["Recorded"] | null;
            operator: components["schemas"]["OperatorId"];
            /** @description The same in words; of a folder, whose files it names, for its operator and administrators only. */
            problem: string | null;
            reason: components["schemas"]["CollectReason"] | null;
            source: components["schemas"]["CollectorSource"];
            state: components["schemas"]["CollectorState"];
        };
        /**
         * @description A collector's id.
         * @example atlas-4g
         */
        CollectorId: string;
        /** @description A run of a collector. */
        CollectorRun: {
            /** Format: date */
            as_of: string | null;
            /**
             * Format: int64
             * @description Bytes received; of lists of premises, for its operator and administrators only.
             */
            bytes: number | null;
            content_hash: components["schemas"]["ContentHash"] | null;
            /** Format: int64 */
            duration_ms: number;
            ended: components["schemas"]["Recorded"] | null;
            filing: components["schemas"]["FilingId"] | null;
            outcome: components["schemas"]["CollectOutcome"] | null;
            problem: string | null;
            reason: components["schemas"]["CollectReason"] | null;
            started: components["schemas"]["Recorded"];
        };
        /** @description What a collector did lately. */
        CollectorRuns: {
            /** @description Newest first, 100 at most. */
            items: components["schemas"]["CollectorRun"][];
            report: components["schemas"]["Report"] | null;
        };
        /** @description The collectors of this server. */
        Collectors: {
            items: components["schemas"]["Collector"][];
        };
        /**
         * @description What a collector fetches from.
         * @enum {string}
         */
        CollectorSource: "http" | "directory";
        /**
         * @description How a collector goes.
         * @enum {string}
         */
        CollectorState: "never" | "running" | "ok" | "failing" | "refused";
        /**
         * @description How a run of a collector ended.
         * @enum {string}
         */
        CollectOutcome: "filed" | "unchanged" | "not_modified" | "refused" | "failed";
        /**
         * @description Why a run of a collector did not do what it is for.
         * @enum {string}
         */
        CollectReason: "timeout" | "slow" | "connect" | "dns" | "tls" | "status" | "too-large" | "redirect" | "address-refused" | "body" | "decode" | "as-of" | "refused-by-rules" | "unknown-operator" | "directory" | "link-refused" | "interrupted" | "internal";
        /**
         * @description SHA-256 as hexadecimal digits.
         * @example e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
         */
        ContentHash: string;
        /** @description A corner of a line. */
        CornerItem: {
            /** Format: date */
            date: string;
            /**
             * Format: double
             * @description The share 0..1 expected on that day.
             */
            share: number;
        };
        /** @description A country, its words, and what has been filed. */
        Country: components["schemas"]["Envelope"] & {
            /** @description Whether this server has a map to lie under: `/tiles/basemap.json`. */
            basemap: boolean;
            /** @description West, south, east, north in degrees. */
            bbox: [
                number,
                number,
                number,
                number
            ];
            /** @description The census shares are computed on. */
            census: components["schemas"]["CensusItem"];
            /** @description Dates filed for, ascending. */
            dates: string[];
            /** @description Values of `denominator`. */
            denominators: components["schemas"]["Denominator"][];
            /** @description Environments that can be filed. */
            environments: components["schemas"]["EnvironmentItem"][];
            /**
             * @description The country's code.
             * @example MA
             */
            id: string;
            /** @description Languages, best first. */
            languages: string[];
            /** @description Levels, from the whole down. */
            levels: components["schemas"]["LevelItem"][];
            /** @description Its names by language. */
            names: components["schemas"]["Names"];
            /** @description The registry of operators. */
            operators: components["schemas"]["OperatorItem"][];
            /** @description SHA-256 of the country pack. */
            pack_digest: string;
            /** @description Lists of places that shares can be of too, as `places:LIST`; absent where there are none. */
            places?: components["schemas"]["PlaceList"][];
            /** @description Values of `scope`. */
            scopes: string[];
            /** @description How people are spread over cells. */
            surface: components["schemas"]["SurfaceId"];
            /** @description Surfaces the pack has. */
            surfaces: components["schemas"]["SurfaceId"][];
            /** @description Technologies that can be filed. */
            technologies: components["schemas"]["TechnologyItem"][];
            /** @description IANA name of the time zone civil dates are meant in. */
            time_zone: string;
            /**
             * Format: date
             * @description Today where the country is: what is judged by the day, such as targets, is another answer tomorrow.
             */
            today: string;
            /** @description Changes whenever an answer may. */
            version: string;
        };
        /** @description Shares of territories. */
        Coverage: components["schemas"]["CoverageHead"] & {
            /** @description One item per territory, in order of their codes. */
            items: components["schemas"]["CoverageItem"][];
        };
        /** @description What a number rests on. */
        CoverageBasis: components["schemas"]["Envelope"] & {
            /** @description What the number means: census and surface say how people are placed. */
            definition: components["schemas"]["Definition"];
            /** @description The number itself. */
            number: components["schemas"]["Number"];
            /** @description The operators it is made of. */
            operators: components["schemas"]["BasisOperator"][];
            territory: components["schemas"]["TerritoryRef"];
            tests_from: components["schemas"]["Month"] | null;
            tests_to: components["schemas"]["Month"] | null;
            without_filing: components["schemas"]["SilentOperator"][];
        };
        /** @description A territory's share by operator. */
        CoverageByOperator: components["schemas"]["Envelope"] & {
            /** @description What the numbers mean; the scope of each item stands with it. */
            definition: components["schemas"]["Definition"];
            /** @description Each operator of the registry that is licensed or has filed, then any, all and min2. */
            items: components["schemas"]["OperatorShare"][];
            /** @description The territory. */
            territory: components["schemas"]["TerritoryRef"];
        };
        /** @description Everything beside the items. */
        CoverageHead: components["schemas"]["Envelope"] & {
            /** @description What the numbers mean. */
            definition: components["schemas"]["Definition"];
            /** @description The level of the items. */
            level: components["schemas"]["Level"];
            /** @description The cursor of the next page, if there is one. */
            next: string | null;
            /** @description Present where these are not all items. */
            part?: components["schemas"]["Part"];
            /** @description Items on all pages. */
            total: number;
            within: components["schemas"]["TerritoryCode"] | null;
        };
        /** @description A territory's share over the dates filed. */
        CoverageHistory: components["schemas"]["Envelope"] & {
            /** @description What the last number means; the others differ in their date only. */
            definition: components["schemas"]["Definition"];
            /** @description One item per date filed, ascending. */
            items: components["schemas"]["HistoryItem"][];
            /** @description The territory. */
            territory: components["schemas"]["TerritoryRef"];
        };
        /** @description A territory with its share. */
        CoverageItem: components["schemas"]["TerritoryRef"] & components["schemas"]["Number"] & {
            /** @description `GeoJSON` geometry, where it is asked for. */
            geometry?: components["schemas"]["Geometry"];
        };
        /** @description Shares by code. */
        CoverageValues: components["schemas"]["Envelope"] & {
            /** @description What the numbers mean. */
            definition: components["schemas"]["Definition"];
            /** @description The level of the territories. */
            level: components["schemas"]["Level"];
            /** @description Whether the question has an answer: without that, every share is null. */
            state: components["schemas"]["FigureState"];
            /**
             * @description 0..1 by code, in steps of 0.00001: 0 only where nothing is covered, 1 only where all is. Null where no operator filed,
             *     where a filing is damaged, or where there is no one to cover. The exact numbers are those of `/api/v1/coverage`.
             */
            values: {
                [key: string]: number | null;
            };
            within: components["schemas"]["TerritoryCode"] | null;
        };
        /** @description A filing in force whose rows are damaged. */
        DamagedFiling: {
            /**
             * Format: date
             * @description The date it describes.
             */
            as_of: string;
            filing: components["schemas"]["FilingId"];
            kind: components["schemas"]["FilingKind"];
            operator: components["schemas"]["OperatorId"];
        };
        /** @description A layer that a filing declares, as it was recorded. */
        DeclaredLayer: {
            environment: components["schemas"]["Environment"];
            /**
             * Format: int64
             * @description Cells, or premises.
             */
            extent: number;
            mindown: components["schemas"]["Mbps"];
            minup: components["schemas"]["Mbps"];
            operator: components["schemas"]["OperatorId"];
            technology: components["schemas"]["TechnologyId"];
        };
        /** @description What a number means. */
        Definition: {
            /** Format: date */
            as_of: string;
            census: string;
            /** Format: int32 */
            census_year: number;
            /** @description What is counted below the line. */
            denominator: components["schemas"]["ShareOf"];
            environment: components["schemas"]["Environment"];
            known_at: components["schemas"]["Recorded"];
            mindown: components["schemas"]["Mbps"];
            minup: components["schemas"]["Mbps"];
            /** @description What is counted above the line, in the language asked for. */
            numerator: string;
            /** @description The operators whose filings count. */
            operators: components["schemas"]["OperatorId"][];
            /** @description The operators counted whose filing is damaged; absent where there is none. */
            operators_damaged?: components["schemas"]["OperatorId"][];
            /** @description Operators that are asked for, or licensed, and filed nothing that counts. */
            operators_without_filing: components["schemas"]["OperatorId"][];
            /** @description Which places; absent where none are counted. */
            places?: components["schemas"]["PlaceListOf"];
            scope: components["schemas"]["Scope"];
            /** @description All of it as one sentence. */
            sentence: string;
            surface: components["schemas"]["SurfaceId"];
            technology: components["schemas"]["TechnologyId"];
            tier: components["schemas"]["Tier"];
        };
        /**
         * @description What a share is of.
         * @enum {string}
         */
        Denominator: "population" | "households" | "area";
        /** @description How many base units went up or down; null where it is not known. */
        Directions: {
            /** @description Those with a smaller one. */
            down: number | null;
            /** @description The level of the base units. */
            level: components["schemas"]["Level"];
            /** @description All others. */
            unchanged: number | null;
            /** @description Those with a larger share after than before. */
            up: number | null;
        };
        /** @description The dates, the honesty and the sources of an answer. */
        Envelope: {
            /**
             * Format: date
             * @description The state of the network described: a civil date of the country.
             * @example 2026-06-30
             */
            as_of: string;
            /** @description Lines that must stand beside every product of this data. */
            attribution: string[];
            /** @description Filings in force whose rows are damaged: what they declare is not known, and no number counts it. */
            damaged?: components["schemas"]["DamagedFiling"][];
            /** @description What had been recorded by then: an instant in UTC. */
            known_at: components["schemas"]["Recorded"];
            /** @description Whether any of it is made up for a demonstration. */
            synthetic: boolean;
        };
        /**
         * @description Where the user is.
         * @enum {string}
         */
        Environment: "outdoor" | "vehicle" | "indoor";
        /** @description An environment. */
        EnvironmentItem: {
            id: components["schemas"]["Environment"];
            names: components["schemas"]["Names"];
        };
        /** @description A feature; its properties are flat, its names among them as `name_LANG`. */
        Feature: {
            geometry: components["schemas"]["Geometry"] | null;
            id: string;
            properties: {
                [key: string]: unknown;
            };
            type: components["schemas"]["FeatureType"];
        };
        /**
         * @description Features with a property for each column of the table; what the JSON says beside its items stands beside
         *     `features`.
         */
        FeatureCollection: {
            features: components["schemas"]["Feature"][];
            type: components["schemas"]["CollectionType"];
        } & {
            [key: string]: unknown;
        };
        /** @description What a feature says of itself beside its own properties. */
        FeatureFacts: {
            /**
             * Format: date
             * @description The state of the network described.
             */
            as_of: string;
            /** @description The lines that must stand beside it. */
            attribution: string;
            /** @description What its numbers mean, in a sentence. */
            definition: string;
            /** @description What had been recorded by then. */
            known_at: components["schemas"]["Recorded"];
            /** @description Whether it, or what it was computed from, is made up for a demonstration. */
            synthetic: boolean;
        };
        /**
         * @description What each of them is.
         * @enum {string}
         */
        FeatureType: "Feature";
        /**
         * @description `known`: there is a number, if it is 0; `no_filing`: no operator counted has filed, which is not the same as 0; `damaged`: a filing that counts cannot be read, and nothing is known; `lower_bound`: at least what the other filings cover.
         * @enum {string}
         */
        FigureState: "known" | "no_filing" | "lower_bound" | "damaged";
        /** @description The latest filing of an operator that counts. */
        FiledItem: {
            /**
             * Format: int32
             * @description Days from then to `today`.
             */
            age_days: number;
            /**
             * Format: date
             * @description The date whose network it describes.
             */
            as_of: string;
            operator: components["schemas"]["OperatorId"];
        };
        /** @description A layer that a filing declares. */
        FiledLayerItem: {
            environment: components["schemas"]["Environment"];
            /**
             * Format: int64
             * @description Cells, or premises.
             */
            extent: number;
            /** @description Mbit/s. */
            mindown: components["schemas"]["Mbps"];
            /** @description Mbit/s. */
            minup: components["schemas"]["Mbps"];
            technology: components["schemas"]["TechnologyId"];
        };
        /** @description One filing. */
        Filing: components["schemas"]["FilingItem"] & {
            attribution: string[];
            /** @description What was known of it by then. */
            known_at: components["schemas"]["Recorded"];
            /**
             * @description The filings that were in force for its date, among what it states, until it was recorded: what
             *     `/api/v1/changes?filing=` holds it against. Of its own date, or of one filed before.
             */
            replaces: components["schemas"]["FilingRef"][];
            /** @description All filings of its date that state anything of what it states, itself among them, in the order recorded. */
            versions: components["schemas"]["FilingRef"][];
        };
        /**
         * @description A filing's id; ids sort by when they were recorded.
         * @example 01kb3x1r6y8k3c9d2f4g5h6j7k
         */
        FilingId: string;
        /** @description A filing. */
        FilingItem: {
            /**
             * Format: date
             * @description The date whose network it describes.
             */
            as_of: string;
            /**
             * Format: int64
             * @description Size of the file as it arrived; of a list of premises, for its filer and administrators only.
             */
            bytes: number | null;
            content_hash: components["schemas"]["ContentHash"] | null;
            /** @description Present where its rows are damaged: it stands, and its numbers are not published. */
            damaged?: boolean;
            /** @description What the file was called; for its filer and administrators only. */
            file_name: string | null;
            id: components["schemas"]["FilingId"];
            kind: components["schemas"]["FilingKind"];
            layers: components["schemas"]["FiledLayerItem"][];
            operator: components["schemas"]["OperatorId"];
            /** @description When it was learned. */
            recorded: components["schemas"]["Recorded"];
            /**
             * Format: int64
             * @description Rows or features read.
             */
            rows: number;
            state: components["schemas"]["FilingState"];
            /** @description Whether it is made up for a demonstration. */
            synthetic: boolean;
            withdrawn?: components["schemas"]["FilingWithdrawal"];
        };
        /**
         * @description What a filing holds.
         * @enum {string}
         */
        FilingKind: "mobile-coverage" | "fibre-availability" | "fibre-network";
        /** @description A filing beside another. */
        FilingRef: {
            /**
             * Format: date
             * @description The date whose network it describes.
             */
            as_of: string;
            id: components["schemas"]["FilingId"];
            /** @description When it was learned. */
            recorded: components["schemas"]["Recorded"];
            state: components["schemas"]["FilingState"];
        };
        /** @description Filings, newest first. */
        Filings: components["schemas"]["Envelope"] & {
            items: components["schemas"]["FilingItem"][];
            /** @description The cursor of the next page, if there is one. */
            next: string | null;
            /** @description Present where these are not all items. */
            part?: components["schemas"]["Part"];
            /** @description Items on all pages. */
            total: number;
        };
        /**
         * @description `current`: in force at the latest date; `history`: in force for its date; `superseded` by a later one of the same date; or `withdrawn`.
         * @enum {string}
         */
        FilingState: "current" | "history" | "superseded" | "withdrawn";
        /** @description When, why and by whom a filing was taken back. */
        FilingWithdrawal: {
            at: components["schemas"]["Recorded"];
            /** @description An operator's id, or `admin`. */
            by: string;
            reason: string;
        };
        /** @description One thing a check has to say. */
        Finding: {
            /** @description Name of the column or property. */
            column?: string;
            /** @description What would have been right. */
            expected: string;
            /**
             * Format: double
             * @description Degrees north.
             */
            lat?: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            lon?: number;
            /** @description What is the matter, in a sentence. */
            message: string;
            /** @description Id of the node, span or other object concerned. */
            object?: string;
            /** @description JSON pointer into the document. */
            pointer?: string;
            /** @description What to do about it. */
            remedy: string;
            /**
             * Format: int64
             * @description Line of the text, from 1.
             */
            row?: number;
            /** @description The rule's stable id. */
            rule: string;
            severity: components["schemas"]["Severity"];
            /** @description What stands there, cut to a readable length. */
            value?: string;
        };
        /** @description How many findings its check had. */
        FindingCounts: {
            /** Format: int64 */
            errors: number;
            /** Format: int64 */
            warnings: number;
        };
        /**
         * @description How finely a topology is drawn.
         * @enum {string}
         */
        Fineness: "sketch" | "map";
        /**
         * @description The one media type there is.
         * @enum {string}
         */
        GeoJsonOnly: "geojson";
        /** @description A `GeoJSON` geometry. */
        Geometry: {
            /** @description Longitude and latitude in degrees, nested by type. */
            coordinates: unknown[];
            /** @description `Point`, `LineString`, `Polygon` or `MultiPolygon`. */
            type: string;
        };
        /**
         * @description What a picture is to look like.
         * @enum {string}
         */
        GroundTheme: "light" | "dark";
        /** @description Pictures of the ground, as `TileJSON` 3.0.0 with members of our own. */
        GroundTileJson: components["schemas"]["TileJsonHead"] & {
            /** @description Names the pack the pictures are drawn from: those of another one are others. */
            pack: string;
            /** @description Always false: outlines are real, of no filing and no date. */
            synthetic: boolean;
        };
        /**
         * @description Each month for itself.
         * @enum {string}
         */
        Grouping: "month";
        /** @description A share at one date. */
        HistoryItem: components["schemas"]["Number"] & {
            /**
             * Format: date
             * @description The date of the network described.
             */
            as_of: string;
        };
        /** @description A hit of a search. */
        Hit: {
            bbox?: [
                number,
                number,
                number,
                number
            ];
            code?: components["schemas"]["TerritoryCode"];
            /** @description The base unit it lies in, whatever the country calls it. */
            commune?: components["schemas"]["TerritoryRef"];
            /** Format: double */
            lat: number;
            level?: components["schemas"]["Level"];
            /** Format: double */
            lon: number;
            names: components["schemas"]["Names"];
            /** @description What contains that, below the whole country. */
            province?: components["schemas"]["TerritoryRef"];
            type: components["schemas"]["HitType"];
        };
        /**
         * @description What was found.
         * @enum {string}
         */
        HitType: "territory" | "locality" | "coordinates";
        /**
         * @description A media type; without it, `Accept` decides.
         * @enum {string}
         */
        JsonCsvOrGeoJson: "json" | "csv" | "geojson";
        /**
         * @description The one media type there is.
         * @enum {string}
         */
        JsonOnly: "json";
        /**
         * @description A media type; without it, `Accept` decides.
         * @enum {string}
         */
        JsonOrCsv: "json" | "csv";
        /** @description A declared layer, and what it holds. */
        LayerSummary: {
            /**
             * Format: int64
             * @description Cells covered.
             */
            cells?: number;
            environment: components["schemas"]["Environment"];
            mindown: components["schemas"]["Mbps"];
            minup: components["schemas"]["Mbps"];
            /**
             * Format: int64
             * @description Premises listed.
             */
            premises?: number;
            technology: components["schemas"]["TechnologyId"];
            /**
             * Format: int64
             * @description Homes and businesses behind them.
             */
            units?: number;
        };
        /**
         * @description The level of a territory: the id of one of the levels that `/api/v1/country` lists.
         * @example region
         */
        Level: string;
        /** @description A level of the tree. */
        LevelItem: {
            /** @description Its word in `/api/v1/boundaries/{level}`; null of the whole, which is not drawn. */
            boundaries: string | null;
            count: number;
            id: components["schemas"]["Level"];
            names: components["schemas"]["Names"];
            parent: components["schemas"]["Level"] | null;
            plural: components["schemas"]["Names"];
            role: components["schemas"]["LevelRole"];
        };
        /**
         * @description What a level is for: the `whole` country; a `container` of base units; the `base_unit`, the smallest that covers the whole country, called `commune` in the names of fields and columns; `groups` of `parts` of some base units.
         * @enum {string}
         */
        LevelRole: "whole" | "container" | "base_unit" | "groups" | "parts";
        /** @description How much may be done. */
        LimitsItem: {
            /**
             * Format: int64
             * @description Largest file of a check, in bytes.
             */
            check_bytes: number;
            /**
             * Format: int64
             * @description Largest file of a filing, in bytes.
             */
            filing_bytes: number;
            /** Format: int32 */
            filings_per_minute: number;
            /** Format: int32 */
            requests_per_minute: number;
            /** Format: int32 */
            uploads_at_once: number;
        };
        /**
         * @description What tiles there are of localities, as `TileJSON` 3.0.0 with members of our own: points with `name`, `name_LANG` of
         *     each language that they have one in, and `size`, from 5 of the largest cities to 1.
         */
        LocalityTileJson: components["schemas"]["TileJsonHead"] & {
            /** @description Names the pack the tiles are made from: tiles of another one are other tiles. */
            pack: string;
            /** @description Always false: places are real, of no filing and no date. */
            synthetic: boolean;
        };
        /**
         * @description Mbit/s.
         * @example 35
         */
        Mbps: number;
        /** @description What the numbers mean. */
        MeasuredDefinition: {
            /**
             * Format: date
             * @description The state of the network that is claimed.
             */
            as_of: string;
            /**
             * Format: int64
             * @description Tests below which nothing is said, and there is no verdict.
             * @example 30
             */
            enough: number;
            /**
             * Format: int64
             * @description Distinct H3 resolution-8 cells below which there is no verdict.
             * @example 10
             */
            enough_cells: number;
            /**
             * Format: int64
             * @description Distinct civil days below which there is no verdict.
             * @example 5
             */
            enough_days: number;
            from: components["schemas"]["Month"] | null;
            /** @description What had been recorded by then. */
            known_at: components["schemas"]["Recorded"];
            /** @description Whose tests, of when, how many, what they are not, and what a verdict compares. */
            sentence: string;
            to: components["schemas"]["Month"] | null;
        };
        /** @description Everything beside the items. */
        MeasuredHead: components["schemas"]["Envelope"] & {
            /** @description Of the months asked for, and of what contains or is contained in `within`; they know no operators. */
            aggregates: components["schemas"]["Aggregate"][];
            definition: components["schemas"]["MeasuredDefinition"];
            /** @description The level of the items. */
            level: components["schemas"]["Level"];
            /** @description The cursor of the next page, if there is one. */
            next: string | null;
            /** @description Present where these are not all items. */
            part?: components["schemas"]["Part"];
            /** @description Every source there is. */
            sources: components["schemas"]["MeasurementSource"][];
            /** @description Items on all pages. */
            total: number;
            within: components["schemas"]["TerritoryCode"] | null;
        };
        /** @description What the tests of one source say of one operator's technology in one territory. */
        MeasuredItem: components["schemas"]["TerritoryRef"] & {
            download: components["schemas"]["Spread"] | null;
            /** @description First month. */
            from: components["schemas"]["Month"];
            /** @description `GeoJSON` geometry, where it is asked for. */
            geometry?: components["schemas"]["Geometry"];
            latency: components["schemas"]["Spread"] | null;
            loss: components["schemas"]["Spread"] | null;
            operator: components["schemas"]["OperatorId"];
            /** @description Whose tests; sources are never added together. */
            source: components["schemas"]["SourceId"];
            state: components["schemas"]["MeasuredState"];
            /** @description Whether the tests are made up. */
            synthetic: boolean;
            technology: components["schemas"]["TechnologyId"];
            /**
             * Format: int64
             * @description Tests, whatever they measured; null where `damaged`.
             */
            tests: number | null;
            /** @description The technology's tiers, lowest first. */
            tiers: components["schemas"]["TierMet"][];
            /** @description Last month. */
            to: components["schemas"]["Month"];
            upload: components["schemas"]["Spread"] | null;
        };
        /**
         * @description `insufficient` below 30 tests: then nothing else is said; `damaged` where a month of the source cannot be read: then nothing is known of all months together.
         * @enum {string}
         */
        MeasuredState: "measured" | "insufficient" | "damaged";
        /** @description A batch as it is listed. */
        MeasurementBatch: {
            /** @description What the sender calls it. */
            batch: string;
            /**
             * Format: int64
             * @description Its number, by which it can be withdrawn.
             */
            id: number;
            /**
             * Format: int64
             * @description Tests that were kept.
             */
            kept: number | null;
            /** @description Why it was withdrawn. */
            reason: string | null;
            /** @description When it was recorded. */
            recorded: components["schemas"]["Recorded"];
            /**
             * Format: int64
             * @description Rows that were refused.
             */
            refused: number | null;
            /**
             * Format: int64
             * @description Rows that it had, those refused included.
             */
            rows: number;
            /** @description Whose tests; null of batches from before sources were kept with them. */
            source: string | null;
            /** @description Who brought it: `token:ID`, `machine:USER` and so on. */
            who: string | null;
            withdrawn: components["schemas"]["Recorded"] | null;
        };
        /** @description Batches, newest first. */
        MeasurementBatches: {
            /** @description The batches. */
            items: components["schemas"]["MeasurementBatch"][];
            /**
             * Format: int64
             * @description The `before` of the next page, if there is one.
             */
            next: number | null;
        };
        /** @description A batch of tests. Its name and source may stand in the address instead. */
        MeasurementBatchToSend: {
            /** @description 1 to 64 letters, digits, dots, hyphens or underscores, new for every batch. */
            batch?: string;
            /** @description 20,000 at most. */
            measurements: components["schemas"]["Test"][];
            /** @description Whose tests. */
            source?: components["schemas"]["SourceId"];
        };
        /** @description What became of a batch. */
        MeasurementReceipt: {
            /**
             * Format: int64
             * @description Tests that are kept now and were not before.
             */
            accepted: number;
            /** @description What the sender calls the batch. */
            batch: string;
            /**
             * Format: int64
             * @description Tests that were kept before, or stand twice in the batch.
             */
            duplicates: number;
            /** @description Its number here, by which it can be withdrawn; absent from receipts of before batches had one. */
            ids?: number[] | null;
            /** @description The first hundred refused rows: row, rule, expected. */
            refused: components["schemas"]["RefusedRow"][];
            /** @description How many were refused, by rule. */
            refused_counts: {
                [key: string]: number;
            };
        };
        /** @description Measurements beside claims. */
        Measurements: components["schemas"]["MeasuredHead"] & {
            /** @description By territory, operator, technology, source and month. */
            items: components["schemas"]["MeasuredItem"][];
        };
        /** @description What is known of one source of single tests, over all months. */
        MeasurementSource: {
            /**
             * @description Months whose tests are not counted: damaged ones, and, at a `known_at` between two batches, those that a
             *     program before row format 2 merged from both; absent where there is none.
             */
            damaged?: components["schemas"]["Month"][];
            id: components["schemas"]["SourceId"];
            /**
             * Format: date-time
             * @description The latest test.
             */
            last_at: string | null;
            /** @description Whether it takes no more. */
            retired: boolean;
            synthetic: boolean;
            /** Format: int64 */
            tests: number;
        };
        /**
         * @description What tiles there are of tests, as `TileJSON` 3.0.0 with members of our own.
         *
         *     One layer, `measurements`: H3 cells of resolution 8, one feature for each operator and source. `tests` is told in
         *     whole tens; `download_mbps`, `upload_mbps` and `latency_ms` are medians to two digits, and `met` the share of tests
         *     of both directions that met the tier: each absent where too few tests measured it, and `met` for a tier that is none
         *     of the pack's. A property named after the base
         *     unit's level is the code of the one that the cell's middle lies in.
         */
        MeasurementTileJson: components["schemas"]["TileJsonHead"] & {
            /**
             * Format: date
             * @example 2026-06-30
             */
            as_of: string;
            /** @description Devices that they must be made with, where tests tell theirs. */
            enough_devices: number;
            /**
             * Format: int64
             * @description Tests that a cell, an operator and a source must have to be shown: in each of the parts of a year that are told.
             */
            enough_tests: number;
            from: components["schemas"]["Month"] | null;
            /** @description Names the tests that count: tiles of others are other tiles. */
            holdings: string;
            known_at: components["schemas"]["Recorded"];
            sources: components["schemas"]["MeasurementSource"][];
            /** @description Whether any of it is made up for a demonstration. */
            synthetic: boolean;
            to: components["schemas"]["Month"] | null;
        };
        /** @description Measurements that were taken back. */
        MeasurementWithdrawal: {
            /** @description When. */
            at: components["schemas"]["Recorded"];
            /**
             * Format: int64
             * @description Batches that counted until then.
             */
            batches: number;
            /**
             * Format: int64
             * @description Tests that came with them; those of before rows said their batch are not among these.
             */
            tests: number;
        };
        /** @description What is taken back, and why. */
        MeasurementWithdrawalRequest: {
            /**
             * Format: int64
             * @description A batch, by its number.
             */
            batch: number | null;
            /**
             * @description 3 to 2000 characters.
             * @example the antenna was not connected
             */
            reason: string;
            /** @description Everything of a source until now. */
            source: string | null;
            /** @description Everything a token sent until now, by its id. */
            token: string | null;
        };
        /**
         * @description What a test measures: Mbit/s, milliseconds, or a share 0..1.
         * @enum {string}
         */
        Metric: "download" | "upload" | "latency" | "loss";
        /**
         * @description A month.
         * @example 2026-06
         */
        Month: string;
        /**
         * @description Which cells of a change: those gained, or those lost.
         * @enum {string}
         */
        Movement: "gained" | "lost";
        /** @description Names by language. */
        Names: {
            [key: string]: string;
        };
        /** @description A fibre network in force. */
        NetworkItem: {
            /**
             * Format: date
             * @description The date that filing describes.
             */
            as_of: string;
            /**
             * Format: int64
             * @description Connected parts that its spans make.
             */
            components: number;
            /** @description The filing that states it. */
            filing: components["schemas"]["FilingId"];
            findings: components["schemas"]["FindingCounts"];
            /** @description Its id as filed. */
            id: string;
            name: string | null;
            nodes: number;
            operator: components["schemas"]["OperatorId"];
            /** @description The part of it outside the country. */
            outside_km: components["schemas"]["RouteKm"];
            /** @description Everywhere. */
            route_km: components["schemas"]["RouteKm"];
            spans: number;
            /** @description The version of the Open Fibre Data Standard it follows. */
            version: string;
        };
        /** @description The fibre networks in force. */
        Networks: components["schemas"]["Envelope"] & {
            definition: components["schemas"]["RouteDefinition"];
            items: components["schemas"]["NetworkItem"][];
        };
        /** @description A part of a fibre network, and what it holds. */
        NetworkSummary: {
            /**
             * Format: int64
             * @description Connected parts that its spans make.
             */
            components: number;
            id: string;
            name: string | null;
            /** Format: int64 */
            nodes: number;
            /**
             * Format: double
             * @description Length of all its routes in kilometres, whatever their status.
             */
            route_km: number;
            /** Format: int64 */
            spans: number;
            /** @description The version of the standard it names. */
            version: string;
        };
        /** @description What tiles there are of networks, as `TileJSON` 3.0.0 with members of our own: layers `spans` and `nodes`. */
        NetworkTileJson: components["schemas"]["TileJsonHead"] & {
            /**
             * Format: date
             * @example 2026-06-30
             */
            as_of: string;
            /** @description Filings in force whose rows are damaged: no square shows them. */
            damaged?: components["schemas"]["DamagedFiling"][];
            /** @description Names the filings in force: tiles of others are other tiles. */
            holdings: string;
            known_at: components["schemas"]["Recorded"];
            /** @description Operators whose networks are shown. */
            operators: components["schemas"]["OperatorId"][];
            /** @description Whether any of it is made up for a demonstration. */
            synthetic: boolean;
        };
        /** @description A node. */
        NodeFeature: {
            geometry: components["schemas"]["Geometry"] | null;
            /** @description Its id as filed. */
            id: string;
            properties: components["schemas"]["NodeOfFeature"];
            type: components["schemas"]["FeatureType"];
        };
        /** @description What is filed, what the feature says of itself, and its names as `name_LANG`. */
        NodeOfFeature: components["schemas"]["NodeProperties"] & components["schemas"]["FeatureFacts"] & {
            [key: string]: unknown;
        };
        /** @description A node's properties. */
        NodeProperties: {
            access_point: boolean | null;
            name: string | null;
            network: string;
            operator: components["schemas"]["OperatorId"];
            phase: string | null;
            standing: components["schemas"]["RoutePhase"];
            status: components["schemas"]["RouteStatus"] | null;
            type: string[];
        };
        /** @description A page of nodes. */
        Nodes: components["schemas"]["Envelope"] & {
            features: components["schemas"]["NodeFeature"][];
            /** @description The cursor of the next page, if there is one. */
            next: string | null;
            /** @description Present where these are not all items. */
            part?: components["schemas"]["Part"];
            /** @description Features on all pages. */
            total: number;
            type: components["schemas"]["CollectionType"];
        };
        /** @description A share and what it was made of. */
        Number: {
            /** @description Present where the share was cut off at 1. */
            capped?: boolean;
            /**
             * Format: double
             * @description People, households, km² or places covered; for fixed technologies, dwellings passed. Null where `damaged`.
             */
            covered: number | null;
            /** @description Present where operators' dwellings were combined by an estimate. */
            estimate?: boolean;
            /**
             * Format: double
             * @description Fixed technologies: dwellings passed per household, which may exceed 1.
             */
            ratio?: number;
            /**
             * Format: double
             * @description 0..1; null where no operator filed, where a filing is damaged, or where there is no one to cover.
             * @example 0.814
             */
            share: number | null;
            state: components["schemas"]["FigureState"];
            /**
             * Format: double
             * @description All people, households, km² or places.
             */
            total: number;
        };
        /**
         * @description An operator's id.
         * @example iam
         */
        OperatorId: string;
        /** @description An operator of the registry. */
        OperatorItem: {
            colour?: string;
            /** @description Whether it has a filing in force. */
            filed: boolean;
            id: components["schemas"]["OperatorId"];
            names: components["schemas"]["Names"];
            /** @description Whether it is made up for a demonstration. */
            synthetic: boolean;
            /** @description Technologies it is licensed for at the date described, or has filed. */
            technologies: components["schemas"]["TechnologyId"][];
        };
        /** @description The operator that a token acts for. */
        OperatorRef: {
            id: components["schemas"]["OperatorId"];
            names: components["schemas"]["Names"];
        };
        /** @description A share of one scope. */
        OperatorShare: components["schemas"]["Number"] & {
            names: components["schemas"]["Names"] | null;
            /** @description `op:ID`, `any`, `all` or `min2`. */
            scope: components["schemas"]["Scope"];
        };
        /**
         * @description How much of outlines is sent.
         * @enum {string}
         */
        OutlineDetail: "none" | "simplified" | "full";
        /** @description Which part of a list an answer is: present where it is not the whole. */
        Part: {
            /**
             * @description The number of its first item, from 1.
             * @example 1
             */
            from: number;
            /** @description The address of the next page; null on the last one. */
            next: string | null;
            /**
             * @description Items on all pages.
             * @example 6167
             */
            of: number;
            /**
             * @description The number of its last item.
             * @example 2000
             */
            to: number;
        };
        /** @description A promise: one target, or several that are its stages. */
        PathItem: {
            /** @description The stage to work for on `today`: the next one due, or the last. Its progress is the promise's. */
            current: components["schemas"]["TargetId"];
            /**
             * @description The path's id; of a promise of one stage, the target's.
             * @example 5g-population-licence
             */
            id: string;
            /** @description By scope, in the order of the current stage's progress. */
            lines: components["schemas"]["PathLine"][];
            names: components["schemas"]["Names"];
            /** @description In the order they are due. */
            stages: components["schemas"]["StageItem"][];
            /** @description `met`, `on_track`, `late` or `not_computable`: that of the current stage. */
            status: components["schemas"]["TargetStatus"];
            /** @description Whether every stage was replaced: it is kept for the record. */
            superseded: boolean;
            /** @description Who promised it, or is bound by it. */
            who: string;
        };
        /** @description The line one scope of a promise is held against. */
        PathLine: {
            /** @description The corners of the line, from the announcement through every stage; straight between them. */
            line: components["schemas"]["CornerItem"][];
            /** @description `any`, `all`, `min2`, or `op:ID` where each operator is bound. */
            scope: components["schemas"]["Scope"];
            /** @description `met`, `on_track`, `late` or `not_computable`: at the current stage. */
            status: components["schemas"]["TargetStatus"];
        };
        /** @description A place. */
        Place: {
            /** @description The code of the commune it lies in. */
            commune: components["schemas"]["TerritoryCode"];
            /** @description Present where a technology is asked for: whether the place is covered; null where that is not known. */
            covered?: boolean | null;
            /** @description Its id in its list. */
            id: string;
            /**
             * Format: double
             * @description Degrees north.
             */
            lat: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            lon: number;
            /** @description Its name; null where the list has none. */
            name: string | null;
        };
        /** @description A place and what is claimed of it. */
        PlaceClaims: components["schemas"]["Envelope"] & {
            /**
             * @description The H3 resolution-9 cell the place lies in.
             * @example 89392d6e2a3ffff
             */
            cell: string;
            claims: components["schemas"]["Claim"][];
            /** @description What a claim and its verdict mean here. */
            definition: string;
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
            /**
             * @description What was measured in the commune in the twelve months to the last one measured, by operator,
             *     technology and source.
             */
            measurements: components["schemas"]["MeasuredItem"][];
            /** @description That cell's corners, counterclockwise, the first once more at the end: degrees east and north. */
            outline: number[][];
            /** @description Whether the place lies outside the country. */
            outside: boolean;
            /** @description What contains the place, from the country down. */
            territory: components["schemas"]["TerritoryRef"][];
        };
        /** @description What is said of a list of places. */
        PlaceList: {
            /**
             * Format: date
             * @description The date whose places it lists.
             */
            as_of: string;
            /** @description Present where its places cannot be read: then nothing is counted of it. */
            damaged?: boolean;
            id: components["schemas"]["PlaceListId"];
            /** @description Under which licence. */
            licence: string;
            /** @description What its places are called together. */
            names: components["schemas"]["Names"];
            /**
             * Format: int64
             * @description How many places it has.
             */
            places: number;
            /** @description When it was imported here. */
            recorded: components["schemas"]["Recorded"];
            /** @description Who publishes it. */
            source: string;
            /** @description Whether it is made up. */
            synthetic: boolean;
        };
        /**
         * @description The id of a list of places.
         * @example schools
         */
        PlaceListId: string;
        /** @description Which places a share is of. */
        PlaceListOf: {
            /**
             * Format: date
             * @description The date whose places it lists.
             */
            as_of: string;
            licence: string;
            list: components["schemas"]["PlaceListId"];
            /** @description What its places are called together. */
            names: components["schemas"]["Names"];
            /** @description When it was imported here. */
            recorded: components["schemas"]["Recorded"];
            /** @description Who publishes it. */
            source: string;
            /** @description Whether it is made up. */
            synthetic: boolean;
        };
        /** @description The lists of places there are. */
        PlaceLists: components["schemas"]["Envelope"] & {
            /** @description What a list is. */
            definition: string;
            /** @description In order of their ids. */
            items: components["schemas"]["PlaceList"][];
        };
        /** @description Places of a list. */
        Places: components["schemas"]["PlacesHead"] & {
            /** @description In order of communes and ids. */
            items: components["schemas"]["Place"][];
        };
        /** @description Everything beside the places. */
        PlacesHead: components["schemas"]["Envelope"] & {
            /** @description What a place is and, where a technology is asked for, what covered means. */
            definition: string;
            list: components["schemas"]["PlaceList"];
            /** @description The cursor of the next page, if there is one. */
            next: string | null;
            /** @description Present where these are not all items. */
            part?: components["schemas"]["Part"];
            /** @description Whether coverage is known, where a technology is asked for. */
            state?: components["schemas"]["FigureState"];
            /** @description Items on all pages. */
            total: number;
            within: components["schemas"]["TerritoryCode"] | null;
        };
        /** @description What became of a list that was imported. */
        PlacesReceipt: {
            list: components["schemas"]["PlaceListId"];
            /**
             * Format: int64
             * @description How many places it has.
             */
            places: number;
            recorded: components["schemas"]["Recorded"];
            report: components["schemas"]["Report"];
            state: components["schemas"]["ReceiptState"];
            /** @description Whether it is made up. */
            synthetic: boolean;
        };
        /** @description A list that was removed. */
        PlacesRemoved: {
            list: components["schemas"]["PlaceListId"];
            reason: string;
            /** @description From when on there is none. */
            removed: components["schemas"]["Recorded"];
        };
        /** @description The body of every error answer. */
        Problem: {
            /** @description Stable, for programs. */
            code: components["schemas"]["ProblemCode"];
            /** @description What is wrong and what was expected, for people. */
            detail: string;
            /**
             * @description Single faults, where there are several: findings of a file, refused rows of a batch, parameters (`code`,
             *     `parameter`, `value`, `expected`, `detail`, `remedy`).
             */
            errors?: Record<string, never>[];
            /** @description The parameter at fault. */
            parameter?: string;
            /** @description How many rows of a batch were refused, by rule. */
            refused_counts?: {
                [key: string]: number;
            };
            /**
             * Format: int32
             * @description The HTTP status.
             * @example 400
             */
            status: number;
            /**
             * @description The status in words.
             * @example Bad Request
             */
            title: string;
            /**
             * @description Always `about:blank`: `code` says which problem it is.
             * @example about:blank
             */
            type: string;
        };
        /**
         * @description Which problem it is: stable, for programs.
         * @enum {string}
         */
        ProblemCode: "unknown-parameter" | "repeated-parameter" | "missing-parameter" | "bad-parameter" | "bad-query" | "bad-body" | "bad-form" | "bad-batch" | "bad-media-type" | "content-encoding" | "broken-upload" | "address-too-long" | "headers-too-large" | "not-found" | "method-not-allowed" | "not-acceptable" | "unauthorized" | "token-expired" | "token-revoked" | "wrong-role" | "other-operator" | "source-not-of-token" | "batch-not-of-token" | "source-retired" | "too-large" | "too-many-rows" | "refused" | "all-rows-refused" | "already-withdrawn" | "nothing-to-withdraw" | "batch-too-old" | "submission-under-way" | "timeout" | "too-many-requests" | "busy" | "month-damaged" | "places-damaged" | "clock" | "internal";
        /** @description How far one scope of a target is. */
        ProgressItem: {
            /**
             * Format: double
             * @description People or households it is.
             */
            amount: number | null;
            /**
             * Format: double
             * @description The share expected on `filing_as_of`.
             */
            expected_at_filing_share: number | null;
            /**
             * Format: double
             * @description The share expected on `as_of`: the straight line from `start_share`, or 0, to the goal, through the
             *     stages of its path.
             */
            expected_share: number | null;
            /**
             * Format: double
             * @description The share expected on `today`: the status is by this one.
             */
            expected_today_share: number | null;
            /**
             * Format: int32
             * @description Days from that date to `today`.
             */
            filing_age_days: number | null;
            /**
             * Format: date
             * @description The date of the latest filing that counts; null where there is none.
             */
            filing_as_of: string | null;
            /** @description The latest filing of each operator that counts. */
            filings: components["schemas"]["FiledItem"][];
            /**
             * Format: double
             * @description People or households missing to the goal; 0 once it is reached.
             */
            gap_amount: number | null;
            /**
             * Format: double
             * @description What is missing to the goal; 0 once it is reached.
             */
            gap_share: number | null;
            names: components["schemas"]["Names"] | null;
            /** @description Why it is not computable. */
            reason: string | null;
            /** @description `any`, `all`, `min2`, or `op:ID` where each operator is bound. */
            scope: components["schemas"]["Scope"];
            /**
             * Format: double
             * @description The share 0..1 reached; null where no operator counted has filed.
             */
            share: number | null;
            /**
             * Format: double
             * @description The share when the target was announced; null where no operator counted had filed by then.
             */
            start_share: number | null;
            /** @description `met`, `on_track`, `late` or `not_computable`, on `today`. */
            status: components["schemas"]["TargetStatus"];
        };
        /** @description What a filing was recorded as. */
        Receipt: {
            /** Format: date */
            as_of: string;
            /** @description Of the file as it arrived. */
            content_hash: components["schemas"]["ContentHash"];
            id: components["schemas"]["FilingId"];
            kind: components["schemas"]["FilingKind"];
            layers: components["schemas"]["DeclaredLayer"][];
            operator: components["schemas"]["OperatorId"];
            recorded: components["schemas"]["Recorded"];
            report: components["schemas"]["Report"];
            state: components["schemas"]["ReceiptState"];
        };
        /**
         * @description `unchanged` where a file repeats the filing in force, whose receipt is sent again.
         * @enum {string}
         */
        ReceiptState: "accepted" | "unchanged";
        /**
         * Format: date-time
         * @description An instant in UTC.
         * @example 2026-11-23T20:15:00Z
         */
        Recorded: string;
        /** @description The reference system a file was read in. */
        ReferenceSummary: {
            /** @description As `EPSG:26191`. */
            code: string;
            /** @description Whether the sender chose it; else the file names it. */
            is_chosen: boolean;
        };
        /** @description A row of a batch that was refused. */
        RefusedRow: {
            /** @description What would have been right. */
            expected: string;
            /**
             * Format: int64
             * @description Which row, from 1.
             */
            row: number;
            rule: string;
        };
        /** @description The outcome of a check. */
        Report: {
            /** @description Whether the filing may stand. */
            accepted: boolean;
            /** Format: date */
            as_of: string | null;
            /**
             * Format: int64
             * @description Size of the file; null of a list of premises, but for its filer and administrators.
             */
            bytes: number | null;
            /** @description The reference system its coordinates were brought from; absent where they are degrees on WGS 84. */
            crs?: components["schemas"]["ReferenceSummary"];
            /** @description Where coordinates are no degrees and no system is named: those in which they lie in the country. */
            crs_guesses?: string[];
            /**
             * Format: int64
             * @description How many errors, kept or not.
             */
            errors: number;
            /** @description The file's name; absent for all but its filer and administrators. */
            file?: string | null;
            /** @description Every rule met, with how often. */
            finding_counts: components["schemas"]["RuleCount"][];
            /**
             * @description Single findings up to a bound, errors first. They quote the file: for its filer and administrators only,
             *     else empty.
             */
            findings: components["schemas"]["Finding"][];
            /** @description `csv`, `geojson` or `ofds`; null where it is none of them. */
            format: string | null;
            kind: components["schemas"]["FilingKind"] | null;
            /** @description The layers the file declares, with what each holds. */
            layers: components["schemas"]["LayerSummary"][];
            /** @description The parts of a fibre network; absent of other kinds. */
            networks?: components["schemas"]["NetworkSummary"][];
            operator: components["schemas"]["OperatorId"] | null;
            /** @description `none`, `gzip`, `zstd` or `zip`; null where it cannot be told. */
            packaging: string | null;
            /** Format: int64 */
            repairs: number;
            /**
             * Format: int64
             * @description Rows, or features, read.
             */
            rows: number;
            /** @description Whether reading stopped before the end. */
            stopped_early: boolean;
            /** @description One line for people. */
            summary: string;
            /** Format: int64 */
            warnings: number;
            /** @description Members that only the filer and administrators are told; absent from a whole report. */
            withheld?: string[];
        };
        /**
         * @description What a token is for.
         * @enum {string}
         */
        Role: "operator" | "probe" | "planner" | "admin";
        /** @description What kilometres of route mean. */
        RouteDefinition: {
            /** Format: date */
            as_of: string;
            known_at: components["schemas"]["Recorded"];
            /** @description What is counted. */
            numerator: string;
            /** @description Statuses that count as operational. */
            operational: string[];
            /** @description The operators whose networks count. */
            operators: components["schemas"]["OperatorId"][];
            /** @description Operators whose network is damaged and not counted; absent where there is none. */
            operators_damaged?: components["schemas"]["OperatorId"][];
            /** @description Operators that filed no network. */
            operators_without_filing: components["schemas"]["OperatorId"][];
            /** @description Statuses that count as planned; `decommissioned` counts as neither. */
            planned: string[];
            /** @description All of it as one sentence. */
            sentence: string;
        };
        /** @description Kilometres of fibre route. */
        RouteKm: {
            /**
             * Format: double
             * @description In use.
             */
            operational: number;
            /**
             * Format: double
             * @description To come.
             */
            planned: number;
        };
        /** @description Kilometres of route by territory. */
        RouteKmByTerritory: components["schemas"]["Envelope"] & {
            definition: components["schemas"]["RouteDefinition"];
            items: components["schemas"]["RouteKmItem"][];
            /** @description The level of the items. */
            level: components["schemas"]["Level"];
            /** @description What counts and lies outside the country: with the country's own it makes up the whole. */
            outside_km: components["schemas"]["RouteKm"];
            within: components["schemas"]["TerritoryCode"] | null;
        };
        /** @description A territory with its kilometres of route. */
        RouteKmItem: components["schemas"]["TerritoryRef"] & {
            /**
             * Format: double
             * @description In use; null where no operator counted has filed a network, which is not the same as 0, and where all that
             *     was filed is damaged.
             */
            operational_km: number | null;
            /**
             * Format: double
             * @description To come; null as above.
             */
            planned_km: number | null;
            /** @description `lower_bound` where a network is damaged and not in the sum. */
            state: components["schemas"]["FigureState"];
        };
        /**
         * @description Whether a route is in use or to come.
         * @enum {string}
         */
        RoutePhase: "operational" | "planned";
        /**
         * @description A route's status, in the words of the Open Fibre Data Standard.
         * @enum {string}
         */
        RouteStatus: "proposed" | "planned" | "underConstruction" | "inactive" | "operational" | "decommissioned";
        /** @description How often a rule was met. */
        RuleCount: {
            /** Format: int64 */
            count: number;
            /**
             * @description The rule's stable id.
             * @example geojson.ring.unclosed
             */
            rule: string;
            severity: components["schemas"]["Severity"];
        };
        /** @description A schema's address. */
        SchemaItem: {
            href: string;
            media_type: string;
            name: string;
            title: string;
        };
        /** @description The schemas there are. */
        Schemas: {
            items: components["schemas"]["SchemaItem"][];
        };
        /**
         * @description Whose coverage counts: `any` operator's, `all` licensed operators', that of two at least (`min2`), or one operator's (`op:ID`).
         * @example any
         */
        Scope: string;
        /** @description Hits, best first. */
        SearchHits: components["schemas"]["Envelope"] & {
            items: components["schemas"]["Hit"][];
        };
        /** @description Who calls, and what they may do. */
        Session: {
            limits: components["schemas"]["LimitsItem"];
            operator: components["schemas"]["OperatorRef"] | null;
            /** @description Whether what is published is made up for a demonstration. */
            synthetic: boolean;
            /**
             * Format: date
             * @description Today where the country is: the latest date that can be filed for.
             */
            today: string;
            token: components["schemas"]["TokenItem"];
        };
        /**
         * @description How much a finding weighs; with an error, a filing is refused.
         * @enum {string}
         */
        Severity: "error" | "warning" | "repair" | "info";
        /**
         * @description What a share is a share of: `population`, `households`, `area`, or the places of a list (`places:LIST`).
         * @example population
         */
        ShareOf: string;
        /** @description An operator that is asked for, or licensed, and filed nothing that counts. */
        SilentOperator: {
            names: components["schemas"]["Names"];
            operator: components["schemas"]["OperatorId"];
        };
        /**
         * @description Whose measurements they are.
         * @example demo-drive
         */
        SourceId: string;
        /** @description A span. */
        SpanFeature: {
            geometry: components["schemas"]["Geometry"] | null;
            /** @description Its id as filed. */
            id: string;
            properties: components["schemas"]["SpanOfFeature"];
            type: components["schemas"]["FeatureType"];
        };
        /** @description What is filed, what the feature says of itself, and its names as `name_LANG`. */
        SpanOfFeature: components["schemas"]["SpanProperties"] & components["schemas"]["FeatureFacts"] & {
            [key: string]: unknown;
        };
        /** @description A span's properties. */
        SpanProperties: {
            /** Format: double */
            capacity: number | null;
            deployment: string[];
            end: string | null;
            /** Format: int64 */
            fibre_count: number | null;
            /** Format: double */
            length_km: number;
            name: string | null;
            network: string;
            operator: components["schemas"]["OperatorId"];
            phase: string | null;
            /** Format: date */
            ready_for_service_date: string | null;
            standing: components["schemas"]["RoutePhase"];
            start: string | null;
            status: components["schemas"]["RouteStatus"] | null;
            transmission_medium: string[];
        };
        /** @description A page of spans. */
        Spans: components["schemas"]["Envelope"] & {
            features: components["schemas"]["SpanFeature"][];
            /** @description The cursor of the next page, if there is one. */
            next: string | null;
            /** @description Present where these are not all items. */
            part?: components["schemas"]["Part"];
            /** @description Features on all pages. */
            total: number;
            type: components["schemas"]["CollectionType"];
        };
        /** @description How the values of one metric are spread: Mbit/s, milliseconds, or a share 0..1. */
        Spread: {
            /** Format: double */
            mean: number;
            /**
             * Format: int64
             * @description Tests that measured it.
             */
            n: number;
            /** Format: double */
            p5: number;
            /**
             * Format: double
             * @description The median.
             */
            p50: number;
            /**
             * Format: double
             * @description Upper end of the median's 95 % interval.
             */
            p50_high: number;
            /**
             * Format: double
             * @description Lower end of the median's 95 % interval.
             */
            p50_low: number;
            /** Format: double */
            p95: number;
        };
        /** @description One stage of a promise. */
        StageItem: {
            /** Format: date */
            announced: string;
            /**
             * Format: date
             * @description When it is due.
             */
            date: string;
            /**
             * Format: double
             * @description The goal in people or households.
             */
            goal_amount: number | null;
            /**
             * Format: double
             * @description The goal as a share 0..1 of all people or households.
             */
            goal_share: number | null;
            /** @description Whether it is the stage to work for on `today`: the next one due, or the last. */
            is_current: boolean;
            names: components["schemas"]["Names"];
            /** @description `met`, `on_track`, `late` or `not_computable`. */
            status: components["schemas"]["TargetStatus"];
            /** @description Which target it is. */
            target: components["schemas"]["TargetId"];
        };
        /** @description How far a submission is. */
        Submission: {
            /**
             * Format: int64
             * @description Bytes of the file, as far as is known.
             */
            bytes: number;
            filing: components["schemas"]["FilingId"] | null;
            problem: components["schemas"]["Problem"] | null;
            /**
             * Format: int64
             * @description Bytes received, then bytes checked.
             */
            read: number;
            /**
             * Format: int64
             * @description Rows or features checked.
             */
            rows: number;
            state: components["schemas"]["SubmissionState"];
        };
        /**
         * @description Where a submission stands: received, in line, checked, then one of the four ends.
         * @enum {string}
         */
        SubmissionState: "receiving" | "waiting" | "checking" | "recorded" | "unchanged" | "refused" | "failed";
        /**
         * @description How people are spread over cells.
         * @example worldpop-2024
         */
        SurfaceId: string;
        /** @description What a status means. */
        TargetDefinition: {
            /** Format: date */
            as_of: string;
            /** @description The census goals and gaps are counted on. */
            census: string;
            /** Format: int32 */
            census_year: number;
            known_at: components["schemas"]["Recorded"];
            /** @description All of it as one text. */
            sentence: string;
            /**
             * Format: date
             * @description The day statuses and `expected_today_share` are of.
             * @example 2026-11-28
             */
            today: string;
            /**
             * @description What `today` was taken from: `clock`, the country's civil day; `asked`, an `as_of` that has come or a
             *     past `known_at` where the question has one.
             */
            today_from: components["schemas"]["TodayFrom"];
        };
        /**
         * @description A target's id.
         * @example 5g-population-2026-licence
         */
        TargetId: string;
        /** @description A target of the country pack, and how it stands. */
        TargetItem: {
            /**
             * Format: double
             * @description The number of people or households as promised; null where a share is.
             */
            amount: number | null;
            /** Format: date */
            announced: string;
            /**
             * Format: date
             * @description When it is due.
             */
            date: string;
            /** @description What exactly is promised, as far as the source says. */
            definition: string;
            /** @description `population` or `households`. */
            denominator: components["schemas"]["Denominator"];
            /** @description The environment counted: as promised, else the usual one. */
            environment: components["schemas"]["Environment"];
            /**
             * Format: double
             * @description The goal in people or households.
             */
            goal_amount: number | null;
            /**
             * Format: double
             * @description The goal as a share 0..1 of all people or households.
             */
            goal_share: number | null;
            id: components["schemas"]["TargetId"];
            /** @description Whether it is the stage to work for on `today`: the next one due, or the last. */
            is_current: boolean;
            names: components["schemas"]["Names"];
            path: components["schemas"]["TargetPathId"] | null;
            progress: components["schemas"]["ProgressItem"][];
            /** @description Why it is not computable, or which operators are missing in it. */
            reason: string | null;
            /** @description `any`, `all`, `min2`, or `each`: every licensed operator is held against the goal. */
            scope: components["schemas"]["TargetScope"];
            /** @description The goal, what is counted, and what replaced it, as one text. */
            sentence: string;
            /**
             * Format: double
             * @description The share 0..1 as promised; null where an amount is.
             */
            share: number | null;
            /** @description Where the promise is written. */
            source: string;
            /** @description Which stage of its path it is, from 1 on. */
            stage: number;
            /** @description How many stages the path has. */
            stages: number;
            /** @description `met`, `on_track`, `late` or `not_computable`: the worst of its scopes. */
            status: components["schemas"]["TargetStatus"];
            superseded_by: components["schemas"]["TargetId"] | null;
            supersedes: components["schemas"]["TargetId"] | null;
            technology: components["schemas"]["TechnologyId"];
            /** @description The tier counted: as promised, else the technology's lowest. */
            tier: components["schemas"]["Tier"];
            /** @description Who promised it, or is bound by it. */
            who: string;
        };
        /**
         * @description The id of a promise in several stages.
         * @example 5g-population-licence
         */
        TargetPathId: string;
        /** @description The country's targets. */
        Targets: components["schemas"]["Envelope"] & {
            definition: components["schemas"]["TargetDefinition"];
            /** @description In the pack's order. */
            items: components["schemas"]["TargetItem"][];
            /** @description The same as promises: targets that are stages of one path are one. */
            paths: components["schemas"]["PathItem"][];
        };
        /**
         * @description Whose coverage a target is of; `each`: every licensed operator is held against it.
         * @enum {string}
         */
        TargetScope: "any" | "all" | "min2" | "each";
        /**
         * @description How a target stands on the day judged.
         * @enum {string}
         */
        TargetStatus: "met" | "on_track" | "not_computable" | "late";
        /**
         * @description A technology's id.
         * @example 4g
         */
        TechnologyId: string;
        /** @description A technology, and whether anybody filed it. */
        TechnologyItem: {
            default_denominator: components["schemas"]["Denominator"];
            /** @description What its shares can be of, the default first. */
            denominators: components["schemas"]["Denominator"][];
            /** @description Environments it can be asked for, the default first. */
            environments: components["schemas"]["Environment"][];
            /** @description Whether any operator has a filing in force for it. */
            filed: boolean;
            /** @description Environments with a layer in force. */
            filed_environments: components["schemas"]["Environment"][];
            id: components["schemas"]["TechnologyId"];
            /** @description `mobile` or `fixed`. */
            kind: components["schemas"]["TechnologyKind"];
            names: components["schemas"]["Names"];
            tiers: components["schemas"]["TierItem"][];
        };
        /**
         * @description Filed as areas and counted in people, or as premises and counted in households.
         * @enum {string}
         */
        TechnologyKind: "mobile" | "fixed";
        /** @description Territories. */
        Territories: components["schemas"]["Envelope"] & {
            items: components["schemas"]["TerritoryItem"][];
            /** @description The cursor of the next page, if there is one. */
            next: string | null;
            /** @description Present where these are not all items. */
            part?: components["schemas"]["Part"];
            /** @description Items on all pages. */
            total: number;
        };
        /**
         * @description What tiles there are of territories, as `TileJSON` 3.0.0 with members of our own: a layer for each level. A feature's
         *     `code` is its own, those named after levels are of what contains it; its id is its position in the pack.
         */
        TerritoriesTileJson: components["schemas"]["TileJsonHead"] & {
            /** @description Names the pack the tiles are cut from: tiles of another one are other tiles. */
            pack: string;
            /** @description Always false: outlines are real, of no filing and no date. */
            synthetic: boolean;
        };
        /** @description One territory. */
        Territory: components["schemas"]["TerritoryItem"] & components["schemas"]["Envelope"] & {
            /** @description Every figure of the censuses, by name. */
            census: {
                [key: string]: number;
            };
            children: components["schemas"]["Children"];
            /** @description What the pack's builder had to say of it. */
            flags: string[];
            /** @description From the country down to itself. */
            path: components["schemas"]["TerritoryRef"][];
        };
        /**
         * @description A territory's official code; always text.
         * @example 05.
         */
        TerritoryCode: string;
        /** @description A territory with its people. */
        TerritoryItem: components["schemas"]["TerritoryRef"] & {
            /**
             * Format: double
             * @description Geodesic area in km².
             */
            area_km2: number;
            /** @description West, south, east, north in degrees. */
            bbox: [
                number,
                number,
                number,
                number
            ];
            /** @description Households by census year. */
            households: {
                [key: string]: number | null;
            };
            /** @description What the statisticians call it. */
            kind: string | null;
            /** @description Longitude and latitude of a place well inside its largest part, where its name can stand; null of the whole. */
            label: [
                number,
                number
            ] | null;
            /** @description People by census year; null where unknown. */
            population: {
                [key: string]: number | null;
            };
            /** @description People in urban places by census year. */
            urban: {
                [key: string]: number | null;
            };
        };
        /** @description Enough of a territory to name it and to go there. */
        TerritoryRef: {
            /** @description Its official code. */
            code: components["schemas"]["TerritoryCode"];
            /** @description Its level. */
            level: components["schemas"]["Level"];
            /** @description Its names by language. */
            names: components["schemas"]["Names"];
            parent: components["schemas"]["TerritoryCode"] | null;
        };
        /** @description A test as a probe sends it. */
        Test: {
            /**
             * Format: double
             * @description Of the position, in metres.
             */
            accuracy_m?: number;
            at: components["schemas"]["Recorded"];
            band?: string;
            /** @description The device's name, of which only a keyed hash is kept. */
            device?: string;
            /** Format: double */
            download_mbps?: number;
            environment?: components["schemas"]["Environment"];
            /** Format: double */
            jitter_ms?: number;
            /** Format: double */
            lat?: number;
            /** Format: double */
            latency_ms?: number;
            /** Format: double */
            lon?: number;
            /**
             * Format: double
             * @description A share 0..1.
             */
            loss?: number;
            method?: string;
            operator: components["schemas"]["OperatorId"];
            outcome?: components["schemas"]["TestOutcome"];
            /** @description The probe that measured. */
            probe?: string;
            /** Format: double */
            rsrp_dbm?: number;
            /** Format: double */
            rsrq_db?: number;
            /** Format: double */
            rssi_dbm?: number;
            /** Format: double */
            sinr_db?: number;
            technology: components["schemas"]["TechnologyId"];
            /** @description The sender's own name of the test: it counts once. */
            test_id: string;
            /** Format: double */
            upload_mbps?: number;
            /** Format: double */
            weight?: number;
        };
        /**
         * @description How a test ended.
         * @enum {string}
         */
        TestOutcome: "ok" | "failed" | "failed-name" | "failed-connect" | "failed-tls" | "failed-timeout" | "failed-status" | "failed-no-service" | "skipped";
        /**
         * @description DOWN-UP in Mbit/s.
         * @example 35-3
         */
        Tier: string;
        /** @description A tier on offer. */
        TierItem: {
            id: components["schemas"]["Tier"];
            mindown: components["schemas"]["Mbps"];
            minup: components["schemas"]["Mbps"];
        };
        /** @description A tier: what is claimed, what was met. */
        TierMet: {
            /**
             * Format: int64
             * @description Distinct H3 resolution-8 cells of these tests; below 10 the verdict is `insufficient`.
             */
            cells: number | null;
            /**
             * Format: double
             * @description Share of people (fixed technologies: of households) the same operator claims at this tier, outdoors
             *     where it is mobile; null where it filed nothing.
             */
            claimed: number | null;
            /**
             * Format: int64
             * @description Distinct civil days of these tests; below 5 the verdict is `insufficient`.
             */
            days: number | null;
            /**
             * Format: double
             * @description Upper end of the share's 95 % interval (Wilson).
             */
            high: number | null;
            /**
             * Format: double
             * @description Lower end of the share's 95 % interval (Wilson).
             */
            low: number | null;
            /**
             * Format: int64
             * @description How many met the tier; null, as the share, below 30.
             */
            met: number | null;
            /**
             * Format: int64
             * @description Tests that measured both directions; null where a month of the source is damaged.
             */
            n: number | null;
            /** Format: double */
            share: number | null;
            /**
             * Format: int64
             * @description The tests the verdict counts, of `n`: those in cells that the filing in force on the day of the test
             *     claimed, and that the filing judged still claims. Below 30 the verdict is `insufficient`.
             *     Null, as the counts below, where a filing or a month they rest on is damaged.
             */
            tests: number | null;
            /**
             * Format: int64
             * @description How many of these met the tier.
             */
            tests_met: number | null;
            /** @description DOWN-UP in Mbit/s. */
            tier: components["schemas"]["Tier"];
            /** @description `confirmed`, `contradicted` or `insufficient`: what the tests that count say of the claim. */
            verdict: components["schemas"]["Verdict"];
        };
        /** Format: binary */
        TileBytes: string;
        /**
         * @description How tiles are written: pictures, or vector tiles.
         * @enum {string}
         */
        TileForm: "png" | "mvt";
        /** @description What tiles there are of a question, as `TileJSON` 3.0.0 with members of our own. */
        TileJson: components["schemas"]["TileJsonHead"] & {
            /**
             * Format: date
             * @example 2026-06-30
             */
            as_of: string;
            /** @description Filings in force whose rows are damaged: no square shows them. */
            damaged?: components["schemas"]["DamagedFiling"][];
            /** @description What the numbers of the same question mean. */
            definition: components["schemas"]["Definition"];
            /** @description Names what is in force: tiles of other holdings are other tiles. */
            holdings: string;
            known_at: components["schemas"]["Recorded"];
            /** @description Whether anything is known: without that, no square shows anything. */
            state: components["schemas"]["FigureState"];
            /** @description Whether any of it is made up for a demonstration. */
            synthetic: boolean;
        };
        /** @description What tiles there are, as `TileJSON` 3.0.0. */
        TileJsonHead: {
            /** @description The lines that must stand beside them, as text. */
            attribution: string;
            /** @description West, south, east, north of what there is. */
            bounds: number[];
            /** @description What the tiles show. */
            description: string;
            /** Format: int32 */
            maxzoom: number;
            /** Format: int32 */
            minzoom: number;
            name: string;
            /** @description Always `xyz`. */
            scheme: string;
            /**
             * @description Always `3.0.0`.
             * @example 3.0.0
             */
            tilejson: string;
            /** @description The address of a square, for `{z}`, `{x}` and `{y}`; what it leads to never changes. */
            tiles: string[];
            /** @description Layers of vector tiles; none of pictures. */
            vector_layers: components["schemas"]["VectorLayer"][];
        };
        /**
         * @description Where the day judged on comes from.
         * @enum {string}
         */
        TodayFrom: "asked" | "clock" | "as_of" | "known_at";
        /**
         * @description A token's public part.
         * @example k3J9xQ2a
         */
        TokenId: string;
        /** @description The token of a request. */
        TokenItem: {
            expires: components["schemas"]["Recorded"];
            /** @description Its public part. */
            id: components["schemas"]["TokenId"];
            last_used: components["schemas"]["Recorded"] | null;
            name: string;
            role: components["schemas"]["Role"];
        };
        /** @description A topology (`TopoJSON`): lines between neighbours stand in it once. */
        Topology: {
            /** @description Lines as steps on the grid, each from the one before. */
            arcs: number[][][];
            /** @description The lines that must stand beside it. */
            attribution: string;
            /** @description West, south, east, north. */
            bbox: number[];
            /** @description One object, of the level's word: a `GeometryCollection` of outlines with their codes as `id`. */
            objects: {
                [key: string]: unknown;
            };
            /** @description How grid steps become degrees. */
            transform: components["schemas"]["TopologyTransform"];
            type: components["schemas"]["TopologyType"];
        };
        /** @description Degrees of a grid step, and where the grid begins. */
        TopologyTransform: {
            scale: number[];
            translate: number[];
        };
        /**
         * @description What a topology is.
         * @enum {string}
         */
        TopologyType: "Topology";
        /** @description What changed altogether, by one denominator. */
        TotalChange: components["schemas"]["Change"] & {
            denominator: components["schemas"]["Denominator"];
        };
        /** @description A layer of vector tiles. */
        VectorLayer: {
            description: string;
            /** @description What is said of each feature. */
            fields: {
                [key: string]: string;
            };
            id: string;
            /** Format: int32 */
            maxzoom: number;
            /** Format: int32 */
            minzoom: number;
        };
        /**
         * @description What the tests that count say of a claim.
         * @enum {string}
         */
        Verdict: "confirmed" | "contradicted" | "insufficient";
        /** @description A filing that was taken back. */
        WithdrawalBody: {
            id: components["schemas"]["FilingId"];
            withdrawn: components["schemas"]["FilingWithdrawal"];
        };
        /** @description Why a filing is taken back. */
        WithdrawalRequest: {
            /**
             * @description 3 to 2000 characters; published.
             * @example the file was of another quarter
             */
            reason: string;
        };
    };
    responses: {
        /** @description The request is wrong: `unknown-parameter`, `repeated-parameter`, `missing-parameter`, `bad-parameter`, `bad-query`. Where several faults are found, `errors` has each. */
        BadRequest: {
            headers: {
                /** @description The request's id, which the server's log has too. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A fault of the server, in its log under the request's id: `internal`. */
        Internal: {
            headers: {
                /** @description The request's id, which the server's log has too. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `Accept` names none of the media types on offer: `not-acceptable`. */
        NotAcceptable: {
            headers: {
                /** @description The request's id, which the server's log has too. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The answer held, by its entity tag, is the current one. */
        NotModified: {
            headers: {
                /** @description The entity tag of the answer. */
                ETag?: string;
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request took too long: `timeout`. */
        Timeout: {
            headers: {
                /** @description The request's id, which the server's log has too. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests with this token or from this place: `too-many-requests`. */
        TooManyRequests: {
            headers: {
                /** @description Seconds to wait. */
                "Retry-After"?: string;
                /** @description The request's id, which the server's log has too. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server has too much to do, is stopping, or its clock keeps records out: `busy`, `clock`. */
        Unavailable: {
            headers: {
                /** @description Seconds to wait. */
                "Retry-After"?: string;
                /** @description The request's id, which the server's log has too. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getApiPage: {
        parameters: {
            query?: {
                /** @description preferred language */
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPlace: {
        parameters: {
            query: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description what had been recorded by then, of claims and of measurements: an instant, or a date */
                known_at?: string;
                /** @description preferred language */
                lang?: string;
                /** @description degrees north */
                lat: number;
                /** @description degrees east */
                lon: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The place */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceClaims"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description 100 by default, 1000 at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rows, newest first */
            200: {
                headers: {
                    /** @description The next page, where there is one: `rel="next"`. */
                    Link?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description No token in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not an administrator's token */
            403: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBoundaries: {
        parameters: {
            query?: {
                /** @description `pack_digest` of the country: the answer may then be kept for ever */
                v?: string;
            };
            header?: never;
            path: {
                /** @description `boundaries` of a level, as `/api/v1/country` lists them */
                level: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A feature collection; feature.id is the code */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FeatureCollection"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            /** @description No such level */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBoundariesTopology: {
        parameters: {
            query?: {
                /** @description map (default), or sketch: for a picture of the whole, some hundred pixels wide */
                fineness?: components["schemas"]["Fineness"];
                /** @description `pack_digest` of the country: the answer may then be kept for ever */
                v?: string;
            };
            header?: never;
            path: {
                /** @description `boundaries` of a level, as `/api/v1/country` lists them */
                level: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A topology */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Topology"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            /** @description No such level */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getChanges: {
        parameters: {
            query?: {
                /** @description date of the later side; default the latest filed */
                as_of?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description population (default), households, area; fixed technologies: households */
                denominator?: components["schemas"]["Denominator"];
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description json, csv, geojson; or by Accept */
                f?: components["schemas"]["JsonCsvOrGeoJson"];
                /** @description id of a filing, instead of `as_of` and `known_at`: the later side is the state it left */
                filing?: components["schemas"]["FilingId"];
                /** @description date of the earlier side; default the date filed before, the same where another from_ is given */
                from_as_of?: string;
                /** @description environment of the earlier side; default the same */
                from_environment?: components["schemas"]["Environment"];
                /** @description id of a filing, instead of `from_as_of` and `from_known_at`; default, with filing, what was in force before it */
                from_filing?: components["schemas"]["FilingId"];
                /** @description what had been recorded of the earlier side by then; default as for the later side */
                from_known_at?: string;
                /** @description scope of the earlier side; default the same */
                from_scope?: components["schemas"]["Scope"];
                /** @description tier of the earlier side; default the same */
                from_tier?: components["schemas"]["Tier"];
                /** @description none (default), simplified (default of geojson), full */
                geometry?: components["schemas"]["OutlineDetail"];
                /** @description what had been recorded of the later side by then: an instant, or a date */
                known_at?: string;
                /** @description language of the definitions' sentences */
                lang?: string;
                /** @description id of one of the levels that `/api/v1/country` lists; default the first below the whole */
                level?: components["schemas"]["Level"];
                /** @description items per page, 2000 by default, 5000 at most */
                limit?: number;
                /** @description any (default), all, min2, op:ID; with a filing, its operator */
                scope?: components["schemas"]["Scope"];
                /** @description id of a technology that `/api/v1/country` lists; default that of the filing, else the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
                /** @description code of a territory: only what lies in it */
                within?: components["schemas"]["TerritoryCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes with the definitions of both sides */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The next page, where there is one: `rel="next"`. */
                    Link?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FeatureCollection"];
                    "application/json": components["schemas"]["Changes"];
                    "text/csv": string;
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    checkFile: {
        parameters: {
            query: {
                /** @description the date whose network the file describes */
                as_of?: string;
                /** @description the reference system of its coordinates, as EPSG:26191; by default the one it names, else degrees on WGS 84 */
                crs?: string;
                /** @description mobile-coverage, fibre-availability or fibre-network */
                kind: components["schemas"]["FilingKind"];
                /** @description language of the findings; default English, as it is recorded */
                lang?: string;
                /** @description who would file */
                operator?: components["schemas"]["OperatorId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description the file; its name in Content-Disposition */
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description The report, whether the file is in order or not */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description A parameter or the body is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            /** @description Too large */
            413: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            /** @description Too many checks at once */
            503: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCollectors: {
        parameters: {
            query?: {
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description preferred language */
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Collectors, in their file's order */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collectors"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description A token is sent and is not in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCollectorRuns: {
        parameters: {
            query?: {
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
            };
            header?: never;
            path: {
                /** @description the collector's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Runs, newest first, and the report */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectorRuns"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description No token in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token of another role or operator */
            403: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such collector */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCountry: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description preferred language */
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The country */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Country"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCoverage: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description population (default), households, area, places:LIST; fixed technologies: households */
                denominator?: components["schemas"]["ShareOf"];
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description json, csv, geojson; or by Accept */
                f?: components["schemas"]["JsonCsvOrGeoJson"];
                /** @description none (default), simplified (default of geojson), full */
                geometry?: components["schemas"]["OutlineDetail"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description language of the definition's sentence */
                lang?: string;
                /** @description id of one of the levels that `/api/v1/country` lists; default the first below the whole */
                level?: components["schemas"]["Level"];
                /** @description items per page, 2000 by default, 5000 at most */
                limit?: number;
                /** @description any (default), all, min2, op:ID */
                scope?: components["schemas"]["Scope"];
                /** @description id of a technology that `/api/v1/country` lists; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
                /** @description code of a territory: only what lies in it */
                within?: components["schemas"]["TerritoryCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Shares with their definition */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The next page, where there is one: `rel="next"`. */
                    Link?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FeatureCollection"];
                    "application/json": components["schemas"]["Coverage"];
                    "text/csv": string;
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCoverageBasis: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description population (default), households, area, places:LIST; fixed technologies: households */
                denominator?: components["schemas"]["ShareOf"];
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description what had been recorded by then, of filings and of measurements: an instant, or a date */
                known_at?: string;
                /** @description language of the definition's sentence */
                lang?: string;
                /** @description any (default), all, min2, op:ID */
                scope?: components["schemas"]["Scope"];
                /** @description 4g, 5g, fibre ...; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description code; default the country */
                territory?: components["schemas"]["TerritoryCode"];
                /** @description DOWN-UP in Mbit/s; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a number rests on */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageBasis"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCoverageHistory: {
        parameters: {
            query?: {
                /** @description population (default), households, area, places:LIST; fixed technologies: households */
                denominator?: components["schemas"]["ShareOf"];
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description language of the definition's sentence */
                lang?: string;
                /** @description any (default), all, min2, op:ID */
                scope?: components["schemas"]["Scope"];
                /** @description 4g, 5g, fibre ...; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description code; default the country */
                territory?: components["schemas"]["TerritoryCode"];
                /** @description DOWN-UP in Mbit/s; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A share per date */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageHistory"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCoverageByOperator: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description population (default), households, area, places:LIST; fixed technologies: households */
                denominator?: components["schemas"]["ShareOf"];
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description language of the definition's sentence */
                lang?: string;
                /** @description 4g, 5g, fibre ...; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description code; default the country */
                territory?: components["schemas"]["TerritoryCode"];
                /** @description DOWN-UP in Mbit/s; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A share per scope */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageByOperator"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCoverageValues: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description population (default), households, area, places:LIST; fixed technologies: households */
                denominator?: components["schemas"]["ShareOf"];
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description language of the definition's sentence */
                lang?: string;
                /** @description id of one of the levels that `/api/v1/country` lists; default the first below the whole */
                level?: components["schemas"]["Level"];
                /** @description any (default), all, min2, op:ID */
                scope?: components["schemas"]["Scope"];
                /** @description id of a technology that `/api/v1/country` lists; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
                /** @description code of a territory: only what lies in it */
                within?: components["schemas"]["TerritoryCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Shares by code, with their definition */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageValues"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listFilings: {
        parameters: {
            query?: {
                /** @description only of the file of this SHA-256, where that may be seen */
                content_hash?: components["schemas"]["ContentHash"];
                /** @description `next` of the page before */
                cursor?: string;
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description mobile-coverage, fibre-availability or fibre-network */
                kind?: components["schemas"]["FilingKind"];
                /** @description preferred language */
                lang?: string;
                /** @description 100 by default, 1000 at most */
                limit?: number;
                /** @description only this operator's */
                operator?: components["schemas"]["OperatorId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Filings */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The next page, where there is one: `rel="next"`. */
                    Link?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Filings"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            /** @description A token is sent and is not in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    submitFiling: {
        parameters: {
            query: {
                /** @description the date whose network the file describes */
                as_of: string;
                /** @description the reference system of its coordinates, as EPSG:26191; by default the one it names, else degrees on WGS 84 */
                crs?: string;
                /** @description mobile-coverage, fibre-availability or fibre-network */
                kind: components["schemas"]["FilingKind"];
                /** @description who files; by default the token's operator */
                operator?: components["schemas"]["OperatorId"];
                /** @description an id of the client's choice, to ask for the progress under: 8 to 64 letters, digits, _ or - */
                submission?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description the file; its name in Content-Disposition */
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description The same as the filing in force, whose receipt this is */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Recorded: the receipt */
            201: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description A parameter or the body is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token in force: `unauthorized`, `token-expired`, `token-revoked` */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `wrong-role`, or `other-operator` */
            403: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            /** @description A submission of that id is under way */
            409: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused by the rules; nothing changed */
            422: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many filings with one token; Retry-After says when */
            429: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getFiling: {
        parameters: {
            query?: {
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description preferred language */
                lang?: string;
            };
            header?: never;
            path: {
                /** @description the filing's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The filing */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Filing"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            /** @description A token is sent and is not in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such filing */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getFilingReport: {
        parameters: {
            query?: {
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description language of the findings; default English, as it is recorded */
                lang?: string;
            };
            header?: never;
            path: {
                /** @description the filing's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report, whole or its counts */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            /** @description A token is sent and is not in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such filing */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    withdrawFiling: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the filing's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawalRequest"];
            };
        };
        responses: {
            /** @description Withdrawn */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalBody"];
                };
            };
            /** @description No reason */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another operator's filing, or a token that does not file */
            403: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such filing */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            /** @description It was withdrawn before */
            409: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; Retry-After says when */
            429: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMeasurements: {
        parameters: {
            query?: {
                /** @description date of the network claimed; default the latest filed */
                as_of?: string;
                /** @description month: each month for itself; default all months together */
                by?: components["schemas"]["Grouping"];
                /** @description `next` of the page before */
                cursor?: string;
                /** @description json, csv, geojson; or by Accept */
                f?: components["schemas"]["JsonCsvOrGeoJson"];
                /** @description first month, such as 2025-07; default eleven months before the last */
                from?: components["schemas"]["Month"];
                /** @description none (default), simplified (default of geojson), full */
                geometry?: components["schemas"]["OutlineDetail"];
                /** @description what had been recorded by then, and not withdrawn by then, of claims and of batches of measurements: an instant, or a date */
                known_at?: string;
                /** @description language of the definition's sentence */
                lang?: string;
                /** @description a level's id, from the whole down to the base unit; default the first below the whole */
                level?: components["schemas"]["Level"];
                /** @description items per page, 2000 by default, 5000 at most; 100 with geometry=full */
                limit?: number;
                /** @description an operator's id; default all */
                operator?: components["schemas"]["OperatorId"];
                /** @description whose tests; default all, each for itself */
                source?: components["schemas"]["SourceId"];
                /** @description id of a technology; default all */
                technology?: components["schemas"]["TechnologyId"];
                /** @description last month; default the last one measured */
                to?: components["schemas"]["Month"];
                /** @description code of a territory: only what lies in it */
                within?: components["schemas"]["TerritoryCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Measurements with their definition */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The next page, where there is one: `rel="next"`. */
                    Link?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FeatureCollection"];
                    "application/json": components["schemas"]["Measurements"];
                    "text/csv": string;
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    submitMeasurements: {
        parameters: {
            query?: {
                /** @description the batch's name, where the body does not say */
                batch?: string;
                /** @description whose tests, where the body does not say */
                source?: components["schemas"]["SourceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description at most 20,000 tests, 8 MiB */
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeasurementBatchToSend"];
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description The batch came before: its receipt */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeasurementReceipt"];
                };
            };
            /** @description Taken: the receipt */
            201: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeasurementReceipt"];
                };
            };
            /** @description The batch cannot be read, or has no name or source */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that does not measure, or not for that source; or the source is retired */
            403: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            /** @description Too large, or too many tests */
            413: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not one row can be kept: counts by rule, and the first rows */
            422: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, batches or rows; Retry-After says when */
            429: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            /** @description Too many batches at once (busy), or tests of that month cannot be told from those that came before (month-damaged) */
            503: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMeasurementBatches: {
        parameters: {
            query?: {
                /** @description only batches before this number: `next` of the page before */
                before?: number;
                /** @description batches per page, 100 by default, 1000 at most */
                limit?: number;
                /** @description only those of a token, by its id; for administrators */
                token?: components["schemas"]["TokenId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batches */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeasurementBatches"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description No token in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that does not measure */
            403: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    withdrawMeasurements: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeasurementWithdrawalRequest"];
            };
        };
        responses: {
            /** @description Withdrawn */
            201: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeasurementWithdrawal"];
                };
            };
            /** @description Not one of batch, token and source, or no reason */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another token's batch, or a token that does not measure */
            403: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            /** @description Nothing of it counts, or its rows do not say their batch */
            409: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; Retry-After says when */
            429: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listNetworks: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description language of the definition's sentence */
                lang?: string;
                /** @description only this operator's */
                operator?: components["schemas"]["OperatorId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One item per network; a filing may hold several */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Networks"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listNodes: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description the one media type there is */
                f?: components["schemas"]["GeoJsonOnly"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description preferred language */
                lang?: string;
                /** @description features per page, 1000 by default, 5000 at most */
                limit?: number;
                /** @description only this operator's */
                operator?: components["schemas"]["OperatorId"];
                /** @description operational or planned */
                status?: components["schemas"]["RoutePhase"];
                /** @description code of a territory: only nodes in it */
                within?: components["schemas"]["TerritoryCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A feature collection; feature.id is the node's id */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The next page, where there is one: `rel="next"`. */
                    Link?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["Nodes"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRouteKm: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description json, csv; or by Accept */
                f?: components["schemas"]["JsonOrCsv"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description language of the definition's sentence */
                lang?: string;
                /** @description a level's id, from the whole down to the base unit; default the first below the whole */
                level?: components["schemas"]["Level"];
                /** @description only this operator's network */
                operator?: components["schemas"]["OperatorId"];
                /** @description code of a territory: only what lies in it */
                within?: components["schemas"]["TerritoryCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Kilometres with their definition */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteKmByTerritory"];
                    "text/csv": string;
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSpans: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description the one media type there is */
                f?: components["schemas"]["GeoJsonOnly"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description preferred language */
                lang?: string;
                /** @description features per page, 1000 by default, 5000 at most */
                limit?: number;
                /** @description only this operator's */
                operator?: components["schemas"]["OperatorId"];
                /** @description operational or planned */
                status?: components["schemas"]["RoutePhase"];
                /** @description code of a territory: only spans that touch it, whole */
                within?: components["schemas"]["TerritoryCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A feature collection; feature.id is the span's id */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The next page, where there is one: `rel="next"`. */
                    Link?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["Spans"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPlaceLists: {
        parameters: {
            query?: {
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description what had been imported by then: an instant, or a date */
                known_at?: string;
                /** @description language of the definition */
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lists there are */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceLists"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPlaces: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description only places that are, or are not, covered; with `technology` */
                covered?: boolean;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description outdoor (default), vehicle, indoor; with `technology` */
                environment?: components["schemas"]["Environment"];
                /** @description json, csv, geojson; or by Accept */
                f?: components["schemas"]["JsonCsvOrGeoJson"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description language of the definition */
                lang?: string;
                /** @description items per page, 1000 by default, 50000 at most */
                limit?: number;
                /** @description any (default), all, min2, op:ID; with `technology` */
                scope?: components["schemas"]["Scope"];
                /** @description tells of each place whether it is covered; a technology that is filed as areas */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s; default the technology's lowest; with `technology` */
                tier?: components["schemas"]["Tier"];
                /** @description code of a territory: only places in it */
                within?: components["schemas"]["TerritoryCode"];
            };
            header?: never;
            path: {
                /** @description id of one of the lists of `/api/v1/places` */
                list: components["schemas"]["PlaceListId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Places */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The next page, where there is one: `rel="next"`. */
                    Link?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FeatureCollection"];
                    "application/json": components["schemas"]["Places"];
                    "text/csv": string;
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such list */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    importPlaces: {
        parameters: {
            query: {
                /** @description the date whose places it lists */
                as_of: string;
                /** @description under which licence */
                licence: string;
                /** @description what its places are called together, as JSON by language: {"fr":"Écoles"} */
                names: string;
                /** @description who publishes the list */
                source: string;
                /** @description true where it is made up; in a demonstration every list is */
                synthetic?: boolean;
            };
            header?: never;
            path: {
                /** @description the list's id, such as schools */
                list: components["schemas"]["PlaceListId"];
            };
            cookie?: never;
        };
        /** @description the file; its name in Content-Disposition */
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description The same as the list in force */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacesReceipt"];
                };
            };
            /** @description Recorded */
            201: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacesReceipt"];
                };
            };
            /** @description A parameter or the body is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not an administrator's token */
            403: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            /** @description Too large */
            413: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused by the rules; nothing changed */
            422: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; Retry-After says when */
            429: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    removePlaces: {
        parameters: {
            query: {
                /** @description 3 to 2000 characters; kept in the audit log */
                reason: string;
            };
            header?: never;
            path: {
                /** @description the list's id */
                list: components["schemas"]["PlaceListId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacesRemoved"];
                };
            };
            /** @description No reason */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not an administrator's token */
            403: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such list */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            /** @description Too many requests; Retry-After says when */
            429: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSchemas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Names and addresses */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schemas"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a name of the list */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schema */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/schema+json": Record<string, never>;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            /** @description No such schema */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    searchPlaces: {
        parameters: {
            query: {
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description preferred language */
                lang?: string;
                /** @description 10 by default, 50 at most */
                limit?: number;
                /** @description a name, a code, or `lat, lon` in degrees */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hits, best first */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchHits"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token in force */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description No token in force: `unauthorized`, `token-expired`, `token-revoked` */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            /** @description Too many requests; Retry-After says when */
            429: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSubmission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the id given as `submission` when the file was handed in */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far it is */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Submission"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description No token in force */
            401: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that does not file */
            403: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description None of this token in the last hour */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTargets: {
        parameters: {
            query?: {
                /** @description date of the network described, which then stands for today unless it has not come; default the latest filed, judged today */
                as_of?: string;
                /** @description json, csv; or by Accept */
                f?: components["schemas"]["JsonOrCsv"];
                /** @description what had been recorded by then: an instant, or a date; judged on that day where it is past and no `as_of` is given */
                known_at?: string;
                /** @description language of sentences, reasons and sources */
                lang?: string;
                /** @description day targets are judged on, today at the latest; default as `as_of` and `known_at` say */
                today?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Targets with their status */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Targets"];
                    "text/csv": string;
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTerritories: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description preferred language */
                lang?: string;
                /** @description only this level */
                level?: components["schemas"]["Level"];
                /** @description 2000 by default, 5000 at most */
                limit?: number;
                /** @description part of a name in any language, without regard to case and accents */
                q?: string;
                /** @description code: only what lies in it */
                within?: components["schemas"]["TerritoryCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Territories */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The next page, where there is one: `rel="next"`. */
                    Link?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Territories"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTerritory: {
        parameters: {
            query?: {
                /** @description the one media type there is */
                f?: components["schemas"]["JsonOnly"];
                /** @description preferred language */
                lang?: string;
            };
            header?: never;
            path: {
                /** @description official code */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The territory */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Territory"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            /** @description No such territory */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus' text format */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCommuneMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus' text format */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMeasurementMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus' text format */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProbe: {
        parameters: {
            query: {
                /** @description the check's own kind or id, or nothing */
                module?: string;
                /** @description the id of a configured check */
                target: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus' text format, as blackbox_exporter tells it */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description The server was started without checks: `not-found` */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is published, and what of it is damaged */
            200: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBasemap: {
        parameters: {
            query?: {
                /** @description language of the texts */
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TileJSON 3.0.0 */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasemapTileJson"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            /** @description This server has none */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBasemapTile: {
        parameters: {
            query?: {
                /** @description the basemap, as its set of tiles names it; another one leads to the present one */
                file?: string;
            };
            header?: never;
            path: {
                /** @description squares to the west */
                x: number;
                /** @description squares to the north, and the set's `format` behind a dot */
                y: string;
                /** @description zoom, as the set of tiles has them */
                z: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The square */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": components["schemas"]["TileBytes"];
                    "image/jpeg": components["schemas"]["TileBytes"];
                    "image/png": components["schemas"]["TileBytes"];
                    "image/webp": components["schemas"]["TileBytes"];
                };
            };
            /** @description The file has nothing there */
            204: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            /** @description The address that names the file */
            307: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No such square, or a parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server has no basemap, or one of another form */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getChangeTiles: {
        parameters: {
            query: {
                /** @description date of the later side; default the latest filed */
                as_of?: string;
                /** @description gained: reached after and not before; lost: reached before and not after */
                cells: components["schemas"]["Movement"];
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description png (default): how full each pixel is, zooms 0 to 8; mvt: outlines, zooms 9 to 12 */
                f?: components["schemas"]["TileForm"];
                /** @description id of a filing, instead of `as_of` and `known_at`: the later side is the state it left */
                filing?: components["schemas"]["FilingId"];
                /** @description date of the earlier side; default the date filed before, the same where another from_ is given */
                from_as_of?: string;
                /** @description environment of the earlier side; default the same */
                from_environment?: components["schemas"]["Environment"];
                /** @description id of a filing, instead of `from_as_of` and `from_known_at`; default, with filing, what was in force before it */
                from_filing?: components["schemas"]["FilingId"];
                /** @description what had been recorded of the earlier side by then; default as for the later side */
                from_known_at?: string;
                /** @description scope of the earlier side; default the same */
                from_scope?: components["schemas"]["Scope"];
                /** @description tier of the earlier side; default the same */
                from_tier?: components["schemas"]["Tier"];
                /** @description what had been recorded of the later side by then: an instant, or a date */
                known_at?: string;
                /** @description language of the texts */
                lang?: string;
                /** @description any (default), all, min2, op:ID; with a filing, its operator */
                scope?: components["schemas"]["Scope"];
                /** @description id of a technology that `/api/v1/country` lists; default that of the filing, else the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TileJSON 3.0.0 */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeTileJson"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getChangeTile: {
        parameters: {
            query: {
                /** @description date of the later side; default the latest filed */
                as_of?: string;
                /** @description gained: reached after and not before; lost: reached before and not after */
                cells: components["schemas"]["Movement"];
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description date of the earlier side; default the date filed before, the same where another from_ is given */
                from_as_of?: string;
                /** @description environment of the earlier side; default the same */
                from_environment?: components["schemas"]["Environment"];
                /** @description what had been recorded of the earlier side by then; default as for the later side */
                from_known_at?: string;
                /** @description scope of the earlier side; default the same */
                from_scope?: components["schemas"]["Scope"];
                /** @description tier of the earlier side; default the same */
                from_tier?: components["schemas"]["Tier"];
                /** @description what is in force, as the set of tiles names it; another one leads to the present one */
                holdings?: string;
                /** @description what had been recorded of the later side by then: an instant, or a date */
                known_at?: string;
                /** @description any (default), all, min2, op:ID */
                scope?: components["schemas"]["Scope"];
                /** @description id of a technology that `/api/v1/country` lists; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
            };
            header?: never;
            path: {
                /** @description squares to the west */
                x: number;
                /** @description squares to the north, and `.png` or `.mvt` */
                y: string;
                /** @description zoom: 0 to 8 of pictures, 9 to 12 of outlines */
                z: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The square */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": components["schemas"]["TileBytes"];
                    "image/png": components["schemas"]["TileBytes"];
                };
            };
            /** @description Nothing changed there */
            204: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            /** @description The address that names what is in force */
            307: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No such square, or a parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such tiles */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCoverageTiles: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description png (default): how full each pixel is, zooms 0 to 8; mvt: outlines, zooms 9 to 12 */
                f?: components["schemas"]["TileForm"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description language of the texts */
                lang?: string;
                /** @description any (default), all, min2, op:ID */
                scope?: components["schemas"]["Scope"];
                /** @description id of a technology that `/api/v1/country` lists; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TileJSON 3.0.0 */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TileJson"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCoverageTile: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description what is in force, as the set of tiles names it; another one leads to the present one */
                holdings?: string;
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description any (default), all, min2, op:ID */
                scope?: components["schemas"]["Scope"];
                /** @description id of a technology that `/api/v1/country` lists; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
            };
            header?: never;
            path: {
                /** @description squares to the west */
                x: number;
                /** @description squares to the north, and `.png` or `.mvt` */
                y: string;
                /** @description zoom: 0 to 8 of pictures, 9 to 12 of outlines */
                z: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The square */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": components["schemas"]["TileBytes"];
                    "image/png": components["schemas"]["TileBytes"];
                };
            };
            /** @description Nothing is covered there */
            204: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            /** @description The address that names what is in force */
            307: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No such square, or a parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such tiles */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getGapTiles: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description language of the texts */
                lang?: string;
                /** @description any (default), all, min2, op:ID */
                scope?: components["schemas"]["Scope"];
                /** @description id of a technology that `/api/v1/country` lists; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TileJSON 3.0.0 */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TileJson"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getGapTile: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description outdoor (default), vehicle, indoor */
                environment?: components["schemas"]["Environment"];
                /** @description what is in force, as the set of tiles names it; another one leads to the present one */
                holdings?: string;
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description any (default), all, min2, op:ID */
                scope?: components["schemas"]["Scope"];
                /** @description id of a technology that `/api/v1/country` lists; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
            };
            header?: never;
            path: {
                /** @description squares to the west */
                x: number;
                /** @description squares to the north, and `.mvt` */
                y: string;
                /** @description zoom: 0 to 12 */
                z: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The square */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": components["schemas"]["TileBytes"];
                };
            };
            /** @description No one is without there */
            204: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            /** @description The address that names what is in force */
            307: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No such square, or a parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such tiles */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getGroundTiles: {
        parameters: {
            query?: {
                /** @description language of the texts */
                lang?: string;
                /** @description light (default), dark */
                theme?: components["schemas"]["GroundTheme"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TileJSON 3.0.0 */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroundTileJson"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getGroundTile: {
        parameters: {
            query?: {
                /** @description the pack, as the set of tiles names it; another one leads to the present one */
                pack?: string;
                /** @description light (default), dark */
                theme?: components["schemas"]["GroundTheme"];
            };
            header?: never;
            path: {
                /** @description squares to the west */
                x: number;
                /** @description squares to the north, and `.png` */
                y: string;
                /** @description zoom: 0 to 12 */
                z: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The square */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/png": components["schemas"]["TileBytes"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description The address that names the pack */
            307: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No such square, or a parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such tiles */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLocalityTiles: {
        parameters: {
            query?: {
                /** @description language of the texts */
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TileJSON 3.0.0 */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocalityTileJson"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLocalityTile: {
        parameters: {
            query?: {
                /** @description the pack, as the set of tiles names it; another one leads to the present one */
                pack?: string;
            };
            header?: never;
            path: {
                /** @description squares to the west */
                x: number;
                /** @description squares to the north, and `.mvt` */
                y: string;
                /** @description zoom: 0 to 12 */
                z: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The square */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": components["schemas"]["TileBytes"];
                };
            };
            /** @description No locality lies there */
            204: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            /** @description The address that names the pack */
            307: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No such square, or a parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such tiles */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMeasurementTiles: {
        parameters: {
            query?: {
                /** @description first month, such as 2025-07; default eleven months before the last */
                from?: components["schemas"]["Month"];
                /** @description what had been recorded of measurements by then, and not withdrawn by then: an instant, or a date */
                known_at?: string;
                /** @description language of the texts */
                lang?: string;
                /** @description an operator's id; default all, each for itself */
                operator?: components["schemas"]["OperatorId"];
                /** @description whose tests; default all, each for itself */
                source?: components["schemas"]["SourceId"];
                /** @description id of a technology that `/api/v1/country` lists; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s that tests are held against, such as 35-3; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
                /** @description last month; default the last one measured */
                to?: components["schemas"]["Month"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TileJSON 3.0.0 */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeasurementTileJson"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMeasurementTile: {
        parameters: {
            query?: {
                /** @description first month, such as 2025-07; default eleven months before the last */
                from?: components["schemas"]["Month"];
                /** @description the tests that count, as the set of tiles names them; others lead to the present ones */
                holdings?: string;
                /** @description what had been recorded of measurements by then, and not withdrawn by then: an instant, or a date */
                known_at?: string;
                /** @description an operator's id; default all, each for itself */
                operator?: components["schemas"]["OperatorId"];
                /** @description whose tests; default all, each for itself */
                source?: components["schemas"]["SourceId"];
                /** @description id of a technology that `/api/v1/country` lists; default the first filed */
                technology?: components["schemas"]["TechnologyId"];
                /** @description DOWN-UP in Mbit/s that tests are held against, such as 35-3; default the technology's lowest */
                tier?: components["schemas"]["Tier"];
                /** @description last month; default the last one measured */
                to?: components["schemas"]["Month"];
            };
            header?: never;
            path: {
                /** @description squares to the west */
                x: number;
                /** @description squares to the north, and `.mvt` */
                y: string;
                /** @description zoom: 5 to 12 */
                z: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The square */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": components["schemas"]["TileBytes"];
                };
            };
            /** @description No cell there may be told of */
            204: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            /** @description The address that names the tests that count */
            307: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No such square, or a parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such tiles */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getNetworkTiles: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description language of the texts */
                lang?: string;
                /** @description only this operator's */
                operator?: components["schemas"]["OperatorId"];
                /** @description operational or planned */
                status?: components["schemas"]["RoutePhase"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TileJSON 3.0.0 */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkTileJson"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getNetworkTile: {
        parameters: {
            query?: {
                /** @description date of the network described; default the latest filed */
                as_of?: string;
                /** @description the filings in force, as the set of tiles names them; others lead to the present ones */
                holdings?: string;
                /** @description what had been recorded by then: an instant, or a date */
                known_at?: string;
                /** @description only this operator's */
                operator?: components["schemas"]["OperatorId"];
                /** @description operational or planned */
                status?: components["schemas"]["RoutePhase"];
            };
            header?: never;
            path: {
                /** @description squares to the west */
                x: number;
                /** @description squares to the north, and `.mvt` */
                y: string;
                /** @description zoom: 0 to 12 */
                z: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The square */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": components["schemas"]["TileBytes"];
                };
            };
            /** @description No network lies there */
            204: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            /** @description The address that names the filings in force */
            307: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No such square, or a parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such tiles */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTerritoryTiles: {
        parameters: {
            query?: {
                /** @description language of the texts */
                lang?: string;
                /** @description only this level; default every level that has outlines, a layer for each */
                level?: components["schemas"]["Level"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TileJSON 3.0.0 */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TerritoriesTileJson"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description A parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTerritoryTile: {
        parameters: {
            query?: {
                /** @description only this level; default every level that has outlines, a layer for each */
                level?: components["schemas"]["Level"];
                /** @description the pack, as the set of tiles names it; another one leads to the present one */
                pack?: string;
            };
            header?: never;
            path: {
                /** @description squares to the west */
                x: number;
                /** @description squares to the north, and `.mvt` */
                y: string;
                /** @description zoom: 0 to 12 */
                z: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The square */
            200: {
                headers: {
                    /** @description The entity tag of the answer. */
                    ETag?: string;
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": components["schemas"]["TileBytes"];
                };
            };
            /** @description Nothing of the country lies there */
            204: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            /** @description The address that names the pack */
            307: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No such square, or a parameter is wrong */
            400: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such tiles */
            404: {
                headers: {
                    /** @description The request's id, which the server's log has too. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["Timeout"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
}
