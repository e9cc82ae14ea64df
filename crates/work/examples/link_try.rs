use arrow::array::*;
use doudi_compare::{levels::Kind, link::*};
use std::time::Instant;
fn csv_table(path: &str) -> (Vec<String>, Vec<Vec<Option<String>>>) {
    let mut r = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).unwrap();
    let heads: Vec<String> = r.headers().unwrap().iter().map(String::from).collect();
    let mut cols = vec![Vec::new(); heads.len()];
    for rec in r.records() {
        let rec = rec.unwrap();
        for (i, f) in rec.iter().enumerate() {
            cols[i].push((!f.is_empty()).then(|| f.to_string()));
        }
    }
    (heads, cols)
}
fn pq_table(path: &str) -> (Vec<String>, Vec<Vec<Option<String>>>) {
    let b = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(path).unwrap())
        .unwrap();
    let heads: Vec<String> = b.schema().fields().iter().map(|f| f.name().clone()).collect();
    let mut cols = vec![Vec::new(); heads.len()];
    for batch in b.build().unwrap() {
        let batch = batch.unwrap();
        for i in 0..heads.len() {
            let c = arrow::compute::cast(batch.column(i), &arrow::datatypes::DataType::Utf8).unwrap();
            let c = c.as_string::<i32>();
            cols[i].extend(c.iter().map(|v| v.map(String::from)));
        }
    }
    (heads, cols)
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let table = |p: &str| if p.ends_with(".csv") { csv_table(p) } else { pq_table(p) };
    let t = Instant::now();
    let (heads, left) = table(&args[1]);
    let right = args.get(2).map(|p| table(p).1);
    eprintln!("read {:?}", t.elapsed());
    let plan: &[(&str, Kind, Option<&str>)] = &[
        ("given_name", Kind::Text, None),
        ("surname", Kind::Text, Some("given_name")),
        ("street_number", Kind::Number, None),
        ("address_1", Kind::Text, None),
        ("address_2", Kind::Text, Some("address_1")),
        ("suburb", Kind::Text, None),
        ("postcode", Kind::Number, None),
        ("state", Kind::Code, None),
        ("date_of_birth", Kind::Date, None),
        ("soc_sec_id", Kind::Number, None),
        ("name", Kind::Name, None),
        ("birth", Kind::Date, None),
        ("sex", Kind::Code, None),
        ("county", Kind::Division, None),
    ];
    let used: Vec<_> = plan.iter().filter(|p| heads.iter().any(|h| h == p.0)).collect();
    let at = |n: &str| heads.iter().position(|h| h == n).unwrap();
    let col = |t: &Vec<Vec<Option<String>>>, n: &str| -> Vec<Option<String>> { t[at(n)].clone() };
    let lcols: Vec<_> = used.iter().map(|u| col(&left, u.0)).collect();
    let rcols: Option<Vec<_>> = right.as_ref().map(|r| used.iter().map(|u| col(r, u.0)).collect());
    let t = Instant::now();
    let written = used
        .iter()
        .enumerate()
        .map(|(i, u)| Written {
            name: u.0.into(),
            kind: u.1,
            values: [
                Some(Box::new(lcols[i].iter().map(|v| v.as_deref())) as Values),
                rcols.as_ref().map(|r| Box::new(r[i].iter().map(|v| v.as_deref())) as Values),
            ],
            twin: u.2.and_then(|n| used.iter().position(|x| x.0 == n)),
        })
        .collect();
    let lists = Lists::read(left[0].len(), right.as_ref().map(|r| r[0].len()), written);
    eprintln!("lists {:?}", t.elapsed());
    let options = Options::default();
    let linked = link(&lists, &options);
    eprintln!("linked {:?}", t.elapsed());
    // truth
    let truth = |t: &Vec<Vec<Option<String>>>| -> Vec<String> {
        match heads.iter().position(|h| h == "cluster") {
            Some(i) => t[i].iter().map(|v| v.clone().unwrap()).collect(),
            None => {
                t[at("rec_id")].iter().map(|v| v.as_ref().unwrap().split('-').nth(1).unwrap().to_string()).collect()
            }
        }
    };
    let (tl, tr) = (truth(&left), right.as_ref().map(&truth));
    let mut count = std::collections::BTreeMap::<&str, u64>::new();
    for k in &tl {
        *count.entry(k).or_default() += 1;
    }
    let total: u64 = match &tr {
        Some(r) => r.iter().map(|k| count.get(&**k).copied().unwrap_or(0)).sum(),
        None => count.values().map(|c| c * (c - 1) / 2).sum(),
    };
    let ok = |l: usize, r: usize| tl[l] == tr.as_ref().unwrap_or(&tl)[r];
    println!("{}", linked.describe(doudi_kernel::Lang::En));
    println!(
        "true pairs {total}, once {:?}, matches {:.0}, looked at {}",
        linked.once, linked.matches, linked.looked_at
    );
    let f1 = |name: &str, pairs: &mut dyn Iterator<Item = (usize, usize)>| {
        let (mut tp, mut n) = (0, 0);
        for (l, r) in pairs {
            n += 1;
            tp += u64::from(ok(l, r));
        }
        println!(
            "{name}: P {:.5} R {:.5} F1 {:.5} fp {} fn {}",
            tp as f64 / n as f64,
            tp as f64 / total as f64,
            2.0 * tp as f64 / (n + total) as f64,
            n - tp,
            total - tp
        );
    };
    let band = |b: Band| linked.links.iter().filter(move |l| l.band <= b).map(|l| (l.left as usize, l.right as usize));
    f1("same", &mut band(Band::Same));
    f1("same+look", &mut band(Band::Look));
    for p in [0.5, 0.8, 0.95, 0.99] {
        f1(
            &format!("p>{p}"),
            &mut linked.links.iter().filter(|l| l.probability > p).map(|l| (l.left as usize, l.right as usize)),
        );
    }
    let mut best = (0.0, 0.0);
    let mut v: Vec<_> = linked.links.iter().map(|l| (l.probability, ok(l.left as usize, l.right as usize))).collect();
    v.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut tp = 0;
    for (i, (p, o)) in v.iter().enumerate() {
        tp += u64::from(*o);
        let f = 2.0 * tp as f64 / (i as f64 + 1.0 + total as f64);
        if f > best.0 {
            best = (f, *p);
        }
    }
    println!("best F1 {:.5} at p {:.4}", best.0, best.1);
    // clusters
    let mut groups = std::collections::BTreeMap::<u32, Vec<usize>>::new();
    for (row, c) in linked.clusters.iter().enumerate() {
        groups.entry(*c).or_default().push(row);
    }
    let nl = left[0].len();
    let mut pairs = Vec::new();
    for g in groups.values() {
        for i in 0..g.len() {
            for j in i + 1..g.len() {
                let (a, b) = (g[i], g[j]);
                if right.is_some() {
                    if a < nl && b >= nl {
                        pairs.push((a, b - nl));
                    }
                } else {
                    pairs.push((a, b));
                }
            }
        }
    }
    f1("clusters", &mut pairs.iter().copied());
    let bins = [0.0, 0.1, 0.5, 0.9, 0.99, 1.01];
    for w in bins.windows(2) {
        let v: Vec<_> = linked.links.iter().filter(|l| l.probability >= w[0] && l.probability < w[1]).collect();
        let t = v.iter().filter(|l| ok(l.left as usize, l.right as usize)).count();
        let mean: f64 = v.iter().map(|l| l.probability).sum::<f64>() / v.len() as f64;
        println!("calib {:?} n {} mean p {:.3} true {:.3}", w, v.len(), mean, t as f64 / v.len() as f64);
    }
    if std::env::var("SHOW").is_ok() {
        let show = |l: usize, r: usize| {
            let f = |t: &Vec<Vec<Option<String>>>, i: usize| {
                used.iter().map(|u| t[at(u.0)][i].clone().unwrap_or("-".into())).collect::<Vec<_>>().join("|")
            };
            format!("{}\n    {}", f(&left, l), f(right.as_ref().unwrap_or(&left), r))
        };
        for l in linked.links.iter().filter(|l| (l.probability > 0.5) != ok(l.left as usize, l.right as usize)).take(30)
        {
            println!(
                "{} {:.3} w {:.1}\n    {}",
                ok(l.left as usize, l.right as usize),
                l.probability,
                l.weight,
                show(l.left as usize, l.right as usize)
            );
            for s in linked.waterfall(l.left, l.right).steps {
                print!(" {} {:.1};", s.what.say(doudi_kernel::Lang::En), s.bits);
            }
            println!();
        }
        let found: std::collections::BTreeSet<(usize, usize)> =
            linked.links.iter().map(|l| (l.left as usize, l.right as usize)).collect();
        let mut byt = std::collections::BTreeMap::<&str, Vec<usize>>::new();
        for (i, k) in tl.iter().enumerate() {
            byt.entry(k).or_default().push(i);
        }
        let mut n = 0;
        for (j, k) in tr.as_ref().unwrap_or(&tl).iter().enumerate() {
            for i in byt.get(&**k).into_iter().flatten() {
                if (tr.is_some() || *i < j) && !found.contains(&(*i, j)) {
                    n += 1;
                    if n <= 15 {
                        println!("LOST {}", show(*i, j));
                        for s in linked.waterfall(*i as u32, j as u32).steps {
                            print!(" {} {:.1};", s.what.say(doudi_kernel::Lang::En), s.bits);
                        }
                        println!();
                    }
                }
            }
        }
        println!("lost {n}");
    }
}
