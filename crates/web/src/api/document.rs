//! The OpenAPI 3.1 document, made from the table of operations; committed as `docs/openapi.json`.

use super::{Operation, ROOT, answer::A_MINUTE, operation::Takes, operations, shape::Schemas};
use crate::why::Why;
use axum::http::StatusCode;
use doudi_journal::JournalError;
use doudi_kernel::{Lang, Say};
use doudi_office::{Field, OfficeError, ledgers::Format};
use serde_json::{Map, Value as Json, json};
use std::{collections::BTreeMap, sync::LazyLock};

const ABOUT: &str = "社会救助业务接口。调用方以接口令牌（Authorization: Bearer …）代表一个账号办理，权限、区域与该账号当时持有的岗位一致；\
    查阅档案须说明事由并留痕；写操作须带 Idempotency-Key，重复提交只办一次。错误为 application/problem+json，`type` 列于各操作。\n\n\
    The operations of the portal for other programs. A token (Authorization: Bearer …) acts as an account, with the roles that \
    the account holds at that moment. Files open for a purpose, which is kept. Writes carry an Idempotency-Key and are done \
    once. Errors are application/problem+json; their types stand with each operation.";

/// The document as text: the same bytes every time.
pub fn document() -> &'static str {
    static MADE: LazyLock<String> = LazyLock::new(|| {
        // A document of strings, numbers and lists can always be written.
        serde_json::to_string_pretty(&made(&operations())).unwrap_or_default() + "\n"
    });
    &MADE
}

/// The document of some operations.
pub(super) fn made(operations: &[Operation]) -> Json {
    let mut all = Schemas::default();
    all.forms.insert("Problem".into(), problem());
    let mut paths: BTreeMap<&str, Map<String, Json>> = BTreeMap::new();
    for it in operations {
        let method = it.method.as_str().to_ascii_lowercase();
        paths.entry(it.path).or_default().insert(method, described(it, &mut all));
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "兜底 Doudi", "version": "1", "description": ABOUT },
        "servers": [{ "url": ROOT }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": all.forms,
        },
    })
}

fn problem() -> Json {
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "instance"],
        "properties": {
            "type": { "type": "string", "description": "The error's name: `urn:doudi:error:…`." },
            "title": { "type": "string", "description": "What to do, in the language that was asked for." },
            "status": { "type": "integer" },
            "instance": { "type": "string", "description": "The request's number, for the administrator." },
        },
    })
}

fn described(it: &Operation, all: &mut Schemas) -> Json {
    let rights: Vec<String> = it.rule.rights().iter().map(|(what, how)| format!("{what}:{how}")).collect();
    let needs = match &*rights {
        [] => "任何有效令牌均可调用。Any valid token.".to_owned(),
        [right] => format!("需要权限 {right}。Needs the right {right}."),
        more => format!("需要下列权限之一：{0}。Needs one of the rights {0}.", more.join("、")),
    };
    let mut made = json!({
        "operationId": it.name,
        "summary": format!("{} / {}", it.said.0, it.said.1),
        "description": needs,
        "x-rights": rights,
        "responses": responses(it, all),
    });
    let parameters = parameters(it, all);
    if !parameters.is_empty() {
        made["parameters"] = parameters.into();
    }
    let content = match it.takes {
        Takes::Nothing => return made,
        Takes::Json(form) => json!({ "application/json": { "schema": form(all) } }),
        Takes::File(form) => json!({ "multipart/form-data": { "schema": with_file(form, all) } }),
    };
    made["requestBody"] = json!({ "required": true, "content": content });
    made
}

/// The object that a reference of a form names; what it names itself is put among `all`.
fn of(form: fn(&mut Schemas) -> Json, all: &mut Schemas) -> Json {
    let mut own = Schemas::default();
    let made = form(&mut own);
    let name = made["$ref"].as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let object = own.forms.remove(name).unwrap_or_default();
    all.forms.extend(own.forms);
    object
}

/// Texts beside a file. A text that is not told is left out, since a form has no null.
fn with_file(form: fn(&mut Schemas) -> Json, all: &mut Schemas) -> Json {
    let mut made = of(form, all);
    for (_, text) in made["properties"].as_object_mut().into_iter().flatten() {
        let told = text["anyOf"][0].clone();
        if let (Some(text), Some(told)) = (text.as_object_mut(), told.as_object()) {
            text.remove("anyOf");
            text.extend(told.clone());
        }
    }
    made["properties"]["file"] = json!({ "type": "string", "format": "binary", "description": "The file." });
    made["required"] = json!(["file"]);
    made
}

/// What stands in the address, and the key of a write.
fn parameters(it: &Operation, all: &mut Schemas) -> Vec<Json> {
    let properties = of(it.at, all)["properties"].as_object().cloned().unwrap_or_default();
    let one = |(name, form): (String, Json)| json!({ "name": name, "in": "path", "required": true, "schema": form });
    let mut told: Vec<Json> = properties.into_iter().map(one).collect();
    if it.writes {
        told.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "required": true,
            "description": "一次办理的编号，重发时不变。What this write is called; the same when it is sent again.",
            "schema": { "type": "string", "minLength": 16, "maxLength": 64, "pattern": "^[A-Za-z0-9-]+$" },
        }));
    }
    told
}

