//! What a test tells of how it was made: method, outcome, device, accuracy, radio. All of it may be missing;
//! what is there must make sense.

use super::{BandId, Details, Draft, Gate, Given, MeasurementRule, MethodId, number};
use crate::domain::{Environment, TestOutcome};

/// Letters a device's name may have.
const LONGEST_DEVICE: usize = 200;
/// The worst accuracy that is one, in metres.
const ROUGHEST: f64 = 1e6;
/// As many tests as one row may stand for.
const HEAVIEST: f64 = 1e9;
/// What radios receive: RSRP (3GPP 38.133: -156 to -31 dBm), RSRQ (-43 to 20 dB), SINR, RSSI, rounded outwards.
const SIGNALS: [(f64, f64); 4] = [(-160.0, -30.0), (-45.0, 25.0), (-30.0, 60.0), (-130.0, 0.0)];

impl Gate<'_> {
    /// Reads what a test tells of how it was made.
    pub(super) fn details(&mut self, draft: &Draft<'_>) -> Result<Details, MeasurementRule> {
        let said = |text: &Option<std::borrow::Cow<'_, str>>| {
            text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let method =
            said(&draft.method).map(|text| self.methods.place(&text, MethodId::new, MeasurementRule::Method));
        let band = said(&draft.band).map(|text| self.bands.place(&text, BandId::new, MeasurementRule::Band));
        let outcome = said(&draft.outcome)
            .map(|text| text.parse::<TestOutcome>().map_err(|_unknown| MeasurementRule::Outcome));
        let environment = said(&draft.environment)
            .map(|text| text.parse::<Environment>().map_err(|_unknown| MeasurementRule::Environment));
        let device = said(&draft.device).map(|name| {
            let named = self.sender.device_key.pseudonym(&self.sender.source, &name);
            if name.len() <= LONGEST_DEVICE { Ok(named) } else { Err(MeasurementRule::Device) }
        });
        let weight = number(draft.weight, HEAVIEST, true, MeasurementRule::Weight)?;
        if weight <= 0.0 {
            return Err(MeasurementRule::Weight);
        }
        let mut signal = [f32::NAN; 4];
        for ((kept, given), (least, most)) in signal.iter_mut().zip(draft.signal).zip(SIGNALS) {
            *kept = match given {
                Given::Missing => f32::NAN,
                Given::Bad => return Err(MeasurementRule::Number),
                Given::Number(value) if (least..=most).contains(&value) => value as f32,
                Given::Number(_) => return Err(MeasurementRule::Signal),
            };
        }
        Ok(Details {
            method: method.transpose()?,
            outcome: outcome.transpose()?,
            device: device.transpose()?,
            accuracy_m: number(draft.accuracy, ROUGHEST, true, MeasurementRule::Accuracy)?,
            weight,
            environment: environment.transpose()?,
            band: band.transpose()?,
            signal,
        })
    }
}
