//! A plan in words.

use super::{
    layout::Covers,
    plan::{Effect, MonthFrom, NoLeavers, Note, Plan},
    rows::RowKind,
};
use doudi_kernel::{Lang, Money, Say};

impl Say for NoLeavers {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Increment => lang.pick("文件只报新增，不在其中不等于退出", "the file holds only what is new"),
            Self::ControlsDisagree => {
                lang.pick("文件所写合计与实际不符，可能缺行", "a stated total was not found: rows may be missing")
            }
            Self::NoIdentity => lang.pick("文件没有身份证号码，无从对应", "rows have no identity numbers"),
        }
        .into()
    }
}

impl Say for RowKind {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Record => lang.pick("记录", "records"),
            Self::Total => lang.pick("合计行", "totals"),
            Self::Subtotal => lang.pick("小计行", "subtotals"),
            Self::Signature => lang.pick("签名行", "signatures"),
            Self::Note => lang.pick("说明行", "notes"),
            Self::Header => lang.pick("重复表头", "repeated headers"),
            Self::Outside => lang.pick("表外行", "rows outside the table"),
        }
        .into()
    }
}

impl Say for Note {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Mistyped(typed, month), Lang::Zh) => format!("文件名中的“{typed}”多写了一位，只能是{month}"),
            (Self::Mistyped(typed, month), Lang::En) => {
                format!("“{typed}” in the file name has a digit too many and can only be {month}")
            }
            (Self::TitleMonth(month), Lang::Zh) => format!("标题写的是{month}，与文件名不同，请留意"),
            (Self::TitleMonth(month), Lang::En) => format!("the title says {month}, unlike the file name"),
        }
    }
}

impl Say for Effect {
    fn say(&self, lang: Lang) -> String {
        let short = |id: &doudi_kernel::SnapshotId| id.as_str().chars().take(12).collect::<String>();
        match (self, lang) {
            (Self::Add, Lang::Zh) => "将新增一份快照".into(),
            (Self::Add, Lang::En) => "a new snapshot will be added".into(),
            (Self::Replace(id), Lang::Zh) => format!("将新增一份快照，取代同月的{}（原快照保留）", short(id)),
            (Self::Replace(id), Lang::En) => {
                format!("a new snapshot will stand in the place of {}, which stays", short(id))
            }
            (Self::AlreadyThere(id), Lang::Zh) => format!("这个文件已经导入过（{}），不会有任何改动", short(id)),
            (Self::AlreadyThere(id), Lang::En) => {
                format!("this file was taken in before ({}): nothing will change", short(id))
            }
        }
    }
}

impl Plan {
    /// A control total as people write it: yuan for money, a number otherwise.
    pub fn shown_control(&self, name: &str, value: i64) -> String {
        let heading = name.strip_prefix("合计·").unwrap_or_default();
        let money = self.amounts.iter().any(|amount| amount == heading);
        if money { Money::from_fen(value).to_string() } else { value.to_string() }
    }

    fn head(&self, lang: Lang) -> Vec<String> {
        let part = |whole: &str| if self.part.is_empty() { whole.to_owned() } else { self.part.clone() };
        let covers = match self.covers {
            Covers::Full => lang.pick("全量", "full"),
            Covers::Increment => lang.pick("增量", "increment"),
        };
        let from = match self.month_from {
            MonthFrom::Asked => lang.pick("由--month指定", "from --month"),
            MonthFrom::Name => lang.pick("由文件名得知", "from the file name"),
            MonthFrom::Title => lang.pick("由标题得知", "from the title"),
        };
        match lang {
            Lang::Zh => vec![
                format!("文件　{}（{}字节）", self.file.name, self.file.bytes),
                format!("来源　{}（{}），版式{}", self.feed_zh, self.feed, self.layout),
                format!("月份　{}（{from}），范围{}，{covers}", self.month, part("全县")),
            ],
            Lang::En => vec![
                format!("file    {} ({} bytes)", self.file.name, self.file.bytes),
                format!("feed    {} ({}), layout {}", self.feed_en, self.feed, self.layout),
                format!("month   {} ({from}), {}, {covers}", self.month, part("whole county")),
            ],
        }
    }

