//! At which items of a site somebody has looked.
//!
//! In: every look at an item by its id (`site[id]`), while somebody wants to know. Out: [`Seen`], the items at which a
//! piece of work has looked. Whoever does the same work again where all of these, and all that is looked at otherwise, are
//! the same, comes to the same result. It knows no item, only sorts and positions.
//!
//! Each thread keeps its own account: the work must not go on in another one.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

/// How many sorts of items there are.
pub const SORTS: usize = 9;

/// Room for the position; what is left is the sort.
const BITS: u32 = 28;

thread_local! {
    static IS_WANTED: Cell<bool> = const { Cell::new(false) };
    static LOOKS: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// Items, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen(Arc<[u8]>);

/// Items by their position among all of one sort, each sort for itself.
#[derive(Debug, Default)]
pub struct Marked([Vec<bool>; SORTS]);

/// Somebody looks at an item.
pub fn note(sort: u32, position: u32) {
    if IS_WANTED.get() {
        LOOKS.with_borrow_mut(|looks| looks.push((sort << BITS) | position));
    }
}

/// Does something, and says at what that has looked.
pub fn during<T>(work: impl FnOnce() -> T) -> (T, Seen) {
    let (done, looks) = looks_of(work);
    (done, Seen::new(&looks))
}

fn looks_of<T>(work: impl FnOnce() -> T) -> (T, Vec<u32>) {
    let was_wanted = IS_WANTED.replace(true);
    let outer = LOOKS.take();
    let done = work();
    let mut looks = LOOKS.replace(outer);
    IS_WANTED.set(was_wanted);
    looks.sort_unstable();
    looks.dedup();
    (done, looks)
}

/// A value that is made once. Who gets it has looked at all at which its maker has.
#[derive(Debug)]
pub struct Once<T>(OnceLock<(T, Box<[u32]>)>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Once(OnceLock::new())
    }
}

impl<T> Once<T> {
    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        let (made, looks) = self.0.get_or_init(|| {
            let (made, looks) = looks_of(make);
            (made, looks.into_boxed_slice())
        });
        if IS_WANTED.get() {
            LOOKS.with_borrow_mut(|own| own.extend_from_slice(looks));
        }
        made
    }
}

impl Seen {
    /// From sorted looks: the distances between them, seven bits a byte.
    fn new(looks: &[u32]) -> Self {
        let mut bytes = Vec::with_capacity(looks.len() * 2);
        let mut last = 0;
        for look in looks {
            let mut distance = look - last;
            while distance >= 0x80 {
                bytes.push(distance.to_le_bytes()[0] | 0x80);
                distance >>= 7;
            }
            bytes.push(distance.to_le_bytes()[0]);
            last = *look;
        }
        Seen(bytes.into())
    }

    fn looks(&self) -> impl Iterator<Item = u32> {
        let mut bytes = self.0.iter();
        let mut last = 0u32;
        std::iter::from_fn(move || {
            let (mut distance, mut shift) = (0u32, 0u32);
            loop {
                let byte = *bytes.next()?;
                distance |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
                shift += 7;
                if byte & 0x80 == 0 {
                    break;
                }
            }
            last = last.wrapping_add(distance);
            Some(last)
        })
    }

    /// Whether any of these is marked. One that is not there any more counts as marked.
    pub fn has_any_of(&self, marked: &Marked) -> bool {
        self.looks().any(|look| {
            let (sort, position) = (look >> BITS, look & ((1 << BITS) - 1));
            let list = marked.0.get(sort as usize);
            list.and_then(|list| list.get(position as usize)).copied().unwrap_or(true)
        })
    }
}

impl Marked {
    pub fn new(lists: [Vec<bool>; SORTS]) -> Self {
        Marked(lists)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(work: impl FnOnce()) -> Vec<u32> {
        during(work).1.looks().collect()
    }

    #[test]
    fn looks_are_told_once_and_in_order() {
        let all = [0, 1, 127, 128, 300, (3 << BITS) | 70_000, (8 << BITS) | 5];
        let work = || all.iter().rev().chain(&all).for_each(|look| note(look >> BITS, look & 0xfff_ffff));
        assert_eq!(looks(work), all);
        assert_eq!(looks(|| {}), [0; 0]);
    }

    #[test]
    fn a_value_that_was_made_before_was_looked_at_as_much() {
        let value = Once::default();
        let get = || {
            note(0, 1);
            value.get_or_init(|| note(0, 2));
            note(0, 3);
        };
        assert_eq!((looks(get), looks(get)), (vec![1, 2, 3], vec![1, 2, 3]));
        let unasked = Once::default();
        unasked.get_or_init(|| note(0, 4));
        assert_eq!(looks(|| unasked.get_or_init(|| note(0, 5)).to_owned()), [4]);
    }

    #[test]
    fn what_is_marked_or_gone_is_found() {
        let (_, seen) = during(|| [(0, 1), (0, 2), (7, 0)].map(|(sort, position)| note(sort, position)));
        let marked = |marks: [&[bool]; 2]| {
            let mut lists: [Vec<bool>; SORTS] = Default::default();
            (lists[0], lists[7]) = (marks[0].to_vec(), marks[1].to_vec());
            seen.has_any_of(&Marked::new(lists))
        };
        assert!(!marked([&[true, false, false, true], &[false, true]]));
        assert!(marked([&[false, false, true], &[false]]));
        assert!(marked([&[false; 3], &[true]]));
        assert!(marked([&[false; 3], &[]]));
        assert!(!Seen::default().has_any_of(&Marked::default()));
    }
}
