//! `doudi divisions FILE --from DATE`: the office's own list of towns and villages.

use crate::{cli::Divisions, office::Office};
use doudi_kernel::{DivisionLevel, DivisionList, Lang, Say};

pub(super) fn run(office: &Office, words: &Divisions) -> Result<(), String> {
    let text = std::fs::read_to_string(&words.file).map_err(|why| office.unreadable(&words.file, &why))?;
    let list = DivisionList::read(&text, words.from).map_err(|why| why.say(office.lang))?;
    let at = |level| list.iter().filter(|(division, _)| division.level() == level).count();
    let (towns, villages) = (at(DivisionLevel::Town), at(DivisionLevel::Village));
    keep(office, &list).map_err(|why| office.unreadable(&office.divisions_folder(), &why))?;
    match office.lang {
        Lang::Zh => println!("已导入区划名单（{}起生效）：乡镇街道 {towns} 个，村社区 {villages} 个", words.from),
        Lang::En => println!("division list from {} imported: {towns} towns, {villages} villages", words.from),
    }
    Ok(())
}

/// Writes beside the destination and renames, so that a list is there whole or not at all.
fn keep(office: &Office, list: &DivisionList) -> std::io::Result<()> {
    let folder = office.divisions_folder();
    std::fs::create_dir_all(&folder)?;
    let draft = folder.join(format!("{}.draft", list.valid_from));
    std::fs::write(&draft, list.write())?;
    std::fs::File::open(&draft)?.sync_all()?;
    std::fs::rename(&draft, folder.join(format!("{}.csv", list.valid_from)))
}
