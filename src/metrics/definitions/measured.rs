//! What measurements say: a window of twelve months to the last one measured.

use super::metrics;

metrics! { MEASURED:
    MEASUREMENT_TESTS = Gauge "taghtia_measurement_tests" [code, level, operator, technology, source]
        Count on [Main]
        "Tests of the twelve months to the last one measured; sources are never added together."
        absent "where nothing is measured";
    MEASUREMENT_DOWNLOAD_MEDIAN = Gauge "taghtia_measurement_download_median_bits_per_second" [code, level, operator, technology, source]
        BitsPerSecond on [Main]
        "Median download speed of these tests, which are no sample of the people."
        absent "below 30 tests";
    MEASUREMENT_UPLOAD_MEDIAN = Gauge "taghtia_measurement_upload_median_bits_per_second" [code, level, operator, technology, source]
        BitsPerSecond on [Main]
        "Median upload speed of these tests, which are no sample of the people."
        absent "below 30 tests";
    MEASUREMENT_LATENCY_MEDIAN = Gauge "taghtia_measurement_latency_median_seconds" [code, level, operator, technology, source]
        Seconds on [Main]
        "Median round-trip time of these tests, which are no sample of the people."
        absent "below 30 tests";
    MEASUREMENT_SOURCE_TESTS = Gauge "taghtia_measurement_source_tests" [source]
        Count on [Main]
        "Tests a source has handed in, all months together."
        absent "where nothing is measured";
    MEASUREMENT_SOURCE_LAST = Gauge "taghtia_measurement_source_last_timestamp_seconds" [source]
        Timestamp on [Main]
        "When a source's last test was made."
        absent "where nothing is measured";
    MEASUREMENTS_REFUSED = Counter "taghtia_measurements_refused_total" [source, rule]
        Count on [Main]
        "Measurements refused at intake, by source and rule."
        absent "before a source's first refusal";
    MEASUREMENT_TIER_MET_RATIO = Gauge "taghtia_measurement_tier_met_ratio" [code, level, operator, technology, source, tier, bound]
        Ratio on [Measurements]
        "Share 0..1 of tests that met the tier: the estimate, and the bounds of its 95 % Wilson interval."
        absent "below 30 tests";
    MEASUREMENT_VERDICT = Gauge "taghtia_measurement_verdict" [code, level, operator, technology, source, tier, verdict]
        Truth on [Measurements]
        "1 for the verdict on the operator's claim, 0 for every other: confirmed, contradicted, insufficient."
        absent "where nothing is measured";
    MEASUREMENT_VERDICT_TESTS = Gauge "taghtia_measurement_verdict_tests" [code, level, operator, technology, source, tier]
        Count on [Measurements]
        "Tests the verdict counts: made in cells that were claimed on the day of the test and still are; below 30 it is insufficient."
        absent "where nothing is measured";
    MEASUREMENT_VERDICT_CELLS = Gauge "taghtia_measurement_verdict_cells" [code, level, operator, technology, source, tier]
        Count on [Measurements]
        "Distinct H3 resolution-8 cells (about 0.7 km²) of those tests; below 10 the verdict is insufficient."
        absent "where nothing is measured";
    MEASUREMENT_VERDICT_DATES = Gauge "taghtia_measurement_verdict_dates" [code, level, operator, technology, source, tier]
        Count on [Measurements]
        "Distinct civil dates of those tests; below 5 the verdict is insufficient."
        absent "where nothing is measured";
    MEASUREMENT_DOWNLOAD = Summary "taghtia_measurement_download_bits_per_second" [code, level, operator, technology, source, quantile]
        BitsPerSecond on [Measurements]
        "Download speed of the tests, by quantile."
        absent "below 30 tests";
    MEASUREMENT_LATENCY = Summary "taghtia_measurement_latency_seconds" [code, level, operator, technology, source, quantile]
        Seconds on [Measurements]
        "Round-trip time of the tests, by quantile."
        absent "below 30 tests";
}
