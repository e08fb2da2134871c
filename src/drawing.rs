//! Drawings of time, as SVG in a little HTML that a page takes up as it is.
//!
//! In: dates, words, importance, ways to pages, and lanes, as plain data. Out: one `figure` a drawing, the same for the same
//! data. It knows no site, no plan, no templates and no clock: what has no end goes on beyond the right edge.
//!
//! Places along the axis of time are in percent, all other lengths in `em`: nothing is scaled, so letters keep their size and
//! dots stay round at any width. What must not overlap is packed for the least width at which a drawing is shown
//! (`static/theme/style.css` keeps to it), and has more room at any other.

mod axis;
mod bars;
mod lane;
mod legend;
mod marks;
mod overview;
mod pack;
mod sevens;
mod shape;
mod strip;
mod svg;
mod terms;
#[cfg(test)]
mod tests;
mod year;

pub use bars::Count;
pub use marks::Item;
pub use overview::{Overview, OverviewYear, by_months};
pub use strip::strip;
pub use terms::{Office, Term, offices, terms};
pub use year::{Lane, Lanes, Month, Year};
