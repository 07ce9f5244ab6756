//! Which fonts there are and what each can draw.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::{Coverage, Font, FontInfo};

/// Family names of the built-in face, cut in three by script range as its web fonts are.
const BUILT_IN: [&[u8]; 3] = [
    include_bytes!("../../fonts/Archivo.ttf"),
    include_bytes!("../../fonts/Archivo-Ext.ttf"),
    include_bytes!("../../fonts/Archivo-Viet.ttf"),
];

/// Deep enough for every distribution's layout, short enough for a loop of links.
const MAX_DEPTH: usize = 4;

pub(crate) enum Source {
    BuiltIn(Font),
    File { path: PathBuf, index: u32 },
}

/// One weight of one family.
pub(crate) struct Face {
    source: Source,
    /// Without coverage: we choose families ourselves.
    info: FontInfo,
}

/// Faces under one name, and what they can draw.
pub(crate) struct Family {
    pub(crate) name: String,
    pub(crate) tier: Tier,
    pub(crate) faces: Vec<Face>,
    /// Sorted, disjoint, inclusive.
    ranges: Vec<(u32, u32)>,
}

/// The order in which families are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// Archivo's Latin.
    House,
    /// Archivo's other Latin letters.
    HouseMore,
    /// Noto Sans: Latin, Greek, Cyrillic.
    Base,
    /// Noto Sans for one script.
    Script,
    /// Noto Serif for a script that has no sans.
    Serif,
    /// Symbols, mathematics, music.
    Symbols,
    /// The five Han faces.
    Han,
    /// Pictures.
    Emoji,
}

pub(crate) struct Index {
    pub(crate) families: Vec<Family>,
    files: usize,
}

impl Face {
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    pub(crate) fn info(&self) -> &FontInfo {
        &self.info
    }

    pub(crate) fn collection_index(&self) -> u32 {
        match &self.source {
            Source::BuiltIn(_) => 0,
            Source::File { index, .. } => *index,
        }
    }
}

impl Family {
    pub(crate) fn covers(&self, c: char) -> bool {
        let c = u32::from(c);
        let after = self.ranges.partition_point(|(first, _)| *first <= c);
        after.checked_sub(1).is_some_and(|at| c <= self.ranges[at].1)
    }
}

impl Index {
    /// Reads the built-in fonts and all Noto fonts below `dirs`. Files that cannot be read are
    /// passed over: what they would have drawn shows in `missing_glyphs`.
    pub(crate) fn read(dirs: &[PathBuf]) -> Self {
        let mut by_name: BTreeMap<String, Family> = BTreeMap::new();
        for data in BUILT_IN {
            if let Some(font) = Font::new(Bytes::new(data), 0) {
                let info = font.info().clone();
                add(&mut by_name, Source::BuiltIn(font), info);
            }
        }
        let mut paths = Vec::new();
        for dir in dirs {
            collect(dir, MAX_DEPTH, &mut paths);
        }
        paths.sort();
        let files = paths.iter().filter(|path| read_file(&mut by_name, path)).count();
        let mut families: Vec<Family> = by_name.into_values().collect();
        families.sort_by(|a, b| (a.tier, &a.name).cmp(&(b.tier, &b.name)));
        if files == 0 {
            tracing::warn!(?dirs, "no Noto fonts found: documents can show Latin letters only; install fonts-noto-core and fonts-noto-cjk");
        }
        Self { families, files }
    }

    pub(crate) fn files(&self) -> usize {
        self.files
    }

    pub(crate) fn covers(&self, c: char) -> bool {
        self.families.iter().any(|family| family.covers(c))
    }
}

fn read_file(families: &mut BTreeMap<String, Family>, path: &Path) -> bool {
    let Ok(data) = super::cache::read(path) else {
        return false;
    };
    let mut any = false;
    for (index, info) in FontInfo::iter(&data).enumerate() {
        // The monospaced faces of a Han collection draw the same characters wider.
        if info.family.contains("Mono") {
            continue;
        }
        let index = u32::try_from(index).unwrap_or(0);
        add(families, Source::File { path: path.to_owned(), index }, info);
        any = true;
    }
    any
}

fn add(families: &mut BTreeMap<String, Family>, source: Source, mut info: FontInfo) {
    let ranges = ranges(&info.coverage);
    info.coverage = Coverage::from_vec(Vec::new());
    let family = families.entry(info.family.clone()).or_insert_with(|| Family {
        name: info.family.clone(),
        tier: tier(&info.family),
        faces: Vec::new(),
        ranges: ranges.clone(),
    });
    // A character counts only if every weight has it: headings are bold.
    if !family.faces.is_empty() && family.ranges != ranges {
        family.ranges = intersect(&family.ranges, &ranges);
    }
    family.faces.push(Face { source, info });
}

