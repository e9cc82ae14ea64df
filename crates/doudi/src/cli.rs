//! What can be typed. The English of the help stands here, the Chinese in `zh.rs`; a test holds that neither lacks.

use clap::{Args, Parser, Subcommand, ValueEnum};
use doudi_kernel::{Division, Lang, Month};
use std::path::PathBuf;

/// Monitoring and regular help for low-income people: rosters in, doubts out.
#[derive(Debug, Parser)]
#[command(name = "doudi", version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    /// The folder that holds the lake, accepted layouts and the desk.
    #[arg(long, global = true, default_value = "doudi-data", value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The language of messages: zh or en.
    #[arg(long, global = true, default_value = "zh", value_name = "LANG", value_parser = ["zh", "en"])]
    pub(crate) lang: String,
    /// No progress bars.
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the main job from end to end on a county that never existed.
    Demo(Demo),
    /// Write a synthetic county: departments' files as offices send them, and the truth about them.
    Synth(Synth),
    /// Take departments' files into the lake.
    Intake(Intake),
    /// Compare rosters by a spec and hand the doubts down to towns.
    Compare(Compare),
    /// Compare two lists straight from their files: who is missing, dead, twice, or differs.
    Match(Match),
    /// Find the same person in two lists that share no number, or twice in one, and say why.
    Link(Link),
    /// Read answered sheets back and show how many doubts remain.
    Answers(Answers),
    /// Assess everybody who was verified in a month by the rules, and keep the determinations.
    Assess(Assess),
    /// Say whom to look at: what a month's facts, and what changed since the month before, call for.
    Watch(Watching),
    /// Tell one household why: the answers, what they rest on, what would change them.
    Explain(Explain),
    /// Make an assessment again from its snapshots and its rules, and compare it to the byte.
    Replay(Replay),
    /// Draw the households to be checked on site.
    Sample(Sample),
    /// Compare a reform with the law as it is: who comes in, what it costs, who gains, where earning more leaves less.
    Simulate(Simulate),
    /// Open the portal for the office's browsers.
    Serve(Serve),
    /// Verify, copy and rebuild the journal.
    Journal(Journal),
    /// Look at what the lake holds, and verify it.
    Lake(Lake),
    /// Import the office's dated list of towns and villages.
    Divisions(Divisions),
    /// List the kinds of file and the comparisons that are known.
    Policy(Policy),
    /// Check the rules that the office works by, and read them.
    Law(Law),
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// End when the job is done.
    #[arg(long)]
    pub(crate) once: bool,
    /// How many residents the county has.
    #[arg(long, default_value_t = 60_000, value_name = "N")]
    pub(crate) residents: u32,
    /// The seed of the county; the same seed gives the same county.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The address that browsers reach at the end.
    #[arg(long, default_value = "127.0.0.1:8630", value_name = "ADDRESS")]
    pub(crate) listen: std::net::SocketAddr,
    /// Where the county, the lake and the workbooks go; an earlier demo there is replaced.
    #[arg(long, default_value = "doudi-demo", value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The address that browsers reach.
    #[arg(long, default_value = "127.0.0.1:8630", value_name = "ADDRESS")]
    pub(crate) listen: std::net::SocketAddr,
    /// The journal: a file, or a postgres:// address.
    #[arg(long, value_name = "PLACE")]
    pub(crate) journal: Option<String>,
    /// Browsers come through TLS: cookies are sent over nothing else.
    #[arg(long)]
    pub(crate) tls: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Journal {
    /// The journal: a file, or a postgres:// address.
    #[arg(long, value_name = "PLACE")]
    pub(crate) journal: Option<String>,
    #[command(subcommand)]
    pub(crate) question: JournalQuestion,
}

