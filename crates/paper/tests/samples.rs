//! One of each form, about people who never existed.

use doudi_kernel::{Date, Lang, Money, Month};
use doudi_paper::{Document, Value, forms::*};

const ID: &str = "3707**********123X";

fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

fn month(number: i8) -> Month {
    Month::new(2026, number).expect("a month")
}

fn law(articles: &str) -> Vec<String> {
    vec![format!("《中华人民共和国社会救助法》{articles}")]
}

fn letter(lang: Lang, number: &str, articles: &str) -> Letter {
    Letter {
        lang,
        number: format!("青山镇救〔2026〕{number}号"),
        to: "林阿禾".into(),
        office: "青山镇人民政府".into(),
        phone: "0536-0000012".into(),
        date: day(8, 3),
        bases: law(articles),
    }
}

fn remedy() -> Remedy {
    Remedy {
        objection_at: "青山镇人民政府社会救助窗口".into(),
        review_by: "安和县人民政府".into(),
        review_days: 60,
        court: "安和县人民法院".into(),
        court_months: 6,
        basis: "《中华人民共和国社会救助法》第七十六条".into(),
    }
}

fn reason(text: &str, basis: &str) -> Reason {
    Reason { text: text.into(), basis: basis.into() }
}

fn benefit(base: i64, supplement: i64, care: i64) -> Benefit {
    Benefit { base: Money::from_fen(base), supplement: Money::from_fen(supplement), care: Money::from_fen(care) }
}

fn confirmation(lang: Lang) -> Document {
    Confirmation {
        letter: letter(lang, "12", "第四十四条、第四十五条"),
        applied: day(7, 6),
        category: "农村最低生活保障家庭".into(),
        members: ["林阿禾", "林小满", "周桂香"].map(Into::into).to_vec(),
        benefit: Some(benefit(104_550, 17_000, 0)),
        from: month(8),
        paid: "每月10日前由一卡通发放，账户尾号**12".into(),
        review: Some(day(12, 31)),
        remedy: remedy(),
    }
    .paper()
}

fn refusal(lang: Lang) -> Document {
    Refusal {
        letter: letter(lang, "13", "第四十五条"),
        applied: day(7, 6),
        applied_for: "农村最低生活保障".into(),
        reasons: vec![
            reason(
                "经核对，您户共同生活的家庭成员3人，月人均收入1,286.50元，高于我县农村最低生活保障标准每人每月757元。",
                "《中华人民共和国社会救助法》第二十条",
            ),
            reason("您户有两辆登记在家庭成员名下的机动车，其中一辆为2025年11月购置，价值98,000.00元", ""),
        ],
        instead: vec!["最低生活保障边缘家庭认定".into(), "就业救助".into()],
        remedy: remedy(),
    }
    .paper()
}

fn heard() -> Heard {
    Heard {
        on: day(7, 28),
        said: "孩子刚参加工作，收入还不稳定，希望晚几个月再停".into(),
        answer: "已按规定给予渐退期，渐退期内家庭收入再次降低的，可以随时重新申请".into(),
    }
}

fn change(lang: Lang, turn: Turn) -> Document {
    Change {
        letter: letter(lang, "14", "第四十七条、第四十八条"),
        category: "农村最低生活保障家庭".into(),
        before: Money::from_fen(121_550),
        turn,
        from: month(9),
        reasons: vec![reason(
            "家庭成员林小满自2026年5月起在县城就业，月工资3,200.00元，家庭月人均收入超过最低生活保障标准",
            "",
        )],
        remedy: remedy(),
    }
    .paper()
}

fn acceptance(lang: Lang) -> Document {
    Acceptance {
        letter: letter(lang, "10", "第三十七条、第四十条"),
        applied: day(7, 6),
        applied_for: ["最低生活保障", "医疗救助", "教育救助"].map(Into::into).to_vec(),
        received: ["社会救助申请书", "家庭经济状况核对授权书"].map(Into::into).to_vec(),
        looked_up: ["户籍", "婚姻登记", "社会保险", "不动产登记", "机动车登记", "住房公积金", "税务", "银行存款"]
            .map(Into::into)
            .to_vec(),
        working_days: 20,
        due: day(8, 3),
        follow: "办件编号 QS-2026-0817，可在镇社会救助窗口或者网上查询".into(),
    }
    .paper()
}

