//! A reform as policy text, checked with everything else.

use super::{
    Change, Reform, SimulateError, Unify,
    reform::{date, ratio},
};
use doudi_kernel::{Date, Ratio, Rounding};
use doudi_rules::{
    book::{Book, Extent, Parameter, Setting, Type, Value},
    check,
    lex::Span,
};

/// The law as it would be.
#[derive(Clone, Debug)]
pub struct Reformed {
    /// Everything, checked.
    pub book: Book,
    /// What was added, as policy text.
    pub text: String,
    /// Lines of the law as it is that were given an end: path, line before, line after.
    pub ended: Vec<(String, String, String)>,
}

/// The path of the added text: after all others, so that facts keep their places.
const PATH: &str = "reform.law";

/// Applies the changes of a reform one after the other; after each the whole is checked.
///
/// # Errors
/// Names and values that cannot be read; whatever the checker refuses.
pub fn reformed(policies: &[(String, String)], book: &Book, reform: &Reform) -> Result<Reformed, SimulateError> {
    let head = format!(
        "# {}\n\nsource reform \"{}\" \"{}\"\n  level county\n  certainty T\n",
        reform.zh, reform.zh, reform.en
    );
    let mut files = policies.to_vec();
    files.push((PATH.into(), head));
    let mut made = Reformed { book: book.clone(), text: String::new(), ended: Vec::new() };
    for change in &reform.change {
        made.apply(&mut files, &Step::of_change(&made.book, change)?)?;
    }
    for unify in &reform.unify {
        for year in 0..=unify.years {
            made.apply(&mut files, &Step::of_unify(&made.book, unify, year)?)?;
        }
    }
    made.text = files.pop().map(|(_, text)| text).unwrap_or_default();
    Ok(made)
}

/// One value of one parameter from one day.
struct Step {
    parameter: String,
    region: String,
    from: Date,
    value: String,
}

impl Step {
    fn of_change(book: &Book, change: &Change) -> Result<Self, SimulateError> {
        let (parameter, from) = (named(book, &change.parameter)?, date(&change.from)?);
        let unset = || SimulateError::Unset(change.parameter.clone(), change.region.clone());
        let place = match &change.code {
            Some(code) => place(book, parameter, code)?,
            None => 0,
        };
        let now = held(parameter, &change.region, from);
        let text = match (&change.set, &change.scale) {
            (Some(text), None) => text.clone(),
            (None, Some(scale)) => {
                let value = now.and_then(|setting| *setting.values.get(place)?).ok_or_else(unset)?;
                let Value::Number(number) = value else { return Err(unset()) };
                let scaled = number * ratio("scale", scale)?;
                written(book, parameter.ty, Value::Number(rounded(parameter.ty, scaled))).ok_or_else(unset)?
            }
            _ => return Err(SimulateError::Value("set | scale", change.parameter.clone())),
        };
        let value = match parameter.by {
            None => text,
            Some(codes) => {
                let values = now.map(|setting| setting.values.clone()).unwrap_or_default();
                let words = book.codes[codes.index()].words.iter().enumerate();
                let each = words.filter_map(|(n, (word, _))| match n == place {
                    true => Some(format!("{word}: {text}")),
                    false => Some(format!("{word}: {}", written(book, parameter.ty, (*values.get(n)?)?)?)),
                });
                format!("{{ {} }}", each.collect::<Vec<_>>().join(", "))
            }
        };
        Ok(Self { parameter: change.parameter.clone(), region: change.region.clone(), from, value })
    }

    fn of_unify(book: &Book, unify: &Unify, year: u8) -> Result<Self, SimulateError> {
        let unset = || SimulateError::Unset(unify.high.clone(), unify.region.clone());
        let first = date(&unify.from)?;
        // A reform does not begin on 29 February.
        let from = Date::new(first.year() + i16::from(year), first.month(), first.day()).map_err(|_| unset())?;
        let high = named(book, &unify.high)?;
        let value = held(high, &unify.region, from).and_then(|setting| *setting.values.first()?);
        let Some(Value::Number(number)) = value else { return Err(unset()) };
        let (start, end) = (ratio("start", &unify.start)?, ratio("end", &unify.end)?);
        let done = Ratio::new(year.into(), unify.years.max(1).into()).ok_or_else(unset)?;
        let share = start + (end - start) * done;
        let ty = named(book, &unify.low)?.ty;
        let value = written(book, ty, Value::Number(rounded(ty, number * share))).ok_or_else(unset)?;
        Ok(Self { parameter: unify.low.clone(), region: unify.region.clone(), from, value })
    }
}

