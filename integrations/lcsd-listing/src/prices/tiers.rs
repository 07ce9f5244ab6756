//! Amounts: `$70`, `$520;$420;$320`, `$480, 340, 200`, `$1,280, $980`.

use crate::folded::Cursor;

/// An amount as written, and how it is set off from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    signed: bool,
    value: u32,
    digits: usize,
    leading_zero: bool,
    /// A comma without any space stands before it.
    tight_comma: bool,
    /// A comma stands before it.
    comma: bool,
}

impl Amount {
    /// Whether a currency sign stands before it.
    pub fn is_signed(&self) -> bool {
        self.signed
    }
}

/// Dearer than any ticket of this house; above it, two amounts ran together.
const DEAREST: u32 = 20_000;

/// The whole text as amounts, or nothing.
pub(super) fn written(c: &mut Cursor) -> Option<Vec<Amount>> {
    let mut list = vec![amount(c, false, false)?];
    while !c.ended() {
        let mark = c.mark();
        c.spaces();
        let space_before = c.mark() > mark;
        let comma = c.eat(",");
        if !(comma || c.eat(";") || c.eat("/")) {
            return None;
        }
        let mark = c.mark();
        c.spaces();
        let tight = comma && !space_before && c.mark() == mark;
        list.push(amount(c, comma, tight)?);
    }
    Some(list)
}

fn amount(c: &mut Cursor, comma: bool, tight_comma: bool) -> Option<Amount> {
    let signed = c.eat("hk$") || c.eat("$");
    let leading_zero = c.peek() == Some('0');
    let (value, digits) = c.number(1, 6)?;
    Some(Amount { signed, value, digits, leading_zero, tight_comma, comma })
}

/// Whole dollars, the dearest first; nothing if they can be read in two ways.
pub(super) fn meaning(written: &[Amount]) -> Option<Vec<u32>> {
    let mut dollars: Vec<u32> = Vec::new();
    let mut joined = false;
    for (i, a) in written.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| written[i]);
        let thousands = a.tight_comma && !a.signed && a.digits == 3;
        match before {
            // $1,280,300 goes on where a thousand was just read.
            _ if joined && a.tight_comma && !a.signed => return None,
            // $1,280: a dollar ticket beside one of 280 is absurd, so the comma sets off thousands.
            Some(b) if thousands && b.signed && b.digits == 1 && !b.leading_zero => {
                let whole = dollars.last_mut()?;
                *whole = *whole * 1000 + a.value;
                joined = true;
                continue;
            }
            // $480, 340: the sign may be said once, and only commas carry it on.
            Some(_) if !a.signed && !a.comma => return None,
            None if !a.signed => return None,
            _ if a.leading_zero => return None,
            _ => dollars.push(a.value),
        }
        joined = false;
    }
    // Also catches $50,100 (fifty thousand, or two tiers?): as tiers it would rise.
    let mut falling = dollars.windows(2).all(|pair| pair[0] > pair[1]);
    // $100/$120: two prices with a sign each are two prices in any order.
    let two = matches!(written, [a, b] if a.signed && b.signed && !b.comma);
    if !falling && two && dollars.len() == 2 && dollars[0] != dollars[1] {
        dollars.reverse();
        falling = true;
    }
    let sane = dollars.iter().all(|d| (1..=DEAREST).contains(d));
    (falling && sane).then_some(dollars)
}
