//! What was learned and chosen, to be printed.

use super::run::Linked;
use doudi_kernel::Lang;
use std::fmt::Write;

impl Linked<'_> {
    /// The share of the pairs of one person that no blocking rule brings together, by estimate.
    pub fn loss(&self) -> f64 {
        self.blocking.loss
    }

    /// The estimated parameters and the chosen blocking, as text.
    pub fn describe(&self, lang: Lang) -> String {
        let mut text = String::new();
        self.write_columns(&mut text, lang).expect("a string takes everything");
        self.write_blocking(&mut text, lang).expect("a string takes everything");
        text
    }

    fn write_columns(&self, text: &mut String, lang: Lang) -> std::fmt::Result {
        for (at, column) in self.lists.columns.iter().enumerate() {
            writeln!(text, "{}", column.name)?;
            for (level, info) in self.lists.kind(at).levels().iter().enumerate() {
                let (m, u) = (self.learned.same[at][level], self.chances[at][level]);
                writeln!(text, "  {:>+7.2}  m {m:.5}  u {u:.3e}  {}", (m / u).log2(), info.say(lang))?;
            }
        }
        Ok(())
    }

    fn write_blocking(&self, text: &mut String, lang: Lang) -> std::fmt::Result {
        for (rule, matches) in &self.learned.blockings {
            writeln!(text, "{} {}  {matches:.0}", lang.pick("估计用", "taught by"), rule.say(self.lists, lang))?;
        }
        for chosen in &self.blocking.rules {
            let rule = chosen.rule.say(self.lists, lang);
            writeln!(text, "{:>12.0}  {:>6.2}%  {rule}", chosen.pairs, 100.0 * chosen.finds)?;
        }
        writeln!(text, "{} {:.3}%", lang.pick("估计漏掉", "estimated loss"), 100.0 * self.blocking.loss)
    }
}
