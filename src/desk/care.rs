//! How the desk cares for what it keeps: it looks for damage, and heals what can be healed.
//!
//! ```text
//! scrub: every object the catalogue names ─► compared with its name ─► what is damaged, what is intact
//! heal:  undamaged original ─► check ─► rows ─► under their old name, or under a new one that is recorded
//! ```
//!
//! Rows made again under another name are accepted in one case: a newer program writes the same rows as
//! other bytes. Then the filing must declare the same layers of the same extents and come of as many rows
//! as when it was recorded; else it stays quarantined until somebody files. Every healing is a row of
//! the catalogue and of the audit log, and nothing damaged is deleted.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::error::{DeskError, broken};
use super::open::{Desk, on_a_thread, permit};
use super::request::SubmitRequest;
use super::spool::Spool;
use crate::catalogue::{CatalogueState, FilingRecord, HealedBy, Healing, PlaceListChange};
use crate::domain::{Actor, DamageCause, DamagedKind, DamagedObject, Epsg, causes};
use crate::intake::ReferenceSummary;
use crate::lake::{Kept, Key, LakeError, LayerRows, Place};

/// The longest rest within an object.
const LONGEST_REST: Duration = Duration::from_secs(1);

/// What is in the lake of a filing that was checked.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub original: Kept,
    pub rows: Kept,
    /// Rows or features read.
    pub count: u64,
    pub layers: Vec<LayerRows>,
}

impl Stored {
    /// Whether it is what a filing declared when it was recorded.
    fn is_of(&self, filing: &FilingRecord) -> bool {
        let mut layers = self.layers.clone();
        layers.sort();
        let declared = filing.layers.iter().map(|filed| (filed.layer.clone(), filed.extent));
        self.count == filing.rows && layers.into_iter().eq(declared)
    }
}

/// What became of a damaged filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Healed {
    /// Its rows are there again.
    Yes,
    /// They are not, and why.
    No(String),
}

/// How far a scrub has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScrubProgress {
    /// Objects compared with their names.
    pub objects: usize,
    /// Objects there are.
    pub of: usize,
}

/// Told how far a scrub has come, from the thread that reads.
pub type ScrubWatcher = Arc<dyn Fn(ScrubProgress) + Send + Sync>;

/// What a scrub found.
#[derive(Debug, Clone, Default)]
pub struct Scrubbed {
    /// What is damaged, with what is wrong for the log.
    pub damaged: Vec<(DamagedObject, String)>,
    /// The names of all that is what its name says.
    pub intact: Vec<String>,
}

type Findings = BTreeMap<String, Vec<(DamagedKind, Whose)>>;

/// Whose data an object holds: a filing, a month or a list of places, by their place in the state.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Filing(usize),
    Month(usize),
    Places(usize),
}

impl Desk {
    /// What was found damaged since this was last asked, with what is wrong for the log.
    pub fn take_damaged(&self) -> Vec<(DamagedObject, String)> {
        self.found_damaged.take()
    }

    /// Waits until something is found damaged.
    pub async fn damage_found(&self) {
        self.found_damaged.added().await;
    }

    /// Compares every object the catalogue names with its name. After each piece it rests for `rest` times
    /// as long as reading took, so that it is in no one's way.
    ///
    /// # Errors
    /// When the catalogue cannot be read; never for what is found.
    pub async fn scrub(&self, rest: u32, watcher: ScrubWatcher) -> Result<Scrubbed, DeskError> {
        let state = self.catalogue.state().await?;
        let named = named(&state);
        let of = named.len();
        let (mut scrubbed, mut suspects) = (Scrubbed::default(), HashSet::new());
        for (at, name) in named.keys().enumerate() {
            match self.compare(name, rest).await? {
                Ok(()) => scrubbed.intact.push(name.clone()),
                Err(_) => drop(suspects.insert(name.clone())),
            }
            watcher(ScrubProgress { objects: at + 1, of });
        }
        if suspects.is_empty() {
            return Ok(scrubbed);
        }
        // While this went on objects were merged, healed and withdrawn: what is suspect is asked again.
        let state = self.catalogue.state().await?;
        for (name, holders) in self::named(&state) {
            if !suspects.contains(&name) {
                continue;
            }
            match self.compare(&name, 0).await? {
                Ok(()) => scrubbed.intact.push(name),
                Err(error) => {
                    let Some(cause) = error.cause() else { continue };
                    let objects =
                        holders.iter().filter_map(|(kind, whose)| damaged(&state, *kind, *whose, cause));
                    scrubbed.damaged.extend(objects.map(|object| (object, causes(&error).to_string())));
                }
            }
        }
        Ok(scrubbed)
    }

