//! The Chinese of the help. Keys are `command` and `command.argument`; a test holds that each has its text.

use crate::cli::Cli;
use clap::{
    Command, CommandFactory,
    error::{ContextKind, ContextValue, ErrorKind},
};
use doudi_kernel::Lang;

const ABOUT: &str = "兜底：低收入人口动态监测与常态化帮扶——部门名单进来，疑点名单出去";

const HELP: &[(&str, &str)] = &[
    ("data", "数据目录：存放数据湖、已接受的版式和台账"),
    ("lang", "提示语言：zh 或 en"),
    ("quiet", "不显示进度条"),
    ("help", "显示帮助"),
    ("version", "显示版本"),
    ("demo", "用一个虚构县从头到尾演示主要工作"),
    ("demo.once", "完成后退出"),
    ("demo.residents", "虚构县的人口数"),
    ("demo.seed", "随机种子；同一种子得到同一个县"),
    ("demo.listen", "最后打开工作平台的监听地址"),
    ("demo.out", "存放虚构县、数据湖和表册的目录；原有演示会被替换"),
    ("synth", "生成虚构县：各部门按实际样子报送的文件，以及对照用的真值"),
    ("synth.division", "县级代码六位；只接受从未启用的代码"),
    ("synth.residents", "人口数"),
    ("synth.month", "最后一个月份"),
    ("synth.months", "连续几个月，以 --month 为最后一月"),
    ("synth.seed", "随机种子；同一种子得到逐字节相同的文件"),
    ("synth.form", "office：单位实际报送样式；parquet：大规模数据"),
    ("synth.out", "输出目录，须为空或不存在"),
    ("intake", "导入部门报送的文件"),
    ("intake.files", "文件，或装有文件的目录"),
    ("intake.feed", "指定文件种类（识别不出或识别有误时用）"),
    ("intake.month", "文件所属月份（文件未写明时用）"),
    ("intake.plan", "只看计划，不导入"),
    ("intake.accept", "接受系统为陌生文件拟定的版式，今后按此识别"),
    ("compare", "按比对方案比对名单，并把疑点下发到乡镇"),
    ("compare.spec", "比对方案，或 all（全部）"),
    ("compare.month", "所比对的月份"),
    ("compare.plan", "只看数字，不下发"),
    ("match", "直接比对两份名单：谁没有、谁已死亡、谁重复、谁不一致"),
    ("match.asked", "要查的人员名单"),
    ("match.source", "在其中查找的名单"),
    ("match.out", "存放结果的目录"),
    ("match.exact", "只按号码原样比对：不修正号码，也不按姓名、出生日期、所在地认人"),
    ("link", "在没有共同号码的两份名单之间（或一份名单之内）找出同一人，并说明理由"),
    ("link.lists", "一份或两份名单：任意格式的文件，或数据湖中的名册种类"),
    ("link.out", "存放核对表和报告的目录"),
    ("link.month", "所用名册的月份；不给则为本月"),
    ("link.taken", "把某一列当作什么比对：列名=name、列名=phone、列名=text 等"),
    ("link.without", "不用于比对的列"),
    ("link.costs", "代价之比：错认 wrong、漏认 missed、人工核对 look"),
    ("link.seed", "随机抽对的种子"),
    ("link.pairs", "把各对写成 Parquet 或 CSV 供其他程序使用；不给 --out 时只写这一份"),
    ("link.explain", "画出一对的瀑布图：核对表中的序号，或两条记录的行号“左,右”"),
    ("link.svg", "瀑布图文件；同名 .html 一并写出"),
    ("link.truth", "虚构县的真值文件（truth/links.csv）：所得结果中有多少属实"),
    ("link.plan", "只看结果，不留存"),
    ("link.answers", "填好发回的核对表；其中的结论今后照此办理"),
    ("answers", "读回乡镇填好的核查表，并显示剩余疑点"),
    ("answers.files", "填好的核查表；不给文件则只显示进度"),
    ("answers.spec", "只看这个比对方案"),
    ("answers.month", "只看这个月份"),
    ("assess", "按规则认定一个月已核对的家庭，并留存认定结果"),
    ("assess.month", "认定的月份"),
    ("assess.plan", "只看数字，不留存"),
    ("explain", "向一户说明：结论、依据、各项事实的来源、怎样会改变结论"),
    ("explain.household", "该户在认定结果中的编号；不给则提示输入身份证号（不显示、不记录）"),
    ("explain.month", "认定的月份"),
    ("explain.programme", "要完整说明的待遇"),
    ("watch", "监测预警：当月事实和比上月的变化，提示该去看谁"),
    ("watch.month", "所看的月份，与上一个月对照"),
    ("watch.household", "说明一户的预警及依据：给户序号；不给则询问身份证号，且不再显示"),
    ("watch.signal", "只说明这一项预警，未触发也说明"),
    ("watch.facts", "不读数据湖，改读两份 Parquet：户、人"),
    ("watch.before", "上一个月同样的两份 Parquet"),
    ("watch.out", "预警写到哪个 Parquet 文件"),
    ("watch.division", "按哪个区划的规则判断"),
    ("watch.hand_down", "把预警建成事项，交村、乡镇办理；有评分卡的，事项带上本户分数，清单按分数排序，分数不决定别的"),
    ("watch.card", "评分卡：watch report --card 写出的 JSON；不给则用数据目录下的 card.json（如果有）"),
    ("watch.journal", "日志：文件，或者 postgres:// 地址"),
    ("watch.report", "几个月的监测成效；虚构县与真值对照"),
    ("watch.report.from", "第一个月份，与上一个月对照"),
    ("watch.report.to", "最后一个月份"),
    ("watch.report.truth", "虚构县的 truth 目录：发生过什么变故，谁处于困难"),
    ("watch.report.visits", "全县每月能走访的户数"),
    (
        "watch.report.journal",
        "不用真值而用走访结果：日志文件，或者 postgres:// 地址；办结为属实的为困难，数据有误、情况已消除的为不困难",
    ),
    ("watch.report.ahead", "第二张评分卡展望几个月：当月尚不困难而此后陷入困难；0 为不做"),
    (
        "watch.report.fitted_to",
        "评分卡只用到哪个月为止的情况，其后各月用于检验；不给则取前三分之二；展望的评分卡用更早的月份",
    ),
    ("watch.report.seed", "同分的家庭按此随机排序"),
    (
        "watch.report.card",
        "存放评分卡的目录，文本和 JSON 各一份：card 为当月，card-ahead 为展望；选一份存为数据目录下的 card.json，watch --hand-down 即按它给事项排序",
    ),
    ("replay", "用当时的快照和规则重做认定，逐字节比对"),
    ("replay.month", "重做哪个月最近一次的认定"),
    ("simulate", "比较一项改革与现行规定：谁进谁退、花多少钱、谁得谁失、哪里多挣反而少得"),
    ("simulate.reform", "改革文件"),
    ("simulate.month", "用数据湖中哪个月核对过的家庭"),
    ("simulate.households", "或者：家庭事实的 Parquet 文件：一户一行，一项事实一列"),
    ("simulate.persons", "家庭成员的 Parquet 文件，按户排序"),
    ("simulate.division", "这些家庭所在区划"),
    ("simulate.truth", "虚构县的真值文件（truth/means.parquet）：给出改革前后的漏保率和错保率"),
    ("simulate.out", "存放表格、图和摘要的目录"),
    ("sample", "抽取实地核查名单"),
    ("sample.spec", "比对方案"),
    ("sample.month", "比对月份"),
    ("sample.size", "抽查人数"),
    ("sample.seed", "随机种子；同一种子抽到同一批人"),
    ("sample.out", "写出的表册"),
    ("serve", "打开供浏览器使用的工作平台"),
    ("serve.listen", "监听地址"),
    ("serve.journal", "台账所在：一个文件，或 postgres:// 地址"),
    ("serve.tls", "浏览器经 TLS 访问：会话只经加密连接传送"),
    ("journal", "核验、备份、重建台账"),
    ("journal.journal", "台账所在：一个文件，或 postgres:// 地址"),
    ("journal.verify", "查找被改动、删除或调换的记录"),
    ("journal.verify.heads", "另处保存的签名链头：可查出被截去的末尾"),
    ("journal.heads", "签署各链今日所止之处，供另处保存"),
    ("journal.heads.to", "追加到的文件"),
    ("journal.backup", "在使用中备份"),
    ("journal.backup.to", "备份文件"),
    ("journal.restore", "用备份恢复空台账"),
    ("journal.restore.from", "备份文件"),
    ("journal.rebuild", "由记录重建全部数据表，并列出不同"),
    ("journal.rebuild.plan", "只比较，不替换"),
    ("lake", "查看和校验数据湖"),
    ("lake.list", "列出全部快照"),
    ("lake.show", "查看一个快照：来源与问题清单"),
    ("lake.show.id", "快照编号或其开头几位"),
    ("lake.verify", "重新计算全部快照的校验值，指出被改动的"),
    ("divisions", "导入本单位带生效日期的乡镇村社名单"),
    ("divisions.file", "文本文件，每行一个代码和名称"),
    ("divisions.from", "名单的生效日期"),
    ("policy", "列出已知的文件种类和比对方案"),
    ("policy.feeds", "能识别的文件种类"),
    ("policy.specs", "比对方案"),
    ("law", "检查并查看本单位所用的政策规则"),
    ("law.check", "检查全部规则（含本单位自己的），指出哪里有问题、怎么改"),
    ("law.list", "列出全部事项、参数、变量、救助项目、预警和程序"),
    ("law.show", "查看一项规则：各地各时期的规定、依据条款和把握程度"),
    ("law.show.name", "规则中的标识"),
];

