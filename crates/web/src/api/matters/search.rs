//! Matters of the user's area, what is due first at the top.

use super::{
    super::{
        Call, Empty, Operation, ask,
        kinds::{Code, Day, Name},
        shape::shape,
    },
    LISTS,
};
use doudi_office::{
    OfficeError,
    matters::{self, By, Filter, Matter, State},
};

shape! {
    /// How far a matter is.
    word MatterFar {
        /// The day is over.
        Overdue = "overdue",
        /// Nobody has been there.
        Open = "open",
        /// A department has it.
        Handed = "handed",
        /// Somebody was there.
        Visited = "visited",
        /// It is over.
        Closed = "closed",
    }
}

impl MatterFar {
    fn of(state: State) -> Self {
        match state {
            State::Overdue => Self::Overdue,
            State::Open => Self::Open,
            State::Handed => Self::Handed,
            State::Visited => Self::Visited,
            State::Closed => Self::Closed,
        }
    }

    fn state(self) -> State {
        match self {
            Self::Overdue => State::Overdue,
            Self::Open => State::Open,
            Self::Handed => State::Handed,
            Self::Visited => State::Visited,
            Self::Closed => State::Closed,
        }
    }
}

shape! {
    /// Which matters; everything that is told must hold.
    struct MattersWanted {
        /// Those that wait for the user's own level, and those late below it.
        mine: Option<bool>,
        /// In a town or village.
        within: Option<Code>,
        /// With a signal, by its identifier.
        signal: Option<Name>,
        /// How far; all that are open otherwise.
        state: Option<MatterFar>,
        /// So many that were told before.
        from: Option<u32>,
    }
}

shape! {
    /// Matters, at most 50.
    struct Matters {
        /// What is due first stands first.
        items: Vec<MatterLine>,
        /// How many there are.
        all: i64,
    }
}

shape! {
    /// A matter in a list.
    struct MatterLine {
        /// Its number.
        id: i64,
        /// The household's number.
        household: i64,
        /// The name of the household's head.
        head: String,
        /// The village: twelve digits.
        division: String,
        /// Its signals, by their identifiers.
        signals: Vec<String>,
        /// `urgent`, `high`, `normal`
        severity: String,
        /// Who looks after it today: `village`, `town`, `county`
        level: String,
        /// How far it is.
        state: MatterFar,
        /// Since when.
        opened: Day,
        /// The last day; none where no holiday notice reaches.
        due: Option<Day>,
        /// What came of it, by its identifier.
        outcome: Option<String>,
    }
}

/// `POST /matters/search`
pub(in crate::api) fn operation() -> Operation {
    let said = ("查询预警事项", "Find matters");
    ask("/matters/search").told("matters_search", said, LISTS, search)
}

fn search(call: &Call<'_>, _: Empty, wanted: MattersWanted) -> Result<Matters, OfficeError> {
    let filter = Filter {
        mine: wanted.mine.unwrap_or(false),
        within: wanted.within.map(|it| it.0),
        signal: wanted.signal.map(|it| it.0),
        state: wanted.state.map(MatterFar::state),
        from: wanted.from.map_or(0, |it| it as usize),
        by: By::Day,
        ..Filter::default()
    };
    let (listed, tally) = matters::list(call.bureau, call.who, &filter)?;
    let items = listed.iter().map(|it| line(call, &it.matter, it.division, &it.head, &it.signals)).collect();
    Ok(Matters { items, all: i64::try_from(tally.total).unwrap_or(i64::MAX) })
}

/// A matter as a list tells it.
pub(super) fn line(call: &Call<'_>, it: &Matter, division: u64, head: &str, signals: &[String]) -> MatterLine {
    let today = call.who.today();
    MatterLine {
        id: it.id,
        household: it.household,
        head: head.into(),
        division: format!("{division:012}"),
        signals: signals.to_vec(),
        severity: it.severity.name().into(),
        level: it.level(today).name().into(),
        state: MatterFar::of(it.state(today)),
        opened: Day(it.opened),
        due: it.due.map(Day),
        outcome: it.outcome.clone(),
    }
}