impl Reformed {
    fn apply(&mut self, files: &mut [(String, String)], step: &Step) -> Result<(), SimulateError> {
        let parameter = named(&self.book, &step.parameter)?;
        let meets = |extent: &Extent| extent.region == step.region && extent.to.is_none_or(|to| to >= step.from);
        let there = parameter.settings.iter().filter(|setting| meets(&setting.extent));
        let (early, late): (Vec<_>, Vec<_>) =
            there.partition(|setting| setting.extent.from.is_none_or(|from| from < step.from));
        let to = late.iter().filter_map(|setting| setting.extent.from).min();
        if to == Some(step.from) {
            return Err(SimulateError::Unset(step.parameter.clone(), step.region.clone()));
        }
        let before = step.from.yesterday().map_err(|_| SimulateError::Value("from", step.from.to_string()))?;
        let mut spans: Vec<Span> = early.iter().map(|setting| setting.span).collect();
        // From the last to the first, so that those before keep their places.
        spans.sort_by_key(|span| std::cmp::Reverse((span.file, span.start)));
        for span in spans {
            self.ended.extend(end(files, span, &step.region, before));
        }
        let known = step.region.is_empty() || self.book.regions.iter().any(|region| region.prefix == step.region);
        let Some((_, text)) = files.last_mut() else { return Ok(()) };
        if !known {
            text.push_str(&format!("\nregion {0} \"{0}\" \"{0}\"\n", step.region));
        }
        let place = if step.region.is_empty() { "national".into() } else { format!("in {}", step.region) };
        let to = to.and_then(|to| to.yesterday().ok()).map(|to| format!(" to {to}")).unwrap_or_default();
        let Step { parameter, from, value, .. } = step;
        text.push_str(&format!("\namend {parameter}\n  {place} from {from}{to}: {value} [reform]\n"));
        self.book = check::read(files.to_vec()).map_err(|told| SimulateError::Refused(Box::new(told)))?;
        Ok(())
    }
}

/// Gives a definition line its last day.
fn end(files: &mut [(String, String)], span: Span, region: &str, last: Date) -> Option<(String, String, String)> {
    let (path, text) = files.get_mut(usize::from(span.file.0))?;
    let line = text.get(span.start as usize..span.end as usize)?.to_owned();
    let ended = match line.strip_prefix("is ") {
        Some(value) if region.is_empty() => format!("national to {last}: {value}"),
        Some(value) => format!("in {region} to {last}: {value}"),
        None => {
            let (head, value) = line.split_once(':')?;
            let (head, fixed) = head.strip_suffix(" fixed").map_or((head, ""), |head| (head, " fixed"));
            let head = head.split_once(" to ").map_or(head, |(head, _)| head);
            format!("{head} to {last}{fixed}:{value}")
        }
    };
    text.replace_range(span.start as usize..span.end as usize, &ended);
    Some((path.clone(), line, ended))
}

fn named<'b>(book: &'b Book, name: &str) -> Result<&'b Parameter, SimulateError> {
    let found = book.parameters.iter().find(|parameter| parameter.name == name);
    found.ok_or_else(|| SimulateError::Unknown(name.into()))
}

fn place(book: &Book, parameter: &Parameter, code: &str) -> Result<usize, SimulateError> {
    let words = parameter.by.map(|codes| &book.codes[codes.index()].words);
    let place = words.and_then(|words| words.iter().position(|(word, _)| word == code));
    place.ok_or_else(|| SimulateError::Unknown(code.into()))
}

/// What a parameter is set to in a region on a day.
pub(super) fn held<'b>(parameter: &'b Parameter, region: &str, day: Date) -> Option<&'b Setting> {
    let there = parameter.settings.iter().filter(|setting| setting.extent.holds(region, day));
    there.max_by_key(|setting| setting.extent.region.len())
}

/// Money up to whole yuan.
fn rounded(ty: Type, number: Ratio) -> Ratio {
    match ty {
        Type::Number(unit) if unit.money() > 0 => {
            let yuan = number * Ratio::new(1, unit.held()).unwrap_or(number);
            Ratio::whole(yuan.round(Rounding::Up)) * Ratio::whole(unit.held())
        }
        _ => number,
    }
}

/// A value as policies write it; none of a number that needs more than six decimals.
fn written(book: &Book, ty: Type, value: Value) -> Option<String> {
    Some(match (value, ty) {
        (Value::YesNo(yes), _) => if yes { "yes" } else { "no" }.into(),
        (Value::Date(day), _) => day.to_string(),
        (Value::Code(code), Type::Code(codes)) => book.codes[codes.index()].words.get(usize::from(code))?.0.clone(),
        (Value::Number(number), Type::Number(unit)) => {
            let (top, bottom) = (number * Ratio::new(1_000_000, unit.held())?).parts();
            let millionths = (bottom == 1).then_some(top)?;
            let part = format!("{:06}", millionths % 1_000_000);
            let part = part.trim_end_matches('0');
            let point = if part.is_empty() { "" } else { "." };
            let plain = unit == doudi_rules::unit::Unit::NONE;
            let unit = if plain { String::new() } else { format!(" {unit}") };
            format!("{}{point}{part}{unit}", millionths / 1_000_000)
        }
        _ => return None,
    })
}
