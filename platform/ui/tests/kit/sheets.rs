//! The style sheets' rules: layers, logical properties, colours from tokens, no specificity wars.

use std::collections::HashSet;
use std::path::Path;

use platform_ui::asset;

use crate::{all_samples, asset_text, files_in};

const COLOUR_WORDS: &[&str] = &[
    "white", "black", "red", "green", "blue", "yellow", "orange", "gray", "grey", "silver", "gold", "purple", "pink", "brown", "navy",
    "teal", "cyan", "magenta", "maroon", "olive", "lime", "aqua", "fuchsia", "ivory", "beige", "tomato", "coral", "crimson", "salmon",
    "khaki",
];
const COLOUR_FUNCTIONS: &[&str] = &["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color("];
const PHYSICAL: &[&str] = &[
    "left",
    "right",
    "top",
    "bottom",
    "width",
    "height",
    "min-width",
    "max-width",
    "min-height",
    "max-height",
    "margin-left",
    "margin-right",
    "margin-top",
    "margin-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "padding-bottom",
    "border-left",
    "border-right",
    "border-top",
    "border-bottom",
    "border-top-left-radius",
    "border-top-right-radius",
    "border-bottom-left-radius",
    "border-bottom-right-radius",
    "float-left",
];

/// A declaration or the head of a block, with how many style rules hold it.
enum Part {
    Block { head: String, within: Vec<String> },
    Declaration { name: String, value: String },
    Statement(String),
}

pub(crate) fn without_comments(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

/// Blocks, declarations and statements in order.
fn parts(css: &str) -> Vec<Part> {
    let css = without_comments(css);
    let (mut parts, mut open, mut text) = (Vec::new(), Vec::<String>::new(), String::new());
    let mut quoted = false;
    for c in css.chars() {
        quoted ^= c == '"';
        match c {
            '{' if !quoted => {
                let head = std::mem::take(&mut text).trim().to_owned();
                parts.push(Part::Block { head: head.clone(), within: open.clone() });
                open.push(head);
            }
            '}' | ';' if !quoted => {
                let piece = std::mem::take(&mut text).trim().to_owned();
                if let (false, Some((name, value))) = (piece.starts_with('@'), piece.split_once(':')) {
                    parts.push(Part::Declaration { name: name.trim().to_owned(), value: value.trim().to_owned() });
                } else if !piece.is_empty() {
                    parts.push(Part::Statement(piece));
                }
                if c == '}' {
                    open.pop();
                }
            }
            c => text.push(c),
        }
    }
    assert!(open.is_empty(), "unbalanced braces near {:?}", open.last());
    parts
}

fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).filter(|word| !word.is_empty())
}

/// What a sheet at `name` does wrong.
fn faults(name: &str, css: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for part in parts(css) {
        match part {
            Part::Block { head, within } if within.is_empty() => {
                if head != format!("@layer {}", layer_of(name)) {
                    faults.push(format!("{head:?} stands outside the layer {}", layer_of(name)));
                }
            }
            Part::Block { head, within } => {
                let rules = within.iter().chain([&head]).filter(|h| !h.starts_with('@')).count();
                if rules > 4 {
                    faults.push(format!("{head:?} is nested {rules} deep"));
                }
                if !head.starts_with('@') && head.contains('#') {
                    faults.push(format!("{head:?} names an id"));
                }
            }
            Part::Statement(text) => {
                let allowed = (matches!(name, "css/app.css" | "css/public.css") && text.starts_with("@import "))
                    || (name == "css/layers.css" && text.starts_with("@layer "));
                if !allowed {
                    faults.push(format!("{text:?} stands outside a layer"));
                }
            }
            Part::Declaration { name: property, value } => {
                if value.contains("!important") {
                    faults.push(format!("{property} is !important"));
                }
                if PHYSICAL.contains(&property.as_str()) {
                    faults.push(format!("{property} is physical: use the logical property"));
                }
                let literal = value.contains('#')
                    || COLOUR_FUNCTIONS.iter().any(|f| value.contains(f))
                    || words(&value).any(|word| COLOUR_WORDS.contains(&word));
                if literal && name != "css/tokens.css" && !property.starts_with("unicode-range") {
                    faults.push(format!("{property}: {value} is a colour that no token names"));
                }
            }
        }
    }
    faults
}

fn layer_of(name: &str) -> &'static str {
    match name {
        "css/reset.css" => "reset",
        "css/tokens.css" => "tokens",
        "css/base.css" | "css/fonts.css" => "base",
        "css/layout.css" => "layout",
        "css/utilities.css" | "css/print.css" => "utilities",
        name if name.starts_with("css/components/") => "components",
        name if name.starts_with("css/apps/") => "apps",
        _ => "no layer",
    }
}

