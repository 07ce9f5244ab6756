//! The inks a poster is printed with.

use super::chance::Chance;

/// Paper, ink and two spot colours, as sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    pub(super) paper: &'static str,
    pub(super) ink: &'static str,
    pub(super) spot: &'static str,
    pub(super) tint: &'static str,
}

const fn palette(paper: &'static str, ink: &'static str, spot: &'static str, tint: &'static str) -> Palette {
    Palette { paper, ink, spot, tint }
}

/// Playbill papers: amber, oxblood, night, bottle green, cream, petrol, rose, lilac, brick, chalk.
pub(super) const PALETTES: [Palette; 10] = [
    palette("#f0b03c", "#1b1310", "#c8361f", "#fbe2a4"),
    palette("#6f1a22", "#f7e9d2", "#f0a93b", "#9c2f35"),
    palette("#17131c", "#f4e8cf", "#eaa33b", "#51377f"),
    palette("#12443a", "#f5ecd6", "#f2b84b", "#1f6a59"),
    palette("#f3ead9", "#1c1713", "#c8372d", "#e8a33d"),
    palette("#1b4a66", "#f6ecd8", "#f2895a", "#2f6f92"),
    palette("#ecb7ab", "#2a1020", "#a11d3e", "#f8e5d6"),
    palette("#cbc3e6", "#1c1530", "#5b2b86", "#f1eadb"),
    palette("#d9532c", "#1d0f0a", "#f8e3b4", "#a9371a"),
    palette("#dfe5d3", "#14231c", "#2f6b4a", "#e4a22f"),
];

impl Palette {
    pub(super) fn choose(chance: &mut Chance) -> Self {
        chance.one_of(&PALETTES, PALETTES[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let v = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn type_is_readable_on_every_paper() {
        for p in PALETTES {
            let (a, b) = (luminance(p.paper), luminance(p.ink));
            let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(ratio >= 4.5, "{p:?} has {ratio:.2}");
        }
    }
}
