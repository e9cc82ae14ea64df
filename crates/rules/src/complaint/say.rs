//! Each refusal as a sentence, with what to do.

use super::Refusal;
use crate::book::{Entity, Level};
use doudi_kernel::{Lang, Say};

impl Say for Refusal {
    fn say(&self, lang: Lang) -> String {
        let (zh, en) = self.words().or_else(|| self.names()).or_else(|| self.types()).unwrap_or_else(|| self.law());
        lang.pick(zh, en)
    }
}

type Both = (String, String);

fn both(zh: impl Into<String>, en: impl Into<String>) -> Both {
    (zh.into(), en.into())
}

impl Refusal {
    /// Words and lines.
    fn words(&self) -> Option<Both> {
        Some(match self {
            Self::Character(c) => both(
                format!("这里不能有字符“{c}”；请删去，或改为半角符号"),
                format!("`{c}` begins no word; remove it or write the plain ASCII sign"),
            ),
            Self::OpenText => both(
                "这段文字没有右引号；请在本行内补上“\"”",
                "this text has no end; close it with `\"` on the same line",
            ),
            Self::OutOfReach => both(
                "数字太大、小数位太多，或没有这一天；数字不超过10万亿、小数不超过6位，日期写作2026-07-01",
                "a number out of reach, or a day that no calendar has; write at most 10^13, at most 6 decimals, and dates as 2026-07-01",
            ),
            Self::OutsideItem => both(
                "这一行不属于任何条目；条目从行首写起",
                "this line belongs to no item; an item begins in the first column",
            ),
            Self::NoItem => both(
                "行首应为条目关键词（source region codes fact parameter variable exception amend table scorecard programme signal procedure within）；如是上一条的内容，请缩进",
                "an item begins with source, region, codes, fact, parameter, variable, exception, amend, table, scorecard, programme, signal, procedure or within; indent the line if it belongs to the item above",
            ),
            Self::NoClause(item) => both(
                format!("{}条目里没有这种行；请对照语言说明改写关键词", item.word()),
                format!(
                    "`{}` has no such line; see the clauses of this item in the description of the language",
                    item.word()
                ),
            ),
            Self::LeftOver => both(
                "到这里这一行应已写完；请删去多余的内容，或另起一行",
                "the line should end here; remove what is left over or begin a new line",
            ),
            Self::Want(what) => both(format!("这里应写 {what}"), format!("write {what} here")),
            Self::WantName => both(
                "这里应写一个名称（小写字母、数字、下划线）",
                "write a name here: small letters, digits, underscores",
            ),
            Self::WantText => both(
                "这里应写引号里的文字，先中文后英文",
                "write a text in quotation marks here, the Chinese first, then the English",
            ),
            Self::WantEnglish => both(
                "缺英文名称；请在中文之后再写一段引号里的英文",
                "the English is missing; write a second text in quotation marks behind the Chinese",
            ),
            Self::WantDate => both("这里应写日期，如2026-07-01", "write a date here, like 2026-07-01"),
            Self::WantNumber => both("这里应写数字", "write a number here"),
            Self::WantRegion => {
                both("这里应写区划代码：2、4、6、9或12位数字", "write a division here: 2, 4, 6, 9 or 12 digits")
            }
            Self::WantType => both(
                "这里应写类型：yes/no、number、date、code 列表名，或计量单位如 yuan/month",
                "write a type here: yes/no, number, date, code LIST, or a unit like yuan/month",
            ),
            Self::WantFormula => both("这里应写算式或数值", "write a formula or a value here"),
            Self::Reserved(word) => both(
                format!("“{word}”是语言的用词，不能作名称；请换一个名称"),
                format!("`{word}` is a word of the language; choose another name"),
            ),
            Self::NameForm(name) => both(
                format!("名称“{name}”只能用小写字母、数字和下划线"),
                format!("`{name}` is no name: use small letters, digits and underscores only"),
            ),
            Self::LateWithin => both(
                "within 只能在文件开头写一次；请移到第一个条目之前",
                "`within` stands once, at the top of the file; move it above the first item",
            ),
            Self::CiteForm => both(
                "依据的写法是[文件 条 把握]，如[law 18]、[law 21(2)]、[m57 30 K]、[seed004 \"江门 2016\"]；多个依据分别加方括号",
                "a citation is [document article letter], like [law 18], [law 21(2)], [m57 30 K], [seed004 \"Jiangmen 2016\"]; give each its own brackets",
            ),
            Self::RowForm => both("表格的一行写作 | 条件 | 数值 |", "a row is | cell | value |; close it with a bar"),
            Self::TooDeep => both(
                "算式太长或嵌套太深；请拆成几个变量",
                "the formula is too long or too deep; take parts of it out as variables",
            ),
            Self::ChainedComparison => {
                both("比较不能连写；请写成 a < b and b < c", "comparisons do not chain; write `a < b and b < c`")
            }
            Self::EndsBeforeBegins => {
                both("终止日期早于起始日期；请更正", "it ends before it begins; correct the dates")
            }
            _ => return None,
        })
    }

