//! The title as playbills set it: every line as wide as the sheet, by size and by the width of the letters.

use maud::{Markup, html};

use super::{Area, FACE, palette::Palette, round};

/// Advance widths of Archivo at weight 800, in ems: at 62 % width and at 125 %.
const NARROW: f32 = 62.0;
const WIDE: f32 = 125.0;

/// One line: its text, its size, the width of its letters in percent, whether it fills the measure.
#[derive(Clone, Debug)]
struct Line {
    text: String,
    size: f32,
    stretch: f32,
    fills: bool,
}

impl Line {
    /// From the baseline to the top of its letters.
    fn rise(&self) -> f32 {
        self.size
            * match self.kind() {
                Kind::Capitals => CAPS,
                Kind::Square => SQUARE,
                Kind::Deep => DEEP.0,
            }
    }

    /// Room above the line, below the one before it.
    fn gap(&self, unit: f32) -> f32 {
        (self.rise() * LEADING).max(5.0 * unit)
    }

    /// Room below the baseline that letters need.
    fn drop(&self) -> f32 {
        self.size
            * match self.kind() {
                Kind::Capitals => 0.0,
                Kind::Square => 0.1,
                Kind::Deep => DEEP.1,
            }
    }

    fn kind(&self) -> Kind {
        if self.text.chars().any(is_deep) {
            Kind::Deep
        } else if self.text.chars().any(is_wide) {
            Kind::Square
        } else {
            Kind::Capitals
        }
    }
}

/// How far the letters of a line reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// From the baseline up.
    Capitals,
    /// A little below it: Han.
    Square,
    /// Far below and above, with marks: Arabic, Thai, Devanagari.
    Deep,
}

/// A set title.
#[derive(Clone, Debug)]
pub(super) struct Lettering {
    lines: Vec<Line>,
    unit: f32,
}

/// Space between lines, of the capitals' height.
const LEADING: f32 = 0.16;
/// Height of capitals, in ems.
const CAPS: f32 = 0.686;
/// Height and depth of letters with marks above and below, in ems.
const DEEP: (f32, f32) = (0.95, 0.4);
/// Height of Han and other square letters above the baseline, in ems; they also reach below it.
const SQUARE: f32 = 0.88;

impl Lettering {
    /// Sets `title` into `area`: with as many lines as fill it best.
    pub(super) fn set(title: &str, area: Area, unit: f32) -> Self {
        let words = pieces(&title.to_uppercase());
        let best = (1..=9)
            .map(|count| Self { lines: broken(&words, count).iter().map(|text| line(text, area.w, unit)).collect(), unit })
            .filter(|set| set.height() <= area.h)
            .max_by(|a, b| a.height().total_cmp(&b.height()));
        best.unwrap_or_else(|| Self::squeezed(&words, area, unit))
    }

    /// A title that no way of breaking fits: small lines, cut where the sheet ends.
    fn squeezed(words: &[Piece], area: Area, unit: f32) -> Self {
        let size = 17.0 * unit;
        let deep = words.iter().any(|piece| piece.text.chars().any(is_deep));
        let line = if deep { DEEP.0 + DEEP.1 + DEEP.0 * LEADING } else { SQUARE * (1.0 + LEADING) + 0.1 };
        let room = (area.h / (size * line + 1.0)).floor().max(1.0);
        let mut lines = Vec::new();
        let mut text = String::new();
        for piece in words {
            let longer = joined(&text, piece);
            if width(&longer, 88.0) * size > area.w && !text.is_empty() {
                lines.push(std::mem::replace(&mut text, piece.text.clone()));
            } else {
                text = longer;
            }
        }
        lines.push(text);
        let mut kept: Vec<String> = lines.iter().take(usize::from(whole(room))).cloned().collect();
        if let (true, Some(last)) = (kept.len() < lines.len(), kept.last_mut()) {
            last.push('…');
        }
        let lines = kept.into_iter().map(|text| Line { fills: width(&text, 88.0) * size > area.w, text, size, stretch: 88.0 }).collect();
        Self { lines, unit }
    }