    /// Compares one object with its name.
    async fn compare(&self, name: &str, rest: u32) -> Result<Result<(), LakeError>, DeskError> {
        let Ok(key) = Key::new(name) else { return Ok(Ok(())) };
        let (lake, submissions) = (self.lake.clone(), Arc::clone(&self.submissions));
        on_a_thread("comparing an object with its name", move || {
            let mut since = Instant::now();
            let compared = lake.verify(&key, &mut |_| {
                // A process that ends waits for this thread, so it rests no more once the desk is closed.
                if !submissions.is_closed() {
                    std::thread::sleep((since.elapsed() * rest).min(LONGEST_REST));
                }
                since = Instant::now();
            });
            Ok(compared)
        })
        .await
    }

    /// Makes the rows of a damaged filing again of its original, where that is intact.
    ///
    /// # Errors
    /// When the desk is closed, or the lake or the catalogue cannot be written.
    pub async fn heal(&self, filing: &FilingRecord, spool: &Spool) -> Result<Healed, DeskError> {
        let permit = permit(&self.submissions).await?;
        let original = match Key::new(&filing.original_key) {
            Ok(key) => self.lake.original(&key).await,
            Err(error) => return Ok(Healed::No(causes(&error).to_string())),
        };
        let mut original = match original {
            Ok(original) => original,
            Err(error) => return Ok(Healed::No(format!("its original cannot be used: {}", causes(&error)))),
        };
        let operators = self.catalogue.operators().await?;
        let (desk, spool) = (self.clone(), spool.clone());
        let request = SubmitRequest {
            kind: filing.kind,
            operator: filing.operator.clone(),
            as_of: filing.as_of,
            file_name: filing.file_name.clone(),
            crs: self.catalogue.report(&filing.id).await?.and_then(|report| chosen_crs(&report)),
            origin: filing.origin,
        };
        let expected = filing.content_hash.clone();
        let checked = on_a_thread("making rows again of an original", move || {
            let _held = permit;
            let mut upload = spool.begin().map_err(broken("spooling an original"))?;
            std::io::copy(&mut original, &mut upload).map_err(broken("spooling an original"))?;
            let upload = upload.finish().map_err(broken("spooling an original"))?;
            if *upload.hash() != expected {
                return Ok(None);
            }
            desk.check_and_keep(&request, &operators, &upload, Box::new(|_| ())).map(Some)
        })
        .await;
        let stored = match checked {
            Ok(Some(checked)) => checked.stored(),
            Ok(None) => return Ok(Healed::No("its original is another file".to_owned())),
            Err(DeskError::Refused(report)) => {
                return Ok(Healed::No(format!("its original no longer passes: {}", report.summary)));
            }
            Err(error) => return Err(error),
        };
        let actor = Actor::program("scrub");
        if self.replace(filing, &stored, HealedBy::Original, &actor).await? {
            self.news.send_modify(|count| *count += 1);
            return Ok(Healed::Yes);
        }
        Ok(Healed::No("the rows made of its original are not those that were filed".to_owned()))
    }

