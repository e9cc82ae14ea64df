//! `doudi law check`, `doudi law list`, `doudi law show NAME`: the rules that the office works by.

use crate::{cli::LawQuestion, office::Office, show};
use doudi_kernel::Lang;
use doudi_rules::{
    book::{Book, Certainty, Cite, Entity, Extent, Parameter, ParameterId, Programme, Step, Type, Variable},
    check,
    complaint::place,
    explain::phrase::{self, phrase},
    register::Item,
};
use std::process::ExitCode;

pub(super) fn run(office: &Office, question: &LawQuestion) -> Result<ExitCode, String> {
    let book = match check::read(office.policy()?.laws()) {
        Ok(book) => book,
        Err(complaints) => {
            print!("{}", complaints.render(office.lang));
            let count = complaints.list.len();
            return Err(office
                .lang
                .pick(format!("规则文本有{count}处问题"), format!("{count} complaints about the rules")));
        }
    };
    match question {
        LawQuestion::Check => println!("{}", counts(&book, office.lang)),
        LawQuestion::List => println!("{}", list(&book, office.lang)),
        LawQuestion::Show { name } => {
            let item = book.register().into_iter().find(|item| item.name == name);
            let unknown = || office.lang.pick(format!("规则里没有“{name}”"), format!("the rules hold no `{name}`"));
            print!("{}", Page { book: &book, lang: office.lang }.item(&item.ok_or_else(unknown)?));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn counts(book: &Book, lang: Lang) -> String {
    let settings: usize = book.parameters.iter().map(|parameter| parameter.settings.len()).sum();
    let (files, parameters, variables) = (book.files.len(), book.parameters.len(), book.variables.len());
    let (programmes, regions) = (book.programmes.len(), book.regions.len());
    lang.pick(
        format!("{files}个文件没有问题：参数{parameters}项{settings}值，变量{variables}项，救助项目{programmes}项，地区{regions}个"),
        format!(
            "{files} files, no complaint: {parameters} parameters with {settings} values, {variables} variables, \
             {programmes} programmes, {regions} regions"
        ),
    )
}

fn list(book: &Book, lang: Lang) -> String {
    let headings = lang.pick(["种类", "标识", "名称", "依据"], ["kind", "name", "label", "basis"]);
    let row = |item: &Item<'_>| {
        let mut cites: Vec<String> = item.cites.iter().map(|cite| book.cited(cite)).collect();
        cites.dedup();
        let basis = show::shorten(&cites.join("; "), 40);
        vec![kind(item.kind, lang).into(), item.name.into(), item.label.pick(lang).into(), basis]
    };
    show::table(&headings, &book.register().iter().map(row).collect::<Vec<_>>())
}

fn kind(kind: &'static str, lang: Lang) -> &'static str {
    let zh = match kind {
        "fact" => "事项",
        "parameter" => "参数",
        "variable" => "变量",
        "programme" => "救助项目",
        "signal" => "预警",
        _ => "程序",
    };
    lang.pick(zh, kind)
}

/// One item as it is read beside the statute.
struct Page<'a> {
    book: &'a Book,
    lang: Lang,
}

impl Page<'_> {
    fn item(&self, item: &Item<'_>) -> String {
        let mut page = format!("{} {} {}\n", kind(item.kind, self.lang), item.name, item.label.pick(self.lang));
        let whose = item.entity.map(|entity| self.whose(entity)).unwrap_or_default();
        let ty = item.ty.map(|ty| self.ty(ty)).unwrap_or_default();
        let head = [whose, ty.as_str()].join(" ");
        if !head.trim().is_empty() {
            page.push_str(&format!("  {}\n", head.trim()));
        }
        if !self.book.source_text(item.span).is_empty() {
            page.push_str(&format!("  {}\n", place(&self.book.files, item.span)));
        }
        page.push_str(&self.body(item.name));
        page.push_str(&self.basis(&item.cites));
        page
    }

    fn body(&self, name: &str) -> String {
        let parameter = self.book.parameters.iter().find(|it| it.name == name).map(|it| self.parameter(it));
        let variable = self.book.variables.iter().find(|it| it.name == name).map(|it| self.variable(it));
        let programme = self.book.programmes.iter().find(|it| it.name == name).map(|it| self.programme(it));
        let signal = self.book.signals.iter().find(|it| it.name == name).map(|signal| {
            let when = phrase(self.book, &signal.when, self.lang);
            format!("  {}{when}\n  → {}\n", self.lang.pick("当：", "when: "), signal.remedy.pick(self.lang))
        });
        let procedure = self.book.procedures.iter().find(|it| it.name == name);
        let procedure = procedure.map(|it| it.steps.iter().map(|step| self.step(step)).collect());
        parameter.or(variable).or(programme).or(signal).or(procedure).unwrap_or_default()
    }

    /// `· 受理 — 乡镇，受理时限`
    fn step(&self, step: &Step) -> String {
        let roles = self.book.codes.iter().find(|codes| codes.name == "role");
        let by = roles.and_then(|roles| roles.words.get(usize::from(step.by)));
        let parameter = |id: ParameterId| self.book.parameters[id.index()].label.pick(self.lang);
        let by = by.map(|(_, label)| label.pick(self.lang)).unwrap_or_default();
        let within = step.within.map(|id| format!("{}{}", self.lang.pick("，", ", "), parameter(id)));
        let when = step.when.map(|id| format!("{}{}", self.lang.pick("，当", ", when "), parameter(id)));
        let (label, cites) = (step.label.pick(self.lang), self.cited(&step.cites));
        format!("  · {label} — {by}{}{}{cites}\n", within.unwrap_or_default(), when.unwrap_or_default())
    }

    fn parameter(&self, parameter: &Parameter) -> String {
        let mut settings: Vec<_> = parameter.settings.iter().collect();
        settings.sort_by_key(|setting| (setting.extent.region.clone(), setting.extent.from));
        let words = |at: usize| {
            let list = parameter.by.and_then(|list| self.book.codes.get(list.index()));
            list.and_then(|list| list.words.get(at))
                .map(|(_, label)| format!("{}: ", label.pick(self.lang)))
                .unwrap_or_default()
        };
        let line = |setting: &&doudi_rules::book::Setting| {
            let values = setting.values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?)));
            let told: Vec<String> = values
                .map(|(at, value)| {
                    format!("{}{}", words(at), phrase::literal(self.book, value, parameter.ty, self.lang))
                })
                .collect();
            format!("  {}: {}{}\n", self.extent(&setting.extent), told.join(", "), self.cited(&setting.cites))
        };
        settings.iter().map(line).collect()
    }

    fn variable(&self, variable: &Variable) -> String {
        let mut page = String::new();
        for exception in &variable.exceptions {
            let (when, value) =
                (phrase(self.book, &exception.when, self.lang), phrase(self.book, &exception.value, self.lang));
            let (label, cites) = (exception.label.pick(self.lang), self.cited(&exception.cites));
            let words = self.lang.pick(["例外", "：当", "则为"], ["except ", ": when ", " then "]);
            let extent = self.extent(&exception.extent);
            page.push_str(&format!("  {extent} {}{label}{}{when} {} {value}{cites}\n", words[0], words[1], words[2]));
        }
        for definition in &variable.definitions {
            let formula = phrase(self.book, &definition.formula, self.lang);
            page.push_str(&format!(
                "  {}: {formula}{}\n",
                self.extent(&definition.extent),
                self.cited(&definition.cites)
            ));
        }
        page
    }

    fn programme(&self, programme: &Programme) -> String {
        let words = self
            .lang
            .pick(["施行", "条件", "金额", "档次", "同时享有"], ["in force", "condition", "amount", "tier", "brings"]);
        let mut page = String::new();
        for (extent, cites) in &programme.force {
            page.push_str(&format!("  {}: {}{}\n", words[0], self.extent(extent), self.cited(cites)));
        }
        for condition in &programme.conditions {
            let formula = phrase(self.book, &condition.formula, self.lang);
            let label = condition.label.pick(self.lang);
            page.push_str(&format!("  {}: {label} — {formula}{}\n", words[1], self.cited(&condition.cites)));
        }
        for (word, outcome) in [(words[2], &programme.amount), (words[3], &programme.tier)] {
            if let Some((formula, cites)) = outcome {
                page.push_str(&format!("  {word}: {}{}\n", phrase(self.book, formula, self.lang), self.cited(cites)));
            }
        }
        let brings = programme.brings.iter().map(|id| self.book.programmes[id.index()].label.pick(self.lang));
        let brings: Vec<&str> = brings.collect();
        if !brings.is_empty() {
            page.push_str(&format!("  {}: {}\n", words[4], brings.join("; ")));
        }
        page
    }

    fn whose(&self, entity: Entity) -> &'static str {
        match entity {
            Entity::Household => self.lang.pick("家庭", "household"),
            Entity::Person => self.lang.pick("个人", "person"),
            Entity::Obligor => self.lang.pick("法定义务人", "obligor"),
        }
    }

    fn ty(&self, ty: Type) -> String {
        doudi_rules::complaint::TypeName::of(self.book, ty).to_string()
    }

    /// `河南省 自2025-07-01`
    fn extent(&self, extent: &Extent) -> String {
        let region = self.book.regions.iter().find(|region| region.prefix == extent.region);
        let mut told =
            region.map_or(self.lang.pick("全国", "nation"), |region| region.label.pick(self.lang)).to_owned();
        if let Some(from) = extent.from {
            told.push_str(&format!("{}{from}", self.lang.pick(" 自", " from ")));
        }
        if let Some(to) = extent.to {
            told.push_str(&format!("{}{to}", self.lang.pick(" 至", " to ")));
        }
        told
    }

    /// ` [law 18]`, with the letter where it is not the primary text.
    fn cited(&self, cites: &[Cite]) -> String {
        let letter = |cite: &Cite| match cite.certainty {
            Certainty::Text => String::new(),
            other => format!(" {}", other.letter()),
        };
        cites.iter().map(|cite| format!(" [{}{}]", self.book.cited(cite), letter(cite))).collect()
    }

    /// The documents by their titles, and a warning where what is cited is not sure.
    fn basis(&self, cites: &[&Cite]) -> String {
        let mut sources: Vec<_> = cites.iter().map(|cite| cite.source).collect();
        sources.sort_unstable();
        sources.dedup();
        let titles = sources.into_iter().map(|id| {
            let source = &self.book.sources[id.index()];
            format!("  {}: {}\n", source.name, source.title.pick(self.lang))
        });
        let mut told: String = titles.collect();
        if cites.iter().any(|cite| cite.certainty >= Certainty::Known) {
            told.push_str(self.lang.pick(
                "  ⚠ 标K、U的内容尚未核对原文，使用前请核实\n",
                "  ⚠ what is marked K or U was not checked against the text; verify it before use\n",
            ));
        }
        told
    }
}
