//! An edition after an edit that nothing but the edited items can tell.
//!
//! In: an edition, and texts that were edited since. Out: the edition that all stages would make of what is there now, made
//! with a small part of their work; or nothing, where that cannot be said for sure.

use std::sync::Arc;

use super::{Edition, Project};
use crate::audience;
use crate::diagnostic::{Code, Diagnostic};
use crate::link::{self, Edit};
use crate::model::date::Now;
use crate::model::document::Document;
use crate::model::site::Site;
use crate::parse::Memory;
use crate::source::{FileId, Sources, TextFile};

/// More are no edit of a person, and are not worth the care.
const FEW: usize = 8;

/// What may be said of a site without a word in it that is made of the titles of articles.
const WITHOUT_TITLES: &[Code] = &[
    Code::MissingBaseUrl,
    Code::NoDefaultMarking,
    Code::UnusedSource,
    Code::MissingAlt,
    Code::RemoteImage,
    Code::CarriesMetadata,
    Code::UnreadablePicture,
    Code::EventConflict,
    Code::ReversedTerm,
    Code::OverlappingTerms,
    Code::SeveralHolders,
    Code::SimilarEvents,
];

impl Edition {
    /// With texts that were edited. There must be no errors in it, and nothing else may have changed.
    pub fn edited(&self, texts: &[TextFile], memory: &mut Memory, now: Now) -> Option<Edition> {
        let is_said_of = |file| self.diagnostics().any(|found| found.is_about(|about| about == file));
        if texts.len() > FEW || texts.iter().any(|text| is_said_of(text.id)) {
            return None;
        }
        let mut sources = self.project.sources.clone();
        texts.iter().for_each(|text| sources.replace(text.clone()));
        let mut site = self.site.clone();
        for text in texts {
            site = self.site_with(&site, text.id, &sources, memory, now)?;
            sources.release(text.id);
        }
        Some(self.with(site, sources))
    }

    fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.project.diagnostics.iter().chain(&self.diagnostics)
    }

    fn site_with(
        &self,
        site: &Site,
        file: FileId,
        sources: &Sources,
        memory: &mut Memory,
        now: Now,
    ) -> Option<Site> {
        let config = &self.project.config;
        let (old, new) = memory.edited(file, &self.project.sources, sources, config)?;
        let (old, new) = (self.passed_whole(old, now)?, self.passed_whole(new, now)?);
        if old.title != new.title && !self.diagnostics().all(|found| WITHOUT_TITLES.contains(&found.code)) {
            return None;
        }
        link::edited(site, &Edit { old, new, withheld: &self.withheld, lexicon: &self.lexicon, config })
    }

    /// A document as the filter passes it, if it passes with all its parts.
    fn passed_whole(&self, document: Document, now: Now) -> Option<Document> {
        let project = &self.project;
        let passed = audience::filter(vec![document], &project.sources, &project.config, &self.profile, now);
        let [document] = <[Document; 1]>::try_from(passed.documents).ok()?;
        (passed.cut.is_empty() && passed.diagnostics.is_empty()).then_some(document)
    }

    fn with(&self, site: Site, sources: Sources) -> Edition {
        let project = &self.project;
        Edition {
            project: Arc::new(Project {
                sources,
                config: Arc::clone(&project.config),
                documents: Vec::new(),
                remarks: Arc::clone(&project.remarks),
                templates: Arc::clone(&project.templates),
                diagnostics: project.diagnostics.clone(),
                moved: Arc::clone(&project.moved),
                known: Arc::clone(&project.known),
                lock: Arc::clone(&project.lock),
            }),
            profile: self.profile.clone(),
            site,
            plan: Arc::clone(&self.plan),
            diagnostics: self.diagnostics.clone(),
            next_change: self.next_change,
            last_change: self.last_change,
            cut: self.cut.clone(),
            refused: self.refused.clone(),
            withheld: Arc::clone(&self.withheld),
            lexicon: Arc::clone(&self.lexicon),
        }
    }
}