fn supplement(lang: Lang) -> Document {
    let owed = |what: &str, why: &str, how: &str| Owed { what: what.into(), why: why.into(), how: how.into() };
    Supplement {
        letter: letter(lang, "11", "第四十条"),
        applied: day(7, 6),
        applied_for: "最低生活保障".into(),
        owed: vec![
            owed("周桂香的签字授权", "核对其收入和财产须经本人同意", "到窗口签字，或者由工作人员上门办理"),
            owed("近三个月的住院费用清单", "计算家庭刚性支出", "原件、复印件或者照片均可"),
        ],
        until: day(7, 20),
    }
    .paper()
}

fn summons(lang: Lang) -> Document {
    Summons {
        letter: letter(lang, "31", "第四十八条"),
        category: "农村最低生活保障".into(),
        planned: "月保障金由900.00元调整为500.00元".into(),
        reasons: vec![reason("长子自7月起就业，家庭月收入增加", "《中华人民共和国社会救助法》第四十七条")],
        on: day(8, 20),
        place: "青山镇便民服务中心二楼".into(),
    }
    .paper()
}

fn answers(lang: Lang) -> Document {
    let part = |asked: &str, office: &str, fen: Option<i64>, words: &str| Part {
        asked: asked.into(),
        office: office.into(),
        given: fen.is_some(),
        amount: fen.map(Money::from_fen),
        on: Some(day(8, 3)),
        words: words.into(),
    };
    let parts = vec![
        part("最低生活保障", "安和县民政局", Some(53_325), "自9月起按月发放"),
        part("教育救助", "教育部门", Some(75_000), "本学期一次发放"),
        part("住房救助", "住房城乡建设部门", None, "现住房经鉴定为B级，不属于危房"),
    ];
    Answers {
        letter: letter(lang, "40", "第四十五条、第六十四条"), applied: day(7, 6), parts, remedy: remedy()
    }
    .paper()
}

pub(crate) fn hearing(lang: Lang, said: &str) -> Hearing {
    Hearing {
        lang,
        number: "办件编号 QS-2026-0533".into(),
        head: "林阿禾".into(),
        address: "青山镇柳河村3组12号".into(),
        category: "农村低保".into(),
        planned: "自2026年9月起终止最低生活保障，给予渐退期3个月".into(),
        reasons: vec![reason("林小满自2026年5月起就业，月工资3,200.00元", "《中华人民共和国社会救助法》第四十七条")],
        on: Some(day(7, 28)),
        place: "林阿禾家中".into(),
        heard_by: ["许一鸣", "何晓"].map(Into::into).to_vec(),
        speaker: "林阿禾（本人）".into(),
        opinion: said.into(),
        evidence: "劳动合同照片一份".into(),
    }
}

fn visit(lang: Lang, blank: bool) -> Document {
    let member = |name: &str, relation: &str, age, health: &str, labour: &str, work: &str, income: &str| Member {
        name: name.into(),
        relation: relation.into(),
        age: Some(age),
        health: health.into(),
        labour: labour.into(),
        work: work.into(),
        income: income.into(),
        met: (!blank).then_some(true),
    };
    let question = |what: &str, filed: &str, seen: &str| Question {
        what: what.into(),
        filed: filed.into(),
        agrees: (!blank).then_some(seen.is_empty()),
        seen: if blank { String::new() } else { seen.into() },
    };
    Visit {
        lang,
        number: "办件编号 QS-2026-0817".into(),
        head: "林阿禾".into(),
        address: "青山镇柳河村3组12号".into(),
        category: "农村低保".into(),
        members: vec![
            member("林阿禾", "本人", 58, "肢体残疾二级", "部分丧失", "务农", "年5,400.00元"),
            member("周桂香", "配偶", 56, "健康", "有", "务农", "与户主合计"),
            member("林小满", "女儿", 19, "健康", "有", "就读于县职业学校", "无"),
        ],
        questions: vec![
            question("住房", "砖混平房3间，自有", ""),
            question("机动车、农机", "无", "院内停有三轮车一辆，家属称为邻居寄放"),
            question("耕地林地", "承包耕地4.2亩", ""),
            question("家庭刚性支出", "年住院自付12,600.00元", ""),
            question("赡养抚养情况", "无其他义务人", ""),
        ],
        methods: vec![Method::Home, Method::Neighbours],
        conclusion: if blank {
            String::new()
        } else {
            "家庭情况与申报基本一致。三轮车归属待向邻居核实。".into()
        },
        on: (!blank).then_some(day(7, 14)),
        visitors: if blank { Vec::new() } else { ["许一鸣", "何晓"].map(Into::into).to_vec() },
    }
    .paper()
}

