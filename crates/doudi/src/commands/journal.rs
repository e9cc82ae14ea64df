//! `doudi journal …`: the journal verified, signed, copied, rebuilt.

use crate::{
    cli::{Journal as Words, JournalQuestion},
    office::Office,
    show,
};
use doudi_journal::{Journal, JournalError, Progress, Rebuild, read_heads, write_heads};
use doudi_kernel::{Lang, Say};
use std::{
    fs::{File, OpenOptions},
    io::BufReader,
    path::Path,
    process::ExitCode,
};

pub(super) fn run(office: &Office, words: &Words) -> Result<ExitCode, String> {
    let journal = office.journal(words.journal.as_deref())?;
    let told = |why: JournalError| why.say(office.lang);
    match &words.question {
        JournalQuestion::Verify { heads } => return verify(office, &journal, heads.as_deref()),
        JournalQuestion::Heads { to } => sign(office, &journal, to)?,
        JournalQuestion::Backup { to } => {
            copied(office, |progress| journal.backup(to, progress)).map_err(told)?;
            println!("{}", office.lang.pick("备份完成：", "copied: ").to_owned() + &to.display().to_string());
        }
        JournalQuestion::Restore { from } => {
            copied(office, |progress| journal.restore(from, progress)).map_err(told)?;
            println!("{}", office.lang.pick("恢复完成", "restored"));
        }
        JournalQuestion::Rebuild { plan } => return rebuild(office, &journal, *plan),
    }
    Ok(ExitCode::SUCCESS)
}

fn copied(
    office: &Office,
    work: impl FnOnce(&mut dyn FnMut(Progress)) -> Result<(), JournalError>,
) -> Result<(), JournalError> {
    let bar = show::spinner(office.quiet, office.lang.pick("复制", "copying"));
    let done = work(&mut |_| bar.inc(1));
    bar.finish_and_clear();
    done
}

fn verify(office: &Office, journal: &Journal, heads: Option<&Path>) -> Result<ExitCode, String> {
    let told = |why: JournalError| why.say(office.lang);
    let heads = match heads {
        Some(path) => {
            let file = File::open(path).map_err(|why| office.unreadable(path, &why))?;
            read_heads(BufReader::new(file)).map_err(told)?
        }
        None => Vec::new(),
    };
    let bar = show::spinner(office.quiet, office.lang.pick("核验", "verifying"));
    let found = journal.verify(&heads, &mut |done| bar.set_position(done)).map_err(told)?;
    bar.finish_and_clear();
    for fault in &found.faults {
        println!("{}", fault.say(office.lang));
    }
    let (entries, faults) = (show::number(found.entries), show::number(found.faults.len() as u64));
    match office.lang {
        Lang::Zh => println!("共核验 {entries} 条记录、{} 个链头：{faults} 处不符", found.heads),
        Lang::En => println!("{entries} entries and {} heads verified: {faults} do not fit", found.heads),
    }
    Ok(if found.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn sign(office: &Office, journal: &Journal, to: &Path) -> Result<(), String> {
    let heads = journal.sign_heads(office.today()).map_err(|why| why.say(office.lang))?;
    let mut file = OpenOptions::new().create(true).append(true).open(to).map_err(|why| office.unwritable(to, &why))?;
    write_heads(&heads, &mut file).map_err(|why| why.say(office.lang))?;
    match office.lang {
        Lang::Zh => println!("已签署 {} 个链头，追加到 {}；请另处保存", heads.len(), to.display()),
        Lang::En => println!("{} heads signed, added to {}: keep them elsewhere", heads.len(), to.display()),
    }
    Ok(())
}

fn rebuild(office: &Office, journal: &Journal, plan: bool) -> Result<ExitCode, String> {
    let how = if plan { Rebuild::Compare } else { Rebuild::Replace };
    let found = journal.rebuild(how).map_err(|why| why.say(office.lang))?;
    for it in &found {
        match office.lang {
            Lang::Zh => println!("{}：{} 行不应有，{} 行缺失", it.table, it.only_before, it.only_after),
            Lang::En => println!("{}: {} rows do not follow, {} are missing", it.table, it.only_before, it.only_after),
        }
    }
    if found.is_empty() {
        println!(
            "{}",
            office.lang.pick("由记录重建的数据表与现有完全一致", "the tables follow from the entries exactly")
        );
    }
    Ok(if found.is_empty() || !plan { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