fn tier(family: &str) -> Tier {
    match family {
        "Archivo" => Tier::House,
        "Noto Sans" => Tier::Base,
        _ if family.starts_with("Archivo") => Tier::HouseMore,
        _ if family.contains("Emoji") => Tier::Emoji,
        _ if family.contains(" CJK ") => Tier::Han,
        _ if ["Noto Sans Symbols", "Noto Sans Math", "Noto Music"].iter().any(|name| family.starts_with(name)) => Tier::Symbols,
        _ if family.starts_with("Noto Sans") => Tier::Script,
        _ => Tier::Serif,
    }
}

fn ranges(coverage: &Coverage) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for c in coverage.iter() {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == c => *last = c,
            _ => ranges.push((c, c)),
        }
    }
    ranges.shrink_to_fit();
    ranges
}

fn intersect(a: &[(u32, u32)], b: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        let (first, last) = (a[i].0.max(b[j].0), a[i].1.min(b[j].1));
        if first <= last {
            out.push((first, last));
        }
        if a[i].1 < b[j].1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

fn collect(dir: &Path, depth: usize, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, paths);
            }
        } else if path.file_name().and_then(|name| name.to_str()).is_some_and(is_wanted) {
            paths.push(path);
        }
    }
}

/// Noto in upright regular and bold, without the variants that draw the same characters in
/// another manner; serifs only for scripts that have no sans.
fn is_wanted(file: &str) -> bool {
    const OTHER_MANNERS: [&str; 9] = ["Mono", "Display", "UI", "Unjoined", "Looped", "Kufi", "Rashi", "Slanted", "SerifCJK"];
    const SERIF_ONLY: [&str; 10] =
        ["Ahom", "Dogra", "NyiakengPuachueHmong", "HmongNyiakeng", "Tangut", "Tibetan", "Yezidi", "OldUyghur", "Todhri", "Toto"];
    let Some((name, extension)) = file.rsplit_once('.') else {
        return false;
    };
    if !matches!(extension, "ttf" | "otf" | "ttc") || !name.starts_with("Noto") {
        return false;
    }
    let (family, style) = name.split_once(['-', '[', '.']).unwrap_or((name, ""));
    let upright = matches!(style, "" | "Regular" | "Bold" | "VF" | "VF.otf") || name.contains('[') && !name.contains("Italic");
    let right_serif = family.strip_prefix("NotoSerif").is_none_or(|script| SERIF_ONLY.contains(&script));
    let plain_tifinagh = !family.starts_with("NotoSansTifinagh") || family == "NotoSansTifinagh";
    let known =
        ["NotoSans", "NotoSerif", "NotoMusic", "NotoColorEmoji", "NotoEmoji", "NotoTraditionalNushu"].iter().any(|p| family.starts_with(p));
    upright && right_serif && plain_tifinagh && known && !OTHER_MANNERS.iter().any(|manner| family.contains(manner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_adds_characters_is_read() {
        for wanted in [
            "NotoSans-Regular.ttf",
            "NotoSansCJK-Bold.ttc",
            "NotoSerifTibetan-Regular.ttf",
            "NotoColorEmoji.ttf",
            "NotoSansThai[wdth,wght].ttf",
        ] {
            assert!(is_wanted(wanted), "{wanted}");
        }
        for not in [
            "NotoSans-Italic.ttf",
            "NotoSerif-Regular.ttf",
            "NotoSansMono-Regular.ttf",
            "NotoSansDisplay-Bold.ttf",
            "DejaVuSans.ttf",
            "NotoSerifCJK-Bold.ttc",
            "NotoSansCJK-Black.ttc",
        ] {
            assert!(!is_wanted(not), "{not}");
        }
    }

    #[test]
    fn ranges_intersect() {
        assert_eq!(intersect(&[(1, 5), (8, 9)], &[(0, 1), (3, 8)]), [(1, 1), (3, 5), (8, 8)]);
    }

    #[test]
    fn built_in_fonts_parse_and_cover_european_names() {
        let index = Index::read(&[]);
        assert_eq!(index.files(), 0);
        for c in "Łódź Škvorecký Ångström Nguyễn Ğ €£".chars().filter(|c| !c.is_whitespace()) {
            assert!(index.covers(c), "{c}");
        }
        assert!(!index.covers('山'));
    }
}