/// Chinese headings around the texts; the English ones are clap's own.
const TEMPLATE: &str = "\
{about-with-newline}
用法：{usage}

{all-args}";

fn text(key: &str) -> Option<&'static str> {
    HELP.iter().find(|(name, _)| *name == key).map(|(_, text)| *text)
}

/// The command with its help in a language.
pub(crate) fn command(lang: Lang) -> Command {
    match lang {
        Lang::En => Cli::command(),
        Lang::Zh => in_chinese(Cli::command().arg(version()), "").about(ABOUT),
    }
}

fn version() -> clap::Arg {
    clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version)
}

/// What clap refuses, as a Chinese sentence; the rare kinds that have none here keep clap's own words.
pub(crate) fn refusal(told: &clap::Error) -> String {
    let said = |kind| match told.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join("、"),
        _ => String::new(),
    };
    let (argument, value) = (said(ContextKind::InvalidArg), said(ContextKind::InvalidValue));
    let sentence = match told.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}"),
        ErrorKind::UnknownArgument => format!("没有这个选项：{argument}"),
        ErrorKind::InvalidSubcommand => format!("没有这个命令：{}", said(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面缺少值"),
        ErrorKind::InvalidValue => format!("{argument} 不能是“{value}”，可以是：{}", said(ContextKind::ValidValue)),
        ErrorKind::ValueValidation => {
            format!("{argument} 的值“{value}”写法不对（月份写作2026-09，日期写作2026-09-01）")
        }
        _ => return told.render().to_string(),
    };
    // Of several that are alike the last is most alike.
    let nearest = |kind| match told.get(kind) {
        Some(ContextValue::Strings(words)) => words.last().cloned().unwrap_or_default(),
        _ => said(kind),
    };
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .map(nearest)
        .concat();
    let meant = if meant.is_empty() { String::new() } else { format!("；是否要用 {meant}") };
    format!("错误：{sentence}{meant}\n用 doudi --help 或 doudi 命令 --help 查看用法\n")
}

