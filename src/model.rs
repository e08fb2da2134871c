//! The words of the field: what a site is about, as plain data.
//!
//! `document` is what an author wrote (typed, but nothing resolved); `site` is what it means once all documents have been
//! read together. Neither knows a page, a template or a file system.

pub mod body;
pub mod country_table;
pub mod date;
pub mod document;
pub mod html;
pub mod language;
pub mod marking;
pub mod mentions;
pub mod origins;
pub mod seen;
pub mod shape;
pub mod shared;
pub mod site;
pub mod slug;