fn authorisation(lang: Lang) -> Document {
    let signer = |name: &str, relation: &str, guardian: &str| Signer {
        name: name.into(),
        relation: relation.into(),
        id: ID.into(),
        guardian: guardian.into(),
    };
    Authorisation {
        lang,
        number: "核授〔2026〕817号".into(),
        office: "安和县民政局、青山镇人民政府".into(),
        signers: vec![signer("林阿禾", "本人", ""), signer("周桂香", "配偶", ""), signer("林小树", "儿子", "林阿禾")],
        sources: [
            "户籍管理",
            "税务",
            "社会保险",
            "不动产登记",
            "市场监督管理",
            "住房公积金管理",
            "车船管理等单位",
            "银行、保险、证券等金融机构",
            "非银行支付机构",
        ]
        .map(Into::into)
        .to_vec(),
        purpose: "最低生活保障申请和定期核查".into(),
        from: day(7, 6),
        until: Date::constant(2027, 7, 5),
        bases: law("第四十条、第四十一条"),
    }
    .paper()
}

fn verification(lang: Lang) -> Document {
    let item = |person: &str, what: &str, source: &str, declared: &str, found: &str, finding| Item {
        person: person.into(),
        what: what.into(),
        source: source.into(),
        declared: declared.into(),
        found: found.into(),
        finding,
        as_of: (finding != Finding::NotConnected).then_some(day(6, 30)),
    };
    Verification {
        lang,
        number: "核报〔2026〕817号".into(),
        office: "安和县居民家庭经济状况核对中心".into(),
        asked_by: "青山镇人民政府".into(),
        head: "林阿禾".into(),
        people: ["林阿禾", "周桂香", "林小满"].map(Into::into).to_vec(),
        authorised: "核授〔2026〕817号，有效期至2027年7月5日".into(),
        items: vec![
            item("林阿禾", "城乡居民养老保险待遇", "人力资源社会保障部门", "未领取", "未领取", Finding::Agrees),
            item("林阿禾", "机动车", "公安机关交通管理部门", "无", "轻便摩托车1辆，2019年登记", Finding::Differs),
            item("周桂香", "市场主体登记", "市场监督管理部门", "无", "", Finding::NotFound),
            item("周桂香", "银行存款", "人民银行、商业银行", "3,200.00元", "", Finding::NotConnected),
            item("林小满", "学籍", "教育部门", "县职业学校在读", "县职业学校2025级在籍", Finding::Agrees),
        ],
        made: day(7, 10),
        expires: Date::constant(2027, 1, 9),
    }
    .paper()
}

pub(crate) fn notice_of(lang: Lang, households: usize) -> Notice {
    let surnames = ["林", "周", "许", "何", "沈", "陶", "姜", "严", "孔", "欧阳"];
    let classes =
        [Class::Edge, Class::RuralDibao, Class::Tekun, Class::RuralDibao, Class::UrbanDibao, Class::RigidExpenditure];
    let row = |index: usize| {
        let class = classes[index % classes.len()];
        let paid = !matches!(class, Class::Edge | Class::RigidExpenditure);
        let amount = |fen: i64| Money::from_fen(if paid { fen } else { 0 });
        NoticeRow {
            head: format!("{}*{}", surnames[index % surnames.len()], ["禾", "香", "满"][index % 3]),
            class,
            address: format!("柳河村{}组{}号", index % 7 + 1, index * 3 + 1),
            persons: (index % 4 + 1) as u32,
            benefit: Benefit {
                base: amount(31_000 + 1_250 * index as i64),
                supplement: amount(if index.is_multiple_of(3) { 17_000 } else { 0 }),
                care: Money::from_fen(if class == Class::Tekun { 36_600 } else { 0 }),
            },
            remark: if index % 8 == 5 { "本月新增".into() } else { String::new() },
            relative: index % 17 == 3,
        }
    };
    Notice {
        lang,
        village: "安和县青山镇柳河村".into(),
        town: "青山镇人民政府".into(),
        phone: "0536-0000012".into(),
        month: month(8),
        rows: (0..households).map(row).collect(),
    }
}

