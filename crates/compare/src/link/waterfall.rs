//! Why two rows are taken for one person: what each column adds or takes away.

use crate::levels::Level;
use doudi_kernel::Lang;

/// One step of an explanation.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What speaks.
    pub what: What,
    /// Bits added: log2 of how much likelier this makes one person than two; negative speaks for two.
    pub bits: f64,
}

/// What a step speaks of.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// How likely any two rows are one person, before anything is read.
    Prior,
    /// A column, by its name, with the level of the two values; `None` when one side does not know.
    Column(String, Option<Level>),
    /// Other rows that would fit as well.
    Rivals,
    /// Somebody decided whether they are one person; that stands above everything else.
    Decision(bool),
}

impl What {
    /// In words.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Prior => lang.pick("任取两行恰为同一人", "any two rows being one person").into(),
            Self::Column(name, Some(level)) => format!("{name}{}{}", lang.pick("：", ": "), level.say(lang)),
            Self::Column(name, None) => format!("{name}{}", lang.pick("：有一方未填", ": one side is empty")),
            Self::Decision(true) => lang.pick("人工认定为同一人", "somebody found them to be one person").into(),
            Self::Decision(false) => lang.pick("人工认定不是同一人", "somebody found them to be two people").into(),
            Self::Rivals => lang.pick("还有其他行也可能是此人", "other rows may be this person too").into(),
        }
    }
}

/// The whole explanation of a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// The steps: the prior, the columns in their order, the rivals.
    pub steps: Vec<Step>,
}

impl Waterfall {
    /// The sum of all steps: log2 of the odds of one person.
    pub fn weight(&self) -> f64 {
        self.steps.iter().map(|step| step.bits).sum()
    }

    /// How likely the two rows are one person.
    pub fn probability(&self) -> f64 {
        1.0 / (1.0 + (-self.weight()).exp2())
    }
}
