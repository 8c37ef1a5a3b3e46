//! Evidence: which tests count for and against a claim, and how many they are.
//!
//! ```text
//! filings known at the question's known_at ─► layers in force on each day ─┐
//! objects of a month ─► rows (cell, day, speeds) ──────────────────────────┴─► JudgedTable of the object
//! tables of the months asked for ─► united by territory ─► tests, met, cells, days of each claim
//! ```
//!
//! The rule: a test counts for a tier where the operator's layers of that tier **in force on the day of the
//! test** (dated that day or before it) held its resolution-9 cell, and the layers judged still hold it. Where
//! premises are filed, a cell is held when dwellings in it can order the tier. Days are civil days of the
//! country's zone. Distinct places are H3 cells of resolution 8.
//!
//! Invariants: distinct places and days are united, never added up, over communes, months and up the tree; an
//! object is read once for all operators, technologies and tiers, and again only when the layers it was held
//! against change; nothing is read or counted on the threads that answer requests.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::claims::{Building, ClaimsInForce, Piece, TierClaims, TierReach, name_of};
use super::counting::{CountedObject, Counting};
use super::evidence_cache::{EvidenceWindow, TableKey, WindowKey};
use super::extent::LayerInForce;
use super::measured::{Selection, containers};
use super::{NetworkState, Publisher, SnapshotError};
use crate::country::TerritoryId;
use crate::domain::{AsOf, Level, Month, SourceId, SpeedFloor, causes};
use crate::stats::verdict::Evidence;
use crate::stats::{Judged, KeptJudged};

impl Publisher {
    /// Counts the evidence of the usual questions for every snapshot, so that no reader waits for it. A
    /// snapshot that is replaced while one is being counted is passed over.
    pub async fn keep_evidence(self: Arc<Self>) {
        let mut published = self.subscribe();
        loop {
            let snapshot = self.current();
            let started = std::time::Instant::now();
            if snapshot.measured().window().is_some() {
                if let Err(error) = snapshot.state(None, None).keep_usual_evidence().await {
                    tracing::warn!(error = %causes(&error), "the evidence of measurements cannot be counted");
                }
                let duration = started.elapsed().as_secs_f64() * 1e3;
                tracing::debug!(duration_ms = duration, "snapshot.evidence.counted");
            }
            if published.changed().await.is_err() {
                return;
            }
        }
    }
}

/// Days since 1970.
fn day_number(date: Date) -> i32 {
    let hours = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours();
    i32::try_from(hours.div_euclid(24)).unwrap_or(i32::MAX)
}

impl NetworkState {
    /// The evidence of the months of a selection: by first month where each stands for itself, else one.
    ///
    /// # Errors
    /// When an extent or measurements cannot be loaded from the lake.
    pub(super) async fn evidence(
        &self,
        asked: &Selection,
    ) -> Result<BTreeMap<Month, Arc<EvidenceWindow>>, SnapshotError> {
        let measured = self.measured();
        let windows: Vec<(Month, Month)> = if asked.by_month {
            measured.months(asked.from, asked.to).into_iter().map(|month| (month, month)).collect()
        } else {
            vec![(asked.from, asked.to)]
        };
        let mut found = BTreeMap::new();
        for (from, to) in windows {
            found.insert(from, self.evidence_of(asked.level, from, to).await?);
        }
        Ok(found)
    }

    async fn evidence_of(
        &self,
        level: Level,
        from: Month,
        to: Month,
    ) -> Result<Arc<EvidenceWindow>, SnapshotError> {
        let (snapshot, measured) = (self.snapshot(), self.measured());
        // Months without tests change nothing: questions that differ in them only are one.
        let months = measured.months(from, to);
        let (Some(from), Some(to)) = (months.first().copied(), months.last().copied()) else {
            return Ok(Arc::default());
        };
        let key = self.window_key(level, from, to);
        let evidence = snapshot.archive().evidence();
        let count = async {
            let usual = snapshot.state(None, None);
            let is_usual =
                usual.usual_window().is_some_and(|(from, to)| key == usual.window_key(level, from, to));
            // The usual questions wait for no others.
            let _place = if is_usual { None } else { evidence.recounts.acquire().await.ok() };
            let counted = self.count_evidence(&[level], from, to).await?;
            Ok(counted.into_iter().next().unwrap_or_default())
        };
        evidence.windows.get(&key, EvidenceWindow::bytes, count).await
    }

