//! The art: a few shapes a printer could cut from wood.

use maud::{Markup, html};

use super::chance::Chance;
use super::palette::Palette;
use super::{Area, Category, round};

type Draw = fn(Area, &Palette, &mut Chance) -> Markup;

/// Draws one of the category's motifs into the area. An inner `svg` clips what reaches beyond it.
pub(super) fn draw(category: Category, area: Area, palette: &Palette, chance: &mut Chance) -> Markup {
    let motifs: &[Draw] = match category {
        Category::Music => &[discs, bars, rays],
        Category::Theatre => &[curtain, spotlight],
        Category::Dance => &[arcs, ribbons],
        Category::Film => &[frames, spotlight],
        Category::Comedy => &[halves, rays],
        Category::Family => &[confetti, halves],
        Category::Talk => &[ribbons, discs],
        Category::Art => &[arcs, frames],
        Category::Sport => &[ribbons, bars],
        Category::Other => &[rays, arcs, confetti],
    };
    let motif = chance.one_of(motifs, rays);
    let inside = motif(Area { x: 0.0, y: 0.0, ..area }, palette, chance);
    html! {
        svg x=(round(area.x)) y=(round(area.y)) width=(round(area.w)) height=(round(area.h)) { (inside) }
    }
}

fn circle(x: f32, y: f32, r: f32, fill: &str) -> Markup {
    html! { circle cx=(round(x)) cy=(round(y)) r=(round(r.max(0.0))) fill=(fill) {} }
}

fn rect(x: f32, y: f32, w: f32, h: f32, fill: &str) -> Markup {
    html! { rect x=(round(x)) y=(round(y)) width=(round(w.max(0.0))) height=(round(h.max(0.0))) fill=(fill) {} }
}

fn path(d: &str, fill: &str) -> Markup {
    html! { path d=(d) fill=(fill) {} }
}

/// A record: rings around a centre that is not the middle.
fn discs(a: Area, p: &Palette, chance: &mut Chance) -> Markup {
    let (x, y) = (a.w * chance.between(0.3, 0.7), a.h * chance.between(0.45, 0.6));
    let r = a.w.max(a.h) * 0.62;
    let rings = 3 + chance.below(3);
    html! {
        (rect(0.0, 0.0, a.w, a.h, p.tint))
        @for i in 0..=rings * 2 {
            @let share = 1.0 - f32::from(i) / f32::from(rings * 2 + 1);
            (circle(x, y, r * share, if i % 2 == 0 { p.ink } else { p.spot }))
        }
        (circle(x, y, r * 0.035, p.paper))
    }
}

/// Columns of sound.
fn bars(a: Area, p: &Palette, chance: &mut Chance) -> Markup {
    let count = 7 + chance.below(5);
    let step = a.w / f32::from(count);
    html! {
        @for i in 0..count {
            @let h = a.h * chance.between(0.28, 1.0);
            @let fill = chance.one_of(&[p.ink, p.spot, p.ink, p.tint], p.ink);
            (rect(f32::from(i) * step, a.h - h, step * 0.72, h, fill))
        }
    }
}

/// A sun that rises behind the title.
fn rays(a: Area, p: &Palette, chance: &mut Chance) -> Markup {
    let (x, y) = (a.w * chance.between(0.3, 0.7), a.h * chance.between(0.75, 1.0));
    let count = 18 + 2 * chance.below(5);
    let far = (a.w + a.h) * 1.2;
    let turn = std::f32::consts::TAU / f32::from(count);
    html! {
        (rect(0.0, 0.0, a.w, a.h, p.tint))
        @for i in (0..count).step_by(2) {
            @let (from, to) = (turn * f32::from(i), turn * f32::from(i + 1));
            (path(&format!("M{} {}L{} {}L{} {}z", round(x), round(y), round(x + far * from.cos()), round(y + far * from.sin()),
                round(x + far * to.cos()), round(y + far * to.sin())), p.spot))
        }
        (circle(x, y, a.h * 0.36, p.ink))
        (circle(x, y, a.h * 0.27, p.paper))
    }
}