fn in_chinese(command: Command, path: &str) -> Command {
    let key = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .action(clap::ArgAction::Help)
                .help(text("help").unwrap_or_default()),
        )
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            let help = text(&key(arg.get_id().as_str())).or_else(|| text(arg.get_id().as_str()));
            let arg = arg.help_heading(heading);
            match help {
                Some(help) => arg.help(help),
                None => arg,
            }
        });
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| {
        let path = key(&name);
        let about = text(&path).unwrap_or_default();
        command.mut_subcommand(&name, |sub| in_chinese(sub.about(about), &path))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacking(command: &Command, path: &str, lacking: &mut Vec<String>) {
        let key = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        for arg in command.get_arguments() {
            if text(&key(arg.get_id().as_str())).is_none() {
                lacking.push(key(arg.get_id().as_str()));
            }
        }
        for sub in command.get_subcommands() {
            if text(&key(sub.get_name())).is_none() {
                lacking.push(key(sub.get_name()));
            }
            self::lacking(sub, &key(sub.get_name()), lacking);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_chinese() {
        let mut found = Vec::new();
        lacking(&Cli::command(), "", &mut found);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn a_mistyped_command_month_or_option_is_refused_in_chinese() {
        let told = |words: &[&str]| refusal(&command(Lang::Zh).try_get_matches_from(words).unwrap_err());
        assert!(told(&["doudi", "intak"]).starts_with("错误：没有这个命令：intak；是否要用 intake"));
        assert!(told(&["doudi", "intake"]).starts_with("错误：缺少参数：<FILE>..."));
        assert!(told(&["doudi", "compare", "all", "--month", "9月"]).contains("2026-09"));
        assert!(told(&["doudi", "demo", "--onse"]).starts_with("错误：没有这个选项：--onse；是否要用 --once"));
    }

    #[test]
    fn the_commands_are_well_formed_in_both_languages() {
        command(Lang::Zh).debug_assert();
        command(Lang::En).debug_assert();
    }
}
