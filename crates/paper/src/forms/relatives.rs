//! 近亲属备案表: staff whose near relatives are assisted say so, and the county visits those households.

use crate::{Block, Column, Document, Grid, Sheet, Style, Table, Value};
use doudi_kernel::{Date, Lang, Money};

/// One assisted relative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relative {
    /// Name.
    pub name: String,
    /// Relation to the member of staff.
    pub relation: String,
    /// Where the relative lives.
    pub address: String,
    /// Category.
    pub category: String,
    /// Assisted since.
    pub since: Option<Date>,
    /// Monthly amount.
    pub amount: Option<Money>,
    /// When the county visited; none when it has not yet.
    pub visited: Option<Date>,
    /// Who visited.
    pub visitors: String,
}

/// One member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relatives {
    /// The language.
    pub lang: Lang,
    /// The member of staff.
    pub staff: String,
    /// The unit.
    pub unit: String,
    /// The post.
    pub post: String,
    /// Whether this person handles assistance.
    pub handles: bool,
    /// The relatives.
    pub rows: Vec<Relative>,
}

impl Relatives {
    /// The form.
    pub fn paper(&self) -> Document {
        let lang = self.lang;
        let pick = |zh, en| lang.pick(zh, en);
        let role = crate::boxes([
            (pick("社会救助经办人员", "handles assistance"), self.handles),
            (pick("村（社区）干部", "village cadre"), !self.handles),
        ]);
        let grid = Grid::new(&[3, 8, 3, 8])
            .pair((pick("姓名", "Name"), self.staff.as_str()), (pick("单位", "Unit"), self.unit.as_str()))
            .pair((pick("职务", "Post"), self.post.as_str()), (pick("人员类别", "Role"), role));
        let promise = pick(
            "本人承诺以上情况属实，没有隐瞒；近亲属的救助事项由他人经办，本人回避。",
            "I have said all of it, and truly; others handle the assistance of my relatives.",
        );
        let signs = lang.pick(["本人（签字）", "乡镇（街道）审核人", "县级民政部门"], ["Staff", "Town", "County"]);
        Document::new(
            lang,
            pick("社会救助工作人员近亲属享受救助备案表", "Staff whose relatives are assisted"),
            Sheet::Lying,
        )
        .block(grid)
        .block(self.table())
        .text(Style::Body, promise)
        .block(Block::Sign(signs.map(Into::into).to_vec()))
    }

    fn table(&self) -> Table {
        let rows = self.rows.iter().enumerate().map(|(index, row)| {
            let texts = [&row.name, &row.relation, &row.address, &row.category].map(|text| Value::from(text.as_str()));
            let mut values = vec![(index + 1).into()];
            values.extend(texts);
            values.extend([row.since.into(), row.amount.into(), row.visited.into(), row.visitors.as_str().into()]);
            values
        });
        let columns = match self.lang {
            Lang::Zh => [
                ("序号", 5),
                ("近亲属姓名", 11),
                ("与本人关系", 11),
                ("住址", 24),
                ("救助类别", 13),
                ("享受日期", 12),
                ("月金额", 10),
                ("县级入户日期", 13),
                ("入户人员", 14),
            ],
            Lang::En => [
                ("No.", 5),
                ("Relative", 11),
                ("Relation", 11),
                ("Address", 24),
                ("Category", 13),
                ("Since", 12),
                ("Monthly", 10),
                ("Visited", 12),
                ("Visitors", 14),
            ],
        };
        Table { columns: Column::all(columns), rows: rows.collect(), total: None, rows_a_page: 5, lines: 3 }
    }
}
