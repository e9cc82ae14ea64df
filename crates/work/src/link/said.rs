//! Linking in words.

use super::{language::Known, plan::StepSaid};
use doudi_compare::link::What;
use doudi_kernel::Lang;

/// A step in both languages: the column's title before how it agrees, unless that says it already.
pub(super) fn words(what: &What, known: Option<&Known>) -> [String; 2] {
    [Lang::Zh, Lang::En].map(|lang| match (what, known) {
        (What::Column(_, level), Some(known)) => {
            let unknown = lang.pick("有一方未填", "one side is empty");
            let level = level.map_or(unknown, |level| level.say(lang));
            let title = known.title(lang);
            let level = level.strip_prefix(title).unwrap_or(level);
            format!("{title}{}{level}", lang.pick("：", ": "))
        }
        _ => what.say(lang),
    })
}

/// Bits with their sign: the sign and not only a colour says for which side they speak.
///
/// ```
/// assert_eq!(doudi_work::link::said(-3.25), "−3.2");
/// assert_eq!(doudi_work::link::said(0.04), "0.0");
/// ```
pub fn said(bits: f64) -> String {
    match format!("{:.1}", bits.abs()) {
        nothing if nothing == "0.0" => nothing,
        some if bits < 0.0 => format!("−{some}"),
        some => format!("+{some}"),
    }
}

/// Why a pair is proposed, in one sentence: what speaks, with its bits, in the order of the columns.
pub fn why(steps: &[StepSaid], lang: Lang) -> String {
    let speaks = |step: &&StepSaid| step.field != "prior" && said(step.bits) != "0.0";
    let words = steps.iter().filter(speaks).map(|step| {
        let text = lang.pick(&step.zh, &step.en);
        match lang {
            Lang::Zh => format!("{text}（{}）", said(step.bits)),
            Lang::En => format!("{text} ({})", said(step.bits)),
        }
    });
    words.collect::<Vec<_>>().join(lang.pick("；", "; "))
}

/// A number with its middle hidden, for pictures and terminals: the ends are enough to tell which of two is meant.
///
/// ```
/// use doudi_work::link::mask;
/// assert_eq!(mask("13900001234"), "139****1234");
/// assert_eq!(mask("12"), "**");
/// ```
pub fn mask(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let shown = if letters.len() >= 15 {
        (6, 2)
    } else if letters.len() >= 8 {
        (3, 4)
    } else {
        (0, 0)
    };
    let hidden = letters.len() - shown.0 - shown.1;
    let head: String = letters[..shown.0].iter().collect();
    let tail: String = letters[letters.len() - shown.1..].iter().collect();
    format!("{head}{}{tail}", "*".repeat(hidden))
}
