//! The parts of a case's page, in words.

use crate::{pages::work::Left, shell::Shell, state::State, words};
use doudi_kernel::{Lang, WorkingDays};
use doudi_office::{
    Bureau,
    case::{Answer, CaseView, Channel, Due, Event, Finding, Matched, clocks},
};
use std::collections::BTreeMap;

/// A step on the vertical line.
pub(super) struct StepLine {
    pub(super) said: String,
    pub(super) office: &'static str,
    pub(super) done: String,
    pub(super) due: String,
    pub(super) left: Left,
    /// `done`, `now`, `later`
    pub(super) class: &'static str,
}

/// The steps of the procedure: done with their days, the next one, and those after it with their clocks.
pub(super) fn steps(s: &Shell, case: &CaseView, closed: bool) -> Vec<StepLine> {
    let running = clocks(&case.path, &case.state);
    let next = running.first().map(|clock| clock.stop.name.clone());
    let mut lines = Vec::new();
    for stop in &case.path.stops {
        let done = case.state.done.get(&stop.name).map(|day| day.to_string()).unwrap_or_default();
        let clock = running.iter().find(|clock| clock.stop.name == stop.name);
        let now = next.as_deref() == Some(&*stop.name) && !closed;
        // The clock of a step runs from the end of the one before: what comes later has none yet, but for the whole.
        let runs = !closed && (now || stop.name.starts_with("conclude"));
        let due = clock.filter(|_| runs).map_or(Due::Unset, |clock| clock.due);
        lines.push(StepLine {
            said: stop.label.pick(s.lang).to_owned(),
            office: stop.by.label(s.lang),
            due: if let Due::On(day) = due { day.to_string() } else { String::new() },
            left: if now { clock_left(s, due) } else { Left { said: String::new(), class: "none" } },
            class: if !done.is_empty() {
                "done"
            } else if now {
                "now"
            } else {
                "later"
            },
            done,
        });
    }
    lines
}

pub(crate) fn clock_left(s: &Shell, due: Due) -> Left {
    match due {
        Due::On(day) => crate::pages::work::left(s, Some(day), false),
        Due::Standing(since) => {
            let days = WorkingDays.between(since, s.today).map_or_else(|_| "?".to_owned(), |days| days.to_string());
            let said = format!(
                "{} {since}（{days}{}）",
                s.t("时限暂停，自", "clock standing since"),
                s.t("个工作日", " working days")
            );
            Left { said, class: "standing" }
        }
        Due::Unset => Left { said: s.t("当地未规定时限", "no clock is set here").into(), class: "none" },
        Due::Unknown(_) => Left {
            said: s.t("该年度放假安排未公布，暂不能计算", "that year's holidays are not published yet").into(),
            class: "none",
        },
    }
}

pub(super) fn channel(channel: &Channel, lang: Lang) -> &'static str {
    match channel {
        Channel::Oneself => lang.pick("本人申请", "by oneself"),
        Channel::Proxy { .. } => lang.pick("委托代办", "by a proxy"),
        Channel::Discovery => lang.pick("主动发现", "found by the office"),
        Channel::Review => lang.pick("定期复核", "periodic review"),
    }
}

/// A line of the verification report.
pub(super) struct Checked {
    pub(super) said: String,
    pub(super) told: String,
    pub(super) feed: String,
    pub(super) month: String,
    pub(super) result: &'static str,
    pub(super) class: &'static str,
}

pub(super) fn checked(s: &Shell, state: &State, case: &CaseView) -> Vec<Checked> {
    let bureau = &state.bureau;
    let items = case.state.report.iter().flat_map(|report| &report.items);
    let line = |item: &doudi_office::case::Item| {
        let (result, class) = match item.matched {
            Matched::Agrees => (s.lang.pick("相符", "agrees"), "yes"),
            Matched::Differs => (s.lang.pick("不符", "differs"), "no"),
            Matched::NotFound => (s.lang.pick("未查到", "not found"), "unknown"),
            Matched::NotConnected => (s.lang.pick("数据源未接入", "source not connected"), "none"),
        };
        Checked {
            said: words::fact(bureau, &item.fact, s.lang),
            told: told(s, bureau, &item.fact, case.state.declared.get(&item.fact).copied()),
            feed: if item.feed.is_empty() { String::new() } else { state.feed(&item.feed, s.lang) },
            month: item.month.clone().unwrap_or_default(),
            result,
            class,
        }
    };
    items.map(line).collect()
}

