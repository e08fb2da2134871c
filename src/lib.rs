//! Chancery: a static briefing-site generator.

pub mod audience;
pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod explain;
pub mod export;
pub mod link;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod plan;
pub mod read;
pub mod render;
pub mod report;
pub mod source;
pub mod theme;
pub mod write;
