//! What towns hold for relief that goes first: the list, one town's book, and the county putting money in.

use crate::{
    pages::work::Left,
    shell::{Page, Shell, page},
    signed::{Sent, Signed},
    why::Why,
    words,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::Month;
use doudi_office::{
    OfficeError,
    case::Office,
    field,
    imprest::{self, Purse},
    staff,
};

struct Line {
    town: u64,
    place: String,
    put: String,
    given: String,
    many: i64,
    left: Left,
}

#[derive(Template)]
#[template(path = "imprests.html")]
struct Imprests {
    s: Shell,
    lines: Vec<Line>,
    left: String,
}

struct Moved {
    day: String,
    by: String,
    case: Option<i64>,
    put: String,
    given: String,
    left: String,
}

#[derive(Template)]
#[template(path = "imprest.html")]
struct Imprest {
    s: Shell,
    town: u64,
    place: String,
    left: String,
    moves: Vec<Moved>,
    month: String,
    /// Whether the user may put money in.
    puts: bool,
}

fn line(s: &Shell, bureau: &doudi_office::Bureau, purse: &Purse) -> Line {
    let (said, class) = (words::yuan(purse.left_fen()), if purse.left_fen() == 0 { "none" } else { "left" });
    let left = if purse.in_fen == 0 {
        Left { said: s.t("尚未拨付", "nothing yet").into(), class }
    } else {
        Left { said, class }
    };
    Line {
        town: purse.town,
        place: words::place(bureau, purse.town),
        put: words::yuan(purse.in_fen),
        given: words::yuan(purse.out_fen),
        many: purse.given,
        left,
    }
}

/// `GET /imprest`
pub(crate) async fn list(by: Signed) -> Page {
    let purses = by.run(imprest::purses).await?;
    let s = Shell::of(&by);
    let left = words::yuan(purses.iter().map(Purse::left_fen).sum());
    page(&Imprests { lines: purses.iter().map(|purse| line(&s, &by.state.bureau, purse)).collect(), left, s })
}

/// `GET /imprest/{town}`
pub(crate) async fn show(Path(town): Path<u64>, by: Signed) -> Page {
    let (moves, names) =
        by.run(move |bureau, who| Ok((imprest::moves(bureau, who, town)?, staff::names(bureau)?))).await?;
    let s = Shell::of(&by);
    let moved = |it: &imprest::Move| Moved {
        day: it.day.to_string(),
        by: names.get(&it.account).cloned().unwrap_or_else(|| it.account.to_string()),
        case: it.case,
        put: if it.fen > 0 { words::yuan(it.fen) } else { String::new() },
        given: if it.fen < 0 { words::yuan(-it.fen) } else { String::new() },
        left: words::yuan(it.left_fen),
    };
    let county = by.who.offices_at(town).iter().any(|(office, _)| *office == Office::County);
    page(&Imprest {
        town,
        place: words::place(&by.state.bureau, town),
        left: words::yuan(moves.last().map_or(0, |it| it.left_fen)),
        month: Month::of(s.today).to_string(),
        moves: moves.iter().rev().map(moved).collect(),
        puts: county && by.who.may(Resource::PaymentList, Action::Write).is_ok(),
        s,
    })
}

/// `POST /imprest/{town}`
pub(crate) async fn replenish(Path(town): Path<u64>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    by.run(move |bureau, who| {
        let fen = fields.fen("amount", field::AMOUNT)?.ok_or(OfficeError::Form(field::AMOUNT))?;
        imprest::replenish(bureau, who, town, fen, &fields.key(who.id)?)
    })
    .await?;
    Ok(Redirect::to(&format!("/imprest/{town}")).into_response())
}
