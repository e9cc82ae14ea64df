//! Where rows stand in a file.

/// Every so many rows, a segment remembers where a row starts.
pub(crate) const GROUP: usize = 16;

/// A run of rows that were scanned together.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) id: u32,
    /// Where the segment starts in the file.
    pub(crate) offset: u64,
    pub(crate) bytes: u32,
    pub(crate) rows: u32,
    pub(crate) quoted: bool,
    /// Where every sixteenth row starts, from the start of the segment.
    pub(crate) groups: Box<[u32]>,
}

/// The map of a scanned file: from a segment and a row in it to the number of the row in the file.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    /// In the order of the file.
    pub(crate) list: Vec<Segment>,
    /// By segment id: its place in `list`.
    places: Vec<u32>,
    /// By place: the number of the first row.
    pub(crate) first_rows: Vec<u64>,
    rows: u64,
}

impl Segments {
    /// No segment has more rows.
    pub const ROWS: usize = 8192;
    /// Bits of a row number within a segment.
    const ROW_BITS: u32 = 13;

    pub(crate) fn new(mut list: Vec<Segment>) -> Self {
        list.sort_unstable_by_key(|segment| segment.offset);
        let mut places = vec![0; list.iter().map(|segment| segment.id as usize + 1).max().unwrap_or(0)];
        let mut first_rows = Vec::with_capacity(list.len());
        let mut rows = 0u64;
        for (segment, place) in list.iter().zip(0u32..) {
            places[segment.id as usize] = place;
            first_rows.push(rows);
            rows += u64::from(segment.rows);
        }
        Self { list, places, first_rows, rows }
    }

    /// Segments that are numbered in the order of the file, by their numbers of rows.
    pub(crate) fn in_order(rows: impl Iterator<Item = u32>) -> Self {
        let segment = |(rows, id): (u32, u32)| Segment {
            id,
            offset: u64::from(id),
            bytes: 0,
            rows,
            quoted: false,
            groups: Box::default(),
        };
        Self::new(rows.zip(0..).map(segment).collect())
    }

    /// How many rows the file has below its heading.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// A segment and a row in it as one word, for tables.
    #[inline]
    pub fn pack(segment: u32, row: u32) -> u32 {
        debug_assert!((row as usize) < Self::ROWS && segment < 1 << (32 - Self::ROW_BITS));
        segment << Self::ROW_BITS | row
    }

    /// The number in the file, from 0, of a packed row.
    #[inline]
    pub fn number(&self, packed: u32) -> u64 {
        let place = self.places[(packed >> Self::ROW_BITS) as usize];
        self.first_rows[place as usize] + u64::from(packed & (Self::ROWS as u32 - 1))
    }
}