pub(crate) fn notice(lang: Lang, households: usize) -> Document {
    notice_of(lang, households).paper().expect("no numbers")
}

fn additions(lang: Lang) -> Document {
    let row = |residence, name: &str, age, sex: &str, address: &str, category: &str| Addition {
        residence,
        confirmed: Some(day(8, 3)),
        name: name.into(),
        id: ID.into(),
        age: Some(age),
        sex: sex.into(),
        address: address.into(),
        persons: 3,
        category: category.into(),
    };
    let rows = vec![
        row(Residence::Rural, "林阿禾", 58, "男", "青山镇柳河村3组12号", "农村低保"),
        row(Residence::Urban, "陶然", 41, "女", "青山镇新街社区和平路18号院2号楼3单元502室", "城市低保"),
        row(Residence::Rural, "姜有田", 77, "男", "青山镇东岭村1组5号", "特困"),
    ];
    Additions { lang, place: "安和县青山镇".into(), month: month(8), rows }
        .paper()
        .watermark("许一鸣 2026-08-03 因月度上报导出")
}

fn stops(lang: Lang) -> Document {
    let row = |head: &str, persons, supplement, amount, reason: &str, whole| Stop {
        head: head.into(),
        id: ID.into(),
        persons,
        address: "青山镇柳河村3组12号".into(),
        category: "农村低保".into(),
        supplement: Some(Money::from_fen(supplement)),
        amount: Some(Money::from_fen(amount)),
        reason: reason.into(),
        on: day(8, 1),
        whole,
    };
    let rows = vec![
        row("林阿禾", 3, 17_000, 121_550, "就业后家庭人均收入超过标准", true),
        row("严春生", 1, 0, 53_325, "死亡", false),
    ];
    Stops { lang, place: "安和县青山镇".into(), month: month(8), rows }
        .paper()
        .watermark("许一鸣 2026-08-03 因月度上报导出")
}

const MARK: &str = "许一鸣 clerk 安和县民政局 2026-08-03 09:15 用途：月度上报";

fn roster(lang: Lang) -> Document {
    let row = |index: usize| Enrolled {
        head: ["林阿禾", "沈小丫", "欧阳石头"][index % 3].into(),
        id: ID.into(),
        sex: "女".into(),
        age: (index != 4).then_some(30 + index as u32),
        persons: (index % 4 + 1) as u32,
        address: format!("青山镇柳河村{}组", index % 7 + 1),
        amount: (index != 3).then(|| Money::from_fen(31_000 + 1_250 * index as i64)),
        since: Some(self::month(7)),
        basis: if index == 2 { "事项12".into() } else { "部门名册".into() },
    };
    let rows = (0..20).map(row).collect();
    let programme = "农村低保".into();
    Roster { lang, programme, place: "安和县青山镇".into(), month: month(8), rows }.paper().watermark(MARK)
}

fn adjusted(lang: Lang) -> Document {
    let row = |head: &str, persons, before: i64, after: i64, reason: &str| Adjusted {
        head: head.into(),
        address: "青山镇柳河村3组".into(),
        category: "农村低保".into(),
        persons,
        amounts: [Some(Money::from_fen(before)), Some(Money::from_fen(after))],
        by: Money::from_fen(after - before),
        reason: reason.into(),
        less: after < before,
    };
    let rows = vec![
        row("林阿禾", [3, 3], 121_550, 130_050, "增发"),
        row("严春生", [2, 1], 106_650, 53_325, "减员"),
        row("姜小路", [1, 1], 53_325, 40_000, "减发"),
    ];
    Adjustments { lang, place: "安和县青山镇".into(), month: month(8), rows }.paper()
}

