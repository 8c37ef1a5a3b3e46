//! The families of targets, written from one snapshot for one civil day.

use jiff::civil::Date;

use super::family::Family;
use super::{MetricsError, definitions, service};
use crate::domain::{Denominator, TargetPathId, TargetStatus};
use crate::snapshot::{NetworkState, Progress};

/// Shares and gaps of one page.
struct Shares {
    reached: Family,
    expected_today: Family,
    expected_at_filing: Family,
    filed: Family,
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
        add(&mut self.expected_today, progress.expected_today);
        add(&mut self.expected_at_filing, progress.expected_at_filing);
        add(&mut self.filed, progress.latest().map(|(as_of, _)| service::start_of(as_of)));
        let gap = match denominator {
            Denominator::Households => &mut self.households,
            _ => &mut self.people,
        };
        add(gap, progress.gap_amount);
        self.stand(target, &scope, progress.status);
    }

    fn families(&self) -> [&Family; 7] {
        let Self { reached, expected_today, expected_at_filing, filed, people, households, status } = self;
        [reached, expected_today, expected_at_filing, filed, people, households, status]
    }

    fn stand(&mut self, target: &str, scope: &str, now: TargetStatus) {
        for status in TargetStatus::ALL {
            let labels = [("target", target), ("scope", scope), ("status", status.as_str())];
            self.status.add(&labels, f64::from(u8::from(*status == now)));
        }
    }
}

/// Every target: its goal and day, and how it stands today by scope and, where each operator is bound, as a
/// whole.
pub(super) async fn write(state: &NetworkState, today: Date) -> Result<String, MetricsError> {
    let mut info = Family::of(&definitions::TARGET_INFO);
    let mut current = Family::of(&definitions::TARGET_CURRENT);
    let mut day_judged = Family::of(&definitions::TARGET_TODAY);
    let mut date = Family::of(&definitions::TARGET_DATE);
    let mut goal = Family::of(&definitions::TARGET_GOAL_RATIO);
    let mut shares = Shares {
        reached: Family::of(&definitions::TARGET_REACHED_RATIO),
        expected_today: Family::of(&definitions::TARGET_EXPECTED_TODAY_RATIO),
        expected_at_filing: Family::of(&definitions::TARGET_EXPECTED_AT_FILING_RATIO),
        filed: Family::of(&definitions::TARGET_FILING_AS_OF),
        people: Family::of(&definitions::TARGET_GAP_PEOPLE),
        households: Family::of(&definitions::TARGET_GAP_HOUSEHOLDS),
        status: Family::of(&definitions::TARGET_STATUS),
    };
    let meta = &state.snapshot().country().meta;
    let found = state.targets(today).await?;
    day_judged.add(&[], service::start_of(today));
    for (target, stands) in meta.targets.iter().zip(&found) {
        let id = target.id.as_str();
        let day = target.date.to_string();
        let stage = stands.stage.stage.to_string();
        let labels = [
            ("target", id),
            ("technology", target.technology.as_str()),
            ("denominator", target.denominator.as_str()),
            ("date", day.as_str()),
            ("superseded_by", stands.superseded_by.as_ref().map_or("", |heir| heir.as_str())),
            ("path", target.path.as_ref().map_or("", TargetPathId::as_str)),
            ("stage", stage.as_str()),
            ("name", target.names.best(&meta.languages)),
        ];
        info.add(&labels, 1.0);
        current.add(&[("target", id)], f64::from(u8::from(stands.stage.is_current)));
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
    let families =
        [&info, &current, &day_judged, &date, &goal].into_iter().chain(shares.families()).map(Family::text);
    Ok(families.collect())
}