    /// Height of the block, from the top of the first letters to the foot of the last.
    pub(super) fn height(&self) -> f32 {
        let letters: f32 = self.lines.iter().map(|line| line.rise() + line.drop()).sum();
        letters + self.lines.iter().skip(1).map(|line| line.gap(self.unit)).sum::<f32>()
    }

    /// The lines; at the lower end of the area, or at its upper one.
    pub(super) fn draw(&self, area: Area, palette: &Palette, at_foot: bool) -> Markup {
        let mut y = if at_foot { area.y + area.h - self.height() } else { area.y };
        let placed: Vec<(f32, &Line)> = self
            .lines
            .iter()
            .enumerate()
            .map(|(i, line)| {
                y += if i == 0 { 0.0 } else { line.gap(self.unit) } + line.rise();
                let baseline = y;
                y += line.drop();
                (baseline, line)
            })
            .collect();
        html! {
            @for (y, line) in placed {
                text x=(round(area.x)) y=(round(y)) font-family=(FACE) font-weight="800" font-size=(round(line.size))
                    font-stretch={ (round(line.stretch)) "%" } fill=(palette.ink) textLength=[line.fills.then(|| round(area.w))]
                    lengthAdjust=[line.fills.then_some("spacingAndGlyphs")] { (line.text) }
            }
        }
    }
}

/// A part of the title that is not broken, and whether a space stands before it.
struct Piece {
    text: String,
    spaced: bool,
}

/// Words; scripts written without spaces break between any two characters.
fn pieces(title: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for word in title.split_whitespace() {
        let mut spaced = true;
        let mut run = String::new();
        for c in word.chars() {
            let closing = "》」』）、。，！？：；".contains(c);
            if is_wide(c) && !closing && !run.is_empty() && !run.ends_with(['《', '「', '『', '（']) {
                pieces.push(Piece { text: std::mem::take(&mut run), spaced });
                spaced = false;
            }
            run.push(c);
            // A word longer than any measure is cut rather than set too small to read.
            if run.chars().count() >= 24 {
                pieces.push(Piece { text: std::mem::take(&mut run), spaced });
                spaced = false;
            }
        }
        if !run.is_empty() {
            pieces.push(Piece { text: run, spaced });
        }
    }
    pieces
}

fn joined(text: &str, piece: &Piece) -> String {
    if text.is_empty() || !piece.spaced { format!("{text}{}", piece.text) } else { format!("{text} {}", piece.text) }
}

/// The pieces in at most `count` lines of about the same width.
fn broken(pieces: &[Piece], count: u16) -> Vec<String> {
    let total: f32 = pieces.iter().map(|p| width(&p.text, 100.0) + 0.2).sum();
    let target = total / f32::from(count);
    let mut lines: Vec<String> = Vec::new();
    let mut text = String::new();
    for piece in pieces {
        let longer = joined(&text, piece);
        // Over the target by less than what is missing without the piece: it still belongs here.
        let over = width(&longer, 100.0) - target;
        let under = target - width(&text, 100.0);
        if !text.is_empty() && over > under && lines.len() + 1 < usize::from(count) {
            lines.push(std::mem::replace(&mut text, piece.text.clone()));
        } else {
            text = longer;
        }
    }
    if !text.is_empty() {
        lines.push(text);
    }
    lines
}