    /// Names.
    fn names(&self) -> Option<Both> {
        Some(match self {
            Self::Twice(name) => both(
                format!("“{name}”重复了；请改名或删去一处"),
                format!("`{name}` is there twice; rename or remove one"),
            ),
            Self::ClauseTwice(clause) => {
                both(format!("{clause}只能写一行"), format!("`{clause}` stands once only; remove one"))
            }
            Self::Lacks { name, clause } => {
                both(format!("“{name}”缺 {clause}；请补上"), format!("`{name}` lacks `{clause}`; add it"))
            }
            Self::UnknownName { name, near: Some(near) } => both(
                format!("没有叫“{name}”的事项；是不是“{near}”？"),
                format!("nothing is called `{name}`; is `{near}` meant?"),
            ),
            Self::UnknownName { name, near: None } => both(
                format!("没有叫“{name}”的事项、参数或变量；请检查拼写，或先定义它"),
                format!(
                    "nothing is called `{name}`; check the spelling, or declare it as a fact, parameter or variable"
                ),
            ),
            Self::UnknownList(list) => both(
                format!("没有叫“{list}”的代码表；请用 codes 定义"),
                format!("there is no list `{list}`; declare it by `codes {list}`"),
            ),
            Self::UnknownSource(source) => both(
                format!("没有叫“{source}”的文件依据；请用 source 登记该文件"),
                format!("there is no document `{source}`; declare it by `source {source}`"),
            ),
            Self::UnknownRegion(region) => both(
                format!("没有登记区划{region}；请写 region {region} \"名称\" \"name\""),
                format!("no item names the division {region}; declare it by `region {region}`"),
            ),
            Self::OutsideWithin { region, within } => both(
                format!("本文件限于{within}，这里却写了{region}；请移到该地区的文件"),
                format!("this file is within {within}, and {region} is outside; move it to a file of its own"),
            ),
            Self::NoCode { code, list } => both(
                format!("代码表“{list}”里没有“{code}”；请用表内代码"),
                format!("`{code}` is not in the list `{list}`; use one of its codes"),
            ),
            Self::NoValue(name) => both(
                format!("“{name}”不是事项、参数或变量，不能用在算式里"),
                format!("`{name}` is no fact, parameter or variable, and has no value in a formula"),
            ),
            Self::NoParameter(name) => both(
                format!("“{name}”不是参数；时限须定义为参数，地方才好修改"),
                format!("`{name}` is no parameter; declare it as one, so that a region can change it"),
            ),
            Self::NoProgramme(name) => both(
                format!("没有叫“{name}”的救助项目（programme）"),
                format!("there is no programme `{name}`; declare it or check the spelling"),
            ),
            Self::NoTarget(name) => both(
                format!("“{name}”不是变量，也不是例外；例外只能针对变量或另一例外"),
                format!("`{name}` is neither a variable nor an exception; an exception is from one of them"),
            ),
            Self::NotAmendable(name) => both(
                format!("“{name}”不能由 amend 增补；只能增补参数、变量、表格的规定和项目的施行范围"),
                format!(
                    "`{name}` cannot be amended: only parameters, variables and tables get definitions, and programmes force"
                ),
            ),
            Self::Ambiguous(name) => both(
                format!("“{name}”既是代码又是变量，分不清指哪个；请给其中一个改名"),
                format!("`{name}` is a code and a name, and either could be meant; rename one"),
            ),
            Self::NoArticle { source, article, last } => both(
                format!("“{source}”只有{last}条，没有第{article}条；请核对依据"),
                format!("`{source}` has {last} articles, so there is no article {article}; correct the citation"),
            ),
            _ => return None,
        })
    }

