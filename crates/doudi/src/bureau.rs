//! An office's journal with its keys, and the newest month beside it.

use crate::office::Office;
use doudi_journal::{
    Instant, Journal, Location,
    crypto::{Keyring, Suite},
};
use doudi_kernel::{DivisionList, Lang, Say};
use doudi_office::{Bureau, SCHEMA};
use doudi_work::assess::{AssessError, Dossiers, Pack, assess};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// The system's chance.
///
/// # Panics
/// Where the system has none: no key may be made then.
pub(crate) fn chance(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system gives random bytes");
}

impl Office {
    /// Now, as entries have it.
    pub(crate) fn instant(&self) -> Instant {
        Instant::from_millis(self.now().as_millisecond())
    }

    fn key_file(&self) -> PathBuf {
        self.data.join("keys.toml")
    }

    /// Where the journal is: what was typed, or a file in the data folder.
    pub(crate) fn place(&self, typed: Option<&str>) -> Result<Location, String> {
        let default = self.data.join("journal.db");
        Location::parse(typed.unwrap_or(&default.to_string_lossy())).map_err(|why| why.say(self.lang))
    }

    /// The keys of the office; made at set-up, when there is no key file and the journal holds no keys, wherever it is.
    pub(crate) fn keys(&self, at: &Location) -> Result<Keyring, String> {
        let (told, file) = (|why: doudi_journal::crypto::CryptoError| why.say(self.lang), self.key_file());
        if !file.exists() {
            if Journal::has_keys(at).map_err(|why| why.say(self.lang))? {
                return Err(self.without_keys(&file));
            }
            std::fs::create_dir_all(&self.data).map_err(|why| self.unwritable(&self.data, &why))?;
            Keyring::create(Suite::National, &mut chance).and_then(|keys| keys.write_new(&file)).map_err(told)?;
        }
        Keyring::read(&file).map_err(told)
    }

    /// Another key file would open nothing of what the journal holds, and hide that the right one is missing.
    fn without_keys(&self, file: &Path) -> String {
        let file = file.display();
        self.lang.pick(
            format!("台账已用本单位的密钥加密，而密钥文件{file}不在；请从备份放回原来的密钥文件，或用 --data 指到它所在的数据目录。没有另建。"),
            format!(
                "The journal is sealed with this office's keys, and the key file {file} is not there: put it back from \
                 the spare copy, or name the data folder that holds it with --data. No other was made."
            ),
        )
    }

    /// The journal alone.
    pub(crate) fn journal(&self, typed: Option<&str>) -> Result<Journal, String> {
        let at = self.place(typed)?;
        let keys = self.keys(&at)?;
        Journal::open(&at, keys, &SCHEMA, chance).map_err(|why| why.say(self.lang))
    }

    /// Everything that the portal works with.
    pub(crate) fn bureau(&self, typed: Option<&str>) -> Result<Bureau, String> {
        let at = self.place(typed)?;
        let keys = self.keys(&at)?;
        let month = self.newest()?;
        let divisions = self.divisions_on(self.today())?;
        let divisions = divisions.unwrap_or_else(|| DivisionList::new(self.today(), []));
        let pack = Pack::of(&self.policy()?);
        let bureau = Bureau::open(&at, keys, &pack, divisions, month.map(Arc::new), chance);
        bureau.map(|bureau| bureau.with_data(&self.data)).map_err(|why| why.say(self.lang))
    }

    /// The newest month that was assessed, as it was kept. What was kept before there were dossiers is assessed anew.
    fn newest(&self) -> Result<Option<Dossiers>, String> {
        let told = |why: AssessError| why.say(self.lang);
        let store = self.assessments();
        let all = store.all().map_err(told)?;
        let Some(kept) = all.iter().max_by_key(|kept| (kept.month, kept.sequence)) else { return Ok(None) };
        if kept.has_dossiers() {
            return store.dossiers(kept).map(Some).map_err(told);
        }
        let lake = self.lake().map_err(|why| why.say(self.lang))?;
        let (pack, divisions) = (store.pack(&kept.pack).map_err(told)?, self.divisions(kept.month)?);
        let made = assess(&lake, &store, pack, &divisions, kept.month, self.today(), true).map_err(told)?;
        store.dossiers(&made.kept).map(Some).map_err(told)
    }
}

/// The sentence for something that happened while files were brought into the register.
pub(crate) fn taken(lang: Lang, taken: doudi_office::register::Taken) -> String {
    let doudi_office::register::Taken { new, changed, same, gone } = taken;
    match lang {
        Lang::Zh => format!("家庭档案：新建 {new} 户，更新 {changed} 户，未变 {same} 户，本月未再出现 {gone} 户"),
        Lang::En => {
            format!("household files: {new} new, {changed} changed, {same} as before, {gone} not named this month")
        }
    }
}