#[test]
fn every_sheet_keeps_the_rules() {
    for name in files_in("css", "css") {
        let found = faults(&name, &asset_text(&name));
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn the_check_finds_what_it_looks_for() {
    for (bad, word) in [
        (".a { color: var(--x) }", "outside"),
        ("@layer components { .a { color: red } }", "no token"),
        ("@layer components { .a { color: #fff } }", "no token"),
        ("@layer components { .a { background: oklch(1 0 0) } }", "no token"),
        ("@layer components { .a { color: var(--x) !important } }", "important"),
        ("@layer components { .a { margin-left: 1px } }", "physical"),
        ("@layer components { #a { margin: 0 } }", "id"),
        ("@layer components { .a { & .b { & .c { & .d { & .e { margin: 0 } } } } } }", "nested"),
        ("@layer apps { .a { margin: 0 } }", "outside"),
        ("@import \"./x.css\";", "outside"),
    ] {
        let found = faults("css/components/a.css", bad);
        assert!(found.iter().any(|fault| fault.contains(word)), "{bad}: {found:?}");
    }
}

#[test]
fn every_part_is_joined_and_belongs_to_a_component() {
    let app = asset_text("css/app.css");
    for name in files_in("css", "css") {
        let relative = name.trim_start_matches("css/");
        let own = matches!(relative, "app.css" | "public.css" | "print.css") || relative.starts_with("apps/");
        assert!(own || app.contains(&format!("@import \"./{relative}\";")), "{name} is not in app.css");
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for name in files_in("css/components", "css") {
        let stem = name.rsplit('/').next().unwrap().trim_end_matches(".css").to_owned();
        let found =
            [format!("{stem}.rs"), format!("{stem}/mod.rs"), format!("layout/{stem}.rs")].iter().any(|file| source.join(file).exists());
        assert!(found, "{name} belongs to no component");
    }
}

/// What public pages carry is what the others link, in its order, without what only staff see.
#[test]
fn public_pages_have_the_same_rules_in_the_same_order() {
    let imports = |name: &str| asset_text(name).lines().map(str::to_owned).collect::<Vec<_>>();
    let (app, public) = (imports("css/app.css"), imports("css/public.css"));
    let mut rest = app.iter();
    for line in &public {
        assert!(rest.any(|other| other == line), "{line} stands in another order than in app.css, or not there at all");
    }
    let left_out: HashSet<&str> = app.iter().filter(|line| !public.contains(line)).map(String::as_str).collect();
    let staff = ["chart", "data_table", "figures", "live", "palette", "rail", "scanner", "staff", "verdict"];
    let staff: Vec<String> = staff.iter().map(|name| format!("@import \"./components/{name}.css\";")).collect();
    assert_eq!(left_out, staff.iter().map(String::as_str).collect(), "tests/e2e/all-pages.test.mjs sees that no public page misses one");
}

/// Every class of a page that carries its sheets has its rules there, as far as there are rules for it.
#[test]
fn public_pages_carry_the_rules_of_what_they_show() {
    let classes_of = |css: &str| -> HashSet<String> {
        let heads = parts(css).into_iter().filter_map(|part| match part {
            Part::Block { head, .. } if !head.starts_with('@') => Some(head),
            _ => None,
        });
        let classes = heads.flat_map(|head| head.split('.').skip(1).filter_map(|c| words(c).next().map(str::to_owned)).collect::<Vec<_>>());
        classes.collect()
    };
    let text = |name: &str| std::str::from_utf8(asset::find(asset::url(name)).unwrap().bytes).unwrap();
    let (app, public) = (classes_of(text("css/app.css")), classes_of(text("css/public.css")));
    let mut seen = 0;
    for (name, page) in all_samples().into_iter().filter(|(_, page)| page.contains("<style>")) {
        for class in page.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next()).flat_map(str::split_whitespace) {
            assert!(public.contains(class) || !app.contains(class), "{name}: .{class} has no rules in css/public.css");
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn every_custom_property_that_is_read_is_set_or_has_a_fallback() {
    let sheets: Vec<(String, String)> =
        files_in("css", "css").into_iter().map(|n| (n.clone(), without_comments(&asset_text(&n)))).collect();
    let set: HashSet<String> = sheets
        .iter()
        .flat_map(|(_, css)| parts(css))
        .filter_map(|part| match part {
            Part::Declaration { name, .. } if name.starts_with("--") => Some(name),
            _ => None,
        })
        .collect();
    for (name, css) in &sheets {
        for read in css.split("var(").skip(1) {
            let property: String = read.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let fallback = read[property.len()..].trim_start().starts_with(',');
            assert!(fallback || set.contains(&property), "{name} reads {property}, which nothing sets");
        }
    }
}

#[test]
fn every_class_of_a_component_occurs() {
    let mut seen = all_samples().into_iter().map(|(_, html)| html).collect::<String>();
    for script in files_in("js", "js") {
        seen.push_str(&asset_text(&script));
    }
    // Set by htmx while a request is on its way.
    seen.push_str(" htmx-request ");
    let used: HashSet<&str> = words(&seen).collect();
    let mut unseen = Vec::new();
    for name in files_in("css/components", "css") {
        for part in parts(&asset_text(&name)) {
            let Part::Block { head, .. } = part else { continue };
            if head.starts_with('@') {
                continue;
            }
            for class in head.split('.').skip(1).filter(|c| c.starts_with(|c: char| c.is_ascii_alphabetic())) {
                let class = words(class).next().unwrap();
                if !used.contains(class) {
                    unseen.push(format!("{name}: .{class}"));
                }
            }
        }
    }
    assert!(unseen.is_empty(), "no sample shows {unseen:#?}");
}
