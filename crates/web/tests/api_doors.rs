//! Every role in every relation to a household's place, at every operation of the API, over HTTP: who gets through, who does
//! not, and what a number in full may be seen by. A token asks while its roles are given and taken away, so that
//! each question also holds that rights count from the next request.

use crate::{
    api::{Answer, Program, application, fresh, give, take, token_for},
    county::{COUNTY, Scene},
    matters::signalled,
};
use doudi_journal::access::{Action, Resource, Role, UserId, allows};
use doudi_web::app;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// What the scene holds: a household, its case, somebody of the county with a token.
pub(crate) struct Facts {
    pub(crate) household: i64,
    pub(crate) person: i64,
    pub(crate) village: u64,
    pub(crate) head: String,
    pub(crate) number: String,
    pub(crate) case: i64,
    pub(crate) bystander: UserId,
    pub(crate) token: i64,
    pub(crate) file: String,
    pub(crate) matter: i64,
}

impl Facts {
    pub(crate) async fn new(scene: &Scene) -> Self {
        let found = scene.eligible("dibao");
        let clerk = Program::new(scene, "founder", Role::CountyClerk, COUNTY);
        let opened = clerk.post("/cases", &application(found.id)).await;
        let purpose = json!({ "for": "review", "number": "2026-08" });
        let file = clerk.post(&format!("/households/{}/file", found.id), &json!({ "purpose": purpose })).await;
        let person = file.json["members"][0]["id"].as_i64().unwrap();
        let asked = json!({ "person": person, "purpose": purpose, "reason": "核对银行账户户名" });
        let shown = clerk.post(&format!("/households/{}/reveal", found.id), &asked).await;
        let bystander = scene.account("bystander", "bystander", Role::VillageCadre, COUNTY);
        Self {
            matter: signalled(scene),
            household: found.id,
            person,
            village: found.division,
            head: found.head,
            number: shown.json["number"].as_str().unwrap().to_owned(),
            case: opened.json["case"].as_i64().unwrap(),
            bystander,
            token: token_for(scene, bystander, COUNTY).0,
            file: clerk.file("/imports", &[], b"a,b").await.json["file"].as_str().unwrap().to_owned(),
        }
    }
}

/// A place as seen from a household's village: whether the village lies in it, and whether the whole county does.
pub(crate) fn relations(village: u64) -> Vec<(&'static str, String, bool, bool)> {
    let (village, town) = (village.to_string(), (village / 1000).to_string());
    let next = |code: &str, width: usize| {
        let (head, tail) = code.split_at(code.len() - width);
        format!("{head}{:0width$}", if tail.parse::<u32>().unwrap() == 1 { 2 } else { 1 })
    };
    let other_town = next(&town, 3);
    vec![
        ("own village", village.clone(), true, false),
        ("own town", town.clone(), true, false),
        ("own county", COUNTY.into(), true, true),
        ("own province", "41".into(), true, true),
        ("sibling village", next(&village, 3), false, false),
        ("sibling town", other_town.clone(), false, false),
        ("cousin village", format!("{other_town}001"), false, false),
        ("sibling county", "419902".into(), false, false),
        ("other province", "37".into(), false, false),
    ]
}

/// Where a role must hold for a door to open.
#[derive(Clone, Copy, PartialEq)]
enum Reach {
    /// Over the household's village.
    Village,
    /// Over the county, where the other account works.
    County,
    /// Anywhere: what it tells is no person's.
    Anywhere,
}

