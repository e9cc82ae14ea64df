//! Plots as SVG: stacked areas in panels, and bars. Floating point places ink and decides nothing.

use std::fmt::Write;

const WIDTH: f64 = 1440.0;
const HEIGHT: f64 = 760.0;
const TOP: f64 = 132.0;
const BOTTOM: f64 = 84.0;
const LEFT: f64 = 96.0;
const GAP: f64 = 96.0;
const RIGHT: f64 = 40.0;
/// Told apart also by those who see few colours, and in grey.
const COLOURS: [&str; 8] = ["#c9ced6", "#1f5fa8", "#e69f00", "#56a36c", "#b04a7a", "#6db3e0", "#8c6d31", "#444444"];

/// Text that stands in a plot, and its size.
fn text(svg: &mut String, (x, y): (f64, f64), size: u32, anchor: &str, said: &str) {
    let said = said.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(svg, r##"<text x="{x:.1}" y="{y:.1}" font-size="{size}" text-anchor="{anchor}">{said}</text>"##);
}

fn begin(title: &str, note: &str) -> String {
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif" fill="#222">
<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>
"##
    );
    text(&mut svg, (LEFT, 42.0), 24, "start", title);
    text(&mut svg, (LEFT, 70.0), 15, "start", note);
    svg
}

/// What belongs to which colour, in a row. A Chinese character is as wide as the type is high, a letter about half.
fn legend(svg: &mut String, names: &[String], first: usize) {
    let mut x = LEFT;
    for (n, name) in names.iter().enumerate() {
        let colour = COLOURS[(n + first) % COLOURS.len()];
        let _ = writeln!(svg, r##"<rect x="{x:.1}" y="86" width="16" height="16" fill="{colour}"/>"##);
        text(svg, (x + 23.0, 100.0), 15, "start", name);
        x += 48.0 + name.chars().map(|c| if c.is_ascii() { 8.0 } else { 15.0 }).sum::<f64>();
    }
}

/// Round marks from 0 over a stretch, six or seven.
fn ticks(least: f64, most: f64) -> Vec<f64> {
    let span = (most - least).max(1.0);
    let rough = 10f64.powf((span / 6.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|n| n * rough).into_iter().find(|step| span / step <= 8.0).unwrap_or(span);
    let first = (least / step).ceil() as i64;
    (first..=(most / step).floor() as i64).map(|n| n as f64 * step).collect()
}

/// A number with thousands apart.
fn said(number: f64) -> String {
    let whole = (number.round() as i64).unsigned_abs().to_string();
    let groups: Vec<&str> =
        whole.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    format!("{}{}", if number < -0.5 { "−" } else { "" }, groups.join(","))
}

/// A frame with its scales.
struct Panel {
    left: f64,
    width: f64,
    x: (f64, f64),
    y: (f64, f64),
}

impl Panel {
    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let part = |value: f64, (least, most): (f64, f64)| (value - least) / (most - least).max(1e-9);
        (self.left + part(x, self.x) * self.width, HEIGHT - BOTTOM - part(y, self.y) * (HEIGHT - TOP - BOTTOM))
    }

    fn grid(&self, svg: &mut String) {
        for tick in ticks(self.y.0, self.y.1) {
            let (_, y) = self.at(self.x.0, tick);
            let (left, right) = (self.left, self.left + self.width);
            let ink = if tick == 0.0 { "#666" } else { "#e3e6ea" };
            let _ = writeln!(svg, r##"<line x1="{left:.1}" x2="{right:.1}" y1="{y:.1}" y2="{y:.1}" stroke="{ink}"/>"##);
            text(svg, (left - 8.0, y + 5.0), 14, "end", &said(tick));
        }
    }

    fn across(&self, svg: &mut String, label: &str) {
        for tick in ticks(self.x.0, self.x.1) {
            let (x, y) = self.at(tick, self.y.0);
            text(svg, (x, y + 24.0), 14, "middle", &said(tick));
        }
        text(svg, (self.left + self.width / 2.0, HEIGHT - 24.0), 15, "middle", label);
    }
}

/// A heading, and places on the axis with a value a line each.
pub(super) type Layered = (String, Vec<(f64, Vec<f64>)>);

/// Layers upon each other along a number, one panel beside the other on one scale.
pub(super) struct Areas<'a> {
    /// What it shows.
    pub(super) title: &'a str,
    /// What must be known beside it.
    pub(super) note: &'a str,
    /// What stands below each panel's axis.
    pub(super) across: &'a str,
    /// Names of layers, the lowest first.
    pub(super) layers: &'a [String],
    /// Panels: a name, and points with the height of each layer.
    pub(super) panels: &'a [Layered],
}

/// Draws them.
pub(super) fn areas(plot: &Areas<'_>) -> String {
    let mut svg = begin(plot.title, plot.note);
    legend(&mut svg, plot.layers, 0);
    let points = || plot.panels.iter().flat_map(|(_, points)| points);
    let most_x = points().map(|(x, _)| *x).fold(1.0, f64::max);
    let most_y = points().map(|(_, layers)| layers.iter().sum::<f64>()).fold(1.0, f64::max) * 1.05;
    let count = plot.panels.len().max(1) as f64;
    let width = (WIDTH - LEFT - RIGHT - GAP * (count - 1.0)) / count;
    for (n, (name, points)) in plot.panels.iter().enumerate() {
        let panel = Panel { left: LEFT + n as f64 * (width + GAP), width, x: (0.0, most_x), y: (0.0, most_y) };
        panel.grid(&mut svg);
        for layer in 0..plot.layers.len() {
            layer_of(&mut svg, &panel, points, layer);
        }
        panel.across(&mut svg, plot.across);
        text(&mut svg, (panel.left, TOP - 8.0), 17, "start", name);
    }
    svg + "</svg>\n"
}

/// The layer between what lies below it and its own top.
fn layer_of(svg: &mut String, panel: &Panel, points: &[(f64, Vec<f64>)], layer: usize) {
    let mut path = String::new();
    let mut put = |x: f64, y: f64| {
        let (x, y) = panel.at(x, y);
        let _ = write!(path, "{x:.1},{y:.1} ");
    };
    points.iter().for_each(|(x, layers)| put(*x, layers[..=layer].iter().sum()));
    points.iter().rev().for_each(|(x, layers)| put(*x, layers[..layer].iter().sum()));
    let colour = COLOURS[layer % COLOURS.len()];
    let _ = writeln!(svg, r##"<polygon points="{path}" fill="{colour}" fill-opacity="0.9"/>"##);
}

/// Bars side by side, a cluster for each name.
pub(super) struct Bars<'a> {
    /// What it shows.
    pub(super) title: &'a str,
    /// What must be known beside it.
    pub(super) note: &'a str,
    /// What stands below the axis.
    pub(super) across: &'a str,
    /// Names of the bars of a cluster.
    pub(super) series: &'a [String],
    /// Clusters: a name, and the height of each bar.
    pub(super) clusters: &'a [(String, Vec<f64>)],
}

/// Draws them.
pub(super) fn bars(plot: &Bars<'_>) -> String {
    let mut svg = begin(plot.title, plot.note);
    legend(&mut svg, plot.series, 1);
    let heights = || plot.clusters.iter().flat_map(|(_, bars)| bars.iter().copied());
    let (least, most) = (heights().fold(0.0, f64::min) * 1.08, heights().fold(0.0, f64::max) * 1.08);
    let count = plot.clusters.len().max(1) as f64;
    let most = if most == least { 1.0 } else { most };
    let panel = Panel { left: LEFT, width: WIDTH - LEFT - RIGHT, x: (0.0, count), y: (least, most) };
    panel.grid(&mut svg);
    let slot = 0.7 / plot.series.len().max(1) as f64;
    for (n, (name, bars)) in plot.clusters.iter().enumerate() {
        for (place, height) in bars.iter().enumerate() {
            let (left, top) = panel.at(n as f64 + 0.15 + slot * place as f64, height.max(0.0));
            let (right, bottom) = panel.at(n as f64 + 0.15 + slot * (place + 1) as f64, height.min(0.0));
            let (wide, high) = (right - left - 2.0, (bottom - top).max(0.5));
            let colour = COLOURS[(place + 1) % COLOURS.len()];
            let _ = writeln!(
                svg,
                r##"<rect x="{left:.1}" y="{top:.1}" width="{wide:.1}" height="{high:.1}" fill="{colour}"/>"##
            );
            if plot.clusters.len() * plot.series.len() <= 24 {
                let y = if *height < 0.0 { bottom + 17.0 } else { top - 6.0 };
                text(&mut svg, (left + wide / 2.0, y), 13, "middle", &said(*height));
            }
        }
        let (x, _) = panel.at(n as f64 + 0.5, 0.0);
        text(&mut svg, (x, HEIGHT - BOTTOM + 26.0), 15, "middle", name);
    }
    text(&mut svg, (LEFT + panel.width / 2.0, HEIGHT - 22.0), 15, "middle", plot.across);
    svg + "</svg>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_few() {
        assert_eq!(ticks(0.0, 6000.0), [0.0, 1000.0, 2000.0, 3000.0, 4000.0, 5000.0, 6000.0]);
        assert_eq!(ticks(-30.0, 95.0), [-20.0, 0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(said(-1_234_567.0), "−1,234,567");
    }

    #[test]
    fn a_name_with_a_sign_of_markup_is_written_as_text() {
        let clusters = [("<甲&乙>".to_owned(), vec![1.0])];
        let svg = bars(&Bars { title: "t", note: "", across: "", series: &["a".into()], clusters: &clusters });
        assert!(svg.contains("&lt;甲&amp;乙>"));
    }
}
