//! A layout for a file never seen: proposed from the headings and cells, kept once somebody accepts it.

use super::{
    ask::Ask,
    filename::NameFacts,
    header::{Header, Sample},
    heading::{Heading, column_letters},
    layout::{BadPolicy, Catalogue, Column, Covers, Layout, Repeated, SheetChoice},
    plan::ColumnPlan,
    refusal::Refused,
};
use doudi_kernel::FeedId;
use doudi_lake::{Limits, Roster, clean};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// A layout that could be accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The feed that it would make.
    pub feed: FeedId,
    /// The sheet.
    pub sheet: String,
    /// First row of the header, from 1.
    pub header_row: u32,
    /// Columns that a field was found for.
    pub columns: Vec<ColumnPlan>,
    /// Headings that no field has.
    pub unmapped: Vec<String>,
    /// The layout's text, to look at and to edit.
    pub toml: String,
}

/// Proposes a layout for a file. `ask.feed` names the new feed; without it the headings do.
///
/// # Errors
/// [`Refused::Unreadable`], or [`Refused::NeverSeen`] when not even a name or a number can be told among the columns.
pub fn propose(path: &Path, catalogue: &Catalogue, limits: &Limits, ask: &Ask) -> Result<Proposal, Refused> {
    let mut roster = Roster::open(path, limits)?;
    let mut best: Option<(usize, usize, Header, BTreeMap<usize, String>)> = None;
    for sheet in 0..roster.sheets().len() {
        if roster.sheets()[sheet].hidden {
            continue;
        }
        let sample = Sample::read(&mut roster, sheet)?;
        for header in Header::candidates(&sample, &roster.sheets()[sheet]) {
            let fields = fields(catalogue, &header, &sample);
            let known = fields.len();
            if best.as_ref().is_none_or(|(most, ..)| known > *most) {
                best = Some((known, sheet, header, fields));
            }
        }
    }
    let tells = |fields: &BTreeMap<usize, String>| {
        fields.len() >= 2 && fields.values().any(|field| matches!(field.as_str(), "name" | "resident_id"))
    };
    let Some((_, sheet, header, fields)) = best.filter(|(.., fields)| tells(fields)) else {
        return Err(Refused::NeverSeen { nearest: None });
    };
    let layout = layout(&roster.source().name, &header, &fields, ask);
    let toml = toml::to_string(&layout).map_err(|why| BadPolicy { file: "proposal".into(), why: why.to_string() })?;
    let column = |(at, field): (&usize, &String)| ColumnPlan {
        column: column_letters(*at),
        heading: header.columns[*at].shown.clone(),
        field: field.clone(),
    };
    let unmapped = header.columns.iter().enumerate();
    let unmapped = unmapped.filter(|(at, heading)| !heading.is_blank() && !fields.contains_key(at));
    Ok(Proposal {
        feed: layout.feed.clone(),
        sheet: roster.sheets()[sheet].name.clone(),
        header_row: header.first_row,
        columns: fields.iter().map(column).collect(),
        unmapped: unmapped.map(|(_, heading)| heading.shown.clone()).collect(),
        toml,
    })
}

/// Keeps a layout under `data/layouts`, after reading it as intake will; gives the path.
///
/// # Errors
/// [`Refused::Policy`] with what is wrong with the text, [`Refused::Disk`].
pub fn accept(data: &Path, catalogue: &Catalogue, text: &str) -> Result<PathBuf, Refused> {
    let known = catalogue.known("proposal", text).map_err(|why| BadPolicy { file: "proposal".into(), why })?;
    let feed = known.layout.feed.as_str();
    if feed.is_empty() || !feed.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        let why = format!("feed = “{feed}”: lower-case letters, digits and _ only");
        return Err(BadPolicy { file: "proposal".into(), why }.into());
    }
    let folder = data.join("layouts");
    fs::create_dir_all(&folder)?;
    // A reader sees the old layout or the new one, never half of it.
    let (draft, path) = (folder.join(format!("{feed}.draft")), folder.join(format!("{feed}.toml")));
    let mut file = fs::File::create(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, &path)?;
    Ok(path)
}

