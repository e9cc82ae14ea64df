//! A ledger of a place and a month, with what else may be asked for.

use super::table::{Piece, pieces};
use crate::{
    fields::{Asked as Typed, Fields},
    shell::{Page, Shell, page},
    signed::Signed,
    words,
};
use askama::Template;
use doudi_journal::access::{Area, Scope};
use doudi_kernel::{Division, Lang, Month};
use doudi_office::{
    Bureau, OfficeError, Who, field,
    ledgers::{self, Asked, Format, Kind, Ledger, Use},
};

/// Something to choose, and whether it is chosen.
struct Choice {
    value: String,
    said: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "ledger.html")]
struct Book {
    s: Shell,
    kind: &'static str,
    title: String,
    subtitle: String,
    tabs: Vec<(String, &'static str, bool)>,
    places: Vec<Choice>,
    months: Vec<Choice>,
    programmes: Vec<Choice>,
    all_programmes: bool,
    pieces: Vec<Piece>,
    checks: Vec<(String, bool)>,
    pages: Vec<(String, usize, bool)>,
    uses: Vec<(&'static str, &'static str)>,
    limits: String,
    may_export: bool,
}

/// `GET /ledgers?kind=roster&within=419901001&month=2026-09&programme=dibao&page=2`
pub(crate) async fn show(by: Signed, Typed(typed): Typed) -> Page {
    let lang = by.lang;
    let found = by.run(move |bureau, who| {
        let (months, programmes) = (ledgers::months(bureau, who)?, ledgers::programmes(bureau, who)?);
        let asked = asked(bureau, who, &typed, &programmes)?;
        let ledger = ledgers::ledger(bureau, who, &asked, lang)?;
        let page = typed.number("page", field::PAGE)?.unwrap_or(1).clamp(1, 100_000) as usize - 1;
        Ok((asked, ledger, page, months, programmes))
    });
    let (asked, ledger, at, months, programmes) = found.await?;
    render(&by, &asked, &ledger, at, &months, &programmes)
}

/// What an address asks for; what it leaves open is the user's own place, the newest month, the first programme.
pub(super) fn asked(bureau: &Bureau, who: &Who, typed: &Fields, programmes: &[String]) -> Result<Asked, OfficeError> {
    let kind = match typed.text("kind") {
        "" => Kind::Figures,
        name => Kind::named(name).ok_or(OfficeError::Form(field::TABLE))?,
    };
    let scope = who.may(kind.resource(), kind.action())?;
    let area = match typed.text("within") {
        "" => own(&scope).ok_or(OfficeError::NotFound)?,
        _ => typed.division("within", field::WITHIN)?,
    };
    let newest = || bureau.month.as_ref().map_or_else(|| Month::of(who.today()), |month| month.kept.month);
    let month = match typed.text("month") {
        "" => newest(),
        text => text.parse().map_err(|_| OfficeError::Form(field::MONTH))?,
    };
    let mut programme = typed.text("programme").to_owned();
    if !programme.is_empty() && !programmes.contains(&programme) {
        return Err(OfficeError::Form(field::PROGRAMME));
    }
    if kind == Kind::Roster && programme.is_empty() {
        programme = programmes.first().cloned().unwrap_or_default();
    }
    Ok(Asked { kind, area, month, programme })
}

fn own(scope: &Scope) -> Option<Division> {
    scope.ranges().first().and_then(|area| words::within(*area).parse().ok())
}

fn address(asked: &Asked, area: &str) -> String {
    let Asked { kind, month, programme, .. } = asked;
    format!("/ledgers?kind={}&within={area}&month={month}&programme={programme}", kind.name())
}

fn render(by: &Signed, asked: &Asked, ledger: &Ledger, at: usize, months: &[Month], programmes: &[String]) -> Page {
    let (s, bureau, lang) = (Shell::of(by), &by.state.bureau, by.lang);
    let scope = by.who.may(asked.kind.resource(), asked.kind.action())?;
    let own = address(asked, &asked.area.to_string());
    let (pieces, pages) = pieces(&ledger.paper, &ledger.leads, at, &|place| address(asked, &short(place)));
    let open = Kind::ALL.into_iter().filter(|kind| by.who.may(kind.resource(), kind.action()).is_ok());
    let tab = |kind: Kind| {
        let to = address(&Asked { kind, ..asked.clone() }, &asked.area.to_string());
        (to, kind.label(lang), kind == asked.kind)
    };
    let of = |name: &String| Choice {
        value: name.clone(),
        said: words::programme(bureau, name, lang),
        here: *name == asked.programme,
    };
    let month =
        |month: &Month| Choice { value: month.to_string(), said: month.to_string(), here: *month == asked.month };
    page(&Book {
        kind: asked.kind.name(),
        title: ledger.paper.title.clone(),
        subtitle: ledger.paper.subtitle.clone(),
        tabs: open.map(tab).collect(),
        places: places(bureau, &scope, asked.area),
        months: months.iter().map(month).collect(),
        programmes: programmes.iter().map(of).collect(),
        all_programmes: asked.kind != Kind::Roster,
        pieces,
        checks: ledger.checks.clone(),
        pages: (0..pages).filter(|_| pages > 1).map(|n| (format!("{own}&page={}", n + 1), n + 1, n == at)).collect(),
        uses: Use::ALL.map(|it| (it.name(), it.label(lang))).to_vec(),
        limits: limits(lang),
        may_export: ledgers::may_export(&by.who, asked.kind),
        s,
    })
}

fn limits(lang: Lang) -> String {
    let [pdf, xlsx] = Format::ALL.map(|format| words::count(format.most() as i64));
    lang.pick(
        format!("每个文件最多 PDF {pdf} 行、Excel {xlsx} 行，超过的请按下级区划导出。"),
        format!("One file takes at most {pdf} rows as PDF and {xlsx} as a workbook; beyond that, take smaller places."),
    )
}

/// The places above that the user may see, the place itself, and those one level below.
fn places(bureau: &Bureau, scope: &Scope, area: Division) -> Vec<Choice> {
    let mut all = vec![area];
    while let Some(up) = all[0].parent().filter(|up| inside(scope, *up)) {
        all.insert(0, up);
    }
    all.extend(bureau.divisions.children(area).map(|(place, _)| place).filter(|place| scope.covers(*place)));
    let choice =
        |of: &Division| Choice { value: of.to_string(), said: words::place(bureau, of.number()), here: *of == area };
    all.iter().map(choice).collect()
}

fn inside(scope: &Scope, place: Division) -> bool {
    let area = Area::of(place);
    scope.ranges().iter().any(|own| own.first() <= area.first() && area.last() <= own.last())
}

/// The digits of a twelve-digit code without the zeros of the levels below.
fn short(place: u64) -> String {
    let code = place.to_string();
    match code.strip_suffix("000") {
        Some(town) => town.to_owned(),
        None => code,
    }
}
