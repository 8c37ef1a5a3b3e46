//! One check as `blackbox_exporter` tells it, in its names and words, and what it has no word for.

use super::metrics;

metrics! { BLACKBOX:
    BLACKBOX_SUCCESS = Gauge "probe_success" []
        Truth on [Probe]
        "Displays whether or not the probe was a success";
    BLACKBOX_DURATION = Gauge "probe_duration_seconds" []
        Seconds on [Probe]
        "Returns how long the probe took to complete in seconds";
    BLACKBOX_TIMEOUT = Gauge "probe_timeout_seconds" []
        Seconds on [Probe]
        "Returns the timeout of the probe in seconds";
    BLACKBOX_DNS_LOOKUP = Gauge "probe_dns_lookup_time_seconds" []
        Seconds on [Probe]
        "Returns the time taken for probe dns lookup in seconds";
    BLACKBOX_IP_PROTOCOL = Gauge "probe_ip_protocol" []
        Count on [Probe]
        "Specifies whether probe ip protocol is IP4 or IP6";
    BLACKBOX_IP_HASH = Gauge "probe_ip_addr_hash" []
        Count on [Probe]
        "Specifies the hash of IP address. It's useful to detect if the IP address changes.";
    BLACKBOX_REGEX = Gauge "probe_failed_due_to_regex" []
        Truth on [Probe]
        "Indicates if probe failed due to regex"
        absent "of icmp and dns checks";
    BLACKBOX_ICMP_DURATION = Gauge "probe_icmp_duration_seconds" [phase]
        Seconds on [Probe]
        "Duration of icmp request by phase"
        absent "unless it is an icmp check";
    BLACKBOX_ICMP_HOP_LIMIT = Gauge "probe_icmp_reply_hop_limit" []
        Count on [Probe]
        "Replied packet hop limit (TTL for ipv4)"
        absent "unless an icmp reply told it";
    BLACKBOX_HTTP_DURATION = Gauge "probe_http_duration_seconds" [phase]
        Seconds on [Probe]
        "Duration of http request by phase, summed over all redirects"
        absent "unless it is an http check";
    BLACKBOX_HTTP_STATUS = Gauge "probe_http_status_code" []
        Count on [Probe]
        "Response HTTP status code"
        absent "unless it is an http check";
    BLACKBOX_HTTP_VERSION = Gauge "probe_http_version" []
        Count on [Probe]
        "Returns the version of HTTP of the probe response"
        absent "unless it is an http check";
    BLACKBOX_HTTP_REDIRECTS = Gauge "probe_http_redirects" []
        Count on [Probe]
        "The number of redirects"
        absent "unless it is an http check";
    BLACKBOX_HTTP_SSL = Gauge "probe_http_ssl" []
        Truth on [Probe]
        "Indicates if SSL was used for the final redirect"
        absent "unless it is an http check";
    BLACKBOX_HTTP_LENGTH = Gauge "probe_http_content_length" []
        Count on [Probe]
        "Length of http content response"
        absent "unless it is an http check";
    BLACKBOX_HTTP_BODY = Gauge "probe_http_uncompressed_body_length" []
        Count on [Probe]
        "Length of uncompressed response body"
        absent "unless it is an http check";
    BLACKBOX_HTTP_MODIFIED = Gauge "probe_http_last_modified_timestamp_seconds" []
        Timestamp on [Probe]
        "Returns the Last-Modified HTTP response header in unixtime"
        absent "unless an http reply told it";
    BLACKBOX_TLS_EXPIRY = Gauge "probe_ssl_earliest_cert_expiry" []
        Count on [Probe]
        "Returns last SSL chain expiry in unixtime"
        absent "unless a certificate was shown";
    BLACKBOX_TLS_CHAIN_EXPIRY = Gauge "probe_ssl_last_chain_expiry_timestamp_seconds" []
        Timestamp on [Probe]
        "Returns last SSL chain expiry in timestamp"
        absent "unless a certificate was shown";
    BLACKBOX_TLS_VERSION = Gauge "probe_tls_version_info" [version]
        Info on [Probe]
        "Returns the TLS version used or NaN when unknown"
        absent "unless a certificate was shown";
    BLACKBOX_TLS_CIPHER = Gauge "probe_tls_cipher_info" [cipher]
        Info on [Probe]
        "Returns the TLS cipher negotiated during handshake"
        absent "unless a certificate was shown";
    BLACKBOX_DNS_DURATION = Gauge "probe_dns_duration_seconds" [phase]
        Seconds on [Probe]
        "Duration of DNS request by phase"
        absent "unless it is a dns check";
    BLACKBOX_DNS_ANSWERS = Gauge "probe_dns_answer_rrs" []
        Count on [Probe]
        "Returns number of entries in the answer resource record list"
        absent "unless it is a dns check";
    BLACKBOX_DNS_AUTHORITIES = Gauge "probe_dns_authority_rrs" []
        Count on [Probe]
        "Returns number of entries in the authority resource record list"
        absent "unless it is a dns check";
    BLACKBOX_DNS_ADDITIONALS = Gauge "probe_dns_additional_rrs" []
        Count on [Probe]
        "Returns number of entries in the additional resource record list"
        absent "unless it is a dns check";
    BLACKBOX_DNS_SUCCEEDED = Gauge "probe_dns_query_succeeded" []
        Truth on [Probe]
        "Displays whether or not the query was executed successfully"
        absent "unless it is a dns check";
    BLACKBOX_DNS_SERIAL = Gauge "probe_dns_serial" []
        Count on [Probe]
        "Returns the serial number of the zone"
        absent "unless a dns reply told it";
    CHECK_STATE = Gauge "taghtia_probe_state" [state]
        Truth on [Probe]
        "1 for the state of the check, 0 for every other.";
    CHECK_AGE = Gauge "taghtia_probe_age_seconds" []
        Seconds on [Probe]
        "How long ago the probe began, when it is not fresh; else 0.";
    CHECK_TCP_DURATION = Gauge "taghtia_probe_tcp_duration_seconds" [phase]
        Seconds on [Probe]
        "Duration of a TCP check by phase."
        absent "unless it is a tcp check";
    CHECK_PACKETS_SENT = Gauge "taghtia_probe_packets_sent" []
        Count on [Probe]
        "Echo requests sent by this check."
        absent "unless it is an icmp check";
    CHECK_PACKETS_RECEIVED = Gauge "taghtia_probe_packets_received" []
        Count on [Probe]
        "Echo requests of this check that were answered."
        absent "unless it is an icmp check";
    CHECK_ROUND_TRIP = Gauge "taghtia_probe_icmp_round_trip_seconds" [statistic]
        Seconds on [Probe]
        "Round-trip times of this check: shortest, mean, longest, and mean step between neighbours."
        absent "unless an icmp echo was answered";
    CHECK_TLS_VALID = Gauge "taghtia_probe_tls_certificate_valid" []
        Truth on [Probe]
        "Whether the certificate is valid for the name, in time and trusted."
        absent "unless a certificate was shown";
}
