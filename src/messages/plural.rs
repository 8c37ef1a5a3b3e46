//! Which plural form a whole number takes: CLDR's rules, as each language's `locale.ftl` quotes them.
//!
//! `fluent-bundle` would choose by `intl_pluralrules` 7.0.2, which loses the modulus of every range: its Arabic
//! takes 103 and 5,600,011 for "other" where CLDR says `n % 100 = 3..10` and `11..99`. So the form is chosen
//! here, and Fluent is shown a small number of the same form.
//!
//! Invariants: whole numbers only; the first rule that holds decides, and "other" when none does.

/// The forms that have rules, in CLDR's order.
pub(super) const RULED: [&str; 5] = ["zero", "one", "two", "few", "many"];
/// Every form.
pub(super) const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// `n % 100 = 3..10`: of one number, the remainder if one is taken, and where it must (not) lie.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Relation {
    /// `n` and `i` are the number; `v`, `w`, `f`, `t`, `c`, `e` are 0 of a whole one.
    is_number: bool,
    modulus: Option<u64>,
    is_within: bool,
    ranges: Vec<(u64, u64)>,
}

impl Relation {
    fn read(text: &str) -> Option<Self> {
        let (left, right) = text.split_once('=')?;
        let (left, is_within) = left.trim().strip_suffix('!').map_or((left, true), |left| (left, false));
        let (operand, modulus) = match left.split_once('%') {
            None => (left, None),
            Some((operand, modulus)) => (operand, Some(modulus.trim().parse().ok().filter(|m| *m > 0)?)),
        };
        let range = |text: &str| match text.trim().split_once("..") {
            None => text.trim().parse().ok().map(|only: u64| (only, only)),
            Some((from, to)) => Some((from.parse().ok()?, to.parse().ok()?)),
        };
        let ranges = right.split(',').map(range).collect::<Option<_>>()?;
        Some(Self { is_number: matches!(operand.trim(), "n" | "i"), modulus, is_within, ranges })
    }

    fn holds(&self, number: u64) -> bool {
        let number = if self.is_number { number } else { 0 };
        let left = self.modulus.map_or(number, |modulus| number % modulus);
        self.is_within == self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&left))
    }
}

/// A condition as CLDR writes it: `i = 0,1 and v = 0 or n = 2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule(Vec<Vec<Relation>>);

impl Rule {
    /// Reads a condition; `None` when it is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let all = |text: &str| text.split(" and ").map(Relation::read).collect::<Option<Vec<_>>>();
        text.split(" or ").map(all).collect::<Option<_>>().map(Self)
    }

    fn holds(&self, number: u64) -> bool {
        self.0.iter().any(|all| all.iter().all(|relation| relation.holds(number)))
    }
}

/// The rules of a language, by form, and a small number that Fluent takes for each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Plurals {
    rules: Vec<(&'static str, Rule)>,
    /// The form Fluent chooses for 0, 1, 2 and so on.
    chosen: Vec<String>,
}

impl Plurals {
    /// Rules, and what Fluent chooses for 0, 1, 2 and so on without them.
    pub(super) fn new(rules: Vec<(&'static str, Rule)>, chosen: Vec<String>) -> Self {
        Self { rules, chosen }
    }

    /// The form of a number.
    pub(super) fn form(&self, number: u64) -> &'static str {
        self.rules.iter().find(|(_, rule)| rule.holds(number)).map_or("other", |(form, _)| form)
    }

    /// A number that Fluent chooses the right form for: itself where Fluent is right about it.
    pub(super) fn stand_in(&self, number: u64) -> u64 {
        let form = self.form(number);
        let own = usize::try_from(number).ok().and_then(|at| self.chosen.get(at));
        if own.is_some_and(|chosen| chosen == form) {
            return number;
        }
        self.chosen.iter().rposition(|chosen| chosen == form).map_or(number, |at| at as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plurals(rules: &[(&'static str, &str)]) -> Plurals {
        let rules = rules.iter().map(|(form, rule)| (*form, Rule::read(rule).expect("a rule"))).collect();
        Plurals::new(rules, Vec::new())
    }

    #[test]
    fn rules_choose_the_forms_of_cldrs_own_samples() {
        let arabic = plurals(&[
            ("zero", "n = 0"),
            ("one", "n = 1"),
            ("two", "n = 2"),
            ("few", "n % 100 = 3..10"),
            ("many", "n % 100 = 11..99"),
        ]);
        let samples: [(&str, &[u64]); 6] = [
            ("zero", &[0]),
            ("one", &[1]),
            ("two", &[2]),
            ("few", &[3, 10, 103, 110, 1003]),
            ("many", &[11, 26, 111, 1011, 5_600_011]),
            ("other", &[100, 102, 200, 202, 300, 1000, 1_000_000]),
        ];
        for (form, numbers) in samples {
            assert!(numbers.iter().all(|number| arabic.form(*number) == form), "{form}");
        }
        let russian = plurals(&[
            ("one", "v = 0 and i % 10 = 1 and i % 100 != 11"),
            ("few", "v = 0 and i % 10 = 2..4 and i % 100 != 12..14"),
            ("many", "v = 0 and i % 10 = 0 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 11..14"),
        ]);
        let form = |number| russian.form(number);
        assert_eq!(
            [1, 21, 11, 3, 13, 22, 5, 100].map(form),
            ["one", "one", "many", "few", "many", "few", "many", "many"]
        );
    }

    #[test]
    fn fluent_is_shown_a_number_of_the_right_form() {
        let chosen = ["zero", "one", "two", "few", "few"].map(str::to_owned).to_vec();
        let few = vec![("few", Rule::read("n % 100 = 3..10").expect("a rule"))];
        let plurals = Plurals::new(few, chosen);
        assert_eq!((plurals.stand_in(3), plurals.stand_in(103), plurals.stand_in(7)), (3, 4, 4));
    }

    #[test]
    fn what_is_no_rule_is_none() {
        for text in ["", "n", "n = x", "n % 0 = 1", "n = 3.."] {
            assert_eq!(Rule::read(text), None, "{text}");
        }
    }
}