#[derive(Debug, Subcommand)]
pub(crate) enum JournalQuestion {
    /// Find entries that were changed, removed or exchanged.
    Verify {
        /// Signed heads that were kept elsewhere: with them a cut tail is found too.
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
    },
    /// Sign where every chain stands today, to be kept elsewhere.
    Heads {
        /// The file to add to.
        #[arg(value_name = "FILE")]
        to: PathBuf,
    },
    /// Copy the journal while it is in use.
    Backup {
        /// The copy.
        #[arg(value_name = "FILE")]
        to: PathBuf,
    },
    /// Put a copy in the place of an empty journal.
    Restore {
        /// The copy.
        #[arg(value_name = "FILE")]
        from: PathBuf,
    },
    /// Make all tables anew from the entries, and tell where they differ.
    Rebuild {
        /// Only compare.
        #[arg(long)]
        plan: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Synth {
    /// The county's six digits; only codes that were never assigned are taken.
    #[arg(long, default_value = "419901")]
    pub(crate) division: Division,
    /// How many residents the county has.
    #[arg(long, default_value_t = 300_000, value_name = "N")]
    pub(crate) residents: u32,
    /// The last month of files.
    #[arg(long, default_value = "2026-09")]
    pub(crate) month: Month,
    /// How many months of files, the last being --month.
    #[arg(long, default_value_t = 3, value_name = "N")]
    pub(crate) months: u8,
    /// The seed; the same seed gives the same bytes.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Files as offices send them, or plain Parquet for large counties.
    #[arg(long, value_enum, default_value_t = Form::Office)]
    pub(crate) form: Form,
    /// The folder to write; it must be empty or absent.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Form {
    /// Excel and text files with everything that makes them hard to read.
    Office,
    /// One Parquet file a feed.
    Parquet,
}

#[derive(Debug, Args)]
pub(crate) struct Intake {
    /// Files, or folders of files.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The kind of file, where it is not recognised or not right.
    #[arg(long = "as", value_name = "FEED")]
    pub(crate) feed: Option<String>,
    /// The month that the files are about, where they do not say.
    #[arg(long)]
    pub(crate) month: Option<Month>,
    /// Show what would be done, and do nothing.
    #[arg(long)]
    pub(crate) plan: bool,
    /// Keep the layout that a plan proposed for a file never seen, and use it from now on.
    #[arg(long, conflicts_with = "plan")]
    pub(crate) accept: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The comparison, or `all`.
    #[arg(value_name = "SPEC")]
    pub(crate) spec: String,
    /// The month that is asked about.
    #[arg(long)]
    pub(crate) month: Month,
    /// Show the counts, and hand nothing down.
    #[arg(long)]
    pub(crate) plan: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Match {
    /// The list of the people who are asked about.
    #[arg(value_name = "ASKED")]
    pub(crate) asked: PathBuf,
    /// The list in which they are looked up.
    #[arg(value_name = "SOURCE")]
    pub(crate) source: PathBuf,
    /// The folder for the flagged rows and the counts.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Compare numbers as they are written: link nobody by a repaired number, or by name, birth date and place.
    #[arg(long)]
    pub(crate) exact: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Link {
    /// One list or two: files of any kind, or kinds of roster in the lake.
    #[arg(value_name = "LIST", num_args = 1..=2, required_unless_present = "answers")]
    pub(crate) lists: Vec<PathBuf>,
    /// The folder for the workbook and the report.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// The month whose rosters and words count; this month when not given.
    #[arg(long)]
    pub(crate) month: Option<Month>,
    /// A column that is not known, and what it is taken for: HEADING=name, HEADING=phone, HEADING=text.
    #[arg(long = "as", value_name = "HEADING=FIELD")]
    pub(crate) taken: Vec<String>,
    /// A column that is left out.
    #[arg(long, value_name = "HEADING")]
    pub(crate) without: Vec<String>,
    /// What mistakes cost, by one another: a wrong link, a missed one, a look.
    #[arg(long, default_value = "wrong=10,missed=5,look=1", value_name = "COSTS", value_parser = crate::commands::link::costs)]
    pub(crate) costs: doudi_compare::link::Costs,
    /// The seed of the random pairs.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// All pairs for other programs, as Parquet or CSV; without --out nothing else is written.
    #[arg(long, value_name = "FILE")]
    pub(crate) pairs: Option<PathBuf>,
    /// Draw one pair: its number in the workbook, or the rows of its records, LEFT,RIGHT.
    #[arg(long, value_name = "PAIR")]
    pub(crate) explain: Option<String>,
    /// The drawing; a page of the same name ending in .html is written beside it.
    #[arg(long, value_name = "FILE", requires = "explain")]
    pub(crate) svg: Option<PathBuf>,
    /// The truth about a synthetic county (truth/links.csv): what is right of what was found.
    #[arg(long, value_name = "FILE")]
    pub(crate) truth: Option<PathBuf>,
    /// Show what is found, and keep nothing.
    #[arg(long)]
    pub(crate) plan: bool,
    /// Workbooks that came back; their decisions count from now on.
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "lists")]
    pub(crate) answers: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Answers {
    /// Returned workbooks; none shows the tally.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Only this comparison in the tally.
    #[arg(long, value_name = "SPEC")]
    pub(crate) spec: Option<String>,
    /// Only this month in the tally.
    #[arg(long)]
    pub(crate) month: Option<Month>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Watching {
    #[command(subcommand)]
    pub(crate) over: Option<WatchOver>,
    #[command(flatten)]
    pub(crate) month: Option<Watch>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum WatchOver {
    /// Say what watching some months came to; held against the truth where the county is synthetic.
    Report(WatchReport),
}

#[derive(Debug, Args)]
pub(crate) struct WatchReport {
    /// The first month that is looked at, beside the one before.
    #[arg(long)]
    pub(crate) from: Month,
    /// The last.
    #[arg(long)]
    pub(crate) to: Month,
    /// The folder `truth` of a synthetic county: what struck whom, and who is in hardship.
    #[arg(long, value_name = "DIR")]
    pub(crate) truth: Option<PathBuf>,
    /// How many visits the county can make in a month.
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub(crate) visits: usize,
    /// What visits found, instead of the truth: the journal, a file or a postgres:// address. Matters that were closed as
    /// confirmed are hardship, those closed as wrong or over are none.
    #[arg(long, value_name = "PLACE", conflicts_with = "truth")]
    pub(crate) journal: Option<String>,
    /// How many months the second points card looks ahead: who is not in hardship and falls into it. 0 leaves it out.
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=12))]
    pub(crate) ahead: u32,
    /// The last month of which points cards know anything; they are held against the later ones. Two months of three without
    /// it. A card that looks ahead is fitted on months so many earlier.
    #[arg(long, value_name = "MONTH")]
    pub(crate) fitted_to: Option<Month>,
    /// Puts households of equal points in an order.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Where the points cards go, as text and JSON: card is of the month, card-ahead looks ahead. One of them kept as card.json
    /// in the data folder orders the list of matters that `watch --hand-down` opens.
    #[arg(long, value_name = "DIR")]
    pub(crate) card: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// The month that is looked at, beside the one before.
    #[arg(long)]
    pub(crate) month: Month,
    /// Tell one household's signals with their evidence, by its number; without a number an identity number is asked for,
    /// and never shown again.
    #[arg(long, value_name = "NUMBER", num_args = 0..=1)]
    pub(crate) household: Option<Option<u32>>,
    /// The evidence of this signal even if it is not raised.
    #[arg(long, value_name = "NAME", requires = "household")]
    pub(crate) signal: Option<String>,
    /// Watch facts in two Parquet files, of households and persons, instead of the lake.
    #[arg(long, num_args = 2, value_names = ["HOUSEHOLDS.parquet", "PERSONS.parquet"], requires_all = ["out", "division"], conflicts_with = "household")]
    pub(crate) facts: Option<Vec<PathBuf>>,
    /// The same facts of the month before.
    #[arg(long, num_args = 2, value_names = ["HOUSEHOLDS.parquet", "PERSONS.parquet"], requires = "facts")]
    pub(crate) before: Option<Vec<PathBuf>>,
    /// Where the signals of those facts go.
    #[arg(long, value_name = "SIGNALS.parquet", requires = "facts")]
    pub(crate) out: Option<PathBuf>,
    /// The place by whose rules those facts are judged.
    #[arg(long, value_name = "DIGITS", requires = "facts")]
    pub(crate) division: Option<Division>,
    /// Open matters of what was raised, for villages and towns to look after. Where there is a points card, each keeps its
    /// household's points, and the list is ordered by them; points decide nothing else.
    #[arg(long)]
    pub(crate) hand_down: bool,
    /// The points card, a JSON file that `watch report --card` wrote; without it, card.json in the data folder if it is there.
    #[arg(long, requires = "hand_down", value_name = "FILE")]
    pub(crate) card: Option<PathBuf>,
    /// The journal: a file, or a postgres:// address.
    #[arg(long, requires = "hand_down", value_name = "PLACE")]
    pub(crate) journal: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Assess {
    /// The month that is assessed.
    #[arg(long)]
    pub(crate) month: Month,
    /// Show the figures, and keep nothing.
    #[arg(long)]
    pub(crate) plan: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The household's number in the assessment; without it an identity number is asked for, and never shown again.
    #[arg(value_name = "NUMBER")]
    pub(crate) household: Option<u32>,
    /// The month whose assessment is explained.
    #[arg(long)]
    pub(crate) month: Month,
    /// The programme that is explained in full.
    #[arg(long, default_value = "dibao", value_name = "NAME")]
    pub(crate) programme: String,
}

#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// The month whose latest assessment is made again.
    #[arg(long)]
    pub(crate) month: Month,
}

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// The reform file.
    #[arg(value_name = "REFORM.toml")]
    pub(crate) reform: PathBuf,
    /// The month whose verified households are taken from the lake.
    #[arg(long, required_unless_present = "households", conflicts_with = "households")]
    pub(crate) month: Option<Month>,
    /// Or households as a Parquet file: a row a household, a column a fact.
    #[arg(long, value_name = "FILE", requires_all = ["persons", "division"])]
    pub(crate) households: Option<PathBuf>,
    /// Their members, sorted by household.
    #[arg(long, value_name = "FILE", requires = "households")]
    pub(crate) persons: Option<PathBuf>,
    /// The division that they live in.
    #[arg(long, value_name = "DIGITS", requires = "households")]
    pub(crate) division: Option<Division>,
    /// The truth about a synthetic county (truth/means.parquet): who is left out or wrongly in, before and after.
    #[arg(long, value_name = "FILE", requires = "month")]
    pub(crate) truth: Option<PathBuf>,
    /// The folder for tables, plots and the summary.
    #[arg(long, default_value = "doudi-simulate", value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Sample {
    /// The comparison whose doubts and explanations are checked.
    #[arg(value_name = "SPEC")]
    pub(crate) spec: String,
    /// The month of the comparison.
    #[arg(long)]
    pub(crate) month: Month,
    /// How many to visit.
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub(crate) size: u64,
    /// The seed; the same seed draws the same people.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The workbook to write.
    #[arg(long, value_name = "FILE", default_value = "抽样核查名单.xlsx")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Lake {
    #[command(subcommand)]
    pub(crate) question: LakeQuestion,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LakeQuestion {
    /// List the snapshots.
    List,
    /// Show one snapshot: where it came from and what was complained of.
    Show {
        /// The snapshot's id, or its beginning.
        id: String,
    },
    /// Recompute every snapshot's hash and say which was changed.
    Verify,
}

#[derive(Debug, Args)]
pub(crate) struct Divisions {
    /// A text file with a code and a name on each line.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The day from which the list holds.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: doudi_kernel::Date,
}

#[derive(Debug, Args)]
pub(crate) struct Policy {
    #[command(subcommand)]
    pub(crate) question: PolicyQuestion,
}

#[derive(Debug, Args)]
pub(crate) struct Law {
    #[command(subcommand)]
    pub(crate) question: LawQuestion,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LawQuestion {
    /// Check all rules, the office's own among them, and say what is wrong where.
    Check,
    /// List every fact, parameter, variable, programme, signal and procedure.
    List,
    /// Show one: its definitions with dates, regions, articles, and how sure they are.
    Show {
        /// Its name in the rules.
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyQuestion {
    /// The kinds of file that are recognised.
    Feeds,
    /// The comparisons.
    Specs,
}

/// The language asked for, looked up before the words are parsed because even a refusal is said in it.
pub(crate) fn language(words: impl Iterator<Item = String>) -> Lang {
    let words: Vec<String> = words.collect();
    let after = words.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1].as_str());
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    if after.or(joined) == Some("en") { Lang::En } else { Lang::Zh }
}