    fn sheet_lines(&self, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        for sheet in &self.sheets {
            let last = sheet.header_row + sheet.header_rows - 1;
            let rows = if sheet.header_rows > 1 { format!("{}–{last}", sheet.header_row) } else { last.to_string() };
            let members = sheet.members;
            lines.push(match (lang, sheet.name.as_str()) {
                (Lang::Zh, "") => format!("表头　第{rows}行"),
                (Lang::Zh, name) => format!("工作表“{name}”：表头第{rows}行，成员{members}对"),
                (Lang::En, "") => format!("header  row {rows}"),
                (Lang::En, name) => format!("sheet “{name}”: header row {rows}, {members} member pairs"),
            });
            lines.extend(sheet.columns.iter().map(|it| format!("  {:<3} {} → {}", it.column, it.heading, it.field)));
            if !sheet.unmapped.is_empty() {
                let list = sheet.unmapped.join(lang.pick("、", ", "));
                lines.push(format!("  {}{list}", lang.pick("未对应（原样保留）：", "not mapped, kept as they are: ")));
            }
        }
        if !self.left_out.is_empty() {
            let list = self.left_out.join(lang.pick("、", ", "));
            lines.push(format!(
                "{}{list}",
                lang.pick("版式相同而未读的工作表：", "sheets that fit as well and are not read: ")
            ));
        }
        lines
    }

    fn count_lines(&self, lang: Lang) -> Vec<String> {
        let dropped: Vec<String> =
            self.dropped.iter().map(|(kind, count)| format!("{}{count}", kind.say(lang) + " ")).collect();
        let mut lines = vec![match lang {
            Lang::Zh => format!(
                "记录　{}条（文件中{}行，成员{}人，重复略去{}条）；略去{}",
                self.records,
                self.rows,
                self.members,
                self.repeated,
                if dropped.is_empty() { "无".into() } else { dropped.join("、") }
            ),
            Lang::En => format!(
                "records {} ({} rows, {} members, {} repeated left out); dropped {}",
                self.records,
                self.rows,
                self.members,
                self.repeated,
                if dropped.is_empty() { "none".into() } else { dropped.join(", ") }
            ),
        }];
        for control in &self.controls {
            let agrees = if control.agrees { lang.pick("一致", "agrees") } else { lang.pick("不一致", "DIFFERS") };
            let (stated, found) =
                (self.shown_control(&control.name, control.stated), self.shown_control(&control.name, control.found));
            lines.push(match lang {
                Lang::Zh => format!("核对　{}：文件写{stated}，实际{found}，{agrees}", control.name),
                Lang::En => format!("control {}: stated {stated}, found {found}, {agrees}", control.name),
            });
        }
        for (rule, count) in &self.complaints {
            lines.push(format!(
                "{}　{}×{}　{}",
                lang.pick("问题", "complaint"),
                rule.code(),
                count.count,
                rule.say(lang)
            ));
            lines.extend(count.examples.iter().take(1).map(|example| format!("      {}", example.say(lang))));
        }
        for word in &self.unknown {
            lines.push(format!(
                "{}　{}“{}”×{}",
                lang.pick("待对照", "not in the crosswalk"),
                word.heading,
                word.word,
                word.count
            ));
        }
        lines
    }

    fn effect_lines(&self, lang: Lang) -> Vec<String> {
        let mut lines: Vec<String> = self.notes.iter().map(|note| note.say(lang)).collect();
        if let Some(against) = &self.against {
            let left = match (against.left, against.no_leavers) {
                (Some(left), _) => left.to_string(),
                (None, Some(why)) => {
                    lang.pick(format!("不作认定（{}）", why.say(lang)), format!("not stated ({})", why.say(lang)))
                }
                (None, None) => String::new(),
            };
            lines.push(match lang {
                Lang::Zh => format!(
                    "与{}比　新增{}，退出{left}，变更{}，未变{}",
                    against.month, against.joined, against.changed, against.same
                ),
                Lang::En => format!(
                    "against {}: joined {}, left {left}, changed {}, same {}",
                    against.month, against.joined, against.changed, against.same
                ),
            });
        }
        lines.push(self.effect.say(lang));
        lines
    }
}

/// Several lines, the last saying what applying does.
impl Say for Plan {
    fn say(&self, lang: Lang) -> String {
        let parts = [self.head(lang), self.sheet_lines(lang), self.count_lines(lang), self.effect_lines(lang)];
        parts.concat().join("\n")
    }
}