/// The width of the letters and the size with which `text` fills `measure`.
fn line(text: &str, measure: f32, unit: f32) -> Line {
    // Large enough to be the poster, small enough that a short word does not eat the sheet.
    let (wanted, largest) = (64.0 * unit, 118.0 * unit);
    let size_at = |stretch: f32| measure / width(text, stretch).max(0.1);
    let (smallest_size, largest_size) = (size_at(WIDE), size_at(NARROW));
    let size = wanted.clamp(smallest_size, largest_size.max(smallest_size)).min(largest);
    let share =
        if largest_size > smallest_size { (1.0 / size - 1.0 / largest_size) / (1.0 / smallest_size - 1.0 / largest_size) } else { 0.5 };
    let stretch = NARROW + (WIDE - NARROW) * share.clamp(0.0, 1.0);
    let fills = width(text, stretch) * size > measure * 0.85;
    Line { text: text.to_owned(), size, stretch, fills }
}

/// Width in ems at a width of letters in percent.
fn width(text: &str, stretch: f32) -> f32 {
    let share = (stretch - NARROW) / (WIDE - NARROW);
    text.chars()
        .map(|c| {
            if is_wide(c) {
                1.0
            } else {
                let (narrow, wide) = advance(c);
                narrow + (wide - narrow) * share
            }
        })
        .sum()
}

/// Advance of a letter at both ends of the width axis; letters outside the table are as wide as an average one.
fn advance(c: char) -> (f32, f32) {
    match c {
        ' ' => (0.117, 0.304),
        'I' | '\'' | '’' | '!' | '.' | ',' | ':' | ';' | '|' => (0.225, 0.354),
        'J' | 'L' | 'F' | 'T' | '1' => (0.416, 0.778),
        'M' | 'W' | '…' => (0.690, 1.180),
        'O' | 'Q' | 'G' | '&' => (0.539, 1.008),
        '-' | '(' | ')' | '/' | '–' => (0.310, 0.375),
        c if c.is_ascii_digit() => (0.422, 0.785),
        c if is_unseen(c) => (0.0, 0.0),
        _ => (0.488, 0.915),
    }
}

/// Characters as wide as they are high: Han, kana, hangul, full-width forms, pictures.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
}

/// Letters of scripts that reach far below the line or carry marks.
fn is_deep(c: char) -> bool {
    matches!(u32::from(c), 0x0590..=0x109F | 0x1780..=0x17FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC)
}

/// Marks and joiners take no room of their own.
fn is_unseen(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F)
}

/// A small count as an integer.
fn whole(value: f32) -> u8 {
    (1..=u8::MAX).take_while(|n| f32::from(*n) <= value).last().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area { x: 18.0, y: 60.0, w: 284.0, h: 220.0 };

    #[test]
    fn breaks_between_words_and_between_han() {
        let texts = |title: &str| Lettering::set(title, AREA, 1.0).lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts("the tempest"), ["THE", "TEMPEST"]);
        let han = texts("粵劇折子戲帝女花紫釵記");
        assert!(han.len() > 1 && han.concat() == "粵劇折子戲帝女花紫釵記", "{han:?}");
    }

    #[test]
    fn letters_that_reach_far_below_the_line_meet_no_other_line() {
        let set = Lettering::set("محمد علي وأصدقاؤه في حفلة موسيقية", AREA, 1.0);
        assert!(set.lines.len() > 1 && set.lines.iter().all(|line| line.kind() == Kind::Deep));
        let latin = Lettering::set("MUHAMMAD ALI AND HIS FRIENDS IN CONCERT", AREA, 1.0);
        let leading = |set: &Lettering| set.height() / set.lines.iter().map(|line| line.size).sum::<f32>();
        assert!(leading(&set) > 1.3 && leading(&latin) < 0.9, "{} {}", leading(&set), leading(&latin));
    }

    #[test]
    fn keeps_within_its_height() {
        for title in [
            "محمد علي وأصدقاؤه",
            "A",
            "The Tempest",
            "The Extraordinary and Most Lamentable History of Two Households",
            &"word ".repeat(90),
        ] {
            let set = Lettering::set(title, AREA, 1.0);
            assert!(set.height() <= AREA.h + 1.0, "{title}: {}", set.height());
            assert!(!set.lines.is_empty());
        }
    }
}
