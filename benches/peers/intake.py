"""P5's peer: DuckDB reads the same CSV, makes the same checks in SQL and stores Parquet (zstd).

intake.py KIND FILE.csv CELLS.txt COMMUNES.geojson.gz ANSWER.json. CELLS.txt is the country's cell list. The exact
commune of premises is left out of the peer's work, in its favour: DuckDB's spatial join takes minutes for a million.
"""
import json, resource, sys, time
import duckdb

kind, file, cells, communes, answer = sys.argv[1:6]
db = duckdb.connect()
db.execute("SET threads = 2")
db.execute(f"CREATE TABLE cells AS SELECT column0 AS h3 FROM read_csv('{cells}', header = false, all_varchar = true)")


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


start, before = time.perf_counter(), cpu()
if kind == "mobile-coverage":
    db.execute(f"""
        CREATE TABLE raw AS SELECT row_number() OVER () + 1 AS line, * FROM read_csv('{file}', all_varchar = true)""")
    bad = db.execute("""
        SELECT line FROM raw WHERE technology NOT IN ('300', '400', '500') OR try_cast(mindown AS DOUBLE) IS NULL
            OR try_cast(minup AS DOUBLE) IS NULL OR environmnt NOT IN ('0', '1', '2')
            OR NOT regexp_full_match(h3_res9_id, '0?[0-9a-fA-F]{15}')
        LIMIT 200""").fetchall()
    foreign = db.execute("SELECT line FROM raw ANTI JOIN cells ON lower(h3_res9_id) = h3 LIMIT 200").fetchall()
    duplicates = db.execute("""
        SELECT count(*) FROM (SELECT 1 FROM raw GROUP BY technology, mindown, minup, environmnt, h3_res9_id
        HAVING count(*) > 1)""").fetchone()
    db.execute(f"""COPY (SELECT technology, mindown::FLOAT AS mindown, minup::FLOAT AS minup, environmnt, h3_res9_id
        FROM raw ORDER BY ALL) TO '{answer}.parquet' (FORMAT parquet, COMPRESSION zstd)""")
else:
    db.execute(f"""
        CREATE TABLE raw AS SELECT row_number() OVER () + 1 AS line, * FROM read_csv('{file}', all_varchar = true)""")
    bad = db.execute("""
        SELECT line FROM raw WHERE provider_id <> 'iam' OR technology <> '50'
            OR try_cast(longitude AS DOUBLE) NOT BETWEEN -180 AND 180 OR try_cast(longitude AS DOUBLE) IS NULL
            OR try_cast(latitude AS DOUBLE) NOT BETWEEN -90 AND 90 OR try_cast(latitude AS DOUBLE) IS NULL
            OR NOT regexp_full_match(max_advertised_download_speed, '[0-9]{1,7}')
            OR NOT regexp_full_match(max_advertised_upload_speed, '[0-9]{1,7}')
            OR low_latency NOT IN ('0', '1') OR business_residential_code NOT IN ('B', 'R', 'X')
            OR status NOT IN ('passed', 'connected') OR NOT regexp_full_match(units, '[1-9][0-9]{0,4}')
        LIMIT 200""").fetchall()
    foreign = []
    duplicates = db.execute("""
        SELECT count(*) FROM (SELECT 1 FROM raw GROUP BY longitude, latitude, technology,
        max_advertised_download_speed, max_advertised_upload_speed HAVING count(*) > 1)""").fetchone()
    db.execute(f"""COPY (SELECT technology, max_advertised_download_speed::INT AS down,
        max_advertised_upload_speed::INT AS up, status, units::INT AS units, business_residential_code AS use,
        low_latency::INT::BOOL AS low_latency, longitude::DOUBLE AS lon, latitude::DOUBLE AS lat
        FROM raw ORDER BY technology, lon, lat) TO '{answer}.parquet' (FORMAT parquet, COMPRESSION zstd)""")
seconds, used = time.perf_counter() - start, cpu() - before
assert not bad and not foreign, (bad[:3], foreign[:3])
rows = db.execute(f"SELECT count(*) FROM '{answer}.parquet'").fetchone()[0]
json.dump({"seconds": seconds, "cpu": used, "rows": rows, "duplicates": duplicates[0]}, open(answer, "w"))
