//! What measurements say: a window of twelve months to the last one measured.

use super::metrics;

metrics! { MEASURED:
    MEASUREMENT_TESTS = Gauge "taghtia_measurement_tests" [code, level, operator, source, technology]
        Count on [Main]
        "Tests of the twelve months to the last one measured; sources are never added together."
        absent "where nothing is measured";
    MEASUREMENT_DOWNLOAD_MEDIAN = Gauge "taghtia_measurement_download_median_bits_per_second" [code, level, operator, source, technology]
        BitsPerSecond on [Main]
        "Median download speed of these tests; absent below 30. Tests are no sample of the people."
        absent "below 30 tests";
    MEASUREMENT_UPLOAD_MEDIAN = Gauge "taghtia_measurement_upload_median_bits_per_second" [code, level, operator, source, technology]
        BitsPerSecond on [Main]
        "Median upload speed of these tests; absent below 30. Tests are no sample of the people."
        absent "below 30 tests";
    MEASUREMENT_LATENCY_MEDIAN = Gauge "taghtia_measurement_latency_median_seconds" [code, level, operator, source, technology]
        Seconds on [Main]
        "Median round-trip time of these tests; absent below 30. Tests are no sample of the people."
        absent "below 30 tests";
    MEASUREMENT_SOURCE_TESTS = Gauge "taghtia_measurement_source_tests" [source]
        Count on [Main]
        "Tests kept of the source, of all months."
        absent "where nothing is measured";
    MEASUREMENT_SOURCE_LAST = Gauge "taghtia_measurement_source_last_timestamp_seconds" [source]
        Timestamp on [Main]
        "When the latest test of the source was made."
        absent "where nothing is measured";
    MEASUREMENTS_REFUSED = Counter "taghtia_measurements_refused_total" [rule, source]
        Count on [Main]
        "Rows of the source that were refused, by rule."
        absent "before a source's first refusal";
    MEASUREMENT_TIER_MET_RATIO = Gauge "taghtia_measurement_tier_met_ratio" [code, level, operator, source, technology, tier, bound]
        Ratio on [Measurements]
        "Share 0..1 of tests that met the tier, and the ends of its 95 % interval (Wilson); absent below 30 tests."
        absent "below 30 tests";
    MEASUREMENT_VERDICT = Gauge "taghtia_measurement_verdict" [code, level, operator, source, technology, tier, verdict]
        Truth on [Measurements]
        "1 for what the tests say of the operator's claim at the tier, 0 for every other verdict."
        absent "where nothing is measured";
    MEASUREMENT_DOWNLOAD = Summary "taghtia_measurement_download_bits_per_second" [code, level, operator, source, technology, quantile]
        BitsPerSecond on [Measurements]
        "Download speed of the tests of twelve months; absent below 30 tests."
        absent "below 30 tests";
    MEASUREMENT_LATENCY = Summary "taghtia_measurement_latency_seconds" [code, level, operator, source, technology, quantile]
        Seconds on [Measurements]
        "Round-trip time of the tests of twelve months; absent below 30 tests."
        absent "below 30 tests";
}
