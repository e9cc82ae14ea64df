//! The keys under which values of a kind meet.

use super::Kind;
use doudi_kernel::Lang;

/// One key that every value of a kind has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// How files name it.
    pub code: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Key {
    /// In words.
    pub fn say(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

const fn key(code: &'static str, zh: &'static str, en: &'static str) -> Key {
    Key { code, zh, en }
}

/// What a kind's keys are good for. Slots are numbers into `keys`; slot 0 is always the whole value.
#[derive(Debug)]
pub(crate) struct KeyPlan {
    /// The keys of a value, in the order in which a form gives them.
    pub(crate) keys: &'static [Key],
    /// Keys of a left and of a right value that may meet.
    pub(crate) meets: &'static [(usize, usize)],
    /// A coarse key: rare levels of agreement are looked for among values that share it.
    pub(crate) anchor: usize,
    /// For each level the key whose frequency tells how much the agreement says.
    pub(crate) frequency: &'static [Option<usize>],
}

impl KeyPlan {
    /// The first slot whose keys this one's may meet, directly or through others: their keys are numbered alike.
    pub(crate) fn numbered_with(&self, slot: usize) -> usize {
        let met = self.meets.iter().filter(|(left, right)| left != right && (*left == slot || *right == slot));
        met.map(|(left, right)| *left.min(right)).min().unwrap_or(slot)
    }
}

impl Kind {
    pub(crate) fn key_plan(self) -> &'static KeyPlan {
        match self {
            Self::Name => &NAME,
            Self::Date => &DATE,
            Self::Division => &DIVISION,
            Self::Address => &ADDRESS,
            Self::ResidentId => &RESIDENT,
            Self::Number => &NUMBER,
            Self::Code => &CODE,
            Self::Text => &TEXT,
        }
    }
}

static NAME: KeyPlan = KeyPlan {
    keys: &[
        key("whole", "全名", "whole"),
        key("folded", "不论繁简", "whatever the forms"),
        key("sound", "读音", "sound"),
        key("surname_sound", "姓的读音", "sound of the surname"),
        key("given_sound", "名的读音", "sound of the given name"),
        key("sorted", "不论字序", "in any order"),
    ],
    meets: &[(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5)],
    anchor: 3,
    frequency: &[Some(0), Some(1), Some(2), Some(2), None, None, Some(5), None, None, Some(3), Some(4), Some(3), None],
};

static DATE: KeyPlan = KeyPlan {
    keys: &[
        key("whole", "年月日", "day"),
        key("as_lunar", "换算为农历", "in the Chinese calendar"),
        key("swapped", "月日对调", "month and day swapped"),
        key("year_month", "年月", "year and month"),
        key("month_day", "月日", "month and day"),
        key("year", "年", "year"),
    ],
    meets: &[(0, 0), (0, 1), (1, 0), (0, 2), (3, 3), (4, 4), (5, 5)],
    anchor: 5,
    frequency: &[Some(0), None, None, Some(5), None, None, None, Some(3), Some(5), None],
};

static DIVISION: KeyPlan = KeyPlan {
    keys: &[
        key("whole", "代码", "code"),
        key("village", "村", "village"),
        key("town", "乡镇", "town"),
        key("county", "县", "county"),
        key("city", "市", "city"),
        key("province", "省", "province"),
    ],
    meets: &[(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)],
    anchor: 4,
    frequency: &[Some(1), Some(2), Some(3), Some(4), Some(4), Some(5), None],
};

static ADDRESS: KeyPlan = KeyPlan {
    keys: &[key("whole", "全部", "whole"), key("village", "写明的村", "the village named")],
    meets: &[(0, 0), (1, 1)],
    anchor: 1,
    frequency: &[Some(0), Some(1), None, None, None],
};

static RESIDENT: KeyPlan = KeyPlan {
    keys: &[
        key("whole", "号码", "number"),
        key("front", "号码前14位", "first 14 digits"),
        key("back", "号码出生日期和顺序码", "birth and serial of the number"),
    ],
    meets: &[(0, 0), (1, 1), (2, 2)],
    anchor: 1,
    frequency: &[Some(0), None, None, None, None, None, None],
};

static NUMBER: KeyPlan = KeyPlan {
    keys: &[key("whole", "全部", "whole"), key("front", "前半", "first half"), key("back", "后半", "second half")],
    meets: &[(0, 0), (1, 1), (2, 2)],
    anchor: 1,
    frequency: &[Some(0), None, None, None],
};

static CODE: KeyPlan =
    KeyPlan { keys: &[key("whole", "全部", "whole")], meets: &[(0, 0)], anchor: 0, frequency: &[Some(0), None] };

static TEXT: KeyPlan = KeyPlan {
    keys: &[
        key("whole", "全部", "whole"),
        key("front", "前四个字母", "first four letters"),
        key("back", "后四个字母", "last four letters"),
        key("words", "各词不论次序", "words in any order"),
    ],
    meets: &[(0, 0), (1, 1), (2, 2), (3, 3)],
    anchor: 1,
    frequency: &[Some(0), Some(0), None, None, None, None, None],
};
