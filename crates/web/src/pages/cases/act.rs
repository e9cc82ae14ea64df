//! Something is done to a case: a form becomes an act, and a refusal is shown beside the form.

use super::{offers::outcome, show::render};
use crate::{fields::Fields, signed::Sent, why::Why};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_kernel::{Lang, Say};
use doudi_office::{
    Bureau, OfficeError, Who,
    case::{self, Act, CaseView},
    register,
};

/// `POST /cases/{id}/{act}`
pub(crate) async fn act(Path((id, name)): Path<(i64, String)>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    if !KNOWN.contains(&&*name) {
        return Err(Why::NoPage);
    }
    let (state, lang, sent, doing) = (by.state.clone(), by.lang, fields.clone(), name.clone());
    let done = by.run(move |bureau, who| {
        let seen = sent.number("version", "version")?.and_then(|it| u32::try_from(it).ok());
        let (seen, key) = (seen.ok_or(OfficeError::Form("version"))?, sent.key(who.id)?);
        let view = case::view(bureau, who, id)?;
        let act = read(bureau, who, &view, &doing, &sent, &|feed| state.feed(feed, Lang::Zh))?;
        case::act(bureau, who, id, seen, act, &key)
    });
    match done.await {
        Ok(_) => Ok(Redirect::to(&format!("/cases/{id}")).into_response()),
        Err(Why::Office(error)) if shown_beside(&error) => {
            let said = error.say(lang);
            let status = Why::Office(error).row().1;
            Ok((status, render(&by, id, Some((name, fields, said))).await?).into_response())
        }
        Err(why) => Err(why),
    }
}

/// Every act that has a form.
const KNOWN: [&str; 15] = [
    "step", "supply", "verify", "assess", "visit", "review", "publish", "answer", "decide", "tell", "close", "hear",
    "object", "ask", "withdraw",
];

/// What somebody can put right on the page.
fn shown_beside(error: &OfficeError) -> bool {
    use doudi_journal::access::Denied;
    match error {
        OfficeError::Refused(_) | OfficeError::Form(_) | OfficeError::Overtaken { .. } => true,
        OfficeError::NoFacts | OfficeError::NotInMonth => true,
        OfficeError::Denied(why) => matches!(why, Denied::SameHand | Denied::Relative),
        _ => false,
    }
}

fn read(
    bureau: &Bureau,
    who: &Who,
    view: &CaseView,
    name: &str,
    fields: &Fields,
    feed: &dyn Fn(&str) -> String,
) -> Result<Act, OfficeError> {
    let words = || fields.words("words", "words");
    Ok(match name {
        "step" => Act::Step(fields.text("step").into()),
        "supply" => Act::Supply,
        "verify" => {
            let number = register::number_in_month(bureau, who, view.state.household)?;
            Act::Verify(case::verify(bureau, number, &view.state.declared, who.today())?)
        }
        "assess" => {
            let number = register::number_in_month(bureau, who, view.state.household)?;
            Act::Assess(bureau.pack.clone(), case::judge(bureau, number, &view.state.programmes, feed)?)
        }
        "visit" => {
            let visitor = |name| fields.number(name, "visitors")?.ok_or(OfficeError::Form("visitors"));
            let visitors = vec![visitor("first")?, visitor("second")?];
            let agrees = fields.text("agrees") == "yes";
            Act::Visit { visitors, on: fields.date("on", "on")?, agrees, words: words()? }
        }
        "review" => Act::Review(outcome(fields)?, fields.words("reason", "reason")?),
        "publish" => Act::Publish,
        "answer" => {
            let objection = fields.number("objection", "objection")?.and_then(|it| usize::try_from(it).ok());
            let objection = objection.ok_or(OfficeError::Form("objection"))?;
            Act::Answer { objection, upheld: fields.text("upheld") == "yes", words: words()? }
        }
        "decide" => Act::Decide(outcome(fields)?, fields.words("reason", "reason")?),
        "tell" => Act::Tell(letter(fields.text("letter"))?.into()),
        "close" => Act::Close,
        "hear" => Act::Hear { on: fields.date("on", "on")?, came: fields.text("came") == "yes", words: words()? },
        "object" => Act::Object(words()?),
        "ask" => Act::Ask(words()?),
        _ => Act::Withdraw(words()?),
    })
}

fn letter(name: &str) -> Result<&str, OfficeError> {
    let known = ["confirmation", "refusal", "reduction", "stop"].contains(&name);
    if known { Ok(name) } else { Err(OfficeError::Form("letter")) }
}
