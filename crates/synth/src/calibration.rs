//! Every figure that shapes the synthetic county, with its source and how sure it is.
//!
//! H is an official figure or one of the founding documents; M secondary or old; L partly memory or an illustrative
//! choice with a range. What is not H is a documented parameter, never a fact.

/// How sure a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Official, or from a founding document.
    H,
    /// Secondary or old.
    M,
    /// Partly memory, or chosen for illustration within a range.
    L,
}

/// A calibrated parameter.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// What it is, in words.
    pub what: &'static str,
    /// The value, a share unless `what` names a unit.
    pub value: f64,
    /// Where it comes from.
    pub source: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
}

/// Declares figures and the list of all of them.
macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident = $value:expr, $certainty:ident, $what:literal, $source:literal;)+) => {
        $($(#[$doc])* pub const $name: Figure =
            Figure { what: $what, value: $value, source: $source, certainty: Certainty::$certainty };)+
        /// Every figure, in the order of this file.
        pub const FIGURES: &[Figure] = &[$($name),+];
    };
}

figures! {
    // ---- places ----
    /// Residents of a village.
    VILLAGE_RESIDENTS = 1_129.0, H, "residents of a village or community", "Anqiu 2020 (seed 004): 978,000 people in 866 villages";
    /// Villages of a town.
    TOWN_VILLAGES = 16.0, M, "villages of a town", "township office (practitioner): 15; Anqiu 62; range 10 to 62";
    /// Rural share: the nation's, because the national shares below hold together only there.
    RURAL_SHARE = 0.33, M, "share of residents in villages", "urbanisation about 67 % (2024, national yearbook, from memory); Anqiu 2020: 0.58";

    // ---- households and ages ----
    /// Mean household size.
    HOUSEHOLD_SIZE = 2.62, H, "persons in a household", "census 2020";
    /// Aged 0 to 15.
    AGE_0_15 = 0.164, M, "aged 0 to 15", "2025, secondary";
    /// Aged 60 and over.
    AGE_60 = 0.230, M, "aged 60 and over", "2025, secondary";
    /// Aged 65 and over.
    AGE_65 = 0.159, M, "aged 65 and over", "2025, secondary";
    /// Deaths in a year, per person.
    DEATH_RATE = 0.0078, L, "deaths in a year per person", "crude rate about 7.8 per thousand (2023/24, from memory); range 7.0 to 8.5";

    // ---- body ----
    /// Disabled.
    DISABLED = 0.0634, M, "disabled persons", "second sample survey 2006";
    /// Of the disabled, aged 60 or more.
    DISABLED_OLD = 0.5, M, "of the disabled, aged 60 or over", "second sample survey 2006: about half";
    /// Of the disabled, holding a certificate.
    CERTIFIED = 0.45, L, "of the disabled, with a certificate", "about 38 M certificates against 85 M disabled, from memory; range 0.40 to 0.50";
    /// Chronic disease.
    CHRONIC = 0.343, H, "with a chronic disease, aged 15 and over", "health service survey 2018: 34.3 %, rural 35.2 %";
    /// Elders who need care.
    CARE_NEED = 0.183, M, "of those 60 and over, needing care", "elder survey 2015";

    // ---- income (yuan a year per head) ----
    /// Rural mean income.
    RURAL_MEAN = 23_119.0, H, "rural mean income, yuan a year per head", "statistics bulletin 2024";
    /// Rural median income.
    RURAL_MEDIAN = 19_605.0, H, "rural median income, yuan a year per head", "statistics bulletin 2024";
    /// Urban mean income.
    URBAN_MEAN = 42_027.0, H, "urban mean income, yuan a year per head", "Henan 2024 (seed 001)";
    /// Mean income of the lowest fifth against the mean of all.
    BOTTOM_FIFTH = 0.30, H, "mean of the poorest fifth against the mean", "Fujian 2021 0.27, Sanming 2022 0.33; a lognormal would give 0.39";
    /// Rural consumption.
    RURAL_SPENDING = 19_280.0, H, "rural consumption, yuan a year per head", "statistics bulletin 2024";
    /// Health spending of the lowest fifth, share of its spending.
    HEALTH_SPENDING_LOW = 0.0642, H, "health share of spending, poorest fifth", "Sanming 2022: 864 of 13,462";
    /// Health spending of the highest fifth, share of its spending.
    HEALTH_SPENDING_HIGH = 0.0767, H, "health share of spending, richest fifth", "Sanming 2022: 2,174 of 28,322";

    // ---- programmes ----
    /// All monitored low-income people.
    LOW_INCOME = 0.047, H, "monitored low-income people", "nation, October 2023: 66 M";
    /// Rural dibao among rural residents.
    DIBAO_RURAL = 0.074, M, "rural dibao among rural residents", "end 2025: 33.40 M";
    /// Urban dibao among urban residents.
    DIBAO_URBAN = 0.0062, M, "urban dibao among urban residents", "end 2025: 5.95 M";
    /// Tekun.
    TEKUN = 0.0033, H, "tekun among residents", "2023: 4.72 M";
    /// Edge households.
    EDGE = 0.0043, H, "edge persons among residents", "October 2023: 6 M";
    /// Rigid expenditure.
    RIGID = 0.0030, H, "rigid-expenditure persons among residents", "Henan 2024 (seed 001): 298,000 of 98 M";
    /// Monitored against relapse, beside those who are in dibao as well.
    RELAPSE = 0.0021, H, "monitored against relapse and in no other class", "October 2023: 3 M";
    /// Other low-income persons, in no feed of ours.
    OTHER = 0.0063, H, "other low-income persons", "October 2023: 13 M other, less the rigid-expenditure share";
    /// Rural residents of graduated households.
    GRADUATED = 0.20, L, "rural residents in graduated households", "98.99 M lifted out against about 500 M rural registered; range 0.15 to 0.22";
    /// Orphans and de facto unattended children.
    ORPHANS = 0.0020, L, "orphans and unattended children among those under 16", "about 0.5 M of 240 M, from memory; range 0.001 to 0.003";
    /// Standard of dibao, urban, yuan a month.
    STANDARD_URBAN = 714.0, H, "urban dibao standard, yuan a month", "Henan, second half of 2025 (seed 001)";
    /// Standard of dibao, rural, yuan a month.
    STANDARD_RURAL = 521.0, H, "rural dibao standard, yuan a month", "Henan, second half of 2025 (seed 001)";
    /// New dibao persons in a year, against those in it.
    DIBAO_NEW = 0.06, M, "joining dibao in a year against those in it", "Anqiu 2020 (seed 004): 1,658 new; stock not printed, about 28,000 supposed; range 0.04 to 0.10";
    /// Persons with a disability subsidy.
    SUBSIDIES = 0.0160, L, "persons with a disability subsidy", "about 11.8 M living and 15.8 M care subsidies in 2023, part of them to the same people, from memory; range 0.013 to 0.024; Anqiu 2020 (seed 004): 0.0237";

    // ---- means, as a verification finds them ----
    /// Savings.
    SAVINGS = 107_000.0, M, "savings, yuan a head", "household deposits 151 trillion yuan at the end of 2024 over 1.408 bn people";
    /// Cars, urban.
    CARS_URBAN = 0.56, L, "urban households with a car, at the mean income", "household survey 2023, from memory: 55.9 in 100";
    /// Cars, rural.
    CARS_RURAL = 0.40, L, "rural households with a car, at the mean income", "household survey 2023, from memory: 40.3 in 100";
    /// A second dwelling, urban.
    SECOND_DWELLING_URBAN = 0.35, L, "urban households with a second dwelling, at the mean income", "central bank survey 2019, from memory: 41.5 % of urban households; range 0.25 to 0.42";
    /// A second dwelling, rural.
    SECOND_DWELLING_RURAL = 0.12, L, "rural households with a second dwelling, at the mean income", "illustrative; range 0.05 to 0.20";
    /// Shops, garages, offices.
    SHOPS = 0.04, L, "households with non-residential property, at the mean income", "illustrative; range 0.02 to 0.08";
    /// Companies.
    COMPANIES = 0.04, L, "households with a company or a trade with employees, at the mean income", "58 M enterprises in 2023 over 494 M households, many with several owners, from memory; range 0.02 to 0.10";
    /// Households on a roster that own like others.
    RICH_ON_ROSTER = 0.04, L, "households on a roster whose possessions nobody saw", "illustrative; range 0.01 to 0.08";
    /// Applicants on no roster.
    ASKING_POOR = 0.16, L, "poor households on no roster that applied within two years", "illustrative: some hundreds in a county; range 0.05 to 0.30";
    /// Uninsured wages stated too low.
    UNDERSTATED = 0.12, L, "households that state half of their uninsured wages", "illustrative; range 0.05 to 0.30";
    /// Banks that do not answer.
    BANKS_SILENT = 0.03, L, "households whose bank is not connected", "seed 002: few local banks are connected; range 0.02 to 0.50";
    /// Obligors who agree to be looked up.
    OBLIGORS_CONSENT = 0.85, L, "obligors outside the household who agree to be looked up", "illustrative; law of 2026 art. 41 asks for it; range 0.6 to 0.95";
    /// Obligors who pay support.
    SUPPORT_PAID = 0.30, L, "able obligors who pay support every month", "illustrative; range 0.2 to 0.6";

    // ---- what strikes, in a year of who is exposed ----
    /// Jobs lost.
    JOB_LOST = 0.030, L, "wage earners who lose their work in a year", "illustrative, beside 1.5 % who are dismissed by the means above; surveyed urban unemployment was 5.1 % in 2024; range 0.02 to 0.06";
    /// Wages that collapse.
    WAGES_COLLAPSED = 0.020, L, "casual workers whose wages fall by more than half in a year", "illustrative; range 0.01 to 0.05";
    /// Serious illness with bills after insurance.
    SERIOUS_ILLNESS = 0.006, L, "persons who fall seriously ill in a year", "4.82 M new cancers in 2022 (national cancer centre, from memory) are 0.34 % of people; with strokes, injuries and kidney failure; range 0.004 to 0.010";
    /// Newly or more heavily disabled.
    NEWLY_DISABLED = 0.0018, L, "persons newly certified as disabled, or with a heavier grade, in a year", "illustrative: 6.34 % disabled, half of them after 60; range 0.001 to 0.004";
    /// Sent to prison.
    IMPRISONED = 0.0006, L, "adults sent to prison in a year", "illustrative: about 1.7 M in prison, most for less than five years; range 0.0003 to 0.001";
    /// Gone without a trace.
    MISSING = 0.0003, L, "adults who are gone and whom nobody can reach, in a year", "illustrative; range 0.0001 to 0.001";
    /// Houses damaged.
    HOUSE_DAMAGED = 0.0020, L, "houses that become unsafe as a whole in a year", "illustrative: floods, fires, decay; range 0.0005 to 0.005";
    /// Left compulsory school.
    DROPPED_OUT = 0.0040, L, "pupils of compulsory age who leave school in a year", "nine years' consolidation rate 95.9 % in 2024 (education bulletin, from memory); range 0.002 to 0.006";
    /// Premium not renewed.
    INSURANCE_LAPSED = 0.010, L, "residents' medical insurances not renewed in a year", "about 19 M fewer were enrolled in 2022 than in 2021, part of them duplicates (from memory); range 0.005 to 0.03";
    /// The poor are struck more often.
    POOR_STRUCK = 1.6, L, "times as often as others the poor are struck", "illustrative: illness was the cause of 42 % of recorded poverty in 2015; range 1.2 to 2.5";
    /// Households in hardship by a shock that ask for help.
    STRUCK_ASK = 0.60, L, "households that a shock brought into hardship and that ask within four months", "illustrative; range 0.3 to 0.8";
    /// Of them, helped.
    STRUCK_HELPED = 0.70, L, "of those who ask, put on a roster within two months", "illustrative; range 0.5 to 0.9";

    // ---- insurance ----
    /// Basic pension, yuan a month.
    BASIC_PENSION = 163.0, L, "basic resident pension, yuan a month", "national minimum 2026; 140 in 2020 (seed 003)";
    /// Low-income adults of the resident scheme who are enrolled.
    LOW_INCOME_ENROLLED = 0.985, M, "low-income adults enrolled in a pension", "99.99 % was reported at the end of 2019 (seed 003) after a campaign; new cases each month since: range 0.97 to 0.9999";
    /// Other residents of working age who are enrolled in the resident scheme.
    ENROLLED = 0.86, L, "other eligible adults in the resident pension", "illustrative; range 0.80 to 0.95";
    /// Medical insurance coverage.
    MEDICAL = 0.95, M, "with basic medical insurance", "about 95 % is reported each year";
    /// Medical insurance coverage of low-income persons.
    MEDICAL_LOW_INCOME = 0.99, M, "low-income persons with medical insurance", "99 % and more is reported; range 0.98 to 0.999";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_says_where_it_comes_from() {
        assert!(FIGURES.iter().all(|figure| figure.source.len() > 5 && figure.value > 0.0));
    }

    #[test]
    fn what_is_not_official_gives_a_range_or_a_year() {
        for figure in FIGURES.iter().filter(|figure| figure.certainty == Certainty::L) {
            assert!(figure.source.contains("range") || figure.source.contains("20"), "{}", figure.what);
        }
    }
}