/// For each column the field that its heading stands for anywhere, or that its cells show.
fn fields(catalogue: &Catalogue, header: &Header, sample: &Sample) -> BTreeMap<usize, String> {
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    for (at, heading) in header.columns.iter().enumerate().filter(|(_, heading)| !heading.is_blank()) {
        let by_cells = by_cells(at, header, sample);
        let by_heading = || headed(catalogue, heading);
        let free = |field: &String| !found.values().any(|taken| taken == field);
        if let Some(field) = by_cells.or_else(by_heading).filter(free) {
            found.insert(at, field);
        }
    }
    found
}

fn headed(catalogue: &Catalogue, heading: &Heading) -> Option<String> {
    let exact = catalogue.fields.headed(heading).next().map(|(id, _)| id.to_owned());
    exact.or_else(|| {
        let bare = Heading::new(&heading.loose);
        catalogue.fields.headed(&bare).next().map(|(id, _)| id.to_owned())
    })
}

/// A column of valid numbers or certificates is known by itself, unless its heading says whose they are.
fn by_cells(at: usize, header: &Header, sample: &Sample) -> Option<String> {
    if ["户主", "监护", "照料", "开户", "成员", "代理"].iter().any(|whose| header.columns[at].plain.contains(whose))
    {
        return None;
    }
    let cells: Vec<_> = sample.below(header).filter_map(|row| row.get(at)).filter(|cell| !cell.is_blank()).collect();
    let most = |count: usize| count > 0 && count * 2 > cells.len();
    if most(cells.iter().filter(|cell| matches!(clean::certificate(cell), Ok(Some(_)))).count()) {
        return Some("disability_certificate".into());
    }
    most(cells.iter().filter(|cell| matches!(clean::id(cell), Ok(Some(_)))).count()).then(|| "resident_id".into())
}

fn layout(file: &str, header: &Header, fields: &BTreeMap<usize, String>, ask: &Ask) -> Layout {
    let has = |wanted: &str| fields.values().any(|field| field == wanted);
    let word = telling_word(file);
    let hash = blake3::hash(header.columns.iter().map(|it| it.plain.as_str()).collect::<Vec<_>>().join("|").as_bytes());
    let feed = ask.feed.clone().unwrap_or_else(|| FeedId::new(format!("office_{}", &hash.to_hex()[..8])));
    let certificate = has("disability_certificate");
    let derive = (certificate && !has("resident_id"))
        .then(|| BTreeMap::from([("resident_id".to_owned(), "disability_certificate".to_owned())]));
    Layout {
        zh: word.clone().unwrap_or_else(|| feed.to_string()),
        en: feed.to_string(),
        feed,
        department: "unknown".into(),
        names: word.into_iter().collect(),
        statuses: Vec::new(),
        coverage: Covers::Full,
        sheet: SheetChoice::Best,
        key: (has("resident_id") || certificate).then(|| "resident_id".into()),
        repeated: Repeated::Error,
        sum: Vec::new(),
        content: Vec::new(),
        // All of them: what a layout made from one file lacks in knowledge, it makes up by being strict.
        columns: fields
            .iter()
            .map(|(at, field)| Column {
                field: field.clone(),
                headings: vec![header.columns[*at].plain.clone()],
                required: true,
                occurrence: 1,
                vocabulary: None,
            })
            .collect(),
        derive: derive.unwrap_or_default(),
        members: None,
    }
}

/// The longest run of Chinese characters in a file name that is neither date nor place.
fn telling_word(file: &str) -> Option<String> {
    let place = NameFacts::read(file, &[]).place;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = if place.is_empty() { stem.to_owned() } else { stem.replace(&place, " ") };
    let runs = stem.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c));
    let runs = runs.map(|run| run.trim_start_matches(['年', '月', '份', '日']));
    runs.filter(|run| run.chars().count() >= 3).max_by_key(|run| run.len()).map(str::to_owned)
}