/// Folds of a curtain, drawn to one side.
fn curtain(a: Area, p: &Palette, chance: &mut Chance) -> Markup {
    let folds = 9 + chance.below(4);
    let step = a.w / f32::from(folds);
    let opening = 2 + chance.below(folds - 4);
    html! {
        (rect(0.0, 0.0, a.w, a.h, p.ink))
        (circle(step * (f32::from(opening) + 0.5), a.h * 0.98, a.h * 0.34, p.tint))
        @for i in 0..folds {
            @let (from_gap, x) = (f32::from(i) - f32::from(opening), f32::from(i) * step);
            @let drop = if i == opening { 0.34 } else { (0.62 + 0.13 * from_gap.abs()).min(1.2) };
            @let fill = if i % 2 == 0 { p.spot } else { p.paper };
            (path(&format!("M{x} 0h{s}V{y}a{r} {r} 0 0 1 -{s} 0z", x = round(x), s = round(step), y = round(a.h * drop - step / 2.0), r = round(step / 2.0)), fill))
        }
        (rect(0.0, 0.0, a.w, a.h * 0.06, p.tint))
    }
}

/// Cones of light from above onto a stage.
fn spotlight(a: Area, p: &Palette, chance: &mut Chance) -> Markup {
    let aim = a.w * chance.between(0.35, 0.65);
    let cone = |x: f32, spread: f32, fill: &str| {
        path(&format!("M{} 0L{} {h}L{} {h}z", round(x), round(aim - spread), round(aim + spread), h = round(a.h * 0.86)), fill)
    };
    html! {
        (rect(0.0, 0.0, a.w, a.h, p.ink))
        (cone(a.w * 0.06, a.w * 0.3, p.spot))
        (cone(a.w * 0.94, a.w * 0.3, p.tint))
        (cone(aim, a.w * 0.17, p.paper))
        ellipse cx=(round(aim)) cy=(round(a.h * 0.86)) rx=(round(a.w * 0.34)) ry=(round(a.h * 0.07)) fill=(p.paper) {}
        (circle(aim, a.h * 0.6, a.h * 0.1, p.ink))
        (path(&format!("M{} {y}a{r} {r} 0 0 1 {d} 0z", round(aim - a.h * 0.15), y = round(a.h * 0.86), r = round(a.h * 0.15), d = round(a.h * 0.3)), p.ink))
    }
}

/// Quarter circles, turned by chance.
fn arcs(a: Area, p: &Palette, chance: &mut Chance) -> Markup {
    let across = 4_u16;
    let step = a.w / f32::from(across);
    let down = (1..=12_u16).find(|n| f32::from(*n) * step >= a.h).unwrap_or(12);
    html! {
        @for i in 0..across * down {
            @let (x, y) = (f32::from(i % across) * step, f32::from(i / across) * step);
            @let ground = chance.one_of(&[p.tint, p.paper, p.ink], p.tint);
            @let fill = chance.one_of(&[p.spot, p.ink, p.tint], p.spot);
            (rect(x, y, step, step, ground))
            (path(&quarter(x, y, step, chance.below(4)), if fill == ground { p.spot } else { fill }))
        }
    }
}

fn quarter(x: f32, y: f32, s: f32, turn: u16) -> String {
    let (x, y, s) = (round(x), round(y), round(s));
    match turn {
        0 => format!("M{x} {y}h{s}a{s} {s} 0 0 1 -{s} {s}z"),
        1 => format!("M{} {y}v{s}a{s} {s} 0 0 1 -{s} -{s}z", round(x + s)),
        2 => format!("M{} {}h-{s}a{s} {s} 0 0 1 {s} -{s}z", round(x + s), round(y + s)),
        _ => format!("M{x} {}v-{s}a{s} {s} 0 0 1 {s} {s}z", round(y + s)),
    }
}