fn figures(lang: Lang) -> Document {
    let counts = |name: &str, four: [i64; 4]| std::iter::once(name.into()).chain(four.map(signed)).collect();
    let fen = [19_734_200, 412_300, -184_125, 19_962_375].map(|fen| Value::Money(Money::from_fen(fen)));
    let part = FiguresPart {
        heading: String::new(),
        columns: ["项目", "上月在册", "新增", "停发", "本月在册"].map(Into::into).to_vec(),
        rows: vec![
            counts("农村低保 户数", [312, 5, -3, 314]),
            counts("农村低保 人数", [496, 9, -4, 501]),
            std::iter::once("农村低保 月金额".into()).chain(fen).collect(),
        ],
        total: None,
    };
    let checks = vec!["农村低保：上月312户，增5户，减3户，本月314户，与名单一致。".into()];
    Figures { lang, place: "安和县青山镇".into(), month: month(8), parts: vec![part], checks }.paper()
}

fn relief(lang: Lang) -> Document {
    let row = |index: i64| ReliefRow {
        name: ["沈小丫", "孔令", "欧阳石头"][index as usize % 3].into(),
        id: ID.into(),
        age: (index != 4).then_some(30 + index as u32),
        sex: "女".into(),
        persons: 4,
        address: "青山镇东岭村1组5号".into(),
        category: "一般户".into(),
        phone: "139****0000".into(),
        amount: Money::from_fen(80_000 + 12_345 * index),
        confirmed: day(8, 3),
        reason: ["突发疾病", "火灾", "子女住院，费用较高"][index as usize % 3].into(),
        own_cost: (index % 2 == 0).then_some(Money::from_fen(1_260_000)),
        account: "6222****0012".into(),
    };
    Relief { lang, place: "安和县青山镇".into(), month: month(8), rows: (0..13).map(row).collect() }.paper()
}

fn relatives(lang: Lang) -> Document {
    let row = |name: &str, relation: &str, visited| Relative {
        name: name.into(),
        relation: relation.into(),
        address: "青山镇柳河村5组7号".into(),
        category: "农村低保".into(),
        since: Some(Date::constant(2024, 3, 1)),
        amount: Some(Money::from_fen(62_000)),
        visited,
        visitors: if visited.is_some() { "沈立、陶宁".into() } else { String::new() },
    };
    Relatives {
        lang,
        staff: "何晓".into(),
        unit: "青山镇社会救助服务站".into(),
        post: "经办员".into(),
        handles: true,
        rows: vec![row("何大林", "伯父", Some(day(7, 2))), row("何秋", "堂姐", None)],
    }
    .paper()
}

/// Every form with its name.
pub(crate) fn all(lang: Lang) -> Vec<(&'static str, Document)> {
    let opinion = "孩子刚参加工作，收入还不稳定，希望晚几个月再停。家里老人还要看病。";
    vec![
        ("acceptance", acceptance(lang)),
        ("additions", additions(lang)),
        ("adjusted", adjusted(lang)),
        ("authorisation", authorisation(lang)),
        ("change-raised", change(lang, Turn::Raised(Money::from_fen(150_000)))),
        ("change-reduced", change(lang, Turn::Reduced(Money::from_fen(53_325), heard()))),
        ("change-stopped", change(lang, Turn::Stopped { grace: 3, heard: heard() })),
        ("confirmation", confirmation(lang)),
        ("figures", figures(lang)),
        ("hearing", hearing(lang, opinion).paper()),
        ("summons", summons(lang)),
        ("answers", answers(lang)),
        ("notice", notice(lang, 50)),
        ("notice-full-page", notice(lang, 22)),
        ("refusal", refusal(lang)),
        ("relatives", relatives(lang)),
        ("relief", relief(lang)),
        ("roster", roster(lang)),
        ("stops", stops(lang)),
        ("supplement", supplement(lang)),
        ("verification", verification(lang)),
        ("visit", visit(lang, false)),
        ("visit-blank", visit(lang, true)),
    ]
}
