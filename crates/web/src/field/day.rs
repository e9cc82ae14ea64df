//! What a telephone asks for: who it is, the day, another household, what became of what it sent.

use crate::{
    fields::Asked,
    signed::{Sent, Signed},
    why::Why,
};
use axum::Json;
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    register,
    visits::{self, Became, Day},
};
use serde_json::{Value, json};

/// `GET /field/session`: whether the user may visit, and the token of this session's forms.
pub(super) async fn session(by: Signed) -> Result<Json<Value>, Why> {
    let _ = by.who.may(Resource::HomeVisit, Action::Write)?;
    Ok(Json(json!({ "account": by.who.id.0, "name": by.who.name, "form": by.form })))
}

/// `GET /field/day?along=12,15`: the numbers of households' files are nobody's names.
pub(super) async fn show(by: Signed, Asked(asked): Asked) -> Result<Json<Day>, Why> {
    let along: Vec<i64> = asked.text("along").split(',').filter_map(|id| id.parse().ok()).collect();
    by.run(move |bureau, who| visits::day(bureau, who, &along)).await.map(Json)
}

/// `GET /field/became`
pub(super) async fn became(by: Signed) -> Result<Json<Vec<Became>>, Why> {
    by.run(visits::became).await.map(Json)
}

/// `POST /field/find`: by a whole name or number, as the register's own page does.
pub(super) async fn find(Sent { by, fields }: Sent) -> Result<Json<Value>, Why> {
    let text = fields.text("text").to_owned();
    let found = by.run(move |bureau, who| {
        let _ = who.may(Resource::HomeVisit, Action::Write)?;
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let found = register::search(bureau, who, &register::Query { text, ..Default::default() })?;
        let one =
            |it: &register::Found| json!({ "id": it.id, "head": it.head, "address": bureau.address(it.division) });
        Ok(found.iter().filter(|it| !it.gone).map(one).collect())
    });
    Ok(Json(Value::Array(found.await?)))
}
