//! `doudi replay --month M`: an assessment made again from its snapshots and rules, compared to the byte.

use crate::{cli::Replay as Words, office::Office, show};
use doudi_kernel::{Lang, Say};
use doudi_work::assess::{AssessError, Kept, Replayed, replay};
use std::process::ExitCode;

pub(super) fn run(office: &Office, words: &Words) -> Result<ExitCode, String> {
    let told = |why: AssessError| why.say(office.lang);
    let (lake, store) = (office.lake().map_err(|why| why.say(office.lang))?, office.assessments());
    let kept = store.of_month(words.month).map_err(told)?;
    let replayed = replay(&lake, &store, &kept, &office.divisions(words.month)?).map_err(told)?;
    println!("{}", page(office.lang, &kept, &replayed));
    Ok(if replayed.same() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn page(lang: Lang, kept: &Kept, replayed: &Replayed) -> String {
    let headings = lang.pick(["文件", "逐字节"], ["file", "to the byte"]);
    let word = |same: bool| if same { lang.pick("一致", "same") } else { lang.pick("不一致", "differs") };
    let rows: Vec<Vec<String>> =
        replayed.files.iter().map(|(name, same)| vec![name.clone(), word(*same).to_owned()]).collect();
    let (month, made, snapshots) = (kept.month, kept.made, kept.inputs.len());
    let pack: String = kept.pack.chars().take(8).collect();
    let list = if replayed.same_divisions {
        ""
    } else {
        lang.pick("；乡镇村社名单已与当时不同", "; the list of towns is another one than then")
    };
    let about = match lang {
        Lang::Zh => format!("{month} 的认定（{made} 做出）：快照 {snapshots} 个，规则版本 {pack}{list}"),
        Lang::En => format!("assessment of {month} (made {made}): {snapshots} snapshots, rules {pack}{list}"),
    };
    format!("{about}\n{}", show::table(&headings, &rows))
}