    /// Types, units, facts, tables.
    fn types(&self) -> Option<Both> {
        Some(match self {
            Self::Unit { found, wanted } => both(
                format!("单位不符：这里是 {found}，应为 {wanted}；请换算（如乘 12 months/year）或改用正确的量"),
                format!(
                    "this is {found}, and {wanted} is asked for; convert it (say, by 12 months/year) or use the right quantity"
                ),
            ),
            Self::Type { found, wanted } => both(
                format!("类型不符：这里是 {found}，应为 {wanted}；请改用该类型的量"),
                format!("this is {found}, and {wanted} is asked for; use something of that type"),
            ),
            Self::MoneyTimesMoney => both(
                "金额不能乘金额；请检查哪一个应是人数、月数或比例",
                "money times money means nothing; one of them should be a count, a period or a share",
            ),
            Self::MoneyPower(unit) => both(
                format!("单位 {unit} 没有意义：金额只能在分子上出现一次；请改写成乘法的比较"),
                format!(
                    "the unit {unit} means nothing: money stands above the line, once; write the comparison as a product"
                ),
            ),
            Self::WantValue(ty) => both(format!("这里应写 {ty} 的数值"), format!("write a value of {ty} here")),
            Self::NotConstant => both(
                "参数的数值须直接写出，不能是算式；需要计算的请定义为变量",
                "a parameter's value is written down, not computed; declare a variable for a formula",
            ),
            Self::PartOfFen => {
                both("金额不足一分；请写到分为止", "an amount of less than a fen; write whole fen, two decimals")
            }
            Self::WantNumberHere(ty) => both(
                format!("这里应是数字，却是 {ty}；是否题请用 count 或 if … then … else"),
                format!("a number is asked for, and this is {ty}; make one of it by `count` or `if … then … else`"),
            ),
            Self::WantCodeHere(ty) => both(
                format!("这里应是代码，却是 {ty}；请改用代码，或改用 <、= 比较"),
                format!("a code is asked for, and this is {ty}; use a code, or compare by < or ="),
            ),
            Self::NoOrder(ty) => both(
                format!("{ty} 没有大小之分，只能用 = 或 !="),
                format!("{ty} has no order; compare by = or != only"),
            ),
            Self::Entity { name, of, here } => both(
                format!(
                    "“{name}”是{}的，不能直接用在{}的算式里；请用 sum、count、any 等汇总",
                    of_whom(*of).0,
                    of_whom(*here).0
                ),
                format!(
                    "`{name}` is of {}, and this formula of {}; take it into sum, count, any …",
                    of_whom(*of).1,
                    of_whom(*here).1
                ),
            ),
            Self::NobodyMeant => both(
                "看不出是汇总家庭成员还是赡养人；括号里须有他们的事项",
                "nobody is meant: inside must stand something of a person or of an obligor",
            ),
            Self::BothMeant => both(
                "一次只能汇总一种人：家庭成员或赡养人；请分开写",
                "members and obligors in one; write two aggregates",
            ),
            Self::NeedsCode(name) => both(
                format!("“{name}”按代码取值；请写 {name}(代码)"),
                format!("`{name}` has a value for each code; write `{name}(code)`"),
            ),
            Self::TakesNoCode(name) => both(
                format!("“{name}”不按代码取值；请去掉括号"),
                format!("`{name}` is neither a function nor a parameter by codes; remove the brackets"),
            ),
            Self::Arguments { name, asked, found } => both(
                format!("{name}要{asked}项，这里有{found}项；请改正"),
                format!("`{name}` takes {asked}, and here are {found}; correct what is in the brackets"),
            ),
            Self::Step => both(
                "进位的单位须是写明的正数；请写如 1 yuan/month",
                "a step of rounding is a positive number; write it like 1 yuan/month",
            ),
            Self::AmountUnit(ty) => both(
                format!("给付金额的单位须是 yuan、yuan/month 或 yuan/year，这里是 {ty}；请换算"),
                format!("an amount is in yuan, yuan/month or yuan/year, and this is {ty}; convert it"),
            ),
            Self::WantDays => both(
                "这里应是天数；请用 days 或 working_days",
                "a number of days is asked for; use days or working_days",
            ),
            Self::WantYesNo => {
                both("这里应是 yes/no 的参数；请改用这样的参数", "a yes/no parameter is asked for; use or declare one")
            }
            Self::ObligorClaims => both(
                "项目由家庭或个人申请；请写 household 或 person",
                "a programme is claimed by a household or a person; write one of them",
            ),
            Self::Bounds => both(
                "上下限须是整数（金额到分），且下限不大于上限；请更正",
                "bounds are whole numbers (money in fen), the lower one first; correct them",
            ),
            Self::UsualOutside(name) => both(
                format!("“{name}”的通常值不在上下限之内，或不是整数；请写 usual"),
                format!("the usual value of `{name}` is outside its bounds or not whole; write `usual`"),
            ),
            Self::NothingBefore(name) => both(
                format!("没有名为“{name}”的事实或变量，无从取上月的值"),
                format!("no fact or variable is called `{name}`, so that last month held nothing of it"),
            ),
            Self::OtherBefore(name) => both(
                format!(
                    "“{name}”的对象或类型与本事实不同（变量只限是否和代码，日期和上月的值不可再取）；请改正 before 或本事实的类型"
                ),
                format!(
                    "`{name}` is of another entity or type than this fact (of variables yes/no and codes only; neither dates nor what \
                     looks back itself); correct `before` or the fact's type"
                ),
            ),
            Self::BeforeBefore(name) => both(
                format!("变量“{name}”自身要用上月的值，再取它上月的值就要无限追溯；请改用不依赖上月的变量"),
                format!(
                    "`{name}` rests on last month itself, and would need every month before: take one that does not"
                ),
            ),
            Self::NeedsList(name) => both(
                format!("“{name}”按代码取值；请写 {{代码: 数值, …}}"),
                format!("`{name}` has a value for each code; write {{ code: value, … }}"),
            ),
            Self::TakesNoList(name) => {
                both(format!("“{name}”不按代码取值；请写一个数值"), format!("`{name}` has no codes; write one value"))
            }
            Self::RowsOfNoTable(name) => both(
                format!("“{name}”不是表格，不能有行；请用 table 定义并写 on"),
                format!("`{name}` is no table with `on`, and takes no rows; declare it by `table`, or write a formula"),
            ),
            Self::ElseNotLast => {
                both("else 须是最后一行；请移到最后", "`else` takes the rest, and so is the last row; move it down")
            }
            Self::ElseAndMore => both(
                "else 取其余全部，本行不能再有条件；请删去其他条件或改写本行",
                "`else` takes all the rest; leave out the other condition, or write the row without `else`",
            ),
            Self::Cells { asked, found } => both(
                format!("on 有{asked}项，这一行却有{found}格"),
                format!("cells before the value: {found}, where the table is on {asked}; write a cell for each"),
            ),
            Self::Cell(ty) => both(
                format!("这一格与所问的 {ty} 不符；请按 {ty} 填写"),
                format!("this cell does not fit {ty}; write a cell of that type"),
            ),
            Self::EmptyRange => {
                both("这个范围里什么也没有；请把小的写在前面", "nothing is in this range; write the lower end first")
            }
            Self::Weights(sum) => {
                both(format!("权重合计{sum}，应为100%；请更正"), format!("the weights add up to {sum}; make it 100%"))
            }
            _ => return None,
        })
    }