    /// Counts the usual evidence of every level that is not kept: of all of them at once, as what is read is the same.
    async fn keep_usual_evidence(&self) -> Result<(), SnapshotError> {
        let Some((from, to)) = self.usual_window() else { return Ok(()) };
        let kept = &self.snapshot().archive().evidence().windows;
        let is_missing = |level: &Level| kept.kept(&self.window_key(*level, from, to)).is_none();
        let levels: Vec<Level> = self.snapshot().country().levels().chain().filter(is_missing).collect();
        if levels.is_empty() {
            return Ok(());
        }
        let counted = self.count_evidence(&levels, from, to).await?;
        for (level, window) in levels.into_iter().zip(counted) {
            let key = self.window_key(level, from, to);
            let counted = std::future::ready(Ok::<_, SnapshotError>(window));
            kept.get(&key, EvidenceWindow::bytes, counted).await?;
        }
        Ok(())
    }

    /// The first and the last month with tests, of those looked back over by default.
    fn usual_window(&self) -> Option<(Month, Month)> {
        let (from, to) = self.measured().window()?;
        let months = self.measured().months(from, to);
        months.first().copied().zip(months.last().copied())
    }

    fn window_key(&self, level: Level, from: Month, to: Month) -> WindowKey {
        let snapshot = self.snapshot();
        WindowKey {
            network: snapshot.version().to_owned(),
            objects: self.measured().name_of(from, to),
            as_of: snapshot.dates(self.known_at()).rfind(|date| *date <= self.as_of()),
            known_at: snapshot.filings().last_event(self.known_at()),
            level,
            from,
            to,
        }
    }

    /// The evidence of some levels, in their order.
    async fn count_evidence(
        &self,
        levels: &[Level],
        from: Month,
        to: Month,
    ) -> Result<Vec<EvidenceWindow>, SnapshotError> {
        let snapshot = self.snapshot();
        let new = |level: &Level| United::new(containers(snapshot.country(), *level, None));
        let mut united: Vec<United> = levels.iter().map(new).collect();
        for month in self.measured().months(from, to) {
            let claims = Arc::new(self.claims_of(month).await?);
            let objects = self.measured().objects(month);
            let judged =
                objects.into_iter().map(|(source, object)| self.judged(source, object, Arc::clone(&claims)));
            // Objects of a month are many and small, or few and large: these are counted on all cores.
            let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
            let judged: Vec<_> = futures_util::stream::iter(judged).buffered(cores).try_collect().await?;
            // A month at a time: what is read of it is held no longer than it is needed.
            let unite = move || united.into_iter().map(|united| united.with(&judged)).collect();
            united = tokio::task::spawn_blocking(unite).await.map_err(SnapshotError::Computation)?;
        }
        Ok(united.into_iter().map(United::count).collect())
    }

    async fn judged(
        &self,
        source: SourceId,
        object: CountedObject,
        claims: Arc<ClaimsInForce>,
    ) -> Result<(SourceId, Arc<KeptJudged>), SnapshotError> {
        let archive = self.snapshot().archive();
        let counting = Arc::clone(self.measured().counting());
        let key =
            TableKey { object: name_of(Sha256::new_with_prefix(format!("{object:?}"))), claims: claims.name };
        let judge = archive.store().inner().judge(object, counting, claims);
        let judge = async { judge.await.map(KeptJudged::from) };
        let judged = archive.evidence().tables.get(&key, KeptJudged::bytes, judge).await;
        let table = archive.store().heed(judged)?;
        Ok((source, table))
    }

    /// The claims that tests of a month are held against: those in force on each of its days, and this state's.
    async fn claims_of(&self, month: Month) -> Result<ClaimsInForce, SnapshotError> {
        let counting = Arc::clone(self.measured().counting());
        let (state, words) = (self.clone(), Arc::clone(&counting));
        let filed = tokio::task::spawn_blocking(move || state.filed_in(month, &words))
            .await
            .map_err(SnapshotError::Computation)?;
        let mut building = Building::new(&counting);
        for FiledTier { operator, technology, tier, floor, judged, then } in filed {
            building.hash(&format!("{operator} {technology} {tier}"));
            let mut claims = TierClaims {
                then: Vec::with_capacity(then.len()),
                judged: self.pieces(&judged, floor, &mut building).await?,
            };
            for (from, held) in then {
                building.hash(&format!("from {from}"));
                let reach = match held {
                    Some(held) => Some(self.pieces(&held, floor, &mut building).await?),
                    None => None,
                };
                claims.then.push((from, reach));
            }
            building.put(operator, technology, tier, claims);
        }
        Ok(building.finish(Arc::clone(self.snapshot().country())))
    }

