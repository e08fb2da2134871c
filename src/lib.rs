//! Chancery: a static briefing-site generator.
//!
//! A build is a row of pure functions over plain data; files, the clock and the terminal touch only its two ends.
//!
//! ```text
//!  site.toml --config--> Config  (handed to every stage)
//!
//!  content/   \               per file, parallel             what this audience       whole site          pages, URLs
//!  templates/  >--read--> Sources --parse--> [Document] --audience--> [Document] --link--> Site --plan--> Plan
//!  static/    /                                               may know                                       |
//!                                                                                +------------+--------------+
//!                                                                                |            |              |
//!                                                                              check        render        export
//!                                                                                |            |              |
//!        every stage ---- diagnostics ---> report                 <--------------+            +--> Output <--+
//!                                      human, JSON, GitHub                                   made on demand, written
//! ```
//!
//! A module imports only from those above it in this list, but for `theme`, which `pipeline` alone hands to `render`.

pub mod source;

pub mod diagnostic;

pub mod config;
pub mod drawing;
pub mod model;

pub mod external;
pub mod mention;
pub mod passages;

pub mod lock;
pub mod parse;
pub mod picture;
pub mod read;
pub mod report;
pub mod write;

pub mod audience;
pub mod edit;
pub mod link;
pub mod plan;

pub mod check;
pub mod export;
pub mod render;
pub mod schema;

pub mod theme;

pub mod pipeline;

pub mod cache;

pub mod build;
pub mod live;
pub mod mv;
pub mod new;

pub mod audit;
pub mod import;
pub mod mentioned;
pub mod serve;

pub mod explain;

pub mod cli;
