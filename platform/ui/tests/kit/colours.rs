//! Contrast of the tokens, computed from their OKLCH values (WCAG 2.2).

use std::collections::HashMap;

use platform_ui::{THEME_DARK, THEME_LIGHT};

use crate::asset_text;
use crate::sheets::without_comments;

#[derive(Clone, Copy, Debug)]
struct Linear([f64; 3]);

impl Linear {
    /// OKLCH to linear sRGB (Björn Ottosson's matrices), cut to the gamut as screens do.
    fn from_oklch(l: f64, c: f64, h: f64) -> Self {
        let (a, b) = (c * h.to_radians().cos(), c * h.to_radians().sin());
        let cube = |x: f64| x * x * x;
        let (l, m, s) = (
            cube(l + 0.396_337_777_4 * a + 0.215_803_757_3 * b),
            cube(l - 0.105_561_345_8 * a - 0.063_854_172_8 * b),
            cube(l - 0.089_484_177_5 * a - 1.291_485_548_0 * b),
        );
        Self(
            [
                4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
                -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
                -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
            ]
            .map(|v: f64| v.clamp(0.0, 1.0)),
        )
    }

    fn luminance(self) -> f64 {
        0.2126 * self.0[0] + 0.7152 * self.0[1] + 0.0722 * self.0[2]
    }

    fn hex(self) -> String {
        let byte = |v: f64| ((if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 }) * 255.0).round() as u8;
        format!("#{:02x}{:02x}{:02x}", byte(self.0[0]), byte(self.0[1]), byte(self.0[2]))
    }
}

fn contrast(a: Linear, b: Linear) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Token values as written, `--name` to value.
fn tokens() -> HashMap<String, String> {
    without_comments(&asset_text("css/tokens.css"))
        .split(['{', '}', ';'])
        .filter_map(|part| part.trim().split_once(':'))
        .filter(|(name, _)| name.trim().starts_with("--"))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

struct Theme {
    tokens: HashMap<String, String>,
    dark: bool,
    hue: f64,
}

impl Theme {
    fn colour(&self, name: &str) -> Linear {
        let value = self.tokens.get(name).unwrap_or_else(|| panic!("no token {name}"));
        self.value(value).unwrap_or_else(|| panic!("{name}: {value} is no colour"))
    }

    fn value(&self, value: &str) -> Option<Linear> {
        let value = value.trim();
        if let Some(inner) = value.strip_prefix("light-dark(").and_then(|v| v.strip_suffix(')')) {
            let comma = inner.char_indices().scan(0, |depth, (i, c)| {
                *depth += match c {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
                Some((*depth == 0 && c == ',').then_some(i))
            });
            let at = comma.flatten().next()?;
            return self.value(if self.dark { &inner[at + 1..] } else { &inner[..at] });
        }
        if let Some(name) = value.strip_prefix("var(").and_then(|v| v.strip_suffix(')')) {
            return Some(self.colour(name));
        }
        let inside = value.strip_prefix("oklch(")?.strip_suffix(')')?.replace("var(--app-hue)", &self.hue.to_string());
        let numbers: Vec<f64> = inside.split_whitespace().take(3).map(|n| n.parse().ok()).collect::<Option<_>>()?;
        Some(Linear::from_oklch(numbers[0], numbers[1], numbers[2]))
    }
}

/// Text, ground, least ratio: 7 for what is read, 4.5 for what is glanced at, 3 for edges and focus.
const PAIRS: &[(&str, &[&str], f64)] = &[
    (
        "ink",
        &["canvas", "surface", "raised", "sunken", "hover", "press", "lamp-soft", "good-soft", "bad-soft", "care-soft", "app-soft"],
        7.0,
    ),
    ("ink-soft", &["canvas", "surface", "raised", "sunken", "hover", "lamp-soft"], 7.0),
    ("ink-muted", &["canvas", "surface", "raised", "sunken", "hover"], 4.5),
    ("on-solid", &["solid"], 7.0),
    ("on-lamp", &["lamp", "lamp-hover", "lamp-edge"], 4.5),
    ("lamp-text", &["canvas", "surface", "raised", "lamp-soft"], 4.5),
    ("good", &["canvas", "surface", "raised", "good-soft"], 4.5),
    ("bad", &["canvas", "surface", "raised", "bad-soft"], 4.5),
    ("care", &["canvas", "surface", "raised", "care-soft"], 4.5),
    ("on-go", &["go"], 4.5),
    ("on-stop", &["stop"], 4.5),
    ("on-look", &["look"], 7.0),
    ("code-ink", &["code-paper"], 7.0),
    ("app", &["app-soft", "sunken", "surface"], 4.5),
    ("edge", &["canvas", "surface", "raised"], 3.0),
    ("focus", &["canvas", "surface", "raised", "sunken"], 3.0),
    ("ink", &["selection"], 4.5),
    ("chart-1", &["surface"], 3.0),
    ("chart-2", &["surface"], 3.0),
    ("chart-3", &["surface"], 3.0),
    ("chart-4", &["surface"], 3.0),
    ("chart-5", &["surface"], 3.0),
    ("chart-6", &["surface"], 3.0),
];

#[test]
fn every_pair_is_readable_by_day_and_by_night() {
    let mut poor = Vec::new();
    for dark in [false, true] {
        for hue in [70.0, 12.0, 250.0, 305.0, 195.0, 165.0] {
            let theme = Theme { tokens: tokens(), dark, hue };
            for (text, grounds, least) in PAIRS {
                for ground in *grounds {
                    let ratio = contrast(theme.colour(&format!("--color-{text}")), theme.colour(&format!("--color-{ground}")));
                    if ratio < *least {
                        poor.push(format!("{text} on {ground} (dark: {dark}, hue {hue}): {ratio:.2} < {least}"));
                    }
                }
            }
        }
    }
    poor.sort();
    poor.dedup();
    assert!(poor.is_empty(), "{poor:#?}");
}

#[test]
fn the_arithmetic_is_right() {
    // White, black, and sRGB red as CSS Color 4 gives it.
    assert!((contrast(Linear::from_oklch(1.0, 0.0, 0.0), Linear::from_oklch(0.0, 0.0, 0.0)) - 21.0).abs() < 0.01);
    assert_eq!(Linear::from_oklch(0.627_955, 0.257_683, 29.234).hex(), "#ff0000");
}

#[test]
fn the_browsers_bar_has_the_colour_of_the_canvas() {
    for (dark, written) in [(false, THEME_LIGHT), (true, THEME_DARK)] {
        let theme = Theme { tokens: tokens(), dark, hue: 70.0 };
        assert_eq!(theme.colour("--color-canvas").hex(), written, "dark: {dark}");
    }
}

#[test]
fn the_hues_tested_are_those_of_the_apps() {
    let sheet = asset_text("css/tokens.css");
    let mut hues: Vec<&str> = sheet.split("--app-hue: ").skip(1).filter_map(|rest| rest.split(';').next()).collect();
    hues.sort_unstable();
    hues.dedup();
    assert_eq!(hues, ["12", "165", "195", "250", "305", "70"]);
}
