//! Promises of several stages: `45 % by 2026, 85 % by 2030` is one obligation, not two.
//!
//! Owns which targets are stages of one path, in which order, and the rules stages keep. How far each is
//! is not known here.
//!
//! Invariants of a sound pack: stages of one path count the same thing, fall due on different days, and
//! never ask for less than the stage before.

use super::meta::CountryMeta;
use super::target::{TargetMeta, TargetPathMeta};
use crate::domain::TargetPathId;

impl CountryMeta {
    /// The path of that id.
    pub fn target_path(&self, id: &TargetPathId) -> Option<&TargetPathMeta> {
        self.target_paths.iter().find(|path| path.id == *id)
    }

    /// Every stage of a target's path, in the order they are due; of a target without a path, itself.
    ///
    /// A stage that another stage of the same path replaced is no longer on it. Asked about itself, it
    /// follows the stages before it.
    pub fn stages<'a>(&'a self, target: &'a TargetMeta) -> Vec<&'a TargetMeta> {
        let was_replaced = self.is_replaced_on_its_path(target);
        let is_beside = |other: &&TargetMeta| {
            other.id != target.id
                && target.shares_path(other)
                && !self.is_replaced_on_its_path(other)
                && !(was_replaced
                    && (other.date >= target.date || other.supersedes.as_ref() == Some(&target.id)))
        };
        let mut stages: Vec<&TargetMeta> = self.targets.iter().filter(is_beside).collect();
        stages.push(target);
        stages.sort_by_key(|stage| stage.date);
        stages
    }

    /// Every promise with its stages, in the pack's order: a target without a path is one of one stage.
    pub fn promises(&self) -> Vec<Vec<&TargetMeta>> {
        let mut promises: Vec<Vec<&TargetMeta>> = Vec::new();
        for target in &self.targets {
            let stages = self.stages(target);
            let is_known = promises.iter().any(|known| {
                known.len() == stages.len() && known.iter().zip(&stages).all(|(a, b)| a.id == b.id)
            });
            if !is_known {
                promises.push(stages);
            }
        }
        promises
    }

    fn is_replaced_on_its_path(&self, target: &TargetMeta) -> bool {
        self.superseding(&target.id).is_some_and(|heir| heir.shares_path(target))
    }

    /// A target that says of which path it is a stage fits the others of it.
    pub(super) fn stage(&self, at: usize, wrong: &mut impl FnMut(String)) {
        let target = &self.targets[at];
        let Some(path) = &target.path else { return };
        if self.target_path(path).is_none() {
            wrong(format!("is a stage of {path}, expected the id of one of the pack's [[target_paths]]"));
        }
        let stages = self.stages(target);
        for other in stages.iter().filter(|other| other.id != target.id) {
            let counts = |target: &TargetMeta| {
                let floor = target.tier.map(|floor| floor.to_string());
                (target.technology.clone(), floor, target.environment, target.scope, target.denominator)
            };
            if counts(other) != counts(target) {
                wrong(format!(
                    "is a stage of {path} as {} is, expected the same technology, tier, environment, scope and denominator",
                    other.id
                ));
                return;
            }
        }
        let own = stages.iter().position(|stage| stage.id == target.id).unwrap_or_default();
        let Some(before) = own.checked_sub(1).map(|before| stages[before]) else { return };
        let falls = |now: Option<f64>, before: Option<f64>| matches!((now, before), (Some(now), Some(before)) if now < before);
        if before.date == target.date {
            wrong(format!(
                "is due on {} as {} is, expected stages of {path} to be due on different days",
                target.date, before.id
            ));
        } else if falls(target.share, before.share) || falls(target.amount, before.amount) {
            wrong(format!("asks for less than {}, the stage of {path} before it", before.id));
        }
    }

    /// What is wrong with the paths themselves, each with its id.
    pub(super) fn target_path_faults(&self) -> Vec<(&TargetPathId, String)> {
        let mut faults = Vec::new();
        for (at, path) in self.target_paths.iter().enumerate() {
            if self.target_paths[..at].iter().any(|earlier| earlier.id == path.id) {
                faults.push((&path.id, "the id stands twice".to_owned()));
            }
            if path.names.0.is_empty() {
                faults.push((&path.id, "has no name: expected names = { fr = \"…\" }".to_owned()));
            }
            if !self.targets.iter().any(|target| target.path.as_ref() == Some(&path.id)) {
                faults.push((&path.id, "has no stage: expected targets with this path".to_owned()));
            }
        }
        faults
    }
}
