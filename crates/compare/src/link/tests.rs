//! Linking people who never were.

use super::*;
use crate::levels::Kind;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

/// Name, birth, sex, county.
type Row = [Option<String>; 4];

const KINDS: [(&str, Kind); 4] =
    [("姓名", Kind::Name), ("出生日期", Kind::Date), ("性别", Kind::Code), ("县", Kind::Division)];

/// People, and the same people as another office writes them: some with a slip, some without a birth, in another order.
fn people(seed: u64, count: usize) -> (Vec<Row>, Vec<Row>, Vec<u32>) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let chars: Vec<char> = "王李张刘陈杨黄赵吴周英华玉秀明文国春建红军平志桂芳兰金梅".chars().collect();
    let mut draw = |from: usize, to: usize| rng.random_range(from..to);
    let mut person = || -> Row {
        let name: String = [chars[draw(0, 10)], chars[draw(10, 28)], chars[draw(10, 28)]].iter().collect();
        let birth = format!("{:04}-{:02}-{:02}", draw(1930, 2020), draw(1, 13), draw(1, 29));
        let county = format!("4199{:02}", draw(1, 30));
        [Some(name), Some(birth), Some(["男", "女"][draw(0, 2)].into()), Some(county)]
    };
    let left: Vec<Row> = (0..count).map(|_| person()).collect();
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.shuffle(&mut rng);
    order.truncate(count * 3 / 4);
    let right = order.iter().map(|row| slip(left[*row as usize].clone(), &mut rng)).collect();
    (left, right, order)
}

fn slip(mut row: Row, rng: &mut ChaCha8Rng) -> Row {
    match rng.random_range(0..10) {
        0 => row[1] = None,
        1 => row[0] = row[0].take().map(|name| name.chars().take(2).collect()),
        2 => row[3] = Some("419950".into()),
        _ => {}
    }
    row
}

fn read(left: &[Row], right: Option<&[Row]>) -> Lists {
    let side = |rows: &'static [Row], column: usize| {
        Box::new(rows.iter().map(move |row| row[column].as_deref())) as Values<'static>
    };
    // Leaked: a test's few rows outlive it.
    let keep = |rows: &[Row]| -> &'static [Row] { Box::leak(rows.to_vec().into_boxed_slice()) };
    let (kept_left, kept_right) = (keep(left), right.map(keep));
    let written = KINDS.iter().enumerate().map(|(at, (name, kind))| Written {
        name: (*name).into(),
        kind: *kind,
        values: [Some(side(kept_left, at)), kept_right.map(|rows| side(rows, at))],
        twin: None,
    });
    Lists::read(left.len(), right.map(<[Row]>::len), written.collect())
}

/// Links as rows of the lists given, with weights rounded to a millionth of a bit.
fn found(lists: &Lists) -> Vec<(u32, u32, i64, Band)> {
    let rounded = |link: &Link| (link.left, link.right, (link.weight * 1e6).round() as i64, link.band);
    link(lists, &Options::default()).links.iter().map(rounded).collect()
}

#[test]
fn people_written_by_two_offices_are_found_and_nobody_else() {
    let (left, right, truth) = people(1, 2_000);
    let lists = read(&left, Some(&right));
    let linked = link(&lists, &Options::default());
    let same: Vec<&Link> = linked.links.iter().filter(|link| link.band == Band::Same).collect();
    let right_ones = same.iter().filter(|link| truth[link.right as usize] == link.left).count();
    assert!(right_ones as f64 >= 0.995 * truth.len() as f64, "{right_ones} of {}", truth.len());
    assert!((same.len() - right_ones) as f64 <= 0.003 * truth.len() as f64, "{} wrong", same.len() - right_ones);
    assert_eq!(linked.once, [true, true], "nobody stands in a list twice");
    assert!((linked.matches / truth.len() as f64 - 1.0).abs() < 0.02, "{} estimated", linked.matches);
}

#[test]
fn the_order_of_the_lists_does_not_matter() {
    let (left, right, _) = people(2, 1_500);
    let there = found(&read(&left, Some(&right)));
    let mut back: Vec<_> =
        found(&read(&right, Some(&left))).into_iter().map(|(a, b, weight, band)| (b, a, weight, band)).collect();
    back.sort_unstable();
    assert_eq!(there, back);
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let (left, right, _) = people(3, 1_500);
    let straight = found(&read(&left, Some(&right)));
    let (mut turned_left, mut turned_right) = (left.clone(), right.clone());
    turned_left.reverse();
    turned_right.reverse();
    let row = |at: u32, rows: usize| rows as u32 - 1 - at;
    let mut turned: Vec<_> = found(&read(&turned_left, Some(&turned_right)))
        .into_iter()
        .map(|(a, b, weight, band)| (row(a, left.len()), row(b, right.len()), weight, band))
        .collect();
    turned.sort_unstable();
    assert_eq!(straight, turned);
}

#[test]
fn people_twice_in_one_list_come_together() {
    let (mut all, again, truth) = people(4, 1_500);
    let first = all.len() as u32;
    all.extend(again);
    let lists = read(&all, None);
    let linked = link(&lists, &Options::default());
    let together = truth
        .iter()
        .zip(first..)
        .filter(|(row, twin)| linked.clusters[**row as usize] == linked.clusters[*twin as usize]);
    let together = together.count();
    assert!(together as f64 >= 0.98 * truth.len() as f64, "{together} of {}", truth.len());
}