/// What was told, as it was told; what was not told was told as none.
pub(super) fn told(s: &Shell, bureau: &Bureau, fact: &str, value: Option<i64>) -> String {
    use doudi_office::case::{ToldIn, told_in};
    match (told_in(bureau, fact), value) {
        (Some(ToldIn::YesNo), value) => {
            if value == Some(1) {
                s.t("有", "yes").into()
            } else {
                s.t("无", "no").into()
            }
        }
        (_, None) => s.t("无", "none").into(),
        (Some(ToldIn::Yuan), Some(fen)) => words::yuan(fen),
        (_, Some(number)) => words::count(number),
    }
}

/// What the rules say of one programme.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) programme: String,
    pub(super) said: &'static str,
    pub(super) class: &'static str,
    pub(super) because: String,
    pub(super) amount: String,
    pub(super) tree: String,
}

pub(super) fn findings(s: &Shell, bureau: &Bureau, findings: &[Finding]) -> Vec<Found> {
    let join = |names: Vec<String>| names.join(s.t("、", ", "));
    let one = |finding: &Finding| {
        let (answer, class, because, amount) = match &finding.answer {
            Answer::Eligible { amount_fen, tier } => {
                let tier = tier.as_ref().map(|tier| match bureau.tier_label(&finding.programme, tier) {
                    Some(label) => label.pick(s.lang).to_owned(),
                    None => tier.clone(),
                });
                ("eligible", "yes", tier.unwrap_or_default(), amount_fen.map(words::yuan).unwrap_or_default())
            }
            Answer::NotEligible { conditions } => {
                let label = |name: &String| match bureau.condition_label(&finding.programme, name) {
                    Some(label) => label.pick(s.lang).to_owned(),
                    None => name.clone(),
                };
                let failed = join(conditions.iter().map(label).collect());
                ("not_eligible", "no", format!("{}{failed}", s.t("不满足：", "fails: ")), String::new())
            }
            Answer::Missing { facts } => {
                let missing = join(facts.iter().map(|fact| words::fact(bureau, fact, s.lang)).collect());
                ("missing", "unknown", format!("{}{missing}", s.t("缺：", "lacks: ")), String::new())
            }
            Answer::NotInLaw => ("not_in_law", "none", String::new(), String::new()),
        };
        Found {
            name: finding.programme.clone(),
            programme: words::programme(bureau, &finding.programme, s.lang),
            said: words::answer(answer, s.lang),
            class,
            because,
            amount,
            tree: finding.told.clone(),
        }
    };
    findings.iter().map(one).collect()
}

/// A line of the case's history.
pub(super) struct Happened {
    pub(super) at: String,
    pub(super) by: String,
    pub(super) said: String,
}

pub(super) fn history(s: &Shell, bureau: &Bureau, case: &CaseView, names: &BTreeMap<i64, String>) -> Vec<Happened> {
    let one = |told: &doudi_office::case::Told| Happened {
        at: s.moment(&told.at),
        by: crate::pages::households::parts::actor(s, names, &told.actor),
        said: happened(s, bureau, case, &told.event),
    };
    case.told.iter().rev().map(one).collect()
}

