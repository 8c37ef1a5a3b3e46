//! The rules a pack's targets keep among themselves and with the pack's technologies.

use super::meta::CountryMeta;
use super::target::TargetMeta;
use super::technology::TechnologyKind;
use crate::domain::{Denominator, TargetId};

impl CountryMeta {
    /// The target that replaced another.
    pub fn superseding(&self, id: &TargetId) -> Option<&TargetMeta> {
        self.targets.iter().find(|target| target.supersedes.as_ref() == Some(id))
    }

    /// What is wrong with the targets, each with the id of the one it is wrong with.
    pub(super) fn target_faults(&self) -> Vec<(&TargetId, String)> {
        let mut faults = Vec::new();
        for (at, target) in self.targets.iter().enumerate() {
            let mut wrong = |what: String| faults.push((&target.id, what));
            if self.targets[..at].iter().any(|earlier| earlier.id == target.id) {
                wrong("the id stands twice".to_owned());
            }
            if target.names.0.is_empty() {
                wrong("has no name: expected names = { fr = \"…\" }".to_owned());
            }
            if target.source.0.is_empty() || target.source.0.values().any(|text| text.trim().is_empty()) {
                wrong("has no source: expected where the promise is written".to_owned());
            }
            if target.announced >= target.date {
                let (announced, date) = (target.announced, target.date);
                wrong(format!("is due on {date}, expected after it was announced on {announced}"));
            }
            goal(target, &mut wrong);
            self.stage(at, &mut wrong);
            self.counted(target, &mut wrong);
            self.succession(at, &mut wrong);
        }
        faults
    }

    /// Its technology can be counted as it says.
    fn counted(&self, target: &TargetMeta, wrong: &mut impl FnMut(String)) {
        let Some(technology) = self.technology(&target.technology) else {
            let known: Vec<&str> =
                self.technologies.iter().map(|technology| technology.id.as_str()).collect();
            let (given, known) = (&target.technology, known.join(", "));
            wrong(format!("technology {given} is none of the pack's: expected one of {known}"));
            return;
        };
        match (technology.kind, target.denominator) {
            (_, Denominator::Area) => {
                wrong("denominator is area: expected population or households".to_owned());
            }
            (TechnologyKind::Fixed, Denominator::Population) => {
                let id = &technology.id;
                wrong(format!("denominator is population: expected households, which {id} is counted in"));
            }
            _ => {}
        }
        let environment = target.environment;
        if let Some(environment) = environment.filter(|given| !technology.environments.contains(given)) {
            wrong(format!("environment {environment} is none of {}'s", technology.id));
        }
    }

    /// What it supersedes is there, is another, and is superseded by nobody else.
    fn succession(&self, at: usize, wrong: &mut impl FnMut(String)) {
        let target = &self.targets[at];
        let Some(replaced) = &target.supersedes else { return };
        let Some(other) = self.targets.iter().find(|other| other.id == *replaced) else {
            wrong(format!("supersedes {replaced}, which is no target of the pack"));
            return;
        };
        if other.id == target.id {
            wrong("supersedes itself".to_owned());
        } else if other.announced > target.announced {
            wrong(format!("supersedes {replaced}, which was announced later, on {}", other.announced));
        }
        if let Some(twin) = self.targets[..at].iter().find(|twin| twin.supersedes == target.supersedes) {
            wrong(format!("supersedes {replaced}, which {} supersedes already", twin.id));
        }
        // Targets announced on one day could replace each other in a circle.
        let mut next = Some(other);
        for _ in 0..self.targets.len() {
            next = next
                .and_then(|target| target.supersedes.as_ref())
                .and_then(|id| self.targets.iter().find(|other| other.id == *id));
        }
        if next.is_some() && other.id != target.id {
            wrong(format!("supersedes {replaced} in a circle"));
        }
    }
}

/// Either a share or an amount, and a possible one.
fn goal(target: &TargetMeta, wrong: &mut impl FnMut(String)) {
    match (target.share, target.amount) {
        (None, None) => wrong("has neither share nor amount: expected one of them".to_owned()),
        (Some(_), Some(_)) => wrong("has both share and amount: expected one of them".to_owned()),
        // NaN is in no range.
        (Some(share), None) if !(share > 0.0 && share <= 1.0) => {
            wrong(format!("share is {share}: expected above 0, at most 1"));
        }
        (None, Some(amount)) if !(amount > 0.0 && amount.is_finite()) => {
            wrong(format!("amount is {amount}: expected a number above 0"));
        }
        _ => {}
    }
}