    /// What was filed for each tier of each network, on each day of a month that it changed and for this state.
    fn filed_in(&self, month: Month, counting: &Counting) -> Vec<FiledTier> {
        let snapshot = self.snapshot();
        // Months are those of UTC, days those of the country: a month's tests lie a day around it at most.
        let first = month.first_day().yesterday().unwrap_or(Date::MIN);
        let last = month.minus(-1).first_day().tomorrow().unwrap_or(Date::MAX);
        let between = snapshot.dates(self.known_at()).filter(|date| first < *date && *date <= last);
        let days: Vec<AsOf> = std::iter::once(first).chain(between).collect();
        let states: Vec<(i32, NetworkState)> = days
            .into_iter()
            .map(|day| (day_number(day), snapshot.state(Some(day), Some(self.known_at()))))
            .collect();
        let mut found = Vec::new();
        for (question, _) in self.usual_questions() {
            let place = counting.place_of(&question.technology, question.floor);
            let Some((technology, tier)) = place else { continue };
            let filed_then: Vec<_> =
                states.iter().map(|(from, state)| (*from, state.filed(&question))).collect();
            for (id, judged) in self.filed(&question) {
                let Some(operator) = counting.operator_at(&id) else { continue };
                let then = filed_then.iter().map(|(from, filed)| {
                    let held = filed.get(&id).map_or(&[][..], Vec::as_slice);
                    (*from, (!is_same(held, &judged)).then(|| held.to_vec()))
                });
                let then = then.collect();
                found.push(FiledTier { operator, technology, tier, floor: question.floor, judged, then });
            }
        }
        found
    }

    /// Where layers reach. What is damaged holds nothing: no test is held against what cannot be read.
    async fn pieces(
        &self,
        holdings: &[LayerInForce],
        floor: SpeedFloor,
        building: &mut Building,
    ) -> Result<TierReach, SnapshotError> {
        let mut reach = TierReach::default();
        for holding in holdings {
            building.hash(&format!("{} {:?}", holding.filing.id, holding.layer));
            if self.is_damaged(&holding.filing) {
                building.hash("damaged");
                continue;
            }
            let extents = self.snapshot().archive().extents(&holding.filing).await?;
            if let Some(at) = extents.0.iter().position(|(layer, _)| *layer == holding.layer) {
                reach.0.push(Piece { extents, at, floor });
            }
        }
        Ok(reach)
    }
}

/// What was filed for one tier of one network.
struct FiledTier {
    operator: u16,
    technology: u16,
    tier: usize,
    floor: SpeedFloor,
    /// For the state asked for.
    judged: Vec<LayerInForce>,
    /// By first day; nothing where the same was in force then as is judged.
    then: Vec<(i32, Option<Vec<LayerInForce>>)>,
}

fn is_same(one: &[LayerInForce], other: &[LayerInForce]) -> bool {
    let same = |(a, b): (&LayerInForce, &LayerInForce)| a.filing.id == b.filing.id && a.layer == b.layer;
    one.len() == other.len() && one.iter().zip(other).all(same)
}

/// The tests of every territory of a level, while months are added.
struct United {
    /// For each commune, the territory that it lies in.
    up: Vec<Option<TerritoryId>>,
    tests: HashMap<(TerritoryId, SourceId, u16, u16), Vec<Judged>>,
}

impl United {
    fn new(up: Vec<Option<TerritoryId>>) -> Self {
        Self { up, tests: HashMap::new() }
    }

    fn with(mut self, tables: &[(SourceId, Arc<KeptJudged>)]) -> Self {
        for (source, table) in tables {
            let (up, tests) = (&self.up, &mut self.tests);
            table.add_to(tests, |group| {
                let territory = up.get(group.commune.index()).copied().flatten()?;
                Some((territory, source.clone(), group.operator, group.technology))
            });
        }
        self
    }

    fn count(self) -> EvidenceWindow {
        let count = |mut judged: Judged| Evidence {
            tests: judged.tests,
            met: judged.met,
            cells: judged.areas.count(),
            days: judged.days.count(),
        };
        let counted =
            self.tests.into_iter().map(|(network, tiers)| (network, tiers.into_iter().map(count).collect()));
        EvidenceWindow(counted.collect())
    }
}
