//! What other programs read: feeds for readers of news, events for calendars and drawings, files for search engines and hosts.
//!
//! In: [`Site`] and [`Plan`], and of the settings what is said about the site as a whole. Out: bytes, by their path
//! below the output folder. It knows no template, no clock and nothing that this audience may not know.

use crate::config::Profile;
use crate::model::marking::Marking;
use crate::model::site::Site;
use crate::plan::Plan;

mod atom;
mod calendar;
mod entries;
mod events;
mod feed;
#[cfg(test)]
mod fixture;
mod json;
mod json_feed;
mod previews;
mod sitemap;
mod table;
#[cfg(test)]
mod tests;
mod timeline_js;
mod xml;

pub use entries::entries;
pub use events::EventFiles;
pub use feed::{FeedDigests, FeedKind, feed};
pub use previews::previews;
pub use sitemap::{robots, sitemap};

/// The files at fixed paths: the sitemap, `robots.txt` and `.nojekyll`. A file of the site's own takes the place of any
/// of them. Above CLEAR there is no sitemap, and robots are kept out.
pub fn fixed(site: &Site, plan: &Plan, profile: &Profile) -> Vec<(String, Vec<u8>)> {
    let public = profile.marking == Marking::Clear;
    let mut files = if public { sitemap(site, plan) } else { Vec::new() };
    files.push(("robots.txt".to_owned(), robots(plan, public)));
    // GitHub Pages would leave out what begins with an underscore.
    files.push((".nojekyll".to_owned(), Vec::new()));
    files.retain(|(path, _)| plan.files.iter().all(|file| file.path != *path));
    files
}
