//! The families of targets, written from one snapshot.

use super::family::Family;
use super::{MetricsError, catalogue, service};
use crate::domain::{Denominator, TargetStatus};
use crate::snapshot::{NetworkState, Progress};

/// Shares and gaps of one page.
struct Shares {
    reached: Family,
    expected: Family,
    people: Family,
    households: Family,
    status: Family,
}

impl Shares {
    fn enter(&mut self, target: &str, denominator: Denominator, progress: &Progress) {
        let scope = progress.scope.to_string();
        let labels = [("target", target), ("scope", scope.as_str())];
        let add = |family: &mut Family, value: Option<f64>| {
            if let Some(value) = value {
                family.add(&labels, value);
            }
        };
        add(&mut self.reached, progress.share);
        add(&mut self.expected, progress.expected_share);
        let gap = match denominator {
            Denominator::Households => &mut self.households,
            _ => &mut self.people,
        };
        add(gap, progress.gap_amount);
        self.stand(target, &scope, progress.status);
    }

    fn stand(&mut self, target: &str, scope: &str, now: TargetStatus) {
        for status in TargetStatus::ALL {
            let labels = [("target", target), ("scope", scope), ("status", status.as_str())];
            self.status.add(&labels, f64::from(u8::from(*status == now)));
        }
    }
}

/// Every target: its goal and day, and how it stands by scope and, where each operator is bound, as a whole.
pub(super) async fn write(state: &NetworkState) -> Result<String, MetricsError> {
    let mut info = Family::of(&catalogue::TARGET_INFO);
    let mut date = Family::of(&catalogue::TARGET_DATE);
    let mut goal = Family::of(&catalogue::TARGET_GOAL_RATIO);
    let mut shares = Shares {
        reached: Family::of(&catalogue::TARGET_REACHED_RATIO),
        expected: Family::of(&catalogue::TARGET_EXPECTED_RATIO),
        people: Family::of(&catalogue::TARGET_GAP_PEOPLE),
        households: Family::of(&catalogue::TARGET_GAP_HOUSEHOLDS),
        status: Family::of(&catalogue::TARGET_STATUS),
    };
    let meta = &state.snapshot().country().meta;
    let language = meta.languages.first().map_or("en", String::as_str);
    let found = state.targets().await?;
    for (target, stands) in meta.targets.iter().zip(&found) {
        let id = target.id.as_str();
        let day = target.date.to_string();
        let labels = [
            ("target", id),
            ("technology", target.technology.as_str()),
            ("denominator", target.denominator.as_str()),
            ("date", day.as_str()),
            ("superseded_by", stands.superseded_by.as_ref().map_or("", |heir| heir.as_str())),
            ("name", target.names.get(language)),
        ];
        info.add(&labels, 1.0);
        date.add(&[("target", id)], service::start_of(target.date));
        if let Some(share) = stands.goal_share {
            goal.add(&[("target", id)], share);
        }
        for progress in &stands.progress {
            shares.enter(id, target.denominator, progress);
        }
        let own = target.scope.as_str();
        if !stands.progress.iter().any(|progress| progress.scope.to_string() == own) {
            shares.stand(id, own, stands.status);
        }
    }
    let Shares { reached, expected, people, households, status } = shares;
    let families = [&info, &date, &goal, &reached, &expected, &people, &households, &status];
    Ok(families.map(Family::text).concat())
}