#[test]
fn the_steps_of_a_waterfall_add_up_to_the_weight() {
    let (left, right, _) = people(5, 1_000);
    let lists = read(&left, Some(&right));
    let linked = link(&lists, &Options::default());
    assert!(linked.links.len() > 500);
    for one in &linked.links {
        let waterfall = linked.waterfall(one.left, one.right);
        assert!((waterfall.weight() - one.weight).abs() < 1e-9);
        assert!((waterfall.probability() - one.probability).abs() < 1e-9);
        assert_eq!(waterfall.steps.len(), 2 + KINDS.len(), "prior, columns, rivals");
    }
}

#[test]
fn what_people_decided_stands_above_the_estimate() {
    let (left, right, truth) = people(6, 1_000);
    let lists = read(&left, Some(&right));
    let partner = |row: usize| Decision { left: truth[row], right: row as u32, same: false };
    let wrong = Decision { left: truth[1], right: 0, same: true };
    let options = Options { decisions: vec![partner(0), partner(1), wrong], ..Options::default() };
    let linked = link(&lists, &options);
    let has = |a: u32, b: u32| linked.links.iter().any(|link| (link.left, link.right) == (a, b));
    assert!(!has(truth[0], 0) && !has(truth[1], 1));
    let forced = linked.links.iter().find(|link| (link.left, link.right) == (truth[1], 0)).unwrap();
    assert_eq!(forced.band, Band::Same);
    let right_of = |row: u32| (left.len() as u32 + row) as usize;
    assert_eq!(linked.clusters[truth[1] as usize], linked.clusters[right_of(0)]);
    assert_ne!(linked.clusters[truth[0] as usize], linked.clusters[right_of(0)]);
    let steps = linked.waterfall(truth[1], 0).steps;
    assert_eq!(steps.last().unwrap().what, What::Decision(true));
}

#[test]
fn lists_with_nobody_in_them_are_linked_to_nobody() {
    let (left, _, _) = people(7, 50);
    for (a, b) in [(&left[..0], &left[..]), (&left[..], &left[..0]), (&left[..0], &left[..0]), (&left[..1], &left[..1])]
    {
        let lists = read(a, Some(b));
        let linked = link(&lists, &Options::default());
        assert_eq!(linked.clusters.len(), a.len() + b.len());
    }
    assert!(link(&read(&left[..0], None), &Options::default()).links.is_empty());
}

/// As slow as can be: of all links left, the first that joins two clusters which may be joined, again and again.
fn slowly(rows: usize, edges: &[(u32, u32)], apart: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut clusters: Vec<Vec<u32>> = (0..rows as u32).map(|row| vec![row]).collect();
    for (a, b) in edges {
        let of = |row: u32| clusters.iter().position(|cluster| cluster.contains(&row)).unwrap();
        let (x, y) = (of(*a), of(*b));
        let both: Vec<u32> = clusters[x].iter().chain(&clusters[y]).copied().collect();
        let kept_apart = apart.iter().any(|(a, b)| both.contains(a) && both.contains(b));
        if x != y && !kept_apart {
            clusters[x.min(y)] = both;
            clusters.remove(x.max(y));
        }
    }
    clusters.iter_mut().for_each(|cluster| cluster.sort_unstable());
    clusters.sort_unstable();
    clusters
}

proptest! {
    #[test]
    fn clusters_equal_those_of_a_slow_reference(
        rows in 1_usize..12,
        edges in prop::collection::vec((0_u32..12, 0_u32..12), 0..30),
        apart in prop::collection::vec((0_u32..12, 0_u32..12), 0..8),
    ) {
        let inside = |(a, b): &(u32, u32)| a != b && (*a as usize) < rows && (*b as usize) < rows;
        let edges: Vec<_> = edges.into_iter().filter(inside).collect();
        let apart: Vec<_> = apart.into_iter().filter(inside).collect();
        let of = clusters(rows, &edges, |x, y| {
            !apart.iter().any(|(a, b)| (x.contains(a) && y.contains(b)) || (x.contains(b) && y.contains(a)))
        });
        let mut grouped: Vec<Vec<u32>> = (0..rows as u32)
            .map(|name| (0..rows as u32).filter(|row| of[*row as usize] == name).collect())
            .filter(|group: &Vec<u32>| !group.is_empty())
            .collect();
        grouped.sort_unstable();
        prop_assert_eq!(grouped, slowly(rows, &edges, &apart));
    }

    #[test]
    fn a_band_costs_no_more_than_any_other(p in 0.0_f64..1.0, wrong in 1.0_f64..50.0, missed in 1.0_f64..50.0) {
        let costs = Costs { wrong, missed, look: 1.0 };
        let cost = |band: Band| match band {
            Band::Same => (1.0 - p) * wrong,
            Band::Look => costs.look,
            Band::Different => p * missed,
        };
        let chosen = cost(costs.band(p));
        prop_assert!([Band::Same, Band::Look, Band::Different].into_iter().all(|band| chosen <= cost(band) + 1e-9));
    }
}