/// What every operation may answer, what its kind may, and what it says itself.
fn errors(it: &Operation) -> Vec<Why> {
    let office = |error: OfficeError| Why::from(error);
    let mut all = vec![Why::NoToken, office(OfficeError::Wait(1)), office(JournalError::Contended.into())];
    if let Some((what, how)) = it.rule.rights().into_iter().next() {
        all.push(office(doudi_journal::access::Denied::Role(what, how).into()));
    }
    if it.path.contains('{') {
        all.push(Why::NoPage);
    }
    if it.takes.form().is_some() {
        all.extend([Why::Body, Why::TooLarge, office(OfficeError::Form(Field::new("…", "…")))]);
    }
    if it.writes {
        all.extend([Why::Key, office(JournalError::KeyReused.into())]);
    }
    all.extend(it.errors.iter().cloned());
    all
}

fn responses(it: &Operation, all: &mut Schemas) -> Json {
    let mut made = Map::new();
    let content = match it.answer {
        Some(form) => json!({ "application/json": { "schema": form(all) } }),
        None => Json::Object(Format::ALL.map(|format| (format.media().to_owned(), json!({}))).into_iter().collect()),
    };
    let said = if it.status == StatusCode::ACCEPTED { "已开始办理。Begun." } else { "已办理。Done." };
    made.insert(it.status.as_u16().to_string(), json!({ "description": said, "content": content }));
    let mut by_status: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for why in errors(it) {
        let (name, status) = why.row();
        let said = format!("`{name}` {} / {}", why.say(Lang::Zh), why.say(Lang::En));
        let lines = by_status.entry(status.as_u16()).or_default();
        if !lines.iter().any(|line| line.starts_with(&format!("`{name}`"))) {
            lines.push(said);
        }
    }
    for (status, lines) in by_status {
        let content = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
        let mut response = json!({ "description": lines.join("\n\n"), "content": content });
        if status == 429 {
            response["headers"] = json!({ "Retry-After": {
                "description": format!("Seconds to wait: a token may ask {A_MINUTE} times a minute."),
                "schema": { "type": "integer", "minimum": 1, "maximum": 900 },
            } });
        }
        made.insert(status.to_string(), response);
    }
    Json::Object(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Empty, Rule, get};

    /// Operations whose document names no right, but for the one that tells a token about itself.
    fn without_rule(document: &Json) -> Vec<String> {
        let paths = document["paths"].as_object().unwrap();
        let all = paths.values().flat_map(|path| path.as_object().unwrap().values());
        let bare = all.filter(|it| it["x-rights"].as_array().is_none_or(Vec::is_empty));
        bare.map(|it| it["operationId"].as_str().unwrap().to_owned()).filter(|name| name != "me").collect()
    }

    #[test]
    fn every_operation_names_the_right_that_it_needs_and_one_that_does_not_is_found() {
        assert_eq!(without_rule(&made(&operations())), [""; 0]);
        let mut planted = operations();
        planted.push(get("/planted").answered("planted", ("植入", "planted"), Rule::Own, |_, _: Empty| Ok(true)));
        assert_eq!(without_rule(&made(&planted)), ["planted"]);
    }

    #[test]
    fn no_list_is_without_an_end() {
        fn endless(form: &Json, at: &str, found: &mut Vec<String>) {
            if form["type"] == "array" && form["maxItems"].is_null() {
                found.push(at.to_owned());
            }
            match form {
                Json::Object(all) => all.iter().for_each(|(name, it)| endless(it, &format!("{at}/{name}"), found)),
                Json::Array(all) => all.iter().for_each(|it| endless(it, at, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        endless(&made(&operations())["components"], "", &mut found);
        assert_eq!(found, [""; 0]);
    }

    #[test]
    fn no_two_types_bear_one_name() {
        let mut all = Schemas::default();
        for it in operations() {
            for form in [Some(it.at), it.takes.form(), it.answer].into_iter().flatten() {
                form(&mut all);
            }
        }
        assert_eq!(all.clashes, [""; 0]);
    }

    #[test]
    fn names_and_addresses_stand_once() {
        let all = operations();
        let names: std::collections::BTreeSet<_> = all.iter().map(|it| it.name).collect();
        let addresses: std::collections::BTreeSet<_> = all.iter().map(|it| (it.path, it.method.as_str())).collect();
        assert_eq!((names.len(), addresses.len()), (all.len(), all.len()));
    }

    #[test]
    fn every_act_that_a_page_has_a_form_for_can_be_sent() {
        let document = made(&operations());
        let forms = document["components"]["schemas"]["Deed"]["oneOf"].as_array().unwrap();
        let mut known: Vec<_> = forms.iter().map(|it| it["properties"]["act"]["const"].as_str().unwrap()).collect();
        known.sort_unstable();
        let mut forms: Vec<_> = crate::pages::cases::acts::names().collect();
        forms.sort_unstable();
        assert_eq!(known, forms);
    }

    #[test]
    fn every_reference_leads_to_a_component() {
        fn named(json: &Json, into: &mut Vec<String>) {
            match json {
                Json::Object(all) => {
                    into.extend(all.get("$ref").and_then(Json::as_str).map(str::to_owned));
                    all.values().for_each(|it| named(it, into));
                }
                Json::Array(all) => all.iter().for_each(|it| named(it, into)),
                _ => {}
            }
        }
        let (document, mut all) = (made(&operations()), Vec::new());
        named(&document, &mut all);
        let lost: Vec<_> = all.iter().filter(|path| document.pointer(&path[1..]).is_none()).collect();
        assert!(all.len() > 50 && lost.is_empty(), "{lost:?}");
    }
}