/// Bands that swing across.
fn ribbons(a: Area, p: &Palette, chance: &mut Chance) -> Markup {
    let bands = 5 + chance.below(3);
    let swing = a.h * chance.between(0.25, 0.5);
    let thick = a.h * 1.5 / f32::from(bands);
    html! {
        (rect(0.0, 0.0, a.w, a.h, p.tint))
        @for i in 0..bands {
            @let y = f32::from(i) * thick - a.h * 0.25;
            @let fill = [p.ink, p.spot, p.paper][usize::from(i % 3)];
            (path(&format!("M0 {}C{} {} {} {} {w} {}v{t}C{} {} {} {} 0 {}z", round(y), round(a.w * 0.33), round(y - swing), round(a.w * 0.66),
                round(y + swing), round(y), round(a.w * 0.66), round(y + swing + thick * 0.7), round(a.w * 0.33), round(y - swing + thick * 0.7),
                round(y + thick * 0.7), w = round(a.w), t = round(thick * 0.7)), fill))
        }
    }
}

/// A strip of film.
fn frames(a: Area, p: &Palette, chance: &mut Chance) -> Markup {
    let hole = a.h * 0.07;
    let count = (2..=40_u16).find(|n| f32::from(*n) * hole * 2.0 >= a.w).unwrap_or(40);
    let lit = chance.below(3);
    let w = a.w * 0.3;
    html! {
        (rect(0.0, 0.0, a.w, a.h, p.ink))
        @for i in 0..count {
            @for y in [hole * 0.7, a.h - hole * 1.7] { (rect(f32::from(i) * hole * 2.0 + hole * 0.5, y, hole, hole, p.paper)) }
        }
        @for i in 0..3_u16 {
            @let x = a.w * 0.025 + f32::from(i) * (w + a.w * 0.025);
            (rect(x, hole * 2.6, w, a.h - hole * 5.2, if i == lit { p.spot } else { p.tint }))
            (circle(x + w * (0.25 + 0.25 * f32::from(i)), a.h * 0.5, w * 0.28, if i == lit { p.paper } else { p.ink }))
        }
    }
}

/// Half discs, some of which smile.
fn halves(a: Area, p: &Palette, chance: &mut Chance) -> Markup {
    let across = 3 + chance.below(2);
    let step = a.w / f32::from(across);
    let down = (1..=16_u16).find(|n| f32::from(*n) * step / 2.0 >= a.h).unwrap_or(16);
    html! {
        (rect(0.0, 0.0, a.w, a.h, p.tint))
        @for i in 0..across * down {
            @let (x, y) = (f32::from(i % across) * step, f32::from(i / across) * step / 2.0);
            @let up = chance.below(2) == 0;
            @let fill = chance.one_of(&[p.ink, p.spot, p.paper], p.ink);
            @let (from, bend) = if up { (y + step / 2.0, 1) } else { (y, 0) };
            (path(&format!("M{} {}a{r} {r} 0 0 {bend} {d} 0z", round(x), round(from), r = round(step / 2.0), d = round(step)), fill))
        }
    }
}

/// Paper dots and squares in a loose grid.
fn confetti(a: Area, p: &Palette, chance: &mut Chance) -> Markup {
    let across = 6_u16;
    let step = a.w / f32::from(across);
    let down = (1..=12_u16).find(|n| f32::from(*n) * step >= a.h).unwrap_or(12);
    html! {
        (rect(0.0, 0.0, a.w, a.h, p.tint))
        @for i in 0..across * down {
            @let (x, y) = ((f32::from(i % across) + 0.5) * step, (f32::from(i / across) + 0.5) * step);
            @let fill = chance.one_of(&[p.ink, p.spot, p.paper], p.ink);
            @let r = step * chance.between(0.18, 0.48);
            @match chance.below(3) {
                0 => (rect(x - r, y - r, r * 2.0, r * 2.0, fill)),
                1 => (path(&format!("M{} {}l{r} {d}h-{d}z", round(x), round(y - r), r = round(r), d = round(r * 2.0)), fill)),
                _ => (circle(x, y, r, fill)),
            }
        }
    }
}
