//! The register lives through a county's months: each month's households are taken, watched and handed down on its last
//! day, and people work until the next. The clock is that of the month; the last month is taken today.

use super::{
    super::{hand_down, serve::Made},
    desk::{Desks, Done, moment},
    found::{Found, Kept},
};
use crate::{office::Office, show};
use doudi_kernel::{Lang, Month, Say};
use doudi_office::{
    Bureau, OfficeError,
    matters::{State, Taken},
    register,
};
use doudi_synth::CountyPlan;
use doudi_work::{
    assess::{Applied, AssessError, Pack, assess_after},
    watch::{Runs, watch},
};
use std::{collections::BTreeMap, path::Path};

/// Who is helped by the month's registers.
const HELPED: [&str; 4] = ["dibao", "tekun", "edge", "rigid"];

/// A month's line.
struct Line {
    month: Month,
    files: register::Taken,
    raised: usize,
    taken: Taken,
    done: Done,
    states: BTreeMap<State, usize>,
}

/// Lives through the months; gives the last month's assessment, and what is to be printed.
pub(super) fn run(
    office: &Office,
    bureau: &Bureau,
    plan: &CountyPlan,
    county: &Path,
    staff: &[Made],
) -> Result<(Applied, String), String> {
    let kept = Kept::read(&county.join("truth"))?;
    let desks = Desks::new(bureau, staff, plan.month_at(0).first_day());
    // A gateway for letters, and an address of everybody but some, so that messages go out and a few never do.
    let gateway = office.outbox().join("messages").join("email");
    std::fs::create_dir_all(&gateway).map_err(|why| office.unwritable(&gateway, &why))?;
    desks.note_addresses(moment(plan.month_at(0).first_day(), 9)).map_err(|why| why.say(office.lang))?;
    let mut year = Year { office, bureau, pack: Pack::of(&office.policy()?), desks, runs: Runs::default() };
    let mut found = Found::new(bureau.book, &kept);
    let (mut lines, mut before) = (Vec::new(), None);
    let bar = show::bar(office.quiet, u64::from(plan.months), office.lang.pick("逐月办理（月）", "months"));
    for month in plan.all_months() {
        let (applied, line) = year.month(&mut found, month, plan.month, before.as_ref())?;
        lines.push(line);
        before = Some(applied);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok((before.ok_or("months")?, table(office.lang, &lines)))
}

struct Year<'a> {
    office: &'a Office,
    bureau: &'a Bureau,
    pack: Pack,
    desks: Desks<'a>,
    runs: Runs,
}

impl Year<'_> {
    fn month(
        &mut self,
        found: &mut Found<'_>,
        month: Month,
        last: Month,
        before: Option<&Applied>,
    ) -> Result<(Applied, Line), String> {
        let (lang, quiet) = (self.office.lang, &Office { quiet: true, ..self.office.at(self.office.data.clone()) });
        let told = |why: AssessError| why.say(lang);
        let not = |why: OfficeError| why.say(lang);
        let evening = moment(month.last_day(), 18);
        // What happens in the last month waits on desks as of today.
        let at = if month == last { evening.max(self.office.instant()) } else { evening };
        let lake = self.office.lake().map_err(|why| why.say(lang))?;
        let (store, divisions) = (self.office.assessments(), self.office.divisions(month)?);
        let days = (month, at.date_in_china());
        let mut applied =
            assess_after(&lake, &store, self.pack.clone(), &divisions, days, before, true).map_err(told)?;
        self.runs.take(self.bureau.book, &mut applied.assessed.basis).map_err(told)?;
        let dossiers = store.dossiers(&applied.kept).map_err(told)?;
        let files = register::take(self.bureau, &dossiers, at, |_| ()).map_err(not)?;
        let (now, then) = (&applied.assessed.basis, before.map(|it| &it.assessed.basis));
        let watched = watch(self.bureau.book, now, then).map_err(told)?;
        let watching = hand_down::Watching { now, before: then, watched: &watched, card: None };
        let handed = hand_down::run(quiet, self.bureau, &watching, at)?;
        for (file, household) in handed.files {
            let members = &now.people.households[household as usize].members;
            found.members.insert(file, members.iter().filter_map(|member| member.key).collect());
        }
        found.helped = applied.assessed.recognised(&HELPED);
        let (mut done, mut until) = (Done::default(), at);
        if month < last {
            let (from, to) = (month.plus(1).first_day(), month.plus(1).last_day());
            done = self.desks.work(found, from, to).map_err(not)?;
            until = moment(to, 17);
        }
        let states = self.desks.states(until).map_err(not)?;
        let line = Line { month, files, raised: watched.raised.len(), taken: handed.taken, done, states };
        Ok((applied, line))
    }
}

fn table(lang: Lang, lines: &[Line]) -> String {
    let headings = lang.pick(
        ["月份", "户（新/变）", "预警", "新建事项", "走访", "办结", "转部门", "反馈", "提级", "豁免", "在办", "超期"],
        [
            "month",
            "files new/changed",
            "signals",
            "matters",
            "visited",
            "closed",
            "handed",
            "answered",
            "taken up",
            "exempt",
            "open",
            "late",
        ],
    );
    let line = |it: &Line| {
        let Line { month, files, raised, taken, done, states } = it;
        let state = |of: State| states.get(&of).copied().unwrap_or(0);
        let open: usize = states.iter().filter(|(of, _)| **of != State::Closed).map(|(_, many)| many).sum();
        let mut row = vec![month.to_string(), format!("{}/{}", files.new, files.changed)];
        let counts = [
            *raised,
            taken.opened,
            done.visited,
            done.closed,
            done.handed,
            done.answered,
            done.taken_up,
            done.exempted,
            open,
            state(State::Overdue),
        ];
        row.extend(counts.map(|count| show::number(count as u64)));
        row
    };
    show::table(&headings, &lines.iter().map(line).collect::<Vec<_>>())
}
