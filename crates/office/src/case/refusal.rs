//! Why something cannot be done now, and what to do.

use super::path::Office;
use doudi_journal::access::Department;
use doudi_kernel::{Date, Lang, Money, Say};
use doudi_rules::book::Label;

/// Why an act is not possible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum Refusal {
    /// The case is closed or decided.
    Over,
    /// The case is there already.
    Begun,
    /// It stands still until the citizen brings something.
    Standing,
    /// Nothing is owed.
    Running,
    /// Somebody else's turn.
    NotYours(Office),
    /// The procedure of this place has no such step.
    NoStep(String),
    /// The step is done.
    Done(Label),
    /// Steps before it are not done.
    Before(Vec<Label>),
    /// Letters of authority have run out, or a proxy has none.
    NoAuthority,
    /// Two people, not one twice.
    TwoVisitors,
    /// A relative of the household may not act.
    Relative,
    /// The sources were not asked.
    NotVerified,
    /// The report is too old.
    Stale(Date),
    /// The rules were not asked.
    NotAssessed,
    /// Nobody has visited.
    NotVisited,
    /// The notice still hangs.
    Hanging(Date),
    /// An objection waits.
    Objected,
    /// No such objection, or it is answered.
    NoObjection,
    /// Less or nothing more without having heard the person (art. 48).
    NotHeard,
    /// Against the rules' answer without a reason.
    NoReason,
    /// No decision yet.
    Undecided,
    /// The person has not been told in writing.
    NotTold,
    /// A day that does not fit.
    BadDay(Date),
    /// An amount is missing.
    NoAmount,
    /// The place has set no limit for relief that goes first.
    NoLimit,
    /// More than a town gives at once.
    OverLimit {
        /// Fen.
        limit_fen: i64,
    },
    /// The town's imprest holds less.
    ImprestShort {
        /// Fen that are left.
        left_fen: i64,
    },
    /// Nothing is to be cut.
    NothingCut,
    /// The place gives no grace for this cause.
    NoGrace,
    /// The place sets no interval of this class, or help does not last.
    NoInterval,
    /// The household has not left.
    NotLeft,
    /// The person was not invited to be heard, so cannot have stayed away.
    NotCalled,
    /// No part of this department.
    NoPart,
    /// The department has answered.
    Replied,
    /// Departments have not answered yet.
    Waiting(Vec<Department>),
    /// A near relative of staff: the county visits.
    CountyVisits,
    /// The report is good still.
    Good(Date),
    /// Another case's report is good still and the same was told.
    Shared {
        /// The case.
        case: i64,
        /// Until when.
        until: Date,
    },
    /// More than the rules allow.
    TooMuch {
        /// Fen that the rules found.
        found_fen: i64,
    },
}

