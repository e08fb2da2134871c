//! Which cards of what links lead to there are, and in which file each stands.
//!
//! In: the planned pages. Out: for each file the pages whose cards it holds. Which file that is follows from a page's URL
//! alone, so that a script can tell it, and nothing on a page has to say it. It does not know what a card says.

use serde::Serialize;

use super::{PlannedPage, View};

/// A file of cards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shard {
    /// What the URLs of its pages come to.
    pub number: u8,
    /// Places in the list of planned pages, in its order.
    pub pages: Vec<usize>,
}

impl Shard {
    /// The file below the output folder.
    pub fn path(&self) -> String {
        format!("previews/{:02x}.js", self.number)
    }
}

/// All files that hold something, in the order of their numbers.
pub(super) fn shards(pages: &[PlannedPage]) -> Vec<Shard> {
    let mut shards: Vec<Shard> = (0..=u8::MAX).map(|number| Shard { number, pages: Vec::new() }).collect();
    for (place, page) in pages.iter().enumerate().filter(|(_, page)| has_card(&page.view)) {
        shards[usize::from(shard_of(&page.url))].pages.push(place);
    }
    shards.retain(|shard| !shard.pages.is_empty());
    shards
}

/// Whether a link to that page shows a card: pages about one thing that an author may speak of, and of those with several
/// pages the first.
fn has_card(view: &View) -> bool {
    match view {
        View::Article(_) | View::Event(_) => true,
        View::Actor(_, turn) | View::Country(_, turn) | View::Topic(_, turn) | View::Source(_, turn) => {
            turn.number == 1
        }
        _ => false,
    }
}

/// The number of the file that holds the card of a page, by the page's URL below the site's root, not percent-encoded:
/// FNV-1a of 32 bits (by Fowler, Noll and Vo) over its bytes in UTF-8, the four bytes of that folded into one by exclusive or.
/// `static/theme/previews.js` does the same.
pub fn shard_of(url: &str) -> u8 {
    let hash =
        url.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.to_be_bytes().into_iter().fold(0, |folded, byte| folded ^ byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::site::{ActorId, ArticleId};
    use crate::plan::turns;

    /// The browser's half is held to the same file.
    const VECTORS: &str = include_str!("../../tests/browser/shards.txt");

    #[test]
    fn urls_come_to_the_shards_that_are_written_down() {
        for line in VECTORS.lines().filter(|line| !line.starts_with('#')) {
            let (number, url) = line.split_once(' ').expect("a number and a URL");
            assert_eq!(format!("{:02x}", shard_of(url)), number, "{url}");
        }
    }

    #[test]
    fn shards_are_of_much_the_same_size() {
        let mut sizes = [0_usize; 256];
        for number in 0..10_000 {
            sizes[usize::from(shard_of(&format!("articles/a-briefing-{number}/")))] += 1;
        }
        let (least, most) = (sizes.iter().min().copied(), sizes.iter().max().copied());
        assert!(least > Some(10) && most < Some(80), "39 each would be even: {least:?} to {most:?}");
    }

    #[test]
    fn only_pages_about_one_thing_have_a_card() {
        let page = |url: &str, view| PlannedPage { url: url.to_owned(), view };
        let mut pages = vec![page("", View::Home), page("articles/x/", View::Article(ArticleId(0)))];
        for turn in turns(3, 2) {
            pages.push(page(&turn.url("actors/y/"), View::Actor(ActorId(0), turn)));
        }
        let mut found: Vec<usize> = shards(&pages).into_iter().flat_map(|shard| shard.pages).collect();
        found.sort_unstable();
        assert_eq!(found, [1, 2]);
    }
}
