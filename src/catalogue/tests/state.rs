//! Reading what is newer, against reading everything.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use super::*;
use crate::domain::{Actor, Clock};

/// Numbers drawn from a seed.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A reader who keeps what was read and puts over it what is newer.
struct Reader {
    until: ReadUntil,
    filings: Vec<FilingRecord>,
}

impl Reader {
    async fn begin(catalogue: &Catalogue) -> Self {
        let state = catalogue.state().await.expect("reads");
        assert!(state.is_whole);
        Self { until: state.until, filings: state.filings }
    }

    /// Reads on; returns how many filings were read, and whether these were all.
    async fn go_on(&mut self, catalogue: &Catalogue) -> (usize, bool) {
        let state = catalogue.state_since(&self.until).await.expect("reads");
        let read = (state.filings.len(), state.is_whole);
        if state.is_whole {
            self.filings.clear();
        }
        self.filings.retain(|known| state.filings.iter().all(|new| new.id != known.id));
        self.filings.extend(state.filings);
        self.filings.sort_by_key(|filing| filing.recorded);
        self.until = state.until;
        read
    }

    async fn assert_knows_all(&self, catalogue: &Catalogue) {
        let whole = catalogue.state().await.expect("reads");
        assert_eq!((&self.filings, &self.until), (&whole.filings, &whole.until));
    }
}

async fn heal(catalogue: &Catalogue, filing: &FilingRecord, number: u64) {
    let healing = Healing {
        object: filing.data_key.clone(),
        filing: filing.id.clone(),
        data_key: Some(format!("filings/healed-{number}.parquet")),
        means: HealedBy::Original,
    };
    catalogue.record_healing(&healing, &Actor::machine("tests")).await.expect("heals");
}

#[tokio::test]
async fn what_is_read_since_over_what_was_read_before_is_everything_after_any_acts() {
    let dir = tempfile::tempdir().expect("a directory");
    let minutes = Arc::new(AtomicI64::new(0));
    let own = Arc::clone(&minutes);
    let start: Timestamp = "2026-11-28T12:00:00Z".parse().expect("an instant");
    let wall = move || start + jiff::SignedDuration::from_mins(own.load(Ordering::SeqCst));
    let catalogue = open(&dir).await.with_clock(Clock::new(wall));
    let (mut draw, mut number) = (Draw(7), 0);
    let mut reader = Reader::begin(&catalogue).await;
    for turn in 0..60 {
        let (mut acts, mut repaired) = (0, false);
        for _ in 0..=draw.below(3) {
            minutes.fetch_add(1, Ordering::SeqCst);
            let known = catalogue.state().await.expect("reads").filings;
            let some = known.get(draw.below(known.len().max(1) as u64) as usize);
            match (draw.below(10), some) {
                (0 | 1, Some(filing)) => {
                    let actor = Actor::machine("tests");
                    catalogue.withdraw(&filing.id, "a test", "us", &actor).await.expect("withdraws");
                }
                (2, Some(filing)) => heal(&catalogue, filing, turn).await,
                (3, Some(_)) if turn % 20 == 10 => {
                    // One filing by a clock that ran a day ahead, and the repair.
                    minutes.fetch_add(1440, Ordering::SeqCst);
                    number += 1;
                    catalogue.insert_filing(numbered(&mut draw, number)).await.expect("is recorded");
                    minutes.fetch_sub(1440, Ordering::SeqCst);
                    catalogue.repair_clock(&Actor::machine("tests")).await.expect("repairs");
                    repaired = true;
                }
                _ => {
                    number += 1;
                    catalogue.insert_filing(numbered(&mut draw, number)).await.expect("is recorded");
                }
            }
            acts += 1;
        }
        let (read, is_whole) = reader.go_on(&catalogue).await;
        reader.assert_knows_all(&catalogue).await;
        assert_eq!(is_whole, repaired, "everything is read again after a repair alone");
        assert!(is_whole || read <= acts, "{acts} acts concern no more filings, and {read} were read");
    }
    assert_eq!(reader.go_on(&catalogue).await, (0, false), "nothing is newer");
}

/// A filing like no other.
fn numbered(draw: &mut Draw, number: u64) -> NewFiling {
    let operator = ["one", "two"][draw.below(2) as usize];
    let as_of = format!("20{}-06-30", 20 + draw.below(5));
    let content_hash = ContentHash::new(&format!("{number:064x}")).expect("valid");
    NewFiling { content_hash, ..filing(operator, &as_of, 'a', &[200 + draw.below(3) as u32]) }
}

#[tokio::test]
async fn another_catalogue_is_read_whole() {
    let (here, there) =
        (tempfile::tempdir().expect("a directory"), tempfile::tempdir().expect("a directory"));
    let (one, other) = (open(&here).await, open(&there).await);
    record(&one, filing("one", "2026-06-30", 'a', &[200])).await;
    record(&other, filing("two", "2026-06-30", 'b', &[200])).await;
    let mut reader = Reader::begin(&one).await;
    assert_eq!(reader.go_on(&other).await, (1, true));
    reader.assert_knows_all(&other).await;
    // And an older one under the same id: what was read of the newer is not there.
    let until = one.state().await.expect("reads").until;
    record(&one, filing("one", "2026-12-31", 'c', &[200])).await;
    let newer = one.state().await.expect("reads").until;
    assert!(!one.state_since(&until).await.expect("reads").is_whole);
    sqlx::query(
        "DELETE FROM filing_layers WHERE filing IN (SELECT id FROM filings ORDER BY rowid DESC LIMIT 1)",
    )
    .execute(&one.pool)
    .await
    .expect("is taken out");
    sqlx::query("DELETE FROM filings WHERE rowid = (SELECT max(rowid) FROM filings)")
        .execute(&one.pool)
        .await
        .expect("is taken out");
    assert!(one.state_since(&newer).await.expect("reads").is_whole);
}
