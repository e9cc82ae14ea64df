//! A planned file becomes a snapshot, an answer to its sender, and an entry that says who took it in.

use super::{Spooled, Stage, may, spool};
use crate::{Bureau, OfficeError, Who, field, jobs::Progress};
use doudi_journal::{Actor, County, Draft, IdempotencyKey, Instant, Subject, access::Action};
use doudi_lake::{Limits, Manifest};
use doudi_work::intake::{self, Answer, Ask, Outcome, WorkList, answer_again};
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Decides that a planned file is taken in. What follows is [`apply`]'s, now or after a restart.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`], [`OfficeError::Disk`].
pub fn apply_planned(bureau: &Bureau, who: &Who, id: &str) -> Result<Spooled, OfficeError> {
    may(bureau, who, Action::Decide)?;
    let found = spool::one(bureau, who, id)?;
    if found.stage != Stage::Planned {
        return Ok(found);
    }
    let decided = Spooled { stage: Stage::Applying { by: who.id.0, at: who.now }, ..found };
    decided.keep(bureau)?;
    Ok(decided)
}

/// Takes a decided file in: snapshot, answer, entry, in this order; each is done once however often this is begun. Where
/// it fails the file is to be looked at again, and the lake is as before.
///
/// # Errors
/// [`OfficeError::Intake`], [`OfficeError::Disk`], the journal's.
pub fn apply(bureau: &Bureau, file: &Spooled, progress: &Progress) -> Result<Manifest, OfficeError> {
    let Stage::Applying { by, at } = file.stage else { return Err(OfficeError::Form(field::FORM_PAGE)) };
    let done = taken(bureau, file, by, at, progress);
    let stage = match &done {
        Ok((manifest, before)) => Stage::Done { snapshot: manifest.id.clone(), before: *before },
        Err(_) => Stage::Planned,
    };
    let over = Spooled { stage, ..file.clone() };
    over.keep(bureau)?;
    if done.is_ok() {
        // Its rows are in the lake, and what came back of it in the outbox.
        let _ = fs::remove_file(over.file(bureau)?);
    }
    done.map(|(manifest, _)| manifest)
}

fn taken(
    bureau: &Bureau,
    file: &Spooled,
    by: i64,
    at: Instant,
    progress: &Progress,
) -> Result<(Manifest, bool), OfficeError> {
    let (catalogue, lake, path) = (bureau.catalogue()?, bureau.lake()?, file.file(bureau)?);
    let (limits, ask): (_, Ask) = (Limits::default(), file.ask(bureau.county(), file.at.date_in_china()));
    let work_list = WorkList::at(bureau.data()?);
    let loaded = jiff::Timestamp::from_millisecond(at.millis()).unwrap_or_default();
    let rows = &mut |rows| progress.done(rows);
    let (manifest, answer) = match intake::apply(&path, &catalogue, &lake, &work_list, &limits, &ask, loaded, rows)? {
        Outcome::Loaded(it) => (it.manifest, Some(it.answer)),
        // Either somebody took it in before, or a stopped machine did and wrote no answer.
        Outcome::AlreadyThere(manifest) => {
            let answer = answer_again(&path, &catalogue, &lake, &limits, &ask, &manifest)?;
            (*manifest, answer)
        }
    };
    if let Some(answer) = &answer {
        send(bureau, &manifest, answer)?;
    }
    // The moment of the decision tells what this import has added from what was there before it.
    let before = manifest.about.loaded_at != loaded;
    if !before {
        told(bureau, file, by, at, &manifest)?;
    }
    Ok((manifest, before))
}

/// Where the answer to the sender of a snapshot lies: below `outbox`, by the month and the sender's own file name.
pub fn answer_path(outbox: &Path, manifest: &Manifest, name: &str) -> PathBuf {
    let stem = name.strip_suffix(".xlsx").unwrap_or(name);
    let id: String = manifest.id.as_str().chars().take(8).collect();
    outbox.join(manifest.about.month.to_string()).join("来文答复").join(format!("{stem}_{id}.xlsx"))
}

fn send(bureau: &Bureau, manifest: &Manifest, answer: &Answer) -> Result<(), OfficeError> {
    let path = answer_path(&bureau.outbox()?, manifest, &answer.name);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // Written anew with the same bytes by whoever comes second.
    Ok(fs::write(path, &answer.bytes)?)
}

/// Who took in what, without a word about anybody in it. A file's name may hold one, so it stays in the lake.
fn told(bureau: &Bureau, file: &Spooled, by: i64, at: Instant, manifest: &Manifest) -> Result<(), OfficeError> {
    let Some(county) = bureau.county() else { return Ok(()) };
    let key = IdempotencyKey::new(format!("import:{}", file.id))?;
    let print = bureau.suite().digest(&[manifest.id.as_str().as_bytes()]);
    bureau.journal.write(|tx| {
        tx.once(&key, print, |tx| {
            tx.append(Draft {
                county: County::of_division(county.number())?,
                at,
                valid_from: at.date_in_china(),
                actor: Actor::new(format!("user:{by}"))?,
                kind: "lake.imported",
                subject: Subject::new(format!("snapshot:{}", manifest.id))?,
                division: county.number(),
                body: json!({
                    "feed": manifest.about.feed,
                    "month": manifest.about.month,
                    "rows": manifest.rows,
                    "complaints": manifest.complaints,
                    "source": manifest.about.source.blake3,
                }),
            })?;
            Ok::<_, OfficeError>(())
        })
    })
}