    /// Records what a file has healed that was filed again, for a filing that was known before or is new.
    pub(super) async fn healed_by_filing(
        &self,
        filing: &FilingRecord,
        is_known: bool,
        stored: Stored,
        actor: &Actor,
    ) -> Result<(), DeskError> {
        let was_damaged = |kept: &Kept| match kept.place {
            Place::Damaged => true,
            // It had gone missing, if anything was ever recorded to be there.
            Place::Free => is_known,
            Place::Same => false,
        };
        let mut is_healed = false;
        if was_damaged(&stored.original) {
            let object = stored.original.key.as_str().to_owned();
            self.record(filing, object, None, HealedBy::FiledAgain, actor).await?;
            is_healed = true;
        }
        let is_same = filing.data_key == stored.rows.key.as_str();
        let is_damaged = if is_same {
            was_damaged(&stored.rows)
        } else {
            let compared = self.compare(&filing.data_key, 0).await?;
            compared.is_err_and(|error| error.cause().is_some())
        };
        if is_damaged {
            is_healed |= self.replace(filing, &stored, HealedBy::FiledAgain, actor).await?;
        }
        if is_healed {
            self.news.send_modify(|count| *count += 1);
        }
        Ok(())
    }

    /// Puts stored rows in the place of a filing's damaged ones, if they are the same; says whether it did.
    async fn replace(
        &self,
        filing: &FilingRecord,
        stored: &Stored,
        means: HealedBy,
        actor: &Actor,
    ) -> Result<bool, DeskError> {
        let object = filing.data_key.clone();
        let key = stored.rows.key.as_str();
        if key == object {
            self.record(filing, object, None, means, actor).await?;
            return Ok(true);
        }
        if !stored.is_of(filing) {
            return Ok(false);
        }
        if let Ok(old) = Key::new(&object) {
            let lake = self.lake.clone();
            on_a_thread("setting a damaged object aside", move || Ok(lake.set_aside(&old)?)).await?;
        }
        self.record(filing, object, Some(key.to_owned()), means, actor).await?;
        Ok(true)
    }

    async fn record(
        &self,
        filing: &FilingRecord,
        object: String,
        data_key: Option<String>,
        means: HealedBy,
        actor: &Actor,
    ) -> Result<(), DeskError> {
        tracing::warn!(
            object, filing = %filing.id, operator = %filing.operator, as_of = %filing.as_of, %means,
            data_key, "desk.object.healed"
        );
        let healing = Healing { object, filing: filing.id.clone(), data_key, means };
        Ok(self.catalogue.record_healing(&healing, actor).await?)
    }
}

/// Every object that a state names, with who names it.
fn named(state: &CatalogueState) -> Findings {
    let mut named = Findings::new();
    let mut add = |name: &String, kind, whose| named.entry(name.clone()).or_default().push((kind, whose));
    for (at, filing) in state.filings.iter().enumerate() {
        add(&filing.data_key, DamagedKind::Filing, Whose::Filing(at));
        add(&filing.original_key, DamagedKind::Original, Whose::Filing(at));
    }
    for (at, month) in state.measured.objects.iter().enumerate() {
        add(&month.data_key, DamagedKind::Measurements, Whose::Month(at));
        add(&month.tests_key, DamagedKind::Tests, Whose::Month(at));
    }
    for (at, event) in state.places.iter().enumerate() {
        if let PlaceListChange::Imported(list) = &event.change {
            add(&list.data_key, DamagedKind::Places, Whose::Places(at));
        }
    }
    named
}

fn damaged(
    state: &CatalogueState,
    kind: DamagedKind,
    whose: Whose,
    cause: DamageCause,
) -> Option<DamagedObject> {
    Some(match whose {
        Whose::Filing(at) if kind == DamagedKind::Original => state.filings[at].damaged_original(cause),
        Whose::Filing(at) => state.filings[at].damaged_rows(cause),
        Whose::Month(at) => state.measured.objects[at].damaged(kind, cause),
        Whose::Places(at) => match &state.places[at].change {
            PlaceListChange::Imported(list) => list.damaged(cause),
            PlaceListChange::Removed { .. } => return None,
        },
    })
}

/// The reference system that was chosen for a filing's file, from its report: the file itself does not name it.
fn chosen_crs(report: &str) -> Option<Epsg> {
    #[derive(serde::Deserialize)]
    struct Recorded {
        crs: Option<ReferenceSummary>,
    }
    let crs = serde_json::from_str::<Recorded>(report).ok()?.crs?;
    crs.is_chosen.then_some(crs.code)
}