fn happened(s: &Shell, bureau: &Bureau, case: &CaseView, event: &Event) -> String {
    let with = |said: &str, more: String| {
        if more.is_empty() { said.to_owned() } else { format!("{said}{}{more}", s.t("：", ": ")) }
    };
    match event {
        Event::Opened { channel: how, .. } => with(s.t("立件", "opened"), channel(how, s.lang).into()),
        Event::Sent { on } => {
            with(s.t("本人已在网上提交，时限自提交之日起算", "sent in from home, clocks from"), on.to_string())
        }
        Event::Done { step } => words::step(bureau, &case.state.procedure, step, s.lang),
        Event::Paused { owes } => {
            with(s.t("请申请人补充，时限暂停", "asked the applicant; clocks stand"), owes.clone())
        }
        Event::Resumed => s.t("已补充，时限继续", "it came; clocks run").into(),
        Event::Verified { shared: Some(other), .. } => {
            with(s.t("采用共享核对结果，事项", "relied on the verification of case"), other.to_string())
        }
        Event::Verified { report, shared: None } => with(
            s.t("信息核对", "verified"),
            format!("{} {}", report.count(Matched::Differs), s.t("项不符", "items differ")),
        ),
        Event::Registered { need } => {
            let cause = bureau.words_of("hardship_event").into_iter().find(|(name, _)| *name == need.cause);
            let cause = cause.map_or_else(|| need.cause.clone(), |(_, label)| label.pick(s.lang).to_owned());
            with(s.t("登记急难情况", "a need that cannot wait"), format!("{cause} {}", words::yuan(need.need_fen)))
        }
        Event::Relieved { amount_fen } => {
            with(s.t("先行救助（元）", "relief went first, yuan"), words::yuan(*amount_fen))
        }
        Event::Explained { words } => with(s.t("补充说明情况", "the papers"), words.clone()),
        Event::Called { on, place } => with(s.t("通知听取意见", "invited to be heard"), format!("{on} {place}")),
        Event::Graced { months, .. } => with(s.t("给予渐退期", "grace"), format!("{months} {}", s.t("个月", "months"))),
        Event::Classified { class } => with(s.t("核查类别", "class of review"), class.name().into()),
        Event::Looked { again, words, .. } => with(
            if *again {
                s.t("退出后走访，又有困难", "looked at: in hardship again")
            } else {
                s.t("退出后走访", "looked at")
            },
            words.clone(),
        ),
        Event::Replied { department, outcome, .. } => {
            with(&crate::pages::referrals::list::department(department, s.lang), words::answered(outcome, s.lang))
        }
        Event::Assessed { pack, .. } => {
            with(s.t("按政策测算，规则", "assessed by rules"), pack.chars().take(12).collect())
        }
        Event::Visited { visit } => with(s.t("入户调查", "visited"), visit.words.clone()),
        Event::Reviewed { opinion } => with(s.t("初审意见", "first opinion"), words::outcome(&opinion.outcome, s.lang)),
        Event::Published { until } => with(s.t("公示", "published"), format!("{} {until}", s.t("至", "until"))),
        Event::Objected { words } => with(s.t("提出异议", "an objection"), words.clone()),
        Event::Answered { upheld, words, .. } => with(
            if *upheld {
                s.t("异议成立", "objection upheld")
            } else {
                s.t("异议不成立", "objection not upheld")
            },
            words.clone(),
        ),
        Event::Heard { hearing } => with(s.t("听取意见", "heard"), hearing.words.clone()),
        Event::Decided { outcome, .. } => with(s.t("决定", "decided"), words::outcome(outcome, s.lang)),
        Event::Told { letter: name } => with(s.t("书面告知", "told in writing"), letter(name, s.lang).into()),
        Event::Withdrawn { reason } => with(s.t("申请人撤回", "withdrawn"), reason.clone()),
        Event::Closed => s.t("办结", "closed").into(),
    }
}

/// A letter by its name.
pub(super) fn letter(name: &str, lang: Lang) -> &'static str {
    match name {
        "confirmation" => lang.pick("救助确认通知书", "letter of confirmation"),
        "refusal" => lang.pick("不予救助告知书", "letter of refusal"),
        "reduction" => lang.pick("救助金调整告知书", "letter of reduction"),
        "stop" => lang.pick("终止救助告知书", "letter of termination"),
        _ => lang.pick("书面告知", "a letter"),
    }
}