    /// Law against law, and what comes out.
    fn law(&self) -> Both {
        match self {
            Self::RowsOverlap { example, .. } => both(
                format!("两行都符合（例如 {example}）；请改范围，使每种情形只有一行"),
                format!("two rows fit ({example}, say); change the ranges so that one row fits each case"),
            ),
            Self::RowsGap { example } => both(
                format!("有情形没有行（例如 {example}）；请补一行，或以 else 收尾"),
                format!("no row fits {example}; add a row, or end with `else`"),
            ),
            Self::RowsTooMany => both(
                "表格太大，无法证明不重不漏；请拆成几个表",
                "the table is too large to prove that it has no gap; split it",
            ),
            Self::NoDefinition(name) => both(
                format!("“{name}”没有任何规定；请写 is，或由 amend 增补"),
                format!("`{name}` has no definition; write `is`, or amend it"),
            ),
            Self::BothApply { name, .. } => both(
                format!("“{name}”在同一地区同一天有两条规定；请写明日期使其前后相接，或删去一条"),
                format!(
                    "two definitions of `{name}` apply in the same region on the same day; give them dates that follow one another, or remove one"
                ),
            ),
            Self::Gap { name, from, to } => both(
                format!("“{name}”自{from}至{to}没有规定，前后却有；请改日期或补上这一段"),
                format!(
                    "`{name}` is not defined from {from} to {to}, but before and after; correct the dates or fill the gap"
                ),
            ),
            Self::NotOpen { name, region, open } => both(
                format!("“{name}”{}，{region}不能规定；如上位法允许，请在原条目写 open to", opened(*open).0),
                format!(
                    "`{name}` {}, so {region} cannot set it; if the upper law allows it, write `open to` at the item",
                    opened(*open).1
                ),
            ),
            Self::Fixed { name, .. } => both(
                format!("上级对“{name}”的规定不许下级改变；请删去"),
                format!("an upper region fixed `{name}` for all below; remove this"),
            ),
            Self::BelowUpper { name, .. } => both(
                format!("“{name}”低于上级的数值，而它不得低于上级；请提高"),
                format!("`{name}` is below the upper region's value, which it may not be; raise it"),
            ),
            Self::ExceptionCycle(name) => both(
                format!("例外“{name}”转了一圈又例外自己；请改 from"),
                format!("the exception `{name}` is from itself by way of others; correct `from`"),
            ),
            Self::BothExcept { one, other, .. } => both(
                format!("例外“{one}”和“{other}”可能同时适用；请使条件互斥，或写明其中一个 from 另一个"),
                format!(
                    "the exceptions `{one}` and `{other}` could both apply; make their conditions exclude each other, or write one `from` the other"
                ),
            ),
            Self::Cycle(names) => both(
                format!("循环定义：{}；请断开其中一环", names.join("→")),
                format!("a cycle: {}; break it at one place", names.join(" needs ")),
            ),
            Self::Divisor => both(
                "除数可能是零或负数；请除以正的常数或参数，或写 max(x, 正数)，或把比较改成乘法",
                "this may be zero or negative; divide by a positive constant or parameter, write max(x, positive), or turn the comparison into a product",
            ),
            Self::Unrounded { .. } => both(
                "给付金额在这里可能不足一分；请写明进位：round_up、round_down 或 round_half_up",
                "money comes out of this in parts of a fen; round it by name: round_up, round_down or round_half_up",
            ),
            _ => both("", ""),
        }
    }
}

fn of_whom(entity: Entity) -> (&'static str, &'static str) {
    match entity {
        Entity::Household => ("家庭", "a household"),
        Entity::Person => ("个人", "a person"),
        Entity::Obligor => ("赡养人", "an obligor"),
    }
}

fn opened(open: Level) -> (&'static str, &'static str) {
    match open {
        Level::Law | Level::Ministry => ("只由国家规定", "is the nation's to set"),
        Level::Province => ("只放到省级", "is open to provinces only"),
        Level::City => ("只放到市级", "is open to cities only"),
        Level::County => ("放到县级", "is open to counties"),
    }
}
