//! What the published snapshot says: coverage, networks, filings, targets.

use super::metrics;

metrics! { PUBLISHED:
    COVERAGE_PEOPLE_RATIO = Gauge "taghtia_coverage_people_ratio" [code, environment, level, scope, technology, tier]
        Ratio on [Main, Communes]
        "Share 0..1 of people in cells covered as filed and in force; absent where no operator filed."
        absent "where no operator counted has filed, and where a filing that counts is damaged";
    COVERAGE_PEOPLE = Gauge "taghtia_coverage_people" [code, environment, level, scope, technology, tier]
        People on [Main, Communes]
        "People in cells covered as filed and in force."
        absent "where no operator counted has filed, and where a filing that counts is damaged";
    COVERAGE_HOUSEHOLDS_RATIO = Gauge "taghtia_coverage_households_ratio" [code, environment, level, scope, technology, tier]
        Ratio on [Main, Communes]
        "Share 0..1 of households a fixed technology passes: dwellings per household, cut off at 1."
        absent "where no operator counted has filed, and where a filing that counts is damaged";
    COVERAGE_HOUSEHOLDS = Gauge "taghtia_coverage_households" [code, environment, level, scope, technology, tier]
        Households on [Main, Communes]
        "Households a fixed technology passes: the share of them times their number."
        absent "where no operator counted has filed, and where a filing that counts is damaged";
    COVERAGE_UNITS_RATIO = Gauge "taghtia_coverage_units_ratio" [code, environment, level, scope, technology, tier]
        Ratio on [Main, Communes]
        "Dwellings a fixed technology passes per household; may exceed 1."
        absent "where no operator counted has filed, and where a filing that counts is damaged";
    TERRITORY_INFO = Gauge "taghtia_territory_info" [code, level, name_LANG, LEVEL]
        Info on [Main, Communes]
        "Names and containers of territories, to join by code.";
    TERRITORY_PEOPLE = Gauge "taghtia_territory_people" [code, level]
        People on [Main, Communes]
        "People of the current census."
        absent "where the census has no number";
    FILINGS = Gauge "taghtia_filings" [kind, operator, state]
        Count on [Main]
        "Filings recorded, by operator, kind and state."
        absent "where no operator is registered";
    FILING_AS_OF = Gauge "taghtia_filing_as_of_timestamp_seconds" [kind, operator]
        Timestamp on [Main]
        "The latest date an operator has filed for, as the start of that day in UTC."
        absent "before the operator's first filing of the kind, and when all are withdrawn";
    FILING_RECORDED = Gauge "taghtia_filing_recorded_timestamp_seconds" [kind, operator]
        Timestamp on [Main]
        "When an operator's last filing was recorded."
        absent "before the operator's first filing of the kind, and when all are withdrawn";
    DAMAGED_OBJECTS = Gauge "taghtia_damaged_objects" [kind]
        Count on [Main]
        "Objects of the lake that are damaged, by what they hold: their numbers are not published.";
    NETWORK_ROUTE_METRES = Gauge "taghtia_network_route_metres" [code, level, operator, standing]
        Metres on [Main]
        "Metres of fibre route in the territory, as filed and in force: in use, or to come."
        absent "without a network in force that is intact";
    NETWORK_SPANS = Gauge "taghtia_network_spans" [operator]
        Count on [Main]
        "Spans of the operator's network in force."
        absent "without a network in force that is intact";
    NETWORK_NODES = Gauge "taghtia_network_nodes" [operator]
        Count on [Main]
        "Nodes of the operator's network in force."
        absent "without a network in force that is intact";
    DATA_AS_OF = Gauge "taghtia_data_as_of_timestamp_seconds" []
        Timestamp on [Main]
        "The latest date filed for, as the start of that day in UTC.";
    DATA_KNOWN_AT = Gauge "taghtia_data_known_at_timestamp_seconds" []
        Timestamp on [Main]
        "The last instant anything was recorded.";
    SNAPSHOT_BUILT = Gauge "taghtia_snapshot_built_timestamp_seconds" []
        Timestamp on [Main]
        "When the published snapshot was built.";
    SYNTHETIC = Gauge "taghtia_synthetic" []
        Truth on [Main]
        "1 where published data is made up for a demonstration, else 0.";
    BUILD_INFO = Gauge "taghtia_build_info" [country, pack, surface, version]
        Info on [Main]
        "The program and the country pack.";
}

metrics! { TARGETS:
    TARGET_INFO = Gauge "taghtia_target_info" [target, technology, denominator, date, superseded_by, path, stage, name]
        Info on [Main]
        "Targets of the country pack, to join by target: which one superseded it, empty while it stands; which stage of which path it is, path empty where it is alone."
        absent "where the pack has no targets";
    TARGET_CURRENT = Gauge "taghtia_target_current" [target]
        Truth on [Main]
        "1 for the stage of a promise to work for today, the next one due or the last, else 0."
        absent "where the pack has no targets";
    TARGET_TODAY = Gauge "taghtia_target_today_timestamp_seconds" []
        Timestamp on [Main]
        "The country's civil day that targets are judged on, as its start in UTC.";
    TARGET_DATE = Gauge "taghtia_target_date_timestamp_seconds" [target]
        Timestamp on [Main]
        "The day a target is due, as its start in UTC."
        absent "where the pack has no targets";
    TARGET_GOAL_RATIO = Gauge "taghtia_target_goal_ratio" [target]
        Ratio on [Main]
        "The share 0..1 promised; of an amount, its share of all people or households of the census."
        absent "where the pack has no targets";
    TARGET_REACHED_RATIO = Gauge "taghtia_target_reached_ratio" [target, scope]
        Ratio on [Main]
        "The share 0..1 reached as filed and in force, by whose coverage counts."
        absent "where no operator counted has filed, and where a filing that counts is damaged";
    TARGET_EXPECTED_TODAY_RATIO = Gauge "taghtia_target_expected_today_ratio" [target, scope]
        Ratio on [Main]
        "The share 0..1 expected today on the straight line from the announcement to the goal, stage by stage; the status is by it."
        absent "where no operator counted has filed, and before the announcement, and where a filing that counts is damaged";
    TARGET_EXPECTED_AT_FILING_RATIO = Gauge "taghtia_target_expected_at_filing_ratio" [target, scope]
        Ratio on [Main]
        "The share 0..1 that was expected on the date of the latest filing that counts."
        absent "where no operator counted has filed, and where that was before the announcement, and where a filing that counts is damaged";
    TARGET_FILING_AS_OF = Gauge "taghtia_target_filing_as_of_timestamp_seconds" [target, scope]
        Timestamp on [Main]
        "The date of the latest filing that counts for a target and scope, as the start of that day in UTC; a damaged filing has its date too."
        absent "where no operator counted has filed";
    TARGET_GAP_PEOPLE = Gauge "taghtia_target_gap_people" [target, scope]
        People on [Main]
        "People still to reach to one target's goal in one scope; 0 once it is reached. Scopes and targets overlap: never sum them."
        absent "of targets of households, and where no operator counted has filed, and where a filing that counts is damaged";
    TARGET_GAP_HOUSEHOLDS = Gauge "taghtia_target_gap_households" [target, scope]
        Households on [Main]
        "Households still to reach to one target's goal in one scope; 0 once it is reached. Scopes and targets overlap: never sum them."
        absent "of targets of people, and where no operator counted has filed, and where a filing that counts is damaged";
    TARGET_STATUS = Gauge "taghtia_target_status" [target, scope, status]
        Truth on [Main]
        "1 for the status of a target today by scope, 0 for every other; scope each is that of its worst operator."
        absent "where the pack has no targets";
}
