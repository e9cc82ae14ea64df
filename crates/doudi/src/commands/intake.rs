//! `doudi intake FILE…`: departments' files into the lake, each with an answer to its sender.

use super::propose;
use crate::{cli::Intake as Words, office::Office, show};
use doudi_kernel::{FeedId, Lang, Say};
use doudi_lake::{Lake, Limits};
use doudi_office::imports::answer_path;
use doudi_work::intake::{Ask, Catalogue, Loaded, Outcome, Refused, WorkList, apply, plan};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

pub(super) fn run(office: &Office, words: &Words) -> Result<ExitCode, String> {
    let mut catalogue = office.catalogue()?;
    let lake = office.lake().map_err(|why| why.say(office.lang))?;
    let ask = Ask { feed: words.feed.as_deref().map(FeedId::from), month: words.month, ..Ask::on(office.today()) };
    let files = office.files(&words.files)?;
    if words.accept {
        files.iter().try_for_each(|file| propose::keep(office, file, &catalogue, &ask))?;
        catalogue = office.catalogue()?;
    }
    let mut refused = 0;
    for file in &files {
        let done = if words.plan {
            look(office, file, &catalogue, &lake, &ask)
        } else {
            take(office, file, &catalogue, &lake, &ask).map(|taken| println!("{}", told(office, &taken)))
        };
        if let Err(why) = done {
            refused += 1;
            eprintln!("{}{}{}", name(file), office.lang.pick("：", ": "), why.say(office.lang));
        }
    }
    if files.len() > 1 {
        println!("{}", sum(office.lang, files.len(), refused));
    }
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn look(office: &Office, file: &Path, catalogue: &Catalogue, lake: &Lake, ask: &Ask) -> Result<(), Refused> {
    let spinner = show::spinner(office.quiet, &name(file));
    let plan = plan(file, catalogue, lake, &Limits::default(), ask, &mut |rows| spinner.set_position(rows));
    spinner.finish_and_clear();
    if matches!(plan, Err(Refused::NeverSeen { .. })) {
        return propose::show(office, file, catalogue, ask);
    }
    println!("{}", plan?.say(office.lang));
    Ok(())
}

/// Takes one file in and writes the answer to its sender into the outbox.
pub(super) fn take(
    office: &Office,
    file: &Path,
    catalogue: &Catalogue,
    lake: &Lake,
    ask: &Ask,
) -> Result<Taken, Refused> {
    let work_list = WorkList::at(&office.data);
    let spinner = show::spinner(office.quiet, &name(file));
    let rows = &mut |rows| spinner.set_position(rows);
    let outcome = apply(file, catalogue, lake, &work_list, &Limits::default(), ask, office.now(), rows);
    spinner.finish_and_clear();
    let outcome = outcome?;
    let answer = match &outcome {
        Outcome::Loaded(loaded) => Some(send(office, loaded)?),
        Outcome::AlreadyThere(_) => None,
    };
    Ok(Taken { file: name(file), outcome, answer })
}

fn send(office: &Office, loaded: &Loaded) -> std::io::Result<PathBuf> {
    let path = answer_path(&office.outbox(), &loaded.manifest, &loaded.answer.name);
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(&path, &loaded.answer.bytes)?;
    Ok(path)
}

/// What came of one file.
pub(super) struct Taken {
    pub(super) file: String,
    pub(super) outcome: Outcome,
    pub(super) answer: Option<PathBuf>,
}

fn told(office: &Office, taken: &Taken) -> String {
    let Taken { file, outcome, answer } = taken;
    let loaded = match outcome {
        Outcome::Loaded(loaded) => loaded,
        Outcome::AlreadyThere(manifest) => {
            let id: String = manifest.id.as_str().chars().take(12).collect();
            return match office.lang {
                Lang::Zh => format!("{file}：此前已导入（{id}），没有变化"),
                Lang::En => format!("{file}: taken in before ({id}), nothing changed"),
            };
        }
    };
    let (plan, manifest) = (&loaded.plan, &loaded.manifest);
    let feed = office.lang.pick(&plan.feed_zh, &plan.feed_en);
    let (rows, complaints) = (show::number(manifest.rows), show::number(manifest.complaints));
    let answer = answer.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    match office.lang {
        Lang::Zh => format!("{file}：{feed} {}，{rows} 条记录，{complaints} 个问题；答复 {answer}", plan.month),
        Lang::En => format!("{file}: {feed} {}, {rows} records, {complaints} complaints; answer {answer}", plan.month),
    }
}

fn sum(lang: Lang, files: usize, refused: usize) -> String {
    let taken = files - refused;
    match lang {
        Lang::Zh => format!("共 {files} 份文件，成功 {taken} 份，未能处理 {refused} 份"),
        Lang::En => format!("{files} files: {taken} done, {refused} refused"),
    }
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

impl Office {
    /// Layouts, fields and vocabularies, checked.
    pub(super) fn catalogue(&self) -> Result<Catalogue, String> {
        Catalogue::read(&self.policy()?).map_err(|why| why.say(self.lang))
    }
}