impl Say for Refusal {
    fn say(&self, lang: Lang) -> String {
        let labels = |labels: &[Label]| {
            let one = |label: &Label| label.pick(lang).to_owned();
            labels.iter().map(one).collect::<Vec<_>>().join(lang.pick("、", ", "))
        };
        match (self, lang) {
            (Self::Over, Lang::Zh) => "本件已作出决定或已办结，不能再办理此步骤；情况有变的，另立新件".into(),
            (Self::Over, Lang::En) => "this case is decided or closed; if things have changed, open a new one".into(),
            (Self::Begun, Lang::Zh) => "本件已立件，无需重复".into(),
            (Self::Begun, Lang::En) => "this case has begun already".into(),
            (Self::Standing, Lang::Zh) => "本件正等待申请人补充，时限暂停；收到后请先登记“已补充”".into(),
            (Self::Standing, Lang::En) => {
                "this case waits for the applicant and its clocks stand still; note first that it came".into()
            }
            (Self::Running, Lang::Zh) => "没有等待补充的事项".into(),
            (Self::Running, Lang::En) => "nothing is owed".into(),
            (Self::NotYours(office), Lang::Zh) => format!("此步骤由{}办理", office.label(lang)),
            (Self::NotYours(office), Lang::En) => format!("this step belongs to {}", office.label(lang)),
            (Self::NoStep(step), Lang::Zh) => format!("本地程序没有“{step}”这一步骤"),
            (Self::NoStep(step), Lang::En) => format!("the procedure of this place has no step {step}"),
            (Self::Done(step), Lang::Zh) => format!("“{}”已办理", step.zh),
            (Self::Done(step), Lang::En) => format!("{} is done", step.en),
            (Self::Before(steps), Lang::Zh) => format!("请先办理：{}", labels(steps)),
            (Self::Before(steps), Lang::En) => format!("first: {}", labels(steps)),
            (Self::NoAuthority, Lang::Zh) => {
                "没有有效的授权委托书，不能向各部门查询（社会救助法第四十条）；请申请人签署".into()
            }
            (Self::NoAuthority, Lang::En) => {
                "no letter of authority holds, so nobody may be asked (art. 40); have the applicant sign one".into()
            }
            (Self::TwoVisitors, Lang::Zh) => "入户调查须由两名不同的工作人员进行".into(),
            (Self::TwoVisitors, Lang::En) => "a visit is made by two different people".into(),
            (Self::Relative, Lang::Zh) => "您已登记为该户的近亲属，应当回避，由县级民政部门另派人员".into(),
            (Self::Relative, Lang::En) => {
                "you are registered as a near relative of this household: the county sends somebody else".into()
            }
            (Self::NotVerified, Lang::Zh) => "尚未进行信息核对".into(),
            (Self::NotVerified, Lang::En) => "the sources have not been asked".into(),
            (Self::Stale(until), Lang::Zh) => format!("核对报告已于{until}过期，请重新核对"),
            (Self::Stale(until), Lang::En) => format!("the verification was good until {until}: ask again"),
            (Self::NotAssessed, Lang::Zh) => "尚未按政策测算".into(),
            (Self::NotAssessed, Lang::En) => "the rules have not been asked".into(),
            (Self::NotVisited, Lang::Zh) => "尚未入户调查".into(),
            (Self::NotVisited, Lang::En) => "nobody has visited".into(),
            (Self::Hanging(until), Lang::Zh) => format!("公示期至{until}，期满后方可决定"),
            (Self::Hanging(until), Lang::En) => format!("the public notice runs to {until}; decide after it"),
            (Self::Objected, Lang::Zh) => "有异议尚未答复，请先调查并答复".into(),
            (Self::Objected, Lang::En) => "an objection waits for its answer".into(),
            (Self::NoObjection, Lang::Zh) => "没有这一条待答复的异议".into(),
            (Self::NoObjection, Lang::En) => "no such objection waits".into(),
            (Self::NotHeard, Lang::Zh) => {
                "调减、终止前应当听取救助对象意见（社会救助法第四十八条）；请先登记听取意见情况".into()
            }
            (Self::NotHeard, Lang::En) => {
                "nobody is cut before being heard (art. 48): note first what the person says".into()
            }
            (Self::NoReason, Lang::Zh) => "与测算结果不一致或不予救助的，须写明理由".into(),
            (Self::NoReason, Lang::En) => "against the rules' answer, or refusing, needs a reason in words".into(),
            (Self::Undecided, Lang::Zh) => "尚未作出决定".into(),
            (Self::Undecided, Lang::En) => "nothing is decided yet".into(),
            (Self::NotTold, Lang::Zh) => "尚未书面告知当事人（社会救助法第四十五条、第四十八条）".into(),
            (Self::NotTold, Lang::En) => "the person has not been told in writing (arts. 45, 48)".into(),
            (Self::BadDay(day), Lang::Zh) => format!("日期{day}不合理"),
            (Self::BadDay(day), Lang::En) => format!("{day} does not fit"),
            (Self::NoAmount, Lang::Zh) => "请填写大于零的金额".into(),
            (Self::NoAmount, Lang::En) => "tell an amount above zero".into(),
            (Self::NoLimit, Lang::Zh) => {
                "本地尚未录入先行救助限额（备用金单笔限额或低保标准），请县级先录入政策参数".into()
            }
            (Self::NoLimit, Lang::En) => {
                "no limit for relief that goes first is set here; the county enters it in the policies first".into()
            }
            (Self::OverLimit { limit_fen }, Lang::Zh) => {
                format!("乡镇先行救助每次不超过{}元；超过的按一般程序申请临时救助", Money::from_fen(*limit_fen))
            }
            (Self::OverLimit { limit_fen }, Lang::En) => {
                format!("a town gives {} yuan at most at once; more goes the ordinary way", Money::from_fen(*limit_fen))
            }
            (Self::ImprestShort { left_fen }, Lang::Zh) => {
                format!("乡镇备用金余额{}元，不足支付；请县级先拨付", Money::from_fen(*left_fen))
            }
            (Self::ImprestShort { left_fen }, Lang::En) => {
                format!("the town's imprest holds {} yuan; the county replenishes it first", Money::from_fen(*left_fen))
            }
            (Self::NothingCut, Lang::Zh) => "本件没有拟调减、终止的意见".into(),
            (Self::NothingCut, Lang::En) => "nothing is to be cut in this case".into(),
            (Self::NoGrace, Lang::Zh) => "本地对该原因没有渐退期".into(),
            (Self::NoGrace, Lang::En) => "the place gives no grace for this cause".into(),
            (Self::NoInterval, Lang::Zh) => "本地没有规定该类别的核查间隔，或本项救助不定期核查".into(),
            (Self::NoInterval, Lang::En) => {
                "the place sets no interval of this class, or this help is not reviewed".into()
            }
            (Self::NotLeft, Lang::Zh) => "该户未退出救助".into(),
            (Self::NotLeft, Lang::En) => "this household has not left".into(),
            (Self::NotCalled, Lang::Zh) => "未书面通知听取意见的时间，不能登记“未到场”；请先发听取意见通知书".into(),
            (Self::NotCalled, Lang::En) => {
                "who was not invited for that day cannot have stayed away: send the invitation first".into()
            }
            (Self::NoPart, Lang::Zh) => "本件没有转该部门办理的事项".into(),
            (Self::NoPart, Lang::En) => "no part of this case belongs to that department".into(),
            (Self::Replied, Lang::Zh) => "该部门已反馈办理结果".into(),
            (Self::Replied, Lang::En) => "the department has answered".into(),
            (Self::Waiting(departments), _) => {
                let names: Vec<String> = departments.iter().map(|it| it.say(lang)).collect();
                let names = names.join(lang.pick("、", ", "));
                lang.pick(
                    format!("{names}尚未反馈办理结果；一并答复，不分次告知"),
                    format!("{names} has not answered yet; all is told in one letter"),
                )
            }
            (Self::CountyVisits, Lang::Zh) => "本户有工作人员近亲属备案，须由县级入户调查后决定".into(),
            (Self::CountyVisits, Lang::En) => {
                "somebody of the staff is a near relative: the county visits before it decides".into()
            }
            (Self::Good(until), Lang::Zh) => format!("核对报告在{until}前有效，不再重复核对"),
            (Self::Good(until), Lang::En) => format!("the verification is good until {until}: nobody is asked twice"),
            (Self::Shared { case, until }, Lang::Zh) => {
                format!(
                    "事项{case}的核对报告在{until}前有效且申报相同，请采用共享结果，不再重复核对（社会救助法第四十二条）"
                )
            }
            (Self::Shared { case, until }, Lang::En) => {
                format!(
                    "the verification of case {case} is good until {until} and the same was told: rely on it (art. 42)"
                )
            }
            (Self::TooMuch { found_fen }, Lang::Zh) => {
                format!("金额超过测算结果{}元，须写明理由", Money::from_fen(*found_fen))
            }
            (Self::TooMuch { found_fen }, Lang::En) => {
                format!("more than the rules' {} yuan needs a reason", Money::from_fen(*found_fen))
            }
        }
    }
}