/// What somebody tries.
struct Door {
    operation: &'static str,
    does: &'static str,
    rights: &'static [(Resource, Action)],
    reach: Reach,
    /// Whether everybody who may gets through; where the state of things may still refuse, only who may not is held.
    exact: bool,
    asks: fn(&Facts) -> (&'static str, String, Json),
    through: fn(&Answer, &Facts) -> bool,
}

fn purpose() -> Json {
    json!({ "for": "review", "number": "2026-08" })
}

fn answered(came: &Answer, _: &Facts) -> bool {
    came.status == 200
}

/// Neither "you may not" nor "there is none".
fn known(came: &Answer, _: &Facts) -> bool {
    !matches!(came.status, 401 | 403 | 404)
}

fn lists(came: &Answer, id: i64) -> bool {
    came.json["items"].as_array().is_some_and(|items| items.iter().any(|it| it["id"] == id))
}

fn deed(facts: &Facts, deed: Json) -> (&'static str, String, Json) {
    ("POST", format!("/cases/{}/acts", facts.case), json!({ "version": 99, "deed": deed }))
}

fn on(facts: &Facts, deed: Json) -> (&'static str, String, Json) {
    ("POST", format!("/matters/{}/acts", facts.matter), json!({ "version": 99, "deed": deed }))
}

const CASE: Resource = Resource::Case;
const FOUND: Resource = Resource::ActiveDiscovery;
const HOME: Resource = Resource::Household;
const FILES: Resource = Resource::LakeImport;
/// Of a door that one of its rights opens.
const EITHER: &str = "by either right";

/// It has begun.
fn begun(came: &Answer, _: &Facts) -> bool {
    came.status == 202
}

fn ledger(facts: &Facts, kind: &str) -> Json {
    json!({ "kind": kind, "within": facts.village.to_string(), "month": "2026-07", "programme": "dibao" })
}

#[rustfmt::skip]
const DOORS: [Door; 53] = [
    Door { operation: "me", does: "read", rights: &[], reach: Reach::Anywhere, exact: true,
        asks: |_| ("GET", "/me".into(), Json::Null), through: answered },
    Door { operation: "work", does: "list", rights: &[(CASE, Action::List)], reach: Reach::Village, exact: false,
        asks: |_| ("GET", "/work".into(), Json::Null), through: |came, it| lists(came, it.case) },
    Door { operation: "cases_list", does: "list", rights: &[(CASE, Action::List)], reach: Reach::Village, exact: true,
        asks: |_| ("GET", "/cases".into(), Json::Null), through: |came, it| lists(came, it.case) },
    Door { operation: "cases_open", does: "write", rights: &[(CASE, Action::Write)], reach: Reach::Village, exact: true,
        asks: |it| {
            let mut wanted = application(it.household);
            wanted["authorised_until"] = json!("2026-08-01");
            ("POST", "/cases".into(), wanted)
        }, through: known },
    Door { operation: "cases_show", does: "read", rights: &[(CASE, Action::Read)], reach: Reach::Village, exact: true,
        asks: |it| ("GET", format!("/cases/{}", it.case), Json::Null), through: answered },
    Door { operation: "cases_act", does: "write", rights: &[(CASE, Action::Write), (CASE, Action::Read)], reach: Reach::Village, exact: true,
        asks: |it| deed(it, json!({ "act": "ask", "words": "银行流水" })), through: known },
    Door { operation: "cases_act", does: "decide", rights: &[(CASE, Action::Decide), (CASE, Action::Read)], reach: Reach::Village, exact: true,
        asks: |it| deed(it, json!({ "act": "decide", "outcome": { "does": "refuse" }, "reason": "超过标准" })), through: known },
    Door { operation: "cases_act", does: "verify", rights: &[(Resource::VerificationReport, Action::Write)], reach: Reach::Village, exact: false,
        asks: |it| deed(it, json!({ "act": "verify" })), through: known },
    Door { operation: "cases_act", does: "assess", rights: &[(Resource::Determination, Action::Write)], reach: Reach::Village, exact: false,
        asks: |it| deed(it, json!({ "act": "assess" })), through: known },
    Door { operation: "cases_act", does: "visit", rights: &[(Resource::HomeVisit, Action::Write), (CASE, Action::Read)], reach: Reach::Village, exact: true,
        asks: |it| deed(it, json!({ "act": "visit", "visitors": [1, 2], "on": "2026-08-03", "agrees": true, "words": "" })), through: known },
    Door { operation: "cases_act", does: "publish", rights: &[(Resource::PublicNotice, Action::Write), (CASE, Action::Read)], reach: Reach::Village, exact: true,
        asks: |it| deed(it, json!({ "act": "publish" })), through: known },
    Door { operation: "cases_act", does: "object", rights: &[(Resource::Objection, Action::Write), (CASE, Action::Read)], reach: Reach::Village, exact: true,
        asks: |it| deed(it, json!({ "act": "object", "words": "有车" })), through: known },
    Door { operation: "households_search", does: "list", rights: &[(HOME, Action::List)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", "/households/search".into(), json!({ "text": it.head })), through: |came, it| lists(came, it.household) },
    Door { operation: "households_search", does: "by number", rights: &[(HOME, Action::List)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", "/households/search".into(), json!({ "text": it.number })), through: |came, it| lists(came, it.household) },
    Door { operation: "households_search", does: "within", rights: &[(HOME, Action::List)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", "/households/search".into(), json!({ "within": it.village.to_string(), "programme": "dibao" })),
        through: |came, it| lists(came, it.household) },
    Door { operation: "households_show", does: "list", rights: &[(HOME, Action::List)], reach: Reach::Village, exact: true,
        asks: |it| ("GET", format!("/households/{}", it.household), Json::Null), through: answered },
    Door { operation: "households_cases", does: "list", rights: &[(CASE, Action::List)], reach: Reach::Village, exact: true,
        asks: |it| ("GET", format!("/households/{}/cases", it.household), Json::Null), through: |came, it| lists(came, it.case) },
    Door { operation: "households_open", does: "read", rights: &[(HOME, Action::Read)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", format!("/households/{}/file", it.household), json!({ "purpose": purpose() })), through: answered },
    Door { operation: "households_explain", does: "read", rights: &[(Resource::Determination, Action::Read), (HOME, Action::Read)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", format!("/households/{}/explanation", it.household), json!({ "programme": "dibao", "purpose": purpose() })),
        through: answered },
    Door { operation: "households_reveal", does: "reveal", rights: &[(Resource::SealedColumn, Action::Reveal), (HOME, Action::Read)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", format!("/households/{}/reveal", it.household),
            json!({ "person": it.person, "purpose": purpose(), "reason": "核对银行账户户名" })), through: answered },
    Door { operation: "notices_list", does: "list", rights: &[(Resource::PublicNotice, Action::List), (CASE, Action::List)], reach: Reach::Village, exact: false,
        asks: |_| ("GET", "/notices".into(), Json::Null), through: |came, it| lists(came, it.case) },
    Door { operation: "divisions_show", does: "count", rights: &[(HOME, Action::Count)], reach: Reach::Village, exact: true,
        asks: |it| ("GET", format!("/divisions/{}", it.village / 1000), Json::Null), through: |came, it| {
            let village = it.village.to_string();
            let items = came.json["items"].as_array();
            items.is_some_and(|items| items.iter().any(|one| one["division"] == *village && one["households"] != 0))
        } },
    Door { operation: "users_list", does: "list", rights: &[(Resource::User, Action::List)], reach: Reach::County, exact: true,
        asks: |_| ("GET", "/users".into(), Json::Null), through: |came, it| lists(came, it.bystander.0) },
    Door { operation: "users_new", does: "write", rights: &[(Resource::User, Action::Write)], reach: Reach::County, exact: true,
        asks: |_| ("POST", "/users".into(), json!({ "account": "new.one", "name": "新人", "area": COUNTY, "password": "1" })), through: known },
    Door { operation: "users_grant", does: "write", rights: &[(Resource::Grant, Action::Write)], reach: Reach::County, exact: true,
        asks: |it| ("POST", format!("/users/{}/grants", it.bystander.0),
            json!({ "role": "village_cadre", "area": COUNTY, "from": "2026-08-02", "to": "2026-08-02" })), through: known },
    Door { operation: "users_revoke", does: "write", rights: &[(Resource::Grant, Action::Write)], reach: Reach::County, exact: true,
        asks: |it| ("POST", format!("/users/{}/grants/revoke", it.bystander.0), json!({ "role": "finance", "area": COUNTY })), through: answered },
    Door { operation: "tokens_list", does: "list", rights: &[(Resource::ApiToken, Action::List)], reach: Reach::County, exact: true,
        asks: |_| ("GET", "/tokens".into(), Json::Null), through: |came, it| lists(came, it.token) },
    Door { operation: "tokens_propose", does: "write", rights: &[(Resource::ApiToken, Action::Write)], reach: Reach::County, exact: true,
        asks: |it| ("POST", "/tokens".into(), json!({ "account": it.bystander.0, "purposes": [], "until": "2026-08-03" })), through: answered },
    Door { operation: "tokens_revoke", does: "write", rights: &[(Resource::ApiToken, Action::Write)], reach: Reach::County, exact: true,
        asks: |it| ("POST", format!("/tokens/{}/revoke", it.token), json!({})), through: answered },
    Door { operation: "records_search", does: "list", rights: &[(Resource::AccessRecord, Action::List)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", "/access-records/search".into(), json!({ "subject": format!("household:{}", it.household) })),
        through: |came, _| came.json["items"].as_array().is_some_and(|items| !items.is_empty()) },
    Door { operation: "records_search", does: "all", rights: &[(Resource::AccessRecord, Action::List)], reach: Reach::Village, exact: true,
        asks: |_| ("POST", "/access-records/search".into(), json!({})),
        through: |came, _| came.json["items"].as_array().is_some_and(|items| !items.is_empty()) },
    Door { operation: "journal_verify", does: "read", rights: &[(Resource::Journal, Action::Read)], reach: Reach::Anywhere, exact: true,
        asks: |_| ("POST", "/journal/verify".into(), json!({})), through: answered },
    Door { operation: "imports_list", does: EITHER, rights: &[(FILES, Action::Read), (FILES, Action::Write)], reach: Reach::County, exact: true,
        asks: |_| ("GET", "/imports".into(), Json::Null), through: answered },
    Door { operation: "imports_send", does: "write", rights: &[(FILES, Action::Write)], reach: Reach::County, exact: true,
        asks: |_| ("FILE", "/imports".into(), Json::Null), through: begun },
    Door { operation: "imports_show", does: "read", rights: &[(FILES, Action::Read)], reach: Reach::County, exact: true,
        asks: |it| ("GET", format!("/imports/{}", it.file), Json::Null), through: answered },
    Door { operation: "imports_apply", does: "decide", rights: &[(FILES, Action::Decide)], reach: Reach::County, exact: true,
        asks: |it| ("POST", format!("/imports/{}/apply", it.file), Json::Null), through: begun },
    Door { operation: "doubts_search", does: "list", rights: &[(Resource::Doubt, Action::List)], reach: Reach::Anywhere, exact: true,
        asks: |_| ("POST", "/doubts/search".into(), json!({})), through: answered },
    Door { operation: "doubts_answer", does: "write", rights: &[(Resource::Doubt, Action::Write)], reach: Reach::Village, exact: false,
        asks: |_| ("POST", "/doubts/0a/1/answer".into(), json!({ "choice": "a", "note": "", "checked_by": "", "checked_on": "2026-08-03" })), through: known },
    Door { operation: "matters_search", does: "list", rights: &[(FOUND, Action::List)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", "/matters/search".into(), json!({ "within": it.village.to_string() })), through: |came, it| lists(came, it.matter) },
    Door { operation: "matters_show", does: "read", rights: &[(FOUND, Action::Read)], reach: Reach::Village, exact: true,
        asks: |it| ("GET", format!("/matters/{}", it.matter), Json::Null), through: answered },
    Door { operation: "matters_act", does: "visit", rights: &[(Resource::HomeVisit, Action::Write)], reach: Reach::Village, exact: true,
        asks: |it| on(it, json!({ "act": "visit", "on": "2026-08-03", "found": [], "note": "" })), through: known },
    Door { operation: "matters_act", does: "hand over", rights: &[(FOUND, Action::Write)], reach: Reach::Village, exact: true,
        asks: |it| on(it, json!({ "act": "hand_over", "department": "education", "note": "请核实" })), through: known },
    Door { operation: "matters_act", does: "decide", rights: &[(FOUND, Action::Decide)], reach: Reach::Village, exact: true,
        asks: |it| on(it, json!({ "act": "close", "outcome": "declined", "note": "" })), through: known },
    Door { operation: "matters_feedback", does: "count", rights: &[(FOUND, Action::Count)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", "/matters/feedback".into(), json!({ "from": "2026-07", "to": "2026-08", "within": it.village.to_string() })),
        through: |came, _| came.json["items"].as_array().is_some_and(|items| !items.is_empty()) },
    Door { operation: "links_list", does: "list", rights: &[(Resource::LinkDecision, Action::List)], reach: Reach::Anywhere, exact: true,
        asks: |_| ("GET", "/links".into(), Json::Null), through: answered },
    Door { operation: "links_pairs", does: "list", rights: &[(Resource::LinkDecision, Action::List)], reach: Reach::Village, exact: false,
        asks: |_| ("GET", "/links/0a/look".into(), Json::Null), through: known },
    Door { operation: "links_decide", does: "write", rights: &[(Resource::LinkDecision, Action::Write)], reach: Reach::Village, exact: false,
        asks: |_| ("POST", "/links/0a/1/decision".into(), json!({ "verdict": "same", "reason": "同一人", "corrects": false, "seen": 0 })), through: known },
    Door { operation: "ledgers_show", does: "figures", rights: &[(Resource::Statistics, Action::Count)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", "/ledgers/show".into(), ledger(it, "figures")), through: answered },
    Door { operation: "ledgers_show", does: "roster", rights: &[(HOME, Action::List)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", "/ledgers/show".into(), ledger(it, "roster")), through: answered },
    Door { operation: "ledgers_export", does: "export", rights: &[(HOME, Action::Export)], reach: Reach::Village, exact: true,
        asks: |it| ("POST", "/ledgers/export".into(), json!({ "ledger": ledger(it, "roster"), "format": "xlsx", "taken_for": "archive" })),
        through: answered },
    Door { operation: "simulations_list", does: "list", rights: &[(Resource::Simulation, Action::List)], reach: Reach::County, exact: true,
        asks: |_| ("GET", "/simulations".into(), Json::Null), through: answered },
    Door { operation: "simulations_begin", does: "write", rights: &[(Resource::Simulation, Action::Write)], reach: Reach::County, exact: true,
        asks: |_| ("POST", "/simulations".into(), json!({ "reform": "work_pays", "month": "2026-07" })), through: begun },
    Door { operation: "simulations_job", does: "read", rights: &[(Resource::Simulation, Action::Read)], reach: Reach::County, exact: false,
        asks: |_| ("GET", "/simulations/jobs/work_pays/2026-07".into(), Json::Null), through: answered },
];

async fn asked(program: &Program, facts: &Facts, door: &Door) -> Answer {
    let (method, path, body) = (door.asks)(facts);
    if method == "FILE" {
        return program.file(&path, &[("month", "2026-07")], b"a,b").await;
    }
    if method == "GET" { program.get(&path).await } else { program.keyed(&path, &fresh(), &body).await }
}

#[test]
fn every_operation_of_the_document_has_a_door() {
    let document: Json = serde_json::from_str(doudi_web::document()).unwrap();
    let paths = document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
    let operations: BTreeSet<&str> = paths.map(|it| it["operationId"].as_str().unwrap()).collect();
    assert_eq!(DOORS.iter().map(|door| door.operation).collect::<BTreeSet<_>>(), operations);
}

#[tokio::test]
async fn no_role_in_any_place_gets_through_a_door_that_is_not_its_own() {
    let scene = Scene::new();
    let facts = Facts::new(&scene).await;
    // It has worked in another county until yesterday, so that it has a place and no right.
    let machine = scene.account("machine", "machine", Role::VillageCadre, COUNTY);
    let router = app(scene.state.clone());
    let (mut questions, mut opened, mut wrong) = (0, 0, Vec::new());
    for role in Role::all() {
        // A token a role: one alone would be told to wait.
        give(&scene, machine, Role::VillageCadre, COUNTY);
        let program = Program { router: router.clone(), token: token_for(&scene, machine, COUNTY).1, id: machine };
        take(&scene, machine, Role::VillageCadre, COUNTY);
        for (relation, area, village, county) in relations(facts.village) {
            give(&scene, machine, role, &area);
            for door in &DOORS {
                let inside = match door.reach {
                    Reach::Village => village,
                    Reach::County => county,
                    Reach::Anywhere => true,
                };
                let mut rights = door.rights.iter().map(|(what, how)| allows(role, *what, *how));
                let may = inside && if door.does == EITHER { rights.any(|it| it) } else { rights.all(|it| it) };
                let came = asked(&program, &facts, door).await;
                let through = (door.through)(&came, &facts);
                questions += 1;
                opened += u32::from(through);
                let named = format!("{role} of {relation} at {} to {}", door.operation, door.does);
                if through && !may || door.exact && may && !through {
                    wrong.push(format!("{named}: should be {may}, {} {}", came.status, came.error()));
                }
                // A namesake elsewhere may be listed; a refusal names nobody.
                let told = came.text.contains(&facts.head) && came.status != 200;
                if told || came.text.contains(&facts.number) && door.operation != "households_reveal" {
                    wrong.push(format!("{named}: tells a name or a number"));
                }
                if came.status >= 500 {
                    wrong.push(format!("{named}: {}", came.status));
                }
            }
            take(&scene, machine, role, &area);
            let after = program.get("/cases").await;
            if after.status != 403 {
                wrong.push(format!("{role} of {relation}: a right that was taken away still holds"));
            }
        }
    }
    assert_eq!(questions, Role::all().count() * 9 * DOORS.len());
    assert!(wrong.is_empty(), "{} of {questions}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(opened > 500, "{opened} of {questions} doors opened: who opens none proves nothing");
}
